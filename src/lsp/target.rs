//! What stands at a place of a text.

use crate::document::{Key, NodeRef};
use crate::model::{Field, Role, Root};
use crate::workspace::{Entry, EntryId};

use super::view::View;
use crate::document::Span;
use crate::roots::roots;

/// What stands at a place.
pub(super) enum Target<'s> {
    /// The key under which servers stand, with its place.
    Root(&'static Root, Span),
    /// The name of a server.
    Server(EntryId, &'s Entry, Span),
    /// The name of a field of a server, or its plain value.
    Field(&'static Field, Option<NodeRef<'s>>, Span),
}

/// What stands at `offset`.
pub(super) fn at(view: View<'_>, offset: usize) -> Option<Target<'_>> {
    let workspace = &view.project.workspace;
    let document = view.document();
    // The name of a server in a list is a value.
    for (id, entry) in workspace.entries_of(view.id) {
        if !entry.name_span.is_empty() && touches(entry.name_span, offset) {
            return Some(Target::Server(id, entry, entry.name_span));
        }
    }
    let (found, key, value) = find(document.root()?, offset)?;
    let is_key = found.is_key;
    for (root, servers) in roots(view.file().kind, document.root()?) {
        if servers == value && is_key && !root.path.is_empty() {
            return Some(Target::Root(root, found.span));
        }
        // TOML names a server again in each of its tables.
        let mut own = workspace.entries_of(view.id);
        if let Some((id, entry)) = own.find(|(_, entry)| is_key && entry.node == value.id()) {
            return Some(Target::Server(id, entry, found.span));
        }
    }
    let plain = !value.is_object() && !value.is_array();
    if !is_key && !plain {
        return None;
    }
    let field = field(view, &key.text, value)?;
    Some(Target::Field(field, plain.then_some(value), found.span))
}

struct Found {
    span: Span,
    is_key: bool,
}

/// The innermost key at `offset`, or the key whose plain value is there.
fn find<'s>(node: NodeRef<'s>, offset: usize) -> Option<(Found, &'s Key, NodeRef<'s>)> {
    for (key, value) in node.entries() {
        let sites = std::iter::once(&key.span).chain(&key.other_sites);
        for span in sites {
            if touches(*span, offset) {
                let found = Found {
                    span: *span,
                    is_key: true,
                };
                return Some((found, key, value));
            }
        }
        // The tables of a TOML value may stand apart, so that no span tells what is inside.
        if let Some(found) = find(value, offset) {
            return Some(found);
        }
        if !value.is_object() && !value.is_array() && touches(value.span(), offset) {
            let found = Found {
                span: value.span(),
                is_key: false,
            };
            return Some((found, key, value));
        }
    }
    node.items().find_map(|item| find(item, offset))
}

fn touches(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

/// The field of the entry, or of an object in it that holds the fields of the transport, whose
/// value is `value`.
fn field(view: View<'_>, name: &str, value: NodeRef<'_>) -> Option<&'static Field> {
    let object = value.parent()?;
    let workspace = &view.project.workspace;
    let of = |node: NodeRef<'_>| {
        let mut own = workspace.entries_of(view.id);
        own.find(|(_, entry)| entry.node == node.id())
            .map(|(_, entry)| entry)
    };
    let schema = |entry: &Entry| view.file().kind.schema_at(entry.root);
    if let Some(entry) = of(object) {
        return schema(entry).field(name);
    }
    let entry = of(object.parent()?)?;
    let around = schema(entry).field(&object.member()?.key.text)?;
    (around.role == Role::Nested)
        .then(|| schema(entry).field(name))
        .flatten()
}
