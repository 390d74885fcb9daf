//! JetBrains AI Assistant, the plugin of the IDEs.

use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN],
    ..Schema::UNKNOWN
};

const WRITTEN: &str = "since 2025.3; the settings page writes it too, secrets included";

/// AI Assistant, from people who read the plugin; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "jetbrains-ai-assistant",
    name: "JetBrains AI Assistant",
    vendor: "JetBrains",
    kinds: &[Kind {
        locations: &[
            Location::new(Scope::Project, "<project>/.ai/mcp/mcp.json").note(WRITTEN),
            Location::new(Scope::User, "~/.ai/mcp/mcp.json").note(WRITTEN),
        ],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[
        "Until 2025.2 the servers stood in `options/llm.mcpServers.xml` of the IDE's configuration; newer IDEs keep there which of them are on.",
        "Servers of one project may stand in its `.idea/workspace.xml`.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        path: SearchPath::UNKNOWN.desktop(DesktopPath::LoginShell(&[Os::Macos])),
        ..Process::UNKNOWN
    },
    remote: Remote {
        set_process_env: "add the certificate authority under Settings | Tools | Server Certificates",
        ..Remote::UNKNOWN
    },
    precedence: Precedence::UNKNOWN,
    logs: "Help > Show Log: `idea.log`, and the folder `mcp` beside it",
    // Help | Show Log leads to the folder; a folder of MCP's own in it was reported.
    log_files: &[
        "${XDG_CACHE_HOME:-~/.cache}/JetBrains/*/log/mcp/*.log",
        "~/Library/Logs/JetBrains/*/mcp/*.log",
        "${LOCALAPPDATA:-~/AppData/Local}/JetBrains/*/log/mcp/*.log",
        "${XDG_CACHE_HOME:-~/.cache}/JetBrains/*/log/idea.log",
        "~/Library/Logs/JetBrains/*/idea.log",
        "${LOCALAPPDATA:-~/AppData/Local}/JetBrains/*/log/idea.log",
    ],
    restart: "press Apply in the settings page of MCP",
    traps: &[
        "Servers with a url are known since 2025.2; before, only commands were.",
        "Whether a server is on stands in the IDE's own XML, not in the file.",
        "Paths of the files can be moved by the registry keys `llm.mcp.client.project.mcp.json.path` and `llm.mcp.client.global.mcp.json.path`.",
    ],
    evidence: &[
        Evidence {
            about: &[Topic::Fields],
            basis: Basis::Documented,
            origin: "https://www.jetbrains.com/help/ai-assistant/mcp.html",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places, Topic::Root],
            basis: Basis::Reported,
            origin: "two readers of the plugin's descriptor, and https://youtrack.jetbrains.com/issue/LLM-22682",
            version: "2026.1",
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
