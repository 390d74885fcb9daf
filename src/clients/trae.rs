//! Trae, the IDE, in both of its editions.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const FIELDS: &[Field] = &[
    Field {
        doc: "The program to start: a name on PATH or a full path without a space in it.",
        ..fields::COMMAND
    },
    fields::ARGS,
    Field {
        doc: "Environment variables for the server's process. START_MCP_TIMEOUT_MS and RUN_MCP_TIMEOUT_MS, in milliseconds, are read by Trae itself.",
        ..fields::ENV
    }
    .example("{\"START_MCP_TIMEOUT_MS\": \"60000\"}"),
    fields::URL,
    fields::HEADERS,
    Field::new(
        "type",
        Role::Type,
        Shape::String,
        Use::Both,
        "Written in links that install a server; command and url tell the transport.",
    ),
    Field::new(
        "disabled",
        Role::Disabled,
        Shape::Bool,
        Use::Both,
        "Whether the server is switched off; the app writes it itself.",
    )
    .example("true"),
    Field::new(
        "fromGalleryId",
        Role::Other,
        Shape::String,
        Use::Both,
        "Written by the app when it installs a server from its market.",
    ),
];

static SCHEMA: Schema = Schema {
    fields: &[FIELDS],
    transport: TransportRules {
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

const VARIABLES: Variables = Variables {
    known: &["workspaceFolder"],
    workspace: Some("workspaceFolder"),
    ..Variables::UNKNOWN
};

const PROJECT: Kind = Kind {
    id: "project",
    title: "project servers",
    format: Format::Json,
    dialect: Dialect::JSONC,
    syntax_error: Ruling::FILE_REJECTED,
    locations: &[Location::new(Scope::Project, "<project>/.trae/mcp.json")
        .note("read only with project-level MCP switched on in the settings")],
    schema: &SCHEMA,
    variables: &VARIABLES,
    ..Kind::UNKNOWN
};

/// Trae, from its documentation and from its users; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "trae",
    name: "Trae",
    vendor: "ByteDance",
    kinds: &[
        PROJECT,
        Kind {
            id: "user",
            title: "user servers",
            locations: &[
                Location::new(
                    Scope::User,
                    "~/Library/Application Support/{Trae,Trae CN}/User/mcp.json",
                )
                .on(&[Os::Macos]),
                Location::new(
                    Scope::User,
                    "${APPDATA:-~/AppData/Roaming}/{Trae,Trae CN}/User/mcp.json",
                )
                .on(&[Os::Windows]),
            ],
            ..PROJECT
        },
    ],
    elsewhere: &["Trae CLI reads a file of its own, `trae_cli.yaml`, with servers as a list."],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "start the app again: a changed project file was reported to need that",
    traps: &[
        "A project's file is read only after project-level MCP has been switched on in Settings > MCP.",
        "`command` must not contain a space.",
        "Time limits are set in `env`: START_MCP_TIMEOUT_MS and RUN_MCP_TIMEOUT_MS, in milliseconds.",
        "All servers together may offer 40 tools; the rest is dropped.",
        "`${workspaceFolder}` is in use; `${env:NAME}` was reported not to be expanded.",
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
            origin: "https://www.volcengine.com/docs/86677/2137601",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields],
            basis: Basis::Reported,
            origin: "https://github.com/pathintegral-institute/mcpm.sh/issues/92",
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
