//! Where mcpmend looks, and where it does not.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::Path;

use common::mcpmend;
use mcpmend::clients;
use mcpmend::document::Format;
use mcpmend::model::{Kind, Os, RootShape};
use serde_json::{Map, Value};

const SERVERS: &str = r#"{"mcpServers": {"docs": {"command": "docs-mcp"}}}"#;

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn list(folder: &Path, args: &[&str]) -> Vec<Value> {
    let output = mcpmend()
        .current_dir(folder)
        .args(["list", "--isolated", "--format", "json"])
        .args(args)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let data: Value = serde_json::from_slice(&output.stdout).unwrap();
    data["files"].as_array().unwrap().clone()
}

fn paths(files: &[Value]) -> Vec<&str> {
    files
        .iter()
        .map(|file| file["path"].as_str().unwrap())
        .collect()
}

/// A path for each of the names of a segment `{A,B}`.
fn alternatives(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let (names, after) = rest.split_once('}').unwrap();
    names
        .split(',')
        .flat_map(|name| alternatives(&format!("{before}{name}{after}")))
        .collect()
}

/// A text that tells a file of this kind, where the name does not: what tells it, and a root.
fn telling(kind: &Kind) -> String {
    let Some(told_by) = kind.told_by.first() else {
        return String::new();
    };
    let mut file = Value::Object(Map::new());
    put(&mut file, told_by, Value::Object(Map::new()));
    if let Some(root) = kind.roots.iter().find(|root| !root.path.is_empty()) {
        let servers = match root.shape {
            RootShape::List { .. } => Value::Array(Vec::new()),
            RootShape::Map | RootShape::One { .. } => Value::Object(Map::new()),
        };
        put(&mut file, root.path, servers);
    }
    match kind.format {
        Format::Toml => toml(&file, ""),
        // JSON is YAML too.
        Format::Json | Format::Yaml => file.to_string(),
    }
}

fn put(file: &mut Value, path: &[&str], value: Value) {
    let (last, way) = path.split_last().unwrap();
    let mut at = file;
    for key in way {
        at = &mut at[*key];
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
    }
    at[*last] = value;
}

/// Tables and empty lists as TOML.
fn toml(value: &Value, path: &str) -> String {
    let mut tables = String::new();
    let mut here = String::new();
    for (key, value) in value.as_object().unwrap() {
        match value {
            Value::Object(_) => tables += &toml(value, &format!("{path}{key}.")),
            _ => here += &format!("{key} = {value}\n"),
        }
    }
    match path.strip_suffix('.') {
        Some(path) => format!("[{path}]\n{here}{tables}"),
        None => here + &tables,
    }
}

/// A home with a file at every place of every client, system by system.
#[test]
fn every_place_below_home_is_found() {
    for os in Os::ALL {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let project = folder.path().join("project");
        std::fs::create_dir_all(project.join(".git")).unwrap();
        let mut expected = Vec::new();
        for client in clients::ALL {
            for kind in client.kinds {
                for location in kind.locations {
                    // `${VAR:-default}` means its default under `--home`.
                    let plain = match location.path.strip_prefix("${") {
                        Some(rest) => rest.split_once(":-").unwrap().1.replacen('}', "", 1),
                        None => location.path.to_owned(),
                    };
                    let Some(below) = plain.strip_prefix("~/") else {
                        continue;
                    };
                    if !location.os.contains(os) || location.common {
                        continue;
                    }
                    for below in alternatives(&below.replace('*', "any")) {
                        let path = home.join(below);
                        write(&path, &telling(kind));
                        expected.push((path, client.id, location.guest));
                    }
                }
            }
        }
        assert!(expected.len() > 12);
        let files = list(&project, &["--home", "../home", "--os", os.name()]);
        for (path, client, guest) in expected {
            let below = path.strip_prefix(&home).unwrap();
            let below = below.to_string_lossy().replace('\\', "/");
            let found = files
                .iter()
                .find(|file| {
                    file["path"]
                        .as_str()
                        .unwrap()
                        .ends_with(&format!("/home/{below}"))
                })
                .unwrap_or_else(|| panic!("{client} on {os:?}: {below} is not found"));
            if guest {
                // In a home folder nobody may own what is somebody's in a project.
                let also = found["also_read_by"].to_string();
                let read = also.contains(client) || found["client"] == client;
                assert!(read, "{client} reads {below}: {found}");
            } else {
                assert_eq!(found["client"], client, "{below}");
            }
        }
    }
}

#[test]
fn the_project_is_searched_from_its_root() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("project");
    std::fs::create_dir_all(project.join(".git")).unwrap();
    write(&project.join(".mcp.json"), SERVERS);
    write(&project.join("deep/er/.cursor/mcp.json"), SERVERS);
    for pruned in ["node_modules", "target", ".git", ".venv"] {
        write(&project.join(pruned).join(".mcp.json"), SERVERS);
    }
    write(&folder.path().join(".mcp.json"), SERVERS);
    std::fs::create_dir_all(project.join("src")).unwrap();
    let files = list(&project.join("src"), &["--home", "../../nobody"]);
    let mut found = paths(&files);
    found.sort();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].ends_with("project/.mcp.json"));
    assert!(found[1].ends_with("project/deep/er/.cursor/mcp.json"));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_the_order_is_fixed() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b", "a", "c"] {
        write(&folder.path().join(name).join(".mcp.json"), SERVERS);
    }
    std::os::unix::fs::symlink("a", folder.path().join("link")).unwrap();
    std::os::unix::fs::symlink("..", folder.path().join("a/loop")).unwrap();
    let files = list(folder.path(), &["."]);
    assert_eq!(paths(&files), ["a/.mcp.json", "b/.mcp.json", "c/.mcp.json"]);
}

#[test]
fn given_paths_are_all_that_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join(".git/HEAD"), "");
    write(&folder.path().join(".mcp.json"), SERVERS);
    write(&folder.path().join("home/.cursor/mcp.json"), SERVERS);
    write(&folder.path().join("part/.mcp.json"), SERVERS);
    let files = list(
        folder.path(),
        &["--home", "home", "part", "part/.mcp.json", "./part"],
    );
    assert_eq!(paths(&files), ["part/.mcp.json"]);
}

#[test]
fn a_home_folder_is_not_walked() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("far/down/below/.mcp.json"), SERVERS);
    write(&folder.path().join(".cursor/mcp.json"), SERVERS);
    let files = list(folder.path(), &["--home", "."]);
    assert_eq!(files.len(), 1, "{:?}", paths(&files));
}

#[test]
fn a_client_reads_any_file_that_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("copy.json"),
        r#"{"mcpServers": {"docs": {"type": "http", "url": "https://mcp.example.com/mcp"}}}"#,
    );
    let cline = list(folder.path(), &["--client", "cline", "copy.json"]);
    assert_eq!(cline[0]["client"], "cline");
    assert_eq!(cline[0]["status"], "rejected");
    assert_eq!(cline[0]["servers"][0]["status"], "rejected");
    let claude = list(folder.path(), &["--client", "claude-code", "copy.json"]);
    assert_eq!(claude[0]["status"], "read");
    assert_eq!(claude[0]["servers"][0]["status"], "loaded");
    assert_eq!(claude[0]["servers"][0]["transport"], "http");
}

#[test]
fn no_other_clients_files_are_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        ".cursor/mcp.json",
        ".mcp.json",
        ".vscode/mcp.json",
        "tools/mcp.json",
    ] {
        write(&folder.path().join(path), SERVERS);
    }
    let files = list(folder.path(), &["--client", "cursor", "."]);
    assert_eq!(paths(&files), [".cursor/mcp.json", "tools/mcp.json"]);
}

#[test]
fn a_file_of_no_known_place_is_told_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("tools/mcp.json"),
        r#"{"servers": {"docs": {"command": "docs-mcp"}}}"#,
    );
    write(&folder.path().join("tools/mcp_config.json"), SERVERS);
    write(&folder.path().join("other/mcp.json"), r#"{"name": "x"}"#);
    let files = list(folder.path(), &["."]);
    assert_eq!(paths(&files), ["tools/mcp.json", "tools/mcp_config.json"]);
    assert_eq!(files[0]["client"], "vscode");
    for file in &files {
        assert!(file["guess"].as_str().unwrap().contains("stand under"));
    }
    let output = mcpmend()
        .current_dir(folder.path())
        .args(["--isolated", "."])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("no client is known to read it there"),
        "{text}"
    );
}

#[test]
fn user_and_project_servers_of_one_file_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder.path().join("home/.claude.json"),
        r#"{
  "mcpServers": { "everywhere": { "command": "a" } },
  "projects": { "/srv/shop": { "mcpServers": { "here": { "command": "b" } } } }
}"#,
    );
    let project = folder.path().join("project");
    std::fs::create_dir_all(project.join(".git")).unwrap();
    let files = list(&project, &["--home", "../home"]);
    let servers = files[0]["servers"].as_array().unwrap();
    assert_eq!(servers[0]["name"], "everywhere");
    assert_eq!(files[0]["scope"], "user");
    assert_eq!(servers[1]["name"], "here");
    assert_eq!(servers[1]["scope"], "local");
    assert_eq!(servers[1]["project"], "/srv/shop");
}

#[test]
fn without_any_config_it_says_where_it_looked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("project/.git")).unwrap();
    let output = mcpmend()
        .current_dir(folder.path().join("project"))
        .args(["--home", "../home"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("No MCP configuration found."), "{text}");
    assert!(text.contains("every client's places below"), "{text}");
    assert!(text.contains("the project at"), "{text}");
}

#[test]
fn without_any_finding_it_says_what_it_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join(".mcp.json"), SERVERS);
    let output = mcpmend()
        .current_dir(folder.path())
        .args(["--isolated", "."])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "No problems in 1 file with 1 server (Claude Code).\n"
    );
}
