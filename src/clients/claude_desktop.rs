//! Claude Desktop.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    fields::COMMAND.wrong_type(Ruling::REJECTED.says(SKIPPED)),
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process, added to the few that it inherits.",
        ..fields::ENV
    },
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio"]),
        Use::Both,
        "The transport; only `stdio` is of use here, and it may be left out.",
    )
    .example("\"stdio\""),
];

const SKIPPED: &str = "builds since April 2026 skip the entry and show \"Some MCP servers could not be loaded\"; older ones load no server of the file";

const NO_URLS: &str = "the file takes programs only (a `command`): newer builds skip the entry with a dialog, older ones load no server of the file; remote servers belong under Settings > Connectors";

/// A url is listed among the fields so that it is told apart from a misspelt one.
const REFUSED: &[Field] = &[Field {
    doc: "Not taken here: add a remote server under Settings > Connectors, or start a bridge such as mcp-remote with `command`.",
    ..fields::URL
}];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS, REFUSED],
    transport: TransportRules {
        spellings: &[("stdio", Transport::Stdio)],
        speaks: &[Transport::Stdio],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::REJECTED.r#as(Transport::Http).says(NO_URLS),
        both: Ruling::UNKNOWN,
        neither: Ruling::REJECTED.says(SKIPPED),
        unknown_type_command: Ruling::UNKNOWN,
        unknown_type_url: Ruling::REJECTED.r#as(Transport::Http).says(NO_URLS),
        remote_type_command: Ruling::UNKNOWN,
        stdio_type_url: Ruling::REJECTED.says(SKIPPED),
        remote_type_both: Ruling::UNKNOWN,
        stdio_type_both: Ruling::UNKNOWN,
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::UNKNOWN,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::UNKNOWN,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

/// Nothing in the file is documented or reported to be expanded.
const VARIABLES: Variables = Variables {
    instead: "the value itself has to stand there; to keep a secret out of the file, install the server as an extension (.mcpb), which asks for it",
    ..Variables::NONE
};

/// Claude Desktop, from what its users report of builds 1.0.2339 to 1.24012; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "claude-desktop",
    name: "Claude Desktop",
    vendor: "Anthropic",
    kinds: &[Kind {
        id: "user",
        title: "servers of the app",
        format: Format::Json,
        dialect: Dialect::STRICT,
        syntax_error: Ruling::FILE_REJECTED
            .says("it shows \"There was an error reading or parsing claude_desktop_config.json\""),
        duplicate_key: Ruling::UNKNOWN,
        locations: &[
            Location::new(
                Scope::User,
                "~/Library/Application Support/Claude/claude_desktop_config.json",
            )
            .on(&[Os::Macos]),
            Location::new(
                Scope::User,
                "${APPDATA:-~/AppData/Roaming}/Claude/claude_desktop_config.json",
            )
            .on(&[Os::Windows])
            .note("packaged (MSIX) builds, the default since February 2026, read the file below Packages instead; which of the two counts differs from build to build"),
            Location::new(
                Scope::User,
                "${LOCALAPPDATA:-~/AppData/Local}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json",
            )
            .on(&[Os::Windows])
            .note("read by packaged (MSIX) builds, the default since February 2026"),
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/Claude/claude_desktop_config.json",
            )
            .on(&[Os::Linux])
            .note("the place of unofficial Linux builds"),
            Location::new(Scope::User, "<project>/claude_desktop_config.json")
                .note("a copy to hand on: the app reads the one in its own folder"),
        ],
        roots: &[Root::map(&["mcpServers"])],
        // The app keeps its own preferences in the same file.
        missing_root: Ruling::FINE,
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: false,
        siblings: &["preferences", "globalShortcut"],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Unknown,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: None,
        base: Base::Undefined,
        // It starts `.cmd` files through `cmd.exe /C` itself, by their full path.
        windows_shim: WindowsShim::StartsUnquoted,
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::Extended(&["~/.nvm/versions/node/*/bin", "/usr/local/bin", "/opt/homebrew/bin"])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Unknown,
        ca_variables: &[],
        system_store: None,
        entry_env: EntryEnvironment::Unknown,
        set_process_env: "the app itself calls no server of this file; a bridge started by `command` takes the variable from the entry's own `env`",
        fetch: None,
        plain_http: Ruling::UNKNOWN,
        runs: Runs::Machine,
    },
    precedence: Precedence {
        order: &[Scope::User],
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "macOS: `~/Library/Logs/Claude/mcp.log` and `mcp-server-NAME.log`; Windows: `%APPDATA%\\Claude\\logs\\mcp*.log`, of packaged builds below `%LOCALAPPDATA%\\Packages\\Claude_*\\LocalCache\\Roaming\\Claude\\logs`",
    // anthropics/claude-code#25579, wonderwhy-er/DesktopCommanderMCP#656.
    log_files: &[
        "~/Library/Logs/Claude/mcp-server-<name>.log",
        "~/.config/Claude/logs/mcp-server-<name>.log",
        "${APPDATA:-~/AppData/Roaming}/Claude/logs/mcp-server-<name>.log",
        "${LOCALAPPDATA:-~/AppData/Local}/Claude/Logs/mcp-server-<name>.log",
        "${LOCALAPPDATA:-~/AppData/Local}/Packages/Claude_*/LocalCache/Roaming/Claude/logs/mcp-server-<name>.log",
        "~/Library/Logs/Claude/mcp.log",
        "~/.config/Claude/logs/mcp.log",
    ],
    restart: "quit the app completely (closing the window is not enough) and start it again",
    traps: &[
        "A url is never taken from this file, whatever its type.",
        "A byte order mark makes the app fall back to defaults and rewrite the file without its servers.",
        "The app rewrites the file while it runs: quit it before you edit.",
        "Servers get a short environment and no defined folder, and `cwd` is ignored: write full paths.",
        "On macOS it puts every version of nvm on PATH, up to spring 2026 the oldest first, since then the name that sorts last: name the `node` you mean.",
        "On Windows an argument with a space breaks a program that lies in `C:\\Program Files` and is a `.cmd` file.",
        "No log of a server and \"No servers added\" in the settings mean that another file is read.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax],
            basis: Basis::Quoted,
            origin: "https://github.com/anthropics/claude-code/issues/26073",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Transport],
            basis: Basis::Quoted,
            origin: "https://github.com/aaronsb/obsidian-mcp-plugin/issues/124",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Transport, Topic::Fields],
            basis: Basis::Quoted,
            origin: "https://github.com/sooperset/mcp-atlassian/issues/503",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Syntax, Topic::Process],
            basis: Basis::Quoted,
            origin: "https://github.com/tradesdontlie/tradingview-mcp/issues/406",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Quoted,
            origin: "https://github.com/smithery-ai/mcp-obsidian/issues/13",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Quoted,
            origin: "https://github.com/anthropics/claude-code/issues/75266",
            version: "1.17377.2",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Transport, Topic::Variables],
            basis: Basis::Reported,
            origin: "npm @gleanwork/mcp-config-schema 5.2.0",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "https://github.com/anthropics/claude-code/issues/54135",
            version: "1.4758.0",
            date: "2026-04-28",
        },
    ],
};
