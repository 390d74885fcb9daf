//! `mcp-proxy` of npm: serves a command over HTTP; it calls no url.

use super::description::{
    Description, Grammar, Means, NOTHING, Operands, Opt, Runtime, Source, Takes,
};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "mcp-proxy",
    package: "mcp-proxy",
    registry: Registry::Npm,
    programs: &["mcp-proxy"],
    script: "mcp-proxy/dist/bin/mcp-proxy.mjs",
    runtime: Runtime::Node,
    grammar: Grammar::YARGS,
    options: &[
        Opt::one(&["--port"], Means::Port),
        Opt::one(&["--host"], Means::Host),
        Opt::one(&["--server"], Means::Output),
        Opt::one(&["--apiKey"], Means::Secret),
        Opt::value(&["--connectionTimeout"]),
        Opt::of(&["--corsAddAllowedHeader"], Takes::Many, Means::Other),
        Opt::value(&["--endpoint"]),
        Opt::value(&["--eventStoreMaxEvents"]),
        Opt::value(&["--gracefulShutdownTimeout"]),
        Opt::value(&["--keepAliveTimeout"]),
        Opt::value(&["--maxBodySize"]),
        Opt::value(&["--requestTimeout"]),
        Opt::value(&["--sessionIdleTimeout"]),
        Opt::value(&["--sseEndpoint"]),
        Opt::value(&["--sslCa"]),
        Opt::value(&["--sslCert"]),
        Opt::value(&["--sslKey"]),
        Opt::value(&["--streamEndpoint"]),
        Opt::value(&["--tunnelSubdomain"]),
        Opt::value(&["--upstreamProtocol"]),
        Opt::flag(&["--debug"], Means::Other),
        Opt::flag(&["--eventStore", "--no-eventStore"], Means::Other),
        Opt::flag(&["--modern", "--no-modern"], Means::Other),
        Opt::flag(&["--shell"], Means::Other),
        Opt::flag(&["--stateless"], Means::Other),
        Opt::flag(&["--tunnel"], Means::Other),
    ],
    operands: Operands::Command,
    variables: &[
        ("MCP_PROXY_PORT", Means::Port),
        ("MCP_PROXY_HOST", Means::Host),
        ("MCP_PROXY_API_KEY", Means::Secret),
    ],
    outputs: &[("sse", &[Transport::Sse]), ("stream", &[Transport::Http])],
    serves: &[Transport::Http, Transport::Sse],
    default_port: Some(8080),
    version: "6.7.19",
    sources: &[Source {
        basis: Basis::Source,
        origin: "https://www.npmjs.com/package/mcp-proxy/v/6.7.19",
        date: "2026-11-25",
    }],
    ..NOTHING
};
