//! Kimi CLI, the older one of Moonshot AI's two, which reads its file with FastMCP.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const INVALID: Ruling = Ruling::FILE_REJECTED.says("it stops with \"Invalid MCP config\"");

const FIELDS: &[Field] = &[
    Field::new(
        "transport",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "streamable-http", "sse"]),
        Use::Both,
        "The transport. Absent, a command means stdio, a url whose path has `/sse` HTTP+SSE and any other url streamable HTTP.",
    )
    .example("\"http\""),
    Field::new(
        "type",
        Role::Other,
        Shape::OneOf(&["stdio"]),
        Use::Stdio,
        "Only `stdio`, beside a command. Beside a url it is ignored: write `transport`.",
    )
    .wrong_type(Ruling::UNKNOWN),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV.wrong_type(Ruling::UNKNOWN),
    fields::CWD,
    fields::URL,
    fields::HEADERS.example("{\"X-Team\": \"core\"}"),
    Field::new(
        "auth",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "`oauth`, or the text of a bearer token.",
    )
    .example("\"oauth\""),
    Field::new(
        "sse_read_timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Remote,
        "How long a stream may be silent, in seconds.",
    )
    .wrong_type(Ruling::UNKNOWN),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of a response in milliseconds.",
    )
    .example("60000")
    .wrong_type(Ruling::UNKNOWN),
    Field::new(
        "description",
        Role::Description,
        Shape::String,
        Use::Both,
        "What the server is for.",
    ),
    Field::new(
        "icon",
        Role::Description,
        Shape::String,
        Use::Both,
        "The picture that people see.",
    ),
    Field::new(
        "authentication",
        Role::OAuth,
        Shape::Object,
        Use::Both,
        "Settings for signing in.",
    ),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::UNKNOWN,
        neither: INVALID,
        unknown_type_command: INVALID,
        unknown_type_url: INVALID.r#as(Transport::Http),
        remote_type_command: INVALID,
        stdio_type_url: INVALID,
        remote_type_both: Ruling::UNKNOWN,
        stdio_type_both: Ruling::UNKNOWN,
        falls_back_to_sse: false,
        sse_by_path: true,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: INVALID,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    instead: "Kimi CLI expands no variables: write the value, or let a script start the server",
    ..Variables::NONE
};

/// Kimi CLI, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "kimi-cli",
    name: "Kimi CLI",
    vendor: "Moonshot AI",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED
            .says("it stops with \"Invalid JSON in MCP config file\""),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[Location::new(
            Scope::User,
            "${KIMI_SHARE_DIR:-~/.kimi}/mcp.json",
        )],
        // The second counts only where the first is not there.
        roots: &[Root::map(&["mcpServers"]), Root::map(&[])],
        missing_root: Ruling::FINE,
        wrong_root: INVALID,
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "`kimi --mcp-config-file FILE` and `--mcp-config JSON` replace the file for one session",
    ],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote {
        runtime: Runtime::Python,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `kimi`",
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        order: &[Scope::User],
        says: "there is one file for everything",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start a new session; `kimi mcp list` shows what was read, `kimi mcp test NAME` connects",
    traps: &[
        "The key is `transport`: `type` beside a url is ignored.",
        "One invalid entry, comment or trailing comma, and Kimi CLI stops with an error.",
        "Its successor Kimi Code reads `~/.kimi-code/mcp.json`.",
        "Without `mcpServers` the whole file is taken as the map of servers.",
    ],
    evidence: &[Evidence {
        about: &[
            Topic::Places,
            Topic::Syntax,
            Topic::Root,
            Topic::Fields,
            Topic::Transport,
            Topic::Variables,
            Topic::Remote,
        ],
        basis: Basis::Source,
        origin: "MoonshotAI/kimi-cli src/kimi_cli/cli/mcp.py@4a550eff, with fastmcp 3.2.4 mcp_config.py",
        version: "",
        date: "2026-07-16",
    }],
};
