//! `wrong-root-key`

use crate::clients;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeRef, Span};
use crate::interpret::interpret;
use crate::model::{Client, Outcome, Root, RootShape, Ruling};
use crate::rules::context::effect;
use crate::rules::form::name_for;
use crate::rules::form::root::{relocate, rewrite, unpack};
use crate::rules::form::whose::{readers, whose};
use crate::rules::schema::servers_not_map::named;
use crate::rules::{Check, Context, rule};
use crate::vocabulary::{self, is_root};
use crate::workspace::{File, FileId, FileProblemKind, roots};

rule! {
    /// The servers stand under a key that this client does not look at.
    ///
    /// ## Why it fails
    /// The same map is called `mcpServers` by most clients, `servers` by VS Code, `mcp_servers`
    /// by Codex, `mcp` by OpenCode and `context_servers` by Zed. Under another key there are no
    /// servers: Claude Code, Cline and Copilot CLI refuse the file, VS Code, Gemini CLI and the
    /// readers of settings files say nothing at all. Two such keys one inside the other, and
    /// servers without any key around them, fail in the same way.
    ///
    /// Several clients may read one file, each under a key of its own: what another one reads
    /// where it stands is right for that one. Then this is a warning, which says who reads it.
    /// Where the whole file is in another client's form, `misplaced-config` says so instead.
    ///
    /// ## Example
    /// ```json bad .vscode/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "type": "stdio", "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "time": { "type": "stdio", "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Renames the key, takes the inner of two, or puts the key around the servers. Safe: no
    /// server in it loaded before. Where this client's own key stands beside the other one, the
    /// servers are copied over, to be looked at; where another client reads them where they
    /// stand, the same servers are added under this client's key, to be looked at too.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Cline 3.0.65, Copilot CLI 1.0.102, Gemini CLI 0.61.0,
    ///   VS Code's reader 36.2.7 (2026-11-23)
    "wrong-root-key", Schema, Error, Both, Check::File(check)
}

/// How servers were found in a place that is not looked at.
enum Found<'d> {
    /// Under another key, or under keys one in the other; outermost first, and the servers.
    Under(Vec<NodeRef<'d>>, NodeRef<'d>),
    /// Directly in the file.
    Bare(NodeRef<'d>),
    /// Directly in the file, and only one.
    Single(NodeRef<'d>),
    /// Under the right key and once more under such a key: outer and inner value.
    Double(NodeRef<'d>, NodeRef<'d>),
}

fn check(_context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    if file.not_read.is_some() {
        return;
    }
    let (Some(top), Some(root)) = (file.document.root(), file.kind.roots.first()) else {
        return;
    };
    let mut present = roots(file.kind, top);
    // A file that may be a bare map has an entry of every name; what counts are the other keys.
    let bare = present.iter().any(|(root, _)| root.path.is_empty());
    present.retain(|(root, _)| !root.path.is_empty());
    let mut keyed = file.kind.roots.iter().filter(|root| !root.path.is_empty());
    let root = keyed.next().unwrap_or(root);
    let missing = file
        .problems
        .iter()
        .find(|problem| problem.kind == FileProblemKind::MissingRoot);
    let ruling = missing.map_or(Ruling::FINE, |problem| problem.ruling);
    // The file is the server.
    if bare && present.is_empty() && matches!(root.shape, RootShape::One { .. }) {
        return;
    }
    let mut found = find(file, top, &present);
    if bare {
        found.retain(|found| match found {
            Found::Single(top) => is_only_server(*top),
            found => !matches!(found, Found::Bare(_)),
        });
    }
    let none = found.is_empty();
    for found in found {
        match guest(file, root, top, &found) {
            None => out.push(report(id, file, root, &present, ruling, &found)),
            // Both have their own; or it is one setting among others, for somebody else.
            Some(_) if !present.is_empty() || !file.kind.dedicated => {}
            Some(guest) => out.extend(shared(id, file, root, ruling, &found, guest)),
        }
    }
    if none && file.kind.dedicated && severe(ruling) {
        out.push(nothing(id, file, root, top, ruling));
    }
}

/// Another client that reads the servers in this file where they stand, and not where the owner
/// of the file looks: one that reads both loses nothing when they move.
fn guest(file: &File, own: &Root, top: NodeRef<'_>, found: &Found<'_>) -> Option<&'static Client> {
    let Found::Under(_, servers) = found else {
        return None;
    };
    let reads = |(root, it): &(&Root, NodeRef<'_>)| it == servers && root.shape.fits(*it);
    readers(file, own)
        .find(|(_, kind)| roots(kind, top).iter().any(reads))
        .map(|(client, _)| client)
}

/// Servers that a guest of this place reads, and the owner does not: they stay for the one, and
/// the other gets them too.
fn shared(
    id: FileId,
    file: &File,
    root: &Root,
    ruling: Ruling,
    found: &Found<'_>,
    guest: &'static Client,
) -> Option<Diagnostic> {
    let Found::Under(path, servers) = found else {
        return None;
    };
    let client = file.client.name;
    let dotted = root.dotted();
    let member = path.first()?.member()?;
    let message = format!(
        "{} reads the servers under `{}` here, and {client} looks at `{dotted}`",
        guest.name, member.key.text
    );
    let fix = match root.path {
        [key] => Some(Fix::r#unsafe(
            format!("add the same servers under `{dotted}`"),
            id,
            vec![Edit::insert(
                file.document.root()?.id(),
                *key,
                servers.to_json(),
            )],
        )),
        _ => None,
    };
    let loses = ruling.outcome.loses_entry();
    Some(
        RULE.finding(id, member.key.span, message)
            .severity(Severity::Warning)
            .label(format!("for {} only", guest.name))
            .effect(if loses {
                effect(file.client, ruling)
            } else {
                format!("{client} loads no server from it, and says nothing")
            })
            .fix(fix),
    )
}

/// Whether a file without the key is a fault by itself.
fn severe(ruling: Ruling) -> bool {
    ruling.outcome.loses_entry()
}

/// A dedicated file without anything that looks like servers.
fn nothing(id: FileId, file: &File, root: &Root, top: NodeRef<'_>, ruling: Ruling) -> Diagnostic {
    let dotted = root.dotted();
    let span = file.document.first_char(top.span());
    let fix = match root.path {
        [key] if top.is_object() && top.get(key).is_none() => Some(Fix::safe(
            format!("add an empty `{key}`"),
            id,
            vec![Edit::insert(
                top.id(),
                *key,
                match root.shape {
                    RootShape::List { .. } => serde_json::json!([]),
                    _ => serde_json::json!({}),
                },
            )],
        )),
        _ => None,
    };
    RULE.finding(id, span, format!("this file has no `{dotted}`"))
        .severity(Severity::Warning)
        .effect(effect(file.client, ruling))
        .label(format!("expected `{dotted}` in here"))
        .fix(fix)
}

fn find<'d>(
    file: &File,
    top: NodeRef<'d>,
    present: &[(&'static Root, NodeRef<'d>)],
) -> Vec<Found<'d>> {
    let mut found = Vec::new();
    for (_, servers) in present {
        for (key, inner) in servers.entries() {
            let wraps = !vocabulary::is_server(inner)
                && vocabulary::holds_servers(inner)
                && is_root(&key.text);
            if wraps {
                found.push(Found::Double(*servers, inner));
            }
        }
    }
    for (key, value) in top.entries() {
        let own = |path: &[&str]| path.first() == Some(&key.text.as_str());
        if present.iter().any(|(root, _)| own(root.path)) {
            continue;
        }
        // `mcp` beside the root may be a key of the client's own.
        let known = file.kind.siblings.contains(&key.text.as_str());
        if known && !servers_alone(value) {
            continue;
        }
        if vocabulary::is_server(value) {
            continue;
        }
        if vocabulary::holds_servers(value) && is_root(&key.text) {
            found.push(Found::Under(vec![value], value));
            continue;
        }
        if let Some(chain) = deep(top, &key.text) {
            let servers = chain.last().copied().unwrap_or(value);
            found.push(Found::Under(chain, servers));
            continue;
        }
        let inner = value
            .entries()
            .find(|(key, inner)| vocabulary::holds_servers(*inner) && is_root(&key.text))
            .filter(|_| file.kind.dedicated || is_root(&key.text));
        if let Some((_, inner)) = inner {
            found.push(Found::Under(vec![value, inner], inner));
        }
    }
    let all_servers =
        !top.members().is_empty() && top.entries().all(|(_, value)| vocabulary::is_server(value));
    if found.is_empty() && present.is_empty() {
        if all_servers {
            found.push(Found::Bare(top));
        } else if vocabulary::is_server(top) && (file.kind.dedicated || is_only_server(top)) {
            found.push(Found::Single(top));
        }
    }
    found
}

/// Whether a value holds servers and nothing else, itself or behind keys that stand alone.
fn servers_alone(value: NodeRef<'_>) -> bool {
    if value.is_array() {
        return vocabulary::holds_servers(value) && value.items().all(vocabulary::is_server);
    }
    let all = value
        .entries()
        .all(|(_, value)| vocabulary::is_server(value));
    match value.members() {
        [] => false,
        [only] if !all => value.get(&only.key.text).is_some_and(servers_alone),
        _ => all,
    }
}

/// Whether an object has nothing but what servers have.
fn is_only_server(node: NodeRef<'_>) -> bool {
    node.members().len() > 1
        && node.entries().all(|(key, _)| {
            vocabulary::is_note(&key.text) || !vocabulary::meanings(&key.text).is_empty()
        })
}

/// The values on the way to servers where some client has them two keys deep or more, as in
/// `settings.mcp.servers`, when that way starts with `key`.
fn deep<'d>(top: NodeRef<'d>, key: &str) -> Option<Vec<NodeRef<'d>>> {
    vocabulary::roots()
        .iter()
        .filter(|path| path.len() > 1 && path.first() == Some(&key))
        .find_map(|path| {
            let mut chain = Vec::new();
            let mut node = top;
            for key in *path {
                node = node.get(key)?;
                chain.push(node);
            }
            vocabulary::holds_servers(node).then_some(chain)
        })
}

fn report<'d>(
    id: FileId,
    file: &File,
    root: &'static Root,
    present: &[(&'static Root, NodeRef<'d>)],
    ruling: Ruling,
    found: &Found<'d>,
) -> Diagnostic {
    let client = file.client.name;
    let dotted = root.dotted();
    let (span, message, label) = match found {
        Found::Under(path, _) => {
            let keys: Vec<&str> = path
                .iter()
                .filter_map(|node| Some(node.member()?.key.text.as_str()))
                .collect();
            let span = path
                .first()
                .and_then(|node| node.member())
                .map_or(Span::at(0), |member| member.key.span);
            let keys = keys.join(".");
            if root.path.is_empty() {
                let message = format!(
                    "the servers stand under `{keys}`, and {client} takes the file itself for their map"
                );
                (span, message, "taken for a server of this name".to_owned())
            } else {
                let message =
                    format!("the servers stand under `{keys}`, and {client} looks at `{dotted}`");
                (span, message, format!("here it is `{dotted}`"))
            }
        }
        Found::Bare(top) => {
            let span = top
                .members()
                .first()
                .map_or(top.span(), |member| member.key.span);
            let message = format!("the servers stand directly in the file, not under `{dotted}`");
            (span, message, format!("`{dotted}` is missing around it"))
        }
        Found::Single(top) => {
            let message = format!("the file holds one server and no `{dotted}` with a name for it");
            let label = format!("`{dotted}` and a name are missing around it");
            (file.document.first_char(top.span()), message, label)
        }
        Found::Double(_, inner) => {
            let span = inner
                .member()
                .map_or(inner.span(), |member| member.key.span);
            let key = file.document.slice(span);
            let message =
                format!("the servers stand under {key} inside of `{dotted}`, one level too deep");
            (span, message, "taken for a server of this name".to_owned())
        }
    };
    let finding = RULE.finding(id, span, message).label(label);
    let finding = match ruling.outcome {
        _ if matches!(found, Found::Double(..)) || root.path.is_empty() => {
            finding.effect(format!("{client} finds no server in it"))
        }
        // Where it looks is known, what it makes of a file without is not.
        Outcome::Unknown => finding.severity(Severity::Warning).effect(format!(
            "{client} is not known to look at any other key than `{dotted}`"
        )),
        outcome if outcome.loses_entry() => finding.effect(effect(file.client, ruling)),
        _ => finding.effect(format!(
            "{client} loads no server from it, and says nothing"
        )),
    };
    // What many clients have in common tells nothing.
    let finding = match whose(file) {
        Some(whose) if whose.others.len() < 2 && matches!(found, Found::Under(..)) => {
            finding.help(format!("this is the form of {}", whose.named()))
        }
        _ => finding,
    };
    finding.fix(fix(file, id, root, present, found))
}

fn fix<'d>(
    file: &File,
    id: FileId,
    root: &'static Root,
    present: &[(&'static Root, NodeRef<'d>)],
    found: &Found<'d>,
) -> Option<Fix> {
    let finish = |title: String, edits: Vec<Edit>, safe: bool| {
        Some(if safe {
            Fix::safe(title, id, edits)
        } else {
            Fix::r#unsafe(title, id, edits)
        })
    };
    let dotted = root.dotted();
    match found {
        Found::Double(outer, inner) => {
            let title = "take the servers one level up".to_owned();
            let alone = outer.members().len() == 1;
            let (edits, complete) = unpack(file, *inner, *outer, *inner)
                .or_else(|| alone.then(|| rewrite(file, *outer, inner.to_json())))?;
            finish(title, edits, alone && complete)
        }
        Found::Bare(top) => {
            // The inner key goes around first.
            let key = root.path.last()?;
            if matches!(root.shape, RootShape::One { .. }) || root.transport.is_some() {
                return None;
            }
            let edits = vec![Edit::Wrap {
                node: top.id(),
                key: (*key).to_owned(),
            }];
            finish(format!("put `{key}` around the servers"), edits, true)
        }
        Found::Single(top) => {
            let schema = file.kind.schema_at(root);
            let read = |schema| name_for(&interpret(&file.document, schema, "", top.id()).parts);
            let anybody = clients::GENERIC.kinds.first()?.schema;
            let name = read(schema).or_else(|| read(anybody))?;
            let edits = vec![Edit::Wrap {
                node: top.id(),
                key: name.clone(),
            }];
            finish(format!("name it `{name}`"), edits, false)
        }
        Found::Under(path, servers) if !present.is_empty() => {
            let (_, own) = present.first()?;
            let gone = *path
                .iter()
                .find(|around| around.members().len() == 1 || *around == servers)?;
            let (edits, _) = unpack(file, *servers, *own, gone)?;
            finish(format!("move the servers to `{dotted}`"), edits, false)
        }
        Found::Under(path, servers) if root.path.is_empty() => {
            let outer = *path.first()?;
            if servers.is_array() {
                let listed = named(*servers)?;
                let insert = listed.into_iter();
                let top = file.document.root()?.id();
                let mut edits: Vec<Edit> = insert
                    .map(|(name, entry)| Edit::insert(top, name, entry))
                    .collect();
                edits.push(Edit::remove(outer.id()));
                return finish("take the servers out of it".to_owned(), edits, false);
            }
            let (edits, complete) = unpack(file, *servers, file.document.root()?, outer)?;
            finish("take the servers out of it".to_owned(), edits, complete)
        }
        // A single server, or the servers of one transport, is no other name for all of them.
        Found::Under(..) if root.transport.is_some() => None,
        Found::Under(..) if matches!(root.shape, RootShape::One { .. }) => None,
        Found::Under(path, _) => {
            let (edits, complete) = relocate(file, path, root.path)?;
            let renamed = edits
                .iter()
                .all(|edit| matches!(edit, Edit::RenameKey { .. } | Edit::Wrap { .. }));
            let verb = if renamed { "rename" } else { "move" };
            finish(format!("{verb} it to `{dotted}`"), edits, complete)
        }
    }
}
