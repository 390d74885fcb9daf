//! Names that edits give: TOML has no two members of one name.

use std::collections::HashSet;

use crate::document::{Document, Edit, EditError, NodeId};

/// Refuses edits that give a member a name that another one keeps or gets. The parser would not
/// always complain: headers of one path can also join into one table.
pub(super) fn check(document: &Document, edits: &[Edit]) -> Result<(), EditError> {
    // Members that lose the name that they have.
    let mut leaving: HashSet<NodeId> = HashSet::new();
    let mut given: Vec<(NodeId, &str)> = Vec::new();
    for edit in edits {
        match edit {
            Edit::RenameKey { member, name } => {
                leaving.insert(*member);
                let parent = document.node(*member).parent();
                given.push((parent.ok_or(EditError::Mismatch)?.id(), name));
            }
            Edit::InsertMember { object, key, .. } => given.push((*object, key)),
            Edit::MoveMember {
                member,
                object,
                name,
            } => {
                leaving.insert(*member);
                given.push((*object, name));
            }
            Edit::Remove { node } => {
                leaving.insert(*node);
            }
            Edit::SetValue { .. }
            | Edit::InsertItem { .. }
            | Edit::Wrap { .. }
            | Edit::Splice { .. }
            | Edit::Text(_)
            | Edit::Comment(_) => {}
        }
    }
    let mut seen = HashSet::new();
    for &(object, name) in &given {
        let kept = document
            .node(object)
            .members_named(name)
            .any(|member| !leaving.contains(&member.value));
        if kept || !seen.insert((object, name)) {
            return Err(EditError::Unsupported("this name is taken already"));
        }
    }
    Ok(())
}
