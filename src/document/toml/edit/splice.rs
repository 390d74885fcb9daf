//! Parts of strings.

use std::ops::Range;

use super::Editor;
use crate::document::toml::strings::{self, Decoded};
use crate::document::{EditError, NodeId, NodeKind, Quote, Span, TextEdit};

impl Editor<'_> {
    pub(super) fn splice(&mut self) -> Result<(), EditError> {
        for (node, mut splices) in std::mem::take(&mut self.splices) {
            splices.sort_by_key(|(range, _)| (range.start, range.end));
            if splices
                .windows(2)
                .any(|pair| pair[1].0.start < pair[0].0.end)
            {
                return Err(EditError::Overlap);
            }
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
        if literal && !splices.iter().all(|(_, new)| strings::fits_literal(new)) {
            let mut whole = text.clone();
            for (range, new) in splices.iter().rev() {
                whole.replace_range(range.clone(), new);
            }
            let whole = strings::quoted(&whole, Some(Quote::Double));
            self.edits.push(TextEdit::replace(span, whole));
            return Ok(());
        }
        let decoded = strings::decode(self.slice(span.start, span.end));
        for (range, new) in splices {
            let raw = raw_range(&decoded, range).ok_or(EditError::Mismatch)?;
            let raw = Span::new(span.start + raw.start, span.start + raw.end);
            let new = if literal {
                (*new).to_owned()
            } else {
                strings::escape(new)
            };
            self.edits.push(TextEdit::replace(raw, new));
        }
        Ok(())
    }
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
