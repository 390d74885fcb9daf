//! `misplaced-field`

use super::fields;
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
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
    /// Removes the field. To be looked at: what it says was meant for something. Where all else of
    /// the entry is of that sort too, it is not the field that does not belong, and it stays.
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
        let fix = (!suits_the_rest(subject, field.on)).then(|| {
            Fix::r#unsafe(
                format!("remove `{name}`"),
                subject.file_id(),
                vec![Edit::remove(value.id())],
            )
        });
        out.push(finding.label("not for this server").fix(fix));
    }
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
