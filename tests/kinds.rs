//! What one client makes of one text depends on where the text stands.
#![allow(clippy::unwrap_used)] // A test may panic.

use std::path::Path;

use mcpmend::clients;
use mcpmend::discover::{Found, classify, place_of};
use mcpmend::interpret::{ProblemKind, Status};
use mcpmend::model::{Outcome, Transport};
use mcpmend::workspace::{FileStatus, Workspace};

const ADA: &str = "/home/ada/";

/// `text` as if it stood at `path`, read by the client called `id` or by the place's owner.
fn read(path: &str, id: Option<&str>, text: &str) -> Workspace {
    let path = Path::new(ADA).join(path);
    let client = id.map(|id| clients::by_id(id).unwrap());
    let found = Found {
        place: classify(&path, client).unwrap(),
        shown: path.to_string_lossy().into_owned(),
        path,
        also: Vec::new(),
    };
    let mut workspace = Workspace::default();
    workspace.add_text(&found, text.as_bytes().to_vec());
    workspace
}

/// A server's name, status and transport.
type Server<'w> = (&'w str, Status, Option<Transport>);

/// The client, and each server.
fn servers(workspace: &Workspace) -> (&str, Vec<Server<'_>>) {
    let (_, file) = workspace.files().next().unwrap();
    let servers = workspace
        .entries()
        .map(|(_, entry)| {
            let name = entry.name.as_str();
            (name, entry.status, entry.interpretation.transport)
        })
        .collect();
    (file.client.id, servers)
}

fn is_read(workspace: &Workspace) -> bool {
    workspace
        .files()
        .all(|(_, file)| file.status == FileStatus::Read)
}

const STDIO: Option<Transport> = Some(Transport::Stdio);
const HTTP: Option<Transport> = Some(Transport::Http);

#[test]
fn copilot_takes_comments_in_the_users_file_only() {
    let text = "{\n  // mine\n  \"mcpServers\": {\"a\": {\"command\": \"x\",},},\n}";
    let user = read(".copilot/mcp-config.json", None, text);
    assert_eq!(
        servers(&user),
        ("copilot-cli", vec![("a", Status::Loaded, STDIO)])
    );
    let project = read("shop/.github/mcp.json", None, text);
    assert_eq!(
        servers(&project),
        ("copilot-cli", vec![("a", Status::Rejected, STDIO)])
    );
    assert!(!is_read(&project));
}

#[test]
fn copilot_tells_of_a_bad_entry_in_a_project_and_drops_the_users_silently() {
    let text = r#"{"mcpServers": {"a": {"command": "x", "args": "y"}, "b": {"command": "x"}}}"#;
    let user = read(".copilot/mcp-config.json", None, text);
    let b = ("b", Status::Loaded, STDIO);
    assert_eq!(servers(&user).1, [("a", Status::Dropped, STDIO), b]);
    let project = read("shop/.github/mcp.json", None, text);
    assert_eq!(servers(&project).1, [("a", Status::Rejected, STDIO), b]);
}

#[test]
fn a_projects_file_may_be_the_map_itself_for_copilot_and_vs_code() {
    let text = r#"{"a": {"url": "https://mcp.example.com/mcp"}}"#;
    for id in ["copilot-cli", "vscode"] {
        let bare = read("shop/.mcp.json", Some(id), text);
        assert_eq!(servers(&bare), (id, vec![("a", Status::Loaded, HTTP)]));
    }
    let owner = read("shop/.mcp.json", None, text);
    assert_eq!(servers(&owner), ("claude-code", vec![]));
    assert!(!is_read(&owner));
}

#[test]
fn an_empty_file_is_fine_where_vs_code_says_so() {
    assert!(is_read(&read("shop/.vscode/mcp.json", None, "")));
    assert!(is_read(&read(
        "shop/.vscode/mcp.json",
        None,
        "// nothing yet\n"
    )));
    assert!(!is_read(&read("shop/.mcp.json", Some("vscode"), "")));
    assert!(!is_read(&read(".gemini/settings.json", None, "")));
}

#[test]
fn vs_code_finds_its_servers_in_settings_workspaces_and_containers() {
    let servers_of = r#"{"servers": {"a": {"type": "sse", "url": "https://a.example/sse"}}}"#;
    let cases = [
        (".config/Code/User/mcp.json", servers_of.to_owned()),
        (
            "Library/Application Support/Code - Insiders/User/profiles/5a/mcp.json",
            servers_of.to_owned(),
        ),
        (
            "AppData/Roaming/VSCodium/User/settings.json",
            format!(r#"{{"mcp": {servers_of}}}"#),
        ),
        (
            "shop/shop.code-workspace",
            format!(r#"{{"settings": {{"mcp": {servers_of}}}}}"#),
        ),
        (
            "shop/.devcontainer/devcontainer.json",
            format!(r#"{{"customizations": {{"vscode": {{"mcp": {servers_of}}}}}}}"#),
        ),
    ];
    for (path, text) in cases {
        let workspace = read(path, None, &text);
        let expected = ("vscode", vec![("a", Status::Loaded, HTTP)]);
        assert_eq!(servers(&workspace), expected, "{path}");
    }
}

#[test]
fn claude_desktop_refuses_every_url_because_it_cannot_speak_it() {
    let path = "Library/Application Support/Claude/claude_desktop_config.json";
    let text = r#"{"mcpServers": {
        "a": {"url": "https://a.example/mcp"},
        "b": {"type": "http", "url": "https://a.example/mcp"},
        "c": {"command": "x"}
    }}"#;
    let workspace = read(path, None, text);
    let (client, servers) = servers(&workspace);
    assert_eq!(client, "claude-desktop");
    assert_eq!(
        servers,
        [
            ("a", Status::Rejected, HTTP),
            ("b", Status::Rejected, HTTP),
            ("c", Status::Loaded, STDIO),
        ]
    );
    for (_, entry) in workspace.entries().take(2) {
        let problem = &entry.interpretation.problems[0];
        assert_eq!(problem.kind, ProblemKind::Unsupported(Transport::Http));
        assert_eq!(problem.ruling.outcome, Outcome::Rejected);
    }
}

#[test]
fn a_desktop_config_in_a_repository_is_read_as_the_apps() {
    let workspace = read(
        "shop/docs/claude_desktop_config.json",
        None,
        r#"{"mcpServers": {}}"#,
    );
    assert_eq!(servers(&workspace).0, "claude-desktop");
}

#[test]
fn gemini_looks_at_the_url_before_the_command() {
    let text = r#"{"mcpServers": {
        "both": {"command": "x", "url": "https://a.example/mcp"},
        "old": {"httpUrl": "https://a.example/mcp"},
        "odd": {"command": "x", "type": "http"}
    }}"#;
    let workspace = read("shop/.gemini/settings.json", None, text);
    assert_eq!(
        servers(&workspace),
        (
            "gemini-cli",
            vec![
                ("both", Status::Loaded, HTTP),
                ("old", Status::Loaded, HTTP),
                ("odd", Status::Loaded, STDIO),
            ]
        )
    );
}

#[test]
fn gemini_numbers_the_servers_of_a_list_and_others_refuse_it() {
    let text = r#"{"mcpServers": [{"name": "a", "command": "x"}]}"#;
    let gemini = read(".gemini/settings.json", None, text);
    assert_eq!(servers(&gemini).1, [("0", Status::Loaded, STDIO)]);
    let claude = read("shop/.mcp.json", None, text);
    assert_eq!(servers(&claude).1, [("a", Status::Rejected, STDIO)]);
}

#[test]
fn cursor_looks_at_no_type() {
    let text = r#"{"mcpServers": {
        "a": {"type": "streamablehttp", "url": "https://a.example/mcp"},
        "b": {"type": "banana", "command": "x"}
    }}"#;
    let workspace = read("shop/.cursor/mcp.json", None, text);
    assert_eq!(
        servers(&workspace),
        (
            "cursor",
            vec![("a", Status::Loaded, HTTP), ("b", Status::Loaded, STDIO)]
        )
    );
    assert!(
        workspace
            .entries()
            .all(|(_, entry)| entry.interpretation.problems.is_empty())
    );
}

#[test]
fn windsurf_reads_one_file_for_all_projects() {
    let text = r#"{"mcpServers": {
        "a": {"serverUrl": "https://a.example/mcp"},
        "b": {"command": "x", "disabled": true}
    }}"#;
    let user = read(".codeium/windsurf/mcp_config.json", None, text);
    assert_eq!(
        servers(&user),
        (
            "windsurf",
            vec![("a", Status::Loaded, HTTP), ("b", Status::Disabled, STDIO)]
        )
    );
    let project = read("shop/.windsurf/mcp_config.json", None, text);
    assert!(!is_read(&project));
    assert!(
        project
            .entries()
            .all(|(_, entry)| entry.status == Status::Dropped)
    );
}

#[test]
fn the_machines_own_files_are_recognised_by_their_place() {
    let text = r#"{"mcpServers": {"a": {"command": "x"}}}"#;
    let workspace = read("/etc/gemini-cli/settings.json", None, text);
    assert_eq!(servers(&workspace).0, "gemini-cli");
}

#[test]
fn a_text_that_has_no_place_is_read_as_the_named_clients() {
    let client = clients::by_id("copilot-coding-agent").unwrap();
    let path = Path::new(ADA).join("shop/servers.json");
    assert!(classify(&path, Some(client)).is_none());
    let found = Found {
        place: place_of(&path, Some(client)),
        shown: path.to_string_lossy().into_owned(),
        path,
        also: Vec::new(),
    };
    let text = r#"{"mcpServers": {
        "a": {"type": "local", "command": "x", "args": [], "tools": ["*"]},
        "b": {"type": "http", "url": "https://b.example/mcp"}
    }}"#;
    let mut workspace = Workspace::default();
    workspace.add_text(&found, text.as_bytes().to_vec());
    assert_eq!(
        servers(&workspace),
        (
            "copilot-coding-agent",
            vec![("a", Status::Loaded, STDIO), ("b", Status::Loaded, HTTP)]
        )
    );
    let problems: Vec<Vec<&ProblemKind>> = workspace
        .entries()
        .map(|(_, entry)| {
            let problems = entry.interpretation.problems.iter();
            problems.map(|problem| &problem.kind).collect()
        })
        .collect();
    assert!(problems[0].is_empty(), "{problems:?}");
    assert!(
        matches!(&problems[1][..], [ProblemKind::Missing(field)] if field.name == "tools"),
        "{problems:?}"
    );
}

#[test]
fn a_file_of_a_common_name_is_told_by_what_it_holds() {
    let agent = read(
        "shop/agents/clock/agent.json",
        None,
        r#"{"model": "m", "provider": "p", "servers": [{"type": "stdio", "command": "x"}]}"#,
    );
    assert_eq!(
        servers(&agent),
        ("hf-tiny-agents", vec![("0", Status::Loaded, STDIO)])
    );
    let bundle = read(
        "shop/manifest.json",
        None,
        r#"{"name": "shop", "server": {"mcp_config": {"command": "node"}}}"#,
    );
    assert_eq!(
        servers(&bundle),
        ("mcpb", vec![("shop", Status::Loaded, STDIO)])
    );
    for (path, text) in [
        (
            "shop/agent.json",
            r#"{"servers": [{"url": "https://a.example"}]}"#,
        ),
        ("shop/agent.json", r#"{"model": "m"}"#),
        ("shop/manifest.json", r#"{"name": "A web app"}"#),
    ] {
        let stranger = read(path, None, text);
        assert_eq!(stranger.files().len(), 0, "{text}");
    }
    let anybodys = read(
        "shop/agent.json",
        None,
        r#"{"model": "m", "mcpServers": {"a": {"command": "x"}}}"#,
    );
    assert_eq!(
        servers(&anybodys),
        ("generic", vec![("a", Status::Loaded, STDIO)])
    );
}

#[test]
fn a_settings_key_with_a_dot_is_one_key() {
    let text = r#"{
        "amp.mcpServers": {"a": {"command": "x"}},
        "amp": {"mcpServers": {"b": {"command": "x"}}}
    }"#;
    for path in [
        "shop/.amp/settings.json",
        ".config/amp/settings.json",
        "shop/.vscode/settings.json",
        ".config/Code - Insiders/User/settings.json",
    ] {
        let workspace = read(path, Some("amp"), text);
        let expected = ("amp", vec![("a", Status::Loaded, STDIO)]);
        assert_eq!(servers(&workspace), expected, "{path}");
    }
    let owner = read("shop/.vscode/settings.json", None, text);
    assert_eq!(servers(&owner), ("vscode", vec![]));
}

#[test]
fn antigravity_knows_a_remote_server_by_one_name() {
    let text = r#"{"mcpServers": {
        "a": {"serverUrl": "https://a.example/mcp"},
        "b": {"url": "https://a.example/mcp"}
    }}"#;
    for path in [
        ".gemini/config/mcp_config.json",
        "shop/.agents/mcp_config.json",
    ] {
        let workspace = read(path, None, text);
        let (client, servers) = servers(&workspace);
        assert_eq!(client, "antigravity");
        assert_eq!(
            servers,
            [("a", Status::Loaded, HTTP), ("b", Status::Loaded, None)]
        );
        let (_, lost) = workspace.entries().nth(1).unwrap();
        assert_eq!(lost.interpretation.worst(), Outcome::Fails);
    }
}

#[test]
fn fast_agent_takes_a_key_without_a_value_and_refuses_a_number() {
    let config = |env: &str| {
        format!(
            "mcp:\n  servers:\n    a:\n      command: x\n      env:\n{env}    b:\n      url: https://b.example/mcp\n"
        )
    };
    let path = "shop/fastagent.config.yaml";
    let empty = read(path, None, &config("        # later\n"));
    assert!(is_read(&empty));
    assert_eq!(
        servers(&empty),
        (
            "fast-agent",
            vec![("a", Status::Loaded, STDIO), ("b", Status::Loaded, HTTP)]
        )
    );
    let number = read(path, None, &config("        PORT: 3100\n"));
    assert!(!is_read(&number));
    let quoted = read(path, None, &config("        PORT: \"3100\"\n"));
    assert!(is_read(&quoted));
}

#[test]
fn fast_agents_secrets_need_not_be_whole() {
    let text = "mcp:\n  servers:\n    a:\n      env:\n        KEY: x\n";
    let secrets = read("shop/fast-agent.secrets.yaml", None, text);
    let (_, entry) = secrets.entries().next().unwrap();
    assert_eq!(entry.interpretation.problems, []);
    let config = read("shop/fast-agent.yaml", None, text);
    let (_, entry) = config.entries().next().unwrap();
    assert_eq!(entry.interpretation.worst(), Outcome::Fails);
}

#[test]
fn warp_looks_at_no_type_and_starts_the_command() {
    let text = r#"{"mcp": {"servers": {
        "a": {"command": "x", "url": "https://a.example/mcp", "type": "http"},
        "b": {"serverUrl": "https://a.example/mcp"}
    }}}"#;
    let workspace = read("shop/.warp/.mcp.json", None, text);
    assert_eq!(
        servers(&workspace),
        (
            "warp",
            vec![("a", Status::Loaded, STDIO), ("b", Status::Loaded, HTTP)]
        )
    );
    let wrong_name = read("shop/.warp/mcp.json", None, text);
    assert!(!is_read(&wrong_name));
}
