//! Every rule keeps the promises of its documentation.

mod common;

use common::Sandbox;
use mcpmend::check::Selection;
use mcpmend::model::Os;
use mcpmend::rules::{self, Fixes, Rule};

fn only(rule: &Rule) -> Selection {
    Selection {
        select: vec![rule.name.to_owned()],
        ignore: Vec::new(),
        ..Selection::default()
    }
}

#[test]
fn names_are_unique_and_kebab_case() {
    let mut seen = std::collections::BTreeSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.name), "{} stands twice", rule.name);
        assert!(
            rule.name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{} is not kebab-case",
            rule.name
        );
    }
}

#[test]
fn documentation_has_its_sections() {
    for rule in rules::all() {
        let docs = rule.documentation();
        assert!(docs.summary.len() > 20, "{}: no summary", rule.name);
        for section in [
            "## Why it fails",
            "## Example",
            "## Use instead",
            "## Sources",
        ] {
            assert!(
                docs.markdown.contains(section),
                "{}: no section `{section}`",
                rule.name
            );
        }
        if rule.fixes != Fixes::None {
            assert!(
                docs.markdown.contains("## Fix"),
                "{}: no `## Fix`",
                rule.name
            );
        }
    }
}

#[test]
fn documented_examples_behave() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let docs = rule.documentation();
        let mut bad = 0;
        for group in &docs.examples {
            // What a rule finds only on the machine itself is found on a machine of its own.
            let mut sandbox = if docs.markdown.contains("only on the machine itself") {
                Sandbox::machine()
            } else {
                Sandbox::new()
            };
            if docs.markdown.contains("The example is one on Windows.") {
                sandbox.os = Os::Windows;
            }
            for example in group {
                sandbox.program(&example.path, &example.text);
                if example.bad && docs.markdown.contains("With mode 0666:") {
                    common::set_mode(&sandbox.path(&example.path), 0o666);
                }
            }
            let found = sandbox.check(&only(rule));
            if group[0].bad {
                bad += 1;
                if found.is_empty() {
                    wrong.push(format!("{}: its bad example {bad} is not found", rule.name));
                    continue;
                }
                let fixable = found.iter().any(|finding| !finding.fixes.is_empty());
                if bad == 1 && rule.fixes != Fixes::None {
                    if !fixable {
                        wrong.push(format!("{}: its bad example is not fixed", rule.name));
                    }
                    let choice = found.iter().all(|finding| finding.preferred().is_none());
                    if choice != (rule.fixes == Fixes::Choice) {
                        wrong.push(format!("{}: who chooses its fix?", rule.name));
                    }
                    if choice {
                        continue;
                    }
                    let mended = sandbox.fix(&only(rule));
                    for failed in &mended.failed {
                        wrong.push(format!(
                            "{}: {} ({})",
                            rule.name, failed.fix.title, failed.why
                        ));
                    }
                    if !mended.checked.findings.is_empty() {
                        wrong.push(format!("{}: found again after its fix", rule.name));
                    }
                }
                if fixable && rule.fixes == Fixes::None {
                    wrong.push(format!("{}: it claims to fix nothing, and does", rule.name));
                }
            } else {
                for finding in found {
                    wrong.push(format!("{}: good example: {}", rule.name, finding.message));
                }
            }
        }
        if bad == 0 || !docs.examples.iter().any(|group| !group[0].bad) {
            wrong.push(format!("{}: needs a bad and a good example", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
