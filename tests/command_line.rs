//! What the command line promises: exit codes, formats, colours.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::Path;
use std::process::{Output, Stdio};

use common::{mcpmend, snapshot};

fn project(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".mcp.json"), text).unwrap();
    folder
}

const ERROR: &str = r#"{"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp"}}}"#;
const WARNING: &str =
    r#"{"mcpServers": {"docs": {"command": "docs-mcp", "headers": {"X-Team": "core"}}}}"#;
const HINT: &str = r#"{"mcpServers": {"docs": {"command": "npx", "args": ["docs-mcp@1.0.0"]}}}"#;
const CLEAN: &str = r#"{"mcpServers": {"docs": {"command": "docs-mcp"}}}"#;

fn run(folder: &Path, args: &[&str]) -> Output {
    mcpmend()
        .current_dir(folder)
        .args(["--isolated", "."])
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn the_exit_code_says_what_was_found() {
    for (text, level, code) in [
        (ERROR, "error", 1),
        (ERROR, "never", 0),
        (WARNING, "error", 0),
        (WARNING, "warning", 1),
        (HINT, "warning", 0),
        (HINT, "info", 1),
        (CLEAN, "info", 0),
    ] {
        let folder = project(text);
        let output = run(folder.path(), &["--fail-on", level]);
        assert_eq!(output.status.code(), Some(code), "{text} {level}");
    }
    let folder = project(ERROR);
    assert_eq!(run(folder.path(), &["--diff"]).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["--fix"]).status.code(), Some(0));
    assert_eq!(run(folder.path(), &["--diff"]).status.code(), Some(0));
    let lonely = run(folder.path(), &["--unsafe-fixes"]);
    assert_eq!(lonely.status.code(), Some(2));
}

#[test]
fn a_concise_line_has_its_form() {
    let folder = project(ERROR);
    let output = run(folder.path(), &["--format", "concise", "-q"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        ".mcp.json:1:26: error[missing-transport-type] `docs` has a `url` and no transport type\n"
    );
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = project(ERROR);
    let found = |args: &[&str]| {
        let output = run(
            folder.path(),
            &[args, &["--format", "concise", "-q"]].concat(),
        );
        !output.stdout.is_empty()
    };
    assert!(found(&["--select", "transport"]));
    assert!(found(&["--select", "syntax,missing-transport-type"]));
    assert!(!found(&["--select", "syntax"]));
    assert!(!found(&["--ignore", "missing-transport-type"]));
    assert!(!found(&["--ignore", "transport"]));
}

#[test]
fn settings_decide() {
    let folder = project(ERROR);
    let lines = |settings: &str| {
        std::fs::write(folder.path().join("mcpmend.toml"), settings).unwrap();
        let output = mcpmend()
            .current_dir(folder.path())
            .args([".", "--format", "concise", "-q"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(lines("").contains("error[missing-transport-type]"));
    assert!(
        lines("[rules]\nmissing-transport-type = \"info\"\n")
            .contains("info[missing-transport-type]")
    );
    assert_eq!(lines("[rules]\nmissing-transport-type = \"off\"\n"), "");
    assert_eq!(lines("ignore = [\"transport\"]\n"), "");
    assert_eq!(lines("exclude = [\".mcp.json\"]\n"), "");
    let accept = |server: &str| {
        format!(
            "[[accept]]\nrules = [\"missing-transport-type\"]\nserver = \"{server}\"\nreason = \"r\"\n"
        )
    };
    assert_eq!(lines(&accept("docs")), "");
    assert!(!lines(&accept("other")).is_empty());
}

#[test]
fn colours_are_for_those_who_want_them() {
    let folder = project(ERROR);
    let colored = |variables: &[(&str, &str)], args: &[&str]| {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(["--isolated", "."])
            .args(args)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&[], &["--color", "always"]));
    assert!(colored(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    run(
        folder.path(),
        &["--color", "always", "--output-file", "out.txt"],
    );
    let file = std::fs::read(folder.path().join("out.txt")).unwrap();
    assert!(!file.contains(&0x1b));
    assert!(
        String::from_utf8(file)
            .unwrap()
            .contains("missing-transport-type")
    );
}

#[test]
fn standard_input_is_checked_as_the_file_that_it_would_be() {
    use std::io::Write;
    for (path, client, found) in [
        (".mcp.json", None, true),
        (".cursor/mcp.json", None, false),
        ("anything.json", Some("cline"), true),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = mcpmend();
        command
            .current_dir(folder.path())
            .args(["--isolated", "--format", "concise", "-q"])
            .args(["--stdin-filename", path]);
        if let Some(client) = client {
            command.args(["--client", client]);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(ERROR.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            text.contains("missing-transport-type"),
            found,
            "{path}: {text}"
        );
        assert!(text.is_empty() || text.starts_with(path), "{text}");
    }
}

#[test]
fn what_it_knows_can_be_read() {
    let pages = [
        ("list", &["list", "tests/tour", "--isolated"][..]),
        ("rules", &["rules"]),
        ("clients", &["clients"]),
        ("clients-codex", &["clients", "codex"]),
        ("clients-windsurf", &["clients", "windsurf"]),
        (
            "clients-continue",
            &["clients", "continue", "--format", "json"],
        ),
        ("explain", &["explain", "docker-not-interactive"]),
        ("help", &["--help"]),
    ];
    for (name, args) in pages {
        let output = mcpmend()
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}");
        snapshot("cli", name, &String::from_utf8(output.stdout).unwrap());
    }
}

/// An entry that starts a bridge says where that leads.
#[test]
fn the_list_looks_through_bridges() {
    let fixture = "tests/fixtures/http-server-by-command";
    for (name, format) in [("list-bridges", "human"), ("list-bridges-json", "json")] {
        let mut text = String::new();
        for case in ["bad-bridges", "good-bridges"] {
            let mut command = mcpmend();
            command
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .args(["list", "--isolated", "--color", "never"])
                .arg(format!("{fixture}/{case}/project"));
            if format == "json" {
                command.args(["--format", "json"]);
            }
            let output = command.output().unwrap();
            assert!(output.status.success(), "{case}");
            text.push_str(&String::from_utf8(output.stdout).unwrap());
        }
        snapshot("cli", name, &text);
    }
}

/// Every finding can be explained, and every rule and client is listed.
#[test]
fn every_rule_and_client_is_listed() {
    let text =
        |args: &[&str]| String::from_utf8(mcpmend().args(args).output().unwrap().stdout).unwrap();
    let listed = text(&["rules"]);
    for rule in mcpmend::rules::all() {
        assert!(listed.contains(rule.name));
        assert!(text(&["explain", rule.name]).contains("Why it fails"));
    }
    let listed = text(&["clients"]);
    for client in mcpmend::clients::ALL {
        assert!(listed.contains(client.id));
        assert!(text(&["clients", client.id]).contains("Precedence"));
    }
}
