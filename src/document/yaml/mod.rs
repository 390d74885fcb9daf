//! YAML: text to tree, and edits to text.
//!
//! The tree holds the first document of the stream, resolved by the core schema of YAML 1.2. An
//! empty text is a valid document without a value: it gives no root and no error. Aliases and
//! tagged values are opaque and never looked into.
//!
//! Edits leave every byte alone that they need not touch. What has an anchor, a tag or a merge
//! key on it or around it is never edited: the same bytes mean something in another place too.

mod collection;
mod edit;
mod flow;
mod lines;
mod parse;
mod place;
mod read;
mod recover;
mod replace;
mod scalar;
mod string;
mod write;

pub(crate) use edit::lower;
pub(crate) use parse::parse;

#[cfg(test)]
mod tests;
