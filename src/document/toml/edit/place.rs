//! Places in the text: lines and what stands around them.

use super::Editor;
use crate::document::Span;

impl Editor<'_> {
    pub(super) fn newline(&self) -> &'static str {
        self.document.newline.as_str()
    }

    /// The first byte behind a byte order mark.
    fn text_start(&self) -> usize {
        if self.document.byte_order_mark {
            '\u{feff}'.len_utf8()
        } else {
            0
        }
    }

    /// The first byte of the line around `at`, which is not inside a byte order mark.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.slice(0, at);
        before
            .rfind('\n')
            .map_or(self.text_start(), |found| found + 1)
    }

    /// The first byte behind the line around `at`.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let text = &self.document.text;
        let rest = self.slice(at, text.len());
        rest.find('\n').map_or(text.len(), |found| at + found + 1)
    }

    /// The white space at the beginning of the line around `at`.
    pub(super) fn indent(&self, at: usize) -> &str {
        let start = self.line_start(at);
        let line = self.slice(start, self.document.text.len());
        let white = line.len() - line.trim_start_matches([' ', '\t']).len();
        self.slice(start, start + white)
    }

    /// Whether only white space stands before `at` in its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        self.slice(self.line_start(at), at).trim().is_empty()
    }

    /// Whether only white space and a comment stand behind `at` in its line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let rest = self.slice(at, self.line_end(at)).trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    pub(super) fn is_multi_line(&self, start: usize, end: usize) -> bool {
        self.slice(start, end).contains('\n')
    }

    pub(super) fn has_comment(&self, span: Span) -> bool {
        let comments = &self.document.comments;
        let first = comments.partition_point(|comment| comment.span.start < span.start);
        comments
            .get(first)
            .is_some_and(|comment| span.covers(comment.span))
    }

    /// The start of the comment lines right above the line that starts at `at`.
    pub(super) fn above_comments(&self, at: usize) -> usize {
        let mut start = at;
        while start > self.text_start() {
            let previous = self.line_start(start - 1);
            if previous >= start || !self.is_comment_line(previous) {
                break;
            }
            start = previous;
        }
        start
    }

    /// Whether the line that starts at `at` holds nothing but a comment. One inside of a string
    /// may begin with the same sign.
    fn is_comment_line(&self, at: usize) -> bool {
        let sign = at + self.indent(at).len();
        let comments = &self.document.comments;
        comments
            .binary_search_by_key(&sign, |comment| comment.span.start)
            .is_ok()
    }

    /// Where a line comes before the one of `at` and its comments; those that begin the file say
    /// something about all of it.
    pub(super) fn above_own_comments(&self, at: usize) -> usize {
        let line = self.line_start(at);
        let above = self.above_comments(line);
        if above == self.text_start() {
            line
        } else {
            above
        }
    }

    /// `span` with the blank lines that would be too many when it is gone.
    pub(super) fn with_blank_lines(&self, span: Span) -> Span {
        let text = &self.document.text;
        let mut span = span;
        let first = self.text_start();
        let is_blank = |start: usize, end: usize| self.slice(start, end).trim().is_empty();
        let above = if span.start > first {
            self.line_start(span.start - 1)
        } else {
            span.start
        };
        if is_blank(above, span.start) {
            while span.end < text.len() && is_blank(span.end, self.line_end(span.end)) {
                span.end = self.line_end(span.end);
            }
        }
        if span.end == text.len() {
            while span.start > first {
                let above = self.line_start(span.start - 1);
                if !is_blank(above, span.start) {
                    break;
                }
                span.start = above;
            }
        }
        span
    }

    /// `at`, or the end of the deleted lines that it lies within.
    pub(super) fn outside(&self, at: usize) -> usize {
        self.deleted_at(at)
            .filter(|span| span.start < at)
            .map_or(at, |span| span.end)
    }

    /// The deleted lines that the byte at `at` goes with.
    pub(super) fn deleted_at(&self, at: usize) -> Option<Span> {
        let first = self.deleted.partition_point(|span| span.end <= at);
        let span = *self.deleted.get(first)?;
        (span.start <= at).then_some(span)
    }

    /// `lines` as whole lines to be inserted at `at`, which is a line start or the end of the
    /// text.
    pub(super) fn whole_lines(&self, at: usize, lines: &[String]) -> String {
        let newline = self.newline();
        // Where the last line goes, they stand in its place.
        let last = self.deleted.last().filter(|span| span.end == at);
        let start = last.map_or(at, |span| span.start);
        if start < at && at == self.document.text.len() && !self.document.text.ends_with('\n') {
            return lines.join(newline);
        }
        let before = self.slice(0, at).trim_start_matches('\u{feff}');
        let mut text = String::new();
        for line in lines {
            // A file without a last line break keeps going without one.
            if before.is_empty() || before.ends_with('\n') {
                text.push_str(line);
                text.push_str(newline);
            } else {
                text.push_str(newline);
                text.push_str(line);
            }
        }
        text
    }
}
