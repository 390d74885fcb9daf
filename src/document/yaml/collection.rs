//! Changes of mappings and sequences.

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeId, NodeKind, NodeRef};
use super::place::{Child, Layout};
use super::plan::{Changes, Deleted, Entry, Plan};
use super::style::Style;
use super::{block_scalar, flow, refusal, replace, write};

impl Entry {
    fn lines(&self, style: &Style) -> Vec<String> {
        match self {
            Entry::Member { key, value } => write::member(key, value, style, style.string),
            Entry::Item(value) => write::item(value, style, style.string),
            Entry::Moved { lines, .. } => lines.clone(),
        }
    }

    pub(super) fn flow(&self, style: &Style) -> Result<String, EditError> {
        match self {
            Entry::Member { key, value } => Ok(write::flow_member(key, value, style, style.string)),
            Entry::Item(value) => Ok(write::inline(value, style, style.string, true)),
            Entry::Moved { flow, .. } => flow.clone().ok_or(refusal::NOT_BETWEEN_BRACKETS),
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
    if layout.in_flow(node) && !layout.is_flow(node) {
        return Err(refusal::ONE_PAIR);
    }
    let children = layout.children(node)?;
    let style = if plan.inserted.is_empty() {
        Style::default()
    } else {
        Style::near(layout, node)
    };
    let mut out = Vec::new();
    if layout.is_flow(node) {
        if children.is_empty() && !layout.in_flow(node) && opens(node, plan, &style) {
            fill_empty(layout, node, plan, &style, &mut out)?;
        } else {
            flow::flow(layout, node, plan, &children, &style, &mut out, deleted)?;
        }
    } else {
        block(changes, node, plan, &children, &style, &mut out, deleted)?;
    }
    changes.out.extend(out);
    Ok(())
}

/// Whether empty brackets give way to lines in block style.
fn opens(node: NodeRef<'_>, plan: &Plan, style: &Style) -> bool {
    let key = node.member().map(|member| member.key.text.as_str());
    let values = plan.inserted.iter().map(|(_, entry)| match entry {
        Entry::Member { value, .. } | Entry::Item(value) => Some(value.clone()),
        Entry::Moved { .. } => None,
    });
    let values: Option<Vec<serde_json::Value>> = values.collect();
    let nested = values
        .as_ref()
        .is_none_or(|values| values.iter().any(write::is_nested));
    if node.is_object() {
        let named = key.is_some_and(|key| style.wants_brackets_for(key));
        return nested || !named;
    }
    nested || style.wants_block(key)
}

/// Puts children into empty brackets, on lines of their own.
fn fill_empty(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    style: &Style,
    out: &mut Vec<TextEdit>,
) -> Result<(), EditError> {
    let lines: Vec<String> = plan
        .inserted
        .iter()
        .flat_map(|(_, entry)| entry.lines(style))
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    if layout.comment_in(node.span()).is_some() {
        return Err(refusal::COMMENT);
    }
    // What is below a key is indented as what is below its siblings.
    let around = Style::near(layout, node.parent().unwrap_or(node));
    out.extend(replace::put_lines(
        layout,
        node,
        &lines,
        &around,
        node.is_array(),
    )?);
    Ok(())
}

fn block(
    changes: &Changes<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    children: &[Child],
    style: &Style,
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let layout = changes.layout;
    let newline = layout.newline();
    let span = node.span();
    let indent = layout.indent_at(span.start);
    let inline = layout.is_inline(span.start);
    let kept: Vec<usize> = (0..children.len())
        .filter(|index| !plan.removed.contains(index))
        .collect();
    let Some(&first_kept) = kept.first() else {
        return clear(layout, node, plan, children, style, out, deleted);
    };
    let apart = stands_apart(layout, children);
    let between = if apart {
        format!("{newline}{newline}{indent}")
    } else {
        format!("{newline}{indent}")
    };
    for gap in 0..=children.len() {
        let entries: Vec<String> = plan
            .inserted
            .iter()
            .filter(|(at, _)| *at == gap)
            .map(|(_, entry)| layout.join(&entry.lines(style), &indent))
            .collect();
        if entries.is_empty() {
            continue;
        }
        let text = entries.join(&between);
        let open_end = plan
            .inserted
            .iter()
            .any(|(at, entry)| matches!(entry, Entry::Moved { open_end: true, .. } if *at == gap));
        out.push(match kept.iter().rev().find(|&&index| index < gap) {
            Some(&before) => {
                let end = tail(changes, node, before, children)?;
                let next_kept = kept.iter().find(|&&index| index >= gap);
                let until = next_kept.map_or(layout.text().len(), |&index| children[index].start);
                let mut comments = layout.document.comments.iter();
                if open_end && comments.any(|it| end <= it.span.start && it.span.start < until) {
                    return Err(refusal::COMMENT_SWALLOWED);
                }
                TextEdit::insert(end, format!("{between}{text}"))
            }
            None => {
                let start = children[first_kept].start;
                let start = above_comments(layout, node, children, start);
                TextEdit::insert(start, format!("{text}{between}"))
            }
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

/// Whether a blank line stands between all children.
fn stands_apart(layout: Layout<'_>, children: &[Child]) -> bool {
    let blank = |pair: &[Child]| {
        let from = layout.next_line(pair[0].end);
        let gap = layout.text().get(from..pair[1].start).unwrap_or("");
        let mut at = 0;
        // The last piece is the indentation of the next child.
        while let Some(length) = gap[at..].find(['\n', '\r']) {
            if gap[at..at + length].trim().is_empty() {
                return true;
            }
            at = layout.next_line(from + at) - from;
        }
        false
    };
    children.len() > 2 && children.windows(2).all(blank)
        || children.len() == 2
            && blank(children)
            && children
                .iter()
                .all(|child| layout.text()[child.start..child.end].contains(['\n', '\r']))
}

/// Where a new first child goes, if the old one is at `start`: above the comment that is about
/// the old one. A comment above the first of several members is about all of them, unless others
/// have one too or the members are entries of their own.
fn above_comments(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    children: &[Child],
    start: usize,
) -> usize {
    let text = layout.text();
    let comment_above = |start: usize| {
        let line = layout.line_start(start);
        let above = layout.line_start(text[..line].trim_end_matches(['\n', '\r']).len());
        if above >= line || layout.next_line(above) != line {
            return None;
        }
        let comment = text[above..line].trim_start().starts_with('#') && above < line;
        let indent = text[above..line].len() - text[above..line].trim_start().len();
        (comment && indent == start - line).then_some(above + indent)
    };
    let first = node
        .entries()
        .map(|(_, value)| value)
        .chain(node.items())
        .next();
    let entries = node.parent().is_some()
        && first
            .is_some_and(|value| (value.is_object() || value.is_array()) && !layout.is_flow(value));
    let others = children
        .iter()
        .skip(1)
        .any(|child| comment_above(child.start).is_some());
    if layout.is_inline(start) || !(entries || others) {
        return start;
    }
    let mut at = start;
    while let Some(above) = comment_above(at) {
        at = above;
    }
    // The comment at the top of a file is about the file.
    if text[..at].trim_start_matches('\u{feff}').trim().is_empty() {
        start
    } else {
        at
    }
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
    style: &Style,
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let span = node.span();
    let mut entries: Vec<&(usize, Entry)> = plan.inserted.iter().collect();
    entries.sort_by_key(|(gap, _)| *gap);
    if !entries.is_empty() {
        let lines: Vec<String> = entries
            .iter()
            .flat_map(|(_, entry)| entry.lines(style))
            .collect();
        let indent = layout.indent_at(span.start);
        // The first one's lines give way to them, so that comments between the others stay.
        let (first, others) = children.split_first().ok_or(EditError::Mismatch)?;
        let place = Span::new(first.start, layout.line_end(first.end));
        out.push(TextEdit::replace(place, layout.join(&lines, &indent)));
        deleted.extend(others.iter().map(|child| lines_of(layout, *child)));
        return Ok(());
    }
    let empty = if node.is_object() { "{}" } else { "[]" };
    match layout.lead(node) {
        Some(lead) if !layout.is_inline(span.start) => {
            if layout.has_property(node) {
                return Err(refusal::MARKED);
            }
            out.push(TextEdit::insert(lead + 1, format!(" {empty}")));
            deleted.extend(children.iter().map(|child| lines_of(layout, *child)));
        }
        _ => {
            let end = match children.last() {
                Some(last) if plan.moves => layout.line_end(last.end),
                _ => span.end,
            };
            out.push(TextEdit::replace(Span::new(span.start, end), empty));
        }
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
    let mut own_end = layout.line_end(children[index].end);
    let value = match node.kind() {
        NodeKind::Object(members) => members.get(index).map(|member| member.value),
        NodeKind::Array(items) => items.get(index).copied(),
        _ => None,
    };
    let Some(value) = value.map(|id| layout.document.node(id)) else {
        return Ok(own_end);
    };
    if block_scalar::is_block(value) {
        if block_scalar::keeps_end(layout, value) {
            // The blank lines behind it belong to its text.
            while layout.next_line(own_end) > layout.line_end(own_end) {
                let next = layout.next_line(own_end);
                let line = &layout.text()[next..layout.line_end(next)];
                if !line.trim().is_empty() || next == layout.text().len() {
                    break;
                }
                own_end = layout.line_end(next);
            }
        }
        let at_end = own_end == layout.text().len();
        if at_end && !block_scalar::strips_end(layout, value) {
            return Err(refusal::OPEN_END);
        }
        return Ok(own_end);
    }
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
            && !text.ends_with(['\n', '\r'])
            && layout.line_start(span.start) == span.start
            && !after_block(layout, span.start)
        {
            let before = &text[..span.start];
            span.start = before
                .strip_suffix("\r\n")
                .or_else(|| before.strip_suffix(['\n', '\r']))
                .map_or(span.start, str::len);
        }
        out.push(TextEdit::delete(span));
    }
}

/// Whether the last line break before `at` belongs to the text of a block scalar.
fn after_block(layout: Layout<'_>, at: usize) -> bool {
    let document = layout.document;
    let end = layout.text()[..at].trim_end().len();
    let mut ids = document.tree.ids();
    ids.any(|id| {
        let node = document.node(id);
        node.span().end == end
            && block_scalar::is_block(node)
            && !block_scalar::strips_end(layout, node)
    })
}
