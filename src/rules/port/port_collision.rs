//! `port-collision`

use crate::bridges::Bridge;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ports::{PortUse, Purpose, Registry, identity};
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
    /// Compared are `--port` and its like, variables such as `PORT`, and ports that Docker
    /// publishes, over all files. One server that is declared in several clients with the same
    /// command is not compared with itself. A port on which a bridge such as mcp-remote waits for
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
    /// files. Unsafe: something outside of these files may know the old port.
    ///
    /// ## Sources
    /// - gmail-mcp#84, robloxstudio-mcp#42, hf-mcp-server#238 (2026-11-23)
    /// - punkpeye/mcp-remote#72, #253, and mcp-remote 0.15.1, read (2026-11-25)
    "port-collision", Port, Error, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut registry = Registry::of(context.workspace);
    callbacks(context, &mut registry, out);
    let listeners: Vec<PortUse> = registry
        .uses
        .iter()
        .filter(|mention| mention.listens() && mention.port().is_some())
        .cloned()
        .collect();
    let identities: Vec<String> = listeners
        .iter()
        .map(|listener| identity(context.workspace.entry(listener.entry)))
        .collect();
    for (at, later) in listeners.iter().enumerate() {
        // A server that was declared before has been told already.
        let told = (0..at).any(|earlier| {
            listeners[earlier].number == later.number && identities[earlier] == identities[at]
        });
        let first = (0..at).find(|earlier| {
            let earlier_use = &listeners[*earlier];
            earlier_use.number == later.number
                && identities[*earlier] != identities[at]
                && meet(earlier_use, later)
        });
        let Some(first) = first.filter(|_| !told).map(|first| &listeners[first]) else {
            continue;
        };
        let subject = context.subject(later.entry);
        let other = context.subject(first.entry);
        let message = format!(
            "{} and {} both listen on port {}",
            other.quoted(),
            subject.quoted(),
            later.number
        );
        let fix = registry
            .take(&context.settings.ports)
            .and_then(|port| registry.move_to(context.workspace, later, port));
        let mut finding = subject
            .finding(&RULE, later.span, message)
            .label("the same port")
            .effect(
                "the second to start ends with \"address already in use\", and its client lists \
                 it as failed",
            )
            .related(
                first.file,
                first.span,
                format!("{} listens there too", other.quoted()),
            );
        if fix.is_none() {
            finding = finding.help("give one of them another port");
        }
        out.push(finding.fix(fix));
    }
}

/// Ports on which a bridge waits for the answer of a login, and which something else holds.
fn callbacks(context: &Context<'_>, registry: &mut Registry, out: &mut Vec<Diagnostic>) {
    let uses = registry.uses.clone();
    for (at, callback) in uses.iter().enumerate() {
        if callback.purpose != Purpose::Callback || callback.port().is_none() {
            continue;
        }
        let subject = context.subject(callback.entry);
        let own = identity(subject.entry);
        let rival = uses.iter().enumerate().find(|(other_at, other)| {
            let same = other.number == callback.number && *other_at != at;
            let declared = context.workspace.entry(other.entry);
            same && match other.purpose {
                // Bridges to one url share a login.
                Purpose::Callback => {
                    *other_at < at
                        && identity(declared) != own
                        && url(declared) != url(subject.entry)
                }
                // What is called there listens there.
                Purpose::Connects => true,
                Purpose::Listens | Purpose::Published => meet(other, callback),
            }
        });
        let Some((_, rival)) = rival else { continue };
        let other = context.subject(rival.entry);
        let (does, what) = match rival.purpose {
            Purpose::Callback => ("waits for a login on", "waits there too"),
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
        let fix = registry
            .take(&context.settings.ports)
            .and_then(|port| registry.move_to(context.workspace, callback, port));
        out.push(
            subject
                .finding(&RULE, callback.span, message)
                .severity(Severity::Warning)
                .label("the callback port")
                .effect("when the server asks for a login, the bridge ends with \"address already in use\"")
                .related(rival.file, rival.span, format!("{} {what}", other.quoted()))
                .fix(fix),
        );
    }
}

/// The url that an entry leads to through a bridge.
fn url(entry: &Entry) -> Option<String> {
    let bridge = Bridge::started(&entry.interpretation.parts)?;
    Some(bridge.url()?.text().to_owned())
}

/// Whether two listeners on one port get in each other's way: not when each has an address of
/// its own.
fn meet(first: &PortUse, second: &PortUse) -> bool {
    match (&first.address, &second.address) {
        (Some(first), Some(second)) => first == second,
        _ => true,
    }
}
