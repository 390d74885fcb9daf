//! The variables in a string, in every spelling that some client or shell knows.

use std::ops::Range;

use crate::model::Form;

/// A variable in a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable<'t> {
    /// How it is spelled.
    pub form: Form,
    /// Its name: the environment variable's, the input's, the file's path; for `$(…)` the
    /// command.
    pub name: &'t str,
    /// The default behind `:-`.
    pub default: Option<&'t str>,
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it surely is meant as a variable. `$X` and `%X%` are only taken for that where
    /// they look like one: in capitals, and not in the middle of a word.
    pub certain: bool,
}

impl Variable<'_> {
    /// Whether it names a variable of the environment.
    pub fn is_environment(&self) -> bool {
        matches!(
            self.form,
            Form::Braced
                | Form::BracedDefault
                | Form::Bare
                | Form::EnvColon
                | Form::EnvBrace
                | Form::EnvDollar
                | Form::BracedColon
                | Form::Percent
        )
    }
}

/// Whether `text` holds a variable or a `<placeholder>`, so that it must not be judged by its
/// letters.
pub fn is_templated(text: &str) -> bool {
    text.contains('<') && text.contains('>') || scan(text).iter().any(|variable| variable.certain)
}

/// All variables in `text`, in order.
pub fn scan(text: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Every character looked for is ASCII, so that bytes will do.
    while let Some(offset) = text[at..].find(['$', '{', '%']) {
        at += offset;
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        if rest.starts_with("$$") {
            // A doubled dollar sign is an escaped one.
            at += 2;
            continue;
        }
        let escaped = before == Some('\\');
        match read(rest, before).filter(|_| !escaped) {
            Some(mut variable) => {
                let length = variable.range.end;
                variable.range = at..at + length;
                at += length;
                found.push(variable);
            }
            None => at += 1,
        }
    }
    found
}

/// The variable at the start of `rest`.
fn read(rest: &str, before: Option<char>) -> Option<Variable<'_>> {
    let variable = |form, name, default, length| Variable {
        form,
        name,
        default,
        range: 0..length,
        certain: true,
    };
    if let Some(inner) = rest.strip_prefix("${{") {
        let end = inner.find("}}")?;
        let name = inner[..end].trim().strip_prefix("secrets.")?;
        return Some(variable(Form::Secrets, name, None, end + 5));
    }
    if let Some(inner) = rest.strip_prefix("${") {
        let end = closing(inner, '{', '}')?;
        let (form, name, default) = braced(&inner[..end])?;
        return Some(variable(form, name, default, end + 3));
    }
    if let Some(inner) = rest.strip_prefix("$(") {
        let end = closing(inner, '(', ')')?;
        return Some(variable(Form::Command, &inner[..end], None, end + 3));
    }
    if let Some(inner) = rest.strip_prefix("{env:") {
        let end = inner.find('}')?;
        return is_name(&inner[..end])
            .then(|| variable(Form::EnvBrace, &inner[..end], None, end + 6));
    }
    if let Some(inner) = rest.strip_prefix("{file:") {
        let end = inner.find('}').filter(|end| *end > 0)?;
        return Some(variable(Form::FileBrace, &inner[..end], None, end + 7));
    }
    let apart = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '%');
    let loud = |name: &str| {
        name.len() > 1
            && name
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    if let Some(inner) = rest.strip_prefix('$') {
        let length = inner.find(|c| !is_name_char(c)).unwrap_or(inner.len());
        let name = &inner[..length];
        if !is_name(name) {
            return None;
        }
        if name == "env"
            && let Some(inner) = inner.strip_prefix("env:")
        {
            let length = inner.find(|c| !is_name_char(c)).unwrap_or(inner.len());
            let name = &inner[..length];
            return is_name(name).then(|| Variable {
                certain: apart && loud(name),
                ..variable(Form::EnvDollar, name, None, length + 5)
            });
        }
        return Some(Variable {
            certain: apart && loud(name),
            ..variable(Form::Bare, name, None, length + 1)
        });
    }
    if let Some(inner) = rest.strip_prefix('%') {
        let length = inner.find('%')?;
        let name = &inner[..length];
        let plain = name.replace(['(', ')'], "");
        if !is_name(&plain) {
            return None;
        }
        // `%C3%A9` is an escape of a url.
        let escape = name.len() < 3 || is_escape(name);
        return Some(Variable {
            certain: apart && !escape && loud(&plain.to_ascii_uppercase()),
            ..variable(Form::Percent, name, None, length + 2)
        });
    }
    None
}

/// What stands between `${` and `}`.
fn braced(inner: &str) -> Option<(Form, &str, Option<&str>)> {
    if let Some(name) = inner.strip_prefix("env:") {
        let (name, default) = match name.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (name, None),
        };
        return is_name(name).then_some((Form::EnvColon, name, default));
    }
    if let Some(name) = inner.strip_prefix("input:") {
        return (!name.is_empty()).then_some((Form::Input, name, None));
    }
    if let Some(path) = inner.strip_prefix("file:") {
        return (!path.is_empty()).then_some((Form::FileColon, path, None));
    }
    if let Some(command) = inner.strip_prefix("cmd:") {
        return (!command.is_empty()).then_some((Form::CommandBraced, command, None));
    }
    if let Some((name, default)) = inner.split_once(":-") {
        return is_name(name).then_some((Form::BracedDefault, name, Some(default)));
    }
    if let Some((name, default)) = inner.split_once(':') {
        return is_name(name).then_some((Form::BracedColon, name, Some(default)));
    }
    is_name(inner).then_some((Form::Braced, inner, None))
}

/// The byte of the bracket that closes what `text` starts inside of.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

fn is_name(text: &str) -> bool {
    text.chars().all(is_name_char)
        && !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_escape(name: &str) -> bool {
    name.chars().take(2).all(|c| c.is_ascii_hexdigit())
        && name.chars().nth(2).is_none_or(|c| c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<(Form, &str, &str)> {
        scan(text)
            .into_iter()
            .filter(|variable| variable.certain)
            .map(|variable| (variable.form, variable.name, &text[variable.range]))
            .collect()
    }

    #[test]
    fn every_spelling_is_found_at_its_place() {
        assert_eq!(
            forms("a ${X} ${Y:-d{}} ${env:Z} {env:W} ${input:tok-en} ${{ secrets.S }} b"),
            [
                (Form::Braced, "X", "${X}"),
                (Form::BracedDefault, "Y", "${Y:-d{}}"),
                (Form::EnvColon, "Z", "${env:Z}"),
                (Form::EnvBrace, "W", "{env:W}"),
                (Form::Input, "tok-en", "${input:tok-en}"),
                (Form::Secrets, "S", "${{ secrets.S }}"),
            ]
        );
        assert_eq!(
            forms("{file:~/.token}${file:./x} $(cat f) Bearer $TOKEN %APPDATA%\\x"),
            [
                (Form::FileBrace, "~/.token", "{file:~/.token}"),
                (Form::FileColon, "./x", "${file:./x}"),
                (Form::Command, "cat f", "$(cat f)"),
                (Form::Bare, "TOKEN", "$TOKEN"),
                (Form::Percent, "APPDATA", "%APPDATA%"),
            ]
        );
        assert_eq!(
            forms("$env:HOME_URL ${cmd: cat f} ${X:b}"),
            [
                (Form::EnvDollar, "HOME_URL", "$env:HOME_URL"),
                (Form::CommandBraced, " cat f", "${cmd: cat f}"),
                (Form::BracedColon, "X", "${X:b}"),
            ]
        );
        assert_eq!(
            scan("${X:-a}")[0].default,
            Some("a"),
            "the default is kept apart"
        );
    }

    #[test]
    fn what_only_looks_like_a_variable_is_not_certain() {
        for text in [
            "pa$WORD",
            "$2b$10$abc",
            "^foo$",
            "50%",
            "https://x/a%20b%20c",
            "https://x/%C3%A9%C3%A9",
            "$$ESCAPED",
            "\\${ESCAPED}",
            "${",
            "{env:}",
            "{\"a\": 1}",
            "$5",
            "größe$ä",
        ] {
            assert_eq!(forms(text), [], "{text}");
        }
    }

    #[test]
    fn templates_are_recognised() {
        assert!(is_templated("https://<host>/mcp"));
        assert!(is_templated("http://${HOST}:3000"));
        assert!(!is_templated("http://localhost:3000/a%20b"));
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_in_order_and_hold_what_was_found(text in "[${}%():a-zA-Zé_\\\\ -]{0,24}") {
            let mut end = 0;
            for variable in scan(&text) {
                proptest::prop_assert!(variable.range.start >= end);
                end = variable.range.end;
                proptest::prop_assert!(text[variable.range].contains(variable.name));
            }
        }
    }
}
