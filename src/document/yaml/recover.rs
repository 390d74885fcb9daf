//! What an error of the parser means to a person, and how to read on behind it.
//!
//! The parser stops at its first error. The broken place is then made readable in a copy of the
//! text that keeps every offset, and the copy is read again.

use granit_parser::ErrorKind;

use super::super::edit::TextEdit;
use super::super::span::{LineIndex, Span};
use super::super::syntax::{Mend, SyntaxError, SyntaxErrorKind};
use super::lines::{self, Line};
use super::quoted;
use super::read::{Patched, Stop};
use super::scalar;
use super::tabs;

/// An error, and the places that were patched to read on: none when nothing is left to patch.
pub(super) struct Diagnosis {
    pub(super) error: Option<SyntaxError>,
    pub(super) patch: Option<Vec<(usize, Patched)>>,
}

/// The copy of the text that is patched.
pub(super) struct Recovery<'t> {
    text: &'t str,
    work: String,
    lines: LineIndex,
    /// The end of the last lines that were blanked: what follows may only look wrong.
    blanked_to: Option<usize>,
    tabs_reported: bool,
}

pub(super) fn error(kind: SyntaxErrorKind, span: Span, message: impl Into<String>) -> SyntaxError {
    SyntaxError {
        kind,
        span,
        message: message.into(),
        mend: None,
    }
}

pub(super) fn mend(title: &str, safe: bool, edits: Vec<TextEdit>) -> Option<Mend> {
    Some(Mend {
        title: title.to_owned(),
        safe,
        edits,
    })
}

type Found = (Option<SyntaxError>, Vec<(usize, Patched)>);

impl<'t> Recovery<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            work: text.to_owned(),
            lines: LineIndex::new(text),
            blanked_to: None,
            tabs_reported: false,
        }
    }

    /// The patched copy.
    pub(super) fn work(&self) -> &str {
        &self.work
    }

    pub(super) fn diagnose(&mut self, stop: &Stop) -> Diagnosis {
        let before = self.work.clone();
        let (error, patches) = self.explain(stop);
        if self.work != before {
            return Diagnosis {
                error,
                patch: Some(patches),
            };
        }
        // Nothing changed, so the next reading would stop here again.
        let mut index = self.lines.line_of(stop.offset.min(self.text.len()));
        while index > 0 && self.line(index).span.is_empty_in(&self.work) {
            index -= 1;
        }
        let line = self.line(index);
        self.overwrite(line.span, None);
        Diagnosis {
            error,
            patch: (self.work != before).then_some(patches),
        }
    }

    fn explain(&mut self, stop: &Stop) -> Found {
        use ErrorKind as K;
        let at = self.work.floor_char_boundary(stop.offset);
        match &stop.kind {
            K::UnknownQuotedScalarEscape
            | K::InvalidQuotedScalarHexEscape
            | K::InvalidLowSurrogateHexEscape
            | K::InvalidLowSurrogate
            | K::MissingLowSurrogate
            | K::UnpairedLowSurrogate
            | K::InvalidUnicodeEscape => return self.bad_escape(at),
            K::UnclosedQuotedScalar => return self.unterminated(at),
            K::InvalidTrailingDoubleQuotedScalar | K::InvalidTrailingSingleQuotedScalar => {
                return self.behind_quoted(stop, at);
            }
            K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar => {
                let spans = lines::quoted_spans(&self.work, stop.after, at);
                if let Some(span) = spans.last() {
                    return self.unterminated(span.start);
                }
            }
            K::UnexpectedCharacter { character } if character.is_control() => {
                return self.control_character(at);
            }
            K::BomInsideDocument => return self.inner_mark(at),
            K::UnexpectedCharacter { .. } if stop.flow.is_none() => return self.reserved(at),
            _ => {}
        }
        if let Some(found) = self.white_space(at) {
            return found;
        }
        if matches!(stop.kind, K::RecursionLimitExceeded) {
            return self.too_deep(stop, at);
        }
        if let Some(start) = self.flow_start(stop, at) {
            return self.in_flow(stop, start, at);
        }
        match &stop.kind {
            K::MappingValueNotAllowed => self.second_colon(at),
            K::SimpleKeyExpected | K::InvalidSimpleKey => self.no_colon(at),
            K::MisplacedFlowCollectionEnd => self.stray_bracket(at),
            K::CommentInterceptedScalar => {
                let index = self.next_line(self.lines.line_of(at));
                let message = "this line goes on with a value that a comment ended";
                self.stray(index, message)
            }
            K::ExpectedDocumentStart
            | K::MissingDocumentEndBeforeDirective
            | K::DuplicateVersionDirective
            | K::InvalidDirectiveName
            | K::MissingDirectiveName
            | K::MissingYamlVersion => self.directive(at),
            K::ExpectedBlockMappingKey if self.line_at(at).is_item() => {
                let message = "a list item stands where a key is expected";
                self.stray(self.lines.line_of(at), message)
            }
            K::ExpectedBlockMappingKey | K::InvalidIndentation => {
                let message = "the indentation of this line fits no line above it";
                self.stray(self.lines.line_of(at), message)
            }
            K::ExpectedBlockSequenceEntry => {
                let message = "expected `- `: the entries above are list items";
                self.stray(self.lines.line_of(at), message)
            }
            kind => {
                let message = kind.to_string();
                self.stray(self.lines.line_of(at), &message)
            }
        }
    }

    fn line(&self, index: usize) -> Line {
        lines::line(&self.work, &self.lines, index)
    }

    fn line_at(&self, at: usize) -> Line {
        self.line(self.lines.line_of(at))
    }

    /// The next line that is not blank, or the last one.
    fn next_line(&self, index: usize) -> usize {
        (index + 1..self.lines.len())
            .find(|&next| !self.line(next).is_blank())
            .unwrap_or(index)
    }

    fn line_before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&next| !self.line(next).is_blank())
    }

    /// Puts spaces over `span`, or `x` on its first line; line breaks stay.
    fn overwrite(&mut self, span: Span, fill: Option<char>) {
        let mut cover = String::with_capacity(span.len());
        let mut fill = fill.unwrap_or(' ');
        for c in self.work[span.start..span.end].chars() {
            if matches!(c, '\n' | '\r') {
                cover.push(c);
                fill = ' ';
            } else {
                cover.extend(std::iter::repeat_n(fill, c.len_utf8()));
            }
        }
        self.work.replace_range(span.start..span.end, &cover);
    }

    fn broken(&mut self, span: Span) -> Vec<(usize, Patched)> {
        self.overwrite(span, Some('x'));
        vec![(span.start, Patched::Broken(span))]
    }

    /// The lines that belong to line `index`: deeper ones, and list items right under a key.
    fn block_end(&self, index: usize) -> usize {
        let head = self.line(index);
        let takes_items = head.colon.is_some() && head.value >= head.end && !head.is_item();
        (index + 1..self.lines.len())
            .find(|&next| {
                let line = self.line(next);
                let deeper = line.indent() > head.indent()
                    || (takes_items && line.indent() == head.indent() && line.is_item());
                !line.is_blank() && !deeper
            })
            .unwrap_or(self.lines.len())
    }

    fn blank_lines(&mut self, from: usize, to: usize) {
        let span = Span::new(
            self.line(from).span.start,
            self.lines
                .line_span(to.saturating_sub(1).max(from), self.text)
                .end,
        );
        self.overwrite(span, None);
        self.blanked_to = Some(to);
    }

    /// A line that stands where it cannot, with all that belongs to it.
    fn stray(&mut self, mut index: usize, message: &str) -> Found {
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

    fn bad_escape(&mut self, start: usize) -> Found {
        let Some(length) = lines::quoted_end(&self.work[start..]) else {
            return self.unterminated(start);
        };
        let span = Span::new(start, start + length);
        let error = quoted::bad_escape(self.text, span);
        (Some(error), self.broken(span))
    }

    /// A quoted scalar that runs over its line although it should not.
    fn unterminated(&mut self, start: usize) -> Found {
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
    fn behind_quoted(&mut self, stop: &Stop, at: usize) -> Found {
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

    fn control_character(&mut self, at: usize) -> Found {
        // The parser points at the start of a plain scalar.
        let line_end = self.line_at(at).span.end;
        let control = self.work[at..line_end]
            .char_indices()
            .find(|(_, c)| c.is_control() && *c != '\t');
        let Some((offset, c)) = control else {
            return self.reserved(at);
        };
        let span = Span::new(at + offset, at + offset + c.len_utf8());
        self.overwrite(span, None);
        let error = SyntaxError {
            kind: SyntaxErrorKind::ControlCharacter,
            span,
            message: format!("the control character U+{:04X} is not allowed", c as u32),
            mend: mend(
                "remove the control character",
                false,
                vec![TextEdit::delete(span)],
            ),
        };
        (Some(error), Vec::new())
    }

    fn inner_mark(&mut self, at: usize) -> Found {
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
    fn reserved(&mut self, at: usize) -> Found {
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

    fn quote(&self, span: Span) -> TextEdit {
        TextEdit::replace(
            span,
            scalar::double_quoted(&self.text[span.start..span.end]),
        )
    }

    /// Tabs and invisible characters in the indentation around an error are its cause.
    fn white_space(&mut self, at: usize) -> Option<Found> {
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

    fn tabs(&mut self, index: usize) -> Found {
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

    /// A colon and a space inside a value, or a key that is indented like the text of a value.
    fn second_colon(&mut self, at: usize) -> Found {
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
    fn no_colon(&mut self, at: usize) -> Found {
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
    fn spaced(&mut self, value: Span) -> Vec<(usize, Patched)> {
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

    fn stray_bracket(&mut self, at: usize) -> Found {
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

    fn directive(&mut self, at: usize) -> Found {
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

    fn too_deep(&mut self, stop: &Stop, at: usize) -> Found {
        let found = error(
            SyntaxErrorKind::TooDeep,
            Span::new(
                at,
                self.text.ceil_char_boundary((at + 1).min(self.text.len())),
            ),
            format!("nested deeper than {} levels", super::super::MAX_DEPTH),
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
    fn flow_start(&self, stop: &Stop, at: usize) -> Option<usize> {
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
    fn flow_end(&self, start: usize) -> (usize, lines::Brackets) {
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

    fn in_flow(&mut self, stop: &Stop, start: usize, at: usize) -> Found {
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

    fn inside_brackets(&self, stop: &Stop, at: usize) -> SyntaxError {
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

impl Span {
    /// Whether it holds only white space in `text`.
    fn is_empty_in(self, text: &str) -> bool {
        text[self.start..self.end].trim().is_empty()
    }
}
