//! Fixes of different rules for one server come to one sensible server.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use common::Sandbox;
use mcpmend::check::Selection;
use mcpmend::diagnostic::Persona;

/// One rule adds the type that the url lacks, another replaces the url by a command. Together in
/// one round they would leave a command that calls itself HTTP, whose arguments a third rule then
/// takes away.
#[test]
fn a_url_that_becomes_a_command_keeps_its_arguments() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            ".mcp.json",
            r#"{ "mcpServers": { "tracer": { "url": "http://localhost:5000/mcp" } } }"#,
        )
        .write(
            "opencode.json",
            r#"{ "mcp": { "tracer": { "type": "local", "command": ["uvx", "--from", "tracer", "tracer-mcp"] } } }"#,
        );
    let mended = sandbox.fix(&Selection {
        persona: Persona::Pedantic,
        ..Selection::default()
    });
    assert!(mended.failed.is_empty() && !mended.unsettled);
    let (_, file) = mended
        .workspace
        .files()
        .find(|(_, file)| file.shown == ".mcp.json")
        .unwrap();
    let text: serde_json::Value = serde_json::from_str(&file.document.text).unwrap();
    assert_eq!(
        text["mcpServers"]["tracer"],
        serde_json::json!({
            "type": "stdio",
            "command": "uvx",
            "args": ["--from", "tracer", "tracer-mcp"],
        })
    );
}
