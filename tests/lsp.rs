//! The language server, as an editor sees it: over the standard streams of the real binary.
#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lsp/client.rs"]
mod client;

use client::over;

const NO_TYPE: &str = r#"{
  "mcpServers": {
    "docs": { "url": "https://mcp.example.com/mcp" }
  }
}
"#;

#[test]
fn what_is_open_is_checked() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    assert_eq!(editor.initialized["serverInfo"]["name"], "mcpmend");
    let found = editor.open(".mcp.json");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["code"], "missing-transport-type");
    assert_eq!(found[0]["source"], "mcpmend");
    assert_eq!(found[0]["severity"], 1);
    editor.end();
}
