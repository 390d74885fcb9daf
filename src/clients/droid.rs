//! Droid, the CLI of Factory.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Comments are taken; a trailing comma or a byte order mark loses every server (observed).
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: false,
    json5: false,
    ..Dialect::STRICT
};

const NOT_REPLACED: Ruling = Ruling::FAILS
    .says("it looks for variables in the value and ends in \"replace is not a function\"");

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport. Absent means stdio, beside a url too: a remote server must say `http` or `sse`.",
    )
    .example("\"http\""),
    fields::COMMAND
        .empty(Ruling::FAILS)
        .wrong_type(Ruling::UNKNOWN),
    fields::ARGS.wrong_type(Ruling::UNKNOWN),
    fields::ENV
        .example("{\"API_KEY\": \"${API_KEY}\"}")
        .wrong_type(NOT_REPLACED),
    fields::URL
        .empty(Ruling::FAILS.says("it cannot be parsed as a URL"))
        .wrong_type(Ruling::FAILS.says("it cannot be parsed as a URL")),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Either(&Shape::Object, &Shape::Bool),
        Use::Remote,
        "OAuth settings: `clientId`, `clientSecret`, `scopes`, `callbackPort` and others; `false` switches OAuth off.",
    ),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "`true` switches the server off.",
    )
    .example("true"),
    Field::new(
        "enabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the only tools that are offered.",
    )
    .example("[\"read_file\"]"),
    Field::new(
        "disabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered.",
    )
    .example("[\"delete_file\"]"),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of a request in milliseconds.",
    )
    .example("60000"),
    Field::new(
        "connectTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit for connecting in milliseconds.",
    )
    .example("30000"),
    Field::new(
        "timeoutMs",
        Role::Other,
        Shape::Number,
        Use::Both,
        "The name that the documentation has for a time limit in milliseconds; the program of 2026-11 knows `timeout` and `connectTimeout`.",
    ),
];

const NOT_REMOTE: &str =
    "without `\"type\": \"http\"` or `sse` it is taken for stdio and never connects";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::FAILS.r#as(Transport::Stdio).says(NOT_REMOTE),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: Ruling::FAILS
            .r#as(Transport::Stdio)
            .says("it is listed as stdio and has nothing to start"),
        unknown_type_command: Ruling::UNKNOWN.r#as(Transport::Stdio),
        unknown_type_url: Ruling::FAILS.says(
            "no spelling but `http` and `sse` is taken as remote, and the server never connects",
        ),
        remote_type_command: Ruling::FAILS.says("\"undefined\" cannot be parsed as a URL"),
        stdio_type_url: Ruling::FAILS.says("it has nothing to start"),
        remote_type_both: Ruling::IGNORED.says("the type decides, and the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the type decides, and the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::FILE_REJECTED.says("`droid mcp list` ends with a TypeError"),
    not_object: Ruling::UNKNOWN,
    names: Names {
        allowed: Some("_-"),
        ruling: Ruling::IGNORED.says(
            "other characters become `-`, and of two names that are then one only one is kept",
        ),
        normalized: true,
        ..Names::ANY
    },
};

const VARIABLES: Variables = Variables {
    // The default was read in its code, not seen at work.
    forms: &[Form::Braced, Form::BracedDefault],
    established: true,
    fields: &[Role::Command, Role::Args, Role::Env, Role::Headers],
    unset: Unset::EntryFails,
    known: &[],
    workspace: None,
    instead: "export the variable in the shell that starts `droid`",
    withheld: &[],
    sources: &[],
};

/// Droid, observed in 0.215.0; more was read in the strings of its program.
pub(super) static CLIENT: Client = Client {
    id: "droid",
    name: "Droid",
    vendor: "Factory",
    kinds: &[Kind {
        id: "servers",
        title: "servers",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_DROPPED,
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(Scope::Project, "<project>/.factory/mcp.json")
                .note("read in the current folder and those above it, up to the repository's root"),
            Location::new(Scope::User, "~/.factory/mcp.json"),
        ],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_DROPPED.says("it has no servers, and no message says so"),
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: true,
        siblings: &["persistentPermissions"],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "a custom droid (`.factory/droids/*.md`) names the servers that it may use under `mcpServers` in its front matter",
    ],
    not_read: &[NotRead {
        path: "<project>/.mcp.json",
        root: None,
        instead: "Droid reads `.factory/mcp.json`",
    }],
    approvals: &[],
    process: Process {
        inherits: Inherits::Unknown,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::UNKNOWN,
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Bun,
        ca_variables: &["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"],
        system_store: Some(true),
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `droid`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Project, Scope::User],
        folders: Folders::NearestWins,
        says: "the nearest folder before the repository's root before user, by name, although the documentation says that user wins",
        ..Precedence::UNKNOWN
    },
    logs: "`~/.factory/logs/droid-log-single.log` and `console.log` beside it",
    // Read in its bundle.
    log_files: &["~/.factory/logs/droid-log-single.log"],
    restart: "its files are watched; `droid mcp list` shows what was read",
    traps: &[
        "A url without a type is taken for stdio and never connects.",
        "A trailing comma or a byte order mark loses every server without a word.",
        "`streamable-http`, `streamableHttp` and `remote` are no types here: write `http`.",
        "A variable that is not set keeps its server from starting.",
        "Names that differ only in dots, spaces and the like swallow each other.",
        "`cwd` is no field here.",
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
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Observed,
            origin: "Droid 0.215.0",
            version: "0.215.0",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Remote],
            basis: Basis::Source,
            origin: "npm droid (strings of its program)",
            version: "0.215.0",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields],
            basis: Basis::Documented,
            origin: "Factory-AI/factory docs/cli/configuration/mcp.mdx@a80aa7c5",
            version: "",
            date: "2026-11-23",
        },
    ],
};
