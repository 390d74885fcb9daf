//! `missing-transport-type`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeRef, Place};
use crate::interpret::ProblemKind;
use crate::model::{Outcome, Role, Transport};
use crate::rules::form::{other_spelling, spelling};
use crate::rules::rewrite::speaks_remote;
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A server with a `url` and no transport type, in a client that does not take that as
    /// streamable HTTP; or one with a `command`, in a client that asks for a type always.
    ///
    /// ## Why it fails
    /// Clients disagree on what a bare `url` means. Claude Code skips the server and asks for a
    /// type; Cline and Qwen Code speak the old HTTP+SSE to it, which nearly no current server
    /// answers, Qwen Code even beside `"type": "http"`; opencode refuses its whole configuration, and does so with a bare `command` too.
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
    /// `/sse`, else streamable HTTP; stdio for a command. In a client that looks at the field's name
    /// instead (Qwen Code: `httpUrl`) it renames the field. Safe: the entry did not work as it stood.
    /// Where the path says nothing and the client tries one transport only, the other one is the
    /// alternative.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Cline 3.0.65, OpenCode 1.18.33, Qwen Code 0.24.4 (2026-11-23)
    "missing-transport-type", Transport, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    // Without any remote transport no type would help.
    let kinds: &[(ProblemKind, &[Role])] = &[
        (ProblemKind::UrlWithoutType, &[Role::Url, Role::HttpUrl]),
        (
            ProblemKind::CommandWithoutType,
            &[Role::Command, Role::CommandLine],
        ),
    ];
    for (kind, roles) in kinds {
        if *kind == ProblemKind::UrlWithoutType && !speaks_remote(subject.schema()) {
            continue;
        }
        let Some(problem) = subject
            .problems()
            .iter()
            .find(|problem| problem.kind == *kind)
        else {
            continue;
        };
        let Some((key, value)) = roles.iter().find_map(|role| subject.field(*role)) else {
            continue;
        };
        let transport = if *kind == ProblemKind::CommandWithoutType {
            Transport::Stdio
        } else {
            let url = subject.parts().url.as_ref();
            url.map_or(Transport::Http, |url| {
                crate::endpoint::transport_by_path(&url.text)
            })
        };
        // Where the name of the field is all that tells, it may well tell the right thing.
        let by_name = subject.schema().transport.spellings.is_empty();
        if by_name && problem.ruling.transport == Some(transport) {
            continue;
        }
        let (message, label) = match problem.ruling.transport.filter(|_| by_name) {
            Some(means) => {
                let whatever = match subject.parts().type_node {
                    Some(_) => ", whatever its type says",
                    None => "",
                };
                let means = means.name();
                (
                    format!(
                        "{} has a `{key}`, which means {means} here{whatever}",
                        subject.quoted()
                    ),
                    "the name of this field says how to speak to it",
                )
            }
            None => (
                format!("{} has a `{key}` and no transport type", subject.quoted()),
                "no type says how to speak to it",
            ),
        };
        let span = subject.key_span(value);
        let Some(finding) = subject.ruled(&RULE, span, problem.ruling, message) else {
            continue;
        };
        // What it costs may be unknown where the requirement itself is documented.
        let severity = if problem.ruling.outcome == Outcome::Unknown {
            Severity::Warning
        } else {
            finding.severity
        };
        let url = subject.parts().url.as_ref();
        let other = url.and_then(|url| other_spelling(subject.schema(), transport, &url.text));
        let other = other.filter(|_| *kind == ProblemKind::UrlWithoutType);
        let other = other.and_then(|(other, _)| fix(subject, value, other));
        out.push(
            finding
                .severity(severity)
                .label(label)
                .fix(fix(subject, value, transport))
                .fix(other),
        );
    }
}

fn fix(subject: &Subject<'_>, value: NodeRef<'_>, transport: Transport) -> Option<Fix> {
    let schema = subject.schema();
    if schema.transport.spellings.is_empty() && transport == Transport::Http {
        let field = schema.field_for(Role::HttpUrl)?;
        return Some(Fix::safe(
            format!("rename it to `{}`", field.name),
            subject.file_id(),
            vec![Edit::rename(value.id(), field.name)],
        ));
    }
    let spelling = spelling(schema, transport)?;
    let field = schema.field_for(Role::Type)?;
    // Where it says its type under another name, that gets the right one.
    let said = subject.node().entries().any(|(key, value)| {
        let foreign = value.as_str().is_some() && schema.field(&key.text).is_none();
        let meanings = || vocabulary::meanings(&key.text);
        foreign && meanings().iter().any(|(role, _)| *role == Role::Type)
    });
    if said {
        return None;
    }
    let at = Place::Before(value.id());
    let edit = Edit::insert_at(subject.entry.node, field.name, spelling, at);
    Some(Fix::safe(
        format!("add `\"{}\": \"{spelling}\"`", field.name),
        subject.file_id(),
        vec![edit],
    ))
}
