//! Rovo Dev CLI.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[
        &[Field::new(
            "transport",
            Role::Type,
            Shape::OneOf(&["stdio", "http", "sse"]),
            Use::Both,
            "The transport; its documentation always writes it. The key is not `type`.",
        )
        .example("\"http\"")],
        fields::PLAIN,
    ],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

/// Rovo Dev, from its documentation; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "rovodev",
    name: "Rovo Dev CLI",
    vendor: "Atlassian",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        locations: &[Location::new(Scope::User, "~/.rovodev/mcp.json")
            .note("`mcp.mcpConfigPath` in `~/.rovodev/config.yml` moves it")],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start a new session; `acli rovodev mcp` opens the file",
    traps: &[
        "The transport is told by `transport`, not by `type`.",
        "No file of a project is documented to be read.",
        "Servers are switched off in `~/.rovodev/config.yml` under `mcp.disabledMcpServers`, by their command line or url and not by name.",
    ],
    evidence: &[Evidence {
        about: &[
            Topic::Places,
            Topic::Syntax,
            Topic::Root,
            Topic::Fields,
            Topic::Transport,
        ],
        basis: Basis::Documented,
        origin: "https://support.atlassian.com/rovo/docs/connect-to-an-mcp-server-in-rovo-dev-cli",
        version: "",
        date: "2026-11-23",
    }],
};
