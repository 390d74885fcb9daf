//! The old tree and the new one, side by side.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::edit::EditError;
use super::super::{Document, Format, Member, NodeId, NodeKind, NodeRef, Span};
use super::plan::{New, Plan};
use super::unverified;

pub(super) struct Walk<'w, 'e> {
    old: &'w Document,
    new: &'w Document,
    plan: &'w Plan<'e>,
}

/// What stands at one place of an object or a list.
#[derive(Clone, Copy)]
enum Slot<'w, 'e> {
    /// What stood there before, and its name in an object.
    Kept(Option<&'w Member>, NodeId),
    New(New<'e>),
}

/// What stands at one place of the new object or list.
#[derive(Clone, Copy)]
struct Part<'w> {
    member: Option<&'w Member>,
    value: NodeRef<'w>,
}

impl Part<'_> {
    fn span(&self) -> Span {
        self.member
            .map_or_else(|| self.value.span(), |member| member.span)
    }
}

type Verdict = Result<(), EditError>;

fn differs<T>() -> Result<T, EditError> {
    Err(unverified("its values would differ in another place"))
}

fn same(is_same: bool) -> Verdict {
    if is_same { Ok(()) } else { differs() }
}

impl<'w, 'e> Walk<'w, 'e> {
    pub(super) fn new(old: &'w Document, new: &'w Document, plan: &'w Plan<'e>) -> Self {
        Walk { old, new, plan }
    }

    pub(super) fn root(&self, old: NodeRef<'w>, new: NodeRef<'w>) -> Verdict {
        if self.old.format == Format::Json && !self.plan.wrapped.contains_key(&old.id()) {
            let before = |span: Span| Span::new(0, span.start);
            let behind = |span: Span, text: &str| Span::new(span.end, text.len());
            self.gap(before(old.span()), before(new.span()))?;
            self.gap(
                behind(old.span(), &self.old.text),
                behind(new.span(), &self.new.text),
            )?;
        }
        self.node(old, new, false)
    }

    /// Compares a node with what it has become. `is_moved`: its lines may be indented otherwise.
    fn node(&self, old: NodeRef<'w>, new: NodeRef<'w>, is_moved: bool) -> Verdict {
        let Some(key) = self.plan.wrapped.get(&old.id()) else {
            return self.inner(old, new, is_moved);
        };
        match new.members() {
            [only] if only.key.text == *key => self.inner(old, self.new.node(only.value), true),
            _ => differs(),
        }
    }

    fn inner(&self, old: NodeRef<'w>, new: NodeRef<'w>, is_moved: bool) -> Verdict {
        if let Some(value) = self.plan.set.get(&old.id()) {
            return self.value(value, new);
        }
        if let Some(text) = self.plan.spliced(old) {
            return match text {
                Some(text) => same(new.as_str() == Some(&text)),
                None => Err(EditError::Mismatch),
            };
        }
        let is_whole = self.old.format != Format::Toml || !is_container(old);
        if is_whole && !self.plan.touches(old) {
            self.spelling(old.span(), new.span(), is_moved)?;
        }
        match (old.kind(), new.kind()) {
            (NodeKind::Object(_), NodeKind::Object(_))
            | (NodeKind::Array(_), NodeKind::Array(_)) => self.container(old, new, is_moved),
            (
                NodeKind::String { text, quote },
                NodeKind::String {
                    text: now,
                    quote: by,
                },
            ) => same(text == now && quote == by),
            (was, is) => same(was == is && !is_container(old)),
        }
    }

    /// What no edit is about is written as it was.
    fn spelling(&self, old: Span, new: Span, is_moved: bool) -> Verdict {
        let (old, new) = (self.old.slice(old), self.new.slice(new));
        let is_same = if is_moved {
            old.lines().map(str::trim).eq(new.lines().map(str::trim))
        } else {
            old == new
        };
        if is_same {
            Ok(())
        } else {
            Err(unverified("a value would be written otherwise"))
        }
    }

    fn gap(&self, old: Span, new: Span) -> Verdict {
        let is_same = old.start <= old.end
            && new.start <= new.end
            && self.old.slice(old) == self.new.slice(new);
        if is_same || self.plan.touches_comments(old) {
            Ok(())
        } else {
            Err(unverified("the text between its values would change"))
        }
    }

    fn container(&self, old: NodeRef<'w>, new: NodeRef<'w>, is_moved: bool) -> Verdict {
        let slots = self.slots(old);
        let parts = parts(new);
        if slots.len() != parts.len() {
            return differs();
        }
        // TOML puts tables behind values, and a table stands where it is first named: what comes
        // may come elsewhere, and what goes may change which of the others is named first.
        let order = if self.old.format == Format::Toml && old.is_object() {
            self.by_name(old, &slots, &parts)?
        } else {
            (0..parts.len()).collect()
        };
        for (slot, at) in slots.iter().zip(order) {
            self.slot(*slot, parts[at], is_moved)?;
        }
        if self.old.format != Format::Toml && !is_moved {
            self.gaps(old, new, &slots, &parts)?;
        }
        Ok(())
    }

    /// What is expected in a container, in order.
    fn slots(&self, old: NodeRef<'w>) -> Vec<Slot<'w, 'e>> {
        let old_parts = parts(old);
        let mut slots = Vec::with_capacity(old_parts.len());
        let mut before = None;
        for (index, part) in old_parts.iter().enumerate() {
            let id = part.value.id();
            let added = self.plan.between(old.id(), index, before, Some(id));
            slots.extend(added.into_iter().map(Slot::New));
            if !self.plan.gone.contains(&id) {
                slots.push(Slot::Kept(part.member, id));
            }
            before = Some(id);
        }
        let added = self.plan.between(old.id(), old_parts.len(), before, None);
        slots.extend(added.into_iter().map(Slot::New));
        slots
    }

    /// Which part each slot of a TOML table is. What is kept keeps its order, unless something
    /// goes out of the table.
    fn by_name(
        &self,
        old: NodeRef<'w>,
        slots: &[Slot<'w, 'e>],
        parts: &[Part<'w>],
    ) -> Result<Vec<usize>, EditError> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            let name = part.member.map_or("", |member| member.key.text.as_str());
            if places.insert(name, at).is_some() {
                // A name twice is an error of its own, and stands where it stood.
                return Ok((0..parts.len()).collect());
            }
        }
        let mut order = Vec::with_capacity(slots.len());
        let mut last = None;
        for slot in slots {
            let at = self.name(*slot).and_then(|name| places.get(name)).copied();
            let Some(at) = at else { return differs() };
            if matches!(slot, Slot::Kept(..)) && !self.plan.thins(old.id()) {
                if last.is_some_and(|last| at < last) {
                    return Err(unverified("its members would change places"));
                }
                last = Some(at);
            }
            order.push(at);
        }
        Ok(order)
    }

    fn name<'s>(&'s self, slot: Slot<'s, 'e>) -> Option<&'s str> {
        match slot {
            Slot::Kept(member, id) => {
                let renamed = self.plan.renamed.get(&id).copied();
                renamed.or_else(|| member.map(|member| member.key.text.as_str()))
            }
            Slot::New(New::Member(name, _) | New::Moved(name, _)) => Some(name),
            Slot::New(New::Item(_)) => None,
        }
    }

    fn slot(&self, slot: Slot<'w, 'e>, part: Part<'w>, is_moved: bool) -> Verdict {
        let name = part.member.map(|member| member.key.text.as_str());
        if self.name(slot) != name {
            return differs();
        }
        match slot {
            Slot::Kept(member, id) => {
                let old = self.old.node(id);
                if let (Some(old_member), Some(new_member)) = (member, part.member)
                    && self.old.format != Format::Toml
                {
                    if !self.plan.renamed.contains_key(&id) {
                        self.spelling(old_member.key.span, new_member.key.span, false)?;
                    }
                    if !is_moved && !self.plan.touches(old) {
                        let behind = |member: &Member, value: NodeRef<'_>| {
                            Span::new(member.key.span.end, value.span().start)
                        };
                        self.gap(behind(old_member, old), behind(new_member, part.value))?;
                    }
                }
                self.node(old, part.value, is_moved)
            }
            Slot::New(New::Member(_, value) | New::Item(value)) => self.value(value, part.value),
            Slot::New(New::Moved(_, id)) => self.node(self.old.node(id), part.value, true),
        }
    }

    /// What stands between two neighbours that stay neighbours does not change.
    fn gaps(
        &self,
        old: NodeRef<'w>,
        new: NodeRef<'w>,
        slots: &[Slot<'w, 'e>],
        new_parts: &[Part<'w>],
    ) -> Verdict {
        let old_parts = parts(old);
        let kept = |at: usize| match slots.get(at) {
            Some(Slot::Kept(_, id)) => Some(*id),
            _ => None,
        };
        // Which slot each old part has become.
        let mut slot_of: BTreeMap<NodeId, usize> = BTreeMap::new();
        for at in 0..slots.len() {
            if let Some(id) = kept(at) {
                slot_of.insert(id, at);
            }
        }
        let at = |part: &Part<'_>| slot_of.get(&part.value.id()).copied();
        let is_open = |part: &Part<'_>| self.plan.wrapped.contains_key(&part.value.id());
        for pair in old_parts.windows(2) {
            let (Some(left), Some(right)) = (at(&pair[0]), at(&pair[1])) else {
                continue;
            };
            // In YAML what is added to one of them, or was absent, is between their spans.
            let settled = self.old.format == Format::Json
                || !pair.iter().any(|part| self.plan.touches(part.value));
            if left + 1 == right && settled && !is_open(&pair[0]) {
                let between = |left: Span, right: Span| Span::new(left.end, right.start);
                self.gap(
                    between(pair[0].span(), pair[1].span()),
                    between(new_parts[left].span(), new_parts[right].span()),
                )?;
            }
        }
        if self.old.format != Format::Json {
            return Ok(());
        }
        let first = old_parts.first().and_then(at).filter(|at| *at == 0);
        if let (Some(at), Some(was)) = (first, old_parts.first()) {
            let before = |outer: Span, inner: Span| Span::new(outer.start, inner.start);
            self.gap(
                before(old.span(), was.span()),
                before(new.span(), new_parts[at].span()),
            )?;
        }
        let last = old_parts.last().and_then(at);
        if let (Some(at), Some(was)) = (last, old_parts.last())
            && at + 1 == slots.len()
        {
            let behind = |outer: Span, inner: Span| Span::new(inner.end, outer.end);
            self.gap(
                behind(old.span(), was.span()),
                behind(new.span(), new_parts[at].span()),
            )?;
        }
        Ok(())
    }

    /// Compares a value that an edit brought with what stands there.
    fn value(&self, value: &Value, new: NodeRef<'_>) -> Verdict {
        match (value, new.kind()) {
            (Value::Object(members), NodeKind::Object(actual)) => {
                same(members.len() == actual.len())?;
                for (index, (name, value)) in members.iter().enumerate() {
                    // Where a value is replaced, members of its name may stay where they are.
                    let found = if self.old.format != Format::Json {
                        new.get(name)
                    } else {
                        let at = actual.get(index).filter(|at| at.key.text == *name);
                        at.map(|at| self.new.node(at.value))
                    };
                    match found {
                        Some(found) => self.value(value, found)?,
                        None => return differs(),
                    }
                }
                Ok(())
            }
            (Value::Array(items), NodeKind::Array(actual)) => {
                same(items.len() == actual.len())?;
                for (value, found) in items.iter().zip(new.items()) {
                    self.value(value, found)?;
                }
                Ok(())
            }
            (Value::String(text), NodeKind::String { text: now, .. }) => same(text == now),
            (Value::Number(number), NodeKind::Number(raw)) => same(number.to_string() == *raw),
            (Value::Bool(value), NodeKind::Bool(now)) => same(value == now),
            (Value::Null, NodeKind::Null) => Ok(()),
            _ => differs(),
        }
    }
}

fn is_container(node: NodeRef<'_>) -> bool {
    node.is_object() || node.is_array()
}

fn parts(node: NodeRef<'_>) -> Vec<Part<'_>> {
    let members = node.members().iter().zip(node.entries());
    let members = members.map(|(member, (_, value))| Part {
        member: Some(member),
        value,
    });
    let items = node.items().map(|value| Part {
        member: None,
        value,
    });
    members.chain(items).collect()
}
