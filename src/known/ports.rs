//! Ports that well-known servers open by themselves: over HTTP, or besides speaking stdio.

use crate::commandline::Word;

/// What a server does when its port is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfTaken {
    /// It ends.
    Ends,
    /// It ends whatever listens there, and takes the port.
    TakesOver,
    /// It takes another one, or goes on without.
    GivesWay,
}

/// A port that a server opens when nothing tells it another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownPort {
    /// The package.
    pub package: &'static str,
    /// The port.
    pub port: u16,
    /// What for, as a clause: "its HTTP server".
    pub what: &'static str,
    /// Arguments of which one must be there for it to be opened; none: it always is.
    pub told_by: &'static [&'static str],
    /// Arguments with which it is not.
    pub unless: &'static [&'static str],
    /// The options that set it.
    pub options: &'static [&'static str],
    /// The variables that set it.
    pub variables: &'static [&'static str],
    /// The option that a fix may write, where `OPTION=PORT` is understood.
    pub written_as: Option<&'static str>,
    /// What happens when it is taken.
    pub if_taken: IfTaken,
    /// The version that was read.
    pub version: &'static str,
    /// The day on which it was.
    pub date: &'static str,
}

const HTTP: KnownPort = KnownPort {
    package: "",
    port: 0,
    what: "its HTTP server",
    told_by: &[],
    unless: &[],
    options: &[],
    variables: &[],
    written_as: None,
    if_taken: IfTaken::Ends,
    version: "",
    date: "2026-11-25",
};

/// All of them, as read in the packages.
pub static ALL: &[KnownPort] = &[
    KnownPort {
        package: "figma-developer-mcp",
        port: 3333,
        unless: &["--stdio"],
        options: &["--port"],
        variables: &["FRAMELINK_PORT", "PORT"],
        written_as: Some("--port"),
        version: "0.13.2",
        ..HTTP
    },
    KnownPort {
        package: "@modelcontextprotocol/server-everything",
        port: 3001,
        told_by: &["streamableHttp", "sse"],
        variables: &["PORT"],
        version: "2026.8.31",
        ..HTTP
    },
    KnownPort {
        package: "@notionhq/notion-mcp-server",
        port: 3000,
        told_by: &["--transport", "--transport=http"],
        unless: &["stdio", "--transport=stdio"],
        options: &["--port"],
        version: "2.5.2",
        ..HTTP
    },
    KnownPort {
        package: "drawio-mcp-server",
        port: 3333,
        what: "the WebSocket of its browser extension",
        options: &["--extension-port", "-p"],
        variables: &["DRAWIO_MCP_EXTENSION_PORT"],
        version: "2.3.0",
        ..HTTP
    },
    KnownPort {
        package: "@browsermcp/mcp",
        port: 9009,
        what: "the WebSocket of its browser extension",
        if_taken: IfTaken::TakesOver,
        version: "0.1.3",
        ..HTTP
    },
    KnownPort {
        package: "@llmindset/hf-mcp-server",
        port: 3000,
        what: "its dashboard",
        options: &["--port", "-p"],
        variables: &["WEB_APP_PORT"],
        if_taken: IfTaken::GivesWay,
        version: "0.4.23",
        ..HTTP
    },
    KnownPort {
        package: "workspace-mcp",
        port: 8000,
        what: "the answer of a login",
        variables: &["PORT", "WORKSPACE_MCP_PORT"],
        if_taken: IfTaken::GivesWay,
        version: "2.2.1",
        ..HTTP
    },
    KnownPort {
        package: "robloxstudio-mcp",
        port: 58741,
        what: "its Studio plugin",
        variables: &["ROBLOX_STUDIO_PORT"],
        if_taken: IfTaken::GivesWay,
        version: "2.6.0",
        ..HTTP
    },
];

/// The ports of a package.
pub fn of_package(package: &str) -> impl Iterator<Item = &'static KnownPort> {
    ALL.iter().filter(move |known| known.package == package)
}

impl KnownPort {
    /// Whether a server with these arguments opens it.
    pub fn is_opened_by(&self, arguments: &[Word<'_>]) -> bool {
        let has = |names: &[&str]| {
            arguments
                .iter()
                .any(|word| names.contains(&word.text.as_ref()))
        };
        (self.told_by.is_empty() || has(self.told_by)) && !has(self.unless)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::servers;

    #[test]
    fn servers_and_their_ports_agree() {
        for known in ALL {
            let server = servers::by_package(known.package);
            let Some(http) = server.and_then(|server| server.http()) else {
                continue;
            };
            assert_eq!(http.port, Some(known.port), "{}", known.package);
        }
    }
}
