//! The check that a changed text says what the edits meant, and nothing else.

use serde_json::Value;

use super::edit::{Edit, EditError, Place};
use super::tree::{NodeId, NodeKind, NodeRef};
use super::{Dialect, Document};

/// Plain data that keeps duplicates and remembers which node it came from.
#[derive(Clone, Debug)]
struct Plain {
    id: Option<NodeId>,
    data: Data,
}

#[derive(Clone, Debug)]
enum Data {
    Object(Vec<(String, Plain)>),
    Array(Vec<Plain>),
    Leaf(String),
    /// A removed item: indices of the unchanged array stay valid.
    Gone,
}

impl Plain {
    fn of(node: NodeRef<'_>) -> Plain {
        let data = match node.kind() {
            NodeKind::Object(_) => Data::Object(
                node.entries()
                    .map(|(key, value)| (key.text.clone(), Plain::of(value)))
                    .collect(),
            ),
            NodeKind::Array(_) => Data::Array(node.items().map(Plain::of).collect()),
            NodeKind::String { text, .. } => Data::Leaf(format!("s{text}")),
            NodeKind::Number(raw) => Data::Leaf(format!("n{raw}")),
            NodeKind::Bool(value) => Data::Leaf(format!("b{value}")),
            NodeKind::Null => Data::Leaf("null".to_owned()),
            NodeKind::Datetime(raw) => Data::Leaf(format!("d{raw}")),
            NodeKind::Opaque { .. } => Data::Leaf("opaque".to_owned()),
        };
        Plain {
            id: Some(node.id()),
            data,
        }
    }

    fn of_value(value: &Value) -> Plain {
        let data = match value {
            Value::Object(members) => Data::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.clone(), Plain::of_value(value)))
                    .collect(),
            ),
            Value::Array(items) => Data::Array(items.iter().map(Plain::of_value).collect()),
            Value::String(text) => Data::Leaf(format!("s{text}")),
            Value::Number(number) => Data::Leaf(format!("n{number}")),
            Value::Bool(value) => Data::Leaf(format!("b{value}")),
            Value::Null => Data::Leaf("null".to_owned()),
        };
        Plain { id: None, data }
    }

    fn find(&mut self, id: NodeId) -> Option<&mut Plain> {
        if self.id == Some(id) {
            return Some(self);
        }
        match &mut self.data {
            Data::Object(members) => members.iter_mut().find_map(|(_, value)| value.find(id)),
            Data::Array(items) => items.iter_mut().find_map(|item| item.find(id)),
            Data::Leaf(_) | Data::Gone => None,
        }
    }

    fn take(&mut self, id: NodeId) -> Option<(Option<String>, Plain)> {
        match &mut self.data {
            Data::Object(members) => {
                if let Some(at) = members.iter().position(|(_, value)| value.id == Some(id)) {
                    let (key, value) = members.remove(at);
                    return Some((Some(key), value));
                }
                members.iter_mut().find_map(|(_, value)| value.take(id))
            }
            Data::Array(items) => {
                if let Some(at) = items.iter().position(|item| item.id == Some(id)) {
                    let gone = Plain {
                        id: None,
                        data: Data::Gone,
                    };
                    return Some((None, std::mem::replace(&mut items[at], gone)));
                }
                items.iter_mut().find_map(|item| item.take(id))
            }
            Data::Leaf(_) | Data::Gone => None,
        }
    }

    fn rename(&mut self, id: NodeId, name: &str) -> bool {
        match &mut self.data {
            Data::Object(members) => {
                if let Some(member) = members.iter_mut().find(|(_, value)| value.id == Some(id)) {
                    name.clone_into(&mut member.0);
                    return true;
                }
                members.iter_mut().any(|(_, value)| value.rename(id, name))
            }
            Data::Array(items) => items.iter_mut().any(|item| item.rename(id, name)),
            Data::Leaf(_) | Data::Gone => false,
        }
    }

    /// Equal as data: members may have moved, items may not.
    fn same(&self, other: &Plain) -> bool {
        match (&self.data, &other.data) {
            (Data::Leaf(left), Data::Leaf(right)) => left == right,
            (Data::Array(left), Data::Array(right)) => {
                let present = |items: &&Plain| !matches!(items.data, Data::Gone);
                let left: Vec<&Plain> = left.iter().filter(present).collect();
                let right: Vec<&Plain> = right.iter().filter(present).collect();
                left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.same(b))
            }
            (Data::Object(left), Data::Object(right)) => {
                if left.len() != right.len() {
                    return false;
                }
                let mut left: Vec<_> = left.iter().collect();
                let mut right: Vec<_> = right.iter().collect();
                // Stable: duplicates of one name keep their order.
                left.sort_by(|a, b| a.0.cmp(&b.0));
                right.sort_by(|a, b| a.0.cmp(&b.0));
                left.iter()
                    .zip(right)
                    .all(|(a, b)| a.0 == b.0 && a.1.same(&b.1))
            }
            _ => false,
        }
    }
}

/// Checks that `new` is `old` with `edits` carried out, in `dialect`.
///
/// # Errors
/// [`EditError::Unverified`] when `new` has a syntax error that `old` had not, or when its tree
/// differs from what the edits say. Edits of the bare text cannot be compared as data: for them
/// the number of errors must go down.
pub fn verify(
    old: &Document,
    edits: &[Edit],
    new: &Document,
    dialect: Dialect,
) -> Result<(), EditError> {
    let unverified = |why: &str| EditError::Unverified(why.to_owned());
    let before = old.errors_in(dialect).len();
    let after = new.errors_in(dialect).len();
    if edits.iter().any(|edit| matches!(edit, Edit::Text(_))) {
        return if after < before {
            Ok(())
        } else {
            Err(unverified("the syntax error would remain"))
        };
    }
    if after > before {
        return Err(unverified("it would have a new syntax error"));
    }
    let Some(root) = old.root() else {
        // Without a value only comments can change.
        let comments = |edit: &Edit| matches!(edit, Edit::Comment(_));
        return if edits.iter().all(comments) && new.root().is_none() {
            Ok(())
        } else {
            Err(EditError::Mismatch)
        };
    };
    let mut expected = Plain::of(root);
    let (mut inserts, others): (Vec<&Edit>, Vec<&Edit>) = edits
        .iter()
        .partition(|edit| matches!(edit, Edit::InsertItem { .. } | Edit::Splice { .. }));
    // From the back, so that every index still means the unchanged array or string.
    inserts.sort_by_key(|edit| match edit {
        Edit::InsertItem { index, .. } => (*index, *index),
        Edit::Splice { range, .. } => (range.start, range.end),
        _ => (0, 0),
    });
    // What moves out of a removed object has left it before that goes.
    let (removals, others): (Vec<&Edit>, Vec<&Edit>) = others
        .into_iter()
        .partition(|edit| matches!(edit, Edit::Remove { .. }));
    // A key is renamed where it stood: before another one comes around its value.
    let (renames, others): (Vec<&Edit>, Vec<&Edit>) = others
        .into_iter()
        .partition(|edit| matches!(edit, Edit::RenameKey { .. }));
    let first = renames.into_iter().chain(others).chain(removals);
    for edit in first.chain(inserts.into_iter().rev()) {
        carry_out(&mut expected, edit).ok_or(EditError::Mismatch)?;
    }
    let actual = new
        .root()
        .map(Plain::of)
        .ok_or_else(|| unverified("it would be empty"))?;
    if expected.same(&actual) {
        Ok(())
    } else {
        Err(unverified("its values would differ in another place"))
    }
}

fn carry_out(tree: &mut Plain, edit: &Edit) -> Option<()> {
    match edit {
        Edit::SetValue { node, value } => {
            let target = tree.find(*node)?;
            target.data = Plain::of_value(value).data;
        }
        Edit::RenameKey { member, name } => {
            tree.rename(*member, name).then_some(())?;
        }
        Edit::InsertMember {
            object,
            key,
            value,
            at,
        } => {
            let Data::Object(members) = &mut tree.find(*object)?.data else {
                return None;
            };
            let index = |id: NodeId| members.iter().position(|(_, value)| value.id == Some(id));
            let at = match at {
                Place::First => 0,
                Place::Last => members.len(),
                Place::Before(id) => index(*id)?,
                Place::After(id) => index(*id)? + 1,
            };
            members.insert(at, (key.clone(), Plain::of_value(value)));
        }
        Edit::Remove { node } => {
            tree.take(*node)?;
        }
        Edit::InsertItem {
            array,
            index,
            value,
        } => {
            let Data::Array(items) = &mut tree.find(*array)?.data else {
                return None;
            };
            (*index <= items.len()).then_some(())?;
            items.insert(*index, Plain::of_value(value));
        }
        Edit::MoveMember {
            member,
            object,
            name,
        } => {
            let (_, value) = tree.take(*member)?;
            let Data::Object(members) = &mut tree.find(*object)?.data else {
                return None;
            };
            members.push((name.clone(), value));
        }
        Edit::Wrap { node, key } => {
            let target = tree.find(*node)?;
            let inner = target.clone();
            *target = Plain {
                id: None,
                data: Data::Object(vec![(key.clone(), inner)]),
            };
        }
        Edit::Splice { node, range, text } => {
            let Data::Leaf(leaf) = &mut tree.find(*node)?.data else {
                return None;
            };
            // The first byte of a leaf is its kind.
            let mut body = leaf.strip_prefix('s')?.to_owned();
            body.get(range.clone())?;
            body.replace_range(range.clone(), text);
            *leaf = format!("s{body}");
        }
        Edit::Text(_) => return None,
        // No value may differ for it.
        Edit::Comment(_) => {}
    }
    Some(())
}
