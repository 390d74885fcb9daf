//! What is found in what is open.

use serde_json::{Value, json};

use super::client::{Start, able, over};
use super::fixtures::{FINE, NO_TYPE, codes, slice};

#[test]
fn what_is_open_is_checked() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    assert_eq!(editor.initialized["serverInfo"]["name"], "mcpmend");
    let found = editor.open(".mcp.json");
    assert_eq!(codes(&found), ["missing-transport-type"]);
    assert_eq!(found[0]["source"], "mcpmend");
    assert_eq!(found[0]["severity"], 1);
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.contains("`docs`"), "{message}");
    editor.end();
}

#[test]
fn every_change_is_checked() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    // `"type": "http", ` in front of the url, bit by bit.
    let at = |character: usize, text: &str| {
        json!({
            "range": {
                "start": {"line": 2, "character": character},
                "end": {"line": 2, "character": character},
            },
            "text": text,
        })
    };
    let found = editor.change(
        ".mcp.json",
        json!([at(14, "\"type\": "), at(22, "\"http\""), at(28, ", ")]),
    );
    assert!(found.is_empty(), "{found:?}");
    let found = editor.set(".mcp.json", NO_TYPE);
    assert_eq!(codes(&found), ["missing-transport-type"]);
    editor.end();
}

#[test]
fn what_is_saved_is_checked() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    editor.save(".mcp.json");
    let found = editor.published(".mcp.json", None);
    assert_eq!(codes(&found), ["missing-transport-type"]);
    editor.end();
}

#[test]
fn what_is_not_saved_counts() {
    let mut editor = over(&[(".mcp.json", FINE)]);
    assert_eq!(
        codes(&editor.open_as(".mcp.json", NO_TYPE)),
        ["missing-transport-type"]
    );
    // It need not be on disk at all.
    let found = editor.open_as(".cursor/mcp.json", "{\"mcpServers\": {\"a\": {}}}");
    assert_eq!(codes(&found), ["missing-transport"]);
    editor.end();
}

#[test]
fn what_is_closed_counts_as_on_disk() {
    let mut editor = over(&[(".mcp.json", FINE)]);
    editor.open_as(".mcp.json", NO_TYPE);
    editor.close(".mcp.json");
    let found = editor.published(".mcp.json", None);
    assert!(found.is_empty(), "{found:?}");
    assert!(editor.open(".mcp.json").is_empty());
    editor.end();
}

/// The same findings at the same places as on the command line.
#[test]
fn it_says_what_the_command_line_says() {
    let text = "{\n  // \u{e9}\u{1f600}\n  \"mcpServers\": {\n    \"\u{e9}\u{1f600}\": { \"command\": \"docker\", \"args\": [\"run\", \"-t\", \"x/y\"], \"x\": 1 },\n    \"b\": { \"url\": \"http://localhost:3000/sse\", \"type\": \"streamable-http\" }\n  },\n}\n";
    let mut editor = over(&[(".mcp.json", text)]);
    let found = editor.open(".mcp.json");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_mcpmend"))
        .args(["--format", "json", "."])
        .current_dir(editor.path("."))
        .env_clear()
        .env("HOME", editor.path("~/"))
        .output()
        .unwrap();
    let output: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = output["diagnostics"].as_array().unwrap();
    assert!(expected.len() > 3, "{expected:?}");
    let told = |it: &Value| {
        (
            it["start"]["offset"].as_u64().unwrap() as usize,
            it["end"]["offset"].as_u64().unwrap() as usize,
        )
    };
    let expected: Vec<(&str, &str, &str)> = expected
        .iter()
        .map(|it| {
            let (start, end) = told(it);
            (
                it["rule"].as_str().unwrap(),
                it["message"].as_str().unwrap(),
                &text[start..end],
            )
        })
        .collect();
    let shown: Vec<(&str, &str, &str)> = found
        .iter()
        // What has no effect by a finding elsewhere is only shown fainter.
        .filter(|it| it["severity"] != 4)
        .map(|it| {
            let message = it["message"].as_str().unwrap();
            (
                it["code"].as_str().unwrap(),
                message.lines().next().unwrap(),
                slice(text, &it["range"]),
            )
        })
        .collect();
    assert_eq!(shown, expected);
    editor.end();
}

#[test]
fn other_places_and_pages_are_linked() {
    let text = "{\n  \"mcpServers\": {\n    \"a\": { \"command\": \"x\", \"args\": [\"--port\", \"3101\"] },\n    \"b\": { \"command\": \"y\", \"args\": [\"--port\", \"3101\"] }\n  }\n}\n";
    let mut editor = over(&[(".mcp.json", text)]);
    let found = editor.open(".mcp.json");
    let collision = found
        .iter()
        .find(|it| it["code"] == "port-collision")
        .unwrap_or_else(|| panic!("{found:?}"));
    let related = collision["relatedInformation"].as_array().unwrap();
    assert!(!related.is_empty());
    for other in related {
        assert_eq!(other["location"]["uri"], editor.uri(".mcp.json").as_str());
        assert_ne!(other["location"]["range"], collision["range"]);
    }
    let repository = env!("CARGO_PKG_REPOSITORY");
    let page = collision["codeDescription"]["href"].as_str();
    if repository.is_empty() {
        assert_eq!(page, None);
    } else {
        let page = page.unwrap();
        assert!(
            page.starts_with(repository) && page.contains("port-collision"),
            "{page}"
        );
    }
    editor.end();
}

const DUPLICATE: &str = r#"{
  "mcpServers": {
    "a": { "command": "x", "command": "y" }
  }
}
"#;

#[test]
fn what_is_of_no_use_is_shown_fainter() {
    let mut editor = over(&[(".mcp.json", DUPLICATE)]);
    let found = editor.open(".mcp.json");
    let faint: Vec<&Value> = found.iter().filter(|it| it["severity"] == 4).collect();
    assert_eq!(faint.len(), 1, "{found:?}");
    assert_eq!(faint[0]["tags"], json!([1]));
    // The first of the two is the one that does not count.
    assert_eq!(slice(DUPLICATE, &faint[0]["range"]), "\"command\"");
    assert_eq!(faint[0]["range"]["start"]["character"], 11);
    let main = found.iter().find(|it| it["severity"] == 1).unwrap();
    assert!(main.get("tags").is_none(), "{main}");
    editor.end();
}

#[test]
fn what_is_deprecated_is_struck_through() {
    let text = "[mcp_servers.a]\ncommand = \"x\"\nstartup_timeout_ms = 20000\n";
    let mut editor = over(&[(".codex/config.toml", text)]);
    let found = editor.open(".codex/config.toml");
    let old = found
        .iter()
        .find(|it| it["code"] == "deprecated-field")
        .unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(old["tags"], json!([2]));
    assert_eq!(slice(text, &old["range"]), "startup_timeout_ms");
    editor.end();
}

#[test]
fn a_suppression_of_no_use_is_shown_fainter() {
    let text = "# mcpmend: ignore[docker-tty] no\n[mcp_servers.a]\ncommand = \"x\"\n";
    let mut editor = over(&[(".codex/config.toml", text)]);
    let found = editor.open(".codex/config.toml");
    let unused = found.iter().find(|it| it["code"] == "unused-suppression");
    assert_eq!(
        unused.unwrap_or_else(|| panic!("{found:?}"))["tags"],
        json!([1])
    );
    editor.end();
}

/// An editor that declares nothing gets nothing that it may not understand.
#[test]
fn an_old_editor_is_spared() {
    let mut editor = Start::new()
        .capabilities(json!({}))
        .over(&[(".mcp.json", DUPLICATE)]);
    let found = editor.open(".mcp.json");
    assert_eq!(codes(&found), ["duplicate-key"]);
    for name in ["tags", "relatedInformation", "codeDescription"] {
        assert!(found[0].get(name).is_none(), "{name}: {found:?}");
    }
    assert_eq!(
        editor.initialized["capabilities"]["positionEncoding"],
        "utf-16"
    );
    assert!(
        editor.initialized["capabilities"]
            .get("codeActionProvider")
            .is_none()
    );
    editor.end();
}

#[test]
fn characters_are_counted_as_agreed() {
    let text =
        "{\"mcpServers\": {\"\u{e9}\u{1f600}\": {\"url\": \"https://mcp.example.com/mcp\"}}}";
    let name = text.find('\u{e9}').unwrap() - 1;
    for (encoding, width) in [("utf-8", 8), ("utf-16", 5), ("utf-32", 4)] {
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut editor = Start::new()
            .capabilities(capabilities)
            .over(&[(".mcp.json", text)]);
        assert_eq!(
            editor.initialized["capabilities"]["positionEncoding"],
            encoding
        );
        let found = editor.open(".mcp.json");
        let range = &found[0]["range"];
        let url = name + width + 3;
        assert_eq!(range["start"]["character"], url, "{encoding}");
        assert_eq!(range["end"]["character"], url + 5, "{encoding}");
        // A change behind the name lands where it is meant.
        let at = json!({"line": 0, "character": url});
        let found = editor.change(
            ".mcp.json",
            json!([{"range": {"start": at, "end": at}, "text": "\"type\": \"http\", "}]),
        );
        assert!(found.is_empty(), "{encoding}: {found:?}");
        editor.end();
    }
}

#[test]
fn a_burst_ends_with_the_newest_version() {
    let mut editor = over(&[(".mcp.json", NO_TYPE)]);
    editor.open(".mcp.json");
    for round in 0..200 {
        let text = if round % 2 == 0 { FINE } else { NO_TYPE };
        editor.tell_change(".mcp.json", json!([{"text": text}]));
    }
    let found = editor.set(".mcp.json", FINE);
    assert!(found.is_empty(), "{found:?}");
    // What came before is not newer, and nothing comes after it.
    let versions: Vec<i64> = editor
        .rest()
        .iter()
        .filter(|it| it["method"] == "textDocument/publishDiagnostics")
        .map(|it| it["params"]["version"].as_i64().unwrap())
        .collect();
    assert!(versions.is_sorted(), "{versions:?}");
    assert!(versions.len() <= 200, "{}", versions.len());
    editor.end();
}
