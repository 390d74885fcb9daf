//! Goose: its CLI and its desktop app read one file; recipes bring servers of their own.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const NULLABLE_INTEGER: Shape = Shape::Either(&Shape::Integer, &Shape::Null);

/// What is wrong with an entry costs `bad`.
const fn common(bad: Ruling) -> [Field; 13] {
    [
        Field::new(
            "type",
            Role::Type,
            Shape::OneOf(&[
                "stdio",
                "streamable_http",
                "builtin",
                "platform",
                "frontend",
                "inline_python",
            ]),
            Use::Both,
            "The kind of extension: `stdio` and `streamable_http` are MCP servers. It must be there.",
        )
        .example("\"stdio\""),
        Field::new(
            "name",
            Role::Name,
            Shape::String,
            Use::Both,
            "The server's name. It must be there.",
        )
        .example("\"github\"")
        .required(bad),
        Field::new(
            "description",
            Role::Description,
            Shape::Either(&Shape::String, &Shape::Null),
            Use::Both,
            "What the extension is for; some releases skip a `streamable_http` entry without it.",
        ),
        Field::new(
            "cmd",
            Role::Command,
            Shape::String,
            Use::Stdio,
            "The program to start: a name on PATH or a full path, without arguments. Not `command`.",
        )
        .example("\"npx\""),
        fields::ARGS.required(bad),
        Field::new(
            "envs",
            Role::Env,
            Shape::StringMap,
            Use::Both,
            "Environment variables for the server's process, and for placeholders in its headers. Not `env`.",
        )
        .example("{\"LOG_LEVEL\": \"debug\"}"),
        Field::new(
            "env_keys",
            Role::EnvNames,
            Shape::Strings,
            Use::Both,
            "Names of variables whose values are taken from Goose's environment or its store of secrets.",
        )
        .example("[\"GITHUB_TOKEN\"]"),
        Field::new(
            "uri",
            Role::Url,
            Shape::String,
            Use::Remote,
            "The address of a streamable HTTP server. Not `url`.",
        )
        .example("\"https://mcp.example.com/mcp\""),
        Field {
            doc: "HTTP headers; placeholders are filled from `envs` and `env_keys` of the same entry only.",
            ..fields::HEADERS
        }
        .example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
        Field::new(
            "timeout",
            Role::Timeout(Unit::Seconds),
            NULLABLE_INTEGER,
            Use::Both,
            "The time limit of a call in seconds, 300 when absent.",
        )
        .example("300")
        .range(0.0, f64::MAX, bad),
        Field::new(
            "available_tools",
            Role::Tools,
            Shape::Strings,
            Use::Both,
            "The only tools that are offered; all when empty or absent.",
        ),
        Field::new(
            "bundled",
            Role::Other,
            Shape::Either(&Shape::Bool, &Shape::Null),
            Use::Both,
            "Set by Goose for extensions that it ships.",
        ),
        Field::new(
            "display_name",
            Role::Description,
            Shape::Either(&Shape::String, &Shape::Null),
            Use::Both,
            "The name that people see, of extensions that Goose ships.",
        ),
    ]
}

const ENABLED: Field = Field::new(
    "enabled",
    Role::Enabled,
    Shape::Bool,
    Use::Both,
    "Whether the extension is used. It must be there.",
)
.example("true")
.required(Ruling::DROPPED.says(SKIPPED));

const SKIPPED: &str = "only its log tells";
const NO_RECIPE: &str = "the recipe does not load";
const TYPES: &str = "types are stdio and streamable_http, spelled exactly so";

const fn schema(fields: &'static [&'static [Field]], bad: Ruling) -> Schema {
    Schema {
        fields,
        transport: TransportRules {
            spellings: &[
                ("stdio", Transport::Stdio),
                ("streamable_http", Transport::Http),
                ("sse", Transport::Sse),
            ],
            speaks: &[Transport::Stdio, Transport::Http],
            command_only: bad.r#as(Transport::Stdio),
            url_only: bad.r#as(Transport::Http),
            both: bad,
            neither: bad,
            unknown_type_command: bad.says(TYPES),
            unknown_type_url: bad.r#as(Transport::Http).says(TYPES),
            remote_type_command: bad.says("this type needs a `uri`"),
            stdio_type_url: bad.says("this type needs a `cmd`"),
            remote_type_both: Ruling::IGNORED.says("the command is ignored"),
            stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
            falls_back_to_sse: false,
            sse_by_path: false,
            internal: &["builtin", "platform", "frontend", "inline_python"],
        },
        unknown_field: Ruling::IGNORED,
        wrong_type: bad,
        null_entry: bad,
        not_object: bad,
        names: Names::ANY,
    }
}

static CONFIG_FIELDS: [Field; 13] = common(Ruling::DROPPED.says(SKIPPED));
static CONFIG_SCHEMA: Schema = schema(&[&[ENABLED], &CONFIG_FIELDS], Ruling::DROPPED.says(SKIPPED));

/// A recipe lists what it uses: there is nothing to switch.
static RECIPE_FIELDS: [Field; 13] = common(Ruling::FILE_REJECTED.says(NO_RECIPE));
static RECIPE_SCHEMA: Schema = schema(&[&RECIPE_FIELDS], Ruling::FILE_REJECTED.says(NO_RECIPE));

const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::Bare],
    established: true,
    fields: &[Role::Headers],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "name the variable in `env_keys`: a stdio server gets it as it is, a header may hold `${NAME}`",
    withheld: &[],
    sources: &[],
};

const CONFIG: Kind = Kind {
    id: "config",
    title: "configuration",
    format: Format::Yaml,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED
        .says("it puts its last backup, or an empty configuration, in place of the file"),
    duplicate_key: Ruling::FILE_REJECTED
        .says("it puts its last backup, or an empty configuration, in place of the file"),
    locations: &[
        Location::new(
            Scope::User,
            "${XDG_CONFIG_HOME:-~/.config}/goose/config.yaml",
        )
        .on(&[Os::Linux, Os::Macos]),
        Location::new(
            Scope::User,
            "${APPDATA:-~/AppData/Roaming}/Block/goose/config/config.yaml",
        )
        .on(&[Os::Windows]),
    ],
    roots: &[Root::map(&["extensions"])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::FILE_DROPPED.says("only its log tells"),
    told_by: &[],
    dedicated: false,
    siblings: &[],
    schema: &CONFIG_SCHEMA,
    variables: &VARIABLES,
};

const RECIPE: Kind = Kind {
    id: "recipe",
    title: "recipe",
    // Placeholders `{{ … }}` are filled in before a recipe is parsed.
    syntax_error: Ruling::UNKNOWN,
    duplicate_key: Ruling::UNKNOWN,
    locations: &[
        Location::new(Scope::Project, "<project>/.goose/recipes/*.yaml"),
        Location::new(Scope::Project, "<project>/.agents/recipes/*.yaml"),
        Location::new(
            Scope::User,
            "${XDG_CONFIG_HOME:-~/.config}/goose/recipes/*.yaml",
        )
        .on(&[Os::Linux, Os::Macos]),
        Location::new(
            Scope::User,
            "${APPDATA:-~/AppData/Roaming}/Block/goose/config/recipes/*.yaml",
        )
        .on(&[Os::Windows]),
        Location::new(Scope::User, "~/.agents/recipes/*.yaml"),
        Location::new(Scope::Project, "<project>/recipe.yaml").common(),
    ],
    roots: &[Root::list(&["extensions"])],
    wrong_root: Ruling::FILE_REJECTED.says(NO_RECIPE),
    told_by: &[&["extensions"]],
    schema: &RECIPE_SCHEMA,
    ..CONFIG
};

/// Goose, read in its source.
pub(super) static CLIENT: Client = Client {
    id: "goose",
    name: "Goose",
    vendor: "Block",
    kinds: &[
        CONFIG,
        RECIPE,
        Kind {
            id: "json-recipe",
            format: Format::Json,
            dialect: Dialect::STRICT,
            locations: &[
                Location::new(Scope::Project, "<project>/.goose/recipes/*.json"),
                Location::new(Scope::Project, "<project>/.agents/recipes/*.json"),
                Location::new(
                    Scope::User,
                    "${XDG_CONFIG_HOME:-~/.config}/goose/recipes/*.json",
                )
                .on(&[Os::Linux, Os::Macos]),
                Location::new(Scope::Project, "<project>/recipe.json").common(),
            ],
            ..RECIPE
        },
    ],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "<project>/.goose/config.yaml",
            root: Some(&["extensions"]),
            instead: "Goose reads `~/.config/goose/config.yaml`, and `config/config.yaml` below the folder of GOOSE_PATH_ROOT",
        },
        NotRead {
            path: "~/Library/Application Support/Block/goose/config/config.yaml",
            root: None,
            instead: "on macOS too, Goose reads `~/.config/goose/config.yaml`",
        },
    ],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: None,
        base: Base::Folder("the working directory of the session"),
        windows_shim: WindowsShim::Unknown,
        desktop: true,
        path: SearchPath::entry(EntryPath::Ignored),
        refused_env: &[
            "PATH",
            "PATHEXT",
            "SystemRoot",
            "windir",
            "LD_LIBRARY_PATH",
            "LD_PRELOAD",
            "LD_AUDIT",
            "LD_DEBUG",
            "LD_BIND_NOW",
            "LD_ASSUME_KERNEL",
            "DYLD_LIBRARY_PATH",
            "DYLD_INSERT_LIBRARIES",
            "DYLD_FRAMEWORK_PATH",
            "PYTHONPATH",
            "PYTHONHOME",
            "NODE_OPTIONS",
            "RUBYOPT",
            "GEM_PATH",
            "GEM_HOME",
            "CLASSPATH",
            "GO111MODULE",
            "GOROOT",
            "APPINIT_DLLS",
            "SESSIONNAME",
            "ComSpec",
            "TEMP",
            "TMP",
            "LOCALAPPDATA",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH",
        ],
    },
    remote: Remote {
        runtime: Runtime::Rust,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `goose`, or set it for the process of the app",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        order: &[Scope::User],
        says: "a recipe with `extensions` uses those and none of the configuration's",
        ..Precedence::UNKNOWN
    },
    logs: "`~/.local/state/goose/logs`",
    // https://block.github.io/goose/docs/guides/logs: by program and day.
    log_files: &[
        "${XDG_STATE_HOME:-~/.local/state}/goose/logs/*/*/*.log",
        "${XDG_STATE_HOME:-~/.local/state}/goose/logs/*/*.log",
        "${APPDATA:-~/AppData/Roaming}/Block/goose/data/logs/*/*/*.log",
        "${APPDATA:-~/AppData/Roaming}/Block/goose/data/logs/*/*.log",
    ],
    restart: "start a new session",
    traps: &[
        "An entry without `enabled`, `name`, `type` or, for stdio, `args` is skipped; only the log says so.",
        "The program is `cmd`, the variables are `envs`, the address is `uri`.",
        "Streamable HTTP is spelled `streamable_http`; `sse` is no longer supported.",
        "`envs` must not set PATH, NODE_OPTIONS, PYTHONPATH, LD_LIBRARY_PATH, TEMP and two dozen others.",
        "Placeholders work in headers only, and never see the environment of Goose itself.",
        "`timeout` is in seconds.",
        "A configuration that does not parse is replaced by its last backup, or by an empty one.",
        "GOOSE_PATH_ROOT, a full path, moves all folders: the file is then `config/config.yaml` below it.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Fields, Topic::Transport, Topic::Process],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/agents/extension.rs@01cad15f",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Root, Topic::Fields],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/config/extensions.rs@0beee6a0",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Syntax],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/config/base.rs@010623ce",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/config/paths.rs@0780e228",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Transport, Topic::Root],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/recipe/recipe_extension_adapter.rs@0beee6a0",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/recipe/local_recipes.rs@013ab848",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Variables, Topic::Process, Topic::Remote],
            basis: Basis::Source,
            origin: "block/goose crates/goose/src/agents/extension_manager.rs@005a5658",
            version: "",
            date: "2026-11-23",
        },
    ],
};
