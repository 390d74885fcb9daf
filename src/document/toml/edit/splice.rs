//! Parts of strings.

use std::ops::Range;

use super::Editor;
use crate::document::edit::apply;
use crate::document::toml::lex::Tokens;
use crate::document::toml::strings::{self, Decoded};
use crate::document::{EditError, NodeId, NodeKind, Quote, Span, TextEdit};

impl Editor<'_> {
    pub(super) fn splice(&mut self) -> Result<(), EditError> {
        for (node, mut splices) in std::mem::take(&mut self.splices) {
            splices.sort_by_key(|(range, _)| (range.start, range.end));
            self.splice_string(node, &splices)?;
        }
        Ok(())
    }

    fn splice_string(
        &mut self,
        node: NodeId,
        splices: &[(Range<usize>, &str)],
    ) -> Result<(), EditError> {
        let node = self.node(node);
        let NodeKind::String { text, quote } = node.kind() else {
            return Err(EditError::Mismatch);
        };
        if splices
            .iter()
            .any(|(range, _)| text.get(range.clone()).is_none())
        {
            return Err(EditError::Mismatch);
        }
        let span = node.span();
        let literal = matches!(quote, Quote::Single | Quote::MultilineSingle);
        let mut whole = text.clone();
        for (range, new) in splices.iter().rev() {
            whole.replace_range(range.clone(), new);
        }
        let fits = !literal || splices.iter().all(|(_, new)| strings::fits_literal(new));
        let token = self.slice(span.start, span.end);
        let decoded = strings::decode(token);
        let mut edits = Vec::new();
        for (range, new) in splices {
            let raw = raw_range(&decoded, range).ok_or(EditError::Mismatch)?;
            let new = if literal {
                (*new).to_owned()
            } else {
                strings::escape(new)
            };
            edits.push(TextEdit::replace(raw, new));
        }
        let long = matches!(quote, Quote::MultilineDouble | Quote::MultilineSingle);
        if !fits || long && !says(&apply(token, &edits)?, token, &whole) {
            let whole = strings::quoted(&whole, Some(Quote::Double));
            self.edits.push(TextEdit::replace(span, whole));
            return Ok(());
        }
        for edit in edits {
            let raw = Span::new(span.start + edit.span.start, span.start + edit.span.end);
            self.edits.push(TextEdit::replace(raw, edit.text));
        }
        Ok(())
    }
}

/// Whether a string of several lines, changed from `old`, says `text`: quotes that come together
/// can close it, and the first line break in it and blanks behind a backslash do not count.
fn says(token: &str, old: &str, text: &str) -> bool {
    let decoded = strings::decode(token);
    let is_one = Tokens::new(token).bump().span.len() == token.len();
    let bare = |token: &str| token.matches('\n').count() - token.matches("\r\n").count();
    is_one && decoded.is_whole() && decoded.text == text && bare(token) <= bare(old)
}

fn raw_range(decoded: &Decoded, range: &Range<usize>) -> Option<Span> {
    let start = decoded.raw_offset(range.start, false)?;
    let end = if range.is_empty() {
        start
    } else {
        decoded.raw_offset(range.end, true)?
    };
    Some(Span::new(start, end))
}
