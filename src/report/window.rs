//! The lines that a fix changes, before and after.

use std::fmt::{self, Write};

use super::{Report, Style, visible};
use crate::document::TextEdit;
use crate::fix::diff::changes;
use crate::workspace::FileId;

/// At most so many changed lines of a fix are shown; `--diff` shows all.
const SHOWN_LINES: usize = 14;

/// A line with more before or behind the change is cut there: a minified file is one line.
const CONTEXT: usize = 400;

/// The part of a file that a fix changes: whole lines where they are not too long.
pub(super) struct Window {
    /// The number of its first line.
    line: usize,
    /// Whether its first line starts further left.
    cut: bool,
    old: String,
    new: String,
}

impl Window {
    /// The window on `edits` of a file, its secrets masked.
    pub(super) fn new(report: &Report<'_>, file: FileId, edits: &[TextEdit]) -> Window {
        let document = &report.workspace.file(file).document;
        let text = report.text(file);
        let lines = document.lines();
        let mut edits: Vec<&TextEdit> = edits.iter().collect();
        edits.sort_by_key(|edit| edit.span);
        let first = edits.first().map_or(0, |edit| edit.span.start);
        let last = edits.iter().map(|edit| edit.span.end).max().unwrap_or(0);
        let line = lines.line_of(first);
        let whole = lines.line_span(line, text).start;
        let near = text.floor_char_boundary(first.saturating_sub(CONTEXT));
        let start = whole.max(near);
        let end = lines.line_span(lines.line_of(last), text).end.max(last);
        let end = end.min(text.ceil_char_boundary((last + CONTEXT).min(text.len())));
        let mut new = String::new();
        let mut at = start;
        for edit in edits {
            // What overlaps does not come out of a format's editor.
            new.push_str(text.get(at..edit.span.start).unwrap_or_default());
            new.push_str(&report.scrub(&edit.text));
            at = edit.span.end.max(at);
        }
        new.push_str(text.get(at..end).unwrap_or_default());
        Window {
            line: line + 1,
            cut: start > whole,
            old: text.get(start..end).unwrap_or_default().to_owned(),
            new,
        }
    }

    /// Writes its changed lines.
    pub(super) fn write(&self, style: Style, out: &mut String) -> fmt::Result {
        let (old, new) = (lines(&self.old), lines(&self.new));
        let changes = changes(&old, &new);
        let lines = changes.iter().flat_map(|change| {
            let removed = change
                .old
                .clone()
                .map(|index| ("-", "31", index, old[index]));
            let added = change
                .new
                .clone()
                .map(|index| ("+", "32", index, new[index]));
            removed.chain(added)
        });
        for (shown, (sign, color, index, text)) in lines.enumerate() {
            if shown == SHOWN_LINES {
                writeln!(out, "       …")?;
                break;
            }
            let text = line(text, self.cut && index == 0, style.width * 2);
            writeln!(
                out,
                "  {:>4} {}",
                self.line + index,
                style.paint(color, &format!("{sign} {text}"))
            )?;
        }
        Ok(())
    }
}

/// The lines of a text with their ends, as places count them: a lone `\r` ends one too.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut rest = text;
    std::iter::from_fn(|| {
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |at| {
            at + if rest[at..].starts_with("\r\n") { 2 } else { 1 }
        });
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
    .collect()
}

/// A line as people may be shown it, and no longer than `width`; `cut` ones go on at the left.
fn line(text: &str, cut: bool, width: usize) -> String {
    let text = text.trim_end_matches(['\n', '\r']);
    let length = text.chars().count();
    // The change is behind the context: without it the line says nothing.
    let skipped = if cut {
        CONTEXT.saturating_sub(width / 4).min(length)
    } else {
        0
    };
    // Escapes are longer than what they stand for, a tab as wide as in the source above.
    let rest: String = text.chars().skip(skipped).take(width + 1).collect();
    let rest = rest.replace('\t', "    ");
    let rest = visible(&rest);
    let mut shown = String::new();
    if cut {
        shown.push('…');
    }
    shown.extend(rest.chars().take(width));
    if rest.chars().nth(width).is_some() {
        shown.push('…');
    }
    shown
}
