//! Firebase Studio, once Project IDX.

use crate::document::{Dialect, Format};
use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN],
    transport: TransportRules {
        speaks: &[Transport::Stdio, Transport::Http, Transport::Sse],
        ..TransportRules::UNKNOWN
    },
    ..Schema::UNKNOWN
};

/// Firebase Studio, from its documentation.
pub(super) static CLIENT: Client = Client {
    id: "firebase-studio",
    name: "Firebase Studio",
    vendor: "Google",
    kinds: &[Kind {
        id: "workspace",
        title: "servers of a workspace",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        locations: &[Location::new(Scope::Project, "<project>/.idx/mcp.json")
            .note("for the interactive chat; Gemini CLI in the same workspace reads `.gemini/settings.json`")],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process {
        path: SearchPath::UNKNOWN.elsewhere(),
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence {
        says: "one file is read",
        ..Precedence::UNKNOWN
    },
    logs: "",
    log_files: &[],
    restart: "load the workspace anew",
    traps: &[
        "The chat reads `.idx/mcp.json`, Gemini CLI in the terminal `.gemini/settings.json`.",
        "Variables can be set in the workspace's `.env`.",
        "Servers offer tools only: prompts and resources are not used.",
    ],
    evidence: &[Evidence {
        about: &[Topic::Places, Topic::Syntax, Topic::Root, Topic::Fields, Topic::Transport],
        basis: Basis::Documented,
        origin: "https://firebase.google.com/docs/studio/mcp-servers",
        version: "",
        date: "2026-11-23",
    }],
};
