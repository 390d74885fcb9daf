//! Warp, the terminal.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process; the app keeps their values as secrets.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field::new(
        "working_directory",
        Role::Cwd,
        Shape::String,
        Use::Stdio,
        "The folder in which the server is started: the repository's for a project's file, else the home folder, when absent.",
    ),
    fields::URL,
    Field::new(
        "serverUrl",
        Role::Url,
        Shape::String,
        Use::Remote,
        "Another name of `url`.",
    ),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "description",
        Role::Description,
        Shape::String,
        Use::Both,
        "What the server is for.",
    ),
];

const RULES: TransportRules = TransportRules {
    // A type is not looked at.
    spellings: &[],
    speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
    both: Ruling::IGNORED
        .r#as(Transport::Stdio)
        .says("the command is started and the url is ignored"),
    neither: Ruling::FAILS.says("there is nothing to start and nothing to call"),
    ..TransportRules::UNKNOWN
};

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: RULES,
    unknown_field: Ruling::IGNORED,
    ..Schema::UNKNOWN
};

/// The fields of Codex that it takes over.
const CODEX_FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    Field::new(
        "env_vars",
        Role::EnvNames,
        Shape::Strings,
        Use::Stdio,
        "Names of environment variables that are handed on to the server.",
    ),
    fields::CWD,
    fields::URL,
    Field::new(
        "bearer_token_env_var",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The name of the environment variable that holds a bearer token.",
    ),
    Field::new(
        "http_headers",
        Role::Headers,
        Shape::StringMap,
        Use::Remote,
        "HTTP headers that are sent with every request.",
    ),
    Field::new(
        "env_http_headers",
        Role::HeadersFromEnv,
        Shape::StringMap,
        Use::Remote,
        "HTTP headers, name to the name of the environment variable that holds the value.",
    ),
];

const SKIPPED: Ruling = Ruling::DROPPED.says("an entry that is neither form is left out");

static CODEX_SCHEMA: Schema = Schema {
    fields: &[CODEX_FIELDS],
    transport: TransportRules {
        neither: SKIPPED,
        ..RULES
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: SKIPPED,
    null_entry: SKIPPED,
    not_object: SKIPPED,
    names: Names::ANY,
};

/// `${NAME}` is replaced; where it is not set the server does not start.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced],
    fields: &[Role::Env, Role::Headers],
    ..Variables::UNKNOWN
};

const OWN: Kind = Kind {
    id: "servers",
    title: "servers",
    format: Format::Json,
    dialect: Dialect::STRICT,
    syntax_error: Ruling::FILE_REJECTED.says("the file is reported as failed"),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::User, "~/.warp/.mcp.json")
            .note("its servers are started by themselves"),
        Location::new(Scope::User, "~/.warp-*/.mcp.json").note("of another channel's build"),
        Location::new(Scope::Project, "<project>/.warp/.mcp.json"),
    ],
    roots: &[
        Root::map(&["mcpServers"]),
        Root::map(&["mcp", "servers"]),
        Root::map(&["servers"]),
        Root::map(&["mcp_servers"]),
    ],
    missing_root: Ruling::IGNORED
        .says("without one of its keys it finds no server and says nothing"),
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

const SWITCHED: &str = "only with \"File-based MCP Servers\" switched on";

/// Warp, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "warp",
    name: "Warp",
    vendor: "Warp",
    kinds: &[
        OWN,
        Kind {
            id: "agents",
            title: "servers for all agents",
            locations: &[
                Location::new(Scope::User, "~/.agents/.mcp.json"),
                Location::new(Scope::Project, "<project>/.agents/.mcp.json"),
            ],
            ..OWN
        },
        Kind {
            id: "claude",
            title: "servers of Claude Code",
            locations: &[
                Location::new(Scope::Project, "<project>/.mcp.json")
                    .guest()
                    .note(SWITCHED),
                Location::new(Scope::User, "~/.claude.json")
                    .guest()
                    .note(SWITCHED),
            ],
            dedicated: false,
            ..OWN
        },
        Kind {
            id: "codex",
            title: "servers of Codex",
            format: Format::Toml,
            syntax_error: Ruling::FILE_REJECTED.says("\"Failed to parse Codex TOML\""),
            duplicate_key: Ruling::FILE_REJECTED,
            locations: &[
                Location::new(Scope::User, "~/.codex/config.toml")
                    .guest()
                    .note(SWITCHED),
                Location::new(Scope::Project, "<project>/.codex/config.toml")
                    .guest()
                    .note(SWITCHED),
            ],
            roots: &[Root::map(&["mcp_servers"])],
            missing_root: Ruling::FINE,
            dedicated: false,
            schema: &CODEX_SCHEMA,
            variables: &Variables::UNKNOWN,
            ..OWN
        },
    ],
    elsewhere: &["Servers that are pasted in the app are kept in Warp Drive."],
    not_read: &[
        NotRead {
            path: "<project>/.warp/mcp.json",
            root: None,
            instead: "Warp reads `.warp/.mcp.json`, with a dot before the name",
        },
        NotRead {
            path: "~/.warp/mcp.json",
            root: None,
            instead: "Warp reads `~/.warp/.mcp.json`, with a dot before the name",
        },
    ],
    approvals: &[],
    process: Process {
        base: Base::Folder("the repository's folder for a project's file, else the home folder"),
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote {
        runtime: Runtime::Rust,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "add the certificate authority to the system's trust store",
        fetch: Some(false),
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        says: "each file is a set of its own; nothing was found that lets one name win over another",
        ..Precedence::UNKNOWN
    },
    logs: "`${XDG_STATE_HOME:-~/.local/state}/warp-terminal/mcp` on Linux, `%LOCALAPPDATA%\\warp\\Warp\\data\\logs\\mcp` on Windows, the folder `mcp` of Warp's group container on macOS",
    // https://docs.warp.dev names the folders; the names of the files in them are not established.
    log_files: &[
        "${XDG_STATE_HOME:-~/.local/state}/warp-terminal/mcp/*.log",
        "~/Library/Group Containers/2BBY89MBSN.dev.warp/Library/Application Support/dev.warp.Warp-Stable/mcp/*.log",
        "${LOCALAPPDATA:-~/AppData/Local}/warp/Warp/data/logs/mcp/*.log",
    ],
    restart: "files are watched",
    traps: &[
        "The file is called `.mcp.json`, with a dot, inside of `.warp` and `.agents` too.",
        "The folder of a server is called `working_directory`; `cwd` is ignored.",
        "A variable that is not set or empty keeps the server from starting.",
        "A text without braces around it is read as if they were there.",
        "Which servers run is kept by the app: no field of the file switches one off.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Root],
            basis: Basis::Source,
            origin: "warpdotdev/warp app/src/ai/mcp/mod.rs, file_mcp_watcher.rs@19548aec6",
            version: "",
            date: "2026-08-22",
        },
        Evidence {
            about: &[Topic::Syntax, Topic::Root, Topic::Fields, Topic::Transport],
            basis: Basis::Source,
            origin: "warpdotdev/warp app/src/ai/mcp/parsing.rs@08a16706",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "warpdotdev/warp crates/cloud_object_models/src/mcp.rs@19548aec6",
            version: "",
            date: "2026-08-22",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Documented,
            origin: "warpdotdev/docs capabilities/mcp.mdx",
            version: "",
            date: "2026-11-23",
        },
    ],
};
