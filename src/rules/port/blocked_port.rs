//! `blocked-port`

use crate::bridges::{Bridge, Runtime};
use crate::diagnostic::{Diagnostic, Severity};
use crate::hosts;
use crate::interpret::{Status, Text};
use crate::model::Os;
use crate::ports::{Purpose, Registry, tables};
use crate::rules::{Check, Context, Subject, rule};

rule! {
    /// A port that cannot be used: no port at all, one that clients refuse to call, or one that
    /// only an administrator may listen on.
    ///
    /// ## Why it fails
    /// Ports end at 65535, and 0 means "any". Some eighty ports that belong to mail, chat and
    /// other old protocols are refused by `fetch` before it connects: Node.js says "bad port",
    /// Bun and Python go on. On Linux, ports below 1024 need special rights to listen on.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "70000"]
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
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "3101"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Where the listener stands in a configuration: moves it to the first recommended port that
    /// no entry uses, with every url that means it. Unsafe: something outside of these files may
    /// know the old port.
    ///
    /// ## Sources
    /// - <https://fetch.spec.whatwg.org/#port-blocking> (2026-11-23)
    /// - observed: Node.js 20, Deno 2.8, Bun 1.4.5 (2026-11-23)
    "blocked-port", Port, Error, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    listeners(context, out);
    for subject in context.subjects() {
        if subject.entry.status == Status::Disabled {
            continue;
        }
        let fetch = subject.client().remote.fetch;
        if let Some(url) = &subject.parts().url {
            let client = subject.client().name;
            called(&subject, url, &url.text, (client, fetch), out);
        }
        let Some(bridge) = subject.bridge() else {
            continue;
        };
        if let Some(url) = bridge.url() {
            let node = bridge.is.runtime == Runtime::Node;
            let caller = (bridge.name(), bridge.certain.then_some(node));
            called(&subject, url.word.source, url.text(), caller, out);
        }
        callback(&subject, &bridge, out);
    }
}

/// Whether a bridge can wait for the answer of a login where it is told to.
fn callback(subject: &Subject<'_>, bridge: &Bridge<'_>, out: &mut Vec<Diagnostic>) {
    let Some(value) = &bridge.callback else {
        return;
    };
    let text = value.text();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || text.parse::<u16>().is_ok() {
        return;
    }
    let message = format!(
        "{} of {} is to wait for a login on port {text}, and ports end at 65535",
        bridge.name(),
        subject.quoted()
    );
    let span = subject.document().node(value.word.source.node).span();
    out.push(
        subject
            .finding(&RULE, span, message)
            .label("no such port")
            .effect(format!(
                "{} ends as soon as the server asks for a login",
                bridge.name()
            ))
            .help("leave it out, and a port is chosen"),
    );
}

/// Whether a url can be called; by whom, and whether that uses `fetch`.
fn called(
    subject: &Subject<'_>,
    text: &Text,
    url: &str,
    (caller, fetch): (&str, Option<bool>),
    out: &mut Vec<Diagnostic>,
) {
    let Some(digits) = hosts::literal(url).and_then(|endpoint| endpoint.port_text) else {
        return;
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let name = subject.quoted();
    let (message, severity, label) = match digits.parse::<u16>() {
        Err(_) => (
            format!("the url of {name} has port {digits}, and ports end at 65535"),
            Severity::Error,
            "no such port",
        ),
        Ok(0) => (
            format!("the url of {name} has port 0, on which nothing can be called"),
            Severity::Error,
            "no such port",
        ),
        Ok(port) if tables::is_bad(port) => (
            format!("the url of {name} has port {port}, which `fetch` refuses to call"),
            if fetch == Some(true) {
                Severity::Error
            } else {
                Severity::Info
            },
            "\"bad port\"",
        ),
        Ok(_) => return,
    };
    let effect = match severity {
        Severity::Error => format!("{caller} fails before it connects"),
        _ => "callers on Node.js fail before they connect, others connect".to_owned(),
    };
    let span = subject.document().node(text.node).span();
    out.push(
        subject
            .finding(&RULE, span, message)
            .severity(severity)
            .label(label)
            .effect(effect)
            .help("start the server on another port and write that here"),
    );
}

/// Whether a server can listen where it is told to.
fn listeners(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut registry = Registry::of(context.workspace);
    for mention in registry.uses.clone() {
        if !mention.listens() {
            continue;
        }
        let subject = context.subject(mention.entry);
        let name = subject.quoted();
        let number = mention.number;
        let (message, severity, label, effect) = match mention.port() {
            None => (
                format!("{name} is told to listen on port {number}, and ports end at 65535"),
                Severity::Error,
                "no such port",
                "the server cannot open it, and ends",
            ),
            Some(port) if tables::is_bad(port) => (
                format!("{name} is told to listen on port {port}, which `fetch` refuses to call"),
                Severity::Info,
                "\"bad port\"",
                "callers on Node.js fail before they connect, others connect",
            ),
            Some(port)
                if port < 1024
                    && mention.purpose == Purpose::Listens
                    && context.host.os() == Os::Linux =>
            {
                (
                    format!(
                        "{name} is told to listen on port {port}, which needs special rights on Linux"
                    ),
                    Severity::Info,
                    "below 1024",
                    "without these rights the server ends with \"permission denied\"",
                )
            }
            Some(_) => continue,
        };
        let fix = registry
            .take(&context.settings.ports)
            .and_then(|port| registry.move_to(context.workspace, &mention, port));
        out.push(
            subject
                .finding(&RULE, mention.span, message)
                .severity(severity)
                .label(label)
                .effect(effect)
                .fix(fix),
        );
    }
}
