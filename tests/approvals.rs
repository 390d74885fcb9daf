//! Settings that approve everything: which files are read, and that the rest is left alone.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use common::Sandbox;

const CONFIG: &str = r#"{ "mcpServers": { "docs": { "command": "docs-server" } } }"#;
const ALL: &str = r#"{ "enableAllProjectMcpServers": true }"#;

fn companions(sandbox: &Sandbox) -> Vec<(String, &'static str)> {
    let workspace = sandbox.workspace();
    workspace
        .companions()
        .map(|(_, file)| (file.shown.clone(), file.scope.name()))
        .collect()
}

fn told(file: &str, scope: &'static str) -> (String, &'static str) {
    (file.to_owned(), scope)
}

#[test]
fn only_settings_that_approve_are_read() {
    let sandbox = Sandbox::new();
    sandbox
        .write(".mcp.json", CONFIG)
        .write(".claude/settings.json", r#"{ "model": "opus" }"#)
        .write(".claude/settings.local.json", ALL);
    assert_eq!(
        companions(&sandbox),
        [told(".claude/settings.local.json", "local")]
    );
    sandbox.write(".claude/settings.json", "no JSON at all");
    assert_eq!(companions(&sandbox).len(), 1);
    sandbox.write(".claude/settings.json", ALL);
    assert_eq!(
        companions(&sandbox)[0],
        told(".claude/settings.json", "project")
    );
}

#[test]
fn a_project_in_a_folder_below_has_its_own() {
    let sandbox = Sandbox::new();
    sandbox
        .write("app/.mcp.json", CONFIG)
        .write("app/.claude/settings.json", ALL)
        .write("other/.claude/settings.json", ALL);
    assert_eq!(
        companions(&sandbox),
        [told("app/.claude/settings.json", "project")]
    );
}

#[test]
fn the_current_project_counts_without_a_config() {
    let sandbox = Sandbox::new();
    sandbox.write(".claude/settings.json", ALL);
    assert_eq!(
        companions(&sandbox),
        [told(".claude/settings.json", "project")]
    );
}

#[test]
fn a_person_s_own_are_read_beside_their_config() {
    let sandbox = Sandbox::new();
    sandbox.write("~/.claude/settings.json", ALL);
    assert_eq!(companions(&sandbox), []);
    sandbox.write("~/.claude.json", CONFIG);
    let found = companions(&sandbox);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1, "user");
    // In a project that is the home folder itself they are still the person's.
    sandbox.write("~/.mcp.json", CONFIG);
    assert!(companions(&sandbox).iter().all(|file| file.1 == "user"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let sandbox = Sandbox::new();
    sandbox
        .write(".mcp.json", CONFIG)
        .write("../elsewhere.json", ALL)
        .write(".claude/keep", "");
    std::os::unix::fs::symlink(
        sandbox.path("../elsewhere.json"),
        sandbox.path(".claude/settings.json"),
    )
    .unwrap();
    assert_eq!(companions(&sandbox), []);
}
