//! Zed.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Whether a byte order mark survives Zed's reading of the file is not established.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: true,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const FIELDS: &[Field] = &[
    Field::new(
        "command",
        Role::Command,
        Shape::Either(&Shape::String, &Shape::Object),
        Use::Stdio,
        "The program to start. Older releases wrote an object of `path`, `args` and `env`.",
    )
    .example("\"npx\""),
    fields::ARGS,
    Field::new(
        "env",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process. With a url it has no effect.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    Field::new(
        "url",
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a streamable HTTP server.",
    )
    .example("\"https://mcp.example.com/mcp\""),
    fields::HEADERS,
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "An OAuth client of your own: `client_id` and `client_secret`.",
    ),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Integer,
        Use::Both,
        "The time limit of a tool call in seconds, 60 when absent and 600 at most.",
    )
    .example("60")
    .range(
        0.0,
        600.0,
        Ruling::IGNORED.says("it takes 600 seconds at most"),
    ),
    Field::new(
        "enabled",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is used; `false` switches it off.",
    )
    .example("false"),
    Field::new(
        "remote",
        Role::Other,
        Shape::Bool,
        Use::Stdio,
        "Whether the program runs on the machine of the remote project instead of this one.",
    ),
    Field::new(
        "settings",
        Role::Other,
        Shape::Any,
        Use::Both,
        "Settings for a server that an extension brings; such an entry needs no command or url.",
    )
    .partial(),
    Field::new(
        "source",
        Role::Other,
        Shape::String,
        Use::Both,
        "Where the server comes from: `custom` or `extension`. Older releases needed it, newer ones ignore it.",
    ),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // A type is not looked at.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the command is started and the url is ignored"),
        neither: Ruling::DROPPED
            .says("it takes the entry for the settings of an extension, and starts nothing"),
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_both: Ruling::IGNORED.r#as(Transport::Stdio),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    // Parts of the settings that do not fit are left out; how much of them is not established.
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    instead: "Zed expands no variables here; a stdio server inherits the whole environment of Zed, so a secret may stand there",
    ..Variables::NONE
};

const SETTINGS: Kind = Kind {
    id: "settings",
    title: "user settings",
    format: Format::Json,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED.says("it keeps the settings that it had before"),
    duplicate_key: Ruling::UNKNOWN,
    locations: &[
        Location::new(Scope::User, "~/.config/zed/settings.json").on(&[Os::Macos]),
        Location::new(
            Scope::User,
            "${XDG_CONFIG_HOME:-~/.config}/zed/settings.json",
        )
        .on(&[Os::Linux])
        .note("in a Flatpak, FLATPAK_XDG_CONFIG_HOME comes first"),
        Location::new(
            Scope::User,
            "${APPDATA:-~/AppData/Roaming}/Zed/settings.json",
        )
        .on(&[Os::Windows]),
    ],
    roots: &[Root::map(&["context_servers"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// Zed, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "zed",
    name: "Zed",
    vendor: "Zed Industries",
    kinds: &[
        SETTINGS,
        Kind {
            id: "project-settings",
            title: "project settings",
            locations: &[
                Location::new(Scope::Project, "<project>/.zed/settings.json")
                    .note("applied once the worktree is trusted"),
            ],
            ..SETTINGS
        },
    ],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "~/Library/Application Support/Zed/settings.json",
            root: None,
            instead: "on macOS too, Zed reads `~/.config/zed/settings.json`",
        },
        NotRead {
            path: "<project>/.zed/mcp.json",
            root: None,
            instead: "Zed reads servers under `context_servers` in `.zed/settings.json`",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: None,
        arguments: Arguments::Unknown,
        tilde: None,
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Rust,
        ca_variables: &[],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process of Zed",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Project, Scope::User],
        says: "project over user; settings are merged, but a server's entry is replaced as a whole, so one without `enabled` is switched on again",
        ..Precedence::UNKNOWN
    },
    logs: "Zed.log: `~/Library/Logs/Zed` on macOS, `~/.local/share/zed/logs` on Linux, `%LOCALAPPDATA%\\Zed\\logs` on Windows",
    // zed-industries/zed, crates/paths.
    log_files: &[
        "${XDG_DATA_HOME:-~/.local/share}/zed/logs/Zed.log",
        "~/Library/Logs/Zed/Zed.log",
        "${LOCALAPPDATA:-~/AppData/Local}/Zed/logs/Zed.log",
    ],
    restart: "settings are watched; the action `context_server::Restart` restarts one server",
    traps: &[
        "Servers stand under `context_servers`, not under `mcpServers`.",
        "An entry with neither command nor url, such as one with a misspelt `cmd`, does nothing and says nothing.",
        "`type` is ignored; a url is always streamable HTTP.",
        "`timeout` is in seconds.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
            ],
            basis: Basis::Source,
            origin: "zed-industries/zed crates/settings_content/src/project.rs@006ce515",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Precedence],
            basis: Basis::Source,
            origin: "zed-industries/zed crates/settings_macros/src/settings_macros.rs@0dfcca08",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "zed-industries/zed crates/paths/src/paths.rs@010c9b6f",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process, Topic::Remote, Topic::Precedence],
            basis: Basis::Source,
            origin: "zed-industries/zed crates/project/src/context_server_store.rs@00400088",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Documented,
            origin: "zed-industries/zed docs/src/environment.md",
            version: "",
            date: "2026-11-25",
        },
    ],
};
