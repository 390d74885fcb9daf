//! What no editor should send, and some do.

use serde_json::{Value, json};

use super::client::over;
use super::fixtures::{FINE, NO_TYPE, codes};

#[test]
fn what_is_no_message_is_refused() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    for body in ["{", "[]", "7", "{\"jsonrpc\": \"2.0\"}", "\u{fffd}"] {
        editor.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let refused = editor.wait("a refusal", |it| {
            it.get("id") == Some(&Value::Null) && it.get("error").is_some()
        });
        assert_eq!(refused["error"]["code"], -32700, "{body}");
    }
    assert_eq!(editor.open(".mcp.json").len(), 1);
    editor.end();
}

#[test]
fn a_stream_that_cannot_be_told_apart_ends_it() {
    let mut editor = over(&[]);
    editor.raw(b"hello\r\n\r\n");
    let (status, errors) = editor.gone();
    assert_eq!((status.code(), errors.as_str()), (Some(1), ""));
}

#[test]
fn names_that_are_no_files_are_passed_over() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    let long = format!("file:///{}.mcp.json", "x/".repeat(5000));
    for uri in [
        "untitled:Untitled-1",
        "untitled:.mcp.json",
        "git:/p/.mcp.json?ref=HEAD",
        "vscode-notebook-cell:/p/.mcp.json#W0",
        "file://host/share/.mcp.json",
        "file:///c%3A/p/%FF%FE/.mcp.json",
        "file:///%00/.mcp.json",
        "file:///",
        "file:",
        "file:///p/../../../.mcp.json",
        "http://[::1/.mcp.json",
        "no uri at all",
        "%",
        "",
        &long,
    ] {
        editor.tell_open(uri, NO_TYPE);
        let document = json!({"uri": uri, "version": 2});
        editor.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": [{"text": FINE}]}),
        );
        editor.tell(
            "textDocument/didSave",
            json!({"textDocument": {"uri": uri}}),
        );
        let position = json!({"line": 0, "character": 0});
        let id = editor.begin(
            "textDocument/hover",
            json!({"textDocument": {"uri": uri}, "position": position}),
        );
        editor.answer(id);
        editor.tell(
            "textDocument/didClose",
            json!({"textDocument": {"uri": uri}}),
        );
    }
    assert_eq!(editor.open(".mcp.json").len(), 1);
    editor.end();
}

#[test]
fn user_files_of_an_editor_are_known_by_their_path() {
    let mut editor = over(&[]);
    let path = editor.path(".vscode/mcp.json");
    let uri = format!("vscode-userdata:{}", path.display());
    editor.tell_open(&uri, "{\"servers\": {\"a\": {}}}");
    let found = editor.wait("diagnostics", |it| it["params"]["uri"] == uri.as_str());
    let found = found["params"]["diagnostics"].as_array().unwrap().clone();
    assert!(codes(&found).contains(&"missing-transport"), "{found:?}");
    editor.end();
}

#[test]
fn one_file_has_many_names() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    let uri = editor.uri(".mcp.json").replace(".mcp.json", "%2Emcp.json");
    editor.tell_open(&uri, NO_TYPE);
    let found = editor.wait("diagnostics", |it| it["params"]["uri"] == uri.as_str());
    assert_eq!(found["params"]["diagnostics"].as_array().unwrap().len(), 1);
    editor.end();
}

#[test]
fn places_outside_are_drawn_inside() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    let uri = editor.uri(".mcp.json");
    let far = json!({"line": 4_000_000_000_u32, "character": 4_000_000_000_u32});
    for method in ["textDocument/hover", "textDocument/completion"] {
        editor.ask(
            method,
            json!({"textDocument": {"uri": uri}, "position": far}),
        );
    }
    editor.ask(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": uri}, "range": {"start": far, "end": far}, "context": {"diagnostics": []}}),
    );
    let found = editor.change(
        ".mcp.json",
        json!([{"range": {"start": far, "end": far}, "text": " "}]),
    );
    assert_eq!(found.len(), 1);
    // A range that ends before it starts.
    let start = json!({"line": 2, "character": 9});
    let end = json!({"line": 0, "character": 0});
    editor.change(
        ".mcp.json",
        json!([{"range": {"start": start, "end": end}, "text": ""}]),
    );
    // A number that is none.
    let id = editor.begin(
        "textDocument/hover",
        json!({"textDocument": {"uri": uri}, "position": {"line": -1, "character": 0}}),
    );
    assert_eq!(editor.answer(id)["error"]["code"], -32602);
    editor.end();
}

#[test]
fn what_is_not_open_cannot_change() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.tell_change(".mcp.json", json!([{"text": FINE}]));
    let said = editor.told("window/logMessage");
    assert!(
        said["message"].as_str().unwrap().contains("not open"),
        "{said}"
    );
    editor.close(".mcp.json");
    assert_eq!(editor.open(".mcp.json").len(), 1);
    editor.end();
}

#[test]
fn a_second_opening_counts() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    assert!(editor.open_as(".mcp.json", FINE).is_empty());
    let said = editor.told("window/logMessage");
    assert!(
        said["message"].as_str().unwrap().contains("opened twice"),
        "{said}"
    );
    editor.end();
}

#[test]
fn a_huge_document_is_survived() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    // Over the limit: it is not read.
    let huge = format!(
        "{{\"mcpServers\": {{\"a\": {{\"command\": \"{}\"}}}}}}",
        "x".repeat(10 << 20)
    );
    let found = editor.open_as(".mcp.json", &huge);
    assert_eq!(codes(&found), ["unreadable-file"], "{}", found.len());
    let found = editor.set(".mcp.json", NO_TYPE);
    assert_eq!(codes(&found), ["missing-transport-type"]);
    // Below it.
    let large = format!(
        "{{\"mcpServers\": {{\"a\": {{\"url\": \"https://a.example.com/{}\"}}}}}}",
        "x".repeat(1 << 16)
    );
    let found = editor.set(".mcp.json", &large);
    assert!(codes(&found).contains(&"missing-transport-type"));
    editor.end();
}

#[test]
fn any_text_is_survived() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    let uri = editor.uri(".mcp.json");
    let deep = "[".repeat(5000);
    for text in [
        "",
        "\u{0}",
        "\u{feff}{}",
        "\u{feff}",
        "{",
        "}",
        "\"",
        "{\"mcpServers\":",
        "\r",
        "\u{1f600}",
        "{\"mcpServers\": {\"\": {\"\": \"\"}}}",
        "{\"mcpServers\": [\"a\", {}, 1]}",
        &deep,
    ] {
        editor.set(".mcp.json", text);
        let position = json!({"line": 0, "character": 1});
        for method in ["textDocument/hover", "textDocument/completion"] {
            editor.ask(
                method,
                json!({"textDocument": {"uri": uri}, "position": position}),
            );
        }
        editor.ask(
            "textDocument/documentSymbol",
            json!({"textDocument": {"uri": uri}}),
        );
        editor.ask(
            "textDocument/codeAction",
            json!({
                "textDocument": {"uri": uri},
                "range": {"start": position, "end": position},
                "context": {"diagnostics": []},
            }),
        );
    }
    let said = editor.rest();
    assert!(
        !said.iter().any(|it| it["method"] == "window/logMessage"),
        "{said:?}"
    );
    editor.end();
}

#[test]
fn parameters_that_make_no_sense_are_told() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didSave",
        "textDocument/didClose",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
    ] {
        editor.tell(method, json!({"textDocument": 7}));
        let said = editor.told("window/logMessage");
        assert!(
            said["message"].as_str().unwrap().starts_with(method),
            "{said}"
        );
    }
    editor.tell("no/such/thing", json!({}));
    editor.tell("$/setTrace", json!({"value": "off"}));
    assert_eq!(editor.open(".mcp.json").len(), 1);
    editor.end();
}
