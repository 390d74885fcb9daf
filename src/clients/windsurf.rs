//! Windsurf (Cascade).

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// A byte order mark was reported as an error; nothing is known of comments and commas.
const DIALECT: Dialect = Dialect {
    byte_order_mark: false,
    ..Dialect::JSONC
};

const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    Field {
        example: "{\"API_KEY\": \"${env:API_KEY}\"}",
        ..fields::ENV
    },
    Field::new(
        "serverUrl",
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a remote server; every build knows this name.",
    )
    .example("\"https://mcp.example.com/mcp\""),
    Field {
        doc: "The address of a remote server; only builds since 2026 know this name besides `serverUrl`.",
        ..fields::URL
    },
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${env:API_TOKEN}\"}"),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "`true` switches the server off; the app writes it itself.",
    )
    .example("true"),
    Field::new(
        "disabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered.",
    )
    .example("[\"delete_file\"]"),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // No type is documented: the presence of command or serverUrl decides.
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
        // Both remote transports are documented for one field; how it chooses is not.
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

const VARIABLES: Variables = Variables {
    forms: &[Form::EnvColon, Form::FileColon],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Url,
        Role::HttpUrl,
        Role::Headers,
    ],
    unset: Unset::Empty,
    known: &[],
    workspace: None,
    instead: "keep the secret in a file and write `${file:~/path}`",
    withheld: &[],
    sources: &[],
};

const ELSEWHERE: &str =
    "Windsurf reads one file for all projects, `~/.codeium/windsurf/mcp_config.json`";

/// Windsurf's Cascade agent, from its documentation; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "windsurf",
    name: "Windsurf",
    vendor: "Cognition",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED,
        duplicate_key: Ruling::UNKNOWN,
        locations: &[
            Location::new(Scope::User, "~/.codeium/windsurf/mcp_config.json")
                .note("read by the Cascade agent; the Devin agent reads other files"),
            Location::new(Scope::User, "~/.codeium/windsurf-next/mcp_config.json")
                .note("read by Windsurf Next"),
            Location::new(Scope::User, "~/.codeium/mcp_config.json")
                .note("read by Windsurf's plugins for other editors"),
        ],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::UNKNOWN,
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "Devin, the other agent of the app, has `.devin/mcp_config.json` and `~/.config/devin/mcp_config.json`; their form is not established.",
    ],
    not_read: &[
        NotRead {
            path: "<project>/.windsurf/mcp_config.json",
            root: Some(&["mcpServers"]),
            instead: ELSEWHERE,
        },
        NotRead {
            path: "<project>/.windsurf/mcp.json",
            root: Some(&["mcpServers"]),
            instead: ELSEWHERE,
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::Unknown,
        splits_command: None,
        arguments: Arguments::Unknown,
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
        set_process_env: "start Windsurf from a shell that exports it",
        fetch: None,
        plain_http: Ruling::UNKNOWN,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        layers: &[Layer::of(Scope::User).read(Read::InTurn)],
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "the Windsurf channel in the Output panel",
    // The log of its extension, as users quote it.
    log_files: &[
        "${XDG_CONFIG_HOME:-~/.config}/Windsurf/logs/*/window*/exthost/codeium.windsurf/Windsurf.log",
        "~/Library/Application Support/Windsurf/logs/*/window*/exthost/codeium.windsurf/Windsurf.log",
        "${APPDATA:-~/AppData/Roaming}/Windsurf/logs/*/window*/exthost/codeium.windsurf/Windsurf.log",
    ],
    restart: "press refresh in the MCP panel, or restart the app",
    traps: &[
        "No file of a project is documented to be read.",
        "Builds before 2026 know `serverUrl` only: with `url` they do not connect.",
        "An unset `${env:NAME}` becomes empty; `${file:…}` of an unreadable file stays as it is written.",
        "A team's list of allowed servers shuts out every server that it does not name.",
        "All servers together may offer 100 tools.",
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
            origin: "https://docs.windsurf.com/windsurf/cascade/mcp",
            version: "",
            date: "2026-09-12",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Documented,
            origin: "https://docs.windsurf.com/plugins/cascade/mcp",
            version: "",
            date: "2026-08-31",
        },
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Reported,
            origin: "https://github.com/homeassistant-ai/ha-mcp/issues/281",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "installers that write `~/.codeium/windsurf-next/mcp_config.json`",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "microsoft/vscode src/vs/platform/shell/node/shellEnv.ts@0b6b9ef3",
            version: "",
            date: "2026-11-25",
        },
    ],
};
