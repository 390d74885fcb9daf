//! Edits of the tree, lowered to edits of the text.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::Document;
use super::super::edit::{Edit, EditError, Place, TextEdit};
use super::super::tree::{NodeId, NodeKind, NodeRef, Quote};
use super::place::{Layout, is_merge};
use super::plan::{Changes, Entry, Plan};
use super::style::Style;
use super::{collection, merge, refusal, replace, scalar, string, write};

pub(crate) fn lower(document: &Document, edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    let mut changes = Changes {
        layout: Layout { document },
        plans: BTreeMap::new(),
        splices: BTreeMap::new(),
        out: Vec::new(),
    };
    let wraps = edits.iter().any(|edit| matches!(edit, Edit::Wrap { .. }));
    if wraps && edits.len() > 1 {
        return Err(refusal::WRAPPED_ALONE);
    }
    if changes_what_is_replaced(document, edits) {
        return Err(EditError::Overlap);
    }
    for edit in edits {
        changes.take(edit)?;
    }
    changes.finish()
}

/// Whether one edit replaces, moves or removes a value, and another one changes something in it.
fn changes_what_is_replaced(document: &Document, edits: &[Edit]) -> bool {
    let mut replaced = BTreeSet::new();
    for edit in edits {
        if let Edit::SetValue { node, .. }
        | Edit::Remove { node }
        | Edit::MoveMember { member: node, .. } = edit
            && !replaced.insert(*node)
        {
            return true;
        }
    }
    let inside = |id: NodeId| {
        std::iter::successors(Some(document.node(id)), |node| node.parent())
            .any(|node| replaced.contains(&node.id()))
    };
    let around = |id: NodeId| {
        document
            .node(id)
            .parent()
            .is_some_and(|parent| inside(parent.id()))
    };
    edits.iter().any(|edit| match edit {
        Edit::SetValue { node, .. } | Edit::Remove { node } => around(*node),
        Edit::RenameKey { member, .. } => around(*member),
        Edit::InsertMember { object: node, .. }
        | Edit::InsertItem { array: node, .. }
        | Edit::Wrap { node, .. }
        | Edit::Splice { node, .. } => inside(*node),
        Edit::MoveMember { member, object, .. } => around(*member) || inside(*object),
        Edit::Text(_) | Edit::Comment(_) => false,
    })
}

fn child_index(node: NodeRef<'_>) -> Option<(NodeRef<'_>, usize)> {
    let parent = node.parent()?;
    let index = match parent.kind() {
        NodeKind::Object(members) => members
            .iter()
            .position(|member| member.value == node.id())?,
        _ => parent.items().position(|item| item == node)?,
    };
    Some((parent, index))
}

impl<'d> Changes<'d> {
    fn node(&self, id: NodeId) -> NodeRef<'d> {
        self.layout.document.node(id)
    }

    fn take(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::SetValue { node, value } => self.set(self.node(*node), value),
            Edit::RenameKey { member, name } => self.rename(self.node(*member), name),
            Edit::InsertMember {
                object,
                key,
                value,
                at,
            } => {
                let entry = Entry::Member {
                    key: key.clone(),
                    value: value.clone(),
                };
                self.insert_member(self.node(*object), entry, *at)
            }
            Edit::Remove { node } => self.remove(self.node(*node)),
            Edit::InsertItem {
                array,
                index,
                value,
            } => {
                let array = self.node(*array);
                self.layout.check(array)?;
                if !array.is_array() || *index > array.items().len() {
                    return Err(EditError::Mismatch);
                }
                self.plan(array.id())
                    .inserted
                    .push((*index, Entry::Item(value.clone())));
                Ok(())
            }
            Edit::MoveMember {
                member,
                object,
                name,
            } => self.move_member(self.node(*member), self.node(*object), name),
            Edit::Wrap { node, key } => {
                let node = self.node(*node);
                self.layout.check(node)?;
                let edits = replace::wrap(self.layout, node, key)?;
                self.out.extend(edits);
                Ok(())
            }
            Edit::Splice { node, range, text } => {
                let target = self.node(*node);
                self.layout.check(target)?;
                let decoded = target.as_str().ok_or(EditError::Mismatch)?;
                decoded.get(range.clone()).ok_or(EditError::Mismatch)?;
                self.splices
                    .entry(*node)
                    .or_default()
                    .push((range.clone(), text.clone()));
                Ok(())
            }
            Edit::Text(edit) | Edit::Comment(edit) => {
                self.out.push(edit.clone());
                Ok(())
            }
        }
    }

    fn plan(&mut self, id: NodeId) -> &mut Plan {
        self.plans.entry(id).or_default()
    }

    fn set(&mut self, node: NodeRef<'d>, value: &Value) -> Result<(), EditError> {
        self.layout.check(node)?;
        match (node.kind(), value) {
            (NodeKind::Object(members), Value::Object(wanted)) if !members.is_empty() => {
                self.set_members(node, wanted)
            }
            (NodeKind::Array(items), Value::Array(wanted)) if !items.is_empty() => {
                self.set_items(node, wanted)
            }
            (NodeKind::Object(_), Value::Object(wanted)) => {
                for (key, value) in wanted {
                    let entry = Entry::Member {
                        key: key.clone(),
                        value: value.clone(),
                    };
                    self.plan(node.id()).inserted.push((0, entry));
                }
                Ok(())
            }
            (NodeKind::Array(_), Value::Array(wanted)) => {
                for value in wanted {
                    let entry = Entry::Item(value.clone());
                    self.plan(node.id()).inserted.push((0, entry));
                }
                Ok(())
            }
            _ => {
                let edits = replace::replace(self.layout, node, value)?;
                self.out.extend(edits);
                Ok(())
            }
        }
    }

    /// Changes only the members that differ.
    fn set_members(
        &mut self,
        node: NodeRef<'d>,
        wanted: &serde_json::Map<String, Value>,
    ) -> Result<(), EditError> {
        let mut seen = BTreeSet::new();
        for (key, old) in node.entries() {
            match wanted.get(&key.text) {
                Some(new) if seen.insert(key.text.as_str()) => {
                    if !same(old, new) {
                        self.set(old, new)?;
                    }
                }
                _ => self.remove(old)?,
            }
        }
        let end = node.members().len();
        for (key, value) in wanted {
            if !seen.contains(key.as_str()) {
                let entry = Entry::Member {
                    key: key.clone(),
                    value: value.clone(),
                };
                self.plan(node.id()).inserted.push((end, entry));
            }
        }
        Ok(())
    }

    /// Changes only the items between the equal ones at the start and at the end.
    fn set_items(&mut self, node: NodeRef<'d>, wanted: &[Value]) -> Result<(), EditError> {
        let old: Vec<NodeRef<'d>> = node.items().collect();
        let equal = |pair: &(&NodeRef<'d>, &Value)| same(*pair.0, pair.1);
        let lead = old.iter().zip(wanted).take_while(equal).count();
        let (old_rest, new_rest) = (&old[lead..], &wanted[lead..]);
        let tail = old_rest
            .iter()
            .rev()
            .zip(new_rest.iter().rev())
            .take_while(equal)
            .count();
        let old_middle = &old_rest[..old_rest.len() - tail];
        let new_middle = &new_rest[..new_rest.len() - tail];
        let paired = old_middle.len().min(new_middle.len());
        for (item, value) in old_middle.iter().zip(new_middle) {
            self.set(*item, value)?;
        }
        for item in &old_middle[paired..] {
            self.remove(*item)?;
        }
        for value in &new_middle[paired..] {
            let entry = Entry::Item(value.clone());
            self.plan(node.id()).inserted.push((lead + paired, entry));
        }
        Ok(())
    }

    fn rename(&mut self, value: NodeRef<'d>, name: &str) -> Result<(), EditError> {
        let member = value.member().ok_or(EditError::Mismatch)?;
        let parent = value.parent().ok_or(EditError::Mismatch)?;
        self.layout.check(parent)?;
        self.layout.children(parent)?;
        if is_merge(value) {
            return Err(refusal::MERGE);
        }
        let raw = self.layout.document.slice(member.key.span);
        if member.key.quote == Quote::Bare && raw.starts_with(['[', '{', '*', '&', '!']) {
            return Err(refusal::NO_TEXT_KEY);
        }
        merge::check_name(self.layout, parent, &member.key.text)?;
        merge::check_name(self.layout, parent, name)?;
        let flow = self.layout.is_flow(parent) || self.layout.in_flow(parent);
        let forced = match member.key.quote {
            // What needs no quotes does not ask for them.
            Quote::Bare if scalar::fits_plain(name, flow) => Quote::Double,
            Quote::Bare => Style::near(self.layout, parent).forced,
            quote => quote,
        };
        let text = write::string(name, member.key.quote, forced, flow);
        self.out.push(TextEdit::replace(member.key.span, text));
        Ok(())
    }

    fn insert_member(
        &mut self,
        object: NodeRef<'d>,
        entry: Entry,
        at: Place,
    ) -> Result<(), EditError> {
        self.layout.check(object)?;
        if !object.is_object() {
            return Err(EditError::Mismatch);
        }
        if let Entry::Member { key, .. } | Entry::Moved { key, .. } = &entry {
            merge::check_name(self.layout, object, key)?;
        }
        let index = |id: NodeId| {
            object
                .members()
                .iter()
                .position(|member| member.value == id)
                .ok_or(EditError::Mismatch)
        };
        let gap = match at {
            Place::First => 0,
            Place::Last => object.members().len(),
            Place::Before(id) => index(id)?,
            Place::After(id) => index(id)? + 1,
        };
        self.plan(object.id()).inserted.push((gap, entry));
        Ok(())
    }

    fn remove(&mut self, node: NodeRef<'d>) -> Result<(), EditError> {
        let (parent, index) = child_index(node).ok_or(EditError::Mismatch)?;
        self.layout.check(parent)?;
        if is_merge(node) {
            return Err(refusal::MERGE);
        }
        if let Some(member) = node.member() {
            merge::check_name(self.layout, parent, &member.key.text)?;
        }
        self.plan(parent.id()).removed.insert(index);
        Ok(())
    }

    fn move_member(
        &mut self,
        value: NodeRef<'d>,
        object: NodeRef<'d>,
        name: &str,
    ) -> Result<(), EditError> {
        let (parent, _) = child_index(value).ok_or(EditError::Mismatch)?;
        if value.span().covers(object.span()) && !object.span().is_empty() {
            return Err(EditError::Mismatch);
        }
        merge::check_moved(self.layout, value, object)?;
        let entry = replace::moved(self.layout, parent, value, object, name)?;
        self.remove(value)?;
        self.plan(parent.id()).moves = true;
        self.insert_member(object, entry, Place::Last)
    }

    fn finish(mut self) -> Result<Vec<TextEdit>, EditError> {
        let splices = std::mem::take(&mut self.splices);
        for (id, parts) in splices {
            let node = self.node(id);
            let flow = self.layout.in_flow(node);
            let edits = string::splice(self.layout, node, flow, parts)?;
            self.out.extend(edits);
        }
        // Inner collections come first in the arena: at one place their new lines come first.
        let ids: Vec<NodeId> = self.plans.keys().copied().collect();
        let mut deleted = Vec::new();
        for id in ids {
            collection::carry_out(&mut self, id, &mut deleted)?;
        }
        collection::delete(self.layout, deleted, &mut self.out);
        merge::check_removed(self.layout, &self.out)?;
        Ok(self.out)
    }
}

/// Whether a node already says `value`, member for member.
fn same(node: NodeRef<'_>, value: &Value) -> bool {
    match (node.kind(), value) {
        (NodeKind::Object(members), Value::Object(wanted)) => {
            members.len() == wanted.len()
                && node
                    .entries()
                    .all(|(key, old)| wanted.get(&key.text).is_some_and(|new| same(old, new)))
        }
        (NodeKind::Array(items), Value::Array(wanted)) => {
            items.len() == wanted.len() && node.items().zip(wanted).all(|(old, new)| same(old, new))
        }
        (NodeKind::String { text, .. }, Value::String(wanted)) => text == wanted,
        (NodeKind::Number(raw), Value::Number(wanted)) => *raw == wanted.to_string(),
        (NodeKind::Bool(old), Value::Bool(wanted)) => old == wanted,
        (NodeKind::Null, Value::Null) => true,
        _ => false,
    }
}
