//! String tokens: what a string says, and what is wrong with it.

use jsonc_parser::tokens::Token as Scanned;

use super::super::{Mend, Quote, Span, SyntaxErrorKind, TextEdit};
use super::escape::{Unit, requote, unescape, units};
use super::lex::{Kind, Lexer, Token, is_curly};
use super::place;
use super::quote::{End, best_close, end_of_string, is_windows_path, open_end};

impl Lexer<'_> {
    /// The string whose `"` stands here.
    pub(super) fn string(&mut self) -> Token {
        let start = self.at;
        match end_of_string(self.text, start + 1) {
            End::Closed(close) => {
                let content = Span::new(start + 1, close);
                let has_control = self.slice(content).bytes().any(|byte| byte < b' ');
                let text = match self.scan(start) {
                    Some((Scanned::String(text), end)) if !has_control && end == close + 1 => {
                        text.into_owned()
                    }
                    _ => self.decode(content),
                };
                self.string_token(text, Quote::Double, start, close + 1)
            }
            End::Curly(close) => self.curly(start, 1, close),
            End::Open(end) => {
                let content = Span::new(start + 1, end);
                let text = self.decode(content);
                let whole = trailing_backslashes(self.slice(content)).is_multiple_of(2);
                self.report(
                    SyntaxErrorKind::UnterminatedString,
                    Span::new(start, end),
                    "this string is never closed: expected `\"`",
                    whole.then(|| Mend {
                        title: "add the closing quote".to_owned(),
                        safe: false,
                        edits: vec![TextEdit::insert(end, "\"")],
                    }),
                );
                self.string_token(text, Quote::Double, start, end)
            }
        }
    }

    fn string_token(&mut self, text: String, quote: Quote, start: usize, end: usize) -> Token {
        self.token(Kind::String { text, quote }, start, end)
    }

    /// The string whose opening quote here is `'` or a backtick.
    pub(super) fn single_quoted(&mut self, quote: char) -> Token {
        let start = self.at;
        let from = start + quote.len_utf8();
        let Some(close) = best_close(self.text, from, |c| c == quote) else {
            let end = open_end(self.text, from);
            let content = requote(&self.text[from..end]);
            self.report(
                SyntaxErrorKind::UnterminatedString,
                Span::new(start, end),
                "this string is never closed, and should stand in double quotes",
                Some(Mend {
                    title: "write it in double quotes".to_owned(),
                    safe: false,
                    edits: vec![TextEdit::replace(
                        Span::new(start, end),
                        format!("\"{content}\""),
                    )],
                }),
            );
            return self.string_token(unescape(&content), Quote::Single, start, end);
        };
        let content = requote(&self.text[from..close]);
        let span = Span::new(start, close + quote.len_utf8());
        self.report(
            SyntaxErrorKind::SingleQuotes,
            span,
            "a string must stand in double quotes",
            Some(Mend {
                title: "write it in double quotes".to_owned(),
                safe: true,
                edits: vec![TextEdit::replace(span, format!("\"{content}\""))],
            }),
        );
        self.string_token(unescape(&content), Quote::Single, start, span.end)
    }

    /// The string whose curly opening quote stands here.
    pub(super) fn curly_quoted(&mut self) -> Token {
        let start = self.at;
        let opening = self.text[start..].chars().next().map_or(1, char::len_utf8);
        let from = start + opening;
        match best_close(self.text, from, |c| c == '"' || is_curly(c)) {
            Some(close) => self.curly(start, opening, close),
            None => {
                let end = open_end(self.text, from);
                let content = requote(&self.text[from..end]);
                self.report(
                    SyntaxErrorKind::TypographicQuote,
                    Span::new(start, from),
                    "a string must stand between straight double quotes, and this one is never closed",
                    Some(Mend {
                        title: "write straight double quotes".to_owned(),
                        safe: false,
                        edits: vec![TextEdit::replace(
                            Span::new(start, end),
                            format!("\"{content}\""),
                        )],
                    }),
                );
                self.string_token(unescape(&content), Quote::Double, start, end)
            }
        }
    }

    /// A string of which at least one quote is curly.
    fn curly(&mut self, start: usize, opening: usize, close: usize) -> Token {
        let closing = self.text[close..].chars().next().map_or(1, char::len_utf8);
        let raw = &self.text[start + opening..close];
        let content = requote(raw);
        let end = close + closing;
        let edits = if content == raw {
            [Span::new(start, start + opening), Span::new(close, end)]
                .into_iter()
                .filter(|&quote| self.slice(quote) != "\"")
                .map(|quote| TextEdit::replace(quote, "\""))
                .collect()
        } else {
            vec![TextEdit::replace(
                Span::new(start, end),
                format!("\"{content}\""),
            )]
        };
        let place = if opening > 1 {
            Span::new(start, start + opening)
        } else {
            Span::new(close, end)
        };
        self.report(
            SyntaxErrorKind::TypographicQuote,
            place,
            "a string must stand between straight double quotes",
            Some(Mend {
                title: "write straight double quotes".to_owned(),
                safe: true,
                edits,
            }),
        );
        self.string_token(unescape(&content), Quote::Double, start, end)
    }

    /// What a string with something wrong in it was meant to say; reports what is wrong.
    fn decode(&mut self, content: Span) -> String {
        let raw = self.slice(content);
        let path = is_windows_path(raw) && units(raw).any(|unit| unit.is_bad());
        let mut text = String::with_capacity(raw.len());
        let mut mended = false;
        let mut controls: Option<Span> = None;
        for unit in units(raw) {
            let span = Span::new(content.start + unit.start, content.start + unit.end);
            let written = &raw[unit.start..unit.end];
            if let Unit::Control(c) = unit.kind {
                text.push(c);
                controls = match controls {
                    Some(run) => Some(run.join(span)),
                    None => Some(span),
                };
                continue;
            }
            if let Some(run) = controls.take() {
                self.report_control(run);
            }
            match unit.kind {
                Unit::Plain => text.push_str(written),
                Unit::Escape(_) if path && written != "\\\\" && written != "\\\"" => {
                    text.push_str(written);
                }
                Unit::Escape(c) => text.push(c),
                Unit::Bad => {
                    text.push_str(written);
                    let mend = if !path {
                        mend_of_escape(span, written)
                    } else if mended {
                        None
                    } else {
                        Some(double_backslashes(content.start, raw))
                    };
                    mended = true;
                    let message = if written.starts_with("\\ud") || written.starts_with("\\uD") {
                        format!("`{written}` is half of a character: its other half is missing")
                    } else {
                        format!("`{}` is not an escape", on_one_line(written))
                    };
                    self.report(SyntaxErrorKind::InvalidEscape, span, message, mend);
                }
                Unit::Control(_) => {}
            }
        }
        if let Some(run) = controls {
            self.report_control(run);
        }
        text
    }

    fn report_control(&mut self, run: Span) {
        let raw = self.slice(run);
        let (message, safe) = if raw.contains(['\n', '\r']) {
            ("a string must not go over a line break", false)
        } else if raw.starts_with('\t') {
            ("a tab in a string must be written `\\t`", true)
        } else {
            ("a control character in a string must be escaped", true)
        };
        let mend = Mend {
            title: "write it as an escape".to_owned(),
            safe,
            edits: vec![TextEdit::replace(
                run,
                place::escape(&raw.replace("\r\n", "\n")),
            )],
        };
        self.report(SyntaxErrorKind::ControlCharacter, run, message, Some(mend));
    }
}

/// An escape in a message of one line.
fn on_one_line(written: &str) -> String {
    written
        .chars()
        .map(|c| if c.is_control() { '\u{2424}' } else { c })
        .collect()
}

fn mend_of_escape(span: Span, written: &str) -> Option<Mend> {
    let (title, text, safe) = match written.as_bytes() {
        [b'\\', b'\''] => ("remove the backslash", "'".to_owned(), true),
        [b'\\', b'\n' | b'\r'] => return None,
        [b'\\', b'u'] | [b'\\'] => ("double the backslash", format!("\\{written}"), false),
        [b'\\', b'u', ..] => return None,
        [b'\\', c] if c.is_ascii_alphanumeric() => {
            ("double the backslash", format!("\\{written}"), true)
        }
        _ => ("double the backslash", format!("\\{written}"), false),
    };
    Some(Mend {
        title: title.to_owned(),
        safe,
        edits: vec![TextEdit::replace(span, text)],
    })
}

/// All backslashes of a Windows path are meant as they stand, `\n` and `\t` too.
fn double_backslashes(start: usize, raw: &str) -> Mend {
    let edits = units(raw)
        .filter(|unit| raw[unit.start..].starts_with('\\'))
        .filter(|unit| !matches!(&raw[unit.start..unit.end], "\\\\" | "\\\""))
        .map(|unit| TextEdit::insert(start + unit.start, "\\"))
        .collect();
    Mend {
        title: "double the backslashes of the path".to_owned(),
        safe: true,
        edits,
    }
}

fn trailing_backslashes(raw: &str) -> usize {
    raw.len() - raw.trim_end_matches('\\').len()
}
