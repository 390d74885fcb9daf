//! `misplaced-field`

use serde_json::Value;

use super::fields;
use crate::diagnostic::{Diagnostic, Fix, Mark};
use crate::document::{Edit, Key, NodeRef};
use crate::interpret::ProblemKind;
use crate::model::{Role, Use};
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A field for servers that are started on an entry with a url, or the reverse.
    ///
    /// ## Why it fails
    /// `env`, `args` and `cwd` are for a process that the client starts; `headers` and `oauth`
    /// for a server that it calls. On the other sort of entry most clients ignore them without a
    /// word, so a token in `headers` never reaches a server that is started by a command. Codex
    /// refuses its whole configuration.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docs-server",
    ///       "headers": { "X-Team": "core" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docs-server"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Removes the field. To be looked at: what it says was meant for something. What is a header
    /// by its name, as `Authorization` in the `env` of an entry with a url, moves to the headers;
    /// the alternative is to remove it.
    /// Where all else of the entry is of that sort too, it is not the field that does not belong,
    /// and it stays.
    ///
    /// ## Sources
    /// - observed: Codex 0.169.0, Claude Code 2.1.330 (2026-11-23)
    "misplaced-field", Schema, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for problem in subject.problems() {
        let ProblemKind::Misused(field) = problem.kind else {
            continue;
        };
        let value = subject.document().node(problem.node);
        let harmless = !problem.ruling.outcome.loses_entry();
        if harmless && fields::inert(value) {
            continue;
        }
        // Certificates in `env` have a rule of their own, which knows the way out.
        let certificates = |name: &str| name.contains("CERT") || name.contains("CA_BUNDLE");
        if field.role == Role::Env && value.entries().any(|(key, _)| certificates(&key.text)) {
            continue;
        }
        let name = field.name;
        let meant = match field.on {
            Use::Stdio => "which is for servers that are started by a command",
            Use::Remote => "which is for servers that are called by a url",
            Use::Both | Use::Neither => "which this client refuses",
        };
        let message = format!("{} has `{name}`, {meant}", subject.quoted());
        let Some(finding) = subject.ruled(&RULE, subject.key_span(value), problem.ruling, message)
        else {
            continue;
        };
        let suits = suits_the_rest(subject, field.on);
        let headers = (!suits && field.role == Role::Env)
            .then(|| to_headers(subject, value))
            .flatten();
        let removed = (!suits).then(|| {
            let edits = vec![Edit::remove(value.id())];
            Fix::r#unsafe(format!("remove `{name}`"), subject.file_id(), edits)
        });
        let finding = finding
            .label("not for this server")
            .marked(harmless.then_some(Mark::Unnecessary));
        out.push(finding.fix(headers).fix(removed));
    }
}

/// Makes headers of what is one by its name in `env`, where the entry has none of these yet.
fn to_headers(subject: &Subject<'_>, env: NodeRef<'_>) -> Option<Fix> {
    let field = subject
        .schema()
        .fields()
        .find(|field| field.role == Role::Headers && field.on != Use::Stdio)?;
    let is_meant = |key: &Key, value: NodeRef<'_>| is_header(&key.text) && value.as_str().is_some();
    let meant: Vec<(&Key, NodeRef<'_>)> = env
        .entries()
        .filter(|(key, value)| is_meant(key, *value))
        .collect();
    let (first, _) = meant.first()?;
    let what = match meant.len() {
        1 => format!("`{}`", first.text),
        _ => "the headers in it".to_owned(),
    };
    let rest = if meant.len() == env.members().len() {
        ""
    } else {
        " and remove the rest"
    };
    let title = format!("move {what} to `{}`{rest}", field.name);
    let Some(headers) = subject.node().get(field.name) else {
        let edits = if meant.len() == env.members().len() {
            vec![Edit::rename(env.id(), field.name)]
        } else {
            let pairs = meant
                .iter()
                .map(|(key, value)| (key.text.clone(), value.to_json()));
            vec![
                Edit::insert(
                    subject.node().id(),
                    field.name,
                    Value::Object(pairs.collect()),
                ),
                Edit::remove(env.id()),
            ]
        };
        return Some(Fix::r#unsafe(title, subject.file_id(), edits));
    };
    let taken = |key: &Key| {
        let mut names = headers.entries().map(|(name, _)| name.text.as_str());
        names.any(|name| name.eq_ignore_ascii_case(&key.text))
    };
    if !headers.is_object() || meant.iter().any(|(key, _)| taken(key)) {
        return None;
    }
    let mut edits: Vec<Edit> = meant
        .iter()
        .map(|(key, value)| Edit::move_to(value.id(), headers.id(), &key.text))
        .collect();
    edits.push(Edit::remove(env.id()));
    Some(Fix::r#unsafe(title, subject.file_id(), edits))
}

/// Whether a name can be that of a header only: no shell takes a variable with `-` in it.
fn is_header(name: &str) -> bool {
    let token = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    name == "Authorization" || token && name.trim_matches('-').contains('-')
}

/// Whether the entry has a url and no command, or the reverse, so that it is not this field that
/// does not belong here.
fn suits_the_rest(subject: &Subject<'_>, on: Use) -> bool {
    let has = |wanted: &[Role]| {
        subject.node().entries().any(|(key, _)| {
            let meanings = vocabulary::meanings(&key.text);
            meanings.iter().any(|(role, _)| wanted.contains(role))
        })
    };
    let command = has(&[Role::Command, Role::CommandLine]);
    let url = has(&[Role::Url, Role::HttpUrl]);
    match on {
        Use::Stdio => command && !url,
        Use::Remote => url && !command,
        Use::Both | Use::Neither => false,
    }
}
