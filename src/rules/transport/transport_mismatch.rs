//! `transport-mismatch`

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::endpoint::transport_by_path;
use crate::interpret::ProblemKind;
use crate::model::{Role, Transport};
use crate::rules::form::{other_spelling, spelling};
use crate::rules::rewrite::speaks_remote;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A transport type that contradicts the other fields: stdio with a url, or a remote type
    /// with a command.
    ///
    /// ## Why it fails
    /// The type says what the client does with the entry. Told `stdio` it looks for a command and
    /// finds none; told `http` it looks for a url. Claude Code refuses such an entry, Cline and
    /// opencode the whole file.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "stdio",
    ///       "url": "https://mcp.example.com/mcp"
    ///     },
    ///     "memory": {
    ///       "type": "http",
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
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
    ///       "url": "https://mcp.example.com/mcp"
    ///     },
    ///     "memory": {
    ///       "type": "stdio",
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Makes the type fit the fields: stdio with a command; with a url HTTP+SSE when its path
    /// ends in `/sse`, else streamable HTTP. Safe: only one transport can use what is there, and
    /// the entry did not work as it stood. Where this client ignores the contradiction the fix
    /// is unsafe. Where the path says nothing, the other remote transport is the alternative.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Cline 3.0.65, OpenCode 1.18.33 (2026-11-23)
    /// - <https://github.com/anthropics/claude-code/issues/6204> (2026-11-23)
    "transport-mismatch", Transport, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(problem) = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::TypeMismatch)
    else {
        return;
    };
    let has_command = subject.parts().command.is_some();
    if !has_command && !speaks_remote(subject.schema()) {
        return;
    }
    let node = subject.document().node(problem.node);
    let Some(written) = node.as_str() else { return };
    let roles: &[Role] = if has_command {
        &[Role::Command, Role::CommandLine]
    } else {
        &[Role::Url, Role::HttpUrl]
    };
    let Some((key, value)) = roles.iter().find_map(|role| subject.field(*role)) else {
        return;
    };
    let message = format!(
        "{} has the type `{written}`, and a `{key}`, which that type does not use",
        subject.quoted()
    );
    let Some(finding) = subject.ruled(&RULE, node.span(), problem.ruling, message) else {
        return;
    };
    let meant = match &subject.parts().url {
        Some(url) if !has_command => transport_by_path(&url.text),
        _ => Transport::Stdio,
    };
    let url = subject.parts().url.as_ref().filter(|_| !has_command);
    let other = url.and_then(|url| other_spelling(subject.schema(), meant, &url.text));
    let write = |spelling: &str| {
        let title = format!("write `{spelling}`");
        let edits = vec![Edit::set(node.id(), spelling)];
        if problem.ruling.outcome.loses_entry() {
            Fix::safe(title, subject.file_id(), edits)
        } else {
            Fix::r#unsafe(title, subject.file_id(), edits)
        }
    };
    out.push(
        finding
            .label("contradicts the other fields")
            .related(
                subject.file_id(),
                subject.key_span(value),
                format!("a `{key}` means {}", meant.name()),
            )
            .fix(spelling(subject.schema(), meant).map(write))
            .fix(other.map(|(_, spelling)| write(spelling))),
    );
}
