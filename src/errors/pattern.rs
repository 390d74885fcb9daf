//! What tells a printed text: a small language, so that the table is read in one pass.
//!
//! A pattern is lower case and starts with at least four plain characters. In it
//!
//! | sign | is |
//! | --- | --- |
//! | a space | one space or one end of a line |
//! | `#` | a number |
//! | `~` | a word of the same line, not the pattern's last one |
//! | `*` | anything in the same line, up to 160 bytes |
//! | `\|` at either end | the start or the end of a word |

use std::ops::Range;

/// How far a `*` reaches, in bytes.
const REACH: usize = 160;

/// How many plain characters a pattern starts with at least.
const HEAD: usize = 4;

/// How many of the first characters' hashes are told apart.
const SLOTS: usize = 1 << 13;

/// Many patterns, looked for at once.
pub(super) struct Patterns {
    all: Vec<Pattern>,
    /// By the hash of the first four characters: which patterns start so.
    slots: Vec<Vec<u16>>,
}

struct Pattern {
    /// What the finder gets.
    of: usize,
    text: &'static [u8],
    /// Whether it must start a word.
    starts: bool,
    /// Whether it must end one.
    ends: bool,
}

impl Patterns {
    /// Patterns with what they are of.
    pub(super) fn new(all: impl Iterator<Item = (usize, &'static str)>) -> Patterns {
        let mut patterns = Patterns {
            all: Vec::new(),
            slots: vec![Vec::new(); SLOTS],
        };
        for (of, text) in all {
            let inner = text.strip_prefix('|').unwrap_or(text);
            let inner = inner.strip_suffix('|').unwrap_or(inner).as_bytes();
            let Some(head) = inner.first_chunk::<HEAD>() else {
                continue;
            };
            let index = patterns.all.len() as u16;
            patterns.slots[slot(*head)].push(index);
            patterns.all.push(Pattern {
                of,
                text: inner,
                starts: text.starts_with('|'),
                ends: text.ends_with('|'),
            });
        }
        patterns
    }

    /// Tells every place of every pattern, in the order in which they start, with the length of the
    /// pattern.
    pub(super) fn find(&self, text: &[u8], mut tell: impl FnMut(usize, Range<usize>, usize)) {
        for (at, head) in text.windows(HEAD).enumerate() {
            let head = [head[0], head[1], head[2], head[3]];
            for index in &self.slots[slot(head)] {
                let pattern = &self.all[usize::from(*index)];
                if pattern.starts && !is_start(text, at) {
                    continue;
                }
                let end = match_at(pattern.text, text, at);
                if let Some(end) = end.filter(|end| !pattern.ends || is_end(text, *end)) {
                    tell(pattern.of, at..end, pattern.text.len());
                }
            }
        }
    }
}

/// The end of a line counts as a space.
fn blank(byte: u8) -> u8 {
    if byte == b'\n' { b' ' } else { byte }
}

fn slot(head: [u8; HEAD]) -> usize {
    let number = u32::from_le_bytes(head.map(blank));
    (number.wrapping_mul(0x9e37_79b1) >> 19) as usize
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_start(text: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    // `\nError` of a text in a text.
    let escaped = text[before] == b'n' && before > 0 && text[before - 1] == b'\\';
    escaped || !is_word(text[before])
}

fn is_end(text: &[u8], end: usize) -> bool {
    text.get(end).is_none_or(|byte| !is_word(*byte))
}

/// The end of `pattern` in `text`, when it stands at `at`.
fn match_at(pattern: &[u8], text: &[u8], mut at: usize) -> Option<usize> {
    // `spawn npx ENOENT … spawn` holds no command line: the first end of the pattern is its end.
    let last = pattern
        .rsplit(|byte| *byte == b' ')
        .next()
        .unwrap_or_default();
    let mut segments = pattern.split(|byte| *byte == b'*');
    at = segment_at(segments.next()?, last, text, at)?;
    for segment in segments {
        // The first place where the rest stands will do: a later one is no better.
        let line = text[at..].iter().take(REACH);
        let room = line.take_while(|byte| **byte != b'\n').count();
        let head = segment.first()?;
        let plain = !matches!(head, b'#' | b'~' | b' ');
        at = (at..=at + room)
            .filter(|start| !plain || text.get(*start) == Some(head))
            .find_map(|start| segment_at(segment, last, text, start))?;
    }
    Some(at)
}

fn segment_at(segment: &[u8], last: &[u8], text: &[u8], mut at: usize) -> Option<usize> {
    for (index, sign) in segment.iter().enumerate() {
        let rest = &text[at..];
        let run = |fits: fn(&u8) -> bool| {
            let length = rest.iter().take(REACH).take_while(|b| fits(b)).count();
            (length > 0).then_some(length)
        };
        at += match sign {
            b'#' => run(u8::is_ascii_digit)?,
            b'~' if rest.starts_with(last) => return None,
            b'~' => run(|byte| !byte.is_ascii_whitespace())?,
            // A word that may be any is looked for in its own line only.
            b' ' if rest.first() == Some(&b'\n') => {
                let beside = [index.checked_sub(1), Some(index + 1)];
                let any = beside
                    .iter()
                    .flatten()
                    .any(|at| segment.get(*at) == Some(&b'~'));
                (!any).then_some(1)?
            }
            sign => (rest.first() == Some(sign)).then_some(1)?,
        };
    }
    Some(at)
}
