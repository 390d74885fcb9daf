//! Tabnine CLI and Tabnine Agent.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    fields::TYPE,
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    fields::CWD,
    fields::URL,
    fields::HEADERS,
    Field::new(
        "timeout",
        Role::Other,
        Shape::Number,
        Use::Both,
        "A time limit; in which unit is not documented.",
    ),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    ..Schema::UNKNOWN
};

/// Tabnine, from its documentation; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "tabnine",
    name: "Tabnine",
    vendor: "Tabnine",
    kinds: &[Kind {
        id: "settings",
        title: "settings with servers",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        locations: &[
            Location::new(Scope::Project, "<project>/.tabnine/agent/settings.json")
                .note("not read in a workspace that is not trusted"),
            Location::new(Scope::User, "~/.tabnine/agent/settings.json"),
            Location::new(
                Scope::Managed,
                "/Library/Application Support/TabnineCli/settings.json",
            )
            .on(&[Os::Macos]),
            Location::new(Scope::Managed, "/etc/tabnine-cli/settings.json").on(&[Os::Linux]),
        ],
        missing_root: Ruling::FINE,
        dedicated: false,
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Managed, Scope::Project, Scope::User],
        says: "system before workspace before user before system defaults, by name",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "`/mcp`",
    traps: &[
        "A workspace's settings count only when the workspace is trusted.",
        "The layout is Gemini CLI's; whether all of its fields are known is not documented.",
    ],
    evidence: &[Evidence {
        about: &[
            Topic::Places,
            Topic::Syntax,
            Topic::Root,
            Topic::Fields,
            Topic::Precedence,
        ],
        basis: Basis::Documented,
        origin: "https://docs.tabnine.com/main/getting-started/tabnine-agent/mcp-intro-and-setup/mcp-server-config",
        version: "",
        date: "2026-11-25",
    }],
};
