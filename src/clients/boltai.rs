//! BoltAI.

use crate::model::*;

use super::fields;

static SCHEMA: Schema = Schema {
    fields: &[&[fields::TYPE], fields::PLAIN_STDIO],
    ..Schema::UNKNOWN
};

/// BoltAI, from several installers that agree; it was not run.
pub(super) static CLIENT: Client = Client {
    id: "boltai",
    name: "BoltAI",
    vendor: "BoltAI",
    kinds: &[Kind {
        id: "user",
        title: "user servers",
        locations: &[Location::new(Scope::User, "~/.boltai/mcp.json").on(&[Os::Macos])],
        schema: &SCHEMA,
        ..Kind::UNKNOWN
    }],
    elsewhere: &[],
    not_read: &[],
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
    logs: "",
    log_files: &[],
    restart: "",
    traps: &["Programs are known to be started; whether a url is taken is not confirmed."],
    evidence: &[Evidence {
        about: &[Topic::Places, Topic::Root, Topic::Fields],
        basis: Basis::Reported,
        origin: "eight installers that agree, citing https://docs.boltai.com/docs/plugins/mcp-servers",
        version: "",
        date: "2026-11-23",
    }],
};
