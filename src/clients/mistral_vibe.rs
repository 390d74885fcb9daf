//! Mistral Vibe.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

/// Only the byte order mark matters in TOML; whether it is taken is not established.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const INVALID: Ruling = Ruling::REJECTED.says("the configuration does not pass its check");

/// A key of the time before there was `auth`.
const fn static_auth(name: &'static str, role: Role, doc: &'static str) -> Field {
    Field::new(name, role, Shape::String, Use::Remote, doc)
}

const FIELDS: &[Field] = &[
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "The server's name, which starts the names of its tools; other characters than letters, digits, `_` and `-` become `_`.",
    )
    .example("\"files\"")
    .required(INVALID),
    Field::new(
        "transport",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "streamable-http"]),
        Use::Both,
        "The transport; it must be there.",
    )
    .example("\"streamable-http\""),
    Field {
        shape: Shape::Either(&Shape::String, &Shape::Strings),
        doc: "The program to start, a text that is split into words, or a list of it and its first arguments.",
        ..fields::COMMAND
    },
    fields::ARGS,
    fields::ENV,
    fields::CWD,
    fields::URL,
    Field::new(
        "auth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "How to authenticate: `type` is `static` with `headers` and `api_key_env`, or `oauth` with `scopes`. Not together with the keys of old.",
    )
    .example("{\"type\": \"static\", \"api_key_env\": \"API_TOKEN\"}"),
    Field {
        doc: "HTTP headers that are sent with every request; `auth.headers` is the newer place.",
        ..fields::HEADERS
    },
    static_auth(
        "api_key_env",
        Role::BearerFromEnv,
        "The name of the environment variable whose value is sent as token; `auth.api_key_env` is the newer place.",
    )
    .example("\"API_TOKEN\""),
    static_auth(
        "api_key_header",
        Role::Other,
        "The header that carries the token; `Authorization` when absent.",
    ),
    static_auth(
        "api_key_format",
        Role::Other,
        "How the token is written there; `Bearer {token}` when absent.",
    ),
    Field::new(
        "startup_timeout_sec",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Both,
        "The time limit for starting, in seconds; 10 when absent.",
    )
    .example("20")
    .range(f64::MIN_POSITIVE, f64::MAX, INVALID),
    Field::new(
        "tool_timeout_sec",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Both,
        "The time limit of one tool call, in seconds; 60 when absent.",
    )
    .example("60")
    .range(f64::MIN_POSITIVE, f64::MAX, INVALID),
    Field::new(
        "sampling_enabled",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the server may ask the model; `true` when absent.",
    ),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "`true` hides the server's tools; the server is started all the same.",
    )
    .example("true"),
    Field::new(
        "disabled_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered, without the server's name before them.",
    )
    .example("[\"delete_file\"]"),
    Field::new(
        "prompt",
        Role::Description,
        Shape::String,
        Use::Both,
        "A hint that is added to the description of each tool.",
    ),
];

const NO_TRANSPORT: &str = "`transport` must be there, and be stdio, http or streamable-http";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("streamable-http", Transport::Http),
            ("http", Transport::Http),
        ],
        speaks: &[Transport::Stdio, Transport::Http],
        command_only: Ruling::REJECTED.r#as(Transport::Stdio).says(NO_TRANSPORT),
        url_only: Ruling::REJECTED.r#as(Transport::Http).says(NO_TRANSPORT),
        both: Ruling::REJECTED.says(NO_TRANSPORT),
        neither: INVALID,
        unknown_type_command: Ruling::REJECTED.r#as(Transport::Stdio).says(NO_TRANSPORT),
        unknown_type_url: Ruling::REJECTED.r#as(Transport::Http).says(NO_TRANSPORT),
        remote_type_command: INVALID,
        stdio_type_url: INVALID,
        remote_type_both: Ruling::IGNORED.says("`transport` decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("`transport` decides, and the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    // Texts that are numbers are taken as such.
    wrong_type: Ruling::UNKNOWN,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names {
        allowed: Some("_-"),
        ruling: Ruling::IGNORED.says("it puts `_` for every other character"),
        empty: INVALID,
        longest: Some(256),
        normalized: true,
        ..Names::ANY
    },
};

const VARIABLES: Variables = Variables {
    instead: "Mistral Vibe expands no variables: name one in `auth.api_key_env`",
    ..Variables::NONE
};

/// Mistral Vibe, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "mistral-vibe",
    name: "Mistral Vibe",
    vendor: "Mistral AI",
    kinds: &[Kind {
        id: "config",
        title: "configuration",
        format: Format::Toml,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED,
        duplicate_key: Ruling::FILE_REJECTED,
        locations: &[
            Location::new(Scope::Project, "<project>/.vibe/config.toml").note(
                "the nearest in the current folder and those above it, once the folder is trusted",
            ),
            Location::new(Scope::User, "${VIBE_HOME:-~/.vibe}/config.toml"),
        ],
        roots: &[Root::list(&["mcp_servers"])],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::FILE_REJECTED
            .says("`mcp_servers` is a list: each server stands under `[[mcp_servers]]`"),
        told_by: &[],
        dedicated: false,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(true),
        path: SearchPath::entry(EntryPath::Replaces),
        ..Process::UNKNOWN
    },
    remote: Remote {
        runtime: Runtime::Python,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `vibe`",
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        order: &[Scope::Project, Scope::User],
        // Of the files above each other only the nearest is read.
        folders: Folders::One,
        says: "the servers of both files are taken together, by name; older versions read the project's file in place of the user's",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start a new session",
    traps: &[
        "Servers stand in a list, `[[mcp_servers]]` with a `name`: `[mcp_servers.NAME]` as in Codex has the wrong shape.",
        "`transport` must be there; `type` is ignored, and HTTP+SSE is not spoken.",
        "`headers` or `api_key_env` beside `auth` are an error.",
        "`env` beside a url has no effect.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Names,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "mistralai/mistral-vibe vibe/core/config/models.py@028ad5a0",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Root, Topic::Precedence],
            basis: Basis::Source,
            origin: "mistralai/mistral-vibe vibe/core/config/vibe_schema.py@017603bb",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Syntax],
            basis: Basis::Source,
            origin: "mistralai/mistral-vibe vibe/core/config/layers/project.py@51be63fe",
            version: "",
            date: "2026-11-25",
        },
    ],
};
