//! `mcpmend ports` over real files: several clients, Compose with an override, ranges, IPv6, the
//! host's network.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::{copy_folder, mcpmend, snapshot};
use serde_json::Value;

struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// The files of `tests/ports`, in a folder of their own: their project must not lie in this
    /// repository.
    fn new() -> Machine {
        let machine = Machine {
            folder: tempfile::tempdir().unwrap(),
        };
        copy_folder(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ports"),
            machine.folder.path(),
        );
        std::fs::create_dir_all(machine.project().join(".git")).unwrap();
        machine
    }

    fn project(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join("project")
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.project().join(name), text).unwrap();
    }

    fn run_in(&self, folder: &Path, args: &[&str]) -> Output {
        mcpmend()
            .current_dir(folder)
            .arg("ports")
            .args(["--color", "never", "--home"])
            .arg(self.project().join("../home"))
            .args(args)
            .output()
            .unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_in(&self.project(), args)
    }

    fn text(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let folder = self.folder.path().canonicalize().unwrap();
        text.replace(&*folder.to_string_lossy(), "")
    }
}

#[test]
fn the_registry_shows_who_listens_and_who_connects() {
    let machine = Machine::new();
    snapshot("cli", "ports", &machine.text(&[]));
}

#[test]
fn what_a_team_commits_is_the_same_everywhere() {
    let machine = Machine::new();
    let page = machine.text(&["--format", "markdown"]);
    snapshot("cli", "ports-markdown", &page);
    for absent in [
        "/home",
        ".claude.json",
        "q8Zr2Lw9Xv4Kd7Tn3Bp6Ys",
        &*machine.folder.path().to_string_lossy(),
    ] {
        assert!(!page.contains(absent), "{absent}");
    }
    // From another folder, and from another machine.
    let project = machine.project();
    let elsewhere = machine.run_in(
        &std::env::temp_dir(),
        &[project.to_str().unwrap(), "--format", "markdown"],
    );
    assert_eq!(String::from_utf8(elsewhere.stdout).unwrap(), page);
    std::fs::remove_dir_all(machine.project().join("../home")).unwrap();
    std::fs::create_dir(machine.project().join("../home")).unwrap();
    assert_eq!(machine.text(&["--format", "markdown"]), page);
    // Lines that move change nothing.
    let config = std::fs::read_to_string(project.join(".mcp.json")).unwrap();
    machine.write(".mcp.json", &config.replace("{\n", "{\n\n"));
    assert_eq!(machine.text(&["--format", "markdown"]), page);
}

#[test]
fn a_stale_registry_is_told_with_its_difference() {
    let machine = Machine::new();
    let page = machine.text(&["--format", "markdown"]);
    machine.write("PORTS.md", &page);
    let fresh = machine.run(&["--check", "PORTS.md"]);
    assert_eq!((fresh.status.code(), fresh.stdout.len()), (Some(0), 0));
    machine.write("PORTS.md", &page.replace('\n', "\r\n"));
    let turned = machine.run(&["--check", "PORTS.md"]);
    assert_eq!(turned.status.code(), Some(0));
    machine.write("PORTS.md", &page);
    let compose = std::fs::read_to_string(machine.project().join("compose.yaml")).unwrap();
    machine.write("compose.yaml", &compose.replace("3101:8000", "3109:8000"));
    let stale = machine.run(&["--check", "PORTS.md"]);
    assert_eq!(stale.status.code(), Some(1));
    let told = String::from_utf8(stale.stderr).unwrap();
    assert!(told.starts_with("PORTS.md is stale;"), "{told}");
    snapshot(
        "cli",
        "ports-check",
        &String::from_utf8(stale.stdout).unwrap(),
    );
}

#[test]
fn a_registry_that_cannot_be_read_is_no_stale_one() {
    let machine = Machine::new();
    machine.write("latin.md", "x");
    std::fs::write(machine.project().join("latin.md"), b"caf\xe9").unwrap();
    for (file, why) in [
        ("none.md", "no such file"),
        (".cursor", "it is a folder"),
        ("latin.md", "it is not UTF-8"),
    ] {
        let output = machine.run(&["--check", file]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(&format!("{file}: {why}")), "{error}");
    }
}

#[test]
fn the_json_keeps_its_contract() {
    let machine = Machine::new();
    let schema: Value = serde_json::from_str(&mcpmend::schemas::ports()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let data: Value = serde_json::from_str(&machine.text(&["--format", "json"])).unwrap();
    if let Err(error) = validator.validate(&data) {
        panic!("{error}");
    }
    let port = |number: u64| {
        let ports = data["ports"].as_array().unwrap();
        ports.iter().find(|port| port["first"] == number).unwrap()
    };
    assert_eq!(port(3105)["notes"][0]["kind"], "collision");
    let published = &port(8100)["uses"][0];
    assert_eq!(published["purpose"], "publishes");
    assert_eq!(published["container"], "8000-8005");
    assert_eq!(port(8100)["last"], 8105);
    assert_eq!(port(3102)["uses"][0]["address"], "::1");
    assert_eq!(port(9229)["uses"][0]["varies"], true);
    assert_eq!(port(14881)["uses"][0]["purpose"], "may-wait");
    // UDP is no affair of MCP.
    assert!(!data.to_string().contains("8125"));
}

#[test]
fn a_machine_without_ports_says_so() {
    let machine = Machine::new();
    let empty = machine.project().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let output = machine.run_in(&empty, &[empty.to_str().unwrap()]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("No ports: "), "{text}");
}
