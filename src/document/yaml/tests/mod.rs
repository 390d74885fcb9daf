//! Tests of reading and writing YAML.

mod edit;
mod parse;
mod property;

use super::super::{Document, Format};

fn document(text: &str) -> Document {
    Document::parse(text.to_owned(), Format::Yaml)
}
