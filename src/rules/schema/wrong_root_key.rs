//! `wrong-root-key`

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Comment, Document, Edit, NodeId, NodeRef, Span, edit, verify};
use crate::model::{Outcome, Root, Ruling};
use crate::rules::context::effect;
use crate::rules::{Check, Context, rule};
use crate::vocabulary::{self, folded};
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
    /// servers are copied over, to be looked at.
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
    let root = if root.path.is_empty() {
        file.kind.roots.iter().find(|root| !root.path.is_empty())
    } else {
        Some(root)
    };
    let Some(root) = root else { return };
    let missing = file
        .problems
        .iter()
        .find(|problem| problem.kind == FileProblemKind::MissingRoot);
    let ruling = missing.map_or(Ruling::FINE, |problem| problem.ruling);
    let mut found = find(file, top, &present);
    if bare {
        found.retain(|found| !matches!(found, Found::Bare(_)));
    }
    let none = found.is_empty();
    for found in found {
        out.push(report(id, file, root, &present, ruling, &found));
    }
    if none && file.kind.dedicated && severe(ruling) {
        out.push(nothing(id, file, root, top, ruling));
    }
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
            vec![Edit::insert(top.id(), *key, serde_json::Map::new())],
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
    let spellings = vocabulary::roots();
    for (_, servers) in present {
        for (key, inner) in servers.entries() {
            let wraps = !vocabulary::is_server(inner)
                && is_root(&spellings, &key.text)
                && vocabulary::holds_servers(inner);
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
        if file.kind.siblings.contains(&key.text.as_str()) {
            continue;
        }
        if vocabulary::is_server(value) {
            continue;
        }
        if is_root(&spellings, &key.text) && vocabulary::holds_servers(value) {
            found.push(Found::Under(vec![value], value));
            continue;
        }
        let envelope = file.kind.dedicated || is_root(&spellings, &key.text);
        let inner = value
            .entries()
            .find(|(key, inner)| {
                is_root(&spellings, &key.text) && vocabulary::holds_servers(*inner)
            })
            .filter(|_| envelope);
        if let Some((_, inner)) = inner {
            found.push(Found::Under(vec![value, inner], inner));
        }
    }
    let all_servers =
        !top.members().is_empty() && top.entries().all(|(_, value)| vocabulary::is_server(value));
    if found.is_empty() && present.is_empty() && file.kind.dedicated && all_servers {
        found.push(Found::Bare(top));
    }
    found
}

/// Whether some client keeps its servers under this key, spelled in whatever way.
fn is_root(spellings: &[&'static [&'static str]], key: &str) -> bool {
    let key = folded(key);
    spellings.iter().any(|path| {
        let known = folded(&path.concat());
        known == key || (known.len() > 7 && strsim::damerau_levenshtein(&known, &key) <= 2)
    }) || matches!(key.as_str(), "mcp" | "server")
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
            let message = format!(
                "the servers stand under `{}`, and {client} looks at `{dotted}`",
                keys.join(".")
            );
            (span, message, format!("here it is `{dotted}`"))
        }
        Found::Bare(top) => {
            let span = top
                .members()
                .first()
                .map_or(top.span(), |member| member.key.span);
            let message = format!("the servers stand directly in the file, not under `{dotted}`");
            (span, message, format!("`{dotted}` is missing around it"))
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
        _ if matches!(found, Found::Double(..)) => {
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
            let [key] = root.path else { return None };
            let edits = vec![Edit::Wrap {
                node: top.id(),
                key: (*key).to_owned(),
            }];
            finish(format!("put `{key}` around the servers"), edits, true)
        }
        Found::Under(path, servers) if !present.is_empty() => {
            let (_, own) = present.first()?;
            let gone = *path
                .iter()
                .find(|around| around.members().len() == 1 || *around == servers)?;
            let (edits, _) = unpack(file, *servers, *own, gone)?;
            finish(format!("move the servers to `{dotted}`"), edits, false)
        }
        Found::Under(path, servers) => {
            let outer = *path.first()?;
            let title = format!("rename it to `{dotted}`");
            let (first, rest) = root.path.split_first()?;
            if *first == "*" || rest.contains(&"*") {
                return None;
            }
            let mut edits = vec![Edit::rename(outer.id(), *first)];
            if path.len() == 1 {
                // From the inside: each further key goes around the servers.
                match rest {
                    [] => {}
                    [key] => edits.push(Edit::Wrap {
                        node: servers.id(),
                        key: (*key).to_owned(),
                    }),
                    _ => return None,
                }
                return finish(title, edits, true);
            }
            if outer.members().len() > 1 {
                let edits = match rest {
                    [] => vec![Edit::move_to(servers.id(), outer.parent()?.id(), *first)],
                    _ => return None,
                };
                return finish(format!("move it to `{dotted}`"), edits, true);
            }
            if rest.is_empty() {
                let edits = vec![
                    Edit::move_to(servers.id(), outer.parent()?.id(), *first),
                    Edit::remove(outer.id()),
                ];
                if possible(file, &edits) {
                    return finish(title, edits, keeps_comments(file, outer, &[*servers]));
                }
            }
            let mut value = servers.to_json();
            for key in rest.iter().rev() {
                let mut object = serde_json::Map::new();
                object.insert((*key).to_owned(), value);
                value = Value::Object(object);
            }
            let (rewritten, complete) = rewrite(file, outer, value);
            edits.extend(rewritten);
            finish(title, edits, complete)
        }
    }
}

/// Takes the members of `from` into `to` and removes `gone`, which is `from` or around it; not
/// where a name is taken. Also tells whether all comments stay.
fn unpack(
    file: &File,
    from: NodeRef<'_>,
    to: NodeRef<'_>,
    gone: NodeRef<'_>,
) -> Option<(Vec<Edit>, bool)> {
    if !from.is_object() || !to.is_object() {
        return None;
    }
    let taken = |name: &str| to.get(name).is_some_and(|other| other != gone);
    if from.entries().any(|(key, _)| taken(&key.text)) {
        return None;
    }
    let with = |put: fn(NodeId, &str, NodeRef<'_>) -> Edit| {
        let mut edits: Vec<Edit> = from
            .entries()
            .map(|(key, value)| put(to.id(), &key.text, value))
            .collect();
        edits.push(Edit::remove(gone.id()));
        edits
    };
    let moves = with(|to, name, value| Edit::move_to(value.id(), to, name));
    if possible(file, &moves) {
        let kept: Vec<NodeRef<'_>> = from.entries().map(|(_, value)| value).collect();
        return Some((moves, keeps_comments(file, gone, &kept)));
    }
    let copies = with(|to, name, value| Edit::insert(to, name, value.to_json()));
    let complete = keeps_comments(file, gone, &[]);
    possible(file, &copies).then_some((copies, complete))
}

/// Writes `value` in the place of `node`. Also tells whether all comments stay.
fn rewrite(file: &File, node: NodeRef<'_>, value: Value) -> (Vec<Edit>, bool) {
    let complete = keeps_comments(file, node, &[]);
    (vec![Edit::set(node.id(), value)], complete)
}

/// Whether `gone` holds no comment outside of `kept`.
fn keeps_comments(file: &File, gone: NodeRef<'_>, kept: &[NodeRef<'_>]) -> bool {
    let span = gone.member().map_or(gone.span(), |member| member.span);
    let inside = |around: Span| move |comment: &&Comment| around.covers(comment.span);
    let mut comments = file.document.comments.iter().filter(inside(span));
    comments.all(|comment| kept.iter().any(|node| inside(node.span())(&comment)))
}

/// Whether the format's editor can do this here.
fn possible(file: &File, edits: &[Edit]) -> bool {
    let document = &file.document;
    let Ok(lowered) = document.lower(edits) else {
        return false;
    };
    edit::apply(&document.text, &lowered).is_ok_and(|text| {
        let new = Document::parse(text, document.format);
        verify(document, edits, &new, file.kind.dialect).is_ok()
    })
}
