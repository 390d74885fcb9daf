//! `port-in-use`

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::ports::{Registry, sockets};
use crate::rules::{Check, Context, rule};

rule! {
    /// A server that is told to listen on a port on which something listens now.
    ///
    /// ## Why it fails
    /// The server ends with "address already in use", and its client says "Connection closed". But
    /// what listens there may be the server itself, started by a client that is open: so a pedantic
    /// run asks for this, and only on the machine itself. It reads `/proc/net/tcp` and
    /// `/proc/net/tcp6`, which name ports and no programs; other systems than Linux keep no such
    /// file. Nothing is called and nothing is started.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "3105"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text bad /proc/net/tcp
    ///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
    ///    0: 0100007F:0C21 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000
    /// ```
    ///
    /// ## Use instead
    /// A port on which nothing listens.
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "3106"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text good /proc/net/tcp
    ///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
    ///    0: 0100007F:0C21 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000
    /// ```
    ///
    /// ## Sources
    /// - proc_pid_net(5): `/proc/net/tcp` (2026-11-25)
    "port-in-use", Port, Warning, None, Pedantic, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(sockets) = context.machine().and_then(sockets::listening) else {
        return;
    };
    let registry = Registry::of(context.workspace);
    let mut told: BTreeSet<(Option<usize>, u64)> = BTreeSet::new();
    for mention in &registry.uses {
        let taken = mention.listens()
            && mention.insists()
            && sockets.iter().any(|(address, port)| {
                u64::from(*port) == mention.number
                    && sockets::meets(mention.address.as_deref(), *address)
            });
        if !taken || !told.insert((registry.server(mention.entry), mention.number)) {
            continue;
        }
        let subject = context.subject(mention.entry);
        let message = format!(
            "{} is to listen on port {}, and something listens there now",
            subject.quoted(),
            mention.number
        );
        out.push(
            subject
                .finding(&RULE, mention.span, message)
                .label("taken")
                .effect(
                    "unless that is this server, started by a client that is open, it ends with \
                     \"address already in use\"",
                )
                .help(format!(
                    "`ss -ltnp 'sport = :{}'` says what it is",
                    mention.number
                )),
        );
    }
}
