//! `mcp-proxy-for-aws` of PyPI: a url that AWS serves, for a client that speaks stdio; it signs
//! every call with the credentials of AWS.

use super::description::{
    ClearText, Description, Grammar, HeaderForm, Means, NOTHING, Operands, Opt, Runtime, Source,
    Takes,
};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "mcp-proxy-for-aws",
    package: "mcp-proxy-for-aws",
    registry: Registry::PyPi,
    programs: &["mcp-proxy-for-aws"],
    runtime: Runtime::Httpx,
    grammar: Grammar::ARGPARSE,
    options: &[
        Opt::value(&["--service"]),
        Opt::of(&["--profile"], Takes::Many, Means::Other),
        Opt::value(&["--region"]),
        Opt::of(&["--metadata"], Takes::Many, Means::Other),
        Opt::one(&["--header"], Means::Header),
        Opt::value(&["--log-level"]),
        Opt::value(&["--retries"]),
        Opt::value(&["--timeout"]),
        Opt::value(&["--connect-timeout"]),
        Opt::value(&["--read-timeout"]),
        Opt::value(&["--write-timeout"]),
        Opt::value(&["--tool-timeout"]),
        Opt::flag(&["--read-only"], Means::Other),
        Opt::flag(&["--disable-telemetry"], Means::Other),
        Opt::flag(&["--skip-auth"], Means::Other),
    ],
    operands: Operands::Url,
    speaks: &[Transport::Http],
    header: HeaderForm::Equals,
    clear_text: ClearText::Refused {
        but: &["localhost", "127.0.0.1", "::1"],
        unless: None,
        says: "HTTP is not allowed for remote endpoints",
    },
    version: "1.7.0",
    sources: &[Source {
        basis: Basis::Source,
        origin: "https://pypi.org/project/mcp-proxy-for-aws/1.7.0/",
        date: "2026-11-25",
    }],
    ..NOTHING
};
