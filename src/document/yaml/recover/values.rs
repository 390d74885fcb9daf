//! Errors in keys and in scalars.

use super::quoted;
use super::{Found, Recovery, error, mend};
use crate::document::yaml::lines::{self};
use crate::document::yaml::read::{Patched, Stop};
use crate::document::yaml::scalar;
use crate::document::{Span, SyntaxError, SyntaxErrorKind, TextEdit};

impl Recovery<'_> {
    pub(super) fn bad_escape(&mut self, start: usize) -> Found {
        let Some(length) = lines::quoted_end(&self.work[start..]) else {
            return self.unterminated(start);
        };
        let span = Span::new(start, start + length);
        let error = quoted::bad_escape(self.text, span);
        (Some(error), self.broken(span))
    }

    /// A quoted scalar that runs over its line although it should not.
    pub(super) fn unterminated(&mut self, start: usize) -> Found {
        let line = self.line_at(start);
        let end = start + self.work[start..line.span.end].trim_end().len();
        let span = Span::new(start, end.max(start));
        let quote = if self.work[start..].starts_with('\'') {
            "'"
        } else {
            "\""
        };
        let error = SyntaxError {
            kind: SyntaxErrorKind::UnterminatedString,
            span,
            message: format!("the closing `{quote}` of this string is missing"),
            mend: mend(
                "close the string at the end of the line",
                false,
                vec![TextEdit::insert(span.end, quote)],
            ),
        };
        (Some(error), self.broken(span))
    }

    /// Text behind a closing quote; often an earlier quote was never closed.
    pub(super) fn behind_quoted(&mut self, stop: &Stop, at: usize) -> Found {
        let spans = lines::quoted_spans(&self.work, stop.after, at);
        let Some(span) = spans.iter().rev().find(|span| span.end <= at) else {
            return self.stray(
                self.lines.line_of(at),
                "unexpected text behind a closing quote",
            );
        };
        let span = *span;
        if self.lines.line_of(span.start) != self.lines.line_of(span.end) {
            return self.unterminated(span.start);
        }
        let line = self.line_at(at);
        let rest = Span::new(at, line.end.max(at));
        let error = error(
            SyntaxErrorKind::Unexpected,
            rest,
            "unexpected text behind the closing quote",
        );
        let whole = match self.flow_start(stop, at) {
            Some(start) => Span::new(start, self.flow_end(start).0),
            None => Span::new(span.start, line.end.max(span.end)),
        };
        (Some(error), self.broken(whole))
    }

    pub(super) fn control_character(&mut self, at: usize) -> Found {
        // The parser points at the start of a plain scalar.
        let line_end = self.line_at(at).span.end;
        let is_wrong = |c: char| c.is_control() && c != '\t';
        let control = self.work[at..line_end]
            .char_indices()
            .find(|(_, c)| is_wrong(*c));
        let Some((offset, c)) = control else {
            return self.reserved(at);
        };
        // A row of them is one mistake.
        let start = at + offset;
        let row = &self.work[start..line_end];
        let length = row.find(|c: char| !is_wrong(c)).unwrap_or(row.len());
        let span = Span::new(start, start + length);
        self.overwrite(span, None);
        let error = SyntaxError {
            kind: SyntaxErrorKind::ControlCharacter,
            span,
            message: format!("the control character U+{:04X} is not allowed", c as u32),
            mend: mend(
                if length == c.len_utf8() {
                    "remove the control character"
                } else {
                    "remove the control characters"
                },
                false,
                vec![TextEdit::delete(span)],
            ),
        };
        (Some(error), Vec::new())
    }

    pub(super) fn inner_mark(&mut self, at: usize) -> Found {
        let length = '\u{feff}'.len_utf8();
        if !self.work[at..].starts_with('\u{feff}') {
            return self.stray(
                self.lines.line_of(at),
                "a byte order mark stands in the text",
            );
        }
        let span = Span::new(at, at + length);
        self.overwrite(span, None);
        let error = SyntaxError {
            kind: SyntaxErrorKind::InvisibleCharacter,
            span,
            message: "a byte order mark stands in the middle of the text".to_owned(),
            mend: mend(
                "remove the byte order mark",
                true,
                vec![TextEdit::delete(span)],
            ),
        };
        (Some(error), Vec::new())
    }

    /// A plain scalar that starts with a character that cannot start one.
    pub(super) fn reserved(&mut self, at: usize) -> Found {
        let line = self.line_at(at);
        let Some(c) = self.work[at..line.end.max(at)].chars().next() else {
            return self.stray(self.lines.line_of(at), "unexpected character");
        };
        let span = Span::new(at, line.end);
        let error = SyntaxError {
            kind: SyntaxErrorKind::Unexpected,
            span: Span::new(at, at + c.len_utf8()),
            message: format!("a value without quotes must not start with `{c}`"),
            mend: mend("put the value in quotes", true, vec![self.quote(span)]),
        };
        (Some(error), self.broken(span))
    }

    pub(super) fn quote(&self, span: Span) -> TextEdit {
        let span = self.snap(span);
        let text = &self.text[span.start..span.end];
        TextEdit::replace(span, scalar::double_quoted(text))
    }

    /// A colon and a space inside a value, or a key that is indented like the text of a value.
    pub(super) fn second_colon(&mut self, at: usize) -> Found {
        let index = self.lines.line_of(at);
        let line = self.line(index);
        if line.colon.is_some_and(|colon| colon < at) && line.value <= at {
            let span = Span::new(line.value, line.end.max(at + 1));
            let error = SyntaxError {
                kind: SyntaxErrorKind::Unexpected,
                span: Span::new(at, at + 1),
                message: "a value without quotes must not hold a colon and a space".to_owned(),
                mend: mend("put the value in quotes", false, vec![self.quote(span)]),
            };
            return (Some(error), self.broken(span));
        }
        if let Some(above) = self.line_before(index) {
            let line = self.line(above);
            if line.colon.is_none() && !line.is_item() {
                return self.no_colon(line.start);
            }
        }
        self.stray(
            index,
            "this line is indented deeper than the entries beside it",
        )
    }

    /// A line that should be `key: value` but has no colon with a space behind.
    pub(super) fn no_colon(&mut self, at: usize) -> Found {
        let index = self.lines.line_of(at);
        let line = self.line(index);
        let body = Span::new(at, line.end.max(at));
        let text = self.work[body.start..body.end].to_owned();
        if let Some(colon) = text.find(':')
            && colon > 0
            && !text[..colon].contains(char::is_whitespace)
            && !text[colon..].starts_with("://")
        {
            let colon = at + colon;
            let value = Span::new(colon + 1, body.end);
            let error = SyntaxError {
                kind: SyntaxErrorKind::Unexpected,
                span: Span::new(colon, colon + 1),
                message: "expected a space after the colon".to_owned(),
                mend: mend(
                    "insert a space after the colon",
                    true,
                    vec![TextEdit::insert(colon + 1, " ")],
                ),
            };
            return (Some(error), self.spaced(value));
        }
        let mut error = error(
            SyntaxErrorKind::MissingColon,
            body,
            "expected a colon after this key",
        );
        let next = self.next_line(index);
        let has_block = next > index && self.line(next).indent() > line.indent();
        let word = !text.contains(char::is_whitespace) && !text.is_empty();
        if word && has_block {
            error.mend = mend(
                "insert the colon",
                true,
                vec![TextEdit::insert(body.end, ":")],
            );
            let last = body.end - 1;
            if body.len() > 1 && self.work.is_char_boundary(last) {
                // The colon takes the place of the key's last letter.
                self.work.replace_range(last..body.end, ":");
                return (Some(error), vec![(body.start, Patched::Plain(body))]);
            }
        }
        let end = self.block_end(index);
        self.blank_lines(index, end);
        (Some(error), Vec::new())
    }

    /// Makes room for the space that is missing before `value`.
    pub(super) fn spaced(&mut self, value: Span) -> Vec<(usize, Patched)> {
        let text = &self.work[value.start..value.end];
        let plain = scalar::fits_plain(text, false);
        let first = text.chars().next().map_or(0, char::len_utf8);
        self.overwrite(value, Some('x'));
        self.overwrite(Span::new(value.start, value.start + first), None);
        let patched = if plain {
            Patched::Plain(value)
        } else {
            Patched::Broken(value)
        };
        vec![(value.start + first, patched)]
    }
}
