//! LM Studio.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN],
    transport: TransportRules {
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        ..TransportRules::UNKNOWN
    },
    names: Names {
        // Seen in its log: `oracle_Stream` became `mcp/oracle-stream`.
        normalized: true,
        ..Names::ANY
    },
    ..Schema::UNKNOWN
};

/// LM Studio, from its documentation and its issues; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "lm-studio",
    name: "LM Studio",
    vendor: "Element Labs",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        locations: &[
            Location::new(Scope::User, "~/.lmstudio/mcp.json"),
            Location::new(Scope::User, "~/.cache/lm-studio/mcp.json")
                .note("of installations that kept the old folder"),
        ],
        schema: &SCHEMA,
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
    logs: "the Developer Logs of the app, lines with `Plugin(mcp/NAME)`; `lms log stream`",
    // Quoted by users, with lines of `Plugin(mcp/NAME)`: modelcontextprotocol/servers#2389.
    log_files: &[
        "~/.lmstudio/server-logs/*/*.log",
        "~/.cache/lm-studio/server-logs/*/*.log",
        "~/Library/Logs/LM Studio/main.log",
        "${XDG_CONFIG_HOME:-~/.config}/LM Studio/logs/main.log",
        "${APPDATA:-~/AppData/Roaming}/LM Studio/logs/main.log",
    ],
    restart: "save the file in the app's own editor",
    traps: &[
        "The app's editor writes the file anew and drops fields that it does not know, `timeout` among them.",
        "The form that adds a server wants what stands inside `mcpServers`: a whole file pasted there ends up one level too deep.",
        "A server's name becomes `mcp/` and the name in lower case with `-` for `_`.",
        "Servers are switched on and off in the app; the file has no field for it.",
        "The app does not see the PATH of a shell: programs of node version managers are not found.",
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
            origin: "lmstudio-ai/docs 0_app/2_plugins/mcp/index.md@9e42fd58",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields, Topic::Names],
            basis: Basis::Reported,
            origin: "https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1371",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/869",
            version: "",
            date: "2026-11-23",
        },
    ],
};
