//! YAML: text to tree, and edits to text.
//!
//! The tree holds the first document of the stream, resolved by the core schema of YAML 1.2. An
//! empty text is a valid document without a value: it gives no root and no error. Aliases and
//! tagged values are opaque and never looked into.
//!
//! Edits leave every byte alone that they need not touch, and write new ones as the author of the
//! text writes. What an alias repeats, what comes from another place by an alias or a merge key,
//! and what has a tag is never edited: the same bytes mean something in another place too, or
//! something else than they seem.

mod block_scalar;
mod collection;
mod edit;
mod flow;
mod lines;
mod merge;
mod parse;
mod place;
mod plan;
mod read;
mod recover;
mod refusal;
mod replace;
mod scalar;
mod string;
mod style;
mod write;

pub(crate) use edit::lower;
pub(crate) use parse::parse;
pub(crate) use read::Anchor;

#[cfg(test)]
mod tests;
