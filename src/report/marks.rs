//! What the formats for other programs share: the words of a finding, a mark by which the same
//! finding is known again, and places as those programs count them.

use std::collections::BTreeMap;

use super::Report;
use crate::baseline;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::document::{Document, Span};
use crate::rules::Rule;

/// All that is to be said of a finding, sentence by sentence and in the words of the full report:
/// what is wrong, what the client does about it, how to mend it. Secrets are masked, and each is one
/// line.
pub(super) fn sentences(report: &Report<'_>, finding: &Diagnostic) -> Vec<String> {
    let mut sentences = vec![finding.message.clone()];
    sentences.extend(
        finding
            .effect
            .iter()
            .map(|effect| format!("note: {effect}")),
    );
    sentences.extend(finding.help.iter().map(|help| format!("help: {help}")));
    // A fix that the format cannot carry out is none.
    if let Some((fix, safe)) = finding.preferred().zip(report.would_be_fixed(finding)) {
        let flag = match safe {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--fix --unsafe-fixes",
        };
        sentences.push(format!("fix: {} (`mcpmend {flag}`)", fix.title));
    }
    sentences
        .iter()
        .map(|sentence| ended(report.line(sentence.trim())))
        .collect()
}

/// A sentence with its full stop.
fn ended(mut sentence: String) -> String {
    if !sentence.ends_with(['.', '!', '?', ':', '…']) {
        sentence.push('.');
    }
    sentence
}

/// The mark of each finding, in their order. Lines may shift and values change; what nothing but its
/// place tells from an earlier one has a number behind it.
pub(super) fn fingerprints(report: &Report<'_>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let marks = report.findings.iter().map(|finding| {
        let path = report.lasting_path(report.workspace.file(finding.primary().file));
        let mark = baseline::fingerprint(report.workspace, finding, &path);
        let times = seen.entry(mark.clone()).or_default();
        *times += 1;
        match times {
            1 => mark,
            times => format!("{mark}-{times}"),
        }
    });
    marks.collect()
}

/// A line and a column in UTF-16 code units, both from 1. A byte order mark takes no column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Utf16 {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Where `span` starts and ends.
pub(super) fn utf16(document: &Document, span: Span) -> (Utf16, Utf16) {
    let place = |offset: usize| {
        let text = &document.text;
        let offset = text.floor_char_boundary(offset);
        let line = document.lines().line_of(offset);
        let start = document.lines().line_span(line, text).start;
        let before = &text[start..offset];
        let before = match document.byte_order_mark && line == 0 {
            true => before.trim_start_matches('\u{feff}'),
            false => before,
        };
        let units: usize = before.chars().map(char::len_utf16).sum();
        Utf16 {
            line: line + 1,
            column: units + 1,
        }
    };
    (place(span.start), place(span.end))
}

/// The page of a rule; none until the package names its repository.
pub(super) fn page(rule: &Rule) -> Option<String> {
    rule.page()
}
