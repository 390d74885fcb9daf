//! mcpmend: a static analyzer and rewriter for MCP client configuration.

pub mod document;
