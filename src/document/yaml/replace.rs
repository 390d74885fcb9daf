//! One value for another, or for the same one at another place.

use serde_json::{Value, json};

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeKind, NodeRef, Quote};
use super::place::Layout;
use super::plan::Entry;
use super::scalar::fits_plain;
use super::style::Style;
use super::{block_scalar, refusal, write};

/// Replaces a value by the lines of a collection in block style.
pub(super) fn put_lines(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    lines: &[String],
    style: &Style,
    list: bool,
) -> Result<Vec<TextEdit>, EditError> {
    let newline = layout.newline();
    let join = |indent: &str| layout.join(lines, indent);
    if layout.has_property(node) {
        return Err(refusal::MARKED);
    }
    let span = node.span();
    let line_end = layout.line_end(span.end);
    let commented = layout.text()[span.end..line_end]
        .trim_start()
        .starts_with('#');
    match (node.member(), layout.lead(node)) {
        (Some(member), Some(colon)) => {
            let step = if list { style.list } else { style.step };
            let indent = layout.indent_at(member.key.span.start) + &" ".repeat(step);
            let text = format!("{newline}{indent}{}", join(&indent));
            let gap = Span::new(colon + 1, span.start.max(colon + 1));
            if commented && layout.comment_in(gap).is_none() {
                // The comment behind the value stays behind the key.
                return Ok(vec![
                    TextEdit::delete(Span::new(gap.start, span.end.max(gap.start))),
                    TextEdit::insert(line_end, text),
                ]);
            }
            Ok(behind(layout, colon, span, &text))
        }
        (None, Some(dash)) => {
            let gap = " ".repeat(style.gap);
            let indent = layout.indent_at(dash) + " " + &gap;
            let (text, rest) = around_comment(layout, lines, &indent, commented)?;
            let mut edits = behind(layout, dash, span, &format!("{gap}{text}"));
            edits.push(TextEdit::insert(line_end, rest));
            Ok(edits)
        }
        _ if node.parent().is_some() => Err(refusal::EXPLICIT_KEY),
        // Behind `---` no mapping may start.
        _ if layout.is_inline(span.start) => {
            let before = layout.text()[..span.start].trim_end().len();
            let text = format!("{newline}{}", join(""));
            let place = Span::new(before, span.end);
            if commented {
                return Ok(vec![
                    TextEdit::delete(place),
                    TextEdit::insert(line_end, text),
                ]);
            }
            Ok(vec![TextEdit::replace(place, text)])
        }
        _ => {
            let indent = layout.indent_at(span.start);
            let (text, rest) = around_comment(layout, lines, &indent, commented)?;
            Ok(vec![
                TextEdit::replace(span, text),
                TextEdit::insert(line_end, rest),
            ])
        }
    }
}

/// The lines before and behind a comment that stands behind the value that they replace.
fn around_comment(
    layout: Layout<'_>,
    lines: &[String],
    indent: &str,
    commented: bool,
) -> Result<(String, String), EditError> {
    if !commented || lines.len() < 2 {
        let has_comment = |line: &String| line.contains(" #");
        if commented && lines.iter().any(has_comment) {
            return Err(refusal::COMMENT);
        }
        return Ok((layout.join(lines, indent), String::new()));
    }
    if lines[0].contains(" #") {
        return Err(refusal::COMMENT);
    }
    let newline = layout.newline();
    let rest = layout.join(&lines[1..], indent);
    Ok((lines[0].clone(), format!("{newline}{indent}{rest}")))
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
    // What stands on lines of its own before the value stays there.
    let from = if own_line {
        layout.text()[..span.start].trim_end().len().max(line_end)
    } else {
        line_end
    };
    vec![
        TextEdit::insert(place, text),
        TextEdit::delete(Span::new(from, layout.line_end(span.end).max(from))),
    ]
}

/// Whether `value` has no filled collections in it.
fn is_simple(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.values().any(write::is_nested),
        Value::Array(items) => !items.iter().any(write::is_nested),
        _ => true,
    }
}

/// Replaces a value by another one that is not a collection of the same kind.
pub(super) fn replace(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    value: &Value,
) -> Result<Vec<TextEdit>, EditError> {
    let in_flow = layout.in_flow(node);
    let style = Style::near(layout, node.parent().unwrap_or(node));
    let style = match node.kind() {
        NodeKind::String {
            quote: quote @ (Quote::Bare | Quote::Single | Quote::Double),
            ..
        } => style.quoting(*quote),
        _ => style,
    };
    let span = node.span();
    let filled = !node.members().is_empty() || node.items().len() > 0;
    let was_flow = layout.is_flow(node) && filled;
    let key = node.member().map(|member| member.key.text.as_str());
    let quote = key.map_or(style.string, |key| {
        style.quote_behind(key, value, style.string)
    });
    let in_list = node.parent().is_some_and(|parent| parent.is_array());
    let brackets = in_flow
        || style.wants_brackets(key, value)
        || was_flow && is_simple(value)
        || in_list && value.is_array() && is_simple(value);
    if write::is_nested(value) && !brackets {
        let lines = write::block(value, &style, quote);
        return put_lines(layout, node, &lines, &style, value.is_array());
    }
    let mut text = write::inline(value, &style, quote, in_flow);
    if let NodeKind::String {
        quote: Quote::Block,
        ..
    } = node.kind()
    {
        if let Some(lines) = value
            .as_str()
            .and_then(|new| block_scalar::lines(layout, node, new))
        {
            text = lines;
        } else if let Some(comment) = layout.comment_in(span) {
            text = format!("{text} {}", layout.document.slice(comment));
        }
        return Ok(vec![TextEdit::replace(span, text)]);
    }
    let lead = layout.lead(node);
    if in_flow {
        return match (span.is_empty(), lead) {
            (false, _) => Ok(vec![TextEdit::replace(span, text)]),
            (true, _) if layout.has_property(node) => Err(refusal::MARKED),
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
            _ => Err(refusal::ONE_PAIR),
        };
    }
    let block_collection = filled && !layout.is_flow(node);
    match lead {
        Some(lead) if span.is_empty() || (block_collection && !layout.is_inline(span.start)) => {
            if layout.has_property(node) {
                return Err(refusal::MARKED);
            }
            Ok(behind(layout, lead, span, &format!(" {text}")))
        }
        None if span.is_empty() && node.parent().is_some() => Err(refusal::NO_COLON),
        None if span.is_empty() => Err(refusal::NO_VALUE),
        _ => Ok(vec![TextEdit::replace(span, text)]),
    }
}

/// The last scalar in a value.
pub(super) fn last_leaf(value: NodeRef<'_>) -> NodeRef<'_> {
    let mut last = value;
    while let Some(inner) = last
        .entries()
        .map(|(_, value)| value)
        .next_back()
        .or_else(|| last.items().next_back())
    {
        last = inner;
    }
    last
}

/// The bytes of a member under another name, for the end of `object`.
pub(super) fn moved(
    layout: Layout<'_>,
    parent: NodeRef<'_>,
    value: NodeRef<'_>,
    object: NodeRef<'_>,
    name: &str,
) -> Result<Entry, EditError> {
    let member = value.member().ok_or(EditError::Mismatch)?;
    let text = layout.text();
    let flow = layout.is_flow(parent) || layout.in_flow(parent);
    let style = Style::near(layout, object);
    let key = |flow: bool| {
        let raw = layout.document.slice(member.key.span);
        let quoted = matches!(member.key.quote, Quote::Single | Quote::Double);
        if name == member.key.text && (quoted || fits_plain(name, flow)) {
            raw.to_owned()
        } else {
            write::key(name, &style, flow)
        }
    };
    let body = Span::new(member.key.span.end, member.span.end);
    let raw = &text[body.start..body.end];
    let one_line = !raw.contains(['\n', '\r']);
    // What stands between brackets, if it can.
    let fits_brackets = match value.kind() {
        NodeKind::String {
            text,
            quote: Quote::Bare,
        } => flow || fits_plain(text, true),
        NodeKind::Object(_) | NodeKind::Array(_) => layout.is_flow(value),
        NodeKind::Opaque { .. } => flow,
        _ => true,
    };
    let between = (one_line && fits_brackets)
        .then(|| raw.trim_start().strip_prefix(':'))
        .flatten()
        .map(|rest| {
            format!("{}: {}", key(true), rest.trim_start())
                .trim_end()
                .to_owned()
        });
    let entry = |lines, flow, open_end| Entry::Moved {
        key: name.to_owned(),
        lines,
        flow,
        open_end,
    };
    if flow {
        let Some(between) = between else {
            return Err(refusal::SEVERAL_LINES);
        };
        let rest = raw.trim_start().trim_start_matches(':').trim_start();
        let line = format!("{}: {rest}", key(false)).trim_end().to_owned();
        return Ok(entry(vec![line], Some(between), false));
    }
    if block_scalar::keeps_end(layout, last_leaf(value)) {
        return Err(refusal::KEPT_LINES);
    }
    let end = layout.line_end(member.span.end);
    let bare_line = text[member.span.end..end].trim().is_empty();
    let width = layout.column(member.key.span.start);
    let mut lines = Vec::new();
    let mut at = body.start;
    while at <= end {
        let line = &text[at..layout.line_end(at).min(end)];
        if at == body.start {
            lines.push(format!("{}{line}", key(false)));
        } else if line.len() <= width && line.trim().is_empty() {
            lines.push(String::new());
        } else if line.len() >= width && line.bytes().take(width).all(|byte| byte == b' ') {
            lines.push(line[width..].to_owned());
        } else {
            return Err(refusal::LESS_INDENTED);
        }
        let next = layout.next_line(at);
        if next == at || layout.line_end(at) >= end {
            break;
        }
        at = next;
    }
    let block = block_scalar::is_block(last_leaf(value));
    Ok(entry(lines, between.filter(|_| bare_line), block))
}

/// Puts a mapping with one key around a value.
pub(super) fn wrap(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    key: &str,
) -> Result<Vec<TextEdit>, EditError> {
    let span = node.span();
    let in_flow = layout.in_flow(node);
    let filled = !node.members().is_empty() || node.items().len() > 0;
    let block_collection = filled && !layout.is_flow(node);
    let object = if node.is_object() && filled {
        node
    } else {
        node.parent().unwrap_or(node)
    };
    let style = Style::near(layout, object);
    if in_flow || (node.parent().is_none() && layout.is_flow(node)) {
        return match (block_collection, span.is_empty()) {
            (true, _) => Err(refusal::ONE_PAIR),
            (false, true) => replace(layout, node, &json!({ key: null })),
            (false, false) => {
                let pad = &style.map_pad;
                let member = write::flow_member(key, &Value::Null, &style, style.string);
                let lead = member.strip_suffix("null").unwrap_or(&member);
                Ok(vec![
                    TextEdit::insert(span.start, format!("{{{pad}{lead}")),
                    TextEdit::insert(span.end, format!("{pad}}}")),
                ])
            }
        };
    }
    let newline = layout.newline();
    let name = write::key(key, &style, false);
    let list = node.is_array() && block_collection;
    let step = " ".repeat(if list { style.list } else { style.step });
    let first = if let (Some(member), false) = (
        node.member(),
        !span.is_empty() && !layout.is_inline(span.start),
    ) {
        // On the line of its key: it goes to the next one.
        if layout.has_property(node) {
            return Err(refusal::MARKED);
        }
        let colon = layout.lead(node).ok_or(refusal::NO_COLON)?;
        let indent = layout.indent_at(member.key.span.start) + &" ".repeat(style.step);
        let gap = Span::new(colon + 1, span.start.max(colon + 1));
        let blank = if span.is_empty() { "" } else { " " };
        TextEdit::replace(gap, format!("{newline}{indent}{name}:{blank}"))
    } else if block_collection {
        let same_column = node.member().is_some_and(|member| {
            layout.column(member.key.span.start) == layout.column(span.start)
        });
        let indent = layout.indent_at(span.start);
        if same_column {
            // The key goes below the old one, and the list to its column.
            let step = " ".repeat(style.step);
            let text = format!("{step}{name}:{newline}{indent}{step}");
            return Ok(deeper(
                layout,
                node,
                TextEdit::insert(span.start, text),
                &step,
            ));
        }
        let text = format!("{name}:{newline}{indent}{step}");
        TextEdit::insert(span.start, text)
    } else if span.is_empty() {
        let dash = layout.lead(node).ok_or(refusal::NO_VALUE)?;
        if layout.has_property(node) {
            return Err(refusal::MARKED);
        }
        let gap = " ".repeat(style.gap);
        TextEdit::insert(dash + 1, format!("{gap}{name}:"))
    } else if layout.is_inline(span.start) && node.parent().is_none() {
        return Err(refusal::UNUSUAL);
    } else {
        TextEdit::insert(span.start, format!("{name}: "))
    };
    let step = if step.is_empty() {
        " ".repeat(style.step)
    } else {
        step
    };
    // A list that stands at the column of its new key need not go deeper.
    let shift = if list && style.list == 0 { "" } else { &step };
    Ok(deeper(layout, node, first, shift))
}

/// `first`, and all lines of `node` behind its first one deeper by `step`.
fn deeper(layout: Layout<'_>, node: NodeRef<'_>, first: TextEdit, step: &str) -> Vec<TextEdit> {
    let mut edits = vec![first];
    let mut at = layout.next_line(node.span().start);
    while at < node.span().end {
        if layout.line_end(at) > at && !step.is_empty() {
            edits.push(TextEdit::insert(at, step));
        }
        at = layout.next_line(at);
    }
    edits
}
