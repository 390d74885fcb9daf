//! The language server, as an editor sees it: over the standard streams of the real binary.
#![cfg(feature = "lsp")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lsp/actions.rs"]
mod actions;
#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/completion.rs"]
mod completion;
#[path = "lsp/diagnostics.rs"]
mod diagnostics;
#[path = "lsp/fixtures.rs"]
mod fixtures;
#[path = "lsp/hover.rs"]
mod hover;
#[path = "lsp/input.rs"]
mod input;
#[path = "lsp/life.rs"]
mod life;
#[path = "lsp/symbols.rs"]
mod symbols;
#[path = "lsp/together.rs"]
mod together;
