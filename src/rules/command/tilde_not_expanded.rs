//! `tilde-not-expanded`

use crate::commandline::Launcher;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::interpret::Text;
use crate::known::servers;
use crate::model::Role;
use crate::rules::home;
use crate::rules::{Check, Subject, rule};

rule! {
    /// `~` for the home folder in a place where nobody expands it.
    ///
    /// ## Why it fails
    /// `~` is expanded by a shell, and clients start programs without one: the program is told to
    /// look into a folder that is called `~`. What stands among the server's own arguments may be
    /// expanded by the server; there it is a warning.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "uv",
    ///       "args": ["--directory", "~/notes-server", "run", "server.py"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "uv",
    ///       "args": ["--directory", "${HOME}/notes-server", "run", "server.py"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes this client's variable for the home folder. Safe where the server does not start
    /// otherwise. Unsafe among the server's own arguments: a server that expands `~` itself does so
    /// on Windows, too, where the variable has another name. The
    /// alternative in a file of one's own, and the fix where the client has no variable: the full
    /// path; unsafe, since that is the path of this machine.
    ///
    /// ## Sources
    /// - observed in twelve clients: expanded by none in arguments, environment or command (2026-11-23)
    /// - <https://github.com/anthropics/claude-code/issues/37580> (2026-11-23)
    "tilde-not-expanded", Command, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(expanded) = subject.client().process.tilde else {
        return;
    };
    let parts = subject.parts();
    let Some(line) = subject.line() else {
        return;
    };
    if line.in_shell() {
        return;
    }
    let expands_itself = line
        .package_name()
        .and_then(servers::by_package)
        .is_some_and(|server| server.expands_tilde);
    for text in parts.command.iter().chain(&parts.args).chain(&parts.cwd) {
        if expanded.contains(&text.role) {
            continue;
        }
        let Some(at) = tilde(&text.text) else {
            continue;
        };
        let own = line
            .own_arguments()
            .iter()
            .any(|word| word.source.node == text.node);
        // Mounts have their own rule.
        if own && (expands_itself || line.launcher == Launcher::Docker) {
            continue;
        }
        out.push(finding(subject, text, at, own));
    }
}

fn finding(subject: &Subject<'_>, text: &Text, at: usize, own: bool) -> Diagnostic {
    let node = subject.document().node(text.node);
    let place = match text.role {
        Role::Command => "the command",
        Role::Cwd => "the folder",
        _ => "an argument",
    };
    let mut finding = subject
        .finding(
            &RULE,
            node.span(),
            format!(
                "{place} of {} starts with `~`, which {} does not expand",
                subject.quoted(),
                subject.client().name
            ),
        )
        .severity(if own {
            Severity::Warning
        } else {
            Severity::Error
        })
        .label("stays a `~`");
    finding = finding.effect(match text.role {
        _ if own => "the server gets the `~` as it stands, and has to expand it itself",
        Role::Command => "no program of this name is found, and the server does not start",
        Role::Cwd => "no folder of this name is found, and the server does not start",
        _ => "what starts the server finds no such path, and ends",
    });
    let mut fixes = home::for_tilde(subject, text, at);
    if own {
        // A server that expands it finds its home folder on every system; the variable may have
        // another name there.
        for fix in &mut fixes {
            fix.applicability = Applicability::Unsafe;
        }
    }
    if fixes.is_empty() {
        finding = finding.help("write the full path");
    }
    finding.fixes = fixes;
    finding
}

/// Where a `~` stands that means the home folder: at the start, or behind `=`.
fn tilde(text: &str) -> Option<usize> {
    let home = |rest: &str| rest == "~" || rest.starts_with("~/") || rest.starts_with("~\\");
    if home(text) {
        return Some(0);
    }
    let at = text.find('=')? + 1;
    (text.starts_with('-') && home(&text[at..])).then_some(at)
}
