//! Zencoder, an extension of VS Code and of the JetBrains IDEs.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{amp, fields};

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN_STDIO],
    ..Schema::UNKNOWN
};

/// Zencoder, from the guides of servers; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "zencoder",
    name: "Zencoder",
    vendor: "For Good AI",
    kinds: &[Kind {
        id: "editor",
        title: "settings of the editor",
        format: Format::Json,
        dialect: Dialect::JSONC,
        locations: amp::EDITOR_SETTINGS,
        roots: &[Root::map(&["zencoder.mcpServers"])],
        missing_root: Ruling::FINE,
        told_by: &[&["zencoder.mcpServers"]],
        dedicated: false,
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &["In JetBrains IDEs the servers are kept in the plugin's settings."],
    not_read: &[],
    process: Process {
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    restart: "",
    traps: &[
        "`zencoder.mcpServers` is one key with a dot in it, in the settings of VS Code.",
        "A file `.zencoder/mcp.json`, which some installers write, is not documented.",
    ],
    evidence: &[Evidence {
        about: &[Topic::Places, Topic::Root, Topic::Fields],
        basis: Basis::Reported,
        origin: "set-up guides of servers, that of mainwp-mcp among them",
        version: "",
        date: "2026-11-23",
    }],
};
