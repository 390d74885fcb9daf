//! Changes of mappings and sequences.

use serde_json::Value;

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeId, NodeKind, NodeRef, Quote};
use super::edit::{Changes, Deleted, Entry, Plan};
use super::place::{Child, Layout};
use super::write;

const ONE_PAIR: EditError =
    EditError::Unsupported("a YAML mapping without braces in a flow list cannot be changed");

impl Entry {
    fn lines(&self, step: &str) -> Vec<String> {
        match self {
            Entry::Member { key, value } => write::member(key, value, step),
            Entry::Item(value) => write::item(value, step),
            Entry::Moved { lines, .. } => lines.clone(),
        }
    }

    fn flow(&self, quote: Quote) -> Result<String, EditError> {
        match self {
            Entry::Member { key, value } => Ok(write::flow_member(key, value, quote)),
            Entry::Item(value) => Ok(write::inline(value, quote, true)),
            Entry::Moved { flow, .. } => flow.clone().ok_or(EditError::Unsupported(
                "a YAML block value cannot be moved between brackets",
            )),
        }
    }
}

/// Carries out the plan of one collection.
pub(super) fn carry_out(
    changes: &mut Changes<'_>,
    id: NodeId,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let layout = changes.layout;
    let node = layout.document.node(id);
    let Some(plan) = changes.plans.get(&id) else {
        return Ok(());
    };
    let children = layout.children(node)?;
    let mut out = Vec::new();
    if layout.is_flow(node) {
        if children.is_empty() && !layout.in_flow(node) && node.is_object() {
            fill_empty(layout, node, plan, &mut out)?;
        } else {
            flow(layout, node, plan, &children, &mut out, deleted)?;
        }
    } else if layout.in_flow(node) {
        return Err(ONE_PAIR);
    } else {
        block(changes, node, plan, &children, &mut out, deleted)?;
    }
    changes.out.extend(out);
    Ok(())
}

/// Puts members into `{}`, on lines of their own where the surroundings are in block style.
fn fill_empty(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    out: &mut Vec<TextEdit>,
) -> Result<(), EditError> {
    let step = layout.step();
    let lines: Vec<String> = plan
        .inserted
        .iter()
        .flat_map(|(_, entry)| entry.lines(step))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let has_comment = layout
        .document
        .comments
        .iter()
        .any(|comment| node.span().covers(comment.span));
    if has_comment {
        return Err(EditError::Unsupported(
            "there is a comment between the braces",
        ));
    }
    out.extend(put_lines(layout, node, &lines));
    Ok(())
}

/// Replaces a value by lines of block style.
fn put_lines(layout: Layout<'_>, node: NodeRef<'_>, lines: &[String]) -> Vec<TextEdit> {
    let newline = layout.newline();
    let join = |indent: &str| lines.join(&format!("{newline}{indent}"));
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

fn flow(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    children: &[Child],
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let quote = layout.flow_quote(node);
    let texts = |gap: Option<usize>| {
        plan.inserted
            .iter()
            .filter(|(at, _)| gap.is_none_or(|gap| *at == gap))
            .map(|(_, entry)| entry.flow(quote))
            .collect::<Result<Vec<String>, EditError>>()
    };
    let kept: Vec<usize> = (0..children.len())
        .filter(|index| !plan.removed.contains(index))
        .collect();
    let Some(&first_kept) = kept.first() else {
        let mut entries: Vec<&(usize, Entry)> = plan.inserted.iter().collect();
        entries.sort_by_key(|(gap, _)| *gap);
        let entries = entries
            .iter()
            .map(|(_, entry)| entry.flow(quote))
            .collect::<Result<Vec<String>, EditError>>()?;
        let inner = Span::new(node.span().start + 1, node.span().end - 1);
        refuse_comments(layout, inner)?;
        out.push(TextEdit::replace(inner, entries.join(", ")));
        return Ok(());
    };
    let multiline = children.iter().all(|child| !layout.is_inline(child.start));
    let between = if multiline {
        let indent = layout.indent_at(children[0].start);
        format!(",{}{indent}", layout.newline())
    } else {
        ", ".to_owned()
    };
    for gap in 0..=children.len() {
        let texts = texts(Some(gap))?;
        if texts.is_empty() {
            continue;
        }
        match kept.iter().rev().find(|&&index| index < gap) {
            Some(&before) => out.push(TextEdit::insert(
                children[before].end,
                format!("{between}{}", texts.join(&between)),
            )),
            None => out.push(TextEdit::insert(
                children[first_kept].start,
                format!("{}{between}", texts.join(&between)),
            )),
        }
    }
    let mut index = 0;
    while index < children.len() {
        if !plan.removed.contains(&index) {
            index += 1;
            continue;
        }
        let start = index;
        while plan.removed.contains(&index) {
            index += 1;
        }
        let span = match (children.get(index), start.checked_sub(1)) {
            (Some(next), _) => Span::new(children[start].start, next.start),
            (None, Some(before)) => Span::new(children[before].end, children[index - 1].end),
            (None, None) => continue,
        };
        refuse_comments(layout, span)?;
        deleted.push(span);
    }
    Ok(())
}

fn refuse_comments(layout: Layout<'_>, span: Span) -> Result<(), EditError> {
    let comments = &layout.document.comments;
    if comments.iter().any(|comment| span.covers(comment.span)) {
        return Err(EditError::Unsupported("a comment would be lost"));
    }
    Ok(())
}

fn block(
    changes: &Changes<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    children: &[Child],
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let layout = changes.layout;
    let (step, newline) = (layout.step(), layout.newline());
    let span = node.span();
    let indent = layout.indent_at(span.start);
    let next = format!("{newline}{indent}");
    let inline = layout.is_inline(span.start);
    let kept: Vec<usize> = (0..children.len())
        .filter(|index| !plan.removed.contains(index))
        .collect();
    let Some(&first_kept) = kept.first() else {
        return clear(layout, node, plan, children, out, deleted);
    };
    for gap in 0..=children.len() {
        let lines: Vec<String> = plan
            .inserted
            .iter()
            .filter(|(at, _)| *at == gap)
            .flat_map(|(_, entry)| entry.lines(step))
            .collect();
        if lines.is_empty() {
            continue;
        }
        let text = lines.join(&next);
        out.push(match kept.iter().rev().find(|&&index| index < gap) {
            Some(&before) => {
                let end = tail(changes, node, before, children)?;
                TextEdit::insert(end, format!("{next}{text}"))
            }
            None => TextEdit::insert(children[first_kept].start, format!("{text}{next}")),
        });
    }
    let mut removed: Vec<usize> = plan.removed.iter().copied().collect();
    if inline && first_kept > 0 {
        // What comes next moves up behind the dash.
        let end = layout.next_line(children[first_kept - 1].end);
        let rest = &layout.text()[end..];
        let white = rest.len() - rest.trim_start().len();
        deleted.push(Span::new(children[0].start, end + white));
        removed.retain(|&index| index > first_kept);
    }
    for index in removed {
        deleted.push(lines_of(layout, children[index]));
    }
    Ok(())
}

fn lines_of(layout: Layout<'_>, child: Child) -> Span {
    Span::new(layout.line_start(child.start), layout.next_line(child.end))
}

/// All children go: new ones take their place, or empty brackets.
fn clear(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    children: &[Child],
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let span = node.span();
    let mut entries: Vec<&(usize, Entry)> = plan.inserted.iter().collect();
    entries.sort_by_key(|(gap, _)| *gap);
    if !entries.is_empty() {
        let lines: Vec<String> = entries
            .iter()
            .flat_map(|(_, entry)| entry.lines(layout.step()))
            .collect();
        let next = format!("{}{}", layout.newline(), layout.indent_at(span.start));
        out.push(TextEdit::replace(span, lines.join(&next)));
        return Ok(());
    }
    let empty = if node.is_object() { "{}" } else { "[]" };
    match layout.lead(node) {
        Some(lead) if !layout.is_inline(span.start) => {
            out.push(TextEdit::insert(lead + 1, format!(" {empty}")));
            deleted.extend(children.iter().map(|child| lines_of(layout, *child)));
        }
        _ => out.push(TextEdit::replace(span, empty)),
    }
    Ok(())
}

/// The end of the last line of a child that will still be there.
fn tail(
    changes: &Changes<'_>,
    node: NodeRef<'_>,
    index: usize,
    children: &[Child],
) -> Result<usize, EditError> {
    let layout = changes.layout;
    let own_end = layout.line_end(children[index].end);
    let value = match node.kind() {
        NodeKind::Object(members) => members.get(index).map(|member| member.value),
        NodeKind::Array(items) => items.get(index).copied(),
        _ => None,
    };
    let Some(value) = value.map(|id| layout.document.node(id)) else {
        return Ok(own_end);
    };
    let collection = value.is_object() || value.is_array();
    if !collection || layout.is_flow(value) {
        return Ok(own_end);
    }
    let inner = layout.children(value)?;
    let none = Plan::default();
    let plan = changes.plans.get(&value.id()).unwrap_or(&none);
    let last = (0..inner.len())
        .rev()
        .find(|index| !plan.removed.contains(index));
    match last {
        Some(last) => tail(changes, value, last, &inner),
        // The new children or the brackets replace the old ones where they start.
        None if !plan.inserted.is_empty() || layout.is_inline(value.span().start) => Ok(own_end),
        None => Ok(layout
            .lead(value)
            .map_or(own_end, |lead| layout.line_end(lead))),
    }
}

/// Joins what goes; at the end of a text without a final line break the one before goes.
pub(super) fn delete(layout: Layout<'_>, mut deleted: Deleted, out: &mut Vec<TextEdit>) {
    deleted.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(deleted.len());
    for span in deleted {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.join(span),
            _ => joined.push(span),
        }
    }
    let text = layout.text();
    for mut span in joined {
        if span.end == text.len()
            && !text.ends_with('\n')
            && layout.line_start(span.start) == span.start
        {
            let before = &text[..span.start];
            span.start = before
                .strip_suffix("\r\n")
                .or_else(|| before.strip_suffix('\n'))
                .map_or(span.start, str::len);
        }
        out.push(TextEdit::delete(span));
    }
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
        });
    }
    let end = layout.line_end(member.span.end);
    let width = layout.indent_at(member.key.span.start).len();
    let mut lines = Vec::new();
    for (index, line) in text[body.start..end].split('\n').enumerate() {
        let line = line.trim_end_matches('\r');
        if index == 0 {
            lines.push(format!("{key}{line}"));
        } else if line.trim().is_empty() {
            lines.push(String::new());
        } else if line.len() >= width && line.bytes().take(width).all(|byte| byte == b' ') {
            lines.push(line[width..].to_owned());
        } else {
            return Err(EditError::Unsupported(
                "a line of this YAML value is indented less than its key",
            ));
        }
    }
    Ok(Entry::Moved { lines, flow: None })
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
