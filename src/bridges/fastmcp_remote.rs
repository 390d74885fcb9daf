//! `fastmcp-remote` of PyPI: a url for a client that speaks stdio, with OAuth.

use super::description::{Description, Grammar, Means, NOTHING, Operands, Opt, Runtime, Source};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "fastmcp-remote",
    package: "fastmcp-remote",
    registry: Registry::PyPi,
    programs: &["fastmcp-remote"],
    module: "fastmcp_remote",
    runtime: Runtime::Httpx,
    grammar: Grammar::ARGPARSE,
    options: &[
        Opt::one(&["--transport"], Means::Transport),
        Opt::one(&["--header"], Means::Header),
        Opt::value(&["--auth"]),
        Opt::value(&["--resource"]),
        Opt::value(&["--host"]),
        Opt::value(&["--auth-timeout"]),
        Opt::value(&["--ignore-tool"]),
        Opt::one(&["--verify"], Means::Verify),
        Opt::flag(&["--debug"], Means::Other),
        Opt::flag(&["--silent"], Means::Other),
    ],
    operands: Operands::UrlThenPort,
    transports: &[("http", &[Transport::Http]), ("sse", &[Transport::Sse])],
    speaks: &[Transport::Http],
    expands_headers: true,
    version: "4.1.4",
    sources: &[Source {
        basis: Basis::Source,
        origin: "https://pypi.org/project/fastmcp-remote/4.1.4/",
        date: "2026-11-25",
    }],
    ..NOTHING
};
