//! Rules that ask the machine, on machines of their own: macOS and Windows too.

#![allow(clippy::unwrap_used)]

mod common;

use common::Sandbox;
use mcpmend::check::Selection;
use mcpmend::diagnostic::{Diagnostic, Severity};
use mcpmend::model::Os;

fn found(sandbox: &Sandbox, rule: &str) -> Vec<Diagnostic> {
    sandbox.check(&Selection {
        select: vec![rule.to_owned()],
        ..Selection::default()
    })
}

fn macos() -> Sandbox {
    let mut sandbox = Sandbox::machine();
    sandbox.os = Os::Macos;
    sandbox
}

const DESKTOP: &str = "~/Library/Application Support/Claude/claude_desktop_config.json";

fn servers(command: &str) -> String {
    format!(
        r#"{{ "mcpServers": {{ "files": {{ "command": "{command}", "args": ["-y", "x"] }} }} }}"#
    )
}

#[test]
fn an_app_on_macos_does_not_have_the_path_of_the_shell() {
    let sandbox = macos();
    sandbox.program("~/bin/npx", "#!/usr/bin/env node\n");
    sandbox.program("~/bin/node", "node");
    sandbox.write("~/.lmstudio/mcp.json", &servers("npx"));
    sandbox.write("~/.cursor/mcp.json", &servers("npx"));
    sandbox.write(DESKTOP, &servers("npx"));
    let findings = found(&sandbox, "command-not-found");
    let text: Vec<String> = findings
        .iter()
        .map(|it| format!("{} {}", it.severity.name(), it.message))
        .collect();
    // The editor asks the login shell; LM Studio's PATH is known from hearsay only.
    assert_eq!(
        text,
        [
            "warning `npx`, which `files` starts with, is not on the PATH of a desktop's session",
            "warning `npx`, which `files` starts with, is not on the PATH that Claude Desktop makes for itself",
        ]
        .map(str::to_owned)
    );
    let help = findings[0].help.clone().unwrap();
    let bin = sandbox.path("~/bin").to_string_lossy().into_owned();
    assert!(help.contains(&format!("it is at `{bin}/npx`")), "{help}");
    assert!(
        help.contains(&format!(
            "`\"PATH\": \"{bin}:/usr/local/bin:/usr/bin:/bin\"` in its `env`"
        )),
        "npx looks for node again: {help}"
    );
}

#[test]
fn folders_that_an_app_adds_are_searched() {
    let sandbox = macos();
    sandbox.program("/opt/homebrew/bin/npx", "#!/usr/bin/env node\n");
    sandbox.program("/opt/homebrew/bin/node", "node");
    sandbox.write(DESKTOP, &servers("npx"));
    assert_eq!(found(&sandbox, "command-not-found"), []);
    // LM Studio does not add them.
    sandbox.write("~/.lmstudio/mcp.json", &servers("npx"));
    let findings = found(&sandbox, "command-not-found");
    assert_eq!(findings.len(), 1);
    let help = findings[0].help.clone().unwrap();
    assert!(
        help.contains("`/opt/homebrew/bin/npx` (Homebrew)"),
        "{help}"
    );
    // What is nowhere is an error for everybody.
    sandbox.write(DESKTOP, &servers("uvx"));
    let findings = found(&sandbox, "command-not-found");
    let nowhere = findings
        .iter()
        .find(|it| it.message.contains("`uvx`"))
        .unwrap();
    assert_eq!(nowhere.severity, Severity::Error);
    assert!(nowhere.help.clone().unwrap().contains("docs.astral.sh/uv"));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_no_program() {
    let sandbox = Sandbox::machine();
    sandbox.write(".mcp.json", &servers("notes"));
    sandbox.write("~/bin/other", "");
    std::os::unix::fs::symlink("gone", sandbox.path("~/bin/notes")).unwrap();
    let findings = found(&sandbox, "command-not-found");
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .message
            .ends_with("is a link to a file that is not there")
    );
    assert_eq!(findings[0].severity, Severity::Error);
}

#[test]
fn windows_adds_the_extensions_of_pathext() {
    let mut sandbox = Sandbox::machine();
    sandbox.os = Os::Windows;
    sandbox
        .env
        .insert("PATH".to_owned(), "C:/Tools;C:/Node".to_owned());
    sandbox.write(".mcp.json", &servers("npx"));
    sandbox.write("/C:/Tools/npx", "a script for another system");
    assert_eq!(found(&sandbox, "command-not-found").len(), 1);
    sandbox.write("/C:/Node/npx.cmd", "");
    assert_eq!(found(&sandbox, "command-not-found"), []);
    sandbox.env.insert("PATHEXT".to_owned(), ".EXE".to_owned());
    assert_eq!(found(&sandbox, "command-not-found").len(), 1);
}

#[test]
fn nothing_is_said_of_a_machine_that_is_not_this_one() {
    let mut sandbox = macos();
    sandbox.write(DESKTOP, &servers("nowhere"));
    assert_eq!(found(&sandbox, "command-not-found").len(), 1);
    sandbox.this_machine = false;
    assert_eq!(found(&sandbox, "command-not-found"), []);
    sandbox.this_machine = true;
    sandbox.machine_mode = false;
    assert_eq!(found(&sandbox, "command-not-found"), []);
}

/// Claude Desktop puts every version of nvm on PATH, the one whose name sorts last in front.
#[test]
fn the_version_of_nvm_whose_name_sorts_last_wins() {
    let sandbox = macos();
    for version in ["v16.20.2", "v22.12.0"] {
        let bin = format!("~/.nvm/versions/node/{version}/bin");
        sandbox.program(&format!("{bin}/npx"), "#!/usr/bin/env node\n");
        sandbox.program(&format!("{bin}/node"), "node");
    }
    sandbox.write(DESKTOP, &servers("npx"));
    assert_eq!(found(&sandbox, "runtime-too-old"), []);
    sandbox.program(
        "~/.nvm/versions/node/v9.11.2/bin/npx",
        "#!/usr/bin/env node\n",
    );
    sandbox.program("~/.nvm/versions/node/v9.11.2/bin/node", "node");
    let findings = found(&sandbox, "runtime-too-old");
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].message,
        "`files` gets Node.js 9.11.2, and the SDK of MCP needs 18 or newer"
    );
    let help = findings[0].help.clone().unwrap();
    assert!(help.contains("/v22.12.0/bin/node` is new enough"), "{help}");
}

#[cfg(unix)]
#[test]
fn a_version_is_told_by_what_a_link_leads_to() {
    let sandbox = macos();
    sandbox.program("/opt/homebrew/Cellar/node@16/16.20.2/bin/node", "node");
    sandbox.program("/opt/homebrew/bin/npx", "#!/usr/bin/env node\n");
    let target = sandbox.path("/opt/homebrew/Cellar/node@16/16.20.2/bin/node");
    std::os::unix::fs::symlink(target, sandbox.path("/opt/homebrew/bin/node")).unwrap();
    sandbox.write(DESKTOP, &servers("npx"));
    let findings = found(&sandbox, "runtime-too-old");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].message.contains("Node.js 16.20.2"));
    // A header of Node.js tells it where the path does not.
    let sandbox = macos();
    sandbox.program("/usr/local/bin/npx", "#!/usr/bin/env node\n");
    sandbox.program("/usr/local/bin/node", "node");
    sandbox.write(DESKTOP, &servers("npx"));
    assert_eq!(found(&sandbox, "runtime-too-old"), []);
    sandbox.write(
        "/usr/local/include/node/node_version.h",
        "#define NODE_MAJOR_VERSION 14\n#define NODE_MINOR_VERSION 21\n#define NODE_PATCH_VERSION 3\n",
    );
    let findings = found(&sandbox, "runtime-too-old");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("Node.js 14.21.3"));
}

#[cfg(unix)]
#[test]
fn a_closed_folder_above_protects_a_file() {
    const SECRET: &str = r#"{ "mcpServers": { "x": { "command": "npx", "env": { "API_KEY": "9f8e7d6c5b4a39281706f5e4d3c2b1a0" } } } }"#;
    let sandbox = Sandbox::machine();
    sandbox.write("~/.cursor/mcp.json", SECRET);
    let modes = |home: u32, folder: u32, file: u32| {
        common::set_mode(&sandbox.home(), home);
        common::set_mode(&sandbox.path("~/.cursor"), folder);
        common::set_mode(&sandbox.path("~/.cursor/mcp.json"), file);
        let findings = sandbox.check(&Selection {
            select: vec!["secret".to_owned()],
            ignore: vec!["hardcoded-secret".to_owned()],
            ..Selection::default()
        });
        findings.len()
    };
    assert_eq!(modes(0o755, 0o755, 0o644), 1);
    assert_eq!(modes(0o755, 0o755, 0o600), 0);
    assert_eq!(modes(0o700, 0o755, 0o644), 0, "the home folder is closed");
    assert_eq!(modes(0o755, 0o700, 0o644), 0, "the folder is closed");
    assert_eq!(modes(0o750, 0o755, 0o644), 0, "closed but for the group");
    assert_eq!(modes(0o755, 0o755, 0o640), 0, "the group's: pedantic only");
    common::set_mode(&sandbox.path("~/.cursor/mcp.json"), 0o640);
    let findings = found(&sandbox, "readable-secret-file");
    assert_eq!(findings.len(), 1, "asked for by name");
    assert!(findings[0].message.contains("its group"));
}

#[cfg(unix)]
#[test]
fn who_can_write_to_a_folder_can_replace_the_file() {
    let sandbox = Sandbox::machine();
    sandbox.write("~/.cursor/mcp.json", &servers("npx"));
    let told = |home: u32, folder: u32, file: u32| {
        common::set_mode(&sandbox.home(), home);
        common::set_mode(&sandbox.path("~/.cursor"), folder);
        common::set_mode(&sandbox.path("~/.cursor/mcp.json"), file);
        let findings = found(&sandbox, "writable-config");
        let help = findings.iter().filter_map(|finding| finding.help.clone());
        let place = |help: String| {
            let help = help.replace('`', "");
            help.replace(&*sandbox.home().to_string_lossy(), "~")
        };
        help.map(place).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    let run = "run chmod o-w";
    assert_eq!(told(0o755, 0o755, 0o644), none);
    assert_eq!(
        told(0o755, 0o755, 0o664),
        none,
        "whose group it is, is not known"
    );
    assert_eq!(
        told(0o755, 0o755, 0o646),
        [format!("{run} ~/.cursor/mcp.json")]
    );
    assert_eq!(told(0o755, 0o757, 0o644), [format!("{run} ~/.cursor")]);
    assert_eq!(told(0o757, 0o755, 0o644), [format!("{run} ~")]);
    assert_eq!(told(0o755, 0o1777, 0o644), none, "sticky");
    assert_eq!(
        told(0o755, 0o1777, 0o666),
        [format!("{run} ~/.cursor/mcp.json")]
    );
    assert_eq!(told(0o750, 0o777, 0o666), none, "the home folder is closed");
    assert_eq!(told(0o755, 0o750, 0o666), none, "the folder is closed");
    assert_eq!(told(0o755, 0o752, 0o644), none, "no way in");
    // Elsewhere a file system may know no permissions.
    common::set_mode(&sandbox.home(), 0o755);
    common::set_mode(&sandbox.path("~/.cursor"), 0o755);
    common::set_mode(&sandbox.path("~/.cursor/mcp.json"), 0o644);
    sandbox.write(".mcp.json", &servers("npx"));
    common::set_mode(&sandbox.path(".mcp.json"), 0o666);
    assert_eq!(found(&sandbox, "writable-config"), []);
    // A link counts as what it leads to.
    std::fs::rename(sandbox.path(".mcp.json"), sandbox.path("mcp.txt")).unwrap();
    std::fs::remove_file(sandbox.path("~/.cursor/mcp.json")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("mcp.txt"), sandbox.path("~/.cursor/mcp.json"))
        .unwrap();
    assert_eq!(found(&sandbox, "writable-config"), []);
}

/// Variables that only the shell has, as an app on macOS does or does not see them.
#[test]
fn an_app_on_macos_does_not_have_the_variables_of_the_shell() {
    let mut sandbox = macos();
    sandbox
        .env
        .insert("DOCS_KEY".to_owned(), "hidden".to_owned());
    let text = |variable: &str| {
        format!(
            r#"{{ "mcpServers": {{ "docs": {{ "command": "npx", "env": {{ "K": "{variable}" }} }} }} }}"#
        )
    };
    sandbox.write("~/.cursor/mcp.json", &text("${env:DOCS_KEY}"));
    assert_eq!(
        found(&sandbox, "unset-variable"),
        [],
        "it asks the login shell"
    );
    sandbox.write("~/.cursor/mcp.json", &text("${env:OTHER_KEY}"));
    let findings = found(&sandbox, "unset-variable");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].severity, Severity::Warning);
    let shown = format!("{findings:?}");
    assert!(!shown.contains("hidden"), "{shown}");
}
