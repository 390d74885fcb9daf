//! Real files from public repositories: each is taken for its client's by its path alone.
//!
//! They are no part of the project: `MCPMEND_CORPUS` names their folder, which is otherwise
//! looked for beside the checkout. Without it there is nothing to test.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;

use common::{corpus, mcpmend};
use serde_json::Value;

/// The clients that a folder of the corpus may be taken for, where that is not its own name.
/// Empty: files of a name that many use, of which any sensible reading will do.
const FOLDERS: &[(&str, &[&str])] = &[
    ("agents-dir", &[]),
    ("amazon-q", &["amazon-q-ide", "amazon-q-cli"]),
    ("augment", &["auggie"]),
    ("claude-code-misplaced", &["claude-code"]),
    ("claude-code-settings", &["claude-code"]),
    ("claude-plugin", &["claude-code"]),
    ("factory", &["droid"]),
    ("gemini", &["gemini-cli"]),
    ("gemini-extension", &["gemini-cli"]),
    ("github-copilot", &["copilot-cli"]),
    ("kilocode", &["kilo-code"]),
    ("mcp-config-json", &[]),
    ("mcp-json", &[]),
    ("roo", &["roo-code"]),
    ("vscode-settings", &["vscode"]),
];

/// Files in which everything about servers is a comment: nobody's, and rightly so.
const WITHOUT_SERVERS: &[&str] = &["librechat/004/librechat.example.yaml"];

#[test]
fn every_file_is_taken_for_its_clients() {
    let Some(corpus) = corpus() else {
        println!("there is no corpus: nothing to test");
        return;
    };
    let output = mcpmend()
        .current_dir(&corpus)
        .args(["list", ".", "--isolated", "--format", "json"])
        .output()
        .unwrap();
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: BTreeMap<&str, &Value> = list["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["path"].as_str().unwrap(), file))
        .collect();
    let index = std::fs::read_to_string(corpus.join("index.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in index.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let folder = line["client"].as_str().unwrap();
        let path = format!(
            "{}/{}",
            line["id"].as_str().unwrap(),
            line["path"].as_str().unwrap()
        );
        let known = FOLDERS.iter().find(|(name, _)| *name == folder);
        let expected: &[&str] = known.map_or(std::slice::from_ref(&folder), |(_, ids)| ids);
        // A file that the walk passes over must be read when it is named.
        let named;
        let file = match found.get(path.as_str()) {
            Some(file) => *file,
            None => {
                let output = mcpmend()
                    .current_dir(&corpus)
                    .args(["list", &path, "--isolated", "--format", "json"])
                    .output()
                    .unwrap();
                named = serde_json::from_slice::<Value>(&output.stdout).unwrap();
                &named["files"][0]
            }
        };
        if path.contains("compose") {
            continue; // They are there for the rules about ports.
        }
        seen += 1;
        if WITHOUT_SERVERS.contains(&path.as_str()) {
            assert!(file.is_null(), "{path} has servers after all");
            continue;
        }
        let client = file["client"].as_str().unwrap_or("nobody");
        if !expected.is_empty() && !expected.contains(&client) {
            wrong.push(format!("{path}: {client}"));
        }
    }
    assert!(seen > 200, "only {seen} files");
    assert!(
        wrong.is_empty(),
        "{} of {seen}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
