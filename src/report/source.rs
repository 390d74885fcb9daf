//! The text of one file, as miette reads it.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::visible::Escaped;
use crate::document::LineIndex;

/// A line longer than this is shown as a window around the label: miette fails beyond column
/// 65,535 and would print a minified file whole.
const LONGEST_LINE: usize = 2000;

/// How many bytes of a long line are shown on each side of the label.
const WINDOW: usize = 60;

/// A file's text with its line index, so that no diagnostic scans the file from its start.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) lines: &'a LineIndex,
    /// The text itself, where `text` is it with what is not seen escaped.
    pub(super) plain: Option<(&'a Escaped, &'a str)>,
}

impl Source<'_> {
    /// How many characters of the file stand between two places of a line.
    fn column(&self, start: usize, end: usize) -> usize {
        let text = match self.plain {
            Some((escaped, plain)) => plain.get(escaped.plain(start)..escaped.plain(end)),
            None => self.text.get(start..end),
        };
        text.map_or(0, |text| text.chars().count())
    }
}

impl SourceCode for Source<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let lines = self.lines;
        let end = (span.offset() + span.len()).min(self.text.len());
        let start = span.offset().min(end);
        let first = lines.line_of(start);
        if before == 0 && after == 0 {
            // What miette asks for the header: the place of the label itself.
            let own = lines.line_span(first, self.text).start;
            return Ok(Box::new(MietteSpanContents::new_named(
                self.name.to_owned(),
                &self.text.as_bytes()[start..end],
                (start, end - start).into(),
                first,
                self.column(own, start),
                1,
            )));
        }
        let last = lines.line_of(end);
        let from = first.saturating_sub(before);
        let to = (last + after).min(lines.len() - 1);
        let mut low = lines.line_span(from, self.text).start;
        let mut high = lines.line_span(to, self.text).end;
        let mut line = from;
        let mut column = 0;
        if high - low > LONGEST_LINE {
            let own = lines.line_span(first, self.text).start;
            low = self.text.floor_char_boundary(start.saturating_sub(WINDOW));
            low = low.max(own);
            high = self
                .text
                .ceil_char_boundary((end + WINDOW).min(self.text.len()));
            high = high.min(self.text.floor_char_boundary(low + LONGEST_LINE));
            line = first;
            column = self.column(own, low);
        }
        let data = &self.text.as_bytes()[low..high];
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            data,
            (low, high - low).into(),
            line,
            column,
            to - from + 1,
        )))
    }
}
