//! Cherry Studio: servers are in its own store; a JSON text is what it imports.

use crate::model::*;

use super::{fields, shared};

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "sse", "streamableHttp", "inMemory"]),
        Use::Both,
        "The transport: `stdio`, `sse` or `streamableHttp`; `inMemory` is for servers that it ships.",
    )
    .example("\"streamableHttp\""),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    Field::new(
        "baseUrl",
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a remote server.",
    )
    .example("\"https://mcp.example.com/mcp\""),
    Field {
        doc: "The address of a remote server, as other clients name it; an import takes it for `baseUrl`.",
        ..fields::URL
    },
    fields::HEADERS,
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "The name that people see.",
    ),
    Field::new(
        "description",
        Role::Description,
        Shape::String,
        Use::Both,
        "What the server is for.",
    ),
    Field::new(
        "isActive",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched on.",
    )
    .example("false"),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Both,
        "The time limit of one tool call in seconds, 60 when absent.",
    )
    .example("60"),
    Field::new(
        "longRunning",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether progress of a call starts its time limit again.",
    ),
    Field::new(
        "disabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "Tools that are not offered.",
    ),
    Field::new(
        "disabledAutoApproveTools",
        Role::Approval,
        Shape::Strings,
        Use::Both,
        "Tools that do not run without being asked for: all others do.",
    ),
    Field::new(
        "registryUrl",
        Role::Other,
        Shape::String,
        Use::Stdio,
        "The package registry for `npx` or `uvx`.",
    ),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("streamableHttp", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        falls_back_to_sse: false,
        internal: &["inMemory"],
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

/// Cherry Studio, read in the source of an older release.
pub(super) static CLIENT: Client = Client {
    id: "cherry-studio",
    name: "Cherry Studio",
    vendor: "CherryHQ",
    kinds: &[Kind {
        id: "import",
        title: "a text to import",
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[
        "The store of the app: Settings > MCP Servers adds, edits and imports them, and shows them as JSON.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote {
        runtime: Runtime::Node,
        set_process_env: "set it for the process of Cherry Studio",
        fetch: Some(true),
        runs: Runs::Machine,
        ..Remote::UNKNOWN
    },
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "switch the server off and on in Settings > MCP Servers",
    traps: &[
        "No file is read: a change counts once it is made or imported in the app.",
        "Streamable HTTP is spelled `streamableHttp`.",
        "`npx` is run as `bun x` by the bun that Cherry Studio installs, and `uvx` by its own uv.",
        "`timeout` is in seconds.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Source,
            origin: "CherryHQ/cherry-studio src/renderer/src/types/mcp.ts@12f35a98",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "CherryHQ/cherry-studio src/main/services/MCPService.ts@009e0408",
            version: "",
            date: "2026-11-23",
        },
    ],
};
