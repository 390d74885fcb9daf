//! The one spanned tree that every format is parsed into.
//!
//! Nodes live in an arena and are named by [`NodeId`]; [`NodeRef`] is the comfortable way to
//! walk them. Members of an object are a list: duplicates, order and empty keys stay visible.

use std::collections::BTreeMap;

use super::span::Span;

/// Names one node of one tree; ids of different documents must not be mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// How a string or a key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Without quotes: a TOML bare key, a YAML plain scalar.
    Bare,
    /// `"…"`, with escapes.
    Double,
    /// `'…'`.
    Single,
    /// TOML's `"""…"""`.
    MultilineDouble,
    /// TOML's `'''…'''`.
    MultilineSingle,
    /// YAML's `|` and `>`.
    Block,
}

/// The name of a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The decoded text.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
    /// How it is written.
    pub quote: Quote,
    /// All other places that spell this key: TOML repeats `a` in `[a.b]` and `[a.c]`.
    pub other_sites: Vec<Span>,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub key: Key,
    /// The value.
    pub value: NodeId,
    /// From the key's first byte to the value's last.
    pub span: Span,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A JSON object, a TOML table, a YAML mapping.
    Object(Vec<Member>),
    /// A list.
    Array(Vec<NodeId>),
    /// A string: its decoded text and how it is written.
    String {
        /// The decoded text.
        text: String,
        /// How it is written.
        quote: Quote,
    },
    /// A number, as written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// `null`, or a YAML key without a value.
    Null,
    /// A TOML date or time, as written.
    Datetime(String),
    /// Something that cannot be edited or looked into: a YAML alias, a tagged value, or what is
    /// left of a broken value. `why` completes "this is …".
    Opaque {
        /// What it is, for a message.
        why: &'static str,
    },
}

/// One node of the arena.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeData {
    /// Its place. A TOML table from headers spans its first header to its last value.
    pub span: Span,
    /// What it holds.
    pub kind: NodeKind,
    /// The object or array that holds it.
    pub parent: Option<NodeId>,
    /// Which of its members or items it is.
    pub index: usize,
}

/// From so many members on a name is looked up in an index.
const INDEXED_FROM: usize = 32;

/// A tree of nodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    nodes: Vec<NodeData>,
    root: Option<NodeId>,
    /// The members of large objects by name, and of one name in their order.
    by_name: BTreeMap<NodeId, Vec<u32>>,
}

impl Tree {
    /// Adds a node without a parent and returns its id. Its children must have been added
    /// before; they get their parent here.
    pub fn add(&mut self, span: Span, kind: NodeKind) -> NodeId {
        // A document has at most 10 MB, hence far fewer than 2^32 nodes.
        let id = NodeId(self.nodes.len() as u32);
        let children: Vec<NodeId> = match &kind {
            NodeKind::Object(members) => members.iter().map(|member| member.value).collect(),
            NodeKind::Array(items) => items.clone(),
            _ => Vec::new(),
        };
        for (index, child) in children.into_iter().enumerate() {
            let child = &mut self.nodes[child.0 as usize];
            child.parent = Some(id);
            child.index = index;
        }
        if let NodeKind::Object(members) = &kind
            && members.len() >= INDEXED_FROM
        {
            let mut sorted: Vec<u32> = (0..members.len() as u32).collect();
            sorted.sort_by_key(|&at| members[at as usize].key.text.as_str());
            self.by_name.insert(id, sorted);
        }
        self.nodes.push(NodeData {
            span,
            kind,
            parent: None,
            index: 0,
        });
        id
    }

    /// Makes `id` the root.
    pub fn set_root(&mut self, id: NodeId) {
        self.root = Some(id);
    }

    /// The root, unless the text holds no value at all.
    pub fn root(&self) -> Option<NodeRef<'_>> {
        self.root.map(|id| self.node(id))
    }

    /// The node called `id`, which must be of this tree.
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { tree: self, id }
    }

    /// All ids, children before their parents.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.nodes.len()).map(|index| NodeId(index as u32))
    }

    pub(crate) fn data(&self, id: NodeId) -> &NodeData {
        &self.nodes[id.0 as usize]
    }
}

/// A node together with its tree.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl PartialEq for NodeRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.tree, other.tree)
    }
}

impl<'t> NodeRef<'t> {
    /// Its name in the tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Its place in the text.
    pub fn span(self) -> Span {
        self.tree.data(self.id).span
    }

    /// What it holds.
    pub fn kind(self) -> &'t NodeKind {
        &self.tree.data(self.id).kind
    }

    /// The object or array around it.
    pub fn parent(self) -> Option<NodeRef<'t>> {
        self.tree.data(self.id).parent.map(|id| self.tree.node(id))
    }

    /// Which member or item of its parent it is, from 0; 0 for the root.
    pub fn index(self) -> usize {
        self.tree.data(self.id).index
    }

    /// The member of the parent object whose value this is.
    pub fn member(self) -> Option<&'t Member> {
        self.parent()?.members().get(self.index())
    }

    /// The members of an object, else nothing.
    pub fn members(self) -> &'t [Member] {
        match self.kind() {
            NodeKind::Object(members) => members,
            _ => &[],
        }
    }

    /// Names and values of an object in the order of the text, duplicates included.
    pub fn entries(self) -> impl DoubleEndedIterator<Item = (&'t Key, NodeRef<'t>)> {
        let tree = self.tree;
        self.members()
            .iter()
            .map(move |member| (&member.key, tree.node(member.value)))
    }

    /// The items of an array, else nothing.
    pub fn items(self) -> impl ExactSizeIterator<Item = NodeRef<'t>> + DoubleEndedIterator {
        let tree = self.tree;
        let items: &'t [NodeId] = match self.kind() {
            NodeKind::Array(items) => items,
            _ => &[],
        };
        items.iter().map(move |&id| tree.node(id))
    }

    /// The value of the member called `name`; of several the last, as every client seen so far
    /// takes it.
    pub fn get(self, name: &str) -> Option<NodeRef<'t>> {
        self.member_named(name)
            .map(|member| self.tree.node(member.value))
    }

    /// The last member called `name`.
    pub fn member_named(self, name: &str) -> Option<&'t Member> {
        self.members_named(name).next_back()
    }

    /// The members called `name`, in their order.
    pub fn members_named(self, name: &str) -> impl DoubleEndedIterator<Item = &'t Member> {
        let members = self.members();
        let text = |at: u32| members[at as usize].key.text.as_str();
        let (few, indexed) = match self.tree.by_name.get(&self.id) {
            None => (members, &[][..]),
            Some(sorted) => {
                let start = sorted.partition_point(|&at| text(at) < name);
                let end = sorted.partition_point(|&at| text(at) <= name);
                (&[][..], &sorted[start..end])
            }
        };
        few.iter()
            .filter(move |member| member.key.text == name)
            .chain(indexed.iter().map(|&at| &members[at as usize]))
    }

    /// Follows `path` through objects.
    pub fn get_path(self, path: &[&str]) -> Option<NodeRef<'t>> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<&'t str> {
        match self.kind() {
            NodeKind::String { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            NodeKind::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a number.
    pub fn as_f64(self) -> Option<f64> {
        match self.kind() {
            NodeKind::Number(raw) => raw.replace('_', "").parse().ok(),
            _ => None,
        }
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        matches!(self.kind(), NodeKind::Object(_))
    }

    /// Whether it is an array.
    pub fn is_array(self) -> bool {
        matches!(self.kind(), NodeKind::Array(_))
    }

    /// Whether it is `null` or absent.
    pub fn is_null(self) -> bool {
        matches!(self.kind(), NodeKind::Null)
    }

    /// What it is, for a message: "a string", "an object" …
    pub fn type_name(self) -> &'static str {
        match self.kind() {
            NodeKind::Object(_) => "an object",
            NodeKind::Array(_) => "a list",
            NodeKind::String { .. } => "a string",
            NodeKind::Number(_) => "a number",
            NodeKind::Bool(_) => "a boolean",
            NodeKind::Null => "null",
            NodeKind::Datetime(_) => "a date",
            NodeKind::Opaque { why } => why,
        }
    }

    /// The way from the root, for a message: `mcpServers.github.args[2]`.
    pub fn pointer(self) -> String {
        let Some(parent) = self.parent() else {
            return String::new();
        };
        let base = parent.pointer();
        if let Some(member) = self.member() {
            let plain = !member.key.text.is_empty()
                && member
                    .key
                    .text
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '/'));
            let name = if plain {
                member.key.text.clone()
            } else {
                format!("{:?}", member.key.text)
            };
            if base.is_empty() {
                name
            } else {
                format!("{base}.{name}")
            }
        } else {
            format!("{base}[{}]", self.index())
        }
    }

    /// The same value as plain data. Opaque nodes become `null`, dates strings; of duplicate
    /// members the last one counts.
    pub fn to_json(self) -> serde_json::Value {
        use serde_json::Value;
        match self.kind() {
            NodeKind::Object(_) => Value::Object(
                self.entries()
                    .map(|(key, value)| (key.text.clone(), value.to_json()))
                    .collect(),
            ),
            NodeKind::Array(_) => Value::Array(self.items().map(NodeRef::to_json).collect()),
            NodeKind::String { text, .. } | NodeKind::Datetime(text) => Value::String(text.clone()),
            NodeKind::Number(raw) => {
                let raw = raw.replace('_', "");
                serde_json::from_str(&raw).unwrap_or(Value::String(raw))
            }
            NodeKind::Bool(value) => Value::Bool(*value),
            NodeKind::Null | NodeKind::Opaque { .. } => Value::Null,
        }
    }
}
