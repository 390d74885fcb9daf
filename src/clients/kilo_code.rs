//! Kilo Code: CLI and extension since version 7 are made from OpenCode, and still take over the
//! files of the extension before.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::{fields, opencode};

const OWN_FIELDS: &[Field] = &[
    Field::new(
        "environment",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "Environment variables for the server's process; it wins over `env`, which means the same.",
    )
    .example("{\"LOG_LEVEL\": \"debug\"}"),
    Field::new(
        "env",
        Role::Env,
        Shape::StringMap,
        Use::Stdio,
        "The same as `environment`, under the name that other clients use.",
    ),
    Field::new(
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Integer,
        Use::Both,
        "The time limit of a request in milliseconds, 5000 when absent.",
    )
    .example("30000")
    .range(1.0, f64::MAX, Ruling::FILE_REJECTED),
];

const SCHEMA: Schema = Schema {
    fields: &[opencode::FIELDS, &[opencode::HEADERS], OWN_FIELDS],
    transport: opencode::transport(
        "it needs a type, `local` or `remote`; it warns and goes on without the file",
        "it takes `local` and `remote` only; it warns and goes on without the file",
    ),
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::FILE_REJECTED,
    null_entry: Ruling::FILE_REJECTED,
    not_object: Ruling::FILE_REJECTED,
    names: Names::ANY,
};

/// A project is not trusted with the secrets of whoever opens it.
static PROJECT_SCHEMA: Schema = Schema {
    fields: &[opencode::FIELDS, &[PROJECT_HEADERS], OWN_FIELDS],
    ..SCHEMA
};

const PROJECT_HEADERS: Field = Field {
    doc: "HTTP headers that are sent with every request; in a project's file they must not hold `{env:…}` or `{file:…}`.",
    ..fields::HEADERS
}
.example("{\"X-Team\": \"core\"}")
.refuses(
    &[Form::EnvBrace, Form::FileBrace],
    Ruling::REJECTED.says(
        "references are not expanded in headers of a project's file; write this server into the user's",
    ),
);

/// In headers nothing is expanded: [`PROJECT_HEADERS`] refuse it.
static PROJECT_VARIABLES: Variables = Variables {
    fields: &[
        Role::Command,
        Role::CommandLine,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
    ],
    ..opencode::VARIABLES
};

const USER: Kind = Kind {
    id: "config",
    title: "configuration",
    format: Format::Json,
    dialect: opencode::DIALECT,
    syntax_error: Ruling::FILE_REJECTED.says("it warns and goes on without the file"),
    duplicate_key: Ruling::UNKNOWN,
    locations: USER_PLACES,
    roots: &[Root::map(&["mcp"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::FILE_REJECTED,
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &SCHEMA,
    variables: &opencode::VARIABLES,
};

const USER_PLACES: &[Location] = &[
    Location::new(Scope::User, "${XDG_CONFIG_HOME:-~/.config}/kilo/kilo.jsonc"),
    Location::new(Scope::User, "${XDG_CONFIG_HOME:-~/.config}/kilo/kilo.json"),
    Location::new(
        Scope::User,
        "${XDG_CONFIG_HOME:-~/.config}/kilo/config.json",
    ),
    Location::new(
        Scope::User,
        "${XDG_CONFIG_HOME:-~/.config}/kilo/opencode.json",
    ),
    Location::new(
        Scope::User,
        "${XDG_CONFIG_HOME:-~/.config}/kilo/opencode.jsonc",
    ),
    Location::new(Scope::User, "${KILO_CONFIG:-~/.config/kilo/kilo.json}"),
    Location::new(Scope::User, "${KILO_CONFIG_DIR:-~/.kilo}/kilo.json"),
    Location::new(Scope::User, "${KILO_CONFIG_DIR:-~/.kilo}/kilo.jsonc"),
    Location::new(Scope::User, "~/.kilo/opencode.json"),
    Location::new(Scope::User, "~/.kilo/opencode.jsonc"),
    Location::new(Scope::User, "~/.kilocode/kilo.json"),
    Location::new(Scope::User, "~/.kilocode/kilo.jsonc"),
    Location::new(Scope::Managed, "/etc/kilo/kilo.json").on(&[Os::Linux]),
    Location::new(Scope::Managed, "/etc/kilo/kilo.jsonc").on(&[Os::Linux]),
    Location::new(
        Scope::Managed,
        "/Library/Application Support/kilo/kilo.json",
    )
    .on(&[Os::Macos]),
    Location::new(
        Scope::Managed,
        "/Library/Application Support/kilo/kilo.jsonc",
    )
    .on(&[Os::Macos]),
    Location::new(
        Scope::Managed,
        "${ProgramData:-C:/ProgramData}/kilo/kilo.json",
    )
    .on(&[Os::Windows]),
    Location::new(
        Scope::Managed,
        "${ProgramData:-C:/ProgramData}/kilo/kilo.jsonc",
    )
    .on(&[Os::Windows]),
];

const INNER: &str = "read in every folder from the worktree's root down; the inner one wins";

/// The files of a folder `.kilo` or `.kilocode`.
const IN_FOLDER: &[&str] = &[
    ".kilo/kilo.jsonc",
    ".kilo/kilo.json",
    ".kilo/opencode.jsonc",
    ".kilo/opencode.json",
    ".kilocode/kilo.jsonc",
    ".kilocode/kilo.json",
];

/// The fields of the old extension.
const OLD_FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "streamable-http", "sse"]),
        Use::Both,
        "The transport: `streamable-http` or `sse` for a url; anything else starts the command.",
    )
    .example("\"streamable-http\""),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV,
    fields::URL,
    fields::HEADERS,
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off.",
    )
    .example("true"),
    Field::new(
        "alwaysAllow",
        Role::Approval,
        Shape::Strings,
        Use::Both,
        "Tools that once ran without being asked for: it is not taken over, and a line in the log says so.",
    ),
];

const BY_TYPE: &str = "with another type than `streamable-http` or `sse` it looks for a command, and builds without that drop the server without a word";

static OLD_SCHEMA: Schema = Schema {
    fields: &[OLD_FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("streamable-http", Transport::Http),
            // Called as streamable HTTP first, like any other remote server.
            ("sse", Transport::Http),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        // Builds of 2026 differ: some take it for a remote server, some look for a command.
        url_only: Ruling::UNKNOWN.r#as(Transport::Http).says(BY_TYPE),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the command is started and the url is ignored"),
        neither: Ruling::DROPPED.says("only its log tells"),
        unknown_type_command: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("the command is started whatever the type"),
        unknown_type_url: Ruling::UNKNOWN.r#as(Transport::Http).says(BY_TYPE),
        remote_type_command: Ruling::DROPPED.says("this type needs a url"),
        stdio_type_url: Ruling::DROPPED.says("this type needs a command"),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    },
    unknown_field: Ruling::IGNORED,
    wrong_type: Ruling::UNKNOWN,
    null_entry: Ruling::DROPPED,
    not_object: Ruling::UNKNOWN,
    names: Names::ANY,
};

const OLD_PROJECT: Kind = Kind {
    id: "old-project",
    title: "project servers (old place)",
    format: Format::Json,
    dialect: Dialect::STRICT,
    syntax_error: Ruling::FILE_DROPPED.says("only its log tells"),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[
        Location::new(Scope::Project, "<project>/.kilocode/mcp.json").note(TAKEN_OVER),
        Location::new(Scope::Project, "<project>/.kilo/mcp.json").note(TAKEN_OVER),
        Location::new(Scope::User, "~/.kilocode/mcp.json").note(TAKEN_OVER),
        Location::new(Scope::User, "~/.kilo/mcp.json").note(TAKEN_OVER),
    ],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::IGNORED.says("it finds no server and says nothing"),
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &OLD_SCHEMA,
    variables: &Variables::UNKNOWN,
};

const TAKEN_OVER: &str =
    "taken over at each start, below every other file; `.kilo` wins over `.kilocode`";

/// Kilo Code, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "kilo-code",
    name: "Kilo Code",
    vendor: "Kilo",
    kinds: &[
        USER,
        Kind {
            id: "project",
            title: "project configuration",
            locations: &[
                Location::new(Scope::Project, "<project>/kilo.json").note(INNER),
                Location::new(Scope::Project, "<project>/kilo.jsonc").note(INNER),
                Location::new(Scope::Project, "<project>/.kilo/kilo.json").note(INNER),
                Location::new(Scope::Project, "<project>/.kilo/kilo.jsonc").note(INNER),
                Location::new(Scope::Project, "<project>/.kilocode/kilo.json").note(INNER),
                Location::new(Scope::Project, "<project>/.kilocode/kilo.jsonc").note(INNER),
                Location::new(Scope::Project, "<project>/.kilo/opencode.json").note(INNER),
                Location::new(Scope::Project, "<project>/.kilo/opencode.jsonc").note(INNER),
                Location::new(Scope::Project, "<project>/opencode.json").guest(),
                Location::new(Scope::Project, "<project>/opencode.jsonc").guest(),
            ],
            schema: &PROJECT_SCHEMA,
            variables: &PROJECT_VARIABLES,
            ..USER
        },
        OLD_PROJECT,
        Kind {
            id: "old-user",
            title: "user servers of the extension (old place)",
            locations: &[
                Location::new(
                    Scope::User,
                    "~/.config/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
                )
                .on(&[Os::Linux])
                .note(IN_EDITOR),
                Location::new(
                    Scope::User,
                    "~/Library/Application Support/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
                )
                .on(&[Os::Macos])
                .note(IN_EDITOR),
                Location::new(
                    Scope::User,
                    "${APPDATA:-~/AppData/Roaming}/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
                )
                .on(&[Os::Windows])
                .note(IN_EDITOR),
            ],
            ..OLD_PROJECT
        },
        Kind {
            id: "server",
            title: "one server, named after its file",
            locations: &[
                Location::new(Scope::Project, "<project>/.kilo/mcp/*.json").note(TAKEN_OVER),
                Location::new(Scope::Project, "<project>/.kilocode/mcp/*.json").note(TAKEN_OVER),
                Location::new(Scope::User, "~/.kilo/mcp/*.json").note(TAKEN_OVER),
                Location::new(Scope::User, "~/.kilocode/mcp/*.json").note(TAKEN_OVER),
            ],
            roots: &[Root::one(&[], &[])],
            missing_root: Ruling::UNKNOWN,
            told_by: &[&["command"], &["url"]],
            dedicated: false,
            ..OLD_PROJECT
        },
    ],
    elsewhere: &[
        "The variable `KILO_CONFIG_CONTENT`, and the organisation's configuration in Kilo Cloud.",
        "Files in the manner of `.mcp.json` that `mcpConfig.file` of the configuration names.",
    ],
    not_read: &[
        NotRead {
            path: "<project>/.kilocode/mcp_settings.json",
            root: None,
            instead: "Kilo Code reads `kilo.json` in the project's folder, and takes over `.kilocode/mcp.json`",
        },
        NotRead {
            path: "~/.kilocode/cli/global/settings/mcp_settings.json",
            root: None,
            instead: "the CLI of today reads servers under `mcp` in `~/.config/kilo/kilo.json`",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        path: SearchPath::entry(EntryPath::Replaces),
        ..Process::UNKNOWN
    },
    remote: Remote {
        runtime: Runtime::Bun,
        set_process_env: "export it in the shell that starts `kilo`, or set it for the process of the editor",
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Merged,
        layers: &[
            Layer::of(Scope::Managed),
            Layer::of(Scope::User).files(IN_FOLDER),
            Layer::of(Scope::Project)
                .files(IN_FOLDER)
                .folders(Folders::OutermostWins),
            Layer::of(Scope::Project).files(&["opencode.jsonc", "opencode.json"]),
            Layer::of(Scope::Project).files(&["kilo.jsonc", "kilo.json"]),
            Layer::of(Scope::User).files(&[
                "kilo/opencode.jsonc",
                "kilo/opencode.json",
                "kilo/kilo.jsonc",
                "kilo/kilo.json",
                "kilo/config.json",
            ]),
            Layer::of(Scope::Project)
                .files(&[
                    ".kilo/mcp/*.json",
                    ".kilo/mcp.json",
                    ".kilocode/mcp/*.json",
                    ".kilocode/mcp.json",
                ])
                .folders(Folders::One),
            Layer::of(Scope::User),
        ],
        folders: Folders::NearestWins,
        says: "managed over project over user, merged key by key; the old places come last",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "start Kilo Code again",
    traps: &[
        "In a project's configuration a remote server with `{env:…}` or `{file:…}` in its headers is left out with a warning; in the user's it works.",
        "`args` is ignored without a word: write the arguments into `command`.",
        "`disabled` is ignored in `kilo.json`: the server runs; write `\"enabled\": false`.",
        "In the old files `timeout`, `cwd` and `alwaysAllow` are lost.",
        "The CLI does not take over the old user file of the extension.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Fields, Topic::Transport, Topic::Root],
            basis: Basis::Source,
            origin: "Kilo-Org/kilocode packages/core/src/v1/config/mcp.ts@f2065552",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Root, Topic::Fields],
            basis: Basis::Source,
            origin: "Kilo-Org/kilocode packages/core/src/v1/config/config.ts@03763010",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Precedence],
            basis: Basis::Source,
            origin: "Kilo-Org/kilocode packages/opencode/src/kilocode/config/sources.ts@56f42742",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Syntax, Topic::Root],
            basis: Basis::Source,
            origin: "Kilo-Org/kilocode packages/opencode/src/kilocode/config/config.ts@8f6a2cd0",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Fields, Topic::Transport],
            basis: Basis::Source,
            origin: "Kilo-Org/kilocode packages/opencode/src/kilocode/mcp-migrator.ts@1e49e857",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Source,
            origin: "Kilo-Org/kilocode packages/opencode/src/kilocode/config/mcp-headers.ts@26c8061a",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "anomalyco/opencode packages/opencode/src/mcp/index.ts@001133bc",
            version: "",
            date: "2026-11-23",
        },
    ],
};

const IN_EDITOR: &str = "taken over while Kilo Code runs in the editor";
