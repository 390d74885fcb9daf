//! `missing-transport-type`

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::{Edit, Place};
use crate::interpret::ProblemKind;
use crate::model::Role;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server with a `url` and no transport type, in a client that does not take that as
    /// streamable HTTP.
    ///
    /// ## Why it fails
    /// Clients disagree on what a bare `url` means. Claude Code skips the server and asks for a
    /// type; Cline speaks the old HTTP+SSE to it, which nearly no current server answers;
    /// opencode refuses its whole configuration.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "url": "https://mcp.example.com/mcp"
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
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the type in this client's spelling: HTTP+SSE when the path of the url ends in
    /// `/sse`, else streamable HTTP. Safe: the entry did not work as it stood.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Cline 3.0.65, OpenCode 1.18.33 (2026-11-23)
    "missing-transport-type", Transport, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(problem) = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::UrlWithoutType)
    else {
        return;
    };
    let Some((key, url)) = subject.field(Role::Url) else {
        return;
    };
    let message = format!("{} has a `{key}` and no transport type", subject.quoted());
    let Some(finding) = subject.ruled(&RULE, subject.key_span(url), problem.ruling, message) else {
        return;
    };
    out.push(
        finding
            .label("no type says how to speak to it")
            .fix(fix(subject, key)),
    );
}

fn fix(subject: &Subject<'_>, url_key: &str) -> Option<Fix> {
    let url = subject.parts().url.as_ref()?;
    let transport = crate::endpoint::transport_by_path(&url.text);
    let spelling = subject.schema().spelling(transport)?;
    let field = subject.schema().field_for(Role::Type)?;
    let at = Place::Before(subject.node().get(url_key)?.id());
    let edit = Edit::insert_at(subject.entry.node, field.name, spelling, at);
    Some(Fix::safe(
        format!("add `\"{}\": \"{spelling}\"`", field.name),
        subject.file_id(),
        vec![edit],
    ))
}
