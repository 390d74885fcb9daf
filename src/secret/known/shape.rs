//! Credentials that are told by what stands in the middle of them.

use std::ops::Range;

use super::table::{DETECT_SECRETS, GITLEAKS};
use super::{Alphabet, Known};

static TELEGRAM: Known = Known {
    prefix: "",
    title: "Telegram bot token",
    least: 35,
    alphabet: Alphabet::Word,
    source: DETECT_SECRETS,
};

static DISCORD: Known = Known {
    prefix: "",
    title: "Discord bot token",
    least: 27,
    alphabet: Alphabet::Word,
    source: DETECT_SECRETS,
};

static AZURE: Known = Known {
    prefix: "",
    title: "Azure client secret",
    least: 31,
    alphabet: Alphabet::Dotted,
    source: GITLEAKS,
};

/// All of them.
#[cfg(test)]
pub(super) static ALL: &[&Known] = &[&TELEGRAM, &DISCORD, &AZURE];

/// The credentials in `text`, sort by sort.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, &'static Known)> {
    let mut found = Vec::new();
    found.extend(telegram(text).map(|range| (range, &TELEGRAM)));
    found.extend(discord(text).map(|range| (range, &DISCORD)));
    found.extend(azure(text).map(|range| (range, &AZURE)));
    found
}

/// The number of a bot, `:A`, and 34 characters.
fn telegram(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(":A").filter_map(|(colon, _)| {
        let digits = before(text, colon, |byte| byte.is_ascii_digit());
        let body = behind(text, colon + 1, Alphabet::Word);
        let start = colon - digits;
        let plausible = (8..=12).contains(&digits) && body == TELEGRAM.least;
        plausible.then_some(start..colon + 1 + body)
    })
}

/// The number of a bot in base 64, six characters of a time, and a signature, with full stops
/// between.
fn discord(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('.').filter_map(|(dot, _)| {
        let head = before(text, dot, |byte| Alphabet::Word.has(byte));
        let start = dot - head;
        let second = behind(text, dot + 1, Alphabet::Word);
        let tail = dot + 1 + second;
        let plausible = (23..=28).contains(&head)
            && second == 6
            && text.as_bytes().get(tail) == Some(&b'.')
            && matches!(text.as_bytes()[start], b'M' | b'N' | b'O');
        let body = behind(text, tail + 1, Alphabet::Word);
        (plausible && (DISCORD.least..=38).contains(&body)).then_some(start..tail + 1 + body)
    })
}

/// Three characters, a digit, `Q~`, and the rest.
fn azure(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("Q~").filter_map(|(at, _)| {
        let start = at.checked_sub(4)?;
        let head = text.as_bytes().get(start..at)?;
        let plausible = head[3].is_ascii_digit()
            && head[..3]
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_~.".contains(byte));
        let tilde = |byte: &u8| Alphabet::Dotted.has(*byte) || *byte == b'~';
        let rest = text.as_bytes()[at + 2..].iter();
        let body = rest.take_while(|byte| tilde(byte)).count();
        (plausible && (AZURE.least..=34).contains(&body) && starts_word(text, start))
            .then_some(start..at + 2 + body)
    })
}

/// How many bytes before `at` are of one sort.
fn before(text: &str, at: usize, is: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes()[..at].iter().rev();
    bytes.take_while(|byte| is(**byte)).count()
}

/// How many bytes from `at` on are of an alphabet.
fn behind(text: &str, at: usize, alphabet: Alphabet) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default().iter();
    bytes.take_while(|byte| alphabet.has(**byte)).count()
}

fn starts_word(text: &str, at: usize) -> bool {
    before(text, at, |byte| byte.is_ascii_alphanumeric()) == 0
}
