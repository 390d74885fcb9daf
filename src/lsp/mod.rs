//! The language server: the same rules as everywhere else, over what an editor has open.
//!
//! One thread reads messages, one works on them in their order. A change only marks its project;
//! what is marked is checked when no message waits any more, so that a burst of changes is checked
//! once and nothing older is ever published over something newer.
//!
//! A document whose name says that it is no MCP configuration is left alone: nothing of it is kept,
//! and nothing is read for its sake. For the others the folder of the editor around them is read
//! once and held in memory (`project`); what is open counts in place of what is on disk
//! (`buffers`), and a keystroke reads one text again.

mod abilities;
mod actions;
mod buffers;
mod catch;
mod completion;
mod configure;
mod diagnostics;
mod documents;
mod edits;
mod folders;
mod hover;
mod interest;
mod options;
mod position;
mod progress;
mod project;
mod requests;
mod server;
mod state;
mod symbols;
mod target;
mod uri;
mod view;
mod watch;
mod wire;

pub use server::{End, serve};
