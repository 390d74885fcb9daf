//! OpenCode, in the shapes of its versions 1 and 2.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// What jsonc-parser takes; a byte order mark is cut off before.
pub(super) const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: true,
    byte_order_mark: true,
    json5: false,
    ..Dialect::STRICT
};

const TYPES: &str = "it takes `local` and `remote` only, and does not start with such a file";
const NO_TYPE: &str = "it needs a type, `local` or `remote`, and does not start with such a file";

/// The fields that its forks know too.
pub(super) const FIELDS: &[Field] =
    &[
        Field::new(
            "type",
            Role::Type,
            Shape::OneOf(&["local", "remote"]),
            Use::Both,
            "The kind of server: `local` is started, `remote` is called. It must be there.",
        )
        .example("\"local\""),
        Field::new(
            "command",
            Role::CommandLine,
            Shape::Strings,
            Use::Stdio,
            "The program and its arguments in one list; there is no `args`.",
        )
        .example("[\"npx\", \"-y\", \"@modelcontextprotocol/server-filesystem\", \".\"]"),
        fields::CWD,
        fields::URL,
        Field::new(
            "oauth",
            Role::OAuth,
            Shape::Either(&Shape::Object, &Shape::Bool),
            Use::Remote,
            "OAuth settings; `false` keeps OpenCode from trying OAuth at all.",
        ),
        Field::new(
            "enabled",
            Role::Enabled,
            Shape::Bool,
            Use::Both,
            "Whether the server is used. Alone in an entry it switches a server of another file.",
        )
        .example("false")
        .partial()
        .softens(Ruling::DROPPED.says(
            "because of `enabled` it takes the entry for a mere switch, and ignores the rest",
        )),
    ];

/// `headers`.
pub(super) const HEADERS: Field =
    fields::HEADERS.example("{\"Authorization\": \"Bearer {env:API_TOKEN}\"}");

const OWN_FIELDS: &[Field] = &[
    HEADERS,
    Field::new(
        "environment",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process. `env` is ignored.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off; the spelling of version 2.",
    )
    .partial(),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Either(&Shape::Integer, &Shape::Object),
        Use::Both,
        "The time limit of a request in milliseconds, 5000 when absent; in version 2 an object of `startup`, `catalog` and `execution`.",
    )
    .example("30000")
    .range(1.0, f64::MAX, Ruling::FILE_REJECTED),
    Field::new(
        "codemode",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the tools are offered in code mode; version 2 only.",
    ),
];

/// How the transport is told, with what is said of a type that is missing or of no known spelling.
pub(super) const fn transport(no_type: &'static str, types: &'static str) -> TransportRules {
    TransportRules {
        spellings: &[("local", Transport::Stdio), ("remote", Transport::Http)],
        // `remote` covers both, and SSE is tried when streamable HTTP fails.
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::FILE_REJECTED.r#as(Transport::Stdio).says(no_type),
        url_only: Ruling::FILE_REJECTED.r#as(Transport::Http).says(no_type),
        both: Ruling::FILE_REJECTED.says(no_type),
        neither: Ruling::FILE_REJECTED,
        unknown_type_command: Ruling::FILE_REJECTED.says(types),
        unknown_type_url: Ruling::FILE_REJECTED.says(types),
        remote_type_command: Ruling::FILE_REJECTED.says("a remote server needs a url"),
        stdio_type_url: Ruling::FILE_REJECTED.says("a local server needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    }
}

const SCHEMA: Schema = Schema {
    fields: &[FIELDS, OWN_FIELDS],
    transport: transport(NO_TYPE, TYPES),
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names {
        reserved: &["servers", "timeout"],
        ruling: Ruling::UNKNOWN.says("version 2 keeps something else under this name"),
        normalized: true,
        ..Names::ANY
    },
};

/// Replaced in the text of the file before it is parsed, hence everywhere.
pub(super) const VARIABLES: Variables = Variables {
    forms: &[Form::EnvBrace, Form::FileBrace],
    established: true,
    fields: &[
        Role::Command,
        Role::CommandLine,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::Empty,
    known: &[],
    workspace: None,
    instead: "",
    withheld: &[],
    sources: &[],
};

/// OpenCode, observed in 1.18.33 and read in its source.
pub(super) static CLIENT: Client = Client {
    id: "opencode",
    name: "OpenCode",
    vendor: "Anomaly",
    kinds: &[Kind {
        id: "config",
        title: "configuration",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED.says("OpenCode does not start"),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/opencode/opencode.json",
            ),
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/opencode/opencode.jsonc",
            ),
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/opencode/config.json",
            ),
            Location::new(
                Scope::User,
                "${OPENCODE_CONFIG:-~/.config/opencode/opencode.json}",
            ),
            Location::new(
                Scope::User,
                "${OPENCODE_CONFIG_DIR:-~/.opencode}/opencode.json",
            ),
            Location::new(
                Scope::User,
                "${OPENCODE_CONFIG_DIR:-~/.opencode}/opencode.jsonc",
            ),
            Location::new(Scope::Project, "<project>/opencode.json")
                .note("read in every folder from the worktree's root down; the inner one wins"),
            Location::new(Scope::Project, "<project>/opencode.jsonc")
                .note("read in every folder from the worktree's root down; the inner one wins"),
            Location::new(Scope::Project, "<project>/.opencode/opencode.json"),
            Location::new(Scope::Project, "<project>/.opencode/opencode.jsonc"),
            Location::new(Scope::Managed, "/etc/opencode/opencode.json").on(&[Os::Linux]),
            Location::new(Scope::Managed, "/etc/opencode/opencode.jsonc").on(&[Os::Linux]),
            Location::new(
                Scope::Managed,
                "/Library/Application Support/opencode/opencode.json",
            )
            .on(&[Os::Macos]),
            Location::new(
                Scope::Managed,
                "/Library/Application Support/opencode/opencode.jsonc",
            )
            .on(&[Os::Macos]),
            Location::new(
                Scope::Managed,
                "${ProgramData:-C:/ProgramData}/opencode/opencode.json",
            )
            .on(&[Os::Windows]),
            Location::new(
                Scope::Managed,
                "${ProgramData:-C:/ProgramData}/opencode/opencode.jsonc",
            )
            .on(&[Os::Windows]),
        ],
        // Version 2 has an envelope around the servers, which version 1 understands too.
        roots: &[Root::map(&["mcp"]), Root::map(&["mcp", "servers"])],
        missing_root: Ruling::FINE,
        wrong_root: Ruling::FILE_REJECTED,
        told_by: &[],
        dedicated: false,
        siblings: &[],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "<project>/.opencode/mcp.json",
            root: None,
            instead: "OpenCode reads servers under `mcp` in `opencode.json`",
        },
        NotRead {
            path: "~/.config/opencode/mcp.json",
            root: None,
            instead: "OpenCode reads servers under `mcp` in `opencode.json`",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Starts,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Bun,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `opencode`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Merged,
        layers: &[
            Layer::of(Scope::Managed).files(&["opencode.jsonc", "opencode.json"]),
            Layer::of(Scope::User).files(&[".opencode/opencode.jsonc", ".opencode/opencode.json"]),
            Layer::of(Scope::Project)
                .files(&[".opencode/opencode.jsonc", ".opencode/opencode.json"])
                .folders(Folders::OutermostWins),
            Layer::of(Scope::Project).files(&["opencode.jsonc", "opencode.json"]),
            Layer::of(Scope::User).files(&[
                "opencode/opencode.jsonc",
                "opencode/opencode.json",
                "opencode/config.json",
            ]),
        ],
        folders: Folders::NearestWins,
        says: "managed over `.opencode` folders over project over user; entries of one name are merged key by key, so `{\"enabled\": false}` in a project switches a user's server off",
        ..Precedence::UNKNOWN
    },
    logs: "`~/.local/share/opencode/log/`",
    // https://opencode.ai/docs/troubleshooting: one file, in older versions one for each start.
    log_files: &["${XDG_DATA_HOME:-~/.local/share}/opencode/log/*.log"],
    restart: "start OpenCode again; `opencode mcp list` shows what was read and connects",
    traps: &[
        "One invalid server keeps OpenCode from starting; one with `enabled` is ignored instead.",
        "`env` and `args` are ignored without a word: write `environment`, and the arguments into `command`.",
        "`${VAR}` stays as it is; `{env:VAR}` of an unset variable is empty.",
        "Servers under `mcpServers` are not read.",
        "A failing remote server is reported as an SSE error, since SSE is what was tried last.",
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
                Topic::Names,
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "opencode-ai 1.18.33",
            version: "1.18.33",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Precedence],
            basis: Basis::Source,
            origin: "anomalyco/opencode packages/opencode/src/config/paths.ts@0bda2717",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Transport],
            basis: Basis::Source,
            origin: "anomalyco/opencode packages/opencode/src/config/mcp.ts@11072ad5",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "anomalyco/opencode packages/opencode/src/mcp/index.ts@001133bc",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Reported,
            origin: "https://github.com/anomalyco/opencode/issues/41229",
            version: "",
            date: "2026-08-08",
        },
        Evidence {
            about: &[Topic::Root, Topic::Names, Topic::Precedence],
            basis: Basis::Source,
            origin: "anomalyco/opencode packages/opencode/src/config/v2-compat.ts@14230895",
            version: "",
            date: "2026-11-23",
        },
    ],
};
