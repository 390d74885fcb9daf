//! Changes of mappings and sequences.

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeId, NodeKind, NodeRef, Quote};
use super::place::{Child, Layout};
use super::plan::{Changes, Deleted, Entry, ONE_PAIR, Plan};
use super::{flow, replace, write};

impl Entry {
    fn lines(&self, step: &str) -> Vec<String> {
        match self {
            Entry::Member { key, value } => write::member(key, value, step),
            Entry::Item(value) => write::item(value, step),
            Entry::Moved { lines, .. } => lines.clone(),
        }
    }

    pub(super) fn flow(&self, quote: Quote) -> Result<String, EditError> {
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
            flow::flow(layout, node, plan, &children, &mut out, deleted)?;
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
    out.extend(replace::put_lines(layout, node, &lines));
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
        let text = layout.join(&lines, &indent);
        out.push(match kept.iter().rev().find(|&&index| index < gap) {
            Some(&before) => {
                let end = tail(changes, node, before, children)?;
                let open_end = plan.inserted.iter().any(
                    |(at, entry)| matches!(entry, Entry::Moved { open_end: true, .. } if *at == gap),
                );
                let next_kept = kept.iter().find(|&&index| index >= gap);
                let until = next_kept.map_or(layout.text().len(), |&index| children[index].start);
                let mut comments = layout.document.comments.iter();
                if open_end && comments.any(|it| end <= it.span.start && it.span.start < until) {
                    return Err(EditError::Unsupported(
                        "a comment would become a part of the YAML value that is moved before it",
                    ));
                }
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
        let indent = layout.indent_at(span.start);
        // What is moved brings the comment behind it along.
        let brings = |(_, entry): &&(usize, Entry)| matches!(entry, Entry::Moved { .. });
        let span = if entries.iter().any(brings) {
            Span::new(span.start, layout.line_end(span.end))
        } else {
            span
        };
        out.push(TextEdit::replace(span, layout.join(&lines, &indent)));
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
