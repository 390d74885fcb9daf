//! `placeholder-value`

use crate::bridges::{Bridge, Value};
use crate::diagnostic::Diagnostic;
use crate::document::Span;
use crate::interpret::Text;
use crate::model::Role;
use crate::rules::rewrite::names_variable;
use crate::rules::{Check, Subject, rule};
use crate::secret::{Evidence, Secret, name, value};

use super::names;

rule! {
    /// A value that stands in for one that somebody has to fill in, as copied from a README.
    ///
    /// ## Why it fails
    /// The client starts the server all the same, and the server is refused by its service: 401,
    /// "Invalid API key", "Bad credentials". Nothing says that the key was never filled in.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/search-mcp"],
    ///       "env": {
    ///         "SEARCH_API_KEY": "YOUR_API_KEY"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/search-mcp"],
    ///       "env": {
    ///         "SEARCH_API_KEY": "${SEARCH_API_KEY}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - seen in 5 of 370 public configurations (2026-11-23)
    "placeholder-value", Secret, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let mut found: Vec<(Option<&str>, &Text)> = Vec::new();
    for pair in parts.env.iter().chain(&parts.headers) {
        let bare = bare(&pair.value.text);
        let secret = name::promise(&pair.name).is_some() || pair.value.role == Role::Headers;
        if stands_in(bare, secret) {
            found.push((Some(&pair.name), &pair.value));
        }
    }
    let bridge = Bridge::started(parts);
    let told: Vec<(&str, &Value<'_>)> = bridge.iter().flat_map(Bridge::told).collect();
    for (at, text) in parts.args.iter().enumerate() {
        let whole = |value: &Value<'_>| value.word.whole && value.word.source.node == text.node;
        if let Some((name, value)) = told.iter().find(|(_, value)| whole(value)) {
            let secret = name::promise(name).is_some();
            if stands_in(bare(value.text()), secret) {
                found.push((Some(name), text));
            }
            continue;
        }
        let before = at.checked_sub(1).map(|at| parts.args[at].text.as_str());
        let flag = before.filter(|flag| flag.starts_with('-') && name::promise(flag).is_some());
        let (name, value) = match text.text.split_once(['=', ':']) {
            // One letter is the drive of a path.
            Some((name, value)) if name.len() > 1 && !value.starts_with("//") => {
                (Some(name), value)
            }
            _ => (flag, text.text.as_str()),
        };
        let secret = name.is_some_and(|name| name::promise(name).is_some());
        if stands_in(bare(value), secret) {
            found.push((name, text));
        }
    }
    for text in parts.command.iter().chain(&parts.cwd).chain(&parts.url) {
        if bracketed(&text.text).is_some() || is_path_to(&text.text) {
            found.push((None, text));
        }
    }
    for (name, text) in found {
        let (span, shown) = shown(subject, text);
        let of = name.map_or(String::new(), |name| {
            format!(" of `{}`", name.trim_start_matches('-'))
        });
        let message = format!(
            "the value{of} in {} is a placeholder: {shown}",
            subject.quoted()
        );
        out.push(
            subject
                .finding(&RULE, span, message)
                .label("fill this in")
                .effect(format!("{} {}", subject.client().name, does(text.role)))
                .help(help(subject, name, text)),
        );
    }
}

/// What a client does with it, in words that follow its name.
fn does(role: Role) -> &'static str {
    match role {
        Role::Headers => "sends it as it stands",
        Role::Url | Role::HttpUrl => "calls it as it stands",
        Role::Command | Role::CommandLine => "looks for a program of this very name",
        _ => "starts the server with it as it stands",
    }
}

/// What to do, with the client's own spelling of a variable where it has one here.
fn help(subject: &Subject<'_>, name: Option<&str>, text: &Text) -> String {
    let otherwise = match text.role {
        Role::Env => "or remove the variable where the server does without it",
        _ => "or remove the server",
    };
    let is_secret = name.is_some_and(|name| name::promise(name).is_some());
    // In `postgres://app:<password>@host` the variable would hold more than what is missing.
    let whole = text.role != Role::Env || stand_in(text) == text.text;
    if !is_secret || !whole {
        return format!("write the real value, {otherwise}");
    }
    let secret = Secret {
        range: 0..text.text.len(),
        evidence: Evidence::Named(name::Promise::Key),
        name: name.map(|name| name.trim_start_matches('-').to_owned()),
    };
    let variable = names::natural(subject, text, &secret);
    let variables = subject.variables();
    let form = variables
        .forms
        .iter()
        .find(|form| names_variable(**form) && variables.expands(**form, text.role));
    match form {
        Some(form) => format!(
            "write `{}` and set `{variable}` to the real value where {} is started, {otherwise}",
            form.write(&variable),
            subject.client().name
        ),
        None if !variables.instead.is_empty() => {
            format!("write the real value, {otherwise}; {}", variables.instead)
        }
        None => format!("write the real value, {otherwise}"),
    }
}

/// The placeholder, and where it stands: it is no secret, but what surrounds it may be long.
fn shown(subject: &Subject<'_>, text: &Text) -> (Span, String) {
    let whole = subject.document().node(text.node).span();
    let part = stand_in(text);
    let mut places = subject.document().slice(whole).match_indices(part);
    let span = match (places.next(), places.next()) {
        (Some((at, _)), None) => Span::new(whole.start + at, whole.start + at + part.len()),
        _ => whole,
    };
    let short: String = part.chars().take(40).collect();
    let dots = if part.chars().count() > 40 { "…" } else { "" };
    (span, format!("`{short}{dots}`"))
}

/// The part of a text that is the placeholder.
fn stand_in(text: &Text) -> &str {
    bracketed(&text.text).unwrap_or_else(|| last_part(&text.text))
}

/// What stands behind the name in `NAME=VALUE` and `Header: VALUE`, and behind a scheme.
fn last_part(text: &str) -> &str {
    let value = match text.split_once(['=', ':']) {
        Some((name, value)) if name.len() > 1 && !value.starts_with("//") => value,
        _ => text,
    };
    bare(value)
}

/// The credential behind the name of a scheme.
fn bare(text: &str) -> &str {
    let text = text.trim();
    for scheme in ["Bearer ", "Basic ", "Token ", "token ", "bearer "] {
        if let Some(rest) = text.strip_prefix(scheme) {
            return rest.trim();
        }
    }
    text
}

/// Whether a value stands in for another. A word such as `token` or `example` does so only where
/// a secret is expected.
fn stands_in(text: &str, secret: bool) -> bool {
    if value::has_reference(text) {
        return false;
    }
    let loud = ["YOUR_", "YOUR-", "your-", "your_"]
        .iter()
        .any(|start| text.starts_with(start));
    loud || bracketed(text).is_some() || is_path_to(text) || (secret && value::is_placeholder(text))
}

/// A part such as `<token>` or `<YOUR HOST>`.
fn bracketed(text: &str) -> Option<&str> {
    let start = text.find('<')?;
    let end = start + text[start..].find('>')?;
    let inner = &text[start + 1..end];
    let word = !inner.is_empty()
        && inner.len() <= 60
        && inner.starts_with(|c: char| c.is_alphabetic())
        && inner
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'));
    word.then(|| &text[start..=end])
}

/// `/path/to/your/server.py`
fn is_path_to(text: &str) -> bool {
    text.replace('\\', "/")
        .to_ascii_lowercase()
        .split_once("path/to/")
        .is_some_and(|(before, _)| before.is_empty() || before.ends_with('/'))
}
