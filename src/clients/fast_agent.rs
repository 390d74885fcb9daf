//! fast-agent: servers by name under `mcp.servers`, in YAML.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const INVALID: Ruling =
    Ruling::FILE_REJECTED.says("it does not start with a configuration that is not valid");

/// Whole seconds; a number in quotes is taken too.
const SECONDS: Shape = Shape::Either(&Shape::Integer, &Shape::String);

/// A key without a value counts as absent.
const TEXTS: Shape = Shape::Either(&Shape::StringMap, &Shape::Null);

/// The fields that tell what a server is.
const FIELDS: &[Field] = &[
    Field::new(
        "transport",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport. Absent: a url means streamable HTTP, a command stdio.",
    )
    .example("\"http\""),
    fields::COMMAND,
    fields::ARGS,
    fields::CWD,
    Field {
        doc: "The address of a remote server. For streamable HTTP `/mcp` is added to a path that does not end with it.",
        ..fields::URL
    }
    .example("\"https://mcp.example.com/mcp\""),
    Field::new(
        "target",
        Role::Other,
        Shape::String,
        Use::Both,
        "A url or a command line in one string, from which the other fields are made.",
    )
    .example("\"uvx mcp-server-time\"")
    .partial(),
];

const NAMED: &[Field] = &[
    Field {
        shape: TEXTS,
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}")
    .wrong_type(Ruling::FILE_REJECTED.says("every value must be a text: put a number in quotes")),
    Field {
        shape: TEXTS,
        ..fields::HEADERS
    }
    .example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}")
    .wrong_type(Ruling::FILE_REJECTED.says("every value must be a text")),
    Field::new(
        "access_token",
        Role::Other,
        Shape::String,
        Use::Remote,
        "A bearer token; not beside an Authorization header.",
    )
    .example("\"${API_TOKEN}\""),
];

const MORE: &[Field] = &[
    Field::new(
        "name",
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
        "auth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `oauth`, `redirect_port`, `scope`, `persist` and others.",
    ),
    Field::new(
        "load_on_start",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "`false` connects only when the server is needed; it does not switch it off.",
    )
    .example("false"),
    Field::new(
        "read_timeout_seconds",
        Role::Timeout(Unit::Seconds),
        SECONDS,
        Use::Both,
        "The time limit of a request in seconds; none when absent.",
    )
    .example("60"),
    Field::new(
        "http_timeout_seconds",
        Role::Timeout(Unit::Seconds),
        SECONDS,
        Use::Remote,
        "The time limit of an HTTP call in seconds, for streamable HTTP.",
    ),
    Field::new(
        "http_read_timeout_seconds",
        Role::Timeout(Unit::Seconds),
        SECONDS,
        Use::Remote,
        "The time limit for reading an answer in seconds, for streamable HTTP.",
    ),
    Field::new(
        "read_transport_sse_timeout_seconds",
        Role::Timeout(Unit::Seconds),
        SECONDS,
        Use::Remote,
        "The time limit for reading a stream of HTTP+SSE in seconds; 300 when absent.",
    ),
    Field::new(
        "ping_interval_seconds",
        Role::Other,
        SECONDS,
        Use::Both,
        "The time between two pings in seconds, 30 when absent; 0 and less sends none.",
    ),
    Field::new(
        "max_missed_pings",
        Role::Other,
        SECONDS,
        Use::Both,
        "How many pings may stay without an answer before the connection counts as lost; 3 when absent.",
    ),
    Field::new(
        "roots",
        Role::Other,
        Shape::List,
        Use::Both,
        "Folders that the server is told of, each a `uri` that starts with `file://`.",
    ),
    Field::new(
        "sampling",
        Role::Other,
        Shape::Object,
        Use::Both,
        "The model that answers when the server asks for one.",
    ),
    Field::new(
        "elicitation",
        Role::Other,
        Shape::Object,
        Use::Both,
        "How questions of the server are put to people.",
    ),
    Field::new(
        "protocol_mode",
        Role::Other,
        Shape::OneOf(&["auto", "modern", "legacy"]),
        Use::Both,
        "Which revisions of the protocol are spoken.",
    ),
    Field::new(
        "management",
        Role::Other,
        Shape::OneOf(&["client", "provider"]),
        Use::Both,
        "Who calls the server: fast-agent, or the provider of the model.",
    ),
    Field::new(
        "connector_id",
        Role::Other,
        Shape::String,
        Use::Both,
        "A connector of the provider, where that calls the server.",
    )
    .partial(),
    Field::new(
        "defer_loading",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether a provider loads the tools only when they are searched for.",
    ),
    Field::new(
        "include_instructions",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the server's instructions are put into the system prompt.",
    ),
    Field::new(
        "reconnect_on_disconnect",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether an ended session is started anew.",
    ),
    Field::new(
        "implementation",
        Role::Other,
        Shape::Object,
        Use::Both,
        "The name and version that fast-agent gives as its own.",
    ),
];

const RULES: TransportRules = TransportRules {
    spellings: &[
        ("stdio", Transport::Stdio),
        ("http", Transport::Http),
        ("sse", Transport::Sse),
    ],
    speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
    command_only: Ruling::load(Transport::Stdio),
    url_only: Ruling::load(Transport::Http),
    both: Ruling::WARNED
        .r#as(Transport::Http)
        .says("it warns, calls the url and ignores the command"),
    neither: Ruling::FAILS.says("\"uses stdio transport but no command is specified\""),
    unknown_type_command: INVALID,
    unknown_type_url: INVALID,
    remote_type_command: Ruling::FAILS.says("it says that no url is specified"),
    stdio_type_url: Ruling::FAILS.says("\"uses stdio transport but no command is specified\""),
    remote_type_both: Ruling::IGNORED.says("the command is ignored"),
    stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
    falls_back_to_sse: false,
    sse_by_path: false,
    internal: &[],
};

static SCHEMA: Schema = Schema {
    fields: &[FIELDS, NAMED, MORE],
    transport: RULES,
    unknown_field: Ruling::IGNORED,
    // Most wrong types are refused, but null, and what can be made into the right type, is taken.
    wrong_type: Ruling::UNKNOWN,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names::ANY,
};

/// Entries of the secrets file are merged into those of the configuration, key by key: alone
/// they need not be whole.
static SECRETS_SCHEMA: Schema = Schema {
    transport: TransportRules {
        neither: Ruling::FINE,
        ..RULES
    },
    ..SCHEMA
};

/// Replaced in every text of the file. The default stands behind one colon.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::BracedColon],
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
    instead: "keep the secret in `fast-agent.secrets.yaml`, which is merged into the configuration",
    withheld: &[],
    sources: &[],
};

const CONFIG: Kind = Kind {
    id: "config",
    title: "configuration",
    format: Format::Yaml,
    // PyYAML applies them.
    dialect: Dialect {
        merge_keys: Some(true),
        ..Dialect::JSONC
    },
    syntax_error: Ruling::FILE_REJECTED.says("\"Failed to parse YAML file\""),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(
            Scope::Project,
            "<project>/{fast-agent.yaml,fast-agent.config.yaml,fastagent.config.yaml}",
        )
        .note("read in the folder `.fast-agent`, else in the current one; no folder above is looked at"),
        Location::new(
            Scope::Project,
            "${FAST_AGENT_HOME:-<project>/.fast-agent}/{fast-agent.yaml,fast-agent.config.yaml,fastagent.config.yaml}",
        )
        .note("the current folder is not looked at when a configuration is here"),
    ],
    roots: &[Root::map(&["mcp", "servers"])],
    missing_root: Ruling::FINE,
    wrong_root: INVALID,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// fast-agent, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "fast-agent",
    name: "fast-agent",
    vendor: "evalstate",
    kinds: &[
        CONFIG,
        Kind {
            id: "secrets",
            title: "secrets beside the configuration",
            locations: &[
                Location::new(
                    Scope::Local,
                    "<project>/{fast-agent.secrets.yaml,fastagent.secrets.yaml}",
                )
                .note("merged into the configuration beside it, key by key"),
                Location::new(
                    Scope::Local,
                    "${FAST_AGENT_HOME:-<project>/.fast-agent}/{fast-agent.secrets.yaml,fastagent.secrets.yaml}",
                )
                .note("merged into the configuration beside it, key by key"),
            ],
            schema: &SECRETS_SCHEMA,
            ..CONFIG
        },
    ],
    elsewhere: &[
        "`mcp.targets` of the configuration is a list of urls and command lines, each a server.",
        "`--url`, `--stdio` and `--npx` on the command line add servers.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: None,
        base: Base::Folder("the folder in which fast-agent was started"),
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Python,
        ca_variables: &["SSL_CERT_FILE"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `fast-agent`",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Merged,
        order: &[Scope::Local, Scope::Project],
        folders: Folders::One,
        one_of: &[&[
            ".fast-agent/fast-agent.yaml",
            ".fast-agent/fast-agent.config.yaml",
            ".fast-agent/fastagent.config.yaml",
            "fast-agent.yaml",
            "fast-agent.config.yaml",
            "fastagent.config.yaml",
        ]],
        says: "one configuration is read, and the secrets beside it are merged over it, key by key",
        ..Precedence::UNKNOWN
    },
    logs: "`logger` in the configuration: `type`, `path`, `level`",
    log_files: &[],
    restart: "start fast-agent again",
    traps: &[
        "The transport is told by `transport`; `type` is ignored.",
        "The default of a variable stands behind one colon: `${NAME:-x}` becomes `-x`.",
        "`/mcp` is added to the url of a streamable HTTP server whose path does not end with it and that has no query.",
        "A folder must hold one configuration: with two of its names in it fast-agent does not start.",
        "`load_on_start: false` does not switch a server off, it connects later.",
        "Exported variables do not reach a server unless `env` names them.",
        "A number in `env` is refused, and the whole configuration with it: put it in quotes.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "PyPI fast-agent-mcp 0.10.9 fast_agent/config.py",
            version: "0.10.9",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "PyPI fast-agent-mcp 0.10.9 fast_agent/home.py",
            version: "0.10.9",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Transport, Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "PyPI fast-agent-mcp 0.10.9 fast_agent/mcp/client_gateway.py",
            version: "0.10.9",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Source,
            origin: "PyPI fast-agent-mcp 0.10.9 fast_agent/cli/commands/url_parser.py",
            version: "0.10.9",
            date: "2026-11-25",
        },
    ],
};
