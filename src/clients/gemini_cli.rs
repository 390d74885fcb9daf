//! Gemini CLI.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Comments are stripped before the text is parsed strictly; a byte order mark is refused.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: false,
    json5: false,
    ..Dialect::STRICT
};

const STRINGS_ONLY: Ruling = Ruling::FAILS.says(
    "it warns at the start; a number or a boolean keeps the server from starting, null becomes the text \"null\"",
);

const WRONG_TYPE: Ruling =
    Ruling::WARNED.says("it warns at the start and uses the value as it stands");

const FIELDS: &[Field] = &[
    fields::COMMAND.empty(Ruling::DROPPED).wrong_type(
        Ruling::FAILS.says("it warns at the start, and then the server does not start"),
    ),
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process. Secrets and certificates of the shell reach it only from here.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}")
    .wrong_type(STRINGS_ONLY),
    fields::CWD,
    fields::URL.empty(Ruling::DROPPED).wrong_type(
        Ruling::FAILS.says("it warns at the start, and then the server does not connect"),
    ),
    Field::new(
        "httpUrl",
        Role::HttpUrl,
        Shape::String,
        Use::Remote,
        "The address of a streamable HTTP server; it wins over `url`. Write `url` with `type: \"http\"` instead.",
    )
    .example("\"https://mcp.example.com/mcp\"")
    .old_spelling_of("url"),
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "sse", "http"]),
        Use::Both,
        "The transport of an entry with a url. Without it streamable HTTP is tried first and HTTP+SSE next.",
    )
    .example("\"http\""),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit of a request in milliseconds, connecting included; 600000 when absent.",
    )
    .example("30000")
    .wrong_type(Ruling::FAILS.says("connecting times out"))
    .range(1.0, f64::MAX, Ruling::FAILS.says("connecting times out at once")),
];

const TRUST: Field = Field::new(
    "trust",
    Role::Approval,
    Shape::Bool,
    Use::Both,
    "`true` lets every tool of the server run without being asked for.",
)
.example("false");

/// `trust` where it counts.
pub(super) const TRUSTED: &[Field] = &[TRUST.approves_all(Everything::True)];

/// `trust` where it does not: in the manifest of an extension.
pub(super) const UNTRUSTED: &[Field] = &[TRUST];

pub(super) const MORE: &[Field] = &[
    Field::new(
        "description",
        Role::Description,
        Shape::String,
        Use::Both,
        "What the server is for.",
    ),
    Field::new(
        "includeTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the only tools that are offered.",
    )
    .example("[\"read_file\"]"),
    Field::new(
        "excludeTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered; it wins over `includeTools`.",
    )
    .example("[\"delete_file\"]"),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `enabled`, `clientId`, `scopes` and others.",
    ),
    Field::new(
        "authProviderType",
        Role::OAuth,
        Shape::OneOf(&[
            "dynamic_discovery",
            "google_credentials",
            "service_account_impersonation",
        ]),
        Use::Remote,
        "How the client proves who it is.",
    ),
    Field::new(
        "targetAudience",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The OAuth client id for service account impersonation.",
    ),
    Field::new(
        "targetServiceAccount",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The service account to impersonate.",
    ),
    Field::new(
        "tcp",
        Role::Other,
        Shape::String,
        Use::Remote,
        "The address of a WebSocket server: in the schema, but nothing connects to it.",
    ),
];

const ANY_OTHER_IS_HTTP: &str = "it warns at the start, takes any other type as streamable HTTP and does not fall back to HTTP+SSE";

const URL_WINS: &str = "the url is looked at before the command";

const TRANSPORT: TransportRules = TransportRules {
    spellings: &[
        ("stdio", Transport::Stdio),
        ("http", Transport::Http),
        ("sse", Transport::Sse),
    ],
    speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
    command_only: Ruling::load(Transport::Stdio),
    url_only: Ruling::load(Transport::Http),
    both: Ruling::IGNORED.r#as(Transport::Http).says(URL_WINS),
    neither: Ruling::DROPPED.says("`gemini mcp list` leaves it out without a word"),
    unknown_type_command: Ruling::WARNED
        .r#as(Transport::Stdio)
        .says("it warns at the start and starts the command"),
    unknown_type_url: Ruling::WARNED.r#as(Transport::Http).says(ANY_OTHER_IS_HTTP),
    remote_type_command: Ruling::IGNORED
        .r#as(Transport::Stdio)
        .says("the type counts only beside a url: the command is started"),
    stdio_type_url: Ruling::IGNORED
        .r#as(Transport::Http)
        .says("any type but \"sse\" means streamable HTTP beside a url"),
    remote_type_both: Ruling::IGNORED.says(URL_WINS),
    stdio_type_both: Ruling::IGNORED.r#as(Transport::Http).says(URL_WINS),
    // Only where the type is absent.
    falls_back_to_sse: true,
    sse_by_path: false,
    internal: &[],
};

static SCHEMA: Schema = Schema {
    fields: &[FIELDS, TRUSTED, MORE],
    transport: TRANSPORT,
    unknown_field: Ruling::WARNED.says("it warns at the start and ignores the field"),
    wrong_type: WRONG_TYPE,
    null_entry: Ruling::FILE_REJECTED.says("`gemini mcp list` ends with a TypeError"),
    not_object: Ruling::DROPPED.says("it warns at the start and leaves the entry out"),
    names: Names::ANY,
};

/// Expanded in every string when the file is read, and once more in environment and headers
/// when the server is started or called; that second time an unset one becomes empty.
const VARIABLES: Variables = Variables {
    forms: &[
        Form::Braced,
        Form::BracedDefault,
        Form::Bare,
        // In environment and headers on Windows.
        Form::Percent,
    ],
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
    unset: Unset::Empty,
    known: &[],
    workspace: None,
    instead: "export the variable in the shell that starts `gemini`",
    withheld: &[],
    sources: &[
        Source::Dotenv("<project>/.gemini/.env"),
        Source::Dotenv("<project>/.env"),
        Source::Dotenv("~/.gemini/.env"),
        Source::Dotenv("~/.env"),
    ],
};

/// The settings file, for Gemini Code Assist too.
pub(super) const SETTINGS: Kind = Kind {
    id: "settings",
    title: "settings with servers",
    format: Format::Json,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED.says("the program ends with an error that names the file"),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::Project, "<project>/.gemini/settings.json")
            .note("not read in a folder that is not trusted"),
        Location::new(Scope::User, "${GEMINI_CLI_HOME:-~}/.gemini/settings.json"),
        Location::new(
            Scope::Managed,
            "${GEMINI_CLI_SYSTEM_SETTINGS_PATH:-/Library/Application Support/GeminiCli/settings.json}",
        )
        .on(&[Os::Macos]),
        Location::new(
            Scope::Managed,
            "${GEMINI_CLI_SYSTEM_SETTINGS_PATH:-/etc/gemini-cli/settings.json}",
        )
        .on(&[Os::Linux]),
        Location::new(
            Scope::Managed,
            "${GEMINI_CLI_SYSTEM_SETTINGS_PATH:-C:/ProgramData/gemini-cli/settings.json}",
        )
        .on(&[Os::Windows]),
    ],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::WARNED
        .says("it warns at the start; the items of a list are started under their numbers"),
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
            "/Library/Application Support/GeminiCli/system-defaults.json",
        )
        .on(&[Os::Macos])
        .note("every other file wins over it"),
        Location::new(Scope::Managed, "/etc/gemini-cli/system-defaults.json")
            .on(&[Os::Linux])
            .note("every other file wins over it"),
        Location::new(
            Scope::Managed,
            "C:/ProgramData/gemini-cli/system-defaults.json",
        )
        .on(&[Os::Windows])
        .note("every other file wins over it"),
    ],
    ..SETTINGS
};

/// An extension's entries do not pass the check of the settings.
static EXTENSION_SCHEMA: Schema = Schema {
    fields: &[FIELDS, UNTRUSTED, MORE],
    transport: TRANSPORT,
    unknown_field: Ruling::UNKNOWN,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

const EXTENSION: Kind = Kind {
    id: "extension",
    title: "manifest of an extension",
    // Nothing is known of comments, commas and marks in a manifest.
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::UNKNOWN,
    locations: &[
        Location::new(Scope::Project, "<project>/gemini-extension.json")
            .note("read once the extension is installed; `trust` does not count here"),
        Location::new(
            Scope::User,
            "${GEMINI_CLI_HOME:-~}/.gemini/extensions/*/gemini-extension.json",
        )
        .note("`trust` does not count here"),
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

/// Gemini CLI, read in its source and observed.
pub(super) static CLIENT: Client = Client {
    id: "gemini-cli",
    name: "Gemini CLI",
    vendor: "Google",
    kinds: &[SETTINGS, DEFAULTS, EXTENSION],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::AllButSecrets,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the folder in which the session was started"),
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
        set_process_env: "export it in the shell that starts `gemini`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Managed),
            Layer::of(Scope::Project),
            Layer::of(Scope::User),
            Layer::of(Scope::Managed).files(&["system-defaults.json"]),
            Layer::of(Scope::User)
                .files(&[".gemini/extensions/*/gemini-extension.json"])
                .same_name(SameName::Merged),
            Layer::of(Scope::Project)
                .files(&["gemini-extension.json"])
                .same_name(SameName::Unknown),
        ],
        says: "system before project before user before system defaults, by name; what an extension declares is merged with an entry of the settings; a project's file counts only in a trusted folder",
        ..Precedence::UNKNOWN
    },
    logs: "`gemini --debug`, F12; the output of servers is shown in debug mode only",
    log_files: &[],
    restart: "`/mcp refresh`, or start a new session",
    traps: &[
        "`disabled` and `enabled` in an entry are ignored: the server runs. Use `mcp.excluded` or `gemini mcp disable`.",
        "`timeout` is in milliseconds: 60 is over before a server has started.",
        "Variables whose names contain TOKEN, SECRET, PASSWORD, KEY, AUTH or CERT do not reach a server unless `env` names them.",
        "An unset variable stays as it is written in `args` and becomes empty in `env` and `headers`.",
        "Programs are not started in a folder that is not trusted.",
        "Beside a url the command is ignored.",
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
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "Gemini CLI 0.61.0",
            version: "0.61.0",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Transport, Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "google-gemini/gemini-cli packages/core/src/tools/mcp-client.ts@5411f113ca",
            version: "",
            date: "2026-08-21",
        },
        Evidence {
            about: &[Topic::Places, Topic::Variables, Topic::Precedence],
            basis: Basis::Source,
            origin: "google-gemini/gemini-cli packages/cli/src/config/settings.ts@5411f113ca",
            version: "",
            date: "2026-08-21",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Source,
            origin: "google-gemini/gemini-cli packages/core/src/services/environmentSanitization.ts@5411f113ca",
            version: "",
            date: "2026-08-21",
        },
    ],
};
