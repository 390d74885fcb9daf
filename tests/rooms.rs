//! What the rooms of the source may know of each other.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use mcpmend::clients;

/// The code of every file below `folder`, without its comments and documentation.
fn code(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<(PathBuf, String)> = walkdir::WalkDir::new(root.join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "rs")
        })
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let lines = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            // An escaped quote would end the string that it stands in.
            let code = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "'");
            (entry.path().strip_prefix(root).unwrap().to_owned(), code)
        })
        .collect();
    assert!(files.len() > 10, "{folder} was not found");
    files
}

/// The strings that stand in code, as they are written.
fn strings(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').skip(1).step_by(2)
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let apart = |c: char| !c.is_alphanumeric();
        text[..at].chars().next_back().is_none_or(apart)
            && text[at + word.len()..].chars().next().is_none_or(apart)
    })
}

/// A rule asks the client's facts; it never knows a client by its id or its name.
#[test]
fn no_rule_names_a_client() {
    let mut wrong = Vec::new();
    for (path, code) in code("src/rules") {
        for text in strings(&code) {
            for client in clients::ALL {
                if text == client.id || has_word(text, client.name) {
                    wrong.push(format!("{}: \"{text}\"", path.display()));
                }
            }
        }
        // `GENERIC` is nobody in particular.
        for (at, _) in code.match_indices("clients::") {
            let name: String = code[at + "clients::".len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let a_client = name.len() > 1 && name == name.to_uppercase();
            if a_client && !matches!(name.as_str(), "ALL" | "GENERIC") {
                wrong.push(format!("{}: clients::{name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a text is written in is the document's affair.
#[test]
fn no_rule_knows_a_format() {
    let mut wrong = Vec::new();
    for (path, code) in code("src/rules") {
        for name in ["Json", "Jsonc", "Toml", "Yaml"] {
            if has_word(&code, &format!("Format::{name}")) {
                wrong.push(format!("{}: Format::{name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
