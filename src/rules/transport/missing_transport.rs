//! `missing-transport`

use crate::clients;
use crate::diagnostic::Diagnostic;
use crate::interpret::ProblemKind;
use crate::model::{Outcome, Role};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server with neither a command nor a url.
    ///
    /// ## Why it fails
    /// There is nothing to start and nothing to call. Some clients say so, others drop the
    /// server, or every server of the file, without a word.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "args": ["--verbose"]
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
    ///       "command": "docs-server",
    ///       "args": ["--verbose"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, auggie 0.36.0, Cline 3.0.65 (2026-11-23)
    "missing-transport", Transport, Error, None, Check::Entry(check)
}

const DECISIVE: &[Role] = &[Role::Command, Role::CommandLine, Role::Url, Role::HttpUrl];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(problem) = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::NoTransport)
    else {
        return;
    };
    // An object of nothing but objects is a map of servers, one level too deep.
    let node = subject.node();
    let is_map = !node.members().is_empty()
        && node
            .entries()
            .all(|(key, value)| value.is_object() && subject.schema().field(&key.text).is_none());
    // What stands under another client's name for it is that name's fault.
    if is_map
        || node
            .entries()
            .any(|(key, value)| !value.is_null() && is_foreign(subject, &key.text))
    {
        return;
    }
    let fields: Vec<String> = DECISIVE
        .iter()
        .filter_map(|role| subject.schema().field_for(*role))
        .map(|field| format!("`{}`", field.name))
        .collect();
    let message = format!("{} has neither a command nor a url", subject.quoted());
    let Some(mut finding) = subject.ruled(&RULE, subject.name_span(), problem.ruling, message)
    else {
        return;
    };
    // It may change a server that another file declares.
    let mut keys = node.entries().map(|(key, _)| key.text.as_str());
    if problem.ruling.outcome == Outcome::Unknown
        && keys.all(|key| subject.schema().field(key).is_some())
    {
        finding = finding.pedantic();
    }
    out.push(
        finding
            .label("nothing to start and nothing to call")
            .help(format!("give it one of {}", fields.join(", "))),
    );
}

/// Whether `key`, which means nothing here, is the command or the url of some other client.
fn is_foreign(subject: &Subject<'_>, key: &str) -> bool {
    subject.schema().field(key).is_none()
        && (key == "transport"
            || clients::ALL
                .iter()
                .flat_map(|client| client.kinds)
                .filter_map(|kind| kind.schema.field(key))
                .any(|field| DECISIVE.contains(&field.role)))
}
