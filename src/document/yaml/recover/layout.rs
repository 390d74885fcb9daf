//! Errors of indentation, and lines that fit nowhere.

use super::tabs;
use super::{Found, Recovery, error, mend};
use crate::document::yaml::lines::Line;
use crate::document::{Span, SyntaxError, SyntaxErrorKind, TextEdit};

impl Recovery<'_> {
    /// A line that stands where it cannot, with all that belongs to it.
    pub(super) fn stray(&mut self, mut index: usize, message: &str) -> Found {
        if self.line(index).is_blank() {
            index = self.line_before(index).unwrap_or(index);
        }
        let line = self.line(index);
        let follows_blanked = self
            .blanked_to
            .is_some_and(|to| to <= index && (to..index).all(|line| self.line(line).is_blank()));
        let known_indent = (0..index)
            .rev()
            .map(|above| self.line(above))
            .filter(|above| !above.is_blank())
            .find(|above| above.indent() <= line.indent())
            .is_some_and(|above| above.indent() == line.indent());
        let mut end = self.block_end(index);
        if !known_indent && line.indent() > 0 {
            while end < self.lines.len() && self.line(end).indent() >= line.indent() {
                end = self.block_end(end);
            }
        }
        let body = line.body();
        self.blank_lines(index, end);
        let error = error(SyntaxErrorKind::Unexpected, body, message);
        ((!follows_blanked).then_some(error), Vec::new())
    }

    /// Tabs and invisible characters in the indentation around an error are its cause.
    pub(super) fn white_space(&mut self, at: usize) -> Option<Found> {
        let index = self.lines.line_of(at);
        let candidates = [index, self.next_line(index)];
        for index in candidates {
            let line = self.line(index);
            if self.work[line.span.start..line.start].contains('\t') && !line.is_blank() {
                return Some(self.tabs(index));
            }
            let body = &self.work[line.start..line.span.end];
            let odd = |c: char| matches!(c, '\u{a0}' | '\u{3000}' | '\u{200b}'..='\u{200d}' | '\u{2000}'..='\u{200a}' | '\u{2060}');
            if body.starts_with(odd) {
                let length = body.len()
                    - body
                        .trim_start_matches([' ', '\t'])
                        .trim_start_matches(|c| odd(c) || c == ' ')
                        .len();
                let span = Span::new(line.start, line.start + length);
                let count = self.work[span.start..span.end].chars().count();
                let error = SyntaxError {
                    kind: SyntaxErrorKind::InvisibleCharacter,
                    span,
                    message: "the indentation holds characters that look like spaces but are none"
                        .to_owned(),
                    mend: mend(
                        "replace them by spaces",
                        true,
                        vec![TextEdit::replace(span, " ".repeat(count))],
                    ),
                };
                let end = self.block_end(index);
                self.blank_lines(index, end);
                return Some((Some(error), Vec::new()));
            }
        }
        None
    }

    pub(super) fn tabs(&mut self, index: usize) -> Found {
        let line = self.line(index);
        let has_tab = |line: &Line| self.work[line.span.start..line.start].contains('\t');
        let end = (index..self.lines.len())
            .find(|&next| {
                let line = self.line(next);
                !line.is_blank() && !has_tab(&line)
            })
            .unwrap_or(self.lines.len());
        let tabbed: Vec<Span> = (index..end)
            .map(|next| self.line(next))
            .map(|line| Span::new(line.span.start, line.start))
            .collect();
        let mut found = error(
            SyntaxErrorKind::Unexpected,
            Span::new(line.span.start, line.start),
            "tabs are not allowed for indentation",
        );
        if !self.tabs_reported {
            found.mend = tabs::mend(self.text, &self.lines);
            self.tabs_reported = true;
        }
        for span in tabbed {
            self.overwrite(span, None);
        }
        (Some(found), Vec::new())
    }

    pub(super) fn stray_bracket(&mut self, at: usize) -> Found {
        let line = self.line_at(at);
        let span = Span::new(at, (at + 1).min(self.text.len()));
        let error = error(
            SyntaxErrorKind::Unclosed,
            span,
            "this bracket closes nothing",
        );
        if at == line.value && line.colon.is_some() {
            let patches = self.broken(Span::new(at, line.end.max(at)));
            return (Some(error), patches);
        }
        self.overwrite(Span::new(at, line.end.max(at)), None);
        (Some(error), Vec::new())
    }

    pub(super) fn directive(&mut self, at: usize) -> Found {
        let last = self.lines.line_of(at);
        let index = (0..=last)
            .find(|&index| {
                let line = self.line(index);
                self.work[line.start..].starts_with('%') && line.indent() == 0
            })
            .unwrap_or(last);
        self.stray(
            index,
            "a line that starts with `%` is a directive, and `---` must follow it",
        )
    }
}
