//! `credentials-over-http`

use crate::diagnostic::{Diagnostic, Severity};
use crate::hosts::{Reach, may_be_tailnet};
use crate::interpret::Pair;
use crate::model::Role;
use crate::rules::{Check, Subject, rule};
use crate::secret::name::promise;

use super::calls::{Call, Caller, calls};

rule! {
    /// A token or password that is sent in clear over a network.
    ///
    /// ## Why it fails
    /// By `http://` the header goes as it is: everybody on the way, a proxy, the same wireless
    /// network, can read it and use it. That a host is private does not help, only this machine
    /// is an exception. A name without a dot is most often another container on it, and addresses in
    /// 100.64.0.0/10 are most often Tailscale's, which encrypts on the way: both are told only to
    /// whoever asks for everything (`--pedantic`). Tailscale's names (`.ts.net`) are no finding.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "tickets": {
    ///       "type": "http",
    ///       "url": "http://tickets.corp.internal/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer ${TICKETS_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "tickets": {
    ///       "type": "http",
    ///       "url": "https://tickets.corp.internal/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer ${TICKETS_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes `https://`. Unsafe: the server may not speak TLS.
    ///
    /// ## Sources
    /// - RFC 6750, section 5.3: bearer tokens only over TLS (2026-11-23)
    /// - <https://tailscale.com/kb/1015/100.x-addresses> (2026-11-25)
    "credentials-over-http", Tls, Error, Unsafe, Check::Entry(check); security
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for call in calls(subject) {
        let far = matches!(call.reach(subject), Some(Reach::Private | Reach::Public));
        if !far || !call.in_clear() || !carries_credentials(subject, &call) {
            continue;
        }
        if call.is_refused(subject) {
            continue;
        }
        let Some(endpoint) = call.endpoint() else {
            continue;
        };
        let message = format!(
            "{} sends a credential in clear to `{}`",
            subject.quoted(),
            endpoint.host
        );
        let fix = call.over_tls(subject);
        let mut finding = subject
            .finding(&RULE, subject.document().node(call.node).span(), message)
            .label("`http://` hides nothing")
            .effect("everybody on the way can read it, and act with it");
        // The name of a service of Compose leads to a container on this machine.
        if !endpoint.host.contains(['.', ':']) {
            finding = finding.severity(Severity::Warning).pedantic();
        }
        // Most often an address of Tailscale's, which encrypts on the way.
        if may_be_tailnet(endpoint.host) {
            finding = finding.severity(Severity::Info).pedantic();
        }
        if let Some(header) = subject
            .parts()
            .headers
            .iter()
            .find(|header| is_credential(header))
        {
            finding = finding.related(subject.file_id(), header.name_span, "sent with every call");
        }
        if fix.is_none() {
            finding = finding.help("call it by `https://`");
        }
        out.push(finding.fix(fix));
    }
}

/// Whether a header holds a credential.
fn is_credential(header: &Pair) -> bool {
    promise(&header.name).is_some() && !header.value.text.trim().is_empty()
}

/// Whether a credential goes with a call: in a header, before the host, in the query.
pub(super) fn carries_credentials(subject: &Subject<'_>, call: &Call) -> bool {
    let in_url = call
        .endpoint()
        .is_some_and(|endpoint| endpoint.userinfo.is_some())
        || call.url.split_once('?').is_some_and(|(_, query)| {
            query.split('&').any(|part| {
                part.split_once('=')
                    .is_some_and(|(name, value)| !value.is_empty() && promise(name).is_some())
            })
        });
    let in_header = match call.caller {
        Caller::Client => {
            let named = subject.parts().headers.iter().any(is_credential);
            named
                || subject.field(Role::BearerFromEnv).is_some()
                || subject
                    .field(Role::HeadersFromEnv)
                    .is_some_and(|(_, headers)| {
                        headers
                            .entries()
                            .any(|(key, _)| promise(&key.text).is_some())
                    })
        }
        Caller::Bridge => subject
            .bridge()
            .is_some_and(|bridge| bridge.sends_credentials()),
        Caller::Server => false,
    };
    in_url || in_header
}
