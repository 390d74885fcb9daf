//! `redundant-bridge`

use crate::bridges::{Bridge, Verify};
use crate::commandline::{CommandLine, Launcher};
use crate::diagnostic::{Diagnostic, Fix};
use crate::endpoint::transport_by_path;
use crate::hosts::{self, Reach};
use crate::model::{Basis, Role, Topic, Transport};
use crate::rules::rewrite::call_instead;
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// A bridge to a server that the client can call itself.
    ///
    /// ## Why it fails
    /// It does not, yet: but it takes Node.js or Python and a download before the server is there,
    /// logins are kept in a place of the bridge's own, and errors are told twice removed. Bridges
    /// come from the time when clients could start programs only; most can call a url now.
    ///
    /// A bridge is needed, and nothing is said, where it carries a header, a variable, a
    /// certificate, a fixed login or any option but its transport, where the host is private and
    /// speaks TLS, and where the server may ask for a login that the client is not known to give.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://mcp.example.com/mcp"]
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
    /// Writes the url as this client takes it. Unsafe: a login has to be given anew, and a server
    /// may speak HTTP+SSE at a path that does not tell.
    ///
    /// ## Sources
    /// - <https://github.com/geelen/mcp-remote#readme>: "a stop-gap" for clients that speak stdio
    ///   only (2026-11-25)
    "redundant-bridge", Transport, Info, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let Some(line) = subject.line() else {
        return;
    };
    let Some(bridge) = subject.bridge().filter(|bridge| bridge.certain) else {
        return;
    };
    let Some(url) = bridge.url() else { return };
    let bare = parts.env.is_empty() && line.assignments.is_empty() && parts.cwd.is_none();
    if !bare || !is_plain(&bridge) || !launched_plainly(&line) {
        return;
    }
    let Some(transport) = transport(&bridge, url.text()) else {
        return;
    };
    if !can_call(subject, url.text(), transport) {
        return;
    }
    let called = subject.document().node(bridge.called.source.node);
    let name = subject.client().name;
    let message = format!(
        "{} reaches its server through {}, and {name} can call it itself",
        subject.quoted(),
        bridge.name()
    );
    let fix = call_instead(subject, url.text(), transport)
        .map(|edits| Fix::r#unsafe(format!("let {name} call the url"), subject.file_id(), edits));
    let mut finding = subject
        .finding(&RULE, called.span(), message)
        .label("a bridge without need");
    if fix.is_none() {
        finding = finding.help("give the url to the client");
    }
    out.push(finding.fix(fix));
}

/// Whether a bridge is told nothing but its url and perhaps the transport.
fn is_plain(bridge: &Bridge<'_>) -> bool {
    let nothing = bridge.headers.is_empty()
        && bridge.no_headers.is_empty()
        && bridge.secrets.is_empty()
        && bridge.json.is_empty()
        && bridge.callback.is_none()
        && bridge.port.is_none()
        && bridge.host.is_none()
        && bridge.output.is_none()
        && bridge.serves.is_empty()
        && bridge.verify == Verify::Default
        && bridge.before_url.is_none()
        && bridge.joined.is_empty()
        && bridge.gone.is_empty()
        && !bridge.allows_http
        && !bridge.contained;
    let url = bridge.url().map(|url| &url.word);
    let told = bridge.transport.as_ref();
    nothing
        && bridge.arguments.iter().all(|word| {
            let value = told.is_some_and(|told| told.value.word == *word);
            let option = told.is_some_and(|told| told.by == word.text);
            url == Some(word) || value || option
        })
}

/// Whether the launcher is told nothing but the package.
fn launched_plainly(line: &CommandLine<'_>) -> bool {
    let own = match line.launcher {
        Launcher::Docker => return false,
        _ => line.words.get(1..line.own).unwrap_or_default(),
    };
    let package = line.package.as_ref().map(|package| package.word);
    own.iter().enumerate().all(|(index, word)| {
        Some(index + 1) == package
            || matches!(word.text.as_ref(), "-y" | "--yes" | "-q" | "--quiet")
    })
}

/// The transport that the server speaks, as far as the bridge and its url tell.
fn transport(bridge: &Bridge<'_>, url: &str) -> Option<Transport> {
    match bridge.speaks {
        [only] => Some(*only),
        several => {
            let by_path = transport_by_path(url);
            several.contains(&by_path).then_some(by_path)
        }
    }
}

/// Whether the client can surely call such a url, login included.
fn can_call(subject: &Subject<'_>, url: &str, transport: Transport) -> bool {
    let schema = subject.schema();
    let known = subject
        .client()
        .basis(Topic::Transport)
        .is_some_and(|basis| basis != Basis::Reported);
    if !known || !schema.transport.speaks.contains(&transport) || !variables::scan(url).is_empty() {
        return false;
    }
    let Some(endpoint) = hosts::literal(url) else {
        return false;
    };
    let internal = &subject.context.settings.tls.internal_suffixes;
    let tls = endpoint.is_tls();
    match hosts::reach(endpoint.host, internal) {
        // What runs here asks for no login, and shows no certificate that is trusted.
        Reach::Loopback => !tls,
        Reach::Public | Reach::Tailnet => tls && schema.field_for(Role::OAuth).is_some(),
        Reach::Private | Reach::ContainerHost => false,
    }
}
