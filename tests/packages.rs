//! What packages bring besides the program: completions, manual pages, and one version everywhere.
//!
//! Real shells, `man`, pip and npm are asked by `.ci/steps/packages`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeSet;
use std::process::Output;

use common::mcpmend;
use mcpmend::{clients, rules};

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
