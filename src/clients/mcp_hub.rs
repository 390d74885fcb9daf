//! MCP Hub and mcphub.nvim, its plugin for Neovim.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const NO_LOAD: &str = "the whole configuration is refused";
const INVALID: Ruling = Ruling::FILE_REJECTED.says(NO_LOAD);

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "Not looked at: editors want it in files that they share with MCP Hub.",
    )
    .wrong_type(Ruling::IGNORED),
    fields::COMMAND.empty(INVALID),
    fields::ARGS.wrong_type(Ruling::IGNORED.says("it counts as empty")),
    Field {
        shape: Shape::Object,
        doc: "Environment variables for the server's process; `null` or an empty text takes the one of the same name from MCP Hub's own.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}")
    .wrong_type(INVALID),
    fields::CWD,
    Field {
        shape: Shape::PlainUrl,
        doc: "The address of a remote server: streamable HTTP is tried first, HTTP+SSE next. It must be a URL before variables are expanded.",
        ..fields::URL
    }
    .wrong_type(INVALID)
    .empty(INVALID),
    Field {
        shape: Shape::Object,
        ..fields::HEADERS
    }
    .example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}")
    .wrong_type(INVALID),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off.",
    )
    .example("true"),
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "The name that people see.",
    ),
    Field::new(
        "dev",
        Role::Other,
        Shape::Object,
        Use::Stdio,
        "For developers of the server: `cwd`, a full path, and `watch`; the server is started again when files change.",
    )
    .example("{\"cwd\": \"/home/me/server\", \"watch\": [\"**/*.js\"]}")
    .misused(INVALID),
    Field::new(
        "autoApprove",
        Role::Approval,
        Shape::Either(&Shape::Bool, &Shape::Strings),
        Use::Both,
        "Tools that run without being asked for, in mcphub.nvim: all by `true`, or those named.",
    )
    .approves_all(Everything::True),
    Field::new(
        "disabled_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "Tools that mcphub.nvim does not offer.",
    ),
    Field::new(
        "custom_instructions",
        Role::Other,
        Shape::Object,
        Use::Both,
        "Instructions that mcphub.nvim adds for the server.",
    ),
];

const MIXED: &str = "\"cannot mix stdio and sse fields\", and the whole configuration is refused";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        // A type is overwritten.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::FILE_REJECTED.says(MIXED),
        neither: Ruling::FILE_REJECTED
            .says("\"must include either command (for stdio) or url (for sse)\", and the whole configuration is refused"),
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::FILE_REJECTED.says(MIXED),
        stdio_type_both: Ruling::FILE_REJECTED.says(MIXED),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: INVALID,
    not_object: INVALID,
    names: Names::ANY,
};

/// `$NAME` works as a whole argument only, with a warning; an input is looked up by its whole name,
/// `input:ID`, among the variables that MCP_HUB_ENV holds.
const VARIABLES: Variables = Variables {
    forms: &[
        Form::Braced,
        Form::EnvColon,
        Form::CommandBraced,
        Form::Bare,
        Form::Input,
    ],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::EntryFails,
    known: &[
        "workspaceFolder",
        "workspaceFolderBasename",
        "userHome",
        "pathSeparator",
        "cwd",
        "/",
    ],
    workspace: Some("workspaceFolder"),
    instead: "",
    withheld: &[],
    sources: &[],
};

const SERVERS: Kind = Kind {
    id: "servers",
    title: "servers",
    format: Format::Json,
    dialect: Dialect::JSON5,
    syntax_error: INVALID,
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::User, "~/.config/mcphub/servers.json"),
        Location::new(Scope::Project, "<project>/.mcphub/servers.json"),
    ],
    roots: &[Root::map(&["mcpServers"]), Root::map(&["servers"])],
    missing_root: Ruling::FILE_REJECTED.says("\"'mcpServers' must be an object\""),
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: true,
    siblings: &["nativeMCPServers"],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// MCP Hub, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "mcp-hub",
    name: "MCP Hub",
    vendor: "ravitemer",
    kinds: &[
        SERVERS,
        Kind {
            id: "editor",
            siblings: &["inputs"],
            title: "project servers of an editor",
            locations: &[
                Location::new(Scope::Project, "<project>/.vscode/mcp.json")
                    .guest()
                    .note("read when `.mcphub/servers.json` is not there"),
                Location::new(Scope::Project, "<project>/.cursor/mcp.json")
                    .guest()
                    .note("read when the two before are not there"),
            ],
            ..SERVERS
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the folder in which MCP Hub was started"),
        windows_shim: WindowsShim::Starts,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `mcp-hub` or Neovim",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Project, Scope::User],
        one_of: &[&[
            ".mcphub/servers.json",
            ".vscode/mcp.json",
            ".cursor/mcp.json",
        ]],
        says: "the file that is named later wins, by name: the project's over the user's",
        ..Precedence::UNKNOWN
    },
    logs: "the folder `mcp-hub/logs` below `~/.local/state`",
    // ravitemer/mcp-hub: its logger writes there.
    log_files: &["${XDG_STATE_HOME:-~/.local/state}/mcp-hub/logs/mcp-hub.log"],
    restart: "files are watched",
    traps: &[
        "One invalid entry, and none of the servers of any file is loaded.",
        "With both `servers` and `mcpServers` in a file, `mcpServers` is ignored.",
        "An unset variable keeps the server from starting.",
        "`${cmd: …}` runs a command, in a project's file too.",
        "A url whose host or scheme is a variable is invalid: it is checked before variables are expanded.",
        "A type is not looked at.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "ravitemer/mcp-hub src/utils/config.js@bdbd7e4",
            version: "4.2.1",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "ravitemer/mcp-hub src/utils/env-resolver.js@bdbd7e4",
            version: "4.2.1",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "ravitemer/mcp-hub src/MCPConnection.js@bdbd7e4",
            version: "4.2.1",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields],
            basis: Basis::Source,
            origin: "ravitemer/mcphub.nvim lua/mcphub/config.lua@7cd5db3",
            version: "",
            date: "2026-11-23",
        },
    ],
};
