//! The way to a place in TOML: the table's header, the keys on the line, and the brackets around it.

use super::brackets::{Brackets, Place};
use super::spot::{Spot, Step, Wanted, line_end, line_start};
use crate::document::{Format, Span};

/// The place at `offset`; `None` where nothing of ours can be written.
pub(super) fn spot(text: &str, offset: usize) -> Option<Spot> {
    if let Some(spot) = in_brackets(text, offset) {
        return spot;
    }
    let start = line_start(text, offset);
    let line = &text[start..line_end(text, offset)];
    let before = &text[start..offset];
    let body = before.trim_start();
    if body.starts_with(['[', '#']) {
        return None;
    }
    let indent = before[..before.len() - body.len()].to_owned();
    let (mut path, mut present) = table(text, start);
    if let Some((key, value)) = body.split_once('=') {
        let mut keys = dotted(key.trim())?;
        let name = keys.pop()?;
        path.extend(keys.into_iter().map(Step::Key));
        let typed = value.trim_start();
        if typed.contains('#') {
            return None;
        }
        let quoted = typed.starts_with(['"', '\'']);
        let from = offset - typed.len();
        let rest = &text[offset..line_end(text, offset)];
        let word = rest.find(|c: char| c.is_whitespace() || c == '#');
        let to = offset + word.unwrap_or(rest.len());
        return Some(Spot {
            path,
            wanted: Wanted::Value(name),
            present,
            replace: Span::new(from, to),
            quoted,
            valued: false,
            comma: false,
            indent,
            brackets: false,
        });
    }
    let mut keys = dotted(body.trim_end()).unwrap_or_default();
    let typed = match keys.pop() {
        Some(typed) if !body.ends_with('.') => typed,
        Some(whole) => {
            keys.push(whole);
            String::new()
        }
        None => String::new(),
    };
    if !keys.is_empty() {
        present = Vec::new();
    }
    path.extend(keys.into_iter().map(Step::Key));
    let rest = &line[before.len()..];
    let behind = rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let end = offset + rest.len() - behind.len();
    Some(Spot {
        path,
        wanted: Wanted::Key,
        present,
        replace: Span::new(offset - typed.len(), end),
        quoted: false,
        valued: behind.trim_start().starts_with('='),
        comma: false,
        indent,
        brackets: false,
    })
}

/// The place at `offset` where a value in brackets is around it; `None` where none is.
fn in_brackets(text: &str, offset: usize) -> Option<Option<Spot>> {
    let toml = Brackets {
        format: Format::Toml,
        text,
    };
    let mut start = 0;
    while start < offset {
        let end = line_end(text, start);
        let line = &text[start..end];
        let pair = line
            .split_once('=')
            .filter(|_| !line.trim_start().starts_with('#'));
        let value = pair.map_or("", |(_, value)| value.trim_start());
        let keys = pair.and_then(|(key, _)| dotted(key.trim()));
        let Some(keys) = keys.filter(|_| value.starts_with(['{', '['])) else {
            start = end + 1;
            continue;
        };
        let open = end - value.len();
        if open >= offset {
            return None;
        }
        let (mut base, _) = table(text, start);
        base.extend(keys.into_iter().map(Step::Key));
        match toml.place(open, offset, base) {
            Place::Inside(spot) => return Some(spot),
            // Nothing stands behind a value on its line.
            Place::Behind(at) if line_end(text, at) >= offset => return Some(None),
            Place::Behind(at) => start = line_end(text, at) + 1,
        }
    }
    None
}

/// The table that the line at `start` is in, and the other keys of it.
fn table(text: &str, start: usize) -> (Vec<Step>, Vec<String>) {
    let mut path = Vec::new();
    let mut present = Vec::new();
    let mut from = 0;
    // Whether the line is in that table, and not in one inside of it.
    let mut inside = true;
    while from < text.len() {
        let end = line_end(text, from);
        let line = text[from..end].trim();
        if let Some(steps) = header(line) {
            if from < start {
                path = steps;
                present.clear();
                inside = true;
            } else if steps.len() == path.len() + 1 && steps.starts_with(&path) {
                // `[servers.docs.env]` gives `[servers.docs]` an `env`.
                inside = false;
                if let Some(Step::Key(key)) = steps.last() {
                    present.push(key.clone());
                }
            } else {
                break;
            }
        } else if from != start
            && inside
            && let Some((key, _)) = line.split_once('=')
            && !line.starts_with('#')
            && let Some(first) = dotted(key.trim()).and_then(|keys| keys.into_iter().next())
        {
            present.push(first);
        }
        from = end + 1;
    }
    (path, present)
}

/// The way that a table's header names.
fn header(line: &str) -> Option<Vec<Step>> {
    let inner = line.strip_prefix('[')?;
    let (inner, is_list) = match inner.strip_prefix('[') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let inner = inner.split(']').next()?;
    let mut steps: Vec<Step> = dotted(inner.trim())?.into_iter().map(Step::Key).collect();
    if is_list {
        steps.push(Step::Item);
    }
    Some(steps)
}

/// The parts of a dotted key; `None` for what is none.
fn dotted(key: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut quote: Option<char> = None;
    for c in key.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '.') => parts.push(String::new()),
            (None, ' ' | '\t') => {}
            (Some(_), c) => parts.last_mut()?.push(c),
            (None, c) if c.is_alphanumeric() || matches!(c, '_' | '-') => {
                parts.last_mut()?.push(c);
            }
            _ => return None,
        }
    }
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::super::spot::testing::{self, way};
    use super::*;

    fn at(text: &str) -> Option<Spot> {
        testing::at(spot, text)
    }

    #[test]
    fn a_key_of_a_table() {
        let text =
            "[mcp_servers.docs]\ncommand = \"x\"\nar|\n\n[mcp_servers.docs.env]\nA = \"1\"\n";
        let spot = at(text).unwrap();
        assert_eq!(way(&spot), ["mcp_servers", "docs"]);
        assert_eq!(spot.present, ["command", "env"]);
        assert_eq!(spot.wanted, Wanted::Key);
        assert_eq!(spot.replace.len(), 2);
    }

    #[test]
    fn dotted_keys_and_quoted_ones() {
        let spot = at("[mcp_servers.\"a.b\"]\nenv.|").unwrap();
        assert_eq!(way(&spot), ["mcp_servers", "a.b", "env"]);
        let spot = at("mcp_servers.docs.co|mmand = 1\n").unwrap();
        assert_eq!(way(&spot), ["mcp_servers", "docs"]);
        assert!(spot.valued);
        let spot = at("[[servers]]\n|\n").unwrap();
        assert_eq!(way(&spot), ["servers", "#"]);
    }

    #[test]
    fn a_value() {
        let spot = at("[s.a]\ntype = \"st|\"\n").unwrap();
        assert_eq!(spot.wanted, Wanted::Value("type".to_owned()));
        assert!(spot.quoted);
        assert_eq!(spot.replace.len(), 4);
    }

    #[test]
    fn a_key_in_brackets() {
        for text in [
            "[mcp_servers]\ndocs = { command = \"a = b\", ar| }\n",
            "mcp_servers.docs = {command=\"x\",ar|",
            "[mcp_servers]\nx = [\n  1, # ]\n]\ndocs = {\n  command = 'x',\n  ar|\n}\n",
        ] {
            let spot = at(text).unwrap();
            assert_eq!(way(&spot), ["mcp_servers", "docs"], "{text}");
            assert_eq!(spot.present, ["command"], "{text}");
            assert_eq!(
                (spot.wanted, spot.replace.len()),
                (Wanted::Key, 2),
                "{text}"
            );
            assert!(spot.brackets, "{text}");
        }
        let spot = at("[s]\na = { type = \"st|\", url = \"x\" }\n").unwrap();
        assert_eq!(spot.wanted, Wanted::Value("type".to_owned()));
        assert_eq!((spot.quoted, spot.comma), (true, false));
    }

    #[test]
    fn nothing_is_written_in_comments_and_headers() {
        for text in ["# a|", "[a|]", "a = 1 # |", "a = [b|]", "a = { b = 1 } |"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
