//! Cline: the VS Code extension, the JetBrains plugin and the CLI share one file.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const DIALECT: Dialect = Dialect {
    comments: false,
    trailing_commas: false,
    byte_order_mark: false,
    json5: false,
    ..Dialect::STRICT
};

const TYPES: &str = "types are stdio, sse and streamableHttp, spelled exactly so";

const FIELDS: &[Field] = &[
    Field::new(
        "transport",
        Role::Nested,
        Shape::Object,
        Use::Both,
        "The type with command or url and their fields, as `cline mcp add` writes them.",
    ),
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "sse", "streamableHttp"]),
        Use::Both,
        "The transport. Absent it is stdio with a command, and SSE with a url.",
    )
    .example("\"streamableHttp\""),
    Field::new(
        "transportType",
        Role::Other,
        Shape::OneOf(&["stdio", "sse", "http", "streamableHttp"]),
        Use::Both,
        "An old form of `type`, which the extension and the CLI read differently.",
    )
    .old_spelling_of("type"),
    fields::COMMAND.empty(Ruling::FILE_REJECTED),
    fields::ARGS,
    fields::CWD,
    Field::new(
        "env",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process. With a url it has no effect.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    Field::new(
        "url",
        Role::Url,
        // The CLI judges it before variables are put in; whether the extension does, which fills
        // them in, is not established.
        Shape::Url,
        Use::Remote,
        "The address of a remote server. One that is no URL makes the whole file invalid.",
    )
    .example("\"https://mcp.example.com/mcp\"")
    .empty(Ruling::FILE_REJECTED),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${env:API_TOKEN}\"}"),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off. There is no `enabled`.",
    )
    .example("true"),
    Field::new(
        "autoApprove",
        Role::Approval,
        Shape::Strings,
        Use::Both,
        "Tools that run without being asked for.",
    )
    .wrong_type(Ruling::UNKNOWN),
    // The CLI drops this field unseen (observed), the extension checks it.
    Field::new(
        "timeout",
        Role::Timeout(Unit::Seconds),
        Shape::Number,
        Use::Both,
        "The time limit of one request in seconds, from 1 to 3600; 60 when absent.",
    )
    .example("60")
    .wrong_type(Ruling::UNKNOWN)
    .range(
        1.0,
        3600.0,
        Ruling::IGNORED.says("the CLI does not look at it; the extension wants 1 to 3600 seconds"),
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth state, written by Cline itself.",
    )
    .misused(Ruling::IGNORED),
    Field::new(
        "oauthClient",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "An OAuth client of your own: `clientId` and `clientSecret`.",
    )
    .wrong_type(Ruling::UNKNOWN),
    Field::new(
        "metadata",
        Role::Other,
        Shape::Object,
        Use::Both,
        "Anything that other programs want to keep here.",
    ),
    Field::new(
        "remoteConfigured",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Set by Cline for servers that an organisation prescribes.",
    )
    .wrong_type(Ruling::UNKNOWN),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("streamableHttp", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::IGNORED
            .r#as(Transport::Sse)
            .says("without a type it speaks the old HTTP+SSE, and does not try streamable HTTP"),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the command is started and the url is ignored"),
        neither: Ruling::FILE_REJECTED,
        unknown_type_command: Ruling::FILE_REJECTED.says(TYPES),
        unknown_type_url: Ruling::FILE_REJECTED.r#as(Transport::Http).says(TYPES),
        remote_type_command: Ruling::FILE_REJECTED.says("this type needs a url"),
        stdio_type_url: Ruling::FILE_REJECTED.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: false,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names::ANY,
};

/// The extension expands them in every string; the CLI, which reads the same file, in none.
const VARIABLES: Variables = Variables {
    forms: &[Form::EnvColon],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "",
    withheld: &[],
    sources: &[],
};

const LEGACY: &str = "Cline 4 reads `~/.cline/data/settings/cline_mcp_settings.json` and takes this file over only once";

/// Cline, observed in its CLI 3.0.65 and read in the source of both.
pub(super) static CLIENT: Client = Client {
    id: "cline",
    name: "Cline",
    vendor: "Cline Bot",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED,
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(
                Scope::User,
                "${CLINE_DIR:-~/.cline}/data/settings/cline_mcp_settings.json",
            )
            .note("shared by the extension, the JetBrains plugin and the CLI"),
            Location::new(
                Scope::User,
                "${CLINE_DATA_DIR:-~/.cline/data}/settings/cline_mcp_settings.json",
            ),
            Location::new(
                Scope::User,
                "${CLINE_MCP_SETTINGS_PATH:-~/.cline/data/settings/cline_mcp_settings.json}",
            ),
        ],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_REJECTED.says("it expects `mcpServers`"),
        wrong_root: Ruling::FILE_REJECTED,
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "${XDG_CONFIG_HOME:-~/.config}/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            root: None,
            instead: LEGACY,
        },
        NotRead {
            path: "~/Library/Application Support/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            root: None,
            instead: LEGACY,
        },
        NotRead {
            path: "${APPDATA:-~/AppData/Roaming}/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            root: None,
            instead: LEGACY,
        },
        NotRead {
            path: "<project>/.cline/mcp.json",
            root: None,
            instead: "Cline has no servers per project, only `~/.cline/data/settings/cline_mcp_settings.json`",
        },
    ],
    approvals: &[],
    process: Process {
        // The extension hands on six names, the CLI everything.
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Replaces)
            .desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process of the editor or the shell that starts Cline",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::User],
        says: "there is one file for everything, and none per project",
        ..Precedence::UNKNOWN
    },
    logs: "the Cline channel in the editor's Output panel; a server's standard error in the MCP panel",
    // Its channel in the Output panel: VS Code keeps that of an extension in `output_logging_TIME`.
    log_files: &[
        "${XDG_CONFIG_HOME:-~/.config}/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/logs/*/window*/exthost/output_logging_*/*-Cline.log",
        "~/Library/Application Support/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/logs/*/window*/exthost/output_logging_*/*-Cline.log",
        "${APPDATA:-~/AppData/Roaming}/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/logs/*/window*/exthost/output_logging_*/*-Cline.log",
    ],
    restart: "the extension watches the file; the MCP panel has a button to restart a server",
    traps: &[
        "One invalid entry, comment or trailing comma, and no server of the file is loaded.",
        "A url without a type is spoken to as HTTP+SSE.",
        "`\"type\": \"http\"` is invalid: streamable HTTP is spelled `streamableHttp`.",
        "`timeout` is in seconds: 60000 means an hour.",
        "`${env:VAR}` is expanded by the extension and not by the CLI, although both read this file.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
            ],
            basis: Basis::Observed,
            origin: "cline 3.0.65 (CLI)",
            version: "3.0.65",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "cline/cline apps/vscode/src/services/mcp/schemas.ts",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Source,
            origin: "cline/cline sdk/packages/core/src/extensions/mcp/config-loader.ts",
            version: "",
            date: "2026-11-23",
        },
    ],
};
