//! Releases of servers and bridges with a published hole, and packages that are malware.
//!
//! Each record was read in the advisory itself, in the record of its CVE, or in what the
//! maintainers say of the release that mends it. What could not be read there is not here.

use crate::commandline::Registry;
use crate::version::{self, Version};

use super::same_name;

use Registry::{Image, Npm, PyPi};

/// What a hole needs to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing special: the server runs.
    Runs,
    /// The server serves HTTP. Over stdio it is not there.
    Http,
    /// Nothing: the package is malware.
    Malware,
}

/// A published hole of some releases of a package.
#[derive(Clone, Copy, Debug)]
pub struct Advisory {
    /// Where the package comes from.
    pub registry: Registry,
    /// Its name there.
    pub package: &'static str,
    /// Its ids, CVE or GHSA or MAL; or the release whose notes tell of it.
    pub id: &'static str,
    /// The releases that have it, as [`version::within`] reads them.
    pub affected: &'static str,
    /// The first release without it; empty where there is none.
    pub fixed: &'static str,
    /// What it takes.
    pub reach: Reach,
    /// What it lets happen, as a sentence without a full stop.
    pub lets: &'static str,
    /// Where that was read, a url.
    pub source: &'static str,
    /// The day on which it was read, `YYYY-MM-DD`.
    pub date: &'static str,
}

const INJECTION: &str = "what the model reads can make it run commands on this machine";
const OUTSIDE: &str = "the model can be led to files outside the folders that it may touch";
const REBINDING: &str = "a web page that is open in a browser can call its tools";

#[rustfmt::skip]
/// All of them, by registry, package, id and range.
pub static ALL: &[Advisory] = &[
    hole(Npm,  "@coding-solo/godot-mcp",                  "CVE-2026-25546",          "<0.1.1",                                       "0.1.1",      Reach::Runs, INJECTION, "https://github.com/Coding-Solo/godot-mcp/security/advisories/GHSA-8jx2-rhfh-q928", "2026-11-25"),
    hole(Npm,  "@cyanheads/git-mcp-server",               "CVE-2025-53107",          "<2.1.5",                                       "2.1.5",      Reach::Runs, INJECTION, "https://github.com/cyanheads/git-mcp-server/security/advisories/GHSA-3q26-f695-pp76", "2026-11-25"),
    hole(Npm,  "@lanyer640/mcp-runcommand-server",        "GHSA-xmqc-rm22-fxq6",     "*",                                            "",           Reach::Malware, "it opens a shell for somebody else", "https://github.com/advisories/GHSA-xmqc-rm22-fxq6", "2026-11-25"),
    hole(Npm,  "@mcpjam/inspector",                       "CVE-2026-23744",          "<=1.4.2",                                      "1.4.3",      Reach::Runs, "whoever reaches its port can run commands on this machine", "https://github.com/MCPJam/inspector/security/advisories/GHSA-232v-j27c-5pp6", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/inspector",         "CVE-2025-49596",          "<0.14.1",                                      "0.14.1",     Reach::Runs, "a web page that is open in a browser can run commands on this machine", "https://github.com/modelcontextprotocol/inspector/security/advisories/GHSA-7f8r-222p-6f5g", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/inspector",         "CVE-2025-58444",          "<0.16.6",                                      "0.16.6",     Reach::Runs, "a hostile server that it is pointed at can run commands on this machine", "https://github.com/modelcontextprotocol/inspector/security/advisories/GHSA-g9hg-qhmf-q45m", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-everything", "modelcontextprotocol/servers v2.1.0", ">=1.0.0 <=2.0.0 || >=2025.9.24 <=2026.8.31",   "2.0.1",      Reach::Runs, "its maintainers published a security release that mends it", "https://github.com/modelcontextprotocol/servers/releases/tag/v2.1.0", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-everything", "modelcontextprotocol/servers v2.5.0", "<=2.3.0",                                      "2.3.1",      Reach::Runs, "its maintainers published a security release that mends it", "https://github.com/modelcontextprotocol/servers/releases/tag/v2.5.0", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-filesystem", "CVE-2025-53109",          "<0.6.4 || >=2025.1.14 <2025.7.1",              "2025.7.1",   Reach::Runs, OUTSIDE, "https://github.com/modelcontextprotocol/servers/security/advisories/GHSA-q66q-fx2p-7w4m", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-filesystem", "CVE-2025-53110",          "<0.6.4 || >=2025.1.14 <2025.7.1",              "2025.7.1",   Reach::Runs, OUTSIDE, "https://github.com/modelcontextprotocol/servers/security/advisories/GHSA-hc55-p739-j48w", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-filesystem", "GHSA-53mr-w429-c597",     ">=1.0.0 <=2.0.0 || >=2025.1.14 <=2026.8.31",   "2.0.1",      Reach::Runs, OUTSIDE, "https://github.com/modelcontextprotocol/servers/releases/tag/v2.1.0", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-filesystem", "GHSA-p9cv-8g75-4xcg",     "<2.3.0 || >=2025.1.14 <=2026.8.31",            "2.3.0",      Reach::Runs, OUTSIDE, "https://github.com/modelcontextprotocol/servers/releases/tag/v2.4.0", "2026-11-25"),
    hole(Npm,  "@modelcontextprotocol/server-filesystem", "modelcontextprotocol/servers v2.5.0", "<2.4.0 || >=2025.1.14 <=2026.8.31",            "2.4.0",      Reach::Runs, "its maintainers published a security release that mends it", "https://github.com/modelcontextprotocol/servers/releases/tag/v2.5.0", "2026-11-25"),
    hole(Npm,  "@playwright/mcp",                         "CVE-2025-9611",           "<0.0.40",                                      "0.0.40",     Reach::Http, REBINDING, "https://www.vulncheck.com/advisories/microsoft-playwright-mcp-server-dns-rebinding-via-missing-origin-header-validation", "2026-11-25"),
    hole(Npm,  "@translated/lara-mcp",                    "CVE-2025-53832",          "<0.0.12",                                      "0.0.12",     Reach::Runs, INJECTION, "https://github.com/translated/lara-mcp/security/advisories/GHSA-xj5p-8h7g-76m7", "2026-11-25"),
    hole(Npm,  "adb-mcp",                                 "CVE-2025-59834",          "<=0.1.0",                                      "0.1.1",      Reach::Runs, INJECTION, "https://github.com/srmorete/adb-mcp/security/advisories/GHSA-54j7-grvr-9xwg", "2026-11-25"),
    hole(Npm,  "chaos-mcp",                               "GHSA-8whv-6hc5-4wpr",     "=1.0.0",                                       "",           Reach::Malware, "it gives this machine into somebody else's hands", "https://osv.dev/vulnerability/MAL-2026-11458", "2026-11-25"),
    hole(Npm,  "figma-developer-mcp",                     "CVE-2025-53967",          "<0.6.3",                                       "0.6.3",      Reach::Http, "whoever reaches its port can run commands on this machine", "https://github.com/GLips/Figma-Context-MCP/releases/tag/v0.6.3", "2026-11-25"),
    hole(Npm,  "gemini-mcp-tool",                         "CVE-2026-0755",           "=1.1.2",                                       "",           Reach::Runs, INJECTION, "https://www.zerodayinitiative.com/advisories/ZDI-26-021/", "2026-11-25"),
    hole(Npm,  "ios-simulator-mcp",                       "CVE-2025-52573",          "<1.3.3",                                       "1.3.3",      Reach::Runs, INJECTION, "https://github.com/joshuayoes/ios-simulator-mcp/security/advisories/GHSA-6f6r-m9pv-67jw", "2026-11-25"),
    hole(Npm,  "mcp-package-docs",                        "CVE-2025-54073",          "<0.1.27",                                      "0.1.28",     Reach::Runs, INJECTION, "https://github.com/sammcj/mcp-package-docs/security/advisories/GHSA-vf9j-h32g-2764", "2026-11-25"),
    hole(Npm,  "mcp-remote",                              "CVE-2025-6514",           ">=0.0.5 <0.1.16",                              "0.1.16",     Reach::Runs, "a hostile server that it calls can run commands on this machine", "https://github.com/advisories/GHSA-6xpm-ggf7-wc3p", "2026-11-25"),
    hole(Npm,  "mcp-server-fetch",                        "MAL-2026-5476",           "=0.0.1 || =0.0.2",                             "",           Reach::Malware, "it reports this machine to somebody else", "https://osv.dev/vulnerability/MAL-2026-5476", "2026-11-25"),
    hole(Npm,  "mcp-server-fixthis",                      "GHSA-p45p-rjrm-xmh3",     "*",                                            "",           Reach::Malware, "it gives this machine into somebody else's hands", "https://osv.dev/vulnerability/MAL-2025-47929", "2026-11-25"),
    hole(Npm,  "mcp-server-git",                          "MAL-2026-5478",           "=0.0.1 || =0.0.2",                             "",           Reach::Malware, "it reports this machine to somebody else", "https://osv.dev/vulnerability/MAL-2026-5478", "2026-11-25"),
    hole(Npm,  "mcp-server-kubernetes",                   "CVE-2025-53355",          "<2.5.0",                                       "2.5.0",      Reach::Runs, INJECTION, "https://github.com/Flux159/mcp-server-kubernetes/security/advisories/GHSA-gjv4-ghm7-q58q", "2026-11-25"),
    hole(Npm,  "mcp-server-kubernetes",                   "CVE-2025-66404",          "<2.9.8",                                       "2.9.8",      Reach::Runs, "what the model reads can make it run commands in a pod", "https://github.com/Flux159/mcp-server-kubernetes/security/advisories/GHSA-wvxp-jp4w-w8wg", "2026-11-25"),
    hole(Npm,  "n8n-mcp",                                 "CVE-2026-39974",          "<2.47.4",                                      "2.47.4",     Reach::Http, "who may call it can make it call any address that it reaches", "https://github.com/czlonkowski/n8n-mcp/security/advisories/GHSA-4ggg-h7ph-26qr", "2026-11-25"),
    hole(Npm,  "node-code-sandbox-mcp",                   "CVE-2025-53372",          "<1.3.0",                                       "1.3.0",      Reach::Runs, INJECTION, "https://github.com/alfonsograziano/node-code-sandbox-mcp/security/advisories/GHSA-5w57-2ccq-8w95", "2026-11-25"),
    hole(Npm,  "postmark-mcp",                            "MAL-2025-47604",          ">=1.0.16",                                     "",           Reach::Malware, "it sends a copy of every mail to somebody else", "https://osv.dev/vulnerability/MAL-2025-47604", "2026-11-25"),
    hole(PyPi, "awslabs.aws-api-mcp-server",              "CVE-2026-4270",           ">=0.2.14 <1.3.9",                              "1.3.9",      Reach::Runs, OUTSIDE, "https://aws.amazon.com/security/security-bulletins/2026-007-AWS/", "2026-11-25"),
    hole(PyPi, "excel-mcp-server",                        "CVE-2026-40576",          "<0.1.8",                                       "0.1.8",      Reach::Http, "whoever reaches its port can read and write any file", "https://github.com/haris-musa/excel-mcp-server/security/advisories/GHSA-j98m-w3xp-9f56", "2026-11-25"),
    hole(PyPi, "mcp",                                     "CVE-2025-53365",          "<1.10.0",                                      "1.10.0",     Reach::Http, "a client can make the server end", "https://github.com/advisories/GHSA-j975-95f5-7wqh", "2026-11-25"),
    hole(PyPi, "mcp",                                     "CVE-2026-59951",          ">=1.8.0 <1.30.0",                              "1.30.0",     Reach::Http, "a client can fill the server's memory", "https://github.com/advisories/GHSA-84m7-p3x7-pcfv", "2026-11-25"),
    hole(PyPi, "mcp",                                     "CVE-2026-59951",          ">=2.0.0 <2.2.0",                               "2.2.0",      Reach::Http, "a client can fill the server's memory", "https://github.com/advisories/GHSA-84m7-p3x7-pcfv", "2026-11-25"),
    hole(PyPi, "mcp-atlassian",                           "CVE-2026-27825",          "<0.17.0",                                      "0.17.0",     Reach::Runs, "what the model reads can make it write any file", "https://github.com/sooperset/mcp-atlassian/security/advisories/GHSA-xjgw-4wvw-rgm4", "2026-11-25"),
    hole(PyPi, "mcp-atlassian",                           "CVE-2026-27826",          "<0.17.0",                                      "0.17.0",     Reach::Http, "whoever reaches its port can make it call any address that it reaches", "https://github.com/sooperset/mcp-atlassian/security/advisories/GHSA-7r34-79r5-rcc9", "2026-11-25"),
    hole(PyPi, "mcp-neo4j-cypher",                        "CVE-2025-10193",          ">=0.2.2 <=0.3.1",                              "0.4.0",      Reach::Http, REBINDING, "https://github.com/neo4j-contrib/mcp-neo4j/security/advisories/GHSA-vcqx-v2mg-7chx", "2026-11-25"),
    hole(PyPi, "mcp-runcmd-server",                       "MAL-2025-191788",         "=1.0 || =2.0",                                 "",           Reach::Malware, "it opens a shell for somebody else", "https://osv.dev/vulnerability/MAL-2025-191788", "2026-11-25"),
    hole(PyPi, "mcp-server-fetch",                        "modelcontextprotocol/servers v2.4.0", "<=2026.11.4",                                  "2026.11.11", Reach::Runs, "its maintainers published a security release that mends it", "https://github.com/modelcontextprotocol/servers/releases/tag/v2.4.0", "2026-11-25"),
    hole(PyPi, "mcp-server-git",                          "CVE-2025-68143",          "<2025.9.25",                                   "2025.9.25",  Reach::Runs, "the model can make a repository of any folder, and read it", "https://github.com/modelcontextprotocol/servers/security/advisories/GHSA-5cgr-j3jf-jw3v", "2026-11-25"),
    hole(PyPi, "mcp-server-git",                          "CVE-2025-68144",          "<2025.12.18",                                  "2025.12.18", Reach::Runs, "what the model reads can make it overwrite files", "https://osv.dev/vulnerability/PYSEC-2026-1622", "2026-11-25"),
    hole(PyPi, "mcp-server-git",                          "GHSA-h2g3-rwxm-xfm3",     "<=2026.11.11",                                 "2026.11.18", Reach::Runs, "a hostile repository can run commands on this machine", "https://github.com/modelcontextprotocol/servers/releases/tag/v2.5.0", "2026-11-25"),
    hole(Image, "ghcr.io/czlonkowski/n8n-mcp",            "CVE-2026-39974",          "<2.47.4",                                      "2.47.4",     Reach::Http, "who may call it can make it call any address that it reaches", "https://github.com/czlonkowski/n8n-mcp/security/advisories/GHSA-4ggg-h7ph-26qr", "2026-11-25"),
    hole(Image, "ghcr.io/sooperset/mcp-atlassian",        "CVE-2026-27825",          "<0.17.0",                                      "0.17.0",     Reach::Runs, "what the model reads can make it write any file", "https://github.com/sooperset/mcp-atlassian/security/advisories/GHSA-xjgw-4wvw-rgm4", "2026-11-25"),
    hole(Image, "ghcr.io/sooperset/mcp-atlassian",        "CVE-2026-27826",          "<0.17.0",                                      "0.17.0",     Reach::Http, "whoever reaches its port can make it call any address that it reaches", "https://github.com/sooperset/mcp-atlassian/security/advisories/GHSA-7r34-79r5-rcc9", "2026-11-25"),
    hole(Image, "mcr.microsoft.com/playwright/mcp",       "CVE-2025-9611",           "<0.0.40",                                      "0.0.40",     Reach::Http, REBINDING, "https://www.vulncheck.com/advisories/microsoft-playwright-mcp-server-dns-rebinding-via-missing-origin-header-validation", "2026-11-25"),
];

#[allow(clippy::too_many_arguments)] // One line of the table.
const fn hole(
    registry: Registry,
    package: &'static str,
    id: &'static str,
    affected: &'static str,
    fixed: &'static str,
    reach: Reach,
    lets: &'static str,
    source: &'static str,
    date: &'static str,
) -> Advisory {
    Advisory {
        registry,
        package,
        id,
        affected,
        fixed,
        reach,
        lets,
        source,
        date,
    }
}

/// All that is known of a package.
pub fn of(registry: Registry, package: &str) -> impl Iterator<Item = &'static Advisory> {
    ALL.iter()
        .filter(move |it| it.registry == registry && same_name(registry, it.package, package))
}

impl Advisory {
    /// Whether this release has it.
    pub fn concerns(&self, version: &Version) -> bool {
        version::within(version, self.affected) == Some(true)
    }
}

/// The release to go to from `version`: the first that has none of the known holes, coming from
/// those that `version` has. `None` where there is no such release.
pub fn mended(registry: Registry, package: &str, version: &Version) -> Option<&'static str> {
    let mut target = None;
    let mut at = version.clone();
    // Each step leaves a hole for good, so that there are no more steps than holes.
    for _ in of(registry, package) {
        let holes = || of(registry, package).filter(|it| it.concerns(&at));
        if holes().next().is_none() {
            break;
        }
        let next = holes()
            .filter_map(|it| Some((it.fixed, Version::parse(it.fixed)?)))
            // A release that is said to mend something, and has that very hole by another record.
            .filter(|(_, fixed)| *fixed != at)
            .min_by_key(|(_, fixed)| {
                of(registry, package)
                    .filter(|it| it.concerns(fixed))
                    .count()
            })?;
        target = Some(next.0);
        at = next.1;
    }
    of(registry, package)
        .all(|it| !it.concerns(&at))
        .then_some(target)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::tests::{is_date, is_url, rank};

    #[test]
    fn each_has_a_source_and_a_date_and_stands_in_order() {
        for it in ALL {
            assert!(is_url(it.source) && is_date(it.date), "{}", it.package);
            let known = ["CVE-", "GHSA-", "MAL-", "modelcontextprotocol/servers v"];
            assert!(
                known.iter().any(|start| it.id.starts_with(start)),
                "{}",
                it.id
            );
            assert!(!it.lets.is_empty() && !it.lets.ends_with('.'), "{}", it.id);
        }
        let key = |it: &Advisory| (rank(it.registry), it.package, it.id, it.affected);
        for pair in ALL.windows(2) {
            assert!(
                key(&pair[0]) < key(&pair[1]),
                "{}: {}",
                pair[1].package,
                pair[1].id
            );
        }
    }

    #[test]
    fn ranges_can_be_read_and_end_where_it_is_mended() {
        let any = Version::parse("1.0.0").unwrap();
        for it in ALL {
            let why = format!("{} {}", it.package, it.id);
            assert!(version::within(&any, it.affected).is_some(), "{why}");
            match Version::parse(it.fixed) {
                Some(fixed) => assert!(!it.concerns(&fixed), "{why}"),
                None => assert!(it.fixed.is_empty(), "{why}"),
            }
            assert!(it.reach != Reach::Malware || it.fixed.is_empty(), "{why}");
        }
    }

    #[test]
    fn what_mends_one_hole_has_no_other() {
        let mended = |registry, package, version| {
            super::mended(registry, package, &Version::parse(version).unwrap())
        };
        assert_eq!(mended(Npm, "mcp-remote", "0.1.10"), Some("0.1.16"));
        // From the dates, over releases with holes of their own, back to small numbers.
        let filesystem = "@modelcontextprotocol/server-filesystem";
        for version in ["0.6.2", "2025.1.14", "2026.8.31", "2.0.1"] {
            assert_eq!(mended(Npm, filesystem, version), Some("2.4.0"), "{version}");
        }
        assert_eq!(mended(PyPi, "mcp-server-git", "0.6.2"), Some("2026.11.18"));
        assert_eq!(mended(PyPi, "mcp", "2.1.0"), Some("2.2.0"));
        assert_eq!(mended(Npm, "gemini-mcp-tool", "1.1.2"), None);
        for it in ALL.iter().filter(|it| !it.fixed.is_empty()) {
            let bound = it
                .affected
                .split(['=', '<', ' '])
                .rfind(|part| !part.is_empty());
            let last = Version::parse(bound.unwrap()).unwrap();
            if it.concerns(&last) {
                assert!(
                    super::mended(it.registry, it.package, &last).is_some(),
                    "{}",
                    it.id
                );
            }
        }
    }

    #[test]
    fn names_of_pypi_are_compared_as_pypi_does() {
        assert!(of(PyPi, "MCP_Server.Git").next().is_some());
        assert!(of(Npm, "MCP-remote").next().is_none());
        assert!(of(PyPi, "mcp-remote").next().is_none());
    }
}
