//! How the tree is written: what an editor must know beyond the tree.

use std::collections::HashMap;

use crate::document::{NodeId, Span};

/// One key of a path, and the value of the member that it names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<N = NodeId> {
    pub(super) span: Span,
    pub(super) node: N,
}

/// A table header, or a line `key = value`.
#[derive(Clone, Debug)]
pub(super) struct Statement<N = NodeId> {
    /// Without the comment behind it.
    pub(super) span: Span,
    pub(super) is_header: bool,
    pub(super) keys: Vec<Site<N>>,
    /// The table that the header opens, or that the line stands in.
    pub(super) table: N,
}

/// The inside of an array or of an inline table.
#[derive(Clone, Debug)]
pub(super) struct Group<N = NodeId> {
    pub(super) open: Span,
    pub(super) close: Span,
    pub(super) entries: Vec<Entry<N>>,
}

/// An item of an array, or a `key = value` of an inline table.
#[derive(Clone, Debug)]
pub(super) struct Entry<N = NodeId> {
    pub(super) span: Span,
    pub(super) comma: Option<Span>,
    /// The path of the key; empty for an item.
    pub(super) keys: Vec<Site<N>>,
    pub(super) value: N,
}

/// What makes a node the object or list that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The whole file.
    Root,
    /// A scalar.
    Scalar,
    /// `[…]` as a value.
    Array,
    /// `{…}`.
    Inline,
    /// A header of its own, also `[[…]]` for one item.
    Header,
    /// Only the headers of its sub-tables.
    Implicit,
    /// Dotted keys.
    Dotted,
    /// All `[[…]]` of one name together.
    Tables,
}

/// How a whole document is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) statements: Vec<Statement>,
    pub(super) groups: HashMap<NodeId, Group>,
    pub(super) origins: HashMap<NodeId, Origin>,
}

impl Layout {
    pub(super) fn origin(&self, node: NodeId) -> Origin {
        self.origins.get(&node).copied().unwrap_or(Origin::Scalar)
    }
}
