//! GitHub Copilot in Eclipse.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::copilot_jetbrains;

/// Copilot for Eclipse, read in its source; the language server that starts servers is closed.
pub(super) static CLIENT: Client = Client {
    id: "copilot-eclipse",
    name: "Copilot for Eclipse",
    vendor: "Microsoft",
    kinds: &[Kind {
        id: "preference",
        title: "text of the preference page",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED.says("it is logged, and no server is there"),
        roots: &[Root::map(&["servers"]), Root::map(&[])],
        schema: &copilot_jetbrains::SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[
        "Servers are a text on the preference page of Copilot: keep a copy in a file and check it with `--client copilot-eclipse`.",
        "Plug-ins of Eclipse may add servers, which ask for consent.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "one text is read, besides what plug-ins add",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "press Apply on the preference page",
    traps: &[
        "There is no file: the text stands in the preferences of the workspace.",
        "Servers stand under `servers`, or directly in the text.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Syntax, Topic::Root, Topic::Fields],
            basis: Basis::Source,
            origin: "microsoft/copilot-for-eclipse CopilotLanguageServerSettings.java@f94e0373",
            version: "",
            date: "2026-04-28",
        },
        Evidence {
            about: &[Topic::Syntax],
            basis: Basis::Source,
            origin: "microsoft/copilot-for-eclipse CopilotPreferenceInitializer.java@f94e0373",
            version: "",
            date: "2026-04-28",
        },
    ],
};
