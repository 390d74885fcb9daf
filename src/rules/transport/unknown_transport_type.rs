//! `unknown-transport-type`

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::endpoint::transport_by_path;
use crate::interpret::ProblemKind;
use crate::model::Transport;
use crate::rules::form::{meaning_of_type, other_spelling, spelling};
use crate::rules::rewrite::speaks_remote;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A transport type in a spelling that this client does not take.
    ///
    /// ## Why it fails
    /// There is no spelling of streamable HTTP that every client takes: Claude Code wants `http`
    /// or `streamable-http`, Cline only `streamableHttp`, Continue only `streamable-http`,
    /// opencode only `remote`. What a wrong one costs differs as much: Claude Code skips the
    /// server, Copilot CLI drops it without a word, Cline and opencode refuse the whole file.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "streamableHttp",
    ///       "url": "https://mcp.example.com/mcp"
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
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes this client's spelling of the transport that is meant: stdio for an entry with a
    /// command; with a url HTTP+SSE when the type or the path of the url says so, else streamable
    /// HTTP. Safe: there is one transport that fits, and the entry did not work as it stood.
    /// Where neither type nor path says anything, the other remote transport is the alternative.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Copilot CLI 1.0.102, Cline 3.0.65, OpenCode 1.18.33, Continue CLI 1.5.47 (2026-11-23)
    /// - <https://github.com/cline/cline/issues/6767> (2026-11-23)
    "unknown-transport-type", Transport, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(problem) = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::UnknownType)
    else {
        return;
    };
    let node = subject.document().node(problem.node);
    // A type that is no string is another rule's finding, as is a url where none is taken.
    let Some(written) = node.as_str() else { return };
    let is_remote = subject.parts().command.is_none();
    if is_remote && !speaks_remote(subject.schema()) {
        return;
    }
    let key = node
        .member()
        .map_or("type", |member| member.key.text.as_str());
    let message = format!(
        "{} has the {key} `{written}`, which {} does not know",
        subject.quoted(),
        subject.client().name
    );
    let Some(finding) = subject.ruled(&RULE, node.span(), problem.ruling, message) else {
        return;
    };
    let spellings: Vec<String> = subject
        .schema()
        .transport
        .spellings
        .iter()
        .filter(|(_, transport)| subject.schema().transport.speaks.contains(transport))
        .map(|(spelling, _)| format!("`{spelling}`"))
        .collect();
    let mut finding = finding.label("not a type here");
    if !spellings.is_empty() {
        finding = finding.help(format!("the types are {}", spellings.join(", ")));
    }
    let meant = if is_remote {
        meant_remote(subject, written)
    } else {
        Some(Transport::Stdio)
    };
    let written_here = meant.and_then(|meant| spelling(subject.schema(), meant));
    // A spelling that says nothing leaves it to the url.
    let url = subject.parts().url.as_ref();
    let open = url.filter(|_| is_remote && meaning_of_type(written).is_none());
    let other = open.and_then(|url| other_spelling(subject.schema(), meant?, &url.text));
    let write = |spelling| {
        Fix::safe(
            format!("write `{spelling}`"),
            subject.file_id(),
            vec![Edit::set(node.id(), spelling)],
        )
    };
    out.push(
        finding
            .fix(written_here.map(write))
            .fix(other.map(|(_, spelling)| write(spelling))),
    );
}

/// The remote transport that a spelling means.
fn meant_remote(subject: &Subject<'_>, written: &str) -> Option<Transport> {
    let letters: String = written
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    match letters.as_str() {
        "sse" | "httpsse" | "legacysse" | "serversentevents" => Some(Transport::Sse),
        "ws" | "wss" | "websocket" => Some(Transport::WebSocket),
        _ => {
            let url = subject.parts().url.as_ref()?;
            Some(transport_by_path(&url.text))
        }
    }
}
