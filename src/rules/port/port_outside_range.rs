//! `port-outside-range`

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::ports::{Purpose, Registry, tables};
use crate::rules::{Check, Context, rule};
use crate::settings::Ports;

rule! {
    /// A local server on a port outside the recommended ranges, 3100-3199 and 8100-8199 unless
    /// the settings say otherwise.
    ///
    /// ## Why it fails
    /// It works until something else wants the port. 3000, 5173, 8000 and 8080 belong to the
    /// development servers of half the world: then the MCP server does not start, or the client
    /// talks to a web app and reports `Unexpected content type: text/html`. On such a port it is
    /// a warning, elsewhere a hint.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--port", "3000"]
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
    ///       "args": ["docs-mcp", "--port", "3101"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Where the listener stands in a configuration or in a Compose file beside it: moves it to the
    /// first recommended port that nothing else uses and that is nobody's default, with every url
    /// that means it. Unsafe:
    /// something outside of these files may know the old port. Where only a url is known the
    /// server itself has to be moved first.
    ///
    /// ## Sources
    /// - googleapis/mcp-toolbox#3794, modelcontextprotocol/python-sdk#705 (2026-11-23)
    "port-outside-range", Port, Info, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let ports = &context.settings.ports;
    let mut registry = Registry::of(context.workspace);
    let mut told: BTreeSet<(Option<usize>, u16)> = BTreeSet::new();
    let mut served: BTreeSet<(u16, usize, String)> = BTreeSet::new();
    let mut listened: BTreeSet<u64> = BTreeSet::new();
    for mention in &registry.uses {
        if mention.listens() {
            listened.insert(mention.number);
        }
    }
    for mention in registry.uses.clone() {
        let login = matches!(mention.purpose, Purpose::Callback | Purpose::Derived);
        // What a server opens by itself is its own affair until something else wants it.
        let Some(port) = mention.port().filter(|_| !login && !mention.is_default()) else {
            continue;
        };
        let kept = ports.recommends(port)
            || tables::is_fixed(port)
            || tables::is_bad(port)
            || tables::tool_of(port).is_some();
        let calls = mention.purpose == Purpose::Connects;
        let plain = calls && matches!(port, 80 | 443);
        // The listener's finding covers the urls that lead to it.
        let covered = calls && listened.contains(&mention.number);
        let subject = context.subject(mention.entry);
        if kept || plain || covered || !told.insert((registry.server(mention.entry), port)) {
            continue;
        }
        let service = registry
            .services_near(mention.number, subject.file)
            .find(|service| calls && !service.varies)
            .cloned();
        // One finding, with all urls in its fix, is enough for a service.
        if let Some(service) = &service
            && !served.insert((port, service.project, service.service.clone()))
        {
            continue;
        }
        let who = tables::default_of(port);
        let verb = if mention.listens() {
            "listens on"
        } else {
            "is called on"
        };
        let mut message = format!("{} {verb} port {port}", subject.quoted());
        message.push_str(&match who {
            Some(who) => format!(", the default of {who}"),
            None => ", outside the recommended ranges".to_owned(),
        });
        let severity = if who.is_some() {
            Severity::Warning
        } else {
            Severity::Info
        };
        let free = if mention.listens() || service.is_some() {
            registry.take(ports)
        } else {
            None
        };
        let fix = free.and_then(|port| match &service {
            Some(service) => registry.move_service(context.workspace, service, port),
            None => registry.move_to(context.workspace, &mention, port),
        });
        let ranges: Vec<String> = ports
            .recommended
            .iter()
            .map(|range| format!("{}-{}", range.first, range.last))
            .collect();
        let mut finding = subject
            .finding(&RULE, mention.span, message)
            .severity(severity)
            .label(format!("said by {}", mention.by));
        if let Some(service) = &service {
            finding = finding.related(
                service.file,
                service.span,
                format!("Compose publishes `{}` there", service.service),
            );
        }
        // Without a wish of the project's own, a quiet port is as good as another.
        if who.is_none() && *ports == Ports::default() {
            finding = finding.pedantic();
        }
        if who.is_some() {
            let effect = if mention.listens() {
                "while one runs there, the server does not start".to_owned()
            } else {
                let caller = mention.bridge.unwrap_or(subject.client().name);
                format!("while one runs there, {caller} talks to the wrong program")
            };
            finding = finding.effect(effect);
        }
        if fix.is_none() && !ranges.is_empty() {
            finding = finding.help(format!(
                "start the server on a port in {}, then write that port here",
                ranges.join(" or ")
            ));
        }
        out.push(finding.fix(fix));
    }
}
