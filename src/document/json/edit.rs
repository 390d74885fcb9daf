//! Edits of the tree to edits of the text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use super::super::{
    Document, Edit, EditError, Member, NodeId, NodeKind, NodeRef, Place, Quote, Span, TextEdit,
};
use super::align::Columns;
use super::escape::{Unit, units};
use super::habit::{Habits, is_filled, is_flat};
use super::place;
use super::render::Style;
use super::sequence::{Changes, New, Sequence};

/// The text edits that carry out `edits`; those at one place stand in the right order.
pub(crate) fn lower(document: &Document, edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    refuse_conflicts(document, edits)?;
    let habits = Habits::of(document);
    let mut values = Vec::new();
    let deepened = deepened(&habits, edits);
    let mut sequences: BTreeMap<NodeId, Changes<'_>> = BTreeMap::new();
    for edit in edits {
        match edit {
            Edit::SetValue { node, value } => {
                let node = document.node(*node);
                if node.span().is_empty() {
                    return Err(EditError::Unsupported("there is no value to replace"));
                }
                values.push(replace(&habits, node, value));
            }
            Edit::RenameKey {
                member: member_id,
                name,
            } => {
                let member = document
                    .node(*member_id)
                    .member()
                    .ok_or(EditError::Mismatch)?;
                values.push(rename(&habits, document.node(*member_id), member, name));
            }
            Edit::Wrap { node, key } => wrap(&habits, *node, key, &mut values),
            Edit::Splice { node, range, text } => {
                values.push(splice(&habits, *node, range, text)?);
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
        let lowered = Sequence::new(&habits, document.node(*id))?.lower(changes);
        first.extend(lowered.before);
        last.extend(lowered.after);
    }
    // At one place: what comes before a value, then the value's own, then what comes behind it.
    first.extend(values);
    first.extend(last);
    for edit in &mut first {
        deepen(&habits, &deepened, edit);
    }
    Ok(first)
}

/// Another key in the quotes of the old one; where colons or values stand in a column they stay.
fn rename(habits: &Habits<'_>, value: NodeRef<'_>, member: &Member, name: &str) -> TextEdit {
    let document = habits.document;
    let key = Style::renamed(habits, member.key.quote, name);
    match value
        .parent()
        .and_then(|object| Columns::of(document, object))
    {
        Some(columns) => {
            let span = Span::new(member.key.span.start, value.span().start);
            let between = document.slice(Span::new(member.key.span.end, span.end));
            let behind = between.split_once(':').map_or(" ", |(_, behind)| behind);
            let colon = columns.colon(&key, &format!(":{behind}"));
            TextEdit::replace(span, format!("{key}{colon}"))
        }
        None => TextEdit::replace(member.key.span, key),
    }
}

/// A value in the place of another one, on one line where that is alone on its own.
fn replace(habits: &Habits<'_>, node: NodeRef<'_>, value: &Value) -> TextEdit {
    let document = habits.document;
    let text = &document.text;
    let style = Style::instead_of(habits, node);
    let around = node.parent().unwrap_or(node);
    let flat = is_flat(document, around)
        && (node.parent().is_some() || document.slice(around.span()).len() > 2);
    let indent = &*place::margin(document, node.span().start);
    let name = node.member().map(|member| member.key.text.as_str());
    let new = style.replacement(name, value, indent, flat);
    // An opening bracket begins a line where others do, and nothing else does.
    if let Some(from) = behind_colon(document, node) {
        let opens = new.starts_with(['{', '[']) && new.contains(['\n', '\r']);
        let begins = place::starts_line(text, node.span().start);
        if opens && !begins && habits.opens_line {
            let new = format!("{}{indent}{new}", style.newline);
            return TextEdit::replace(Span::new(from, node.span().end), new);
        }
        if begins && !new.starts_with(['{', '[']) {
            let new = format!("{}{new}", style.behind_colon());
            return TextEdit::replace(Span::new(from, node.span().end), new);
        }
    }
    TextEdit::replace(node.span(), new)
}

/// The end of the colon before a value, if nothing but blank space stands between.
fn behind_colon(document: &Document, node: NodeRef<'_>) -> Option<usize> {
    let key = node.member()?.key.span;
    let between = document.text.get(key.end..node.span().start)?;
    (between.trim() == ":").then_some(key.end + between.find(':')? + 1)
}

/// The values whose lines go one step deeper, since braces come around them, and that step.
fn deepened<'d>(habits: &Habits<'d>, edits: &[Edit]) -> Vec<(Span, &'d str)> {
    let mut all = Vec::new();
    for edit in edits {
        if let Edit::Wrap { node, .. } = edit {
            let node = habits.document.node(*node);
            let style = Style::near(habits, node.parent());
            if !stays_flat(&style, habits.document, node) {
                all.push((node.span(), style.unit));
            }
        }
    }
    all
}

/// Writes the new lines inside of what goes deeper as deep as the others.
fn deepen(habits: &Habits<'_>, deepened: &[(Span, &str)], edit: &mut TextEdit) {
    let span = edit.span;
    let newline = habits.document.newline.as_str();
    for (outer, unit) in deepened {
        if outer.start < span.start && span.end < outer.end {
            let deeper = edit.text.replace(newline, &format!("{newline}{unit}"));
            let blank = format!("{newline}{unit}{newline}");
            edit.text = deeper.replace(&blank, &format!("{newline}{newline}"));
        }
    }
}

/// Whether a value that gets braces around it stays on one line with them.
fn stays_flat(style: &Style<'_, '_>, document: &Document, node: NodeRef<'_>) -> bool {
    if !is_flat(document, node) {
        return false;
    }
    match node.parent() {
        None => is_filled(node),
        Some(parent) => {
            is_flat(document, parent)
                || style.flat_objects == Some(true)
                || node.is_object() && is_filled(node)
        }
    }
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
fn wrap(habits: &Habits<'_>, id: NodeId, key: &str, edits: &mut Vec<TextEdit>) {
    let document = habits.document;
    let text = &document.text;
    let node = document.node(id);
    let span = node.span();
    let style = Style::near(habits, node.parent()).of_one_member();
    if stays_flat(&style, document, node) {
        let whole = style.braced(&style.member(key, "\u{0}", ""));
        if let Some((before, behind)) = whole.split_once('\u{0}') {
            edits.push(TextEdit::insert(span.start, before));
            edits.push(TextEdit::insert(span.end, behind));
        }
        return;
    }
    let base = place::margin(document, span.start);
    let line = format!("{}{base}", style.newline);
    let inner = format!("{base}{}", style.unit);
    let is_open = node.is_object() || node.is_array();
    let member = style.before_value(key, &inner, is_open && !is_flat(document, node));
    let opening = format!("{{{line}{}{member}", style.unit);
    edits.push(match behind_colon(document, node) {
        Some(from) if habits.opens_line && !place::starts_line(text, span.start) => {
            TextEdit::replace(Span::new(from, span.start), format!("{line}{opening}"))
        }
        _ => TextEdit::insert(span.start, opening),
    });
    let mut at = place::next_line(text, span.start);
    while at < span.end {
        if !place::ends_line(text, at) {
            edits.push(TextEdit::insert(at, style.unit));
        }
        at = place::next_line(text, at);
    }
    let comma = if style.trailing { "," } else { "" };
    edits.push(TextEdit::insert(span.end, format!("{comma}{line}}}")));
}

/// The bytes of a string literal that say `range` of its text.
fn splice(
    habits: &Habits<'_>,
    id: NodeId,
    range: &Range<usize>,
    text: &str,
) -> Result<TextEdit, EditError> {
    let document = habits.document;
    let node = document.node(id);
    let NodeKind::String {
        text: decoded,
        quote,
    } = node.kind()
    else {
        return Err(EditError::Mismatch);
    };
    let broken = EditError::Unsupported("the string is not whole");
    let mark = match quote {
        Quote::Double => '"',
        Quote::Single if document.dialect.json5 => '\'',
        _ => return Err(EditError::Mismatch),
    };
    let raw = document.slice(node.span());
    let raw = raw
        .strip_prefix(mark)
        .and_then(|raw| raw.strip_suffix(mark))
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
            Unit::Bad if mark == '\'' && &raw[unit.start..unit.end] == "\\'" => 1,
            Unit::Bad | Unit::Control(_) => return Err(broken),
        };
    }
    note(at, raw.len());
    let (Some(start), Some(end), true) = (start, end, at == decoded.len()) else {
        return Err(broken);
    };
    let from = node.span().start + 1;
    let span = Span::new(from + start, from + end);
    let new = match mark {
        '"' => place::escape(text),
        _ => place::escape_single(text),
    };
    let new = if habits.ascii {
        place::as_ascii(&new)
    } else {
        new
    };
    Ok(TextEdit::replace(span, new))
}
