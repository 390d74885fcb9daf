//! The language server: the same rules as everywhere else, over what an editor has open.
//!
//! One thread reads messages, one works on them in their order. A change only marks its project;
//! what is marked is checked when no message waits any more, so that a burst of changes is checked
//! once and nothing older is ever published over something newer.

mod abilities;
mod buffers;
mod catch;
mod diagnostics;
mod documents;
mod handle;
mod options;
mod position;
mod project;
mod server;
mod uri;
mod wire;

pub use server::{End, serve};
