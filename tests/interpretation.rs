//! What clients make of a file, beyond what a run of them has shown: each test tells a way that
//! its client's source or documentation states.
#![allow(clippy::unwrap_used)] // A test may panic.

use std::path::PathBuf;

use mcpmend::clients;
use mcpmend::discover::{Found, Place, classify};
use mcpmend::workspace::Workspace;

/// Reads `text` as the client called `id` would at `path`, and tells what becomes of it:
/// `read: name=loaded stdio, …`.
fn read(id: &str, path: &str, text: &str) -> String {
    let client = clients::by_id(id).unwrap();
    let path = PathBuf::from(path);
    let place = classify(&path, Some(client)).unwrap();
    assert!(matches!(place, Place::Known { .. }), "{place:?}");
    let mut workspace = Workspace::default();
    let found = Found {
        shown: path.to_string_lossy().into_owned(),
        path,
        place,
        also: Vec::new(),
    };
    let id = workspace.add_text(&found, text.into()).unwrap();
    let servers: Vec<String> = workspace
        .entries_of(id)
        .map(|(_, entry)| {
            let transport = entry
                .interpretation
                .transport
                .map_or("nothing", |transport| transport.id().unwrap_or("other"));
            format!("{}={} {transport}", entry.name, entry.status.id())
        })
        .collect();
    format!("{}: {}", workspace.file(id).status.id(), servers.join(", "))
}

fn kind(path: &str) -> Option<(&'static str, &'static str)> {
    match classify(&PathBuf::from(path), None)? {
        Place::Known { client, kind, .. } => Some((client.id, kind.id)),
        Place::NotRead { client, .. } => Some((client.id, "not read")),
        Place::Unplaced { .. } => None,
    }
}

#[test]
fn files_belong_to_the_client_whose_place_they_stand_at() {
    for (path, expected) in [
        ("/repo/.codex/config.toml", ("codex", "project")),
        ("/home/me/.codex/work.config.toml", ("codex", "profile")),
        ("/repo/opencode.json", ("opencode", "config")),
        ("/repo/.opencode/opencode.jsonc", ("opencode", "config")),
        (
            "/home/me/.config/opencode/config.json",
            ("opencode", "config"),
        ),
        (
            "/home/me/.cline/data/settings/cline_mcp_settings.json",
            ("cline", "user"),
        ),
        (
            "/home/me/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            ("cline", "not read"),
        ),
        ("/repo/.zed/settings.json", ("zed", "project-settings")),
        ("/home/me/.config/zed/settings.json", ("zed", "settings")),
        (
            "/Users/me/Library/Application Support/Zed/settings.json",
            ("zed", "not read"),
        ),
        ("/home/me/.continue/config.yaml", ("continue", "config")),
        ("/repo/.continue/mcpServers/a.yaml", ("continue", "block")),
        (
            "/repo/.continue/mcpServers/a.json",
            ("continue", "json-block"),
        ),
    ] {
        assert_eq!(kind(path), Some(expected), "{path}");
    }
}

#[test]
fn codex_refuses_what_belongs_to_the_other_transport() {
    let place = "/repo/.codex/config.toml";
    for line in [
        "args = [\"a\"]",
        "env = { A = \"b\" }",
        "env_vars = [\"A\"]",
        "cwd = \"/\"",
        "bearer_token = \"placeholder\"",
        "command = \"server\"",
    ] {
        let text = format!("[mcp_servers.x]\nurl = \"https://example.com/mcp\"\n{line}\n");
        let told = read("codex", place, &text);
        assert!(told.starts_with("rejected: "), "{line}: {told}");
    }
    for line in [
        "bearer_token_env_var = \"A\"",
        "bearer_token = \"placeholder\"",
        "http_headers = { A = \"b\" }",
        "env_http_headers = { A = \"b\" }",
        "oauth_resource = \"a\"",
    ] {
        let text = format!("[mcp_servers.x]\ncommand = \"server\"\n{line}\n");
        let told = read("codex", place, &text);
        assert!(told.starts_with("rejected: "), "{line}: {told}");
    }
}

#[test]
fn codex_lays_a_project_over_the_user() {
    let text = "[mcp_servers.x]\nstartup_timeout_sec = 5\nenabled = false\n";
    assert_eq!(
        read("codex", "/repo/.codex/config.toml", text),
        "read: x=disabled nothing"
    );
    assert_eq!(
        read("codex", "/home/me/.codex/other.config.toml", text),
        "read: x=disabled nothing"
    );
}

#[test]
fn cline_reads_a_nested_transport() {
    let place = "/home/me/.cline/data/settings/cline_mcp_settings.json";
    let text = r#"{"mcpServers": {
        "http": {"transport": {"type": "streamableHttp", "url": "https://example.com/mcp"}},
        "off": {"transport": {"type": "stdio", "command": "server"}, "disabled": true}
    }}"#;
    assert_eq!(
        read("cline", place, text),
        "read: http=loaded http, off=disabled stdio"
    );
    let text = r#"{"mcpServers": {
        "good": {"command": "server"},
        "bad": {"transport": {"type": "http", "url": "https://example.com/mcp"}}
    }}"#;
    assert_eq!(
        read("cline", place, text),
        "rejected: good=rejected stdio, bad=rejected http"
    );
}

#[test]
fn cline_refuses_the_file_for_a_url_that_is_none() {
    let place = "/home/me/.cline/data/settings/cline_mcp_settings.json";
    let of = |url: &str| {
        let text = format!(r#"{{"mcpServers": {{"x": {{"type": "sse", "url": "{url}"}}}}}}"#);
        read("cline", place, &text)
    };
    assert_eq!(of("example.com/mcp"), "rejected: x=rejected sse");
    assert_eq!(of("https://example.com/mcp"), "read: x=loaded sse");
    // The extension puts the variable in first.
    assert_eq!(of("${env:SERVER_URL}"), "read: x=loaded sse");
}

#[test]
fn opencode_takes_both_shapes() {
    let place = "/repo/opencode.json";
    let text = r#"{"mcp": {"a": {"type": "local", "command": ["server"]}}}"#;
    assert_eq!(read("opencode", place, text), "read: a=loaded stdio");
    let text = r#"{"mcp": {"timeout": {"startup": 9000}, "servers": {
        "a": {"type": "local", "command": ["server"], "disabled": true},
        "b": {"type": "remote", "url": "https://example.com/mcp"}
    }}}"#;
    assert_eq!(
        read("opencode", place, text),
        "read: a=disabled stdio, b=loaded http"
    );
}

#[test]
fn opencode_takes_an_entry_that_only_switches() {
    let place = "/repo/opencode.json";
    let text = r#"{"mcp": {"a": {"enabled": false}}}"#;
    assert_eq!(read("opencode", place, text), "read: a=disabled nothing");
}

#[test]
fn opencode_ignores_a_wrong_entry_that_says_enabled() {
    let place = "/repo/opencode.json";
    let text = r#"{"mcp": {
        "a": {"type": "stdio", "command": ["server"], "enabled": true},
        "b": {"type": "local", "command": "server", "enabled": true},
        "c": {"type": "local", "command": ["server"]}
    }}"#;
    assert_eq!(
        read("opencode", place, text),
        "read: a=dropped stdio, b=dropped stdio, c=loaded stdio"
    );
    let text = r#"{"mcp": {"a": {"type": "stdio", "command": ["server"], "enabled": "yes"}}}"#;
    assert_eq!(read("opencode", place, text), "rejected: a=rejected stdio");
}

#[test]
fn opencode_wants_the_command_as_a_list() {
    let text = r#"{"mcp": {"a": {"type": "local", "command": "server"}}}"#;
    assert_eq!(
        read("opencode", "/repo/opencode.json", text),
        "rejected: a=rejected stdio"
    );
}

#[test]
fn zed_reads_settings_of_extensions_as_such() {
    let text = r#"{"context_servers": { // with a comment
        "extension": {"settings": {"key": "value"}},
        "misspelt": {"cmd": "server"},
        "both": {"command": "server", "url": "https://example.com/mcp"},
        "url": {"type": "sse", "url": "https://example.com/mcp"},
    }}"#;
    assert_eq!(
        read("zed", "/repo/.zed/settings.json", text),
        "read: extension=loaded nothing, misspelt=dropped nothing, both=loaded stdio, url=loaded http"
    );
}

#[test]
fn continue_reads_lists_in_yaml_and_maps_in_json() {
    let yaml = "mcpServers:\n  - name: a\n    command: server\n  - uses: acme/block\n";
    assert_eq!(
        read("continue", "/repo/.continue/mcpServers/a.yaml", yaml),
        "read: a=loaded stdio, 1=loaded nothing"
    );
    let yaml = "mcpServers:\n  - command: server\n";
    assert_eq!(
        read("continue", "/home/me/.continue/config.yaml", yaml),
        "rejected: 0=rejected stdio"
    );
    let json = r#"{"mcpServers": {"a": {"type": "http", "url": "https://example.com/mcp"}}}"#;
    assert_eq!(
        read("continue", "/repo/.continue/mcpServers/a.json", json),
        "read: a=loaded http"
    );
    let json = r#"{"mcpServers": {
        "a": {"type": "streamable-http", "url": "https://example.com/mcp"},
        "b": {"command": "server"}
    }}"#;
    assert_eq!(
        read("continue", "/repo/.continue/mcpServers/a.json", json),
        "rejected: a=rejected http, b=rejected stdio"
    );
}

#[test]
fn continue_refuses_a_map_in_yaml() {
    let yaml = "mcpServers:\n  a:\n    command: server\n";
    assert_eq!(
        read("continue", "/home/me/.continue/config.yaml", yaml),
        "rejected: a=rejected stdio"
    );
}
