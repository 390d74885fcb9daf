//! What the rewriter promises holds for every fix of every rule: each fix of each finding in each
//! fixture is tried by itself, among the others, and in files that end their lines otherwise.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::collections::BTreeMap;

use common::{everything, in_each_case};
use mcpmend::check::{self, Selection};
use mcpmend::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use mcpmend::document::{Document, Format, NodeKind, NodeRef, TextEdit, edit, verify};
use mcpmend::fix;
use mcpmend::interpret::Status;
use mcpmend::rules::{Category, Context, by_name};
use mcpmend::workspace::{File, FileId, Workspace};

/// All faults, and how much was looked at.
fn together(judged: Vec<(Vec<String>, usize)>) -> (Vec<String>, usize) {
    let looked_at = judged.iter().map(|(_, count)| count).sum();
    (judged.into_iter().flat_map(|it| it.0).collect(), looked_at)
}

fn files_of(fix: &Fix) -> Vec<FileId> {
    let mut files: Vec<_> = fix.edits.iter().map(|(file, _)| *file).collect();
    files.sort();
    files.dedup();
    files
}

/// The texts after `fix` alone; `None` where the format cannot carry it out.
fn alone(workspace: &Workspace, fix: &Fix) -> Option<Vec<(FileId, String)>> {
    files_of(fix)
        .into_iter()
        .map(|id| {
            let edits: Vec<_> = fix
                .edits
                .iter()
                .filter(|(file, _)| *file == id)
                .map(|(_, edit)| edit.clone())
                .collect();
            Some((id, fix::rewrite(workspace, id, &edits).ok()?))
        })
        .collect()
}

fn recheck(context: &Context<'_>, workspace: &Workspace) -> Vec<Diagnostic> {
    let now = Context {
        workspace,
        ..*context
    };
    check::check(&now, &everything())
}

/// What a finding is, wherever it stands.
fn key(workspace: &Workspace, finding: &Diagnostic) -> (&'static str, String, String) {
    let file = workspace.file(finding.primary().file);
    (finding.rule, file.shown.clone(), finding.message.clone())
}

/// A fix changes the bytes of its edits and no others, and its result says what it means.
#[test]
fn no_byte_outside_of_a_fix_differs() {
    let fixes = in_each_case(|case, context| {
        let mut fixes = 0;
        for finding in check::check(context, &everything()) {
            for fix in &finding.fixes {
                for id in files_of(fix) {
                    let edits: Vec<_> = fix
                        .edits
                        .iter()
                        .filter(|(file, _)| *file == id)
                        .map(|(_, edit)| edit.clone())
                        .collect();
                    let file = context.workspace.file(id);
                    let old = &file.document;
                    let Ok(lowered) = old.lower(&edits) else {
                        continue;
                    };
                    let new = edit::apply(&old.text, &lowered).unwrap();
                    outside_is_the_same(&old.text, &new, &lowered);
                    let new = Document::parse(new, file.kind.format);
                    if let Err(error) = verify(old, &edits, &new, file.kind.dialect) {
                        panic!("{case}: {}: {error}", fix.title);
                    }
                    fixes += 1;
                }
            }
        }
        fixes
    });
    let fixes: usize = fixes.iter().sum();
    assert!(fixes > 150, "only {fixes} fixes were looked at");
}

/// Walks both texts and compares what lies between the edits.
fn outside_is_the_same(old: &str, new: &str, edits: &[TextEdit]) {
    let (mut at_old, mut at_new) = (0, 0);
    for edit in edits {
        let kept = edit.span.start - at_old;
        assert_eq!(
            old[at_old..edit.span.start],
            new[at_new..at_new + kept],
            "outside of {edit:?}"
        );
        at_old = edit.span.end;
        at_new += kept + edit.text.len();
    }
    assert_eq!(old[at_old..], new[at_new..]);
}

/// A fix that is carried out by itself does away with its finding and brings up no error at a
/// server that ran before. A text that did not parse may show what it hid.
#[test]
fn a_fix_mends_and_breaks_nothing() {
    let judged = in_each_case(|case, context| {
        let mut wrong = Vec::new();
        let mut fixes = 0;
        let before = check::check(context, &everything());
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for finding in &before {
            *counts.entry(key(context.workspace, finding)).or_default() += 1;
        }
        for finding in &before {
            for fix in &finding.fixes {
                let Some(changed) = alone(context.workspace, fix) else {
                    continue;
                };
                fixes += 1;
                let workspace = context.workspace.with_texts(&changed);
                let after = recheck(context, &workspace);
                let own = key(context.workspace, finding);
                let left = after
                    .iter()
                    .filter(|found| key(&workspace, found) == own)
                    .count();
                if left >= counts[&own] {
                    wrong.push(format!("{case}: {:?} stays after \"{}\"", own, fix.title));
                }
                let hidden = by_name(finding.rule).unwrap().category == Category::Syntax;
                for found in after.iter().filter(|_| !hidden) {
                    let Some(server) = found.entry.map(|id| workspace.entry(id)) else {
                        continue;
                    };
                    let ran = context.workspace.entries_of(server.file).any(|(_, entry)| {
                        entry.name == server.name && entry.status == Status::Loaded
                    });
                    if found.severity != Severity::Error || !ran {
                        continue;
                    }
                    // Another finding may have told it already.
                    let only = Selection {
                        select: vec![found.rule.to_owned()],
                        ..everything()
                    };
                    let known = check::check(context, &only).iter().any(|other| {
                        other.entry.is_some_and(|id| {
                            let entry = context.workspace.entry(id);
                            entry.name == server.name && entry.file == server.file
                        })
                    });
                    if !known {
                        wrong.push(format!(
                            "{case}: \"{}\" of {} brings up [{}] {}",
                            fix.title, finding.rule, found.rule, found.message
                        ));
                    }
                }
            }
        }
        (wrong, fixes)
    });
    let (wrong, fixes) = together(judged);
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(fixes > 150, "only {fixes} fixes were tried");
}

/// What a text says: without layout, without the order of members and of options, and without
/// which of the recommended ports was taken.
fn meaning(node: NodeRef<'_>) -> String {
    let mut parts: Vec<String> = node
        .entries()
        .map(|(key, value)| format!("{}: {}", key.text, meaning(value)))
        .chain(node.items().map(meaning))
        .collect();
    parts.sort();
    match node.kind() {
        NodeKind::String { text, .. } => without_ports(text),
        NodeKind::Number(raw) => without_ports(raw),
        _ if node.is_object() || node.is_array() => format!("({})", parts.join(", ")),
        other => format!("{other:?}"),
    }
}

fn without_ports(text: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    let mut shown = String::new();
    for part in text.split_inclusive(|c| !digits(c)) {
        let number = part.trim_end_matches(|c| !digits(c));
        let port = number
            .parse::<u16>()
            .is_ok_and(|number| (3100..=3199).contains(&number) || (8100..=8199).contains(&number));
        shown.push_str(if port { "PORT" } else { number });
        shown.push_str(&part[number.len()..]);
    }
    shown
}

fn meanings(workspace: &Workspace) -> BTreeMap<String, String> {
    workspace
        .files()
        .chain(workspace.companions())
        .map(|(_, file)| {
            let said = file.document.root().map(meaning).unwrap_or_default();
            (file.shown.clone(), said)
        })
        .collect()
}

/// Whichever safe fix comes first, the end means the same. Of unsafe ones one may be there in place
/// of the other: a bridge is given another port, or is taken away.
#[test]
fn the_order_of_fixes_does_not_matter() {
    let judged = in_each_case(|case, context| {
        let mut wrong = Vec::new();
        let mut orders = 0;
        let all = fix::fix(context, &everything(), false);
        let end = meanings(&all.workspace);
        let findings = check::check(context, &everything());
        if findings
            .iter()
            .filter(|finding| !finding.fixes.is_empty())
            .count()
            < 2
        {
            return (wrong, orders);
        }
        // What keeps findings quiet comes first, so that they are not mended.
        let suppresses = |finding: &Diagnostic| {
            by_name(finding.rule).unwrap().category == Category::Suppression
                && !finding.fixes.is_empty()
        };
        let quiet = findings.iter().any(suppresses);
        for finding in findings
            .iter()
            .filter(|finding| !quiet || suppresses(finding))
        {
            let Some(changed) =
                fix::chosen(finding, false).and_then(|fix| alone(context.workspace, fix))
            else {
                continue;
            };
            orders += 1;
            let workspace = context.workspace.with_texts(&changed);
            let now = Context {
                workspace: &workspace,
                ..*context
            };
            let other = meanings(&fix::fix(&now, &everything(), false).workspace);
            for (path, text) in &end {
                if other[path] != *text {
                    wrong.push(format!(
                        "{case}: {path} ends otherwise when {} comes first:
- {text}
+ {}",
                        finding.rule, other[path]
                    ));
                }
            }
        }
        (wrong, orders)
    });
    let (wrong, orders) = together(judged);
    assert!(
        wrong.is_empty(),
        "{} of {orders}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(orders > 100, "only {orders} orders were tried");
}

/// Another way to write the same file, and how its fixed text is to be written then.
struct Variant {
    name: &'static str,
    write: fn(&str) -> String,
}

const VARIANTS: &[Variant] = &[
    Variant {
        name: "CRLF",
        write: |text| text.replace('\n', "\r\n"),
    },
    Variant {
        name: "a byte order mark",
        write: |text| format!("\u{feff}{text}"),
    },
    Variant {
        name: "no last line break",
        write: |text| text.trim_end_matches('\n').to_owned(),
    },
];

/// A file with other line ends, with a byte order mark or without a last line break is mended in
/// the same way and stays what it is.
#[test]
fn a_fixed_file_keeps_its_line_ends() {
    let judged = in_each_case(|case, context| {
        let mut wrong = Vec::new();
        let mut same = 0;
        let mended = fix::fix(context, &everything(), true);
        let plain = |text: &str| {
            !text.contains(['\r', '\u{feff}']) && text.ends_with('\n') && !text.ends_with("\n\n")
        };
        for variant in VARIANTS {
            let changed: Vec<(FileId, String)> = context
                .workspace
                .files()
                .filter(|(_, file)| plain(&file.document.text))
                .map(|(id, file)| (id, (variant.write)(&file.document.text)))
                .collect();
            let workspace = context.workspace.with_texts(&changed);
            let now = Context {
                workspace: &workspace,
                ..*context
            };
            let kinds = |context: &Context<'_>| -> Vec<_> {
                check::check(context, &everything())
                    .iter()
                    .map(|finding| key(context.workspace, finding))
                    .collect()
            };
            // Whose reader does not take the mark has another file then.
            if kinds(&now) != kinds(context) {
                continue;
            }
            let other = fix::fix(&now, &everything(), true);
            for (id, _) in changed {
                let expected = (variant.write)(&mended.workspace.file(id).document.text);
                let got = &other.workspace.file(id).document.text;
                if *got == expected {
                    same += usize::from(mended.changed.contains(&id));
                } else {
                    wrong.push(format!(
                        "{case} with {}: {got:?}\ninstead of {expected:?}",
                        variant.name
                    ));
                }
            }
        }
        (wrong, same)
    });
    let (wrong, same) = together(judged);
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(same > 300, "only {same} changed files were compared");
}

/// The text of a file with a comment behind every line that takes one, and how many.
fn commented(file: &File) -> (String, usize) {
    let marker = match file.kind.format {
        Format::Json => "//",
        Format::Toml | Format::Yaml => "#",
    };
    let read = |text: &str| Document::parse(text.to_owned(), file.kind.format);
    let says = |document: &Document| document.root().map(NodeRef::to_json);
    let mut document = read(&file.document.text);
    let value = says(&document);
    let mut count = 0;
    for index in 0..document.text.lines().count() {
        let mut lines: Vec<String> = document.text.lines().map(str::to_owned).collect();
        lines[index].push_str(&format!(" {marker} kept <{count}>"));
        let with = read(&(lines.join("\n") + "\n"));
        // In a text of several lines it would be a part of it.
        let is_one = with.comments.len() == document.comments.len() + 1
            && with.errors_in(file.kind.dialect).len()
                == document.errors_in(file.kind.dialect).len();
        if is_one && says(&with) == value {
            document = with;
            count += 1;
        }
    }
    (document.text, count)
}

/// Whatever somebody wrote beside what is mended is still there after a safe fix.
#[test]
fn a_safe_fix_keeps_every_comment() {
    let judged = in_each_case(|case, context| {
        let mut wrong = Vec::new();
        let (mut safe, mut not_safe) = (0, 0);
        let files: Vec<(FileId, String, usize)> = context
            .workspace
            .files()
            .filter(|(_, file)| file.document.takes_comments(file.kind.dialect))
            .map(|(id, file)| (id, commented(file)))
            .map(|(id, (text, count))| (id, text, count))
            .collect();
        let texts: Vec<(FileId, String)> = files
            .iter()
            .map(|(id, text, _)| (*id, text.clone()))
            .collect();
        let workspace = context.workspace.with_texts(&texts);
        let now = Context {
            workspace: &workspace,
            ..*context
        };
        let lost = |id: FileId, text: &str| {
            let count = files
                .iter()
                .find(|(file, ..)| *file == id)
                .map_or(0, |it| it.2);
            (0..count).any(|at| !text.contains(&format!("kept <{at}>")))
        };
        for finding in check::check(&now, &everything()) {
            for fix in &finding.fixes {
                let Some(changed) = alone(&workspace, fix) else {
                    continue;
                };
                let lost = changed.iter().any(|(id, text)| lost(*id, text));
                match fix.applicability {
                    Applicability::Safe if lost => wrong.push(format!(
                        "{case}: \"{}\" of {} drops a comment",
                        fix.title, finding.rule
                    )),
                    Applicability::Safe => safe += 1,
                    Applicability::Unsafe => not_safe += usize::from(lost),
                }
            }
        }
        let mended = fix::fix(&now, &everything(), false);
        for (id, ..) in &files {
            if lost(*id, &mended.workspace.file(*id).document.text) {
                wrong.push(format!("{case}: all safe fixes together drop a comment"));
            }
        }
        (wrong, safe, not_safe)
    });
    let safe: usize = judged.iter().map(|it| it.1).sum();
    let not_safe: usize = judged.iter().map(|it| it.2).sum();
    let wrong: Vec<String> = judged.into_iter().flat_map(|it| it.0).collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert!(safe > 100 && not_safe > 10, "{safe} safe, {not_safe} not");
}
