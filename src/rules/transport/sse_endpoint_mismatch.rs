//! `sse-endpoint-mismatch`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, Place};
use crate::endpoint::{Endpoint, transport_by_path};
use crate::interpret::ProblemKind;
use crate::model::{Role, Transport};
use crate::rules::rewrite::{bridge, start_instead};
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
    /// mcp-remote. Unsafe: a path is a hint and no proof.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Gemini CLI 0.61.0, Cline 3.0.65 (2026-11-23)
    /// - <https://github.com/hangwin/mcp-chrome/issues/9> (2026-11-23)
    "sse-endpoint-mismatch", Transport, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(url) = &subject.parts().url else {
        return;
    };
    let Some(spoken) = subject.entry.interpretation.transport else {
        return;
    };
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
    if in_question || subject.parts().command.is_some() {
        return;
    }
    let Some(meant) = told_by_path(&url.text) else {
        return;
    };
    let forgiven = spoken == Transport::Http && subject.schema().transport.falls_back_to_sse;
    if meant == spoken || !matches!(spoken, Transport::Http | Transport::Sse) || forgiven {
        return;
    }
    let node = subject.document().node(url.node);
    let message = format!(
        "{} is spoken to as {}, and its url looks like {}",
        subject.quoted(),
        spoken.name(),
        meant.name()
    );
    out.push(
        subject
            .finding(&RULE, node.span(), message)
            .severity(Severity::Warning)
            .label(format!("a path of {}", meant.name()))
            .effect(format!(
                "{} does not try the other transport when this one fails",
                subject.client().name
            ))
            .fix(fix(subject, meant)),
    );
}

/// The transport that a path surely speaks of; `None` for paths that say nothing.
fn told_by_path(url: &str) -> Option<Transport> {
    let path = Endpoint::parse(url)?.path.trim_end_matches('/');
    match path.rsplit('/').next()? {
        "sse" => Some(transport_by_path(url)),
        "mcp" => Some(Transport::Http),
        _ => None,
    }
}

fn fix(subject: &Subject<'_>, meant: Transport) -> Option<Fix> {
    let schema = subject.schema();
    let file = subject.file_id();
    if !schema.transport.speaks.contains(&meant) {
        let edits = start_instead(subject, &bridge(subject)?)?;
        return Some(Fix::r#unsafe(
            "call it through the bridge mcp-remote",
            file,
            edits,
        ));
    }
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
