//! Docker Compose: no client of MCP, but what it starts clients call.
//!
//! It is no member of [`super::ALL`] and its files have no roots, so no entries are read from them.
//! They stand in a workspace beside configs; [`crate::compose`] reads their services.

use crate::document::{Dialect, Format};
use crate::model::*;

/// The names that `docker compose` looks for in a folder, the preferred first. It takes one.
pub const FILE_NAMES: &[&str] = &[
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// The names of the file that it merges into the other one, the preferred first. It takes one.
pub const OVERRIDE_NAMES: &[&str] = &[
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// See the module.
pub(super) static CLIENT: Client = Client {
    id: "docker-compose",
    name: "Docker Compose",
    vendor: "Docker",
    kinds: &[Kind {
        id: "compose",
        title: "services",
        format: Format::Yaml,
        dialect: Dialect::STRICT,
        roots: &[],
        dedicated: false,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "",
    traps: &[],
    evidence: &[Evidence {
        about: &[Topic::Places],
        basis: Basis::Source,
        origin: "compose-spec/compose-go cli/options.go",
        version: "v2",
        date: "2026-11-25",
    }],
};
