//! The way to a place in brackets: in JSON, comments and all, and in the collections of YAML and TOML
//! that are written so.

use super::spot::{Spot, Step, Wanted, indent_at};
use crate::document::{Format, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Open {
        object: bool,
    },
    Close,
    Colon,
    Comma,
    /// A string; whether its end was found on its line.
    Text {
        closed: bool,
    },
    Word,
    Comment {
        closed: bool,
    },
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    span: Span,
}

/// An object or a list that is open.
#[derive(Default)]
struct Frame {
    object: bool,
    /// The key whose value comes or is there.
    key: Option<String>,
    /// Whether the colon behind it was there.
    colon: bool,
    present: Vec<String>,
}

/// What there is at a place behind an opening bracket.
pub(super) enum Place {
    /// The bracket has its counterpart before it: the end of that.
    Behind(usize),
    /// It is in there; `None` where nothing of ours can be written.
    Inside(Option<Spot>),
}

/// The place at `offset` of a text in JSON; `None` where nothing of ours can be written.
pub(super) fn spot(text: &str, offset: usize) -> Option<Spot> {
    let json = Brackets {
        format: Format::Json,
        text,
    };
    match json.place(0, offset, Vec::new()) {
        Place::Inside(spot) => spot,
        Place::Behind(_) => None,
    }
}

/// A text that is read as this format has it between brackets.
#[derive(Clone, Copy)]
pub(super) struct Brackets<'t> {
    pub(super) format: Format,
    pub(super) text: &'t str,
}

impl Brackets<'_> {
    /// The place at `offset`, which may be in the brackets that open at `from`, to whose value `base`
    /// leads.
    pub(super) fn place(self, from: usize, offset: usize, base: Vec<Step>) -> Place {
        let mut frames: Vec<Frame> = Vec::new();
        let mut at = from;
        let mut under: Option<Token> = None;
        while let Some(token) = self.next(at) {
            if token.span.start >= offset {
                // A word may begin right here.
                let begins = token.span.start == offset && token.kind == Kind::Word;
                under = begins.then_some(token);
                break;
            }
            let ends_open = match token.kind {
                Kind::Text { closed } | Kind::Comment { closed } => !closed,
                Kind::Word => true,
                _ => false,
            };
            if offset < token.span.end || (ends_open && offset == token.span.end) {
                under = Some(token);
                break;
            }
            self.advance(&mut frames, token);
            at = token.span.end;
            if frames.is_empty() && token.kind == Kind::Close && self.format != Format::Json {
                return Place::Behind(at);
            }
        }
        Place::Inside(self.spot(frames, under, offset, base))
    }

    fn spot(
        self,
        mut frames: Vec<Frame>,
        under: Option<Token>,
        offset: usize,
        base: Vec<Step>,
    ) -> Option<Spot> {
        let (replace, quoted) = match under {
            None => (Span::at(offset), false),
            Some(token) => match token.kind {
                Kind::Text { .. } => (token.span, true),
                Kind::Word => (token.span, false),
                _ => return None,
            },
        };
        let top = frames.pop()?;
        if !top.object {
            return None;
        }
        let mut path = base;
        for frame in &frames {
            path.push(match (&frame.key, frame.object) {
                (Some(key), true) => Step::Key(key.clone()),
                (None, true) => return None,
                (_, false) => Step::Item,
            });
        }
        let wanted = match (top.key, top.colon) {
            (Some(key), true) => Wanted::Value(key),
            // A key without its colon has been written: there is nothing to add to it.
            (Some(_), false) => return None,
            (None, _) => Wanted::Key,
        };
        let following = self.significant(replace.end);
        let valued = following.is_some_and(|token| token.kind == Kind::Colon);
        let comma = !valued
            && following.is_some_and(|token| !matches!(token.kind, Kind::Comma | Kind::Close));
        let mut present = top.present;
        present.extend(self.following_keys(replace.end));
        Some(Spot {
            path,
            wanted,
            present,
            replace,
            quoted,
            valued,
            comma,
            indent: indent_at(self.text, replace.start),
            brackets: true,
        })
    }

    /// Takes note of a token.
    fn advance(self, frames: &mut Vec<Frame>, token: Token) {
        match token.kind {
            Kind::Open { object } => frames.push(Frame {
                object,
                ..Frame::default()
            }),
            Kind::Close => {
                frames.pop();
                ended(frames);
            }
            Kind::Colon => {
                if let Some(frame) = frames.last_mut() {
                    frame.colon = frame.key.is_some();
                }
            }
            Kind::Comma => ended(frames),
            Kind::Text { .. } | Kind::Word => {
                let Some(frame) = frames.last_mut().filter(|frame| frame.object) else {
                    return;
                };
                if frame.colon {
                    ended(frames);
                } else {
                    let key = self.content(token);
                    frame.present.push(key.clone());
                    frame.key = Some(key);
                }
            }
            Kind::Comment { .. } => {}
        }
    }

    /// The keys that come behind `at` in the same object.
    fn following_keys(self, at: usize) -> Vec<String> {
        let mut keys = Vec::new();
        let mut depth = 0_usize;
        let mut last: Option<Token> = None;
        let mut at = at;
        while let Some(token) = self.next(at) {
            at = token.span.end;
            match token.kind {
                Kind::Open { .. } => depth += 1,
                Kind::Close if depth == 0 => break,
                Kind::Close => depth -= 1,
                Kind::Colon if depth == 0 => keys.extend(last.map(|token| self.content(token))),
                Kind::Comment { .. } => continue,
                _ => {}
            }
            let name = matches!(token.kind, Kind::Text { .. } | Kind::Word);
            last = Some(token).filter(|_| name);
        }
        keys
    }

    fn significant(self, at: usize) -> Option<Token> {
        let mut token = self.next(at)?;
        while matches!(token.kind, Kind::Comment { .. }) {
            token = self.next(token.span.end)?;
        }
        Some(token)
    }

    fn content(self, token: Token) -> String {
        let raw = &self.text[token.span.start..token.span.end];
        match token.kind {
            Kind::Text { .. } => {
                let inner = &raw[1..];
                let inner = inner.strip_suffix(['"', '\'']).unwrap_or(inner);
                // Keys of ours have no escapes; what has is another's, and only must not be theirs.
                inner.to_owned()
            }
            _ => raw.to_owned(),
        }
    }

    /// The next token from `at` on.
    fn next(self, at: usize) -> Option<Token> {
        let rest = &self.text[at..];
        let blank = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                .len();
        let start = at + blank;
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        let (kind, length) = match first {
            '{' => (Kind::Open { object: true }, 1),
            '[' => (Kind::Open { object: false }, 1),
            '}' | ']' => (Kind::Close, 1),
            ':' if self.format != Format::Toml => (Kind::Colon, 1),
            '=' if self.format == Format::Toml => (Kind::Colon, 1),
            ',' => (Kind::Comma, 1),
            '"' | '\'' => string(rest, first),
            '/' | '#' if rest.starts_with(self.line_comment()) => {
                let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
                (Kind::Comment { closed: false }, length)
            }
            '/' if self.format == Format::Json && rest.starts_with("/*") => match rest.find("*/") {
                Some(end) => (Kind::Comment { closed: true }, end + 2),
                None => (Kind::Comment { closed: false }, rest.len()),
            },
            _ => {
                let behind = &rest[first.len_utf8()..];
                let length = match self.format {
                    Format::Yaml => plain_scalar(behind),
                    Format::Json => word(behind, "{}[]:,\"'/"),
                    Format::Toml => word(behind, "{}[]=,\"'#"),
                };
                (Kind::Word, first.len_utf8() + length)
            }
        };
        Some(Token {
            kind,
            span: Span::new(start, start + length),
        })
    }

    /// What starts a comment that ends with its line.
    const fn line_comment(self) -> &'static str {
        match self.format {
            Format::Json => "//",
            Format::Toml | Format::Yaml => "#",
        }
    }
}

/// A value is whole.
fn ended(frames: &mut [Frame]) {
    if let Some(frame) = frames.last_mut() {
        frame.key = None;
        frame.colon = false;
    }
}

/// How far a word goes that blanks and these signs end.
fn word(rest: &str, signs: &str) -> usize {
    rest.find(|c: char| c.is_whitespace() || signs.contains(c))
        .unwrap_or(rest.len())
}

/// How far a scalar without quotes goes in YAML's brackets: blanks are part of it, and so is the colon
/// of an address.
fn plain_scalar(rest: &str) -> usize {
    let mut before = ' ';
    let mut length = 0;
    for (at, c) in rest.char_indices() {
        let behind = rest[at + c.len_utf8()..].chars().next();
        let colon = c == ':' && behind.is_none_or(|c| c.is_whitespace() || ",[]{}".contains(c));
        if colon || ",[]{}\n\r".contains(c) || (c == '#' && before.is_whitespace() && at > 0) {
            break;
        }
        if !c.is_whitespace() {
            length = at + c.len_utf8();
        }
        before = c;
    }
    length
}

/// A string up to its closing quote, or to the end of the line.
fn string(rest: &str, quote: char) -> (Kind, usize) {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' | '\r' => return (Kind::Text { closed: false }, at),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return (Kind::Text { closed: true }, at + 1),
            _ => {}
        }
    }
    (Kind::Text { closed: false }, rest.len())
}

#[cfg(test)]
mod tests {
    use super::super::spot::testing::{self, way};
    use super::*;

    fn at(text: &str) -> Option<Spot> {
        testing::at(spot, text)
    }

    #[test]
    fn a_key_that_is_being_typed() {
        for text in [
            r#"{"mcpServers": {"a": {"command": "x", "ar|"#,
            "{\"mcpServers\": {\"a\": {\n  // \"b\": {\n  \"command\": \"x\",\n  \"ar|\n  \"env\": {}\n}}}",
            r#"{"mcpServers": {"a": {"command": "x" "ar|"}}}"#,
        ] {
            let spot = at(text).unwrap();
            assert_eq!(way(&spot), ["mcpServers", "a"], "{text}");
            assert_eq!(spot.wanted, Wanted::Key, "{text}");
            assert!(spot.quoted && spot.present.contains(&"command".to_owned()));
        }
    }

    #[test]
    fn what_follows_counts() {
        let spot = at("{\"a\": {\n  |\n  \"env\": {\"X\": 1}\n}, \"b\": 2}").unwrap();
        assert_eq!((spot.present, spot.comma), (vec!["env".to_owned()], true));
        let spot = at(r#"{"a": {"co|": "x"}}"#).unwrap();
        assert_eq!((spot.valued, spot.comma), (true, false));
        let spot = at(r#"{"a": {"x": 1, |}}"#).unwrap();
        assert_eq!(
            (spot.valued, spot.comma, spot.quoted),
            (false, false, false)
        );
    }

    #[test]
    fn a_value() {
        for (text, quoted) in [
            (r#"{"s": {"a": {"type": |}}}"#, false),
            (r#"{"s": {"a": {"type": "st|"#, true),
            (r#"{"s": {"a": {"type": st|, "x": 1}}}"#, false),
        ] {
            let spot = at(text).unwrap();
            assert_eq!(spot.wanted, Wanted::Value("type".to_owned()), "{text}");
            assert_eq!(spot.quoted, quoted, "{text}");
        }
    }

    #[test]
    fn lists_are_told() {
        let spot = at(r#"{"servers": [{"name": "a", |}]}"#).unwrap();
        assert_eq!(way(&spot), ["servers", "#"]);
        assert!(at(r#"{"args": ["|"]}"#).is_none());
    }

    #[test]
    fn nothing_is_written_in_a_comment_or_behind_the_end() {
        for text in ["{ // a|", "{ /* | */ }", "|", "{}|", "[|]", "{\"a\" |}"] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn any_text_is_survived() {
        let text = "{\"é\": {\"b\": [1, {\"c\": \"\\\"d\n}, 'e': /* x";
        for (offset, _) in text.char_indices() {
            let _ = spot(text, offset);
        }
        let _ = spot(text, text.len());
    }
}
