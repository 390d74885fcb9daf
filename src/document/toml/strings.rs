//! Strings: what they mean, what is wrong in them, and how a text is written as one.

use crate::document::{Mend, Quote, Span, SyntaxError, SyntaxErrorKind, TextEdit};

/// A part of a decoded text, and the bytes of the token that say it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    decoded: Span,
    raw: Span,
    /// Whether both are the same bytes, so that the piece may be cut anywhere.
    verbatim: bool,
}

/// What a string token says. All spans but those of the errors count from the token's start.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) quote: Quote,
    /// The token without its quotes.
    pub(super) body: Span,
    closed: bool,
    pieces: Vec<Piece>,
    /// Escapes that are none, from the backslash on.
    bad_escapes: Vec<Span>,
    /// Whether there is an escape that is one.
    good_escapes: bool,
    /// Characters that must not stand there bare.
    bare: Vec<Span>,
}

/// Reads a string token; anything that does not begin with a quote is read as if unclosed.
pub(super) fn decode(token: &str) -> Decoded {
    let (quote, mark) = if token.starts_with("\"\"\"") {
        (Quote::MultilineDouble, "\"\"\"")
    } else if token.starts_with("'''") {
        (Quote::MultilineSingle, "'''")
    } else if token.starts_with('"') {
        (Quote::Double, "\"")
    } else {
        (Quote::Single, "'")
    };
    let mut start = mark.len().min(token.len());
    if mark.len() == 3 {
        let rest = &token[start..];
        start += if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with('\n'))
        };
    }
    let mut decoded = Decoded {
        text: String::new(),
        quote,
        body: Span::new(start, token.len()),
        closed: false,
        pieces: Vec::new(),
        bad_escapes: Vec::new(),
        good_escapes: false,
        bare: Vec::new(),
    };
    decoded.scan(token, mark);
    decoded
}

impl Decoded {
    pub(super) fn is_whole(&self) -> bool {
        self.closed && self.bad_escapes.is_empty() && self.bare.is_empty()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// The byte of the token where the byte `at` of the text begins, or for `end` where the
    /// byte before it ends.
    pub(super) fn raw_offset(&self, at: usize, end: bool) -> Option<usize> {
        let found = if end && at > 0 {
            self.pieces
                .iter()
                .find(|piece| piece.decoded.start < at && at <= piece.decoded.end)
        } else {
            self.pieces
                .iter()
                .find(|piece| piece.decoded.start <= at && at < piece.decoded.end)
        };
        let Some(piece) = found else {
            return match at {
                0 => Some(self.body.start),
                _ if at == self.text.len() => Some(self.body.end),
                _ => None,
            };
        };
        if piece.verbatim {
            Some(piece.raw.start + at - piece.decoded.start)
        } else if at == piece.decoded.start {
            Some(piece.raw.start)
        } else {
            (at == piece.decoded.end).then_some(piece.raw.end)
        }
    }

    fn push(&mut self, text: &str, raw: Span, verbatim: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        let decoded = Span::new(start, self.text.len());
        match self.pieces.last_mut() {
            Some(last) if verbatim && last.verbatim && last.raw.end == raw.start => {
                last.decoded.end = decoded.end;
                last.raw.end = raw.end;
            }
            _ => self.pieces.push(Piece {
                decoded,
                raw,
                verbatim,
            }),
        }
    }

    fn scan(&mut self, token: &str, mark: &str) {
        let long = mark.len() == 3;
        let escapes = mark.starts_with('"');
        let mut at = self.body.start;
        while let Some(found) = token[at..].chars().next() {
            let next = at + found.len_utf8();
            if token[at..].starts_with(mark) {
                // Up to two quotes may stand right before the closing three.
                let run = token[at..].len() - token[at..].trim_start_matches(found).len();
                if !long || at + run == token.len() || run >= 5 {
                    let end = if long { at + run.min(5) - 3 } else { at };
                    self.push(&token[at..end], Span::new(at, end), true);
                    self.body.end = end;
                    self.closed = end + mark.len() == token.len();
                    return;
                }
            }
            if escapes && found == '\\' {
                at = self.escape(token, at, long);
                continue;
            }
            let line_break = long && (found == '\n' || token[at..].starts_with("\r\n"));
            if found.is_ascii_control() && found != '\t' && !line_break {
                self.bare.push(Span::new(at, next));
            }
            self.push(&token[at..next], Span::new(at, next), true);
            at = next;
        }
    }

    /// Reads the escape at `at` and returns where it ends.
    fn escape(&mut self, token: &str, at: usize, long: bool) -> usize {
        let rest = &token[at + 1..];
        let Some(id) = rest.chars().next() else {
            self.bad_escapes.push(Span::new(at, at + 1));
            return at + 1;
        };
        let mut end = at + 1 + id.len_utf8();
        let digits = match id {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let meant = match id {
            'b' => Some('\u{8}'),
            'e' => Some('\u{1b}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            '"' | '\\' => Some(id),
            'x' | 'u' | 'U' => {
                let hex: String = rest[1..]
                    .chars()
                    .take(digits)
                    .take_while(char::is_ascii_hexdigit)
                    .collect();
                end += hex.len();
                u32::from_str_radix(&hex, 16)
                    .ok()
                    .filter(|_| hex.len() == digits)
                    .and_then(char::from_u32)
            }
            _ if long && matches!(id, ' ' | '\t' | '\r' | '\n') => {
                let blank = rest.trim_start_matches([' ', '\t']);
                if blank.starts_with('\n') || blank.starts_with("\r\n") {
                    self.good_escapes = true;
                    return token.len() - skip_blank(blank).len();
                }
                None
            }
            _ => None,
        };
        match meant {
            Some(meant) => {
                self.good_escapes = true;
                let mut buffer = [0; 4];
                self.push(meant.encode_utf8(&mut buffer), Span::new(at, end), false);
            }
            None => self.bad_escapes.push(Span::new(at, end)),
        }
        end
    }

    /// The first thing wrong with the string `token` that stands at `offset`.
    pub(super) fn error(&self, token: &str, offset: usize) -> Option<SyntaxError> {
        let place = |span: Span| Span::new(offset + span.start, offset + span.end);
        let whole = Span::new(offset, offset + token.len());
        if !self.closed {
            let long = matches!(self.quote, Quote::MultilineDouble | Quote::MultilineSingle);
            return Some(self.unterminated(token, offset, long));
        }
        if let Some(&bad) = self.bad_escapes.first() {
            return Some(SyntaxError {
                kind: SyntaxErrorKind::InvalidEscape,
                span: place(bad),
                message: format!(
                    "`{}` is no escape in a TOML string; a backslash is written `\\\\`",
                    token.get(bad.start..bad.end).unwrap_or("\\")
                ),
                mend: self.mend_escapes(token, whole),
            });
        }
        let &bare = self.bare.first()?;
        let found = token
            .get(bare.start..)
            .and_then(|rest| rest.chars().next())?;
        let mend = matches!(self.quote, Quote::Double | Quote::MultilineDouble).then(|| Mend {
            title: "write the control character as an escape".to_owned(),
            safe: true,
            edits: vec![TextEdit::replace(place(bare), escape(&found.to_string()))],
        });
        Some(SyntaxError {
            kind: SyntaxErrorKind::ControlCharacter,
            span: place(bare),
            message: format!(
                "the control character U+{:04X} must not stand in a string",
                u32::from(found)
            ),
            mend,
        })
    }

    fn unterminated(&self, token: &str, offset: usize, long: bool) -> SyntaxError {
        let body = token.get(self.body.start..).unwrap_or_default();
        if self.quote == Quote::Double
            && is_windows_path(body)
            && let Some(path) = body.strip_suffix("\\\"")
            && !path.contains(['\'', '"'])
        {
            return SyntaxError {
                kind: SyntaxErrorKind::InvalidEscape,
                span: Span::new(offset + token.len() - 2, offset + token.len()),
                message: "`\\\"` is an escaped quote, so the string does not end here".to_owned(),
                mend: Some(Mend {
                    title: "write the path as a literal string".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::replace(
                        Span::new(offset, offset + token.len()),
                        format!("'{path}\\'"),
                    )],
                }),
            };
        }
        let mark = match self.quote {
            Quote::MultilineDouble => "\"\"\"",
            Quote::MultilineSingle => "'''",
            Quote::Single => "'",
            _ => "\"",
        };
        let one_word = !long
            && self.is_clean()
            && !body.is_empty()
            && !body.contains(|c: char| c.is_whitespace() || "\"'#,[]{}=\\".contains(c));
        let length = if long { mark.len() } else { token.len() };
        SyntaxError {
            kind: SyntaxErrorKind::UnterminatedString,
            span: Span::new(offset, offset + length),
            message: format!("this string never ends: expected a closing `{mark}`"),
            mend: one_word.then(|| Mend {
                title: "close the string".to_owned(),
                safe: true,
                edits: vec![TextEdit::insert(offset + token.len(), mark)],
            }),
        }
    }

    fn is_clean(&self) -> bool {
        self.bad_escapes.is_empty() && self.bare.is_empty()
    }

    /// Every backslash of a path is meant as one; elsewhere only those that escape nothing.
    fn mend_escapes(&self, token: &str, whole: Span) -> Option<Mend> {
        let body = token.get(self.body.start..self.body.end)?;
        let path = self.quote == Quote::Double && is_windows_path(body);
        let bare = body.strip_prefix("\\\\").filter(|_| path).unwrap_or(body);
        let literal = self.quote == Quote::Double
            && self.bare.is_empty()
            && !body.contains('\'')
            && (if path {
                !bare.contains("\\\\") && !bare.contains("\\\"")
            } else {
                !self.good_escapes
            });
        if literal {
            return Some(Mend {
                title: "write it as a literal string, without escapes".to_owned(),
                safe: true,
                edits: vec![TextEdit::replace(whole, format!("'{body}'"))],
            });
        }
        let doubled = if path {
            TextEdit::replace(whole, format!("\"{}\"", double_single(body)))
        } else {
            let mut text = token.to_owned();
            for bad in self.bad_escapes.iter().rev() {
                text.insert(bad.start, '\\');
            }
            TextEdit::replace(whole, text)
        };
        Some(Mend {
            title: "double the backslashes".to_owned(),
            safe: true,
            edits: vec![doubled],
        })
    }
}

/// What follows white space and whole line breaks.
fn skip_blank(mut text: &str) -> &str {
    while let Some(rest) = text
        .strip_prefix([' ', '\t', '\n'])
        .or_else(|| text.strip_prefix("\r\n"))
    {
        text = rest;
    }
    text
}

/// Whether a text begins as a Windows path does: with a drive, or with the name of a host.
fn is_windows_path(text: &str) -> bool {
    let bytes = text.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        && bytes.get(2) == Some(&b'\\');
    let host = text
        .strip_prefix("\\\\")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    drive || host
}

/// Doubles every backslash that is neither doubled nor escapes a quote.
fn double_single(body: &str) -> String {
    let mut text = String::with_capacity(body.len() + 8);
    let mut rest = body.chars().peekable();
    while let Some(found) = rest.next() {
        text.push(found);
        if found == '\\' {
            match rest.peek() {
                Some(&next @ ('\\' | '"')) => {
                    rest.next();
                    text.push(next);
                }
                _ => text.push('\\'),
            }
        }
    }
    text
}

/// `text` with all escapes that a basic string needs.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for found in text.chars() {
        match found {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\u{8}' => escaped.push_str("\\b"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\u{c}' => escaped.push_str("\\f"),
            '\r' => escaped.push_str("\\r"),
            _ if found.is_ascii_control() => {
                escaped.push_str(&format!("\\u{:04X}", u32::from(found)));
            }
            _ => escaped.push(found),
        }
    }
    escaped
}

/// Whether `text` can stand between single quotes.
pub(super) fn fits_literal(text: &str) -> bool {
    !text.contains(|c: char| c == '\'' || (c.is_ascii_control() && c != '\t'))
}

/// `text` as a string on one line, in single quotes if `old` was; without an old one, in those
/// that need no escapes.
pub(super) fn quoted(text: &str, old: Option<Quote>) -> String {
    let literal = match old {
        Some(Quote::Single | Quote::MultilineSingle) => true,
        Some(_) => false,
        None => text.contains(['\\', '"']),
    };
    if literal && fits_literal(text) {
        format!("'{text}'")
    } else {
        format!("\"{}\"", escape(text))
    }
}

/// Whether `text` can be a key without quotes.
pub(super) fn is_bare_key(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// `text` as a key, in the quotes of `old` if it needs any.
pub(super) fn key(text: &str, old: Option<Quote>) -> String {
    if is_bare_key(text) {
        text.to_owned()
    } else {
        quoted(text, old)
    }
}
