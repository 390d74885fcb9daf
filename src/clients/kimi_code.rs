//! Kimi Code, the successor of Kimi CLI.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Whether a byte order mark is taken is not established.
const DIALECT: Dialect = Dialect {
    byte_order_mark: true,
    ..Dialect::STRICT
};

const INVALID: Ruling = Ruling::FILE_REJECTED.says("\"Invalid MCP server config\" names the file");

const FIELDS: &[Field] = &[
    Field::new(
        "transport",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport. Absent, a command means stdio and a url streamable HTTP.",
    )
    .example("\"http\""),
    fields::COMMAND.empty(INVALID),
    fields::ARGS,
    fields::ENV,
    Field {
        doc: "The folder in which the server is started; in `.mcp.json` it is relative to that file's folder.",
        ..fields::CWD
    },
    Field::new(
        "executor",
        Role::Other,
        Shape::OneOf(&["local", "kaos"]),
        Use::Stdio,
        "Where the server is started.",
    ),
    Field {
        shape: Shape::Url,
        doc: "The address of a remote server: an absolute url.",
        ..fields::URL
    }
    .empty(INVALID),
    fields::HEADERS.example("{\"X-Team\": \"core\"}"),
    Field::new(
        "bearerTokenEnvVar",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The name of the environment variable whose value is sent as bearer token; without it the connection fails.",
    )
    .example("\"API_TOKEN\"")
    .empty(INVALID),
    Field::new(
        "auth",
        Role::OAuth,
        Shape::OneOf(&["oauth"]),
        Use::Remote,
        "Kept for old files: OAuth is found out.",
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
        "startupTimeoutMs",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit for starting in milliseconds; 30000 when absent.",
    )
    .example("30000")
    .range(1.0, 2_147_483_647.0, INVALID),
    Field::new(
        "toolTimeoutMs",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of one tool call in milliseconds.",
    )
    .example("60000")
    .range(1.0, 2_147_483_647.0, INVALID),
    Field::new(
        "enabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the only tools that are offered.",
    ),
    Field::new(
        "disabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered.",
    ),
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
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without `transport` the command is started and the url is ignored"),
        neither: INVALID,
        unknown_type_command: INVALID,
        unknown_type_url: INVALID.r#as(Transport::Http),
        remote_type_command: INVALID,
        stdio_type_url: INVALID,
        remote_type_both: Ruling::IGNORED.says("`transport` decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("`transport` decides, and the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: INVALID,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    instead: "Kimi Code expands no variables: name one in `bearerTokenEnvVar`, or let the server inherit it",
    ..Variables::NONE
};

/// Kimi Code, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "kimi-code",
    name: "Kimi Code",
    vendor: "Moonshot AI",
    kinds: &[Kind {
        id: "servers",
        title: "servers",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED.says("\"Invalid JSON\" names the file"),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(Scope::Project, "<project>/.kimi-code/mcp.json")
                .note("read in the current folder only, once the folder is trusted"),
            Location::new(Scope::Project, "<project>/.mcp.json")
                .guest()
                .note("read in the repository's root, once the folder is trusted"),
            Location::new(Scope::User, "${KIMI_CODE_HOME:-~/.kimi-code}/mcp.json"),
        ],
        roots: &[Root::map(&["mcpServers"]).empty_text()],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::FILE_REJECTED.says("\"mcpServers\" must be an object"),
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        path: SearchPath::entry(EntryPath::Replaces),
        arguments: Arguments::Whole,
        ..Process::UNKNOWN
    },
    remote: Remote {
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts Kimi Code",
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Project),
            Layer::of(Scope::Project).files(&[".mcp.json"]),
            Layer::of(Scope::User),
        ],
        folders: Folders::One,
        says: "`.kimi-code/mcp.json` before `.mcp.json` before user, by name",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "`/mcp-config` in a session, or start a new one",
    traps: &[
        "The key is `transport`: `type` is ignored, so `\"type\": \"sse\"` is spoken to as streamable HTTP.",
        "One invalid entry costs the file: a `.mcp.json` that suits Claude Code can keep Kimi Code from reading it.",
        "The older Kimi CLI reads `~/.kimi/mcp.json`.",
        "The switch is `enabled`: `disabled` is ignored.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Precedence],
            basis: Basis::Source,
            origin: "MoonshotAI/kimi-code packages/agent-core-v2/src/app/mcpConfig/configLoader.ts@4715a8bd",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "MoonshotAI/kimi-code packages/agent-core-v2/src/mcpCore/config-schema.ts@00d2376c",
            version: "",
            date: "2026-11-25",
        },
    ],
};
