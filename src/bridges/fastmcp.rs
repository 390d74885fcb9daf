//! `fastmcp run URL`: a url for a client that speaks stdio, or told so, served over HTTP. With a
//! file in place of the url it runs a server of one's own, and is no bridge.

use super::description::{Description, Means, NOTHING, Operands, Opt, Runtime, Source};
use crate::commandline::Registry;
use crate::model::{Basis, Transport};

pub(super) static DESCRIPTION: Description = Description {
    name: "fastmcp",
    package: "fastmcp",
    registry: Registry::PyPi,
    programs: &["fastmcp"],
    subcommands: &[&["run"]],
    runtime: Runtime::Httpx,
    options: &[
        Opt::one(&["--transport", "-t"], Means::Output),
        Opt::one(&["--port", "-p"], Means::Port),
        Opt::one(&["--host"], Means::Host),
        Opt::value(&["--path"]),
        Opt::value(&["--log-level", "-l"]),
        Opt::value(&["--python"]),
        Opt::value(&["--with"]),
        Opt::value(&["--with-requirements"]),
        Opt::value(&["--project"]),
        Opt::value(&["--reload-dir"]),
        Opt::flag(&["--no-banner"], Means::Other),
    ],
    operands: Operands::UrlOrFile,
    speaks: &[Transport::Http],
    speaks_by_path: true,
    outputs: &[
        ("stdio", &[]),
        ("http", &[Transport::Http]),
        ("streamable-http", &[Transport::Http]),
        ("sse", &[Transport::Sse]),
    ],
    default_port: Some(8000),
    version: "4.2.3",
    sources: &[
        Source {
            basis: Basis::Observed,
            origin: "fastmcp 4.2.3, `fastmcp run --help`",
            date: "2026-11-25",
        },
        Source {
            basis: Basis::Source,
            origin: "PyPI fastmcp 4.2.3, infer_transport_type_from_url",
            date: "2026-11-25",
        },
    ],
    ..NOTHING
};
