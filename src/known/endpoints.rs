//! Hosted servers whose HTTP+SSE endpoint has a successor.

/// A hosted server with an old and a new endpoint.
#[derive(Clone, Copy, Debug)]
pub struct Successor {
    /// The host.
    pub host: &'static str,
    /// The path of the HTTP+SSE endpoint.
    pub old: &'static str,
    /// The path of the streamable HTTP endpoint.
    pub new: &'static str,
    /// What its operator says, as a sentence without a full stop.
    pub says: &'static str,
    /// Where the operator says so, a url.
    pub source: &'static str,
    /// The day on which it was read there, `YYYY-MM-DD`.
    pub date: &'static str,
}

/// All of them.
pub static SUCCESSORS: &[Successor] = &[
    Successor {
        host: "mcp.atlassian.com",
        old: "/v1/sse",
        new: "/v1/mcp",
        says: "Atlassian announced that it is served until 30 June 2026",
        source: "https://community.atlassian.com/forums/Atlassian-Remote-MCP-Server/HTTP-SSE-Deprecation-Notice/ba-p/3205484",
        date: "2026-11-23",
    },
    Successor {
        host: "mcp.linear.app",
        old: "/sse",
        new: "/mcp",
        says: "Linear recommends the streamable HTTP endpoint",
        source: "https://linear.app/docs/mcp",
        date: "2026-11-23",
    },
];

/// The successor of the endpoint at `path` of `host`.
pub fn successor(host: &str, path: &str) -> Option<&'static Successor> {
    SUCCESSORS.iter().find(|known| {
        known.host.eq_ignore_ascii_case(host) && known.old == path.trim_end_matches('/')
    })
}
