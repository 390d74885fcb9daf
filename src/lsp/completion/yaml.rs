//! The way to a place in YAML, by indentation, and by brackets in what is written with them.

use super::brackets::{Brackets, Place};
use super::spot::{Spot, Step, Wanted, line_end, line_start};
use crate::document::{Format, Span};

/// A line as far as its place among the others matters.
struct Line<'t> {
    /// Where its first `- ` stands, in characters from the start of the line.
    marker: Option<usize>,
    /// Where its text starts.
    indent: usize,
    /// Its text.
    text: &'t str,
}

impl<'t> Line<'t> {
    fn read(line: &'t str) -> Line<'t> {
        let mut text = line.trim_start_matches(' ');
        let mut indent = line.len() - text.len();
        let mut marker = None;
        while let Some(rest) = text
            .strip_prefix("- ")
            .or(text.strip_prefix('-').filter(|it| it.is_empty()))
        {
            marker = marker.or(Some(indent));
            let trimmed = rest.trim_start_matches(' ');
            indent += text.len() - trimmed.len();
            text = trimmed;
        }
        Line {
            marker,
            indent,
            text: text.trim_end(),
        }
    }

    fn is_blank(&self) -> bool {
        self.marker.is_none() && (self.text.is_empty() || self.text.starts_with('#'))
    }

    /// Its key, and what stands behind the colon.
    fn pair(&self) -> Option<(String, &'t str)> {
        let (key, value) = match self.text.strip_suffix(':') {
            Some(key) if !key.contains(": ") => (key, ""),
            _ => self.text.split_once(": ")?,
        };
        let key = key.trim().trim_matches(['"', '\'']);
        (!key.starts_with(['#', '{', '['])).then(|| (key.to_owned(), value.trim()))
    }
}

/// The place at `offset`; `None` where nothing of ours can be written.
pub(super) fn spot(text: &str, offset: usize) -> Option<Spot> {
    if let Some(spot) = in_brackets(text, offset) {
        return spot;
    }
    let start = line_start(text, offset);
    let end = line_end(text, offset);
    let before = &text[start..offset];
    let here = Line::read(before);
    if here.text.contains(" #") || here.text.starts_with(['#', '{', '[']) {
        return None;
    }
    let (path, present) = around(text, start, end, &here);
    let rest = &text[offset..end];
    let mut spot = Spot {
        path,
        wanted: Wanted::Key,
        present,
        replace: Span::at(offset),
        quoted: false,
        valued: false,
        comma: false,
        indent: " ".repeat(here.indent),
        brackets: false,
    };
    let behind_colon = before.trim_end().ends_with(':') && before.ends_with(' ');
    if here.text.contains(": ") || behind_colon {
        let (key, value) = here.text.split_once(':')?;
        let value = value.trim_start();
        let word = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let typed = if before.ends_with(' ') && !value.is_empty() {
            return None;
        } else {
            value.len()
        };
        spot.wanted = Wanted::Value(key.trim().trim_matches(['"', '\'']).to_owned());
        spot.replace = Span::new(offset - typed, offset + word);
        spot.quoted = value.starts_with(['"', '\'']);
        return Some(spot);
    }
    if before.ends_with(' ') && !here.text.is_empty() {
        return None;
    }
    let behind = rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    spot.replace = Span::new(offset - here.text.len(), offset + rest.len() - behind.len());
    spot.valued = behind.starts_with(':');
    Some(spot)
}

/// The place at `offset` where a value in brackets is around it; `None` where none is.
fn in_brackets(text: &str, offset: usize) -> Option<Option<Spot>> {
    let yaml = Brackets {
        format: Format::Yaml,
        text,
    };
    let mut start = 0;
    while start < offset {
        let end = line_end(text, start);
        let line = Line::read(&text[start..end]);
        let pair = line.pair();
        let value = pair.as_ref().map_or(line.text, |(_, value)| value);
        if !value.starts_with(['{', '[']) || line.is_blank() {
            start = end + 1;
            continue;
        }
        let open = start + line.indent + line.text.len() - value.len();
        if open >= offset {
            return None;
        }
        let (mut base, _) = around(text, start, end, &line);
        base.extend(pair.map(|(key, _)| Step::Key(key)));
        match yaml.place(open, offset, base) {
            Place::Inside(spot) => return Some(spot),
            // Nothing stands behind a value on its line.
            Place::Behind(at) if line_end(text, at) >= offset => return Some(None),
            Place::Behind(at) => start = line_end(text, at) + 1,
        }
    }
    None
}

/// The way to the block of the line from `start` to `end`, and the other keys of that block.
fn around(text: &str, start: usize, end: usize, here: &Line<'_>) -> (Vec<Step>, Vec<String>) {
    let mut present = Vec::new();
    let mut path = Vec::new();
    let mut indent = here.indent;
    let mut own = true;
    let mut open_item = here.marker;
    if let Some(marker) = here.marker {
        path.push(Step::Item);
        indent = marker;
        own = false;
    }
    let above: Vec<&str> = text[..start].lines().collect();
    for line in above.iter().rev() {
        let line = Line::read(line);
        if line.is_blank() {
            continue;
        }
        if own && line.indent == indent {
            present.extend(line.pair().map(|(key, _)| key));
            if let Some(marker) = line.marker {
                path.push(Step::Item);
                indent = marker;
                own = false;
                open_item = Some(marker);
            }
            continue;
        }
        // The key of a list may stand as deep as its items.
        let deep = line.marker.is_none() && open_item == Some(line.indent);
        if line.indent < indent || deep {
            let Some((key, value)) = line.pair() else {
                continue;
            };
            if !value.is_empty() && !value.starts_with(['&', '#']) {
                continue;
            }
            path.push(Step::Key(key));
            indent = line.indent;
            open_item = None;
            own = false;
            if let Some(marker) = line.marker {
                path.push(Step::Item);
                indent = marker;
                open_item = Some(marker);
            }
        }
    }
    path.reverse();
    for line in text[end..].lines().map(Line::read) {
        if line.is_blank() {
            continue;
        }
        if line.indent < here.indent || line.marker.is_some_and(|at| at < here.indent) {
            break;
        }
        if line.indent == here.indent {
            present.extend(line.pair().map(|(key, _)| key));
        }
    }
    (path, present)
}

#[cfg(test)]
mod tests {
    use super::super::spot::testing::{self, way};
    use super::*;

    fn at(text: &str) -> Option<Spot> {
        testing::at(spot, text)
    }

    #[test]
    fn a_key_of_a_map() {
        let text = "mcpServers:\n  docs:\n    command: x\n    ar|\n    env:\n      A: 1\n  other:\n    url: y\n";
        let spot = at(text).unwrap();
        assert_eq!(way(&spot), ["mcpServers", "docs"]);
        assert_eq!(spot.present, ["command", "env"]);
        assert_eq!((spot.wanted, spot.replace.len()), (Wanted::Key, 2));
    }

    #[test]
    fn a_key_of_an_item() {
        for text in [
            "name: x\nmcpServers:\n  - name: docs\n    command: y\n    ar|\n  - name: b\n",
            "mcpServers:\n- name: docs\n  command: y\n  ar|\n",
        ] {
            let spot = at(text).unwrap();
            assert_eq!(way(&spot), ["mcpServers", "#"], "{text}");
            assert!(spot.present.contains(&"command".to_owned()), "{text}");
            assert!(!spot.present.contains(&"b".to_owned()), "{text}");
        }
        let spot = at("mcpServers:\n  - na|").unwrap();
        assert_eq!(way(&spot), ["mcpServers", "#"]);
    }

    #[test]
    fn a_value() {
        let spot = at("s:\n  a:\n    type: st|\n").unwrap();
        assert_eq!(spot.wanted, Wanted::Value("type".to_owned()));
        assert_eq!(spot.replace.len(), 2);
        let spot = at("s:\n  a:\n    type: |\n").unwrap();
        assert_eq!(spot.wanted, Wanted::Value("type".to_owned()));
    }

    #[test]
    fn a_key_in_brackets() {
        for (text, expected) in [
            ("s: {docs: {command: npx -y x, ar|}}\n", &["s", "docs"][..]),
            ("s:\n  docs: {command: x, ar|", &["s", "docs"]),
            (
                "s:\n  docs: {\n    command: http://x,\n    # {\n    ar|\n  }\n",
                &["s", "docs"],
            ),
            ("s:\n  - {command: x, ar|}\n", &["s", "#"]),
            (
                "s: [{a: [b, {}], command: x}, {command: 'y', ar|}]\n",
                &["s", "#"],
            ),
            (
                "a: {b: c}\ns:\n  docs:\n    command: x\n    ar|\n",
                &["s", "docs"],
            ),
        ] {
            let spot = at(text).unwrap();
            assert_eq!(way(&spot), expected, "{text}");
            assert_eq!(spot.present, ["command"], "{text}");
            assert_eq!(
                (spot.wanted, spot.replace.len()),
                (Wanted::Key, 2),
                "{text}"
            );
            assert_eq!(spot.brackets, !text.starts_with("a: "), "{text}");
        }
    }

    #[test]
    fn a_value_in_brackets() {
        let spot = at("s: {docs: {type: st|, url: 'x'}}\n").unwrap();
        assert_eq!(spot.wanted, Wanted::Value("type".to_owned()));
        assert_eq!((spot.replace.len(), spot.comma), (2, false));
        let spot = at("s: {docs: {type: | }}\n").unwrap();
        assert_eq!(spot.wanted, Wanted::Value("type".to_owned()));
    }

    #[test]
    fn nothing_is_written_in_comments_and_behind_a_value() {
        for text in ["# a|", "a: 1 # |", "a: b |", "a: {b: c} |", "a: [b|]"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
