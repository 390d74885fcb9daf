//! `docker-loopback-bind`

use crate::binds::{self, Bind};
use crate::commandline::{self, CommandLine};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::{Docker, Verb};
use crate::document::Edit;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server in a container that is told to listen on 127.0.0.1, while its port is published.
    ///
    /// ## Why it fails
    /// In a container 127.0.0.1 is the container itself. A published port is forwarded to the
    /// container's other address, on which nothing listens then. Docker takes the connection and
    /// drops it: the client says "empty reply", "socket hang up" or `ECONNRESET`; from another
    /// container it is `ECONNREFUSED`.
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
    "docker-loopback-bind", Docker, Error, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = CommandLine::of(subject.parts()) else {
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
        binds::in_variable(variable.name, variable.value, variable.text, variable.place)
    }));
    let speaks_http = commandline::option(arguments, &["--port", "-p"]).is_some()
        || commandline::option(arguments, &["--transport", "-t"])
            .is_some_and(|option| option.value != "stdio")
        || variables.iter().any(|variable| {
            matches!(variable.name, "PORT" | "MCP_PORT" | "MCP_TRANSPORT")
                && variable.value != "stdio"
        });
    for bind in told.iter().filter(|bind| bind.is_loopback()) {
        let span = subject.document().node(bind.node).span();
        let message = format!(
            "{} is told by `{}` to listen on `{}`, which in its container nobody else reaches",
            subject.quoted(),
            bind.by,
            bind.address
        );
        let mut finding = subject
            .finding(&RULE, span, message)
            .severity(if bind.surely || bind.port.is_some() || speaks_http {
                Severity::Error
            } else {
                Severity::Warning
            })
            .label("the container itself")
            .effect(
                "who calls the published port gets an empty reply or a reset connection \
                 (ECONNRESET), another container a refused one (ECONNREFUSED)",
            );
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
