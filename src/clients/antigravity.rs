//! Google Antigravity: the IDE, the app and the CLI `agy`.

use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    fields::COMMAND,
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process, name to text; no variable in it is expanded.",
        ..fields::ENV
    },
    fields::CWD,
    Field::new(
        "serverUrl",
        Role::Url,
        Shape::String,
        Use::Remote,
        "The address of a remote server. `url` and `httpUrl` are old names that are no longer taken.",
    )
    .example("\"https://mcp.example.com/mcp\""),
    fields::HEADERS,
    Field::new(
        "authProviderType",
        Role::OAuth,
        Shape::OneOf(&["google_credentials"]),
        Use::Remote,
        "How the client proves who it is: by Google's Application Default Credentials.",
    ),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "A fixed OAuth client: `clientId` and `clientSecret`.",
    ),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "`true` switches the server off.",
    )
    .example("true"),
    Field::new(
        "disabledTools",
        Role::Tools,
        Shape::Strings,
        Use::Both,
        "The names of tools that are not offered.",
    )
    .example("[\"delete_file\"]"),
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "Not needed: `stdio` beside a command is tolerated.",
    ),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        neither: Ruling::FAILS
            .says("\"must have either command or serverUrl\", by `agy plugin validate`"),
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

const USER: Kind = Kind {
    id: "user",
    title: "user servers",
    locations: &[
        Location::new(Scope::User, "~/.gemini/config/mcp_config.json")
            .note("since version 2, for the IDE, the app and the CLI"),
        Location::new(Scope::User, "~/.gemini/antigravity/mcp_config.json")
            .note("of the IDE until spring 2026"),
        Location::new(Scope::User, "~/.gemini/antigravity-cli/mcp_config.json")
            .note("of the CLI before version 2"),
    ],
    schema: &SCHEMA,
    ..Kind::UNKNOWN
};

/// Antigravity, from quotations of its documentation and from issues; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "antigravity",
    name: "Antigravity",
    vendor: "Google",
    kinds: &[
        USER,
        Kind {
            id: "workspace",
            title: "servers of a workspace",
            locations: &[
                Location::new(Scope::Project, "<project>/.agents/mcp_config.json")
                    .note("documented; it worked in agy 1.0.3, and in 1.1.3 it did not"),
                Location::new(
                    Scope::Project,
                    "<project>/{.antigravity,.antigravitycli}/mcp_config.json",
                )
                .note("not documented; servers of `.antigravitycli` were reported to be ignored"),
            ],
            ..USER
        },
        Kind {
            id: "plugin",
            title: "servers of a plugin",
            locations: &[Location::new(
                Scope::User,
                "~/.gemini/antigravity-cli/plugins/*/mcp_config.json",
            )],
            ..USER
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::Session),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "Manage MCP Servers > Refresh, or `/mcp` in `agy`",
    traps: &[
        "A remote server is named by `serverUrl`: with `url` or `httpUrl` it fails without a clear message.",
        "`${NAME}` and `${workspaceFolder}` were reported to reach the server as they are written.",
        "`~/.gemini/settings.json` is Gemini CLI's: its servers are not read.",
        "A name with a space is listed, but its tools cannot be switched on.",
        "The app does not see the PATH of a shell; `agy` from a shell does.",
        "There is no `timeout`.",
        "A byte order mark, which PowerShell may write, was reported to break the file.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Transport],
            basis: Basis::Quoted,
            origin: "`agy plugin validate`, quoted in https://github.com/harbor-framework/harbor/pull/3095",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Root, Topic::Fields, Topic::Transport],
            basis: Basis::Reported,
            origin: "https://antigravity.google/docs/cli/mcp, as quoted by several people",
            version: "",
            date: "2026-09-01",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "https://github.com/google-antigravity/antigravity-cli/issues/60",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "https://github.com/serverpod/serverpod/issues/5306",
            version: "",
            date: "2026-11-23",
        },
    ],
};
