//! Where in a file the servers stand.

use crate::document::NodeRef;
use crate::model::{Kind, Root};

/// The roots of `kind` that are there, each with its value; of duplicates the last counts.
pub fn roots<'d>(kind: &'static Kind, root: NodeRef<'d>) -> Vec<(&'static Root, NodeRef<'d>)> {
    let mut found = Vec::new();
    let mut bare = None;
    for candidate in kind.roots {
        if candidate.path.is_empty() {
            bare = Some((candidate, root));
        } else {
            follow(candidate, candidate.path, root, &mut found);
        }
    }
    if found.is_empty() {
        found.extend(bare);
    }
    // `mcp.servers` makes of `mcp` the envelope around the servers.
    let paths: Vec<&[&str]> = found.iter().map(|(root, _)| root.path).collect();
    found.retain(|(root, _)| {
        !paths
            .iter()
            .any(|path| path.len() > root.path.len() && path.starts_with(root.path))
    });
    found
}

fn follow<'d>(
    root: &'static Root,
    path: &[&str],
    node: NodeRef<'d>,
    found: &mut Vec<(&'static Root, NodeRef<'d>)>,
) {
    match path {
        [] => found.push((root, node)),
        ["*", rest @ ..] => {
            for (_, value) in node.entries() {
                follow(root, rest, value, found);
            }
        }
        [name, rest @ ..] => {
            if let Some(value) = node.get(name) {
                follow(root, rest, value, found);
            }
        }
    }
}
