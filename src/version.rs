//! Versions of packages, compared as npm, PyPI and tags of images order them.
//!
//! The registries have rules of their own: npm wants three numbers, PyPI takes any count of them
//! and spells pre-releases without a dash, images write `v` in front. Their orders agree on all
//! that they share, so one small order does for all of them; a crate for semver refuses half of
//! what stands in configs.

use std::cmp::Ordering;

/// A version that names one release.
#[derive(Clone, Debug)]
pub struct Version {
    /// `1.2.0`; what is missing at the end counts as zero.
    numbers: Vec<u64>,
    /// What stands behind the numbers, if anything does.
    stage: Stage,
}

/// How a version with a word behind its numbers stands to the one without. In their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// `.dev1` of PyPI: before everything else of these numbers.
    Development(u64),
    /// `-alpha.1`, `rc2`: before the release.
    Before(Vec<Part>),
    /// The release itself.
    Release,
    /// `.post1` of PyPI: behind the release.
    After(u64),
}

/// A part of a pre-release. A number comes before a word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

impl Version {
    /// Reads `1.2.3`, `v1.2`, `2025.7.1`, `1.0.0-rc.1`, `2.3.0rc1`, `1.0.post2`. `None` for
    /// anything else: a range, a tag such as `latest`, an epoch.
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        // What stands behind a plus changes nothing (npm), or hardly anything (PyPI).
        let text = text.split('+').next().unwrap_or(text);
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (numbers, rest) = text.split_at(end);
        // The dot of `1.0.post1` belongs to what follows.
        let (numbers, dot) = match numbers.strip_suffix('.') {
            Some(numbers) => (numbers, true),
            None => (numbers, false),
        };
        if dot && rest.is_empty() {
            return None;
        }
        let numbers = numbers
            .split('.')
            .map(|number| number.parse().ok())
            .collect::<Option<Vec<u64>>>()?;
        Some(Version {
            numbers,
            stage: Stage::parse(rest)?,
        })
    }
}

impl Stage {
    fn parse(text: &str) -> Option<Stage> {
        if text.is_empty() {
            return Some(Stage::Release);
        }
        let text = text
            .trim_start_matches(['-', '.', '_'])
            .to_ascii_lowercase();
        let counted = |word: &str| {
            let rest = text.strip_prefix(word)?.trim_start_matches(['-', '.', '_']);
            if rest.is_empty() {
                return Some(0);
            }
            rest.parse().ok()
        };
        if let Some(count) = counted("dev") {
            return Some(Stage::Development(count));
        }
        if let Some(count) = counted("post").or_else(|| counted("rev")) {
            return Some(Stage::After(count));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if text.is_empty() || !text.chars().all(allowed) {
            return None;
        }
        let mut parts = Vec::new();
        for piece in text
            .split(['-', '.', '_'])
            .filter(|piece| !piece.is_empty())
        {
            // `rc1` is `rc` and 1.
            let digits = piece
                .find(|c: char| c.is_ascii_digit())
                .unwrap_or(piece.len());
            let (word, number) = piece.split_at(digits);
            let whole = number.bytes().all(|byte| byte.is_ascii_digit());
            if !word.is_empty() {
                let word = if whole { word } else { piece };
                parts.push(Part::Word(word.to_owned()));
            }
            if whole && !number.is_empty() {
                parts.push(Part::Number(number.parse().ok()?));
            } else if word.is_empty() {
                parts.push(Part::Word(piece.to_owned()));
            }
        }
        // `1.x` is a range of npm.
        let wildcard = parts.first() == Some(&Part::Word("x".to_owned()));
        (!wildcard).then_some(Stage::Before(parts))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        let longest = self.numbers.len().max(other.numbers.len());
        let number = |numbers: &[u64], at: usize| numbers.get(at).copied().unwrap_or(0);
        (0..longest)
            .map(|at| number(&self.numbers, at).cmp(&number(&other.numbers, at)))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| self.stage.cmp(&other.stage))
    }
}

/// Whether `version` lies in `range`: comparisons that must all hold, `>=0.0.5 <0.1.16`, and
/// alternatives between `||`; `*` is every version. `None` where one of them cannot be read.
pub fn within(version: &Version, range: &str) -> Option<bool> {
    let mut found = false;
    for alternative in range.split("||") {
        let mut holds = true;
        for comparison in alternative.split_whitespace() {
            holds &= compare(version, comparison)?;
        }
        found |= holds;
    }
    Some(found)
}

/// Whether everything from some version on lies in `range`.
pub fn open_ended(range: &str) -> bool {
    range.split("||").any(|alternative| {
        alternative
            .split_whitespace()
            .all(|comparison| comparison == "*" || comparison.starts_with('>'))
    })
}

fn compare(version: &Version, comparison: &str) -> Option<bool> {
    if comparison == "*" {
        return Some(true);
    }
    let start = comparison.find(|c: char| !matches!(c, '<' | '>' | '='))?;
    let (operator, bound) = comparison.split_at(start);
    let order = version.cmp(&Version::parse(bound)?);
    Some(match operator {
        "=" => order.is_eq(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        ">=" => order.is_ge(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text} is no version"))
    }

    #[test]
    fn versions_of_one_registry_stand_in_its_order() {
        for rising in [
            // semver.org, section 11
            &[
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
            ][..],
            // PEP 440, "Summary of permitted suffixes and relative ordering"
            &[
                "1.0.dev1",
                "1.0a1",
                "1.0b2",
                "1.0rc1",
                "1.0",
                "1.0.post1",
                "1.1",
            ],
            &[
                "0.0.9",
                "0.0.10",
                "0.6.2",
                "2.0.1",
                "2025.1.14",
                "2025.12.18",
                "2026.1.14",
            ],
            &[
                "1.52.0-alpha-2025-03-25",
                "1.52.0-alpha-2025-03-26",
                "1.52.0",
            ],
        ] {
            for pair in rising.windows(2) {
                assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
            }
        }
    }

    #[test]
    fn spellings_of_one_version_are_equal() {
        for (one, other) in [
            ("1.2", "1.2.0"),
            ("v0.5.1", "0.5.1"),
            ("2025.7.01", "2025.7.1"),
            ("1.0.0+build.5", "1.0.0"),
            ("2.3.0rc1", "2.3.0-rc.1"),
        ] {
            assert_eq!(version(one), version(other));
        }
    }

    #[test]
    fn ranges_and_tags_are_no_versions() {
        for text in [
            "",
            "latest",
            "^1.2.0",
            "~1.2",
            ">=1",
            "1.x",
            "1.2.*",
            "1.",
            "1..2",
            "1!2.0",
            "main",
            "1.0 - 2.0",
        ] {
            assert!(Version::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn ranges_hold_what_they_say() {
        let holds = |text: &str, range: &str| within(&version(text), range).unwrap();
        assert!(holds("0.0.5", ">=0.0.5 <0.1.16") && holds("0.1.15", ">=0.0.5 <0.1.16"));
        assert!(!holds("0.1.16", ">=0.0.5 <0.1.16") && !holds("0.0.4", ">=0.0.5 <0.1.16"));
        // A package that went from dates back to small numbers.
        let filesystem = "<2.4.0 || >=2025.1.14 <=2026.8.31";
        assert!(holds("0.6.2", filesystem) && holds("2025.7.1", filesystem));
        assert!(!holds("2.4.0", filesystem) && !holds("2026.9.1", filesystem));
        assert!(holds("1.1.2", "=1.1.2") && !holds("1.1.3", "=1.1.2") && holds("9", "*"));
        assert_eq!(within(&version("1"), "around 2"), None);
    }

    #[test]
    fn a_range_without_an_upper_bound_is_open() {
        assert!(open_ended("*") && open_ended(">=1.0.16") && open_ended("=1 || >=3"));
        assert!(!open_ended("=1.0.0") && !open_ended(">=1 <2"));
    }
}
