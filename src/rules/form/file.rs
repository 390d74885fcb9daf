//! A whole file in another client's form.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::{Document, Edit, NodeId, edit, verify};
use crate::model::{Root, RootShape};
use crate::workspace::File;

use super::entry::{Target, convert};
use super::root::{Moved, keeps_comments, possible, relocate, unpack};
use super::whose::{Whose, servers};

/// What it takes to write a file as its client has it.
pub(in crate::rules) struct Conversion {
    /// The changes; those of the entries are left to the rules of entries where the format
    /// cannot do all at once.
    pub(in crate::rules) edits: Vec<Edit>,
    /// What becomes of what, for people.
    pub(in crate::rules) says: Vec<(String, String)>,
    /// In how many ways the forms differ.
    pub(in crate::rules) signs: usize,
    /// Only the servers' new place, where that is another one, and whether it keeps every comment.
    pub(in crate::rules) moves: Option<Moved>,
    /// The members that stay although the client does not know them.
    pub(in crate::rules) kept: Vec<NodeId>,
    /// Whether it surely means the same and keeps every comment.
    pub(in crate::rules) exact: bool,
}

/// Writes `file`, which is in the form of `whose`, as its own client has it. `None` where nothing
/// needs to be written in another way, or the client keeps servers in a way that no map or list
/// can be brought to.
pub(in crate::rules) fn rewrite(file: &File, whose: &Whose<'_>) -> Option<Conversion> {
    let root = target(file)?;
    let target = Target {
        schema: file.kind.schema_at(root),
        variables: file.kind.variables,
    };
    let mut all = Conversion {
        edits: Vec::new(),
        says: Vec::new(),
        signs: 0,
        moves: None,
        kept: Vec::new(),
        exact: true,
    };
    let moves = root.path != whose.root.path;
    let reshapes = std::mem::discriminant(&root.shape) != std::mem::discriminant(&whose.root.shape);
    if moves {
        let shown = |path: &[&str]| match path {
            [] => "the file itself".to_owned(),
            path => format!("`{}`", path.join(".")),
        };
        let pair = (shown(whose.root.path), shown(root.path));
        all.says.push(pair);
    }
    let renames = name_keys(whose.root.shape, root.shape);
    if let Some((from, to)) = renames {
        all.says.push((format!("`{from}`"), format!("`{to}`")));
    }
    if reshapes {
        let shown = |shape: RootShape| match shape {
            RootShape::List { .. } => "a list of servers".to_owned(),
            _ => "servers by name".to_owned(),
        };
        all.says.push((shown(whose.root.shape), shown(root.shape)));
    }
    let mut signs = BTreeSet::new();
    let alike = |name: &str| whose.counts_alike(name);
    for (name, entry) in &whose.servers {
        let from = whose.schema();
        let converted = convert(&file.document, from, target, name, *entry, &alike)?;
        signs.extend(converted.signs);
        all.edits.extend(converted.edits);
        for pair in converted.says {
            if !all.says.contains(&pair) {
                all.says.push(pair);
            }
        }
        all.kept.extend(converted.kept);
        all.exact &= converted.exact;
        if let Some((from, to)) = renames {
            if entry.get(to).is_some() {
                return None;
            }
            all.edits.push(Edit::rename(entry.get(from)?.id(), to));
        }
    }
    let renamed = usize::from(renames.is_some());
    all.signs = signs.len() + usize::from(moves) + usize::from(reshapes) + renamed;
    if moves {
        all.moves = relocation(file, whose, root);
    }
    let inner = std::mem::take(&mut all.edits);
    let (edits, complete) = if reshapes {
        reshape(file, whose, root, &inner)?
    } else {
        together(file, whose, root, inner)?
    };
    all.edits = edits;
    all.exact &= complete;
    (!all.edits.is_empty()).then_some(all)
}

/// The members that hold the names of servers in two lists, where they differ.
fn name_keys(from: RootShape, to: RootShape) -> Option<(&'static str, &'static str)> {
    match (from, to) {
        (RootShape::List { name_key: from }, RootShape::List { name_key: to }) => {
            (from != to).then_some((from, to))
        }
        _ => None,
    }
}

/// The root to which servers of any transport are written.
fn target(file: &File) -> Option<&'static Root> {
    let root = file.kind.roots.first()?;
    let plain = !root.path.contains(&"*")
        && root.transport.is_none()
        && matches!(root.shape, RootShape::Map | RootShape::List { .. });
    plain.then_some(root)
}

/// The servers at their new root: all of it at once, or only that.
fn together(file: &File, whose: &Whose<'_>, root: &Root, inner: Vec<Edit>) -> Option<Moved> {
    if root.path == whose.root.path {
        return possible(file, &inner).then_some((inner, true));
    }
    let (moves, complete) = relocation(file, whose, root)?;
    let mut all = moves.clone();
    all.extend(inner);
    Some(if possible(file, &all) {
        (all, complete)
    } else {
        (moves, complete)
    })
}

fn relocation(file: &File, whose: &Whose<'_>, root: &Root) -> Option<Moved> {
    if root.path.is_empty() {
        let outer = *whose.chain.first()?;
        return unpack(file, *whose.chain.last()?, file.document.root()?, outer);
    }
    relocate(file, &whose.chain, root.path)
}

/// A list for a map or a map for a list, with the changed entries.
fn reshape(file: &File, whose: &Whose<'_>, root: &Root, inner: &[Edit]) -> Option<Moved> {
    let node = *whose.chain.last()?;
    let changed = after(file, inner)?;
    let value = changed.root()?.get_path(whose.root.path)?;
    let mut items = Vec::new();
    let mut members = Map::new();
    for (name, entry) in servers(whose.root, value)? {
        let Value::Object(mut entry) = entry.to_json() else {
            return None;
        };
        if let RootShape::List { name_key } = whose.root.shape {
            entry.shift_remove(name_key);
        }
        if let RootShape::List { name_key } = root.shape {
            let mut item = Map::new();
            item.insert(name_key.to_owned(), name.into());
            item.extend(entry);
            items.push(Value::Object(item));
        } else if members.insert(name, Value::Object(entry)).is_some() {
            return None;
        }
    }
    let value = match root.shape {
        RootShape::List { .. } => Value::Array(items),
        _ => Value::Object(members),
    };
    let complete = keeps_comments(file, node, &[]);
    let mut edits = vec![Edit::set(node.id(), value)];
    if root.path != whose.root.path {
        let (moves, _) = relocate(file, &whose.chain, root.path)?;
        edits.extend(moves);
    }
    possible(file, &edits).then_some((edits, complete))
}

/// The document with `edits` carried out.
fn after(file: &File, edits: &[Edit]) -> Option<Document> {
    let document = &file.document;
    let text = edit::apply(&document.text, &document.lower(edits).ok()?).ok()?;
    let new = Document::parse(text, document.format);
    verify(document, edits, &new, file.kind.dialect).ok()?;
    Some(new)
}
