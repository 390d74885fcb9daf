//! JetBrains Air.

use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN],
    ..Schema::UNKNOWN
};

const PROJECT: Kind = Kind {
    id: "project",
    title: "project servers",
    locations: &[Location::new(Scope::Local, "<project>/.air/mcp.json")],
    schema: &SCHEMA,
    ..Kind::UNKNOWN
};

/// Air, from its documentation; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "jetbrains-air",
    name: "JetBrains Air",
    vendor: "JetBrains",
    kinds: &[
        PROJECT,
        Kind {
            id: "workspace",
            title: "project servers shared with other clients",
            locations: &[Location::new(Scope::Project, "<project>/.mcp.json")
                .guest()
                .note("only with \"Launch workspace MCP servers\" switched on")],
            ..PROJECT
        },
    ],
    elsewhere: &["Servers for all projects are kept by the app."],
    not_read: &[],
    approvals: &[],
    process: Process {
        desktop: true,
        ..Process::UNKNOWN
    },
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "",
    traps: &["`.mcp.json` of a project is read only when its setting is switched on."],
    // It names the standard `.mcp.json`, and shows no other form.
    evidence: &[Evidence {
        about: &[Topic::Places, Topic::Root, Topic::Fields],
        basis: Basis::Documented,
        origin: "https://www.jetbrains.com/help/air/mcp-servers.html",
        version: "",
        date: "2026-05-06",
    }],
};
