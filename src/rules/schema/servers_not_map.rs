//! `servers-not-map`

use serde_json::{Map, Value};

use super::fields;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeKind, NodeRef};
use crate::interpret::ProblemKind;
use crate::model::{Role, Root, RootShape, Transport};
use crate::rules::context::effect;
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::{EntryId, File, FileId, FileProblemKind};

rule! {
    /// A list of servers where the client wants a map, a map where it wants a list, or something
    /// in between that is no server at all.
    ///
    /// ## Why it fails
    /// Nearly all clients want an object: name to entry. Continue wants a list whose items hold
    /// their name. `null` or a text in the place of an entry, such as a comment under
    /// `_comment`, is refused by Claude Code for that entry, by Cline, Codex, OpenCode and
    /// Continue for the whole file; `null` makes Gemini CLI and VS Code's reader fail.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": [
    ///     { "name": "time", "command": "uvx", "args": ["mcp-server-time"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Turns a list whose items have names into a map, and a map into a list; removes `null`.
    /// Safe, because nothing of it loaded. What removes a text or a comment is to be looked at.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Cline 3.0.65, Codex 0.169.0, OpenCode 1.18.33,
    ///   Continue CLI 1.5.47, Gemini CLI 0.61.0 (2026-11-23)
    "servers-not-map", Schema, Error, Both, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    if file.not_read.is_some() {
        return;
    }
    for problem in &file.problems {
        match problem.kind {
            FileProblemKind::WrongRoot { node, root } => {
                let servers = file.document.node(node);
                let wanted = match root.shape {
                    RootShape::Map | RootShape::One { .. } => "an object",
                    RootShape::List { .. } => "a list",
                };
                let message = format!(
                    "`{}` is {}, not {wanted}",
                    root.dotted(),
                    servers.type_name()
                );
                let Some(severity) = Severity::of(problem.ruling.outcome) else {
                    continue;
                };
                let at = file.document.first_char(servers.span());
                out.push(
                    RULE.finding(id, at, message)
                        .severity(severity.max(Severity::Warning))
                        .effect(effect(file.client, problem.ruling))
                        .label(format!("expected {wanted}"))
                        .fix(reshape(file, id, root, servers)),
                );
            }
            FileProblemKind::MissingRoot => out.extend(whole_file(id, file, problem.ruling)),
            _ => {}
        }
    }
    for (entry, _) in context.workspace.entries_of(id) {
        not_an_entry(context, entry, out);
    }
}

/// A file that is one list.
fn whole_file(id: FileId, file: &File, ruling: crate::model::Ruling) -> Option<Diagnostic> {
    let top = file.document.root()?;
    let root = file.kind.roots.first()?;
    let [key] = root.path else { return None };
    if !top.is_array() || !file.kind.dedicated {
        return None;
    }
    let severity = Severity::of(ruling.outcome)?;
    let fix = named(top, "name").map(|servers| {
        let mut object = Map::new();
        object.insert((*key).to_owned(), servers);
        Fix::r#unsafe(
            format!("put the servers under `{key}` by name"),
            id,
            vec![Edit::set(top.id(), Value::Object(object))],
        )
    });
    Some(
        RULE.finding(
            id,
            file.document.first_char(top.span()),
            format!("the file is a list, not an object with `{key}`"),
        )
        .severity(severity.max(Severity::Warning))
        .effect(effect(file.client, ruling))
        .label("expected an object")
        .fix(fix),
    )
}

/// Servers by name from a list of objects that hold their names.
fn named(list: NodeRef<'_>, name_key: &str) -> Option<Value> {
    let mut servers = Map::new();
    for item in list.items() {
        let Value::Object(mut entry) = item.to_json() else {
            return None;
        };
        let name = match entry.shift_remove(name_key)? {
            Value::String(name) => name,
            _ => return None,
        };
        if servers.insert(name, Value::Object(entry)).is_some() {
            return None;
        }
    }
    Some(Value::Object(servers))
}

fn reshape(file: &File, id: FileId, root: &Root, servers: NodeRef<'_>) -> Option<Fix> {
    let (title, value) = match root.shape {
        RootShape::One { .. } => return None,
        RootShape::Map if servers.is_null() => ("write an empty object", Value::Object(Map::new())),
        RootShape::List { .. } if servers.is_null() => {
            ("write an empty list", Value::Array(Vec::new()))
        }
        RootShape::Map => (
            "make it an object of servers by name",
            named(servers, "name").or_else(|| named(servers, "id"))?,
        ),
        RootShape::List { name_key } => {
            if !servers.is_object() {
                return None;
            }
            let mut items = Vec::new();
            for (key, value) in servers.entries() {
                let Value::Object(entry) = value.to_json() else {
                    return None;
                };
                let mut item = Map::new();
                item.insert(name_key.to_owned(), key.text.clone().into());
                item.extend(entry);
                items.push(Value::Object(item));
            }
            ("make it a list of servers with names", Value::Array(items))
        }
    };
    let edits = vec![Edit::set(servers.id(), value)];
    let span = servers.span();
    let comments = file
        .document
        .comments
        .iter()
        .any(|comment| span.covers(comment.span));
    Some(if comments {
        Fix::r#unsafe(title, id, edits)
    } else {
        Fix::safe(title, id, edits)
    })
}

/// An entry that is no object.
fn not_an_entry(context: &Context<'_>, id: EntryId, out: &mut Vec<Diagnostic>) {
    let subject = context.subject(id);
    if subject.entry.overridden {
        return;
    }
    let Some(problem) = subject.problems().iter().find(|problem| {
        matches!(
            problem.kind,
            ProblemKind::NullEntry | ProblemKind::NotObject
        )
    }) else {
        return;
    };
    let node = subject.node();
    // What is broken or stands elsewhere may well be an object.
    if matches!(node.kind(), NodeKind::Opaque { .. }) {
        return;
    }
    let name = subject.entry.name.as_str();
    let note = name.starts_with(['_', '$', '#', '/']) || matches!(name, "comment" | "comments");
    let message = if note {
        format!(
            "{} stands among the servers and is taken for one",
            subject.quoted()
        )
    } else {
        format!(
            "{} is {}, not an object",
            subject.quoted(),
            node.type_name()
        )
    };
    let Some(finding) = subject.ruled(&RULE, node.span(), problem.ruling, message) else {
        return;
    };
    let severity = finding.severity.max(Severity::Warning);
    out.push(
        finding
            .severity(severity)
            .label("expected an object")
            .fix(mend(&subject, node, note)),
    );
}

fn mend(subject: &Subject<'_>, node: NodeRef<'_>, note: bool) -> Option<Fix> {
    let file = subject.file_id();
    let remove = || vec![Edit::remove(node.id())];
    if node.is_null() {
        return Some(Fix::safe("remove the empty entry", file, remove()));
    }
    if note {
        return Some(Fix::r#unsafe("remove it", file, remove()));
    }
    if fields::has_comment(subject, node.id()) {
        return None;
    }
    let schema = subject.schema();
    let mut entry = Map::new();
    let words: Vec<String> = match node.as_str() {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            let transport = crate::endpoint::transport_by_path(url);
            let field = schema.field_for(Role::Url)?;
            let kind = schema.field_for(Role::Type).zip(schema.spelling(transport));
            if let Some((kind, spelling)) = kind {
                entry.insert(kind.name.to_owned(), spelling.into());
            }
            entry.insert(field.name.to_owned(), url.into());
            let edits = vec![Edit::set(node.id(), Value::Object(entry))];
            return Some(Fix::r#unsafe("make it an entry with this url", file, edits));
        }
        Some(line) => shell_words::split(line).ok()?,
        None if node.is_array() => node
            .items()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<_>>()?,
        None => return None,
    };
    let (program, rest) = words.split_first()?;
    if let Some(line) = schema.field_for(Role::CommandLine) {
        let kind = schema
            .field_for(Role::Type)
            .zip(schema.spelling(Transport::Stdio));
        if let Some((kind, spelling)) = kind {
            entry.insert(kind.name.to_owned(), spelling.into());
        }
        entry.insert(line.name.to_owned(), words.clone().into());
    } else {
        let command = schema.field_for(Role::Command)?;
        let args = schema.field_for(Role::Args)?;
        entry.insert(command.name.to_owned(), program.clone().into());
        entry.insert(args.name.to_owned(), rest.to_vec().into());
    }
    let edits = vec![Edit::set(node.id(), Value::Object(entry))];
    Some(Fix::r#unsafe(
        "make it an entry with this command",
        file,
        edits,
    ))
}
