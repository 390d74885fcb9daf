//! Qodo Command.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN],
    transport: TransportRules {
        // Remote servers are documented as HTTP+SSE; whether that is all is not known.
        sse_by_path: true,
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

/// Qodo Command, from its documentation; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "qodo-command",
    name: "Qodo Command",
    vendor: "Qodo",
    kinds: &[Kind {
        id: "project",
        title: "project servers",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        locations: &[Location::new(Scope::Project, "<project>/mcp.json").common()],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[
        "In the IDE plugin, which ends in October 2026, servers are pasted into the Agentic Tools panel.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "",
    traps: &[
        "An agent sees only the servers that its `agent.toml` names.",
        "The file is called `mcp.json` and lies in the project's folder, where other tools have a file of that name too.",
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
            origin: "https://docs.qodo.ai, qodo-ide/tools-mcps/agentic-tools-mcps",
            version: "",
            date: "2026-11-23",
        },
        Evidence {
            about: &[Topic::Places],
            basis: Basis::Reported,
            origin: "https://docs.firecrawl.dev, quickstarts/qodo",
            version: "",
            date: "2026-11-23",
        },
    ],
};
