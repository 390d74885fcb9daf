//! The hooks of pre-commit take exactly the files that mcpmend takes for configs by their name.
//!
//! `MCPMEND_UPDATE=1 cargo test --test hooks` writes `.pre-commit-hooks.yaml` anew; pre-commit itself
//! is asked by `.ci/steps/hooks`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Output;

use common::mcpmend;
use mcpmend::clients;
use mcpmend::discover::{self, classify};
use mcpmend::model::{Location, Scope};
use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What differs between the hooks.
struct Hook {
    id: &'static str,
    description: &'static str,
    entry: &'static str,
    language: &'static str,
}

const HOOKS: &[Hook] = &[
    Hook {
        id: "mcpmend",
        description: "Finds what is wrong with MCP client configuration",
        entry: "mcpmend check --around .",
        language: "python",
    },
    Hook {
        id: "mcpmend-fix",
        description: "Applies the safe fixes of mcpmend, and tells what is left",
        entry: "mcpmend check --fix --around .",
        language: "python",
    },
    Hook {
        id: "mcpmend-src",
        description: "As mcpmend, built from source by cargo, which takes minutes",
        entry: "mcpmend check --around .",
        language: "rust",
    },
];

fn page() -> String {
    let mut page =
        "# Written by `MCPMEND_UPDATE=1 cargo test --test hooks` from what is known of the \
        clients.\n"
            .to_owned();
    for (index, hook) in HOOKS.iter().enumerate() {
        write!(
            page,
            "- id: {}\n  name: {0}\n  description: {}\n  entry: {}\n  language: {}\n",
            hook.id, hook.description, hook.entry, hook.language
        )
        .unwrap();
        if index == 0 {
            page.push_str("  files: &configs |-\n");
            for line in pattern().lines() {
                writeln!(page, "    {line}").unwrap();
            }
        } else {
            page.push_str("  files: *configs\n");
        }
        // All files at once: what one listens on may be what another is called on.
        page.push_str(
            "  require_serial: true\n  stages: [pre-commit, pre-push, manual]\n  \
             minimum_pre_commit_version: 3.2.0\n",
        );
    }
    page
}

/// The paths, as Python's `re` and Rust's `regex` read it: blanks count for nothing.
fn pattern() -> String {
    let ends: Vec<String> = discover::patterns()
        .iter()
        .map(|end| regex_of(end))
        .collect();
    format!("(?x)(^|/)(\n  {}\n)$", ends.join("\n| "))
}

fn regex_of(end: &str) -> String {
    let mut text = String::new();
    for letter in end.chars() {
        match letter {
            '*' => text.push_str("[^/]*"),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '/' | '_' | '-' => text.push(letter),
            _ => text.extend(['\\', letter]),
        }
    }
    text
}

fn written() -> String {
    std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap_or_default()
}

/// The pattern as it stands in the file.
fn files() -> Regex {
    let page = written();
    let (_, block) = page.split_once("files: &configs |-\n").unwrap();
    let lines: Vec<&str> = block
        .lines()
        .take_while(|line| line.starts_with("    "))
        .map(|line| &line[4..])
        .collect();
    Regex::new(&lines.join("\n")).unwrap()
}

#[test]
fn the_hooks_are_fresh() {
    let page = page();
    if std::env::var_os("MCPMEND_UPDATE").is_some() {
        std::fs::write(root().join(".pre-commit-hooks.yaml"), page).unwrap();
    } else {
        assert_eq!(
            written(),
            page,
            "stale: MCPMEND_UPDATE=1 cargo test --test hooks"
        );
    }
}

/// The paths that a template means in a project, here one at the top and one below.
fn in_project(template: &str) -> Vec<String> {
    let template = match template.strip_prefix("${") {
        Some(rest) => rest.split_once(":-").unwrap().1.replacen('}', "", 1),
        None => template.to_owned(),
    };
    let below = ["<project>/", "~/", "/", "C:/"]
        .iter()
        .find_map(|start| template.strip_prefix(start))
        .unwrap_or(&template);
    let mut paths = vec![below.replace('*', "some")];
    while let Some(at) = paths.iter().position(|path| path.contains('{')) {
        let path = paths.remove(at);
        let (before, rest) = path.split_once('{').unwrap();
        let (names, after) = rest.split_once('}').unwrap();
        paths.extend(
            names
                .split(',')
                .map(|name| format!("{before}{name}{after}")),
        );
    }
    let deeper: Vec<String> = paths
        .iter()
        .map(|path| format!("apps/shop/{path}"))
        .collect();
    paths.extend(deeper);
    paths
}

fn locations() -> impl Iterator<Item = &'static Location> {
    let kinds = clients::ALL.iter().flat_map(|client| client.kinds);
    kinds.flat_map(|kind| kind.locations)
}

#[test]
fn every_place_of_every_client_in_a_project_is_taken() {
    let files = files();
    let mut projects = 0;
    let mut common = BTreeSet::new();
    for location in locations() {
        for path in in_project(location.path) {
            if location.common {
                common.insert(path);
            } else {
                assert!(files.is_match(&path), "{}: {path}", location.path);
                projects += usize::from(matches!(location.scope, Scope::Project | Scope::Local));
            }
        }
    }
    assert!(projects > 150, "{projects}");
    // What anything may be called is nobody's without `--client`; some of it is another's place.
    common.retain(|path| !files.is_match(path) && !path.contains("shop"));
    let common: Vec<&str> = common.iter().map(String::as_str).collect();
    assert_eq!(common, ["config.toml", "recipe.json", "recipe.yaml"]);
}

/// The places that people try in vain are where a hook helps most.
#[test]
fn every_place_that_is_tried_in_vain_is_taken() {
    let files = files();
    let in_vain = clients::ALL.iter().flat_map(|client| client.not_read);
    for path in in_vain.flat_map(|not_read| in_project(not_read.path)) {
        assert!(files.is_match(&path), "{path}");
    }
}

#[test]
fn similar_names_are_left_alone() {
    let files = files();
    for path in [
        ".mcp.json.bak",
        ".mcp.json~",
        "x.mcp.json",
        "xmcp.json",
        "mcp.json5",
        "mcpxjson",
        ".MCP.json",
        "mcp.json/notes.txt",
        ".vscode/xsettings.json",
        "x.vscode/settings.json",
        "settings.json",
        ".vscode/settings/settings.json",
        "config.toml",
        ".codex/config.toml.orig",
        ".continue/mcpServers/deep/er.yaml",
        "package.json",
        "compose.yaml",
        "mcpmend.toml",
        "README.md",
    ] {
        assert!(!files.is_match(path), "{path}");
    }
    for path in [
        ".mcp.json",
        "a/b/mcp.json",
        ".vscode/settings.json",
        "a.code-workspace",
    ] {
        assert!(files.is_match(path), "{path}");
    }
}

/// Every place, every file of one in every folder of another, and what is nearly such a name: the
/// hook takes a path just when a walk through the repository would.
#[test]
fn the_hooks_take_what_a_walk_takes() {
    let files = files();
    let mut folders = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut paths = BTreeSet::new();
    let in_vain = clients::ALL.iter().flat_map(|client| client.not_read);
    let templates = locations().map(|location| location.path);
    for path in templates
        .chain(in_vain.map(|it| it.path))
        .flat_map(in_project)
    {
        let mut segments = path.rsplit('/').map(str::to_owned);
        names.extend(segments.next());
        folders.extend(segments.next());
        paths.insert(path);
    }
    for path in paths.clone() {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let (_, without) = path.split_once('/').unwrap_or(("", &path));
        paths.extend([
            format!("{path}.bak"),
            format!("{path}x"),
            format!("x{path}"),
            format!("{folder}/x{name}"),
            format!("{folder}/x/{name}"),
            format!("{folder}/{}", name.to_uppercase()),
            format!("{folder}/{}", name.replace('.', "-")),
            without.to_owned(),
        ]);
    }
    for folder in &folders {
        for name in &names {
            paths.insert(format!("{folder}/{name}"));
        }
    }
    assert!(paths.len() > 5_000, "{}", paths.len());
    let wrong: Vec<String> = paths
        .into_iter()
        .filter(|path| {
            // No place of a client starts or ends with a slash.
            let path = path.trim_start_matches('/');
            files.is_match(path) != classify(Path::new(path), None).is_some()
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// A walk looks at the ending first.
#[test]
fn every_pattern_ends_as_a_walk_wants_it() {
    for end in discover::patterns() {
        let known = [
            ".json",
            ".jsonc",
            ".toml",
            ".yaml",
            ".yml",
            ".code-workspace",
        ];
        assert!(known.iter().any(|known| end.ends_with(known)), "{end}");
        assert!(!end.contains(['{', '<', '~', '$', '\\', ':']), "{end}");
    }
}

/// A project as a hook sees it: two servers on one port in files of two clients, and an error in one
/// of them that is nobody's business today.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join(".git")).unwrap();
    std::fs::create_dir_all(folder.path().join(".cursor")).unwrap();
    let port = r#"{ "command": "served", "env": { "PORT": "3456" } }"#;
    std::fs::write(
        folder.path().join(".mcp.json"),
        format!("{{ \"mcpServers\": {{ \"a\": {port}, \"docs\": {{ \"url\": \"https://a.example\" }} }} }}\n"),
    )
    .unwrap();
    std::fs::write(
        folder.path().join(".cursor/mcp.json"),
        format!("{{ \"mcpServers\": {{ \"b\": {port}, \"empty\": {{}} }} }}\n"),
    )
    .unwrap();
    folder
}

fn check(folder: &Path, args: &[&str]) -> Output {
    mcpmend()
        .current_dir(folder)
        .args(["check", "--format", "concise", "--isolated"])
        .args(args)
        .output()
        .unwrap()
}

/// The rules of what is found, and the exit code.
fn found(folder: &Path, args: &[&str]) -> (BTreeSet<String>, Option<i32>) {
    let output = check(folder, args);
    let text = String::from_utf8(output.stdout).unwrap();
    let rules = Regex::new(r"(?m)^\S+:\d+:\d+: \w+\[([a-z-]+)\]").unwrap();
    let rules = rules.captures_iter(&text).map(|it| it[1].to_owned());
    (rules.collect(), output.status.code())
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// What is found between a changed file and another is told, what is wrong with the other alone is not.
#[test]
fn findings_between_the_changed_and_other_files_are_told() {
    let folder = project();
    let folder = folder.path();
    let (all, _) = found(folder, &["."]);
    let expected = set(&[
        "port-collision",
        "missing-transport-type",
        "missing-transport",
    ]);
    assert!(all.is_superset(&expected), "{all:?}");
    let (alone, _) = found(folder, &[".mcp.json"]);
    assert!(!alone.contains("port-collision"), "{alone:?}");
    let (around, code) = found(folder, &["--around", ".", ".mcp.json"]);
    assert_eq!(code, Some(1));
    assert!(around.contains("port-collision"), "{around:?}");
    assert!(around.contains("missing-transport-type"), "{around:?}");
    assert!(!around.contains("missing-transport"), "{around:?}");
    let (other, _) = found(folder, &["--around", ".", ".cursor"]);
    assert!(other.contains("port-collision"), "{other:?}");
    assert!(other.contains("missing-transport"), "{other:?}");
    assert!(!other.contains("missing-transport-type"), "{other:?}");
    // A file that has nothing to do with it.
    std::fs::create_dir_all(folder.join(".vscode")).unwrap();
    std::fs::write(folder.join(".vscode/settings.json"), "{}\n").unwrap();
    let nothing = found(folder, &["--around", ".", ".vscode/settings.json"]);
    assert_eq!(nothing, (BTreeSet::new(), Some(0)));
}

/// Only the files of a commit are fixed, unless a fix needs another one.
#[test]
fn only_what_concerns_the_changed_files_is_fixed() {
    let folder = project();
    let folder = folder.path();
    let other = std::fs::read(folder.join(".cursor/mcp.json")).unwrap();
    let output = check(
        folder,
        &["--fix", "--no-undo", "--around", ".", ".mcp.json"],
    );
    assert_eq!(output.status.code(), Some(1), "the collision is left");
    let text = std::fs::read_to_string(folder.join(".mcp.json")).unwrap();
    assert!(text.contains(r#""type": "http""#), "{text}");
    assert_eq!(
        std::fs::read(folder.join(".cursor/mcp.json")).unwrap(),
        other
    );
    let before = text;
    std::fs::write(
        folder.join(".cursor/mcp.json"),
        "{ \"mcpServers\": { \"b\": { \"command\": \"b-mcp\" } } }\n",
    )
    .unwrap();
    check(
        folder,
        &["--fix", "--no-undo", "--around", ".", ".cursor/mcp.json"],
    );
    assert_eq!(
        std::fs::read_to_string(folder.join(".mcp.json")).unwrap(),
        before
    );
}

#[test]
fn a_folder_to_look_around_in_needs_paths_and_must_be_there() {
    let folder = project();
    for (args, says) in [
        (
            vec!["--around", "."],
            "required arguments were not provided",
        ),
        (
            vec!["--around", "none", ".mcp.json"],
            "none: no such file or folder",
        ),
        (
            vec!["--around", ".", "none"],
            "none: no such file or folder",
        ),
        (
            vec!["--around", ".", ".mcp.json", "--write-baseline"],
            "cannot be used with",
        ),
    ] {
        let output = check(folder.path(), &args);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(says), "{errors}");
    }
}
