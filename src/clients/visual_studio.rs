//! Visual Studio: GitHub Copilot's agent mode.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const WINDOWS: &[Os] = &[Os::Windows];

const FIELDS: &[Field] = &[
    Field::new(
        "type",
        Role::Type,
        Shape::OneOf(&["stdio", "http", "sse"]),
        Use::Both,
        "The transport; an entry with a url may leave it out.",
    )
    .example("\"http\""),
    fields::COMMAND,
    fields::ARGS,
    fields::ENV.example("{\"API_KEY\": \"${input:api_key}\"}"),
    fields::URL,
    fields::HEADERS.example("{\"Authorization\": \"Bearer ${input:api_token}\"}"),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        spellings: &[
            ("stdio", Transport::Stdio),
            ("http", Transport::Http),
            ("sse", Transport::Sse),
        ],
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

/// Inputs are known from the schema that the editor applies; other variables are not known.
const VARIABLES: Variables = Variables {
    forms: &[Form::Input],
    fields: &[Role::Args, Role::Env, Role::Url, Role::Headers],
    instead: "add an entry of type \"promptString\" with \"password\": true to `inputs` and write `${input:id}`",
    ..Variables::UNKNOWN
};

const SOLUTION: Kind = Kind {
    id: "solution",
    title: "servers of a solution",
    format: Format::Json,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED
        .says("servers are restarted only when the file is saved with valid syntax"),
    locations: &[
        Location::new(Scope::Local, "<project>/.vs/mcp.json")
            .on(WINDOWS)
            .note("one person's: `.vs` is not committed"),
        Location::new(Scope::Project, "<project>/.mcp.json")
            .on(WINDOWS)
            .guest()
            .note("the one to commit; Claude Code reads it too, and wants `mcpServers` there"),
        Location::new(Scope::Project, "<project>/.vscode/mcp.json")
            .on(WINDOWS)
            .guest(),
        Location::new(Scope::User, "~/.mcp.json")
            .on(WINDOWS)
            .guest()
            .note("loaded for every solution"),
    ],
    roots: &[Root::map(&["servers"])],
    siblings: &["inputs"],
    schema: &SCHEMA,
    variables: &VARIABLES,
    ..Kind::UNKNOWN
};

/// Visual Studio, from its documentation; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "visual-studio",
    name: "Visual Studio",
    vendor: "Microsoft",
    kinds: &[
        SOLUTION,
        Kind {
            id: "cursor",
            title: "servers of Cursor",
            locations: &[Location::new(Scope::Project, "<project>/.cursor/mcp.json")
                .on(WINDOWS)
                .guest()
                .note("whether `mcpServers` is understood here is not documented")],
            roots: &[Root::map(&["servers"]), Root::map(&["mcpServers"])],
            ..SOLUTION
        },
    ],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote {
        set_process_env: "add the certificate authority to the system's trust store",
        runs: Runs::Machine,
        ..Remote::UNKNOWN
    },
    precedence: Precedence {
        says: "read in the order `~/.mcp.json`, `.vs/mcp.json`, `.mcp.json`, `.vscode/mcp.json`, `.cursor/mcp.json`; what equal names do is not documented",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "save the file: valid syntax restarts the servers that changed",
    traps: &[
        "Servers stand under `servers`, in `.mcp.json` too, where Claude Code wants `mcpServers`.",
        "The tools of a new server are off until they are switched on in the tool picker.",
        "Some places are called `.mcp.json`, others `mcp.json`.",
        "A policy of the GitHub organisation can switch all servers off.",
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
            basis: Basis::Documented,
            origin: "MicrosoftDocs/visualstudio-docs docs/ide/mcp-servers.md@01d07e34",
            version: "17.14",
            date: "2025-08-29",
        },
        Evidence {
            about: &[Topic::Root, Topic::Fields, Topic::Variables],
            basis: Basis::Reported,
            origin: "the schema that the editor applies, as kept in the gists AArnott/ea481eeb and tuldok89/416fffe2",
            version: "17.14",
            date: "2026-11-23",
        },
    ],
};
