//! TOML: text to tree, and edits to text.
//!
//! The tokens are those of the `toml_parser` crate; statements, recovery and table assembly are
//! done here, because a rule needs every error of a file with its exact place, and every place
//! that spells a key. The span of a table from a header goes from its header to the end of the
//! last value of its own body, sub-tables excluded; that of a table that no header opens joins
//! its members.

mod build;
mod group;
#[allow(dead_code, reason = "for the editor, which is still to come")]
mod layout;
mod lex;
mod parse;
mod scalar;
#[allow(dead_code, reason = "for the editor, which is still to come")]
mod strings;

use super::{Document, Edit, EditError, Parsed, TextEdit};

pub(crate) fn parse(text: &str) -> Parsed {
    parse::read(text).0
}

pub(crate) fn lower(_document: &Document, _edits: &[Edit]) -> Result<Vec<TextEdit>, EditError> {
    Err(EditError::Unsupported("not built yet"))
}

#[cfg(test)]
mod tests;
