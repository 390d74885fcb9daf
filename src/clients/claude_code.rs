//! Claude Code.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// A byte order mark is taken (observed), comments and trailing commas are not.
const DIALECT: Dialect = Dialect {
    comments: false,
    trailing_commas: false,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const TYPE: Field = Field::new(
    "type",
    Role::Type,
    Shape::OneOf(&["stdio", "http", "streamable-http", "sse", "ws"]),
    Use::Both,
    "The transport. Absent means stdio; an entry with a url must say `http`, `sse` or `ws`.",
)
.example("\"http\"");

const HEADERS: Field = fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}");

const FIELDS: &[Field] = &[
    TYPE,
    Field::new(
        "command",
        Role::Command,
        Shape::String,
        Use::Stdio,
        "The program to start. It is not split: arguments belong in `args`.",
    )
    .example("\"npx\"")
    .empty(Ruling::REJECTED),
    Field::new(
        "args",
        Role::Args,
        Shape::Strings,
        Use::Stdio,
        "The arguments of the program, one string each.",
    )
    .example("[\"-y\", \"@modelcontextprotocol/server-filesystem\", \".\"]"),
    Field::new(
        "env",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process. On an entry with a url it has no effect.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    fields::URL,
    HEADERS,
    Field::new(
        "headersHelper",
        Role::Other,
        Shape::String,
        Use::Remote,
        "A shell command that prints a JSON object of headers; variables in it are not expanded.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `clientId`, `callbackPort`, `authServerMetadataUrl`, `scopes` (one string).",
    ),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of one tool call in milliseconds; values below 1000 are ignored.",
    )
    .example("60000")
    .range(1.0, f64::MAX, Ruling::REJECTED),
    Field::new(
        "alwaysLoad",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the server's tools are loaded without being searched for.",
    ),
    Field::new(
        "tools",
        Role::Tools,
        Shape::List,
        Use::Remote,
        "Permission policies for single tools.",
    ),
    Field::new(
        "toolPermissions",
        Role::Tools,
        Shape::Object,
        Use::Remote,
        "Permission per tool: `allow`, `ask` or `blocked`.",
    ),
    Field::new(
        "displayName",
        Role::Description,
        Shape::String,
        Use::Remote,
        "The name that people see.",
    )
    .wrong_type(Ruling::IGNORED),
];

/// Managed settings take remote servers only, and those over TLS.
const MANAGED_FIELDS: &[Field] = &[
    Field {
        shape: Shape::OneOf(&["http", "streamable-http", "sse"]),
        doc: "The transport: `http`, `streamable-http` or `sse`.",
        ..TYPE
    },
    Field {
        doc: "The address of the server; it must start with `https://` and hold no variable.",
        ..fields::URL
    },
    HEADERS,
];

static MANAGED: Schema = Schema {
    fields: &[MANAGED_FIELDS],
    transport: TransportRules {
        spellings: &[
            ("http", Transport::Http),
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Http, Transport::Sse],
        command_only: Ruling::REJECTED.says("managed settings take no `command`"),
        ..SCHEMA.transport
    },
    unknown_field: Ruling::UNKNOWN,
    names: Names {
        allowed: Some("-_"),
        ruling: Ruling::REJECTED,
        ..Names::ANY
    },
    ..SCHEMA
};

const NO_TYPE: &str = "it asks for `\"type\": \"http\"` (or `sse` or `ws`)";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
            ("ws", Transport::WebSocket),
        ],
        speaks: &[
            Transport::Stdio,
            Transport::Http,
            Transport::Sse,
            Transport::WebSocket,
        ],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::REJECTED.r#as(Transport::Http).says(NO_TYPE),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: Ruling::REJECTED,
        unknown_type_command: Ruling::REJECTED
            .says("types are stdio, sse, http (or streamable-http) and ws, spelled exactly so"),
        unknown_type_url: Ruling::REJECTED
            .says("types are stdio, sse, http (or streamable-http) and ws, spelled exactly so"),
        remote_type_command: Ruling::REJECTED.says("this type needs a url"),
        stdio_type_url: Ruling::REJECTED.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::REJECTED,
    null_entry: Ruling::REJECTED,
    not_object: Ruling::REJECTED,
    names: Names {
        // `claude mcp add` allows only letters, digits, `-` and `_`; a file may hold any name.
        allowed: None,
        ruling: Ruling::REJECTED,
        // Its own servers', each also with `_` for what cannot stand in the name of a tool, and
        // what JavaScript objects keep for themselves; of these `constructor` and `toString` load.
        reserved: &[
            "workspace",
            "claude-in-chrome",
            "computer-use",
            "claude-code-remote",
            "remote-devices",
            "webagent",
            "hearthbot",
            "Claude Preview",
            "Claude_Preview",
            "Claude Browser",
            "Claude_Browser",
            "Slack sign-in (Claude Code tag)",
            "__proto__",
            "__defineGetter__",
            "__defineSetter__",
            "__lookupGetter__",
            "__lookupSetter__",
        ],
        normalized: true,
        ..Names::ANY
    },
};

/// Observed in 2.1.330: `${VAR}` and `${VAR:-default}` only; an unset variable stays literal.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::BracedDefault],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Url,
        Role::HttpUrl,
        Role::Headers,
    ],
    unset: Unset::Literal,
    known: &["CLAUDE_PLUGIN_ROOT", "CLAUDE_PLUGIN_DATA"],
    workspace: None,
    instead: "export the variable in the shell that starts Claude Code, or put it under \"env\" in ~/.claude/settings.json",
    // Measured in 2.1.330, a default behind them included; its code names more of the kind.
    withheld: &[
        Withheld {
            names: &[
                "NPM_TOKEN",
                "NODE_AUTH_TOKEN",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "VAULT_TOKEN",
                "AZURE_CLIENT_SECRET",
                "PYPI_TOKEN",
                "SLACK_WEBHOOK_URL",
                "SONAR_TOKEN",
                "CONSUL_HTTP_TOKEN",
                "PIP_INDEX_URL",
                "BUNDLE_*__*",
                "ANTHROPIC_API_KEY",
                "ANTHROPIC_AUTH_TOKEN",
                "GOOGLE_APPLICATION_CREDENTIALS",
                "HTTPS_PROXY",
            ],
            fields: &[Role::Url, Role::HttpUrl, Role::Headers],
        },
        Withheld {
            names: &["OTEL_*", "MCP_CLIENT_SECRET"],
            fields: &[],
        },
    ],
    sources: &[
        Source::Json("${CLAUDE_CONFIG_DIR:-~/.claude}/settings.json", "env"),
        Source::Json("<project>/.claude/settings.json", "env"),
        Source::Json("<project>/.claude/settings.local.json", "env"),
    ],
};

const PROJECT: Kind = Kind {
    id: "project",
    title: "project servers",
    format: Format::Json,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::Project, "<project>/.mcp.json")
            .note("also read in every parent folder; the nearest wins for each name"),
        Location::new(
            Scope::Managed,
            "/Library/Application Support/ClaudeCode/managed-mcp.json",
        )
        .on(&[Os::Macos]),
        Location::new(Scope::Managed, "/etc/claude-code/managed-mcp.json").on(&[Os::Linux]),
        Location::new(
            Scope::Managed,
            "C:/Program Files/ClaudeCode/managed-mcp.json",
        )
        .on(&[Os::Windows]),
    ],
    roots: &[Root::map(&["mcpServers"]).empty_text()],
    missing_root: Ruling::FILE_REJECTED.says("Missing \"mcpServers\""),
    wrong_root: Ruling::FILE_REJECTED,
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// Claude Code, read in the bundle of 2.1.330 and observed.
pub(super) static CLIENT: Client = Client {
    id: "claude-code",
    name: "Claude Code",
    vendor: "Anthropic",
    kinds: &[
        PROJECT,
        Kind {
            id: "user",
            title: "user and local servers",
            locations: &[
                Location::new(Scope::User, "${CLAUDE_CONFIG_DIR:-~}/.claude.json"),
                Location::new(
                    Scope::User,
                    "~/Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/.claude.json",
                )
                .on(&[Os::Macos])
                .note("read by the Claude agent of Xcode in place of `~/.claude.json`"),
            ],
            roots: &[
                Root::map(&["mcpServers"]).empty_text(),
                Root::map(&["projects", "*", "mcpServers"]).scope(Scope::Local),
            ],
            missing_root: Ruling::FINE,
            dedicated: false,
            ..PROJECT
        },
        Kind {
            id: "plugin",
            title: "servers of a plugin",
            locations: &[
                Location::new(Scope::Project, "<project>/.claude-plugin/plugin.json")
                    .note("read once the plugin is installed"),
            ],
            missing_root: Ruling::FINE,
            // A path, or a list of paths, to files with servers.
            wrong_root: Ruling::FINE,
            dedicated: false,
            ..PROJECT
        },
        Kind {
            id: "managed-settings",
            title: "servers in managed settings",
            locations: &[
                Location::new(
                    Scope::Managed,
                    "/Library/Application Support/ClaudeCode/managed-settings.json",
                )
                .on(&[Os::Macos]),
                Location::new(
                    Scope::Managed,
                    "/Library/Application Support/ClaudeCode/managed-settings.d/*.json",
                )
                .on(&[Os::Macos]),
                Location::new(Scope::Managed, "/etc/claude-code/managed-settings.json")
                    .on(&[Os::Linux]),
                Location::new(Scope::Managed, "/etc/claude-code/managed-settings.d/*.json")
                    .on(&[Os::Linux]),
                Location::new(
                    Scope::Managed,
                    "C:/Program Files/ClaudeCode/managed-settings.json",
                )
                .on(&[Os::Windows]),
                Location::new(
                    Scope::Managed,
                    "C:/Program Files/ClaudeCode/managed-settings.d/*.json",
                )
                .on(&[Os::Windows]),
            ],
            roots: &[Root::map(&["managedMcpServers"])],
            missing_root: Ruling::FINE,
            wrong_root: Ruling::UNKNOWN,
            dedicated: false,
            schema: &MANAGED,
            variables: &Variables::NONE,
            ..PROJECT
        },
    ],
    elsewhere: &[
        "Connectors of the claude.ai account.",
        "`--mcp-config FILE` and `--mcp-config JSON` on the command line.",
    ],
    not_read: &[
        NotRead {
            path: "<project>/.claude/mcp.json",
            root: None,
            instead: "Claude Code reads `.mcp.json` in the project's folder",
        },
        NotRead {
            path: "<project>/.claude/mcp-config.json",
            root: Some(&["mcpServers"]),
            instead: "Claude Code reads `.mcp.json` in the project's folder",
        },
        NotRead {
            path: "<project>/.claude/.mcp.json",
            root: None,
            instead: "Claude Code reads `.mcp.json` in the project's folder",
        },
        NotRead {
            path: "<project>/.claude/settings.json",
            root: Some(&["mcpServers"]),
            instead: "Claude Code reads servers from `.mcp.json` in the project's folder, or from `~/.claude.json`",
        },
        NotRead {
            path: "<project>/.claude/settings.local.json",
            root: Some(&["mcpServers"]),
            instead: "Claude Code reads servers from `.mcp.json` in the project's folder, or from `~/.claude.json`",
        },
    ],
    approvals: &[Approval {
        places: &[
            Location::new(Scope::Project, "<project>/.claude/settings.json"),
            Location::new(Scope::Local, "<project>/.claude/settings.local.json"),
            Location::new(Scope::User, "${CLAUDE_CONFIG_DIR:-~/.claude}/settings.json"),
        ],
        key: &["enableAllProjectMcpServers"],
        value: Everything::True,
        says: "every server that the project's `.mcp.json` names is started without anybody being asked",
        instead: "leave it out, and name the servers that may start in `enabledMcpjsonServers`",
    }],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the folder in which the session was started"),
        // Its documentation says so, and its own /doctor: "Windows requires 'cmd /c' wrapper to
        // execute npx" (anthropics/claude-code#9594, #51750, #68221; 2026-11-23).
        windows_shim: WindowsShim::NeedsCmd,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Bun,
        ca_variables: &["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"],
        system_store: Some(true),
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `claude`, or put it under \"env\" in `~/.claude/settings.json`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            // Whether they win over others of the name is not established.
            Layer::of(Scope::Managed)
                .files(&["managed-settings.json", "managed-settings.d/*.json"])
                .same_name(SameName::Unknown),
            Layer::of(Scope::Managed)
                .files(&["managed-mcp.json"])
                .alone(),
            // Xcode's agent has a file of its own.
            Layer::of(Scope::Local).read(Read::InTurn),
            Layer::of(Scope::Project),
            Layer::of(Scope::User).read(Read::InTurn),
            Layer::of(Scope::Project)
                .files(&[".claude-plugin/plugin.json"])
                .read(Read::Chosen)
                .by_endpoint(),
        ],
        folders: Folders::NearestWins,
        says: "local before project before user before plugins, by name, a plugin's also by what it starts or calls; a managed file shuts out all others",
        ..Precedence::UNKNOWN
    },
    logs: "`claude --debug`, `/mcp`, and mcp-logs-SERVER under the cache folder `claude-cli-nodejs`",
    // anthropics/claude-code#69427 and #18869.
    log_files: &[
        "${XDG_CACHE_HOME:-~/.cache}/claude-cli-nodejs/*/mcp-logs-<name>/*.jsonl",
        "~/Library/Caches/claude-cli-nodejs/*/mcp-logs-<name>/*.jsonl",
        "${LOCALAPPDATA:-~/AppData/Local}/claude-cli-nodejs/Cache/*/mcp-logs-<name>/*.jsonl",
    ],
    restart: "start a new session, or reconnect with `/mcp`",
    traps: &[
        "An entry with a url and no type is skipped.",
        "`disabled`, `cwd` and `autoApprove` in an entry are ignored: the server runs.",
        "`env` of an entry with a url never reaches the TLS stack.",
        "Some credential variables (NPM_TOKEN, AWS_SECRET_ACCESS_KEY, VAULT_TOKEN …) expand to nothing in url and headers.",
    ],
    evidence: &[
        Evidence {
            about: &[
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
            origin: "Claude Code 2.1.330",
            version: "2.1.330",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Remote],
            basis: Basis::Documented,
            origin: "https://code.claude.com/docs/en/network-config (the system's certificates too, since 2.1.101)",
            version: "2.1.101",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Names,
            ],
            basis: Basis::Observed,
            origin: "Claude Code 2.1.332",
            version: "2.1.332",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Process, Topic::Precedence],
            basis: Basis::Documented,
            origin: "https://code.claude.com/docs/en/mcp",
            version: "",
            date: "2026-11-23",
        },
    ],
};
