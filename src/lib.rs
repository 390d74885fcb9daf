//! mcpmend: a static analyzer and rewriter for MCP client configuration.
//!
//! The way of the data is one direction: [`discover`] finds files, [`document`] reads them into
//! spanned trees, [`interpret`] tells what a client ([`clients`], stated in the words of
//! [`model`]) does with each entry, [`workspace`] holds all of it, [`precedence`] tells how entries
//! of one name come together, [`rules`] find what is wrong, [`suppression`] and [`baseline`] tell
//! what of it nobody wants to hear, [`fix`] mends it, [`report`] says so.
//!
//! ```
//! use mcpmend::check::{Selection, check};
//! use mcpmend::discover::{Found, place_of};
//! use mcpmend::host::SystemHost;
//! use mcpmend::model::Os;
//! use mcpmend::rules::Context;
//! use mcpmend::settings::Settings;
//! use mcpmend::workspace::Workspace;
//!
//! let path = std::path::Path::new(".mcp.json");
//! let mut workspace = Workspace::default();
//! workspace.add_text(
//!     &Found {
//!         path: path.to_owned(),
//!         shown: ".mcp.json".to_owned(),
//!         place: place_of(path, None),
//!         also: Vec::new(),
//!     },
//!     br#"{ "mcpServers": { "docs": { "url": "https://mcp.example.com/mcp" } } }"#.to_vec(),
//! );
//! let host = SystemHost::new(Some("nobody".into()), Some(Os::Linux))?;
//! let context = Context {
//!     workspace: &workspace,
//!     settings: &Settings::default(),
//!     host: &host,
//!     machine_mode: false,
//! };
//! let findings = check(&context, &Selection::default());
//! assert_eq!(findings[0].rule, "missing-transport-type");
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod baseline;
pub mod binds;
pub mod bridges;
pub mod certificates;
pub mod check;
pub mod cli;
pub mod clients;
pub mod commandline;
pub mod compose;
mod date;
pub mod diagnostic;
pub mod discover;
pub mod docker;
pub mod document;
pub mod endpoint;
pub mod environment;
pub mod fix;
mod hash;
pub mod host;
pub mod hosts;
pub mod interpret;
pub mod known;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod model;
mod pattern;
pub mod ports;
pub mod precedence;
pub mod report;
mod resemblance;
mod roots;
pub mod rules;
pub mod schemas;
pub mod search_path;
pub mod secret;
pub mod settings;
pub mod suppression;
pub mod variables;
pub mod version;
pub mod vocabulary;
pub mod workspace;
