//! `conflicting-merge`

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Span;
use crate::interpret::{ProblemKind, describe};
use crate::model::Role;
use crate::precedence::{Effective, Standings};
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::EntryId;

use super::{is_refused, standings};

rule! {
    /// Servers of one name that are fine each by itself, and do not go together where the client
    /// merges them.
    ///
    /// ## Why it fails
    /// Some clients lay the entries of one name over each other, key by key. What comes out may be
    /// no server: with a `command` of the user and a `url` of the project Codex refuses its
    /// configuration, and does not start.
    ///
    /// ## Example
    /// ```toml bad .codex/config.toml
    /// [mcp_servers.time]
    /// url = "https://time.example.com/mcp"
    /// ```
    /// ```toml bad ~/.codex/config.toml
    /// [mcp_servers.time]
    /// command = "uvx"
    /// args = ["mcp-server-time"]
    /// ```
    ///
    /// ## Use instead
    /// ```toml good .codex/config.toml
    /// [mcp_servers.time-remote]
    /// url = "https://time.example.com/mcp"
    /// ```
    /// ```toml good ~/.codex/config.toml
    /// [mcp_servers.time]
    /// command = "uvx"
    /// args = ["mcp-server-time"]
    /// ```
    ///
    /// ## Sources
    /// - openai/codex codex-rs/config/src/merge.rs@543af266 (2026-11-25)
    /// - observed: Codex 0.169.0 (2026-11-23)
    "conflicting-merge", Scope, Error, None, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(standings) = standings(context) else {
        return;
    };
    for subject in context.subjects() {
        if let Some(refused) = standings.of(subject.id).effective.as_ref()
            && is_refused(context, refused)
            && speaks_for(subject.id, &standings, refused)
        {
            out.extend(finding(&subject, refused));
        }
    }
}

/// Whether `entry` is the first of a merge that knows of it.
fn speaks_for(entry: EntryId, standings: &Standings, merge: &Effective) -> bool {
    let knows = |id: &&EntryId| {
        let own = standings.of(**id).effective.as_ref();
        own.is_some_and(|own| own.entries == merge.entries)
    };
    merge.entries.iter().find(knows) == Some(&entry)
}

fn finding(subject: &Subject<'_>, effective: &Effective) -> Option<Diagnostic> {
    let workspace = subject.context.workspace;
    let problem = effective.interpretation.problems.first()?;
    let severity = Severity::of(problem.ruling.outcome)?;
    let message = format!(
        "{} is declared in {} files that do not go together: merged, {}",
        subject.quoted(),
        effective.entries.len(),
        describe(&effective.document, problem)
    );
    let keys = at_odds(subject, effective, &problem.kind);
    let place = |id: EntryId| -> (Span, String) {
        let key = keys.iter().find(|(_, from)| *from == id);
        let node = workspace.node(workspace.entry(id));
        match key.and_then(|(key, _)| Some((key, node.get(key)?.member()?))) {
            Some((key, member)) => (member.key.span, format!("`{key}` comes from here")),
            None => (workspace.entry(id).name_span, "part of it".to_owned()),
        }
    };
    let (span, label) = place(subject.id);
    let mut finding = subject
        .finding(&RULE, span, message)
        .severity(severity)
        .label(label);
    for other in effective.entries.iter().filter(|id| **id != subject.id) {
        let (span, label) = place(*other);
        finding = finding.related(workspace.entry(*other).file, span, label);
    }
    Some(
        finding
            .effect(subject.effect(problem.ruling))
            .help("rename the server in one of the files, or leave out what is not wanted"),
    )
}

/// The keys of the merge that do not go together, and the entries that they come from.
fn at_odds<'e>(
    subject: &Subject<'_>,
    effective: &'e Effective,
    problem: &ProblemKind,
) -> Vec<(&'e str, EntryId)> {
    let decides = |role: Role| {
        matches!(
            role,
            Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl | Role::Type
        )
    };
    let concerned = |key: &str| {
        let field = subject.schema().field(key);
        field.is_some_and(|field| match problem {
            ProblemKind::Misused(at) | ProblemKind::WrongType(at) if at.name == field.name => true,
            _ => decides(field.role),
        })
    };
    effective
        .keys
        .iter()
        .map(|(key, from)| (key.split('.').next().unwrap_or(key), *from))
        .filter(|(key, _)| concerned(key))
        .collect()
}
