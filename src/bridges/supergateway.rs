//! `supergateway` of npm: a url for a client that speaks stdio, or a command served over HTTP.
//!
//! Up to 4.0.0 it tells what to speak to its client by the very words `--stdio`, `--sse` and
//! `--streamableHttp`; joined to their value by `=` they end it with "→undefined not supported".

use super::description::{
    Description, Grammar, Means, NOTHING, Opt, Runtime, Source, Strange, Takes,
};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

const fn apart(names: &'static [&'static str], means: Means) -> Opt {
    Opt {
        apart: true,
        ..Opt::one(names, means)
    }
}

pub(super) static DESCRIPTION: Description = Description {
    name: "supergateway",
    package: "supergateway",
    registry: Registry::Npm,
    programs: &["supergateway"],
    script: "supergateway/dist/index.js",
    images: &[
        "supercorp/supergateway",
        "ghcr.io/supercorp-ai/supergateway",
    ],
    runtime: Runtime::Node,
    grammar: Grammar::YARGS,
    options: &[
        apart(&["--stdio"], Means::Command),
        apart(&["--sse"], Means::Url(Transport::Sse)),
        apart(&["--streamableHttp"], Means::Url(Transport::Http)),
        Opt::one(&["--outputTransport"], Means::Output),
        Opt::one(&["--port"], Means::Port),
        Opt::one(&["--host"], Means::Host),
        Opt::value(&["--baseUrl"]),
        Opt::value(&["--ssePath"]),
        Opt::value(&["--messagePath"]),
        Opt::value(&["--streamableHttpPath"]),
        Opt::value(&["--logLevel"]),
        Opt::value(&["--logFormat"]),
        Opt::of(&["--cors"], Takes::Many, Means::Other),
        Opt::of(&["--healthEndpoint"], Takes::Many, Means::Other),
        Opt::of(&["--header"], Takes::Many, Means::Header),
        Opt::one(&["--oauth2Bearer"], Means::Secret),
        Opt::of(&["--apiKey"], Takes::Many, Means::Secret),
        Opt::value(&["--apiKeyFile"]),
        Opt::flag(&["--stateful"], Means::Other),
        Opt::value(&["--sessionTimeout"]),
        Opt::value(&["--protocolVersion"]),
        Opt::value(&["--exitWithProcess"]),
    ],
    outputs: &[
        ("stdio", &[]),
        ("sse", &[Transport::Sse]),
        ("ws", &[Transport::WebSocket]),
        ("streamableHttp", &[Transport::Http]),
    ],
    serves: &[Transport::Sse],
    default_port: Some(8000),
    strange_header: Strange::Ignored,
    version: "4.0.0",
    sources: &[
        Source {
            basis: Basis::Observed,
            origin: "supergateway 4.0.0",
            date: "2026-11-25",
        },
        Source {
            basis: Basis::Source,
            origin: "supercorp-ai/supergateway src/cli.ts@0e2dfd50",
            date: "2026-11-25",
        },
    ],
    ..NOTHING
};
