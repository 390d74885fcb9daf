//! What is wrong inside double quotes.

use super::mend;
use crate::document::edit::TextEdit;
use crate::document::span::Span;
use crate::document::syntax::{SyntaxError, SyntaxErrorKind};

/// The error of the double-quoted scalar at `span` of `text`, which holds a wrong escape.
pub(super) fn bad_escape(text: &str, span: Span) -> SyntaxError {
    let body = &text[span.start..span.end];
    let escapes = escapes(body);
    let Some(first) = escapes.iter().find(|escape| !escape.valid) else {
        return SyntaxError {
            kind: SyntaxErrorKind::InvalidEscape,
            span,
            message: "an escape in this string names no character".to_owned(),
            mend: None,
        };
    };
    let written = &body[first.at..first.at + first.length];
    let path = is_windows_path(&body[1..]);
    // In a path a backslash that happens to start an escape is meant as itself, too.
    let meant = |escape: &&Escape| {
        !escape.valid || (path && !matches!(body.as_bytes().get(escape.at + 1), Some(b'\\' | b'"')))
    };
    let edits = escapes
        .iter()
        .filter(meant)
        .map(|escape| TextEdit::insert(span.start + escape.at, "\\"))
        .collect();
    let certain = path || escapes.iter().all(|escape| !escape.valid);
    SyntaxError {
        kind: SyntaxErrorKind::InvalidEscape,
        span: Span::new(span.start + first.at, span.start + first.at + first.length),
        message: format!("`{written}` is not an escape: a backslash is written `\\\\`"),
        mend: mend("double the backslashes", certain, edits),
    }
}

struct Escape {
    at: usize,
    length: usize,
    valid: bool,
}

fn escapes(body: &str) -> Vec<Escape> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = body[at..].find('\\') {
        at += next;
        let Some(c) = body[at + 1..].chars().next() else {
            break;
        };
        let hex = |digits: usize| {
            body.get(at + 2..at + 2 + digits)
                .is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        let valid = match c {
            'x' => hex(2),
            'u' => hex(4),
            'U' => hex(8),
            c => "0abt\tnvfre \"/\\N_LP\n\r".contains(c),
        };
        let length = 1 + c.len_utf8();
        found.push(Escape { at, length, valid });
        at += length;
    }
    found
}

/// `C:\…` and `\\server`.
fn is_windows_path(body: &str) -> bool {
    let bytes = body.as_bytes();
    matches!(bytes, [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic())
}
