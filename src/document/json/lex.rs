//! Text to tokens. Whole tokens come from [`jsonc_parser::Scanner`]; what it stops at is read
//! here, reported, and stepped over.

use jsonc_parser::tokens::Token as Scanned;
use jsonc_parser::{Scanner, ScannerOptions};

use super::super::{
    Comment, CommentStyle, Mend, Quote, Span, SyntaxError, SyntaxErrorKind, TextEdit,
};
use super::place;

/// More errors than this help nobody and would only cost memory.
pub(super) const MAX_ERRORS: usize = 100_000;

const STRICT: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The two kinds of bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Brace,
    Square,
}

impl Bracket {
    pub(super) const fn closer(self) -> char {
        match self {
            Bracket::Brace => '}',
            Bracket::Square => ']',
        }
    }
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Open(Bracket),
    Close(Bracket),
    Comma,
    Colon,
    String {
        text: String,
        quote: Quote,
    },
    Number,
    Bool(bool),
    Null,
    /// Anything else: a bare word, a broken number, a stray sign.
    Word,
    End,
}

/// A token and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// Reads tokens from a text and gathers its comments and errors.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    /// Where the next token or the white space before it begins.
    pub(super) at: usize,
    pub(super) comments: Vec<Comment>,
    pub(super) errors: Vec<SyntaxError>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: place::body_start(text),
            comments: Vec::new(),
            errors: Vec::new(),
        }
    }

    pub(super) fn report(
        &mut self,
        kind: SyntaxErrorKind,
        span: Span,
        message: impl Into<String>,
        mend: Option<Mend>,
    ) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(SyntaxError {
                kind,
                span,
                message: message.into(),
                mend,
            });
        }
    }

    pub(super) fn slice(&self, span: Span) -> &'t str {
        &self.text[span.start..span.end]
    }

    /// What the scanner reads at `at`, and where that ends.
    pub(super) fn scan(&self, at: usize) -> Option<(Scanned<'t>, usize)> {
        // A scanner for each token: making one is free, and an error, for which it counts
        // lines from its start, then costs no more than its token is long.
        let mut scanner = Scanner::new(&self.text[at..], &STRICT);
        let token = scanner.scan().ok()??;
        Some((token, at + scanner.token_end()))
    }

    /// The next token; lexical errors on the way are reported.
    pub(super) fn next_token(&mut self) -> Token {
        self.skip_trivia();
        let start = self.at;
        let Some(first) = self.text[start..].chars().next() else {
            return self.token(Kind::End, start, start);
        };
        match first {
            '"' => self.string(),
            '\'' => self.single_quoted('\''),
            '`' if !self.text[start..].starts_with("```") => self.single_quoted('`'),
            c if is_curly(c) => self.curly_quoted(),
            '{' | '}' | '[' | ']' | ',' | ':' => match self.scan(start) {
                Some((scanned, end)) => self.scanned(&scanned, start, end),
                None => self.word(start),
            },
            '-' | '0'..='9' | 't' | 'f' | 'n' => {
                let end = word_end(self.text, start);
                match self.scan(start) {
                    Some((scanned, scanned_end)) if scanned_end == end => {
                        self.scanned(&scanned, start, end)
                    }
                    _ => self.word(start),
                }
            }
            _ => self.word(start),
        }
    }

    pub(super) fn token(&mut self, kind: Kind, start: usize, end: usize) -> Token {
        self.at = end;
        Token {
            kind,
            span: Span::new(start, end),
        }
    }

    fn scanned(&mut self, scanned: &Scanned<'_>, start: usize, end: usize) -> Token {
        let kind = match scanned {
            Scanned::OpenBrace => Kind::Open(Bracket::Brace),
            Scanned::CloseBrace => Kind::Close(Bracket::Brace),
            Scanned::OpenBracket => Kind::Open(Bracket::Square),
            Scanned::CloseBracket => Kind::Close(Bracket::Square),
            Scanned::Comma => Kind::Comma,
            Scanned::Colon => Kind::Colon,
            Scanned::Number(_) => Kind::Number,
            Scanned::Boolean(value) => Kind::Bool(*value),
            Scanned::Null => Kind::Null,
            _ => Kind::Word,
        };
        self.token(kind, start, end)
    }

    fn word(&mut self, start: usize) -> Token {
        let end = word_end(self.text, start);
        self.token(Kind::Word, start, end)
    }

    /// Steps over white space and comments, invisible characters too, which are reported.
    pub(super) fn skip_trivia(&mut self) {
        loop {
            self.at = place::over_space(self.text, self.at);
            let start = self.at;
            match self.text[start..].chars().next() {
                Some('/') => {
                    let style = match self.text.as_bytes().get(start + 1) {
                        Some(b'/') => CommentStyle::Line,
                        Some(b'*') => CommentStyle::Block,
                        _ => return,
                    };
                    if let Some((_, end)) = self.scan(start) {
                        let span = Span::new(start, end);
                        self.comments.push(Comment { span, style });
                        self.at = end;
                    } else {
                        self.at = self.text.len();
                        let span = Span::new(start, start + 2);
                        let message = "this comment is never closed: expected `*/`";
                        self.report(SyntaxErrorKind::Unclosed, span, message, None);
                    }
                }
                Some('#') => {
                    let span = Span::new(start, place::line_end(self.text, start));
                    self.at = span.end;
                    let mend = Mend {
                        title: "remove the comment".to_owned(),
                        safe: false,
                        edits: vec![TextEdit::delete(place::with_own_line(self.text, span))],
                    };
                    let message = "a comment must not start with `#` in JSON";
                    self.report(SyntaxErrorKind::Comment, span, message, Some(mend));
                }
                Some(c) if is_invisible(c) => self.skip_invisible(),
                _ => return,
            }
        }
    }

    fn skip_invisible(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let run = rest.trim_start_matches(|c| is_invisible(c) || matches!(c, ' ' | '\t'));
        let run = rest[..rest.len() - run.len()].trim_end_matches([' ', '\t']);
        let visible: String = run
            .chars()
            .filter(|&c| !is_invisible(c) || c.is_whitespace())
            .map(|c| if is_invisible(c) { ' ' } else { c })
            .collect();
        let first = run.chars().next().unwrap_or(' ');
        let span = Span::new(start, start + run.len());
        self.at = span.end;
        let mend = Mend {
            title: if visible.is_empty() {
                "remove the invisible character".to_owned()
            } else {
                "write plain spaces".to_owned()
            },
            safe: true,
            edits: vec![TextEdit::replace(span, visible)],
        };
        let message = format!("{} is not white space in JSON", name_of_invisible(first));
        self.report(
            SyntaxErrorKind::InvisibleCharacter,
            span,
            message,
            Some(mend),
        );
    }
}

/// Quotes that word processors make of `"` and `'`.
pub(super) fn is_curly(c: char) -> bool {
    matches!(c, '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '\u{ab}' | '\u{bb}')
}

/// No JSON white space, and nothing to be seen either.
fn is_invisible(c: char) -> bool {
    match c {
        ' ' | '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        c => c.is_whitespace() || c.is_control(),
    }
}

fn name_of_invisible(c: char) -> String {
    match c {
        '\u{a0}' => "a no-break space".to_owned(),
        '\u{200b}' => "a zero-width space".to_owned(),
        '\u{feff}' => "a byte order mark in the middle of the file".to_owned(),
        '\u{c}' => "a form feed".to_owned(),
        '\u{b}' => "a vertical tab".to_owned(),
        c => format!("the invisible character U+{:04X}", c as u32),
    }
}

/// Where the word at `start` ends: one sign that cannot be part of a word is one by itself.
pub(super) fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    if rest.starts_with(['=', '>']) {
        return text.len() - rest.trim_start_matches(['=', '>']).len();
    }
    let mut ends = false;
    for (offset, c) in rest.char_indices() {
        let stops = match c {
            ' ' | '\t' | '\n' | '\r' => true,
            ',' | ':' | '{' | '}' | '[' | ']' | '"' | '\'' | ';' | '=' => true,
            '/' => rest[offset..].starts_with("//") || rest[offset..].starts_with("/*"),
            c => is_curly(c) || is_invisible(c),
        };
        if ends || (stops && offset > 0) {
            return start + offset;
        }
        ends = stops;
    }
    text.len()
}
