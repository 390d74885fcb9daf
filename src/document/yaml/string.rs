//! Changes inside one string.

use std::ops::Range;

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeKind, NodeRef, Quote};
use super::place::Layout;
use super::scalar::{escape_into, fits_plain};
use super::style::Style;
use super::{block_scalar, refusal, write};

/// Replaces parts of the decoded text of a string, and only their bytes if that is possible.
pub(super) fn splice(
    layout: Layout<'_>,
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
    let raw = layout.document.slice(node.span());
    if *quote == Quote::Block {
        return in_block(layout, node, &parts, &changed);
    }
    let whole = || {
        let forced = match quote {
            Quote::Bare => Style::near(layout, node.parent().unwrap_or(node)).forced,
            quote => *quote,
        };
        let written = write::string(&changed, *quote, forced, flow);
        Ok(vec![TextEdit::replace(node.span(), written)])
    };
    let stays = match quote {
        Quote::Bare => fits_plain(&changed, flow),
        Quote::Single => write::single_quoted(&changed).is_some(),
        _ => true,
    };
    let Some(map) = offsets(raw, text, *quote).filter(|_| stays) else {
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

/// Replaces parts of a block scalar.
fn in_block(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    parts: &[(Range<usize>, String)],
    changed: &str,
) -> Result<Vec<TextEdit>, EditError> {
    let raw = layout.document.slice(node.span());
    let text = node.as_str().ok_or(EditError::Mismatch)?;
    let breaks = |text: &str| text.contains(|c: char| c.is_control());
    let within_lines = parts
        .iter()
        .all(|(range, new)| !breaks(&text[range.clone()]) && !breaks(new));
    // The blanks at a line's ends say how far it is indented and where it is joined.
    let blank = changed.lines().zip(text.lines()).any(|(new, old)| {
        new.starts_with(' ') != old.starts_with(' ')
            || new.trim().is_empty() != old.trim().is_empty()
    });
    let map = block_scalar::offsets(raw, text).filter(|_| within_lines && !blank);
    let start = node.span().start;
    let edits = map.and_then(|map| {
        let edit = |(range, new): &(Range<usize>, String)| {
            let span = Span::new(start + *map.get(range.start)?, start + *map.get(range.end)?);
            let crosses = layout.document.slice(span).contains(['\n', '\r']);
            (!crosses).then(|| TextEdit::replace(span, new.clone()))
        };
        parts.iter().map(edit).collect::<Option<Vec<_>>>()
    });
    if let Some(edits) = edits {
        return Ok(edits);
    }
    let lines = block_scalar::lines(layout, node, changed).filter(|_| raw.starts_with('|'));
    let lines = lines.ok_or(refusal::FOLDED)?;
    Ok(vec![TextEdit::replace(node.span(), lines)])
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
