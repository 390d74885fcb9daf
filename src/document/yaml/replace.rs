//! One value for another, or for the same one at another place.

use serde_json::Value;

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeKind, NodeRef, Quote};
use super::collection::ONE_PAIR;
use super::edit::Entry;
use super::place::Layout;
use super::write;

/// Replaces a value by lines of block style.
pub(super) fn put_lines(layout: Layout<'_>, node: NodeRef<'_>, lines: &[String]) -> Vec<TextEdit> {
    let newline = layout.newline();
    let join = |indent: &str| layout.join(lines, indent);
    match (node.member(), layout.lead(node)) {
        (Some(member), Some(colon)) => {
            let indent = layout.indent_at(member.key.span.start) + layout.step();
            let text = format!("{newline}{indent}{}", join(&indent));
            behind(layout, colon, node.span(), &text)
        }
        (None, Some(dash)) => {
            let indent = layout.indent_at(dash) + "  ";
            behind(layout, dash, node.span(), &format!(" {}", join(&indent)))
        }
        _ => {
            let indent = layout.indent_at(node.span().start);
            vec![TextEdit::replace(node.span(), join(&indent))]
        }
    }
}

/// Replaces the value at `span` behind a colon or dash by `text`; a comment between them stays
/// behind the new value, or before it if that starts on a line of its own.
fn behind(layout: Layout<'_>, lead: usize, span: Span, text: &str) -> Vec<TextEdit> {
    let gap = &layout.text()[lead + 1..span.start.max(lead + 1)];
    if gap.trim().is_empty() {
        return vec![TextEdit::replace(
            Span::new(lead + 1, span.end.max(lead + 1)),
            text,
        )];
    }
    let line_end = layout.line_end(lead);
    let own_line = text.starts_with(['\n', '\r']);
    let place = if own_line { line_end } else { lead + 1 };
    vec![
        TextEdit::insert(place, text),
        TextEdit::delete(Span::new(line_end, span.end.max(line_end))),
    ]
}

/// Replaces a value by another one that is not a collection of the same kind.
pub(super) fn replace(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    value: &Value,
) -> Result<Vec<TextEdit>, EditError> {
    let parent = node.parent();
    let in_flow = layout.in_flow(node);
    let quote = match (node.kind(), parent) {
        (NodeKind::String { quote, .. }, _) => *quote,
        (_, Some(parent)) if in_flow => layout.flow_quote(parent),
        _ => Quote::Bare,
    };
    let span = node.span();
    let nested = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => {
            let simple = items
                .iter()
                .all(|item| !item.is_object() && !item.is_array());
            let in_list = parent.is_some_and(|parent| parent.is_array());
            !items.is_empty() && (!simple || !in_list)
        }
        _ => false,
    };
    if nested && !in_flow {
        return Ok(put_lines(layout, node, &write::block(value, layout.step())));
    }
    let text = write::inline(value, quote, in_flow);
    let lead = layout.lead(node);
    if in_flow {
        return match (span.is_empty(), lead) {
            (false, _) => Ok(vec![TextEdit::replace(span, text)]),
            (true, Some(_)) if node.member().is_some() => {
                let rest = &layout.text()[span.start..];
                let white = rest.len() - rest.trim_start_matches(' ').len();
                let white = if rest[white..].starts_with([',', '}']) {
                    white
                } else {
                    0
                };
                let place = Span::new(span.start, span.start + white);
                Ok(vec![TextEdit::replace(place, format!(" {text}"))])
            }
            (true, _) if node.member().is_some() => {
                Ok(vec![TextEdit::insert(span.start, format!(": {text}"))])
            }
            _ => Err(ONE_PAIR),
        };
    }
    let block_collection =
        matches!(node.kind(), NodeKind::Object(_) | NodeKind::Array(_)) && !layout.is_flow(node);
    match lead {
        Some(lead) if span.is_empty() || (block_collection && !layout.is_inline(span.start)) => {
            Ok(behind(layout, lead, span, &format!(" {text}")))
        }
        None if span.is_empty() => Err(EditError::Unsupported(
            "a YAML key without a colon cannot get a value",
        )),
        _ => Ok(vec![TextEdit::replace(span, text)]),
    }
}

fn ends_with_block_scalar(value: NodeRef<'_>) -> bool {
    let mut last = value;
    while let Some(inner) = last
        .entries()
        .map(|(_, value)| value)
        .chain(last.items())
        .last()
    {
        last = inner;
    }
    matches!(
        last.kind(),
        NodeKind::String {
            quote: Quote::Block,
            ..
        }
    )
}

/// The bytes of a member under another name, for another place.
pub(super) fn moved(
    layout: Layout<'_>,
    parent: NodeRef<'_>,
    value: NodeRef<'_>,
    name: &str,
) -> Result<Entry, EditError> {
    let member = value.member().ok_or(EditError::Mismatch)?;
    let text = layout.text();
    let flow = layout.is_flow(parent) || layout.in_flow(parent);
    let key = write::string(name, Quote::Bare, false);
    let body = Span::new(member.key.span.end, member.span.end);
    let one_line = !text[body.start..body.end].contains('\n');
    if flow {
        if !one_line || !text[body.start..].trim_start().starts_with(':') {
            return Err(EditError::Unsupported(
                "a YAML value over several lines between brackets cannot be moved",
            ));
        }
        let rest = text[body.start..body.end].trim_start();
        let rest = rest[1..].trim_start();
        return Ok(Entry::Moved {
            lines: vec![format!("{key}: {rest}").trim_end().to_owned()],
            flow: Some(format!(
                "{}: {rest}",
                write::string(name, member.key.quote, true)
            )),
            open_end: false,
        });
    }
    let end = layout.line_end(member.span.end);
    let width = layout.indent_at(member.key.span.start).len();
    let mut lines = Vec::new();
    for (index, line) in text[body.start..end].split('\n').enumerate() {
        let line = line.trim_end_matches('\r');
        if index == 0 {
            lines.push(format!("{key}{line}"));
        } else if line.len() <= width && line.trim().is_empty() {
            lines.push(String::new());
        } else if line.len() >= width && line.bytes().take(width).all(|byte| byte == b' ') {
            lines.push(line[width..].to_owned());
        } else {
            return Err(EditError::Unsupported(
                "a line of this YAML value is indented less than its key",
            ));
        }
    }
    Ok(Entry::Moved {
        lines,
        flow: None,
        open_end: ends_with_block_scalar(value),
    })
}

/// Puts a mapping with one key around a value.
pub(super) fn wrap(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    key: &str,
) -> Result<Vec<TextEdit>, EditError> {
    let span = node.span();
    let text = layout.text();
    let in_flow = layout.in_flow(node);
    let collection = node.is_object() || node.is_array();
    if collection && !layout.is_flow(node) {
        if in_flow {
            return Err(ONE_PAIR);
        }
        let same_column = node.parent().is_some_and(|parent| {
            !layout.is_inline(span.start)
                && layout.indent_at(parent.span().start) == layout.indent_at(span.start)
        });
        if same_column {
            return Err(EditError::Unsupported(
                "a YAML list at the column of its key cannot be wrapped",
            ));
        }
        let (step, newline) = (layout.step(), layout.newline());
        let indent = layout.indent_at(span.start);
        let name = write::string(key, Quote::Bare, false);
        let mut edits = vec![TextEdit::insert(
            span.start,
            format!("{name}:{newline}{indent}{step}"),
        )];
        let mut at = layout.next_line(span.start);
        while at < span.end {
            if layout.line_end(at) > at {
                edits.push(TextEdit::insert(at, step));
            }
            at = layout.next_line(at);
        }
        return Ok(edits);
    }
    let quote = if in_flow {
        node.parent()
            .map_or(Quote::Bare, |parent| layout.flow_quote(parent))
    } else if layout.is_flow(node) {
        layout.flow_quote(node)
    } else {
        Quote::Bare
    };
    let plain_fits = match node.kind() {
        NodeKind::String {
            text,
            quote: Quote::Bare,
        } => super::scalar::fits_plain(text, true),
        _ => !span.is_empty(),
    };
    if !plain_fits || text[span.start..span.end].contains('\n') && !layout.is_flow(node) {
        return Err(EditError::Unsupported("this YAML value cannot be wrapped"));
    }
    Ok(vec![
        TextEdit::insert(
            span.start,
            format!("{{{}: ", write::string(key, quote, true)),
        ),
        TextEdit::insert(span.end, "}"),
    ])
}
