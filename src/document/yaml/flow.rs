//! Changes of collections between brackets.

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::NodeRef;
use super::place::{Child, Layout};
use super::plan::{Deleted, Entry, Plan};
use super::refusal;
use super::style::Style;

pub(super) fn flow(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    children: &[Child],
    style: &Style,
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let kept: Vec<usize> = (0..children.len())
        .filter(|index| !plan.removed.contains(index))
        .collect();
    if kept.is_empty() {
        return fill(layout, node, plan, style, out);
    }
    match rows(layout, node, children) {
        Some(rows) => in_rows(layout, plan, &rows, style, out, deleted),
        None => on_lines(layout, plan, children, &kept, style, out, deleted),
    }
}

/// The new children at `gap`, as they stand between brackets.
fn texts(plan: &Plan, gap: usize, style: &Style) -> Result<Vec<String>, EditError> {
    let here = plan.inserted.iter().filter(|(at, _)| *at == gap);
    here.map(|(_, entry)| entry.flow(style)).collect()
}

/// No old child is left: only new ones stand between the brackets, or nothing.
fn fill(
    layout: Layout<'_>,
    node: NodeRef<'_>,
    plan: &Plan,
    style: &Style,
    out: &mut Vec<TextEdit>,
) -> Result<(), EditError> {
    let mut entries: Vec<&(usize, Entry)> = plan.inserted.iter().collect();
    entries.sort_by_key(|(gap, _)| *gap);
    let entries = entries
        .iter()
        .map(|(_, entry)| entry.flow(style))
        .collect::<Result<Vec<String>, EditError>>()?;
    let inner = Span::new(node.span().start + 1, node.span().end - 1);
    if layout.comment_in(inner).is_some() {
        return Err(refusal::COMMENT);
    }
    let pad = match (entries.is_empty(), node.is_object()) {
        (true, _) => "",
        (false, true) => &style.map_pad,
        (false, false) => &style.list_pad,
    };
    let text = format!("{pad}{}{pad}", entries.join(&style.comma));
    out.push(TextEdit::replace(inner, text));
    Ok(())
}

/// A child that has its lines for itself.
struct Row {
    child: Child,
    /// The comma behind it on its last line.
    comma: Option<usize>,
}

/// The children, if each has its lines for itself: nothing but a comma and a comment behind it.
fn rows(layout: Layout<'_>, node: NodeRef<'_>, children: &[Child]) -> Option<Vec<Row>> {
    let text = layout.text();
    children
        .iter()
        .map(|&child| {
            let line_end = layout.line_end(child.end);
            if layout.is_inline(child.start) || line_end >= node.span().end {
                return None;
            }
            let rest = text[child.end..line_end].trim_start_matches([' ', '\t']);
            let behind = rest.strip_prefix(',');
            let left = behind.unwrap_or(rest).trim_start_matches([' ', '\t']);
            let comma = behind.map(|_| line_end - rest.len());
            (left.is_empty() || left.starts_with('#')).then_some(Row { child, comma })
        })
        .collect()
}

fn in_rows(
    layout: Layout<'_>,
    plan: &Plan,
    rows: &[Row],
    style: &Style,
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let newline = layout.newline();
    let trailing = rows.last().is_some_and(|row| row.comma.is_some());
    let mut new = Vec::new();
    for gap in 0..=rows.len() {
        new.push(texts(plan, gap, style)?);
    }
    let stays = |index: &usize| !plan.removed.contains(index);
    let last_kept = (0..rows.len()).rev().find(stays);
    let ends_with_new =
        last_kept.is_some_and(|last| new[last + 1..].iter().any(|it| !it.is_empty()));
    let indent = layout.indent_at(rows.first().map_or(0, |row| row.child.start));
    // The row that the next new ones come behind.
    let mut before: Option<usize> = None;
    for (gap, texts) in new.iter().enumerate() {
        if !texts.is_empty() {
            let last =
                new[gap + 1..].iter().all(Vec::is_empty) && last_kept.is_none_or(|kept| kept < gap);
            let comma = if last && !trailing { "" } else { "," };
            let joined = texts.join(&format!(",{newline}{indent}"));
            out.push(match before {
                Some(index) => {
                    let end = layout.line_end(rows[index].child.end);
                    TextEdit::insert(end, format!("{newline}{indent}{joined}{comma}"))
                }
                None => {
                    let start = layout.line_start(rows[0].child.start);
                    TextEdit::insert(start, format!("{indent}{joined}{comma}{newline}"))
                }
            });
        }
        let Some(row) = rows.get(gap) else { continue };
        if !stays(&gap) {
            deleted.push(Span::new(
                layout.line_start(row.child.start),
                layout.next_line(row.child.end),
            ));
            continue;
        }
        before = Some(gap);
        let last = last_kept == Some(gap) && !ends_with_new;
        match row.comma {
            None if !last || trailing => out.push(TextEdit::insert(row.child.end, ",")),
            Some(comma) if last && !trailing => {
                out.push(TextEdit::delete(Span::new(row.child.end, comma + 1)));
            }
            _ => {}
        }
    }
    Ok(())
}

fn on_lines(
    layout: Layout<'_>,
    plan: &Plan,
    children: &[Child],
    kept: &[usize],
    style: &Style,
    out: &mut Vec<TextEdit>,
    deleted: &mut Deleted,
) -> Result<(), EditError> {
    let multiline = children.iter().all(|child| !layout.is_inline(child.start));
    let between = if multiline {
        let indent = layout.indent_at(children[0].start);
        format!(",{}{indent}", layout.newline())
    } else {
        style.comma.clone()
    };
    for gap in 0..=children.len() {
        let texts = texts(plan, gap, style)?;
        if texts.is_empty() {
            continue;
        }
        match kept.iter().rev().find(|&&index| index < gap) {
            Some(&before) => out.push(TextEdit::insert(
                children[before].end,
                format!("{between}{}", texts.join(&between)),
            )),
            None => out.push(TextEdit::insert(
                children[kept[0]].start,
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
        if layout.comment_in(span).is_some() {
            return Err(refusal::COMMENT);
        }
        deleted.push(span);
    }
    Ok(())
}
