//! Arrays and inline tables.

use super::build::Draft;
use super::layout::{Entry, Site};
use super::lex::Kind;
use super::parse::{Parser, Value};
use crate::document::{Mend, NodeKind, Span, SyntaxErrorKind, TextEdit};

/// How the reading of a bracketed value ended.
enum End {
    /// At its closing bracket.
    Closed(Span),
    /// Somewhere else; the error is reported.
    Lost { in_step: bool },
}

impl Parser<'_> {
    pub(super) fn array(&mut self, depth: usize) -> Value {
        let open = self.tokens.bump().span;
        let mut entries = Vec::new();
        let end = self.entries(open, Kind::CloseBracket, &mut entries, |parser| {
            let value = parser.value(depth);
            let entry = Entry {
                span: value.span,
                comma: None,
                keys: Vec::new(),
                value: value.draft,
            };
            (Some(entry), value.in_step)
        });
        match end {
            End::Closed(close) => {
                let span = Span::new(open.start, close.end);
                let draft = self.builder.array(span, Self::group(open, close, entries));
                Value {
                    draft,
                    span,
                    in_step: true,
                }
            }
            End::Lost { in_step } => self.lost(open, &entries, "a broken list", in_step),
        }
    }

    pub(super) fn inline_table(&mut self, depth: usize) -> Value {
        let open = self.tokens.bump().span;
        let table = self.builder.inline(open, depth - 1);
        let mut entries = Vec::new();
        let end = self.entries(open, Kind::CloseBrace, &mut entries, |parser| {
            parser.inline_entry(table, depth)
        });
        match end {
            End::Closed(close) => {
                let span = Span::new(open.start, close.end);
                self.builder
                    .close_inline(table, span, Self::group(open, close, entries));
                Value {
                    draft: table,
                    span,
                    in_step: true,
                }
            }
            End::Lost { in_step } => self.lost(open, &entries, "a broken inline table", in_step),
        }
    }

    fn inline_entry(&mut self, table: Draft, depth: usize) -> (Option<Entry<Draft>>, bool) {
        let start = self.tokens.peek().span.start;
        let Some(path) = self.key_path(false) else {
            return (None, false);
        };
        if !self.separator(&path) {
            return (None, false);
        }
        let depth = depth + path.len() - 1;
        if depth > crate::document::MAX_DEPTH {
            self.builder.too_deep(Span::at(start));
            return (None, false);
        }
        let value = self.value(depth);
        let keys: Vec<Site<Draft>> = self
            .builder
            .put(table, &path, value.draft)
            .unwrap_or_default();
        let entry = Entry {
            span: Span::new(start, value.span.end.max(start)),
            comma: None,
            keys,
            value: value.draft,
        };
        (Some(entry), value.in_step)
    }

    fn lost(
        &mut self,
        open: Span,
        entries: &[Entry<Draft>],
        why: &'static str,
        in_step: bool,
    ) -> Value {
        let end = entries.last().map_or(open.end, |entry| entry.span.end);
        let span = Span::new(open.start, end);
        Value {
            draft: self.builder.leaf(span, NodeKind::Opaque { why }),
            span,
            in_step,
        }
    }

    /// Reads what stands between brackets: `read` reads one entry and says whether the parser
    /// is still in step.
    fn entries(
        &mut self,
        open: Span,
        closing: Kind,
        entries: &mut Vec<Entry<Draft>>,
        mut read: impl FnMut(&mut Self) -> (Option<Entry<Draft>>, bool),
    ) -> End {
        let mark = if closing == Kind::CloseBrace {
            "}"
        } else {
            "]"
        };
        // Behind an entry that no comma follows yet.
        let mut is_behind = false;
        loop {
            let token = self.tokens.peek();
            match token.kind {
                Kind::White | Kind::Invisible | Kind::Comment => {
                    self.tokens.bump();
                }
                Kind::Newline => {
                    self.tokens.bump();
                    if self.begins_statement(token.span.end, closing) {
                        self.unclosed(open, mark, entries);
                        return End::Lost { in_step: false };
                    }
                }
                Kind::End => {
                    self.unclosed(open, mark, entries);
                    return End::Lost { in_step: false };
                }
                kind if kind == closing => {
                    self.tokens.bump();
                    return End::Closed(token.span);
                }
                Kind::CloseBracket | Kind::CloseBrace => {
                    self.tokens.bump();
                    self.report(
                        SyntaxErrorKind::Unclosed,
                        token.span,
                        format!("expected `{mark}` here"),
                        Some(Mend {
                            title: format!("write `{mark}`"),
                            safe: true,
                            edits: vec![TextEdit::replace(token.span, mark)],
                        }),
                    );
                    return End::Lost { in_step: true };
                }
                Kind::Comma => {
                    self.tokens.bump();
                    if is_behind {
                        if let Some(last) = entries.last_mut() {
                            last.comma = Some(token.span);
                        }
                    } else {
                        self.report(
                            SyntaxErrorKind::ExtraComma,
                            token.span,
                            "there is no value before this comma",
                            Some(Mend {
                                title: "remove the comma".to_owned(),
                                safe: true,
                                edits: vec![TextEdit::delete(token.span)],
                            }),
                        );
                    }
                    is_behind = false;
                }
                Kind::Equals => {
                    self.unexpected(token.span, "a list holds values, not `key = value`");
                    return self.give_up(closing);
                }
                _ => {
                    if is_behind && let Some(last) = entries.last() {
                        let at = last.span.end;
                        self.report(
                            SyntaxErrorKind::MissingComma,
                            Span::at(at),
                            "expected a comma here",
                            Some(Mend {
                                title: "add the comma".to_owned(),
                                safe: true,
                                edits: vec![TextEdit::insert(at, ",")],
                            }),
                        );
                    }
                    let (entry, in_step) = read(self);
                    is_behind = entry.is_some();
                    entries.extend(entry);
                    if !in_step {
                        return self.give_up(closing);
                    }
                }
            }
        }
    }

    fn unclosed(&mut self, open: Span, mark: &str, entries: &[Entry<Draft>]) {
        let last = entries.last();
        let end = last.map_or(open.end, |entry| entry.comma.unwrap_or(entry.span).end);
        let found = self.tokens.slice(open);
        self.report(
            SyntaxErrorKind::Unclosed,
            open,
            format!("this `{found}` is never closed: expected `{mark}`"),
            Some(Mend {
                title: format!("add `{mark}`"),
                safe: false,
                edits: vec![TextEdit::insert(end, mark)],
            }),
        );
    }

    /// Skips to the end of a bracketed value in which the parser has lost its way.
    fn give_up(&mut self, closing: Kind) -> End {
        let mut open = 1_usize;
        if self.at_line_start() {
            let at = self.tokens.peek().span.start;
            if self.begins_statement(at, closing) {
                return End::Lost { in_step: false };
            }
        }
        loop {
            let token = self.tokens.peek();
            match token.kind {
                Kind::End => return End::Lost { in_step: false },
                Kind::OpenBracket | Kind::OpenBrace => open += 1,
                Kind::CloseBracket | Kind::CloseBrace => open -= 1,
                kind if kind.is_string() => {
                    // Maybe a closing quote whose opening one is missing.
                    let line = self.tokens.line_end(token.span.start);
                    if token.span.end > line {
                        self.tokens.restart(line);
                        continue;
                    }
                }
                _ => {}
            }
            self.tokens.bump();
            if open == 0 {
                return End::Lost { in_step: true };
            }
            if token.kind == Kind::Newline && self.begins_statement(token.span.end, closing) {
                return End::Lost { in_step: false };
            }
        }
    }

    /// Whether the line at `at` is a table header or, inside an array, a `key = value`: then a
    /// bracket before it was never closed.
    fn begins_statement(&self, at: usize, closing: Kind) -> bool {
        let line = self.tokens.slice(Span::new(at, self.tokens.line_end(at)));
        let line = line.split('#').next().unwrap_or_default().trim();
        let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if let Some(header) = line.strip_prefix('[') {
            let header = header.strip_prefix('[').unwrap_or(header);
            let name = header.trim_end_matches(']');
            return name.len() < header.len()
                && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && name
                    .chars()
                    .all(|c| is_key(c) || matches!(c, '"' | '\'' | '@' | '/' | ' '))
                && !matches!(name.trim_end(), "true" | "false" | "inf" | "nan");
        }
        let name = line.trim_start_matches(is_key);
        closing == Kind::CloseBracket
            && name.len() < line.len()
            && name.trim_start().starts_with('=')
    }
}
