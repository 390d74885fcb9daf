//! Texts that others wrote, made safe to look at.
//!
//! A terminal obeys control characters: a server's name could clear the screen, set the clipboard
//! or write a line that looks like ours. And what cannot be seen, or turns round what is read,
//! hides the very thing that a report is about. People are shown an escape in its place, as
//! `\u{202e}`; formats for programs keep every character.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Style;
use crate::document::LineIndex;

/// Ranges of characters without a look of their own: those that turn the direction of what
/// follows, join or part others, stand for nothing, or hide what they carry (Unicode's
/// `Default_Ignorable_Code_Point` and `Cf`), separators of lines and paragraphs, and blanks that
/// pass for the usual one. Sorted; control characters are told without it.
const UNSEEN: &[(char, char)] = &[
    ('\u{a0}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2000}', '\u{200f}'),
    ('\u{2028}', '\u{202f}'),
    ('\u{205f}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1345f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a reader sees `c` as what it is, and a terminal only shows it.
pub fn is_seen(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let below = UNSEEN.partition_point(|(first, _)| *first <= c);
    let unseen = below
        .checked_sub(1)
        .and_then(|at| UNSEEN.get(at))
        .is_some_and(|(_, last)| c <= *last);
    !unseen && !c.is_control()
}

/// Most texts are plain, and that is quickly told.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// `text` as it may stand within a line, everything else escaped.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) || text.chars().all(is_seen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| put(c, &mut shown));
    Cow::Owned(shown)
}

fn put(c: char, shown: &mut String) {
    match c {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        _ if is_seen(c) => shown.push(c),
        _ => shown.extend(c.escape_unicode()),
    }
}

/// A file's text with what is not seen escaped; lines stay lines.
#[derive(Debug)]
pub(super) struct Escaped {
    pub(super) text: String,
    pub(super) lines: LineIndex,
    /// The place behind each escaped character, before and after.
    shifts: Vec<(usize, usize)>,
}

impl Escaped {
    /// `None` where nothing has to be escaped.
    pub(super) fn new(text: &str) -> Option<Escaped> {
        let line = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
        if text.as_bytes().iter().all(line) {
            return None;
        }
        let mut shown = String::with_capacity(text.len() + 16);
        let mut shifts = Vec::new();
        for (at, c) in text.char_indices() {
            let after = at + c.len_utf8();
            match c {
                '\n' | '\t' => shown.push(c),
                '\r' if text[after..].starts_with('\n') => shown.push(c),
                _ if is_seen(c) => shown.push(c),
                _ => {
                    put(c, &mut shown);
                    if c == '\r' {
                        // It ends a line, as everywhere else.
                        shown.push('\n');
                    }
                    shifts.push((after, shown.len()));
                }
            }
        }
        (!shifts.is_empty()).then(|| Escaped {
            lines: LineIndex::new(&shown),
            text: shown,
            shifts,
        })
    }

    /// The place in the escaped text of a place in the file's.
    pub(super) fn shown(&self, at: usize) -> usize {
        let below = self.shifts.partition_point(|(plain, _)| *plain <= at);
        match below.checked_sub(1).and_then(|last| self.shifts.get(last)) {
            Some((plain, shown)) => shown + (at - plain),
            None => at,
        }
    }

    /// The place in the file's text of one in the escaped text that is a character's start there.
    pub(super) fn plain(&self, at: usize) -> usize {
        let below = self.shifts.partition_point(|(_, shown)| *shown <= at);
        match below.checked_sub(1).and_then(|last| self.shifts.get(last)) {
            Some((plain, shown)) => plain + (at - shown),
            None => at,
        }
    }
}

/// What may pass a [`Guard`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Lines for people, with our colours where they are on.
    Lines { color: bool },
    /// JSON, whose strings have escapes of their own: they mean the same.
    Json,
}

/// The last door before a terminal: whatever a format forgot to escape is escaped here. It knows
/// lines and colours only by their bytes, so a text of others must have been through [`visible`]
/// before it stands in a line or gets a colour.
#[derive(Debug)]
pub struct Guard<W: Write> {
    out: W,
    form: Form,
    /// The start of a character or of a colour, whose rest is still to come.
    rest: Vec<u8>,
}

impl<W: Write> Guard<W> {
    /// For people.
    pub fn lines(style: Style, out: W) -> Guard<W> {
        Guard {
            out,
            form: Form::Lines { color: style.color },
            rest: Vec::new(),
        }
    }

    /// For programs that read JSON.
    pub fn json(out: W) -> Guard<W> {
        Guard {
            out,
            form: Form::Json,
            rest: Vec::new(),
        }
    }

    /// Writes what is still kept back.
    ///
    /// # Errors
    /// When what is behind it refuses.
    pub fn finish(mut self) -> io::Result<()> {
        self.drain(true)
    }

    /// Writes what there is; with `all` also what looks unfinished.
    fn drain(&mut self, all: bool) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.rest);
        let mut shown = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            let mut text = chunk.valid();
            while let Some(c) = text.chars().next() {
                let after = &text[c.len_utf8()..];
                match self.form {
                    _ if c == '\n' || is_seen(c) => shown.push(c),
                    Form::Lines { color: true } if c == '\u{1b}' => match colour(text) {
                        Colour::Whole(length) => {
                            shown.push_str(&text[..length]);
                            text = &text[length..];
                            continue;
                        }
                        Colour::Start if !all && chunk.invalid().is_empty() => {
                            self.rest = text.as_bytes().to_owned();
                            return self.out.write_all(shown.as_bytes());
                        }
                        _ => put(c, &mut shown),
                    },
                    Form::Lines { .. } => put(c, &mut shown),
                    Form::Json => {
                        for unit in c.encode_utf16(&mut [0; 2]) {
                            shown.push_str(&format!("\\u{unit:04x}"));
                        }
                    }
                }
                text = after;
            }
            let broken = chunk.invalid();
            if broken.is_empty() {
                continue;
            }
            if !all && bytes.ends_with(broken) && broken.len() < 4 {
                self.rest = broken.to_owned();
            } else {
                shown.push('\u{fffd}');
            }
        }
        self.out.write_all(shown.as_bytes())
    }
}

enum Colour {
    Whole(usize),
    Start,
    None,
}

/// Whether `text` starts with a colour as we write them: `ESC [ 1 ; 31 m`.
fn colour(text: &str) -> Colour {
    let Some(codes) = text.strip_prefix('\u{1b}') else {
        return Colour::None;
    };
    let Some(codes) = codes.strip_prefix('[') else {
        return if codes.is_empty() {
            Colour::Start
        } else {
            Colour::None
        };
    };
    let end = codes.find(|c: char| !c.is_ascii_digit() && c != ';');
    match end {
        None => Colour::Start,
        Some(end) if codes[end..].starts_with('m') => Colour::Whole(2 + end + 1),
        Some(_) => Colour::None,
    }
}

impl<W: Write> Write for Guard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        if self.rest.is_empty() && bytes.iter().all(plain) {
            self.out.write_all(bytes)?;
        } else {
            self.rest.extend_from_slice(bytes);
            self.drain(false)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.drain(true)?;
        self.out.flush()
    }
}

impl<W: Write> Drop for Guard<W> {
    fn drop(&mut self) {
        // Who cares for a failure has flushed.
        let _ = self.drain(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_sorted_and_apart() {
        for pair in UNSEEN.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{pair:?}");
        }
    }

    #[test]
    fn places_lead_there_and_back() {
        let text = "a\u{1b}b\u{202e}\u{7f}\r\nc\rd\u{e0041}é";
        let escaped = Escaped::new(text).unwrap();
        assert_eq!(
            escaped.text,
            "a\\u{1b}b\\u{202e}\\u{7f}\r\nc\\r\nd\\u{e0041}é"
        );
        for (at, c) in text.char_indices() {
            let shown = escaped.shown(at);
            assert_eq!(escaped.plain(shown), at);
            if is_seen(c) {
                assert!(escaped.text[shown..].starts_with(c), "{at}");
            }
        }
        assert!(Escaped::new("plain\r\n\té").is_none());
    }

    fn guarded(color: bool, pieces: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let style = Style {
            color,
            ..Style::PLAIN
        };
        let mut guard = Guard::lines(style, &mut out);
        for piece in pieces {
            guard.write_all(piece).unwrap();
        }
        guard.flush().unwrap();
        drop(guard);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_guard_lets_colours_through_and_nothing_else() {
        let text = "\u{1b}[1;31mred\u{1b}[0m \u{1b}[2J\u{1b}]52;c;x\u{7}é\n";
        let shown = "\\u{1b}[2J\\u{1b}]52;c;x\\u{7}é\n";
        let colored = format!("\u{1b}[1;31mred\u{1b}[0m {shown}");
        // However it comes in pieces.
        for size in 1..=text.len() {
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
            assert_eq!(guarded(true, &pieces), colored, "{size}");
            let plain = guarded(false, &pieces);
            assert_eq!(plain, format!("\\u{{1b}}[1;31mred\\u{{1b}}[0m {shown}"));
        }
        assert_eq!(guarded(true, &[b"a\x1b"]), "a\\u{1b}");
        assert_eq!(guarded(true, &[b"a\xff\xe2\x82"]), "a\u{fffd}\u{fffd}");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "a\u{202e}": "\u{7f}\u{9b}\u{e0041}\n\u{1b}é" });
        let mut out = Vec::new();
        serde_json::to_writer_pretty(Guard::json(&mut out), &value).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.chars().all(|c| c == '\n' || is_seen(c)), "{text}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }
}
