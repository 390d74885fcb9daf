//! A pasted text or a log, without what hides its words.

use std::ops::Range;

/// A text as its words are looked for: no colours, straight quotes, one space for many, JSON's
/// escapes undone, in lower case beside it.
#[derive(Debug)]
pub struct Plain {
    text: String,
    /// The same length as `text`.
    lower: String,
    /// The bytes at which the lines of `text` start, and the number of each line in the original.
    lines: Vec<(usize, usize)>,
}

impl Plain {
    /// Makes a text plain. UTF-16, as a redirection of PowerShell writes it, is told by its byte
    /// order mark; what is no text at all becomes `\u{fffd}`.
    pub fn of_bytes(bytes: &[u8]) -> Plain {
        let sixteen = |units: &dyn Fn([u8; 2]) -> u16, bytes: &[u8]| {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|pair| units([pair[0], pair[1]]))
                .collect();
            Plain::new(&String::from_utf16_lossy(&units))
        };
        match bytes {
            [0xff, 0xfe, rest @ ..] => sixteen(&u16::from_le_bytes, rest),
            [0xfe, 0xff, rest @ ..] => sixteen(&u16::from_be_bytes, rest),
            [0xef, 0xbb, 0xbf, rest @ ..] => Plain::new(&String::from_utf8_lossy(rest)),
            _ => Plain::new(&String::from_utf8_lossy(bytes)),
        }
    }

    /// Makes a text plain.
    pub fn new(raw: &str) -> Plain {
        let mut plain = Plain {
            text: String::with_capacity(raw.len()),
            lower: String::new(),
            lines: Vec::new(),
        };
        for (index, line) in raw.split('\n').enumerate() {
            // What a carriage return overwrites on a terminal is a text of its own.
            for piece in line.split(['\r', '\u{2028}', '\u{2029}']) {
                plain.add_line(piece, index + 1);
            }
        }
        plain.lower = plain.text.to_ascii_lowercase();
        plain
    }

    fn add_line(&mut self, line: &str, number: usize) {
        let start = self.text.len() + usize::from(!self.text.is_empty());
        let json = line.trim_start().starts_with('{');
        let mut rest = line;
        let mut space = false;
        let mut begun = false;
        while let Some(c) = rest.chars().next() {
            if let Some(length) = colour(rest) {
                rest = &rest[length..];
                continue;
            }
            let (c, length) = unescaped(rest, json).unwrap_or((straight(c), c.len_utf8()));
            rest = &rest[length..];
            if c.is_whitespace() || c.is_control() {
                space = true;
                continue;
            }
            if matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') {
                continue;
            }
            if !begun {
                begun = true;
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.lines.push((start, number));
            } else if space {
                self.text.push(' ');
            }
            space = false;
            self.text.push(c);
        }
    }

    /// All of it, line by line; blank lines are left out.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn lower(&self) -> &[u8] {
        self.lower.as_bytes()
    }

    pub(super) fn lower_text(&self) -> &str {
        &self.lower
    }

    /// How many lines hold something.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The number of the line at a byte, in the text as it was given, from 1.
    pub fn line_number(&self, at: usize) -> usize {
        let below = self.lines.partition_point(|(start, _)| *start <= at);
        let line = below.checked_sub(1).and_then(|index| self.lines.get(index));
        line.map_or(1, |(_, number)| *number)
    }

    /// The bytes of the lines that hold `place`, and of `around` lines before and behind them.
    pub fn lines_around(&self, place: &Range<usize>, around: usize) -> Range<usize> {
        let line_of = |at: usize| {
            let below = self.lines.partition_point(|(start, _)| *start <= at);
            below.saturating_sub(1)
        };
        let first = line_of(place.start).saturating_sub(around);
        let behind = line_of(place.end.saturating_sub(1)) + around + 1;
        let start = self.lines.get(first).map_or(0, |(start, _)| *start);
        let end = self
            .lines
            .get(behind)
            .map_or(self.text.len(), |(start, _)| {
                // Without the end of the line before.
                start.saturating_sub(1)
            });
        start..end
    }

    /// The bytes around `place`, at most `most` on either side, whole characters.
    pub fn window(&self, place: &Range<usize>, most: usize) -> Range<usize> {
        let mut start = place.start.saturating_sub(most);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (place.end + most).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}

/// The length of a terminal's escape sequence at the start of `text`: as the byte, or as the ways
/// to write it that logs and clipboards use.
fn colour(text: &str) -> Option<usize> {
    const ESCAPES: &[&str] = &[
        "\u{1b}", "\\u001b", "\\u001B", "\\x1b", "\\x1B", "\\033", "\\e", "^[", "␛",
    ];
    if let Some(rest) = text.strip_prefix('\u{9b}') {
        return Some(text.len() - rest.len() + codes(rest)?);
    }
    let escape = ESCAPES.iter().find(|escape| text.starts_with(**escape))?;
    let rest = &text[escape.len()..];
    if let Some(rest) = rest.strip_prefix('[') {
        return Some(escape.len() + 1 + codes(rest)?);
    }
    // A title or a link ends with BEL or with an escape of its own.
    if let Some(rest) = rest.strip_prefix(']') {
        let end = rest.bytes().take(2_000).position(|b| b == 7 || b == 0x1b)?;
        let bell = rest.as_bytes()[end] == 7;
        return Some(escape.len() + 1 + end + if bell { 1 } else { 2 })
            .filter(|length| text.is_char_boundary(*length));
    }
    None
}

/// The length of `31;1m` and the like.
fn codes(text: &str) -> Option<usize> {
    let end = text
        .bytes()
        .take(32)
        .position(|b| !b.is_ascii_digit() && b != b';' && b != b'?')?;
    text.as_bytes()[end]
        .is_ascii_alphabetic()
        .then_some(end + 1)
}

/// What an escape of JSON at the start of `text` stands for, and its length.
fn unescaped(text: &str, json: bool) -> Option<(char, usize)> {
    let mut chars = text.strip_prefix('\\')?.chars();
    match chars.next()? {
        '"' => Some(('"', 2)),
        '\\' if json => Some(('\\', 2)),
        'n' | 'r' | 't' if json => Some((' ', 2)),
        _ => None,
    }
}

fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' | '\u{b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
        _ => c,
    }
}
