//! From the first message to the last.

use std::process::Command;

use serde_json::{Value, json};

use super::client::{Editor, Start, over};
use super::fixtures::NO_TYPE;

#[test]
fn an_orderly_end_is_no_failure() {
    over(&[]).end();
}

#[test]
fn an_exit_without_a_word_is_a_failure() {
    let mut editor = over(&[]);
    editor.tell("exit", Value::Null);
    let (status, errors) = editor.gone();
    assert_eq!((status.code(), errors.as_str()), (Some(1), ""));
    let mut editor = Editor::unborn(&[]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.gone().0.code(), Some(1));
}

#[test]
fn who_is_gone_is_not_waited_for() {
    let mut editor = over(&[]);
    editor.hang_up();
    assert_eq!(editor.gone().0.code(), Some(1));
    let mut editor = over(&[]);
    editor.ask("shutdown", Value::Null);
    editor.hang_up();
    assert_eq!(editor.gone().0.code(), Some(0));
}

/// The process that the editor names ends, and its streams stay open.
#[cfg(unix)]
#[test]
fn an_editor_that_died_is_not_served() {
    let mut other = Command::new("/bin/cat")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let editor = Start::new().process(other.id()).over(&[]);
    drop(other.stdin.take());
    other.wait().unwrap();
    let (status, _) = editor.gone();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn an_editor_of_an_unknown_process_is_served() {
    let mut editor = Start::new()
        .process(i32::MAX as u32 - 7)
        .over(&[(".mcp.json", NO_TYPE)]);
    assert_eq!(editor.open(".mcp.json").len(), 1);
    editor.end();
}

#[test]
fn nothing_is_answered_before_the_start_and_after_the_end() {
    let mut editor = Editor::unborn(&[]);
    let id = editor.begin("textDocument/hover", json!({}));
    assert_eq!(editor.answer(id)["error"]["code"], -32002);
    let id = editor.begin("initialize", json!({"capabilities": 7}));
    assert_eq!(editor.answer(id)["error"]["code"], -32602);
    editor.ask("initialize", json!({"capabilities": {}, "processId": null}));
    editor.tell("initialized", json!({}));
    editor.ask("shutdown", Value::Null);
    let id = editor.begin("textDocument/hover", json!({}));
    assert_eq!(editor.answer(id)["error"]["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.gone().0.code(), Some(0));
}

/// What is taken back before it is worked on is not worked on.
#[test]
fn requests_can_be_taken_back() {
    let servers: Vec<String> = (0..400)
        .map(|at| format!("\"s{at}\": {{\"url\": \"https://a.example.com/{at}\"}}"))
        .collect();
    let text = format!("{{\"mcpServers\": {{{}}}}}", servers.join(",\n"));
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    let uri = editor.uri(".mcp.json");
    let params = json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}});
    // Long work, and what waits behind it.
    editor.tell_change(".mcp.json", json!([{"text": text}]));
    let first = editor.begin("textDocument/hover", params.clone());
    let second = editor.begin("textDocument/hover", params);
    editor.tell("$/cancelRequest", json!({"id": second}));
    assert!(editor.answer(first).get("error").is_none());
    assert_eq!(editor.answer(second)["error"]["code"], -32800);
    // What is over cannot be taken back, nor what never was.
    editor.tell("$/cancelRequest", json!({"id": first}));
    editor.tell("$/cancelRequest", json!({"id": "x"}));
    editor.tell("$/cancelRequest", json!({}));
    editor.end();
}

#[test]
fn stdio_may_be_said() {
    let output = Command::new(env!("CARGO_BIN_EXE_mcpmend"))
        .args(["lsp", "--stdio"])
        .env_clear()
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
}
