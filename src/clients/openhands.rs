//! OpenHands before version 1: three lists of servers, by transport. Version 1 has another file.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const NO_START: &str = "\"Error in MCP sections in config.toml\", and OpenHands does not start";
const INVALID: Ruling = Ruling::FILE_REJECTED.says(NO_START);

const STDIO_FIELDS: &[Field] = &[
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "The server's name: letters, digits, `_` and `-`. It must be there.",
    )
    .example("\"fetch\"")
    .required(INVALID),
    Field {
        doc: "The program to start: a name on PATH or a full path, without a space in it.",
        ..fields::COMMAND
    }
    .empty(INVALID),
    Field {
        shape: Shape::Either(&Shape::Strings, &Shape::String),
        doc: "The arguments of the program, one string each, or all in one line that is split as a shell would.",
        ..fields::ARGS
    },
    Field {
        shape: Shape::Either(&Shape::StringMap, &Shape::String),
        doc: "Environment variables for the server's process, as an object or as `KEY=VALUE,KEY=VALUE`.",
        ..fields::ENV
    },
];

const API_KEY: Field = Field::new(
    "api_key",
    Role::Other,
    Shape::String,
    Use::Remote,
    "A key that is sent with every request. There is no `headers`.",
);

const URL: Field = Field {
    shape: Shape::Url,
    doc: "The address of the server: http, https, ws or wss.",
    ..fields::URL
}
.empty(INVALID);

const HTTP_FIELDS: &[Field] = &[
    URL,
    API_KEY,
    Field::new(
        "timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Integer,
        Use::Remote,
        "The time limit of one tool call in seconds, from 1 to 3600; 60 when absent.",
    )
    .example("60")
    .range(1.0, 3600.0, INVALID),
];

const fn schema(fields: &'static [&'static [Field]]) -> Schema {
    Schema {
        fields,
        transport: TransportRules {
            neither: INVALID,
            falls_back_to_sse: false,
            ..TransportRules::UNKNOWN
        },
        unknown_field: Ruling::IGNORED,
        wrong_type: INVALID,
        null_entry: INVALID,
        not_object: INVALID,
        names: Names::ANY,
    }
}

static STDIO_SCHEMA: Schema = Schema {
    names: Names {
        allowed: Some("_-"),
        ruling: INVALID,
        empty: INVALID,
        ..Names::ANY
    },
    ..schema(&[STDIO_FIELDS])
};
static SSE_SCHEMA: Schema = schema(&[&[URL, API_KEY]]);
static HTTP_SCHEMA: Schema = schema(&[HTTP_FIELDS]);

const VARIABLES: Variables = Variables {
    instead: "OpenHands expands no variables here",
    ..Variables::NONE
};

/// The file of version 1, of which only the shape is known.
static NEW_SCHEMA: Schema = Schema {
    fields: &[&[
        fields::COMMAND,
        fields::ARGS,
        fields::ENV,
        fields::URL,
        fields::HEADERS,
    ]],
    ..Schema::UNKNOWN
};

/// OpenHands, read in the source of 0.62.
pub(super) static CLIENT: Client = Client {
    id: "openhands",
    name: "OpenHands",
    vendor: "All Hands AI",
    kinds: &[
        Kind {
            id: "config",
            title: "configuration (before version 1)",
            format: Format::Toml,
            dialect: Dialect::JSONC,
            syntax_error: Ruling::FILE_REJECTED.says("it warns and goes on without the file"),
            duplicate_key: Ruling::FILE_REJECTED.says("it warns and goes on without the file"),
            locations: &[
                Location::new(Scope::User, "~/.openhands/config.toml"),
                Location::new(Scope::Project, "<project>/config.toml").common(),
            ],
            roots: &[
                Root::list(&["mcp", "stdio_servers"])
                    .transport(Transport::Stdio)
                    .schema(&STDIO_SCHEMA),
                Root::list(&["mcp", "shttp_servers"])
                    .transport(Transport::Http)
                    .text(Role::Url)
                    .schema(&HTTP_SCHEMA),
                Root::list(&["mcp", "sse_servers"])
                    .transport(Transport::Sse)
                    .text(Role::Url)
                    .schema(&SSE_SCHEMA),
            ],
            missing_root: Ruling::FINE,
            wrong_root: INVALID,
            told_by: &[&["mcp"]],
            dedicated: false,
            siblings: &[],
            schema: &STDIO_SCHEMA,
            variables: &VARIABLES,
        },
        Kind {
            id: "servers",
            title: "servers (version 1)",
            locations: &[Location::new(Scope::User, "~/.openhands/mcp.json")],
            schema: &NEW_SCHEMA,
            ..Kind::UNKNOWN
        },
    ],
    elsewhere: &["The settings page of the app."],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Unknown,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: None,
        base: Base::Undefined,
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::UNKNOWN.elsewhere(),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Python,
        set_process_env: "set it for the process of OpenHands, or in its container",
        fetch: Some(false),
        ..Remote::UNKNOWN
    },
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "start OpenHands again",
    traps: &[
        "Before version 1, the list that a server stands in is its transport: `stdio_servers`, `shttp_servers` or `sse_servers`, under `[mcp]`.",
        "Another key under `[mcp]`, or one invalid server, and OpenHands does not start.",
        "There is no `headers`: a key goes into `api_key`.",
        "Stdio servers run inside the runtime's container: paths and programs of this machine are not there.",
        "Two items of `sse_servers` must not have one url.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Names,
                Topic::Process,
            ],
            basis: Basis::Source,
            origin: "All-Hands-AI/OpenHands openhands/core/config/mcp_config.py@156d0686",
            version: "0.62.0",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root],
            basis: Basis::Source,
            origin: "All-Hands-AI/OpenHands openhands/core/config/utils.py@156d0686",
            version: "0.62.0",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Remote],
            basis: Basis::Reported,
            origin: "installers of MCP servers",
            version: "",
            date: "2026-11-23",
        },
    ],
};
