//! The servers of a file, as an outline.

use serde_json::{Value, json};

use super::client::{Start, able, over};
use super::fixtures::slice;

const TEXT: &str = r#"{
  "mcpServers": {
    "docs": { "type": "http", "url": "https://mcp.example.com/mcp" },
    "local": { "command": "npx", "args": ["-y", "x", "--token", "ghp_0123456789abcdefghijABCDEFGHIJ012345"] }
  }
}
"#;

#[test]
fn servers_lie_below_their_key() {
    let mut editor = over(&[(".mcp.json", TEXT)]);
    editor.open(".mcp.json");
    let uri = editor.uri(".mcp.json");
    let symbols = editor.ask(
        "textDocument/documentSymbol",
        json!({"textDocument": {"uri": uri}}),
    );
    let root = &symbols[0];
    assert_eq!(root["name"], "mcpServers");
    let servers = root["children"].as_array().unwrap();
    let names: Vec<&Value> = servers.iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["docs", "local"]);
    assert_eq!(
        servers[0]["detail"],
        "streamable HTTP: https://mcp.example.com/mcp"
    );
    let detail = servers[1]["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("stdio: npx -y x --token ghp_"),
        "{detail}"
    );
    assert!(!detail.contains("0123456789"), "{detail}");
    assert_eq!(slice(TEXT, &servers[0]["selectionRange"]), "\"docs\"");
    assert!(slice(TEXT, &servers[0]["range"]).ends_with("mcp\" }"));
    let fields = servers[0]["children"].as_array().unwrap();
    let names: Vec<&Value> = fields.iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["type", "url"]);
    editor.end();
}

#[test]
fn servers_stand_one_after_the_other() {
    let mut capabilities = able();
    capabilities["textDocument"]["documentSymbol"] = json!({});
    let toml = "[mcp_servers.a]\ncommand = \"x\"\n\n[mcp_servers.b]\nurl = \"https://b.example.com/mcp\"\n";
    let mut editor = Start::new()
        .capabilities(capabilities)
        .over(&[(".codex/config.toml", toml)]);
    editor.open(".codex/config.toml");
    let uri = editor.uri(".codex/config.toml");
    let symbols = editor.ask(
        "textDocument/documentSymbol",
        json!({"textDocument": {"uri": uri}}),
    );
    let symbols = symbols.as_array().unwrap();
    assert_eq!(symbols.len(), 2);
    assert_eq!(symbols[1]["name"], "b");
    assert_eq!(symbols[1]["containerName"], "mcp_servers");
    assert_eq!(symbols[1]["location"]["uri"], uri.as_str());
    editor.end();
}
