//! Void, an editor made from VS Code.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// `headers` is declared in Void's types, and never reaches a request: it is no field here.
const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process; one of Void's own environment wins over them.",
        ..fields::ENV
    }
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    Field {
        doc: "The address of a remote server: streamable HTTP is tried first, HTTP+SSE next.",
        ..fields::URL
    },
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // A type is not looked at.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED
            .r#as(Transport::Http)
            .says("the url is called and the command is ignored"),
        neither: Ruling::REJECTED.says("\"No url or command for server\""),
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::IGNORED.r#as(Transport::Http),
        stdio_type_both: Ruling::IGNORED.r#as(Transport::Http),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    instead: "Void expands no variables; a stdio server inherits its whole environment, so a secret may stand there",
    ..Variables::NONE
};

/// Void, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "void",
    name: "Void",
    vendor: "Glass Devtools",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED.says("\"Error parsing MCP config file\""),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[Location::new(Scope::User, "~/.void-editor/mcp.json")],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_REJECTED.says("\"Missing mcpServers property\""),
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[NotRead {
        path: "<project>/.void/mcp.json",
        root: None,
        instead: "Void has no servers per project, only `~/.void-editor/mcp.json`",
    }],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Ignored)
            .desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process of Void",
        fetch: Some(true),
        plain_http: Ruling::FINE,
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
    restart: "the file is watched; the MCP settings switch a server off and on",
    traps: &[
        "`headers` is never sent: a server that wants a token cannot be called.",
        "`disabled` is ignored: servers are switched in Void's settings.",
        "With `url` and `command` the url is called.",
        "A variable of Void's own environment wins over the one in `env`.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Precedence],
            basis: Basis::Source,
            origin: "voideditor/void src/vs/workbench/contrib/void/common/mcpService.ts@b3166e7e",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "voideditor/void src/vs/workbench/contrib/void/electron-main/mcpChannel.ts@b3166e7e",
            version: "",
            date: "2026-11-25",
        },
    ],
};
