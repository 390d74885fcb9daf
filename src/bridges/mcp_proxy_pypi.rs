//! `mcp-proxy` of PyPI: a url for a client that speaks stdio, or a command served over HTTP.

use super::description::{
    Description, Grammar, HeaderForm, Means, NOTHING, Operands, Opt, Runtime, Source, Takes,
};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "mcp-proxy",
    package: "mcp-proxy",
    registry: Registry::PyPi,
    programs: &["mcp-proxy"],
    module: "mcp_proxy",
    images: &["ghcr.io/sparfenyuk/mcp-proxy"],
    runtime: Runtime::Httpx,
    grammar: Grammar::ARGPARSE,
    options: &[
        Opt::of(&["--headers", "-H"], Takes::Two, Means::Header),
        Opt::one(&["--transport"], Means::Transport),
        Opt::value(&["--client-id"]),
        Opt::one(&["--client-secret"], Means::Secret),
        Opt::value(&["--token-url"]),
        Opt::value(&["--username"]),
        Opt::one(&["--password"], Means::Secret),
        Opt::flag(&["--digest"], Means::Other),
        Opt::of(&["--verify-ssl"], Takes::Optional, Means::Verify),
        Opt::flag(&["--no-verify-ssl"], Means::NoVerify),
        Opt::of(&["--env", "-e"], Takes::Two, Means::Other),
        Opt::value(&["--cwd"]),
        Opt::flag(&["--pass-environment"], Means::Other),
        Opt::flag(&["--no-pass-environment"], Means::Other),
        Opt::value(&["--log-level"]),
        Opt::flag(&["--debug"], Means::Other),
        Opt::flag(&["--no-debug"], Means::Other),
        Opt::of(&["--named-server"], Takes::Two, Means::Command),
        Opt::one(&["--named-server-config"], Means::Command),
        Opt::one(&["--port"], Means::Port),
        Opt::one(&["--host"], Means::Host),
        Opt::flag(&["--stateless"], Means::Other),
        Opt::flag(&["--no-stateless"], Means::Other),
        Opt::value(&["--sse-port"]),
        Opt::value(&["--sse-host"]),
        Opt::of(&["--allow-origin"], Takes::Many, Means::Other),
        Opt::value(&["--expose-header"]),
    ],
    operands: Operands::UrlOrCommand,
    variables: &[
        ("SSE_URL", Means::AnyUrl),
        ("API_ACCESS_TOKEN", Means::Secret),
    ],
    transports: &[
        ("sse", &[Transport::Sse]),
        ("streamablehttp", &[Transport::Http]),
    ],
    speaks: &[Transport::Sse],
    serves: &[Transport::Http, Transport::Sse],
    header: HeaderForm::Apart,
    version: "0.13.0",
    sources: &[
        Source {
            basis: Basis::Source,
            origin: "https://pypi.org/project/mcp-proxy/0.13.0/",
            date: "2026-11-25",
        },
        Source {
            basis: Basis::Source,
            origin: "sparfenyuk/mcp-proxy src/mcp_proxy/__main__.py@019223c4",
            date: "2026-11-25",
        },
    ],
    ..NOTHING
};
