//! `endpoint-path`

use super::called::Called;
use crate::diagnostic::{Diagnostic, Fix};
use crate::endpoint::Endpoint;
use crate::known::servers;
use crate::model::Transport;
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// The url of a local server without a path, or with one that a well-known server does not
    /// answer on.
    ///
    /// ## Why it fails
    /// Nearly every server answers on `/mcp`, or on `/sse` for the older transport, and with 404 on
    /// everything else. A server may answer on `/`, hence this is a hint only.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "http://localhost:3101"
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
    ///       "url": "http://localhost:3101/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the usual path of the transport: `/mcp`, or `/sse`. Unsafe: only the server knows.
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/python-sdk/issues/732> (2026-11-23)
    /// - <https://github.com/jlowin/fastmcp/issues/1867> (2026-11-23)
    "endpoint-path", Transport, Info, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(called) = Called::of(subject) else {
        return;
    };
    if variables::is_templated(&called.text) {
        return;
    }
    let Some(endpoint) = Endpoint::parse(&called.text) else {
        return;
    };
    let spoken = match called.tried(subject).first() {
        Some(Transport::Sse) => Transport::Sse,
        Some(Transport::Http) => Transport::Http,
        _ => return,
    };
    if !endpoint.is_loopback() {
        return;
    }
    let known = servers::by_entry_name(&subject.entry.name)
        .and_then(|server| server.http())
        .filter(|http| http.port.is_none() || http.port == endpoint.port());
    let path = endpoint.path.trim_end_matches('/');
    let usual = |paths: &[(&'static str, Transport)]| {
        paths
            .iter()
            .find(|(_, transport)| *transport == spoken)
            .map(|(path, _)| *path)
    };
    let (right, says) = match known {
        Some(http) if http.paths.iter().all(|(right, _)| *right != path) => {
            let Some(right) = usual(http.paths) else {
                return;
            };
            (right, "this server answers elsewhere")
        }
        Some(_) => return,
        None if path.is_empty() => (
            if spoken == Transport::Sse {
                "/sse"
            } else {
                "/mcp"
            },
            "no path",
        ),
        None => return,
    };
    let what = if path.is_empty() {
        "has no path".to_owned()
    } else {
        format!("has the path `{path}`")
    };
    let message = format!(
        "the url of {} {what}; servers answer {} on `{right}`",
        subject.quoted(),
        spoken.name()
    );
    let node = subject.document().node(called.node);
    let fix = called
        .splice(endpoint.path_range.clone(), right)
        .map(|edit| Fix::r#unsafe(format!("call `{right}`"), subject.file_id(), vec![edit]));
    out.push(
        subject
            .finding(&RULE, node.span(), message)
            .label(says)
            .effect(format!(
                "where nothing answers on that path, {} gets 404 and loads no tool",
                called.caller(subject)
            ))
            .fix(fix),
    );
}
