//! Changes of the tree, and the changes of the text that they become.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;

use super::span::Span;
use super::tree::NodeId;

/// A change of the tree, asked for by a rule. Node ids are those of the unchanged document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Replaces a value.
    SetValue {
        /// The value to replace.
        node: NodeId,
        /// What comes there.
        value: Value,
    },
    /// Gives a member another name.
    RenameKey {
        /// The member's value.
        member: NodeId,
        /// The new name.
        name: String,
    },
    /// Adds a member to an object.
    InsertMember {
        /// The object.
        object: NodeId,
        /// The name.
        key: String,
        /// The value.
        value: Value,
        /// Where among its siblings.
        at: Place,
    },
    /// Removes the member or the item whose value this is.
    Remove {
        /// The value.
        node: NodeId,
    },
    /// Adds an item to an array.
    InsertItem {
        /// The array.
        array: NodeId,
        /// The item of the unchanged array that it comes before; the array's length appends.
        /// Several items at one index stand in the order of their edits.
        index: usize,
        /// The item.
        value: Value,
    },
    /// Moves a member into another object, at its end, keeping the bytes of its value. What
    /// holds it may be removed by another edit.
    MoveMember {
        /// The member's value.
        member: NodeId,
        /// The object that gets it.
        object: NodeId,
        /// Its name there.
        name: String,
    },
    /// Puts an object with one member around a value.
    Wrap {
        /// The value.
        node: NodeId,
        /// The name of the one member.
        key: String,
    },
    /// Replaces a part of a string and leaves the rest of its bytes as they are.
    Splice {
        /// The string.
        node: NodeId,
        /// Bytes of its decoded text.
        range: Range<usize>,
        /// What comes there.
        text: String,
    },
    /// Replaces bytes of the text: only for what is not in the tree, as a syntax error.
    Text(TextEdit),
    /// Replaces bytes of comments and of the blank space around them: no value changes.
    Comment(TextEdit),
}

impl Edit {
    /// Replaces a value.
    pub fn set(node: NodeId, value: impl Into<Value>) -> Edit {
        Edit::SetValue {
            node,
            value: value.into(),
        }
    }

    /// Renames the member whose value is `member`.
    pub fn rename(member: NodeId, name: impl Into<String>) -> Edit {
        Edit::RenameKey {
            member,
            name: name.into(),
        }
    }

    /// Adds a member at the end of an object.
    pub fn insert(object: NodeId, key: impl Into<String>, value: impl Into<Value>) -> Edit {
        Edit::insert_at(object, key, value, Place::Last)
    }

    /// Adds a member to an object.
    pub fn insert_at(
        object: NodeId,
        key: impl Into<String>,
        value: impl Into<Value>,
        at: Place,
    ) -> Edit {
        Edit::InsertMember {
            object,
            key: key.into(),
            value: value.into(),
            at,
        }
    }

    /// Removes the member or item whose value is `node`.
    pub fn remove(node: NodeId) -> Edit {
        Edit::Remove { node }
    }

    /// Moves the member whose value is `member` to the end of `object`.
    pub fn move_to(member: NodeId, object: NodeId, name: impl Into<String>) -> Edit {
        Edit::MoveMember {
            member,
            object,
            name: name.into(),
        }
    }

    /// Adds an item to an array.
    pub fn insert_item(array: NodeId, index: usize, value: impl Into<Value>) -> Edit {
        Edit::InsertItem {
            array,
            index,
            value: value.into(),
        }
    }

    /// Replaces `range` of the decoded text of a string.
    pub fn splice(node: NodeId, range: Range<usize>, text: impl Into<String>) -> Edit {
        Edit::Splice {
            node,
            range,
            text: text.into(),
        }
    }
}

/// Where a new member goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Before the member with this value.
    Before(NodeId),
    /// Behind the member with this value.
    After(NodeId),
}

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes that go.
    pub span: Span,
    /// The text that comes.
    pub text: String,
}

impl TextEdit {
    /// Replaces `span` by `text`.
    pub fn replace(span: Span, text: impl Into<String>) -> TextEdit {
        TextEdit {
            span,
            text: text.into(),
        }
    }

    /// Inserts `text` before the byte at `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> TextEdit {
        TextEdit::replace(Span::at(at), text)
    }

    /// Removes `span`.
    pub fn delete(span: Span) -> TextEdit {
        TextEdit::replace(span, "")
    }
}

/// Why edits cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two of them change the same bytes.
    #[error("two changes of the same place")]
    Overlap,
    /// The format's editor does not do this here.
    #[error("{0}")]
    Unsupported(&'static str),
    /// A node is not what the edit needs: no object to insert into, a range outside a string.
    #[error("the edit does not fit the tree")]
    Mismatch,
    /// The result does not parse, or says something else than the edits meant.
    #[error("the result would not be what was meant: {0}")]
    Unverified(String),
}

/// Refuses edits of which two give an object the same name: whichever came last would win.
pub(crate) fn name_once(document: &super::Document, edits: &[Edit]) -> Result<(), EditError> {
    let mut given: BTreeSet<(NodeId, &str)> = BTreeSet::new();
    for edit in edits {
        let name = match edit {
            Edit::InsertMember { object, key, .. } => Some((*object, key.as_str())),
            Edit::MoveMember { object, name, .. } => Some((*object, name.as_str())),
            Edit::RenameKey { member, name } => document
                .node(*member)
                .parent()
                .map(|object| (object.id(), name.as_str())),
            _ => None,
        };
        let Some(name) = name else { continue };
        if !given.insert(name) {
            return Err(EditError::Overlap);
        }
    }
    Ok(())
}

/// Refuses edits of which two replace overlapping parts of one string: an empty part inside of
/// another one overlaps it too, even where nothing comes there.
pub(crate) fn splices_apart(edits: &[Edit]) -> Result<(), EditError> {
    let mut parts: Vec<(NodeId, usize, usize)> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Splice { node, range, .. } => Some((*node, range.start, range.end)),
            _ => None,
        })
        .collect();
    parts.sort_unstable();
    let overlap = |pair: &[(NodeId, usize, usize)]| pair[0].0 == pair[1].0 && pair[1].1 < pair[0].2;
    if parts.windows(2).any(overlap) {
        return Err(EditError::Overlap);
    }
    Ok(())
}

/// Sorts `edits`, joins insertions at one place in their order, and refuses overlaps.
pub(crate) fn normalize(edits: &mut Vec<TextEdit>) -> Result<(), EditError> {
    edits.retain(|edit| !(edit.span.is_empty() && edit.text.is_empty()));
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut joined: Vec<TextEdit> = Vec::with_capacity(edits.len());
    for edit in edits.drain(..) {
        match joined.last_mut() {
            Some(last) if last.span == edit.span && edit.span.is_empty() => {
                last.text.push_str(&edit.text);
            }
            Some(last) if edit.span.start < last.span.end => return Err(EditError::Overlap),
            Some(last) if last.span == edit.span => return Err(EditError::Overlap),
            _ => joined.push(edit),
        }
    }
    *edits = joined;
    Ok(())
}

/// Carries out text edits that are sorted and do not overlap.
///
/// # Errors
/// [`EditError::Mismatch`] when a span lies outside the text or inside a character,
/// [`EditError::Overlap`] when the edits are not in order.
pub fn apply(text: &str, edits: &[TextEdit]) -> Result<String, EditError> {
    let mut result = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    for edit in edits {
        if edit.span.start < copied {
            return Err(EditError::Overlap);
        }
        let kept = text
            .get(copied..edit.span.start)
            .ok_or(EditError::Mismatch)?;
        text.get(edit.span.start..edit.span.end)
            .ok_or(EditError::Mismatch)?;
        result.push_str(kept);
        result.push_str(&edit.text);
        copied = edit.span.end;
    }
    result.push_str(text.get(copied..).ok_or(EditError::Mismatch)?);
    Ok(result)
}
