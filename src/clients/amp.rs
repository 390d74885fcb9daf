//! Amp: one settings key with a dot in its name.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    Field::new(
        "includeTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the only tools that are offered; patterns are allowed.",
    )
    .example("[\"read_*\"]"),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off.",
    )
    .example("true"),
];

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN, FIELDS],
    transport: TransportRules {
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

/// `${NAME}` is said to be expanded; by whom else, and where, is not known.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced],
    fields: &[Role::Env, Role::Url, Role::Headers],
    ..Variables::UNKNOWN
};

/// The settings of VS Code and its builds, in which extensions keep theirs.
pub(super) const EDITOR_SETTINGS: &[Location] = &[
    Location::new(Scope::Project, "<project>/.vscode/settings.json").guest(),
    Location::new(
        Scope::User,
        "${XDG_CONFIG_HOME:-~/.config}/{Code,Code - Insiders,VSCodium}/User/settings.json",
    )
    .on(&[Os::Linux])
    .guest(),
    Location::new(
        Scope::User,
        "~/Library/Application Support/{Code,Code - Insiders,VSCodium}/User/settings.json",
    )
    .on(&[Os::Macos])
    .guest(),
    Location::new(
        Scope::User,
        "${APPDATA:-~/AppData/Roaming}/{Code,Code - Insiders,VSCodium}/User/settings.json",
    )
    .on(&[Os::Windows])
    .guest(),
];

const SETTINGS: Kind = Kind {
    id: "settings",
    title: "settings with servers",
    format: Format::Json,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED,
    locations: &[
        Location::new(
            Scope::User,
            "${XDG_CONFIG_HOME:-~/.config}/amp/settings.json",
        )
        .on(&[Os::Linux]),
        Location::new(Scope::User, "~/.config/amp/settings.json").on(&[Os::Macos, Os::Windows]),
        Location::new(Scope::Project, "<project>/.amp/settings.json")
            .note("each server must be approved once"),
    ],
    roots: &[Root::map(&["amp.mcpServers"])],
    missing_root: Ruling::FINE,
    dedicated: false,
    schema: &SCHEMA,
    variables: &VARIABLES,
    ..Kind::UNKNOWN
};

/// Amp, from its documentation and from what others write into its files; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "amp",
    name: "Amp",
    vendor: "Amp",
    kinds: &[
        SETTINGS,
        Kind {
            id: "editor",
            title: "settings of the editor",
            locations: EDITOR_SETTINGS,
            told_by: &[&["amp.mcpServers"]],
            ..SETTINGS
        },
        Kind {
            id: "skill",
            title: "servers of a skill",
            locations: &[
                Location::new(Scope::User, "~/.config/agents/skills/*/mcp.json")
                    .note("beside a SKILL.md"),
                Location::new(Scope::Project, "<project>/.agents/skills/*/mcp.json")
                    .note("beside a SKILL.md"),
            ],
            roots: &[Root::map(&[])],
            missing_root: Ruling::UNKNOWN,
            dedicated: true,
            ..SETTINGS
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "`~/.cache/amp/logs/cli.log`, or the file that `AMP_LOG_FILE` names",
    // `AMP_LOG_FILE` of its manual names this as the usual place.
    log_files: &["${AMP_LOG_FILE:-~/.cache/amp/logs/cli.log}"],
    restart: "",
    traps: &[
        "`amp.mcpServers` is one key with a dot in it; an object `amp` around `mcpServers` is not read.",
        "Servers of a workspace must be approved before they are started.",
        "Newer manuals no longer name the extension for VS Code that read the editor's settings.",
        "`amp.mcpPermissions` allows and rejects servers by command and url: the first rule that fits decides.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Fields],
            basis: Basis::Documented,
            origin: "https://ampcode.com/news/mcp-permissions",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields, Topic::Transport],
            basis: Basis::Reported,
            origin: "laravel/boost src/Install/Agents/Amp.php@8d8cb703",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields, Topic::Variables],
            basis: Basis::Reported,
            origin: "https://syllago.dev, providers/amp",
            version: "",
            date: "2026-11-23",
        },
    ],
};
