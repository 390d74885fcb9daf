//! Kiro: the IDE and the CLI share their files.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "Not documented; `http` is tolerated. A command or a url tells the transport.",
    ),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV.example("{\"API_KEY\": \"${API_KEY}\"}"),
    Field {
        doc: "The address of a remote server: `https://`, or `http://` to this machine.",
        ..fields::URL
    }
    .example("\"https://mcp.example.com/mcp\""),
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${API_TOKEN}\"}"),
    Field::new(
        "oauth",
        Role::OAuth,
        Shape::Object,
        Use::Remote,
        "OAuth settings: `clientId`, `clientSecret`, `redirectUri`, `clientMetadataUrl`, `oauthScopes`.",
    ),
    Field::new(
        "oauthScopes",
        Role::OAuth,
        Shape::Strings,
        Use::Remote,
        "The OAuth scopes that are asked for; `oauth.oauthScopes` wins.",
    ),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off.",
    )
    .example("true"),
    Field::new(
        "autoApprove",
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
        "timeout",
        Role::Timeout(Unit::Milliseconds),
        Shape::Number,
        Use::Both,
        "A time limit in milliseconds, as installers write it; it is not documented.",
    )
    .example("60000"),
];

const SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        neither: Ruling::REJECTED.says("\"must specify a command, ignoring\""),
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

const VARIABLES: Variables = Variables {
    forms: &[Form::Braced],
    // That there is no other spelling is only told by readers of its code.
    established: false,
    fields: &[
        Role::Command,
        Role::Args,
        Role::Env,
        Role::Cwd,
        Role::Url,
        Role::Headers,
        Role::OAuth,
    ],
    unset: Unset::Literal,
    known: &[],
    workspace: None,
    instead: "",
    withheld: &[],
    sources: &[],
};

const WORKSPACE: Kind = Kind {
    id: "workspace",
    title: "servers of a workspace",
    format: Format::Json,
    // Whether comments are taken is not established.
    dialect: Dialect::JSONC,
    syntax_error: Kind::UNKNOWN.syntax_error,
    duplicate_key: Ruling::UNKNOWN,
    locations: &[Location::new(
        Scope::Project,
        "<project>/.kiro/settings/mcp.json",
    )],
    roots: &[Root::map(&["mcpServers"])],
    missing_root: Ruling::UNKNOWN,
    wrong_root: Ruling::UNKNOWN,
    told_by: &[],
    dedicated: true,
    siblings: &["powers"],
    schema: &SCHEMA,
    variables: &VARIABLES,
};

/// Kiro, as its documentation and its users tell of it.
pub(super) static CLIENT: Client = Client {
    id: "kiro",
    name: "Kiro",
    vendor: "Amazon",
    kinds: &[
        WORKSPACE,
        Kind {
            id: "user",
            title: "user servers",
            locations: &[
                Location::new(Scope::User, "${KIRO_HOME:-~/.kiro}/settings/mcp.json")
                    .note("KIRO_HOME counts for the CLI"),
            ],
            roots: &[
                Root::map(&["mcpServers"]),
                Root::map(&["powers", "mcpServers"]),
            ],
            ..WORKSPACE
        },
        Kind {
            id: "agent",
            title: "servers of an agent of the CLI",
            locations: &[
                Location::new(Scope::Project, "<project>/.kiro/agents/*.json"),
                Location::new(Scope::User, "${KIRO_HOME:-~/.kiro}/agents/*.json"),
            ],
            missing_root: Ruling::FINE,
            dedicated: false,
            siblings: &[],
            ..WORKSPACE
        },
    ],
    elsewhere: &[
        "Agents in Markdown, `.kiro/agents/*.md`, with `mcpServers` in their front matter.",
    ],
    not_read: &[
        NotRead {
            path: "<project>/.kiro/mcp.json",
            root: None,
            instead: "Kiro reads `.kiro/settings/mcp.json`",
        },
        NotRead {
            path: "~/.kiro/mcp.json",
            root: None,
            instead: "Kiro reads `~/.kiro/settings/mcp.json`",
        },
    ],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote {
        set_process_env: "set it for the process of Kiro, or export it in the shell that starts `kiro-cli`",
        plain_http: Ruling::REJECTED
            .says("\"Remote MCP Servers must use https or localhost, ignoring\""),
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        same_name: SameName::Replaced,
        layers: &[
            Layer::of(Scope::Project)
                .files(&[".kiro/agents/*.json"])
                .read(Read::Chosen),
            Layer::of(Scope::User)
                .files(&[".kiro/agents/*.json"])
                .read(Read::Chosen),
            Layer::of(Scope::Project),
            Layer::of(Scope::User),
        ],
        says: "the workspace before the user; in the CLI an agent's own servers before both",
        ..Precedence::UNKNOWN
    },
    logs: "the MCP logs of Kiro in the Output panel",
    // Its bundle makes a channel of that name with a log of its own, which VS Code puts below the extension's name.
    log_files: &[
        "${XDG_CONFIG_HOME:-~/.config}/Kiro/logs/*/window*/exthost/*/Kiro - MCP Logs.log",
        "~/Library/Application Support/Kiro/logs/*/window*/exthost/*/Kiro - MCP Logs.log",
        "${APPDATA:-~/AppData/Roaming}/Kiro/logs/*/window*/exthost/*/Kiro - MCP Logs.log",
    ],
    restart: "a saved file is applied by the IDE; start the CLI again, `/mcp` lists what is loaded",
    traps: &[
        "`${VAR}` is expanded only for names that were approved: in the IDE by its pop-up, kept in `kiroAgent.mcpApprovedEnvVars` of the user's settings, in the CLI in `~/.kiro/settings/cli.json`. Others stay as they are, and a server answers 401.",
        "`http://` is taken for this machine only: `localhost`, `127.0.0.1`, `::1`.",
        "There is no `${VAR:-default}`.",
        "An agent of the CLI sees `mcp.json` only with `\"includeMcpJson\": true`.",
    ],
    evidence: &[
        Evidence {
            about: &[
                Topic::Places,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Remote,
            ],
            basis: Basis::Documented,
            origin: "https://kiro.dev/docs/mcp/configuration",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Places, Topic::Precedence],
            basis: Basis::Documented,
            origin: "https://kiro.dev/docs/cli/chat/configuration",
            version: "",
            date: "2026-11-25",
        },
        Evidence {
            about: &[Topic::Remote],
            basis: Basis::Quoted,
            origin: "https://github.com/kirodotdev/Kiro/issues/10279",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Transport],
            basis: Basis::Quoted,
            origin: "https://github.com/kirodotdev/Kiro/issues/23",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Variables],
            basis: Basis::Reported,
            origin: "readers of the IDE's extension, and https://dev.to/greennnote",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "microsoft/vscode src/vs/platform/shell/node/shellEnv.ts@0b6b9ef3",
            version: "",
            date: "2026-11-25",
        },
    ],
};
