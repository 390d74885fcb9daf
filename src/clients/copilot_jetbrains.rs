//! GitHub Copilot in the JetBrains IDEs.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

const TYPE: Field = Field::new(
    "type",
    Role::Type,
    Shape::OneOf(&["stdio", "http", "sse"]),
    Use::Both,
    "The transport: `stdio`, `http` or `sse`.",
);

/// What Copilot's language server gets, in whatever editor.
pub(super) static SCHEMA: Schema = Schema {
    fields: &[&[TYPE], fields::PLAIN],
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

/// Copilot for JetBrains, from its maintainers' statements; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "copilot-jetbrains",
    name: "Copilot for JetBrains",
    vendor: "GitHub",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        locations: &[
            Location::new(Scope::User, "~/.config/github-copilot/intellij/mcp.json")
                .on(&[Os::Linux, Os::Macos])
                .note("one file for all JetBrains IDEs"),
            Location::new(
                Scope::User,
                "${LOCALAPPDATA:-~/AppData/Local}/github-copilot/intellij/mcp.json",
            )
            .on(&[Os::Windows])
            .note("one file for all JetBrains IDEs"),
        ],
        roots: &[Root::map(&["servers"])],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[NotRead {
        path: "<project>/.idea/mcp.json",
        root: None,
        instead: "Copilot in JetBrains IDEs reads one file of the user, in the folder `github-copilot/intellij`",
    }],
    approvals: &[],
    process: Process {
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "Help > Show Log: `idea.log`",
    // Help | Show Log leads to it.
    log_files: &[
        "${XDG_CACHE_HOME:-~/.cache}/JetBrains/*/log/idea.log",
        "~/Library/Logs/JetBrains/*/idea.log",
        "${LOCALAPPDATA:-~/AppData/Local}/JetBrains/*/log/idea.log",
    ],
    restart: "start the server anew in the tools dialog; a new chat may be needed",
    traps: &[
        "Servers stand under `servers`; guides that print `mcpServers` for this file are wrong.",
        "No file of a project is read, not `.vscode/mcp.json` either.",
        "Rider, PyCharm and WebStorm read the folder `intellij` too.",
        "`${workspaceFolder}`, `inputs` and `envFile` of VS Code were reported not to work.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Transport],
            basis: Basis::Documented,
            origin: "maintainers in microsoft/copilot-intellij-feedback issues 546, 672, 701, 2039, 2044",
            version: "1.17",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Reported,
            origin: "https://github.com/microsoft/copilot-intellij-feedback/issues/168",
            version: "",
            date: "2026-11-23",
        },
    ],
};
