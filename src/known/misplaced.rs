//! Servers that people look for in the wrong registry.

use crate::commandline::Registry;

use Registry::{Npm, PyPi};

/// What stands under that name in the wrong registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing: the registry answers 404.
    Nothing,
    /// Another server, by somebody else.
    Another,
    /// Malware that lies in wait for this mistake; see [`super::advisories`].
    Malware,
}

/// A name in a registry that is not the home of the server.
#[derive(Clone, Copy, Debug)]
pub struct Misplaced {
    /// The wrong registry.
    pub registry: Registry,
    /// The name there; `x.*` is every name that starts with `x.`.
    pub name: &'static str,
    /// Its home.
    pub home: Registry,
    /// Its name at home; empty where it is the same.
    pub real: &'static str,
    /// What stands under the wrong name.
    pub holds: Holds,
    /// The options that the server takes: arguments made of them mean what they should once the
    /// real server gets them.
    pub options: &'static [&'static str],
    /// Where that is known from, a url.
    pub source: &'static str,
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

const SERVERS: &str = "https://github.com/modelcontextprotocol/servers";

const FETCH: &[&str] = &["--user-agent", "--ignore-robots-txt", "--proxy-url"];
const GIT: &[&str] = &["--repository", "-r", "-v", "--verbose"];
const TIME: &[&str] = &["--local-timezone"];
const SQLITE: &[&str] = &["--db-path"];
const SENTRY: &[&str] = &["--auth-token"];

#[rustfmt::skip]
/// All of them, by registry and name.
pub static ALL: &[Misplaced] = &[
    npm("@modelcontextprotocol/server-fetch",  "mcp-server-fetch",  Holds::Nothing, FETCH,  "https://github.com/modelcontextprotocol/servers/issues/3800", "2026-11-25"),
    npm("@modelcontextprotocol/server-git",    "mcp-server-git",    Holds::Nothing, GIT,    SERVERS, "2026-11-25"),
    npm("@modelcontextprotocol/server-sentry", "mcp-server-sentry", Holds::Nothing, SENTRY, SERVERS, "2026-11-25"),
    npm("@modelcontextprotocol/server-sqlite", "mcp-server-sqlite", Holds::Nothing, SQLITE, SERVERS, "2026-11-25"),
    npm("@modelcontextprotocol/server-time",   "mcp-server-time",   Holds::Nothing, TIME,   "https://github.com/modelcontextprotocol/servers/issues/3800", "2026-11-25"),
    npm("awslabs.*",                           "",                  Holds::Nothing, &[],    "https://github.com/awslabs/mcp", "2026-11-25"),
    npm("mcp-server-fetch",                    "",                  Holds::Malware, FETCH,  "https://osv.dev/vulnerability/MAL-2026-5476", "2026-11-25"),
    npm("mcp-server-git",                      "",                  Holds::Malware, GIT,    "https://osv.dev/vulnerability/MAL-2026-5478", "2026-11-25"),
    npm("mcp-server-sqlite",                   "",                  Holds::Another, SQLITE, "https://www.npmjs.com/package/mcp-server-sqlite", "2026-11-25"),
    npm("mcp-server-time",                     "",                  Holds::Nothing, TIME,   SERVERS, "2026-11-25"),
];

/// A server of PyPI that people start with npx.
const fn npm(
    name: &'static str,
    real: &'static str,
    holds: Holds,
    options: &'static [&'static str],
    source: &'static str,
    date: &'static str,
) -> Misplaced {
    Misplaced {
        registry: Npm,
        name,
        home: PyPi,
        real,
        holds,
        options,
        source,
        date,
    }
}

/// What is known of this name in this registry, where it is the wrong one.
pub fn find(registry: Registry, name: &str) -> Option<&'static Misplaced> {
    ALL.iter().find(|known| {
        let named = match known.name.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == known.name,
        };
        known.registry == registry && named
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::{archived, tests::records};

    #[test]
    fn each_stands_once_with_source_and_date() {
        records(
            ALL.iter()
                .map(|it| (it.registry, it.name, it.source, it.date)),
        );
        for known in ALL {
            assert_ne!(known.registry, known.home, "{}", known.name);
        }
    }

    #[test]
    fn a_name_is_looked_for_in_one_registry_only() {
        assert!(find(Npm, "mcp-server-git").is_some() && find(PyPi, "mcp-server-git").is_none());
        assert!(find(Npm, "awslabs.terraform-mcp-server").is_some());
        assert!(find(Npm, "@modelcontextprotocol/server-memory").is_none());
        // Its home is archived, and that is told once it is called from there.
        assert!(archived::find(PyPi, "mcp-server-sqlite").is_some());
    }
}
