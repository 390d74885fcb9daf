//! Changes inside one string.

use std::ops::Range;

use super::super::Document;
use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeKind, NodeRef, Quote};
use super::scalar::{escape_into, fits_plain};
use super::write;

/// Replaces parts of the decoded text of a string, and only their bytes if that is possible.
pub(super) fn splice(
    document: &Document,
    node: NodeRef<'_>,
    flow: bool,
    mut parts: Vec<(Range<usize>, String)>,
) -> Result<Vec<TextEdit>, EditError> {
    let NodeKind::String { text, quote } = node.kind() else {
        return Err(EditError::Mismatch);
    };
    parts.sort_by_key(|(range, _)| (range.start, range.end));
    if parts.windows(2).any(|pair| pair[1].0.start < pair[0].0.end) {
        return Err(EditError::Overlap);
    }
    let mut changed = text.clone();
    for (range, new) in parts.iter().rev() {
        changed.get(range.clone()).ok_or(EditError::Mismatch)?;
        changed.replace_range(range.clone(), new);
    }
    let whole = || {
        let written = write::string(&changed, *quote, flow);
        Ok(vec![TextEdit::replace(node.span(), written)])
    };
    let stays = match quote {
        Quote::Bare => fits_plain(&changed, flow),
        Quote::Single => write::single_quoted(&changed).is_some(),
        _ => true,
    };
    let Some(map) = offsets(document.slice(node.span()), text, *quote).filter(|_| stays) else {
        return whole();
    };
    let start = node.span().start;
    let edits = parts
        .iter()
        .map(|(range, new)| {
            let span = Span::new(start + *map.get(range.start)?, start + *map.get(range.end)?);
            let mut written = String::new();
            match quote {
                Quote::Double => new.chars().for_each(|c| escape_into(&mut written, c)),
                Quote::Single => written = new.replace('\'', "''"),
                _ => written.clone_from(new),
            }
            Some(TextEdit::replace(span, written))
        })
        .collect::<Option<Vec<_>>>();
    edits.map_or_else(whole, Ok)
}

/// For every byte of the decoded text, and for its end, where it comes from in the raw text;
/// none if the two do not go along simply, as over several lines.
fn offsets(raw: &str, decoded: &str, quote: Quote) -> Option<Vec<usize>> {
    if raw.contains(['\n', '\r']) {
        return None;
    }
    let mut map = Vec::with_capacity(decoded.len() + 1);
    let mut at = match quote {
        Quote::Bare => 0,
        Quote::Single | Quote::Double => 1,
        _ => return None,
    };
    for c in decoded.chars() {
        map.extend(std::iter::repeat_n(at, c.len_utf8()));
        let rest = raw.get(at..)?;
        at += match quote {
            Quote::Single if c == '\'' => 2,
            Quote::Double if rest.starts_with('\\') => match rest.as_bytes().get(1)? {
                b'x' => 4,
                b'u' if c.len_utf16() == 2 => 12,
                b'u' => 6,
                b'U' => 10,
                _ => 1 + rest.chars().nth(1)?.len_utf8(),
            },
            _ if rest.starts_with(c) => c.len_utf8(),
            _ => return None,
        };
    }
    map.push(at);
    let closing = usize::from(quote != Quote::Bare);
    (at + closing == raw.len()).then_some(map)
}
