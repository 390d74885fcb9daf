//! Fixing as a user sees it: diffs that git applies, files that keep what they were.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::{mcpmend, texts};

fn run(folder: &Path, args: &[&str]) -> Output {
    mcpmend()
        .current_dir(folder)
        .args(["--isolated"])
        .args(args)
        .output()
        .unwrap()
}

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "core.autocrlf=false", "-c", "init.defaultBranch=main"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "git {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A path of this machine in a project's file gives way to the client's word for the folder.
#[test]
fn the_folder_of_the_project_becomes_a_variable() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().canonicalize().unwrap();
    let script = project.join("servers/docs.js");
    let text = serde_json::json!({ "servers": { "docs": {
        "command": "node",
        "args": [script.to_str().unwrap(), "/srv/shared/x"],
    } } });
    let file = project.join(".vscode/mcp.json");
    std::fs::create_dir_all(project.join(".vscode")).unwrap();
    std::fs::create_dir_all(project.join(".git")).unwrap();
    std::fs::write(&file, text.to_string()).unwrap();
    let output = mcpmend()
        .current_dir(&project)
        .env("HOME", folder.path().join("none"))
        .args(["--isolated", "--select", "machine-path"])
        .args(["--fix", "--unsafe-fixes"])
        .output()
        .unwrap();
    let fixed: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(
        fixed["servers"]["docs"]["args"],
        serde_json::json!(["${workspaceFolder}/servers/docs.js", "/srv/shared/x"]),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A project whose files end their lines in several ways.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        ".mcp.json",
        "{\r\n  \"mcpServers\": {\r\n    \"docs\": {\r\n      \"url\": \"https://mcp.example.com/mcp\"\r\n    },\r\n    \"a\": { \"command\": \"node\", \"args\": [\"a.js\", \"--port\", \"3105\"] }\r\n  }\r\n}\r\n",
    );
    write(
        "with space/.vscode/mcp.json",
        "{\n\t// tabs, a comment, and no last line break\n\t\"mcpServers\": {\n\t\t\"b\": { \"command\": \"node\", \"args\": [\"b.js\", \"--port\", \"3105\"], },\n\t},\n}",
    );
    write(
        ".codex/config.toml",
        "[mcp_servers.c] # the clock\ncommand = \"uvx\"\nargs = [\"mcp-server-time\"]\ndisabled = true # not today\n",
    );
    folder
}

#[test]
fn git_applies_the_diff_and_gets_what_fix_writes() {
    let fixed = project();
    run(fixed.path(), &[".", "--fix", "--unsafe-fixes", "-q"]);
    let applied = project();
    let before = texts(applied.path());
    let output = run(applied.path(), &[".", "--diff", "--unsafe-fixes"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(texts(applied.path()), before, "--diff wrote something");
    git(applied.path(), &["init", "-q"]);
    std::fs::write(applied.path().join("the.patch"), &output.stdout).unwrap();
    git(applied.path(), &["apply", "the.patch"]);
    std::fs::remove_file(applied.path().join("the.patch")).unwrap();
    let (applied, fixed) = (texts(applied.path()), texts(fixed.path()));
    assert_eq!(applied, fixed);
    for path in [
        ".mcp.json",
        "with space/.vscode/mcp.json",
        ".codex/config.toml",
    ] {
        assert_ne!(before[path], fixed[path], "{path} was not changed");
    }
}

#[test]
fn what_a_fix_does_not_name_stays() {
    let folder = project();
    let output = run(folder.path(), &[".", "--fix", "-q"]);
    assert_eq!(output.status.code(), Some(1), "the collision remains");
    let text = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(
        text(".mcp.json"),
        "{\r\n  \"mcpServers\": {\r\n    \"docs\": {\r\n      \"type\": \"http\",\r\n      \"url\": \"https://mcp.example.com/mcp\"\r\n    },\r\n    \"a\": { \"command\": \"node\", \"args\": [\"a.js\", \"--port\", \"3105\"] }\r\n  }\r\n}\r\n"
    );
    assert_eq!(
        text("with space/.vscode/mcp.json"),
        "{\n\t// tabs, a comment, and no last line break\n\t\"servers\": {\n\t\t\"b\": { \"command\": \"node\", \"args\": [\"b.js\", \"--port\", \"3105\"], },\n\t},\n}"
    );
    assert_eq!(
        text(".codex/config.toml"),
        "[mcp_servers.c] # the clock\ncommand = \"uvx\"\nargs = [\"mcp-server-time\"]\nenabled = false # not today\n"
    );
}

#[test]
fn a_masked_diff_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let secret = format!("ghp_{}", "16C7e42F292c6912E7710c838347Ae178B4a");
    std::fs::write(
        folder.path().join(".mcp.json"),
        format!(
            "{{\n  \"mcpServers\": {{\n    \"gh\": {{ \"command\": \"gh-mcp\", \"env\": {{ \"GITHUB_TOKEN\": \"{secret}\" }} }}\n  }}\n}}\n"
        ),
    )
    .unwrap();
    for format in ["full", "concise", "json"] {
        let output = run(folder.path(), &[".", "--format", format]);
        let all = [output.stdout, output.stderr].concat();
        let all = String::from_utf8(all).unwrap();
        assert!(all.contains("hardcoded-secret"), "{all}");
        assert!(!all.contains(&secret), "{format} shows the secret");
    }
    let masked = run(folder.path(), &[".", "--diff", "--unsafe-fixes"]);
    assert!(!String::from_utf8_lossy(&masked.stdout).contains(&secret));
    assert!(String::from_utf8_lossy(&masked.stderr).contains("--show-secrets"));
    let plain = run(
        folder.path(),
        &[".", "--diff", "--unsafe-fixes", "--show-secrets"],
    );
    assert!(String::from_utf8_lossy(&plain.stdout).contains(&secret));
    git(folder.path(), &["init", "-q"]);
    std::fs::write(folder.path().join("the.patch"), &plain.stdout).unwrap();
    git(folder.path(), &["apply", "the.patch"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("shared.json");
    let link = folder.path().join(".mcp.json");
    std::fs::write(
        &target,
        r#"{"mcpServers": {"docs": {"url": "https://mcp.example.com/mcp"}}}"#,
    )
    .unwrap();
    std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("shared.json", &link).unwrap();
    let output = run(folder.path(), &[".", "--fix"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(
        std::fs::read_to_string(&target)
            .unwrap()
            .contains(r#""type": "http""#)
    );
    let mode = std::fs::metadata(&target).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_read_only_file_is_left_alone() {
    let folder = project();
    let path = folder.path().join(".mcp.json");
    let before = std::fs::read(&path).unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let output = run(folder.path(), &[".", "--fix"]);
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains(".mcp.json") && err.contains("read-only"),
        "{err}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_somebody_saved_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".mcp.json");
    std::fs::write(&path, "newer").unwrap();
    let refused = mcpmend::fix::write::replace_all(&[mcpmend::fix::write::Change {
        path: path.clone(),
        old: b"older".to_vec(),
        new: b"mended".to_vec(),
    }]);
    assert!(matches!(
        refused,
        Err(mcpmend::fix::write::Failed {
            at: 0,
            error: mcpmend::fix::write::WriteError::Changed,
            ..
        })
    ));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "newer");
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let mut child = mcpmend()
        .current_dir(folder.path())
        .args(["--isolated", "--stdin-filename", ".mcp.json", "--fix"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"{\"mcpServers\":{\"docs\":{\"url\":\"https://mcp.example.com/mcp\"}}}")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"mcpServers\":{\"docs\":{\"type\":\"http\",\"url\":\"https://mcp.example.com/mcp\"}}}"
    );
    assert_eq!(output.status.code(), Some(0));
}

/// What cannot be mended in a text as it is may be when something else is.
#[test]
fn a_fix_that_failed_is_tried_on_the_new_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".vscode/mcp.json");
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    // Braces around it do not help as long as the rest is missing.
    std::fs::write(
        &path,
        "\"servers\": {\n  \"time\": { \"command\": \"uvx\", \"args\": [\"mcp-ser",
    )
    .unwrap();
    let output = run(folder.path(), &[".", "--fix", "--unsafe-fixes", "-q"]);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "{\n\"servers\": {\n  \"time\": { \"command\": \"uvx\", \"args\": [\"mcp-ser\"]}}\n}"
    );
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// Of thousands of errors not all are told at once; all are mended.
#[test]
fn thousands_of_errors_are_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".mcp.json");
    let servers: Vec<String> = (0..3500)
        .map(|index| format!("    \"s{index}\": {{ \"command\": \"server-{index}\" }}"))
        .collect();
    let text = |comma: &str| {
        format!(
            "{{\n  \"mcpServers\": {{\n{}\n  }}\n}}\n",
            servers.join(&format!("{comma}\n"))
        )
    };
    std::fs::write(&path, text("")).unwrap();
    let args = [".", "--fix", "--unsafe-fixes", "-q", "--select", "syntax"];
    let output = run(folder.path(), &args);
    assert!(
        std::fs::read_to_string(&path).unwrap() == text(","),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
