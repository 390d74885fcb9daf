//! `case-variant-name`

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::interpret::Status;
use crate::model::Kind;
use crate::precedence;
use crate::rules::{Check, Context, rule};

use super::machine;

rule! {
    /// Two servers of a client whose names differ only in upper and lower case, or become one name
    /// in the client.
    ///
    /// ## Why it fails
    /// Clients tell `GitHub` from `github`: a server of the project that is meant to take the place
    /// of the user's does not, and both run, with every tool twice. Permissions that name one of
    /// them do not hold for the other. Where a client writes other characters as `_` in the names
    /// of tools (Claude Code, Copilot CLI, Droid), the tools of both are called the same.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": { "command": "docker", "args": ["run", "-i", "--rm", "ghcr.io/github/github-mcp-server"] }
    ///   }
    /// }
    /// ```
    /// ```json bad ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "GitHub": { "type": "http", "url": "https://api.githubcopilot.com/mcp/" }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// One name, where one is meant; names that cannot be mixed up, where two are.
    ///
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github-local": { "command": "docker", "args": ["run", "-i", "--rm", "ghcr.io/github/github-mcp-server"] }
    ///   }
    /// }
    /// ```
    /// ```json good ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "GitHub": { "type": "http", "url": "https://api.githubcopilot.com/mcp/" }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// None: which name is wanted, and what else calls the server by the other one, is not known.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Droid 0.215.0 (2026-11-23)
    "case-variant-name", Scope, Warning, None, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    // In a repository mostly no two names are alike, whoever reads them.
    if !context.machine_mode && !any_alike(context) {
        return;
    }
    for (first, second) in precedence::alike(context.workspace, machine(context), key) {
        let (earlier, subject) = (context.subject(first), context.subject(second));
        let runs = |status: Status| status == Status::Loaded;
        if !runs(earlier.entry.status) || !runs(subject.entry.status) {
            continue;
        }
        let (one, other) = (&earlier.entry.name, &subject.entry.name);
        let by_case = one.to_lowercase() == other.to_lowercase();
        // Inside one file the rule about names says it.
        if !by_case && earlier.file_id() == subject.file_id() {
            continue;
        }
        let client = subject.client().name;
        let (how, effect) = if by_case {
            (
                "differ only in upper and lower case".to_owned(),
                format!("{client} takes them for two servers, and runs both"),
            )
        } else {
            (
                format!("are one name after {client} has replaced what it does not take"),
                format!("{client} cannot tell the tools of the two apart by their names"),
            )
        };
        out.push(
            subject
                .finding(
                    &RULE,
                    subject.name_span(),
                    format!("`{one}` and `{other}` {how}"),
                )
                .label("this one")
                .related(earlier.file_id(), earlier.name_span(), "and this one")
                .effect(effect)
                .help("give them one name if one is meant, else names that cannot be mixed up"),
        );
    }
}

/// Whether two different names of all would be one for the client that changes the most.
fn any_alike(context: &Context<'_>) -> bool {
    let mut names: HashMap<String, &str> = HashMap::new();
    context.workspace.entries().any(|(_, entry)| {
        let known = names.entry(normalized(&entry.name.to_lowercase()));
        *known.or_insert(&entry.name) != entry.name
    })
}

/// A name in small letters, and as its client writes it where that changes names.
fn key(kind: &'static Kind, name: &str) -> String {
    let lower = name.to_lowercase();
    if !kind.schema.names.normalized {
        return lower;
    }
    normalized(&lower)
}

fn normalized(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}
