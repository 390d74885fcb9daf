//! `tool-port`

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::ports::{PortUse, Purpose, Registry, tables};
use crate::rules::{Check, Context, rule};

rule! {
    /// A server on a port that programs which speak MCP use for themselves: the Inspector, or the
    /// answer of a login.
    ///
    /// ## Why it fails
    /// It works until the other program runs. The MCP Inspector opens its page on 6274 and, before
    /// version 2, its proxy on 6277: it says `PORT IS IN USE` and ends. OpenCode waits for the
    /// answer of a login on 19876, VS Code on 33418.
    ///
    /// A bridge such as mcp-remote that is told no port for the answer derives one from the url, the
    /// same one at each start. It may be any from 3335 on, one of 8100-8199 included: where another
    /// server listens there, the bridge ends with `EADDRINUSE` as soon as its server asks for a
    /// login.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "6277"]
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
    /// Moves the server to the first recommended port that nothing else uses, with every url that
    /// means it. For a derived port, writes one of these behind the url of the bridge. Unsafe:
    /// something outside of these files may know the old port, such as the login's list of
    /// addresses that it may answer to.
    ///
    /// ## Sources
    /// - `@modelcontextprotocol/inspector` 2.12.0, read (2026-11-25); its README of 1.x (2026-11-23)
    /// - modelcontextprotocol/inspector#1090, punkpeye/mcp-remote#312 (2026-11-23)
    /// - mcp-remote 0.15.1, read: `calculateDefaultPort` (2026-11-25)
    /// - OpenCode and VS Code: their constants for the callback, read (2026-11-25)
    "tool-port", Port, Warning, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut registry = Registry::of(context.workspace);
    let mut told: BTreeSet<(Option<usize>, u64)> = BTreeSet::new();
    for mention in registry.uses.clone() {
        match mention.purpose {
            Purpose::Derived => derived(context, &mut registry, &mention, out),
            Purpose::Callback => {}
            _ => {
                let tool = mention.port().and_then(tables::tool_of);
                let server = (registry.server(mention.entry), mention.number);
                if let Some(tool) = tool
                    && told.insert(server)
                {
                    of_a_tool(context, &mut registry, &mention, tool, out);
                }
            }
        }
    }
}

/// A port that some program always takes for itself.
fn of_a_tool(
    context: &Context<'_>,
    registry: &mut Registry,
    mention: &PortUse,
    tool: &str,
    out: &mut Vec<Diagnostic>,
) {
    // The listener's finding covers the urls that lead to it.
    let calls = mention.purpose == Purpose::Connects;
    if calls && registry.with_number(mention.number).any(PortUse::listens) {
        return;
    }
    let subject = context.subject(mention.entry);
    let service = registry
        .services_near(mention.number, subject.file)
        .find(|service| calls && !service.varies)
        .cloned();
    let verb = if calls { "is called on" } else { "listens on" };
    let message = format!(
        "{} {verb} port {}, which is that of {tool}",
        subject.quoted(),
        mention.number
    );
    let free = if calls && service.is_none() {
        None
    } else {
        registry.take(&context.settings.ports)
    };
    let fix = free.and_then(|port| match &service {
        Some(service) => registry.move_service(context.workspace, service, port),
        None => registry.move_to(context.workspace, mention, port),
    });
    let mut finding = subject
        .finding(&RULE, mention.span, message)
        .label(format!("said by {}", mention.by))
        .effect("of the two, the one that starts second finds the port taken");
    if let Some(service) = &service {
        finding = finding.related(
            service.file,
            service.span,
            format!("Compose publishes `{}` there", service.service),
        );
    }
    if fix.is_none() {
        finding = finding.help("start the server on another port, then write that port here");
    }
    out.push(finding.fix(fix));
}

/// A port that a bridge chooses for the answer of a login, and on which something else listens.
fn derived(
    context: &Context<'_>,
    registry: &mut Registry,
    bridge: &PortUse,
    out: &mut Vec<Diagnostic>,
) {
    let subject = context.subject(bridge.entry);
    let rival = registry.with_number(bridge.number).find(|other| {
        matches!(
            other.purpose,
            Purpose::Listens | Purpose::Published | Purpose::Connects
        ) && other.entry != bridge.entry
            && other.insists()
    });
    let service = || {
        let mut services = registry.services_near(bridge.number, subject.file);
        services.find(|service| !service.varies)
    };
    let (file, span, who) = match rival {
        Some(rival) => (
            rival.file,
            rival.span,
            context.subject(rival.entry).quoted(),
        ),
        None => match service() {
            Some(service) => (
                service.file,
                service.span,
                format!("the Compose service `{}`", service.service),
            ),
            None => return,
        },
    };
    let name = bridge.bridge.unwrap_or("the bridge");
    let message = format!(
        "{} waits for a login on port {}, which {name} derives from the url, and {who} is there",
        subject.quoted(),
        bridge.number
    );
    let fix = registry
        .take(&context.settings.ports)
        .and_then(|port| registry.move_to(context.workspace, bridge, port));
    let mut finding = subject
        .finding(&RULE, bridge.span, message)
        .severity(Severity::Warning)
        .label(format!("leads to port {}", bridge.number))
        .effect(format!(
            "when the server asks for a login, {name} ends with \"address already in use\""
        ))
        .related(file, span, format!("{who} has port {}", bridge.number));
    if fix.is_none() {
        finding = finding.help("write another port behind the url");
    }
    out.push(finding.fix(fix));
}
