//! `http-server-by-command`

use crate::bridges::{Bridge, Target};
use crate::commandline::{CommandLine, Launcher};
use crate::diagnostic::Diagnostic;
use crate::interpret::Text;
use crate::known::servers::{self, Serves};
use crate::model::Transport;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server that is told to serve HTTP, and is started as if it spoke over standard input and
    /// output.
    ///
    /// ## Why it fails
    /// The client writes to the server's standard input and waits for an answer on its standard
    /// output. A server told `--transport http` listens on a port and never answers there, so the
    /// client gives up after its time limit.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-server", "--transport", "http", "--port", "3101"]
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
    ///       "args": ["docs-server"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// Or start the server yourself and give the client its url.
    ///
    /// ## Sources
    /// - <https://modelcontextprotocol.io/specification/2025-11-25/basic/transports> (2026-11-23)
    /// - <https://github.com/microsoft/playwright-mcp/issues/1415> (2026-11-23)
    "http-server-by-command", Transport, Warning, None, Check::Entry(check)
}

const HTTP: &[&str] = &[
    "http",
    "sse",
    "streamable-http",
    "streamable_http",
    "streamablehttp",
    "http-sse",
];

/// Variables that tell servers their transport.
const VARIABLES: &[&str] = &[
    "MCP_TRANSPORT",
    "FASTMCP_TRANSPORT",
    "MCP_TRANSPORT_TYPE",
    "TRANSPORT",
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.entry.interpretation.transport != Some(Transport::Stdio) {
        return;
    }
    let Some(line) = CommandLine::of(subject.parts()) else {
        return;
    };
    let Some((source, why)) = told(subject, &line) else {
        return;
    };
    let node = subject.document().node(source.node);
    out.push(
        subject
            .finding(
                &RULE,
                node.span(),
                format!("{} is started over stdio, and {why}", subject.quoted()),
            )
            .label("makes it serve HTTP")
            .effect(format!(
                "{} waits for an answer on the server's standard output, which never comes",
                subject.client().name
            ))
            .help("leave this out so that it speaks over stdio, or start the server yourself and give the client its url"),
    );
}

/// What makes the server serve HTTP, and how to say so.
fn told<'a>(subject: &Subject<'a>, line: &CommandLine<'a>) -> Option<(&'a Text, String)> {
    if let Some(bridge) = Bridge::of(subject.parts(), line) {
        let what = match bridge.target {
            Target::Command(_) => "the command behind it",
            Target::Url(_) => "the url behind it",
            _ => "its servers",
        };
        let transport = bridge.serves.first()?;
        let over = match bridge.serves {
            [_] => transport.name(),
            _ => "HTTP",
        };
        return Some(match &bridge.output {
            Some(output) => (
                output.value.word.source,
                format!(
                    "`{} {}` makes {} serve {what} over {over}",
                    output.by,
                    output.value.text(),
                    bridge.name()
                ),
            ),
            None => (
                line.words.get(line.own.checked_sub(1)?)?.source,
                format!("{} serves {what} over {over}", bridge.name()),
            ),
        });
    }
    if let Some(option) = line.option(&["--transport", "--transport-type", "--mcp-transport"])
        && is_http(option.value)
    {
        return Some((
            option.word.source,
            format!("`{} {}` makes it serve HTTP", option.name, option.value),
        ));
    }
    if let Some(server) = line.package_name().and_then(servers::by_package)
        && let Serves::Both(http) | Serves::HttpOnly(http) = &server.serves
        && !line.has_flag(http.unless)
    {
        let word = if http.told_by.is_empty() {
            line.package
                .as_ref()
                .and_then(|package| line.words.get(package.word))
        } else {
            line.own_arguments().iter().find(|word| {
                let name = word.text.split('=').next().unwrap_or_default();
                // A value of its own was looked at above.
                name != "--transport" && http.told_by.contains(&name)
            })
        }?;
        let how = match http.unless {
            [flag, ..] if http.told_by.is_empty() => {
                format!("`{}` serves HTTP unless it gets `{flag}`", server.package)
            }
            _ => format!("`{}` makes `{}` serve HTTP", word.text, server.package),
        };
        return Some((word.source, how));
    }
    if matches!(
        line.program_name().as_str(),
        "uvicorn" | "gunicorn" | "hypercorn"
    ) {
        let word = line.words.first()?;
        return Some((word.source, format!("`{}` serves HTTP", word.text)));
    }
    // In a container only what `-e` hands on counts, which is another rule's subject.
    if line.launcher == Launcher::Docker {
        return None;
    }
    let variable = subject
        .parts()
        .env
        .iter()
        .find(|pair| VARIABLES.contains(&pair.name.as_str()) && is_http(&pair.value.text))?;
    Some((
        &variable.value,
        format!(
            "`{}={}` makes it serve HTTP",
            variable.name, variable.value.text
        ),
    ))
}

fn is_http(value: &str) -> bool {
    HTTP.contains(&value.to_ascii_lowercase().as_str())
}
