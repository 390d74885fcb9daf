//! Several ways to mend one finding: one of them is preferred, or none; the others are carried out
//! only where somebody chooses them. That each one alone mends and breaks nothing is tried in
//! promises.rs, for alternatives too.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use common::cases::{alone, everything, in_each_case, key, recheck};
use common::{mcpmend, texts};
use mcpmend::check;
use mcpmend::diagnostic::{Applicability, Fix};
use mcpmend::fix;
use mcpmend::rules::{Context, Fixes, by_name};

fn all_of(judged: Vec<(Vec<String>, usize)>) -> usize {
    let count = judged.iter().map(|(_, count)| count).sum();
    let wrong: Vec<String> = judged.into_iter().flat_map(|it| it.0).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    count
}

/// Who chooses can tell the ways apart, they lead to different ends, and nothing but the preferred
/// one is ever taken without asking.
#[test]
fn the_ways_of_a_finding_differ_and_one_at_most_is_preferred() {
    let judged = in_each_case(|case, context| {
        let mut wrong = Vec::new();
        let mut several = 0;
        for finding in check::check(context, &everything()) {
            let rule = by_name(finding.rule).unwrap();
            let mut fault = |what: &str| wrong.push(format!("{case}: {}: {what}", finding.rule));
            let titles: BTreeSet<&str> = finding.fixes.iter().map(|it| it.title.as_str()).collect();
            if titles.len() < finding.fixes.len() {
                fault(&format!("two ways of one title: {titles:?}"));
            }
            let ends: Vec<_> = finding
                .fixes
                .iter()
                .map(|it| alone(context.workspace, it))
                .collect();
            for (index, end) in ends.iter().enumerate() {
                if end.is_some() && ends[..index].contains(end) {
                    fault(&format!(
                        "\"{}\" leads nowhere else",
                        finding.fixes[index].title
                    ));
                }
            }
            several += usize::from(finding.fixes.len() > 1);
            if finding.alternatives().len() + usize::from(finding.preferred().is_some())
                != finding.fixes.len()
            {
                fault("more than one is preferred");
            }
            for unsafe_too in [false, true] {
                let chosen = fix::chosen(&finding, unsafe_too);
                let is_safe = |it: &&_| fix::chosen(&finding, true) == Some(*it);
                if chosen.is_some_and(|it| finding.alternatives().contains(it)) {
                    fault("an alternative is taken without asking");
                }
                let safe = finding
                    .preferred()
                    .filter(|it| it.applicability == Applicability::Safe);
                if !unsafe_too && chosen != safe.filter(is_safe) {
                    fault("what is taken is not the preferred safe one");
                }
            }
            // What the catalogue says of the rule.
            let drops_comment = |it: &&Fix| it.title.ends_with("this drops a comment");
            if let Some(fix) = finding.preferred().filter(|it| !drops_comment(it)) {
                let fits = match rule.fixes {
                    Fixes::None | Fixes::Choice => false,
                    Fixes::Safe => fix.applicability == Applicability::Safe,
                    Fixes::Unsafe => fix.applicability == Applicability::Unsafe,
                    Fixes::Both => true,
                };
                if !fits {
                    fault(&format!(
                        "the catalogue says something else of \"{}\"",
                        fix.title
                    ));
                }
            }
        }
        (wrong, several)
    });
    let several = all_of(judged);
    assert!(several > 30, "only {several} findings have several ways");
}

/// An alternative that somebody chose does away with its finding in one step, and is not undone
/// when everything else is fixed afterwards.
#[test]
fn what_was_chosen_stays() {
    let judged = in_each_case(|case, context| {
        let mut wrong = Vec::new();
        let mut tried = 0;
        for finding in check::check(context, &everything()) {
            for way in finding.alternatives() {
                let Some(changed) = alone(context.workspace, way) else {
                    continue;
                };
                tried += 1;
                let workspace = context.workspace.with_texts(&changed);
                let now = Context {
                    workspace: &workspace,
                    ..*context
                };
                let own = key(context.workspace, &finding);
                let again = recheck(context, &workspace)
                    .iter()
                    .filter(|found| key(&workspace, found) == own)
                    .any(|found| found.fixes.iter().any(|it| it.title == way.title));
                if again {
                    wrong.push(format!(
                        "{case}: \"{}\" is offered again after it",
                        way.title
                    ));
                }
                let mended = fix::fix(&now, &everything(), true);
                if mended.unsettled {
                    wrong.push(format!(
                        "{case}: fixing does not end after \"{}\"",
                        way.title
                    ));
                }
                let undone = changed.iter().all(|(id, _)| {
                    let before = &context.workspace.file(*id).document.text;
                    mended.workspace.file(*id).document.text == *before
                });
                if undone {
                    wrong.push(format!("{case}: \"{}\" is undone by --fix", way.title));
                }
            }
        }
        (wrong, tried)
    });
    let tried = all_of(judged);
    assert!(tried > 40, "only {tried} alternatives were tried");
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = mcpmend();
    command
        .current_dir(folder)
        .args(["--isolated", "--color", "never"]);
    command.args(args).output().unwrap()
}

const BOTH: &str = r#"{"mcpServers": {
  "both": {"command": "docs-server", "url": "http://localhost:3101/mcp"}
}}
"#;

const OPEN: &str = r#"{"mcpServers": {
  "open": {"url": "https://mcp.example.com/tools"}
}}
"#;

/// A choice that nobody makes: a command and a url, and a safe fix beside them.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".roo")).unwrap();
    std::fs::write(folder.path().join(".mcp.json"), BOTH).unwrap();
    std::fs::write(folder.path().join(".roo/mcp.json"), OPEN).unwrap();
    folder
}

#[test]
fn what_is_left_to_the_user_is_told_and_not_done() {
    let folder = project();
    let shown = String::from_utf8(run(folder.path(), &["."]).stdout).unwrap();
    for part in [
        "  choose: keep the command, and remove the url (unsafe)\n  or: keep the url, and remove the command (unsafe)",
        "  fix: add `\"type\": \"streamable-http\"`\n",
        "\n  or: add `\"type\": \"sse\"` (safe)",
        "\n1 can be fixed with `--fix`; see the changes first with `--diff`.",
        "\nWhere there is a choice, `--interactive` asks.",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    run(folder.path(), &[".", "--fix", "--unsafe-fixes"]);
    let fixed = texts(folder.path());
    let text = |path: &str| std::str::from_utf8(&fixed[path]).unwrap();
    assert_eq!(text(".mcp.json"), BOTH);
    let typed = OPEN.replace("{\"url\"", "{\"type\": \"streamable-http\", \"url\"");
    assert_eq!(text(".roo/mcp.json"), typed);
    let left = String::from_utf8(run(folder.path(), &["."]).stdout).unwrap();
    assert!(!left.contains("can be fixed with"), "{left}");
}

#[test]
fn the_json_says_which_way_is_preferred() {
    let folder = project();
    let output = run(folder.path(), &[".", "--format", "json"]);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["summary"]["fixable"], 1);
    let ways = |rule: &str| -> Vec<(String, bool)> {
        let mut all = said["diagnostics"].as_array().unwrap().iter();
        let finding = all.find(|finding| finding["rule"] == rule).unwrap();
        let fixes = finding["fixes"].as_array().unwrap().iter();
        fixes
            .map(|fix| {
                assert!(!fix["edits"].as_array().unwrap().is_empty());
                let title = fix["title"].as_str().unwrap().to_owned();
                (title, fix["preferred"].as_bool().unwrap())
            })
            .collect()
    };
    let expect = |ways: &[(&str, bool)]| -> Vec<(String, bool)> {
        let ways = ways.iter();
        ways.map(|(title, preferred)| ((*title).to_owned(), *preferred))
            .collect()
    };
    assert_eq!(
        ways("ambiguous-transport"),
        expect(&[
            ("keep the command, and remove the url", false),
            ("keep the url, and remove the command", false),
        ])
    );
    assert_eq!(
        ways("missing-transport-type"),
        expect(&[
            ("add `\"type\": \"streamable-http\"`", true),
            ("add `\"type\": \"sse\"`", false),
        ])
    );
}
