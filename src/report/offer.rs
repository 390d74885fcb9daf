//! A finding in short with all that its fixes would change, for who decides about it.

use std::fmt::{self, Write};

use super::full::{headline, line};
use super::style::wrap;
use super::window::lines as split;
use super::{Report, Style, visible};
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::{LineIndex, TextEdit};
use crate::fix::diff::changes;
use crate::workspace::FileId;

/// So many unchanged lines are shown before and behind what changes.
pub(super) const AROUND: usize = 2;

/// At most so many characters of one line are shown.
const LONGEST: usize = 1000;

/// What is known of a finding, without its source.
///
/// # Errors
/// Never; writing into a string does not fail.
pub fn finding(
    report: &Report<'_>,
    finding: &Diagnostic,
    style: Style,
    out: &mut String,
) -> fmt::Result {
    headline(report, finding, style, out)?;
    let (file, at) = report.position(finding);
    let path = report.path(file);
    writeln!(out, "  --> {path}:{}:{}", at.line, at.column)?;
    for label in finding.labels.iter().skip(1) {
        let document = &report.workspace.file(label.file).document;
        let at = document.position(label.span.start);
        let text = report.line(&label.text);
        let place = format!("{}:{}:{}", report.path(label.file), at.line, at.column);
        let colon = if text.is_empty() { "" } else { ": " };
        writeln!(
            out,
            "      {}",
            wrap(&format!("{place}{colon}{text}"), style.width, 6)
        )?;
    }
    for (name, text) in [("note", &finding.effect), ("help", &finding.help)] {
        if let Some(text) = text {
            line(report, name, text, style, out)?;
        }
    }
    Ok(())
}

/// A fix behind its name: what it does, whether it is safe, and everything that it changes. The
/// finding is about `file`.
///
/// # Errors
/// Never; writing into a string does not fail.
pub fn fix(
    report: &Report<'_>,
    name: &str,
    (file, fix): (FileId, &Fix),
    preferred: bool,
    style: Style,
    out: &mut String,
) -> fmt::Result {
    let word = fix.applicability.name();
    let mark = if preferred { ", preferred" } else { "" };
    line(
        report,
        name,
        &format!("{} ({word}{mark})", fix.title),
        style,
        out,
    )?;
    let files = fix.files();
    for id in &files {
        let document = &report.workspace.file(*id).document;
        let Ok(lowered) = document.lower(&fix.edits_of(*id)) else {
            continue;
        };
        if files != [file] {
            writeln!(out, "       {}", style.paint("1", &report.path(*id)))?;
        }
        differences(report, *id, lowered, style, out)?;
    }
    Ok(())
}

/// The lines around `edits`, before and after.
fn differences(
    report: &Report<'_>,
    file: FileId,
    edits: Vec<TextEdit>,
    style: Style,
    out: &mut String,
) -> fmt::Result {
    for piece in pieces(report, file, edits, style.width / 2) {
        match piece {
            Piece::Gap => writeln!(out, "       {}", style.paint("2", "…"))?,
            Piece::Line { sign, number, text } => {
                let text = format!("{sign} {text}");
                let text = match sign {
                    '-' => style.paint("31", &text),
                    '+' => style.paint("32", &text),
                    _ => text,
                };
                writeln!(out, "  {number:>4} {}", text.trim_end())?;
            }
        }
    }
    Ok(())
}

/// A part of what changes in a file.
pub(super) enum Piece {
    /// Lines are left out here.
    Gap,
    /// A line.
    Line {
        /// `-` for one that goes, `+` for one that comes, a blank for one that stays.
        sign: char,
        /// Its number, from 1: of one that goes as it was, of the others as it will be.
        number: usize,
        /// It as people may be shown it.
        text: String,
    },
}

/// The lines around `edits`, before and after. Of a long line so many bytes are told on each side of
/// a change.
pub(super) fn pieces(
    report: &Report<'_>,
    file: FileId,
    mut edits: Vec<TextEdit>,
    room: usize,
) -> Vec<Piece> {
    let text = report.text(file);
    let lines = report.workspace.file(file).document.lines();
    edits.sort_by_key(|edit| edit.span);
    let near = |left: &TextEdit, right: &TextEdit| {
        let between = lines.line_of(right.span.start) - lines.line_of(left.span.end);
        let columns = right.span.start.saturating_sub(left.span.end);
        // With one line between them they are told as one.
        between <= 2 * AROUND + 1 && (between > 0 || columns < 4 * room)
    };
    // How many lines more there are behind the parts that were shown.
    let mut shift = 0;
    let mut pieces = Vec::new();
    for (index, edits) in edits.chunk_by(near).enumerate() {
        if index > 0 {
            pieces.push(Piece::Gap);
        }
        let part = Part::new(text, lines, edits, room);
        let mut new = String::new();
        let mut at = part.start;
        for edit in edits {
            // What overlaps does not come out of a format's editor.
            new.push_str(text.get(at..edit.span.start).unwrap_or_default());
            new.push_str(&report.scrub(&edit.text));
            at = edit.span.end.max(at);
        }
        new.push_str(text.get(at..part.end).unwrap_or_default());
        let old = text.get(part.start..part.end).unwrap_or_default();
        part.lines(old, &new, shift, &mut pieces);
        shift += breaks(&new) - breaks(old);
    }
    pieces
}

fn breaks(text: &str) -> isize {
    LineIndex::new(text).len().cast_signed()
}

/// The part of a file around edits that are near each other: whole lines where they are not too
/// long.
struct Part {
    start: usize,
    end: usize,
    /// The number of its first line, from 0.
    line: usize,
    /// Whether its first line starts further left.
    cut: bool,
    /// Whether its last line goes on to the right.
    goes_on: bool,
}

impl Part {
    fn new(text: &str, lines: &LineIndex, edits: &[TextEdit], room: usize) -> Part {
        let first = edits.first().map_or(0, |edit| edit.span.start);
        let last = edits.iter().map(|edit| edit.span.end).max().unwrap_or(0);
        let (own, end_line) = (lines.line_of(first), lines.line_of(last));
        let whole = lines.line_span(own, text);
        let cut = first - whole.start > 2 * room;
        let line = if cut { own } else { own.saturating_sub(AROUND) };
        let start = if cut {
            text.floor_char_boundary(first - room)
        } else {
            lines.line_span(line, text).start
        };
        let end_whole = lines.line_span(end_line, text).end;
        let goes_on = end_whole - last > 2 * room;
        let end = if goes_on {
            text.ceil_char_boundary(last + room)
        } else {
            lines.line_span(end_line + AROUND, text).end
        };
        Part {
            start,
            end: end.max(last),
            line,
            cut,
            goes_on,
        }
    }

    fn lines(&self, old: &str, new: &str, shift: isize, pieces: &mut Vec<Piece>) {
        let (old, new) = (split(old), split(new));
        let mut line = |sign: char, index: usize| {
            // Old lines are counted as they were, the others as they will be.
            let (lines, shift) = match sign {
                '-' => (&old, 0),
                _ => (&new, shift),
            };
            pieces.push(Piece::Line {
                sign,
                number: (self.line + index + 1).saturating_add_signed(shift),
                text: shown(
                    lines[index],
                    self.cut && index == 0,
                    self.goes_on && index + 1 == lines.len(),
                ),
            });
        };
        let mut at = 0;
        for change in changes(&old, &new) {
            (at..change.new.start).for_each(|index| line(' ', index));
            change.old.clone().for_each(|index| line('-', index));
            change.new.clone().for_each(|index| line('+', index));
            at = change.new.end;
        }
        (at..new.len()).for_each(|index| line(' ', index));
    }
}

/// A line as people may be shown it.
fn shown(text: &str, cut: bool, goes_on: bool) -> String {
    let text = text.trim_end_matches(['\n', '\r']);
    let start: String = text.chars().take(LONGEST).collect();
    // A tab is as wide as in a report's source.
    let start = start.replace('\t', "    ");
    let mut shown = String::new();
    if cut {
        shown.push('…');
    }
    shown.push_str(&visible(&start));
    if goes_on || text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
