//! Zencoder, an extension of VS Code and of the JetBrains IDEs.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{amp, fields};

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN_STDIO],
    ..Schema::UNKNOWN
};

const EDITOR: Kind = Kind {
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
};

/// Zencoder, from its makers' skills and the guides of servers; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "zencoder",
    name: "Zencoder",
    vendor: "For Good AI",
    kinds: &[
        EDITOR,
        Kind {
            id: "cli",
            title: "servers of the CLI",
            locations: &[Location::new(Scope::User, "~/.zencoder/mcp.local.json")],
            // The servers stand in the file itself, without a key around them.
            roots: &[Root::map(&[])],
            told_by: &[],
            dedicated: true,
            ..EDITOR
        },
    ],
    elsewhere: &["In JetBrains IDEs the servers are kept in the plugin's settings."],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "",
    traps: &[
        "`zencoder.mcpServers` is one key with a dot in it, in the settings of VS Code.",
        "The CLI reads `~/.zencoder/mcp.local.json`, in which no key stands around the servers.",
        "A file `.zencoder/mcp.json`, which some installers write, is not documented.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Fields],
            basis: Basis::Documented,
            origin: "zencoderai/skills install-mcp/SKILL.md@b607bcdf",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Fields],
            basis: Basis::Reported,
            origin: "set-up guides of servers, that of mainwp-mcp among them",
            version: "",
            date: "2026-11-23",
        },
    ],
};
