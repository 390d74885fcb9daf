//! mcpmend: a static analyzer and rewriter for MCP client configuration.

pub mod certificates;
pub mod check;
pub mod cli;
pub mod clients;
pub mod commandline;
pub mod diagnostic;
pub mod discover;
pub mod docker;
pub mod document;
pub mod endpoint;
pub mod fix;
pub mod host;
pub mod hosts;
pub mod interpret;
pub mod known;
pub mod model;
pub mod ports;
pub mod report;
pub mod rules;
pub mod schemas;
pub mod secret;
pub mod settings;
pub mod variables;
pub mod vocabulary;
pub mod workspace;
