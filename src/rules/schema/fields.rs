//! What the rules about single fields share.

use crate::diagnostic::{Fix, Mark};
use crate::document::{Edit, Key, NodeId, NodeKind, NodeRef};
use crate::interpret::ProblemKind;
use crate::model::{Outcome, Role, Ruling};
use crate::rules::Subject;
use crate::vocabulary;

/// A field that the client does not know.
pub(super) struct Unknown<'d> {
    /// Its name.
    pub(super) key: &'d Key,
    /// Its value.
    pub(super) value: NodeRef<'d>,
    /// The object that holds it: the entry, or an object inside.
    pub(super) object: NodeRef<'d>,
    /// What the client does about it.
    pub(super) ruling: Ruling,
    /// What it may be.
    pub(super) sort: Sort,
}

/// What an unknown field may be; each is the subject of one rule.
pub(super) enum Sort {
    /// Something for people.
    Note,
    /// A switch of other clients; `true` means on.
    Toggle(bool),
    /// A field of other clients: its meanings, each with a client that has it.
    Foreign(Vec<(Role, Option<&'static str>)>),
    /// Nobody's.
    Strange,
}

/// How to show a field that the client does not know: fainter where it surely has no effect.
pub(super) fn mark(ruling: Ruling) -> Option<Mark> {
    let idle = matches!(ruling.outcome, Outcome::Ignored | Outcome::Warned);
    idle.then_some(Mark::Unnecessary)
}

/// The fields of an entry that its client does not know.
pub(super) fn unknown<'d>(subject: &Subject<'d>) -> Vec<Unknown<'d>> {
    let document = subject.document();
    let entry = subject.node();
    // A map of servers in the place of a server is the fault of the key around it. Some clients
    // have the fields of the transport one level deeper: that is no map of servers.
    let nested = |name: &str| {
        let mut meanings = vocabulary::meanings(name).into_iter();
        meanings.any(|(role, _)| role == Role::Nested)
    };
    let map = entry
        .entries()
        .any(|(key, value)| vocabulary::is_server(value) && !nested(&key.text));
    if !vocabulary::is_server(entry) && map {
        return Vec::new();
    }
    subject
        .problems()
        .iter()
        .filter(|problem| problem.kind == ProblemKind::UnknownField)
        .filter_map(|problem| {
            let value = document.node(problem.node);
            let key = &value.member()?.key;
            Some(Unknown {
                key,
                value,
                object: value.parent()?,
                ruling: problem.ruling,
                sort: sort(&key.text, value),
            })
        })
        .collect()
}

fn sort(name: &str, value: NodeRef<'_>) -> Sort {
    if vocabulary::is_note(name) {
        return Sort::Note;
    }
    if let Some(on) = vocabulary::toggle(name) {
        return Sort::Toggle(on);
    }
    let mut meanings = vocabulary::meanings(name);
    let nested = |(role, _): &(Role, _)| *role == Role::Nested;
    if value.is_object() && meanings.iter().any(nested) {
        meanings.retain(nested);
    } else {
        meanings.retain(|meaning| !nested(meaning));
    }
    if meanings.is_empty() {
        Sort::Strange
    } else {
        Sort::Foreign(meanings)
    }
}

/// A field removed. To be looked at: it was written for something.
pub(super) fn removed(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Fix {
    let title = format!("remove `{}`", unknown.key.text);
    let edits = vec![Edit::remove(unknown.value.id())];
    Fix::r#unsafe(title, subject.file_id(), edits)
}

/// Whether a value says nothing, so that it does not matter who reads it.
pub(super) fn inert(value: NodeRef<'_>) -> bool {
    match value.kind() {
        NodeKind::Object(members) => members.is_empty(),
        NodeKind::Array(items) => items.is_empty(),
        NodeKind::String { text, .. } => text.is_empty(),
        NodeKind::Bool(value) => !value,
        NodeKind::Null => true,
        _ => false,
    }
}

/// A scalar as it would be written in a string.
pub(super) fn as_text(value: NodeRef<'_>) -> Option<String> {
    match value.kind() {
        NodeKind::String { text, .. } => Some(text.clone()),
        NodeKind::Number(raw) | NodeKind::Datetime(raw) => Some(raw.clone()),
        NodeKind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Whether a comment stands inside a value: replacing it would lose the comment.
pub(super) fn has_comment(subject: &Subject<'_>, node: NodeId) -> bool {
    let document = subject.document();
    let span = document.node(node).span();
    document
        .comments
        .iter()
        .any(|comment| span.covers(comment.span))
}
