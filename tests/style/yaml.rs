//! Edits of YAML: before, the edit, after.

#[path = "yaml/chain.rs"]
mod chain;
#[path = "yaml/matrix.rs"]
mod matrix;
#[path = "yaml/refused.rs"]
mod refused;
#[path = "yaml/scalars.rs"]
mod scalars;
#[path = "yaml/tables.rs"]
mod tables;

use mcpmend::document::{Dialect, Document, Edit, EditError, Format, NodeId, edit, verify};

pub(crate) fn document(text: &str) -> Document {
    Document::parse(text.to_owned(), Format::Yaml)
}

/// The node at a path of keys and indices, with `/` between them.
pub(crate) fn at(document: &Document, path: &str) -> NodeId {
    let mut node = document.root().unwrap();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        node = match part.parse::<usize>() {
            Ok(index) if node.is_array() => node.items().nth(index).unwrap(),
            _ => node
                .get(part)
                .unwrap_or_else(|| panic!("no {part} in {path}")),
        };
    }
    node.id()
}

/// `text` with `edits` carried out and verified, as fixing does it.
pub(crate) fn edited(
    text: &str,
    edits: impl Fn(&Document) -> Vec<Edit>,
) -> Result<String, EditError> {
    let old = document(text);
    assert_eq!(old.errors, [], "{text}");
    let edits = edits(&old);
    let new = edit::apply(text, &old.lower(&edits)?)?;
    verify(&old, &edits, &document(&new), Dialect::JSONC)?;
    Ok(new)
}

/// Checks one row of a table with each kind of line break, with and without a byte order mark,
/// and without a final line break.
pub(crate) fn row(before: &str, edits: impl Fn(&Document) -> Vec<Edit>, after: &str) {
    let check = |before: String, after: String| match edited(&before, &edits) {
        Ok(result) => assert!(
            result == after,
            "before:\n{before}\nafter, as it should be:\n{after}\nafter, as it is:\n{result}"
        ),
        Err(error) => panic!("before:\n{before}\n{error}"),
    };
    check(before.to_owned(), after.to_owned());
    check(format!("\u{feff}{before}"), format!("\u{feff}{after}"));
    for newline in ["\r\n", "\r"] {
        check(before.replace('\n', newline), after.replace('\n', newline));
    }
    // A block of text at the end needs its line break.
    let open = |text: &str| text.strip_suffix('\n').unwrap_or(text).to_owned();
    if !before.contains([':', '-']) || !before.contains(['|', '>']) {
        check(open(before), open(after));
    }
}
