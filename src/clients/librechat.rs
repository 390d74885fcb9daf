//! LibreChat.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

/// Only the byte order mark matters in YAML; it is taken.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: true,
    byte_order_mark: true,
    json5: false,
    // js-yaml's default schema has them.
    merge_keys: Some(true),
};

const REFUSED: &str =
    "LibreChat does not start unless CONFIG_BYPASS_VALIDATION is set, which ignores the file";

const INVALID: Ruling = Ruling::FILE_REJECTED.says(REFUSED);

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "websocket", "sse", "streamable-http", "http"]),
        Use::Both,
        "The transport. Absent, a command means stdio, `ws://` a WebSocket and any other url HTTP+SSE.",
    )
    .example("\"streamable-http\""),
    fields::COMMAND,
    Field {
        doc: "The arguments of the program, one string each; it must be there, if only as `[]`.",
        ..fields::ARGS
    }
    .required(INVALID),
    fields::ENV.example("{\"API_KEY\": \"${API_KEY}\"}"),
    fields::CWD,
    Field::new(
        "stderr",
        Role::Other,
        Shape::Either(&Shape::String, &Shape::Integer),
        Use::Stdio,
        "Where the server's standard error goes: `pipe`, `ignore`, `inherit` (when absent) or the number of a file.",
    ),
    Field {
        shape: Shape::Url,
        ..fields::URL
    }
    .empty(Ruling::FILE_REJECTED.says("reading the configuration ends with \"TypeError: Invalid URL\"")),
    Field {
        doc: "HTTP headers that are sent with every request; `{{LIBRECHAT_USER_ID}}` and the like are filled in for each user.",
        ..fields::HEADERS
    }
    .example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "requestHeaders",
        Role::Headers,
        Shape::StringMap,
        Use::Remote,
        "HTTP headers that are made from the request of a chat, over `headers`.",
    ),
    Field::new(
        "proxy",
        Role::Other,
        Shape::Url,
        Use::Remote,
        "The proxy through which this server is called: an http, https or socks url.",
    ),
    Field::new(
        "obo",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "The scopes for which the user's token is exchanged: `scopes`.",
    ),
    Field::new(
        "apiKey",
        Role::OAuth,
        Shape::Object,
        Use::Both,
        "An API key: `source` is `admin` or `user`, `authorization_type` is `basic`, `bearer` or `custom`.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Both,
        "OAuth settings: `authorization_url`, `token_url`, `client_id`, `client_secret` and others.",
    ),
    Field::new(
        "requiresOAuth",
        Role::OAuth,
        Shape::Bool,
        Use::Both,
        "Whether the server asks for OAuth; found out when absent.",
    ),
    Field::new(
        "oauth_headers",
        Role::OAuth,
        Shape::StringMap,
        Use::Both,
        "HTTP headers for the requests of OAuth.",
    ),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of a request in milliseconds.",
    )
    .example("60000")
    .range(0.0, f64::MAX, INVALID),
    Field::new(
        "initTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit for starting and connecting in milliseconds.",
    )
    .example("30000")
    .range(0.0, f64::MAX, INVALID),
    Field::new(
        "sseReadTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "How long a stream may be silent, in milliseconds; 300000 when absent.",
    )
    .range(1.0, f64::MAX, INVALID),
    Field::new(
        "oauthRefreshWaitTimeout",
        Role::Other,
        Shape::Integer,
        Use::Both,
        "How long to wait for another process that renews a token, in milliseconds; 15000 when absent.",
    )
    .range(1.0, f64::MAX, INVALID),
    Field::new(
        "oauthRefreshCoordination",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether several processes agree on who renews a token.",
    ),
    Field::new(
        "oauthPersistenceWaitTimeout",
        Role::Other,
        Shape::Integer,
        Use::Both,
        "How long to wait until a token is stored, in milliseconds; 15000 when absent.",
    )
    .range(1.0, f64::MAX, INVALID),
    Field::new(
        "startup",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the server is connected when LibreChat starts; `true` when absent.",
    )
    .example("false"),
    Field::new(
        "chatMenu",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the server is offered in the chat; `true` when absent.",
    ),
    Field::new(
        "serverInstructions",
        Role::Other,
        Shape::Either(&Shape::Bool, &Shape::String),
        Use::Both,
        "`true` hands the server's own instructions to the model, a text these instead.",
    ),
    Field::new(
        "customUserVars",
        Role::Other,
        Shape::MapOf(&Shape::Object),
        Use::Both,
        "Values that each user fills in, by name, each with `title` and `description`; `{{NAME}}` stands for one.",
    ),
    Field::new(
        "title",
        Role::Description,
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
        "iconPath",
        Role::Description,
        Shape::String,
        Use::Both,
        "The picture that people see.",
    ),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("streamable-http", Transport::Http),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
            ("websocket", Transport::WebSocket),
        ],
        speaks: &[
            Transport::Stdio,
            Transport::Http,
            Transport::Sse,
            Transport::WebSocket,
        ],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::IGNORED
            .r#as(Transport::Sse)
            .says("without a type a url means the old HTTP+SSE"),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: INVALID,
        unknown_type_command: INVALID,
        unknown_type_url: INVALID.r#as(Transport::Http),
        remote_type_command: INVALID,
        stdio_type_url: INVALID,
        remote_type_both: Ruling::IGNORED.says("the type decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the type decides, and the url is ignored"),
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

/// An empty variable counts as unset; LibreChat's own secrets are never put in.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced],
    established: true,
    fields: &[Role::Args, Role::Env, Role::Url, Role::Headers],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "set the variable in LibreChat's `.env`",
    withheld: &[],
    sources: &[],
};

const CONFIG: Kind = Kind {
    id: "config",
    title: "configuration",
    format: Format::Yaml,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED
        .says("LibreChat logs an error and goes on without the file"),
    duplicate_key: Ruling::FILE_REJECTED,
    locations: &[Location::new(Scope::Project, "<project>/librechat.yaml")
        .note("read in LibreChat's own folder, or where CONFIG_PATH says")],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FINE,
    wrong_root: INVALID,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// LibreChat, whose schema was observed in librechat-data-provider 0.8.524 and read in its source.
pub(super) static CLIENT: Client = Client {
    id: "librechat",
    name: "LibreChat",
    vendor: "LibreChat",
    kinds: &[
        CONFIG,
        Kind {
            id: "named-config",
            title: "configuration that CONFIG_PATH names",
            locations: &[
                Location::new(Scope::Project, "<project>/librechat*.yaml"),
                Location::new(Scope::Project, "<project>/librechat*.yml"),
            ],
            told_by: &[&["mcpServers"]],
            ..CONFIG
        },
    ],
    elsewhere: &[
        "users may add remote servers in the app, which keeps them in its database and fills in no environment variables there",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: None,
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces).elsewhere(),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process or container that runs LibreChat",
        fetch: None,
        plain_http: Ruling::UNKNOWN,
        runs: Runs::Container,
    },
    precedence: Precedence {
        order: &[Scope::Project],
        folders: Folders::One,
        says: "there is one file",
        ..Precedence::UNKNOWN
    },
    logs: "LibreChat's own log, `logs/` in its folder",
    // danny-avila/LibreChat: its logger rotates these by day.
    log_files: &["<project>/logs/error-*.log", "<project>/logs/debug-*.log"],
    restart: "restart LibreChat",
    traps: &[
        "`args` must be there for every command, if only as `[]`.",
        "A url without a type is spoken to as HTTP+SSE, or as WebSocket when it starts with ws://.",
        "One invalid server, or an unknown key at the top of the file, keeps LibreChat from starting.",
        "Variables are put into `args`, `env`, `url`, `headers` and `proxy`, not into `command`.",
        "An entry cannot be switched off: `startup: false` only connects it later.",
        "In a container `localhost` is the container itself.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Root, Topic::Fields, Topic::Transport, Topic::Names],
            basis: Basis::Observed,
            origin: "librechat-data-provider 0.8.524 (its schema alone)",
            version: "0.8.524",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
            ],
            basis: Basis::Source,
            origin: "npm librechat-data-provider",
            version: "0.8.524",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Syntax],
            basis: Basis::Source,
            origin: "danny-avila/LibreChat api/server/services/Config/loadCustomConfig.js@fb04e670",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "danny-avila/LibreChat packages/api/src/utils/env.ts@00b3bc32",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process, Topic::Remote],
            basis: Basis::Documented,
            origin: "https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/mcp_servers",
            version: "",
            date: "2026-11-25",
        },
    ],
};
