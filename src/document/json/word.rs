//! Bare words in the place of a value: literals of other languages, numbers that are none,
//! strings without quotes.

use super::super::{Mend, NodeKind, Quote, Span, SyntaxErrorKind, TextEdit};
use super::lex::Lexer;
use super::{place, quote};

/// What was made of a bare word.
pub(super) struct Bare {
    pub(super) span: Span,
    pub(super) kind: NodeKind,
}

const BROKEN_NUMBER: NodeKind = NodeKind::Opaque {
    why: "a broken number",
};
const BROKEN: NodeKind = NodeKind::Opaque {
    why: "a broken value",
};

impl Lexer<'_> {
    /// Reads on from the bare word at `start` to the end of the value that it begins, and
    /// reports it.
    pub(super) fn bare_value(&mut self, start: usize) -> Bare {
        let end = bare_end(self.text, start);
        let span = Span::new(start, end);
        self.at = end;
        let word = self.slice(span);
        if let Some((kind, certain)) = foreign_literal(word) {
            return self.foreign(span, kind, certain);
        }
        if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
            && let Some(mended) = mended_number(word)
        {
            let mend = mended.map(|number| replace(span, number, "write it as JSON does", false));
            let message = format!("`{}` is not a JSON number", shown(word));
            self.report(SyntaxErrorKind::InvalidNumber, span, message, mend);
            let kind = BROKEN_NUMBER;
            return Bare { span, kind };
        }
        if self.text[end..].starts_with('"') && quote::fits_behind_string(self.text, end + 1) {
            let whole = Span::new(start, end + 1);
            let mend = Mend {
                title: "add the opening quote".to_owned(),
                safe: false,
                edits: vec![TextEdit::insert(start, "\"")],
            };
            let message = "this string has no opening quote: expected `\"`";
            self.report(
                SyntaxErrorKind::UnterminatedString,
                whole,
                message,
                (!word.contains('\\')).then_some(mend),
            );
            self.at = whole.end;
            let kind = NodeKind::String {
                text: word.to_owned(),
                quote: Quote::Double,
            };
            return Bare { span: whole, kind };
        }
        if word.starts_with("...") || word.starts_with('\u{2026}') {
            let message = "`...` only stands for what was left out: expected a value";
            self.report(SyntaxErrorKind::Unexpected, span, message, None);
        } else if word.starts_with(is_wordy) {
            let mend = replace(span, place::quoted(word), "put it in double quotes", false);
            let message = format!("expected a value, and `{}` has no quotes", shown(word));
            self.report(SyntaxErrorKind::Unexpected, span, message, Some(mend));
            let kind = NodeKind::String {
                text: word.to_owned(),
                quote: Quote::Bare,
            };
            return Bare { span, kind };
        } else {
            let message = format!("expected a value, found `{}`", shown(word));
            self.report(SyntaxErrorKind::Unexpected, span, message, None);
        }
        let kind = BROKEN;
        Bare { span, kind }
    }

    fn foreign(&mut self, span: Span, kind: NodeKind, certain: bool) -> Bare {
        let written = match kind {
            NodeKind::Bool(true) => Some("true"),
            NodeKind::Bool(false) => Some("false"),
            NodeKind::Null => Some("null"),
            _ => None,
        };
        let word = self.slice(span);
        let (message, mend) = match written {
            Some(literal) => (
                format!("`{word}` is not a JSON literal: expected `{literal}`"),
                Some(replace(
                    span,
                    literal,
                    &format!("write `{literal}`"),
                    certain,
                )),
            ),
            None => (format!("`{word}` has no counterpart in JSON"), None),
        };
        self.report(SyntaxErrorKind::ForeignLiteral, span, message, mend);
        Bare { span, kind }
    }
}

/// A long piece of text cut to what a message can hold.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 24;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

fn replace(span: Span, text: impl Into<String>, title: &str, safe: bool) -> Mend {
    Mend {
        title: title.to_owned(),
        safe,
        edits: vec![TextEdit::replace(span, text)],
    }
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '/' | '.' | '$' | '<' | '~' | '%' | '*')
}

/// What a literal of another language means here, and whether that is certain.
fn foreign_literal(word: &str) -> Option<(NodeKind, bool)> {
    Some(match word {
        "True" | "TRUE" => (NodeKind::Bool(true), true),
        "False" | "FALSE" => (NodeKind::Bool(false), true),
        "None" | "NULL" | "Null" | "nil" => (NodeKind::Null, true),
        "undefined" => (NodeKind::Null, false),
        "NaN" | "Infinity" | "+Infinity" | "-Infinity" | "-NaN" => (BROKEN_NUMBER, false),
        _ => return None,
    })
}

/// Of a word that was meant as a number: how JSON writes it, if that is plain.
fn mended_number(word: &str) -> Option<Option<String>> {
    let is_digits = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'_')
    };
    let (sign, body) = match word.strip_prefix(['+', '-']) {
        Some(body) if word.starts_with('-') => ("-", body),
        Some(body) => ("", body),
        None => ("", word),
    };
    if let Some(hex) = body.strip_prefix("0x").or(body.strip_prefix("0X")) {
        let value = u64::from_str_radix(hex, 16).ok();
        return Some(value.map(|value| format!("{sign}{value}")));
    }
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let fits = (is_digits(whole) || (whole.is_empty() && fraction.is_some_and(is_digits)))
        && fraction.is_none_or(|digits| digits.is_empty() || is_digits(digits));
    if !fits {
        return if body.is_empty() { Some(None) } else { None };
    }
    let exponent = match exponent {
        None => String::new(),
        Some(text) if is_digits(text.trim_start_matches(['+', '-'])) => format!("e{text}"),
        Some("") => return Some(None),
        Some(_) => return None,
    };
    let whole = whole.replace('_', "");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let fraction = match fraction.map(|digits| digits.replace('_', "")) {
        Some(digits) if !digits.is_empty() => format!(".{digits}"),
        _ => String::new(),
    };
    Some(Some(format!("{sign}{whole}{fraction}{exponent}")))
}

/// Where a value without quotes ends: before a comma, a closing bracket, a quote, a comment or
/// the end of the line. Brackets that it opens itself (`${PORT}`) belong to it.
fn bare_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let mut open = 0_usize;
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        let stops = match c {
            '\n' | '\r' => true,
            '{' | '[' if at == 0 => true,
            '{' | '[' => {
                open += 1;
                false
            }
            '}' | ']' if open > 0 => {
                open -= 1;
                false
            }
            '}' | ']' | ',' | '"' => true,
            '/' | '#' if rest[..at].ends_with([' ', '\t']) => {
                c == '#' || rest[at..].starts_with("//") || rest[at..].starts_with("/*")
            }
            _ => false,
        };
        if stops {
            end = at;
            break;
        }
    }
    let first = rest.chars().next().map_or(0, char::len_utf8);
    start
        + rest[..end]
            .trim_end_matches([' ', '\t', ';'])
            .len()
            .max(first)
}
