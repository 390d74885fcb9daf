//! Grok Build, the CLI of xAI.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Only the byte order mark matters in TOML; whether it is taken is not established.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const INVALID: Ruling = Ruling::REJECTED.says("`grok inspect` names the problem");

/// The url by any of its three names.
const fn url(name: &'static str) -> Field {
    Field::new(
        name,
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a remote server; one that ends in `/sse` is spoken to as HTTP+SSE.",
    )
    .example("\"https://mcp.example.com/mcp\"")
    .empty(Ruling::REJECTED.says("the url is blank"))
}

const FIELDS: &[Field] = &[
    fields::COMMAND.empty(Ruling::REJECTED.says("the command is blank")),
    fields::ARGS,
    fields::ENV.example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field {
        doc: "Accepted, and not handed on to the server.",
        ..fields::CWD
    },
    url("url"),
    url("urlTemplate"),
    url("url_template"),
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Remote,
        "`sse` means HTTP+SSE, anything else streamable HTTP.",
    )
    .example("\"sse\""),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "bearer_token_env_var",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The name of the environment variable whose value is sent as bearer token.",
    )
    .example("\"API_TOKEN\""),
    Field::new(
        "oauth_client_id",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "A client id that was registered beforehand.",
    ),
    Field::new(
        "oauth_client_secret_env_var",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The name of the environment variable that holds that client's secret.",
    ),
    Field::new(
        "oauth_scopes",
        Role::OAuth,
        Shape::Strings,
        Use::Remote,
        "The OAuth scopes that are asked for.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `clientId`, `clientSecretEnvVar`, `scopes`, `callbackPort`.",
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
        "startup_timeout_sec",
        Role::Timeout(Unit::Seconds),
        Shape::Integer,
        Use::Both,
        "The time limit for starting, in seconds; 30 when absent.",
    )
    .example("30")
    .range(0.0, f64::MAX, INVALID),
    Field::new(
        "tool_timeout_sec",
        Role::Timeout(Unit::Seconds),
        Shape::Integer,
        Use::Both,
        "The time limit of one tool call, in seconds; 6000 when absent.",
    )
    .example("120")
    .range(0.0, f64::MAX, INVALID),
    Field::new(
        "tool_timeouts",
        Role::Other,
        Shape::MapOf(&Shape::Integer),
        Use::Both,
        "Time limits of single tools, in seconds.",
    )
    .example("{\"search\": 300}"),
    Field::new(
        "setup",
        Role::Other,
        Shape::Object,
        Use::Both,
        "A choice that people make before the server is used.",
    ),
    Field::new(
        "expose_image_base64",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the bytes of images stay in a tool's result.",
    ),
];

const COMMAND_WINS: &str = "the command is started, and the url and its fields are ignored";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[("http", Transport::Http), ("sse", Transport::Sse)],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED.r#as(Transport::Stdio).says(COMMAND_WINS),
        neither: INVALID,
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED
            .r#as(Transport::Http)
            .says("any type but `sse` means streamable HTTP"),
        remote_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the type counts only beside a url: the command is started"),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::IGNORED.r#as(Transport::Stdio).says(COMMAND_WINS),
        stdio_type_both: Ruling::IGNORED.r#as(Transport::Stdio).says(COMMAND_WINS),
        falls_back_to_sse: false,
        sse_by_path: true,
        internal: &[],
    },
    unknown_field: Ruling::WARNED.says("`grok inspect` calls it unrecognized"),
    wrong_type: INVALID,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::BracedDefault, Form::Bare],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "name the variable in `bearer_token_env_var`, or export it in the shell that starts `grok`",
    withheld: &[],
    sources: &[],
};

/// Files of others, which are read with the same fields; what a fault costs there is not
/// established.
static OTHERS: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        neither: Ruling::UNKNOWN,
        ..SCHEMA.transport
    },
    unknown_field: Ruling::UNKNOWN,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

/// Grok Build, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "grok-build",
    name: "Grok Build",
    vendor: "xAI",
    kinds: &[
        Kind {
            id: "config",
            title: "configuration",
            format: Format::Toml,
            dialect: DIALECT,
            syntax_error: Ruling::FILE_REJECTED.says("the file is skipped"),
            duplicate_key: Ruling::FILE_REJECTED,
            locations: &[
                Location::new(Scope::Project, "<project>/.grok/config.toml").note(
                    "read in the current folder and those above it up to the repository's root, once the folder is trusted",
                ),
                Location::new(Scope::User, "${GROK_HOME:-~/.grok}/config.toml"),
                Location::new(Scope::Managed, "/etc/grok/requirements.toml")
                    .on(&[Os::Linux, Os::Macos])
                    .note("what an organisation prescribes: it wins over config.toml"),
                Location::new(Scope::Managed, "${GROK_HOME:-~/.grok}/requirements.toml")
                    .note("what an organisation prescribes: it wins over config.toml"),
                Location::new(Scope::Managed, "${GROK_HOME:-~/.grok}/managed_config.toml")
                    .note("defaults of an organisation: config.toml wins over it"),
                Location::new(Scope::Managed, "/etc/grok/managed_config.toml")
                    .on(&[Os::Linux, Os::Macos])
                    .note("defaults of an organisation: config.toml wins over it"),
            ],
            roots: &[Root::map(&["mcp_servers"])],
            missing_root: Ruling::FINE,
            wrong_root: Ruling::FILE_DROPPED,
            told_by: &[],
            dedicated: false,
            siblings: &["disabled_mcp_servers"],
            schema: &SCHEMA,
            variables: &VARIABLES,
        },
        Kind {
            id: "files-of-others",
            title: "servers of Claude Code and Cursor",
            locations: &[
                Location::new(Scope::Project, "<project>/.mcp.json")
                    .guest()
                    .note("read up to the repository's root, unless Claude's servers were imported"),
                Location::new(Scope::Project, "<project>/.cursor/mcp.json")
                    .guest()
                    .note("unless `[compat.cursor] mcps` is false"),
                Location::new(Scope::User, "~/.cursor/mcp.json")
                    .guest()
                    .note("unless `[compat.cursor] mcps` is false"),
            ],
            dedicated: false,
            schema: &OTHERS,
            variables: &VARIABLES,
            ..Kind::UNKNOWN
        },
    ],
    elsewhere: &[
        "unless `[compat.claude] mcps` is false or they were imported, the servers of `~/.claude.json` run here too",
        "plugins bring servers of their own",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        windows_shim: WindowsShim::Starts,
        ..Process::UNKNOWN
    },
    remote: Remote {
        runtime: Runtime::Rust,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `grok`",
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Project),
            Layer::of(Scope::Managed)
                .files(&["requirements.toml"])
                .same_name(SameName::Unknown),
            Layer::of(Scope::User),
            Layer::of(Scope::Managed).same_name(SameName::Unknown),
            Layer::of(Scope::Project)
                .files(&[".cursor/mcp.json"])
                .folders(Folders::One),
            Layer::of(Scope::User).files(&[".cursor/mcp.json"]),
            Layer::of(Scope::Project).files(&[".mcp.json"]),
        ],
        folders: Folders::NearestWins,
        says: "the nearest project file before user before the files of Claude Code, Cursor and `.mcp.json`, by name",
        ..Precedence::UNKNOWN
    },
    logs: "`grok mcp doctor` checks each server, `grok inspect` shows what was read",
    log_files: &[],
    restart: "`r` in `/mcps`, or start a new session",
    traps: &[
        "It looks like the file of Codex, but headers stand under `headers`, not `http_headers`.",
        "A url that ends in `/sse` is spoken to as HTTP+SSE.",
        "`cwd` is accepted and has no effect.",
        "A server of `~/.claude.json`, `.cursor/mcp.json` or `.mcp.json` runs here too.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Variables,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "xai-org/grok-build crates/codegen/xai-grok-shell/src/util/config/mcp.rs@19d42e35",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Source,
            origin: "xai-org/grok-build crates/codegen/xai-grok-mcp/src/servers.rs@19d42e35",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Transport],
            basis: Basis::Source,
            origin: "xai-org/grok-build crates/codegen/xai-grok-config-types/src/mcp.rs@19d42e35",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Variables, Topic::Precedence],
            basis: Basis::Source,
            origin: "xai-org/grok-build crates/codegen/xai-grok-config/src/loader.rs@19d42e35",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Documented,
            origin: "xai-org/grok-build crates/codegen/xai-grok-pager/docs/user-guide/07-mcp-servers.md@19d42e35",
            version: "",
            date: "2026-11-25",
        },
    ],
};
