//! `port-collision`

use crate::diagnostic::Diagnostic;
use crate::ports::{PortUse, Registry, identity};
use crate::rules::{Check, Context, rule};

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
    /// command is not compared with itself.
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
    "port-collision", Port, Error, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut registry = Registry::of(context.workspace);
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

/// Whether two listeners on one port get in each other's way: not when each has an address of
/// its own.
fn meet(first: &PortUse, second: &PortUse) -> bool {
    match (&first.address, &second.address) {
        (Some(first), Some(second)) => first == second,
        _ => true,
    }
}
