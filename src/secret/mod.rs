//! What in a configuration is a secret: for the rules that report it, and for every output that
//! must not show it.

pub mod known;
pub mod name;
pub mod value;

use std::collections::HashSet;
use std::ops::Range;

use crate::document::{Document, NodeId, NodeKind, NodeRef, Span};
use known::Known;
use name::{Promise, promise};
use value::Weight;

/// From this length on the first characters of a masked secret stay readable.
const LONG: usize = 12;

/// How many of them.
const SHOWN: usize = 4;

/// Why a text is taken for a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It starts as only such credentials do.
    Known(&'static Known),
    /// Its name promises it.
    Named(Promise),
    /// It follows the name of an authorization scheme: `Bearer`, `Basic`.
    Scheme(&'static str),
    /// It is the password, or the only part, before the `@` of a url.
    UserInfo,
}

/// A secret in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Secret {
    /// Its bytes.
    pub range: Range<usize>,
    /// Why it is taken for one.
    pub evidence: Evidence,
    /// The name that it goes by: a variable, a header, a flag, a query parameter.
    pub name: Option<String>,
}

/// A shorter value is not looked for in the JSON that holds it: it stands in other places too.
const SHORTEST_IN_JSON: usize = 4;

/// The names of authorization schemes that a credential follows.
const SCHEMES: &[&str] = &[
    "Bearer",
    "Basic",
    "Token",
    "ApiKey",
    "Api-Key",
    "Key",
    "Bot",
    "PRIVATE-TOKEN",
];

/// The surely secret parts of `text`, which is the value of `name` where it has one. Nothing
/// that a client may expand and no placeholder is among them.
pub fn find(name: Option<&str>, text: &str) -> Vec<Secret> {
    let mut secrets = candidates(name, text);
    secrets.retain(|secret| {
        let part = &text[secret.range.clone()];
        if value::has_reference(part) || value::is_placeholder(part) || value::is_public(part) {
            return false;
        }
        match secret.evidence {
            // A web token is for everybody where its name says so: `SUPABASE_ANON_KEY`.
            Evidence::Known(known) => {
                let open = secret.name.as_deref().is_some_and(name::is_open);
                !(open && known.prefix.starts_with("eyJ"))
            }
            // Before the `@` a user may stand without a password.
            Evidence::UserInfo if text[..secret.range.start].ends_with('/') => {
                value::looks_random(part) && !is_sentry(&text[secret.range.end..])
            }
            Evidence::Named(Promise::Password) | Evidence::UserInfo => {
                value::looks_like_password(part)
            }
            Evidence::Named(Promise::Key) => value::looks_random(part),
            Evidence::Scheme("Basic") => part.len() >= 12 && value::entropy(part) >= 2.5,
            Evidence::Scheme(_) => value::looks_random(part),
        }
    });
    secrets
}

/// Whether the host behind a user's name is Sentry's: its addresses for reports hold a key that
/// everybody may know.
fn is_sentry(rest: &str) -> bool {
    let host = rest.trim_start_matches('@');
    let host = &host[..host.find(['/', ':', '?']).unwrap_or(host.len())];
    host.ends_with("sentry.io")
}

/// Everything in `text` that may be secret, in order, none inside another.
fn candidates(name: Option<&str>, text: &str) -> Vec<Secret> {
    let called = name.or_else(|| pair(text).map(|(name, _)| name.trim_start_matches('-')));
    let mut found: Vec<Secret> = known::find(text)
        .into_iter()
        .map(|(range, known)| Secret {
            range,
            evidence: Evidence::Known(known),
            name: called.map(str::to_owned),
        })
        .collect();
    let mut add = |secret: Secret| {
        let overlaps = |other: &Secret| {
            other.range.start < secret.range.end && secret.range.start < other.range.end
        };
        // What is known by its prefix is told best; a url is taken apart, not taken whole.
        if !secret.range.is_empty() && !found.iter().any(overlaps) {
            found.push(secret);
        }
    };
    in_urls(text, &mut add);
    in_json(text, &mut add);
    in_words(text, &mut add);
    in_connection(text, &mut add);
    match name {
        Some(name) => in_value(name, text, 0, &mut add),
        None => match pair(text) {
            Some((name, at)) => in_value(name, &text[at..], at, &mut add),
            None => in_value("", text, 0, &mut add),
        },
    }
    found.sort_by_key(|secret| secret.range.start);
    found
}

/// `Header: value`, `NAME=value`, `--flag=value`: the name, and where the value starts.
fn pair(text: &str) -> Option<(&str, usize)> {
    let at = text.find([':', '='])?;
    let name = &text[..at];
    let plain = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let rest = &text[at + 1..];
    if !plain || rest.starts_with("//") {
        return None;
    }
    // `--header=Authorization: Bearer …`
    if let Some((inner, start)) = pair(rest)
        && name.starts_with('-')
    {
        return Some((inner, at + 1 + start));
    }
    Some((name, at + 1))
}

/// The secret in a value: all of it, or what follows the name of a scheme.
fn in_value(name: &str, text: &str, offset: usize, add: &mut impl FnMut(Secret)) {
    let lead = text.len() - text.trim_start().len();
    let value = text.trim();
    let scheme = SCHEMES.iter().copied().find(|scheme| {
        value
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && value[scheme.len()..].starts_with(' ')
    });
    let named = promise(name);
    let (start, evidence) = match (scheme, named) {
        // Any text may start with "key " or "token "; these schemes never stand alone.
        (Some(scheme), named) if named.is_some() || matches!(scheme, "Bearer" | "Basic") => {
            let rest = &value[scheme.len()..];
            let gap = rest.len() - rest.trim_start().len();
            (scheme.len() + gap, Evidence::Scheme(scheme))
        }
        (_, Some(promise)) => (0, Evidence::Named(promise)),
        _ => return,
    };
    if value[start..].contains("://") {
        return;
    }
    add(Secret {
        range: offset + lead + start..offset + lead + value.len(),
        evidence,
        name: (!name.is_empty()).then(|| name.trim_start_matches('-').to_owned()),
    });
}

/// The values of flags and variables in a command line that is written as one text:
/// `npx server --api-key VALUE`, `TOKEN=VALUE npx server`.
fn in_words(text: &str, add: &mut impl FnMut(Secret)) {
    let mut flag: Option<&str> = None;
    let mut at = 0;
    for word in text.split(char::is_whitespace) {
        let start = at;
        at += word.len()
            + text[start + word.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
        if word.is_empty() || word.len() == text.len() {
            continue;
        }
        if let Some(name) = flag.take()
            && !word.starts_with('-')
        {
            in_value(name, word, start, add);
        } else if let Some((name, value)) = word.split_once('=')
            && !name.contains(['/', '?', '&'])
            && promise(name).is_some()
        {
            in_value(name, value, start + name.len() + 1, add);
        } else if word.starts_with('-') && promise(word).is_some() {
            flag = Some(word);
        }
    }
}

/// The parts of a connection string: `AccountName=store;AccountKey=VALUE`.
fn in_connection(text: &str, add: &mut impl FnMut(Secret)) {
    if !text.contains(';') || !text.contains('=') {
        return;
    }
    let mut at = 0;
    for part in text.split(';') {
        if let Some((name, value)) = part.split_once('=') {
            // There `Pwd` is no folder.
            let name = match name.trim() {
                name if name.eq_ignore_ascii_case("pwd") => "password",
                name => name,
            };
            if promise(name).is_some() && !name.contains(['/', '?', '&', '"']) {
                let start = at + part.len() - value.len();
                in_value(name, value, start, add);
            }
        }
        at += part.len() + 1;
    }
}

/// The members of JSON that stands in a text, as in `--config '{"apiKey": "VALUE"}'`.
fn in_json(text: &str, add: &mut impl FnMut(Secret)) {
    let is_object = |text: &str| text.trim_start().starts_with('{');
    let inner = match text.trim_start().chars().next() {
        Some('{') => None,
        // Quoted once too often: a string that holds an object.
        Some('"') => serde_json::from_str::<String>(text)
            .ok()
            .filter(|inner| is_object(inner)),
        _ => return,
    };
    let Ok(value) = serde_json::from_str(inner.as_deref().unwrap_or(text)) else {
        return;
    };
    let mut stack: Vec<(&serde_json::Value, Option<&str>)> = vec![(&value, None)];
    while let Some((value, name)) = stack.pop() {
        match value {
            serde_json::Value::Object(members) => {
                stack.extend(
                    members
                        .iter()
                        .map(|(key, value)| (value, Some(key.as_str()))),
                );
            }
            serde_json::Value::Array(items) => {
                stack.extend(items.iter().map(|item| (item, name)));
            }
            serde_json::Value::String(part) if part.len() >= SHORTEST_IN_JSON => {
                let Some(name) = name.filter(|name| promise(name).is_some()) else {
                    continue;
                };
                for (at, _) in text.match_indices(part.as_str()) {
                    in_value(name, part, at, add);
                }
            }
            _ => {}
        }
    }
}

/// The colon between user and password; none of a variable as in `${env:USER}`.
fn colon(user_info: &str) -> Option<usize> {
    let mut depth = 0usize;
    user_info
        .char_indices()
        .find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            *c == ':' && depth == 0
        })
        .map(|(at, _)| at)
}

/// Passwords before an `@` and query parameters of every url in a text.
fn in_urls(text: &str, add: &mut impl FnMut(Secret)) {
    for (at, _) in text.match_indices("://") {
        let start = at + 3;
        let end = text[start..]
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>'))
            .map_or(text.len(), |length| start + length);
        let url = &text[start..end];
        let authority = &url[..url.find(['/', '?', '#']).unwrap_or(url.len())];
        if let Some(host) = authority.rfind('@') {
            let user_info = &authority[..host];
            let from = colon(user_info).map_or(0, |colon| colon + 1);
            add(Secret {
                range: start + from..start + host,
                evidence: Evidence::UserInfo,
                name: Some("password".to_owned()),
            });
        }
        let Some(question) = url.find('?') else {
            continue;
        };
        let query = url[question + 1..].split('#').next().unwrap_or_default();
        let mut from = start + question + 1;
        for parameter in query.split('&') {
            if let Some((name, value)) = parameter.split_once('=')
                && let Some(promise) = promise(name)
            {
                let value_at = from + name.len() + 1;
                add(Secret {
                    range: value_at..value_at + value.len(),
                    evidence: Evidence::Named(promise),
                    name: Some(name.to_owned()),
                });
            }
            from += parameter.len() + 1;
        }
    }
}

/// The bytes of everything in a document that must not be shown, in order. Rather too much than
/// too little: here a dull password counts too. The keys of `servers` are names that somebody
/// chose: a server called `key` is none.
pub fn spans(document: &Document, servers: &[NodeId]) -> Vec<Span> {
    let servers: HashSet<NodeId> = servers.iter().copied().collect();
    let mut spans: Vec<Span> = known::find(&document.text)
        .into_iter()
        .map(|(range, _)| Span::new(range.start, range.end))
        .collect();
    // A broken text may have left several trees.
    let mut stack: Vec<(NodeRef<'_>, Option<&str>)> = document
        .tree
        .ids()
        .map(|id| document.node(id))
        .filter(|node| node.parent().is_none())
        .map(|node| (node, None))
        .collect();
    while let Some((node, name)) = stack.pop() {
        let name = name.filter(|_| !servers.contains(&node.id()));
        conceal(document, node, name, &mut spans);
        // Inside a list or an object in the place of a secret all are secret. But `auth` is the
        // name of many an object whose members say themselves what is.
        let around = name
            .filter(|name| promise(name).is_some())
            .filter(|name| node.is_array() || !name.eq_ignore_ascii_case("auth"));
        stack.extend(node.entries().map(|(key, value)| {
            let own = Some(key.text.as_str());
            let secret = own.and_then(promise).is_some();
            // Where the object describes the secret, these are words about it.
            let about = matches!(key.text.as_str(), "type" | "title" | "description");
            (value, if secret || about { own } else { around.or(own) })
        }));
        let mut before = None;
        let mut option = None;
        for item in node.items() {
            // `-H X-Api-Key VALUE`: some programs take the name of a header for itself.
            let header = matches!(option, Some("-H" | "--header" | "--headers"));
            let flag = before.filter(|text: &&str| {
                is_flag(text) || header && !text.contains(':') && promise(text).is_some()
            });
            stack.push((item, flag.or(around)));
            option = before;
            before = item.as_str();
        }
    }
    merge(spans)
}

/// Spans in order, with none left that touches another.
pub fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.join(span),
            _ => merged.push(span),
        }
    }
    merged
}

/// Notes what is secret in a value that is called `name`.
fn conceal(document: &Document, node: NodeRef<'_>, name: Option<&str>, spans: &mut Vec<Span>) {
    match node.kind() {
        NodeKind::String { text, .. } => {
            for secret in candidates(name, text) {
                if !harmless(&text[secret.range.clone()], secret.evidence) {
                    written(document, node, (text, secret.range), spans);
                }
            }
        }
        NodeKind::Number(raw) => {
            let named = name.and_then(promise);
            if named == Some(Promise::Password) || (named.is_some() && raw.len() >= LONG) {
                spans.push(node.span());
            }
        }
        _ => {}
    }
}

/// Whether the argument behind this one is a secret: `--api-key`. In `-e TOKEN` the name is the
/// value of another option, and what follows is not its own.
fn is_flag(text: &str) -> bool {
    let option = text.split_whitespace().last().unwrap_or_default();
    option.starts_with('-') && !option.contains('=') && promise(option).is_some()
}

/// Whether a candidate may be shown: it names a secret, or is too plain to be one.
fn harmless(part: &str, evidence: Evidence) -> bool {
    if value::is_reference(part) || part.is_empty() {
        return true;
    }
    if let Evidence::Known(_) = evidence {
        return false;
    }
    let a_name = part.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let plain = matches!(
        part,
        "true" | "false" | "null" | "none" | "basic" | "bearer" | "oauth"
    );
    a_name || plain || value::is_placeholder(part)
}

/// Where a part of a decoded string stands in the text; all of the string when escapes hide it.
/// A secret is found wherever it stands in the string, a word only where it is one: in
/// `postgres://postgres:postgres@db` the scheme is no password.
fn written(
    document: &Document,
    node: NodeRef<'_>,
    (text, range): (&str, Range<usize>),
    spans: &mut Vec<Span>,
) {
    let span = node.span();
    let raw = document.slice(span);
    let part = &text[range.clone()];
    let mut found: Vec<Span> = raw
        .match_indices(part)
        .map(|(at, part)| Span::new(span.start + at, span.start + at + part.len()))
        .collect();
    if found.is_empty() {
        let quoted = raw.len() >= 2 && raw.starts_with(['"', '\'']);
        let inset = usize::from(quoted);
        spans.push(Span::new(span.start + inset, span.end - inset));
        return;
    }
    let own = text[..range.start].matches(part).count();
    let plain = found.len() == text.matches(part).count();
    let mut index = 0;
    found.retain(|other| {
        let is_own = !plain || index == own;
        index += 1;
        is_own || is_said(value::weight(part), raw, other.start - span.start, part)
    });
    spans.extend(found);
}

/// Whether `part`, which is a secret elsewhere and stands at `at` of `text`, is that secret here.
pub fn is_said(weight: Weight, text: &str, at: usize, part: &str) -> bool {
    match weight {
        Weight::Common => false,
        Weight::Secret => true,
        Weight::Word => {
            let (before, after) = (&text[..at], &text[at + part.len()..]);
            let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
            let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric());
            let ends = after.starts_with(joins) || after.strip_prefix('.').is_some_and(goes_on);
            !before.ends_with(joins) && !ends
        }
    }
}

/// `text` with the bytes of `spans`, which are bytes of it in order, replaced by `*`, byte
/// for byte so that places stay. Long secrets keep their first characters, so that their
/// owner knows which one it is.
pub fn mask(text: &str, spans: &[Span]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let (Some(before), Some(secret)) = (
            text.get(at..span.start),
            text.get(span.start..span.end.min(text.len())),
        ) else {
            continue;
        };
        masked.push_str(before);
        let shown = if secret.chars().count() >= LONG {
            SHOWN
        } else {
            0
        };
        for (index, c) in secret.chars().enumerate() {
            let keep = index < shown || c == '\n' || c == '\r';
            if keep {
                masked.push(c);
            } else {
                // As many bytes, so that every place behind it stays where it is.
                masked.extend(std::iter::repeat_n('*', c.len_utf8()));
            }
        }
        at = span.start + secret.len();
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

/// A text that is no document (a message, a title) with its secrets masked.
pub fn mask_text(text: &str) -> String {
    mask(text, &spans_of_text(text))
}

/// The bytes in such a text that must not be shown, told by what stands around them, in order.
pub fn spans_of_text(text: &str) -> Vec<Span> {
    candidates(None, text)
        .into_iter()
        .filter(|secret| !harmless(&text[secret.range.clone()], secret.evidence))
        .map(|secret| Span::new(secret.range.start, secret.range.end))
        .collect()
}

#[cfg(test)]
mod tests;
