//! The tokens of a text, one ahead of the parser, with the few that TOML does not have but
//! people write: typographic quotes and invisible characters.

use toml_parser::Source;
use toml_parser::lexer::{Lexer, TokenKind};

use crate::document::{Comment, CommentStyle, Mend, Span, SyntaxError, SyntaxErrorKind, TextEdit};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Dot,
    Equals,
    Comma,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    White,
    /// A run of invisible characters, taken for white space.
    Invisible,
    Comment,
    Newline,
    Literal,
    Basic,
    LongLiteral,
    LongBasic,
    /// A text in typographic quotes, to the closing one or to the end of the line.
    Curly,
    Atom,
    End,
}

impl Kind {
    fn of(kind: TokenKind) -> Kind {
        match kind {
            TokenKind::Dot => Kind::Dot,
            TokenKind::Equals => Kind::Equals,
            TokenKind::Comma => Kind::Comma,
            TokenKind::LeftSquareBracket => Kind::OpenBracket,
            TokenKind::RightSquareBracket => Kind::CloseBracket,
            TokenKind::LeftCurlyBracket => Kind::OpenBrace,
            TokenKind::RightCurlyBracket => Kind::CloseBrace,
            TokenKind::Whitespace => Kind::White,
            TokenKind::Comment => Kind::Comment,
            TokenKind::Newline => Kind::Newline,
            TokenKind::LiteralString => Kind::Literal,
            TokenKind::BasicString => Kind::Basic,
            TokenKind::MlLiteralString => Kind::LongLiteral,
            TokenKind::MlBasicString => Kind::LongBasic,
            TokenKind::Atom => Kind::Atom,
            TokenKind::Eof => Kind::End,
        }
    }

    pub(super) fn is_string(self) -> bool {
        matches!(
            self,
            Kind::Literal | Kind::Basic | Kind::LongLiteral | Kind::LongBasic
        )
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// The tokens from a movable place on.
pub(super) struct Tokens<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    /// Where in `text` the lexer began.
    base: usize,
    peeked: Option<Token>,
    /// Where the next token begins, and where the lexer stands.
    at: usize,
    lexed: usize,
    /// The last atom of the lexer. Where it was cut in two, what is left of it is one atom too,
    /// unless it begins with a quote: it must not be searched for its end again and again.
    atom: Span,
    pub(super) comments: Vec<Comment>,
    pub(super) errors: Vec<SyntaxError>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            lexer: Source::new(text).lex(),
            base: 0,
            peeked: None,
            at: 0,
            lexed: 0,
            atom: Span::at(0),
            comments: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Goes on at the byte `at`, which must be on a character boundary.
    pub(super) fn restart(&mut self, at: usize) {
        self.at = at;
        self.peeked = None;
    }

    pub(super) fn peek(&mut self) -> Token {
        match self.peeked {
            Some(token) => token,
            None => {
                let token = self.read();
                self.peeked = Some(token);
                token
            }
        }
    }

    /// Takes the next token; at the end of the text, always [`Kind::End`].
    pub(super) fn bump(&mut self) -> Token {
        let token = self.peek();
        self.peeked = None;
        match token.kind {
            Kind::Comment => self.comment(token.span),
            Kind::Newline if self.slice(token.span) == "\r" => self.errors.push(SyntaxError {
                kind: SyntaxErrorKind::ControlCharacter,
                span: token.span,
                message: "a carriage return must be followed by a line feed".to_owned(),
                mend: None,
            }),
            Kind::Invisible => self.invisible(token.span),
            _ => {}
        }
        token
    }

    pub(super) fn skip_white(&mut self) {
        while matches!(self.peek().kind, Kind::White | Kind::Invisible) {
            self.bump();
        }
    }

    /// Takes all up to the end of the line, not the line break itself.
    pub(super) fn skip_line(&mut self) {
        let start = self.peek().span.start;
        let line = self.line_end(start);
        loop {
            let token = self.peek();
            if matches!(token.kind, Kind::Newline | Kind::End) {
                return;
            }
            if token.span.end > line {
                self.restart(line);
                return;
            }
            self.bump();
        }
    }

    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The text from `at` on.
    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The end of the line around `at`, its line break excluded.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.find(['\r', '\n']).unwrap_or(rest.len())
    }

    fn read(&mut self) -> Token {
        if self.atom.contains(self.at) && !self.rest(self.at).starts_with(['"', '\'']) {
            return self.read_atom(Span::new(self.at, self.atom.end));
        }
        if self.at != self.lexed {
            self.base = self.at;
            self.lexer = Source::new(self.rest(self.at)).lex();
        }
        let Some(token) = self.lexer.next() else {
            return Token {
                kind: Kind::End,
                span: Span::at(self.text.len()),
            };
        };
        let span = Span::new(
            self.base + token.span().start(),
            self.base + token.span().end(),
        );
        self.lexed = span.end;
        self.at = span.end;
        let kind = Kind::of(token.kind());
        if kind == Kind::Atom {
            self.atom = span;
            self.read_atom(span)
        } else {
            Token { kind, span }
        }
    }

    /// The crate's atoms hold everything that is not ASCII.
    fn read_atom(&mut self, span: Span) -> Token {
        let text = self.slice(span);
        if text.is_ascii() {
            self.at = span.end;
            return Token {
                kind: Kind::Atom,
                span,
            };
        }
        if text.starts_with(is_invisible) {
            let rest = text.trim_start_matches(is_invisible);
            let run = Span::new(span.start, span.end - rest.len());
            self.at = run.end;
            return Token {
                kind: Kind::Invisible,
                span: run,
            };
        }
        if let Some(close) = text.chars().next().and_then(closing_quotes) {
            let body = span.start + text.chars().next().map_or(0, char::len_utf8);
            let rest = self.rest(body);
            let stop = rest.find(|c| matches!(c, '\r' | '\n') || close.contains(&c));
            let stop = stop.unwrap_or(rest.len());
            let end = match rest[stop..].chars().next() {
                Some(found) if close.contains(&found) => body + stop + found.len_utf8(),
                _ => body + stop,
            };
            self.at = end;
            return Token {
                kind: Kind::Curly,
                span: Span::new(span.start, end),
            };
        }
        let end = text.find(is_invisible).unwrap_or(text.len());
        let word = Span::new(span.start, span.start + end);
        self.at = word.end;
        Token {
            kind: Kind::Atom,
            span: word,
        }
    }

    fn comment(&mut self, span: Span) {
        self.comments.push(Comment {
            span,
            style: CommentStyle::Hash,
        });
        for (at, found) in self.slice(span).char_indices() {
            if found != '\t' && found.is_ascii_control() {
                let at = span.start + at;
                self.errors.push(SyntaxError {
                    kind: SyntaxErrorKind::ControlCharacter,
                    span: Span::new(at, at + found.len_utf8()),
                    message: format!(
                        "the control character U+{:04X} must not stand in a comment",
                        u32::from(found)
                    ),
                    mend: None,
                });
            }
        }
    }

    fn invisible(&mut self, span: Span) {
        let found = self.slice(span);
        let names: Vec<String> = found
            .chars()
            .map(|c| format!("U+{:04X}", u32::from(c)))
            .collect();
        // A space in their place never joins two words.
        let edit = if found.contains('\u{a0}') || found.chars().any(char::is_whitespace) {
            TextEdit::replace(span, " ")
        } else {
            TextEdit::delete(span)
        };
        self.errors.push(SyntaxError {
            kind: SyntaxErrorKind::InvisibleCharacter,
            span,
            message: format!("an invisible character ({}) stands here", names.join(", ")),
            mend: Some(Mend {
                title: "remove the invisible character".to_owned(),
                safe: true,
                edits: vec![edit],
            }),
        });
    }
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{a0}'
            | '\u{ad}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{2064}'
            | '\u{3000}'
            | '\u{feff}'
    )
}

/// The quotes that close what `open` opened, if it is a typographic quote.
fn closing_quotes(open: char) -> Option<&'static [char]> {
    match open {
        '“' | '”' | '„' | '‟' | '″' => Some(&['“', '”', '‟', '″', '"']),
        '‘' | '’' | '‚' | '‛' | '′' => Some(&['‘', '’', '‛', '′', '\'']),
        '«' => Some(&['»']),
        '»' => Some(&['«']),
        _ => None,
    }
}
