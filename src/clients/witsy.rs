//! Witsy: one settings file with a map of stdio servers and a list of all sorts.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const NO_LIST: &str = "it fails while it lists the servers, so none is there";

const MAP_FIELDS: &[Field] = &[
    fields::COMMAND,
    Field {
        doc: "The arguments of the program, one string each. It must be there, if only empty; a space in one of them splits it.",
        ..fields::ARGS
    }
    .required(Ruling::FILE_REJECTED.says(NO_LIST))
    .wrong_type(Ruling::FILE_REJECTED.says(NO_LIST)),
    fields::ENV,
    fields::CWD,
    fields::HEADERS,
];

/// Whatever stands under `mcpServers` is started.
static MAP_SCHEMA: Schema = Schema {
    fields: &[MAP_FIELDS],
    transport: TransportRules {
        speaks: &[Transport::Stdio],
        neither: Ruling::FAILS.says("every server here is started, and it has no command"),
        falls_back_to_sse: false,
        ..TransportRules::UNKNOWN
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::FILE_REJECTED.says(NO_LIST),
    not_object: Ruling::FILE_REJECTED.says(NO_LIST),
    names: Names::ANY,
};

const LIST_FIELDS: &[Field] = &[
    Field::new(
        "uuid",
        Role::Name,
        Shape::String,
        Use::Both,
        "The server's id, made by Witsy.",
    ),
    Field::new(
        "registryId",
        Role::Other,
        Shape::String,
        Use::Both,
        "The server's id in a registry, or its own again.",
    ),
    Field::new(
        "label",
        Role::Description,
        Shape::String,
        Use::Both,
        "The name that people see.",
    ),
    Field::new(
        "state",
        Role::Enabled,
        Shape::OneOf(&["enabled", "disabled"]),
        Use::Both,
        "Whether the server is used: `enabled` or `disabled`.",
    )
    .example("\"disabled\"")
    .off("disabled"),
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "sse", "http"]),
        Use::Both,
        "The transport: `stdio`, `sse` or `http`.",
    )
    .example("\"http\""),
    fields::COMMAND,
    Field {
        doc: "The address of a remote server; of a stdio server its arguments, in one line.",
        on: Use::Both,
        ..fields::URL
    },
    fields::ENV,
    fields::CWD,
    Field {
        shape: Shape::Either(&Shape::Object, &Shape::Null),
        ..fields::HEADERS
    },
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Any,
        Use::Remote,
        "OAuth settings and tokens, written by Witsy.",
    ),
];

static LIST_SCHEMA: Schema = Schema {
    fields: &[LIST_FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::FAILS.r#as(Transport::Stdio),
        url_only: Ruling::FAILS.r#as(Transport::Http),
        both: Ruling::FAILS,
        neither: Ruling::FAILS,
        unknown_type_command: Ruling::FAILS,
        unknown_type_url: Ruling::FAILS.r#as(Transport::Http),
        remote_type_command: Ruling::FAILS.says("this type needs a url"),
        stdio_type_url: Ruling::FAILS.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        // The url of a stdio server holds its arguments.
        stdio_type_both: Ruling::FINE,
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

/// Witsy, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "witsy",
    name: "Witsy",
    vendor: "Nicolas Bonamy",
    kinds: &[Kind {
        id: "settings",
        title: "settings",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::UNKNOWN,
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/Witsy/settings.json",
            )
            .on(&[Os::Linux]),
            Location::new(
                Scope::User,
                "~/Library/Application Support/Witsy/settings.json",
            )
            .on(&[Os::Macos]),
            Location::new(
                Scope::User,
                "${APPDATA:-~/AppData/Roaming}/Witsy/settings.json",
            )
            .on(&[Os::Windows]),
        ],
        roots: &[
            Root::map(&["mcpServers"])
                .transport(Transport::Stdio)
                .schema(&MAP_SCHEMA),
            Root::named_list(&["mcp", "servers"], "uuid").schema(&LIST_SCHEMA),
        ],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: false,
        siblings: &[],
        schema: &MAP_SCHEMA,
        variables: &Variables::UNKNOWN,
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
        // Every command runs through `cmd /C`, one that says so itself too.
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        set_process_env: "set it for the process of Witsy",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Machine,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Both,
        order: &[Scope::User],
        says: "the list and the map are one after the other; nothing is merged",
        ..Precedence::UNKNOWN
    },
    logs: "the log of each server in the MCP settings of the app",
    log_files: &[],
    restart: "the file is watched",
    traps: &[
        "Everything under `mcpServers` is started: a url there is ignored. Remote servers are items of `mcp.servers`, with a `type`.",
        "An entry under `mcpServers` without `args` keeps all servers from being listed.",
        "Arguments are joined by spaces and split again: one with a space breaks.",
        "In `mcp.servers` the `url` of a stdio server holds its arguments.",
        "Whether a server under `mcpServers` is used is kept in `mcp.mcpServersExtra`, not in its entry.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Root,
                Topic::Syntax,
                Topic::Fields,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "nbonamy/witsy src/main/mcp.ts@038a2255",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "smithery-ai/cli src/config/clients.ts",
            version: "",
            date: "2026-11-23",
        },
    ],
};
