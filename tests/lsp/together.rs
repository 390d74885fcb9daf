//! Several files, folders and settings.

use serde_json::{Value, json};

use super::client::{Editor, Start, able, over};
use super::fixtures::{FINE, NO_TYPE, codes};

fn on_port(root: &str, port: u16) -> String {
    format!(
        "{{\n  \"{root}\": {{\n    \"{root}-server\": {{ \"command\": \"uvx\", \"args\": [\"{root}-mcp\", \"--port\", \"{port}\"] }}\n  }}\n}}\n"
    )
}

fn collides(found: &[Value]) -> bool {
    codes(found).contains(&"port-collision")
}

#[test]
fn a_change_in_one_file_shows_in_the_other() {
    let (a, b) = (on_port("mcpServers", 3101), on_port("servers", 3102));
    let mut editor = over(&[(".mcp.json", &a), (".vscode/mcp.json", &b)]);
    assert!(!collides(&editor.open(".mcp.json")));
    assert!(!collides(&editor.open(".vscode/mcp.json")));
    // Not saved, and in another file. The later of the two is told of it.
    editor.set(".mcp.json", &on_port("mcpServers", 3102));
    let other = editor.published(".vscode/mcp.json", None);
    assert!(collides(&other), "{other:?}");
    editor.set(".mcp.json", &a);
    assert!(!collides(&editor.published(".vscode/mcp.json", None)));
    editor.end();
}

#[test]
fn what_is_not_open_counts_as_on_disk() {
    let (a, b) = (on_port("mcpServers", 3101), on_port("servers", 3101));
    let mut editor = over(&[(".mcp.json", &a), (".vscode/mcp.json", &b)]);
    let found = editor.open(".vscode/mcp.json");
    assert!(collides(&found), "{found:?}");
    // The editor sends word of what changes there.
    editor.write(".mcp.json", &on_port("mcpServers", 3102));
    changed(&mut editor, ".mcp.json");
    assert!(!collides(&editor.published(".vscode/mcp.json", None)));
    editor.end();
}

/// Tells that a file changed on disk.
fn changed(editor: &mut Editor, path: &str) {
    let uri = editor.uri(path);
    editor.tell(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [{"uri": uri, "type": 2}]}),
    );
}

#[test]
fn an_editor_that_does_not_watch_is_asked_by_saving() {
    let mut capabilities = able();
    capabilities["workspace"]["didChangeWatchedFiles"] = Value::Null;
    let b = on_port("servers", 3101);
    let mut editor = Start::new()
        .capabilities(capabilities)
        .over(&[(".vscode/mcp.json", &b)]);
    assert!(!collides(&editor.open(".vscode/mcp.json")));
    editor.write(".mcp.json", &on_port("mcpServers", 3101));
    editor.save(".vscode/mcp.json");
    assert!(collides(&editor.published(".vscode/mcp.json", None)));
    editor.end();
}

#[test]
fn the_editor_is_asked_to_watch() {
    let mut editor = over(&[]);
    let asked = editor.told("client/registerCapability");
    let all = asked["registrations"].as_array().unwrap();
    let watch = all
        .iter()
        .find(|it| it["method"] == "workspace/didChangeWatchedFiles")
        .unwrap();
    let patterns: Vec<&str> = watch["registerOptions"]["watchers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["globPattern"].as_str().unwrap())
        .collect();
    for expected in ["**/.mcp.json", "**/mcpmend.toml", "**/compose.yaml"] {
        assert!(patterns.contains(&expected), "{expected}: {patterns:?}");
    }
    assert!(
        all.iter()
            .any(|it| it["method"] == "workspace/didChangeConfiguration")
    );
    editor.end();
}

#[test]
fn a_compose_file_counts_before_it_is_saved() {
    let compose = |port: u16| {
        format!("services:\n  a:\n    image: x/y\n    ports:\n      - \"{port}:8080\"\n")
    };
    let a = on_port("mcpServers", 3101);
    let mut editor = over(&[(".mcp.json", &a), ("compose.yaml", &compose(3102))]);
    assert!(!collides(&editor.open(".mcp.json")));
    editor.open("compose.yaml");
    editor.set("compose.yaml", &compose(3101));
    let found = editor.published(".mcp.json", None);
    assert!(collides(&found), "{found:?}");
    editor.end();
}

#[test]
fn settings_files_count() {
    let mut editor = over(&[
        (".mcp.json", NO_TYPE),
        (
            "mcpmend.toml",
            "[rules]\nmissing-transport-type = \"warning\"\n",
        ),
    ]);
    assert_eq!(editor.open(".mcp.json")[0]["severity"], 2);
    editor.write("mcpmend.toml", "ignore = [\"missing-transport-type\"]\n");
    changed(&mut editor, "mcpmend.toml");
    assert!(editor.published(".mcp.json", None).is_empty());
    // What is not saved counts, too.
    editor.tell_open(&editor.uri("mcpmend.toml"), "");
    assert_eq!(editor.published(".mcp.json", None)[0]["severity"], 1);
    editor.end();
}

#[test]
fn settings_that_make_no_sense_are_told() {
    let mut editor = over(&[
        (".mcp.json", NO_TYPE),
        ("mcpmend.toml", "ignore = [\"no-such\"]\n"),
    ]);
    let found = editor.open(".mcp.json");
    assert_eq!(codes(&found), ["missing-transport-type"]);
    let said = editor.told("window/showMessage");
    let message = said["message"].as_str().unwrap();
    assert!(
        message.contains("mcpmend.toml") && message.contains("no-such"),
        "{message}"
    );
    // Once.
    editor.set(".mcp.json", FINE);
    changed(&mut editor, "mcpmend.toml");
    assert!(
        !editor
            .rest()
            .iter()
            .any(|it| it["method"] == "window/showMessage")
    );
    editor.end();
}

#[test]
fn a_file_in_its_folder_only_is_told() {
    let mut editor = over(&[
        ("mcpmend.toml", "exclude = [\"tests\"]\n"),
        ("tests/.mcp.json", NO_TYPE),
    ]);
    editor.tell_open(&editor.uri("tests/.mcp.json"), NO_TYPE);
    assert!(editor.rest().iter().all(|it| {
        it["params"]["diagnostics"]
            .as_array()
            .is_none_or(Vec::is_empty)
    }));
    editor.end();
}

#[test]
fn the_users_settings_count() {
    let options = json!({"ignore": ["missing-transport-type"]});
    let mut editor = Start::new()
        .options(options)
        .over(&[(".mcp.json", NO_TYPE)]);
    assert!(editor.open(".mcp.json").is_empty());
    // An editor that pushes them.
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": {"mcpmend": {"ignore": []}}}),
    );
    assert_eq!(
        codes(&editor.published(".mcp.json", None)),
        ["missing-transport-type"]
    );
    // An editor that is asked.
    editor.settings = json!({"ignore": ["transport"]});
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    assert!(editor.published(".mcp.json", None).is_empty());
    // What makes no sense is told, and the rest counts.
    editor.settings = json!({"ignore": ["no-such-rule"]});
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    assert_eq!(
        codes(&editor.published(".mcp.json", None)),
        ["missing-transport-type"]
    );
    let said = editor.told("window/showMessage");
    assert!(
        said["message"].as_str().unwrap().contains("no-such-rule"),
        "{said}"
    );
    editor.settings = json!({"ignore": 7});
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({"settings": null}),
    );
    let said = editor.told("window/showMessage");
    assert_eq!(said["type"], 1);
    editor.end();
}

#[test]
fn a_settings_file_can_be_named() {
    let files = [
        (".mcp.json", NO_TYPE),
        ("mcpmend.toml", "ignore = [\"missing-transport-type\"]\n"),
        ("other.toml", "[rules]\nmissing-transport-type = \"info\"\n"),
    ];
    let mut editor = Start::new()
        .options(json!({"config": "other.toml"}))
        .over(&files);
    assert_eq!(editor.open(".mcp.json")[0]["severity"], 3);
    editor.end();
    let mut editor = Start::new().options(json!({"isolated": true})).over(&files);
    assert_eq!(editor.open(".mcp.json")[0]["severity"], 1);
    editor.end();
}

#[test]
fn pedantic_users_see_more() {
    let text =
        "{\"mcpServers\": {\"a\": {\"command\": \"npx\", \"args\": [\"-y\", \"some-server\"]}}}";
    let mut editor = over(&[(".mcp.json", text)]);
    assert!(!codes(&editor.open(".mcp.json")).contains(&"unpinned-package"));
    editor.end();
    let mut editor = Start::new()
        .options(json!({"pedantic": true}))
        .over(&[(".mcp.json", text)]);
    let found = editor.open(".mcp.json");
    assert!(codes(&found).contains(&"unpinned-package"), "{found:?}");
    editor.end();
}

#[test]
fn folders_come_and_go() {
    let (a, b) = (on_port("mcpServers", 3101), on_port("servers", 3101));
    let mut editor = Start::new()
        .folders(&["project", "other"])
        .over(&[(".mcp.json", &a), ("../other/.vscode/mcp.json", &b)]);
    // Two folders are two projects.
    assert!(!collides(&editor.open(".mcp.json")));
    assert!(!collides(&editor.open("../other/.vscode/mcp.json")));
    // Together they are one.
    let folder = |editor: &Editor, path: &str| {
        let uri = editor.uri(path);
        json!({"uri": uri.trim_end_matches('/'), "name": "x"})
    };
    let removed = [folder(&editor, "../project"), folder(&editor, "../other")];
    let added = [json!({"uri": format!("{}/..", editor.uri("../project")), "name": "x"})];
    editor.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": added, "removed": removed}}),
    );
    // That folder holds the home folder, and is no project.
    let found = editor.rest();
    assert!(
        !found.iter().any(|it| collides(
            it["params"]["diagnostics"]
                .as_array()
                .unwrap_or(&Vec::new())
        )),
        "{found:?}"
    );
    // A file in no folder is looked at alone.
    let found = editor.set(".mcp.json", NO_TYPE);
    assert_eq!(codes(&found), ["missing-transport-type"]);
    editor.end();
}

#[test]
fn a_file_outside_of_all_folders_is_looked_at_alone() {
    let mut editor = over(&[("~/.cursor/mcp.json", "{\"mcpServers\": {\"a\": {}}}")]);
    let found = editor.open("~/.cursor/mcp.json");
    assert_eq!(codes(&found), ["missing-transport"]);
    editor.end();
    // Also where the editor works on no folder at all.
    let mut editor = Start::new().folders(&[]).over(&[(".mcp.json", NO_TYPE)]);
    assert_eq!(codes(&editor.open(".mcp.json")), ["missing-transport-type"]);
    editor.end();
}

/// A file that is no MCP configuration costs nothing: not even what is on disk is looked at.
#[test]
fn other_files_are_left_alone() {
    let long = format!(
        "{{\"mcpServers\": {{}}, \"x\": \"{}\"}}",
        "x".repeat(2_000_000)
    );
    let mut editor = over(&[
        ("package.json", &long),
        ("src/main.rs", &long),
        ("compose.yaml", &long),
        (".mcp.json", NO_TYPE),
    ]);
    editor.quiet();
    let before = editor.has_read();
    for (path, text) in [
        ("package.json", "{\"mcpServers\": {\"a\": {}}}"),
        ("src/main.rs", "fn main() {"),
        ("compose.yaml", "services: {}\n"),
    ] {
        let uri = editor.uri(path);
        editor.tell_open(&uri, text);
        editor.tell_change(path, json!([{"text": ""}]));
        editor.save(path);
        editor.close(path);
    }
    let rest = editor.rest();
    let published = rest
        .iter()
        .filter(|it| it["method"] == "textDocument/publishDiagnostics");
    assert_eq!(published.count(), 0, "{rest:?}");
    let read = editor.has_read().zip(before).map(|(now, then)| now - then);
    assert!(read.is_none_or(|bytes| bytes < 100_000), "{read:?} bytes");
    editor.end();
}
