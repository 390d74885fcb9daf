//! What an error of the parser means to a person, and how to read on behind it.
//!
//! The parser stops at its first error. The broken place is then made readable in a copy of the
//! text that keeps every offset, and the copy is read again.

mod flow;
mod layout;
mod quoted;
mod tabs;
mod values;

use granit_parser::ErrorKind;

use super::lines::{self, Line};
use super::read::{Patched, Stop};
use crate::document::edit::TextEdit;
use crate::document::span::{LineIndex, Span};
use crate::document::syntax::{Mend, SyntaxError, SyntaxErrorKind};

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
        let error = error.map(|mut error| {
            error.span = self.snap(error.span);
            for edit in error.mend.iter_mut().flat_map(|mend| &mut mend.edits) {
                edit.span = self.snap(edit.span);
            }
            error
        });
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

    /// Where a patch covers long characters, a place in the copy may lie inside one.
    fn snap(&self, span: Span) -> Span {
        if span.is_empty() {
            return Span::at(self.text.floor_char_boundary(span.start));
        }
        Span::new(
            self.text.floor_char_boundary(span.start),
            self.text.ceil_char_boundary(span.end),
        )
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
}

impl Span {
    /// Whether it holds only white space in `text`.
    fn is_empty_in(self, text: &str) -> bool {
        text[self.start..self.end].trim().is_empty()
    }
}
