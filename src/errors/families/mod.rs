//! The table: one file per subject.

mod answers;
mod calls;
mod config;
mod docker;
mod ending;
mod login;
mod meaning;
mod network;
mod packages;
mod ports;
mod start;
mod tls;

use super::{Cause, Family, Print, Step};
use crate::model::Os;

/// The subjects, each with its families.
pub(super) static SUBJECTS: &[(&str, &[Family])] = &[
    ("Reaching a server", network::ALL),
    ("Calling a server", calls::ALL),
    ("Certificates and TLS", tls::ALL),
    ("Starting a server", start::ALL),
    ("Fetching a server's package", packages::ALL),
    ("A server that ends or stays silent", ending::ALL),
    ("Containers", docker::ALL),
    ("Ports", ports::ALL),
    ("What the server answers", answers::ALL),
    ("Logging in", login::ALL),
    ("Reading the configuration", config::ALL),
    ("What the configuration means", meaning::ALL),
];

const fn print(text: &'static str, by: &'static str, patterns: &'static [&'static str]) -> Print {
    Print { text, by, patterns }
}

const fn cause(
    what: &'static str,
    tell: &'static str,
    mend: &'static str,
    rules: &'static [&'static str],
) -> Cause {
    Cause {
        what,
        tell,
        mend,
        rules,
    }
}

const fn step(command: &'static str, tells: &'static str) -> Step {
    Step {
        command,
        tells,
        os: None,
    }
}

/// A step for one system only.
const fn step_on(os: Os, command: &'static str, tells: &'static str) -> Step {
    Step {
        command,
        tells,
        os: Some(os),
    }
}

/// The day of `failures` that were tried or read.
const DATE: &str = "2026-11-23";

/// What most answers start with.
const CHECK: Step = step(
    "mcpmend",
    "what is wrong with the files of this machine and this project, without starting or calling anything",
);
const DOCTOR: Step = step(
    "mcpmend doctor",
    "which servers can be used now, and where it ends for the others; it calls only what your files name",
);
const LIST: Step = step(
    "mcpmend list",
    "every server that a client reads here, and what the client makes of it",
);
const PORTS: Step = step(
    "mcpmend ports",
    "which server listens on which port and who calls it",
);
const LISTENER: Step = step_on(
    Os::Linux,
    "ss -Hltn 'sport = :PORT'",
    "whether anything listens on that port, and on which address",
);
const LISTENER_MAC: Step = step_on(
    Os::Macos,
    "lsof -nP -iTCP:PORT -sTCP:LISTEN",
    "whether a program of your own listens on that port, and on which address",
);
const LISTENER_WINDOWS: Step = step_on(
    Os::Windows,
    "Get-NetTCPConnection -State Listen -LocalPort PORT",
    "whether anything listens on that port, and on which address",
);
