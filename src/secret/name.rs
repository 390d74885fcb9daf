//! Names that promise a secret.

/// What a name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// A token or key: long and random.
    Key,
    /// A password: anything.
    Password,
}

const KEYS: &[&str] = &[
    "accesstoken",
    "apikey",
    "apitoken",
    "appkey",
    "auth",
    "authkey",
    "authorization",
    "authtoken",
    "bearer",
    "bottoken",
    "clientsecret",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "jwt",
    "key",
    "pat",
    "privatekey",
    "sas",
    "secret",
    "secretkey",
    "secrets",
    "sig",
    "signature",
    "token",
    "tokens",
];

const PASSWORDS: &[&str] = &[
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pw",
    "pwd",
];

/// Words that make the `key` behind them something that may be known.
const OPEN_KEYS: &[&str] = &[
    "anon",
    "cache",
    "foreign",
    "host",
    "hot",
    "index",
    "issue",
    "map",
    "partition",
    "primary",
    "project",
    "public",
    "publishable",
    "root",
    "row",
    "site",
    "sort",
    "space",
    "widget",
];

/// What the name of a variable, header, flag, field or query parameter promises.
pub fn promise(name: &str) -> Option<Promise> {
    let mut words = words(name);
    while words
        .last()
        .is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()))
    {
        words.pop();
    }
    let last = words.last()?.as_str();
    let before = words.len().checked_sub(2).map(|at| words[at].as_str());
    if PASSWORDS.contains(&last) {
        // `PWD` alone is the working directory.
        return (last != "pwd" || before.is_some()).then_some(Promise::Password);
    }
    // `PGPASSWORD` is one word.
    if ["password", "passwd", "passphrase"]
        .iter()
        .any(|end| last.ends_with(end))
    {
        return Some(Promise::Password);
    }
    let open =
        matches!(last, "key" | "keys") && before.is_some_and(|word| OPEN_KEYS.contains(&word));
    // `MAX_TOKENS` and its like are counts.
    let count = last == "tokens" && before.is_some();
    (KEYS.contains(&last) && !open && !count).then_some(Promise::Key)
}

/// Whether a name says that everybody may know what it names: `ANON_KEY`, `publicKey`.
pub fn is_open(name: &str) -> bool {
    let words = words(name);
    words
        .iter()
        .any(|word| matches!(word.as_str(), "anon" | "public" | "publishable"))
}

/// The words of a name in lower case: `X-Api-Key`, `apiKey` and `API_KEY` all end in `key`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars() {
        let ends = !c.is_alphanumeric() || (c.is_uppercase() && lower_before);
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        // `oauth2Bearer` is two words, `SHA256SUM` is one.
        lower_before = c.is_lowercase() || c.is_ascii_digit() && lower_before;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_what_people_mean() {
        for name in [
            "GITHUB_PERSONAL_ACCESS_TOKEN",
            "X-Api-Key",
            "apiKey",
            "--api-key",
            "Authorization",
            "AWS_SECRET_ACCESS_KEY",
            "API_KEY_2",
        ] {
            assert_eq!(promise(name), Some(Promise::Key), "{name}");
        }
        for name in ["POSTGRES_PASSWORD", "PGPASSWORD", "dbPass", "SMTP_PWD"] {
            assert_eq!(promise(name), Some(Promise::Password), "{name}");
        }
        for name in [
            "PWD",
            "MAX_TOKENS",
            "TOKEN_FILE",
            "TOKEN_LIMIT",
            "PUBLIC_KEY",
            "JIRA_PROJECT_KEY",
            "SUPABASE_ANON_KEY",
            "AUTH_TYPE",
            "KEYBOARD",
            "CLIENT_ID",
            "",
        ] {
            assert_eq!(promise(name), None, "{name}");
        }
    }
}
