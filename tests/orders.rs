//! Fixing twice changes nothing more, and in whichever order fixes come, the end is the same: over
//! every fixture and the corpus, with random ones first, in random order.
//!
//! `MCPMEND_CASES` says how many orders are tried of each, `MCPMEND_SEED` which.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{Numbers, Sandbox, alone, corpus, everything, in_each_case, meanings};
use mcpmend::check;
use mcpmend::diagnostic::Diagnostic;
use mcpmend::discover::{self, Request};
use mcpmend::fix::{self, Mended};
use mcpmend::rules::{Category, Context, by_name};
use mcpmend::workspace::Workspace;
use rayon::prelude::*;

fn env(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

/// What `judge` makes of the files of each folder of the corpus, which are somebody's project.
fn in_each_project<R: Send>(judge: impl Fn(&str, &Context<'_>) -> R + Sync) -> Vec<R> {
    let Some(corpus) = corpus() else {
        println!("there is no corpus");
        return Vec::new();
    };
    let projects: Vec<_> = common::folders(&corpus)
        .iter()
        .flat_map(|client| common::folders(client))
        .collect();
    let judged = projects.par_iter().map(|project| {
        let sandbox = Sandbox::new();
        common::copy_folder(project, &sandbox.project());
        let request = Request {
            paths: vec![sandbox.project()],
            ..Request::default()
        };
        let discovery = discover::discover(&sandbox, &request).unwrap();
        let workspace = Workspace::read(&sandbox, discovery);
        let context = Context {
            workspace: &workspace,
            settings: &sandbox.settings,
            host: &sandbox,
            machine_mode: false,
        };
        let name = project.strip_prefix(&corpus).unwrap_or(Path::new(""));
        judge(&name.display().to_string(), &context)
    });
    judged.collect()
}

/// What is wrong, how many files were changed, and how many orders were tried.
type Judged = (Vec<String>, usize, usize);

fn mended_once(case: &str, context: &Context<'_>) -> Judged {
    let mut wrong = Vec::new();
    let mut changed = 0;
    for unsafe_too in [false, true] {
        let once = fix::fix(context, &everything(), unsafe_too);
        if once.unsettled {
            wrong.push(format!("{case}: fixing does not end"));
        }
        changed += once.changed.len();
        let now = Context {
            workspace: &once.workspace,
            ..*context
        };
        let twice = fix::fix(&now, &everything(), unsafe_too);
        for id in &twice.changed {
            wrong.push(format!(
                "{case}, unsafe {unsafe_too}: fixing twice changes\n{}\n--- to\n{}\n{:?}",
                once.workspace.file(*id).document.text,
                twice.workspace.file(*id).document.text,
                twice.applied
            ));
        }
        // What was read anew from the fixed texts is found to be the same.
        let again: Vec<_> = check::check(&now, &everything());
        if again.len() != once.checked.findings.len() {
            wrong.push(format!("{case}: other findings in the fixed text"));
        }
    }
    (wrong, changed, 0)
}

/// What must be the same whatever the order was: what the files mean. With unsafe fixes it is the rules
/// that still find something: which of two tokens gets the shorter variable, and whether a bridge
/// still is one that the client can do without, depends on which came first.
fn end_of(mended: &Mended, unsafe_too: bool) -> Vec<String> {
    let findings = &mended.checked.findings;
    match unsafe_too {
        false => meanings(&mended.workspace)
            .into_iter()
            .map(|(path, text)| format!("{path}: {text}"))
            .collect(),
        true => {
            let rules: BTreeSet<String> = findings.iter().map(|it| it.rule.to_owned()).collect();
            rules.into_iter().collect()
        }
    }
}

/// The fixes of some findings, one after the other in random order, each looked for again in what
/// the others left; then all that is left.
fn in_any_order(
    case: &str,
    context: &Context<'_>,
    numbers: &mut Numbers,
    unsafe_too: bool,
) -> Judged {
    let mut wrong = Vec::new();
    let all = fix::fix(context, &everything(), unsafe_too);
    let end = end_of(&all, unsafe_too);
    let quiets = |finding: &Diagnostic| {
        by_name(finding.rule).is_some_and(|rule| rule.category == Category::Suppression)
    };
    let times = env("MCPMEND_CASES", 1);
    let mut orders = 0;
    for _ in 0..times {
        let mut workspace = context.workspace.with_texts(&[]);
        let mut steps = Vec::new();
        for _ in 0..numbers.below(6) + 1 {
            let now = Context {
                workspace: &workspace,
                ..*context
            };
            let findings = check::check(&now, &everything());
            let chosen = |finding: &&Diagnostic| fix::chosen(finding, unsafe_too).is_some();
            let mut left: Vec<&Diagnostic> = findings.iter().filter(chosen).collect();
            // What keeps findings quiet comes first, so that they are not mended.
            if left.iter().any(|finding| quiets(finding)) {
                left.retain(|finding| quiets(finding));
            }
            // Unsafe ones wait for the safe ones.
            if left
                .iter()
                .any(|finding| fix::chosen(finding, false).is_some())
            {
                left.retain(|finding| fix::chosen(finding, false).is_some());
            }
            if left.is_empty() {
                break;
            }
            let finding = left[numbers.below(left.len())];
            let fix = fix::chosen(finding, unsafe_too).unwrap();
            let Some(changed) = alone(&workspace, fix) else {
                continue;
            };
            steps.push(format!("{}: {}", finding.rule, fix.title));
            workspace = workspace.with_texts(&changed);
        }
        if steps.len() < 2 {
            continue;
        }
        orders += 1;
        let now = Context {
            workspace: &workspace,
            ..*context
        };
        let other = end_of(&fix::fix(&now, &everything(), unsafe_too), unsafe_too);
        if other != end {
            wrong.push(format!(
                "{case} ends otherwise after {steps:#?}\n- {end:#?}\n+ {other:#?}"
            ));
        }
    }
    (wrong, 0, orders)
}

fn told(judged: Vec<Judged>) -> (usize, usize) {
    let wrong: Vec<String> = judged.iter().flat_map(|it| it.0.clone()).collect();
    let shown = wrong.len().min(6);
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        judged.len(),
        wrong[..shown].join("\n\n")
    );
    let sum = |number: fn(&Judged) -> usize| judged.iter().map(number).sum();
    (sum(|it| it.1), sum(|it| it.2))
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let (changed, _) = told(in_each_case(mended_once));
    println!("{changed} files of fixtures were fixed twice");
    assert!(changed > 500, "only {changed}");
    let (changed, _) = told(in_each_project(mended_once));
    println!("{changed} files of the corpus were fixed twice");
}

#[test]
fn random_fixes_in_random_order_come_to_the_same_end() {
    come_to_the_same_end(false);
}

#[test]
fn unsafe_fixes_in_random_order_come_to_the_same_end() {
    come_to_the_same_end(true);
}

fn come_to_the_same_end(unsafe_too: bool) {
    let seed = env("MCPMEND_SEED", 1) as u64;
    let judge = |case: &str, context: &Context<'_>| {
        let number = case.bytes().fold(seed, |number, byte| {
            number.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        in_any_order(case, context, &mut Numbers::new(number), unsafe_too)
    };
    let (_, orders) = told(in_each_case(judge));
    println!("{orders} orders of fixes in fixtures");
    assert!(orders > 40, "only {orders}");
    let (_, orders) = told(in_each_project(judge));
    println!("{orders} orders of fixes in the corpus");
}
