//! GitHub Copilot CLI.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const SILENT: Ruling = Ruling::DROPPED.says("it is missing from the list, and no message says why");

const TOLD: Ruling =
    Ruling::REJECTED.says("\"Skipping invalid MCP server\" on standard error names the field");

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["local", "stdio", "http", "streamable-http", "sse"]),
        Use::Both,
        "The transport. Absent: a command means stdio, a url streamable HTTP.",
    )
    .example("\"http\""),
    fields::COMMAND,
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process; nothing but PATH is documented to be inherited.",
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field {
        doc: "The folder in which the server is started; `~` is expanded.",
        ..fields::CWD
    },
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of the tools that are offered; `[\"*\"]` is all, `[]` is none.",
    )
    .example("[\"*\"]"),
    Field::new(
        "excludeTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered; applied after `tools`.",
    )
    .example("[\"delete_file\"]"),
    Field::new(
        "slowConnectionThresholdMs",
        Role::Other,
        Shape::Integer,
        Use::Both,
        "After how many milliseconds a warning about a slow connection is shown.",
    ),
    Field::new(
        "deferTools",
        Role::Other,
        Shape::OneOf(&["auto", "never"]),
        Use::Both,
        "Whether tools are loaded only when they are searched for.",
    ),
    Field::new(
        "filterMapping",
        Role::Other,
        Shape::Either(&Shape::String, &Shape::Object),
        Use::Both,
        "How the output of tools is filtered.",
    ),
    // The listing keeps it and calls the server enabled all the same.
    Field::new(
        "disabled",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Kept in the file, with no effect seen: use `copilot mcp disable` instead.",
    ),
    Field::new(
        "displayName",
        Role::Description,
        Shape::String,
        Use::Both,
        "The name that people see.",
    ),
    Field::new(
        "disableToolCache",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether the list of tools is asked for anew each time.",
    ),
    Field::new(
        "disableSecretMasking",
        Role::Other,
        Shape::Bool,
        Use::Both,
        "Whether secrets in the output of tools are left unmasked.",
    ),
];

const AUTH: &[Field] = &[
    Field::new(
        "oauthClientId",
        Role::OAuth,
        Shape::String,
        Use::Remote,
        "The id of a fixed OAuth client.",
    ),
    Field::new(
        "oauthPublicClient",
        Role::OAuth,
        Shape::Bool,
        Use::Remote,
        "Whether the OAuth client has no secret.",
    ),
    Field::new(
        "oauthScopes",
        Role::OAuth,
        Shape::Strings,
        Use::Remote,
        "The OAuth scopes to ask for.",
    ),
    Field::new(
        "oauthGrantType",
        Role::OAuth,
        Shape::OneOf(&["authorization_code", "client_credentials"]),
        Use::Remote,
        "The OAuth grant.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "The old place of `clientId`; the client moves it and warns.",
    )
    .wrong_type(Ruling::IGNORED)
    .old_spelling_of("oauthClientId"),
    Field::new(
        "auth",
        Role::OAuth,
        Shape::Either(&Shape::Bool, &Shape::Object),
        Use::Both,
        "Whether to sign in, or `redirectPort` for it.",
    ),
    Field::new(
        "oidc",
        Role::OAuth,
        Shape::Either(&Shape::Bool, &Shape::Object),
        Use::Both,
        "Sign-in with OpenID Connect.",
    ),
];

/// What a bad value costs differs between the user's file and a project's.
macro_rules! strict_fields {
    ($bad:expr) => {
        &[
            Field {
                shape: Shape::PlainUrl,
                ..fields::URL.empty($bad)
            },
            Field::new(
                "timeout",
                Role::Timeout(Unit::Milliseconds),
                Shape::Integer,
                Use::Both,
                "The time limit of connecting and of tool calls in milliseconds, more than 0.",
            )
            .example("60000")
            .range(1.0, f64::MAX, $bad),
        ]
    };
}

const fn transport(bad: Ruling) -> TransportRules {
    TransportRules {
        spellings: &[
            ("local", Transport::Stdio),
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("streamable-http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED
            .r#as(Transport::Stdio)
            .says("without a type the command is started and the url is ignored"),
        neither: bad,
        unknown_type_command: bad,
        unknown_type_url: bad,
        remote_type_command: bad,
        stdio_type_url: bad.says("\"command: Required\""),
        remote_type_both: Ruling::IGNORED.says("the command is ignored"),
        stdio_type_both: Ruling::IGNORED.says("the url is ignored"),
        // Not established; a server is not called unreachable on that ground.
        falls_back_to_sse: true,
        sse_by_path: false,
        internal: &[],
    }
}

const fn schema(fields: &'static [&'static [Field]], bad: Ruling) -> Schema {
    Schema {
        fields,
        transport: transport(bad),
        unknown_field: Ruling::IGNORED.says("the field is removed without a word"),
        wrong_type: bad,
        null_entry: bad,
        not_object: bad,
        names: Names {
            empty: bad,
            normalized: true,
            ..Names::ANY
        },
    }
}

static USER_SCHEMA: Schema = schema(&[FIELDS, strict_fields!(SILENT), AUTH], SILENT);

static PROJECT_SCHEMA: Schema = schema(&[FIELDS, strict_fields!(TOLD), AUTH], TOLD);

const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::BracedDefault, Form::Bare],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::HttpUrl,
        Role::Headers,
    ],
    unset: Unset::Unknown,
    known: &[],
    workspace: None,
    instead: "export the variable in the shell that starts `copilot`",
    withheld: &[],
    sources: &[],
};

const USER: Kind = Kind {
    id: "user",
    title: "user servers",
    format: Format::Json,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED
        .says("it says \"mcpServers: Required\", whatever the true fault is"),
    duplicate_key: Ruling::IGNORED.says("the last one wins"),
    locations: &[Location::new(
        Scope::User,
        "${COPILOT_HOME:-~/.copilot}/mcp-config.json",
    )],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::FILE_REJECTED.says("\"mcpServers: Required\""),
    wrong_root: Ruling::FILE_REJECTED.says("\"mcpServers: Expected object\""),
    told_by: &[],
    dedicated: true,
    siblings: &[],
    schema: &USER_SCHEMA,
    variables: &VARIABLES,
};

/// Unlike the user's file it is read strictly, and what is wrong with it is told.
const PROJECT: Kind = Kind {
    id: "project",
    title: "project servers",
    dialect: Dialect::STRICT,
    syntax_error: Ruling::FILE_REJECTED.says("\"skipping workspace MCP config\" on standard error"),
    locations: &[Location::new(Scope::Project, "<project>/.github/mcp.json")
        .note("not read when `.mcp.json` stands beside the folder `.github`")],
    roots: &[Root::map(&["mcpServers"]), Root::map(&[])],
    missing_root: Ruling::FINE,
    wrong_root: Ruling::FILE_REJECTED.says("\"mcpServers: Expected object\""),
    schema: &PROJECT_SCHEMA,
    ..USER
};

/// Copilot CLI, observed.
pub(super) static CLIENT: Client = Client {
    id: "copilot-cli",
    name: "Copilot CLI",
    vendor: "GitHub",
    kinds: &[
        USER,
        PROJECT,
        Kind {
            id: "portable",
            title: "project servers shared with other clients",
            locations: &[Location::new(Scope::Project, "<project>/.mcp.json")
                .guest()
                .note("read in every folder from the current one up to the repository's root")],
            ..PROJECT
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::Only(&["PATH"]),
        splits_command: Some(false),
        arguments: Arguments::Whole,
        tilde: Some(&[Role::Cwd]),
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::UNKNOWN,
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Rust,
        ca_variables: &[],
        system_store: Some(true),
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "add the certificate authority to the system's trust store",
        fetch: Some(false),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Project, Scope::User],
        folders: Folders::NearestWins,
        one_of: &[&[".mcp.json", ".github/mcp.json"]],
        says: "the project before the user, by name; of several folders the nearest wins, and of one folder `.mcp.json` alone is read where it is there",
        ..Precedence::UNKNOWN
    },
    logs: "`${COPILOT_HOME:-~/.copilot}/logs`",
    // `copilot help logging`; `--log-dir` names another folder.
    log_files: &["${COPILOT_HOME:-~/.copilot}/logs/*.log"],
    restart: "`/mcp reload`, or start a new session",
    traps: &[
        "A faulty entry of the user's file vanishes without a word.",
        "`.github/mcp.json` is not read when the same folder has a `.mcp.json`.",
        "A project's files are skipped without a message in a folder that is not trusted.",
        "The user's file may have comments, trailing commas and a byte order mark; a project's may not.",
        "`disabled` and `enabled` in an entry do not switch it off: use `copilot mcp disable`.",
        "Until October 2025 a value of `env` was the name of a variable; since then it is the text itself.",
        "`.vscode/mcp.json` has not been read since early 2026.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Names,
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "Copilot CLI 1.0.102",
            version: "1.0.102",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Remote],
            basis: Basis::Documented,
            origin: "github/copilot-cli changelog: certificates of the system and of variables",
            version: "1.0.102",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Root, Topic::Fields, Topic::Transport],
            basis: Basis::Observed,
            origin: "Copilot CLI 1.0.102, in a project",
            version: "1.0.102",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Fields, Topic::Process],
            basis: Basis::Source,
            origin: "npm @github/copilot 1.0.102 schemas/api.schema.json",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Precedence],
            basis: Basis::Source,
            origin: "github/copilot-cli changelog.md@9532bda",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Fields,
                Topic::Variables,
                Topic::Precedence,
            ],
            basis: Basis::Documented,
            origin: "https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-command-reference",
            version: "",
            date: "2026-11-23",
        },
    ],
};
