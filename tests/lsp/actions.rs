//! What can be done about it.

use serde_json::{Value, json};

use super::client::{Editor, Start, able, over};
use super::fixtures::{NO_TYPE, apply, codes, slice};

/// The actions at the first finding of `rule`.
fn at(editor: &mut Editor, path: &str, found: &[Value], rule: &str) -> Vec<Value> {
    let finding = found
        .iter()
        .find(|it| it["code"] == rule)
        .unwrap_or_else(|| panic!("{rule}: {found:?}"));
    ask(
        editor,
        path,
        &finding["range"],
        json!({"diagnostics": [finding]}),
    )
}

fn ask(editor: &mut Editor, path: &str, range: &Value, context: Value) -> Vec<Value> {
    let uri = editor.uri(path);
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": uri}, "range": range, "context": context}),
    );
    actions.as_array().unwrap().clone()
}

fn whole() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}})
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect()
}

/// The edits of an action for one file, by their path.
fn edits(editor: &Editor, action: &Value, path: &str) -> Vec<Value> {
    let uri = editor.uri(path);
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    let own = changes
        .iter()
        .find(|it| it["textDocument"]["uri"] == uri.as_str())
        .unwrap_or_else(|| panic!("{path}: {action}"));
    own["edits"].as_array().unwrap().clone()
}

#[test]
fn a_finding_is_mended() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    let found = editor.open(".mcp.json");
    let actions = at(&mut editor, ".mcp.json", &found, "missing-transport-type");
    let fix = &actions[0];
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["isPreferred"], true);
    assert_eq!(fix["diagnostics"][0]["code"], "missing-transport-type");
    let change = &fix["edit"]["documentChanges"][0];
    assert!(change["textDocument"]["version"].is_i64(), "{change}");
    let text = apply(NO_TYPE, &edits(&editor, fix, ".mcp.json"));
    assert!(text.contains("\"type\": \"http\""), "{text}");
    assert!(editor.set(".mcp.json", &text).is_empty());
    editor.end();
}

#[test]
fn all_ways_are_offered_and_unsafe_ones_say_so() {
    let text =
        "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\", \"command\": \"y\" }\n  }\n}\n";
    let mut editor = over(&[(".mcp.json", text)]);
    let found = editor.open(".mcp.json");
    let actions = at(&mut editor, ".mcp.json", &found, "duplicate-key");
    let fixes: Vec<&Value> = actions
        .iter()
        .filter(|it| it["kind"] == "quickfix")
        .collect();
    assert_eq!(fixes.len(), 2, "{:?}", titles(&actions));
    for fix in fixes {
        assert!(
            fix["title"].as_str().unwrap().ends_with(" (unsafe)"),
            "{fix}"
        );
        assert_eq!(fix["isPreferred"], false);
        let mended = apply(text, &edits(&editor, fix, ".mcp.json"));
        assert_eq!(mended.matches("command").count(), 1, "{mended}");
    }
    editor.end();
}

#[test]
fn only_what_is_asked_for_is_offered() {
    let text = "{\n  \"mcpServers\": {\n    \"a\": { \"url\": \"https://a.example.com/mcp\" },\n    \"b\": { \"url\": \"https://b.example.com/mcp\" }\n  }\n}\n";
    let mut editor = over(&[(".mcp.json", text)]);
    let found = editor.open(".mcp.json");
    assert_eq!(found.len(), 2);
    // Of one finding, although the range has both.
    let context = json!({"diagnostics": [found[1]], "only": ["quickfix"]});
    let actions = ask(&mut editor, ".mcp.json", &whole(), context);
    assert_eq!(actions.len(), 1, "{:?}", titles(&actions));
    assert_eq!(actions[0]["diagnostics"][0]["range"], found[1]["range"]);
    // Of the range, where no finding of ours is named.
    let other = json!({"range": whole(), "message": "x", "source": "json"});
    let context = json!({"diagnostics": [other], "only": ["quickfix"]});
    let actions = ask(&mut editor, ".mcp.json", &found[0]["range"], context);
    assert_eq!(actions.len(), 1, "{:?}", titles(&actions));
    assert_eq!(actions[0]["diagnostics"][0]["range"], found[0]["range"]);
    // Nothing of another kind.
    let context = json!({"diagnostics": [], "only": ["refactor"]});
    assert!(ask(&mut editor, ".mcp.json", &whole(), context).is_empty());
    // Nothing elsewhere.
    let nowhere = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let context = json!({"diagnostics": [], "only": ["quickfix"]});
    assert!(ask(&mut editor, ".mcp.json", &nowhere, context).is_empty());
    editor.end();
}

#[test]
fn a_fix_of_two_files_changes_both() {
    let cursor = r#"{
  "mcpServers": {
    "docs": { "command": "uvx", "args": ["docs-mcp", "--port=8105"] },
    "Tickets": { "url": "http://localhost:8105/mcp" }
  }
}
"#;
    let claude = r#"{
  "mcpServers": {
    "tickets": {
      "command": "docker",
      "args": ["run", "-i", "--rm", "-p", "127.0.0.1:8105:8000", "tickets"]
    }
  }
}
"#;
    let mut editor = over(&[(".mcp.json", claude), (".cursor/mcp.json", cursor)]);
    editor.open(".mcp.json");
    let found = editor.open(".cursor/mcp.json");
    let mut seen = 0;
    for path in [".mcp.json", ".cursor/mcp.json"] {
        let context = json!({"diagnostics": [], "only": ["quickfix"]});
        for action in ask(&mut editor, path, &whole(), context) {
            let changes = action["edit"]["documentChanges"].as_array().unwrap();
            seen = seen.max(changes.len());
            for change in changes {
                assert!(change["textDocument"]["version"].is_i64(), "{change}");
            }
        }
    }
    assert_eq!(seen, 2, "{found:?}");
    editor.end();
}

#[test]
fn an_editor_without_versions_gets_plain_changes() {
    let mut capabilities = able();
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let mut editor = Start::new()
        .capabilities(capabilities)
        .over(&[(".mcp.json", NO_TYPE)]);
    let found = editor.open(".mcp.json");
    let actions = at(&mut editor, ".mcp.json", &found, "missing-transport-type");
    let edit = &actions[0]["edit"];
    assert!(edit.get("documentChanges").is_none());
    let edits = edit["changes"][editor.uri(".mcp.json")]
        .as_array()
        .unwrap()
        .clone();
    assert!(apply(NO_TYPE, &edits).contains("\"type\": \"http\""));
    editor.end();
}

const TOML: &str = "[mcp_servers.a]\ncommand = \"docker\"\nargs = [\"run\", \"x/y\"]\n";

#[test]
fn a_finding_is_ignored_where_comments_are_taken() {
    let mut editor = over(&[(".codex/config.toml", TOML), (".mcp.json", NO_TYPE)]);
    let found = editor.open(".codex/config.toml");
    let actions = at(
        &mut editor,
        ".codex/config.toml",
        &found,
        "docker-not-interactive",
    );
    let ignore = actions
        .iter()
        .find(|it| it["title"] == "Ignore `docker-not-interactive` here")
        .unwrap_or_else(|| panic!("{:?}", titles(&actions)));
    let text = apply(TOML, &edits(&editor, ignore, ".codex/config.toml"));
    assert!(
        text.contains("# mcpmend: ignore[docker-not-interactive]"),
        "{text}"
    );
    let left = editor.set(".codex/config.toml", &text);
    assert!(
        !codes(&left).contains(&"docker-not-interactive"),
        "{left:?}"
    );
    // JSON has no comments.
    let found = editor.open(".mcp.json");
    let actions = at(&mut editor, ".mcp.json", &found, "missing-transport-type");
    assert!(
        !titles(&actions).iter().any(|it| it.starts_with("Ignore")),
        "{:?}",
        titles(&actions)
    );
    editor.end();
}

/// What `source.fixAll.mcpmend` makes of a file.
fn all(editor: &mut Editor, path: &str, text: &str) -> String {
    let context = json!({"diagnostics": [], "only": ["source.fixAll.mcpmend"]});
    let mut actions = ask(editor, path, &whole(), context);
    let Some(action) = actions.pop() else {
        return text.to_owned();
    };
    assert!(actions.is_empty());
    assert_eq!(action["kind"], "source.fixAll.mcpmend");
    let action = match action.get("edit") {
        Some(_) => action,
        None => editor.ask("codeAction/resolve", action),
    };
    let edits = edits(editor, &action, path);
    // Lines that stay are not written again.
    for edit in &edits {
        let old = slice(text, &edit["range"]);
        assert_ne!(old, edit["newText"].as_str().unwrap());
        assert!(old.len() < text.len(), "{edit}");
    }
    apply(text, &edits)
}

/// What the command line's `--fix` makes of it.
fn by_command(editor: &Editor, path: &str, more: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mcpmend"))
        .args(["--fix", "--no-undo"])
        .args(more)
        .arg(".")
        .current_dir(editor.path("."))
        .env_clear()
        .env("HOME", editor.path("~/"))
        .output()
        .unwrap();
    assert!(output.status.code() != Some(2), "{output:?}");
    std::fs::read_to_string(editor.path(path)).unwrap()
}

const MANY: &str = "{\n  \"mcpServers\": {\n    \"a\": { \"url\": \"https://a.example.com/mcp\" },\n    // why\n    \"b\": { \"command\": \"docker\", \"args\": [\"run\", \"-t\", \"x/y\"] },\n    \"c\": { \"type\": \"streamableHttp\", \"url\": \"https://c.example.com/mcp\", },\n    \"d\": { \"command\": \"x\", \"command\": \"y\" }\n  }\n}\n";

#[test]
fn mending_all_is_what_fix_writes() {
    for (path, text) in [
        (".mcp.json", MANY.to_owned()),
        (".mcp.json", MANY.replace('\n', "\r\n")),
        (
            ".codex/config.toml",
            format!(
                "# x\n{TOML}\n[mcp_servers.b]\nurl = \"https://b.example.com/mcp\"\nstartup_timeout_ms = 20000\n"
            ),
        ),
    ] {
        for unsafe_too in [false, true] {
            let options = json!({"fixAll": {"unsafe": unsafe_too}});
            let mut editor = Start::new().options(options).over(&[(path, &text)]);
            editor.open(path);
            let mended = all(&mut editor, path, &text);
            assert_ne!(mended, text);
            let more: &[&str] = if unsafe_too { &["--unsafe-fixes"] } else { &[] };
            assert_eq!(
                mended,
                by_command(&editor, path, more),
                "{path} {unsafe_too}"
            );
            // Twice changes nothing more.
            editor.set(path, &mended);
            assert_eq!(all(&mut editor, path, &mended), mended);
            editor.end();
        }
    }
}

#[test]
fn mending_all_needs_no_second_question() {
    let mut capabilities = able();
    capabilities["textDocument"]["codeAction"]["resolveSupport"] = Value::Null;
    let mut editor = Start::new()
        .capabilities(capabilities)
        .over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    let context = json!({"diagnostics": [], "only": ["source.fixAll"]});
    let actions = ask(&mut editor, ".mcp.json", &whole(), context);
    let text = apply(NO_TYPE, &edits(&editor, &actions[0], ".mcp.json"));
    assert!(text.contains("\"type\": \"http\""), "{text}");
    // A cursor that merely moves makes no work.
    let context = json!({"diagnostics": [], "triggerKind": 2});
    let actions = ask(&mut editor, ".mcp.json", &whole(), context);
    assert!(
        !actions
            .iter()
            .any(|it| it["kind"] == "source.fixAll.mcpmend")
    );
    editor.end();
}

#[test]
fn where_nothing_is_wrong_nothing_is_offered() {
    let mut editor = over(&[(".mcp.json", super::fixtures::FINE)]);
    editor.open(".mcp.json");
    let actions = ask(
        &mut editor,
        ".mcp.json",
        &whole(),
        json!({"diagnostics": []}),
    );
    assert!(actions.is_empty(), "{actions:?}");
    editor.end();
}
