//! `shadowed-server`

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::interpret::Status;
use crate::model::{SameName, Scope};
use crate::rules::{Check, Context, Subject, rule};

rule! {
    /// One name in several of a client's files: one of them wins, they are merged, or both run.
    ///
    /// ## Why it fails
    /// A server of the user and a server of the project with one name are not two servers. In
    /// Claude Code, Gemini CLI and Zed one replaces the other as a whole; Codex and OpenCode merge
    /// them key by key; VS Code starts both. A changed token or url in the file
    /// that loses has no effect, and nothing says so.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    /// ```json bad ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "docker", "args": ["run", "-i", "--rm", "mcp/time"] }
    ///   }
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
    /// ```json good ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "time-docker": { "command": "docker", "args": ["run", "-i", "--rm", "mcp/time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - https://code.claude.com/docs/en/mcp (2026-11-23)
    /// - observed: Codex 0.169.0, OpenCode 1.18.33 (2026-11-23)
    "shadowed-server", Scope, Warning, None, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<(&str, &str), Vec<Subject<'_>>> = BTreeMap::new();
    for subject in context.subjects() {
        // In a repository somebody's home folder is only a copy of it.
        let here = matches!(subject.entry.scope, Scope::Project | Scope::Local);
        if here || context.machine_mode {
            let key = (subject.client().id, subject.entry.name.as_str());
            groups.entry(key).or_default().push(subject);
        }
    }
    for group in groups.values() {
        for (index, left) in group.iter().enumerate() {
            for right in group.iter().skip(index + 1) {
                if left.entry.scope != right.entry.scope && meet(left, right) {
                    out.extend(report(left, right));
                }
            }
        }
    }
}

/// Whether the two can be in force at one time. Files of two projects cannot, as far as is known.
fn meet(left: &Subject<'_>, right: &Subject<'_>) -> bool {
    match (&left.entry.project, &right.entry.project) {
        (Some(left), Some(right)) => left == right,
        (Some(project), None) => of_project(right, project),
        (None, Some(project)) => of_project(left, project),
        (None, None) => true,
    }
}

/// Whether an entry is in force in `project`.
fn of_project(subject: &Subject<'_>, project: &str) -> bool {
    match subject.entry.scope {
        Scope::Project | Scope::Local => subject.file.path.starts_with(project),
        Scope::User | Scope::Managed => true,
    }
}

fn report(left: &Subject<'_>, right: &Subject<'_>) -> Option<Diagnostic> {
    let client = left.client();
    let precedence = client.precedence;
    let rank = |subject: &Subject<'_>| {
        let layers = precedence.layers.iter().map(|layer| &layer.scope);
        precedence
            .order
            .iter()
            .chain(layers)
            .position(|scope| *scope == subject.entry.scope)
    };
    let (winner, loser) = match (rank(left), rank(right)) {
        (Some(a), Some(b)) if b < a => (right, left),
        _ => (left, right),
    };
    if winner.node().to_json() == loser.node().to_json() && precedence.same_name != SameName::Both {
        return None;
    }
    let name = loser.quoted();
    let (here, there) = (loser.entry.scope.name(), winner.entry.scope.name());
    let ranked = rank(left).is_some() && rank(right).is_some();
    let (severity, message, label, effect) = match precedence.same_name {
        SameName::Replaced if ranked => (
            Severity::Warning,
            format!("{name} of the {here} scope is replaced by the one of the {there} scope"),
            "has no effect",
            "this one is used",
        ),
        SameName::Merged | SameName::Overlaid if partial(winner) || partial(loser) => return None,
        SameName::Merged | SameName::Overlaid => (
            Severity::Warning,
            format!(
                "{name} is declared in the {here} and the {there} scope, and the two are merged"
            ),
            "merged",
            if ranked {
                "fields of this one win"
            } else {
                "with this one"
            },
        ),
        SameName::Both => (
            Severity::Warning,
            format!("{name} is declared in the {here} and the {there} scope, and both run"),
            "runs",
            "runs as well",
        ),
        SameName::Replaced | SameName::Unknown => (
            Severity::Info,
            format!("{name} is declared in the {here} and the {there} scope"),
            "one of them",
            "the other",
        ),
    };
    // A server that is switched off in one place is meant for the other.
    if loser.entry.status == Status::Disabled {
        return None;
    }
    let finding = loser
        .finding(&RULE, loser.name_span(), message)
        .severity(severity)
        .label(label)
        .related(winner.file_id(), winner.name_span(), effect);
    let finding = if precedence.says.is_empty() {
        finding
    } else {
        finding.effect(format!("{}: {}", client.name, precedence.says))
    };
    Some(finding.help("rename one of them, or remove the one that is not wanted"))
}

/// An entry that only changes something of another: it has neither command nor url.
fn partial(subject: &Subject<'_>) -> bool {
    let parts = subject.parts();
    parts.command.is_none() && parts.url.is_none()
}
