//! The lines of a YAML text as people see them: indentation, dashes, key, value, comment.

use super::super::span::{LineIndex, Span};

/// One line of block style, taken apart without knowing its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Without its line break.
    pub(super) span: Span,
    /// Where its first character that is no white space stands.
    pub(super) start: usize,
    /// Behind all `- `.
    pub(super) content: usize,
    /// The end of what is no comment and no white space.
    pub(super) end: usize,
    /// The colon behind the key.
    pub(super) colon: Option<usize>,
    /// Where the value behind the colon starts; the end if there is none.
    pub(super) value: usize,
}

impl Line {
    /// The width of its leading white space.
    pub(super) fn indent(&self) -> usize {
        self.start - self.span.start
    }

    /// Whether there is nothing but white space and a comment.
    pub(super) fn is_blank(&self) -> bool {
        self.start >= self.end
    }

    /// Whether it starts with a dash.
    pub(super) fn is_item(&self) -> bool {
        self.content > self.start
    }

    /// What it says, without white space and comment.
    pub(super) fn body(&self) -> Span {
        Span::new(self.start.min(self.end), self.end)
    }
}

/// Takes line `index` (from 0) of `text` apart.
pub(super) fn line(text: &str, lines: &LineIndex, index: usize) -> Line {
    let mut span = lines.line_span(index, text);
    let raw = &text[span.start..span.end];
    span.end = span.start + raw.trim_end_matches(['\n', '\r']).len();
    if span.start == 0 && text.starts_with('\u{feff}') {
        span.start = '\u{feff}'.len_utf8().min(span.end);
    }
    let raw = &text[span.start..span.end];
    let indent = raw.len() - raw.trim_start_matches([' ', '\t']).len();
    let start = span.start + indent;
    let end = (span.start + comment_in(raw).unwrap_or(raw.len())).max(span.start);
    let end = span.start + text[span.start..end].trim_end().len();
    let mut content = start.min(end);
    while text[content..end].starts_with("- ") || &text[content..end] == "-" {
        let rest = &text[content + 1..end];
        content = end - rest.trim_start_matches([' ', '\t']).len();
    }
    let colon = colon_in(&text[content..end]).map(|at| content + at);
    let value = colon.map_or(end, |colon| {
        end - text[colon + 1..end].trim_start_matches([' ', '\t']).len()
    });
    Line {
        span,
        start,
        content,
        end,
        colon,
        value,
    }
}

/// The end of the quoted scalar that starts with the first byte of `text`.
pub(super) fn quoted_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        let escape = byte == b'\\' && quote == b'"';
        let doubled = byte == b'\'' && quote == b'\'' && bytes.get(at + 1) == Some(&quote);
        if escape || doubled {
            at += 2;
        } else if byte == quote {
            return Some(at + 1);
        } else {
            at += 1;
        }
    }
    None
}

/// Whether a quote or bracket behind `before` starts a token.
pub(super) fn starts_token(before: Option<u8>) -> bool {
    before.is_none_or(|byte| {
        matches!(
            byte,
            b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':' | b'(' | 0xbf
        )
    })
}

fn previous(text: &str, at: usize) -> Option<u8> {
    at.checked_sub(1)
        .and_then(|before| text.as_bytes().get(before))
        .copied()
}

/// The offset of the `#` of a comment in one line, quoted text left out.
fn comment_in(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' if starts_token(previous(line, at)) => {
                at += quoted_end(&line[at..]).unwrap_or(1);
            }
            b'#' if matches!(previous(line, at), None | Some(b' ' | b'\t')) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

fn colon_in(content: &str) -> Option<usize> {
    let bytes = content.as_bytes();
    if matches!(bytes.first(), Some(b'[' | b'{')) {
        return None;
    }
    let mut at = match bytes.first() {
        Some(b'"' | b'\'') => quoted_end(content)?,
        _ => 0,
    };
    while let Some(&byte) = bytes.get(at) {
        if byte == b':' && matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The quoted scalars that start in `from..to`, as spans; one that never ends reaches the end of
/// the text.
pub(super) fn quoted_spans(text: &str, from: usize, to: usize) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut at = from;
    while at < to {
        match bytes.get(at) {
            Some(b'"' | b'\'') if starts_token(previous(text, at)) => {
                let end = quoted_end(&text[at..]).map_or(text.len(), |length| at + length);
                spans.push(Span::new(at, end));
                at = end;
            }
            Some(b'#') if matches!(previous(text, at), None | Some(b' ' | b'\t' | b'\n')) => {
                at += text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
            }
            Some(_) => at += 1,
            None => break,
        }
    }
    spans
}

/// How the brackets in a stretch of flow style fit together.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    /// The brackets that are not closed.
    pub(super) open: Vec<usize>,
    /// The first bracket that closes one of the other kind, and what it would have to be.
    pub(super) wrong: Option<(usize, char)>,
    /// Behind the bracket that closes the first one, or the end of the stretch.
    pub(super) end: usize,
}

/// Matches the brackets from the one at `from` on, at most up to `limit`.
pub(super) fn match_brackets(text: &str, from: usize, limit: usize) -> Brackets {
    let bytes = text.as_bytes();
    let mut found = Brackets {
        end: limit,
        ..Brackets::default()
    };
    let mut at = from;
    while at < limit {
        let Some(&byte) = bytes.get(at) else { break };
        match byte {
            b'"' | b'\'' if starts_token(previous(text, at)) => {
                at += quoted_end(&text[at..limit]).unwrap_or(1);
                continue;
            }
            b'#' if matches!(previous(text, at), Some(b' ' | b'\t' | b'\n')) => {
                at += text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
                continue;
            }
            b'[' | b'{' => found.open.push(at),
            b']' | b'}' => {
                let opener = found.open.pop().and_then(|open| bytes.get(open).copied());
                let fits = matches!((opener, byte), (Some(b'['), b']') | (Some(b'{'), b'}'));
                if !fits && found.wrong.is_none() {
                    found.wrong = Some((at, if opener == Some(b'{') { '}' } else { ']' }));
                }
                if found.open.is_empty() {
                    found.end = at + 1;
                    return found;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}
