//! TOML: text to tree, and edits to text.
//!
//! The tokens are those of the `toml_parser` crate; statements, recovery and table assembly are
//! done here, because a rule needs every error of a file with its exact place, and every place
//! that spells a key. The span of a table from a header goes from its header to the end of the
//! last value of its own body, sub-tables excluded; that of a table that no header opens joins
//! its members.

mod build;
mod edit;
mod group;
mod layout;
mod lex;
mod parse;
mod scalar;
mod strings;

use super::{Document, Edit, EditError, Parsed, TextEdit};

pub(crate) use edit::Facts;

pub(crate) fn parse(text: &str) -> Parsed {
    parse::read(text).0
}

pub(crate) fn lower(document: &Document, edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    edit::lower(document, edits)
}

#[cfg(test)]
mod tests;
