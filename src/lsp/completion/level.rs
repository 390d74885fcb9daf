//! How deep in a client's file a place is.

use super::spot::Step;
use crate::model::{Kind, Role, Root, RootShape, Schema};

/// What the object is that a place is in.
#[derive(Clone, Copy)]
pub(super) enum Level {
    /// The way to the servers goes on with this key.
    Above {
        key: &'static str,
        root: &'static Root,
        /// Whether the servers stand right under that key.
        last: bool,
    },
    /// The servers by name.
    Servers(&'static Root),
    /// A server, or an object in it that holds the fields of its transport.
    Entry(&'static Root, &'static Schema),
}

/// What the object at the end of `path` is in a file of `kind`: several where roots share a way.
pub(super) fn levels(kind: &'static Kind, path: &[Step]) -> Vec<Level> {
    kind.roots
        .iter()
        .filter_map(|root| level(kind, root, path))
        .collect()
}

fn level(kind: &'static Kind, root: &'static Root, path: &[Step]) -> Option<Level> {
    let mut ways = root.path.iter().zip(path);
    let same = |(way, step): (&&str, &Step)| match step {
        Step::Key(key) => *way == "*" || way == key,
        Step::Item => false,
    };
    if !ways.all(same) {
        return None;
    }
    let schema = kind.schema_at(root);
    let depth = root.path.len();
    if path.len() < depth {
        let key = root.path[path.len()];
        let last = path.len() + 1 == depth;
        return (key != "*").then_some(Level::Above { key, root, last });
    }
    let inside = match (root.shape, &path[depth..]) {
        (RootShape::One { .. }, inside) => inside,
        (RootShape::Map, []) => return Some(Level::Servers(root)),
        (RootShape::Map, [Step::Key(_), inside @ ..]) => inside,
        // Who takes a list takes a map as well, or says so.
        (RootShape::List { .. }, [Step::Item, inside @ ..]) => inside,
        _ => return None,
    };
    match inside {
        [] => Some(Level::Entry(root, schema)),
        [Step::Key(key)] => {
            let nested = schema.field(key)?.role == Role::Nested;
            nested.then_some(Level::Entry(root, schema))
        }
        _ => None,
    }
}
