//! `deprecated-sse`

use super::called::{Called, respell};
use crate::diagnostic::{Diagnostic, Fix, Mark};
use crate::document::Edit;
use crate::endpoint::Endpoint;
use crate::known::endpoints;
use crate::model::Transport;
use crate::rules::{Check, Subject, rule};

rule! {
    /// The HTTP+SSE endpoint of a hosted server that has a streamable HTTP one.
    ///
    /// ## Why it fails
    /// HTTP+SSE was replaced in the protocol of 2025-03-26. Operators keep it for a while and then
    /// switch it off: Atlassian's was announced to end on 30 June 2026. The newer endpoint
    /// survives dropped connections and is what clients try first.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "atlassian": {
    ///       "type": "sse",
    ///       "url": "https://mcp.atlassian.com/v1/sse"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "atlassian": {
    ///       "type": "http",
    ///       "url": "https://mcp.atlassian.com/v1/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Names the newer endpoint, and makes the type fit where there is one, or the transport that
    /// a bridge is told. Unsafe: the session may ask for authorization again.
    ///
    /// ## Sources
    /// - <https://community.atlassian.com/forums/Atlassian-Remote-MCP-Server/HTTP-SSE-Deprecation-Notice/ba-p/3205484> (2026-11-23)
    /// - <https://linear.app/docs/mcp> (2026-11-23)
    "deprecated-sse", Transport, Info, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(called) = Called::of(subject) else {
        return;
    };
    let Some(endpoint) = Endpoint::parse(&called.text) else {
        return;
    };
    let Some(known) = endpoints::successor(endpoint.host, endpoint.path) else {
        return;
    };
    let node = subject.document().node(called.node);
    let message = format!(
        "{} uses the HTTP+SSE endpoint of {}, which has a newer one at `{}`",
        subject.quoted(),
        known.host,
        known.new
    );
    let path = endpoint.path_range.clone();
    out.push(
        subject
            .finding(&RULE, node.span(), message)
            .label("the older endpoint")
            .marked(Mark::Deprecated)
            .effect(known.says)
            .fix(fix(subject, &called, path, known.new)),
    );
}

fn fix(
    subject: &Subject<'_>,
    called: &Called<'_>,
    path: std::ops::Range<usize>,
    new: &str,
) -> Option<Fix> {
    let mut edits = vec![called.splice(path, new)?];
    let schema = subject.schema();
    if let Some(bridge) = &called.bridge {
        if !bridge.speaks.contains(&Transport::Http) {
            edits.push(respell(subject, bridge, Transport::Http)?.1);
        }
    } else if let Some(node) = subject.parts().type_node {
        let spelling = schema.spelling(Transport::Http)?;
        if subject.document().node(node).as_str() != Some(spelling) {
            edits.push(Edit::set(node, spelling));
        }
    } else if subject.entry.interpretation.transport == Some(Transport::Sse) {
        // Something else than a type makes it HTTP+SSE here.
        return None;
    }
    Some(Fix::r#unsafe(
        format!("call `{new}`"),
        subject.file_id(),
        edits,
    ))
}
