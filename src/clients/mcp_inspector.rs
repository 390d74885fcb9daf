//! MCP Inspector: the web page, the command line and the terminal program share one reader.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const NO_COMMAND: &str =
    "it is taken for stdio and has no command: \"The file argument must be of type string\"";

const NO_URL: &str = "\"Invalid URL\"";

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "streamable-http", "sse"]),
        Use::Both,
        "The transport. Absent or unknown it means stdio, beside a url too.",
    )
    .example("\"http\"")
    .wrong_type(Ruling::IGNORED.says("anything that is no text means stdio")),
    fields::COMMAND
        .empty(Ruling::REJECTED)
        .wrong_type(Ruling::REJECTED.says("\"The file argument must be of type string\"")),
    // A text is taken as well.
    Field {
        shape: Shape::Any,
        ..fields::ARGS
    },
    Field {
        shape: Shape::Object,
        doc: "Environment variables for the server's process. Others of the shell do not reach it.",
        ..fields::ENV
    }
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    fields::CWD,
    fields::URL
        .empty(Ruling::REJECTED.says(NO_URL))
        .wrong_type(Ruling::REJECTED.says(NO_URL)),
    fields::HEADERS,
    Field::new(
        "protocolEra",
        Role::Other,
        Shape::OneOf(&["legacy", "auto", "modern"]),
        Use::Both,
        "Which era of the protocol is spoken; `legacy` when absent.",
    ),
    Field::new(
        "modernLogLevel",
        Role::Other,
        Shape::String,
        Use::Both,
        "The log level that is asked for in the modern era, or `off`; `debug` when absent.",
    ),
    Field::new(
        "roots",
        Role::Other,
        Shape::List,
        Use::Both,
        "The roots that the Inspector offers, each with `uri` and `name`.",
    ),
    Field::new(
        "metadata",
        Role::Other,
        Shape::List,
        Use::Both,
        "`_meta` members that go with every request, each with `key` and `value`.",
    ),
    Field::new(
        "connectionTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit for connecting in milliseconds.",
    )
    .example("10000"),
    Field::new(
        "requestTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit of a request in milliseconds.",
    )
    .example("60000"),
    Field::new(
        "taskTtl",
        Role::Other,
        Shape::Number,
        Use::Both,
        "How long a task is kept, in milliseconds; 60000 when absent.",
    ),
    Field::new(
        "autoRefreshOnListChanged",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether lists are read anew when the server says that they changed.",
    ),
    Field::new(
        "paginatedLists",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether lists are read page by page.",
    ),
    Field::new(
        "advertisedExtensions",
        Role::Other,
        Shape::Object,
        Use::Both,
        "Which extensions the Inspector says it has, by their id.",
    ),
    Field::new(
        "maxFetchRequests",
        Role::Other,
        Shape::Number,
        Use::Remote,
        "How many requests the network log keeps; 1000 when absent, 0 is all.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `clientId`, `clientSecret`, `scopes` and others.",
    ),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::FAILS.r#as(Transport::Stdio).says(NO_COMMAND),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: Ruling::FAILS.r#as(Transport::Stdio).says(NO_COMMAND),
        unknown_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("an unknown type means stdio"),
        unknown_type_url: Ruling::FAILS.r#as(Transport::Stdio).says(NO_COMMAND),
        remote_type_command: Ruling::REJECTED.says(NO_URL),
        stdio_type_url: Ruling::REJECTED.says(NO_COMMAND),
        remote_type_both: Ruling::IGNORED.says("the type decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the type decides, and the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::FILE_REJECTED.says("it ends with a TypeError"),
    not_object: Ruling::REJECTED.says(NO_COMMAND),
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    instead: "MCP Inspector expands no variables: pass the value with `-e NAME=VALUE` or `--header`",
    ..Variables::NONE
};

/// MCP Inspector, observed in 2.12.0 and read in its source.
pub(super) static CLIENT: Client = Client {
    id: "mcp-inspector",
    name: "MCP Inspector",
    vendor: "Model Context Protocol",
    kinds: &[Kind {
        id: "catalog",
        title: "catalog of servers",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED.says("\"Error loading configuration\""),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[Location::new(
            Scope::User,
            "${MCP_CATALOG_PATH:-~/.mcp-inspector/mcp.json}",
        )
        .note("`--config FILE` reads any other file in the same way, and never writes it")],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_REJECTED
            .says("\"Configuration file must contain an mcpServers element\""),
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &["a command or a url on its command line is a server of its own"],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_2_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
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
        set_process_env: "export it in the shell that starts `mcp-inspector`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        order: &[Scope::User],
        says: "one file is read at a time: that of `--catalog` or `--config`, else the catalog",
        ..Precedence::UNKNOWN
    },
    logs: "the history of the web page; the command line prints errors as JSON",
    log_files: &[],
    restart: "run it again, or reload the web page",
    traps: &[
        "A url without `\"type\": \"http\"` or `sse` is taken for stdio and fails.",
        "`streamableHttp`, `streamable_http` and `remote` are taken for stdio.",
        "Variables are not expanded, and `disabled` is ignored.",
        "A null entry ends it with a TypeError, whatever server was asked for.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "MCP Inspector 2.12.0 (CLI)",
            version: "2.12.0",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "npm @modelcontextprotocol/inspector (core/mcp/node/config.ts in its repository)",
            version: "2.12.0",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields],
            basis: Basis::Documented,
            origin: "https://github.com/modelcontextprotocol/inspector/blob/main/docs/mcp-server-configuration.md",
            version: "",
            date: "2026-11-25",
        },
    ],
};
