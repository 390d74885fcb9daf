//! `misplaced-config`

use crate::clients;
use crate::diagnostic::{Covered, Diagnostic, Fix, Severity};
use crate::document::{NodeRef, Span};
use crate::interpret::Status;
use crate::model::{Outcome, Ruling};
use crate::rules::context::effect;
use crate::rules::form::{file, whose};
use crate::rules::{Check, Context, rule};
use crate::vocabulary;
use crate::workspace::{File, FileId, FileProblemKind};

rule! {
    /// A file in the form of another client, or one that looks right where the client does not
    /// look.
    ///
    /// ## Why it fails
    /// Each client has a form of its own: the key around the servers, a map or a list, the names
    /// of the fields, the spelling of the transports. A file that was copied from one client's
    /// place or documentation to another's loads no server there, mostly without a word.
    ///
    /// Of files in the right form some stand where nobody looks: guides and older versions name
    /// such places, and people guess them: `.claude/mcp.json`, or `mcpServers` in
    /// `.claude/settings.json`, `claude.mcpServers` in an editor's settings.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcp": {
    ///     "time": {
    ///       "type": "local",
    ///       "command": ["uvx", "mcp-server-time"],
    ///       "environment": { "LOG_LEVEL": "debug" }
    ///     }
    ///   }
    /// }
    /// ```
    /// Claude Code does not look here:
    /// ```json bad .claude/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "type": "stdio",
    ///       "command": "uvx",
    ///       "args": ["mcp-server-time"],
    ///       "env": { "LOG_LEVEL": "debug" }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## When it is told
    /// Another client takes every server of the file as it stands, this one loads none, and the
    /// two forms differ in more than one way. Then this one finding stands for those that
    /// `wrong-root-key`, `servers-not-map`, `foreign-field`, `ineffective-toggle`, `wrong-type`
    /// and the rules about transport types would tell of the same servers; what its fix leaves
    /// as it is they tell all the same. Where only the key differs, or some servers load, there
    /// is no finding of this rule. Variables in the other client's spelling are told apart once
    /// the servers are read.
    ///
    /// ## Fix
    /// Writes the file in this client's form. Safe where all of it can be said here and means
    /// the same: nothing loaded before. To be looked at where a comment would go, where a time
    /// limit gets another name or unit, or where something has no counterpart: it stays in the
    /// file, and the finding names it. Then the servers are only moved to where this client looks,
    /// which is safe and leaves the rest to the rules about it; to write the whole file at once is
    /// the alternative. A file at a wrong place is not moved.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, OpenCode 1.18.33 (2026-11-23)
    /// - https://code.claude.com/docs/en/mcp (2026-11-23)
    "misplaced-config", Schema, Warning, Both, Check::File(check)
}

/// The rules whose findings the one about the whole file stands for.
const COVERED: &[&str] = &[
    "wrong-root-key",
    "servers-not-map",
    "foreign-field",
    "ineffective-toggle",
    "wrong-type",
    "missing-transport",
    "missing-transport-type",
    "unknown-transport-type",
    "transport-mismatch",
];

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(not_read) = file.not_read else {
        dead_key(id, file, out);
        out.extend(anothers_form(context, id, file));
        return;
    };
    let client = file.client.name;
    let key = not_read.root.and_then(|path| {
        let value = file.document.root()?.get_path(path)?;
        Some((path.join("."), value.member()?.key.span))
    });
    let (span, message) = match key {
        Some((key, span)) => (span, format!("{client} does not read `{key}` in this file")),
        None => (
            Span::at(0),
            format!("{client} does not read `{}`", file.shown),
        ),
    };
    out.push(
        RULE.finding(id, span, message)
            .label("not read")
            .effect(format!("{client} loads no server from here"))
            .help(not_read.instead),
    );
}

/// What the client makes of a file of which it loads no server; `None` where it loads some, or
/// where the text itself is at fault.
fn lost(context: &Context<'_>, id: FileId, file: &File) -> Option<Ruling> {
    let mut worst: Option<Ruling> = None;
    let mut note = |ruling: Ruling| {
        if worst.is_none_or(|worst| worst.outcome < ruling.outcome) {
            worst = Some(ruling);
        }
    };
    for problem in &file.problems {
        match problem.kind {
            FileProblemKind::Syntax(_) => return None,
            FileProblemKind::MissingRoot | FileProblemKind::WrongRoot { .. } => {
                note(problem.ruling);
            }
            FileProblemKind::DuplicateKey { .. } => {}
        }
    }
    for (_, entry) in context.workspace.entries_of(id) {
        if matches!(entry.status, Status::Loaded | Status::Disabled)
            && !entry.interpretation.worst().loses_entry()
        {
            return None;
        }
        let problems = &entry.interpretation.problems;
        problems.iter().for_each(|problem| note(problem.ruling));
    }
    worst
}

fn anothers_form(context: &Context<'_>, id: FileId, file: &File) -> Option<Diagnostic> {
    // What was guessed from the content is in its own client's form.
    if file.guess.is_some() || file.client.id == clients::GENERIC.id {
        return None;
    }
    let ruling = lost(context, id, file)?;
    let whose = whose::whose(file)?;
    // Who reads it here as it stands keeps it as it is.
    let theirs = |client: &str| {
        whose.client.id == client || whose.others.iter().any(|(other, _)| other.id == client)
    };
    let own = file.kind.roots.first()?;
    if whose::readers(file, own).any(|(client, _)| theirs(client.id)) {
        return None;
    }
    let conversion = file::rewrite(file, &whose)?;
    let safe = conversion.exact && conversion.kept.is_empty();
    if conversion.signs < 2 || !safe && conversion.moves.is_none() {
        return None;
    }
    let client = file.client.name;
    let span = whose.chain.first()?.member()?.key.span;
    let named = whose.named();
    let severity = match ruling.outcome {
        Outcome::Unknown => Severity::Warning,
        _ => Severity::Error,
    };
    let effect = match ruling.outcome {
        Outcome::Unknown => format!("{client} is not known to take this form"),
        outcome if outcome.loses_entry() => effect(file.client, ruling),
        _ => format!("{client} loads no server from it, and says nothing"),
    };
    let title = format!("write it in the form of {client}");
    let fix = if safe {
        Fix::safe(title, id, conversion.edits)
    } else {
        Fix::r#unsafe(title, id, conversion.edits)
    };
    let moves = conversion.moves.filter(|(_, complete)| !safe && *complete);
    let move_alone = moves.map(|(edits, _)| {
        let root = file.kind.roots.first().map(|root| root.dotted());
        let title = format!("move the servers to `{}`", root.unwrap_or_default());
        Fix::safe(title, id, edits)
    });
    let kept: Vec<NodeRef<'_>> = conversion
        .kept
        .iter()
        .map(|node| file.document.node(*node))
        .collect();
    let says: Vec<String> = conversion
        .says
        .iter()
        .map(|(from, to)| format!("{to} for {from}"))
        .collect();
    let mut help = format!("write {}", says.join(", "));
    let mut names: Vec<String> = Vec::new();
    for node in &kept {
        let name = node.member().map_or("", |member| member.key.text.as_str());
        let name = format!("`{name}`");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !names.is_empty() {
        help.push_str(&format!("; {client} has nothing for {}", names.join(", ")));
    }
    Some(
        RULE.finding(
            id,
            span,
            format!("this file is in the form of {named}, not in that of {client}"),
        )
        .severity(severity)
        .label(format!("as in {}", whose.client.name))
        .effect(effect)
        .help(help)
        .fix(move_alone)
        .fix(fix)
        .instead_of(Covered {
            rules: COVERED,
            except: kept
                .iter()
                .map(|node| node.member().map_or(node.span(), |member| member.span))
                .collect(),
            server: None,
        }),
    )
}

/// Keys that look like servers in a file that is read for other things.
fn dead_key(id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(root) = file.document.root() else {
        return;
    };
    for (key, instead) in vocabulary::DEAD_KEYS {
        if let Some(member) = root.member_named(key) {
            out.push(
                RULE.finding(
                    id,
                    member.key.span,
                    format!("no client reads the setting `{key}`"),
                )
                .label("not read")
                .effect("no server in it loads anywhere")
                .help(*instead),
            );
        }
    }
}
