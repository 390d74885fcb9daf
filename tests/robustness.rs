//! Nothing is lost and nothing is hidden: writes that fail, streams that close, texts that are no
//! configuration.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::mcpmend;
use serde_json::Value;

/// An error with a safe fix.
const UNTYPED: &str =
    "{\n  \"mcpServers\": {\n    \"docs\": { \"url\": \"https://mcp.example.com/mcp\" }\n  }\n}\n";

const SOUND: &str = "{\n  \"mcpServers\": {\n    \"docs\": { \"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\" }\n  }\n}\n";

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = mcpmend();
    command.current_dir(folder).args(args).arg("--isolated");
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn piped(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = command(folder, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn diff_exits_1_when_there_is_something_to_fix() {
    let folder = project(&[(".mcp.json", UNTYPED)]);
    let output = run(folder.path(), &[".", "--diff", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(1));
    let none = project(&[(".mcp.json", SOUND)]);
    let output = run(none.path(), &[".", "--diff"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(out(&output), "");
    let file = folder.path().join("fixes.patch");
    let whole = run(folder.path(), &[".", "--diff"]);
    let output = run(
        folder.path(),
        &[".", "--diff", "--output-file", "fixes.patch"],
    );
    assert_eq!(out(&output), "");
    assert_eq!(std::fs::read_to_string(file).unwrap(), out(&whole));
}

#[test]
fn after_fix_what_is_left_decides() {
    let folder = project(&[(".mcp.json", UNTYPED)]);
    let output = run(folder.path(), &[".", "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = std::fs::read_to_string(folder.path().join(".mcp.json")).unwrap();
    assert_eq!(text, SOUND);
    let folder = project(&[
        (".mcp.json", UNTYPED),
        ("sub/.mcp.json", "{\"mcpServers\": {\"x\": 5}}\n"),
    ]);
    let output = run(folder.path(), &[".", "--fix"]);
    assert_eq!(output.status.code(), Some(1), "{}", out(&output));
    let output = run(folder.path(), &[".", "--fix", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(0));
}

/// One file cannot be written: the other is, and each is reported as it now stands.
#[test]
fn a_fix_that_cannot_be_written_costs_no_other() {
    let folder = project(&[("a/.mcp.json", UNTYPED), ("b/.mcp.json", UNTYPED)]);
    let locked = folder.path().join("a/.mcp.json");
    let mut permissions = std::fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).unwrap();
    let output = run(folder.path(), &[".", "--fix", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(2));
    let said = err(&output);
    assert!(
        said.contains("a/.mcp.json: not written: it is read-only"),
        "{said}"
    );
    assert!(said.contains("fixed b/.mcp.json"), "{said}");
    assert!(said.contains("Fixed 1 problem in 1 file."), "{said}");
    assert!(
        out(&output).starts_with("a/.mcp.json:3:"),
        "{}",
        out(&output)
    );
    assert!(!out(&output).contains("b/.mcp.json"), "{}", out(&output));
    assert_eq!(std::fs::read_to_string(&locked).unwrap(), UNTYPED);
    let written = std::fs::read_to_string(folder.path().join("b/.mcp.json")).unwrap();
    assert_eq!(written, SOUND);
}

#[cfg(unix)]
#[test]
fn a_fixed_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    for mode in [0o600, 0o640, 0o755] {
        let folder = project(&[(".mcp.json", UNTYPED)]);
        let path = folder.path().join(".mcp.json");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        run(folder.path(), &[".", "--fix"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), SOUND);
        let now = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(now & 0o777, mode);
    }
}

#[test]
fn arguments_that_mean_nothing_are_refused() {
    let folder = project(&[(".mcp.json", UNTYPED)]);
    for (args, words) in [
        (&["--unsafe-fixes"][..], "--diff"),
        (&["--fix", "--diff"], "cannot be used with"),
        (&["--isolated", "--config", "x.toml"], "cannot be used with"),
        (&["--fail-on", "eror"], "'error'"),
        (
            &["--color", "never", "--os", "linux", "list"],
            "must stand first",
        ),
        (&["--nope"], "--nope"),
        (&["explain"], "<RULE|TEXT>"),
    ] {
        let output = mcpmend()
            .current_dir(folder.path())
            .args(args)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", out(&output));
        assert!(err(&output).contains(words), "{args:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{args:?}");
    }
    let output = mcpmend().arg("--help").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn json_keeps_its_contract_whatever_was_found() {
    let schema: Value = serde_json::from_str(&mcpmend::schemas::output()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let folders = [
        project(&[(".mcp.json", UNTYPED)]),
        project(&[(".mcp.json", SOUND)]),
        project(&[("readme.txt", "nothing")]),
        project(&[(".mcp.json/inside", "a folder in a file's place")]),
        project(&[(".mcp.json", "{\"mcpServers\": {\"a\": {,,]")]),
        project(&[("somewhere/mcp.json", SOUND)]),
    ];
    for folder in &folders {
        let output = run(folder.path(), &[".", "--format", "json"]);
        let data: Value = serde_json::from_slice(&output.stdout).unwrap();
        if let Err(error) = validator.validate(&data) {
            panic!("{error}\n{data:#}");
        }
        let listed = run(folder.path(), &["list", ".", "--format", "json"]);
        let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
        assert_eq!(listed["files"], data["files"]);
    }
}

#[test]
fn an_output_file_that_cannot_be_written_is_told() {
    let folder = project(&[(".mcp.json", UNTYPED)]);
    let output = run(folder.path(), &[".", "--output-file", "no/such/folder.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("no/such/folder.txt"),
        "{}",
        err(&output)
    );
}

/// An editor that pipes its buffer through mcpmend gets it back, whatever it is.
#[test]
fn a_filter_loses_nothing() {
    let folder = project(&[]);
    let unchanged: &[(&str, &[u8])] = &[
        (".mcp.json", SOUND.as_bytes()),
        ("package.json", b"{\"name\": \"x\"}\r\n"),
        ("notes.txt", b"no config at all"),
        (
            ".mcp.json",
            b"{\"mcpServers\": {\"a\": {\"url\": \"http://x/\xff\"}}}",
        ),
        (".mcp.json", b""),
        (".mcp.json", b"\xff\xfe{\0}\0"),
    ];
    for (path, input) in unchanged {
        let output = piped(folder.path(), &["--fix", "--stdin-filename", path], input);
        assert_eq!(output.stdout, *input, "{path}: {}", err(&output));
    }
    let output = piped(
        folder.path(),
        &["--fix", "--stdin-filename", ".mcp.json"],
        UNTYPED.as_bytes(),
    );
    assert_eq!(out(&output), SOUND);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("No problems"), "{}", err(&output));
}

/// Somebody who does not listen to standard error still gets the findings and the exit code.
#[cfg(unix)]
#[test]
fn a_closed_standard_error_hides_nothing() {
    let folder = project(&[
        (".mcp.json", UNTYPED),
        ("other.json", "{\"name\": \"no servers\"}"),
    ]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command(folder.path(), &[".mcp.json", "other.json", "--verbose"])
        .stderr(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("[missing-transport-type]"));
}

#[test]
fn a_path_that_is_given_twice_is_checked_once() {
    let folder = project(&[("sub/.mcp.json", UNTYPED)]);
    let output = run(
        folder.path(),
        &[
            "--format",
            "concise",
            "--quiet",
            "sub",
            "sub/.mcp.json",
            "sub/../sub/.mcp.json",
            ".",
        ],
    );
    assert_eq!(out(&output).lines().count(), 1, "{}", out(&output));
}

#[test]
fn a_misspelt_rule_in_the_settings_is_shown_where_it_stands() {
    let folder = project(&[
        (".mcp.json", UNTYPED),
        (
            "mcpmend.toml",
            "ignore = []\n\n[rules]\nmissing-transport-typ = \"off\"\n",
        ),
    ]);
    let output = mcpmend()
        .current_dir(folder.path())
        .arg(".")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        err(&output),
        "error: mcpmend.toml: line 4, column 1: unknown rule `missing-transport-typ`: did you mean `missing-transport-type`?\n"
    );
}

#[test]
fn statistics_count_by_rule() {
    let folder = project(&[("a/.mcp.json", UNTYPED), ("b/.mcp.json", UNTYPED)]);
    let output = run(folder.path(), &[".", "--statistics", "--quiet"]);
    assert_eq!(
        out(&output),
        " count  severity  category       rule                         safe  unsafe\n     \
         2  error     transport      missing-transport-type          2       -\n     \
         2                           total                           2       -\n"
    );
}

/// What is found does not depend on how a folder was named.
#[test]
fn a_path_through_the_folder_above_finds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "project/.mcp.json",
        r#"{ "mcpServers": {
            "docs": { "type": "http", "url": "http://localhost:3101/mcp" },
            "files": { "command": "node", "args": ["../gone.js"] }
        } }"#,
    );
    write(
        "project/compose.yaml",
        "services:\n  docs:\n    image: example/docs\n    ports:\n      - \"3101:3101\"\n",
    );
    std::fs::create_dir_all(folder.path().join("here/below")).unwrap();
    let run = |from: &str, given: &str| {
        let output = command(
            &folder.path().join(from),
            &[given, "--format", "concise", "-q"],
        )
        .output()
        .unwrap();
        out(&output).replace(given, "GIVEN")
    };
    let found = run("", "project");
    assert!(found.contains("bind-all-interfaces"), "{found}");
    assert_eq!(run("here", "../project"), found);
    assert_eq!(run("here/below", "../../project"), found);
    assert_eq!(run("project", "../here/../project"), found);
}
