//! Tokens to a tree, going on behind every error.

use super::super::{
    Key, MAX_DEPTH, Member, Mend, NodeId, NodeKind, Parsed, Quote, Span, SyntaxErrorKind, TextEdit,
    Tree,
};
use super::lex::{Bracket, Kind, Lexer, Token};
use super::place;
use super::word::shown;

/// What came last in an object or a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Last {
    /// Its opening bracket.
    Open,
    /// A whole value: a comma or the end is due.
    Value,
    /// A comma.
    Comma(Span),
    /// Something broken and reported: whatever comes is right.
    Broken,
}

/// What was made of a closing bracket of the other kind.
#[derive(PartialEq)]
pub(super) enum WrongCloser {
    /// The right one is missing before it.
    Left,
    /// It stands for the right one.
    Taken,
    /// It is one too many.
    Skipped,
}

/// Builds the tree of one text.
pub(super) struct Parser<'t> {
    pub(super) lexer: Lexer<'t>,
    pub(super) tree: Tree,
    pub(super) trailing_commas: Vec<Span>,
    peeked: Option<Token>,
    /// Where the last consumed token ended.
    pub(super) end: usize,
    /// The open brackets.
    pub(super) stack: Vec<Bracket>,
    /// How many closing brackets of each kind the text has more than opening ones.
    pub(super) surplus: Option<[isize; 2]>,
    /// What an array that ended before a key leaves to the object around it.
    pub(super) pending: Option<Last>,
    /// The end of the text was reported as missing something.
    pub(super) ended: bool,
    too_deep: bool,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            lexer: Lexer::new(text),
            tree: Tree::default(),
            trailing_commas: Vec::new(),
            peeked: None,
            end: 0,
            stack: Vec::new(),
            surplus: None,
            pending: None,
            ended: false,
            too_deep: false,
        }
    }

    pub(super) fn run(mut self) -> Parsed {
        if let Some(root) = self.root() {
            self.tree.set_root(root);
        }
        Parsed {
            tree: self.tree,
            comments: self.lexer.comments,
            trailing_commas: self.trailing_commas,
            errors: self.lexer.errors,
            anchors: Vec::new(),
        }
    }

    pub(super) fn text(&self) -> &'t str {
        self.lexer.text
    }

    pub(super) fn peek(&mut self) -> &Token {
        let lexer = &mut self.lexer;
        self.peeked.get_or_insert_with(|| lexer.next_token())
    }

    pub(super) fn take(&mut self) -> Token {
        let token = match self.peeked.take() {
            Some(token) => token,
            None => self.lexer.next_token(),
        };
        if token.kind != Kind::End {
            self.end = token.span.end;
        }
        token
    }

    /// Whether the text is surely over; else what was peeked is given back to the lexer.
    pub(super) fn peeked_end(&mut self) -> bool {
        match self.peeked.take() {
            Some(token) if token.kind == Kind::End => true,
            Some(token) => {
                self.lexer.at = token.span.start;
                false
            }
            None => false,
        }
    }

    pub(super) fn report(
        &mut self,
        kind: SyntaxErrorKind,
        span: Span,
        message: impl Into<String>,
        mend: Option<Mend>,
    ) {
        self.lexer.report(kind, span, message, mend);
    }

    fn broken(&mut self, span: Span, why: &'static str) -> NodeId {
        self.tree.add(span, NodeKind::Opaque { why })
    }

    /// Whether a colon follows the token that ends at `end`.
    pub(super) fn colon_follows(&self, end: usize) -> bool {
        let text = self.text();
        text[place::over_trivia(text, end)..].starts_with(':')
    }

    /// Reads a value, unless there is none.
    pub(super) fn value(&mut self) -> Option<NodeId> {
        let kind = match &self.peek().kind {
            Kind::Comma | Kind::Colon | Kind::Close(_) | Kind::End => return None,
            Kind::Open(bracket) => {
                let bracket = *bracket;
                return Some(self.container(bracket));
            }
            Kind::Word => {
                let start = self.take().span.start;
                let bare = self.lexer.bare_value(start);
                self.end = bare.span.end;
                return Some(self.tree.add(bare.span, bare.kind));
            }
            Kind::String { .. } => None,
            Kind::Number => Some(NodeKind::Number(String::new())),
            Kind::Bool(value) => Some(NodeKind::Bool(*value)),
            Kind::Null => Some(NodeKind::Null),
        };
        let token = self.take();
        let kind = match (token.kind, kind) {
            (Kind::String { text, quote }, _) => NodeKind::String { text, quote },
            (Kind::Number, _) => NodeKind::Number(self.lexer.slice(token.span).to_owned()),
            (_, Some(kind)) => kind,
            (_, None) => NodeKind::Null,
        };
        Some(self.tree.add(token.span, kind))
    }

    fn container(&mut self, bracket: Bracket) -> NodeId {
        let open = self.take().span;
        if self.stack.len() + 1 >= MAX_DEPTH {
            return self.skip_too_deep(open);
        }
        self.stack.push(bracket);
        let node = match bracket {
            Bracket::Brace => {
                let members = self.members();
                let kind = NodeKind::Object(members);
                self.tree.add(Span::new(open.start, self.end), kind)
            }
            Bracket::Square => {
                let items = self.items();
                let kind = NodeKind::Array(items);
                self.tree.add(Span::new(open.start, self.end), kind)
            }
        };
        self.stack.pop();
        node
    }

    fn skip_too_deep(&mut self, open: Span) -> NodeId {
        if !self.too_deep {
            self.too_deep = true;
            let message = format!("brackets are nested deeper than {} levels", MAX_DEPTH - 1);
            self.report(SyntaxErrorKind::TooDeep, open, message, None);
        }
        let mut depth = 1_usize;
        while depth > 0 {
            match self.take().kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                Kind::End => {
                    self.ended = true;
                    break;
                }
                _ => {}
            }
        }
        self.broken(Span::new(open.start, self.end), "nested too deeply")
    }

    /// The members of an object up to and with its closing brace, or of a text that is no
    /// object but should be one: then up to the end or the first brace too many.
    pub(super) fn members(&mut self) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        let mut last = Last::Open;
        loop {
            let token = self.peek().clone();
            match token.kind {
                Kind::Close(Bracket::Brace) => {
                    if !self.stack.is_empty() {
                        self.take();
                    }
                    self.note_trailing(last);
                    break;
                }
                Kind::Close(Bracket::Square) => {
                    match self.wrong_closer(Bracket::Brace, token.span, last) {
                        WrongCloser::Left | WrongCloser::Taken => break,
                        WrongCloser::Skipped => {}
                    }
                }
                Kind::End => {
                    self.unclosed(last);
                    break;
                }
                Kind::Comma => last = self.comma(last),
                Kind::Colon => {
                    self.take();
                    let message = "expected a key before this colon";
                    self.report(SyntaxErrorKind::Unexpected, token.span, message, None);
                    self.value();
                    last = Last::Broken;
                }
                Kind::Open(_) => {
                    let message = match last {
                        Last::Value => "expected `,` or `}` after this value",
                        _ => "expected a key before this value",
                    };
                    let open = Span::new(token.span.start, token.span.start + 1);
                    self.report(SyntaxErrorKind::Unexpected, open, message, None);
                    self.value();
                    last = Last::Broken;
                }
                _ => last = self.member(last, &mut members),
            }
        }
        members
    }

    /// A comma; returns what is last now.
    fn comma(&mut self, last: Last) -> Last {
        let span = self.take().span;
        if matches!(last, Last::Value | Last::Broken) {
            return Last::Comma(span);
        }
        let mend = Mend {
            title: "remove the extra comma".to_owned(),
            safe: true,
            edits: vec![TextEdit::delete(span)],
        };
        let message = "this comma has no value before it";
        self.report(SyntaxErrorKind::ExtraComma, span, message, Some(mend));
        last
    }

    pub(super) fn note_trailing(&mut self, last: Last) {
        if let Last::Comma(span) = last {
            self.trailing_commas.push(span);
        }
    }

    fn missing_comma(&mut self) {
        let mend = Mend {
            title: "add the missing comma".to_owned(),
            safe: true,
            edits: vec![TextEdit::insert(self.end, ",")],
        };
        let message = "expected `,` after this value";
        let at = Span::at(self.end);
        self.report(SyntaxErrorKind::MissingComma, at, message, Some(mend));
    }

    /// A member, or what stands in the place of one.
    fn member(&mut self, last: Last, members: &mut Vec<Member>) -> Last {
        let token = self.peek().clone();
        let named = self.colon_follows(token.span.end);
        let is_word = token.kind == Kind::Word;
        let word = self.lexer.slice(token.span);
        if is_word && !named {
            return self.stray_word(last, word, token.span);
        }
        if last == Last::Value {
            if !named {
                self.take();
                let message = format!(
                    "expected `,` or `}}` after the value, found `{}`",
                    shown(word)
                );
                self.report(SyntaxErrorKind::Unexpected, token.span, message, None);
                return last;
            }
            self.missing_comma();
        }
        let key = self.key();
        let start = key.span.start;
        let (value, next) = self.value_of(&key);
        let span = Span::new(start, self.end.max(key.span.end));
        members.push(Member { key, value, span });
        next
    }

    fn stray_word(&mut self, last: Last, word: &str, span: Span) -> Last {
        if word == ";" && last == Last::Value {
            self.take();
            let mend = Mend {
                title: "write a comma".to_owned(),
                safe: true,
                edits: vec![TextEdit::replace(span, ",")],
            };
            let message = "expected `,`, found `;`";
            self.report(SyntaxErrorKind::MissingComma, span, message, Some(mend));
            return Last::Broken;
        }
        // A key without a colon, or anything else: all of it up to the next sign.
        self.take();
        let behind = self.text()[place::over_blanks(self.text(), span.end)..]
            .chars()
            .next();
        let is_key = behind.is_some_and(|c| matches!(c, '=' | '{' | '[' | '"'))
            && word.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let message = if word.starts_with("...") || word.starts_with('\u{2026}') {
            "`...` only stands for what was left out: expected a key in double quotes".to_owned()
        } else if is_key {
            format!(
                "expected a key in double quotes and a colon, found `{}`",
                shown(word)
            )
        } else {
            match last {
                Last::Value => format!("expected `,` or `}}`, found `{}`", shown(word)),
                _ => format!("expected a key in double quotes, found `{}`", shown(word)),
            }
        };
        self.report(SyntaxErrorKind::Unexpected, span, message, None);
        if is_key {
            if matches!(self.peek().kind, Kind::Word) {
                self.take();
            }
            self.value();
            return Last::Broken;
        }
        // The rest of a line of prose is one error, not one for every word.
        loop {
            let next = self.peek();
            let (is_word, next) = (next.kind == Kind::Word, next.span);
            let between = self.lexer.slice(Span::new(self.end, next.start));
            if !is_word || between.contains(['\n', '\r']) || self.colon_follows(next.end) {
                break;
            }
            self.take();
        }
        if last == Last::Value {
            last
        } else {
            Last::Broken
        }
    }

    fn key(&mut self) -> Key {
        let token = self.take();
        let (text, quote) = match token.kind {
            Kind::String { text, quote } => (text, quote),
            _ => {
                let word = self.lexer.slice(token.span);
                let mend = Mend {
                    title: "put the key in double quotes".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::replace(token.span, place::quoted(word))],
                };
                let message = format!("a key must stand in double quotes: `{}`", shown(word));
                self.report(
                    SyntaxErrorKind::UnquotedKey,
                    token.span,
                    message,
                    Some(mend),
                );
                (word.to_owned(), Quote::Bare)
            }
        };
        Key {
            text,
            span: token.span,
            quote,
            other_sites: Vec::new(),
        }
    }

    /// The colon and the value behind a key.
    fn value_of(&mut self, key: &Key) -> (NodeId, Last) {
        let end = key.span.end;
        let next = self.peek().clone();
        match next.kind {
            Kind::Colon => {
                self.take();
            }
            Kind::Comma | Kind::Close(_) | Kind::End => {
                let message = "expected `:` and a value after this key";
                self.report(SyntaxErrorKind::MissingColon, Span::at(end), message, None);
                return (self.broken(Span::at(end), "a missing value"), Last::Value);
            }
            Kind::Word if self.lexer.slice(next.span).starts_with('=') => {
                self.take();
                let mend = Mend {
                    title: "write a colon".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::replace(next.span, ":")],
                };
                let message = format!("expected `:`, found `{}`", self.lexer.slice(next.span));
                self.report(
                    SyntaxErrorKind::MissingColon,
                    next.span,
                    message,
                    Some(mend),
                );
            }
            _ if self.colon_follows(next.span.end) => {
                let message = "expected `:` and a value after this key";
                self.report(SyntaxErrorKind::MissingColon, Span::at(end), message, None);
                return (self.broken(Span::at(end), "a missing value"), Last::Broken);
            }
            _ => {
                let mend = Mend {
                    title: "add the missing colon".to_owned(),
                    safe: true,
                    edits: vec![TextEdit::insert(end, ":")],
                };
                let message = "expected `:` after this key";
                let at = Span::at(end);
                self.report(SyntaxErrorKind::MissingColon, at, message, Some(mend));
            }
        }
        while self.peek().kind == Kind::Colon {
            let span = self.take().span;
            let mend = Mend {
                title: "remove the extra colon".to_owned(),
                safe: true,
                edits: vec![TextEdit::delete(span)],
            };
            let message = "this colon is one too many";
            self.report(SyntaxErrorKind::Unexpected, span, message, Some(mend));
        }
        let next = self.peek().clone();
        let at = Span::at(self.end);
        if matches!(next.kind, Kind::String { .. }) && self.colon_follows(next.span.end) {
            let message = "expected a value after this colon, found another key";
            self.report(SyntaxErrorKind::Unexpected, at, message, None);
            return (self.broken(at, "a missing value"), Last::Broken);
        }
        match self.value() {
            Some(value) => (value, self.pending.take().unwrap_or(Last::Value)),
            None => {
                let message = "expected a value after this colon";
                self.report(SyntaxErrorKind::Unexpected, at, message, None);
                (self.broken(at, "a missing value"), Last::Value)
            }
        }
    }

    fn items(&mut self) -> Vec<NodeId> {
        let mut items = Vec::new();
        let mut last = Last::Open;
        // Where the last value ended: a missing bracket belongs there.
        let mut value_end = self.end;
        loop {
            let token = self.peek().clone();
            match token.kind {
                Kind::Close(Bracket::Square) => {
                    self.take();
                    self.note_trailing(last);
                    break;
                }
                Kind::Close(Bracket::Brace) => {
                    match self.wrong_closer(Bracket::Square, token.span, last) {
                        WrongCloser::Left | WrongCloser::Taken => break,
                        WrongCloser::Skipped => {}
                    }
                }
                Kind::End => {
                    self.unclosed(last);
                    break;
                }
                Kind::Comma => last = self.comma(last),
                Kind::Colon => {
                    self.take();
                    let message = "a list has no keys: expected `,` or `]`";
                    self.report(SyntaxErrorKind::Unexpected, token.span, message, None);
                    last = Last::Broken;
                }
                Kind::String { .. } if self.is_key_of_outer(token.span) => {
                    self.close_before_key(last, value_end);
                    break;
                }
                Kind::Word if last == Last::Value && self.lexer.slice(token.span) == ";" => {
                    last = self.stray_word(last, ";", token.span);
                }
                _ => {
                    if last == Last::Value {
                        self.missing_comma();
                    }
                    items.extend(self.value());
                    value_end = self.end;
                    last = self.pending.take().unwrap_or(Last::Value);
                }
            }
        }
        items
    }

    /// Whether the string at `span` is a key of the object around this list, whose bracket was
    /// forgotten.
    fn is_key_of_outer(&self, span: Span) -> bool {
        let outer = self.stack.len().checked_sub(2).map(|at| self.stack[at]);
        outer == Some(Bracket::Brace) && self.colon_follows(span.end)
    }
}
