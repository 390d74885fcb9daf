//! Visual Studio Code.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// A file of the user's folder, for each build and system, with and without a named profile.
macro_rules! user_places {
    ($file:literal, $note:expr) => {
        &[
            user_places!(@one LINUX, "${XDG_CONFIG_HOME:-~/.config}/", "User/", $file, $note),
            user_places!(@one LINUX, "${XDG_CONFIG_HOME:-~/.config}/", "User/profiles/*/", $file, $note),
            user_places!(@one MACOS, "~/Library/Application Support/", "User/", $file, $note),
            user_places!(@one MACOS, "~/Library/Application Support/", "User/profiles/*/", $file, $note),
            user_places!(@one WINDOWS, "${APPDATA:-~/AppData/Roaming}/", "User/", $file, $note),
            user_places!(@one WINDOWS, "${APPDATA:-~/AppData/Roaming}/", "User/profiles/*/", $file, $note),
        ]
    };
    (@one $os:ident, $base:literal, $below:literal, $file:literal, $note:expr) => {
        Location::new(
            Scope::User,
            concat!(
                $base,
                "{Code,Code - Insiders,VSCodium,VSCodium - Insiders}/",
                $below,
                $file
            ),
        )
        .on($os)
        .note($note)
    };
}

const LINUX: &[Os] = &[Os::Linux];
const MACOS: &[Os] = &[Os::Macos];
const WINDOWS: &[Os] = &[Os::Windows];

/// The reader of the settings folder does not check values; the editor underlines them.
const UNDERLINED: Ruling =
    Ruling::WARNED.says("the editor underlines it; the reader itself checks no types");

const LAST_WINS: Ruling = Ruling::IGNORED.says("the last one wins");

const TYPE: Field = Field::new(
    "type",
    Role::Type,
    Shape::OneOf(&["stdio", "http", "sse"]),
    Use::Both,
    "The transport. Absent: a command means stdio, anything else streamable HTTP with HTTP+SSE tried next.",
)
.example("\"http\"");

const FIELDS: &[Field] = &[
    TYPE,
    fields::COMMAND,
    fields::ARGS,
    Field {
        shape: Shape::ScalarMap,
        doc: "Environment variables for the server's process; `null` removes an inherited one, PATH is appended to the inherited one.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${input:api-key}\"}"),
    Field::new(
        "envFile",
        Role::EnvFile,
        Shape::String,
        Use::Stdio,
        "A file of environment variables, read before `env`; the server does not start when it cannot be read.",
    )
    .example("\"${workspaceFolder}/.env\""),
    Field {
        doc: "The folder in which the server is started: the workspace folder when absent, else the home folder.",
        ..fields::CWD
    }
    .example("\"${workspaceFolder}\""),
    fields::URL,
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${input:api-token}\"}"),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "A fixed OAuth client: `clientId` and others.",
    ),
    Field::new(
        "sandboxEnabled",
        Role::Other,
        Shape::Bool,
        Use::Stdio,
        "Whether the server runs in the sandbox that `sandbox` beside `servers` describes.",
    ),
    Field::new(
        "dev",
        Role::Other,
        Shape::Object,
        Use::Both,
        "For developers of the server: `watch` restarts it when files change, `debug` attaches a debugger.",
    ),
    Field::new(
        "gallery",
        Role::Other,
        Shape::Either(&Shape::Bool, &Shape::String),
        Use::Both,
        "Written by the editor when it installs a server from the gallery.",
    ),
    Field::new(
        "version",
        Role::Other,
        Shape::String,
        Use::Both,
        "Written by the editor when it installs a server from the gallery.",
    ),
];

const BY_FIELDS: &str = "any type but \"stdio\" and \"http\" counts as absent: the fields decide; the editor underlines it";

const RULES: TransportRules = TransportRules {
    spellings: &[
        ("stdio", Transport::Stdio),
        ("http", Transport::Http),
        // Read as streamable HTTP, which falls back to HTTP+SSE.
        ("sse", Transport::Http),
    ],
    speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
    command_only: Ruling::load(Transport::Stdio),
    url_only: Ruling::load(Transport::Http),
    both: Ruling::IGNORED
        .r#as(Transport::Stdio)
        .says("without a type the command is started and the url is ignored"),
    neither: Ruling::FAILS
        .r#as(Transport::Http)
        .says("it is listed as streamable HTTP without a url"),
    unknown_type_command: Ruling::WARNED.r#as(Transport::Stdio).says(BY_FIELDS),
    unknown_type_url: Ruling::WARNED.r#as(Transport::Http).says(BY_FIELDS),
    remote_type_command: Ruling::FAILS
        .r#as(Transport::Http)
        .says("it is listed as streamable HTTP without a url"),
    stdio_type_url: Ruling::FAILS
        .r#as(Transport::Stdio)
        .says("it is listed as stdio without a command"),
    remote_type_both: Ruling::IGNORED.says("the command is ignored"),
    stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
    falls_back_to_sse: true,
    sse_by_path: false,
    internal: &[],
};

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: RULES,
    unknown_field: Ruling::WARNED.says("the editor underlines it; the server runs without it"),
    wrong_type: UNDERLINED,
    null_entry: Ruling::FILE_REJECTED.says("\"Cannot read properties of null\""),
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

/// `.mcp.json` and Copilot's file hold the fields that other clients know.
const PORTABLE_FIELDS: &[Field] = &[
    Field {
        shape: Shape::OneOf(&["stdio", "local", "http", "sse"]),
        ..TYPE
    },
    fields::COMMAND,
    fields::ARGS,
    fields::ENV.example("{\"API_KEY\": \"${API_KEY}\"}"),
    fields::CWD,
    fields::URL,
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "transport",
        Role::Other,
        Shape::OneOf(&["http", "sse"]),
        Use::Remote,
        "The transport of an entry with a url, as the editor writes it itself.",
    ),
    Field::new(
        "tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "Written for Copilot CLI: the names of the tools that it offers.",
    ),
    Field::new(
        "oauthClientId",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "Written for Copilot CLI: the id of a fixed OAuth client.",
    ),
];

static PORTABLE: Schema = Schema {
    fields: &[PORTABLE_FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("local", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Http),
        ],
        neither: Ruling::UNKNOWN,
        unknown_type_command: Ruling::UNKNOWN.r#as(Transport::Stdio),
        unknown_type_url: Ruling::UNKNOWN.r#as(Transport::Http),
        remote_type_command: Ruling::UNKNOWN,
        stdio_type_url: Ruling::UNKNOWN,
        remote_type_both: Ruling::UNKNOWN,
        stdio_type_both: Ruling::UNKNOWN,
        ..RULES
    },
    unknown_field: Ruling::UNKNOWN,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

const VARIABLES: Variables = Variables {
    forms: &[Form::Input, Form::EnvColon],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::EnvFile,
        Role::Cwd,
        Role::Url,
        Role::HttpUrl,
        Role::Headers,
        Role::OAuth,
    ],
    unset: Unset::Empty,
    known: &[
        "workspaceFolder",
        "workspaceFolderBasename",
        "userHome",
        "pathSeparator",
        "/",
    ],
    workspace: Some("workspaceFolder"),
    instead: "add an entry of type \"promptString\" with \"password\": true to `inputs` and write `${input:id}`",
    withheld: &[],
    sources: &[],
};

/// In files that other clients own only these two forms are expanded.
const PORTABLE_VARIABLES: Variables = Variables {
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
    known: &[],
    workspace: None,
    instead: "export the variable in the shell that starts `code`, or move the server to `.vscode/mcp.json` and use `${input:id}`",
    withheld: &[],
    sources: &[],
};

const WORKSPACE: Kind = Kind {
    id: "workspace",
    title: "servers of a workspace folder",
    format: Format::Json,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED.says("\"Failed to parse scanned MCP servers\""),
    duplicate_key: LAST_WINS,
    locations: &[Location::new(Scope::Project, "<project>/.vscode/mcp.json")],
    roots: &[Root::map(&["servers"]).empty_text()],
    missing_root: Ruling::IGNORED.says("without `servers` it finds no server and says nothing"),
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: true,
    siblings: &["inputs", "sandbox"],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

const SETTINGS: Kind = Kind {
    id: "settings",
    title: "settings with servers (old place)",
    locations: user_places!(
        "settings.json",
        "older builds read `mcp` here; newer ones move it to `mcp.json` beside it"
    ),
    roots: &[Root::map(&["mcp", "servers"]).empty_text()],
    missing_root: Ruling::FINE,
    dedicated: false,
    siblings: &[],
    ..WORKSPACE
};

/// VS Code, read in its source; its reader was observed.
pub(super) static CLIENT: Client = Client {
    id: "vscode",
    name: "VS Code",
    vendor: "Microsoft",
    kinds: &[
        WORKSPACE,
        Kind {
            id: "user",
            title: "servers of a profile",
            locations: user_places!("mcp.json", ""),
            ..WORKSPACE
        },
        Kind {
            id: "remote-user",
            title: "servers of a remote machine",
            locations: &[Location::new(
                Scope::User,
                "~/{.vscode-server,.vscode-server-insiders,.vscodium-server}/data/User/mcp.json",
            )
            .note("on the machine that VS Code is connected to (SSH, WSL, a container)")],
            ..WORKSPACE
        },
        SETTINGS,
        Kind {
            id: "folder-settings",
            title: "settings of a workspace folder (old place)",
            locations: &[
                Location::new(Scope::Project, "<project>/.vscode/settings.json")
                    .note("older builds read `mcp` here; the place today is `.vscode/mcp.json`"),
            ],
            ..SETTINGS
        },
        Kind {
            id: "code-workspace",
            title: "settings of a workspace file",
            locations: &[Location::new(Scope::Project, "<project>/*.code-workspace")],
            roots: &[Root::map(&["settings", "mcp", "servers"]).empty_text()],
            ..SETTINGS
        },
        Kind {
            id: "devcontainer",
            title: "servers of a dev container",
            locations: &[
                Location::new(Scope::Project, "<project>/.devcontainer/devcontainer.json")
                    .note(DEVCONTAINER),
                Location::new(Scope::Project, "<project>/.devcontainer.json").note(DEVCONTAINER),
                Location::new(
                    Scope::Project,
                    "<project>/.devcontainer/*/devcontainer.json",
                )
                .note(DEVCONTAINER),
            ],
            roots: &[Root::map(&["customizations", "vscode", "mcp", "servers"]).empty_text()],
            variables: &Variables {
                // Whether `${localEnv:NAME}` of dev containers works here is not known.
                established: false,
                ..VARIABLES
            },
            ..SETTINGS
        },
        Kind {
            id: "portable",
            title: "project servers shared with other clients",
            locations: &[Location::new(Scope::Project, "<project>/.mcp.json")
                .guest()
                .note("started only after the file's content has been trusted")],
            roots: &[Root::map(&["mcpServers"]), Root::map(&[])],
            missing_root: Ruling::UNKNOWN,
            siblings: &[],
            schema: &PORTABLE,
            variables: &PORTABLE_VARIABLES,
            ..WORKSPACE
        },
        Kind {
            id: "copilot-user",
            title: "user servers of Copilot CLI",
            dialect: Dialect {
                comments: false,
                trailing_commas: false,
                // The parser refuses it; whether the file is read with it is not known.
                byte_order_mark: true,
                json5: false,
                ..Dialect::STRICT
            },
            locations: &[
                Location::new(Scope::User, "${COPILOT_HOME:-~/.copilot}/mcp-config.json").guest(),
            ],
            roots: &[Root::map(&["mcpServers"])],
            missing_root: Ruling::UNKNOWN,
            siblings: &[],
            schema: &PORTABLE,
            variables: &PORTABLE_VARIABLES,
            ..WORKSPACE
        },
    ],
    elsewhere: &[
        "Servers of Claude Desktop, Windsurf and Cursor, from their own files, when the setting `chat.mcp.discovery.enabled` names them.",
        "Servers that extensions register.",
    ],
    not_read: &[],
    // A workspace's own settings cannot say so since 2025-07 (microsoft/vscode#257089).
    approvals: &[Approval {
        places: SETTINGS.locations,
        key: &["chat.tools.global.autoApprove"],
        value: Everything::True,
        says: "every tool of every server runs without anybody being asked",
        instead: "leave it out: a tool can still be allowed for good when VS Code asks for it",
    }],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[Role::Command, Role::Args, Role::Cwd]),
        base: Base::Folder("the workspace folder, else the home folder"),
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Appended)
            .desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: Some(true),
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "add the certificate authority to the system's trust store, or start `code` from a shell that exports the variable",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Both,
        layers: &[
            Layer::of(Scope::Project),
            // One program (stable, Insiders, VSCodium) in one profile at a time.
            Layer::of(Scope::User)
                .files(&[
                    "User/mcp.json",
                    "User/settings.json",
                    "User/profiles/*/mcp.json",
                    "User/profiles/*/settings.json",
                ])
                .read(Read::InTurn),
            Layer::of(Scope::User),
        ],
        says: "nothing is merged by name: two files with one name give two servers",
        ..Precedence::UNKNOWN
    },
    logs: "the Output panel, channel of the server (`MCP: List Servers` > Show Output)",
    // microsoft/vscode#250616.
    log_files: &[
        "${XDG_CONFIG_HOME:-~/.config}/{Code,Code - Insiders,VSCodium}/logs/*/window*/mcpServer.*.<name>.log",
        "~/Library/Application Support/{Code,Code - Insiders,VSCodium}/logs/*/window*/mcpServer.*.<name>.log",
        "${APPDATA:-~/AppData/Roaming}/{Code,Code - Insiders,VSCodium}/logs/*/window*/mcpServer.*.<name>.log",
    ],
    restart: "the file is watched; `MCP: List Servers` > Restart Server",
    traps: &[
        "The root key is `servers`: with `mcpServers` nothing loads and nothing is said.",
        "The type is not checked: `streamable-http` and `sse` are tried as streamable HTTP first, HTTP+SSE next.",
        "An entry that is `null` makes the reader give up on the whole file.",
        "`disabled` and `enabled` are ignored: servers are switched in the editor.",
        "`env` on an entry with a url has no effect.",
        "Comments are lost when the editor itself adds or removes a server.",
        "A tool is refused when the names of server and tool have more than 64 characters together.",
        "`${input:…}` and `${env:…}` do not work in `.mcp.json` and in Copilot's `mcp-config.json`.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Syntax, Topic::Root, Topic::Fields, Topic::Transport],
            basis: Basis::Observed,
            origin: "VS Code's reader, as re-bundled in @codingame/monaco-vscode-mcp-service-override 36.2.7",
            version: "36.2.7",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root],
            basis: Basis::Source,
            origin: "microsoft/vscode src/vs/platform/mcp/common/mcpResourceScannerService.ts@20ba3e6c",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Source,
            origin: "microsoft/vscode src/vs/workbench/api/node/extHostMcpNode.ts@0334cc07",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "microsoft/vscode src/vs/platform/mcp/common/envVarResolution.ts@1abd15fe",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Variables],
            basis: Basis::Source,
            origin: "microsoft/vscode src/vs/workbench/contrib/mcp/common/discovery/workspaceDotMcpDiscovery.ts@02d77ce1",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "microsoft/vscode src/vs/server/node/serverEnvironmentService.ts",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Fields,
                Topic::Variables,
                Topic::Precedence,
                Topic::Remote,
                Topic::Process,
            ],
            basis: Basis::Documented,
            origin: "https://code.visualstudio.com/docs/copilot/customization/mcp-servers",
            version: "",
            date: "2026-01-08",
        },
        Evidence {
            about: &[Topic::Remote],
            basis: Basis::Documented,
            origin: "microsoft/vscode#71108, #307144 (`http.systemCertificates` is on by default)",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Source,
            origin: "microsoft/vscode src/vs/platform/shell/node/shellEnv.ts@0b6b9ef3",
            version: "",
            date: "2026-11-25",
        },
    ],
};

const DEVCONTAINER: &str = "copied into the container when it is created: a change needs a rebuild";
