//! The Pi coding agent with the package pi-mcp-adapter.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    fields::COMMAND.empty(Ruling::FAILS.says(ONE_OF)),
    fields::ARGS.example("[\"-y\", \"@modelcontextprotocol/server-filesystem\", \"${HOME}/notes\"]"),
    Field {
        doc: "Environment variables for the server's process, name to text; a value that starts with `!` is a command whose output counts.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field::new(
        "inheritEnv",
        Role::Other,
        Shape::Bool,
        Use::Stdio,
        "Whether the server gets the whole environment of Pi; `true` when absent.",
    ),
    Field {
        doc: "The folder in which the server is started, which must be there; `~` is expanded.",
        ..fields::CWD
    },
    fields::URL.empty(Ruling::FAILS.says(ONE_OF)),
    Field::new(
        "socket",
        Role::Other,
        Shape::String,
        Use::Neither,
        "The path of a Unix socket at which a shared server listens; in place of command and url.",
    )
    .partial(),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "caFile",
        Role::Tls,
        Shape::String,
        Use::Remote,
        "A PEM file whose certificate authorities are trusted for this server in place of the usual ones; https only.",
    )
    .example("\"~/certs/internal-ca.pem\""),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "`true` switches the server off.",
    )
    .example("true")
    .partial(),
];

const ONE_OF: &str = "\"must configure exactly one of command, url, or socket\"";

const MORE: &[Field] = &[
    Field::new(
        "auth",
        Role::OAuth,
        Shape::Either(&Shape::OneOf(&["oauth", "bearer"]), &Shape::Bool),
        Use::Remote,
        "How the client proves who it is; `false` for not at all.",
    ),
    Field::new(
        "bearerToken",
        Role::Other,
        Shape::String,
        Use::Remote,
        "A bearer token.",
    )
    .example("\"${API_TOKEN}\""),
    Field::new(
        "bearerTokenEnv",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The name of the environment variable that holds a bearer token.",
    )
    .example("\"API_TOKEN\""),
    Field::new(
        "bearerTokenStore",
        Role::Other,
        Shape::Bool,
        Use::Remote,
        "Whether the bearer token is kept in the system's credential store.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Either(&Shape::Object, &Shape::Bool),
        Use::Remote,
        "OAuth settings: `clientId`, `clientSecret`, `scope` and others; `false` for none.",
    ),
    Field::new(
        "requestHeadersCommand",
        Role::Other,
        Shape::Any,
        Use::Remote,
        "A command that is run for each request and prints headers.",
    ),
    Field::new(
        "httpTransport",
        Role::Type,
        Shape::OneOf(&["streamable-http", "sse"]),
        Use::Remote,
        "The transport of a url, without trying another; streamable HTTP and then HTTP+SSE when absent.",
    ),
    Field::new(
        "lifecycle",
        Role::Other,
        Shape::OneOf(&["lazy", "eager", "keep-alive", "lazy-keep-alive"]),
        Use::Both,
        "When the server is connected and for how long; `lazy` when absent.",
    ),
    Field::new(
        "idleTimeout",
        Role::Other,
        Shape::Number,
        Use::Both,
        "After how many minutes without a call the server is disconnected; 10 when absent, 0 for never.",
    )
    .example("10"),
    Field::new(
        "requestTimeoutMs",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit of a request in milliseconds.",
    )
    .example("60000"),
    Field::new(
        "protocolVersion",
        Role::Other,
        Shape::OneOf(&["legacy", "auto", "2026-07-28"]),
        Use::Both,
        "Which revision of the protocol is spoken; `legacy` when absent.",
    ),
];

const TOOLS: &[Field] = &[
    Field::new(
        "includeTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the only tools that are offered.",
    ),
    Field::new(
        "excludeTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered.",
    ),
    Field::new(
        "approveTools",
        Role::Approval,
        Shape::Either(&Shape::Bool, &Shape::Strings),
        Use::Both,
        "Which tools are asked for before each call.",
    ),
    Field::new(
        "directTools",
        Role::Tools,
        Shape::Any,
        Use::Both,
        "Which tools Pi offers by their own names, and not behind one tool for all of MCP.",
    ),
    Field::new(
        "toolPrefix",
        Role::Tools,
        Shape::String,
        Use::Both,
        "What stands before the names of tools.",
    ),
    Field::new(
        "searchKeywords",
        Role::Tools,
        Shape::Object,
        Use::Both,
        "More words by which a tool is found.",
    ),
    Field::new(
        "exposeResources",
        Role::Tools,
        Shape::Bool,
        Use::Both,
        "Whether resources are offered as tools.",
    ),
    Field::new(
        "tasks",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether long calls are followed as tasks.",
    ),
    Field::new(
        "debug",
        Role::Other,
        Shape::Bool,
        Use::Stdio,
        "Whether the server's error output is shown.",
    ),
    Field::new(
        "trace",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether what is said to the server is written to a log.",
    ),
    Field::new(
        "literalEnv",
        Role::Other,
        Shape::Bool,
        Use::Stdio,
        "Whether the values of `env` are taken as they are written.",
    ),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS, MORE, TOOLS],
    transport: TransportRules {
        spellings: &[
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        both: Ruling::FAILS.says(ONE_OF),
        neither: Ruling::FAILS.says(ONE_OF),
        remote_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("it counts only beside a url"),
        remote_type_both: Ruling::FAILS.says(ONE_OF),
        // Only where `httpTransport` is absent.
        falls_back_to_sse: true,
        ..TransportRules::UNKNOWN
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::DROPPED,
    not_object: Ruling::DROPPED,
    names: Names {
        normalized: true,
        ..Names::ANY
    },
};

/// Default values are not known: `${NAME:-x}` stays as it is.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::EnvDollar, Form::EnvBrace],
    established: true,
    fields: &[
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
        Role::Tls,
    ],
    unset: Unset::Empty,
    known: &[],
    workspace: None,
    instead: "export the variable in the shell that starts `pi`, or name it in `bearerTokenEnv`",
    withheld: &[],
    sources: &[],
};

const CONFIG: Kind = Kind {
    id: "pi",
    title: "servers of Pi",
    format: Format::Json,
    dialect: Dialect {
        comments: true,
        trailing_commas: true,
        byte_order_mark: false,
        json5: false,
        ..Dialect::STRICT
    },
    syntax_error: Ruling::FILE_REJECTED.says("it warns and leaves the file out"),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::User, "${PI_CODING_AGENT_DIR:-~/.pi/agent}/mcp.json")
            .note("of versions up to 2.36; later ones leave it to Pi's own MCP"),
        Location::new(Scope::Project, "<project>/.pi/mcp.json")
            .note("of versions up to 2.36; later ones leave it to Pi's own MCP"),
        Location::new(
            Scope::User,
            "${PI_CODING_AGENT_DIR:-~/.pi/agent}/mcp-adapter.json",
        )
        .note("read by versions after 2.36"),
        Location::new(Scope::Project, "<project>/.pi/mcp-adapter.json")
            .note("read by versions after 2.36"),
    ],
    roots: &[
        Root::map(&["mcpServers"]).empty_text(),
        Root::map(&["mcp-servers"]).empty_text(),
    ],
    missing_root: Ruling::IGNORED.says("it finds no server and says nothing"),
    wrong_root: Ruling::FILE_DROPPED.says("it takes it for a file without servers"),
    told_by: &[],
    dedicated: true,
    siblings: &["settings", "imports", "claudePlugins"],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// pi-mcp-adapter, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "pi-mcp-adapter",
    name: "pi-mcp-adapter",
    vendor: "its community",
    kinds: &[
        CONFIG,
        Kind {
            id: "shared",
            title: "servers for all agents",
            locations: &[
                Location::new(Scope::User, "~/.config/mcp/mcp.json"),
                // In a project the same path belongs to no tool alone.
                Location::new(Scope::User, "~/.agents/mcp.json").guest(),
                Location::new(Scope::User, "~/.agents/mcp/mcp.json"),
            ],
            ..CONFIG
        },
        Kind {
            id: "project",
            title: "project servers shared with other clients",
            locations: &[Location::new(Scope::Project, "<project>/.mcp.json").guest()],
            ..CONFIG
        },
    ],
    elsewhere: &[
        "`imports` in its settings takes over the servers of Cursor, Claude, Codex, OpenCode, Windsurf and VS Code.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[Role::Cwd]),
        base: Base::Folder("the folder in which Pi was started"),
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `pi`, or name the file in `caFile` of the server",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Overlaid,
        displaces: &[
            (
                "command",
                &[
                    "url",
                    "headers",
                    "requestHeadersCommand",
                    "caFile",
                    "auth",
                    "bearerToken",
                    "bearerTokenEnv",
                    "bearerTokenStore",
                    "oauth",
                    "httpTransport",
                ],
            ),
            (
                "url",
                &[
                    "command",
                    "args",
                    "env",
                    "cwd",
                    "headers",
                    "requestHeadersCommand",
                    "caFile",
                    "bearerToken",
                    "bearerTokenEnv",
                    "bearerTokenStore",
                    "oauth",
                ],
            ),
        ],
        layers: &[
            Layer::of(Scope::Project).files(&[".pi/mcp-adapter.json", ".pi/mcp.json"]),
            Layer::of(Scope::Project),
            Layer::of(Scope::User).files(&[".pi/agent/mcp-adapter.json", ".pi/agent/mcp.json"]),
            Layer::of(Scope::User).files(&[".agents/mcp/mcp.json"]),
            Layer::of(Scope::User).files(&[".agents/mcp.json"]),
            Layer::of(Scope::User),
        ],
        says: "`.pi/mcp.json` over `.mcp.json` over Pi's own user file over the shared ones; entries of one name are merged field by field, but a new url takes no headers and tokens over, and a command and a url take each other's place",
        ..Precedence::UNKNOWN
    },
    logs: "`\"debug\": true` shows a server's error output, `\"trace\": true` writes `.pi/mcp-traces`",
    log_files: &[],
    restart: "`/reload`, or start Pi again",
    traps: &[
        "`${NAME:-default}` is not known and stays as it is written; an unset `${NAME}` becomes empty.",
        "`command` itself is not expanded.",
        "`idleTimeout` is in minutes, `requestTimeoutMs` in milliseconds.",
        "A server with a command and a url does not connect.",
        "Values of `env` that are no texts are left out.",
        "Only `true` switches a server off: `\"enabled\": false` is ignored.",
        "Versions after 2.36 keep their own servers in `mcp-adapter.json` and leave `mcp.json` to the MCP that Pi has had built in since 0.99.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Precedence],
            basis: Basis::Source,
            origin: "npm pi-mcp-adapter 2.36.0 config.ts, agent-dir.ts",
            version: "2.36.0",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
                Topic::Names,
            ],
            basis: Basis::Source,
            origin: "npm pi-mcp-adapter 2.36.0 types.ts, server-manager.ts, http-ca.ts",
            version: "2.36.0",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "npm pi-mcp-adapter 2.36.0 utils.ts",
            version: "2.36.0",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "nicobailon/pi-mcp-adapter config.ts@00b82e08",
            version: "",
            date: "2026-11-25",
        },
    ],
};
