//! How a server that is called answers.

use crate::model::Transport;

/// How what listens there answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An MCP server.
    Mcp {
        /// How it speaks.
        transport: Transport,
        /// What it calls itself, with its version.
        server: Option<String>,
        /// The version of the protocol that it chose.
        protocol: Option<String>,
    },
    /// It wants to know who asks.
    Unauthorized {
        /// 401 or 403.
        status: u16,
        /// What it says about how.
        challenge: Option<String>,
        /// Who signs callers in for it, where it says that: a client can do without a token then.
        sign_in: Option<String>,
    },
    /// A server that takes no such request here; an MCP server is at another path of it.
    Elsewhere {
        /// What it said here.
        status: u16,
        /// The url that works.
        url: String,
        /// How it speaks there.
        transport: Transport,
    },
    /// It sends its callers to another url, and clients do not get there as they should.
    Moved {
        /// What it said here.
        status: u16,
        /// The url that it names.
        url: String,
        /// Why that fails.
        how: Moved,
    },
    /// An HTTP server that is no MCP server, as far as is seen.
    Other {
        /// What it said.
        status: u16,
        /// The media type of what it sent.
        media_type: String,
        /// The title of its page, where it sent one.
        title: Option<String>,
        /// The program, where it is known by its ways.
        program: Option<&'static str>,
        /// Whether its `/health` says that all is well.
        healthy: bool,
    },
    /// It turned the request away because of the host's name in it.
    HostRejected {
        /// What it said.
        status: u16,
    },
    /// It speaks TLS, and the url says `http`.
    TlsOnly,
    /// It speaks no TLS, and the url says `https`.
    PlainOnly,
    /// Its certificate is not believed.
    Tls(String),
    /// It speaks, but not HTTP.
    NotHttp,
    /// It accepts and hangs up before it answers.
    HungUp,
    /// It accepts and does not answer in time.
    Silent,
    /// Something else, in the system's words.
    Failed(String),
}

/// Why a redirect leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// To a host that no config names: it was not called.
    OtherHost,
    /// On 301, 302 and 303 clients ask again with GET, and say nothing.
    BecomesGet {
        /// Whether an MCP server is there.
        works: bool,
    },
    /// From one url to the next without an end.
    InCircles,
}
