//! Roo Code, an extension of VS Code.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, shared};

const TYPES: &str = "Server type must be 'stdio', 'sse', or 'streamable-http'";
const MIXED: &str = "Cannot mix 'stdio' and ('sse' or 'streamable-http') fields";

/// The fields; what is wrong with one costs `bad`.
const fn fields(bad: Ruling) -> [Field; 12] {
    [
        Field::new(
            "type",
            Role::Type,
            Shape::OneOf(&["stdio", "sse", "streamable-http"]),
            Use::Both,
            "The transport. Absent it is stdio with a command, and HTTP+SSE with a url.",
        )
        .example("\"streamable-http\""),
        fields::COMMAND.empty(bad),
        fields::ARGS.misused(bad.says(MIXED)),
        Field {
            doc: "The folder in which the server is started; the first workspace folder when absent.",
            ..fields::CWD
        },
        fields::ENV.misused(bad.says(MIXED)),
        Field::new(
            "url",
            Role::Url,
            Shape::PlainUrl,
            Use::Remote,
            "The address of a remote server. It must be a URL before variables are expanded.",
        )
        .example("\"https://mcp.example.com/mcp\"")
        .empty(bad),
        fields::HEADERS
            .example("{\"Authorization\": \"Bearer ${env:API_TOKEN}\"}")
            .misused(bad.says(MIXED)),
        Field::new(
            "disabled",
            Role::Disabled,
            Shape::Bool,
            Use::Both,
            "Whether the server is switched off. There is no `enabled`.",
        )
        .example("true"),
        Field::new(
            "timeout",
            Role::Timeout(Unit::Seconds),
            Shape::Number,
            Use::Both,
            "The time limit of one tool call in seconds, from 1 to 3600; 60 when absent.",
        )
        .example("60")
        .range(1.0, 3600.0, bad),
        Field::new(
            "alwaysAllow",
            Role::Approval,
            Shape::Strings,
            Use::Both,
            "Tools that run without being asked for; `*` means all.",
        )
        .approves_all(Everything::Item("*"))
        .example("[\"search\"]"),
        Field::new(
            "disabledTools",
            Role::Tools,
            Shape::Strings,
            Use::Both,
            "Tools that are not offered.",
        ),
        Field::new(
            "watchPaths",
            Role::Other,
            Shape::Strings,
            Use::Stdio,
            "Files and folders; when one changes, the server is started again.",
        ),
    ]
}

const fn schema(fields: &'static [&'static [Field]], bad: Ruling) -> Schema {
    Schema {
        fields,
        transport: TransportRules {
            spellings: &[
                ("stdio", Transport::Stdio),
                ("streamable-http", Transport::Http),
                ("sse", Transport::Sse),
            ],
            speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
            command_only: Ruling::load(Transport::Stdio),
            url_only: Ruling::IGNORED.r#as(Transport::Sse).says(
                "without a type it speaks the old HTTP+SSE, and does not try streamable HTTP",
            ),
            both: bad.says(MIXED),
            neither: bad.says("it asks for a `command`, or a `url` and its `type`"),
            unknown_type_command: bad.says(TYPES),
            unknown_type_url: bad.r#as(Transport::Http).says(TYPES),
            remote_type_command: bad.says("this type needs a url"),
            stdio_type_url: bad.says("this type needs a command"),
            remote_type_both: bad.says(MIXED),
            stdio_type_both: bad.says(MIXED),
            falls_back_to_sse: false,
            sse_by_path: false,
            internal: &[],
        },
        unknown_field: Ruling::IGNORED,
        wrong_type: bad,
        null_entry: bad,
        not_object: bad,
        names: Names {
            // Other characters are left out of the names of its tools.
            normalized: true,
            ..Names::ANY
        },
    }
}

static PROJECT_FIELDS: [Field; 12] = fields(Ruling::FILE_REJECTED);
static PROJECT_SCHEMA: Schema = schema(&[&PROJECT_FIELDS], Ruling::FILE_REJECTED);

/// When it starts, the user's file is gone through entry by entry after it was found invalid.
static USER_FIELDS: [Field; 12] = fields(Ruling::REJECTED);
static USER_SCHEMA: Schema = schema(&[&USER_FIELDS], Ruling::REJECTED);

/// Replaced in the text of the whole entry, after it has been checked.
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
    known: &["workspaceFolder"],
    workspace: Some("workspaceFolder"),
    instead: "",
    withheld: &[],
    sources: &[],
};

const PROJECT: Kind = Kind {
    id: "project",
    title: "project servers",
    format: Format::Json,
    dialect: Dialect::STRICT,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[Location::new(Scope::Project, "<project>/.roo/mcp.json")],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FILE_REJECTED.says("it expects `mcpServers`"),
    wrong_root: Ruling::FILE_REJECTED,
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &PROJECT_SCHEMA,
    variables: &VARIABLES,
};

/// Roo Code, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "roo-code",
    name: "Roo Code",
    vendor: "Roo Code",
    kinds: &[
        PROJECT,
        Kind {
            id: "user",
            title: "user servers",
            locations: shared::extension_storage!(
                "rooveterinaryinc.roo-cline/settings/mcp_settings.json"
            ),
            wrong_root: Ruling::WARNED
                .says("it complains, and takes the places in the list for names"),
            schema: &USER_SCHEMA,
            ..PROJECT
        },
    ],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "<project>/.roo/mcp_settings.json",
            root: None,
            instead: "Roo Code reads `.roo/mcp.json` in the project's folder",
        },
        NotRead {
            path: "~/.roo/mcp.json",
            root: None,
            instead: "Roo Code keeps the user's servers in `mcp_settings.json` of its own storage: \"Edit Global MCP\" opens it",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(shared::SDK_ENVIRONMENT),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the first workspace folder"),
        // Every command runs through `cmd /c`, unless it is that already.
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
        entry_env: EntryEnvironment::FileRejected,
        set_process_env: "set it for the process of the editor, or start the editor from a shell that exports it",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Both,
        order: &[Scope::Project, Scope::User],
        says: "both are connected, and the tools of the project's one are offered",
        folders: Folders::One,
        ..Precedence::UNKNOWN
    },
    logs: "the Roo-Code channel in the editor's Output panel; errors of each server in the MCP view",
    // Its channel in the Output panel: VS Code keeps that of an extension in `output_logging_TIME`.
    log_files: &[
        "${XDG_CONFIG_HOME:-~/.config}/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/logs/*/window*/exthost/output_logging_*/*-Roo-Code.log",
        "~/Library/Application Support/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/logs/*/window*/exthost/output_logging_*/*-Roo-Code.log",
        "${APPDATA:-~/AppData/Roaming}/{Code,Code - Insiders,VSCodium,Cursor,Windsurf}/logs/*/window*/exthost/output_logging_*/*-Roo-Code.log",
    ],
    restart: "files are watched; the MCP view has a button to refresh all servers",
    traps: &[
        "A url without a type is spoken to as HTTP+SSE.",
        "Streamable HTTP is spelled `streamable-http`; `http` and `streamableHttp` are invalid.",
        "One invalid entry in `.roo/mcp.json`, and no server of the file is loaded.",
        "When the user's file is changed while the editor runs, one invalid entry keeps all changes from being taken.",
        "`env` or `args` beside a url, and `headers` beside a command, are invalid.",
        "`timeout` is in seconds and must be 3600 at most: 60000 is invalid.",
        "A url whose host or scheme is a variable is invalid: it is checked before variables are expanded.",
        "`\\` in the value of a variable becomes `/`.",
        "The setting `roo-cline.customStoragePath` moves the user's file.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Process,
                Topic::Remote,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "RooCodeInc/Roo-Code src/services/mcp/McpHub.ts@cb836567",
            version: "3.52.1",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "RooCodeInc/Roo-Code src/utils/config.ts@cb836567",
            version: "3.52.1",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Names],
            basis: Basis::Source,
            origin: "RooCodeInc/Roo-Code src/utils/mcp-name.ts@cb836567",
            version: "3.52.1",
            date: "2026-11-25",
        },
    ],
};
