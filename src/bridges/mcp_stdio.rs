//! `mcp-stdio` of PyPI: a url for a client that speaks stdio.

use super::description::{Description, Grammar, Means, NOTHING, Operands, Opt, Runtime, Source};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "mcp-stdio",
    package: "mcp-stdio",
    registry: Registry::PyPi,
    programs: &["mcp-stdio"],
    module: "mcp_stdio",
    runtime: Runtime::Httpx,
    grammar: Grammar::ARGPARSE,
    options: &[
        Opt::one(&["--transport"], Means::Transport),
        Opt::one(&["--header", "-H"], Means::Header),
        Opt::one(&["--bearer-token"], Means::Secret),
        Opt::value(&["--client-id"]),
        Opt::value(&["--client-metadata-url"]),
        Opt::value(&["--oauth-scope"]),
        Opt::value(&["--oauth-resource"]),
        Opt::value(&["--oauth-refresh-leeway"]),
        Opt::value(&["--oauth-timeout"]),
        Opt::value(&["--protocol-era"]),
        Opt::value(&["--timeout-connect"]),
        Opt::value(&["--timeout-read"]),
        Opt::value(&["--sse-read-timeout"]),
        Opt::value(&["--listen-read-timeout"]),
        Opt::value(&["--mcp-param-headers"]),
        Opt::value(&["--max-message-size"]),
        Opt::flag(&["--oauth"], Means::Other),
        Opt::flag(&["--oauth-device"], Means::Other),
        Opt::flag(&["--oauth-eager"], Means::Other),
        Opt::flag(&["--check"], Means::Other),
    ],
    operands: Operands::Url,
    variables: &[("MCP_BEARER_TOKEN", Means::Secret)],
    transports: &[
        ("streamable-http", &[Transport::Http]),
        ("sse", &[Transport::Sse]),
    ],
    speaks: &[Transport::Http],
    version: "0.45.2",
    sources: &[Source {
        basis: Basis::Source,
        origin: "https://pypi.org/project/mcp-stdio/0.45.2/",
        date: "2026-11-25",
    }],
    ..NOTHING
};
