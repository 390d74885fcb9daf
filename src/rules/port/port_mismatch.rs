//! `port-mismatch`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::ports::{PortUse, Purpose, Registry};
use crate::rules::{Check, Context, rule};

rule! {
    /// A server whose port is another one in its url, its arguments or its variables.
    ///
    /// ## Why it fails
    /// The url leads to a port on which nothing listens: the client says `ECONNREFUSED`,
    /// "fetch failed" or "Unable to connect", and the server runs well on another port. The
    /// server is recognised by its name: the url and the command that starts it go by the same
    /// one, in one entry or in two files.
    ///
    /// Where `--port` and `PORT` of one entry disagree, the server decides which one counts, and
    /// nobody else can tell from the file.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "http://127.0.0.1:3101/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    /// ```json bad ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "3105"]
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
    ///       "url": "http://127.0.0.1:3105/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    /// ```json good ~/.claude.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--port", "3105"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the port of the listener into the url. Unsafe: the other port may be the one that
    /// was meant. Of two ports of one server none is chosen.
    ///
    /// ## Sources
    /// - LibreChat#6933, microsoft/playwright-mcp#1415 (2026-11-23)
    "port-mismatch", Port, Error, Unsafe, Check::Workspace(check)
}

/// Variables that say the same as `--port`; others may be ports of another protocol.
const SAME_AS_OPTION: &[&str] = &[
    "PORT",
    "MCP_PORT",
    "MCP_SERVER_PORT",
    "SERVER_PORT",
    "FASTMCP_PORT",
    "FASTMCP_SERVER_PORT",
];

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let registry = Registry::of(context.workspace);
    called_elsewhere(context, &registry, out);
    told_twice(context, &registry, out);
}

/// `--port` and `PORT` of one entry that disagree.
fn told_twice(context: &Context<'_>, registry: &Registry, out: &mut Vec<Diagnostic>) {
    let listeners = || registry.uses.iter().filter(|mention| mention.listens());
    for option in listeners().filter(|mention| mention.by == "--port") {
        let variable = listeners().find(|other| {
            other.entry == option.entry
                && SAME_AS_OPTION.contains(&other.by.as_str())
                && other.number != option.number
        });
        let Some(variable) = variable else { continue };
        let subject = context.subject(option.entry);
        let message = format!(
            "{} is told to listen on port {} by `{}` and on port {} by `{}`",
            subject.quoted(),
            option.number,
            option.by,
            variable.number,
            variable.by
        );
        out.push(
            subject
                .finding(&RULE, option.span, message)
                .severity(Severity::Warning)
                .label(format!("{} here", option.number))
                .related(
                    variable.file,
                    variable.span,
                    format!("`{}` says {}", variable.by, variable.number),
                )
                .effect("which of the two counts is the server's affair")
                .help("keep one of them, or write the same port in both"),
        );
    }
}

/// Urls to a port on which their server does not listen.
fn called_elsewhere(context: &Context<'_>, registry: &Registry, out: &mut Vec<Diagnostic>) {
    for url in &registry.uses {
        if url.purpose != Purpose::Connects || url.port().is_none() {
            continue;
        }
        let subject = context.subject(url.entry);
        let answered = registry
            .uses
            .iter()
            .any(|other| other.listens() && other.number == url.number);
        let listeners: Vec<&PortUse> = registry
            .uses
            .iter()
            .filter(|other| other.listens() && other.port().is_some())
            .filter(|other| {
                let name = &context.workspace.entry(other.entry).name;
                name.eq_ignore_ascii_case(&subject.entry.name)
            })
            .collect();
        let Some(listener) = listeners.first().filter(|_| !answered) else {
            continue;
        };
        // With two ports to choose from nobody knows which one is meant.
        if listeners
            .iter()
            .any(|other| other.number != listener.number)
        {
            continue;
        }
        let message = format!(
            "{} is called on port {} and told to listen on port {}",
            subject.quoted(),
            url.number,
            listener.number
        );
        let fix = url.range.clone().map(|range| {
            let edit = Edit::splice(url.node, range, listener.number.to_string());
            let title = format!("write port {} into the url", listener.number);
            Fix::r#unsafe(title, url.file, vec![edit])
        });
        out.push(
            subject
                .finding(&RULE, url.span, message)
                .label(format!("nothing listens on {}", url.number))
                .effect(format!(
                    "{} reports a refused connection (ECONNREFUSED)",
                    url.bridge.unwrap_or(subject.client().name)
                ))
                .related(
                    listener.file,
                    listener.span,
                    format!("`{}` says {}", listener.by, listener.number),
                )
                .fix(fix),
        );
    }
}
