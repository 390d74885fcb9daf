//! `docker-loopback-bind`

use crate::binds::{self, Bind};
use crate::commandline::{self, CommandLine, Word};
use crate::compose::{Compose, Mapping, Service};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::{Docker, Verb};
use crate::document::Edit;
use crate::interpret::Status;
use crate::ports::{PortUse, Registry};
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::FileId;

rule! {
    /// A server in a container that is told to listen on 127.0.0.1, while its port is published.
    ///
    /// ## Why it fails
    /// In a container 127.0.0.1 is the container itself. A published port is forwarded to the
    /// container's other address, on which nothing listens then. Docker takes the connection and
    /// drops it: the client says "empty reply", "socket hang up" or `ECONNRESET`; from another
    /// container it is `ECONNREFUSED`. A service of a Compose file is told where a url of a client
    /// calls it.
    ///
    /// `--host` and `HOST` may as well name another machine: with nothing that tells of HTTP beside
    /// them it is a warning.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "browser": {
    ///       "command": "docker",
    ///       "args": ["run", "--rm", "-i", "-p", "127.0.0.1:3101:8931", "example/browser-mcp", "--port", "8931", "--host", "127.0.0.1"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "browser": {
    ///       "command": "docker",
    ///       "args": ["run", "--rm", "-i", "-p", "127.0.0.1:3101:8931", "example/browser-mcp", "--port", "8931", "--host", "0.0.0.0"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes 0.0.0.0, every address of the container, and publishes its ports on 127.0.0.1 of the
    /// host, so that the network outside still reaches nothing. Unsafe: another machine may be
    /// meant to call the port.
    ///
    /// ## Sources
    /// - microsoft/playwright-mcp#1415, iuill/playwright-mcp-docker#6, ClickHouse/mcp-clickhouse#63,
    ///   docling-project/docling-mcp#52 (2026-11-23)
    /// - <https://docs.docker.com/engine/network/port-publishing/> (2026-11-25)
    "docker-loopback-bind", Docker, Error, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for subject in context.subjects() {
        if subject.entry.status != Status::Disabled {
            started(&subject, out);
        }
    }
    let compose = Compose::of(context.workspace);
    if compose.projects.is_empty() {
        return;
    }
    let registry = Registry::of(context.workspace);
    for (project, service) in compose.services() {
        let called = service.ports.iter().find_map(|mapping| {
            let ports = mapping.host_ports().filter(|_| mapping.is_tcp())?;
            let caller = registry.calls_to(ports).into_iter().find(|other| {
                let entry = context.workspace.entry(other.entry);
                project.is_meant(service, context.workspace, entry)
            })?;
            Some((mapping, caller))
        });
        if let Some((mapping, caller)) = called.filter(|_| !service.on_host_network()) {
            composed(context, service, mapping, caller, out);
        }
    }
}

/// Whether what it is told tells of HTTP, so that an address is surely one to listen on.
fn speaks_http<'v>(
    words: &[Word<'_>],
    mut variables: impl Iterator<Item = (&'v str, &'v str)>,
) -> bool {
    commandline::option(words, &["--port", "-p"]).is_some()
        || commandline::option(words, &["--transport", "-t"])
            .is_some_and(|option| option.value != "stdio")
        || variables.any(|(name, value)| {
            matches!(name, "PORT" | "MCP_PORT" | "MCP_TRANSPORT") && value != "stdio"
        })
}

/// The finding about an address that is to be listened on in the container of `name`.
fn finding(
    context: &Context<'_>,
    name: &str,
    file: FileId,
    bind: &Bind<'_>,
    http: bool,
) -> Diagnostic {
    let span = context.workspace.file(file).document.node(bind.node).span();
    let severity = if bind.surely || bind.port.is_some() || http {
        Severity::Error
    } else {
        Severity::Warning
    };
    RULE.finding(
        file,
        span,
        format!(
            "{name} is told by `{}` to listen on `{}`, which in its container nobody else reaches",
            bind.by, bind.address
        ),
    )
    .severity(severity)
    .label("the container itself")
    .effect(
        "who calls the published port gets an empty reply or a reset connection (ECONNRESET), \
         another container a refused one (ECONNREFUSED)",
    )
}

/// A container that an entry starts.
fn started(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    let Some((publish, _)) = docker.published().next() else {
        return;
    };
    if docker.verb != Verb::Run || docker.on_host_network() {
        return;
    }
    let arguments = docker.arguments(&line);
    let variables = docker.variables(&line, subject.parts());
    let mut told = binds::in_words(arguments);
    told.extend(variables.iter().filter_map(|variable| {
        binds::in_variable(
            variable.name,
            variable.value,
            variable.text.node,
            variable.place,
        )
    }));
    let http = speaks_http(
        arguments,
        variables
            .iter()
            .map(|variable| (variable.name, variable.value)),
    );
    for bind in told.iter().filter(|bind| bind.is_loopback()) {
        let mut finding = finding(
            &subject.context,
            &subject.quoted(),
            subject.file_id(),
            bind,
            http,
        )
        .about(subject.id);
        if let Some(word) = line.words.get(publish.value_word) {
            let span = subject.document().node(word.source.node).span();
            finding = finding.related(subject.file_id(), span, "published here");
        }
        let fix = fix(subject, &line, &docker, bind);
        if fix.is_none() {
            finding = finding.help(
                "let it listen on 0.0.0.0, and publish with `-p 127.0.0.1:…` to keep others out",
            );
        }
        out.push(finding.fix(fix));
    }
}

/// A service of a Compose file that a url calls.
fn composed(
    context: &Context<'_>,
    service: &Service,
    mapping: &Mapping,
    caller: &PortUse,
    out: &mut Vec<Diagnostic>,
) {
    let lines: Vec<(FileId, Vec<Word<'_>>)> = service
        .entrypoint
        .iter()
        .chain(&service.command)
        .map(|line| (line.file, line.words()))
        .collect();
    let mut told: Vec<(FileId, Bind<'_>)> = Vec::new();
    for (file, words) in &lines {
        told.extend(binds::in_words(words).into_iter().map(|bind| (*file, bind)));
    }
    for variable in &service.environment {
        let Some(part) = &variable.value else {
            continue;
        };
        let Some(value) = part.value.as_deref() else {
            continue;
        };
        let place = part.range.as_ref().filter(|_| !part.varies);
        let place = place.map(|range| range.start);
        let bind = binds::in_variable(&variable.name, value, part.node, place);
        told.extend(bind.map(|bind| (variable.file, bind)));
    }
    let words: Vec<Word<'_>> = lines.iter().flat_map(|(_, words)| words.clone()).collect();
    let http = speaks_http(
        &words,
        service.environment.iter().filter_map(|variable| {
            Some((
                variable.name.as_str(),
                variable.value.as_ref()?.value.as_deref()?,
            ))
        }),
    );
    let name = format!("the service `{}`", service.name);
    for (file, bind) in told.iter().filter(|(_, bind)| bind.is_loopback()) {
        let fix = bind.range.clone().map(|range| {
            let edit = Edit::splice(bind.node, range, "0.0.0.0");
            Fix::r#unsafe("let it listen on 0.0.0.0", *file, vec![edit])
        });
        out.push(
            finding(context, &name, *file, bind, http)
                .about(caller.entry)
                .related(mapping.file, mapping.span, "published here")
                .related(caller.file, caller.span, "called here")
                .fix(fix),
        );
    }
}

fn fix(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    bind: &Bind<'_>,
) -> Option<Fix> {
    let mut edits = vec![Edit::splice(bind.node, bind.range.clone()?, "0.0.0.0")];
    let mut published = false;
    for (option, mapping) in docker.published() {
        if mapping.address.is_some() {
            continue;
        }
        let word = line
            .words
            .get(option.value_word)
            .filter(|word| word.whole)?;
        let start = word.text.len().checked_sub(option.value?.len())?;
        edits.push(Edit::splice(word.source.node, start..start, "127.0.0.1:"));
        published = true;
    }
    let title = if published {
        "let it listen on 0.0.0.0, and publish it on 127.0.0.1"
    } else {
        "let it listen on 0.0.0.0"
    };
    Some(Fix::r#unsafe(title, subject.file_id(), edits))
}
