//! From bytes to the editor's lines and characters, and back.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::document::{LineIndex, Span};

/// What a character counts in an editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what every editor speaks.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The one to speak with an editor that speaks those of `offered`: the cheapest.
    pub(super) fn choose(offered: &[PositionEncodingKind]) -> Encoding {
        [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]
            .into_iter()
            .find(|encoding| offered.contains(&encoding.kind()))
            .unwrap_or_default()
    }

    /// Its name.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// The lines of a text, as an editor counts in them.
#[derive(Clone, Copy)]
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    pub(super) index: &'t LineIndex,
    pub(super) encoding: Encoding,
}

impl Lines<'_> {
    /// The place of a byte; one inside a character means that character, one behind the text its
    /// end.
    pub(super) fn position(self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.index.line_of(offset);
        let start = self.index.line_span(line, self.text).start;
        let before = &self.text[start..offset];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            _ if before.is_ascii() => before.len(),
            encoding => before.chars().map(|it| encoding.units(it)).sum(),
        };
        Position::new(number(line), number(character))
    }

    /// The place of a range of bytes.
    pub(super) fn range(self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    /// The byte at a place. As the protocol has it, a character behind the line means its end; a
    /// line behind the text means the end of the text, and the middle of a character its start.
    pub(super) fn offset(self, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.index.len() {
            return self.text.len();
        }
        let span = self.index.line_span(line, self.text);
        let text = self.text[span.start..span.end].trim_end_matches(['\r', '\n']);
        let mut left = position.character as usize;
        for (at, character) in text.char_indices() {
            let units = self.encoding.units(character);
            if left < units {
                return span.start + at;
            }
            left -= units;
        }
        span.start + text.len()
    }

    /// The bytes of a range; one whose end stands before its start is empty.
    pub(super) fn span(self, range: Range) -> Span {
        let start = self.offset(range.start);
        Span::new(start, self.offset(range.end).max(start))
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a😀b\r\nße\rx\n";

    fn in_lines<R>(encoding: Encoding, ask: impl Fn(Lines<'_>) -> R) -> R {
        let index = LineIndex::new(TEXT);
        ask(Lines {
            text: TEXT,
            index: &index,
            encoding,
        })
    }

    #[test]
    fn a_character_counts_what_its_encoding_says() {
        for (encoding, b, e) in [
            (Encoding::Utf8, 5, 2),
            (Encoding::Utf16, 3, 1),
            (Encoding::Utf32, 2, 1),
        ] {
            in_lines(encoding, |lines| {
                let at = TEXT.find('b').unwrap();
                assert_eq!(lines.position(at), Position::new(0, b));
                assert_eq!(lines.offset(Position::new(0, b)), at);
                let at = TEXT.find('e').unwrap();
                assert_eq!(lines.position(at), Position::new(1, e));
                assert_eq!(lines.offset(Position::new(1, e)), at);
            });
        }
    }

    #[test]
    fn every_byte_comes_back() {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            in_lines(encoding, |lines| {
                for (at, character) in TEXT.char_indices() {
                    if !matches!(character, '\r' | '\n') {
                        assert_eq!(lines.offset(lines.position(at)), at, "{encoding:?} {at}");
                    }
                }
            });
        }
    }

    #[test]
    fn what_lies_outside_is_drawn_inside() {
        in_lines(Encoding::Utf16, |lines| {
            let end_of_first = TEXT.find('\r').unwrap();
            assert_eq!(lines.offset(Position::new(0, 99)), end_of_first);
            assert_eq!(lines.offset(Position::new(99, 0)), TEXT.len());
            // The second half of a surrogate pair.
            assert_eq!(lines.offset(Position::new(0, 2)), 1);
            let turned = Range::new(Position::new(2, 1), Position::new(0, 0));
            assert!(lines.span(turned).is_empty());
            assert_eq!(lines.position(99), lines.position(TEXT.len()));
        });
    }

    #[test]
    fn the_cheapest_encoding_is_chosen() {
        let offered = |kinds: &[PositionEncodingKind]| Encoding::choose(kinds);
        assert_eq!(offered(&[]), Encoding::Utf16);
        assert_eq!(offered(&[PositionEncodingKind::UTF32]), Encoding::Utf32);
        assert_eq!(
            offered(&[PositionEncodingKind::UTF16, PositionEncodingKind::UTF8]),
            Encoding::Utf8
        );
    }
}
