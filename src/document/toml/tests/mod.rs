//! What a user would see of TOML files: trees, errors and edits.

mod agreement;
mod parsing;

use crate::document::{Document, Format};

fn document(text: &str) -> Document {
    Document::parse(text.to_owned(), Format::Toml)
}
