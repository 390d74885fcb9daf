//! `empty-value`

use crate::diagnostic::Diagnostic;
use crate::interpret::ProblemKind;
use crate::rules::{Check, Subject, rule};

rule! {
    /// An empty command, url or other value that must say something.
    ///
    /// ## Why it fails
    /// There is nothing to start or to call. Claude Code refuses the entry; others list the
    /// server and fail when they start it.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "", "args": ["mcp-server-time"] }
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
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330 (2026-11-23)
    "empty-value", Schema, Error, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for problem in subject.problems() {
        let ProblemKind::Empty(field) = problem.kind else {
            continue;
        };
        let value = subject.document().node(problem.node);
        let message = format!("`{}` of {} is empty", field.name, subject.quoted());
        out.extend(
            subject
                .ruled(&RULE, value.span(), problem.ruling, message)
                .map(|finding| finding.label("nothing here")),
        );
    }
}
