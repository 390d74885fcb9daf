//! JetBrains Junie, in the IDEs and as a CLI.

use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN],
    ..Schema::UNKNOWN
};

/// Junie, from its documentation and its installers; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "junie",
    name: "Junie",
    vendor: "JetBrains",
    kinds: &[Kind {
        locations: &[
            Location::new(Scope::Project, "<project>/.junie/mcp/mcp.json"),
            Location::new(Scope::User, "~/.junie/mcp/mcp.json"),
        ],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[
        NotRead {
            path: "<project>/.junie/mcp.json",
            root: None,
            instead: "Junie reads `.junie/mcp/mcp.json`, one folder further down",
        },
        NotRead {
            path: "~/.junie/mcp.json",
            root: None,
            instead: "Junie reads `~/.junie/mcp/mcp.json`, one folder further down",
        },
    ],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "Help > Show Log: `idea.log`",
    // Help | Show Log leads to it.
    log_files: &[
        "${XDG_CACHE_HOME:-~/.cache}/JetBrains/*/log/idea.log",
        "~/Library/Logs/JetBrains/*/idea.log",
        "${LOCALAPPDATA:-~/AppData/Local}/JetBrains/*/log/idea.log",
    ],
    restart: "",
    traps: &[
        "The file lies in a folder `mcp` of its own inside `.junie`.",
        "The IDE plugin of 2025 knew commands only; the CLI takes a url too.",
        "Nothing in the file switches a server off.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Fields, Topic::Transport],
            basis: Basis::Documented,
            origin: "https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html",
            version: "",
            date: "2025-11-01",
        },
        Evidence {
            about: &[Topic::Places, Topic::Fields],
            basis: Basis::Documented,
            origin: "https://junie.jetbrains.com/docs/junie-cli-mcp-configuration.html",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "npm @gleanwork/mcp-config-schema 5.2.0 configs/junie.json",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Process],
            basis: Basis::Reported,
            origin: "JetBrains/intellij-community platform/util/src/com/intellij/util/EnvironmentUtil.java@017e7512",
            version: "",
            date: "2026-11-25",
        },
    ],
};
