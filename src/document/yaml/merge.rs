//! What aliases and merge keys bring in from other places, and what edits would do to it.

use std::collections::BTreeSet;

use super::super::edit::{EditError, TextEdit};
use super::super::span::Span;
use super::super::tree::{NodeId, NodeKind, NodeRef};
use super::place::{Layout, is_merge};
use super::read::Anchor;
use super::refusal;

/// Checks that no merge key brings a member called `name` into `object`: with one of its own, and
/// without it, another one would count.
pub(super) fn check_name(
    layout: Layout<'_>,
    object: NodeRef<'_>,
    name: &str,
) -> Result<(), EditError> {
    if brings(layout, object, name, &mut BTreeSet::new()) {
        Err(refusal::MERGED_NAME)
    } else {
        Ok(())
    }
}

/// Whether a merge key of `object` brings in a member called `name`, or may.
fn brings(
    layout: Layout<'_>,
    object: NodeRef<'_>,
    name: &str,
    seen: &mut BTreeSet<NodeId>,
) -> bool {
    let mut merged = object.entries().map(|(_, value)| value);
    seen.insert(object.id())
        && merged.any(|value| {
            is_merge(value)
                && match value.kind() {
                    NodeKind::Array(_) => value.items().any(|it| holds(layout, it, name, seen)),
                    _ => holds(layout, value, name, seen),
                }
        })
}

fn holds(layout: Layout<'_>, source: NodeRef<'_>, name: &str, seen: &mut BTreeSet<NodeId>) -> bool {
    match source.kind() {
        NodeKind::Object(_) => source.get(name).is_some() || brings(layout, source, name, seen),
        NodeKind::Opaque { .. } => aliased(layout, source.span())
            .and_then(|anchor| anchor.node)
            .is_none_or(|id| holds(layout, layout.document.node(id), name, seen)),
        _ => false,
    }
}

/// The anchor that the alias at `span` refers to.
fn aliased(layout: Layout<'_>, span: Span) -> Option<&Anchor> {
    let mut anchors = layout.document.anchors.iter();
    anchors.find(|anchor| anchor.aliases.contains(&span))
}

/// Checks that the values in a member that moves to the end of `object` mean the same there.
pub(super) fn check_moved(
    layout: Layout<'_>,
    value: NodeRef<'_>,
    object: NodeRef<'_>,
) -> Result<(), EditError> {
    let Some(member) = value.member() else {
        return Err(EditError::Mismatch);
    };
    let moved = member.span;
    let anchors = &layout.document.anchors;
    let name = |anchor: &Anchor| &layout.text()[anchor.span.start..anchor.span.end];
    for anchor in anchors {
        if anchor.aliases.is_empty() {
            continue;
        }
        if moved.covers(anchor.span) {
            return Err(refusal::STILL_USED);
        }
        if !anchor.aliases.iter().any(|alias| moved.covers(*alias)) {
            continue;
        }
        let once = anchors.iter().filter(|it| name(it) == name(anchor)).count() == 1;
        if !once || object.span().end < anchor.span.end {
            return Err(refusal::MOVED_ALIAS);
        }
    }
    Ok(())
}

/// Checks that no alias loses its anchor.
pub(super) fn check_removed(layout: Layout<'_>, edits: &[TextEdit]) -> Result<(), EditError> {
    let used = |anchor: &&Anchor| !anchor.aliases.is_empty();
    let mut anchors = layout.document.anchors.iter().filter(used).peekable();
    if anchors.peek().is_none() {
        return Ok(());
    }
    let mut gone: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
    gone.sort_by_key(|span| span.start);
    // The furthest end of all that start so far.
    let mut furthest = 0;
    for span in &mut gone {
        furthest = furthest.max(span.end);
        span.end = furthest;
    }
    let goes = |span: Span| {
        let behind = gone.partition_point(|it| it.start <= span.start);
        behind > 0 && gone[behind - 1].end >= span.end
    };
    let lost = anchors.any(|it| goes(it.span) && !it.aliases.iter().all(|alias| goes(*alias)));
    if lost {
        Err(refusal::STILL_USED)
    } else {
        Ok(())
    }
}
