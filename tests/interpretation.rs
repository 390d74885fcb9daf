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

#[test]
fn places_of_more_clients() {
    for (path, expected) in [
        ("/repo/.roo/mcp.json", ("roo-code", "project")),
        (
            "/home/me/.vscode-server/data/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
            ("roo-code", "user"),
        ),
        ("/repo/kilo.json", ("kilo-code", "project")),
        ("/repo/.kilocode/mcp.json", ("kilo-code", "old-project")),
        ("/repo/.kilo/mcp/time.json", ("kilo-code", "server")),
        (
            "/home/me/.config/kilo/opencode.json",
            ("kilo-code", "config"),
        ),
        ("/repo/opencode.json", ("opencode", "config")),
        ("/home/me/.config/goose/config.yaml", ("goose", "config")),
        ("/repo/.goose/config.yaml", ("goose", "not read")),
        ("/repo/.goose/recipes/review.json", ("goose", "json-recipe")),
        ("/repo/.crush.json", ("crush", "config")),
        ("/repo/.amazonq/mcp.json", ("amazon-q-cli", "servers")),
        (
            "/repo/.amazonq/cli-agents/a.json",
            ("amazon-q-cli", "agent"),
        ),
        (
            "/repo/.amazonq/agents/default.json",
            ("amazon-q-ide", "agent"),
        ),
        ("/repo/.kiro/settings/mcp.json", ("kiro", "workspace")),
        ("/home/me/.openhands/config.toml", ("openhands", "config")),
        ("/repo/.mcphub/servers.json", ("mcp-hub", "servers")),
    ] {
        assert_eq!(kind(path), Some(expected), "{path}");
    }
    for path in ["/repo/config.toml", "/repo/recipe.yaml"] {
        assert_eq!(kind(path), None, "{path} is as common a name as can be");
    }
}

#[test]
fn roo_code_loses_a_projects_file_and_an_entry_of_the_users() {
    let text = r#"{"mcpServers": {
        "good": {"command": "server"},
        "bad": {"url": "https://example.com/mcp", "type": "sse", "env": {"A": "b"}},
        "old": {"url": "https://example.com/mcp"}
    }}"#;
    assert_eq!(
        read("roo-code", "/repo/.roo/mcp.json", text),
        "rejected: good=rejected stdio, bad=rejected sse, old=rejected sse"
    );
    let user = "/home/me/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json";
    assert_eq!(
        read("roo-code", user, text),
        "read: good=loaded stdio, bad=rejected sse, old=loaded sse"
    );
}

#[test]
fn roo_code_counts_seconds_up_to_an_hour() {
    let of = |timeout: u32| {
        let text =
            format!(r#"{{"mcpServers": {{"x": {{"command": "a", "timeout": {timeout}}}}}}}"#);
        read("roo-code", "/repo/.roo/mcp.json", &text)
    };
    assert_eq!(of(3600), "read: x=loaded stdio");
    assert_eq!(of(60000), "rejected: x=rejected stdio");
}

#[test]
fn kilo_code_reads_opencodes_shape_and_env_too() {
    let text = r#"{"mcp": {
        // a comment
        "a": {"type": "local", "command": ["server"], "env": {"A": "b"}},
        "b": {"type": "remote", "url": "https://example.com/mcp", "enabled": false},
    }}"#;
    assert_eq!(
        read("kilo-code", "/repo/kilo.jsonc", text),
        "read: a=loaded stdio, b=disabled http"
    );
    let text = r#"{"mcp": {"a": {"command": ["server"]}}}"#;
    assert_eq!(
        read("kilo-code", "/repo/kilo.json", text),
        "rejected: a=rejected stdio"
    );
}

#[test]
fn kilo_code_takes_over_the_old_files() {
    let text = r#"{"mcpServers": {
        "remote": {"type": "streamable-http", "url": "https://example.com/mcp"},
        "local": {"type": "whatever", "command": "server"},
        "half": {"type": "sse", "command": "server"}
    }}"#;
    assert_eq!(
        read("kilo-code", "/repo/.kilocode/mcp.json", text),
        "read: remote=loaded http, local=loaded stdio, half=dropped http"
    );
    assert_eq!(
        read("kilo-code", "/repo/.kilo/mcp.json", "{\"mcpServers\": {},}"),
        "rejected: ",
        "strict JSON, unlike kilo.json"
    );
    assert_eq!(
        read(
            "kilo-code",
            "/repo/.kilo/mcp/time.json",
            r#"{"command": "server"}"#
        ),
        "read: time=loaded stdio",
        "the file is named after the server"
    );
}

#[test]
fn goose_skips_what_is_not_whole() {
    let text = "
extensions:
  whole: {enabled: true, type: stdio, name: whole, cmd: server, args: [], timeout: null}
  part-of-goose: {enabled: true, type: builtin, name: developer}
  no-enabled: {type: stdio, name: a, cmd: server, args: []}
  no-args: {enabled: true, type: stdio, name: a, cmd: server}
  foreign: {command: server}
  old: {enabled: true, type: sse, name: a, uri: https://example.com/sse}
  off: {enabled: false, type: streamable_http, name: a, description: '', uri: https://example.com/mcp}
";
    assert_eq!(
        read("goose", "/home/me/.config/goose/config.yaml", text),
        "read: whole=loaded stdio, part-of-goose=loaded nothing, no-enabled=dropped stdio, \
         no-args=dropped stdio, foreign=dropped nothing, old=loaded sse, off=disabled http"
    );
    let recipe = "extensions:\n  - {type: stdio, name: a, cmd: server, args: []}\n";
    let place = "/repo/.goose/recipes/review.yaml";
    assert_eq!(read("goose", place, recipe), "read: a=loaded stdio");
    let recipe = "extensions:\n  - {type: stdio, name: a, cmd: server}\n";
    assert_eq!(read("goose", place, recipe), "rejected: a=rejected stdio");
}

#[test]
fn crush_wants_a_type_and_does_not_start_on_a_wrong_value() {
    let place = "/repo/.crush.json";
    let text = r#"{"mcp": {"a": {"command": "server"}, "b": {"type": "http", "url": "https://example.com/mcp"}}}"#;
    assert_eq!(
        read("crush", place, text),
        "read: a=rejected stdio, b=loaded http"
    );
    let text = r#"{"mcp": {"a": {"type": "stdio", "command": "server", "timeout": 1.5}}}"#;
    assert_eq!(read("crush", place, text), "rejected: a=rejected stdio");
    assert_eq!(read("crush", place, ""), "read: ");
}

#[test]
fn the_two_of_amazon_q_differ_about_one_file() {
    let place = "/repo/.amazonq/mcp.json";
    let text = r#"{"mcpServers": {
        "url": {"url": "https://example.com/mcp"},
        "both": {"type": "http", "command": "server", "url": "https://example.com/mcp"}
    }}"#;
    assert_eq!(
        read("amazon-q-cli", place, text),
        "read: url=rejected http, both=loaded http"
    );
    assert_eq!(
        read("amazon-q-ide", place, text),
        "read: url=loaded http, both=rejected stdio"
    );
    let text = r#"{"mcpServers": {"x": {"type": "sse", "url": "https://example.com/sse"}}}"#;
    assert_eq!(
        read("amazon-q-cli", place, text),
        "rejected: x=rejected http"
    );
    assert_eq!(read("amazon-q-ide", place, text), "read: x=loaded http");
}

#[test]
fn kiro_calls_only_this_machine_in_clear() {
    let text = r#"{"mcpServers": {
        "here": {"url": "http://127.0.0.1:3000/mcp"},
        "there": {"url": "http://10.0.0.7:3000/mcp"},
        "safe": {"url": "https://example.com/mcp"},
        "who": {"url": "http://${HOST}/mcp"},
        "told": {"command": "bridge", "args": ["http://10.0.0.7:3000/mcp"]}
    }}"#;
    assert_eq!(
        read("kiro", "/repo/.kiro/settings/mcp.json", text),
        "read: here=loaded http, there=rejected http, safe=loaded http, who=loaded http, told=loaded stdio"
    );
}

#[test]
fn jan_goes_by_type_and_switches_by_active() {
    let text = r#"{"mcpServers": {
        "a": {"type": "http", "url": "https://example.com/mcp", "command": "", "args": []},
        "b": {"command": "server", "args": [], "active": false}
    }}"#;
    let place = "/home/me/.local/share/Jan/data/mcp_config.json";
    assert_eq!(
        read("jan", place, text),
        "read: a=loaded http, b=disabled stdio"
    );
    assert_eq!(read("jan", place, r#"{"servers": {}}"#), "rejected: ");
}

#[test]
fn a_fiver_has_command_or_url() {
    let text = r#"{"mcpServers": {
        "a": {"command": "server", "isActive": true},
        "b": {"command": "server", "url": "https://example.com/mcp"},
        "c": {"url": "https://example.com/mcp", "isActive": false}
    }}"#;
    assert_eq!(
        read("5ire", "/home/me/.config/5ire/mcp.json", text),
        "read: a=loaded stdio, b=dropped stdio, c=disabled http"
    );
}

#[test]
fn witsy_has_entries_of_two_shapes() {
    let place = "/home/me/.config/Witsy/settings.json";
    let text = r#"{
        "mcpServers": {"map": {"command": "server", "args": ["a"]}},
        "mcp": {"servers": [
            {"uuid": "1", "type": "stdio", "command": "server", "url": "-y a", "state": "enabled"},
            {"uuid": "2", "type": "sse", "url": "https://example.com/sse", "state": "disabled"}
        ]}
    }"#;
    assert_eq!(
        read("witsy", place, text),
        "read: map=loaded stdio, 1=loaded stdio, 2=disabled sse"
    );
    let text =
        r#"{"mcpServers": {"a": {"command": "server", "args": []}, "b": {"command": "server"}}}"#;
    assert_eq!(
        read("witsy", place, text),
        "rejected: a=rejected stdio, b=rejected stdio"
    );
}

#[test]
fn openhands_tells_the_transport_by_the_list() {
    let place = "/home/me/.openhands/config.toml";
    let text = r#"
[mcp]
sse_servers = ["https://example.com/sse", { url = "https://example.com/2/sse", api_key = "key" }]
shttp_servers = [{ url = "https://example.com/mcp", timeout = 60 }]
stdio_servers = [{ name = "a", command = "server", args = "one two" }]
"#;
    assert_eq!(
        read("openhands", place, text),
        "read: a=loaded stdio, 0=loaded http, 0=loaded sse, 1=loaded sse"
    );
    for wrong in [
        "stdio_servers = [{ name = 'a b', command = 'server' }]",
        "stdio_servers = [{ command = 'server' }]",
        "shttp_servers = [{ url = 'https://example.com/mcp', timeout = 3601 }]",
        "shttp_servers = ['example.com/mcp', { url = 'example.com/mcp' }]",
    ] {
        let told = read("openhands", place, &format!("[mcp]\n{wrong}\n"));
        assert!(told.starts_with("rejected: "), "{wrong}: {told}");
    }
}

#[test]
fn void_calls_the_url_first() {
    let text = r#"{"mcpServers": {
        "both": {"command": "server", "url": "https://example.com/mcp"},
        "off": {"command": "server", "disabled": true},
        "none": {"env": {}}
    }}"#;
    assert_eq!(
        read("void", "/home/me/.void-editor/mcp.json", text),
        "read: both=loaded http, off=loaded stdio, none=rejected nothing"
    );
}

#[test]
fn mcp_hub_reads_json5_and_loses_all_for_one() {
    let place = "/home/me/.config/mcphub/servers.json";
    let text = "{mcpServers: {a: {command: 'server'}, b: {url: 'https://example.com/mcp', disabled: true},}}";
    assert_eq!(
        read("mcp-hub", place, text),
        "read: a=loaded stdio, b=disabled http"
    );
    let text = "{mcpServers: {a: {command: 'server'}, b: {}}}";
    assert_eq!(
        read("mcp-hub", place, text),
        "rejected: a=rejected stdio, b=rejected nothing"
    );
    let text = r#"{"servers": {"a": {"type": "http", "command": "server"}}}"#;
    assert_eq!(
        read("mcp-hub", "/repo/.vscode/mcp.json", text),
        "read: a=loaded stdio"
    );
}

#[test]
fn kilo_code_leaves_a_server_of_a_project_out_that_asks_for_secrets() {
    let text = r#"{"mcp": {
        "a": {"type": "remote", "url": "https://example.com/mcp", "headers": {"A": "{env:B}"}},
        "b": {"type": "remote", "url": "https://{env:HOST}/mcp", "headers": {"A": "b"}}
    }}"#;
    assert_eq!(
        read("kilo-code", "/repo/kilo.json", text),
        "read: a=rejected http, b=loaded http"
    );
    assert_eq!(
        read("kilo-code", "/home/me/.config/kilo/kilo.json", text),
        "read: a=loaded http, b=loaded http"
    );
}

#[test]
fn roo_code_checks_a_url_before_it_expands_variables() {
    let of = |url: &str| {
        let text = format!(r#"{{"mcpServers": {{"x": {{"type": "sse", "url": "{url}"}}}}}}"#);
        read("roo-code", "/repo/.roo/mcp.json", &text)
    };
    assert_eq!(of("https://example.com/${env:PATH}"), "read: x=loaded sse");
    assert_eq!(of("${env:URL}"), "rejected: x=rejected sse");
    assert_eq!(of("https://${env:HOST}/sse"), "rejected: x=rejected sse");
}
