//! Codex: the CLI, the IDE extension and the app read the same files.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Only the byte order mark matters in TOML; it is taken (observed).
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const FOR_STDIO: Ruling = Ruling::FILE_REJECTED
    .says("it is not supported for streamable_http, and Codex does not start with such a file");
const FOR_HTTP: Ruling = Ruling::FILE_REJECTED
    .says("it is not supported for stdio, and Codex does not start with such a file");

const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS
    .misused(FOR_STDIO),
    Field::new(
        "env",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process. With a url the whole file is refused.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}")
    .misused(FOR_STDIO),
    Field::new(
        "env_vars",
        Role::EnvNames,
        Shape::List,
        Use::Stdio,
        "Names of variables that are handed on from Codex's own environment; most are not otherwise.",
    )
    .example("[\"GITHUB_TOKEN\"]")
    .misused(FOR_STDIO),
    fields::CWD
    .misused(FOR_STDIO),
    Field::new(
        "url",
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a streamable HTTP server.",
    )
    .example("\"https://mcp.example.com/mcp\""),
    Field::new(
        "bearer_token_env_var",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The name of the environment variable whose value is sent as bearer token.",
    )
    .example("\"API_TOKEN\"")
    .misused(FOR_HTTP),
    Field::new(
        "bearer_token",
        Role::Other,
        Shape::String,
        Use::Neither,
        "A token in the file, which Codex refuses: name a variable in `bearer_token_env_var`.",
    )
    .misused(Ruling::FILE_REJECTED.says("bearer_token is not supported; use bearer_token_env_var")),
    Field::new(
        "http_headers",
        Role::Headers,
        Shape::StringMap,
        Use::Remote,
        "HTTP headers that are sent with every request, as they are written here.",
    )
    .example("{\"X-Team\": \"core\"}")
    .misused(FOR_HTTP),
    Field::new(
        "env_http_headers",
        Role::HeadersFromEnv,
        Shape::StringMap,
        Use::Remote,
        "HTTP headers whose values are taken from the environment variables named here; unset ones are left out.",
    )
    .example("{\"X-Api-Key\": \"API_KEY\"}")
    .misused(FOR_HTTP),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `client_id`.",
    )
    .misused(FOR_HTTP),
    Field::new(
        "oauth_resource",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The OAuth resource that is asked for at login.",
    )
    .misused(FOR_HTTP),
    Field::new(
        "scopes",
        Role::OAuth,
        Shape::Strings,
        Use::Both,
        "The OAuth scopes that are asked for at login.",
    ),
    Field::new(
        "enabled",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is used; `false` switches it off. There is no `disabled`.",
    )
    .example("false"),
    Field::new(
        "required",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether `codex exec` stops when this server cannot be initialised.",
    ),
    Field::new(
        "startup_timeout_sec",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Both,
        "The time limit for starting, in seconds; fractions are allowed.",
    )
    .example("20")
    .range(0.0, f64::MAX, Ruling::FILE_REJECTED),
    Field::new(
        "startup_timeout_ms",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit for starting, in milliseconds; loses to `startup_timeout_sec`.",
    )
    .range(0.0, f64::MAX, Ruling::FILE_REJECTED)
    .old_spelling_of("startup_timeout_sec"),
    Field::new(
        "tool_timeout_sec",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Both,
        "The time limit of one tool call, in seconds; fractions are allowed.",
    )
    .example("60")
    .range(0.0, f64::MAX, Ruling::FILE_REJECTED),
    Field::new(
        "enabled_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The only tools that are offered.",
    ),
    Field::new(
        "disabled_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "Tools that are not offered; taken away after `enabled_tools`.",
    ),
    Field::new(
        "default_tools_approval_mode",
        Role::Approval,
        Shape::OneOf(&["auto", "prompt", "approve"]),
        Use::Both,
        "How tools are approved, unless `tools` says otherwise: `auto`, `prompt` or `approve`, which asks for none.",
    )
    .approves_all(Everything::Text("approve")),
    Field::new(
        "tools",
        Role::Approval,
        Shape::Object,
        Use::Both,
        "Settings per tool: `tools.NAME.approval_mode`.",
    ),
    Field::new(
        "supports_parallel_tool_calls",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether tools of this server may run at the same time.",
    ),
    Field::new(
        "experimental_environment",
        Role::Other,
        Shape::String,
        Use::Both,
        "Where Codex starts the server.",
    ),
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "Accepted for old files and ignored: the table's name counts.",
    ),
];

const TRANSPORT: TransportRules = TransportRules {
    // There is no type key: one that is written counts as an unknown field.
    spellings: &[],
    speaks: &[Transport::Stdio, Transport::Http],
    command_only: Ruling::load(Transport::Stdio),
    url_only: Ruling::load(Transport::Http),
    both: Ruling::FILE_REJECTED
        .r#as(Transport::Stdio)
        .says("url is not supported for stdio"),
    neither: Ruling::FILE_REJECTED.says("it calls this an invalid transport and does not start"),
    unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
    unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
    remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
    stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
    remote_type_both: Ruling::FILE_REJECTED,
    stdio_type_both: Ruling::FILE_REJECTED,
    falls_back_to_sse: false,
    sse_by_path: false,
    internal: &[],
};

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TRANSPORT,
    unknown_field: Ruling::IGNORED.says("unless strict_config is on, which makes it an error"),
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names {
        allowed: Some("_-"),
        ruling: Ruling::FAILS.says("it lists the server and then does not start one of this name"),
        empty: Ruling::FAILS,
        ..Names::ANY
    },
};

/// Tables of a project or a profile are laid over those of the user, key by key, before they are
/// judged: what is missing here may stand there.
const LAYERED: Schema = Schema {
    transport: TransportRules {
        neither: Ruling::UNKNOWN
            .says("it counts only together with a table of this name in another file"),
        ..TRANSPORT
    },
    ..SCHEMA
};

const VARIABLES: Variables = Variables {
    instead: "Codex expands no variables: `env_vars` hands them on to a server, which has to read them by itself; `bearer_token_env_var` and `env_http_headers` put them into headers",
    ..Variables::NONE
};

const USER: Kind = Kind {
    id: "user",
    title: "user configuration",
    format: Format::Toml,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED.says("Codex does not start"),
    duplicate_key: Ruling::FILE_REJECTED,
    locations: &[
        Location::new(Scope::User, "${CODEX_HOME:-~/.codex}/config.toml"),
        Location::new(
            Scope::User,
            "~/Library/Developer/Xcode/CodingAssistant/codex/config.toml",
        )
        .on(&[Os::Macos])
        .note("read by the Codex agent of Xcode, which rewrites it"),
        Location::new(Scope::Managed, "/etc/codex/config.toml")
            .on(&[Os::Linux, Os::Macos])
            .note("defaults for the machine: every other file wins over it"),
        Location::new(
            Scope::Managed,
            "${ProgramData:-C:/ProgramData}/OpenAI/Codex/config.toml",
        )
        .on(&[Os::Windows])
        .note("defaults for the machine: every other file wins over it"),
    ],
    roots: &[Root::map(&["mcp_servers"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::FILE_REJECTED,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// Codex, observed in 0.169.0 and read in its source.
pub(super) static CLIENT: Client = Client {
    id: "codex",
    name: "Codex",
    vendor: "OpenAI",
    kinds: &[
        USER,
        Kind {
            id: "project",
            title: "project configuration",
            locations: &[
                Location::new(Scope::Project, "<project>/.codex/config.toml").note(
                    "read in the current folder and those above it, once the folder is trusted",
                ),
            ],
            schema: &LAYERED,
            ..USER
        },
        Kind {
            id: "profile",
            title: "profile configuration",
            locations: &[
                Location::new(Scope::User, "${CODEX_HOME:-~/.codex}/*.config.toml")
                    .note("read with `--profile NAME`, over config.toml"),
            ],
            schema: &LAYERED,
            ..USER
        },
    ],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "<project>/.codex/mcp.json",
            root: None,
            instead: "Codex reads `[mcp_servers.NAME]` tables in `.codex/config.toml`",
        },
        NotRead {
            path: "~/.codex/config.json",
            root: None,
            instead: "Codex reads `[mcp_servers.NAME]` tables in `~/.codex/config.toml`",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(&[
            "HOME",
            "LOGNAME",
            "PATH",
            "SHELL",
            "USER",
            "__CF_USER_TEXT_ENCODING",
            "LANG",
            "LC_ALL",
            "TERM",
            "TMPDIR",
            "TZ",
            "PATHEXT",
            "COMSPEC",
            "SYSTEMROOT",
            "WINDIR",
            "SYSTEMDRIVE",
            "USERNAME",
            "USERDOMAIN",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "PROGRAMW6432",
            "PROGRAMDATA",
            "LOCALAPPDATA",
            "APPDATA",
            "TEMP",
            "TMP",
            "POWERSHELL",
            "PWSH",
        ]),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[Role::Cwd]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Starts,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Rust,
        ca_variables: &["CODEX_CA_CERTIFICATE", "SSL_CERT_FILE"],
        system_store: None,
        entry_env: EntryEnvironment::FileRejected,
        set_process_env: "export it in the shell that starts `codex`",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Merged,
        layers: &[
            Layer::of(Scope::Project),
            Layer::of(Scope::User)
                .files(&["*.config.toml"])
                .read(Read::Chosen),
            // Xcode's agent has a file of its own.
            Layer::of(Scope::User).read(Read::InTurn),
            Layer::of(Scope::Managed),
        ],
        folders: Folders::NearestWins,
        says: "project over profile over user over system; tables of one name are merged key by key, and a command from one with a url from another is an error",
        ..Precedence::UNKNOWN
    },
    logs: "`log/codex-tui.log` in the folder of config.toml",
    // openai/codex, codex-rs/tui: `codex-tui.log` in `log_dir`.
    log_files: &["${CODEX_HOME:-~/.codex}/log/codex-tui.log"],
    restart: "start a new session; `/mcp` and `codex mcp list` show what was read",
    traps: &[
        "One invalid server keeps Codex from starting.",
        "A file whose servers stand under `mcpServers` is read without a word and has no servers.",
        "`[mcp_servers.a.b]` without quotes is the key `b` of server `a`; write `[mcp_servers.\"a.b\"]`.",
        "Only a short list of variables reaches a server: others must be named in `env_vars` or set in `env`.",
        "`type`, `headers` and `disabled` are ignored: the header is not sent, the server runs.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Names,
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "codex-cli 0.169.0",
            version: "0.169.0",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Transport, Topic::Precedence],
            basis: Basis::Source,
            origin: "openai/codex codex-rs/config/src/mcp_types.rs@00b17c26",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Precedence],
            basis: Basis::Source,
            origin: "openai/codex codex-rs/config/src/merge.rs@543af266",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Source,
            origin: "openai/codex codex-rs/rmcp-client/src/utils.rs@08e91659",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "https://developer.apple.com/forums/thread/814973",
            version: "26.3",
            date: "2026-11-23",
        },
    ],
};
