//! Amazon Q Developer in editors: VS Code, JetBrains, Visual Studio and Eclipse share one
//! language server.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{amazon_q_cli, fields};

const EITHER: &str = "\"must specify *either* command or url (not both) – skipping\"";

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "Only `registry` means something: a server of the organisation's registry. Other values are not looked at.",
    ),
    fields::COMMAND.wrong_type(Ruling::REJECTED.says(EITHER)),
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process; empty ones are left out.",
        ..fields::ENV
    }
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    fields::URL.wrong_type(Ruling::REJECTED.says(EITHER)),
    fields::HEADERS,
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit of one tool call in milliseconds, 60000 when absent; 0 is none.",
    )
    .example("60000")
    .wrong_type(Ruling::WARNED),
    Field::new(
        "initializationTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit for starting in milliseconds; none when 0 or absent.",
    )
    .example("30000")
    .wrong_type(Ruling::IGNORED),
    amazon_q_cli::DISABLED.wrong_type(Ruling::IGNORED.says("it counts as `false`")),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // A type is not looked at.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::REJECTED.says(EITHER),
        neither: Ruling::REJECTED.says(EITHER),
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::REJECTED.says(EITHER),
        stdio_type_both: Ruling::REJECTED.says(EITHER),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &["registry"],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::REJECTED.says(EITHER),
    names: Names {
        // Other characters than letters, digits, `_` and `-` are left out.
        normalized: true,
        ..Names::ANY
    },
};

const VARIABLES: Variables = Variables {
    instead: "Amazon Q expands nothing in editors; a stdio server inherits the editor's whole environment, so a secret may stand there",
    ..Variables::NONE
};

const AGENT: Kind = Kind {
    id: "agent",
    title: "servers of the default agent",
    format: Format::Json,
    dialect: Dialect::STRICT,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::Project, "<project>/.amazonq/agents/default.json"),
        Location::new(Scope::User, "~/.aws/amazonq/agents/default.json")
            .note("written by the editor when it is missing; the CLI does not read it"),
    ],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

const LEGACY: &str = "read while `useLegacyMcpJson` of the agent is on, as it is by default";

/// Amazon Q in editors, read in the source of its language server.
pub(super) static CLIENT: Client = Client {
    id: "amazon-q-ide",
    name: "Amazon Q in the IDE",
    vendor: "Amazon",
    kinds: &[
        AGENT,
        Kind {
            id: "servers",
            title: "servers shared with the CLI",
            locations: &[
                Location::new(Scope::Project, "<project>/.amazonq/mcp.json")
                    .guest()
                    .note(LEGACY),
                Location::new(Scope::User, "~/.aws/amazonq/mcp.json")
                    .guest()
                    .note(LEGACY),
            ],
            missing_root: Ruling::FILE_REJECTED.says("\"missing or invalid 'mcpServers' field\""),
            dedicated: true,
            ..AGENT
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the first workspace folder"),
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Replaces)
            .desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process of the editor",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Project).files(&[".amazonq/mcp.json"]),
            Layer::of(Scope::User).files(&["amazonq/mcp.json"]),
            Layer::of(Scope::Project),
            Layer::of(Scope::User),
        ],
        folders: Folders::One,
        says: "the workspace before the user; `mcp.json` before the agent's file, other than in the CLI",
        ..Precedence::UNKNOWN
    },
    logs: "the Amazon Q language server's channel in the Output panel",
    log_files: &[],
    restart: "files are watched",
    traps: &[
        "A type is not looked at: `command` is started, `url` is called; with both the entry is skipped.",
        "Nothing is expanded: `${VAR}`, `$VAR` and `~` stay as they are.",
        "`autoApprove` is ignored: list `@server/tool` in `allowedTools` of the agent.",
        "`mcp.json` wins over the agent's file, in the CLI it is the other way round.",
        "Two names that are equal without their special characters collide, and the second is left out.",
        "`timeout` is in milliseconds.",
    ],
    evidence: &[Evidence {
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
        basis: Basis::Source,
        origin: "aws/language-servers server/aws-lsp-codewhisperer/src/language-server/agenticChat/tools/mcp/mcpUtils.ts@55af91ea",
        version: "",
        date: "2026-11-25",
    }],
};
