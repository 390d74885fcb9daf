//! What may be written at a place.

use serde_json::{Value, json};

use super::client::{Editor, Start, able, over};
use super::fixtures::{apply, marked};

fn complete(editor: &mut Editor, path: &str, text: &str) -> (String, Vec<Value>) {
    let (text, position) = marked(text);
    editor.open_as(path, &text);
    let uri = editor.uri(path);
    let found = editor.ask(
        "textDocument/completion",
        json!({"textDocument": {"uri": uri}, "position": position}),
    );
    (text, found.as_array().cloned().unwrap_or_default())
}

fn labels(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|it| it["label"].as_str().unwrap())
        .collect()
}

fn named<'v>(items: &'v [Value], label: &str) -> &'v Value {
    items
        .iter()
        .find(|it| it["label"] == label)
        .unwrap_or_else(|| panic!("{label}: {:?}", labels(items)))
}

/// The text with an item in it, its places filled in with nothing.
fn with(text: &str, item: &Value) -> String {
    let edit = item["textEdit"].clone();
    apply(text, &[edit])
}

fn plain() -> Start {
    let mut capabilities = able();
    capabilities["textDocument"]["completion"] = json!({});
    Start::new().capabilities(capabilities)
}

#[test]
fn fields_that_are_not_there_yet() {
    let mut editor = over(&[]);
    let (_, items) = complete(
        &mut editor,
        ".mcp.json",
        "{\"mcpServers\": {\"a\": {\"command\": \"x\", |\"env\": {}}}}",
    );
    let labels = labels(&items);
    assert!(labels.contains(&"args"), "{labels:?}");
    assert!(
        !labels.contains(&"command") && !labels.contains(&"env"),
        "{labels:?}"
    );
    // What is for servers that are called is not for this one.
    assert!(
        !labels.contains(&"url") && !labels.contains(&"headers"),
        "{labels:?}"
    );
    let args = named(&items, "args");
    let told = args["documentation"]["value"].as_str().unwrap();
    assert!(!told.is_empty());
    assert_eq!(args["insertTextFormat"], 2);
    editor.end();
}

#[test]
fn what_is_written_parses() {
    let mut editor = plain().over(&[]);
    for (text, label, expected) in [
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"ar|\"}}}",
            "args",
            "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\"\"]}}}",
        ),
        (
            "{\"mcpServers\": {\"a\": {| \"args\": []}}}",
            "command",
            "{\"mcpServers\": {\"a\": {\"command\": \"\", \"args\": []}}}",
        ),
        (
            "{\"mcpServers\": {\"a\": {\"com|\": \"x\"}}}",
            "command",
            "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}",
        ),
        (
            "{\"mcpServers\": {\"a\": {\"type\": \"|\", \"url\": \"https://a.example.com\"}}}",
            "http",
            "{\"mcpServers\": {\"a\": {\"type\": \"http\", \"url\": \"https://a.example.com\"}}}",
        ),
        (
            "{\"mcpServers\": {\"a\": {\"type\": | \"url\": \"https://a.example.com\"}}}",
            "http",
            "{\"mcpServers\": {\"a\": {\"type\": \"http\", \"url\": \"https://a.example.com\"}}}",
        ),
        ("{|}", "mcpServers", "{\"mcpServers\": {}}"),
    ] {
        let (text, items) = complete(&mut editor, ".mcp.json", text);
        assert_eq!(with(&text, named(&items, label)), expected);
    }
    editor.end();
}

#[test]
fn values_of_which_there_are_few() {
    let mut editor = over(&[]);
    let (_, items) = complete(
        &mut editor,
        ".mcp.json",
        "{\"mcpServers\": {\"a\": {\"type\": \"|",
    );
    assert!(
        labels(&items).contains(&"stdio") && labels(&items).contains(&"http"),
        "{items:?}"
    );
    let told = named(&items, "http")["documentation"]["value"]
        .as_str()
        .unwrap();
    assert!(told.contains("Streamable HTTP"), "{told}");
    let (_, items) = complete(
        &mut editor,
        ".cline/mcp.json",
        "{\"mcpServers\": {\"a\": {\"disabled\": |}}}",
    );
    if !items.is_empty() {
        assert_eq!(labels(&items), ["true", "false"]);
    }
    let (_, items) = complete(
        &mut editor,
        ".codex/config.toml",
        "[mcp_servers.a]\ncommand = \"x\"\nenabled = |\n",
    );
    assert_eq!(labels(&items), ["true", "false"]);
    editor.end();
}

#[test]
fn keys_while_the_text_is_broken() {
    let mut editor = over(&[]);
    for text in [
        "{\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"x\",\n      \"ar|",
        "{\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"x\"\n      \"ar|\n    },\n    \"b\": {\n",
        "{\n  \"mcpServers\": {\n    \"b\": { \"command\": },\n    \"a\": {\n      \"command\": \"x\", ar|\n",
    ] {
        let (_, items) = complete(&mut editor, ".mcp.json", text);
        assert!(
            labels(&items).contains(&"args"),
            "{text}: {:?}",
            labels(&items)
        );
        assert!(!labels(&items).contains(&"command"), "{text}");
    }
    editor.end();
}

#[test]
fn the_key_of_the_servers() {
    let mut editor = over(&[]);
    for (path, text, key) in [
        (".mcp.json", "{ \"|", "mcpServers"),
        (".vscode/mcp.json", "{\n  |\n}\n", "servers"),
        (".codex/config.toml", "mc|", "mcp_servers"),
    ] {
        let (_, items) = complete(&mut editor, path, text);
        named(&items, key);
    }
    // VS Code keeps inputs beside them.
    let (_, items) = complete(&mut editor, ".vscode/mcp.json", "{\"servers\": {}, |}");
    named(&items, "inputs");
    assert!(!labels(&items).contains(&"servers"), "{:?}", labels(&items));
    editor.end();
}

#[test]
fn whole_servers() {
    let mut editor = over(&[]);
    let (text, items) = complete(&mut editor, ".mcp.json", "{\"mcpServers\": {|}}");
    let remote = with(&text, named(&items, "new server (url)"));
    // Claude Code wants the type.
    assert!(remote.contains("\"type\": \"http\""), "{remote}");
    let local = with(&text, named(&items, "new server (command)"));
    assert!(
        local.contains("\"command\": ") && !local.contains("\"type\""),
        "{local}"
    );
    editor.end();
    // Without places to fill in they are of no use.
    let mut editor = plain().over(&[]);
    let (_, items) = complete(&mut editor, ".mcp.json", "{\"mcpServers\": {|}}");
    assert!(items.is_empty(), "{:?}", labels(&items));
    editor.end();
}

#[test]
fn other_formats() {
    let mut editor = plain().over(&[]);
    let (text, items) = complete(
        &mut editor,
        ".codex/config.toml",
        "[mcp_servers.a]\ncommand = \"x\"\nar|\n",
    );
    assert_eq!(
        with(&text, named(&items, "args")),
        "[mcp_servers.a]\ncommand = \"x\"\nargs = [\"\"]\n"
    );
    let (text, items) = complete(
        &mut editor,
        ".continue/mcpServers/a.yaml",
        "name: a\nversion: 0.0.1\nschema: v1\nmcpServers:\n  - name: a\n    command: x\n    ar|\n",
    );
    let written = with(&text, named(&items, "args"));
    assert!(
        written.ends_with("    command: x\n    args: [\"\"]\n"),
        "{written}"
    );
    assert!(!labels(&items).contains(&"command"));
    editor.end();
}

/// TOML's inline tables and YAML's flow maps.
#[test]
fn brackets_of_other_formats() {
    let mut editor = plain().over(&[]);
    for (path, text, label, expected) in [
        (
            ".codex/config.toml",
            "[mcp_servers]\na = { command = \"x\", ar| }\n",
            "args",
            "[mcp_servers]\na = { command = \"x\", args = [\"\"] }\n",
        ),
        (
            ".codex/config.toml",
            "[mcp_servers]\na = { | command = \"x\" }\n",
            "env",
            "[mcp_servers]\na = { env = {}, command = \"x\" }\n",
        ),
        (
            ".continue/mcpServers/a.yaml",
            "name: a\nmcpServers:\n  - {name: a, command: x, ar|}\n",
            "args",
            "name: a\nmcpServers:\n  - {name: a, command: x, args: [\"\"]}\n",
        ),
        (
            ".continue/mcpServers/a.yaml",
            "name: a\nmcpServers: [{name: a, en|, command: x}]\n",
            "env",
            "name: a\nmcpServers: [{name: a, env: {}, command: x}]\n",
        ),
        (
            ".continue/mcpServers/a.yaml",
            "name: a\nmcpServers: [{name: a, type: |, url: 'https://a.example.com'}]\n",
            "sse",
            "name: a\nmcpServers: [{name: a, type: sse, url: 'https://a.example.com'}]\n",
        ),
    ] {
        let (text, items) = complete(&mut editor, path, text);
        assert_eq!(with(&text, named(&items, label)), expected);
        assert!(!labels(&items).contains(&"command"), "{expected}");
    }
    editor.end();
}

#[test]
fn nothing_where_nothing_is_ours() {
    let mut editor = over(&[]);
    for text in [
        "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"env\": {\"|\"}}}}",
        "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [\"|\"]}}}",
        "{\"mcpServers\": {\"a\": {\"command\": \"|\"}}}",
        "{ // |\n\"mcpServers\": {}}",
    ] {
        let (_, items) = complete(&mut editor, ".mcp.json", text);
        assert!(items.is_empty(), "{text}: {:?}", labels(&items));
    }
    editor.end();
}
