//! Where things stand in a text: lines, indentation, white space and comments around a byte.

use std::borrow::Cow;

use super::super::{Document, Span};

/// Where the text begins behind a byte order mark.
pub(super) fn body_start(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}

/// The first byte of the line that holds `at`; a byte order mark belongs to no line.
pub(super) fn line_start(document: &Document, at: usize) -> usize {
    // By the index: a line can be as long as the file.
    let lines = document.lines();
    let start = lines.line_span(lines.line_of(at), &document.text).start;
    start.max(body_start(&document.text).min(at))
}

/// The end of the line that holds `at`, its line break excluded.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find(['\n', '\r'])
        .map_or(text.len(), |found| at + found)
}

/// The end of the line that holds `at`, its line break included.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    let end = line_end(text, at);
    if text[end..].starts_with("\r\n") {
        end + 2
    } else {
        text.len().min(end + 1)
    }
}

/// The white space that the line of `at` starts with.
pub(super) fn indentation(document: &Document, at: usize) -> &str {
    // Not up to its end: a line can be as long as the file.
    let line = &document.text[line_start(document, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The white space up to what the line of `at` starts with, a comma at its start left out.
pub(super) fn margin(document: &Document, at: usize) -> Cow<'_, str> {
    let indent = indentation(document, at);
    let start = line_start(document, at) + indent.len();
    let Some(behind) = document.text[start..].strip_prefix(',') else {
        return Cow::Borrowed(indent);
    };
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    Cow::Owned(format!("{indent}{}", " ".repeat(1 + blanks)))
}

/// Whether only blanks stand between the start of its line and `at`.
pub(super) fn starts_line(text: &str, at: usize) -> bool {
    // From `at` outwards: a line can be as long as the file.
    let before = back_over_blanks(text, at);
    before <= body_start(text) || text[..before].ends_with(['\n', '\r'])
}

/// Whether only blanks stand between `at` and the end of its line.
pub(super) fn ends_line(text: &str, at: usize) -> bool {
    let behind = over_blanks(text, at);
    behind == text.len() || text[behind..].starts_with(['\n', '\r'])
}

/// The first byte of the blanks that end at `at`.
pub(super) fn back_over_blanks(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches([' ', '\t']).len()
}

/// The first byte behind the blanks that start at `at`.
pub(super) fn over_blanks(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '\t']).len()
}

/// The first byte behind the JSON white space that starts at `at`.
pub(super) fn over_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// The end of the comment that starts at `at`, if one does; an open block comment has none.
pub(super) fn comment_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with("//") {
        Some(line_end(text, at))
    } else if rest.starts_with("/*") {
        rest.get(2..)?.find("*/").map(|found| at + found + 4)
    } else {
        None
    }
}

/// The first byte behind the white space and comments that start at `at`.
pub(super) fn over_trivia(text: &str, at: usize) -> usize {
    let mut at = over_space(text, at);
    while let Some(end) = comment_end(text, at) {
        at = over_space(text, end);
    }
    at
}

/// `span` with the whole of its lines if it has them for itself, else with the blanks before it.
pub(crate) fn with_own_line(text: &str, span: Span) -> Span {
    if !starts_line(text, span.start) || !ends_line(text, span.end) {
        return Span::new(back_over_blanks(text, span.start), span.end);
    }
    let start = back_over_blanks(text, span.start).max(body_start(text));
    let line_end = over_blanks(text, span.end);
    if line_end < text.len() {
        return Span::new(start, next_line(text, line_end));
    }
    // The last line has no break of its own: the one before it goes.
    let head = &text[..start];
    let head = head.strip_suffix('\n').unwrap_or(head);
    let head = head.strip_suffix('\r').unwrap_or(head);
    Span::new(head.len(), text.len())
}

/// `text` as the content of a JSON string, without the quotes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        push_escaped(&mut escaped, c);
    }
    escaped
}

/// Adds `c` as it is written in a JSON string.
pub(super) fn push_escaped(into: &mut String, c: char) {
    match c {
        '"' => into.push_str("\\\""),
        '\\' => into.push_str("\\\\"),
        '\n' => into.push_str("\\n"),
        '\r' => into.push_str("\\r"),
        '\t' => into.push_str("\\t"),
        '\u{8}' => into.push_str("\\b"),
        '\u{c}' => into.push_str("\\f"),
        c if c < ' ' => into.push_str(&format!("\\u{:04x}", c as u32)),
        c => into.push(c),
    }
}

/// `text` as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// `text` as the content of a string in single quotes.
pub(super) fn escape_single(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' => escaped.push_str("\\'"),
            '"' => escaped.push('"'),
            c => push_escaped(&mut escaped, c),
        }
    }
    escaped
}

/// `text` with all characters beyond ASCII as escapes.
pub(super) fn as_ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    ascii
}

/// Whether `text` can be a key without quotes in JSON5.
pub(super) fn is_identifier(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    text.starts_with(letter) && text.chars().all(|c| letter(c) || c.is_ascii_digit())
}
