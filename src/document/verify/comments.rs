//! No comment goes but beside what goes.

use std::collections::{BTreeMap, BTreeSet};

use super::super::edit::{Edit, EditError};
use super::super::{Comment, Document, NodeId, NodeRef, Span};
use super::unverified;

/// Checks that `new` has the comments of `old`, but for those in or beside a value that an edit
/// takes away, and those that an edit is about.
pub(super) fn verify(old: &Document, edits: &[Edit], new: &Document) -> Result<(), EditError> {
    if old.comments.is_empty() && new.comments.is_empty() {
        return Ok(());
    }
    let mut balance: BTreeMap<String, isize> = BTreeMap::new();
    for comment in &new.comments {
        *balance.entry(words(new, comment)).or_default() += 1;
    }
    for comment in &old.comments {
        *balance.entry(words(old, comment)).or_default() -= 1;
    }
    balance.retain(|_, count| *count != 0);
    if balance.is_empty() {
        return Ok(());
    }
    let about = edits
        .iter()
        .filter(|edit| matches!(edit, Edit::Comment(_)))
        .count();
    let more: isize = balance.values().filter(|count| **count > 0).sum();
    if more > isize::try_from(about).unwrap_or(isize::MAX) {
        return Err(unverified("a comment would come in"));
    }
    let places = joined(places(old, edits));
    for comment in &old.comments {
        let first = places.partition_point(|place| place.end < comment.span.start);
        let may_go = places
            .get(first)
            .is_some_and(|place| place.start <= comment.span.end);
        if may_go && let Some(count) = balance.get_mut(&words(old, comment)) {
            *count += 1;
        }
    }
    if balance.values().any(|count| *count < 0) {
        return Err(unverified("a comment would be lost"));
    }
    Ok(())
}

/// What a comment says, however its lines are indented.
fn words(document: &Document, comment: &Comment) -> String {
    let lines: Vec<&str> = document
        .slice(comment.span)
        .lines()
        .map(str::trim)
        .collect();
    lines.join("\n")
}

/// Where comments may go with `edits`.
fn places(old: &Document, edits: &[Edit]) -> Vec<Span> {
    let mut places = Vec::new();
    let mut leave: BTreeMap<Option<NodeId>, BTreeSet<NodeId>> = BTreeMap::new();
    for edit in edits {
        match edit {
            Edit::SetValue { node, value } => {
                let node = old.node(*node);
                let nested = node.is_object() || node.is_array();
                if nested {
                    let of_parent = leave.entry(node.parent().map(NodeRef::id)).or_default();
                    of_parent.insert(node.id());
                }
                // What stands behind a plain value stays behind another one.
                places.push(if nested || value.is_object() || value.is_array() {
                    beside(old, node.span())
                } else {
                    node.span()
                });
            }
            Edit::Remove { node } | Edit::MoveMember { member: node, .. } => {
                let parent = old.node(*node).parent();
                let of_parent = leave.entry(parent.map(NodeRef::id)).or_default();
                of_parent.insert(*node);
            }
            Edit::Comment(edit) | Edit::Text(edit) => places.push(edit.span),
            _ => {}
        }
    }
    for (parent, nodes) in leave {
        let members = parent.map_or(&[][..], |parent| old.node(parent).members());
        for node in &nodes {
            let mut inside = vec![old.node(*node)];
            while let Some(node) = inside.pop() {
                places.push(beside(old, node.span()));
                inside.extend(node.entries().map(|(_, value)| value).chain(node.items()));
            }
        }
        for member in members.iter().filter(|it| nodes.contains(&it.value)) {
            // All places that name it.
            let sites = member.key.other_sites.iter().chain([&member.span]);
            places.extend(sites.map(|site| beside(old, *site)));
        }
    }
    places
}

/// A place with the blanks, commas and comments around it.
fn beside(old: &Document, span: Span) -> Span {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | ':' | ']');
    let mut start = span.start;
    let mut end = span.end;
    loop {
        start = old.text[..start].trim_end_matches(is_gap).len();
        let above = old
            .comments
            .partition_point(|comment| comment.span.end < start);
        match old.comments.get(above) {
            Some(comment) if comment.span.end == start => start = comment.span.start,
            _ => break,
        }
    }
    loop {
        end = old.text.len() - old.text[end..].trim_start_matches(is_gap).len();
        let below = old
            .comments
            .partition_point(|comment| comment.span.start < end);
        match old.comments.get(below) {
            Some(comment) if comment.span.start == end => end = comment.span.end,
            _ => break,
        }
    }
    Span::new(start, end)
}

/// Sorted and without overlap.
fn joined(mut places: Vec<Span>) -> Vec<Span> {
    places.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}
