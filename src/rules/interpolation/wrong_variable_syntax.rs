//! `wrong-variable-syntax`

use super::reading::misread;
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A variable in the spelling of another client.
    ///
    /// ## Why it fails
    /// Each client has its own: `${X}` in Claude Code and Gemini CLI, `${env:X}` in VS Code,
    /// Cursor and Windsurf, `{env:X}` in opencode, `${{ secrets.X }}` in Continue. A client leaves
    /// what it does not know as it stands, and the server gets the letters `${env:TOKEN}` for a
    /// token: 401, "invalid API key".
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer ${env:DOCS_TOKEN}"
    ///       }
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
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer ${DOCS_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the same variable in this client's spelling. Safe: the name stays, and the other
    /// spelling did nothing. Unsafe where a default gets lost, or where the client keeps secrets
    /// apart from the environment.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Gemini CLI 0.61.0, OpenCode 1.18.33 and others (2026-11-23)
    /// - <https://github.com/anthropics/claude-code/issues/6204> (2026-11-23)
    "wrong-variable-syntax", Interpolation, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let client = subject.client().name;
    for misread in misread(subject) {
        let Some(instead) = &misread.instead else {
            continue;
        };
        let node = subject.document().node(misread.text.node);
        let edits = vec![Edit::splice(
            misread.text.node,
            misread.range.clone(),
            instead.text.as_str(),
        )];
        let title = match misread.variable.default {
            Some(default) if !default.is_empty() => "write it in this client's spelling".to_owned(),
            _ => format!("write `{}`", instead.text),
        };
        // Who reads a file that is no known client's may well expand it.
        let guessed = subject.file.guess.is_some();
        let fix = if instead.same && !guessed {
            Fix::safe(title, subject.file_id(), edits)
        } else {
            Fix::r#unsafe(title, subject.file_id(), edits)
        };
        let mut finding = subject
            .finding(
                &RULE,
                node.span(),
                format!(
                    "{} of {} spells a variable `{}`, which {client} does not expand",
                    misread.place,
                    subject.quoted(),
                    misread.shown()
                ),
            )
            .label("another client's spelling")
            .effect(format!("{client} uses the text as it stands"));
        let name = misread.variable.name;
        if subject.variables().withholds(name, misread.text.role) {
            finding = finding.help(format!(
                "`{}` would become empty: {client} keeps this variable from servers; write a variable of another name, such as `MY_{name}`",
                instead.text
            ));
        } else {
            finding = finding.fix(fix);
        }
        if guessed {
            finding = finding.pedantic();
        }
        out.push(finding);
    }
}
