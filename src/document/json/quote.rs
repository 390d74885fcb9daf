//! Where a string ends, also when its closing quote is missing, curly or escaped by mistake.

use super::escape::units;
use super::lex::is_curly;
use super::place;

/// How far a quote that fits better is looked for.
const LOOK_AHEAD: usize = 300;

/// And how many are tried.
const MANY_QUOTES: usize = 8;

/// How a string that starts with `"` ends.
pub(super) enum End {
    /// With a `"` at this byte.
    Closed(usize),
    /// With a curly quote at this byte.
    Curly(usize),
    /// Not at all; this is the first byte that is surely no part of it.
    Open(usize),
}

/// How the string ends whose content starts at `start`.
pub(super) fn end_of_string(text: &str, start: usize) -> End {
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

/// Whether it starts as a path with backslashes does: `C:\`, `.\`, `%APPDATA%\`.
pub(super) fn is_windows_path(raw: &str) -> bool {
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
pub(super) fn open_end(text: &str, start: usize) -> usize {
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
pub(super) fn best_close(
    text: &str,
    start: usize,
    is_quote: impl Fn(char) -> bool,
) -> Option<usize> {
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
