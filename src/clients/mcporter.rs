//! MCPorter: a command line and a library that call servers.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

/// A byte order mark is refused (observed).
const DIALECT: Dialect = Dialect {
    comments: true,
    trailing_commas: true,
    byte_order_mark: false,
    json5: false,
    ..Dialect::STRICT
};

const MISSING: &str = "it is missing a baseUrl/url or command definition";

const NO_SERVER: Ruling = Ruling::FILE_REJECTED.says(MISSING);

/// The url by any of its five names; the first of them that is there counts.
const fn url(name: &'static str) -> Field {
    Field::new(
        name,
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a remote server; of `baseUrl`, `base_url`, `url`, `serverUrl` and `server_url` the first counts.",
    )
    .example("\"https://mcp.example.com/mcp\"")
    .empty(NO_SERVER)
}

/// A field of the OAuth or token settings.
const fn secret(name: &'static str, doc: &'static str) -> Field {
    Field::new(name, Role::OAuth, Shape::String, Use::Both, doc)
}

const FIELDS: &[Field] = &[
    url("url"),
    url("baseUrl"),
    url("base_url"),
    url("serverUrl"),
    url("server_url"),
    Field {
        shape: Shape::Either(&Shape::String, &Shape::Strings),
        doc: "The program to start, or a list of it and its arguments. A text is split into words where `args` is empty.",
        misused: Some(Ruling::IGNORED),
        ..fields::COMMAND
    }
    .empty(NO_SERVER),
    Field {
        name: "executable",
        doc: "The program to start, where there is no `command`.",
        misused: Some(Ruling::IGNORED),
        ..fields::COMMAND
    },
    // One schema judges every field, whatever the transport.
    fields::ARGS.misused(Ruling::IGNORED),
    Field {
        doc: "Environment variables for the server's process, over MCPorter's own; empty ones are left out.",
        misused: Some(Ruling::IGNORED),
        ..fields::ENV
    }
    .example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field {
        doc: "The folder in which the server is started, the config file's when absent; `~` is expanded.",
        misused: Some(Ruling::IGNORED),
        ..fields::CWD
    },
    fields::HEADERS.misused(Ruling::IGNORED).example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "description",
        Role::Description,
        Shape::String,
        Use::Both,
        "What the server is for.",
    ),
    Field::new(
        "auth",
        Role::OAuth,
        Shape::String,
        Use::Both,
        "How to authenticate: `oauth` or `refreshable_bearer`.",
    )
    .example("\"oauth\""),
    Field::new(
        "bearerToken",
        Role::Other,
        Shape::String,
        Use::Remote,
        "A token that is sent as `Authorization: Bearer`; a variable keeps it out of the file.",
    )
    .example("\"${API_TOKEN}\""),
    Field::new(
        "bearer_token",
        Role::Other,
        Shape::String,
        Use::Remote,
        "The same as `bearerToken`.",
    ),
    Field::new(
        "bearerTokenEnv",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The name of the environment variable whose value is sent as bearer token.",
    )
    .example("\"API_TOKEN\""),
    Field::new(
        "bearer_token_env",
        Role::BearerFromEnv,
        Shape::String,
        Use::Remote,
        "The same as `bearerTokenEnv`.",
    ),
    Field::new(
        "allowedTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The exact names of the only tools that are offered; not together with `blockedTools`.",
    )
    .example("[\"read_file\"]"),
    Field::new(
        "allowed_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The same as `allowedTools`.",
    ),
    Field::new(
        "blockedTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The exact names of tools that are not offered; not together with `allowedTools`.",
    )
    .example("[\"delete_file\"]"),
    Field::new(
        "blocked_tools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The same as `blockedTools`.",
    ),
    Field::new(
        "lifecycle",
        Role::Other,
        Shape::Either(&Shape::String, &Shape::Object),
        Use::Both,
        "`keep-alive` keeps the connection, `ephemeral` makes one when it is needed; or an object with `mode` and `idleTimeoutMs`.",
    )
    .example("\"keep-alive\""),
    Field::new(
        "logging",
        Role::Other,
        Shape::Object,
        Use::Both,
        "Whether the daemon logs this server: `daemon.enabled`.",
    ),
    Field::new(
        "httpFetch",
        Role::Other,
        Shape::OneOf(&["default", "node-http1"]),
        Use::Remote,
        "With what requests are sent: `default` or `node-http1`.",
    ),
    Field::new(
        "http_fetch",
        Role::Other,
        Shape::OneOf(&["default", "node-http1"]),
        Use::Remote,
        "The same as `httpFetch`.",
    ),
    Field::new(
        "refresh",
        Role::OAuth,
        Shape::Object,
        Use::Both,
        "How a bearer token is renewed: `tokenEndpoint`, `clientIdEnv`, `clientSecretEnv` and others.",
    ),
    Field::new(
        "oauthCommand",
        Role::OAuth,
        Shape::Object,
        Use::Stdio,
        "The arguments with which the server is started to sign in: `args`.",
    ),
    Field::new(
        "oauth_command",
        Role::OAuth,
        Shape::Object,
        Use::Stdio,
        "The same as `oauthCommand`.",
    ),
];

const SECRETS: &[Field] = &[
    secret(
        "tokenCacheDir",
        "The folder in which OAuth tokens are kept.",
    ),
    secret("token_cache_dir", "The same as `tokenCacheDir`."),
    secret("clientName", "The name under which MCPorter signs in."),
    secret("client_name", "The same as `clientName`."),
    secret(
        "oauthClientId",
        "A client id that was registered beforehand.",
    ),
    secret("oauth_client_id", "The same as `oauthClientId`."),
    secret("oauthClientSecret", "The secret of that client."),
    secret("oauth_client_secret", "The same as `oauthClientSecret`."),
    secret(
        "oauthClientSecretEnv",
        "The name of the environment variable that holds that secret.",
    ),
    secret(
        "oauth_client_secret_env",
        "The same as `oauthClientSecretEnv`.",
    ),
    secret(
        "oauthTokenEndpointAuthMethod",
        "How the client proves who it is when it asks for a token.",
    ),
    secret(
        "oauth_token_endpoint_auth_method",
        "The same as `oauthTokenEndpointAuthMethod`.",
    ),
    secret(
        "oauthRedirectUrl",
        "The address to which a sign-in returns.",
    ),
    secret("oauth_redirect_url", "The same as `oauthRedirectUrl`."),
    secret("oauthScope", "The OAuth scopes that are asked for."),
    secret("oauth_scope", "The same as `oauthScope`."),
];

const URL_WINS: &str = "the url is called and the command is ignored";

const SCHEMA: Schema = Schema {
    fields: &[FIELDS, SECRETS],
    transport: TransportRules {
        // There is no type key: one that is written counts as an unknown field.
        spellings: &[],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        command_only: Ruling::load(Transport::Stdio),
        url_only: Ruling::load(Transport::Http),
        both: Ruling::IGNORED.r#as(Transport::Http).says(URL_WINS),
        neither: NO_SERVER,
        unknown_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        unknown_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_command: Ruling::IGNORED.r#as(Transport::Stdio),
        stdio_type_url: Ruling::IGNORED.r#as(Transport::Http),
        remote_type_both: Ruling::IGNORED.r#as(Transport::Http).says(URL_WINS),
        stdio_type_both: Ruling::IGNORED.r#as(Transport::Http).says(URL_WINS),
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

/// One that is not set costs the file, except in `env`, where it becomes empty, and in `headers`,
/// where the connection fails.
const VARIABLES: Variables = Variables {
    forms: &[Form::Braced, Form::BracedDefault, Form::EnvDollar],
    established: true,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
    ],
    unset: Unset::FileRejected,
    known: &[],
    workspace: None,
    instead: "name the variable in `bearerTokenEnv`, or export it in the shell that starts `mcporter`",
    withheld: &[],
    sources: &[],
};

/// MCPorter, observed in 0.12.3 and read in its package.
pub(super) static CLIENT: Client = Client {
    id: "mcporter",
    name: "MCPorter",
    vendor: "OpenClaw",
    kinds: &[Kind {
        id: "config",
        title: "configuration",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED
            .says("it ignores the file with a warning, or stops where `--config` names it"),
        duplicate_key: Ruling::IGNORED.says("the last one wins"),
        locations: &[
            Location::new(Scope::Project, "<project>/config/mcporter.json")
                .note("read in the current folder only"),
            Location::new(Scope::User, "${MCPORTER_CONFIG:-~/.mcporter/mcporter.json}")
                .note("with the variable no other file is read"),
            Location::new(Scope::User, "~/.mcporter/mcporter.jsonc")
                .note("read where there is no mcporter.json"),
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/mcporter/mcporter.json",
            )
            .note("read where XDG_CONFIG_HOME is set, before ~/.mcporter"),
            Location::new(
                Scope::User,
                "${XDG_CONFIG_HOME:-~/.config}/mcporter/mcporter.jsonc",
            )
            .note("read where XDG_CONFIG_HOME is set, before ~/.mcporter"),
        ],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::FILE_REJECTED.says("it expects `mcpServers`"),
        wrong_root: Ruling::FILE_REJECTED.says("it expects `mcpServers` to be a map"),
        told_by: &[],
        dedicated: true,
        siblings: &["imports", "daemonIdleTimeoutMs", "daemon_idle_timeout_ms"],
        schema: &SCHEMA,
        variables: &VARIABLES,
    }],
    elsewhere: &[
        "unless `imports` is `[]`, it takes over the servers of Cursor, Claude Code, Claude Desktop, Codex, Windsurf, OpenCode and VS Code from their files",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        inherits: Inherits::All,
        splits_command: Some(true),
        arguments: Arguments::Unknown,
        tilde: Some(&[Role::Cwd]),
        base: Base::Folder("the folder of the config file"),
        windows_shim: WindowsShim::Starts,
        desktop: false,
        path: SearchPath::entry(EntryPath::Replaces),
        refused_env: &[],
    },
    remote: Remote {
        runtime: Runtime::Node,
        ca_variables: &["NODE_EXTRA_CA_CERTS"],
        system_store: None,
        entry_env: EntryEnvironment::Ignored,
        set_process_env: "export it in the shell that starts `mcporter`",
        fetch: Some(true),
        plain_http: Ruling::FINE,
        runs: Runs::Anywhere,
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::Project, Scope::User],
        folders: Folders::One,
        says: "project before user before imported servers, by name",
        ..Precedence::UNKNOWN
    },
    logs: "`mcporter --log-level debug`; a server's standard error is shown with `MCPORTER_STDIO_LOGS=1`",
    log_files: &[],
    restart: "each call reads the files anew; restart servers that are kept alive with `mcporter daemon restart`",
    traps: &[
        "One invalid entry, and no server of the file is loaded.",
        "`type` and `transport` are ignored: streamable HTTP is tried first and HTTP+SSE next.",
        "`disabled` and `enabled` are ignored: the server is listed and called.",
        "A variable that is not set in `command`, `args` or `url` costs the whole file; in `env` it becomes empty.",
        "`${env:NAME}` in `env` becomes the text NAME.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Names,
                Topic::Process,
                Topic::Remote,
            ],
            basis: Basis::Observed,
            origin: "mcporter 0.12.3",
            version: "0.12.3",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Places,
                Topic::Syntax,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Process,
                Topic::Precedence,
            ],
            basis: Basis::Source,
            origin: "npm mcporter",
            version: "0.12.3",
            date: "2026-11-25",
        },
    ],
};
