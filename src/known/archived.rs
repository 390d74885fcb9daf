//! Servers that nobody maintains any more, and what took their place.

use crate::commandline::Registry;

use super::same_name;

use Registry::{Image, Npm, PyPi};

/// What takes the place of an archived server.
#[derive(Clone, Copy, Debug)]
pub struct Successor {
    /// Where it comes from.
    pub registry: Registry,
    /// Its name there.
    pub name: &'static str,
    /// Whether it starts with the same environment and without arguments, as the old one did.
    pub drop_in: bool,
}

/// An archived server.
#[derive(Clone, Copy, Debug)]
pub struct Archived {
    /// Where it comes from.
    pub registry: Registry,
    /// Its name there.
    pub name: &'static str,
    /// What takes its place, where something does.
    pub successor: Option<Successor>,
    /// Where else to look, in words that follow "use"; empty where nothing is known.
    pub instead: &'static str,
    /// A hole in it that is never mended, as an id of CVE; or empty.
    pub hole: &'static str,
    /// Where it is said that it is archived, a url.
    pub source: &'static str,
    /// The day on which that was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

const ARCHIVE: &str = "https://github.com/modelcontextprotocol/servers#archived";

const GITHUB: &str = "GitHub's own server: the image `ghcr.io/github/github-mcp-server`, or `https://api.githubcopilot.com/mcp/`";
const GITLAB: &str = "the MCP endpoint of GitLab itself";
const GOOGLE: &str = "a server that Google or its community maintains";
const POSTGRES: &str = "a server that is maintained, with a role that can only read";
const PUPPETEER: &str = "`@playwright/mcp` or `chrome-devtools-mcp`";
const SENTRY: &str = "`https://mcp.sentry.dev/mcp` or `@sentry/mcp-server`";
const SLACK: &str = "`@zencoderai/slack-mcp-server`, which carries it on";

#[rustfmt::skip]
/// All of them, by registry and name.
pub static ALL: &[Archived] = &[
    old(Npm,   "@modelcontextprotocol/server-aws-kb-retrieval", NONE,                                             "a server of `https://github.com/awslabs/mcp`",    "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-brave-search",     drop_in(Npm, "@brave/brave-search-mcp-server"), "Brave's own `@brave/brave-search-mcp-server`",      "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-everart",          NONE,                                             "",                                                "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-gdrive",           NONE,                                             GOOGLE,                                            "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-github",           other(Image, "ghcr.io/github/github-mcp-server"), GITHUB,                                            "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-gitlab",           NONE,                                             GITLAB,                                            "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-google-maps",      NONE,                                             GOOGLE,                                            "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-postgres",         NONE,                                             POSTGRES,                                          "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-puppeteer",        other(Npm, "@playwright/mcp"),                    PUPPETEER,                                         "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-redis",            other(PyPi, "redis-mcp-server"),                  "Redis's own `redis-mcp-server` of PyPI",          "",               ARCHIVE, "2026-11-25"),
    old(Npm,   "@modelcontextprotocol/server-slack",            drop_in(Npm, "@zencoderai/slack-mcp-server"),     SLACK,                                             "CVE-2025-34072", ARCHIVE, "2026-11-25"),
    old(PyPi,  "mcp-server-sentry",                             other(Npm, "@sentry/mcp-server"),                 SENTRY,                                            "",               ARCHIVE, "2026-11-25"),
    old(PyPi,  "mcp-server-sqlite",                             NONE,                                             "",                                                "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/aws-kb-retrieval-server",                   NONE,                                             "a server of `https://github.com/awslabs/mcp`",    "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/everart",                                   NONE,                                             "",                                                "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/github",                                    drop_in(Image, "ghcr.io/github/github-mcp-server"), GITHUB,                                          "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/gitlab",                                    NONE,                                             GITLAB,                                            "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/google-maps",                               NONE,                                             GOOGLE,                                            "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/postgres",                                  NONE,                                             POSTGRES,                                          "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/puppeteer",                                 NONE,                                             PUPPETEER,                                         "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/sentry",                                    NONE,                                             SENTRY,                                            "",               ARCHIVE, "2026-11-25"),
    old(Image, "mcp/slack",                                     NONE,                                             SLACK,                                             "CVE-2025-34072", ARCHIVE, "2026-11-25"),
    old(Image, "mcp/sqlite",                                    NONE,                                             "",                                                "",               ARCHIVE, "2026-11-25"),
];

const NONE: Option<Successor> = None;

/// A successor that starts as the old one did.
const fn drop_in(registry: Registry, name: &'static str) -> Option<Successor> {
    Some(Successor {
        registry,
        name,
        drop_in: true,
    })
}

/// A successor that wants other arguments, or other variables.
const fn other(registry: Registry, name: &'static str) -> Option<Successor> {
    Some(Successor {
        registry,
        name,
        drop_in: false,
    })
}

const fn old(
    registry: Registry,
    name: &'static str,
    successor: Option<Successor>,
    instead: &'static str,
    hole: &'static str,
    source: &'static str,
    date: &'static str,
) -> Archived {
    Archived {
        registry,
        name,
        successor,
        instead,
        hole,
        source,
        date,
    }
}

/// The archived server of this name.
pub fn find(registry: Registry, name: &str) -> Option<&'static Archived> {
    ALL.iter()
        .find(|known| known.registry == registry && same_name(registry, known.name, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::{advisories, tests::records};

    #[test]
    fn each_stands_once_with_source_and_date() {
        records(
            ALL.iter()
                .map(|it| (it.registry, it.name, it.source, it.date)),
        );
    }

    #[test]
    fn no_successor_is_archived_itself() {
        for successor in ALL.iter().filter_map(|it| it.successor) {
            let Successor { registry, name, .. } = successor;
            assert!(find(registry, name).is_none(), "{name}");
        }
    }

    #[test]
    fn what_is_archived_is_told_as_such_only() {
        for known in ALL {
            assert!(
                advisories::of(known.registry, known.name).next().is_none(),
                "{} stands in both lists: put its hole into this one",
                known.name
            );
        }
    }
}
