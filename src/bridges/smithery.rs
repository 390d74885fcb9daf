//! `@smithery/cli run SERVER`: a server that Smithery's registry knows by name. It asks the
//! registry how that is reached, and starts or calls it.

use super::description::{Description, Gone, Means, NOTHING, Operands, Opt, Runtime, Source};
use crate::commandline::Registry;
use crate::model::Basis;

pub(super) static DESCRIPTION: Description = Description {
    name: "@smithery/cli",
    package: "@smithery/cli",
    registry: Registry::Npm,
    programs: &["smithery"],
    subcommands: &[&["run"], &["mcp", "run"]],
    runtime: Runtime::Node,
    options: &[
        Opt::one(&["--config"], Means::Json),
        Opt::one(&["--key"], Means::Secret),
        Opt::one(&["--profile"], Means::Secret),
        Opt::value(&["--prompt"]),
        Opt::flag(&["--playground"], Means::Other),
        Opt::flag(&["--no-open"], Means::Other),
        Opt::flag(&["--verbose"], Means::Other),
        Opt::flag(&["--debug"], Means::Other),
    ],
    // Taken by 1.6.7, refused by 3.1.6, 3.19.0, 4.7.4 and 4.11.1.
    gone: &[
        Gone {
            name: "--key",
            since: 3,
            says: "error: unknown option '--key'",
        },
        Gone {
            name: "--profile",
            since: 3,
            says: "error: unknown option '--profile'",
        },
    ],
    operands: Operands::Name,
    version: "4.11.1",
    sources: &[Source {
        basis: Basis::Observed,
        origin: "@smithery/cli 4.11.1 and 4.7.4; the code of 3.19.0, 3.1.6 and 1.6.7",
        date: "2026-11-25",
    }],
    ..NOTHING
};
