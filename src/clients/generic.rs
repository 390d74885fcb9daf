//! A client of which nothing is known: for files that stand where nobody is known to look.
//!
//! It is no member of [`super::ALL`]. Nothing that it rules may lead to an error, except what no
//! reader of the format can take.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "The transport; its spelling differs from client to client.",
    )
    .example("\"http\""),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    fields::CWD,
    fields::URL,
    fields::HEADERS,
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Switches the server off in the clients that know this field; others start it.",
    ),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("local", Transport::Stdio),
            ("http", Transport::Http),
            ("streamable-http", Transport::Http),
            ("streamableHttp", Transport::Http),
            ("streamable_http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        ..TransportRules::UNKNOWN
    },
    unknown_field: Ruling::FINE,
    ..Schema::UNKNOWN
};

/// The root that so many clients have that it tells none of them apart.
pub(super) const SHARED_ROOT: &[&str] = &["mcpServers"];

const KIND: Kind = Kind {
    id: "servers",
    title: "servers for any client",
    format: Format::Json,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::UNKNOWN,
    locations: &[],
    roots: &[Root::map(SHARED_ROOT)],
    missing_root: Ruling::UNKNOWN,
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &Variables::UNKNOWN,
};

/// See the module.
pub(super) static CLIENT: Client = Client {
    id: "generic",
    name: "An unknown client",
    vendor: "nobody in particular",
    kinds: &[
        KIND,
        Kind {
            id: "toml-servers",
            format: Format::Toml,
            ..KIND
        },
        Kind {
            id: "yaml-servers",
            format: Format::Yaml,
            ..KIND
        },
        // The roots of few clients, for files that are none of theirs after all.
        Kind {
            id: "servers-root",
            roots: &[Root::map(&["servers"])],
            ..KIND
        },
        Kind {
            id: "mcp-root",
            roots: &[Root::map(&["mcp"])],
            ..KIND
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "",
    traps: &[],
    evidence: &[],
};
