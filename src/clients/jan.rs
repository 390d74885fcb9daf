//! Jan.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const BY_TYPE: &str =
    "only with `\"type\": \"http\"` or `\"sse\"` is a url called; else it starts the command";

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport: `http` or `sse` for a url; anything else starts the command.",
    )
    .example("\"http\""),
    // Jan itself writes an empty one beside a url.
    fields::COMMAND.empty(Ruling::FINE),
    Field {
        on: Use::Both,
        ..fields::ARGS
    },
    fields::ENV.wrong_type(Ruling::UNKNOWN),
    Field {
        doc: "The folder in which the server is started, in newer releases; that of Jan when absent.",
        ..fields::CWD
    },
    fields::URL,
    Field {
        doc: "HTTP headers that are sent with every request; values that are no text are left out.",
        ..fields::HEADERS
    },
    Field::new(
        "timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Integer,
        Use::Remote,
        "The time limit for connecting to a remote server, in seconds; none when absent.",
    )
    .example("30"),
    Field::new(
        "active",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is used; it is when absent.",
    )
    .example("false"),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::FAILS.r#as(Transport::Http).says(BY_TYPE),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: Ruling::FAILS,
        unknown_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the command is started whatever the type"),
        unknown_type_url: Ruling::FAILS.r#as(Transport::Http).says(BY_TYPE),
        remote_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a url the command is started"),
        stdio_type_url: Ruling::FAILS.says("this type needs a command"),
        // Jan itself writes an empty command beside a url.
        remote_type_both: Ruling::FINE,
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::FAILS,
    not_object: Ruling::FAILS,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    instead: "Jan expands no variables; a stdio server inherits its whole environment, so a secret may stand there",
    ..Variables::NONE
};

/// Jan, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "jan",
    name: "Jan",
    vendor: "Menlo Research",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_DROPPED.says("only its log tells"),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(
                Scope::User,
                "${XDG_DATA_HOME:-~/.local/share}/Jan/data/mcp_config.json",
            )
            .on(&[Os::Linux])
            .note(MOVED),
            Location::new(
                Scope::User,
                "~/Library/Application Support/Jan/data/mcp_config.json",
            )
            .on(&[Os::Macos])
            .note(MOVED),
            Location::new(
                Scope::User,
                "${APPDATA:-~/AppData/Roaming}/Jan/data/mcp_config.json",
            )
            .on(&[Os::Windows])
            .note(MOVED),
        ],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_DROPPED.says("only its log tells"),
        wrong_root: Ruling::FILE_DROPPED.says("only its log tells"),
        told_by: &[],
        dedicated: true,
        siblings: &["mcpSettings"],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the folder that Jan was started in"),
        windows_shim: WindowsShim::Unknown,
        desktop: true,
        path: SearchPath::UNKNOWN,
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Rust,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process of Jan",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Machine,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::User],
        says: "there is one file for everything, and none per project",
        ..Precedence::UNKNOWN
    },
    logs: "`logs/app.log` in Jan's data folder",
    // In its data folder, where that was not moved.
    log_files: &[
        "${XDG_DATA_HOME:-~/.local/share}/Jan/data/logs/app.log",
        "~/Library/Application Support/Jan/data/logs/app.log",
        "${APPDATA:-~/AppData/Roaming}/Jan/data/logs/app.log",
    ],
    restart: "switch the server off and on in Settings > MCP Servers, or start Jan again",
    traps: &[
        "A url without `\"type\": \"http\"` or `\"sse\"` is not called.",
        "Released builds want `command` and `args` in every entry; beside a url both may be empty.",
        "The switch is `active`; `disabled` is ignored, and the server runs.",
        "`npx` and `uvx` are run by the bun and uv that Jan ships, and by your own only when that fails.",
        "`timeout` is in seconds and covers connecting to a remote server; that of tool calls is `mcpSettings.toolCallTimeoutSeconds`.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "janhq/jan src-tauri/src/core/mcp/helpers.rs@00e7925a",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "janhq/jan src-tauri/src/core/app/commands.rs@00e7925a",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Source,
            origin: "janhq/jan src-tauri/src/core/mcp/models.rs@08dc9965",
            version: "",
            date: "2026-11-25",
        },
    ],
};

const MOVED: &str = "the data folder may have been moved in Jan's settings";
