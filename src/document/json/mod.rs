//! JSON and JSON with comments: text to tree, and edits to text.
//!
//! One grammar for all dialects: comments and trailing commas are collected, everything else
//! that RFC 8259 does not know is an error, with a mend where the intent is plain.

mod align;
mod brackets;
mod edit;
mod escape;
mod habit;
mod lex;
mod parse;
mod place;
mod quote;
mod render;
mod root;
mod sequence;
mod string;
mod word;

#[cfg(test)]
mod tests;

use super::{Comment, Document, Mend, Parsed, TextEdit};

pub(crate) use edit::lower;
pub(crate) use habit::Facts;
pub(crate) use place::with_own_line;

/// Reads all of `text`.
pub(crate) fn parse(text: &str) -> Parsed {
    parse::Parser::new(text).run()
}

/// Takes a comment out, with its line if it has one of its own.
pub(crate) fn remove_comment(document: &Document, comment: &Comment) -> Mend {
    Mend {
        title: "remove the comment".to_owned(),
        safe: false,
        edits: vec![TextEdit::delete(place::with_own_line(
            &document.text,
            comment.span,
        ))],
    }
}
