//! What is to change, sorted by the collection that it changes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use super::super::edit::TextEdit;
use super::super::span::Span;
use super::super::tree::NodeId;
use super::place::Layout;

/// A new member or item.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Member {
        key: String,
        value: Value,
    },
    Item(Value),
    /// The bytes of a member that comes from another place.
    Moved {
        /// Its name there.
        key: String,
        /// Its lines, without the indentation of its key.
        lines: Vec<String>,
        /// Its one line, if it can stand between brackets.
        flow: Option<String>,
        /// Whether it ends with a block scalar, which would swallow an indented comment.
        open_end: bool,
    },
}

/// What changes in one collection.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Indices of the children that go.
    pub(super) removed: BTreeSet<usize>,
    /// Whether one of them goes elsewhere, and what stands behind it on its line with it.
    pub(super) moves: bool,
    /// New children and the index of the child that they come before.
    pub(super) inserted: Vec<(usize, Entry)>,
}

/// All changes, sorted by the place that they change.
pub(super) struct Changes<'d> {
    pub(super) layout: Layout<'d>,
    pub(super) plans: BTreeMap<NodeId, Plan>,
    pub(super) splices: BTreeMap<NodeId, Vec<(Range<usize>, String)>>,
    pub(super) out: Vec<TextEdit>,
}

/// A span that goes, for [`collection::delete`].
pub(super) type Deleted = Vec<Span>;
