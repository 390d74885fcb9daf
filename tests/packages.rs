//! What packages bring besides the program: completions, manual pages, and one version everywhere.
//!
//! Real shells, `man`, pip and npm are asked by `.ci/steps/long/packages`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use common::mcpmend;
use mcpmend::{clients, rules};
use regex::Regex;
use serde_json::Value;

fn run(args: &[&str]) -> Output {
    mcpmend().args(args).output().unwrap()
}

fn printed(args: &[&str]) -> String {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that `mcpmend --help` lists, without clap's own `help`.
fn commands() -> BTreeSet<String> {
    let help = printed(&["--help"]);
    let (_, below) = help.split_once("Commands:\n").unwrap();
    below
        .lines()
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn every_shell_is_offered_the_commands_and_the_names() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        // These two complete no values of options.
        if shell == "powershell" || shell == "elvish" {
            continue;
        }
        for client in clients::ALL {
            assert!(script.contains(client.id), "{shell}: {}", client.id);
        }
        for rule in rules::all() {
            assert!(script.contains(rule.name), "{shell}: {}", rule.name);
        }
    }
}

#[test]
fn an_unknown_shell_is_told_the_known_ones() {
    let output = run(&["completions", "tcsh"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("bash, elvish, fish, powershell, zsh"),
        "{errors}"
    );
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    assert_eq!(printed(&["man", "--dir", path]), "");
    let mut expected = BTreeSet::from(["mcpmend.1".to_owned()]);
    let program = printed(&["man"]);
    for command in commands() {
        let page = printed(&["man", &command]);
        assert!(
            page.contains(&format!(".TH MCPMEND-{} 1", command.to_uppercase())),
            "{page}"
        );
        let name = format!("mcpmend-{command}.1");
        let written = std::fs::read_to_string(folder.path().join(&name)).unwrap();
        assert_eq!(written, page);
        let reference = format!("mcpmend\\-{command}(1)");
        assert!(program.contains(&reference), "{reference}\n{program}");
        expected.insert(name);
    }
    let written: BTreeSet<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(written, expected);
    // Every page that is referred to is there.
    assert_eq!(program.matches("(1)\n").count(), expected.len() - 1);
}

#[test]
fn a_page_of_nothing_and_a_folder_that_is_not_there_are_told() {
    let output = run(&["man", "lits"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        errors,
        "error: unknown command `lits`: did you mean `list`?\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none");
    let output = run(&["man", "--dir", missing.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("none/mcpmend.1: No such file"), "{errors}");
}

/// The program in a closed pipe: the generators of some shells would panic.
#[test]
fn a_closed_pipe_is_no_defect() {
    for args in [["completions", "zsh"], ["man", "check"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = mcpmend().args(args).stdout(writer).output().unwrap();
        assert!(output.status.success(), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn manifest() -> toml::Table {
    toml::from_str(&read("Cargo.toml")).unwrap()
}

fn targets() -> Vec<String> {
    let targets: Value = serde_json::from_str(&read(".ci/release/targets.json")).unwrap();
    let targets = targets.as_array().unwrap();
    let names = targets
        .iter()
        .map(|it| it["target"].as_str().unwrap().to_owned());
    names.collect()
}

/// The Markdown pages for people.
fn pages() -> Vec<(String, String)> {
    let docs = walkdir::WalkDir::new(root().join("docs")).sort_by_file_name();
    let docs = docs.into_iter().map(|entry| entry.unwrap().into_path());
    docs.chain([root().join("README.md")])
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .map(|path| {
            let shown = path.strip_prefix(root()).unwrap().display().to_string();
            (shown, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The version stands in Cargo.toml: what else is packed takes it from there, and what must name it
/// names no other.
/// A shell offers the names of rules and errors behind `explain`.
#[test]
fn what_can_be_explained_is_offered() {
    let script = printed(&["completions", "zsh"]);
    let (_, behind) = script.split_once("\n(explain)\n").unwrap();
    let (block, _) = behind.split_once(";;").unwrap();
    for name in ["port-collision", "connection-refused"] {
        assert!(block.contains(name), "{block}");
    }
}

#[test]
fn there_is_one_version() {
    let version = env!("CARGO_PKG_VERSION");
    for path in [
        "pyproject.toml",
        ".ci/wheel/pyproject.toml",
        ".ci/hooks/backend.py",
        ".ci/npm/pack.mjs",
        ".ci/npm/mcpmend/package.json",
        ".ci/npm/mcpmend/bin/mcpmend.js",
        ".ci/release/archive.py",
        ".ci/release/targets.json",
        ".pre-commit-hooks.yaml",
        ".github/workflows/release.yml",
    ] {
        let text = read(path);
        assert!(!text.contains(&format!("\"{version}\"")), "{path}");
        assert!(!text.contains(&format!("v{version}")), "{path}");
    }
    let wheel: toml::Table = toml::from_str(&read(".ci/wheel/pyproject.toml")).unwrap();
    let dynamic = wheel["project"]["dynamic"].as_array().unwrap();
    assert!(dynamic.iter().any(|it| it.as_str() == Some("version")));
    let npm: Value = serde_json::from_str(&read(".ci/npm/mcpmend/package.json")).unwrap();
    assert_eq!(npm.get("version"), None);
    // An extension must state one: this stands for the one that packaging puts in its place.
    let extension: Value = serde_json::from_str(&read("editors/vscode/package.json")).unwrap();
    assert_eq!(extension["version"], "0.0.0");
}

/// The pages pin what they tell people to use, and to this version.
#[test]
fn the_pages_name_this_version() {
    let pinned =
        Regex::new(r"(?m)(?:mcpmend@v|rev: v|mcpmend==|mcpmend@|^version=)(\d[^\s`]*)").unwrap();
    let mut seen = 0;
    for (path, text) in pages() {
        for found in pinned.captures_iter(&text) {
            assert_eq!(
                &found[1],
                env!("CARGO_PKG_VERSION"),
                "{path}: {}",
                &found[0]
            );
            seen += 1;
        }
    }
    assert!(seen > 0, "no page pins a version");
}

/// Where binstall looks is what `archive.py` makes and the workflow uploads.
#[test]
fn binstall_finds_the_archives() {
    let manifest = manifest();
    let binstall = &manifest["package"]["metadata"]["binstall"];
    let filled = |text: &str, target: &str| {
        let format = binstall
            .get("overrides")
            .and_then(|it| it.get(target))
            .unwrap_or(binstall);
        let suffix = match format["pkg-fmt"].as_str().unwrap() {
            "tgz" => ".tar.gz",
            "zip" => ".zip",
            other => panic!("{other}"),
        };
        text.replace("{ name }", env!("CARGO_PKG_NAME"))
            .replace("{ version }", env!("CARGO_PKG_VERSION"))
            .replace("{ target }", target)
            .replace("{ archive-suffix }", suffix)
            .replace("{ bin }", "mcpmend")
            .replace(
                "{ binary-ext }",
                if target.contains("windows") {
                    ".exe"
                } else {
                    ""
                },
            )
    };
    let version = env!("CARGO_PKG_VERSION");
    for target in targets() {
        let (suffix, program) = if target.contains("windows") {
            (".zip", "mcpmend.exe")
        } else {
            (".tar.gz", "mcpmend")
        };
        assert_eq!(
            filled(binstall["pkg-url"].as_str().unwrap(), &target),
            format!("{{ repo }}/releases/download/v{version}/mcpmend-{version}-{target}{suffix}")
        );
        assert_eq!(
            filled(binstall["bin-dir"].as_str().unwrap(), &target),
            format!("mcpmend-{version}-{target}/{program}")
        );
    }
    let overrides = binstall["overrides"].as_table().unwrap();
    for target in overrides.keys() {
        assert!(targets().contains(target), "{target} is not built");
    }
}

/// Three systems, two processors; the page on installing names each.
#[test]
fn the_page_on_installing_names_what_is_built() {
    let page = read("docs/integrations/install.md");
    let targets = targets();
    for system in ["linux", "apple", "windows"] {
        for processor in ["x86_64", "aarch64"] {
            let fits = |it: &&String| it.contains(system) && it.starts_with(processor);
            assert_eq!(
                targets.iter().filter(fits).count(),
                1,
                "{system} {processor}"
            );
        }
    }
    for target in targets {
        assert!(page.contains(&target), "{target}");
    }
}

/// An action that is named by a tag can be changed behind our back.
#[test]
fn actions_are_named_by_their_commit() {
    let commit = Regex::new(r"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").unwrap();
    let workflow = read(".github/workflows/release.yml");
    let used: Vec<&str> = workflow
        .lines()
        .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "))
        .collect();
    assert!(used.len() > 10);
    for action in used {
        assert!(commit.is_match(action), "{action}");
    }
}
