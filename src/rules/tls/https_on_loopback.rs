//! `https-on-loopback`

use crate::bridges::{ClearText, Verify};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::endpoint::Endpoint;
use crate::hosts::Reach;
use crate::model::Role;
use crate::rules::{Check, Subject, rule};

use super::ca_env_missing::{client_trusts_system, names_certificates};
use super::calls::{Call, Caller, calls};
use super::tls_verification_disabled::switches;

rule! {
    /// A server on this machine that is called by `https://`.
    ///
    /// ## Why it fails
    /// No public authority certifies `localhost`. Such a server shows a certificate that it signed
    /// itself, or one of a development tool; the browser was told to trust that, and the client
    /// was not: `DEPTH_ZERO_SELF_SIGNED_CERT`, or only "fetch failed". What stays on this machine
    /// needs no encryption: most servers listen by `http://` as well.
    ///
    /// Where certificates are named, for the bridge or for the client, nothing is said. Where the
    /// client trusts what the system trusts it may work: then it is told only to whoever asks for
    /// everything (`--pedantic`).
    ///
    /// ## Example
    /// ```json bad .gemini/settings.json
    /// {
    ///   "mcpServers": {
    ///     "aspire": {
    ///       "httpUrl": "https://localhost:3121/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .gemini/settings.json
    /// {
    ///   "mcpServers": {
    ///     "aspire": {
    ///       "httpUrl": "http://localhost:3121/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes `http://`, where a port is told: without one, https and http mean two different ones.
    /// Unsafe: the server may speak TLS only.
    ///
    /// ## Sources
    /// - microsoft/vscode#248170, #248245, microsoft/aspire#12066, wso2/api-manager#4297,
    ///   anthropics/claude-code#2899 (2026-11-25)
    /// - observed: Node.js 20.20, `DEPTH_ZERO_SELF_SIGNED_CERT` (2026-11-25)
    "https-on-loopback", Tls, Info, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(call) = calls(subject)
        .into_iter()
        .find(|call| is_called(subject, call))
    else {
        return;
    };
    if arranged(subject, &call) {
        return;
    }
    let Some(endpoint) = call.endpoint() else {
        return;
    };
    let client = subject.client();
    let (who, trusts) = match call.caller {
        Caller::Client => (client.name, client_trusts_system(client)),
        _ => (
            subject
                .bridge()
                .map_or("the bridge", |bridge| bridge.name()),
            Some(false),
        ),
    };
    let message = format!(
        "{} calls `{}` on this machine by `https://`",
        subject.quoted(),
        endpoint.host
    );
    let mut finding = subject
        .finding(&RULE, subject.document().node(call.node).span(), message)
        .label("not certified by a public authority")
        .effect(match trusts {
            Some(false) => format!("{who} refuses a certificate that the server signed itself"),
            _ => format!("{who} takes its certificate only where the system trusts it"),
        });
    if trusts != Some(false) {
        finding = finding.pedantic();
    }
    // The port that is meant without one would be another.
    let told = endpoint
        .port_text
        .is_some_and(|port| !port.is_empty() && port != "443");
    let names = refuses_plain(subject, &call);
    let fix = call.at.filter(|_| told && names.is_none()).map(|at| {
        Fix::r#unsafe(
            "call it by `http://`",
            subject.file_id(),
            vec![Edit::splice(call.node, at..at + "https".len(), "http")],
        )
    });
    if let Some(names) = names {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        finding = finding.help(format!(
            "call it by `http://` and by {}: {who} takes no other name in clear",
            quoted.join(" or ")
        ));
    } else if fix.is_none() {
        finding = finding.help("call it by `http://`, with the port on which the server speaks it");
    }
    out.push(finding.fix(fix));
}

/// Whether the client, or a bridge that it starts here, calls this machine over TLS.
fn is_called(subject: &Subject<'_>, call: &Call) -> bool {
    let secure = call
        .endpoint()
        .is_some_and(|endpoint| endpoint.scheme.eq_ignore_ascii_case("https"));
    let contained = subject.bridge().is_some_and(|bridge| bridge.contained);
    secure
        && call.caller != Caller::Server
        && !contained
        && call.reach(subject) == Some(Reach::Loopback)
}

/// The names by which the bridge takes this machine in clear, where the one here is none of them.
fn refuses_plain(subject: &Subject<'_>, call: &Call) -> Option<&'static [&'static str]> {
    if call.caller != Caller::Bridge {
        return None;
    }
    let plain = call.url.replacen("https", "http", 1);
    let endpoint = Endpoint::parse(&plain)?;
    let bridge = subject.bridge()?;
    match bridge.is.clear_text {
        ClearText::Refused { but, .. } if !bridge.allows_http => {
            bridge.is.refuses(&endpoint).then_some(but)
        }
        _ => None,
    }
}

/// Whether somebody has seen to its certificate, or another rule tells of it.
fn arranged(subject: &Subject<'_>, call: &Call) -> bool {
    let by_field = subject.field(Role::Tls).is_some() || !switches(subject).is_empty();
    let by_option = subject
        .bridge()
        .is_some_and(|bridge| bridge.verify != Verify::Default);
    by_field || by_option || names_certificates(subject, call.caller)
}
