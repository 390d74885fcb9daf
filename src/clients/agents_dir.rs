//! The folder `.agents` of a project: a convention of several tools, without a specification.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    fields::TYPE,
    fields::CWD,
    Field::new(
        "enabled",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is used, in the tools that know this field; others start it.",
    )
    .example("false"),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off, in the tools that know this field; others start it.",
    )
    .example("true"),
];

static SCHEMA: Schema = Schema {
    fields: &[fields::PLAIN, FIELDS],
    ..Schema::UNKNOWN
};

/// What the tools that read the folder have in common; little is established.
pub(super) static CLIENT: Client = Client {
    id: "agents-dir",
    name: "The `.agents` convention",
    vendor: "nobody in particular",
    kinds: &[Kind {
        id: "project",
        title: "servers for all agents",
        format: Format::Json,
        dialect: Dialect::JSONC,
        locations: &[Location::new(Scope::Project, "<project>/.agents/mcp.json")
            .note("read by some small tools; Warp reads `.agents/.mcp.json`, Antigravity `.agents/mcp_config.json`")],
        schema: &SCHEMA,
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
    traps: &[
        "Three file names are in use in this folder: `mcp.json`, `.mcp.json` and `mcp_config.json`, each read by other tools.",
        "Whether `enabled` or `disabled` switches a server off differs from tool to tool.",
        "The folder of the user, `~/.agents`, is read by pi-mcp-adapter, and under another file name by Warp.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "nicobailon/pi-mcp-adapter config.ts@4755775, warpdotdev/warp app/src/ai/mcp/mod.rs@19548aec6, laravel/boost Antigravity.php@8d8cb703",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Fields],
            basis: Basis::Reported,
            origin: "files of public repositories",
            version: "",
            date: "2026-11-23",
        },
    ],
};
