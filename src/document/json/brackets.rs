//! Brackets that are missing, wrong, or one too many.

use super::super::{Mend, Span, SyntaxErrorKind, TextEdit};
use super::lex::Bracket;
use super::parse::{Last, Parser, WrongCloser};
use super::word::shown;

impl Parser<'_> {
    /// A list that another key ends.
    pub(super) fn close_before_key(&mut self, last: Last, value_end: usize) {
        let (closer, pending) = match last {
            Last::Comma(_) => ("]", last),
            _ => ("],", Last::Broken),
        };
        let mend = Mend {
            title: "close the list".to_owned(),
            safe: false,
            edits: vec![TextEdit::insert(value_end, closer)],
        };
        let message = "expected `]` before the next key";
        let at = Span::at(value_end);
        self.report(SyntaxErrorKind::Unclosed, at, message, Some(mend));
        self.end = value_end;
        self.pending = Some(pending);
    }

    /// The text ends inside brackets: one error for all of them.
    pub(super) fn unclosed(&mut self, last: Last) {
        if self.ended || self.stack.is_empty() {
            return;
        }
        self.ended = true;
        let closers: String = self.stack.iter().rev().map(|b| b.closer()).collect();
        let (at, mut edits) = match last {
            Last::Comma(span) => (span.start, vec![TextEdit::delete(span)]),
            _ => (self.end, Vec::new()),
        };
        edits.push(TextEdit::insert(self.end, closers.clone()));
        let disturbed = last == Last::Broken
            || self
                .lexer
                .errors
                .last()
                .is_some_and(|error| error.span.end >= at);
        let mend = Mend {
            title: "add what is missing at the end".to_owned(),
            safe: false,
            edits,
        };
        let message = format!("expected `{}` before the end of the file", shown(&closers));
        let place = Span::at(self.end);
        self.report(
            SyntaxErrorKind::Unclosed,
            place,
            message,
            (!disturbed).then_some(mend),
        );
    }

    /// A closing bracket that does not fit the open one, which needs `expected`.
    pub(super) fn wrong_closer(
        &mut self,
        expected: Bracket,
        span: Span,
        last: Last,
    ) -> WrongCloser {
        let found = match expected {
            Bracket::Brace => Bracket::Square,
            Bracket::Square => Bracket::Brace,
        };
        let text = self.text();
        let surplus = self.surplus.get_or_insert_with(|| surplus_of(text));
        let many = surplus[found as usize] > 0;
        let few = surplus[expected as usize] < 0;
        if many && few {
            surplus[found as usize] -= 1;
            surplus[expected as usize] += 1;
            self.take();
            self.note_trailing(last);
            let mend = Mend {
                title: format!("write `{}`", expected.closer()),
                safe: false,
                edits: vec![TextEdit::replace(span, expected.closer().to_string())],
            };
            let message = format!(
                "expected `{}`, found `{}`",
                expected.closer(),
                found.closer()
            );
            self.report(SyntaxErrorKind::Unclosed, span, message, Some(mend));
            return WrongCloser::Taken;
        }
        if !self.stack.contains(&found) {
            surplus[found as usize] -= 1;
            self.take();
            let mend = Mend {
                title: format!("remove the extra `{}`", found.closer()),
                safe: false,
                edits: vec![TextEdit::delete(span)],
            };
            let message = format!("this `{}` closes nothing", found.closer());
            self.report(SyntaxErrorKind::Unclosed, span, message, Some(mend));
            return WrongCloser::Skipped;
        }
        surplus[expected as usize] += 1;
        let at = match last {
            Last::Comma(comma) => comma.start,
            _ => self.end,
        };
        let edit = TextEdit::replace(Span::new(at, self.end), expected.closer().to_string());
        let mend = Mend {
            title: format!("add the missing `{}`", expected.closer()),
            safe: false,
            edits: vec![edit],
        };
        let message = format!(
            "expected `{}` before this `{}`",
            expected.closer(),
            found.closer()
        );
        self.report(SyntaxErrorKind::Unclosed, Span::at(at), message, Some(mend));
        WrongCloser::Left
    }
}

/// Closing minus opening brackets outside of strings, for braces and for square ones.
fn surplus_of(text: &str) -> [isize; 2] {
    let mut surplus = [0; 2];
    let mut in_string = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => {
                bytes.next();
            }
            b'"' => in_string = !in_string,
            b'\n' => in_string = false,
            _ if in_string => {}
            b'{' => surplus[0] -= 1,
            b'}' => surplus[0] += 1,
            b'[' => surplus[1] -= 1,
            b']' => surplus[1] += 1,
            _ => {}
        }
    }
    surplus
}
