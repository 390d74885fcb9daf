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
        && !is_made_up(text)
        && !is_words(text)
}

/// Whether a text that is called a password looks like somebody's real one.
pub fn looks_like_password(text: &str) -> bool {
    text.len() >= 8
        && classes(text) >= 2
        && entropy(text) >= 2.5
        && !is_path(text)
        && !is_dull(text)
}

/// Ends of the names of files that a name such as `--key` may ask for.
const FILES: &[&str] = &[
    ".cer", ".conf", ".crt", ".env", ".json", ".key", ".p12", ".pem", ".pfx", ".pub", ".toml",
    ".txt", ".yaml", ".yml",
];

fn is_path(text: &str) -> bool {
    let drive = text.as_bytes().get(1) == Some(&b':');
    text.starts_with(['/', '~', '.'])
        || (drive && text.contains(['\\', '/']))
        || FILES.iter().any(|end| text.ends_with(end))
}

/// Whether somebody typed it along the keyboard.
fn is_made_up(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["123456789", "abcdefgh", "987654321", "qwertyui"]
        .iter()
        .any(|run| lower.contains(run))
}

/// Letters in a row that are longer are no word.
const LONGEST_WORD: usize = 14;

/// Whether it is words and numbers with separators between, as in `local-dev-key-2024`: no issuer
/// makes keys of those.
fn is_words(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '_', '.', ' ', ':', '/', '@']).collect();
    let is_word = |part: &&str| {
        let digits = part.chars().all(|c| c.is_ascii_digit()) && part.len() <= 8;
        let letters = part.chars().all(|c| c.is_ascii_alphabetic())
            && part.len() <= LONGEST_WORD
            && part.chars().skip(1).all(|c| c.is_ascii_lowercase());
        digits || letters
    };
    parts.len() > 1 && parts.iter().all(is_word)
}

/// Words of passwords that a database or a test comes with.
const DULL: &[&str] = &[
    "admin",
    "client",
    "default",
    "demo",
    "dev",
    "guest",
    "local",
    "login",
    "mongo",
    "mysql",
    "neo",
    "pass",
    "passw",
    "password",
    "postgres",
    "postgresql",
    "rd",
    "redis",
    "root",
    "secret",
    "server",
    "test",
    "user",
];

/// Whether it is such a password, with a number or a sign at most: `password123`, `P@ssw0rd!`.
fn is_dull(text: &str) -> bool {
    let plain = text
        .to_ascii_lowercase()
        .replace('@', "a")
        .replace('0', "o");
    let mut words = plain
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| DULL.contains(&word) || word == "password")
}

/// What a text that stands in the place of a secret says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Nothing: it is a word that every other text may hold (`postgres`).
    Common,
    /// It may be a word of some text, and be somebody's password.
    Word,
    /// It is nothing but the secret, wherever it stands.
    Secret,
}

/// See [`Weight`].
pub fn weight(text: &str) -> Weight {
    let small = |text: &str| text.chars().all(|c| c.is_ascii_lowercase());
    let word = text.len() <= LONGEST_WORD && text.get(1..).is_some_and(small) && is_letters(text);
    match (word, is_dull(text)) {
        (true, true) => Weight::Common,
        (false, false) => Weight::Secret,
        _ => Weight::Word,
    }
}

fn is_letters(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphabetic())
}

/// Starts of keys that are meant to be seen by everybody.
const PUBLIC: &[&str] = &[
    "pk_live_",
    "pk_test_",
    "pk.eyJ",
    "pk-lf-",
    "phc_",
    "pubkey-",
    "sb_publishable_",
];

/// Whether an issuer gives it out to be published: a publishable key, or the web token of a
/// Supabase project's visitors.
pub fn is_public(text: &str) -> bool {
    let anonymous = || {
        let payload = text.split('.').nth(1).filter(|_| text.starts_with("eyJ"));
        payload
            .and_then(decoded)
            .is_some_and(|text| text.contains("\"role\":\"anon\""))
    };
    PUBLIC.iter().any(|start| text.starts_with(start)) || anonymous()
}

/// The text that base 64 (of web tokens, without padding) stands for, as far as it is ASCII.
fn decoded(text: &str) -> Option<String> {
    let mut bits = 0u32;
    let mut count = 0;
    let mut decoded = String::new();
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            b'=' => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push(char::from((bits >> count) as u8 & 0x7f));
        }
    }
    Some(decoded)
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
        for text in [
            "local-dev-key-2024",
            "certs/server-2048.key",
            "abcdefgh12345678",
            "Development-Token-1",
        ] {
            assert!(!looks_random(text), "{text}");
        }
        for text in ["550e8400-e29b-41d4-a716-446655440000", "d41d8cd98f00b204"] {
            assert!(looks_random(text), "{text}");
        }
        for text in ["password123", "P@ssw0rd!", "postgres_1", "root-secret"] {
            assert!(!looks_like_password(text), "{text}");
        }
        assert!(looks_like_password("correct-Horse7"));
    }

    #[test]
    fn keys_for_everybody_are_told() {
        // {"iss":"supabase","ref":"abc","role":"anon"} and the same with service_role.
        let token = |payload: &str| format!("eyJhbGciOiJIUzI1NiJ9.{payload}.c2lnbmF0dXJl");
        assert!(is_public(&token(
            "eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6ImFiYyIsInJvbGUiOiJhbm9uIn0"
        )));
        assert!(!is_public(&token(
            "eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6ImFiYyIsInJvbGUiOiJzZXJ2aWNlX3JvbGUifQ"
        )));
        assert!(is_public("sb_publishable_ab12"));
        assert!(!is_public("sb_secret_ab12"));
    }
}
