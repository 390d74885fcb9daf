//! `unsupported-transport`

use crate::diagnostic::Diagnostic;
use crate::interpret::ProblemKind;
use crate::model::{Role, Transport};
use crate::rules::rewrite::{bridged, speaks_remote};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A transport that this client cannot speak.
    ///
    /// ## Why it fails
    /// Claude Desktop starts programs and nothing else: a url in its file makes it skip the entry
    /// or, in older builds, every server. Codex and Zed speak streamable HTTP and not the older
    /// HTTP+SSE. A bridge such as mcp-remote, which the client starts as a program, calls the url
    /// in its place.
    ///
    /// ## Example
    /// ```json bad ~/.config/Claude/claude_desktop_config.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "X-Team": "core"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.config/Claude/claude_desktop_config.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp", "--header", "X-Team:${X_TEAM_HEADER}"],
    ///       "env": {
    ///         "X_TEAM_HEADER": "core"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Starts `npx -y mcp-remote` with the url, and hands the headers on. Unsafe: it needs
    /// Node.js, and runs a program that was not there before. The alternative, for a url without
    /// headers: `uvx mcp-proxy`, which needs Python.
    ///
    /// ## Sources
    /// - <https://github.com/punkpeye/mcp-remote> 0.15.1, measured (2026-11-23)
    /// - <https://github.com/HelpCode-ai/anythingmcp/issues/336> (2026-11-23)
    /// - openai/codex codex-rs/config/src/mcp_types.rs (2026-11-23)
    "unsupported-transport", Transport, Error, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let schema = subject.schema();
    let parts = subject.parts();
    let refuses_urls =
        !speaks_remote(schema) && parts.command.is_none() && url_field(subject).is_some();
    let Some(problem) = subject
        .problems()
        .iter()
        .find(|problem| match problem.kind {
            ProblemKind::Unsupported(_) => true,
            ProblemKind::UrlWithoutType | ProblemKind::UnknownType | ProblemKind::TypeMismatch => {
                refuses_urls
            }
            _ => false,
        })
    else {
        return;
    };
    let transport = match problem.kind {
        ProblemKind::Unsupported(transport) => transport,
        _ => Transport::Http,
    };
    let (what, span) = if refuses_urls {
        let span =
            url_field(subject).map_or(subject.name_span(), |(_, node)| subject.key_span(node));
        ("is called by url".to_owned(), span)
    } else {
        let node = subject.document().node(problem.node);
        let span = if node.id() == subject.entry.node {
            url_field(subject).map_or(subject.name_span(), |(_, url)| subject.key_span(url))
        } else {
            node.span()
        };
        (format!("speaks {}", transport.name()), span)
    };
    let message = format!(
        "{} {what}, which {} cannot do",
        subject.quoted(),
        subject.client().name
    );
    let Some(finding) = subject.ruled(&RULE, span, problem.ruling, message) else {
        return;
    };
    let finding = finding
        .label("not possible here")
        .help("start a bridge such as mcp-remote with a command, and give it the url");
    out.push(bridged(subject).fold(finding, Diagnostic::fix));
}

fn url_field<'a>(subject: &Subject<'a>) -> Option<(&'static str, crate::document::NodeRef<'a>)> {
    subject
        .field(Role::HttpUrl)
        .or_else(|| subject.field(Role::Url))
}
