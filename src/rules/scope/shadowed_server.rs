//! `shadowed-server`

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Fix, Mark, Severity};
use crate::document::{Edit, Span};
use crate::interpret::Status;
use crate::model::Scope;
use crate::precedence::{Relation, Standing, Standings, Tie};
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::FileId;

use super::{is_refused, standings};

/// How many of those that replace a server are pointed at.
const WINNERS: usize = 3;

rule! {
    /// One name in several of a client's files: one of them wins, they are merged, or both run.
    ///
    /// ## Why it fails
    /// A server of the user and a server of the project with one name are not two servers. In
    /// Claude Code, Gemini CLI and Zed one replaces the other as a whole; Codex and OpenCode merge
    /// them key by key; VS Code starts both. A changed token or url in the file
    /// that loses has no effect, and nothing says so.
    ///
    /// And a file can keep others from being read at all: in Claude Code a managed one all others,
    /// in Copilot CLI `.mcp.json` the `.github/mcp.json` beside it.
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
    /// ## Fix
    /// Where one replaces the other you choose which of the two goes; an administrator's is never
    /// offered for that. Which one is meant only you know.
    ///
    /// ## Sources
    /// - https://code.claude.com/docs/en/mcp (2026-11-23)
    /// - observed: Codex 0.169.0, OpenCode 1.18.33 (2026-11-23)
    "shadowed-server", Scope, Warning, Choice, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(standings) = standings(context) else {
        return;
    };
    let mut told: BTreeSet<(FileId, FileId)> = BTreeSet::new();
    for subject in context.subjects() {
        let standing = standings.of(subject.id);
        for relation in standing.ties(Tie::ShutOutBy) {
            if told.insert((subject.file_id(), relation.file)) {
                out.push(shut_out(&subject, relation));
            }
        }
        // A server that is switched off in one place is meant for the other.
        if subject.entry.status != Status::Disabled {
            out.extend(replaced(&subject, standing));
            out.extend(
                standing
                    .relations
                    .iter()
                    .filter(|relation| is_told_here(&subject, relation, &standings))
                    .filter_map(|relation| both(&subject, relation, &standings)),
            );
        }
    }
}

/// A file that is not read because of another one.
fn shut_out(subject: &Subject<'_>, relation: &Relation) -> Diagnostic {
    let other = subject.context.workspace.file(relation.file);
    let span = other
        .document
        .root()
        .map_or(Span::at(0), |root| other.document.first_char(root.span()));
    let place = within(relation);
    subject
        .finding(
            &RULE,
            subject.name_span(),
            format!(
                "no server of this file is used{place}: {} is read instead",
                other.shown
            ),
        )
        .severity(Severity::Warning)
        .label("not read, and so is the rest of the file")
        .marked(Mark::Unnecessary)
        .related(relation.file, span, "while this file is there")
        .effect(says(subject))
        .help(if other.scope == Scope::Managed {
            "its administrator decides: the servers must be added to that file"
        } else {
            "move the servers to the file that is read, or remove that file"
        })
}

/// A server that another one replaces.
fn replaced(subject: &Subject<'_>, standing: &Standing) -> Option<Diagnostic> {
    let workspace = subject.context.workspace;
    let winners: Vec<_> = standing
        .ties(Tie::ReplacedBy)
        .filter_map(|relation| Some((relation, workspace.entry(relation.entry?))))
        .filter(|(_, winner)| workspace.node(winner).to_json() != subject.node().to_json())
        // Two parts of the client itself, or two switches: no server is hidden.
        .filter(|(relation, _)| {
            let winner = relation.entry.map(|id| subject.context.subject(id));
            !partial(subject) || winner.is_some_and(|winner| !partial(&winner))
        })
        // An inner folder that has its own server of a name is as it should be.
        .filter(|(relation, winner)| {
            winner.scope != subject.entry.scope || relation.holds_throughout()
        })
        .collect();
    let (_, first) = winners.first()?;
    let name = subject.quoted();
    let (here, there) = (subject.entry.scope.name(), first.scope.name());
    let message = if first.name != subject.entry.name {
        format!(
            "{name} is replaced by `{}`, which does the same",
            first.name
        )
    } else if first.scope == subject.entry.scope {
        let path = &workspace.file(first.file).shown;
        format!("{name} is replaced by the one in {path}")
    } else {
        format!("{name} of the {here} scope is replaced by the one of the {there} scope")
    };
    let mut finding = subject
        .finding(&RULE, subject.name_span(), message)
        .severity(Severity::Warning)
        .label("has no effect")
        .marked(Mark::Unnecessary);
    for (index, (_, winner)) in winners.iter().take(WINNERS).enumerate() {
        let text = if index == 0 {
            "this one is used"
        } else {
            "and this one would be, were that not there"
        };
        finding = finding.related(winner.file, winner.name_span, text);
    }
    let only = winners.len() == 1 && first.scope != Scope::Managed;
    let instead = only.then(|| {
        let shown = &workspace.file(first.file).shown;
        let title = format!(
            "remove `{}` from {shown}, so that this one counts",
            first.name
        );
        Fix::r#unsafe(title, first.file, vec![Edit::remove(first.node)])
    });
    let here = vec![Edit::remove(subject.entry.node)];
    let gone = Fix::r#unsafe(format!("remove this {name}"), subject.file_id(), here);
    Some(
        finding
            .effect(says(subject))
            .help("rename one of them, or remove the one that is not wanted")
            .fix(gone)
            .fix(instead)
            .choice(),
    )
}

/// Of two that do not replace each other one tells: the lower one of a merge, else the one that
/// counts in more places, else the first.
fn is_told_here(subject: &Subject<'_>, relation: &Relation, standings: &Standings) -> bool {
    let Some(other) = relation.entry else {
        return false;
    };
    match relation.tie {
        Tie::MergedUnder => true,
        Tie::MergedWith | Tie::RunsBeside | Tie::Unsettled => {
            let narrower = || {
                let mut back = standings.of(other).relations.iter();
                back.any(|back| back.entry == Some(subject.id) && back.within.is_some())
            };
            relation.guest || relation.within.is_some() || (subject.id < other && !narrower())
        }
        _ => false,
    }
}

/// Two of one name that are merged, that both run, or of which nobody knows.
fn both(subject: &Subject<'_>, relation: &Relation, standings: &Standings) -> Option<Diagnostic> {
    let context = subject.context;
    let other = context.subject(relation.entry?);
    if partial(subject) && partial(&other) {
        return None;
    }
    let same_scope = other.entry.scope == subject.entry.scope;
    let same = other.node().to_json() == subject.node().to_json();
    let name = subject.quoted();
    let places = if same_scope {
        format!("in two files of the {} scope", subject.entry.scope.name())
    } else {
        let (here, there) = (subject.entry.scope.name(), other.entry.scope.name());
        format!("in the {here} and the {there} scope")
    };
    let (severity, message, label, effect) = match relation.tie {
        Tie::MergedUnder | Tie::MergedWith => {
            let refused = [subject.id, other.id].iter().any(|id| {
                let effective = standings.of(*id).effective.as_ref();
                effective.is_some_and(|effective| is_refused(&context, effective))
            });
            let nested = same_scope && relation.within.is_some();
            if same || refused || nested || partial(subject) || partial(&other) {
                return None;
            }
            let effect = match relation.lost.as_slice() {
                [] if relation.tie == Tie::MergedWith => "with this one".to_owned(),
                [] => "fields of this one win".to_owned(),
                [key] => format!("its `{key}` wins"),
                [key, other] => format!("its `{key}` and `{other}` win"),
                [key, ..] => format!("its `{key}` and {} others win", relation.lost.len() - 1),
            };
            (
                Severity::Warning,
                format!("{name} is declared {places}, and the two are merged"),
                "merged",
                effect,
            )
        }
        _ if same_scope => return None,
        // What another client's file brings is seldom meant for this one.
        Tie::RunsBeside => (
            if relation.guest {
                Severity::Info
            } else {
                Severity::Warning
            },
            format!("{name} is declared {places}, and both run"),
            "runs",
            "runs as well".to_owned(),
        ),
        _ if same => return None,
        _ => (
            Severity::Info,
            format!("{name} is declared {places}, and which of the two counts is not established"),
            "one of them",
            "the other".to_owned(),
        ),
    };
    let finding = subject
        .finding(&RULE, subject.name_span(), message)
        .severity(severity)
        .label(label)
        .related(other.file_id(), other.name_span(), effect);
    let finding = if subject.client().precedence.says.is_empty() {
        finding
    } else {
        finding.effect(says(subject))
    };
    Some(finding.help("rename one of them, or remove the one that is not wanted"))
}

fn says(subject: &Subject<'_>) -> String {
    let client = subject.client();
    format!("{}: {}", client.name, client.precedence.says)
}

fn within(relation: &Relation) -> String {
    match relation.within.as_deref() {
        None => String::new(),
        Some(".") => " here".to_owned(),
        Some(folder) => format!(" in {folder}"),
    }
}

/// An entry that only changes something of another: it has neither command nor url.
fn partial(subject: &Subject<'_>) -> bool {
    let parts = subject.parts();
    parts.command.is_none() && parts.url.is_none()
}
