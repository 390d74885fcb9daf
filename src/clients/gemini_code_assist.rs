//! Gemini Code Assist: its agent mode is Gemini CLI.

use crate::model::*;

use super::gemini_cli;

/// Gemini Code Assist, from its documentation.
pub(super) static CLIENT: Client = Client {
    id: "gemini-code-assist",
    name: "Gemini Code Assist",
    vendor: "Google",
    kinds: &[Kind {
        title: "settings of Gemini CLI with servers",
        locations: &[
            Location::new(Scope::Project, "<project>/.gemini/settings.json").guest(),
            Location::new(Scope::User, "~/.gemini/settings.json").guest(),
        ],
        ..gemini_cli::SETTINGS
    }],
    elsewhere: &[
        "In IntelliJ and its relatives the servers stand in an `mcp.json` of the IDE's configuration folder: give that file to `--client gemini-code-assist`.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Linux, Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "in VS Code as in Gemini CLI",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "load the window anew",
    traps: &[
        "In VS Code agent mode reads Gemini CLI's settings, in its way: beside a url the command is ignored, and `disabled` in an entry does nothing.",
        "In IntelliJ it reads another file than in VS Code.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Documented,
            origin: "https://developers.google.com/gemini-code-assist/docs/use-agentic-chat-pair-programmer",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[
                Topic::Syntax,
                Topic::Root,
                Topic::Fields,
                Topic::Transport,
                Topic::Variables,
                Topic::Names,
            ],
            basis: Basis::Documented,
            origin: "https://developers.google.com/gemini-code-assist/docs/use-agentic-chat-pair-programmer: agent mode runs Gemini CLI, whose record this follows",
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
