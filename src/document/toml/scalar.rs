//! Values without quotes: numbers, dates, booleans, and what people write in their place.

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::{ParseError, Raw};

use super::strings;
use crate::document::{Mend, NodeKind, Span, SyntaxError, SyntaxErrorKind, TextEdit};

/// Words that are a value in another language. Those of YAML are booleans there, so that
/// quoting them would change what was meant.
const FOREIGN: &[&str] = &[
    "none",
    "null",
    "nil",
    "undefined",
    "yes",
    "no",
    "on",
    "off",
    "nan",
    "inf",
    "infinity",
];

/// Reads the text of a value without quotes. An error's mend replaces exactly this text.
pub(super) fn read(text: &str, span: Span) -> Result<NodeKind, SyntaxError> {
    let mut errors: Vec<ParseError> = Vec::new();
    let mut decoded = String::new();
    let raw = Raw::new_unchecked(
        text,
        None::<Encoding>,
        toml_parser::Span::new_unchecked(0, text.len()),
    );
    let kind = raw.decode_scalar(&mut decoded, &mut errors);
    let written = || text.to_owned();
    if errors.is_empty() {
        let value = match kind {
            ScalarKind::Boolean(value) => Some(NodeKind::Bool(value)),
            ScalarKind::Integer(radix) => i64::from_str_radix(&decoded, radix.value())
                .ok()
                .map(|_| NodeKind::Number(written())),
            ScalarKind::Float => decoded
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite() || decoded.ends_with(['f', 'n']))
                .map(|_| NodeKind::Number(written())),
            ScalarKind::DateTime => text
                .parse::<::toml::value::Datetime>()
                .ok()
                .map(|_| NodeKind::Datetime(written())),
            ScalarKind::String => None,
        };
        if let Some(value) = value {
            return Ok(value);
        }
    }
    Err(explain(text, span))
}

fn explain(text: &str, span: Span) -> SyntaxError {
    let error = |kind, message: String, mend| SyntaxError {
        kind,
        span,
        message,
        mend,
    };
    let replace = |title: String, by: String| {
        Some(Mend {
            title,
            safe: true,
            edits: vec![TextEdit::replace(span, by)],
        })
    };
    let lower = text.to_ascii_lowercase();
    if lower == "true" || lower == "false" {
        return error(
            SyntaxErrorKind::ForeignLiteral,
            format!("`{text}` is written `{lower}` in TOML"),
            replace(format!("write `{lower}`"), lower.clone()),
        );
    }
    if FOREIGN.contains(&lower.trim_start_matches(['+', '-'])) {
        return error(
            SyntaxErrorKind::ForeignLiteral,
            format!("`{text}` is no value in TOML; a string needs quotes"),
            None,
        );
    }
    if is_like_number(text) {
        return error(
            SyntaxErrorKind::InvalidNumber,
            format!("`{text}` is neither a number nor a date; a string needs quotes"),
            None,
        );
    }
    if let Some(mark) = ['"', '\'']
        .into_iter()
        .find(|&mark| text.ends_with(mark) && text.matches(mark).count() == 1)
    {
        return error(
            SyntaxErrorKind::UnterminatedString,
            format!("the opening `{mark}` of this string is missing"),
            Some(Mend {
                title: "add the opening quote".to_owned(),
                safe: true,
                edits: vec![TextEdit::insert(span.start, mark)],
            }),
        );
    }
    error(
        SyntaxErrorKind::Unexpected,
        "a string needs quotes in TOML".to_owned(),
        replace("put it in quotes".to_owned(), strings::quoted(text, None)),
    )
}

fn is_like_number(text: &str) -> bool {
    let body = text.trim_start_matches(['+', '-', '.']);
    body.starts_with(|c: char| c.is_ascii_digit())
        && body
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || b"_+-.:xXoOtTzZ ".contains(&byte))
}
