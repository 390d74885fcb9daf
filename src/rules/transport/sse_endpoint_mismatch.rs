//! `sse-endpoint-mismatch`

use super::called::{Called, respell};
use crate::bridges::Bridge;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, Place};
use crate::endpoint::told_by_path;
use crate::interpret::ProblemKind;
use crate::model::{Role, Transport};
use crate::rules::rewrite::bridged;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A url that ends in `/sse` and is spoken to as streamable HTTP, or one that ends in `/mcp`
    /// and is spoken to as HTTP+SSE.
    ///
    /// ## Why it fails
    /// The two transports begin differently, and servers answer them on different paths: `/sse`
    /// for the older one, `/mcp` for the newer. The wrong one gets 404, 405 or "Failed to open SSE
    /// stream". Some clients try the other transport by themselves; this is found only in those
    /// that don't.
    ///
    /// ## Example
    /// ```json bad ~/.cline/data/settings/cline_mcp_settings.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "sse",
    ///       "url": "https://mcp.example.com/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.cline/data/settings/cline_mcp_settings.json
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
    /// ## Fix
    /// Changes the type, or the name of the url's field where that tells the transport, to what
    /// the path says. In a client without HTTP+SSE it calls the url through the bridge
    /// mcp-remote, or, as the alternative, mcp-proxy. A bridge is told the other transport. Unsafe: a path is a hint and no proof.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Gemini CLI 0.61.0, Cline 3.0.65 (2026-11-23)
    /// - <https://github.com/hangwin/mcp-chrome/issues/9> (2026-11-23)
    /// - observed: mcp-remote 0.15.1, supergateway 4.0.0; mcp-proxy 0.13.0 read (2026-11-25)
    "sse-endpoint-mismatch", Transport, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    // Where the transport itself is in question, the rule for that speaks.
    let in_question = subject.problems().iter().any(|problem| {
        matches!(
            problem.kind,
            ProblemKind::UrlWithoutType
                | ProblemKind::UnknownType
                | ProblemKind::TypeMismatch
                | ProblemKind::Ambiguous
                | ProblemKind::Unsupported(_)
        )
    });
    let in_question = in_question || subject.parts().command.is_some();
    let Some(called) = Called::of(subject).filter(|called| called.bridge.is_some() || !in_question)
    else {
        return;
    };
    let Some(meant) = told_by_path(&called.text) else {
        return;
    };
    let tried = called.tried(subject);
    let Some(spoken) = tried
        .first()
        .copied()
        .filter(|spoken| matches!(spoken, Transport::Http | Transport::Sse))
    else {
        return;
    };
    let forgiven = called.bridge.is_none()
        && spoken == Transport::Http
        && subject.schema().transport.falls_back_to_sse;
    if tried.contains(&meant) || forgiven || called.bridge.as_deref().is_some_and(is_strange) {
        return;
    }
    let node = subject.document().node(called.node);
    let message = match &called.bridge {
        Some(bridge) => format!(
            "{} of {} speaks {} to a url that looks like {}",
            bridge.name(),
            subject.quoted(),
            spoken.name(),
            meant.name()
        ),
        None => format!(
            "{} is spoken to as {}, and its url looks like {}",
            subject.quoted(),
            spoken.name(),
            meant.name()
        ),
    };
    let fixes: Vec<Fix> = match &called.bridge {
        Some(bridge) => {
            let respelled = respell(subject, bridge, meant);
            let write = |(written, edit)| {
                Fix::r#unsafe(format!("write `{written}`"), subject.file_id(), vec![edit])
            };
            respelled.map(write).into_iter().collect()
        }
        None if !subject.schema().transport.speaks.contains(&meant) => bridged(subject).collect(),
        None => fix(subject, meant).into_iter().collect(),
    };
    let finding = subject
        .finding(&RULE, node.span(), message)
        .severity(Severity::Warning)
        .label(format!("a path of {}", meant.name()))
        .effect(format!(
            "{} does not try the other transport when this one fails",
            called.caller(subject)
        ));
    out.push(fixes.into_iter().fold(finding, Diagnostic::fix));
}

/// Whether a bridge is told a transport that it does not know: another rule says so.
fn is_strange(bridge: &Bridge<'_>) -> bool {
    bridge.transport.as_ref().is_some_and(|told| {
        let spellings = bridge.is.transports;
        !spellings.is_empty()
            && spellings
                .iter()
                .all(|(spelling, _)| *spelling != told.value.text())
    })
}

fn fix(subject: &Subject<'_>, meant: Transport) -> Option<Fix> {
    let schema = subject.schema();
    let file = subject.file_id();
    let url = subject.parts().url.as_ref()?;
    if let Some(spelling) = schema.spelling(meant) {
        let title = format!("make its type `{spelling}`");
        let edit = match subject.parts().type_node {
            Some(node) => Edit::set(node, spelling),
            None => {
                let field = schema.field_for(Role::Type)?;
                Edit::insert_at(
                    subject.entry.node,
                    field.name,
                    spelling,
                    Place::Before(url.node),
                )
            }
        };
        return Some(Fix::r#unsafe(title, file, vec![edit]));
    }
    // The field's name tells the transport.
    let role = if meant == Transport::Http {
        Role::HttpUrl
    } else {
        Role::Url
    };
    let field = schema.field_for(role)?;
    if url.role == role || subject.node().get(field.name).is_some() {
        return None;
    }
    Some(Fix::r#unsafe(
        format!("rename it to `{}`", field.name),
        file,
        vec![Edit::rename(url.node, field.name)],
    ))
}
