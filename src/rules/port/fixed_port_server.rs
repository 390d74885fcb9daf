//! `fixed-port-server`

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::known::ports::IfTaken;
use crate::ports::{PortUse, Registry};
use crate::rules::{Check, Context, rule};

rule! {
    /// A server that opens a port of its own and is started by several clients: each client starts
    /// a process of its own, and only one of them gets the port.
    ///
    /// ## Why it fails
    /// A client that starts a server by its command starts one for itself; so does each window or
    /// session of it. Two processes with the same `--port`, the same published port of a container,
    /// or the same port that the server opens by itself cannot run at once: the second ends with
    /// "address already in use", and its client says "Connection closed". Some servers end whatever
    /// has the port instead, and the first client loses its server.
    ///
    /// It works as long as only one of the clients is open.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "diagrams": {
    ///       "command": "npx",
    ///       "args": ["-y", "drawio-mcp-server"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```json bad .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "diagrams": {
    ///       "command": "npx",
    ///       "args": ["-y", "drawio-mcp-server"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// A port for each client, or one server that runs by itself and that both call by its url.
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "diagrams": {
    ///       "command": "npx",
    ///       "args": ["-y", "drawio-mcp-server"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```json good .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "diagrams": {
    ///       "command": "npx",
    ///       "args": ["-y", "drawio-mcp-server", "--extension-port", "3334"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - drawio-mcp-server 2.3.0, read: it ends when 3333 is taken (2026-11-25)
    /// - `@browsermcp/mcp` 0.1.3, read: it ends what has 9009 (2026-11-25)
    /// - robloxstudio-mcp#42, hf-mcp-server#238 (2026-11-23); both have learnt to give way since, as
    ///   their packages of 2026-11-25 show
    "fixed-port-server", Port, Warning, None, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let registry = Registry::of(context.workspace);
    let mut first_of: BTreeMap<(usize, u64), &PortUse> = BTreeMap::new();
    let mut told: Vec<(usize, u64, &str)> = Vec::new();
    for later in &registry.uses {
        let started = context.subject(later.entry).parts().command.is_some();
        if !later.listens() || later.port().is_none() || !later.insists() || !started {
            continue;
        }
        let Some(server) = registry.server(later.entry) else {
            continue;
        };
        let key = (server, later.number);
        let Some(first) = first_of.get(&key) else {
            first_of.insert(key, later);
            continue;
        };
        let subject = context.subject(later.entry);
        let other = context.subject(first.entry);
        // Of two files of one client one counts, which is for another rule to say.
        let client = subject.client();
        if client.id == other.client().id || told.contains(&(server, later.number, client.id)) {
            continue;
        }
        told.push((server, later.number, client.id));
        let message = format!(
            "{} opens port {}, and both {} and {} start it",
            subject.quoted(),
            later.number,
            other.client().name,
            client.name
        );
        let effect = match later.known.map(|known| (known, known.if_taken)) {
            Some((known, IfTaken::TakesOver)) => format!(
                "the second to start ends the first, to have the port for {}",
                known.what
            ),
            Some((known, _)) => format!(
                "the second to start ends with \"address already in use\": the port is for {}",
                known.what
            ),
            None => "the second to start ends with \"address already in use\"".to_owned(),
        };
        out.push(
            subject
                .finding(&RULE, later.span, message)
                .label(if later.is_default() {
                    "opens it by itself".to_owned()
                } else {
                    format!("said by {}", later.by)
                })
                .effect(effect)
                .help(
                    "give it another port here, or start it once by itself and let both clients \
                     call its url",
                )
                .related(
                    first.file,
                    first.span,
                    format!("{} starts it too", other.client().name),
                ),
        );
    }
}
