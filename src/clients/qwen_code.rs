//! Qwen Code, a descendant of Gemini CLI that tells transports in its own way.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, gemini_cli};

/// Comments are stripped before the text is parsed strictly; a byte order mark is taken (observed).
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const AS_IT_STANDS: Ruling =
    Ruling::IGNORED.says("nothing checks the value, and it is used as it stands");

const CRASH: &str = "`qwen mcp list` ends with a TypeError";

const FIELDS: &[Field] = &[
    fields::COMMAND.empty(Ruling::DROPPED).wrong_type(
        Ruling::FAILS.says("nothing checks the value, and then the server does not start"),
    ),
    Field {
        shape: Shape::List,
        ..fields::ARGS
    }
    .wrong_type(
        Ruling::IGNORED
            .says("the server gets no argument, and `qwen mcp list` ends with a TypeError"),
    ),
    Field {
        shape: Shape::MapOf(&Shape::Either(
            &Shape::Either(&Shape::String, &Shape::Number),
            &Shape::Either(&Shape::Bool, &Shape::Null),
        )),
        doc: "Environment variables for the server's process, over Qwen Code's own; numbers, booleans and null become text.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field {
        doc: "The folder in which the server is started; one that does not exist keeps it from starting.",
        ..fields::CWD
    },
    Field {
        doc: "The address of an HTTP+SSE server, whatever `type` says. Streamable HTTP takes `httpUrl`.",
        ..fields::URL
    }
    .example("\"https://mcp.example.com/sse\"")
    .empty(Ruling::DROPPED)
    .wrong_type(Ruling::FAILS.says("nothing checks the value, and then the server does not connect")),
    Field::new(
        "httpUrl",
        Role::HttpUrl,
        Shape::String,
        Use::Remote,
        "The address of a streamable HTTP server; it wins over `url`.",
    )
    .example("\"https://mcp.example.com/mcp\"")
    .empty(Ruling::DROPPED),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit of a request in milliseconds; 600000 when absent.",
    )
    .example("30000"),
];

/// What only a settings file holds.
const SETTINGS_ONLY: &[Field] = &[Field::new(
    "type",
    Role::Type,
    Shape::String,
    Use::Both,
    "Not looked at, except for `sdk`: `httpUrl`, `url` or `command` tells the transport.",
)];

const JSON_ONLY: &[Field] = &[Field::new(
    "type",
    Role::Type,
    Shape::String,
    Use::Remote,
    "`http` makes `url` a streamable HTTP address here; with anything else it is one of HTTP+SSE.",
)
.example("\"http\"")];

const SSE_ONLY: &str =
    "`url` means the old HTTP+SSE and nothing else is tried; streamable HTTP takes `httpUrl`";

const URL_WINS: &str = "the url is looked at before the command";

const TRANSPORT: TransportRules = TransportRules {
    // The name of the url's field tells; a type is not looked at.
    spellings: &[],
    speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
    command_only: Ruling::load(Transport::Stdio),
    url_only: Ruling::IGNORED.r#as(Transport::Sse).says(SSE_ONLY),
    both: Ruling::IGNORED.r#as(Transport::Sse).says(URL_WINS),
    neither: Ruling::DROPPED.says("`qwen mcp list` leaves it out without a word"),
    unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
    unknown_type_url: Ruling::IGNORED.r#as(Transport::Sse).says(SSE_ONLY),
    remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
    stdio_type_url: Ruling::IGNORED.r#as(Transport::Sse).says(SSE_ONLY),
    remote_type_both: Ruling::IGNORED.r#as(Transport::Sse).says(URL_WINS),
    stdio_type_both: Ruling::IGNORED.r#as(Transport::Sse).says(URL_WINS),
    falls_back_to_sse: false,
    sse_by_path: false,
    internal: &["sdk"],
};

static SCHEMA: Schema = Schema {
    fields: &[FIELDS, SETTINGS_ONLY, gemini_cli::TRUSTED, gemini_cli::MORE],
    transport: TRANSPORT,
    unknown_field: Ruling::IGNORED,
    wrong_type: AS_IT_STANDS,
    null_entry: Ruling::FILE_REJECTED.says(CRASH),
    not_object: Ruling::DROPPED,
    names: Names::ANY,
};

/// In `.mcp.json` a type counts a little: the file is read as one that was written for Claude Code.
static JSON_SCHEMA: Schema = Schema {
    fields: &[FIELDS, JSON_ONLY, gemini_cli::TRUSTED, gemini_cli::MORE],
    transport: TransportRules {
        spellings: &[("http", Transport::Http), ("sse", Transport::Sse)],
        url_only: Ruling::IGNORED
            .r#as(Transport::Sse)
            .says("only with `\"type\": \"http\"` does it speak streamable HTTP"),
        unknown_type_url: Ruling::IGNORED
            .r#as(Transport::Sse)
            .says("any type but `http` means the old HTTP+SSE"),
        ..TRANSPORT
    },
    null_entry: Ruling::REJECTED.says("it warns that the server is not an object, and skips it"),
    not_object: Ruling::REJECTED.says("it warns that the server is not an object, and skips it"),
    ..SCHEMA
};

/// Expanded in every string when the settings are read, and never again.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::Bare],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::HttpUrl,
        Role::Headers,
    ],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "export the variable in the shell that starts `qwen`",
    withheld: &[],
    sources: &[
        Source::Dotenv("<project>/.qwen/.env"),
        Source::Dotenv("<project>/.env"),
        Source::Dotenv("~/.qwen/.env"),
        Source::Dotenv("~/.env"),
    ],
};

const SETTINGS: Kind = Kind {
    id: "settings",
    title: "settings with servers",
    format: Format::Json,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED
        .says("it does not start, and saves a copy as settings.json.corrupted"),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::Project, "<project>/.qwen/settings.json")
            .note("its servers must be approved first"),
        Location::new(Scope::User, "${QWEN_HOME:-~/.qwen}/settings.json"),
        Location::new(
            Scope::Managed,
            "${QWEN_CODE_SYSTEM_SETTINGS_PATH:-/Library/Application Support/QwenCode/settings.json}",
        )
        .on(&[Os::Macos]),
        Location::new(
            Scope::Managed,
            "${QWEN_CODE_SYSTEM_SETTINGS_PATH:-/etc/qwen-code/settings.json}",
        )
        .on(&[Os::Linux]),
        Location::new(
            Scope::Managed,
            "${QWEN_CODE_SYSTEM_SETTINGS_PATH:-C:/ProgramData/qwen-code/settings.json}",
        )
        .on(&[Os::Windows]),
    ],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::IGNORED.says("the items of a list are started under their numbers"),
    told_by: &[],
    dedicated: false,
    siblings: &["mcp"],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// The lowest layer: what user and project leave open.
const DEFAULTS: Kind = Kind {
    id: "system-defaults",
    title: "default settings for the machine",
    locations: &[
        Location::new(
            Scope::Managed,
            "${QWEN_CODE_SYSTEM_DEFAULTS_PATH:-/Library/Application Support/QwenCode/system-defaults.json}",
        )
        .on(&[Os::Macos])
        .note("every other file wins over it"),
        Location::new(
            Scope::Managed,
            "${QWEN_CODE_SYSTEM_DEFAULTS_PATH:-/etc/qwen-code/system-defaults.json}",
        )
        .on(&[Os::Linux])
        .note("every other file wins over it"),
        Location::new(
            Scope::Managed,
            "${QWEN_CODE_SYSTEM_DEFAULTS_PATH:-C:/ProgramData/qwen-code/system-defaults.json}",
        )
        .on(&[Os::Windows])
        .note("every other file wins over it"),
    ],
    ..SETTINGS
};

const JSON: Kind = Kind {
    id: "project-json",
    title: "project servers",
    // The mark is not stripped here.
    dialect: Dialect {
        byte_order_mark: false,
        ..DIALECT
    },
    syntax_error: Ruling::FILE_REJECTED
        .says("it warns that the file cannot be parsed, and goes on"),
    locations: &[Location::new(Scope::Project, "<project>/.mcp.json")
        .guest()
        .note("read in the folder of the session only; its servers must be approved first")],
    missing_root: Ruling::FILE_REJECTED.says("it warns that there is no `mcpServers` object"),
    wrong_root: Ruling::FILE_REJECTED.says("it warns that there is no `mcpServers` object"),
    dedicated: true,
    siblings: &[],
    schema: &JSON_SCHEMA,
    variables: &Variables {
        instead: "Qwen Code expands no variables in `.mcp.json`: keep the server in `.qwen/settings.json`",
        ..Variables::NONE
    },
    ..SETTINGS
};

/// An extension's manifest; how its entries are checked is not established.
static EXTENSION_SCHEMA: Schema = Schema {
    fields: &[
        FIELDS,
        SETTINGS_ONLY,
        gemini_cli::UNTRUSTED,
        gemini_cli::MORE,
    ],
    unknown_field: Ruling::UNKNOWN,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    ..SCHEMA
};

const EXTENSION: Kind = Kind {
    id: "extension",
    title: "manifest of an extension",
    dialect: Dialect::JSONC,
    syntax_error: Ruling::UNKNOWN,
    duplicate_key: Ruling::UNKNOWN,
    locations: &[
        Location::new(Scope::Project, "<project>/qwen-extension.json")
            .note("read once the extension is installed"),
        Location::new(
            Scope::User,
            "${QWEN_HOME:-~/.qwen}/extensions/*/qwen-extension.json",
        ),
    ],
    wrong_root: Ruling::UNKNOWN,
    schema: &EXTENSION_SCHEMA,
    variables: &Variables {
        established: false,
        unset: Unset::Unknown,
        known: &["extensionPath", "workspacePath", "pathSeparator", "/"],
        workspace: Some("workspacePath"),
        ..VARIABLES
    },
    ..SETTINGS
};

/// Qwen Code, observed in 0.24.4 and read in its bundle.
pub(super) static CLIENT: Client = Client {
    id: "qwen-code",
    name: "Qwen Code",
    vendor: "Alibaba",
    kinds: &[SETTINGS, DEFAULTS, JSON, EXTENSION],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Starts,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `qwen`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Managed),
            Layer::of(Scope::Project),
            Layer::of(Scope::Project).files(&[".mcp.json"]),
            Layer::of(Scope::User),
            Layer::of(Scope::Managed).files(&["system-defaults.json"]),
            Layer::of(Scope::User)
                .files(&["extensions/*/qwen-extension.json"])
                .same_name(SameName::Unknown),
            Layer::of(Scope::Project)
                .files(&["qwen-extension.json"])
                .same_name(SameName::Unknown),
        ],
        folders: Folders::One,
        says: "system before `.qwen/settings.json` before `.mcp.json` before user before system defaults, by name",
        ..Precedence::UNKNOWN
    },
    logs: "`qwen --debug`; `/mcp` shows the state of each server",
    log_files: &[],
    restart: "start a new session; `qwen mcp list` shows what was read",
    traps: &[
        "`url` is spoken to as HTTP+SSE even beside `\"type\": \"http\"`: streamable HTTP takes `httpUrl`.",
        "`disabled` and `enabled` in an entry are ignored: the server runs. Use `mcp.excluded` or `qwen mcp disable`.",
        "`${VAR:-default}` is not expanded: the text is handed on as it stands.",
        "A null entry ends `qwen mcp list` with a TypeError.",
        "In `.mcp.json` no variable is expanded, and only `\"type\": \"http\"` makes a url streamable HTTP.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Names,
                Topic::Process,
            ],
            basis: Basis::Observed,
            origin: "Qwen Code 0.24.4",
            version: "0.24.4",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "npm @qwen-code/qwen-code",
            version: "0.24.4",
            date: "2026-11-25",
        },
    ],
};
