//! `port-collision`

use std::collections::{BTreeMap, BTreeSet};

use crate::bridges::Bridge;
use crate::diagnostic::{Diagnostic, Severity};
use crate::known::ports::IfTaken;
use crate::ports::{PortUse, Purpose, Registry, ServicePort};
use crate::rules::{Check, Context, rule};
use crate::workspace::Entry;

rule! {
    /// Two servers that are told to listen on the same port.
    ///
    /// ## Why it fails
    /// Only one process can listen on a port. The second server to start says `EADDRINUSE` or
    /// "address already in use" in its log and exits; the client only says "Connection closed".
    /// Worse, a url may reach the wrong one of the two.
    ///
    /// Compared are `--port` and its like, variables such as `PORT`, ports that Docker publishes,
    /// and those that well-known servers open by themselves, over all files. So are the services of
    /// Compose files beside the configs: with an entry of another name, which is a warning, since
    /// both need not run at once; and with each other where an entry calls the port, which Compose
    /// itself refuses. One server that is declared in several clients with the same command is not
    /// compared with itself. A port on which a bridge such as mcp-remote waits for
    /// the answer of a login must be free too, as soon as its server asks for one: a warning.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--port", "3105"]
    ///     },
    ///     "tickets": {
    ///       "command": "uvx",
    ///       "args": ["tickets-mcp", "--port", "3105"]
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
    ///       "args": ["docs-mcp", "--port", "3105"]
    ///     },
    ///     "tickets": {
    ///       "command": "uvx",
    ///       "args": ["tickets-mcp", "--port", "3101"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Moves the later server to the first recommended port that no entry uses and that is
    /// nobody's default, and with it every option, variable and url that means it, over all
    /// files, Compose files included. Unsafe: something outside of these files may know the old
    /// port. A port of a Compose file that a variable sets is not touched.
    /// The alternative: the other server moves.
    ///
    /// ## Sources
    /// - <https://github.com/compose-spec/compose-go>, merge and ports, read (2026-11-25)
    /// - gmail-mcp#84, robloxstudio-mcp#42, hf-mcp-server#238 (2026-11-23)
    /// - punkpeye/mcp-remote#72, #253, and mcp-remote 0.15.1, read (2026-11-25)
    "port-collision", Port, Error, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut registry = Registry::of(context.workspace);
    callbacks(context, &mut registry, out);
    let mut seen: BTreeMap<u64, Seen> = BTreeMap::new();
    for (at, later) in registry.uses.clone().iter().enumerate() {
        if !later.listens() || later.port().is_none() {
            continue;
        }
        let seen = seen.entry(later.number).or_default();
        let first = seen.listeners.iter().find(|first| {
            let first = &registry.uses[**first];
            !registry.same_server(first.entry, later.entry)
                && first.meets(later.address.as_deref())
                && first.insists()
                && later.insists()
        });
        let first = first.map(|first| registry.uses[*first].clone());
        seen.listeners.push(at);
        // A server that was declared before has been told already.
        let told = !seen.servers.insert(registry.server(later.entry));
        match first.filter(|_| !told) {
            Some(first) => entries(context, &mut registry, &first, later, out),
            None if !told => with_service(context, &mut registry, later, out),
            None => {}
        }
    }
    services(context, &mut registry, out);
}

/// What came before on one port.
#[derive(Default)]
struct Seen {
    listeners: Vec<usize>,
    servers: BTreeSet<Option<usize>>,
}

/// Two entries.
fn entries(
    context: &Context<'_>,
    registry: &mut Registry,
    first: &PortUse,
    later: &PortUse,
    out: &mut Vec<Diagnostic>,
) {
    let subject = context.subject(later.entry);
    let other = context.subject(first.entry);
    let message = format!(
        "{} and {} both listen on port {}",
        other.quoted(),
        subject.quoted(),
        later.number
    );
    let port = registry.take(&context.settings.ports);
    let moved = |of: &PortUse| registry.move_to(context.workspace, of, port?);
    let (fix, other_way) = (moved(later), moved(first));
    let robber = [first, later].into_iter().find_map(|mention| {
        let known = mention.known?;
        (known.if_taken == IfTaken::TakesOver).then_some(known.package)
    });
    let effect = match robber {
        Some(package) => format!("{package} ends whatever listens there when it starts"),
        None => "the second to start ends with \"address already in use\", and its client lists \
                 it as failed"
            .to_owned(),
    };
    let mut finding = subject
        .finding(&RULE, later.span, message)
        .label(if later.is_default() {
            "opens it by itself"
        } else {
            "the same port"
        })
        .effect(effect)
        .related(
            first.file,
            first.span,
            format!("{} listens there too", other.quoted()),
        );
    if fix.is_none() && other_way.is_none() {
        finding = finding.help("give one of them another port");
    }
    out.push(finding.fix(fix).fix(other_way));
}

/// An entry and a service of a Compose file.
fn with_service(
    context: &Context<'_>,
    registry: &mut Registry,
    listener: &PortUse,
    out: &mut Vec<Diagnostic>,
) {
    let subject = context.subject(listener.entry);
    let rival = registry
        .services_near(listener.number, subject.file)
        .find(|service| {
            !service.is_called(&subject.entry.name)
                && listener.meets(service.address.as_deref())
                && listener.insists()
        })
        .cloned();
    let Some(rival) = rival else { return };
    let port = registry.take(&context.settings.ports);
    let fix = port.and_then(|port| registry.move_to(context.workspace, listener, port));
    let other_way = port.and_then(|port| registry.move_service(context.workspace, &rival, port));
    let message = format!(
        "{} and the Compose service `{}` both listen on port {}",
        subject.quoted(),
        rival.service,
        listener.number
    );
    let mut finding = subject
        .finding(&RULE, listener.span, message)
        // They need not run at the same time.
        .severity(Severity::Warning)
        .label("the same port")
        .effect("whichever starts second ends with \"address already in use\"")
        .related(
            rival.file,
            rival.span,
            format!("`{}` has it by `{}`", rival.service, rival.by),
        );
    if fix.is_none() && other_way.is_none() {
        finding = finding.help("give one of them another port");
    }
    if rival.varies {
        finding = finding.pedantic();
    }
    out.push(finding.fix(fix).fix(other_way));
}

/// Two services on a port that an entry calls.
fn services(context: &Context<'_>, registry: &mut Registry, out: &mut Vec<Diagnostic>) {
    let all = registry.services.clone();
    // Only services of one project are started together.
    let mut projects: BTreeMap<usize, Vec<&ServicePort>> = BTreeMap::new();
    for later in all.iter().filter(|service| !service.varies) {
        let before = projects.entry(later.project).or_default();
        // What nobody calls is no affair of MCP.
        let is_called = !registry.calls_to(later.first..=later.last).is_empty();
        let mut earlier = before.iter().copied().filter(|_| is_called);
        let first = earlier.find(|first| {
            first.service != later.service && first.meets(later) && first.starts_with(later)
        });
        before.push(later);
        let Some(first) = first else { continue };
        let shared = first.first.max(later.first)..=first.last.min(later.last);
        let caller = registry
            .calls_to(shared)
            .into_iter()
            .find(|mention| later.is_near(context.workspace.file(mention.file)))
            .cloned();
        let Some(caller) = caller else { continue };
        let port = registry.take(&context.settings.ports);
        let moved = |of: &ServicePort| registry.move_service(context.workspace, of, port?);
        let (fix, other_way) = (moved(later), moved(first));
        let message = format!(
            "the services `{}` and `{}` both publish port {}",
            first.service, later.service, caller.number
        );
        let mut finding = RULE
            .finding(later.file, later.span, message)
            .label("the same port")
            .effect(
                "Compose starts the first and fails at the second: \"port is already allocated\"",
            )
            .related(
                first.file,
                first.span,
                format!("`{}` publishes it too", first.service),
            )
            .related(
                caller.file,
                caller.span,
                format!("{} is called there", context.subject(caller.entry).quoted()),
            );
        if fix.is_none() && other_way.is_none() {
            finding = finding.help("publish one of them on another port");
        }
        out.push(finding.fix(fix).fix(other_way));
    }
}

/// Ports on which a bridge waits for the answer of a login, and which something else holds.
fn callbacks(context: &Context<'_>, registry: &mut Registry, out: &mut Vec<Diagnostic>) {
    for callback in &registry.uses.clone() {
        if callback.purpose != Purpose::Callback || callback.port().is_none() {
            continue;
        }
        let subject = context.subject(callback.entry);
        let position = |other: &PortUse| {
            other.entry == callback.entry
                && other.node == callback.node
                && other.range == callback.range
        };
        let mut earlier = true;
        let rival = registry.with_number(callback.number).find(|other| {
            if position(other) {
                earlier = false;
                return false;
            }
            match other.purpose {
                // Bridges to one url share a login.
                Purpose::Callback => {
                    earlier
                        && !registry.same_server(other.entry, callback.entry)
                        && url(context.workspace.entry(other.entry)) != url(subject.entry)
                }
                // That it will be the same one is for another rule.
                Purpose::Derived => false,
                // What is called there listens there.
                Purpose::Connects => true,
                Purpose::Listens | Purpose::Published => other.meets(callback.address.as_deref()),
            }
        });
        let rival = rival.cloned();
        let Some(rival) = rival else { continue };
        let other = context.subject(rival.entry);
        let (does, what) = match rival.purpose {
            Purpose::Callback | Purpose::Derived => ("waits for a login on", "waits there too"),
            Purpose::Connects => ("is called on", "is called there"),
            Purpose::Listens | Purpose::Published => ("listens on", "listens there"),
        };
        let message = format!(
            "{} waits for a login on port {}, and {} {does} it",
            subject.quoted(),
            callback.number,
            if rival.entry == callback.entry {
                "its server".to_owned()
            } else {
                other.quoted()
            },
        );
        let port = registry.take(&context.settings.ports);
        let moved = |of: &PortUse| registry.move_to(context.workspace, of, port?);
        let other_way = rival.listens() || rival.purpose == Purpose::Callback;
        let other_way = other_way.then(|| moved(&rival)).flatten();
        out.push(
            subject
                .finding(&RULE, callback.span, message)
                .severity(Severity::Warning)
                .label("the callback port")
                .effect("when the server asks for a login, the bridge ends with \"address already in use\"")
                .related(rival.file, rival.span, format!("{} {what}", other.quoted()))
                .fix(moved(callback))
                .fix(other_way),
        );
    }
}

/// The url that an entry leads to through a bridge.
fn url(entry: &Entry) -> Option<String> {
    let bridge = Bridge::started(&entry.interpretation.parts)?;
    Some(bridge.url()?.text().to_owned())
}
