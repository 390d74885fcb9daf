//! The least that a checker of configs must do: walk, read, parse.
//!
//! `floor PATH...` walks folders but for those that hold no configs, reads the JSON files that are named
//! like a config and parses each with serde_json. It prints how many there were.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const PRUNED: &[&str] = &[".git", "node_modules"];

fn main() -> ExitCode {
    let mut waiting: Vec<PathBuf> = Vec::new();
    let mut parsed = 0;
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        if path.is_dir() {
            waiting.push(path);
        } else {
            parsed += usize::from(parses(&path));
        }
    }
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !PRUNED.contains(&name) {
                waiting.push(entry.path());
            } else if !is_folder && matches!(name, ".mcp.json" | "mcp.json" | "settings.json") {
                parsed += usize::from(parses(&entry.path()));
            }
        }
    }
    println!("{parsed}");
    ExitCode::SUCCESS
}

fn parses(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    serde_json::from_slice::<serde_json::Value>(&bytes).is_ok()
}
