//! Text to statements and values, going on behind every error.

use super::build::{Builder, Draft, PathKey};
use super::layout::{Entry, Group, Layout};
use super::lex::{Kind, Token, Tokens};
use super::{scalar, strings};
use crate::document::{
    MAX_DEPTH, Mend, NodeKind, Parsed, Quote, Span, SyntaxError, SyntaxErrorKind, TextEdit,
};

/// Reads `text`, and how it is written.
pub(super) fn read(text: &str) -> (Parsed, Layout) {
    let mut parser = Parser {
        tokens: Tokens::new(text),
        builder: Builder::new(text),
    };
    parser.document();
    let comments = parser.tokens.comments;
    let (tree, layout, mut errors) = parser.builder.finish();
    errors.extend(parser.tokens.errors);
    errors.sort_by_key(|error| error.span);
    let parsed = Parsed {
        tree,
        comments,
        trailing_commas: Vec::new(),
        errors,
        anchors: Vec::new(),
    };
    (parsed, layout)
}

pub(super) struct Parser<'t> {
    pub(super) tokens: Tokens<'t>,
    pub(super) builder: Builder,
}

/// A value, and whether the parser knows where it is behind it.
pub(super) struct Value {
    pub(super) draft: Draft,
    pub(super) span: Span,
    pub(super) in_step: bool,
}

impl Parser<'_> {
    pub(super) fn report(
        &mut self,
        kind: SyntaxErrorKind,
        span: Span,
        message: impl Into<String>,
        mend: Option<Mend>,
    ) {
        self.builder.errors.push(SyntaxError {
            kind,
            span,
            message: message.into(),
            mend,
        });
    }

    pub(super) fn unexpected(&mut self, span: Span, message: impl Into<String>) {
        self.report(SyntaxErrorKind::Unexpected, span, message, None);
    }

    fn document(&mut self) {
        loop {
            let token = self.tokens.peek();
            match token.kind {
                Kind::End => return,
                Kind::White | Kind::Invisible | Kind::Newline | Kind::Comment => {
                    self.tokens.bump();
                }
                Kind::OpenBracket => self.header(),
                Kind::OpenBrace => {
                    self.unexpected(
                        token.span,
                        "expected a table header or a key, found `{`: this looks like JSON, not \
                         TOML",
                    );
                    self.skip_balanced();
                    self.tokens.skip_line();
                }
                Kind::Equals | Kind::Comma | Kind::CloseBracket | Kind::CloseBrace => {
                    let found = self.tokens.slice(token.span);
                    self.unexpected(
                        token.span,
                        format!("expected a table header or a key, found `{found}`"),
                    );
                    self.tokens.skip_line();
                }
                _ => self.line(),
            }
        }
    }

    fn header(&mut self) {
        let open = self.tokens.bump().span;
        let second = self.tokens.peek();
        let is_list = second.kind == Kind::OpenBracket;
        if is_list {
            self.tokens.bump();
        }
        let Some(path) = self.key_path(true) else {
            self.tokens.skip_line();
            return self.builder.detach();
        };
        let last = path.last().map_or(open, |key| key.span);
        let mark = if is_list { "]]" } else { "]" };
        let mut end = last.end;
        let mut closed = 0;
        while closed < mark.len() && self.tokens.peek().kind == Kind::CloseBracket {
            let close = self.tokens.bump().span;
            if closed > 0 && close.start != end {
                self.unexpected(close, "the two `]` of a header stand side by side");
            }
            end = close.end;
            closed += 1;
        }
        if closed < mark.len() {
            let token = self.tokens.peek();
            if self.is_line_end(token) {
                let missing = &mark[closed..];
                self.report(
                    SyntaxErrorKind::Unclosed,
                    Span::at(end),
                    format!("expected `{missing}` at the end of this table header"),
                    Some(Mend {
                        title: format!("add `{missing}`"),
                        safe: true,
                        edits: vec![TextEdit::insert(end, missing)],
                    }),
                );
            } else {
                self.unexpected(
                    token.span,
                    format!("expected `{mark}` in this table header"),
                );
            }
            self.tokens.skip_line();
        } else {
            self.end_of_line("this table header");
        }
        let span = Span::new(open.start, end);
        self.builder.header(&path, span, is_list);
    }

    fn line(&mut self) {
        let start = self.tokens.peek().span.start;
        let Some(path) = self.key_path(false) else {
            return self.tokens.skip_line();
        };
        if !self.separator(&path) {
            return self.tokens.skip_line();
        }
        let depth = self.builder.depth() + path.len();
        if depth > MAX_DEPTH {
            self.builder.too_deep(Span::at(start));
            return self.tokens.skip_line();
        }
        let value = self.value(depth);
        let span = Span::new(start, value.span.end.max(start));
        self.builder.line(&path, span, value.draft);
        if value.in_step {
            self.end_of_line("this value");
        } else if !self.at_line_start() {
            self.tokens.skip_line();
        }
    }

    /// Whether the next token is the first of its line: an unclosed bracket ends before it.
    pub(super) fn at_line_start(&mut self) -> bool {
        let at = self.tokens.peek().span.start;
        let before = self.tokens.slice(Span::new(0, at));
        before.ends_with(['\n', '\r'])
    }

    fn is_line_end(&self, token: Token) -> bool {
        matches!(token.kind, Kind::Newline | Kind::End | Kind::Comment)
    }

    fn end_of_line(&mut self, behind: &str) {
        self.tokens.skip_white();
        let token = self.tokens.peek();
        if self.is_line_end(token) {
            return;
        }
        let line = self.tokens.line_end(token.span.start);
        let rest = self
            .tokens
            .slice(Span::new(token.span.start, line))
            .trim_end();
        if rest == "," || rest == ";" {
            self.report(
                SyntaxErrorKind::ExtraComma,
                Span::new(token.span.start, token.span.start + 1),
                format!("no `{rest}` comes behind {behind} in TOML"),
                Some(Mend {
                    title: format!("remove the `{rest}`"),
                    safe: true,
                    edits: vec![TextEdit::delete(Span::new(
                        token.span.start,
                        token.span.start + 1,
                    ))],
                }),
            );
        } else {
            let span = Span::new(token.span.start, token.span.start + rest.len());
            self.unexpected(
                span,
                format!("expected the end of the line behind {behind}"),
            );
        }
        self.tokens.skip_line();
    }

    /// Reads a key, dotted or not, and the white space behind it.
    pub(super) fn key_path(&mut self, in_header: bool) -> Option<Vec<PathKey>> {
        let mut path = Vec::new();
        loop {
            self.tokens.skip_white();
            path.push(self.key(in_header)?);
            self.tokens.skip_white();
            if self.tokens.peek().kind != Kind::Dot {
                return Some(path);
            }
            self.tokens.bump();
        }
    }

    fn key(&mut self, in_header: bool) -> Option<PathKey> {
        let token = self.tokens.peek();
        match token.kind {
            Kind::Atom => Some(self.bare_key(token, in_header)),
            Kind::Curly => {
                self.tokens.bump();
                let text = inside_curly(self.tokens.slice(token.span));
                self.report(
                    SyntaxErrorKind::TypographicQuote,
                    token.span,
                    "typographic quotes do not quote in TOML; use `\"`",
                    Some(Mend {
                        title: "use straight quotes".to_owned(),
                        safe: true,
                        edits: vec![TextEdit::replace(token.span, strings::quoted(&text, None))],
                    }),
                );
                Some(PathKey {
                    text,
                    span: token.span,
                    quote: Quote::Bare,
                })
            }
            kind if kind.is_string() => {
                self.tokens.bump();
                let raw = self.tokens.slice(token.span);
                let decoded = strings::decode(raw);
                if matches!(kind, Kind::LongBasic | Kind::LongLiteral) {
                    self.unexpected(token.span, "a key cannot be a multi-line string");
                } else if let Some(error) = decoded.error(raw, token.span.start) {
                    self.builder.errors.push(error);
                    if !decoded.is_closed() {
                        return None;
                    }
                }
                Some(PathKey {
                    text: decoded.text,
                    span: token.span,
                    quote: decoded.quote,
                })
            }
            _ => {
                self.unexpected(Span::at(token.span.start), "expected a key here");
                None
            }
        }
    }

    /// A key without quotes; one that needs them is reported and taken nevertheless.
    fn bare_key(&mut self, token: Token, in_header: bool) -> PathKey {
        let stop = if in_header { ']' } else { '=' };
        let mut span = token.span;
        self.tokens.bump();
        if self.tokens.peek().kind == Kind::White {
            // `my server` is one key without its quotes, if nothing else can stand here.
            let rest = self.tokens.rest(span.start);
            let end = rest
                .find(|c| {
                    matches!(
                        c,
                        '\n' | '\r' | '.' | '"' | '\'' | '#' | ',' | ':' | '{' | '['
                    )
                })
                .unwrap_or(rest.len());
            let end = rest[..end]
                .find(stop)
                .unwrap_or_else(|| if rest[end..].starts_with('.') { end } else { 0 });
            let words = rest[..end].trim_end();
            if words.len() > span.len() {
                span.end = span.start + words.len();
                self.tokens.restart(span.end);
            }
        }
        if !in_header && let Some(colon) = self.tokens.slice(span).find(':') {
            let behind = self.tokens.rest(span.end).trim_start_matches([' ', '\t']);
            if !behind.starts_with(['.', '=']) && colon > 0 {
                span.end = span.start + colon;
                self.tokens.restart(span.end);
            }
        }
        let text = self.tokens.slice(span).to_owned();
        if !strings::is_bare_key(&text) {
            self.report(
                SyntaxErrorKind::Unexpected,
                span,
                format!("the key `{text}` needs quotes"),
                Some(Mend {
                    title: "put the key in quotes".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::replace(span, strings::quoted(&text, None))],
                }),
            );
        }
        PathKey {
            text,
            span,
            quote: Quote::Bare,
        }
    }

    /// Takes the `=` behind a key; false when there is none and no value either.
    pub(super) fn separator(&mut self, path: &[PathKey]) -> bool {
        let key_end = path.last().map_or(0, |key| key.span.end);
        let name = path.last().map_or("", |key| key.text.as_str());
        let token = self.tokens.peek();
        if token.kind == Kind::Equals {
            self.tokens.bump();
            return true;
        }
        if token.kind == Kind::Atom && self.tokens.slice(token.span).starts_with(':') {
            let colon = Span::new(token.span.start, token.span.start + 1);
            let mut gone = colon;
            self.tokens.restart(colon.end);
            if self.tokens.peek().kind == Kind::Equals {
                gone.end = self.tokens.bump().span.end;
            }
            let sign = if colon.start == key_end { " =" } else { "=" };
            self.report(
                SyntaxErrorKind::MissingColon,
                colon,
                format!("expected `=` behind the key `{name}`, found `:`"),
                Some(Mend {
                    title: "write `=`".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::replace(gone, sign)],
                }),
            );
            return true;
        }
        let at = Span::at(key_end);
        let message = format!("expected `=` and a value behind `{name}`");
        if token.kind.is_string() || matches!(token.kind, Kind::OpenBracket | Kind::OpenBrace) {
            let mend = Mend {
                title: "add `=`".to_owned(),
                safe: true,
                edits: vec![TextEdit::insert(key_end, " =")],
            };
            self.report(SyntaxErrorKind::MissingColon, at, message, Some(mend));
            return true;
        }
        self.report(SyntaxErrorKind::MissingColon, at, message, None);
        false
    }

    /// Reads the value that comes next, behind white space; `depth` objects and lists are
    /// around it.
    pub(super) fn value(&mut self, depth: usize) -> Value {
        self.tokens.skip_white();
        let token = self.tokens.peek();
        match token.kind {
            Kind::OpenBracket | Kind::OpenBrace if depth >= MAX_DEPTH => {
                self.builder.too_deep(token.span);
                let end = self.skip_balanced();
                let span = Span::new(token.span.start, end);
                self.broken(span, "a value that is nested too deep", true)
            }
            Kind::OpenBracket => self.array(depth + 1),
            Kind::OpenBrace => self.inline_table(depth + 1),
            Kind::Curly => self.curly(token),
            Kind::Atom | Kind::Dot => self.unquoted(),
            kind if kind.is_string() => self.string(token),
            _ => {
                self.unexpected(Span::at(token.span.start), "expected a value here");
                let span = Span::at(token.span.start);
                self.broken(span, "a missing value", false)
            }
        }
    }

    fn broken(&mut self, span: Span, why: &'static str, in_step: bool) -> Value {
        Value {
            draft: self.builder.leaf(span, NodeKind::Opaque { why }),
            span,
            in_step,
        }
    }

    fn whole(&mut self, span: Span, kind: NodeKind) -> Value {
        Value {
            draft: self.builder.leaf(span, kind),
            span,
            in_step: true,
        }
    }

    fn string(&mut self, token: Token) -> Value {
        self.tokens.bump();
        let mut span = token.span;
        let mut raw = self.tokens.slice(span);
        let mut decoded = strings::decode(raw);
        if !decoded.is_closed() && raw.ends_with('\r') {
            // The token of an unclosed string ends before the line feed only.
            span.end -= 1;
            raw = self.tokens.slice(span);
            decoded = strings::decode(raw);
        }
        if let Some(error) = decoded.error(raw, span.start) {
            self.builder.errors.push(error);
        }
        if decoded.is_whole() {
            let kind = NodeKind::String {
                text: decoded.text,
                quote: decoded.quote,
            };
            self.whole(span, kind)
        } else {
            self.broken(span, "a broken string", decoded.is_closed())
        }
    }

    fn curly(&mut self, token: Token) -> Value {
        self.tokens.bump();
        let raw = self.tokens.slice(token.span);
        let text = inside_curly(raw);
        let closed = text.len() + raw.chars().next().map_or(0, char::len_utf8) < raw.len();
        self.report(
            SyntaxErrorKind::TypographicQuote,
            token.span,
            "typographic quotes do not quote in TOML; use `\"`",
            closed.then(|| Mend {
                title: "use straight quotes".to_owned(),
                safe: true,
                edits: vec![TextEdit::replace(token.span, strings::quoted(&text, None))],
            }),
        );
        self.broken(token.span, "a text in typographic quotes", closed)
    }

    /// Reads a value without quotes: to the end of the word, or of a date with a space in it.
    fn unquoted(&mut self) -> Value {
        let mut span = self.tokens.bump().span;
        self.adjacent(&mut span);
        let is_date = |text: &str| {
            text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-'
        };
        let behind = self.tokens.slice(Span::new(span.end, span.end + 2));
        if is_date(self.tokens.slice(span))
            && behind.starts_with(' ')
            && behind[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            self.tokens.bump();
            span.end = self.tokens.bump().span.end;
            self.adjacent(&mut span);
        }
        match scalar::read(self.tokens.slice(span), span) {
            Ok(kind) => self.whole(span, kind),
            Err(error) => self.explain_unquoted(span, error),
        }
    }

    fn adjacent(&mut self, span: &mut Span) {
        while matches!(self.tokens.peek().kind, Kind::Atom | Kind::Dot) {
            span.end = self.tokens.bump().span.end;
        }
    }

    fn explain_unquoted(&mut self, span: Span, mut error: SyntaxError) -> Value {
        let rest = self.tokens.rest(span.end);
        // What goes on without white space is the same word: `https://x/?a=b#c`.
        let glued = rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
            .unwrap_or(rest.len());
        if glued > 0 && error.kind == SyntaxErrorKind::Unexpected {
            let word = Span::new(span.start, span.end + glued);
            if let Err(longer) = scalar::read(self.tokens.slice(word), word) {
                error = longer;
                // A `#` may have begun a comment.
                let sure = !rest[..glued].contains('#');
                if let Some(mend) = &mut error.mend {
                    mend.safe = sure;
                }
            }
            self.tokens.restart(word.end);
        }
        let word = error.span;
        let behind = self.tokens.rest(word.end).trim_start_matches([' ', '\t']);
        let alone = behind.is_empty() || behind.starts_with(['\n', '\r', '#', ',', ']', '}']);
        if !alone {
            error.mend = None;
        }
        self.builder.errors.push(error);
        self.broken(word, "a text without quotes", alone)
    }

    /// Skips a bracketed value without reading it and returns its end.
    pub(super) fn skip_balanced(&mut self) -> usize {
        let mut open = 0_usize;
        loop {
            let token = self.tokens.bump();
            match token.kind {
                Kind::OpenBracket | Kind::OpenBrace => open += 1,
                Kind::CloseBracket | Kind::CloseBrace => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 || token.kind == Kind::End {
                return token.span.end;
            }
        }
    }

    pub(super) fn group(open: Span, close: Span, entries: Vec<Entry<Draft>>) -> Group<Draft> {
        Group {
            open,
            close,
            entries,
        }
    }
}

/// The text between typographic quotes.
fn inside_curly(raw: &str) -> String {
    let mut inside = raw.chars();
    inside.next();
    let inside = inside.as_str();
    inside
        .strip_suffix(['“', '”', '‟', '″', '"', '‘', '’', '‛', '′', '\'', '«', '»'])
        .unwrap_or(inside)
        .to_owned()
}
