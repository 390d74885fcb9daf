//! Moving the servers of a file to another root.

use serde_json::{Map, Value};

use crate::document::{Comment, Document, Edit, NodeId, NodeRef, Span, edit, verify};
use crate::workspace::File;

/// Edits, and whether they keep every comment.
pub(in crate::rules) type Moved = (Vec<Edit>, bool);

/// The edits that bring what stands at the end of `chain` to `path`, where nothing stands yet.
/// `chain` are the values on the way to it, from a member of the file's top object on. What
/// holds nothing else goes; the bytes of the servers stay as they are where the format can do
/// that.
pub(in crate::rules) fn relocate(
    file: &File,
    chain: &[NodeRef<'_>],
    path: &[&str],
) -> Option<Moved> {
    let servers = *chain.last()?;
    if path.is_empty() || path.contains(&"*") {
        return None;
    }
    let (anchor, depth) = anchor(file.document.root()?, path)?;
    let rest = &path[depth..];
    if anchor == servers {
        // `mcp` holds the servers themselves, where they belong under `mcp.servers`.
        let [key] = rest else { return None };
        let edits = vec![Edit::Wrap {
            node: servers.id(),
            key: (*key).to_owned(),
        }];
        return possible(file, &edits).then_some((edits, true));
    }
    let within = |node: NodeRef<'_>| node.parent() == Some(servers);
    if std::iter::successors(Some(anchor), |node| node.parent()).any(within) {
        return None;
    }
    // The part of the way that is not shared with the new one.
    let shared = chain.iter().take_while(|node| **node != anchor).count();
    let from = match chain.get(shared) {
        Some(_) => &chain[shared + 1..],
        None => chain,
    };
    // Everything from here on holds the servers and nothing else.
    let alone = from
        .iter()
        .rposition(|node| *node != servers && node.members().len() != 1)
        .map_or(0, |at| at + 1);
    let gone = *from.get(alone)?;
    let kept = [servers];
    attempts(from, alone, anchor, rest)
        .into_iter()
        .find(|edits| possible(file, edits))
        .map(|edits| (edits, keeps_comments(file, gone, &kept)))
        .or_else(|| {
            let (first, inner) = rest.split_first()?;
            let edits = vec![
                Edit::insert(anchor.id(), *first, nested(inner, servers.to_json())),
                Edit::remove(gone.id()),
            ];
            possible(file, &edits).then(|| (edits, keeps_comments(file, gone, &[])))
        })
}

/// The innermost object on `path` that is there, and how many keys lead to it. `None` where
/// something else is in the way.
fn anchor<'d>(top: NodeRef<'d>, path: &[&str]) -> Option<(NodeRef<'d>, usize)> {
    let mut anchor = top;
    for (depth, key) in path.iter().enumerate() {
        match anchor.get(key) {
            None => return Some((anchor, depth)),
            Some(next) if next.is_object() => anchor = next,
            Some(_) => return None,
        }
    }
    None
}

/// The ways to do it that keep the bytes of the servers, the plainest first.
fn attempts(
    from: &[NodeRef<'_>],
    alone: usize,
    anchor: NodeRef<'_>,
    rest: &[&str],
) -> Vec<Vec<Edit>> {
    let mut all = Vec::new();
    let (Some(outer), Some(servers)) = (from.first(), from.last()) else {
        return all;
    };
    let Some((first, inner)) = rest.split_first() else {
        return all;
    };
    let below = outer.parent() == Some(anchor);
    let rename = |nodes: &[NodeRef<'_>], keys: &[&str]| -> Vec<Edit> {
        let pairs = nodes.iter().zip(keys);
        pairs
            .filter(|(node, key)| node.member().is_none_or(|m| m.key.text != **key))
            .map(|(node, key)| Edit::rename(node.id(), *key))
            .collect()
    };
    if below && alone == 0 {
        if from.len() == rest.len() {
            all.push(rename(from, rest));
        }
        if from.len() + 1 == rest.len() {
            let mut edits = rename(from, rest);
            edits.push(Edit::Wrap {
                node: servers.id(),
                key: rest[from.len()].to_owned(),
            });
            all.push(edits);
        }
        if from.len() > rest.len() && rest.len() > 1 {
            let stay = rest.len() - 1;
            let mut edits = rename(&from[..stay], &rest[..stay]);
            edits.push(Edit::move_to(servers.id(), from[stay - 1].id(), rest[stay]));
            edits.push(Edit::remove(from[stay].id()));
            all.push(edits);
        }
    }
    if inner.is_empty() {
        let mut edits = vec![Edit::move_to(servers.id(), anchor.id(), *first)];
        edits.extend(
            from.get(alone)
                .filter(|gone| *gone != servers)
                .map(|gone| Edit::remove(gone.id())),
        );
        all.push(edits);
    }
    all
}

/// `value` below `path`.
fn nested(path: &[&str], value: Value) -> Value {
    path.iter().rev().fold(value, |value, key| {
        let mut object = Map::new();
        object.insert((*key).to_owned(), value);
        Value::Object(object)
    })
}

/// Takes the members of `from` into `to` and removes `gone`, which is `from` or around it; not
/// where a name is taken.
pub(in crate::rules) fn unpack(
    file: &File,
    from: NodeRef<'_>,
    to: NodeRef<'_>,
    gone: NodeRef<'_>,
) -> Option<Moved> {
    if !from.is_object() || !to.is_object() {
        return None;
    }
    let taken = |name: &str| to.get(name).is_some_and(|other| other != gone);
    if from.entries().any(|(key, _)| taken(&key.text)) {
        return None;
    }
    let with = |put: fn(NodeId, &str, NodeRef<'_>) -> Edit| {
        let mut edits: Vec<Edit> = from
            .entries()
            .map(|(key, value)| put(to.id(), &key.text, value))
            .collect();
        edits.push(Edit::remove(gone.id()));
        edits
    };
    let moves = with(|to, name, value| Edit::move_to(value.id(), to, name));
    if possible(file, &moves) {
        let kept: Vec<NodeRef<'_>> = from.entries().map(|(_, value)| value).collect();
        return Some((moves, keeps_comments(file, gone, &kept)));
    }
    let copies = with(|to, name, value| Edit::insert(to, name, value.to_json()));
    let complete = keeps_comments(file, gone, &[]);
    possible(file, &copies).then_some((copies, complete))
}

/// Writes `value` in the place of `node`.
pub(in crate::rules) fn rewrite(file: &File, node: NodeRef<'_>, value: Value) -> Moved {
    let complete = keeps_comments(file, node, &[]);
    (vec![Edit::set(node.id(), value)], complete)
}

/// Whether `gone` holds no comment outside of `kept`.
pub(in crate::rules) fn keeps_comments(
    file: &File,
    gone: NodeRef<'_>,
    kept: &[NodeRef<'_>],
) -> bool {
    let span = gone.member().map_or(gone.span(), |member| member.span);
    let inside = |around: Span| move |comment: &&Comment| around.covers(comment.span);
    let mut comments = file.document.comments.iter().filter(inside(span));
    comments.all(|comment| kept.iter().any(|node| inside(node.span())(&comment)))
}

/// Whether the format's editor can do this here.
pub(in crate::rules) fn possible(file: &File, edits: &[Edit]) -> bool {
    let document = &file.document;
    let Ok(lowered) = document.lower(edits) else {
        return false;
    };
    edit::apply(&document.text, &lowered).is_ok_and(|text| {
        let new = Document::parse(text, document.format);
        verify(document, edits, &new, file.kind.dialect).is_ok()
    })
}
