//! The outermost level: exactly one value, and what else may stand around it by mistake.

use super::super::{Mend, NodeId, NodeKind, Span, SyntaxError, SyntaxErrorKind, TextEdit};
use super::lex::{Kind, is_curly, word_end};
use super::parse::Parser;
use super::place;
use super::word::shown;

/// How a text begins.
enum Start {
    /// With the value it should be.
    Value,
    /// With members that lack their object.
    Members,
    /// With something else, up to this byte.
    Foreign(usize),
    /// And never comes to a value.
    Hopeless,
}

impl Parser<'_> {
    /// Reads the whole text; returns its one value.
    pub(super) fn root(&mut self) -> Option<NodeId> {
        self.lexer.skip_trivia();
        let start = self.lexer.at;
        if start == self.text().len() {
            // An unclosed comment may hide everything: then the file is not empty.
            let hidden = |error: &SyntaxError| error.kind == SyntaxErrorKind::Unclosed;
            if !self.lexer.errors.iter().any(hidden) {
                let message = "the file is empty: expected a JSON value";
                self.report(SyntaxErrorKind::Empty, Span::at(start), message, None);
            }
            return None;
        }
        match start_of(self.text(), start) {
            Start::Members => Some(self.bare_members(start)),
            Start::Hopeless => {
                let text = self.text();
                let span = Span::new(start, place::line_end(text, start));
                let message = format!("expected `{{`, found `{}`", shown(self.lexer.slice(span)));
                self.report(SyntaxErrorKind::Unexpected, span, message, None);
                None
            }
            Start::Foreign(end) => {
                let text = self.text();
                let span = Span::new(start, start + text[start..end].trim_end().len());
                let mend = Mend {
                    title: "remove the text before the object".to_owned(),
                    safe: false,
                    edits: vec![TextEdit::delete(Span::new(start, end))],
                };
                let message = "expected `{`: this text does not belong in front of it";
                self.report(SyntaxErrorKind::BareFragment, span, message, Some(mend));
                self.lexer.at = end;
                self.whole_value()
            }
            Start::Value => self.whole_value(),
        }
    }

    fn whole_value(&mut self) -> Option<NodeId> {
        let root = self.value();
        match root {
            Some(root) => self.tail(root),
            None => {
                let token = self.take();
                let message = "expected a JSON value";
                self.report(SyntaxErrorKind::Unexpected, token.span, message, None);
            }
        }
        root
    }

    /// `"name": {…}` without braces around.
    fn bare_members(&mut self, start: usize) -> NodeId {
        let members = self.members();
        let end = members.last().map_or(self.end, |member| member.span.end);
        let newline = if self.text().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let first = Span::new(start, word_or_string_end(self.text(), start));
        let mut edits = vec![TextEdit::insert(start, format!("{{{newline}"))];
        let message = if self.peek().kind == Kind::End {
            edits.push(TextEdit::replace(
                Span::new(end, self.end.max(end)),
                format!("{newline}}}"),
            ));
            "expected `{` before the first key and `}` after the last value"
        } else {
            self.take();
            "expected `{` before the first key"
        };
        let mend = Mend {
            title: "put braces around it".to_owned(),
            safe: false,
            edits,
        };
        self.report(SyntaxErrorKind::BareFragment, first, message, Some(mend));
        let root = self
            .tree
            .add(Span::new(start, end), NodeKind::Object(members));
        self.tail(root);
        root
    }

    /// What follows the one value: nothing, if all is well.
    fn tail(&mut self, root: NodeId) {
        if self.peeked_end() {
            return;
        }
        self.lexer.skip_trivia();
        let text = self.text();
        let start = self.lexer.at;
        let rest = text[start..].trim_ascii_end();
        let span = Span::new(start, start + rest.len());
        let remove = |title: &str, safe| Mend {
            title: title.to_owned(),
            safe,
            edits: vec![TextEdit::delete(Span::new(self.end, span.end))],
        };
        let only = |signs: &[char]| {
            rest.chars()
                .all(|c| signs.contains(&c) || c.is_ascii_whitespace())
        };
        let (kind, message, mend) = match rest.chars().next() {
            None => return,
            Some(_) if only(&[',']) => (
                SyntaxErrorKind::ExtraComma,
                "this comma has no value behind it",
                Some(remove("remove the extra comma", true)),
            ),
            Some('}' | ']') if only(&['}', ']', ',']) => (
                SyntaxErrorKind::Unclosed,
                "this bracket closes nothing",
                Some(remove("remove what is one too many", false)),
            ),
            Some('}' | ']' | ',') => (
                SyntaxErrorKind::Unclosed,
                "the value ends before this: a closing bracket above is one too many",
                None,
            ),
            Some('{' | '[') => (
                SyntaxErrorKind::BareFragment,
                "a second value begins here: only one is allowed",
                self.merge(root, start),
            ),
            Some(_) => (
                SyntaxErrorKind::BareFragment,
                "expected the end of the file: this text does not belong behind the value",
                Some(remove("remove the text behind the value", false)),
            ),
        };
        self.report(kind, span, message, mend);
    }

    /// Joins two objects that were pasted one behind the other.
    fn merge(&self, root: NodeId, second: usize) -> Option<Mend> {
        let text = self.text();
        let node = self.tree.node(root);
        let mut other = Parser::new(&text[second..]);
        let other_root = other.value()?;
        let whole = place::over_space(other.text(), other.end) == other.text().len();
        if !whole || !other.lexer.errors.is_empty() || !self.lexer.errors.is_empty() {
            return None;
        }
        let mut left = node;
        let mut right = other.tree.node(other_root);
        loop {
            let (last, first) = (left.members().last()?, right.members().first()?);
            let shared = left
                .members()
                .iter()
                .any(|member| right.member_named(&member.key.text).is_some());
            if !shared {
                // Everything between the last member here and the first one there.
                let gap = Span::new(last.span.end, second + first.span.start);
                let between = format!(",{}", separation(text, last.span.start));
                let tail = Span::new(second + right.span().end, second + other.end);
                let inner = tail_of(text, node.span(), left.span());
                let rest = &other.text()[tail.start - second..tail.end - second];
                if inner.matches(['}', ']']).count() != rest.matches(['}', ']']).count() {
                    return None;
                }
                return Some(Mend {
                    title: "join the two objects".to_owned(),
                    safe: false,
                    edits: vec![TextEdit::replace(gap, between)],
                });
            }
            let ([_], [_]) = (left.members(), right.members()) else {
                return None;
            };
            left = left.get(&last.key.text)?;
            right = right.get(&first.key.text)?;
        }
    }
}

fn tail_of(text: &str, outer: Span, inner: Span) -> &str {
    &text[inner.end..outer.end]
}

/// What separates members where the one at `at` stands: a line of its own, or a space.
fn separation(text: &str, at: usize) -> String {
    if place::starts_line(text, at) {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let blanks = &text[place::back_over_blanks(text, at)..at];
        format!("{newline}{blanks}")
    } else {
        " ".to_owned()
    }
}

fn word_or_string_end(text: &str, start: usize) -> usize {
    if let Some(rest) = text[start..].strip_prefix('"') {
        let line = &rest[..place::line_end(rest, 0)];
        return line.find('"').map_or(start + 1, |at| start + at + 2);
    }
    word_end(text, start)
}

fn start_of(text: &str, start: usize) -> Start {
    let rest = &text[start..];
    let Some(first) = rest.chars().next() else {
        return Start::Hopeless;
    };
    match first {
        '{' | '[' => Start::Value,
        '"' | '\'' => {
            let end = quoted_end(text, start, first);
            if text[place::over_trivia(text, end)..].starts_with(':') {
                Start::Members
            } else {
                Start::Value
            }
        }
        c if is_curly(c) => Start::Value,
        _ => {
            let end = word_end(text, start);
            let word = &text[start..end];
            let behind = place::over_trivia(text, end);
            let named = text[behind..].starts_with(':') && !text[end..].starts_with("://");
            if named
                && word
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_-$".contains(c))
            {
                return Start::Members;
            }
            if behind == text.len() {
                return Start::Value;
            }
            match object_behind(text, start) {
                Some(at) => Start::Foreign(at),
                None if first.is_ascii_digit() || matches!(word, "true" | "false" | "null") => {
                    Start::Value
                }
                None => Start::Hopeless,
            }
        }
    }
}

fn quoted_end(text: &str, start: usize, quote: char) -> usize {
    let line = &text[start + 1..place::line_end(text, start)];
    line.find(quote).map_or(start + 1, |at| start + 1 + at + 1)
}

/// The first brace behind `start` that begins a line, or the first at all.
fn object_behind(text: &str, start: usize) -> Option<usize> {
    let own_line = text[start..]
        .match_indices('{')
        .map(|(at, _)| start + at)
        .find(|&at| place::starts_line(text, at));
    own_line.or_else(|| text[start..].find('{').map(|at| start + at))
}
