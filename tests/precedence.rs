//! Which entry of a name counts, in every client's own way, from real files.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::Path;

use common::{Sandbox, copy_folder, mcpmend, snapshot};
use mcpmend::check::{Selection, check};
use mcpmend::clients;
use mcpmend::discover::{Found, Place, place_of};
use mcpmend::host::Host;
use mcpmend::model::{Client, Folders, Layer, Precedence, Read, SameName, Scope};
use mcpmend::precedence::{Relation, Standings, Tie};
use mcpmend::rules::Context;
use mcpmend::workspace::{Entry, File, Workspace};

/// A path below the home or the project folder as the tests write it.
fn short(sandbox: &Sandbox, path: &Path) -> String {
    if let Ok(below) = path.strip_prefix(sandbox.home()) {
        format!("~/{}", below.display())
    } else if let Ok(below) = path.strip_prefix(sandbox.project()) {
        below.display().to_string()
    } else {
        path.display().to_string()
    }
}

fn named(sandbox: &Sandbox, file: &File, entry: &Entry) -> String {
    let path = short(sandbox, &file.path);
    match &entry.project {
        Some(project) => format!("{path} for {}", short(sandbox, Path::new(project))),
        None => path,
    }
}

/// Every entry called `name` with its state and its ties, a line each.
fn standings_in(sandbox: &Sandbox, workspace: &Workspace, name: &str) -> Vec<String> {
    let machine = sandbox.machine_mode.then_some(sandbox as &dyn Host);
    let standings = Standings::new(workspace, machine);
    let mut lines = Vec::new();
    for (id, entry) in workspace.entries() {
        if entry.name != name {
            continue;
        }
        let standing = standings.of(id);
        let mut line = format!(
            "{}: {}",
            named(sandbox, workspace.file(entry.file), entry),
            standing.state().id()
        );
        for relation in &standing.relations {
            line.push_str(&format!(", {}", tie(sandbox, workspace, entry, relation)));
        }
        if let Some(effective) = &standing.effective {
            line.push_str(&format!(" => {}", effective.status.id()));
        }
        lines.push(line);
    }
    lines
}

fn tie(sandbox: &Sandbox, workspace: &Workspace, entry: &Entry, relation: &Relation) -> String {
    let file = workspace.file(relation.file);
    let mut text = format!("{:?} ", relation.tie);
    match relation.entry {
        Some(other) => {
            let other = workspace.entry(other);
            if other.name != entry.name {
                text.push_str(&format!("{} in ", other.name));
            }
            text.push_str(&named(sandbox, file, other));
        }
        None => text.push_str(&short(sandbox, &file.path)),
    }
    if let Some(within) = &relation.within {
        text.push_str(&format!(" within {}", short(sandbox, Path::new(within))));
    }
    if relation.chosen {
        text.push_str(" when chosen");
    }
    text
}

fn standings(sandbox: &Sandbox, name: &str) -> Vec<String> {
    standings_in(sandbox, &sandbox.workspace(), name)
}

/// The same with one more file, which no test may write where it belongs.
fn with_file(sandbox: &Sandbox, path: &str, text: &str) -> Workspace {
    let mut workspace = sandbox.workspace();
    let path = Path::new(path);
    workspace.add_text(
        &Found {
            path: path.to_owned(),
            shown: path.display().to_string(),
            place: place_of(path, None),
            also: Vec::new(),
        },
        text.into(),
    );
    workspace
}

fn plain(command: &str) -> String {
    format!(r#"{{"mcpServers": {{"docs": {{"command": "{command}"}}}}}}"#)
}

#[test]
fn of_three_in_claude_code_the_local_one_counts_in_its_project_only() {
    let sandbox = Sandbox::new();
    let user = format!(
        r#"{{"mcpServers": {{"docs": {{"command": "a"}}}},
            "projects": {{
                "{}": {{"mcpServers": {{"docs": {{"command": "b"}}}}}},
                "/srv/other": {{"mcpServers": {{"docs": {{"command": "c"}}}}}}
            }}}}"#,
        sandbox.project().display()
    );
    sandbox
        .write("~/.claude.json", &user)
        .write(".mcp.json", &plain("d"));
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.claude.json: shadowed, ReplacedBy ~/.claude.json for  within ., ReplacedBy .mcp.json within ., ReplacedBy ~/.claude.json for /srv/other within /srv/other",
            "~/.claude.json for : wins, Replaces .mcp.json, Replaces ~/.claude.json",
            "~/.claude.json for /srv/other: wins, Replaces ~/.claude.json",
            ".mcp.json: shadowed, ReplacedBy ~/.claude.json for ",
        ]
    );
}

#[test]
fn the_nearest_of_nested_folders_wins_where_parents_are_read() {
    let sandbox = Sandbox::new();
    sandbox
        .write(".mcp.json", &plain("a"))
        .write("apps/web/.mcp.json", &plain("b"))
        .write("apps/web/deep/.mcp.json", &plain("c"))
        .write("apps/api/.mcp.json", &plain("d"));
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            ".mcp.json: shadowed, ReplacedBy apps/api/.mcp.json within apps/api, ReplacedBy apps/web/.mcp.json within apps/web, ReplacedBy apps/web/deep/.mcp.json within apps/web/deep",
            "apps/api/.mcp.json: wins, Replaces .mcp.json",
            "apps/web/.mcp.json: shadowed, ReplacedBy apps/web/deep/.mcp.json within apps/web/deep, Replaces .mcp.json",
            "apps/web/deep/.mcp.json: wins, Replaces apps/web/.mcp.json, Replaces .mcp.json",
        ]
    );
}

#[test]
fn projects_that_do_not_lie_in_each_other_do_not_meet() {
    let sandbox = Sandbox::new();
    sandbox
        .write("shop/.mcp.json", &plain("a"))
        .write("shop-2/.mcp.json", &plain("b"));
    assert_eq!(
        standings(&sandbox, "docs"),
        ["shop/.mcp.json: alone", "shop-2/.mcp.json: alone"]
    );
}

#[test]
fn where_parents_are_not_known_to_be_read_nested_folders_do_not_meet() {
    let sandbox = Sandbox::new();
    let settings = |command: &str| {
        format!(r#"{{"context_servers": {{"docs": {{"command": "{command}", "args": []}}}}}}"#)
    };
    sandbox
        .write("~/.config/zed/settings.json", &settings("a"))
        .write(".zed/settings.json", &settings("b"))
        .write("sub/.zed/settings.json", &settings("c"));
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.config/zed/settings.json: shadowed, ReplacedBy .zed/settings.json within ., ReplacedBy sub/.zed/settings.json within sub",
            ".zed/settings.json: wins, Replaces ~/.config/zed/settings.json",
            "sub/.zed/settings.json: wins, Replaces ~/.config/zed/settings.json",
        ]
    );
}

/// Also when it has no servers, and when it cannot be parsed.
#[test]
fn a_managed_file_shuts_out_all_others() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.claude.json", &plain("a"))
        .write(".mcp.json", &plain("b"));
    let managed = "/etc/claude-code/managed-mcp.json";
    for text in [r#"{"mcpServers": {}}"#, "{", &plain("c")] {
        let workspace = with_file(&sandbox, managed, text);
        let lines = standings_in(&sandbox, &workspace, "docs");
        assert_eq!(
            lines[..2],
            [
                format!("~/.claude.json: shut-out, ShutOutBy {managed}"),
                format!(".mcp.json: shut-out, ShutOutBy {managed}"),
            ],
            "{text}"
        );
        assert!(lines[2..].iter().all(|line| line.ends_with(": alone")));
    }
}

/// The rule says so once for each file, and does not tell anybody to remove what is not theirs.
#[test]
fn what_a_managed_file_shuts_out_is_reported() {
    let sandbox = Sandbox::new();
    sandbox.write("~/.claude.json", &plain("a")).write(
        ".mcp.json",
        r#"{"mcpServers": {"docs": {"command": "b"}, "notes": {"command": "c"}}}"#,
    );
    let workspace = with_file(
        &sandbox,
        "/etc/claude-code/managed-mcp.json",
        r#"{"mcpServers": {}}"#,
    );
    let findings = shadowed(&sandbox, &workspace);
    assert_eq!(
        findings,
        [
            "warning: no server of this file is used: /etc/claude-code/managed-mcp.json is read instead",
            "warning: no server of this file is used: /etc/claude-code/managed-mcp.json is read instead",
        ]
    );
}

fn shadowed(sandbox: &Sandbox, workspace: &Workspace) -> Vec<String> {
    let context = Context {
        workspace,
        settings: &sandbox.settings,
        host: sandbox,
        machine_mode: sandbox.machine_mode,
    };
    let selection = Selection {
        select: vec!["shadowed-server".to_owned()],
        ..Selection::default()
    };
    check(&context, &selection)
        .iter()
        .map(|finding| format!("{}: {}", finding.severity.name(), finding.message))
        .collect()
}

/// Of several that replace a server one finding tells; of files of other clients, which are there
/// for those, only a hint.
#[test]
fn a_server_is_reported_once() {
    let sandbox = Sandbox::new();
    let user = format!(
        r#"{{"mcpServers": {{"docs": {{"command": "a"}}}},
            "projects": {{"{}": {{"mcpServers": {{"docs": {{"command": "b"}}}}}}}}}}"#,
        sandbox.project().display()
    );
    sandbox
        .write("~/.claude.json", &user)
        .write(".mcp.json", &plain("c"))
        .write("apps/web/.mcp.json", &plain("d"))
        .write(
            "~/.config/Code/User/mcp.json",
            r#"{"servers": {"docs": {"command": "c"}}}"#,
        );
    assert_eq!(
        shadowed(&sandbox, &sandbox.workspace()),
        [
            "warning: `docs` of the user scope is replaced by the one of the local scope",
            "info: `docs` is declared in the user and the project scope, and both run",
            "info: `docs` is declared in the user and the project scope, and both run",
            "warning: `docs` of the project scope is replaced by the one of the local scope",
            "warning: `docs` of the project scope is replaced by the one of the local scope",
        ]
    );
}

#[test]
fn managed_settings_and_plugins_of_claude_code_have_their_own_ways() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.claude.json",
            r#"{"mcpServers": {"docs": {"type": "http", "url": "https://mcp.example.com/mcp"}}}"#,
        )
        .write(
            ".claude-plugin/plugin.json",
            r#"{"name": "p", "mcpServers": {"wiki": {"type": "http", "url": "https://mcp.example.com/mcp"}}}"#,
        );
    assert_eq!(
        standings(&sandbox, "wiki"),
        [".claude-plugin/plugin.json: shadowed, ReplacedBy docs in ~/.claude.json"]
    );
    let workspace = with_file(
        &sandbox,
        "/etc/claude-code/managed-settings.json",
        r#"{"managedMcpServers": {"docs": {"type": "http", "url": "https://other.example.com/mcp"}}}"#,
    );
    assert_eq!(
        standings_in(&sandbox, &workspace, "docs"),
        [
            "~/.claude.json: unsettled, Unsettled /etc/claude-code/managed-settings.json, Replaces wiki in .claude-plugin/plugin.json within . when chosen",
            "/etc/claude-code/managed-settings.json: unsettled, Unsettled ~/.claude.json",
        ]
    );
}

#[test]
fn the_system_overrules_and_its_defaults_give_way_in_gemini_cli() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.gemini/settings.json", &plain("a"))
        .write(".gemini/settings.json", &plain("b"));
    let workspace = with_file(&sandbox, "/etc/gemini-cli/settings.json", &plain("c"));
    assert_eq!(
        standings_in(&sandbox, &workspace, "docs"),
        [
            "~/.gemini/settings.json: shadowed, ReplacedBy /etc/gemini-cli/settings.json, ReplacedBy .gemini/settings.json within .",
            ".gemini/settings.json: shadowed, ReplacedBy /etc/gemini-cli/settings.json",
            "/etc/gemini-cli/settings.json: wins, Replaces ~/.gemini/settings.json, Replaces .gemini/settings.json within .",
        ]
    );
    let workspace = with_file(
        &sandbox,
        "/etc/gemini-cli/system-defaults.json",
        &plain("c"),
    );
    assert_eq!(
        standings_in(&sandbox, &workspace, "docs")[1..],
        [
            ".gemini/settings.json: wins, Replaces ~/.gemini/settings.json, Replaces /etc/gemini-cli/system-defaults.json",
            "/etc/gemini-cli/system-defaults.json: shadowed, ReplacedBy ~/.gemini/settings.json, ReplacedBy .gemini/settings.json within .",
        ]
    );
}

#[test]
fn gemini_cli_merges_an_extension_with_the_settings() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.gemini/settings.json",
            r#"{"mcpServers": {"docs": {"command": "mine", "env": {"A": "1"}}}}"#,
        )
        .write(
            "~/.gemini/extensions/docs/gemini-extension.json",
            r#"{"name": "docs", "version": "1", "mcpServers": {"docs": {"command": "theirs", "args": ["x"], "env": {"B": "2"}}}}"#,
        );
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.gemini/extensions/docs/gemini-extension.json: merged, MergedUnder ~/.gemini/settings.json => loaded",
            "~/.gemini/settings.json: merged, MergedOver ~/.gemini/extensions/docs/gemini-extension.json => loaded",
        ]
    );
}

/// What two files come to, and which keys come from where.
#[test]
fn codex_merges_key_by_key() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.codex/config.toml",
            "[mcp_servers.docs]\ncommand = \"docs-mcp\"\nargs = [\"--all\"]\nenv = { LEVEL = \"info\", URL = \"x\" }\n",
        )
        .write(
            ".codex/config.toml",
            "[mcp_servers.docs]\nargs = []\n[mcp_servers.docs.env]\nLEVEL = \"debug\"\n",
        );
    let workspace = sandbox.workspace();
    let standings = Standings::new(&workspace, Some(&sandbox));
    let project = workspace
        .entries()
        .find(|(_, entry)| entry.scope == Scope::Project)
        .unwrap();
    let standing = standings.of(project.0);
    let effective = standing.effective.as_ref().unwrap();
    assert_eq!(
        effective.document.root().unwrap().to_json(),
        serde_json::json!({
            "command": "docs-mcp", "args": [], "env": {"LEVEL": "debug", "URL": "x"},
        })
    );
    assert_eq!(standing.relations[0].given, ["command", "env.URL"]);
    assert_eq!(standing.relations[0].won, ["args", "env.LEVEL"]);
    assert!(standing.relations[0].lost.is_empty());
    let user = standings.of(standing.relations[0].entry.unwrap());
    assert_eq!(user.relations[0].given, ["args", "env.LEVEL"]);
    assert_eq!(user.relations[0].lost, ["args", "env.LEVEL"]);
    // Elsewhere it is as it stands.
    assert!(user.effective.is_none());
}

#[test]
fn codex_refuses_a_command_with_a_url_from_elsewhere() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.codex/config.toml",
            "[mcp_servers.docs]\ncommand = \"docs-mcp\"\n",
        )
        .write(
            ".codex/config.toml",
            "[mcp_servers.docs]\nurl = \"https://mcp.example.com/mcp\"\n",
        );
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.codex/config.toml: merged, MergedUnder .codex/config.toml within .",
            ".codex/config.toml: merged, MergedOver ~/.codex/config.toml => rejected",
        ]
    );
}

/// What is missing in one file may stand in the other, although each alone is refused.
#[test]
fn codex_judges_what_has_been_merged() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.codex/config.toml",
            "[mcp_servers.docs]\nenv = { A = \"1\" }\n",
        )
        .write(
            ".codex/config.toml",
            "[mcp_servers.docs]\ncommand = \"docs-mcp\"\n",
        );
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.codex/config.toml: merged, MergedUnder .codex/config.toml within .",
            ".codex/config.toml: merged, MergedOver ~/.codex/config.toml => loaded",
        ]
    );
    // But not when another server costs the file.
    sandbox.write(
        "~/.codex/config.toml",
        "[mcp_servers.docs]\ncommand = \"docs-mcp\"\n[mcp_servers.bad]\n",
    );
    assert_eq!(
        standings(&sandbox, "docs")[1],
        ".codex/config.toml: merged, MergedOver ~/.codex/config.toml"
    );
}

#[test]
fn a_profile_counts_when_it_is_chosen_and_two_never_meet() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.codex/config.toml",
            "[mcp_servers.docs]\ncommand = \"docs-mcp\"\n",
        )
        .write(
            "~/.codex/work.config.toml",
            "[mcp_servers.docs]\nenabled = false\n",
        )
        .write(
            "~/.codex/home.config.toml",
            "[mcp_servers.docs]\nenabled = true\n",
        )
        .write(".codex/config.toml", "[mcp_servers.docs]\nargs = [\"x\"]\n");
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.codex/config.toml: merged, MergedUnder .codex/config.toml within ., MergedUnder ~/.codex/home.config.toml when chosen, MergedUnder ~/.codex/work.config.toml when chosen",
            "~/.codex/home.config.toml: merged, MergedUnder .codex/config.toml within ., MergedOver ~/.codex/config.toml => loaded",
            "~/.codex/work.config.toml: merged, MergedUnder .codex/config.toml within ., MergedOver ~/.codex/config.toml => disabled",
            ".codex/config.toml: merged, MergedOver ~/.codex/config.toml, MergedOver ~/.codex/home.config.toml when chosen, MergedOver ~/.codex/work.config.toml when chosen => loaded",
        ]
    );
}

#[test]
fn opencode_switches_a_users_server_in_a_project() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.config/opencode/opencode.json",
            r#"{"mcp": {"docs": {"type": "local", "command": ["docs-mcp"]}}}"#,
        )
        .write("opencode.json", r#"{"mcp": {"docs": {"enabled": false}}}"#);
    let user = "~/.config/opencode/opencode.json";
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            format!("{user}: merged, MergedUnder opencode.json within ."),
            format!("opencode.json: merged, MergedOver {user} => disabled"),
        ]
    );
}

/// The order of two files in one folder, of folders in each other, and of `.opencode` folders,
/// where the outermost wins.
#[test]
fn opencode_has_an_order_for_every_file() {
    let sandbox = Sandbox::new();
    let server = |number: usize| {
        format!(r#"{{"mcp": {{"docs": {{"type": "local", "command": ["{number}"]}}}}}}"#)
    };
    let low_to_high = [
        "~/.config/opencode/config.json",
        "~/.config/opencode/opencode.json",
        "~/.config/opencode/opencode.jsonc",
        "opencode.json",
        "opencode.jsonc",
        "sub/opencode.json",
        "sub/.opencode/opencode.jsonc",
        ".opencode/opencode.json",
        ".opencode/opencode.jsonc",
        "~/.opencode/opencode.json",
    ];
    for (number, path) in low_to_high.iter().enumerate() {
        sandbox.write(path, &server(number));
    }
    let workspace = sandbox.workspace();
    let standings = Standings::new(&workspace, Some(&sandbox));
    // In the inner folder all of them meet.
    let (id, _) = workspace
        .entries()
        .find(|(_, entry)| {
            workspace
                .file(entry.file)
                .path
                .ends_with("sub/opencode.json")
        })
        .unwrap();
    let effective = standings.of(id).effective.as_ref().unwrap();
    let order: Vec<String> = effective
        .entries
        .iter()
        .rev()
        .map(|id| {
            let file = workspace.file(workspace.entry(*id).file);
            short(&sandbox, &file.path)
        })
        .collect();
    assert_eq!(order, low_to_high);
    assert_eq!(
        effective.document.root().unwrap().to_json()["command"],
        serde_json::json!(["9"])
    );
}

#[test]
fn vs_code_runs_all_but_never_two_profiles() {
    let sandbox = Sandbox::new();
    let servers = r#"{"servers": {"docs": {"command": "docs-mcp"}}}"#;
    sandbox
        .write("~/.config/Code/User/mcp.json", servers)
        .write("~/.config/Code/User/profiles/5e/mcp.json", servers)
        .write("~/.config/Code - Insiders/User/mcp.json", servers)
        .write(".vscode/mcp.json", servers);
    let project = ".vscode/mcp.json";
    let lines = standings(&sandbox, "docs");
    for line in &lines[..3] {
        assert!(
            line.ends_with(&format!(": beside, RunsBeside {project} within .")),
            "{line}"
        );
    }
    assert_eq!(lines[3].matches("RunsBeside").count(), 3);
}

#[test]
fn a_file_that_another_client_owns_counts_as_well() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.copilot/mcp-config.json", &plain("a"))
        .write(".mcp.json", &plain("b"));
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.copilot/mcp-config.json: shadowed, ReplacedBy .mcp.json within .",
            // Claude Code reads it alone.
            ".mcp.json: alone",
        ]
    );
}

#[test]
fn of_two_files_of_a_folder_copilot_cli_reads_one() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.copilot/mcp-config.json", &plain("a"))
        .write(".github/mcp.json", &plain("b"))
        .write("sub/.mcp.json", r#"{"mcpServers": {}}"#)
        .write("sub/.github/mcp.json", &plain("c"));
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.copilot/mcp-config.json: shadowed, ReplacedBy .github/mcp.json within .",
            ".github/mcp.json: wins, Replaces ~/.copilot/mcp-config.json",
            "sub/.github/mcp.json: shut-out, ShutOutBy sub/.mcp.json",
        ]
    );
}

#[test]
fn what_is_not_established_is_not_said() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.cursor/mcp.json", &plain("a"))
        .write(".cursor/mcp.json", &plain("b"));
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.cursor/mcp.json: unsettled, Unsettled .cursor/mcp.json within .",
            ".cursor/mcp.json: unsettled, Unsettled ~/.cursor/mcp.json",
        ]
    );
    // Two block files of Continue in one folder.
    let block =
        "name: x\nversion: 0.0.1\nschema: v1\nmcpServers:\n  - name: docs\n    command: a\n";
    let sandbox = Sandbox::new();
    sandbox
        .write(".continue/mcpServers/a.yaml", block)
        .write(".continue/mcpServers/b.yaml", block)
        .write("~/.continue/config.yaml", block);
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.continue/config.yaml: shadowed, ReplacedBy .continue/mcpServers/a.yaml within ., ReplacedBy .continue/mcpServers/b.yaml within .",
            ".continue/mcpServers/a.yaml: unsettled, Unsettled .continue/mcpServers/b.yaml, Replaces ~/.continue/config.yaml",
            ".continue/mcpServers/b.yaml: unsettled, Unsettled .continue/mcpServers/a.yaml, Replaces ~/.continue/config.yaml",
        ]
    );
}

/// Whether a refused entry still hides the one below it is not known.
#[test]
fn a_refused_entry_is_not_said_to_replace() {
    let sandbox = Sandbox::new();
    sandbox.write("~/.claude.json", &plain("a")).write(
        ".mcp.json",
        r#"{"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp"}}}"#,
    );
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.claude.json: unsettled, Unsettled .mcp.json within .",
            ".mcp.json: unsettled, Unsettled ~/.claude.json",
        ]
    );
}

#[test]
fn what_is_not_loaded_meets_nothing() {
    let sandbox = Sandbox::new();
    sandbox
        .write("~/.claude.json", &plain("a"))
        // A copy, not the user's file.
        .write("tests/home/.claude.json", &plain("b"))
        .write(
            "sub/.mcp.json",
            r#"{"mcpServers": {"docs": {"command": "c"}, "docs": {"command": "d"}}}"#,
        )
        .write(".mcp.json", r#"{"mcpServers": {"docs": {"command": "e"}}"#);
    assert_eq!(
        standings(&sandbox, "docs"),
        [
            "~/.claude.json: shadowed, ReplacedBy sub/.mcp.json within sub",
            ".mcp.json: apart",
            "sub/.mcp.json: apart",
            "sub/.mcp.json: wins, Replaces ~/.claude.json",
            "tests/home/.claude.json: apart",
        ]
    );
}

#[test]
fn in_a_repository_no_home_folder_counts() {
    let mut sandbox = Sandbox::new();
    sandbox
        .write("~/.claude.json", &plain("a"))
        .write(".mcp.json", &plain("b"));
    sandbox.machine_mode = false;
    assert_eq!(
        standings(&sandbox, "docs"),
        ["~/.claude.json: apart", ".mcp.json: alone"]
    );
}

/// Cursor's files, read by a client that brings them together as `precedence` says.
fn made_up(sandbox: &Sandbox, precedence: Precedence) -> Vec<String> {
    let base = clients::by_id("cursor").unwrap();
    let client: &'static Client = Box::leak(Box::new(Client {
        id: "made-up",
        precedence,
        ..*base
    }));
    let mut workspace = Workspace::default();
    for (_, file) in sandbox.workspace().files() {
        workspace.add_text(
            &Found {
                path: file.path.clone(),
                shown: file.shown.clone(),
                place: Place::Known {
                    client,
                    kind: file.kind,
                    scope: file.scope,
                },
                also: Vec::new(),
            },
            file.document.text.clone().into_bytes(),
        );
    }
    standings_in(sandbox, &workspace, "docs")
}

const USER: Layer = Layer::of(Scope::User);
const PROJECT: Layer = Layer::of(Scope::Project);

fn user_and_project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.cursor/mcp.json",
            r#"{"mcpServers": {"docs": {"command": "a", "env": {"A": "1"}}, "same": {"command": "d"}}}"#,
        )
        .write(
            ".cursor/mcp.json",
            r#"{"mcpServers": {"docs": {"command": "b", "env": {"B": "2"}}}}"#,
        );
    sandbox
}

/// What further clients do: each is one precedence.
#[test]
fn the_model_can_say_what_clients_do() {
    let sandbox = user_and_project();
    let of = |precedence| made_up(&sandbox, precedence);
    let user_first = of(Precedence {
        same_name: SameName::Replaced,
        order: &[Scope::User, Scope::Project],
        ..Precedence::UNKNOWN
    });
    assert_eq!(
        user_first,
        [
            "~/.cursor/mcp.json: wins, Replaces .cursor/mcp.json within .",
            ".cursor/mcp.json: shadowed, ReplacedBy ~/.cursor/mcp.json",
        ]
    );
    let project_instead = of(Precedence {
        same_name: SameName::Replaced,
        layers: const { &[PROJECT.alone(), USER] },
        ..Precedence::UNKNOWN
    });
    assert_eq!(
        project_instead,
        [
            "~/.cursor/mcp.json: shut-out, ShutOutBy .cursor/mcp.json within .",
            ".cursor/mcp.json: alone",
        ]
    );
    let laid_over = of(Precedence {
        same_name: SameName::Overlaid,
        order: &[Scope::Project, Scope::User],
        ..Precedence::UNKNOWN
    });
    assert_eq!(
        laid_over[1],
        ".cursor/mcp.json: merged, MergedOver ~/.cursor/mcp.json => loaded"
    );
    let without_order = of(Precedence {
        same_name: SameName::Merged,
        ..Precedence::UNKNOWN
    });
    assert_eq!(
        without_order,
        [
            "~/.cursor/mcp.json: merged, MergedWith .cursor/mcp.json within .",
            ".cursor/mcp.json: merged, MergedWith ~/.cursor/mcp.json",
        ]
    );
    let in_turn = of(Precedence {
        same_name: SameName::Both,
        layers: const { &[PROJECT.read(Read::InTurn), USER] },
        folders: Folders::One,
        ..Precedence::UNKNOWN
    });
    assert_eq!(
        in_turn[1],
        ".cursor/mcp.json: beside, RunsBeside ~/.cursor/mcp.json"
    );
}

#[test]
fn another_name_for_the_same_gives_way_where_endpoints_count() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "~/.cursor/mcp.json",
            r#"{"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp"}, "other": {"command": "x"}}}"#,
        )
        .write(
            ".cursor/mcp.json",
            r#"{"mcpServers": {"wiki": {"url": "https://mcp.example.com/mcp"}, "more": {"command": "x", "args": ["y"]}}}"#,
        );
    let lines = made_up(
        &sandbox,
        Precedence {
            same_name: SameName::Replaced,
            layers: const { &[PROJECT, USER.by_endpoint()] },
            ..Precedence::UNKNOWN
        },
    );
    assert_eq!(
        lines,
        ["~/.cursor/mcp.json: shadowed, ReplacedBy wiki in .cursor/mcp.json within ."]
    );
}

/// A home and a project with the files of five clients.
fn five_clients() -> Sandbox {
    let sandbox = Sandbox::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/precedence");
    copy_folder(&fixture.join("home"), &sandbox.home());
    copy_folder(&fixture.join("project"), &sandbox.project());
    let user = sandbox.path("~/.claude.json");
    let text = std::fs::read_to_string(&user)
        .unwrap()
        .replace("PROJECT", &sandbox.project().display().to_string());
    std::fs::write(user, text).unwrap();
    sandbox
}

fn list(sandbox: &Sandbox, args: &[&str]) -> String {
    let output = mcpmend()
        .current_dir(sandbox.project())
        .args(["list", "--home", "../home", "--color", "never"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let root = sandbox.project().parent().unwrap().to_owned();
    text.replace(&*root.canonicalize().unwrap().to_string_lossy(), "")
        .replace(&*root.to_string_lossy(), "")
}

/// What one entry says of another, the other says of it.
#[test]
fn ties_are_mutual() {
    let sandbox = five_clients();
    let workspace = sandbox.workspace();
    let standings = Standings::new(&workspace, Some(&sandbox));
    let mut seen = 0;
    for (id, entry) in workspace.entries() {
        for relation in &standings.of(id).relations {
            let Some(other) = relation.entry.filter(|_| !relation.guest) else {
                continue;
            };
            let back = standings
                .of(other)
                .relations
                .iter()
                .find(|back| back.entry == Some(id));
            let expected = match relation.tie {
                Tie::Replaces => Tie::ReplacedBy,
                Tie::MergedUnder => Tie::MergedOver,
                Tie::MergedOver => Tie::MergedUnder,
                Tie::ReplacedBy => {
                    // What has no effect itself says nothing of what it would replace.
                    assert!(back.is_none_or(|back| back.tie == Tie::Replaces));
                    continue;
                }
                tie => tie,
            };
            let back = back.unwrap_or_else(|| panic!("{} has no way back", entry.name));
            assert_eq!(back.tie, expected, "{}", entry.name);
            assert_eq!(back.lost, relation.won, "{}", entry.name);
            assert_eq!(back.status, relation.status, "{}", entry.name);
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn the_list_says_how_each_server_stands() {
    let sandbox = five_clients();
    snapshot("cli", "list-precedence", &list(&sandbox, &[]));
}

#[test]
fn the_json_says_it_too_and_hides_secrets() {
    let sandbox = five_clients();
    let text = list(&sandbox, &["--format", "json"]);
    assert!(!text.contains("Xk29fjQm8ZpL41vT"), "{text}");
    let listed: serde_json::Value = serde_json::from_str(&text).unwrap();
    let server = |path: &str, name: &str| {
        let file = listed["files"].as_array().unwrap().iter();
        let file = file
            .clone()
            .find(|file| file["path"] == path)
            .unwrap_or_else(|| panic!("no {path} in {text}"));
        file["servers"]
            .as_array()
            .unwrap()
            .iter()
            .find(|server| server["name"] == name)
            .unwrap()
            .clone()
    };
    let local = server("/home/.claude.json", "time");
    assert_eq!(local["standing"]["state"], "shadowed");
    let by = &local["standing"]["by"][0];
    assert_eq!(by["tie"], "replaces");
    assert_eq!(by["within"], ".");
    assert_eq!(by["project"], "/project");
    let wiki = server(".codex/config.toml", "wiki");
    assert_eq!(wiki["status"], "loaded");
    assert_eq!(wiki["standing"]["effective"]["status"], "rejected");
    let tracker = server(".codex/config.toml", "tracker");
    assert_eq!(tracker["standing"]["effective"]["transport"], "stdio");
    assert_eq!(
        tracker["standing"]["with"][0],
        serde_json::json!({
            "path": "/home/.codex/config.toml",
            "server": "tracker",
            "pointer": "mcp_servers.tracker",
            "tie": "merged-under",
            "gives": ["command", "env.LEVEL"],
            "overridden": ["args"],
        })
    );
}
