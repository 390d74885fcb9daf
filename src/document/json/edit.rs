//! Edits of the tree to edits of the text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::{
    Document, Edit, EditError, NodeId, NodeKind, NodeRef, Place, Quote, Span, TextEdit,
};
use super::escape::{Unit, units};
use super::place;
use super::render::Style;
use super::sequence::{Changes, New, Sequence};

/// The text edits that carry out `edits`; those at one place stand in the right order.
pub(crate) fn lower(document: &Document, edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    refuse_conflicts(document, edits)?;
    let mut values = Vec::new();
    let deepened = deepened(document, edits);
    let mut sequences: BTreeMap<NodeId, Changes<'_>> = BTreeMap::new();
    for edit in edits {
        match edit {
            Edit::SetValue { node, value } => {
                let node = document.node(*node);
                if node.span().is_empty() {
                    return Err(EditError::Unsupported("there is no value to replace"));
                }
                let style = Style::instead_of(document, node);
                let around = node.parent().unwrap_or(node).span();
                let flat = !document.slice(around).contains(['\n', '\r'])
                    && (node.parent().is_some() || document.slice(around).len() > 2);
                let indent = place::indentation(&document.text, node.span().start);
                let text = style.value(value, indent, flat);
                values.push(TextEdit::replace(node.span(), text));
            }
            Edit::RenameKey { member, name } => {
                let member = document.node(*member).member().ok_or(EditError::Mismatch)?;
                values.push(TextEdit::replace(member.key.span, place::quoted(name)));
            }
            Edit::Wrap { node, key } => wrap(document, *node, key, &mut values),
            Edit::Splice { node, range, text } => {
                values.push(splice(document, *node, range, text)?);
            }
            Edit::Text(edit) | Edit::Comment(edit) => values.push(edit.clone()),
            Edit::InsertMember {
                object,
                key,
                value,
                at,
            } => {
                let gap = gap_of(document, *object, *at)?;
                let changes = sequences.entry(*object).or_default();
                changes.inserted.push((gap, New::Member { key, value }));
            }
            Edit::InsertItem {
                array,
                index,
                value,
            } => {
                let node = document.node(*array);
                if !node.is_array() || *index > node.items().len() {
                    return Err(EditError::Mismatch);
                }
                let changes = sequences.entry(*array).or_default();
                changes.inserted.push((*index, New::Item { value }));
            }
            Edit::Remove { node } => remove(document, *node, &mut sequences)?,
            Edit::MoveMember {
                member,
                object,
                name,
            } => {
                document.node(*member).member().ok_or(EditError::Mismatch)?;
                // Out of an object that goes itself: its bytes go with that.
                if !inside(document, *member, |id| removes(edits, id)) {
                    remove(document, *member, &mut sequences)?;
                }
                let gap = gap_of(document, *object, Place::Last)?;
                let new = New::Moved {
                    key: name,
                    node: *member,
                };
                let changes = sequences.entry(*object).or_default();
                changes.inserted.push((gap, new));
            }
        }
    }
    let mut first = Vec::new();
    let mut last = Vec::new();
    for (id, changes) in &sequences {
        let lowered = Sequence::new(document, document.node(*id))?.lower(changes);
        first.extend(lowered.before);
        last.extend(lowered.after);
    }
    // At one place: what comes before a value, then the value's own, then what comes behind it.
    first.extend(values);
    first.extend(last);
    for edit in &mut first {
        deepen(document, &deepened, edit);
    }
    Ok(first)
}

/// The values whose lines go one step deeper, since braces come around them.
fn deepened(document: &Document, edits: &[Edit]) -> Vec<Span> {
    let wrapped = edits.iter().filter_map(|edit| match edit {
        Edit::Wrap { node, .. } => Some(document.node(*node)),
        _ => None,
    });
    let stands_alone = |node: &NodeRef<'_>| !stays_flat(document, *node);
    wrapped
        .filter(stands_alone)
        .map(|node| node.span())
        .collect()
}

/// Writes the new lines inside of what goes deeper as deep as the others.
fn deepen(document: &Document, deepened: &[Span], edit: &mut TextEdit) {
    let span = edit.span;
    let around = |outer: &&Span| outer.start < span.start && span.end < outer.end;
    for _ in deepened.iter().filter(around) {
        let line = format!("\n{}", document.indent);
        edit.text = edit.text.replace('\n', &line);
    }
}

/// Whether a value that gets braces around it stays on one line with them.
fn stays_flat(document: &Document, node: NodeRef<'_>) -> bool {
    let around = node.parent().unwrap_or(node).span();
    !document.slice(around).contains(['\n', '\r'])
        && (node.parent().is_some() || document.slice(node.span()).len() > 2)
}

/// Two edits of the same thing, or one inside what another takes away.
fn refuse_conflicts(document: &Document, edits: &[Edit]) -> Result<(), EditError> {
    let mut gone = BTreeSet::new();
    let mut renamed = BTreeSet::new();
    let mut wrapped = BTreeSet::new();
    for edit in edits {
        let fresh = match edit {
            Edit::SetValue { node, .. } | Edit::Remove { node } => gone.insert(*node),
            Edit::MoveMember { member, .. } => gone.insert(*member),
            Edit::RenameKey { member, .. } => renamed.insert(*member),
            Edit::Wrap { node, .. } => wrapped.insert(*node),
            _ => true,
        };
        if !fresh {
            return Err(EditError::Overlap);
        }
    }
    let within = |id: NodeId, itself: bool| {
        itself && gone.contains(&id) || inside(document, id, |around| gone.contains(&around))
    };
    let replaced = |id: NodeId| gone.contains(&id) && !removes(edits, id);
    let moves = |id: NodeId| {
        let moved = |edit: &Edit| matches!(edit, Edit::MoveMember { member, .. } if *member == id);
        edits.iter().any(moved)
    };
    let clash = edits.iter().any(|edit| match edit {
        Edit::SetValue { node, .. } | Edit::Remove { node } => within(*node, false),
        Edit::RenameKey { member, .. } => {
            removes(edits, *member) || moves(*member) || within(*member, false)
        }
        Edit::Wrap { node, .. } | Edit::Splice { node, .. } => within(*node, true),
        Edit::InsertMember { object: node, .. } | Edit::InsertItem { array: node, .. } => {
            within(*node, true)
        }
        Edit::MoveMember { member, object, .. } => {
            inside(document, *member, replaced) || within(*object, true)
        }
        Edit::Text(_) | Edit::Comment(_) => false,
    });
    if clash {
        Err(EditError::Overlap)
    } else {
        Ok(())
    }
}

/// Whether something around `id` fulfils `holds`.
fn inside(document: &Document, id: NodeId, holds: impl Fn(NodeId) -> bool) -> bool {
    std::iter::successors(document.node(id).parent(), |node| node.parent())
        .any(|around| holds(around.id()))
}

fn removes(edits: &[Edit], id: NodeId) -> bool {
    let removed = |edit: &Edit| matches!(edit, Edit::Remove { node } if *node == id);
    edits.iter().any(removed)
}

fn gap_of(document: &Document, object: NodeId, at: Place) -> Result<usize, EditError> {
    let node = document.node(object);
    if !node.is_object() {
        return Err(EditError::Mismatch);
    }
    let members = node.members();
    let index = |id: NodeId| {
        let found = members.iter().position(|member| member.value == id);
        found.ok_or(EditError::Mismatch)
    };
    match at {
        Place::First => Ok(0),
        Place::Last => Ok(members.len()),
        Place::Before(id) => index(id),
        Place::After(id) => index(id).map(|index| index + 1),
    }
}

fn remove(
    document: &Document,
    id: NodeId,
    sequences: &mut BTreeMap<NodeId, Changes<'_>>,
) -> Result<(), EditError> {
    let parent = document.node(id).parent().ok_or(EditError::Mismatch)?;
    let member = parent.members().iter().position(|m| m.value == id);
    let index = member
        .or_else(|| parent.items().position(|item| item.id() == id))
        .ok_or(EditError::Mismatch)?;
    sequences
        .entry(parent.id())
        .or_default()
        .removed
        .insert(index);
    Ok(())
}

/// Braces and a key before the value, a brace behind it, and its lines one step deeper.
fn wrap(document: &Document, id: NodeId, key: &str, edits: &mut Vec<TextEdit>) {
    let text = &document.text;
    let node = document.node(id);
    let span = node.span();
    let style = Style::near(document, node.parent());
    let whole = style.braced(&style.member(key, "\u{0}"));
    if stays_flat(document, node) {
        if let Some((before, behind)) = whole.split_once('\u{0}') {
            edits.push(TextEdit::insert(span.start, before));
            edits.push(TextEdit::insert(span.end, behind));
        }
        return;
    }
    let base = place::indentation(text, span.start);
    let line = format!("{}{base}", style.newline);
    let member = style.member(key, "");
    edits.push(TextEdit::insert(
        span.start,
        format!("{{{line}{}{member}", style.unit),
    ));
    let mut at = place::next_line(text, span.start);
    while at < span.end {
        if !place::ends_line(text, at) {
            edits.push(TextEdit::insert(at, style.unit));
        }
        at = place::next_line(text, at);
    }
    edits.push(TextEdit::insert(span.end, format!("{line}}}")));
}

/// The bytes of a string literal that say `range` of its text.
fn splice(
    document: &Document,
    id: NodeId,
    range: &Range<usize>,
    text: &str,
) -> Result<TextEdit, EditError> {
    let node = document.node(id);
    let NodeKind::String {
        text: decoded,
        quote: Quote::Double,
    } = node.kind()
    else {
        return Err(EditError::Mismatch);
    };
    let broken = EditError::Unsupported("the string is not whole");
    let raw = document.slice(node.span());
    let raw = raw
        .strip_prefix('"')
        .and_then(|raw| raw.strip_suffix('"'))
        .ok_or(broken.clone())?;
    if decoded.get(range.clone()).is_none() {
        return Err(EditError::Mismatch);
    }
    let (mut start, mut end) = (None, None);
    let mut at = 0;
    let mut note = |at: usize, written: usize| {
        if at == range.start && start.is_none() {
            start = Some(written);
        }
        if at == range.end && end.is_none() {
            end = Some(written);
        }
    };
    for unit in units(raw) {
        note(at, unit.start);
        at += match unit.kind {
            Unit::Plain => unit.end - unit.start,
            Unit::Escape(c) => c.len_utf8(),
            Unit::Bad | Unit::Control(_) => return Err(broken),
        };
    }
    note(at, raw.len());
    let (Some(start), Some(end), true) = (start, end, at == decoded.len()) else {
        return Err(broken);
    };
    let from = node.span().start + 1;
    let span = Span::new(from + start, from + end);
    Ok(TextEdit::replace(span, place::escape(text)))
}
