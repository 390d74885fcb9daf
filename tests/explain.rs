//! What `mcpmend explain` makes of texts that clients and servers print.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

#[path = "explain/texts.rs"]
mod texts;

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use common::{mcpmend, snapshot};
use mcpmend::errors::{self, Plain};
use serde_json::Value;
use texts::TEXTS;

#[test]
fn every_known_text_is_told() {
    let mut wrong = Vec::new();
    for (text, expected) in TEXTS {
        let found = errors::read(&Plain::new(text));
        let ids: Vec<&str> = found.iter().map(|it| it.family.id).collect();
        if ids != *expected {
            wrong.push(format!("{text}\n    {ids:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Numbers, paths, case and colours of a text do not matter.
#[test]
fn texts_are_told_in_other_words_of_the_same_kind() {
    for (text, expected) in TEXTS {
        let port = text.replace("3000", "61234").replace("8080", "9");
        let colour = format!(
            "\u{1b}[31m[error]\u{1b}[39m {}",
            text.replace(' ', " \u{1b}[0m")
        );
        let noisy =
            format!("2026-11-26T03:04:05.678Z [docs] [error] {text} {{ metadata: undefined }}");
        for text in [port, text.to_uppercase(), colour, noisy] {
            let found = errors::read(&Plain::new(&text));
            let ids: Vec<&str> = found.iter().map(|it| it.family.id).collect();
            assert!(
                expected.iter().all(|id| ids.contains(id)),
                "{text}: {ids:?}"
            );
        }
    }
}

const PROJECT: &str = r#"{
  "mcpServers": {
    "memory": { "type": "http", "url": "http://localhost:3001/mcp" },
    "docs": { "command": "npx", "args": ["-y", "mcp-remote", "https://docs.corp.internal/mcp"] },
    "time": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-time"] },
    "files": { "command": "node", "args": ["/srv/files/index.js", "--port", "3100"] },
    "tickets": { "type": "http", "url": "http://localhost:3200/mcp", "headers": { "Authorization": "Bearer SECRET" } }
  }
}
"#;

fn secret() -> String {
    ["ghp", "_", "16C7e42F292c6912E7710c838347Ae178B4a"].concat()
}

fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("home")).unwrap();
    std::fs::create_dir_all(folder.path().join("p/.git")).unwrap();
    let project = PROJECT.replace("SECRET", &secret());
    std::fs::write(folder.path().join("p/.mcp.json"), project).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str], input: Option<&[u8]>) -> Output {
    let mut child = mcpmend()
        .current_dir(folder.join("p"))
        .arg("explain")
        .args(args)
        .args(["--home", "../home", "--os", "linux", "--isolated"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Whoever does not read it, does not want it.
    let _ = stdin.write_all(input.unwrap_or_default());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(folder: &Path, text: &str) -> Value {
    let output = run(folder, &[text, "--format", "json"], None);
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_text_is_explained_with_the_server_that_it_is_about() {
    let world = world();
    let text = out(&run(
        world.path(),
        &["Error: connect ECONNREFUSED 127.0.0.1:3001"],
        None,
    ));
    snapshot("explain", "refused", &text);
    let text = out(&run(
        world.path(),
        &["Error: connect ECONNREFUSED 127.0.0.1:4567"],
        None,
    ));
    assert!(text.contains("No server here names port 4567"), "{text}");
    assert!(text.contains("ss -Hltn 'sport = :4567'"), "{text}");
}

#[test]
fn the_servers_are_told_by_what_the_text_names() {
    let world = world();
    for (text, servers) in [
        ("connect ECONNREFUSED 127.0.0.1:3001", &["memory"][..]),
        ("connect ECONNREFUSED ::1:3200", &["tickets"]),
        (
            "Failed to connect to MCP server at http://localhost:3200/mcp",
            &["tickets"],
        ),
        (
            "MCP client for `docs` timed out after 30 seconds",
            &["docs"],
        ),
        ("[time] [error] Server disconnected", &["time"]),
        (
            "MCP server \"memory\" Connection failed: Connection refused",
            &["memory"],
        ),
        ("mcp-server-files: -32000: Connection closed", &["files"]),
        (
            "listen EADDRINUSE: address already in use :::3100",
            &["files"],
        ),
        (
            "npm error 404 '@modelcontextprotocol/server-time@*' is not in this registry",
            &["time"],
        ),
        (
            "Error: Cannot find module '/srv/files/index.js'",
            &["files"],
        ),
        (
            "unable to verify the first certificate, host docs.corp.internal",
            &["docs"],
        ),
        // `npx` starts two of them, and one has something that explains it.
        ("spawn node ENOENT", &["files"]),
        // Words that are names are no names everywhere.
        (
            "fetch failed: out of memory at this time, see docs and files",
            &[],
        ),
        ("connect ECONNREFUSED 127.0.0.1:31001", &[]),
    ] {
        let said = json(world.path(), text);
        let found: Vec<&str> = said["servers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|server| server["server"].as_str().unwrap())
            .collect();
        assert_eq!(found, servers, "{text}: {said:#}");
    }
    let said = json(world.path(), "connect ECONNREFUSED 127.0.0.1:3001");
    let finding = &said["servers"][0]["findings"][0];
    assert_eq!(finding["rule"], "stdio-server-by-url");
    assert_eq!(finding["explains"], true);
    assert_eq!(finding["line"], 3);
}

#[test]
fn json_keeps_its_contract() {
    let world = world();
    let schema: Value = serde_json::from_str(&mcpmend::schemas::explain()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    for text in [
        "spawn npx ENOENT",
        "fetch failed",
        "what is this",
        "connection-refused",
    ] {
        let said = json(world.path(), text);
        if let Err(error) = validator.validate(&said) {
            panic!("{text}: {error}");
        }
        assert_eq!(said["version"], 1);
    }
    let rule = json(world.path(), "docker-tty");
    assert_eq!(rule["rule"]["name"], "docker-tty");
}

#[test]
fn the_exit_code_says_whether_something_was_known() {
    let world = world();
    for (args, input, code, words) in [
        (
            &["spawn", "npx", "ENOENT"][..],
            None,
            0,
            "program-not-found",
        ),
        (&["-32000"], None, 0, "server-ended"),
        (&["-32001: Request timed out"], None, 0, "request-timed-out"),
        (&["401"], None, 0, "unauthorized"),
        (&["enoent: spawn npx enoent"], None, 0, "program-not-found"),
        (&["econnrefused"], None, 0, "connection-refused"),
        (&["connection-refused"], None, 0, "connection-refused"),
        (&["something else entirely"], None, 1, "knows no error"),
        (&["docker daemon trouble"], None, 1, "docker-not-running"),
        (&["-"], Some(&b"one\nspawn npx ENOENT\n"[..]), 0, "line 2"),
        (
            &["-"],
            Some(b"\xff\xfes\0p\0a\0w\0n\0 \0E\0I\0N\0V\0A\0L\0"),
            0,
            "windows-batch-file",
        ),
        (&["-"], Some(b"nothing to see"), 1, "knows no error"),
        (&["-"], Some(b"\xff\x00\xfe"), 1, "knows no error"),
    ] {
        let output = run(world.path(), args, input);
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        let text = out(&output);
        assert!(text.contains(words), "{args:?}: {text}");
    }
    for (args, input, words) in [
        (&["-"][..], Some(&b""[..]), "there is no text to explain"),
        (&[" \n "], None, "there is no text to explain"),
        (&["conection-refused"], None, "unknown rule"),
    ] {
        let output = run(world.path(), args, input);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(words), "{args:?}: {said}");
    }
}

/// Secrets of the configuration, and what looks like one in the text, are masked.
#[test]
fn no_secret_is_shown() {
    let world = world();
    let password = "correct-Horse7".to_owned();
    let other = ["sk-", "ant-", "api03-AbCd1234EfGh5678IjKl9012MnOp3456QrSt"].concat();
    let own = secret();
    let long = format!(
        "{} HTTP 401 Authorization: Bearer {other} {}",
        "x ".repeat(9_000),
        "y ".repeat(9_000)
    );
    for text in [
        format!("HTTP 401 for http://localhost:3200/mcp Authorization: Bearer {own}"),
        format!("[tickets] 401 Unauthorized, sent {own}"),
        format!("HTTP 401 x-api-key={other}"),
        format!("HTTP 401 at https://bob:{password}@h.example/mcp?token={other}"),
        format!(
            "{{\"error\":\"401 Unauthorized\",\"headers\":{{\"Authorization\":\"Bearer {other}\"}}}}"
        ),
        format!("PASSWORD={password} spawn npx ENOENT"),
        long,
    ] {
        for format in ["table", "json"] {
            let output = run(
                world.path(),
                &["-", "--format", format],
                Some(text.as_bytes()),
            );
            assert_eq!(output.status.code(), Some(0), "{text}");
            let said = out(&output);
            for hidden in [&password, &other, &own] {
                assert!(!said.contains(hidden.as_str()), "{said}");
                assert!(!said.contains(&hidden[hidden.len() / 2..]), "{said}");
            }
        }
        let output = run(
            world.path(),
            &["-", "--show-secrets"],
            Some(text.as_bytes()),
        );
        let said = out(&output).replace("\n  ", " ");
        let shown = [&password, &other, &own];
        assert!(shown.iter().any(|it| said.contains(it.as_str())), "{said}");
    }
}

#[test]
fn a_terminal_obeys_nothing_of_a_text() {
    let world = world();
    let text = "\u{1b}]0;title\u{7}\u{1b}[2J spawn \u{202e}npx ENOENT \u{9b}31m\u{8}\r\u{1b}(0";
    for color in ["always", "never"] {
        let output = run(
            world.path(),
            &["-", "--color", color],
            Some(text.as_bytes()),
        );
        let said = out(&output);
        let ours = [
            "\u{1b}[1m",
            "\u{1b}[2m",
            "\u{1b}[0m",
            "\u{1b}[1;31m",
            "\u{1b}[1;33m",
            "\u{1b}[1;36m",
        ];
        let rest = ours.iter().fold(said, |text, code| text.replace(code, ""));
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!rest.contains(bad), "{rest:?}");
    }
}

/// However long a log is, it takes time in proportion: this one would take hours otherwise.
#[test]
fn a_long_log_is_read_in_one_pass() {
    let world = world();
    let line = "2026-11-26T03:04:05 [info] GET /mcp 200 OK, all is well with the world\n";
    let mut log = line.repeat(3_000_000 / line.len());
    log.push_str("Error: connect ECONNREFUSED 127.0.0.1:3001\n");
    let output = run(world.path(), &["-"], Some(log.as_bytes()));
    let text = out(&output);
    let last = log.lines().count();
    assert!(
        text.contains(&format!("line {last}: Error: connect")),
        "{text}"
    );
    assert!(text.contains("`memory` of Claude Code"), "{text}");
    // One line of nothing but errors, and of what nearly is one.
    let log =
        "econnrefused 127.0.0.1:3001 unexpected token \"path\": [\"mcpservers\", ".repeat(8_000);
    let output = run(world.path(), &["-"], Some(log.as_bytes()));
    assert!(out(&output).contains("8000 times in all"));
}

#[test]
fn several_errors_are_told_apart() {
    let world = world();
    let log = "[docs] Error: unable to verify the first certificate\n\
        [docs] MCP error -32000: Connection closed\n\
        [time] npm error 404 '@modelcontextprotocol/server-time@*' is not in this registry\n\
        [time] MCP error -32000: Connection closed\n";
    let text = out(&run(world.path(), &["-"], Some(log.as_bytes())));
    snapshot("explain", "several", &text);
}

#[test]
fn an_unknown_text_is_met_kindly() {
    let world = world();
    let text = out(&run(
        world.path(),
        &["the \"memory\" server has trouble with its docker daemon"],
        None,
    ));
    snapshot("explain", "unknown", &text);
}
