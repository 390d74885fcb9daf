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
        ("/repo/.qwen/settings.json", ("qwen-code", "settings")),
        ("/repo/.factory/mcp.json", ("droid", "servers")),
        ("/home/me/.augment/settings.json", ("auggie", "settings")),
        ("/repo/librechat.yaml", ("librechat", "config")),
        (
            "/repo/librechat.example.yaml",
            ("librechat", "named-config"),
        ),
        ("/repo/config/mcporter.json", ("mcporter", "config")),
        (
            "/home/me/.mcp-inspector/mcp.json",
            ("mcp-inspector", "catalog"),
        ),
        ("/home/me/.kimi/mcp.json", ("kimi-cli", "user")),
        ("/home/me/.kimi-code/mcp.json", ("kimi-code", "servers")),
        ("/repo/.vibe/config.toml", ("mistral-vibe", "config")),
        ("/repo/.grok/config.toml", ("grok-build", "config")),
        (
            "/home/me/.grok/user-settings.json",
            ("grok-cli", "user-settings"),
        ),
        ("/repo/.grok/settings.json", ("grok-cli", "not read")),
        ("/repo/.mcp.json", ("claude-code", "project")),
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

#[test]
fn qwen_code_looks_at_the_name_of_the_url() {
    let text = r#"{"mcpServers": {
        "url": {"type": "http", "url": "https://example.com/mcp"},
        "http": {"httpUrl": "https://example.com/mcp"},
        "all": {"command": "server", "url": "https://example.com/sse", "httpUrl": "https://example.com/mcp"},
        "both": {"command": "server", "url": "https://example.com/sse"},
        "named": {"command": "server", "httpUrl": "https://example.com/mcp"},
        "sdk": {"type": "sdk"}
    }}"#;
    assert_eq!(
        read("qwen-code", "/repo/.qwen/settings.json", text),
        "read: url=loaded sse, http=loaded http, all=loaded http, both=loaded sse, named=loaded http, sdk=loaded nothing"
    );
}

#[test]
fn qwen_code_looks_at_one_type_in_a_file_of_claude_code() {
    let text = r#"{"mcpServers": {
        "http": {"type": "http", "url": "https://example.com/mcp"},
        "other": {"type": "streamable-http", "url": "https://example.com/mcp"},
        "none": {"url": "https://example.com/mcp"},
        "both": {"type": "http", "command": "server", "url": "https://example.com/mcp"},
        "null": null
    }}"#;
    assert_eq!(
        read("qwen-code", "/repo/.mcp.json", text),
        "read: http=loaded http, other=loaded sse, none=loaded sse, both=loaded sse, null=rejected nothing"
    );
    let marked = format!("\u{feff}{}", r#"{"mcpServers": {}}"#);
    assert_eq!(read("qwen-code", "/repo/.mcp.json", &marked), "rejected: ");
    assert_eq!(
        read("qwen-code", "/repo/.qwen/settings.json", &marked),
        "read: "
    );
}

#[test]
fn one_bad_server_takes_all_of_auggies_with_it() {
    let place = "/repo/.augment/settings.json";
    let of = |entry: &str| {
        let good = r#""good": {"command": "server", "args": ["--port", 8123, true]}"#;
        let text = format!(r#"{{"mcpServers": {{{good}, "x": {entry}}}}}"#);
        read("auggie", place, &text)
    };
    assert_eq!(
        of(r#"{"command": "server", "env": {"A": null, "B": 1, "C": false}}"#),
        "read: good=loaded stdio, x=loaded stdio"
    );
    for entry in [
        "null",
        r#""server""#,
        r#"{"command": "server", "type": "local"}"#,
        r#"{"command": "server", "args": [["a"]]}"#,
        r#"{"command": "server", "env": {"A": {}}}"#,
        r#"{"command": "server", "disabled": "true"}"#,
    ] {
        let told = of(entry);
        assert!(
            told.starts_with("rejected: good=dropped"),
            "{entry}: {told}"
        );
    }
    // These it tells of.
    for entry in ["{}", r#"{"type": "http", "command": "server"}"#] {
        let told = of(entry);
        assert!(
            told.starts_with("rejected: good=rejected"),
            "{entry}: {told}"
        );
    }
}

#[test]
fn some_take_the_whole_command_line_as_a_list() {
    let json = r#"{"mcpServers": {"a": {"command": ["server", "--quiet"]}}}"#;
    assert_eq!(
        read("mcporter", "/repo/config/mcporter.json", json),
        "read: a=loaded stdio"
    );
    assert_eq!(
        read("droid", "/repo/.factory/mcp.json", json),
        "read: a=loaded stdio"
    );
    let toml =
        "[[mcp_servers]]\nname = \"a\"\ntransport = \"stdio\"\ncommand = [\"server\", \"-q\"]\n";
    assert_eq!(
        read("mistral-vibe", "/repo/.vibe/config.toml", toml),
        "read: a=loaded stdio"
    );
}

#[test]
fn mistral_vibe_wants_a_list_and_codex_a_table() {
    let list = "[[mcp_servers]]\nname = \"a\"\ntransport = \"stdio\"\ncommand = \"server\"\n";
    let table = "[mcp_servers.a]\ncommand = \"server\"\n";
    assert_eq!(
        read("mistral-vibe", "/repo/.vibe/config.toml", list),
        "read: a=loaded stdio"
    );
    let told = read("mistral-vibe", "/repo/.vibe/config.toml", table);
    assert!(told.starts_with("rejected: "), "{told}");
    assert_eq!(
        read("grok-build", "/repo/.grok/config.toml", table),
        "read: a=loaded stdio"
    );
    let told = read("codex", "/repo/.codex/config.toml", list);
    assert!(told.starts_with("rejected: "), "{told}");
}

#[test]
fn the_two_of_moonshot_tell_transports_by_another_key() {
    let text = r#"{"mcpServers": {
        "path": {"url": "https://example.com/sse"},
        "type": {"type": "sse", "url": "https://example.com/mcp"},
        "told": {"transport": "sse", "url": "https://example.com/mcp"}
    }}"#;
    assert_eq!(
        read("kimi-cli", "/home/me/.kimi/mcp.json", text),
        "read: path=loaded sse, type=loaded http, told=loaded sse"
    );
    assert_eq!(
        read("kimi-code", "/repo/.kimi-code/mcp.json", text),
        "read: path=loaded http, type=loaded http, told=loaded sse"
    );
    let bare = r#"{"a": {"command": "server"}}"#;
    assert_eq!(
        read("kimi-cli", "/home/me/.kimi/mcp.json", bare),
        "read: a=loaded stdio"
    );
    assert_eq!(
        read("kimi-code", "/repo/.kimi-code/mcp.json", bare),
        "read: "
    );
    assert_eq!(read("kimi-code", "/repo/.kimi-code/mcp.json", ""), "read: ");
    let streamable = r#"{"mcpServers": {"a": {"transport": "streamable-http", "url": "https://example.com/mcp"}}}"#;
    assert_eq!(
        read("kimi-cli", "/home/me/.kimi/mcp.json", streamable),
        "read: a=loaded http"
    );
    assert_eq!(
        read("kimi-code", "/repo/.kimi-code/mcp.json", streamable),
        "rejected: a=rejected http"
    );
}

#[test]
fn grok_build_and_the_communitys_cli_share_a_folder_and_nothing_else() {
    let toml = "[mcp_servers.a]\nurl = \"https://example.com/sse\"\n\n\
                [mcp_servers.b]\nurl = \"https://example.com/mcp\"\ntype = \"sse\"\n\n\
                [mcp_servers.c]\ncommand = \"server\"\nurl = \"https://example.com/mcp\"\n\n\
                [mcp_servers.d]\ncommand = \"server\"\nargs = \"-q\"\n";
    assert_eq!(
        read("grok-build", "/home/me/.grok/config.toml", toml),
        "read: a=loaded sse, b=loaded sse, c=loaded stdio, d=rejected stdio"
    );
    let json = r#"{"mcp": {"servers": [
        {"id": "a", "label": "A", "enabled": true, "transport": "stdio", "command": "server"},
        {"id": "b", "label": "B", "transport": "stdio", "command": "server"},
        {"id": "c", "label": "C", "enabled": false, "transport": "http", "url": "https://example.com/mcp"},
        {"id": "d", "enabled": true, "transport": "http", "url": "https://example.com/mcp"},
        {"id": "e", "label": "E", "enabled": true, "url": "https://example.com/mcp"}
    ]}}"#;
    assert_eq!(
        read("grok-cli", "/home/me/.grok/user-settings.json", json),
        "read: a=loaded stdio, b=dropped stdio, c=disabled http, d=rejected http, e=rejected http"
    );
    let commented = format!("// mine\n{json}");
    let told = read("grok-cli", "/home/me/.grok/user-settings.json", &commented);
    assert!(told.starts_with("rejected: a=dropped"), "{told}");
}

#[test]
fn librechat_asks_for_arguments() {
    let place = "/repo/librechat.yaml";
    let with = "mcpServers:\n  a:\n    command: server\n    args: []\n";
    assert_eq!(read("librechat", place, with), "read: a=loaded stdio");
    let without =
        "mcpServers:\n  a:\n    command: server\n  b:\n    url: https://example.com/mcp\n";
    assert_eq!(
        read("librechat", place, without),
        "rejected: a=rejected stdio, b=rejected sse"
    );
    assert_eq!(read("librechat", place, "version: 1.3.1\n"), "read: ");
}
