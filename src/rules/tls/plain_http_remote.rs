//! `plain-http-remote`

use crate::diagnostic::Diagnostic;
use crate::hosts::Reach;
use crate::interpret::{Problem, ProblemKind};
use crate::rules::{Check, Subject, rule};

use super::calls::{Call, Caller, calls};
use super::credentials_over_http::carries_credentials;

rule! {
    /// A server on the internet that is called in clear, by `http://`.
    ///
    /// ## Why it fails
    /// Everybody on the way can read what the assistant asks and change what it is answered,
    /// tool descriptions included. Some clients (Kiro) and mcp-remote refuse `http://` for anything
    /// but this machine; then the finding is an error, and names that are only known in your own
    /// network count too.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "http://mcp.example.com/mcp"
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
    /// Writes `https://`. Unsafe: the server may not speak TLS.
    ///
    /// ## Sources
    /// - <https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization> (2026-11-23)
    /// - <https://kiro.dev/docs/mcp/configuration> (2026-11-25)
    "plain-http-remote", Tls, Warning, Unsafe, Check::Entry(check); security
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let refused = subject
        .problems()
        .iter()
        .find(|problem| problem.kind == ProblemKind::PlainHttp);
    for call in calls(subject) {
        if let Some(problem) = refused.filter(|problem| problem.node == call.node) {
            out.extend(refusal(subject, &call, problem));
            continue;
        }
        let public = call.in_clear() && call.reach(subject) == Some(Reach::Public);
        // What a url is for that a server is merely told cannot be known.
        if !public || call.caller == Caller::Server || carries_credentials(subject, &call) {
            continue;
        }
        if call.is_refused(subject) {
            continue;
        }
        let Some(endpoint) = call.endpoint() else {
            continue;
        };
        let message = format!(
            "{} calls the public host `{}` in clear",
            subject.quoted(),
            endpoint.host
        );
        let fix = call.over_tls(subject);
        let mut finding = subject
            .finding(&RULE, subject.document().node(call.node).span(), message)
            .label("readable and changeable on the way");
        if fix.is_none() {
            finding = finding.help("call it by `https://`");
        }
        out.push(finding.fix(fix));
    }
}

/// The finding where the client does not call such a url at all.
fn refusal(subject: &Subject<'_>, call: &Call, problem: &Problem) -> Option<Diagnostic> {
    let endpoint = call.endpoint()?;
    let message = format!(
        "{} calls `{}` by `http://`, which {} does for this machine only",
        subject.quoted(),
        endpoint.host,
        subject.client().name
    );
    let span = subject.document().node(call.node).span();
    let finding = subject.ruled(&RULE, span, problem.ruling, message)?;
    // Where credentials go with the call, that finding offers the fix.
    let fix = call
        .over_tls(subject)
        .filter(|_| !carries_credentials(subject, call));
    let finding = finding.label("not called");
    Some(match fix {
        Some(fix) => finding.fix(Some(fix)),
        None => finding.help("call it by `https://`"),
    })
}
