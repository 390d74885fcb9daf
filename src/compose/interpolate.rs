//! Variables in the values of a Compose file.

use std::ops::Range;

/// Stands for the value of a variable that is not known.
const UNKNOWN: char = '\u{1a}';

/// Where one byte of an expanded value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// It is written at this byte.
    Written(usize),
    /// It is written at this byte, in the default of a variable.
    Default(usize),
    /// It stands for an unknown value.
    Unknown,
}

/// A value as Compose sees it when no variable is set, byte by byte with where it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expanded {
    /// The text; a variable without a default is one [`UNKNOWN`].
    pub(super) text: String,
    origins: Vec<Origin>,
}

impl Expanded {
    /// Expands `$$`, `$NAME` and `${NAME…}`. The environment and `.env` are not looked at: a
    /// variable is its default, or unknown.
    pub(super) fn of(text: &str) -> Expanded {
        let mut expanded = Expanded::default();
        expanded.read(text, 0, false);
        expanded
    }

    fn push(&mut self, text: &str, at: usize, default: bool) {
        self.text.push_str(text);
        let origin = if default {
            Origin::Default
        } else {
            Origin::Written
        };
        self.origins.extend((at..at + text.len()).map(origin));
    }

    fn unknown(&mut self) {
        self.text.push(UNKNOWN);
        self.origins.push(Origin::Unknown);
    }

    /// Reads `text`, whose first byte is the value's at `base`.
    fn read(&mut self, text: &str, base: usize, default: bool) {
        let mut at = 0;
        while let Some(found) = text[at..].find('$') {
            let dollar = at + found;
            self.push(&text[at..dollar], base + at, default);
            let rest = &text[dollar + 1..];
            if rest.starts_with('$') {
                self.push("$", base + dollar, default);
                at = dollar + 2;
                continue;
            }
            if let Some(inner) = rest.strip_prefix('{') {
                let Some(length) = closing(inner) else {
                    self.unknown();
                    return;
                };
                self.variable(&inner[..length], base + dollar + 2);
                at = dollar + 2 + length + 1;
                continue;
            }
            self.unknown();
            at = dollar + 1 + name_length(rest);
        }
        self.push(&text[at..], base + at, default);
    }

    /// Reads what stands between the braces.
    fn variable(&mut self, inner: &str, base: usize) {
        let name = name_length(inner);
        let rest = &inner[name..];
        let skipped = if rest.starts_with(":-") {
            2
        } else if rest.starts_with('-') {
            1
        } else {
            self.unknown();
            return;
        };
        self.read(&rest[skipped..], base + name + skipped, true);
    }

    /// What `range` of the text is; `None` when an unknown value is in it.
    pub(super) fn known(&self, range: Range<usize>) -> Option<&str> {
        self.text.get(range).filter(|text| !text.contains(UNKNOWN))
    }

    /// Where `range` of the text is written as it is, outside of any variable.
    pub(super) fn written(&self, range: Range<usize>) -> Option<Range<usize>> {
        let origins = self.origins.get(range)?;
        let Origin::Written(first) = *origins.first()? else {
            return None;
        };
        let whole = origins
            .iter()
            .enumerate()
            .all(|(index, origin)| *origin == Origin::Written(first + index));
        whole.then_some(first..first + origins.len())
    }

    /// Whether a variable may make another value of `range`.
    pub(super) fn varies(&self, range: Range<usize>) -> bool {
        self.origins.get(range).is_none_or(|origins| {
            origins
                .iter()
                .any(|origin| !matches!(origin, Origin::Written(_)))
        })
    }
}

/// How long the name of a variable at the start of `text` is.
fn name_length(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count()
}

/// Where the brace closes that was opened in front of `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_their_defaults_or_unknown() {
        for (text, known) in [
            ("8080", Some("8080")),
            ("${PORT:-8080}", Some("8080")),
            ("${PORT-8080}", Some("8080")),
            ("${A:-${B:-80}}", Some("80")),
            ("$$PORT", Some("$PORT")),
            ("${PORT:-}", Some("")),
            ("$PORT", None),
            ("${PORT}", None),
            ("${PORT:?must be set}", None),
            ("${PORT:+8080}", None),
            ("${PORT", None),
            ("$", None),
        ] {
            let expanded = Expanded::of(text);
            let all = 0..expanded.text.len();
            assert_eq!(expanded.known(all), known, "{text}");
        }
    }

    #[test]
    fn every_byte_knows_where_it_is_written() {
        let text = "$$a${X:-bc}${Y}d";
        let expanded = Expanded::of(text);
        assert_eq!(expanded.text, "$abc\u{1a}d");
        assert_eq!(expanded.written(5..6), Some(15..16));
        assert_eq!(expanded.written(2..4), None, "a default");
        assert_eq!(expanded.written(0..2), None, "an escape lies between");
        assert!(expanded.varies(2..3) && expanded.varies(4..5) && !expanded.varies(5..6));
        assert_eq!(expanded.known(1..4), Some("abc"));
    }
}
