//! `port-mismatch`

use std::collections::BTreeMap;

use crate::diagnostic::{Covered, Diagnostic, Fix, Severity};
use crate::document::{Edit, Span};
use crate::ports::{PortUse, Purpose, Registry, tables};
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::FileId;

rule! {
    /// A server whose port is another one in its url, its arguments or its variables.
    ///
    /// ## Why it fails
    /// The url leads to a port on which nothing listens: the client says `ECONNREFUSED`,
    /// "fetch failed" or "Unable to connect", and the server runs well on another port. The
    /// server is recognised by its name: the url and the command that starts it go by the same
    /// one, in one entry or in two files. So is a service of a Compose file beside the configs,
    /// by its name or its container's: that the url misses the one port that it publishes is a
    /// warning.
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
    /// was meant; to move the listener there is the alternative, where the port is nobody's default.
    /// Of two ports of one server you choose which one both say.
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
    // The mentions of one entry stand together.
    for mentions in registry
        .uses
        .chunk_by(|first, second| first.entry == second.entry)
    {
        let listeners = || mentions.iter().filter(|mention| mention.listens());
        for option in listeners().filter(|mention| mention.by == "--port") {
            let variable = listeners().find(|other| {
                SAME_AS_OPTION.contains(&other.by.as_str()) && other.number != option.number
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
                    .help("keep one of them, or write the same port in both")
                    .fix(agree(variable, option))
                    .fix(agree(option, variable))
                    .choice(),
            );
        }
    }
}

/// Lets `other` say the port that `kept` says.
fn agree(other: &PortUse, kept: &PortUse) -> Option<Fix> {
    let edit = Edit::splice(other.node, other.range.clone()?, kept.number.to_string());
    let title = format!("write port {} into `{}`", kept.number, other.by);
    Some(Fix::r#unsafe(title, other.file, vec![edit]))
}

/// Where a server of some name listens.
struct Listener<'r> {
    told: Option<&'r PortUse>,
    number: u64,
    file: FileId,
    span: Span,
    by: &'r str,
    severity: Severity,
}

/// Urls to a port on which their server does not listen.
fn called_elsewhere(context: &Context<'_>, registry: &Registry, out: &mut Vec<Diagnostic>) {
    let lower = |name: &str| name.to_ascii_lowercase();
    let mut by_name: BTreeMap<String, Vec<&PortUse>> = BTreeMap::new();
    for listener in &registry.uses {
        if listener.listens() && listener.port().is_some() && !listener.is_default() {
            let name = lower(&context.workspace.entry(listener.entry).name);
            by_name.entry(name).or_default().push(listener);
        }
    }
    for url in &registry.uses {
        let Some(port) = url.port().filter(|_| url.purpose == Purpose::Connects) else {
            continue;
        };
        let subject = context.subject(url.entry);
        let answered = registry.with_number(url.number).any(PortUse::listens)
            || registry.services_on(url.number).next().is_some();
        if answered {
            continue;
        }
        let listeners = by_name.get(&lower(&subject.entry.name));
        let listener = match listeners.map(Vec::as_slice) {
            Some([first, rest @ ..]) => {
                // With two ports to choose from nobody knows which one is meant.
                let one = rest.iter().all(|other| other.number == first.number);
                one.then(|| Listener {
                    told: Some(*first).filter(|_| rest.is_empty()),
                    number: first.number,
                    file: first.file,
                    span: first.span,
                    by: &first.by,
                    severity: Severity::Error,
                })
            }
            _ => published(registry, &subject, url.number),
        };
        let Some(listener) = listener else { continue };
        let message = format!(
            "{} is called on port {} and {} port {}",
            subject.quoted(),
            url.number,
            match listener.severity {
                Severity::Error => "told to listen on",
                _ => "its Compose service is on",
            },
            listener.number
        );
        let fix = url.range.clone().map(|range| {
            let edit = Edit::splice(url.node, range, listener.number.to_string());
            let title = format!("write port {} into the url", listener.number);
            Fix::r#unsafe(title, url.file, vec![edit])
        });
        // The other way round, where the port of the url is free to listen on.
        let told = listener.told.filter(|_| tables::is_free_of_defaults(port));
        let told = told.and_then(|told| registry.move_to(context.workspace, told, port));
        out.push(
            subject
                .finding(&RULE, url.span, message)
                // Whoever sits on the wrong port is none of the server's concern.
                .instead_of(Covered::of_server(url.entry, &["port-outside-range"]))
                .severity(listener.severity)
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
                .fix(fix)
                .fix(told),
        );
    }
}

/// The one port on which Compose publishes the service of this name, where all of them are known.
/// A url to the container's own port is left to the rule for that.
fn published<'r>(
    registry: &'r Registry,
    subject: &Subject<'_>,
    called: u64,
) -> Option<Listener<'r>> {
    let mut own = registry
        .services
        .iter()
        .filter(|service| service.is_called(&subject.entry.name) && service.is_near(subject.file));
    let only = own.next()?;
    let inside = only
        .target
        .is_some_and(|(first, last)| (first..=last).contains(&called));
    let known = only.complete && !only.varies && only.first == only.last && !inside;
    (known && own.next().is_none()).then(|| Listener {
        told: None,
        number: only.first,
        file: only.file,
        span: only.span,
        by: &only.by,
        // The service need not be what runs.
        severity: Severity::Warning,
    })
}
