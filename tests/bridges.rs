//! What real bridges made of their arguments, and what `list` says of the same command lines.
//!
//! `bridges/observed.jsonl` holds, one a line, command lines put together at random and the url
//! and the first transport that the argument parser of the bridge itself took from them
//! (2026-11-25); lines that it refuses are left out.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // A test may panic.

mod common;

use common::mcpmend;
use serde_json::{Map, Value, json};

#[test]
fn command_lines_mean_what_the_bridges_take_them_for() {
    let observed: Vec<Value> = include_str!("bridges/observed.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(observed.len() >= 150);
    let servers: Map<String, Value> = observed
        .iter()
        .enumerate()
        .map(|(at, case)| {
            let line = case["line"].as_array().unwrap();
            let entry = json!({ "command": line[0], "args": line[1..] });
            (format!("case-{at}"), entry)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(".mcp.json"),
        json!({ "mcpServers": servers }).to_string(),
    )
    .unwrap();
    let output = mcpmend()
        .current_dir(folder.path())
        .args(["list", ".", "--isolated", "--format", "json"])
        .output()
        .unwrap();
    let listed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let listed = listed["files"][0]["servers"].as_array().unwrap();
    assert_eq!(listed.len(), observed.len());
    for server in listed {
        let at: usize = server["name"].as_str().unwrap()[5..].parse().unwrap();
        let (through, case) = (&server["through"], &observed[at]);
        for field in ["bridge", "url", "transport"] {
            assert_eq!(through[field], case[field], "{field} of {}", case["line"]);
        }
    }
}
