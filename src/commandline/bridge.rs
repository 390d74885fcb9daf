//! Programs that stand between a client and a server of another transport.

use super::{CommandLine, Registry, Word};

/// The bridges that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BridgeKind {
    /// `mcp-remote` (npm): stdio to a url.
    McpRemote,
    /// `mcp-proxy` of npm: serves a stdio server over HTTP.
    McpProxyNpm,
    /// `mcp-proxy` of PyPI: both ways.
    McpProxyPyPi,
    /// `mcp-proxy` without a launcher: either of the two.
    McpProxy,
    /// `supergateway` (npm): both ways.
    Supergateway,
}

/// What a bridge leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target<'a, 'w> {
    /// A url, which it calls for a client that speaks stdio.
    Url(&'w Word<'a>),
    /// A command, which it starts and serves over HTTP.
    Command(Vec<Word<'a>>),
    /// Nothing that could be made out.
    Unknown,
}

/// A bridge and what it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge<'a, 'w> {
    /// Which one.
    pub kind: BridgeKind,
    /// What it leads to.
    pub target: Target<'a, 'w>,
    /// Its arguments.
    pub arguments: &'w [Word<'a>],
}

pub(super) fn read<'a, 'w>(line: &'w CommandLine<'a>) -> Option<Bridge<'a, 'w>> {
    let registry = line.package.as_ref().map(|package| package.registry);
    let program = line.program_name();
    let name = line.package_name().unwrap_or(&program);
    let kind = match (name, registry) {
        ("mcp-remote", Some(Registry::Npm) | None) => BridgeKind::McpRemote,
        ("supergateway", Some(Registry::Npm) | None) => BridgeKind::Supergateway,
        ("mcp-proxy", Some(Registry::Npm)) => BridgeKind::McpProxyNpm,
        ("mcp-proxy", Some(Registry::PyPi)) => BridgeKind::McpProxyPyPi,
        ("mcp-proxy", None) => BridgeKind::McpProxy,
        _ => return None,
    };
    let arguments = line.own_arguments();
    let target = match kind {
        BridgeKind::McpRemote => arguments
            .iter()
            .find(|word| is_url(&word.text))
            .map_or(Target::Unknown, Target::Url),
        BridgeKind::Supergateway => supergateway(arguments),
        _ => mcp_proxy(arguments),
    };
    Some(Bridge {
        kind,
        target,
        arguments,
    })
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn supergateway<'a, 'w>(arguments: &'w [Word<'a>]) -> Target<'a, 'w> {
    let value = super::option(arguments, &["--stdio", "--sse", "--streamableHttp"]);
    match value {
        Some(found) if found.name == "--stdio" => {
            Target::Command(if found.word.whole && found.word.text == found.value {
                super::split(found.word.source)
            } else {
                Vec::new()
            })
        }
        Some(found) => Target::Url(found.word),
        None => Target::Unknown,
    }
}

/// Options of both programs called mcp-proxy that take a value.
const MCP_PROXY_VALUES: &[&str] = &[
    "--port",
    "--host",
    "--sse-port",
    "--sse-host",
    "-H",
    "--headers",
    "-e",
    "--env",
    "--cwd",
    "--transport",
    "--client-id",
    "--client-secret",
    "--token-url",
    "--allow-origin",
    "--log-level",
    "--named-server",
    "--named-server-config",
    "--endpoint",
    "--sseEndpoint",
    "--streamEndpoint",
    "--server",
    "--apiKey",
    "--requestTimeout",
    "--connectionTimeout",
];

fn mcp_proxy<'a, 'w>(arguments: &'w [Word<'a>]) -> Target<'a, 'w> {
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        let text = word.text.as_ref();
        if text == "--" {
            at += 1;
            break;
        }
        if !text.starts_with('-') {
            break;
        }
        // These take a name and a value.
        at += match text {
            "-H" | "--headers" | "-e" | "--env" | "--named-server" => {
                1 + arguments[at + 1..]
                    .iter()
                    .take(2)
                    .take_while(|word| !word.text.starts_with('-'))
                    .count()
            }
            _ if MCP_PROXY_VALUES.contains(&text) => 2,
            _ => 1,
        };
    }
    match arguments.get(at) {
        Some(word) if is_url(&word.text) => Target::Url(word),
        Some(_) => Target::Command(arguments[at..].to_vec()),
        None => Target::Unknown,
    }
}
