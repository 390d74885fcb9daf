//! Files of certificates on a machine whose clock is set.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::{Path, PathBuf};

use common::Sandbox;
use mcpmend::check::{self, Selection};
use mcpmend::discover::{self, Request};
use mcpmend::host::{FileType, Host};
use mcpmend::model::Os;
use mcpmend::rules::Context;
use mcpmend::settings::Settings;
use mcpmend::workspace::Workspace;

const DAY: u64 = 24 * 60 * 60;
/// The end of `ends.pem`: 2027-01-01.
const END: u64 = 1_798_761_600;

/// A machine whose facts count.
struct Machine {
    sandbox: Sandbox,
    now: u64,
}

impl Host for Machine {
    fn os(&self) -> Os {
        self.sandbox.os
    }
    fn home(&self) -> Option<&Path> {
        Host::home(&self.sandbox)
    }
    fn current_dir(&self) -> &Path {
        self.sandbox.current_dir()
    }
    fn env(&self, _name: &str) -> Option<String> {
        None
    }
    fn file_type(&self, path: &Path) -> std::io::Result<FileType> {
        self.sandbox.file_type(path)
    }
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        self.sandbox.read(path)
    }
    fn list(&self, path: &Path) -> std::io::Result<Vec<String>> {
        self.sandbox.list(path)
    }
    fn now(&self) -> u64 {
        self.now
    }
    fn is_this_machine(&self) -> bool {
        true
    }
}

/// What `rule` says of a file of certificates outside the project that `variable` of a server
/// started by `command` names, at a time.
fn found(rule: &str, file: &str, now: u64, machine_mode: bool) -> Vec<String> {
    let original = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/certificates")
        .join(file);
    let sandbox = Sandbox::new();
    let certificate: PathBuf = sandbox.path(&format!("~/{file}"));
    if original.is_file() {
        std::fs::copy(original, &certificate).unwrap();
    }
    let config = serde_json::json!({ "mcpServers": { "wiki": {
        "command": "npx",
        "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
        "env": { "NODE_EXTRA_CA_CERTS": certificate.to_string_lossy() },
    }}});
    sandbox.write(".mcp.json", &config.to_string());
    let machine = Machine { sandbox, now };
    let workspace = Workspace::read(
        &machine,
        discover::discover(&machine, &Request::default()).unwrap(),
    );
    let context = Context {
        workspace: &workspace,
        settings: &Settings::default(),
        host: &machine,
        machine_mode,
    };
    let selection = Selection {
        select: vec![rule.to_owned()],
        ..Selection::default()
    };
    check::check(&context, &selection)
        .into_iter()
        .map(|finding| finding.message)
        .collect()
}

#[test]
fn the_end_of_an_authority_is_told_thirty_days_ahead() {
    let says = |now| found("ca-file-expired", "ends.pem", now, true);
    let front = "`NODE_EXTRA_CA_CERTS` of `wiki` names the certificate of `Example Corp Root of 2027`, which";
    assert!(says(END - 31 * DAY).is_empty());
    assert_eq!(
        says(END - 30 * DAY),
        [format!("{front} expires on 2027-01-01, in 30 days")]
    );
    assert_eq!(
        says(END - 60),
        [format!("{front} expires on 2027-01-01, in less than a day")]
    );
    assert_eq!(says(END), [format!("{front} expired on 2027-01-01")]);
    // 2019-12-31, a day before its time.
    assert_eq!(
        says(1_577_750_400),
        [format!("{front} is not valid before 2020-01-01")]
    );
}

#[test]
fn files_outside_the_project_count_on_the_machine_only() {
    assert_eq!(found("ca-file-expired", "expired.pem", END, true).len(), 1);
    assert!(found("ca-file-expired", "expired.pem", END, false).is_empty());
    assert_eq!(
        found("ca-file-invalid", "authority.der", END, true).len(),
        1
    );
    assert!(found("ca-file-invalid", "authority.der", END, false).is_empty());
    assert_eq!(
        found("ca-file-not-authority", "server.pem", END, true).len(),
        1
    );
    assert_eq!(found("ca-file-missing", "gone.pem", END, true).len(), 1);
    assert!(found("ca-file-missing", "gone.pem", END, false).is_empty());
}

#[test]
fn a_file_that_does_no_harm_is_no_finding() {
    for rule in [
        "ca-file-missing",
        "ca-file-invalid",
        "ca-file-expired",
        "ca-file-not-authority",
    ] {
        assert!(found(rule, "authority.pem", END, true).is_empty(), "{rule}");
    }
}
