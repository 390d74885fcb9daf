//! Continue: servers as a list in YAML, and JSON files in the manner of Claude.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// What the YAML and JSON readers take besides the strict format.
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: true,
    byte_order_mark: true,
    json5: false,
    // `YAML.parse` of the package `yaml` takes YAML 1.2, in which `<<` is a key like others
    // (packages/config-yaml/src/load/unroll.ts, at 090e4da).
    merge_keys: Some(false),
};

/// The fields that both formats have.
const COMMON: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    Field::new(
        "env",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process. `PATH` is overwritten, and with a url it has no effect.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}"),
];

const YAML_FIELDS: &[Field] = &[
    Field::new(
        "name",
        Role::Name,
        Shape::String,
        Use::Both,
        "The server's name. It must be there.",
    )
    .example("\"github\"")
    .required(Ruling::FILE_REJECTED),
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "streamable-http", "sse"]),
        Use::Both,
        "The transport: `stdio`, `streamable-http` or `sse`. Absent with a url, both remote ones are tried.",
    )
    .example("\"streamable-http\""),
    Field::new(
        "cwd",
        Role::Cwd,
        Shape::String,
        Use::Stdio,
        "The folder in which the program is started; a relative one is below the workspace.",
    ),
    fields::URL,
    Field::new(
        "apiKey",
        Role::Other,
        Shape::String,
        Use::Remote,
        "A key that is sent as bearer token.",
    )
    .example("\"${{ secrets.API_KEY }}\"")
    .wrong_type(Ruling::UNKNOWN),
    Field::new(
        "requestOptions",
        Role::Other,
        Shape::Object,
        Use::Remote,
        "Options of the HTTP calls: `headers` and `verifySsl`; `caBundlePath` is not used for MCP.",
    )
    .example("{\"headers\": {\"X-Team\": \"core\"}}"),
    Field::new(
        "connectionTimeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "The time limit for connecting, in milliseconds; 20000 when absent.",
    )
    .example("20000")
    .range(f64::MIN_POSITIVE, f64::MAX, Ruling::FILE_REJECTED),
    Field::new(
        "serverName",
        Role::Other,
        Shape::String,
        Use::Both,
        "The name under which the server is known elsewhere.",
    ),
    Field::new(
        "faviconUrl",
        Role::Other,
        Shape::String,
        Use::Both,
        "The address of a picture for the server.",
    ),
    Field::new(
        "uses",
        Role::Other,
        Shape::String,
        Use::Both,
        "A block from the hub or a file that holds the server.",
    )
    .example("\"acme/github-mcp\"")
    .partial(),
    Field::new(
        "with",
        Role::Other,
        Shape::Object,
        Use::Both,
        "Inputs for the block of `uses`.",
    ),
    Field::new(
        "override",
        Role::Other,
        Shape::Object,
        Use::Both,
        "Fields that replace those of the block of `uses`.",
    ),
];

const JSON_FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport, in Claude's spelling: `stdio`, `http` or `sse`.",
    )
    .example("\"http\""),
    Field::new(
        "url",
        Role::Url,
        Shape::Url,
        Use::Remote,
        "The address of a remote server.",
    )
    .example("\"https://mcp.example.com/mcp\""),
    Field::new(
        "headers",
        Role::Headers,
        Shape::StringMap,
        Use::Remote,
        "HTTP headers that are sent with every request, as they are written here.",
    )
    .example("{\"X-Team\": \"core\"}"),
    Field::new(
        "envFile",
        Role::EnvFile,
        Shape::String,
        Use::Stdio,
        "A file of environment variables, which Continue warns about and does not read.",
    ),
];

const YAML_TYPES: &str = "types are stdio, streamable-http and sse, spelled exactly so";
const JSON_TYPES: &str = "types in a JSON file are stdio, http and sse, spelled exactly so";

/// Streamable HTTP is tried first, then SSE.
const EITHER: Ruling = Ruling::load(Transport::Http);

const YAML_SCHEMA: Schema = Schema {
    fields: &[COMMON, YAML_FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: EITHER,
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the command is started and the url is ignored"),
        neither: Ruling::FILE_REJECTED,
        unknown_type_command: Ruling::FILE_REJECTED.says(YAML_TYPES),
        unknown_type_url: Ruling::FILE_REJECTED.says(YAML_TYPES),
        remote_type_command: Ruling::FILE_REJECTED.says("this type needs a url"),
        stdio_type_url: Ruling::FILE_REJECTED.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names::ANY,
};

const JSON_SCHEMA: Schema = Schema {
    fields: &[COMMON, JSON_FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        both: Ruling::IGNORED
            .r#as(Transport::Http)
            .says("the url is called and the command is ignored"),
        unknown_type_command: Ruling::FILE_REJECTED.says(JSON_TYPES),
        unknown_type_url: Ruling::FILE_REJECTED.says(JSON_TYPES),
        ..YAML_SCHEMA.transport
    },
    ..YAML_SCHEMA
};

const YAML_VARIABLES: Variables = Variables {
    forms: &[Form::Secrets],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::Unknown,
    known: &[],
    workspace: None,
    instead: "",
    withheld: &[],
    sources: &[],
};

const JSON_VARIABLES: Variables = Variables {
    forms: &[Form::Braced],
    established: true,
    fields: &[Role::Env],
    unset: Unset::Unknown,
    known: &[],
    workspace: None,
    instead: "write the server into a YAML file, where `${{ secrets.NAME }}` works in every field",
    withheld: &[],
    sources: &[],
};

const CONFIG: Kind = Kind {
    id: "config",
    title: "user configuration",
    format: Format::Yaml,
    dialect: DIALECT,
    syntax_error: Ruling::FILE_REJECTED,
    duplicate_key: Ruling::FILE_REJECTED,
    locations: &[Location::new(
        Scope::User,
        "${CONTINUE_GLOBAL_DIR:-~/.continue}/config.yaml",
    )],
    roots: &[Root::list(&["mcpServers"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::FILE_REJECTED.says("servers are a list here, each with its `name`"),
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &YAML_SCHEMA,
    variables: &YAML_VARIABLES,
};

/// Continue, observed in its CLI 1.5.47 and read in its source.
pub(super) static CLIENT: Client = Client {
    id: "continue",
    name: "Continue",
    vendor: "Continue Dev",
    kinds: &[
        CONFIG,
        Kind {
            id: "block",
            title: "servers in a block file",
            locations: &[
                Location::new(Scope::Project, "<project>/.continue/mcpServers/*.yaml"),
                Location::new(Scope::Project, "<project>/.continue/mcpServers/*.yml"),
                Location::new(
                    Scope::User,
                    "${CONTINUE_GLOBAL_DIR:-~/.continue}/mcpServers/*.yaml",
                ),
            ],
            ..CONFIG
        },
        Kind {
            id: "json-block",
            title: "servers in a JSON file",
            format: Format::Json,
            duplicate_key: Ruling::IGNORED.says("the last one wins"),
            locations: &[
                Location::new(Scope::Project, "<project>/.continue/mcpServers/*.json"),
                Location::new(
                    Scope::User,
                    "${CONTINUE_GLOBAL_DIR:-~/.continue}/mcpServers/*.json",
                ),
            ],
            roots: &[
                Root::map(&["mcpServers"]),
                Root::map(&["projects", "*", "mcpServers"]),
            ],
            // Such a file may also hold a single server, named after the file.
            missing_root: Ruling::UNKNOWN,
            wrong_root: Ruling::FILE_REJECTED,
            schema: &JSON_SCHEMA,
            variables: &JSON_VARIABLES,
            ..CONFIG
        },
    ],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "<project>/.continue/mcp.json",
            root: None,
            instead: "Continue reads the files of the folder `.continue/mcpServers`",
        },
        NotRead {
            path: "<project>/.continue/.mcp.json",
            root: None,
            instead: "Continue reads the files of the folder `.continue/mcpServers`",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(&[
            "HOME",
            "USER",
            "USERPROFILE",
            "LOGNAME",
            "USERNAME",
            "PATH",
            "SHELL",
            "TERM",
            "APPDATA",
            "HOMEDRIVE",
            "HOMEPATH",
            "LOCALAPPDATA",
            "PROCESSOR_ARCHITECTURE",
            "SYSTEMDRIVE",
            "SYSTEMROOT",
            "TEMP",
            "PROGRAMFILES",
        ]),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Folder("the workspace's folder"),
        windows_shim: WindowsShim::Starts,
        desktop: true,
        path: SearchPath::entry(EntryPath::Ignored)
            .desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "set it for the process of the editor, or export it in the shell that starts `cn`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Project, Scope::User],
        says: "the first of a name wins, the workspace's files before the user's",
        ..Precedence::UNKNOWN
    },
    logs: "the editor's Output panel and Continue's console; `cn --verbose` in the CLI",
    // continuedev/continue: its JetBrains plugin opens this file as its log.
    log_files: &["~/.continue/logs/core.log"],
    restart: "files are watched; the MCP section of the settings has a button to reload",
    traps: &[
        "In YAML, servers are a list, each with its `name`; a map is invalid.",
        "In YAML, `headers` beside `url` is dropped without a word: write `requestOptions.headers`.",
        "Streamable HTTP is spelled `streamable-http` in YAML and `http` in JSON files.",
        "`disabled` is ignored: the server runs.",
        "`requestOptions.caBundlePath` and `verifySsl: false` did not help against a private CA.",
        "`env.PATH` is overwritten by the PATH of Continue.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Names,
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "@continuedev/cli 1.5.47",
            version: "1.5.47",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Transport, Topic::Variables],
            basis: Basis::Source,
            origin: "continuedev/continue packages/config-yaml/src/schemas/mcp/index.ts@0a3f6338",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Root,
                Topic::Precedence,
                Topic::Process,
            ],
            basis: Basis::Source,
            origin: "continuedev/continue core/context/mcp/json/loadJsonMcpConfigs.ts",
            version: "",
            date: "2026-11-23",
        },
    ],
};
