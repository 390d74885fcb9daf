//! `ambiguous-transport`

use crate::diagnostic::{Diagnostic, Fix};
use crate::endpoint::transport_by_path;
use crate::interpret::ProblemKind;
use crate::model::Transport;
use crate::rules::rewrite::keep_only;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server with both a command and a url.
    ///
    /// ## Why it fails
    /// A server is either started or called. Clients choose differently when an entry says both:
    /// most start the command and ignore the url, some follow the type, Codex refuses to start at
    /// all.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docs-server",
    ///       "url": "http://localhost:3101/mcp"
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
    /// Keeps the command or the url, whichever you choose, and removes the other one with all
    /// that is only for it. None is preferred: which of the two is meant only you know.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Codex 0.169.0, Cline 3.0.65 (2026-11-23)
    "ambiguous-transport", Transport, Error, Choice, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(problem) = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::Ambiguous)
    else {
        return;
    };
    let parts = subject.parts();
    // What is left blank is meant by nobody; it matters only where the client minds it.
    let mut both = parts.command.iter().chain(&parts.url);
    if both.any(|it| it.text.trim().is_empty()) && !problem.ruling.outcome.loses_entry() {
        return;
    }
    let url = subject.document().node(problem.node);
    let message = format!("{} has both a command and a url", subject.quoted());
    let span = subject.key_span(url);
    let Some(mut finding) = subject.ruled(&RULE, span, problem.ruling, message) else {
        return;
    };
    let taken = subject.entry.interpretation.transport;
    finding = match taken {
        Some(taken) if taken.is_remote() => finding.label("this is called"),
        Some(_) => finding.label("this is not called"),
        None => finding.label("called, or the command started?"),
    };
    if let Some(command) = &parts.command {
        let node = subject.document().node(command.node);
        finding = finding.related(
            subject.file_id(),
            // The program of a command line stands in a list, which has the key.
            node.parent()
                .filter(|parent| parent.is_array())
                .map_or(subject.key_span(node), |list| subject.key_span(list)),
            "the command",
        );
    }
    let url = parts.url.as_ref().map(|url| transport_by_path(&url.text));
    let remote = taken.filter(|taken| taken.is_remote()).or(url);
    let keep = |transport: Option<Transport>, what: &str| {
        let edits = keep_only(subject, transport?)?;
        Some(Fix::r#unsafe(what, subject.file_id(), edits))
    };
    let command = keep(
        Some(Transport::Stdio),
        "keep the command, and remove the url",
    );
    let url = keep(remote, "keep the url, and remove the command");
    let finding = finding.help("remove the one that is not meant");
    out.push(finding.fix(command).fix(url).choice());
}
