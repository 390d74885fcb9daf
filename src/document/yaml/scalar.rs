//! Scalars: what a plain one means, and how a string is written.

use super::super::tree::{NodeKind, Quote};

/// What a plain scalar means in the core schema of YAML 1.2.
pub(super) fn resolve(text: &str) -> NodeKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        "true" | "True" | "TRUE" => NodeKind::Bool(true),
        "false" | "False" | "FALSE" => NodeKind::Bool(false),
        _ if is_number(text) => NodeKind::Number(text.to_owned()),
        _ => NodeKind::String {
            text: text.to_owned(),
            quote: Quote::Bare,
        },
    }
}

fn is_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, part)) => {
            digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty())
        }
        None => !mantissa.is_empty() && digits(mantissa),
    };
    mantissa_fits
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        })
}

/// Whether `text` written without quotes reads as the same string everywhere: in block and in
/// flow style, as a key and as a value, in YAML 1.2 and in the 1.1 that many readers still are.
pub(super) fn fits_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let last = text.chars().next_back().unwrap_or(first);
    if !matches!(resolve(text), NodeKind::String { .. }) || is_special_in_yaml_1_1(text) {
        return false;
    }
    if first.is_whitespace() || last.is_whitespace() || last == ':' {
        return false;
    }
    if text.starts_with("---") || text.starts_with("...") {
        return false;
    }
    let second = text.chars().nth(1);
    let starts_well = match first {
        '-' => second.is_some_and(|c| !c.is_whitespace() && !is_flow_indicator(c)),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
        | '@' | '`' | '?' | ':' | '=' | '<' => false,
        _ => true,
    };
    let clean = text
        .chars()
        .all(|c| !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{85}'));
    starts_well
        && clean
        && !text.contains(": ")
        && !text.contains(" #")
        && !(flow && text.contains(|c| is_flow_indicator(c) || c == ':' || c == '#'))
}

fn is_flow_indicator(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}

/// Words, dates and numbers that only YAML 1.1 reads as something else than a string.
fn is_special_in_yaml_1_1(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    ) {
        return true;
    }
    let number_like = text
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'_' | b':' | b'.' | b'+' | b'-'));
    let starts_like_number = text
        .trim_start_matches(['+', '-', '.'])
        .starts_with(|c: char| c.is_ascii_digit());
    let prefixed = ["0b", "0x", "0o"]
        .iter()
        .any(|prefix| text.trim_start_matches(['+', '-']).starts_with(prefix));
    let date_like = text.len() >= 8
        && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && text.as_bytes().get(4) == Some(&b'-');
    starts_like_number && (number_like || prefixed || date_like)
}

/// `text` between double quotes.
pub(super) fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        escape_into(&mut out, c);
    }
    out.push('"');
    out
}

/// One character as it stands between double quotes.
pub(super) fn escape_into(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0' => out.push_str("\\0"),
        '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
            out.push_str(&format!("\\u{:04x}", c as u32));
        }
        c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
        c => out.push(c),
    }
}
