//! grok-cli, a community's CLI for Grok.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const NAMED: Ruling = Ruling::REJECTED.says("a message names the server");

const FIELDS: &[Field] = &[
    Field::new(
        "id",
        Role::Name,
        Shape::String,
        Use::Both,
        "The server's name, which starts the names of its tools.",
    )
    .example("\"files\"")
    .required(Ruling::REJECTED.says("\"Server id is required.\""))
    .empty(Ruling::REJECTED.says("\"Server id is required.\"")),
    Field::new(
        "label",
        Role::Description,
        Shape::String,
        Use::Both,
        "The name that people see; it must be there.",
    )
    .example("\"Files\"")
    .required(Ruling::REJECTED.says("\"Server label is required.\""))
    .empty(Ruling::REJECTED.says("\"Server label is required.\"")),
    Field::new(
        "enabled",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is used. It must be there and `true`.",
    )
    .example("true")
    .required(Ruling::DROPPED.says("only a server that says `enabled: true` is used")),
    Field::new(
        "transport",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport; it must be there.",
    )
    .example("\"http\""),
    fields::COMMAND.empty(Ruling::REJECTED.says("\"Command is required for stdio MCP servers.\"")),
    fields::ARGS,
    fields::ENV,
    fields::CWD,
    Field {
        shape: Shape::Url,
        ..fields::URL
    }
    .empty(Ruling::REJECTED.says("\"URL is required for HTTP/SSE MCP servers.\""))
    .wrong_type(Ruling::REJECTED.says("\"URL is invalid.\"")),
    fields::HEADERS,
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::FAILS
            .r#as(Transport::Stdio)
            .says("without `transport` it calls a url that is not there"),
        url_only: Ruling::REJECTED
            .r#as(Transport::Http)
            .says("without `transport` it asks for a command"),
        both: Ruling::UNKNOWN,
        neither: NAMED,
        unknown_type_command: Ruling::FAILS
            .r#as(Transport::Stdio)
            .says("transports are stdio, http and sse, spelled exactly so"),
        unknown_type_url: Ruling::REJECTED
            .r#as(Transport::Http)
            .says("transports are stdio, http and sse, spelled exactly so"),
        remote_type_command: Ruling::REJECTED.says("\"URL is required for HTTP/SSE MCP servers.\""),
        stdio_type_url: Ruling::REJECTED.says("\"Command is required for stdio MCP servers.\""),
        remote_type_both: Ruling::IGNORED.says("`transport` decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("`transport` decides, and the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names {
        allowed: Some("_-"),
        ruling: Ruling::IGNORED.says("it puts `_` for every other character in the names of tools"),
        normalized: true,
        ..Names::ANY
    },
};

const VARIABLES: Variables = Variables {
    instead: "grok-cli expands no variables",
    ..Variables::NONE
};

/// grok-cli, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "grok-cli",
    name: "grok-cli",
    vendor: "superagent-ai",
    kinds: &[Kind {
        id: "user-settings",
        title: "user settings",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_DROPPED,
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[Location::new(Scope::User, "~/.grok/user-settings.json")],
        roots: &[Root::named_list(&["mcp", "servers"], "id")],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: false,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[NotRead {
        path: "<project>/.grok/settings.json",
        root: Some(&["mcpServers"]),
        instead: "grok-cli reads the list `mcp.servers` in `~/.grok/user-settings.json`",
    }],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        path: SearchPath::entry(EntryPath::Replaces),
        arguments: Arguments::Whole,
        ..Process::UNKNOWN
    },
    remote: Remote {
        set_process_env: "export it in the shell that starts `grok`",
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        order: &[Scope::User],
        says: "there is one file for everything",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start a new session",
    traps: &[
        "An entry without `enabled` is off.",
        "Servers stand in a list, `mcp.servers`, each with `id` and `label`.",
        "`transport` must be there; `type` is ignored.",
        "A file that is no strict JSON counts as empty, and no message says so.",
        "`mcpServers` in a project's `.grok/settings.json` is no longer read, although its README says so.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Fields,
                Topic::Variables,
            ],
            basis: Basis::Source,
            origin: "superagent-ai/grok-cli src/utils/settings.ts@026f43a9",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Names,
                Topic::Process,
            ],
            basis: Basis::Source,
            origin: "superagent-ai/grok-cli src/mcp/runtime.ts@bdeccafa",
            version: "",
            date: "2026-11-25",
        },
    ],
};
