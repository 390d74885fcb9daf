//! `stdio-server-by-url`

use std::collections::{BTreeMap, BTreeSet};

use crate::bridges::Bridge;
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::endpoint::Endpoint;
use crate::known::servers::{self, KnownServer, Serves};
use crate::model::{Role, Transport};
use crate::rules::rewrite::{Start, start_instead};
use crate::rules::{Check, Context, Subject, rule};
use crate::variables;

rule! {
    /// A url for a server that speaks over standard input and output only.
    ///
    /// ## Why it fails
    /// Such a server opens no port: nothing listens at the url, and the client reports
    /// ECONNREFUSED. The reference servers (filesystem, memory, git, fetch, time …) and most
    /// servers that are installed with npx or uvx are of this kind; the client starts them itself.
    /// Where only another entry of the same name says so, it may be started by hand to serve HTTP:
    /// that is told to whoever asks for everything (`--pedantic`).
    ///
    /// ## Example
    /// ```json bad .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "url": "http://localhost:3000/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the command that starts the server, in this client's fields: the one of another entry
    /// of the same name where there is one, else that of the package, which is the alternative
    /// otherwise. Unsafe: a bridge that serves
    /// it over HTTP may run somewhere.
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/servers> (2026-11-23)
    /// - <https://github.com/czlonkowski/n8n-mcp/issues/105> (2026-11-23)
    "stdio-server-by-url", Transport, Error, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut others: Option<Others<'_>> = None;
    for subject in context.subjects() {
        entry(&subject, &mut others, out);
    }
}

fn entry<'a>(subject: &Subject<'a>, others: &mut Option<Others<'a>>, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let Some(url) = &parts.url else { return };
    if parts.command.is_some() || variables::is_templated(&url.text) {
        return;
    }
    let Some(endpoint) = Endpoint::parse(&url.text) else {
        return;
    };
    // A hosted server of the same name is another program; a path such as `/servers/git/sse` is
    // a bridge's.
    let Some(port) = endpoint.port() else { return };
    if !endpoint.is_loopback() || endpoint.path.matches('/').count() > 1 {
        return;
    }
    let others = others.get_or_insert_with(|| Others::of(&subject.context));
    if others.served.contains(&port.to_string()) {
        return;
    }
    let known = known(subject, &url.text);
    let started = started(subject, others);
    let (severity, says) = match (known, &started) {
        (Some(server), _) => (
            Severity::Error,
            format!("`{}` speaks over stdio only", server.package),
        ),
        (None, Some(_)) => (
            Severity::Warning,
            "another entry starts it over stdio".to_owned(),
        ),
        (None, None) => return,
    };
    let node = subject.document().node(url.node);
    let mut finding = subject
        .finding(
            &RULE,
            node.span(),
            format!("{} is called by url, and {says}", subject.quoted()),
        )
        .severity(severity);
    let client = subject.client().name;
    finding = if known.is_some() {
        finding.label("nothing listens here").effect(format!(
            "{client} reports a refused connection (ECONNREFUSED)"
        ))
    } else {
        // It may be started by hand to serve HTTP.
        finding
            .pedantic()
            .label("who listens here?")
            .effect(format!(
                "where nobody has started it to serve HTTP, {client} reports a refused connection (ECONNREFUSED)"
            ))
    };
    finding = finding.help("let the client start the server with a command; where you serve it over HTTP through a bridge, ignore this");
    if let Some(started) = &started {
        finding = finding.related(started.file, started.span, "started over stdio here");
    }
    let begin = |start: Start| {
        let edits = start_instead(subject, &start)?;
        let title = format!("start `{} {}`", start.program, start.arguments.join(" "));
        Some(Fix::r#unsafe(title, subject.file_id(), edits))
    };
    let copied = started.and_then(|started| begin(started.start?));
    let packaged = known.and_then(|known| begin(from_package(known)?));
    let packaged = packaged.filter(|it| copied.as_ref().is_none_or(|copied| copied != it));
    out.push(finding.fix(copied).fix(packaged));
}

/// The server that this must be, when it is known to speak stdio only.
fn known(subject: &Subject<'_>, url: &str) -> Option<&'static KnownServer> {
    // A name such as `github` or `sentry` is also that of servers which do serve HTTP: those
    // that need settings of one's own are told by their package only.
    let by_name =
        || servers::by_entry_name(&subject.entry.name).filter(|server| server.arguments.is_some());
    servers::ALL
        .iter()
        .find(|server| url.contains(server.package))
        .or_else(by_name)
        .filter(|server| matches!(server.serves, Serves::StdioOnly))
}

struct Started {
    file: crate::workspace::FileId,
    span: crate::document::Span,
    start: Option<Start>,
}

/// Another entry of the same name that starts a package over stdio.
fn started(subject: &Subject<'_>, others: &Others<'_>) -> Option<Started> {
    let named = others.started.get(subject.entry.name.as_str())?;
    named.iter().find_map(|other| {
        if other.id == subject.id {
            return None;
        }
        let line = CommandLine::of(other.parts())?;
        let package = line.package_name()?;
        let may_serve = Bridge::of(other.parts(), &line).is_some()
            || servers::by_package(package)
                .is_some_and(|server| !matches!(server.serves, Serves::StdioOnly))
            || line.option(&["--transport", "--port", "-p"]).is_some();
        if may_serve {
            return None;
        }
        Some(Started {
            file: other.file_id(),
            span: other.name_span(),
            start: copied(subject, other),
        })
    })
}

/// The other entry's command, as long as it means the same in this file.
fn copied(subject: &Subject<'_>, other: &Subject<'_>) -> Option<Start> {
    let parts = other.parts();
    // Secrets are not copied from file to file.
    if !parts.env.is_empty() || parts.cwd.is_some() {
        return None;
    }
    let texts = parts.command.iter().chain(&parts.args);
    let portable = texts.clone().all(|text| {
        variables::scan(&text.text)
            .iter()
            .filter(|variable| variable.certain)
            .all(|variable| subject.variables().expands(variable.form, Role::Args))
    });
    portable.then_some(())?;
    Some(Start {
        program: parts.command.as_ref()?.text.clone(),
        arguments: parts.args.iter().map(|text| text.text.clone()).collect(),
        env: Vec::new(),
    })
}

fn from_package(server: &KnownServer) -> Option<Start> {
    let (program, arguments) = server.command_line()?;
    Some(Start {
        program: program.to_owned(),
        arguments,
        env: Vec::new(),
    })
}

/// What all entries are looked through for.
struct Others<'a> {
    /// The numbers that some entry mentions, as a bridge or a container that serves there would.
    served: BTreeSet<String>,
    /// The servers that are started over stdio, by name.
    started: BTreeMap<&'a str, Vec<Subject<'a>>>,
}

impl<'a> Others<'a> {
    fn of(context: &Context<'a>) -> Others<'a> {
        let mut others = Others {
            served: BTreeSet::new(),
            started: BTreeMap::new(),
        };
        for subject in context.subjects() {
            let parts = subject.parts();
            let by_default = Bridge::started(parts).and_then(|bridge| bridge.listens());
            others
                .served
                .extend(by_default.map(|port| port.to_string()));
            let texts = parts.args.iter();
            for text in texts.chain(parts.env.iter().map(|pair| &pair.value)) {
                let numbers = text.text.split(|c: char| !c.is_ascii_digit());
                others
                    .served
                    .extend(numbers.filter(|it| !it.is_empty()).map(str::to_owned));
            }
            if subject.entry.interpretation.transport == Some(Transport::Stdio) {
                others
                    .started
                    .entry(&subject.entry.name)
                    .or_default()
                    .push(subject);
            }
        }
        others
    }
}
