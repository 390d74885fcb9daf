//! mcpmend: a static analyzer and rewriter for MCP client configuration.
//!
//! The way of the data is one direction: [`discover`] finds files, [`document`] reads them into
//! spanned trees, [`interpret`] tells what a client ([`clients`], stated in the words of
//! [`model`]) does with each entry, [`workspace`] holds all of it, [`precedence`] tells how entries
//! of one name come together, [`rules`] find what is wrong, [`suppression`] and [`baseline`] tell
//! what of it nobody wants to hear, [`fix`] mends it, [`report`] says so.
//!
//! [`check()`] does all of it at once:
//!
//! ```
//! use mcpmend::{Options, SettingsFrom, check};
//!
//! // A text in memory stands in for the file; without `texts` it would be read from disk.
//! let text = br#"{ "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } } }"#;
//! let options = Options {
//!     paths: vec![".mcp.json".into()],
//!     settings: SettingsFrom::Defaults,
//!     texts: [(".mcp.json".into(), text.to_vec())].into(),
//!     ..Options::default()
//! };
//! let outcome = check(&options)?;
//! let finding = &outcome.checked.findings[0];
//! assert_eq!(finding.rule, "missing-transport-type");
//!
//! // What people read, or programs.
//! let report = outcome.report(false);
//! let mut out = Vec::new();
//! mcpmend::report::concise::write(&report, mcpmend::report::Style::PLAIN, &mut out)?;
//! assert!(String::from_utf8(out)?.starts_with(".mcp.json:1:"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An [`Analysis`] can be asked more: what each client makes of each entry, and how the files look
//! when all is mended. Nothing is written.
//!
//! ```
//! # use mcpmend::{Analysis, Options, SettingsFrom};
//! # let text = br#"{ "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } } }"#;
//! # let options = Options {
//! #     paths: vec![".mcp.json".into()],
//! #     settings: SettingsFrom::Defaults,
//! #     texts: [(".mcp.json".into(), text.to_vec())].into(),
//! #     ..Options::default()
//! # };
//! let analysis = Analysis::read(&options)?;
//! let (_, file) = analysis.workspace.files().next().ok_or("no config")?;
//! assert_eq!(file.client.id, "claude-code");
//!
//! let mended = analysis.fix(false);
//! let text = &mended.workspace.file(mended.changed[0]).document.text;
//! assert_eq!(
//!     text,
//!     r#"{ "mcpServers": { "docs": { "type": "http", "url": "https://mcp.example.com/mcp" } } }"#
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod analysis;
pub mod baseline;
pub mod binds;
pub mod bridges;
pub mod certificates;
pub mod changes;
pub mod check;
pub mod cli;
pub mod clients;
pub mod commandline;
pub mod compose;
mod date;
pub mod diagnostic;
pub mod discover;
pub mod docker;
#[cfg(feature = "doctor")]
pub mod doctor;
pub mod document;
pub mod endpoint;
pub mod environment;
pub mod errors;
pub mod fix;
mod hash;
pub mod host;
pub mod hosts;
pub mod interpret;
pub mod known;
#[cfg(feature = "doctor")]
pub mod live;
#[cfg(feature = "lsp")]
pub mod lsp;
#[cfg(feature = "mcp")]
pub mod mcp;
pub mod model;
pub mod pages;
mod pattern;
pub mod ports;
pub mod precedence;
pub mod progress;
pub mod report;
mod resemblance;
mod roots;
pub mod rules;
pub mod save;
pub mod schemas;
pub mod search_path;
pub mod secret;
pub mod settings;
pub mod suggest;
pub mod suppression;
pub mod variables;
pub mod version;
pub mod vocabulary;
pub mod workspace;

pub use analysis::{Analysis, AnalysisError, Options, Outcome, SettingsFrom, check};
