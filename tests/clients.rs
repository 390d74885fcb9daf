//! Every client's own files, as its people keep them: `tests/clients/<client>/{home,project}`
//! holds files at their real places, and `snapshots/clients/<client>.snap` is what
//! `mcpmend list` and `mcpmend check` say of them.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::{Sandbox, copy_folder, folders, mcpmend};
use mcpmend::clients;
use mcpmend::discover::{self, Request};
use mcpmend::model::{Client, Kind, Os};
use mcpmend::workspace::Workspace;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// The client's files in a home and a project folder of their own.
fn open(client: &Client) -> Sandbox {
    let sandbox = Sandbox::new();
    let folder = fixtures().join(client.id);
    for (from, to) in [("home", sandbox.home()), ("project", sandbox.project())] {
        if folder.join(from).is_dir() {
            copy_folder(&folder.join(from), &to);
        }
    }
    sandbox
}

/// Whether a file of `kind` can stand in a fixture: a place that only an administrator has, or
/// no place at all, cannot.
fn has_place(kind: &Kind) -> bool {
    kind.locations.iter().any(|location| {
        let below_home = location.path.contains('~');
        location.path.starts_with("<project>/") || below_home
    })
}

#[test]
fn every_kind_of_file_has_an_example() {
    let mut missing = Vec::new();
    for client in clients::ALL {
        let mut sandbox = open(client);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for os in Os::ALL {
            sandbox.os = *os;
            let request = Request {
                client: Some(client),
                ..Request::default()
            };
            let found = discover::discover(&sandbox, &request).unwrap();
            let workspace = Workspace::read(&sandbox, found);
            let own = workspace
                .files()
                .filter(|(_, file)| file.client.id == client.id);
            seen.extend(own.map(|(_, file)| file.kind.id));
        }
        for kind in client.kinds.iter().filter(|kind| has_place(kind)) {
            if !seen.contains(kind.id) {
                missing.push(format!("{}: {}", client.id, kind.id));
            }
        }
    }
    assert!(missing.is_empty(), "no example of {}", missing.join(", "));
}

#[test]
fn every_folder_is_a_client() {
    for folder in folders(&fixtures()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(clients::by_id(name).is_some(), "{name} is no client");
    }
}

#[test]
fn every_client_shows_its_files() {
    for client in clients::ALL {
        if !fixtures().join(client.id).is_dir() {
            continue; // The test of the kinds tells when one is missing.
        }
        let mut page = format!(
            "{}\n{}\n",
            client.name,
            "=".repeat(client.name.chars().count())
        );
        let mut before = String::new();
        for os in Os::ALL {
            let seen = run(client, *os, &["list"]) + &run(client, *os, &["--format", "concise"]);
            if seen == before || seen.is_empty() {
                continue;
            }
            write!(page, "\n## {}\n\n{seen}", os.name()).unwrap();
            before = seen;
        }
        common::snapshot("clients", client.id, &page);
    }
}

fn run(client: &Client, os: Os, args: &[&str]) -> String {
    let sandbox = open(client);
    let output = mcpmend()
        .current_dir(sandbox.project())
        .args(args)
        .args(["--home", "../home", "--os", os.name(), "--color", "never"])
        .arg("--isolated")
        .args(["--client", client.id])
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_ne!(output.status.code(), Some(2), "{}: {error}", client.id);
    let text = String::from_utf8(output.stdout).unwrap();
    let folder = sandbox.home().canonicalize().unwrap();
    let folder = folder.parent().unwrap().to_string_lossy().into_owned();
    text.replace(&folder, "")
}
