//! What the JSON room reads, says and changes.

mod edits;
mod errors;
mod printer;
mod properties;

use super::super::{Document, Format};

fn document(text: &str) -> Document {
    Document::parse(text.to_owned(), Format::Json)
}
