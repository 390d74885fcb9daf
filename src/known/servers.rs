//! Well-known servers: their packages, and how they are reached.

use crate::commandline::Registry;
use crate::model::Transport;

use super::archived;

/// How a server is reached.
#[derive(Clone, Copy, Debug)]
pub enum Serves {
    /// Over stdio and in no other way.
    StdioOnly,
    /// Over stdio, and over HTTP when it is told so.
    Both(Http),
    /// Over HTTP and in no other way.
    HttpOnly(Http),
}

/// How a server serves HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Http {
    /// The argument that makes it do so; empty when it does so by itself.
    pub told_by: &'static [&'static str],
    /// The argument that keeps it at stdio, where it serves HTTP by itself.
    pub unless: &'static [&'static str],
    /// The port, where there is a default.
    pub port: Option<u16>,
    /// The paths that it answers on, the preferred first, with what is spoken there.
    pub paths: &'static [(&'static str, Transport)],
}

/// One server.
#[derive(Clone, Copy, Debug)]
pub struct KnownServer {
    /// The name that people give its entry.
    pub name: &'static str,
    /// The package, as its registry calls it.
    pub package: &'static str,
    /// Where the package comes from.
    pub registry: Registry,
    /// How it is reached.
    pub serves: Serves,
    /// What must follow the package for it to start, where that can be said for everybody.
    /// `None`: it needs something of the user's own.
    pub arguments: Option<&'static [&'static str]>,
    /// Whether it expands `~` in its arguments by itself.
    pub expands_tilde: bool,
}

const MCP_AND_SSE: &[(&str, Transport)] = &[("/mcp", Transport::Http), ("/sse", Transport::Sse)];

const fn reference(
    name: &'static str,
    package: &'static str,
    registry: Registry,
    arguments: Option<&'static [&'static str]>,
) -> KnownServer {
    KnownServer {
        name,
        package,
        registry,
        serves: Serves::StdioOnly,
        arguments,
        expands_tilde: false,
    }
}

use Registry::{Npm, PyPi};

/// All of them.
pub static ALL: &[KnownServer] = &[
    KnownServer {
        expands_tilde: true,
        ..reference(
            "filesystem",
            "@modelcontextprotocol/server-filesystem",
            Npm,
            // The folders that it may touch; the project's is the least.
            Some(&["."]),
        )
    },
    reference(
        "memory",
        "@modelcontextprotocol/server-memory",
        Npm,
        Some(&[]),
    ),
    reference(
        "sequential-thinking",
        "@modelcontextprotocol/server-sequential-thinking",
        Npm,
        Some(&[]),
    ),
    reference("fetch", "mcp-server-fetch", PyPi, Some(&[])),
    reference("git", "mcp-server-git", PyPi, Some(&[])),
    reference("time", "mcp-server-time", PyPi, Some(&[])),
    reference("sqlite", "mcp-server-sqlite", PyPi, None),
    reference("sentry", "mcp-server-sentry", PyPi, None),
    reference("github", "@modelcontextprotocol/server-github", Npm, None),
    reference("gitlab", "@modelcontextprotocol/server-gitlab", Npm, None),
    reference("slack", "@modelcontextprotocol/server-slack", Npm, None),
    reference(
        "postgres",
        "@modelcontextprotocol/server-postgres",
        Npm,
        None,
    ),
    reference(
        "puppeteer",
        "@modelcontextprotocol/server-puppeteer",
        Npm,
        Some(&[]),
    ),
    reference(
        "brave-search",
        "@modelcontextprotocol/server-brave-search",
        Npm,
        None,
    ),
    reference(
        "google-maps",
        "@modelcontextprotocol/server-google-maps",
        Npm,
        None,
    ),
    reference("gdrive", "@modelcontextprotocol/server-gdrive", Npm, None),
    reference("everart", "@modelcontextprotocol/server-everart", Npm, None),
    reference(
        "aws-kb-retrieval",
        "@modelcontextprotocol/server-aws-kb-retrieval",
        Npm,
        None,
    ),
    reference("redis", "@modelcontextprotocol/server-redis", Npm, None),
    KnownServer {
        serves: Serves::Both(Http {
            told_by: &["streamableHttp", "sse"],
            unless: &[],
            port: Some(3001),
            paths: MCP_AND_SSE,
        }),
        ..reference(
            "everything",
            "@modelcontextprotocol/server-everything",
            Npm,
            Some(&[]),
        )
    },
    KnownServer {
        serves: Serves::Both(Http {
            told_by: &["--port"],
            unless: &[],
            port: None,
            paths: MCP_AND_SSE,
        }),
        ..reference("playwright", "@playwright/mcp", Npm, Some(&[]))
    },
    KnownServer {
        serves: Serves::Both(Http {
            told_by: &["--transport"],
            unless: &[],
            port: Some(3000),
            paths: &[("/mcp", Transport::Http)],
        }),
        ..reference("notion", "@notionhq/notion-mcp-server", Npm, None)
    },
    KnownServer {
        serves: Serves::Both(Http {
            told_by: &[],
            unless: &["--stdio"],
            port: Some(3333),
            paths: MCP_AND_SSE,
        }),
        ..reference("figma", "figma-developer-mcp", Npm, None)
    },
];

/// The server of this package.
pub fn by_package(package: &str) -> Option<&'static KnownServer> {
    ALL.iter().find(|server| server.package == package)
}

/// The server that an entry of this name must be, whatever else it says: the name of a package,
/// or its last part.
pub fn by_entry_name(name: &str) -> Option<&'static KnownServer> {
    let plain = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let plain = match plain.as_str() {
        "sequentialthinking" => "sequential-thinking",
        "postgresql" => "postgres",
        other => other,
    };
    ALL.iter().find(|server| {
        let last = server.package.rsplit('/').next().unwrap_or_default();
        server.name == plain || server.package == plain || last == plain && last.contains("server")
    })
}

impl KnownServer {
    /// How it serves HTTP, if it can.
    pub fn http(&self) -> Option<&Http> {
        match &self.serves {
            Serves::StdioOnly => None,
            Serves::Both(http) | Serves::HttpOnly(http) => Some(http),
        }
    }

    /// The command line that starts it over stdio. `None` for one that nobody should start any
    /// more.
    pub fn command_line(&self) -> Option<(&'static str, Vec<String>)> {
        if archived::find(self.registry, self.package).is_some() {
            return None;
        }
        let own = self.arguments?.iter().map(|&word| word.to_owned());
        Some(match self.registry {
            Registry::PyPi => (
                "uvx",
                std::iter::once(self.package.to_owned())
                    .chain(own)
                    .collect(),
            ),
            _ => (
                "npx",
                ["-y", self.package]
                    .into_iter()
                    .map(str::to_owned)
                    .chain(own)
                    .collect(),
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_found_by_package_and_by_entry_name() {
        assert_eq!(
            by_entry_name("sequentialthinking").map(|s| s.name),
            Some("sequential-thinking")
        );
        assert_eq!(
            by_entry_name("server-filesystem").map(|s| s.name),
            Some("filesystem")
        );
        assert_eq!(by_entry_name("mcp-server-git").map(|s| s.name), Some("git"));
        assert!(by_entry_name("my-docs").is_none());
        assert!(
            by_entry_name("mcp").is_none(),
            "the end of `@playwright/mcp` is no name"
        );
        assert!(by_package("@playwright/mcp").is_some_and(|server| server.http().is_some()));
    }

    #[test]
    fn the_other_tables_agree_on_where_a_server_lives() {
        use crate::known::{archived, misplaced};
        for known in misplaced::ALL {
            let real = if known.real.is_empty() {
                known.name
            } else {
                known.real
            };
            if let Some(server) = by_package(real) {
                assert_eq!(server.registry, known.home, "{real}");
            }
        }
        for server in ALL {
            assert!(
                misplaced::find(server.registry, server.package).is_none(),
                "{}",
                server.package
            );
        }
        for known in archived::ALL {
            if let Some(server) = by_package(known.name) {
                assert_eq!(server.registry, known.registry, "{}", known.name);
            }
        }
    }

    #[test]
    fn no_archived_server_is_offered() {
        assert!(
            by_package("@modelcontextprotocol/server-puppeteer")
                .is_some_and(|it| it.command_line().is_none())
        );
        assert!(
            by_package("@modelcontextprotocol/server-memory")
                .is_some_and(|it| it.command_line().is_some())
        );
    }

    #[test]
    fn packages_stand_once() {
        let mut seen = std::collections::BTreeSet::new();
        assert!(ALL.iter().all(|server| seen.insert(server.package)));
    }
}
