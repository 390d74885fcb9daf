//! String tokens: where a string ends, what it says, and what is wrong inside it.

use jsonc_parser::tokens::Token as Scanned;

use super::super::{Mend, Quote, Span, SyntaxErrorKind, TextEdit};
use super::lex::{Kind, Lexer, Token, is_curly};
use super::place;

/// How far a quote that fits better is looked for.
const LOOK_AHEAD: usize = 300;

/// And how many are tried.
const MANY_QUOTES: usize = 8;

/// How a string that starts with `"` ends.
enum End {
    /// With a `"` at this byte.
    Closed(usize),
    /// With a curly quote at this byte.
    Curly(usize),
    /// Not at all; this is the first byte that is surely no part of it.
    Open(usize),
}

impl Lexer<'_> {
    /// The string whose `"` stands here.
    pub(super) fn string(&mut self) -> Token {
        let start = self.at;
        match self.end_of_string(start + 1) {
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

    fn end_of_string(&self, start: usize) -> End {
        let text = self.text;
        let close = close_on_line(text, start);
        if let Some(close) = close
            && fits_behind_string(text, close + 1)
        {
            return End::Closed(close);
        }
        if let Some(close) = close_behind_backslash(text, start) {
            return End::Closed(close);
        }
        // A line can be as long as the file: its end is not looked for without need.
        let content_end = close.unwrap_or_else(|| place::line_end(text, start));
        let content = &text[start..content_end];
        let curly = content
            .char_indices()
            .find(|&(at, c)| is_curly(c) && fits_behind_string(text, start + at + c.len_utf8()));
        if let Some((at, _)) = curly {
            return End::Curly(start + at);
        }
        match close {
            Some(close) => swallowed_end(text, start, close).map_or(End::Closed(close), End::Open),
            None => match close_on_later_line(text, content_end) {
                Some(close) => End::Closed(close),
                None => End::Open(open_end(text, start)),
            },
        }
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

/// One character of a string as it is written.
pub(super) struct WrittenUnit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Unit,
}

impl WrittenUnit {
    fn is_bad(&self) -> bool {
        matches!(self.kind, Unit::Bad)
    }
}

/// What one character of a string is.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    Plain,
    Escape(char),
    Bad,
    Control(char),
}

/// The characters of a string's content, escapes taken together.
pub(super) fn units(raw: &str) -> impl Iterator<Item = WrittenUnit> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let c = raw[start..].chars().next()?;
        let (length, kind) = match c {
            '\\' => escape_at(&raw[start..]),
            c if c < ' ' => (1, Unit::Control(c)),
            c => (c.len_utf8(), Unit::Plain),
        };
        at = start + length;
        Some(WrittenUnit {
            start,
            end: at,
            kind,
        })
    })
}

fn escape_at(raw: &str) -> (usize, Unit) {
    let Some(c) = raw[1..].chars().next() else {
        return (1, Unit::Bad);
    };
    let decoded = match c {
        '"' | '\\' | '/' => c,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode_escape_at(raw),
        c => return (1 + c.len_utf8(), Unit::Bad),
    };
    (2, Unit::Escape(decoded))
}

fn unicode_escape_at(raw: &str) -> (usize, Unit) {
    let unit = |from: usize| {
        let digits = raw.get(from..from + 6)?.strip_prefix("\\u")?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    match unit(0) {
        None => (2, Unit::Bad),
        Some(high @ 0xd800..=0xdbff) => match unit(6) {
            Some(low @ 0xdc00..=0xdfff) => {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (12, char::from_u32(code).map_or(Unit::Bad, Unit::Escape))
            }
            _ => (6, Unit::Bad),
        },
        Some(code) => (6, char::from_u32(code).map_or(Unit::Bad, Unit::Escape)),
    }
}

/// The text that a string's valid content says.
fn unescape(raw: &str) -> String {
    units(raw)
        .map(|unit| match unit.kind {
            Unit::Escape(c) | Unit::Control(c) => c.to_string(),
            Unit::Plain | Unit::Bad => raw[unit.start..unit.end].to_owned(),
        })
        .collect()
}

/// The content of a string in other quotes as it is written between `"`.
fn requote(raw: &str) -> String {
    let mut content = String::with_capacity(raw.len());
    for unit in units(raw) {
        let written = &raw[unit.start..unit.end];
        match unit.kind {
            Unit::Plain if written == "\"" => content.push_str("\\\""),
            Unit::Plain | Unit::Escape(_) => content.push_str(written),
            Unit::Control(c) => place::push_escaped(&mut content, c),
            Unit::Bad if written == "\\'" || written == "\\`" => content.push_str(&written[1..]),
            Unit::Bad => content.push_str(&place::escape(written)),
        }
    }
    content
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

/// Whether it starts as a path with backslashes does: `C:\`, `.\`, `%APPDATA%\`.
fn is_windows_path(raw: &str) -> bool {
    let single = |at: usize| {
        raw.get(at..)
            .is_some_and(|rest| rest.starts_with('\\') && !rest.starts_with("\\\\"))
    };
    match raw.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => single(2),
        [b'.', b'.', ..] => single(2),
        [b'.' | b'~', ..] => single(1),
        [b'%', rest @ ..] => rest
            .iter()
            .position(|&byte| byte == b'%')
            .is_some_and(|at| single(at + 2)),
        _ => false,
    }
}

fn trailing_backslashes(raw: &str) -> usize {
    raw.len() - raw.trim_end_matches('\\').len()
}

/// The unescaped `"` that closes a string, if it stands on the same line.
fn close_on_line(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\n' | b'\r' => return None,
            b'\\' => {
                at += match bytes.get(at + 1) {
                    Some(b'\n' | b'\r') | None => 1,
                    Some(_) => 2,
                }
            }
            _ => at += 1,
        }
    }
}

/// Whether what follows at `at` may follow a string.
pub(super) fn fits_behind_string(text: &str, at: usize) -> bool {
    let at = place::over_blanks(text, at);
    matches!(
        text.as_bytes().get(at),
        None | Some(b',' | b':' | b'}' | b']' | b'\n' | b'\r' | b'/' | b'#')
    )
}

/// A closing quote that a path's last backslash escapes: `"C:\Users\",`.
fn close_behind_backslash(text: &str, start: usize) -> Option<usize> {
    let near = &text[start..text.floor_char_boundary(start + LOOK_AHEAD)];
    if !is_windows_path(near) {
        return None;
    }
    near[..place::line_end(near, 0)]
        .match_indices("\\\"")
        .map(|(at, _)| start + at + 1)
        .find(|&close| fits_behind_string(text, close + 1))
}

/// The end of a string that took the next string's opening quote for its own closing one:
/// `"npx,"args":` and `"command: "npx"`.
fn swallowed_end(text: &str, start: usize, close: usize) -> Option<usize> {
    let content = &text[start..close];
    let behind = &text[close + 1..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@' | '/' | '.');
    let name = behind.len() - behind.trim_start_matches(is_name).len();
    if name == 0 {
        return None;
    }
    let trimmed = content.trim_end_matches([' ', '\t']);
    if let Some(kept) = trimmed.strip_suffix(',') {
        let closes = behind[name..].starts_with('"') && fits_behind_string(behind, name + 1);
        return (closes && !kept.is_empty()).then_some(start + kept.len());
    }
    let kept = trimmed.strip_suffix(':')?;
    (!kept.is_empty() && kept.chars().all(is_name)).then_some(start + kept.len())
}

/// The closing quote of a string that goes over line breaks, unless the next lines look as if
/// it had only been forgotten.
fn close_on_later_line(text: &str, line_end: usize) -> Option<usize> {
    let quote = line_end + text[line_end..].find('"')?;
    let between = &text[line_end..quote];
    if between.trim_start().starts_with(['}', ']', '{', '[']) || between.trim().is_empty() {
        return None;
    }
    let close = close_on_line(text, line_end + (between.rfind(['\n', '\r'])?) + 1)?;
    let before = between.trim_end();
    (!before.ends_with([',', ':', '[', '{', '(']) && fits_behind_string(text, close + 1))
        .then_some(close)
}

/// Where an unclosed string ends on its line: before the comma and the brackets that follow it.
fn open_end(text: &str, start: usize) -> usize {
    let mut content = text[start..place::line_end(text, start)].trim_end_matches([' ', '\t']);
    content = content.strip_suffix(',').unwrap_or(content);
    for (open, close) in [('{', '}'), ('[', ']')] {
        let opened = content.matches(open).count();
        let mut closed = content.matches(close).count();
        while closed > opened && content.ends_with(['}', ']']) {
            if content.ends_with(close) {
                closed -= 1;
            }
            content = content[..content.len() - 1].trim_end_matches([' ', '\t']);
        }
    }
    start + content.len()
}

/// The first quote on the line that something fitting follows, else the first at all.
fn best_close(text: &str, start: usize, is_quote: impl Fn(char) -> bool) -> Option<usize> {
    let rest = &text[start..];
    let mut quotes = units(rest)
        .map(|unit| (start + unit.start, &rest[unit.start..unit.end]))
        .take_while(|(_, written)| !written.ends_with(['\n', '\r']))
        .filter(|(_, written)| written.chars().next().is_some_and(&is_quote));
    let fits = |(at, written): &(usize, &str)| fits_behind_string(text, at + written.len());
    let first = quotes.next()?;
    if fits(&first) {
        return Some(first.0);
    }
    let mut near = quotes
        .take(MANY_QUOTES)
        .take_while(|(at, _)| at - start < LOOK_AHEAD);
    Some(near.find(fits).unwrap_or(first).0)
}
