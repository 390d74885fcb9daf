//! `plain-http-remote`

use crate::diagnostic::Diagnostic;
use crate::hosts::Reach;
use crate::rules::{Check, Subject, rule};

use super::calls::{Caller, calls};
use super::credentials_over_http::carries_credentials;

rule! {
    /// A server on the internet that is called in clear, by `http://`.
    ///
    /// ## Why it fails
    /// Everybody on the way can read what the assistant asks and change what it is answered,
    /// tool descriptions included. Many clients and mcp-remote refuse `http://` for anything but
    /// this machine.
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
    "plain-http-remote", Tls, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for call in calls(subject) {
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
        let plain_port = endpoint.port_text.is_none_or(|port| port != "80");
        let fix = call.over_tls(subject).filter(|_| plain_port);
        let mut finding = subject
            .finding(&RULE, subject.document().node(call.node).span(), message)
            .label("readable and changeable on the way");
        if fix.is_none() {
            finding = finding.help("call it by `https://`");
        }
        out.push(finding.fix(fix));
    }
}
