//! What edits mean for each node of the unchanged tree.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use super::super::edit::{Edit, Place};
use super::super::{Document, NodeId, NodeKind, NodeRef, Span};

/// What comes into an object or a list.
#[derive(Clone, Copy)]
pub(super) enum New<'e> {
    Member(&'e str, &'e Value),
    Item(&'e Value),
    Moved(&'e str, NodeId),
}

/// Where something new comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Anchor {
    First,
    Before(NodeId),
    After(NodeId),
    Index(usize),
    Last,
}

/// All that edits do, by node.
#[derive(Default)]
pub(super) struct Plan<'e> {
    pub(super) set: BTreeMap<NodeId, &'e Value>,
    /// What leaves its place: removed, or moved.
    pub(super) gone: BTreeSet<NodeId>,
    pub(super) renamed: BTreeMap<NodeId, &'e str>,
    pub(super) wrapped: BTreeMap<NodeId, &'e str>,
    spliced: BTreeMap<NodeId, Vec<(&'e Range<usize>, &'e str)>>,
    /// Each with the number of its edit.
    added: BTreeMap<(NodeId, Anchor), Vec<(usize, New<'e>)>>,
    /// The nodes in or below which something happens.
    touched: BTreeSet<NodeId>,
    /// Objects in which, or in whose inside, something goes, is replaced or comes from elsewhere.
    thinned: BTreeSet<NodeId>,
    /// Where comments change, sorted.
    comments: Vec<Span>,
}

impl<'e> Plan<'e> {
    /// `None` when an edit fits no node, or two contradict each other.
    pub(super) fn new(old: &Document, edits: &'e [Edit]) -> Option<Plan<'e>> {
        let mut plan = Plan::default();
        let mut moved = BTreeSet::new();
        for (number, edit) in edits.iter().enumerate() {
            plan.add(old, number, edit, &mut moved)?;
        }
        plan.comments.sort();
        edits
            .iter()
            .all(|edit| plan.is_reached(old, edit, &moved))
            .then_some(plan)
    }

    fn add(
        &mut self,
        old: &Document,
        number: usize,
        edit: &'e Edit,
        moved: &mut BTreeSet<NodeId>,
    ) -> Option<()> {
        let fresh = |is_fresh: bool| is_fresh.then_some(());
        match edit {
            Edit::SetValue { node, value } => {
                fresh(self.set.insert(*node, value).is_none())?;
                self.touch(old, *node);
                self.thin(old, *node);
            }
            Edit::RenameKey { member, name } => {
                is_member(old, *member).then_some(())?;
                fresh(self.renamed.insert(*member, name).is_none())?;
                self.touch(old, *member);
            }
            Edit::InsertMember {
                object,
                key,
                value,
                at,
            } => {
                old.node(*object).is_object().then_some(())?;
                let anchor = match at {
                    Place::First => Anchor::First,
                    Place::Last => Anchor::Last,
                    Place::Before(id) => Anchor::Before(*id),
                    Place::After(id) => Anchor::After(*id),
                };
                if let Place::Before(id) | Place::After(id) = at {
                    let parent = old.node(*id).parent();
                    (parent?.id() == *object).then_some(())?;
                }
                self.insert(old, *object, anchor, number, New::Member(key, value));
            }
            Edit::Remove { node } => {
                old.node(*node).parent()?;
                fresh(self.gone.insert(*node))?;
                self.touch(old, *node);
                self.thin(old, *node);
            }
            Edit::InsertItem {
                array,
                index,
                value,
            } => {
                let node = old.node(*array);
                (node.is_array() && *index <= node.items().len()).then_some(())?;
                self.insert(old, *array, Anchor::Index(*index), number, New::Item(value));
            }
            Edit::MoveMember {
                member,
                object,
                name,
            } => {
                (is_member(old, *member) && old.node(*object).is_object()).then_some(())?;
                // Nothing can be moved into itself.
                (!around(old, *object).any(|node| node.id() == *member)).then_some(())?;
                fresh(self.gone.insert(*member) && moved.insert(*member))?;
                self.touch(old, *member);
                self.thin(old, *member);
                // A header that gets another path may be the first now to name what is around.
                self.thin(old, *object);
                self.insert(
                    old,
                    *object,
                    Anchor::Last,
                    number,
                    New::Moved(name, *member),
                );
            }
            Edit::Wrap { node, key } => {
                fresh(self.wrapped.insert(*node, key).is_none())?;
                self.touch(old, *node);
            }
            Edit::Splice { node, range, text } => {
                old.node(*node).as_str()?.get(range.clone())?;
                self.spliced.entry(*node).or_default().push((range, text));
                self.touch(old, *node);
            }
            Edit::Comment(edit) => self.comments.push(edit.span),
            Edit::Text(_) => return None,
        }
        Some(())
    }

    fn insert(
        &mut self,
        old: &Document,
        container: NodeId,
        anchor: Anchor,
        number: usize,
        new: New<'e>,
    ) {
        let at = self.added.entry((container, anchor)).or_default();
        at.push((number, new));
        self.touch(old, container);
    }

    fn touch(&mut self, old: &Document, node: NodeId) {
        for node in around(old, node) {
            if !self.touched.insert(node.id()) {
                break;
            }
        }
    }

    fn thin(&mut self, old: &Document, node: NodeId) {
        for node in around(old, node).skip(1) {
            if !self.thinned.insert(node.id()) {
                break;
            }
        }
    }

    /// Whether an edit is still of use beside the others: its node is not inside of what goes or
    /// is replaced, and nothing else happens to what it takes away.
    fn is_reached(&self, old: &Document, edit: &Edit, moved: &BTreeSet<NodeId>) -> bool {
        // Out of an object that goes something may have moved before.
        let is_there = |id: NodeId| {
            let mut inner = None::<NodeId>;
            for node in around(old, id) {
                let has_left = inner.is_some_and(|inner| moved.contains(&inner));
                if has_left {
                    return true;
                }
                let id = node.id();
                if self.set.contains_key(&id) && inner.is_some() {
                    return false;
                }
                if self.gone.contains(&id) && !moved.contains(&id) && inner.is_some() {
                    return false;
                }
                inner = Some(id);
            }
            true
        };
        let stays = |id: NodeId| !self.gone.contains(&id) && !self.set.contains_key(&id);
        match edit {
            Edit::SetValue { node, .. } => {
                !self.gone.contains(node)
                    && !self.wrapped.contains_key(node)
                    && !self.spliced.contains_key(node)
                    && is_there(*node)
            }
            Edit::Remove { node } => {
                let alone = !self.renamed.contains_key(node)
                    && !self.wrapped.contains_key(node)
                    && !self.spliced.contains_key(node);
                alone && is_there(*node)
            }
            Edit::MoveMember { member, object, .. } => {
                let alone =
                    !self.renamed.contains_key(member) && !self.wrapped.contains_key(member);
                // Where the moved thing was is of no matter, if only it was moved from there.
                let out = around(old, *member)
                    .skip(1)
                    .all(|node| !self.set.contains_key(&node.id()));
                alone && out && stays(*object) && is_there(*object)
            }
            Edit::RenameKey { member, .. } => !self.gone.contains(member) && is_there(*member),
            Edit::Wrap { node, .. } => stays(*node) && is_there(*node),
            Edit::Splice { node, .. } => {
                !self.set.contains_key(node)
                    && (!self.gone.contains(node) || moved.contains(node))
                    && is_there(*node)
            }
            Edit::InsertMember { object: node, .. } | Edit::InsertItem { array: node, .. } => {
                !self.set.contains_key(node)
                    && (!self.gone.contains(node) || moved.contains(node))
                    && is_there(*node)
            }
            Edit::Text(_) | Edit::Comment(_) => true,
        }
    }

    /// Whether something happens to `node` or below it.
    pub(super) fn touches(&self, node: NodeRef<'_>) -> bool {
        self.touched.contains(&node.id()) || self.touches_comments(node.span())
    }

    /// Whether something goes in `node` or below it, is replaced or comes from elsewhere.
    pub(super) fn thins(&self, node: NodeId) -> bool {
        self.thinned.contains(&node)
    }

    /// Whether the comments of `span` change.
    pub(super) fn touches_comments(&self, span: Span) -> bool {
        let first = self
            .comments
            .partition_point(|other| other.end < span.start);
        self.comments
            .get(first)
            .is_some_and(|other| other.start <= span.end)
    }

    /// What comes into `container` between two neighbours of the unchanged tree, in its order.
    pub(super) fn between(
        &self,
        container: NodeId,
        index: usize,
        before: Option<NodeId>,
        behind: Option<NodeId>,
    ) -> Vec<New<'e>> {
        if self.added.is_empty() {
            return Vec::new();
        }
        let anchors = [
            before.is_none().then_some(Anchor::First),
            before.map(Anchor::After),
            behind.map(Anchor::Before),
            Some(Anchor::Index(index)),
            behind.is_none().then_some(Anchor::Last),
        ];
        let mut all: Vec<(usize, New<'e>)> = anchors
            .into_iter()
            .flatten()
            .filter_map(|anchor| self.added.get(&(container, anchor)))
            .flatten()
            .copied()
            .collect();
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, new)| new).collect()
    }

    /// The text of a string with its parts replaced; `None` where two of them overlap.
    pub(super) fn spliced(&self, node: NodeRef<'_>) -> Option<Option<String>> {
        let parts = self.spliced.get(&node.id())?;
        let NodeKind::String { text, .. } = node.kind() else {
            return Some(None);
        };
        let mut parts = parts.clone();
        parts.sort_by_key(|(range, _)| (range.start, range.end));
        let mut result = String::with_capacity(text.len());
        let mut at = 0;
        for (range, new) in parts {
            let Some(kept) = text.get(at..range.start) else {
                return Some(None);
            };
            result.push_str(kept);
            result.push_str(new);
            at = range.end;
        }
        result.push_str(text.get(at..).unwrap_or_default());
        Some(Some(result))
    }
}

/// A node and all that is around it, from the inside out.
fn around(old: &Document, node: NodeId) -> impl Iterator<Item = NodeRef<'_>> {
    std::iter::successors(Some(old.node(node)), |node| node.parent())
}

fn is_member(old: &Document, node: NodeId) -> bool {
    old.node(node).parent().is_some_and(NodeRef::is_object)
}
