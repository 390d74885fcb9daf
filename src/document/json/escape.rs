//! The characters of a string as they are written, escapes taken together.

use super::place;

/// One character of a string as it is written.
pub(super) struct WrittenUnit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Unit,
}

impl WrittenUnit {
    pub(super) fn is_bad(&self) -> bool {
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
pub(super) fn unescape(raw: &str) -> String {
    units(raw)
        .map(|unit| match unit.kind {
            Unit::Escape(c) | Unit::Control(c) => c.to_string(),
            Unit::Plain | Unit::Bad => raw[unit.start..unit.end].to_owned(),
        })
        .collect()
}

/// The content of a string in other quotes as it is written between `"`.
pub(super) fn requote(raw: &str) -> String {
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
