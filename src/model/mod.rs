//! The words in which a client's facts are stated: places, dialects, fields, transports,
//! variables, and what each fault costs.
//!
//! Everything here is plain data that lives in statics; the clients themselves are under
//! [`crate::clients`], one file each.

mod client;
mod evidence;
mod field;
mod location;
mod ruling;
mod schema;
mod variables;

pub use client::{
    Approval, Arguments, Base, Client, DesktopPath, EntryEnvironment, EntryPath, Folders, Inherits,
    Layer, NotRead, Precedence, Process, Read, Remote, Runs, Runtime, SameName, SearchPath,
    WindowsShim,
};
pub use evidence::{Basis, Evidence, Topic};
pub use field::{Everything, Field, Range, Role, Shape, Unit, Use};
pub use location::{Kind, Location, Os, Root, RootShape, Scope};
pub use ruling::{Outcome, Ruling};
pub use schema::{Names, Schema, TransportRules};
pub use variables::{Form, Source, Unset, Variables, Withheld};

/// The transports of MCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// The client starts the server and speaks over its standard input and output.
    Stdio,
    /// Streamable HTTP.
    Http,
    /// The deprecated HTTP+SSE.
    Sse,
    /// A WebSocket: no transport of MCP, but one that some clients speak.
    WebSocket,
}

impl Transport {
    /// The word of the JSON contract: `stdio`, `http`, `sse`; the contract has none for others.
    pub const fn id(self) -> Option<&'static str> {
        match self {
            Transport::Stdio => Some("stdio"),
            Transport::Http => Some("http"),
            Transport::Sse => Some("sse"),
            Transport::WebSocket => None,
        }
    }

    /// Its name in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Transport::Stdio => "stdio",
            Transport::Http => "streamable HTTP",
            Transport::Sse => "HTTP+SSE",
            Transport::WebSocket => "WebSocket",
        }
    }

    /// Whether a url is called rather than a process started.
    pub const fn is_remote(self) -> bool {
        !matches!(self, Transport::Stdio)
    }
}
