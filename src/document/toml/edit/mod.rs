//! Edits of the tree to edits of the text.
//!
//! First all edits are sorted by what they change, then every table and every bracket is
//! written once, so that several edits of one place agree on commas, headers and blank lines.

mod brackets;
mod columns;
mod dotted;
mod habit;
mod headers;
mod lines;
mod names;
mod place;
mod removal;
mod render;
mod splice;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde_json::{Map, Value};

use super::layout::{Layout, Origin, Site, Statement};
use super::parse;
use super::strings;
use crate::document::{
    Document, Edit, EditError, Key, NodeId, NodeKind, NodeRef, Place, Quote, Span, TextEdit,
};

/// The text edits that carry out `edits`.
pub(super) fn lower(document: &Document, edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    names::check(document, edits)?;
    let Facts {
        layout,
        habits,
        about,
        last_in,
    } = document.found.toml.get_or_init(|| Facts::read(document));
    let mut editor = Editor {
        document,
        habits,
        layout,
        about,
        last_in,
        renamed: HashMap::new(),
        removed: Vec::new(),
        moved: Vec::new(),
        inserts: BTreeMap::new(),
        items: Vec::new(),
        brackets: BTreeMap::new(),
        splices: BTreeMap::new(),
        deleted: Vec::new(),
        edits: Vec::new(),
        wraps: Vec::new(),
        sections: Vec::new(),
    };
    for edit in edits {
        if let Edit::RenameKey { member, name } = edit {
            editor.renamed.insert(*member, name);
        }
    }
    for edit in edits {
        editor.sort(edit)?;
    }
    editor.remove()?;
    editor.insert()?;
    editor.insert_tables()?;
    editor.write_brackets()?;
    editor.splice()?;
    editor.edits.append(&mut editor.wraps);
    editor.edits.append(&mut editor.sections);
    editor.part_last_lines();
    editor.keep_missing_line_break();
    Ok(editor.edits)
}

/// What the text of one whole document tells beyond its tree.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    layout: Layout,
    habits: habit::Habits,
    /// For each node the statements that name it or stand in it.
    about: HashMap<NodeId, Vec<usize>>,
    /// For each node the last statement that names it, or stands in it or in a table below it.
    last_in: HashMap<NodeId, usize>,
}

impl Facts {
    fn read(document: &Document) -> Facts {
        // The same text gives the same ids, so that this layout fits the document's tree.
        let (_, layout) = parse::read(&document.text);
        let habits = habit::Habits::of(document, &layout);
        let mut about: HashMap<NodeId, Vec<usize>> = HashMap::new();
        let mut last_in: HashMap<NodeId, usize> = HashMap::new();
        for (index, statement) in layout.statements.iter().enumerate() {
            let named = statement.keys.iter().map(|site| site.node);
            for node in named.chain([statement.table]) {
                let indices = about.entry(node).or_default();
                if indices.last() != Some(&index) {
                    indices.push(index);
                }
                last_in.insert(node, index);
            }
            let mut around = document.node(statement.table).parent();
            while let Some(node) = around {
                last_in.insert(node.id(), index);
                around = node.parent();
            }
        }
        Facts {
            layout,
            habits,
            about,
            last_in,
        }
    }
}

/// What a new member holds.
enum Content<'e> {
    Value(&'e Value),
    /// The bytes of a value that stood elsewhere.
    Raw(&'e str),
}

struct Insert<'e> {
    key: &'e str,
    content: Content<'e>,
    at: Place,
}

/// What happens between the brackets of one array or inline table.
#[derive(Default)]
struct Changes {
    removed: BTreeSet<usize>,
    /// Before which entry, and the text.
    inserted: Vec<(usize, String)>,
}

struct Editor<'e> {
    document: &'e Document,
    habits: &'e habit::Habits,
    layout: &'e Layout,
    about: &'e HashMap<NodeId, Vec<usize>>,
    last_in: &'e HashMap<NodeId, usize>,
    renamed: HashMap<NodeId, &'e str>,
    removed: Vec<NodeId>,
    /// Tables whose headers get another path.
    moved: Vec<NodeId>,
    inserts: BTreeMap<NodeId, Vec<Insert<'e>>>,
    /// Before which item of a list of tables, and the new one.
    items: Vec<(NodeId, usize, &'e Map<String, Value>)>,
    brackets: BTreeMap<NodeId, Changes>,
    splices: BTreeMap<NodeId, Vec<(Range<usize>, &'e str)>>,
    /// The lines that go, in order and apart.
    deleted: Vec<Span>,
    edits: Vec<TextEdit>,
    /// What opens the tables around values: behind all that comes before these values.
    wraps: Vec<TextEdit>,
    /// New headers: behind all new lines at the same place.
    sections: Vec<TextEdit>,
}

impl<'e> Editor<'e> {
    fn sort(&mut self, edit: &'e Edit) -> Result<(), EditError> {
        match edit {
            Edit::SetValue { node, value } => self.set_value(*node, value),
            Edit::RenameKey { member, name } => self.rename(*member, name),
            Edit::InsertMember {
                object,
                key,
                value,
                at,
            } => {
                self.put(*object, key, Content::Value(value), *at);
                Ok(())
            }
            Edit::Remove { node } => {
                self.removed.push(*node);
                Ok(())
            }
            Edit::InsertItem {
                array,
                index,
                value,
            } => self.insert_item(*array, *index, value),
            Edit::MoveMember {
                member,
                object,
                name,
            } => self.move_member(*member, *object, name),
            Edit::Wrap { node, key } => self.wrap(*node, key),
            Edit::Splice { node, range, text } => {
                let splices = self.splices.entry(*node).or_default();
                splices.push((range.clone(), text));
                Ok(())
            }
            Edit::Text(edit) | Edit::Comment(edit) => {
                self.edits.push(edit.clone());
                Ok(())
            }
        }
    }

    fn put(&mut self, object: NodeId, key: &'e str, content: Content<'e>, at: Place) {
        let inserts = self.inserts.entry(object).or_default();
        inserts.push(Insert { key, content, at });
    }

    fn node(&self, id: NodeId) -> NodeRef<'e> {
        self.document.node(id)
    }

    /// The statements that name `node` or stand in it, in their order.
    fn about(&self, node: NodeId) -> impl DoubleEndedIterator<Item = &'e Statement> {
        let (layout, about) = (self.layout, self.about);
        let indices = about.get(&node).into_iter().flatten();
        indices.map(move |&index| &layout.statements[index])
    }

    /// The last statement that names `node`, or stands in it or in a table below it.
    fn last_in(&self, node: NodeId) -> Option<&'e Statement> {
        let index = *self.last_in.get(&node)?;
        Some(&self.layout.statements[index])
    }

    fn slice(&self, start: usize, end: usize) -> &'e str {
        self.document.text.get(start..end).unwrap_or_default()
    }

    /// Whether a node is one value in one place.
    fn is_value(&self, node: NodeId) -> bool {
        matches!(
            self.layout.origin(node),
            Origin::Scalar | Origin::Array | Origin::Inline
        )
    }

    fn set_value(&mut self, node: NodeId, value: &'e Value) -> Result<(), EditError> {
        let old = self.node(node);
        if self.is_value(node) {
            let text = self.render_over(old, value)?;
            self.edits.push(TextEdit::replace(old.span(), text));
            return Ok(());
        }
        if let Value::Object(members) = value
            && self.layout.origin(node) != Origin::Tables
        {
            return self.set_members(old, members);
        }
        let (Some(parent), Some(member)) = (old.parent(), old.member()) else {
            return Err(EditError::Unsupported(
                "a table that stands in several lines is not replaced as a whole",
            ));
        };
        self.removed.push(node);
        let key: &'e str = match self.renamed.get(&node) {
            Some(name) => name,
            None => &member.key.text,
        };
        self.put(parent.id(), key, Content::Value(value), Place::Last);
        Ok(())
    }

    /// Makes a table say what `members` say, where it stands.
    fn set_members(
        &mut self,
        table: NodeRef<'e>,
        members: &'e Map<String, Value>,
    ) -> Result<(), EditError> {
        for (key, old) in table.entries() {
            match members.get(&key.text) {
                None => self.removed.push(old.id()),
                Some(new) if says(old, new) => {}
                Some(new) => self.set_value(old.id(), new)?,
            }
        }
        for (key, new) in members {
            if table.get(key).is_none() {
                self.put(table.id(), key, Content::Value(new), Place::Last);
            }
        }
        Ok(())
    }

    fn rename(&mut self, node: NodeId, name: &str) -> Result<(), EditError> {
        let member = self.node(node).member().ok_or(EditError::Mismatch)?;
        for site in sites(&member.key) {
            let quote = match self.slice(site.start, site.start + 1) {
                "'" => Some(Quote::Single),
                _ => None,
            };
            let key = strings::key(name, quote);
            let edit = match self.column_of_key(node, site) {
                // The signs of several lines stay below each other.
                Some((column, end)) => {
                    TextEdit::replace(Span::new(site.start, end), columns::padded(&key, column))
                }
                None => TextEdit::replace(site, key),
            };
            self.edits.push(edit);
        }
        Ok(())
    }

    fn insert_item(
        &mut self,
        array: NodeId,
        index: usize,
        value: &'e Value,
    ) -> Result<(), EditError> {
        let node = self.node(array);
        if index > node.items().len() {
            return Err(EditError::Mismatch);
        }
        match (self.layout.origin(array), value) {
            (Origin::Array, _) => {}
            (Origin::Tables, Value::Object(members)) => {
                self.items.push((array, index, members));
                return Ok(());
            }
            (Origin::Tables, _) => {
                return Err(EditError::Unsupported(
                    "a list of `[[…]]` tables holds nothing but tables",
                ));
            }
            _ => return Err(EditError::Mismatch),
        }
        let group = self.layout.groups.get(&array).ok_or(EditError::Mismatch)?;
        let text = render::value(value, &self.style_of_group(node, group))?;
        let changes = self.brackets.entry(array).or_default();
        changes.inserted.push((index, text));
        Ok(())
    }

    fn move_member(
        &mut self,
        node: NodeId,
        object: NodeId,
        name: &'e str,
    ) -> Result<(), EditError> {
        let member = self.node(node);
        if member.member().is_none()
            || !self.node(object).is_object()
            || self.is_within(object, node)
        {
            return Err(EditError::Mismatch);
        }
        if self.is_value(node) {
            self.removed.push(node);
            let span = member.span();
            let raw = self.slice(span.start, span.end);
            self.put(object, name, Content::Raw(raw), Place::Last);
            return Ok(());
        }
        self.move_headers(node, object, name)
    }

    fn wrap(&mut self, node: NodeId, key: &str) -> Result<(), EditError> {
        let target = self.node(node);
        let style = &self.habits.style;
        let key = style.key(key);
        if self.is_value(node) {
            let span = target.span();
            let [pad, _] = &style.padding;
            let open = format!("{{{pad}{key}{}", style.equals);
            let close = format!("{pad}}}");
            self.wraps.push(TextEdit::insert(span.start, open));
            self.edits.push(TextEdit::insert(span.end, close));
            return Ok(());
        }
        let Some(member) = target.member() else {
            return Err(EditError::Unsupported("this table has no key of its own"));
        };
        for site in sites(&member.key) {
            self.edits
                .push(TextEdit::insert(site.end, format!(".{key}")));
        }
        Ok(())
    }

    /// The path of the header that opens, or would open, a table.
    fn header_path(&self, table: NodeId) -> Result<Vec<String>, EditError> {
        let mut path = Vec::new();
        let mut node = self.node(table);
        loop {
            match self.layout.origin(node.id()) {
                Origin::Root => break,
                Origin::Header | Origin::Implicit | Origin::Dotted | Origin::Tables => {}
                Origin::Inline | Origin::Array | Origin::Scalar => {
                    return Err(EditError::Unsupported(
                        "what stands in brackets gets no header of its own",
                    ));
                }
            }
            if let Some(member) = node.member() {
                path.push(match self.renamed.get(&node.id()) {
                    Some(name) => strings::key(name, None),
                    None => strings::key(&member.key.text, Some(member.key.quote)),
                });
            }
            node = node.parent().ok_or(EditError::Mismatch)?;
        }
        path.reverse();
        Ok(path)
    }
}

/// Whether `node` says exactly `value`.
fn says(node: NodeRef<'_>, value: &Value) -> bool {
    match (node.kind(), value) {
        (NodeKind::String { text, .. }, Value::String(new)) => text == new,
        (NodeKind::Number(raw), Value::Number(new)) => *raw == new.to_string(),
        (NodeKind::Bool(old), Value::Bool(new)) => old == new,
        (NodeKind::Array(old), Value::Array(new)) => {
            old.len() == new.len() && node.items().zip(new).all(|(old, new)| says(old, new))
        }
        (NodeKind::Object(old), Value::Object(new)) => {
            old.len() == new.len()
                && node
                    .entries()
                    .all(|(key, old)| new.get(&key.text).is_some_and(|new| says(old, new)))
        }
        _ => false,
    }
}

/// Every place that spells a key.
fn sites(key: &Key) -> impl Iterator<Item = Span> + '_ {
    std::iter::once(key.span).chain(key.other_sites.iter().copied())
}

/// Where `node` is named among `keys`.
fn site_of(keys: &[Site], node: NodeId) -> Option<usize> {
    keys.iter().position(|site| site.node == node)
}
