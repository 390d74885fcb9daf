//! Credentials that tell by their look whose they are.
//!
//! [`ALL`] holds the prefixes, alphabets and lengths, each with its source. The least length is a
//! little below the issued one where issuers have changed it before.

mod shape;
mod table;

use std::ops::Range;

pub use table::ALL;

/// The characters behind a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Letters and digits.
    Alphanumeric,
    /// Letters, digits, `_` and `-`.
    Word,
    /// Letters, digits, `_`, `-` and `.`.
    Dotted,
    /// Letters, digits, `+`, `/`, `=`, `_` and `-`.
    Base64,
    /// Hexadecimal digits and `-`.
    Hex,
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        let more: &[u8] = match self {
            Alphabet::Alphanumeric => b"",
            Alphabet::Word => b"_-",
            Alphabet::Dotted => b"_-.",
            Alphabet::Base64 => b"+/=_-",
            Alphabet::Hex => return byte.is_ascii_hexdigit() || byte == b'-',
        };
        byte.is_ascii_alphanumeric() || more.contains(&byte)
    }
}

/// A kind of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// How it starts; empty where that does not tell it.
    pub prefix: &'static str,
    /// What it is, for a sentence: "GitHub token".
    pub title: &'static str,
    /// The least number of characters behind the prefix.
    pub least: usize,
    /// Which characters those are.
    pub alphabet: Alphabet,
    /// Who says so.
    pub source: Source,
}

/// Where a fact about a credential comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// A url, or `OWNER/REPOSITORY PATH@COMMIT`.
    pub origin: &'static str,
    /// The day on which it was true, `YYYY-MM-DD`.
    pub date: &'static str,
}

/// The rows of [`ALL`] that start with each byte: those of byte `b` are `START[b]..START[b + 1]`.
const START: [u16; 257] = {
    let mut start = [0; 257];
    let mut byte = 0;
    let mut at = 0;
    while byte < 256 {
        start[byte] = at as u16;
        while at < ALL.len() && ALL[at].prefix.as_bytes()[0] as usize == byte {
            at += 1;
        }
        byte += 1;
    }
    start[256] = at as u16;
    start
};

/// The rows that may start with `byte`.
fn rows(byte: u8) -> &'static [Known] {
    let byte = usize::from(byte);
    &ALL[usize::from(START[byte])..usize::from(START[byte + 1])]
}

/// The credentials in `text`, in order, none inside another.
pub fn find(text: &str) -> Vec<(Range<usize>, &'static Known)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let mut in_word = false;
    while at < bytes.len() {
        let byte = bytes[at];
        let hit = if in_word {
            None
        } else {
            at_start(&bytes[at..])
        };
        match hit {
            Some((length, known)) => {
                found.push((at..at + length, known));
                at += length;
                in_word = false;
            }
            None => {
                in_word = byte.is_ascii_alphanumeric();
                at += 1;
            }
        }
    }
    for (range, known) in shape::find(text) {
        let apart =
            |(other, _): &(Range<usize>, _)| other.end <= range.start || range.end <= other.start;
        if found.iter().all(apart) {
            found.push((range, known));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The credential that `text` starts with, and its length. All its bytes are ASCII.
fn at_start(text: &[u8]) -> Option<(usize, &'static Known)> {
    rows(*text.first()?)
        .iter()
        .filter_map(|known| {
            let rest = text.strip_prefix(known.prefix.as_bytes())?;
            let body = if known.prefix.starts_with("-----") {
                private_key(rest)?
            } else {
                rest.iter()
                    .take_while(|byte| known.alphabet.has(**byte))
                    .count()
            };
            // A web token has three parts; a full stop may follow.
            let whole = known.prefix != "eyJ" || dots(rest) >= 2;
            (body >= known.least && whole && random(&rest[..body]))
                .then_some((known.prefix.len() + body, known))
        })
        .max_by_key(|(length, known)| (known.prefix.len(), *length))
}

/// No mark at the start of a private key is longer, its words on lines of their own included.
const LONGEST_MARK: usize = 300;

/// How far a private key goes behind `-----BEGIN`: to its end mark, or to the end of the text.
fn private_key(rest: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(rest).ok()?;
    let head = text.get(..text.find("-----")?)?;
    // In a url the spaces are escaped, and who takes a command line apart makes words of them.
    let words: Vec<&str> = head
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let names = words.windows(2).any(|pair| pair == ["PRIVATE", "KEY"]);
    if !names || head.len() > LONGEST_MARK {
        return None;
    }
    let end = text.find("-----END").unwrap_or(text.len());
    Some(end)
}

/// Whether it is not just words in a row, which may start like a credential.
fn random(body: &[u8]) -> bool {
    let any = |test: fn(&u8) -> bool| body.iter().any(test);
    any(u8::is_ascii_digit) || (any(u8::is_ascii_lowercase) && any(u8::is_ascii_uppercase))
}

fn dots(rest: &[u8]) -> usize {
    rest.iter()
        .take_while(|byte| Alphabet::Dotted.has(**byte))
        .filter(|byte| **byte == b'.')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A credential of the look of `known`, which nobody issued.
    fn sample(known: &Known) -> String {
        let letters = match known.alphabet {
            Alphabet::Hex => "9f8e7d6c5b4a3210",
            _ => "q7Rt2Zk9Wm4Xv8Bn",
        };
        let body: String = letters.chars().cycle().take(known.least).collect();
        match known.prefix {
            "-----BEGIN" => {
                format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----")
            }
            "eyJ" => format!("eyJ{body}.{body}.{body}"),
            prefix => format!("{prefix}{body}"),
        }
    }

    #[test]
    fn every_row_is_found_by_its_own_title() {
        for known in ALL {
            let text = sample(known);
            let found = find(&format!("--token={text} -x"));
            let titles: Vec<_> = found.iter().map(|(_, known)| known.title).collect();
            assert_eq!(titles, [known.title], "{text}");
        }
    }

    #[test]
    fn rows_are_sorted_and_told_apart() {
        for pair in ALL.windows(2) {
            assert!(pair[0].prefix < pair[1].prefix, "{}", pair[1].prefix);
        }
        for known in ALL.iter().chain(shape::ALL.iter().copied()) {
            assert!(known.source.date.len() == 10 && !known.source.origin.is_empty());
        }
    }

    #[test]
    fn a_credential_is_told_by_its_middle() {
        let join = |parts: &[&str]| parts.concat();
        for (title, text) in [
            (
                "Telegram bot token",
                join(&["7412589630:", "AAq7Rt2Zk9Wm4Xv8Bnq7Rt2Zk9Wm4Xv8Bnq"]),
            ),
            (
                "Discord bot token",
                join(&[
                    "MTk4NjIyNDgzNDcxOTI1MjQ4",
                    ".Cl2FMQ.",
                    "ZnCjm1XVW7vRze4b7Cq4se7kKWs",
                ]),
            ),
            (
                "Azure client secret",
                join(&["q7R8Q~", "Zk9Wm4Xv8Bnq7Rt2Zk9Wm4Xv8Bnq7Rt2"]),
            ),
        ] {
            for around in [text.clone(), format!("TOKEN={text}"), format!("\"{text}\"")] {
                let found = find(&around);
                assert_eq!(found.len(), 1, "{around}");
                assert_eq!(found[0].1.title, title);
                assert_eq!(around[found[0].0.clone()], text);
            }
        }
        for text in [
            "10:AM",
            "2024-01-01T10:00:00.000.000",
            "a.Q~b",
            "Node.js.io",
            "12345678:Abc",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn words_that_start_alike_are_none() {
        for text in [
            "key-value-store",
            "pattern.matching",
            "sk-learn-examples-for-everybody-who-reads",
            "SKIP",
            "api-key",
            "@modelcontextprotocol/server-github",
            "https://api.example.com/v1.0-beta/fc-list",
            "eyJhbGciOiJIUzI1NiJ9",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
