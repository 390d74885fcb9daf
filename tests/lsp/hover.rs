//! What is said about a place.

use serde_json::{Value, json};

use super::client::{Editor, Start, able, over};
use super::fixtures::{marked, slice};

fn hover(editor: &mut Editor, path: &str, text: &str) -> Option<(String, String)> {
    let (text, position) = marked(text);
    editor.open_as(path, &text);
    let uri = editor.uri(path);
    let said = editor.ask(
        "textDocument/hover",
        json!({"textDocument": {"uri": uri}, "position": position}),
    );
    if said == Value::Null {
        return None;
    }
    let place = slice(&text, &said["range"]).to_owned();
    Some((
        said["contents"]["value"].as_str().unwrap().to_owned(),
        place,
    ))
}

#[test]
fn a_field_says_what_it_means_to_this_client() {
    let mut editor = over(&[]);
    let (text, place) = hover(
        &mut editor,
        ".gemini/settings.json",
        "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"time|out\": 30000}}}",
    )
    .unwrap();
    assert_eq!(place, "\"timeout\"");
    for part in [
        "Gemini CLI",
        "milliseconds",
        "600000 when absent",
        "a number",
        "Source (",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The same name in another client means something else.
    let (text, _) = hover(
        &mut editor,
        ".zed/settings.json",
        "{\"context_servers\": {\"a\": {\"command\": \"x\", \"time|out\": 30}}}",
    )
    .unwrap();
    for part in ["Zed", "seconds, 60 when absent"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    editor.end();
}

#[test]
fn a_type_says_what_it_means() {
    let mut editor = over(&[]);
    let (text, place) = hover(
        &mut editor,
        ".mcp.json",
        "{\"mcpServers\": {\"a\": {\"type\": \"ss|e\", \"url\": \"https://a.example.com/sse\"}}}",
    )
    .unwrap();
    assert_eq!(place, "\"sse\"");
    assert!(text.contains("`sse`: HTTP+SSE"), "{text}");
    editor.end();
}

#[test]
fn a_server_says_how_it_is_taken() {
    let mut editor = over(&[]);
    let path = ".mcp.json";
    let (text, place) = hover(
        &mut editor,
        path,
        "{\"mcpServers\": {\"do|cs\": {\"type\": \"http\", \"url\": \"https://mcp.example.com/mcp\"}}}",
    )
    .unwrap();
    assert_eq!(place, "\"docs\"");
    for part in [
        "Claude Code",
        "project scope",
        "loaded as streamable HTTP",
        "`https://mcp.example.com/mcp`",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (text, _) = hover(
        &mut editor,
        path,
        "{\"mcpServers\": {\"do|cs\": {\"url\": \"https://mcp.example.com/mcp\"}}}",
    )
    .unwrap();
    assert!(
        text.contains("rejected") || text.contains("dropped"),
        "{text}"
    );
    editor.end();
}

#[test]
fn a_server_of_a_toml_file_is_named_many_times() {
    let mut editor = over(&[]);
    for text in [
        "[mcp_servers.do|cs]\ncommand = \"x\"\n\n[mcp_servers.docs.env]\nA = \"1\"\n",
        "[mcp_servers.docs]\ncommand = \"x\"\n\n[mcp_servers.do|cs.env]\nA = \"1\"\n",
    ] {
        let (said, place) = hover(&mut editor, ".codex/config.toml", text).unwrap();
        assert_eq!(place, "docs");
        assert!(said.contains("loaded as stdio: `x`"), "{said}");
    }
    editor.end();
}

#[test]
fn the_key_of_the_servers_is_explained() {
    let mut editor = over(&[]);
    let (text, _) = hover(
        &mut editor,
        ".mcp.json",
        "{\"mcp|Servers\": {\"a\": {\"command\": \"x\"}}}",
    )
    .unwrap();
    assert!(
        text.contains("the servers of Claude Code") && text.contains("1 server"),
        "{text}"
    );
    editor.end();
}

#[test]
fn a_finding_is_explained_by_its_rule() {
    let mut editor = over(&[]);
    let (text, _) = hover(
        &mut editor,
        ".mcp.json",
        "{\"mcpServers\": {\"docs\": {\"u|rl\": \"https://mcp.example.com/mcp\"}}}",
    )
    .unwrap();
    for part in ["missing-transport-type", "**Why it fails**", "**Fix**"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("```"), "examples: {text}");
    editor.end();
}

#[test]
fn secrets_are_masked() {
    let secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    let mut editor = over(&[]);
    let text = format!(
        "{{\"mcpServers\": {{\"do|cs\": {{\"command\": \"x\", \"args\": [\"--token\", \"{secret}\"]}}}}}}"
    );
    let (said, _) = hover(&mut editor, ".mcp.json", &text).unwrap();
    assert!(said.contains("--token") && !said.contains(secret), "{said}");
    let everything = format!("{:?}", editor.rest());
    assert!(!everything.contains(secret), "{everything}");
    editor.end();
}

#[test]
fn an_editor_without_markdown_gets_plain_text() {
    let mut capabilities = able();
    capabilities["textDocument"]["hover"] = json!({});
    let mut editor = Start::new().capabilities(capabilities).over(&[]);
    let (text, _) = hover(
        &mut editor,
        ".mcp.json",
        "{\"mcpServers\": {\"a\": {\"comm|and\": \"x\"}}}",
    )
    .unwrap();
    assert!(!text.contains(['`', '*']), "{text}");
    editor.end();
}

#[test]
fn where_nothing_is_known_nothing_is_said() {
    let mut editor = over(&[]);
    for text in [
        "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"env\": {\"A|B\": \"1\"}}}}",
        "|{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}",
        "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}\n\n|",
    ] {
        assert_eq!(hover(&mut editor, ".mcp.json", text), None, "{text}");
    }
    editor.end();
}
