//! GitHub Copilot in Xcode.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::copilot_jetbrains;

/// Foundation's reader is strict; whether it takes a byte order mark is not known.
const DIALECT: Dialect = Dialect {
    byte_order_mark: true,
    ..Dialect::STRICT
};

/// Copilot for Xcode, read in its source; the language server that starts servers is closed.
pub(super) static CLIENT: Client = Client {
    id: "copilot-xcode",
    name: "Copilot for Xcode",
    vendor: "GitHub",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: DIALECT,
        syntax_error: Ruling::FILE_REJECTED.says("\"Invalid JSON in MCP configuration file\""),
        locations: &[
            Location::new(Scope::User, "~/.config/github-copilot/xcode/mcp.json").on(&[Os::Macos]),
        ],
        roots: &[Root::map(&["servers"])],
        missing_root: Ruling::FILE_REJECTED.says("\"No 'servers' key found in MCP configuration\""),
        schema: &copilot_jetbrains::SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::Session),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "`~/Library/Logs/GitHubCopilot/`",
    // The app opens this folder as that of its logs.
    log_files: &["~/Library/Logs/GitHubCopilot/*.log"],
    restart: "the file is watched",
    traps: &[
        "Servers stand under `servers`.",
        "Comments and trailing commas are refused, unlike in VS Code.",
        "Installing from the registry writes the whole file anew.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Fields],
            basis: Basis::Source,
            origin: "github/CopilotForXcode Core/Sources/HostApp/ToolsSettings/MCPConfigConstants.swift, ToolsConfigView.swift@0320f12",
            version: "",
            date: "2026-02-05",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "https://github.com/github/CopilotForXcode/issues/282",
            version: "0.34.117",
            date: "2025-05-13",
        },
    ],
};
