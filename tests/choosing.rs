//! Fixing one finding after the other, over every fixture: what is answered is what becomes of the
//! files, and nobody is asked twice.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{everything, in_each_case};
use mcpmend::check;
use mcpmend::diagnostic::{Applicability, Diagnostic};
use mcpmend::fix::choose::{self, Answer, Choosing, Chosen, Offer, Step};
use mcpmend::fix::{self, Mended};
use mcpmend::rules::Context;
use mcpmend::workspace::{FileId, Workspace};

/// Who answers so many offers of one small fixture goes round in circles.
const MANY: usize = 400;

/// Answers all offers; what cannot be written is said by `refuses`.
fn choose_where(
    context: &Context<'_>,
    refuses: &choose::Refuses<'_>,
    mut answer: impl FnMut(&Workspace, &Offer) -> Answer,
) -> Chosen {
    let selection = everything();
    let mut choosing = Choosing::new(context, &selection, false, refuses);
    for _ in 0..MANY {
        match choosing.step() {
            None => break,
            Some(Step::Ask(offer)) => {
                let answer = answer(choosing.workspace(), &offer);
                choosing.answer(*offer, answer);
            }
            Some(Step::Applied(_) | Step::Withheld { .. }) => {}
        }
    }
    assert!(choosing.step().is_none(), "there is no end to it");
    choosing.finish()
}

fn choose_in(context: &Context<'_>, answer: impl FnMut(&Workspace, &Offer) -> Answer) -> Chosen {
    choose_where(context, &|_| None, answer)
}

/// A yes, where there is one to say yes to.
fn yes(offer: &Offer) -> Answer {
    offer.preferred().map_or(Answer::Leave, Answer::Apply)
}

/// All texts, by path.
fn texts(workspace: &Workspace) -> BTreeMap<String, String> {
    workspace
        .files()
        .chain(workspace.companions())
        .map(|(_, file)| (file.shown.clone(), file.document.text.clone()))
        .collect()
}

/// The texts without ports and names of variables: a new one is the first that is free, and another
/// is when the fixes before have been applied.
fn alike(texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let without = |text: &String| {
        let mut parts = text.split("${");
        let mut all = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            all.push_str("${");
            all.push_str(part.find('}').map_or(part, |end| &part[end..]));
        }
        let digits = |c: char| c.is_ascii_digit();
        all.split(digits)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("0")
    };
    texts
        .iter()
        .map(|(path, text)| (path.clone(), without(text)))
        .collect()
}

/// How a user tells a finding: by its rule, its server and what stands at its place.
fn told(workspace: &Workspace, finding: &Diagnostic) -> (&'static str, FileId, String, String) {
    let place = finding.primary();
    let server = finding
        .entry
        .map(|entry| workspace.entry(entry).name.clone());
    (
        finding.rule,
        place.file,
        server.unwrap_or_default(),
        workspace
            .file(place.file)
            .document
            .slice(place.span)
            .to_owned(),
    )
}

fn fixable(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = check::check(context, &everything());
    findings.retain(|finding| !finding.fixes.is_empty());
    findings
}

#[test]
fn a_yes_to_everything_does_what_fixing_at_once_does() {
    let judged = in_each_case(|case, context| {
        let all = fix::fix(context, &everything(), true);
        let chosen = choose_in(context, |_, offer| yes(offer));
        let (one, other) = (texts(&chosen.mended.workspace), texts(&all.workspace));
        let mut wrong = Vec::new();
        if alike(&one) != alike(&other) {
            wrong.push(format!("{case}:\n{one:#?}\ninstead of\n{other:#?}"));
        }
        if chosen.mended.changed != all.changed {
            wrong.push(format!("{case}: other files are said to have changed"));
        }
        (wrong, all.applied.len(), usize::from(one != other))
    });
    let named: usize = judged.iter().map(|it| it.2).sum();
    assert!(named <= 5, "{named} cases differ in names or ports");
    let applied: usize = judged.iter().map(|it| it.1).sum();
    let wrong: Vec<String> = judged.into_iter().flat_map(|it| it.0).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(applied > 300, "only {applied} fixes were applied");
}

#[test]
fn a_no_to_everything_changes_nothing_and_asks_once_for_each() {
    let judged = in_each_case(|case, context| {
        let mut offers = 0;
        let chosen = choose_in(context, |_, _| {
            offers += 1;
            Answer::Leave
        });
        assert_eq!(
            texts(&chosen.mended.workspace),
            texts(context.workspace),
            "{case}"
        );
        assert!(chosen.mended.changed.is_empty(), "{case}");
        assert!(chosen.mended.applied.is_empty(), "{case}");
        assert_eq!(chosen.declined, offers, "{case}");
        assert_eq!(chosen.unasked, 0, "{case}");
        let impossible = chosen.mended.failed.len();
        let findings = fixable(context)
            .iter()
            .filter(|finding| {
                finding.fixes.iter().all(|fix| {
                    let text =
                        |(file, _): &(FileId, _)| context.workspace.file(*file).document.is_text();
                    fix.edits.iter().all(text)
                })
            })
            .count();
        assert_eq!(offers + impossible, findings, "{case}");
        offers
    });
    let offers: usize = judged.iter().sum();
    assert!(offers > 300, "only {offers} offers were made");
}

/// Somebody leaves one finding and takes the next, in all ways: each is asked for as often as it
/// was there at one time, though places and servers' numbers move under it.
#[test]
fn what_was_left_is_not_asked_for_again() {
    let judged = in_each_case(|case, context| {
        let mut declined = 0;
        for start in [0, 1] {
            let mut number = start;
            let mut there: BTreeMap<_, usize> = BTreeMap::new();
            let mut left: BTreeMap<_, usize> = BTreeMap::new();
            choose_in(context, |workspace, offer| {
                let now = Context {
                    workspace,
                    ..*context
                };
                let mut count: BTreeMap<_, usize> = BTreeMap::new();
                for finding in fixable(&now) {
                    *count.entry(told(workspace, &finding)).or_default() += 1;
                }
                for (key, count) in count {
                    let most = there.entry(key).or_default();
                    *most = count.max(*most);
                }
                number += 1;
                if number % 2 == 0 {
                    return yes(offer);
                }
                *left.entry(told(workspace, &offer.finding)).or_default() += 1;
                Answer::Leave
            });
            for (key, times) in left {
                assert!(
                    times <= there[&key],
                    "{case}: {key:?} was left {times} times"
                );
                declined += times;
            }
        }
        declined
    });
    let declined: usize = judged.iter().sum();
    assert!(declined > 800, "only {declined} findings were left");
}

/// What is applied unasked is what was answered for: safe, and of that file alone.
#[test]
fn all_of_a_file_are_its_safe_ones() {
    let judged = in_each_case(|case, context| {
        let selection = everything();
        let none = |_: FileId| None;
        let mut choosing = Choosing::new(context, &selection, false, &none);
        let mut unasked = 0;
        let mut answered: BTreeSet<FileId> = BTreeSet::new();
        while let Some(step) = choosing.step() {
            match step {
                Step::Ask(offer) => {
                    let file = offer.file();
                    if answered.contains(&file)
                        && let Some(preferred) = offer.preferred()
                    {
                        let fix = offer.fix(&offer.ways[preferred]);
                        let alone = fix.edits.iter().all(|(other, _)| *other == file);
                        assert!(
                            fix.applicability == Applicability::Unsafe || !alone,
                            "{case}: {} was asked for",
                            fix.title
                        );
                    }
                    let answer = match offer.preferred() {
                        Some(preferred) if answered.insert(file) => Answer::ApplyFile(preferred),
                        _ => Answer::Leave,
                    };
                    choosing.answer(*offer, answer);
                }
                Step::Applied(applied) => {
                    unasked += 1;
                    assert_eq!(applied.files.len(), 1, "{case}");
                    assert!(answered.contains(&applied.files[0]), "{case}");
                }
                Step::Withheld { .. } => panic!("{case}: nothing is withheld"),
            }
        }
        unasked
    });
    let unasked: usize = judged.iter().sum();
    assert!(unasked > 20, "only {unasked} were applied unasked");
}

/// Whichever file cannot be written: none of its bytes changes, a fix over it and others is not
/// offered, and those of the other files are.
#[test]
fn what_cannot_be_written_is_not_offered() {
    let judged = in_each_case(|case, context| {
        let mut whole = 0;
        let all: BTreeSet<FileId> = fix::fix(context, &everything(), true)
            .changed
            .into_iter()
            .collect();
        for locked in all {
            let refuses = |file: FileId| (file == locked).then(|| "it is read-only".to_owned());
            let chosen = choose_where(context, &refuses, |_, offer| {
                for way in &offer.ways {
                    let fix = offer.fix(way);
                    assert!(fix.edits.iter().all(|(file, _)| *file != locked), "{case}");
                }
                yes(offer)
            });
            let text = |workspace: &Workspace| workspace.file(locked).document.text.clone();
            assert_eq!(
                text(&chosen.mended.workspace),
                text(context.workspace),
                "{case}"
            );
            let locked: BTreeSet<FileId> = [locked].into();
            let same = fix::fix_except(context, &everything(), true, &locked);
            assert_eq!(
                alike(&texts(&chosen.mended.workspace)),
                alike(&texts(&same.workspace)),
                "{case}"
            );
            whole += 1;
        }
        whole
    });
    let files: usize = judged.iter().sum();
    assert!(files > 200, "only {files} files were locked");
}

/// A file turns out to be locked after everything was answered: what was accepted for the others
/// is done, and nothing that was not accepted.
#[test]
fn answers_can_be_given_again_without_a_file() {
    let judged = in_each_case(|case, context| {
        let mut tried = 0;
        for every in [1, 2] {
            let mut number = 0;
            let mut accepted: BTreeSet<(String, FileId)> = BTreeSet::new();
            let chosen = choose_in(context, |_, offer| {
                number += 1;
                match offer.preferred() {
                    Some(preferred) if number % every == 0 => {
                        let title = offer.fix(&offer.ways[preferred]).title.clone();
                        accepted.insert((title, offer.file()));
                        Answer::Apply(preferred)
                    }
                    _ => Answer::Leave,
                }
            });
            let replayed = |refuses: &choose::Refuses<'_>| -> Mended {
                choose::again(context, &everything(), false, &chosen.answers, refuses)
            };
            let same = replayed(&|_| None);
            assert_eq!(
                texts(&same.workspace),
                texts(&chosen.mended.workspace),
                "{case}: the same answers do something else"
            );
            for &locked in &chosen.mended.changed {
                let less = replayed(&|file| (file == locked).then(|| "it is full".to_owned()));
                assert!(!less.changed.contains(&locked), "{case}");
                for applied in &less.applied {
                    assert!(!applied.files.contains(&locked), "{case}");
                    assert!(
                        accepted.iter().any(|(title, _)| *title == applied.title),
                        "{case}: nobody accepted {}",
                        applied.title
                    );
                }
                tried += 1;
            }
        }
        tried
    });
    let tried: usize = judged.iter().sum();
    assert!(tried > 300, "only {tried} were tried");
}
