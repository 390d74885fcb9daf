//! Which versions of Node.js and Python servers need.

use std::cmp::Ordering;

/// What a package of npm needs.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// The package.
    pub package: &'static str,
    /// The versions of Node.js that it takes, in npm's spelling.
    pub node: &'static str,
    /// The version of the package that says so.
    pub version: &'static str,
    /// What says so.
    pub source: &'static str,
    /// The day on which it was the newest.
    pub date: &'static str,
}

const ENGINES: &str = "`engines` of its package.json";

const fn need(package: &'static str, node: &'static str, version: &'static str) -> Need {
    Need {
        package,
        node,
        version,
        source: ENGINES,
        date: "2026-11-25",
    }
}

/// The packages of which more is known than what [`SDK_NODE`] says.
const NEEDS: &[Need] = &[
    need("@modelcontextprotocol/inspector", ">=22.19.0", "2.12.0"),
    need("@playwright/mcp", ">=18", "0.0.83"),
    need(
        "chrome-devtools-mcp",
        "^20.19.0 || ^22.12.0 || >=23",
        "1.11.0",
    ),
    need("@upstash/context7-mcp", ">=20.18.1", "4.1.1"),
    need("firecrawl-mcp", ">=22.0.0", "3.26.0"),
    need("figma-developer-mcp", ">=20.20.0", "0.13.2"),
    need("supergateway", ">=20", "4.0.0"),
    Need {
        source: "its dependency `@modelcontextprotocol/server` 2, whose `engines` say so",
        ..need("mcp-proxy", ">=20", "6.7.19")
    },
    Need {
        source: "its dependency `@modelcontextprotocol/node` 2, whose `engines` say so",
        ..need("@supabase/mcp-server-supabase", ">=20", "0.13.0")
    },
    Need {
        source: "its dependency undici 7, whose `engines` say so; on Node.js 18 `File is not defined`",
        ..need("mcp-remote", ">=20.18.1", "0.15.1")
    },
];

/// What the TypeScript SDK of MCP needs, and so nearly every server of npm: `engines` of
/// `@modelcontextprotocol/sdk` 1.32.2 (2026-11-25).
pub const SDK_NODE: &str = ">=18";

/// What the Python SDK of MCP needs: `Requires-Python` of `mcp` 2.3.0 (2026-11-25).
pub const SDK_PYTHON: &str = ">=3.10";

/// What is known of a package. With a version of its own the entry may get an older one that needs
/// less.
pub fn of_package(package: &str, version: Option<&str>) -> Option<&'static Need> {
    let newest = version.is_none_or(|version| version == "latest");
    let mut needs = NEEDS.iter().filter(|need| need.package == package);
    needs.find(|need| newest || version == Some(need.version))
}

/// A version: its numbers, the most important first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(pub Vec<u64>);

impl Version {
    /// Reads `22.3.0` or `v22.3.0`, also with fewer numbers.
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim().trim_start_matches('v');
        let text = text.split(['-', '+']).next()?;
        let numbers: Option<Vec<u64>> = text.split('.').map(|part| part.parse().ok()).collect();
        numbers.map(Version)
    }

    /// As it is written.
    pub fn shown(&self) -> String {
        let numbers: Vec<String> = self.0.iter().map(u64::to_string).collect();
        numbers.join(".")
    }

    fn compare(&self, other: &Version) -> Ordering {
        let length = self.0.len().max(other.0.len());
        let at = |version: &Version, index: usize| version.0.get(index).copied().unwrap_or(0);
        (0..length)
            .map(|index| at(self, index).cmp(&at(other, index)))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// Whether a range in npm's spelling takes it; `None` where the range is not understood, or
    /// this version says too little.
    pub fn is_in(&self, range: &str) -> Option<bool> {
        let mut any = false;
        for choice in range.split("||") {
            // `>= 18` is one comparator.
            let mut words: Vec<String> = Vec::new();
            for word in choice.split_whitespace() {
                match words.last_mut() {
                    Some(last) if last.ends_with(['>', '<', '=', '^', '~']) => last.push_str(word),
                    _ => words.push(word.to_owned()),
                }
            }
            let mut all = true;
            for word in &words {
                all &= self.meets(word)?;
            }
            any |= all;
        }
        Some(any)
    }

    fn meets(&self, comparator: &str) -> Option<bool> {
        let at = comparator.find(|c: char| !"<>=^~".contains(c))?;
        let (operator, text) = comparator.split_at(at);
        if matches!(text, "*" | "x" | "X") {
            return Some(true);
        }
        let text = text
            .trim_end_matches(".x")
            .trim_end_matches(".X")
            .trim_end_matches(".*");
        let bound = Version::parse(text)?;
        // `18` alone does not tell whether it is 18.2.
        if self.0.len() < bound.0.len() && self.0 == bound.0[..self.0.len()] && operator != ">=" {
            return None;
        }
        if self.0.len() < bound.0.len() && self.0 == bound.0[..self.0.len()] {
            return bound.0[self.0.len()..]
                .iter()
                .all(|it| *it == 0)
                .then_some(true);
        }
        let order = self.compare(&bound);
        let within = |length: usize| {
            self.0.iter().take(length).eq(bound.0.iter().take(length)) && order.is_ge()
        };
        Some(match operator {
            ">=" => order.is_ge(),
            ">" => order.is_gt(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            "^" => within(1),
            "~" => within(bound.0.len().min(2)),
            "" | "=" => within(bound.0.len()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_npm() {
        let is_in = |version: &str, range: &str| Version::parse(version).unwrap().is_in(range);
        for (version, range, expected) in [
            ("18.17.0", ">=18", Some(true)),
            ("16.20.2", ">=18", Some(false)),
            ("16.20.2", ">= 18.0.0", Some(false)),
            ("20.18.0", ">=20.18.1", Some(false)),
            ("v20.19.1", "^20.19.0 || ^22.12.0 || >=23", Some(true)),
            ("21.0.0", "^20.19.0 || ^22.12.0 || >=23", Some(false)),
            ("24.1.0", "^20.19.0||^22.12.0||>=23", Some(true)),
            ("18.2.0", "18.x", Some(true)),
            ("19.2.0", "18.x", Some(false)),
            ("18.2.0", ">=16 <18", Some(false)),
            ("18.2.0", "*", Some(true)),
            ("18.2.0", "~18.2.0", Some(true)),
            ("18.3.0", "~18.2.0", Some(false)),
            ("20", ">=20.18.1", None),
            ("18", ">=20.18.1", Some(false)),
            ("20", ">=20.0.0", Some(true)),
            ("3.9", ">=3.10", Some(false)),
            ("18.2.0", "lts/*", None),
        ] {
            assert_eq!(is_in(version, range), expected, "{version} in {range}");
        }
    }

    #[test]
    fn needs_are_ranges() {
        let new = Version(vec![99, 0, 0]);
        for need in NEEDS {
            assert_eq!(new.is_in(need.node), Some(true), "{}", need.package);
            assert_eq!(need.date.len(), 10, "{}", need.package);
        }
    }

    #[test]
    fn an_older_version_of_a_package_may_need_less() {
        assert!(of_package("supergateway", None).is_some());
        assert!(of_package("supergateway", Some("latest")).is_some());
        assert!(of_package("supergateway", Some("3.4.0")).is_none());
    }
}
