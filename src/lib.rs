//! mcpmend: a static analyzer and rewriter for MCP client configuration.

pub mod clients;
pub mod diagnostic;
pub mod discover;
pub mod document;
pub mod host;
pub mod interpret;
pub mod model;
pub mod workspace;
