//! Changes of collections between brackets.

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::NodeRef;
use super::edit::{Deleted, Entry, Plan};
use super::place::{Child, Layout};

pub(super) fn flow(
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
