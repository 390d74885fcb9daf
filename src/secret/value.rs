//! Values that are a secret by their look, stand for one, or fetch one.

use crate::variables;

/// Shannon's entropy of the characters, in bits per character.
pub fn entropy(text: &str) -> f64 {
    let mut counts: Vec<(char, u32)> = Vec::new();
    let mut all = 0.0;
    for c in text.chars() {
        all += 1.0;
        match counts.iter_mut().find(|(known, _)| *known == c) {
            Some((_, count)) => *count += 1,
            None => counts.push((c, 1)),
        }
    }
    counts
        .iter()
        .map(|(_, count)| {
            let share = f64::from(*count) / all;
            -share * share.log2()
        })
        .sum()
}

/// How many of these occur: small letters, capitals, digits, others.
fn classes(text: &str) -> usize {
    let any = |test: fn(char) -> bool| usize::from(text.chars().any(test));
    any(|c| c.is_lowercase())
        + any(|c| c.is_uppercase())
        + any(|c| c.is_ascii_digit())
        + any(|c| !c.is_alphanumeric())
}

/// Whether a text that is called a key looks like one: long enough and random.
pub fn looks_random(text: &str) -> bool {
    text.len() >= 16
        && text.chars().all(|c| c.is_ascii_graphic())
        && text.chars().any(|c| c.is_ascii_digit())
        && classes(text) >= 2
        && entropy(text) >= 3.0
        && !text.contains("://")
        && !is_path(text)
}

/// Whether a text that is called a password looks like somebody's real one.
pub fn looks_like_password(text: &str) -> bool {
    text.len() >= 8 && classes(text) >= 2 && entropy(text) >= 2.5 && !is_path(text)
}

fn is_path(text: &str) -> bool {
    let drive = text.as_bytes().get(1) == Some(&b':');
    text.starts_with(['/', '~', '.']) || (drive && text.contains(['\\', '/']))
}

/// Starts of references into stores of secrets.
const STORES: &[&str] = &["op://", "secret://", "vault://", "keychain:"];

/// Whether a text, or a part of it, is fetched from elsewhere: a variable, an input, a reference
/// into a store of secrets.
pub fn has_reference(text: &str) -> bool {
    text.contains("{{")
        || STORES.iter().any(|start| text.contains(start))
        || variables::scan(text).iter().any(|found| found.certain)
        || is_reference(text)
}

/// Whether all of a text is one reference.
pub fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let variable =
        matches!(variables::scan(text).as_slice(), [one] if one.range == (0..text.len()));
    let template = text.starts_with("{{") && text.ends_with("}}");
    variable || template || STORES.iter().any(|start| text.starts_with(start))
}

/// Words that only a placeholder has, between separators.
const STAND_IN_WORDS: &[&str] = &[
    "changeme",
    "changeit",
    "dummy",
    "example",
    "fixme",
    "here",
    "insert",
    "placeholder",
    "redacted",
    "replace",
    "replaceme",
    "todo",
    "your",
    "yours",
];

/// Whole values that are nobody's secret.
const STAND_INS: &[&str] = &[
    "api-key",
    "api_key",
    "apikey",
    "api key",
    "key",
    "my-api-key",
    "my-key",
    "my-secret",
    "my-token",
    "my_api_key",
    "my_secret",
    "my_token",
    "mytoken",
    "secret",
    "token",
];

/// Whether a text stands in for a value that somebody has to fill in.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if STAND_INS.contains(&lower.as_str()) {
        return true;
    }
    let bracketed = |open: char, close: char| {
        text.starts_with(open)
            && text.ends_with(close)
            && text.len() > 2
            && text.chars().any(char::is_alphabetic)
    };
    if bracketed('<', '>') || (bracketed('[', ']') && !text.contains([',', '"', ':'])) {
        return true;
    }
    // `xxxx`, `****`, `...`, also behind a real prefix: `ghp_xxxxxxxx`.
    let run = |c: char, least: usize| {
        let run = c.to_string().repeat(least);
        lower.contains(&run)
    };
    if run('x', 4) || run('*', 3) || lower == "xxx" || lower.contains("...") || lower.contains('…')
    {
        return true;
    }
    // Words count only where there are words: random text may hold any four letters.
    let words = super::name::words(text);
    let mut words = words.iter().map(String::as_str).peekable();
    if words.peek().is_none() {
        return false;
    }
    let mut change = false;
    words.any(|word| {
        let found = STAND_IN_WORDS.contains(&word) || (change && word == "me");
        change = word == "change";
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_no_secrets() {
        for text in [
            "YOUR_API_KEY",
            "your-slack-bot-token",
            "<token>",
            "<YOUR_KEY>",
            "xxx",
            "ghp_xxxxxxxxxxxxxxxxxxxx",
            "sk-...",
            "changeme",
            "change-me",
            "OPENAI_API_KEY_HERE",
            "***",
            "replace_with_token",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "info",
            "",
            "http://localhost:3100/mcp",
            "--verbose",
            "[\"a\", \"b\"]",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn references_are_no_secrets() {
        for text in [
            "${TOKEN}",
            "${env:TOKEN}",
            "{env:T}",
            "$TOKEN",
            "%TOKEN%",
            "op://a/b/c",
        ] {
            assert!(is_reference(text), "{text}");
        }
        for text in ["Bearer ${TOKEN}", "$5 and more", "100%"] {
            assert!(!is_reference(text), "{text}");
        }
        assert!(has_reference("Bearer ${TOKEN}"));
    }

    #[test]
    fn random_text_is_told_from_words() {
        assert!(looks_random("dcc4908b6e6374112874"));
        assert!(!looks_random("production-database"));
        assert!(!looks_random("/etc/keys/server1.key"));
        assert!(looks_like_password("Vpeu4432&Lczz"));
        assert!(!looks_like_password("postgres"));
    }
}
