//! The lines of a file that a finding is about, with its places marked.

use std::collections::BTreeMap;

use super::super::{Report, visible};
use super::markup::Markup;
use crate::diagnostic::Label;
use crate::document::Span;

/// A longer line is shown as a window around the first place in it, in bytes.
const LONGEST: usize = 600;

/// So much of a long line is shown on each side of the place.
const AROUND: usize = 120;

/// At most so many places of one file are shown.
const MOST: usize = 12;

/// What is to be seen at a place is not told further to the right, in characters.
const FAR: usize = 60;

/// A tab is as wide as in the other reports.
const TAB: &str = "    ";

/// One place, cut to the line that it starts on.
struct Mark<'l> {
    start: usize,
    end: usize,
    words: &'l str,
    /// Whether it is what the finding is about.
    primary: bool,
}

/// Writes the lines around `labels`, which are all of one file. The first is what the finding is
/// about where `primary` says so.
pub(super) fn write(report: &Report<'_>, labels: &[&Label], primary: bool, page: &mut Markup) {
    let Some(file) = labels.first().map(|label| label.file) else {
        return;
    };
    let document = &report.workspace.file(file).document;
    if document.text.is_empty() {
        return;
    }
    let (text, lines) = (report.text(file), document.lines());
    let mut shown: BTreeMap<usize, Vec<Mark<'_>>> = BTreeMap::new();
    for (index, label) in labels.iter().take(MOST).enumerate() {
        let start = text.floor_char_boundary(label.span.start.min(text.len()));
        let line = lines.line_of(start);
        let own = whole(text, lines.line_span(line, text));
        let end = text.ceil_char_boundary(label.span.end.min(own.end).max(start));
        for near in line.saturating_sub(1)..=(line + 1).min(lines.len() - 1) {
            shown.entry(near).or_default();
        }
        let marks = shown.entry(line).or_default();
        let same = marks
            .iter()
            .any(|mark| mark.start == start && mark.end == end && mark.words == label.text);
        if !same {
            marks.push(Mark {
                start,
                end,
                words: &label.text,
                primary: primary && index == 0,
            });
        }
    }
    page.tags("<pre class=src><code>");
    let mut last = None;
    for (line, mut marks) in shown {
        let own = whole(text, lines.line_span(line, text));
        // The empty line behind the last line break says nothing.
        if own.is_empty() && line + 1 == lines.len() && marks.is_empty() {
            continue;
        }
        if last.is_some_and(|last| last + 1 < line) {
            page.tags("<span class=n></span>…\n");
        }
        last = Some(line);
        marks.sort_by_key(|mark| (mark.start, mark.end));
        page.tags("<span class=n>").count(line + 1).tags("</span>");
        let low = source(text, own, &marks, page);
        page.tags("\n");
        for mark in marks.iter().filter(|mark| !mark.words.is_empty()) {
            let before = text.get(low..mark.start).unwrap_or_default();
            let column = visible(&before.replace('\t', TAB)).chars().count();
            let cut = usize::from(low > own.start);
            words(report, mark, (column + cut).min(FAR), page);
        }
    }
    page.tags("</code></pre>");
}

/// A line without its end.
fn whole(text: &str, span: Span) -> Span {
    let line = &text[span.start..span.end];
    Span::new(
        span.start,
        span.start + line.trim_end_matches(['\n', '\r']).len(),
    )
}

/// What is to be seen at a place, below it.
fn words(report: &Report<'_>, mark: &Mark<'_>, column: usize, page: &mut Markup) {
    page.tags("<span class=n></span>");
    for _ in 0..column {
        page.tags(" ");
    }
    page.tags(if mark.primary {
        "<span class=say>╰ "
    } else {
        "<span class=\"say other\">╰ "
    })
    .text(&report.scrub(mark.words))
    .tags("</span>\n");
}

/// One line, its places marked. Returns where in the text it starts to be shown.
fn source(text: &str, line: Span, marks: &[Mark<'_>], page: &mut Markup) -> usize {
    let (mut low, mut high) = (line.start, line.end);
    if high - low > LONGEST {
        let first = marks.first().map_or(low, |mark| mark.start);
        let end = marks.first().map_or(low, |mark| mark.end);
        low = text
            .floor_char_boundary(first.saturating_sub(AROUND))
            .max(low);
        high = text
            .ceil_char_boundary((end + AROUND).min(low + LONGEST))
            .min(high);
    }
    let mut cuts: Vec<usize> = marks
        .iter()
        .flat_map(|mark| [mark.start, mark.end])
        .filter(|at| (low..=high).contains(at))
        .chain([low, high])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    if low > line.start {
        page.tags("…");
    }
    let empty = |at: usize| marks.iter().any(|mark| mark.start == at && mark.end == at);
    for (index, start) in cuts.iter().enumerate() {
        if empty(*start) {
            page.tags("<mark class=at></mark>");
        }
        let Some(end) = cuts.get(index + 1) else {
            break;
        };
        let over = |mark: &&Mark<'_>| mark.start <= *start && *end <= mark.end;
        let piece = text.get(*start..*end).unwrap_or_default();
        let piece = piece.replace('\t', TAB);
        match marks.iter().filter(over).max_by_key(|mark| mark.primary) {
            Some(mark) => {
                page.tags(if mark.primary {
                    "<mark>"
                } else {
                    "<mark class=other>"
                });
                page.text(&piece).tags("</mark>");
            }
            None => {
                page.text(&piece);
            }
        }
    }
    if high < line.end {
        page.tags("…");
    }
    low
}
