//! Errors between brackets.

use granit_parser::ErrorKind;

use super::{Found, Recovery, error, mend};
use crate::document::yaml::lines::{self};
use crate::document::yaml::read::Stop;
use crate::document::{Span, SyntaxError, SyntaxErrorKind, TextEdit};

impl Recovery<'_> {
    pub(super) fn too_deep(&mut self, stop: &Stop, at: usize) -> Found {
        let found = error(
            SyntaxErrorKind::TooDeep,
            Span::new(
                at,
                self.text.ceil_char_boundary((at + 1).min(self.text.len())),
            ),
            format!("nested deeper than {} levels", crate::document::MAX_DEPTH),
        );
        let patches = match self.flow_start(stop, at) {
            Some(start) => {
                let end = self.flow_end(start).0;
                self.broken(Span::new(start, end))
            }
            None => {
                let index = self.lines.line_of(at);
                let end = self.block_end(index);
                self.blank_lines(index, end);
                Vec::new()
            }
        };
        (Some(found), patches)
    }

    /// The start of the outermost flow collection around an error.
    pub(super) fn flow_start(&self, stop: &Stop, at: usize) -> Option<usize> {
        if stop.flow.is_some() {
            return stop.flow;
        }
        let quoted = lines::quoted_spans(&self.work, stop.after, at);
        let bytes = self.work.as_bytes();
        (stop.after..=at).find(|&offset| {
            matches!(bytes.get(offset), Some(b'[' | b'{'))
                && !quoted.iter().any(|span| span.contains(offset))
                && lines::starts_token(offset.checked_sub(1).map(|before| bytes[before]))
                && lines::match_brackets(&self.work, offset, self.work.len()).end > at
        })
    }

    /// Where the flow collection at `start` ends: at its bracket, or before the next line that
    /// is an entry of the block around it.
    pub(super) fn flow_end(&self, start: usize) -> (usize, lines::Brackets) {
        let index = self.lines.line_of(start);
        let head = self.line(index);
        let limit = if head.start == start && head.indent() == 0 {
            self.work.len()
        } else {
            (index + 1..self.lines.len())
                .map(|next| self.line(next))
                .find(|line| {
                    !line.is_blank()
                        && line.indent() <= head.indent()
                        && !self.work[line.start..].starts_with([']', '}', ','])
                })
                .map_or(self.work.len(), |line| line.span.start)
        };
        let brackets = lines::match_brackets(&self.work, start, limit);
        let end = start + self.work[start..brackets.end].trim_end().len();
        (end, brackets)
    }

    pub(super) fn in_flow(&mut self, stop: &Stop, start: usize, at: usize) -> Found {
        let (end, brackets) = self.flow_end(start);
        let found = if let Some((wrong, right)) = brackets.wrong {
            let span = Span::new(wrong, wrong + 1);
            SyntaxError {
                kind: SyntaxErrorKind::Unclosed,
                span,
                message: format!("expected `{right}` here: the brackets do not match"),
                mend: mend(
                    "use the bracket that fits",
                    false,
                    vec![TextEdit::replace(span, right)],
                ),
            }
        } else if let Some(&open) = brackets.open.last() {
            let closers: String = brackets
                .open
                .iter()
                .rev()
                .map(|&open| {
                    if self.work[open..].starts_with('{') {
                        '}'
                    } else {
                        ']'
                    }
                })
                .collect();
            let last_line = self.line_at(end.saturating_sub(1).max(start));
            let place = last_line.end.clamp(start + 1, end);
            let one_line = self.lines.line_of(start) == self.lines.line_of(end);
            SyntaxError {
                kind: SyntaxErrorKind::Unclosed,
                span: Span::new(open, open + 1),
                message: format!("this `{}` is never closed", &self.work[open..=open]),
                mend: mend(
                    "close the bracket",
                    one_line,
                    vec![TextEdit::insert(place, closers)],
                ),
            }
        } else {
            self.inside_brackets(stop, at.clamp(start, end))
        };
        (Some(found), self.broken(Span::new(start, end)))
    }

    pub(super) fn inside_brackets(&self, stop: &Stop, at: usize) -> SyntaxError {
        use ErrorKind as K;
        let next = self.work[at..].chars().next();
        let span = Span::new(at, at + next.map_or(0, char::len_utf8));
        let before = self.work[..at].trim_end();
        let comma = match next {
            Some(',') => Some(span),
            _ if before.ends_with(',') => Some(Span::new(before.len() - 1, before.len())),
            _ => None,
        };
        match (&stop.kind, comma) {
            (K::ExpectedFlowMappingSeparator | K::ExpectedFlowSequenceSeparator, None) => error(
                SyntaxErrorKind::MissingComma,
                Span::at(at),
                "expected a comma or a closing bracket",
            ),
            (_, Some(comma)) => SyntaxError {
                kind: SyntaxErrorKind::ExtraComma,
                span: comma,
                message: "there is no value beside this comma".to_owned(),
                mend: mend("remove the comma", true, vec![TextEdit::delete(comma)]),
            },
            (K::UnexpectedCharacter { character }, None) => error(
                SyntaxErrorKind::Unexpected,
                span,
                format!("a value without quotes must not start with `{character}`"),
            ),
            (kind, None) => error(SyntaxErrorKind::Unexpected, span, kind.to_string()),
        }
    }
}
