//! 5ire: servers are in its database, which takes over the file of older releases once.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    fields::URL,
    fields::HEADERS,
    Field::new(
        "name",
        Role::Name,
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
        "isActive",
        Role::Enabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched on.",
    )
    .example("true"),
    Field::new(
        "approvalPolicy",
        Role::Approval,
        Shape::OneOf(&["never", "always", "once"]),
        Use::Both,
        "How often to ask before a tool runs: `never`, `always` or `once`.",
    )
    .approves_all(Everything::Text("never"))
    .example("\"once\""),
];

const SKIPPED: &str = "only its log tells";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // A type is not looked at.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::DROPPED.says(SKIPPED),
        neither: Ruling::DROPPED.says(SKIPPED),
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::DROPPED.says(SKIPPED),
        stdio_type_both: Ruling::DROPPED.says(SKIPPED),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::DROPPED.says(SKIPPED),
    null_entry: Ruling::DROPPED.says(SKIPPED),
    not_object: Ruling::DROPPED.says(SKIPPED),
    names: Names::ANY,
};

const ONCE: &str = "taken over into the database once, by the first release that has one";

/// 5ire, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "5ire",
    name: "5ire",
    vendor: "nanbingxyz",
    kinds: &[Kind {
        id: "user",
        title: "user servers (old place)",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_DROPPED.says("only its log tells"),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(Scope::User, "${XDG_CONFIG_HOME:-~/.config}/5ire/mcp.json")
                .on(&[Os::Linux])
                .note(ONCE),
            Location::new(Scope::User, "~/Library/Application Support/5ire/mcp.json")
                .on(&[Os::Macos])
                .note(ONCE),
            Location::new(Scope::User, "${APPDATA:-~/AppData/Roaming}/5ire/mcp.json")
                .on(&[Os::Windows])
                .note(ONCE),
        ],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_DROPPED.says("only its log tells"),
        wrong_root: Ruling::FILE_DROPPED.says("only its log tells"),
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &Variables::UNKNOWN,
    }],
    elsewhere: &["The database of the app: the page Tools adds and edits servers."],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        // Command and arguments are kept as one line.
        splits_command: Some(true),
        arguments: Arguments::Unknown,
        tilde: None,
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: true,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        set_process_env: "set it for the process of 5ire",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Machine,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::User],
        says: "there is one file for everything, and none per project",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "switch the server off and on in the app",
    traps: &[
        "Today's releases keep servers in a database: a change of the file has no effect once it was taken over.",
        "An entry must have either `command` or `url`.",
        "Command and arguments are joined by spaces and split again: an argument with a space breaks.",
        "A url is spoken to as streamable HTTP only.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "nanbingxyz/5ire src/main/services/legacy-servers-config-loader.ts@d55f353",
            version: "0.15.4",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Source,
            origin: "nanbingxyz/5ire src/main/services/legacy-data-migrator.ts@d55f353",
            version: "0.15.4",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Transport, Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "nanbingxyz/5ire src/main/services/mcp-connections-manager.ts@d55f353",
            version: "0.15.4",
            date: "2026-11-23",
        },
    ],
};
