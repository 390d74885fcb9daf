//! What a user would see of TOML files: trees, errors and edits.

mod agreement;
mod any_edit;
mod editing;
mod editing_tables;
mod found;
mod parsing;
mod printer;
mod properties;

use crate::document::edit::apply;
use crate::document::{Dialect, Document, Edit, EditError, Format, NodeId, verify};

fn document(text: &str) -> Document {
    Document::parse(text.to_owned(), Format::Toml)
}

/// The node at a path of keys and indices, divided by slashes; none is the root.
fn at(document: &Document, path: &str) -> NodeId {
    let mut node = document.root().unwrap();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        node = match part.parse::<usize>() {
            Ok(index) if node.is_array() => node.items().nth(index).unwrap(),
            _ => node.get(part).unwrap(),
        };
    }
    node.id()
}

/// Carries `edits` out; the result is checked as a fix is.
fn edited(before: &str, edits: impl Fn(&Document) -> Vec<Edit>) -> Result<String, EditError> {
    let old = document(before);
    let edits = edits(&old);
    let text = apply(before, &old.lower(&edits)?).unwrap();
    let new = document(&text);
    verify(&old, &edits, &new, Dialect::JSONC)
        .unwrap_or_else(|error| panic!("{error}\n{text}\n{:?}", new.errors));
    Ok(text)
}

/// Checks the text that comes of `edits`, also with CRLF and a byte order mark.
#[track_caller]
fn check(before: &str, edits: impl Fn(&Document) -> Vec<Edit>, after: &str) {
    assert_eq!(edited(before, &edits).unwrap(), after);
    if !before.contains('\r') && before.contains('\n') {
        let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(
            edited(&windows(before), &edits).unwrap(),
            windows(after),
            "with CRLF"
        );
    }
}

#[track_caller]
fn check_refused(before: &str, edits: impl Fn(&Document) -> Vec<Edit>) {
    let result = edited(before, edits);
    assert!(
        matches!(result, Err(EditError::Unsupported(_))),
        "{result:?}"
    );
}
