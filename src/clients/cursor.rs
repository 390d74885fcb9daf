//! Cursor, editor and command line.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// Trailing commas were reported as an error; nothing is known of comments and marks.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: false,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    Field {
        example: "{\"API_KEY\": \"${env:API_KEY}\"}",
        ..fields::ENV
    },
    Field::new(
        "envFile",
        Role::EnvFile,
        Shape::String,
        Use::Stdio,
        "A file of environment variables for the server's process. It has no effect on an entry with a url.",
    )
    .example("\"${workspaceFolder}/.env\""),
    fields::URL,
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${env:API_TOKEN}\"}"),
    Field::new(
        "auth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "A fixed OAuth client: `CLIENT_ID`, `CLIENT_SECRET` and `scopes`, a list of strings.",
    )
    .example("{\"CLIENT_ID\": \"${env:CLIENT_ID}\", \"scopes\": [\"read\"]}"),
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "Documented as `stdio` for programs; the app tells the transport by `command` and `url` and needs no type.",
    )
    .example("\"stdio\""),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // A type is not read: the presence of command or url decides.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::UNKNOWN,
        neither: Ruling::FAILS.says("there is nothing to start and nothing to call"),
        unknown_type_command: Ruling::UNKNOWN,
        unknown_type_url: Ruling::UNKNOWN,
        remote_type_command: Ruling::UNKNOWN,
        stdio_type_url: Ruling::UNKNOWN,
        remote_type_both: Ruling::UNKNOWN,
        stdio_type_both: Ruling::UNKNOWN,
        // Both remote transports are documented for a plain url; how it chooses is not.
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::UNKNOWN,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

const KNOWN: &[&str] = &[
    "userHome",
    "workspaceFolder",
    "workspaceFolderBasename",
    "pathSeparator",
    "/",
];

const EXPANDED: &[Role] = &[
    Role::Command,
    Role::Args,
    Role::Env,
    Role::EnvFile,
    Role::Url,
    Role::HttpUrl,
    Role::Headers,
    Role::OAuth,
];

const VARIABLES: Variables = Variables {
    forms: &[Form::EnvColon],
    established: true,
    fields: EXPANDED,
    unset: Unset::Unknown,
    known: KNOWN,
    workspace: Some("workspaceFolder"),
    instead: "put the value into a file and name it in `envFile` (programs only)",
    withheld: &[],
    sources: &[],
};

const PROJECT: Kind = Kind {
    id: "project",
    title: "project servers",
    format: Format::Json,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::UNKNOWN,
    locations: &[Location::new(Scope::Project, "<project>/.cursor/mcp.json")
        .note("Cursor asks once before it starts a new or changed server of a project")],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::UNKNOWN,
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// Cursor, from its documentation and from others who read the app; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "cursor",
    name: "Cursor",
    vendor: "Anysphere",
    kinds: &[
        PROJECT,
        Kind {
            id: "user",
            title: "user servers",
            locations: &[Location::new(Scope::User, "~/.cursor/mcp.json")],
            ..PROJECT
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Unknown,
        splits_command: None,
        arguments: Arguments::Split,
        tilde: None,
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Unknown,
        ca_variables: &[],
        system_store: None,
        entry_env: EntryEnvironment::Unknown,
        set_process_env: "start Cursor from a shell that exports it",
        fetch: None,
        plain_http: Ruling::UNKNOWN,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        order: &[Scope::Project, Scope::User],
        says: "both files are read; which one wins for a name is not documented (guides say the project's)",
        ..Precedence::UNKNOWN
    },
    logs: "the Output panel, channel MCP Logs",
    // Reported by users: `MCP user-NAME.log`, `MCP project-N-PROJECT-NAME.log`.
    log_files: &[
        "${XDG_CONFIG_HOME:-~/.config}/Cursor/logs/*/window*/exthost/anysphere.cursor-mcp/MCP *-<name>.log",
        "~/Library/Application Support/Cursor/logs/*/window*/exthost/anysphere.cursor-mcp/MCP *-<name>.log",
        "${APPDATA:-~/AppData/Roaming}/Cursor/logs/*/window*/exthost/anysphere.cursor-mcp/MCP *-<name>.log",
    ],
    restart: "the files are watched; otherwise switch the server off and on in the settings, or reload the window",
    traps: &[
        "`${NAME}` and `$NAME` are not among the documented variables: write `${env:NAME}`.",
        "`envFile` has no effect on an entry with a url.",
        "`${workspaceFolder}` has no documented meaning in `~/.cursor/mcp.json`.",
        "Servers are switched on and off in the settings, not in the file.",
        "A tool is left out when the names of server and tool have more than 60 characters together.",
        "An argument with a space may reach the program in pieces: write headers for mcp-remote as `Name:${VALUE}`.",
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
            ],
            basis: Basis::Documented,
            origin: "https://cursor.com/docs/mcp",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Transport, Topic::Variables, Topic::Fields],
            basis: Basis::Reported,
            origin: "vanillagreencom/kendex docs/adapters/cursor.md@0ec68c71",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "https://github.com/upstash/context7/issues/563",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "microsoft/vscode src/vs/platform/shell/node/shellEnv.ts@0b6b9ef3",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "npm mcp-remote 0.15.1",
            version: "",
            date: "2026-11-23",
        },
    ],
};
