//! YAML: text to tree, and edits to text.
//!
//! The tree holds the first document of the stream, resolved by the core schema of YAML 1.2. An
//! empty text is a valid document without a value: it gives no root and no error. Aliases and
//! tagged values are opaque and never looked into.

mod lines;
mod parse;
mod quoted;
mod read;
mod recover;
mod scalar;
mod tabs;

pub(crate) use parse::parse;

use super::{Document, Edit, EditError, TextEdit};

pub(crate) fn lower(_document: &Document, _edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    Err(EditError::Unsupported("not built yet"))
}

#[cfg(test)]
mod tests;
