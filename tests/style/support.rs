//! Edits carried out as a fix carries them out, and what holds for each of them.

use mcpmend::document::{
    Dialect, Document, Edit, EditError, Format, NodeId, NodeKind, NodeRef, TextEdit, edit, verify,
};
use serde_json::Value;

/// The node at a path of keys and indices, divided by slashes; none is the root.
pub(super) fn at(document: &Document, path: &str) -> NodeId {
    let mut node = document.root().unwrap();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        node = match part.parse::<usize>() {
            Ok(index) if node.is_array() => node.items().nth(index).unwrap(),
            _ => node
                .get(part)
                .unwrap_or_else(|| panic!("no {part} in {}", document.text)),
        };
    }
    node.id()
}

pub(super) fn read(text: &str, format: Format, dialect: Dialect) -> Document {
    let mut document = Document::parse(text.to_owned(), format);
    document.dialect = dialect;
    document
}

/// The text that comes of `edits`, which is verified and keeps all bytes outside of them.
pub(super) fn edited(old: &Document, edits: &[Edit]) -> Result<String, EditError> {
    let lowered = old.lower(edits)?;
    let text = edit::apply(&old.text, &lowered)?;
    let mut new = Document::parse(text, old.format);
    new.dialect = old.dialect;
    verify(old, edits, &new, old.dialect)?;
    outside_is_the_same(&old.text, &new.text, &lowered);
    comments_survive(old, &new, edits);
    newlines_are_the_same(old, &new);
    lines_stay_lines(old, &new, edits);
    let commas = |document: &Document| document.trailing_commas.len();
    if !old.dialect.trailing_commas {
        assert!(commas(&new) <= commas(old), "a new comma in {}", new.text);
    }
    Ok(new.text)
}

/// Walks both texts and compares what lies between the edits.
fn outside_is_the_same(old: &str, new: &str, edits: &[TextEdit]) {
    let (mut at_old, mut at_new) = (0, 0);
    for edit in edits {
        let kept = edit.span.start - at_old;
        assert_eq!(
            old[at_old..edit.span.start],
            new[at_new..at_new + kept],
            "outside of {edit:?}"
        );
        at_old = edit.span.end;
        at_new += kept + edit.text.len();
    }
    assert_eq!(old[at_old..], new[at_new..]);
}

fn comments_survive(old: &Document, new: &Document, edits: &[Edit]) {
    if old.drops_comment(edits) {
        return;
    }
    let texts = |document: &Document| {
        let mut texts: Vec<String> = document
            .comments
            .iter()
            .map(|comment| document.slice(comment.span).to_owned())
            .collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(old), texts(new), "{}\n{}", old.text, new.text);
}

/// Every line break is of the kind that the file has; one of a single line has none.
fn newlines_are_the_same(old: &Document, new: &Document) {
    let kinds = |text: &str| {
        let crlf = text.matches("\r\n").count();
        let lf = text.matches('\n').count() - crlf;
        let cr = text.matches('\r').count() - crlf;
        [lf > 0, crlf > 0, cr > 0]
    };
    let (before, after) = (kinds(&old.text), kinds(&new.text));
    if before != [false; 3] {
        let known = before
            .iter()
            .zip(after)
            .all(|(before, after)| *before || !after);
        assert!(known, "{:?} became {:?}", old.text, new.text);
    }
    let last = |text: &str| text.ends_with(['\n', '\r']);
    if !new.text.trim().is_empty() {
        assert_eq!(
            last(&old.text),
            last(&new.text),
            "the end of {:?}",
            new.text
        );
    }
}

/// What stood on one line and only had something added or taken away stands on one line.
fn lines_stay_lines(old: &Document, new: &Document, edits: &[Edit]) {
    let flat = |document: &Document, node: NodeRef<'_>| {
        !document.slice(node.span()).contains(['\n', '\r'])
    };
    let filled = |node: NodeRef<'_>| !node.members().is_empty() || node.items().len() > 0;
    for edit in edits {
        let (Edit::InsertMember { object: id, .. } | Edit::InsertItem { array: id, .. }) = edit
        else {
            continue;
        };
        let node = old.node(*id);
        let opens = old.slice(node.span()).starts_with(['{', '[']);
        if !opens || !filled(node) || !flat(old, node) || edits.len() > 1 {
            continue;
        }
        let path = path_of(node);
        let same = path
            .iter()
            .try_fold(new.root().unwrap(), |node, step| match step {
                Step::Key(key) => node.get(key),
                Step::Index(index) => node.items().nth(*index),
            });
        assert!(same.is_some_and(|node| flat(new, node)), "{}", new.text);
    }
}

enum Step {
    Key(String),
    Index(usize),
}

fn path_of(node: NodeRef<'_>) -> Vec<Step> {
    let mut path = Vec::new();
    let mut node = node;
    while let Some(parent) = node.parent() {
        path.push(match node.member() {
            Some(member) => Step::Key(member.key.text.clone()),
            None => Step::Index(parent.items().position(|item| item == node).unwrap()),
        });
        node = parent;
    }
    path.reverse();
    path
}

/// The tree as plain data, the order of its members kept.
pub(super) fn data(document: &Document) -> Value {
    fn plain(node: NodeRef<'_>) -> Value {
        match node.kind() {
            NodeKind::Object(_) => node
                .entries()
                .map(|(key, value)| (key.text.clone(), plain(value)))
                .collect(),
            NodeKind::Array(_) => node.items().map(plain).collect(),
            _ => node.to_json(),
        }
    }
    document.root().map_or(Value::Null, plain)
}

/// What came of one edit in one style.
pub(super) enum Outcome {
    /// All of the text is as the printer writes it.
    Exact,
    /// What holds for every edit does.
    Checked,
    /// What should not be, for people.
    Wrong(String),
}

impl Outcome {
    pub(super) fn is_exact(&self) -> bool {
        matches!(self, Outcome::Exact)
    }
}

/// What came of an edit and what the printer writes.
pub(super) fn compared(what: &str, after: &str, wanted: &str) -> Outcome {
    if after == wanted {
        return Outcome::Exact;
    }
    let shown = |text: &str| text.replace('\r', "\u{240d}");
    Outcome::Wrong(format!(
        "{what}\n{}\n--- instead of\n{}",
        shown(after),
        shown(wanted)
    ))
}

/// Fails with some of what is wrong, or if too few were tried.
pub(super) fn judge(outcomes: &[Outcome], tried: usize, exact: usize) {
    let wrong: Vec<&str> = outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Wrong(shown) => Some(shown.as_str()),
            _ => None,
        })
        .collect();
    let some: Vec<&str> = wrong
        .iter()
        .step_by(1 + wrong.len() / 12)
        .copied()
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        some.join("\n\n")
    );
    let are_exact = outcomes.iter().filter(|outcome| outcome.is_exact()).count();
    assert!(
        outcomes.len() >= tried && are_exact >= exact,
        "only {} tried, {are_exact} of them compared as a whole",
        outcomes.len()
    );
}
