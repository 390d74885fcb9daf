//! Where nodes stand: lines, columns, styles, and what forbids an edit.

use super::super::Document;
use super::super::edit::EditError;
use super::super::span::Span;
use super::super::tree::{NodeKind, NodeRef, Quote};

const ANCHORED: EditError =
    EditError::Unsupported("a YAML value with an anchor or a tag cannot be changed safely");

/// A member or an item: from its key or its dash to the end of its value.
pub(super) type Child = Span;

/// A document, asked about places.
#[derive(Clone, Copy)]
pub(super) struct Layout<'d> {
    pub(super) document: &'d Document,
}

impl<'d> Layout<'d> {
    pub(super) fn text(self) -> &'d str {
        &self.document.text
    }

    pub(super) fn newline(self) -> &'static str {
        self.document.newline.as_str()
    }

    /// `lines` with `indent` before all but the first one and the empty ones.
    pub(super) fn join(self, lines: &[String], indent: &str) -> String {
        let mut text = String::new();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                text.push_str(self.newline());
                if !line.is_empty() {
                    text.push_str(indent);
                }
            }
            text.push_str(line);
        }
        text
    }

    /// One step of indentation, never a tab.
    pub(super) fn step(self) -> &'d str {
        let indent = &self.document.indent;
        if (1..=8).contains(&indent.len()) && indent.bytes().all(|byte| byte == b' ') {
            indent
        } else {
            "  "
        }
    }

    /// The start of the line that holds `at`, behind a byte order mark.
    pub(super) fn line_start(self, at: usize) -> usize {
        match self.text()[..at].rfind('\n') {
            Some(newline) => newline + 1,
            None if self.document.byte_order_mark => '\u{feff}'.len_utf8().min(at),
            None => 0,
        }
    }

    /// The end of the line that holds `at`, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let rest = &self.text()[at..];
        let line = rest.find('\n').map_or(rest, |newline| &rest[..newline]);
        at + line.trim_end_matches('\r').len()
    }

    /// The start of the line behind the one that holds `at`.
    pub(super) fn next_line(self, at: usize) -> usize {
        self.text()[at..]
            .find('\n')
            .map_or(self.text().len(), |newline| at + newline + 1)
    }

    /// Spaces up to the column of `at`.
    pub(super) fn indent_at(self, at: usize) -> String {
        let before = &self.text()[self.line_start(at)..at];
        " ".repeat(before.chars().count())
    }

    /// Whether something else stands before `at` on its line.
    pub(super) fn is_inline(self, at: usize) -> bool {
        !self.text()[self.line_start(at)..at].trim().is_empty()
    }

    /// Whether a collection has brackets around it.
    pub(super) fn is_flow(self, node: NodeRef<'_>) -> bool {
        let first = match node.kind() {
            NodeKind::Object(members) => members.first().map(|member| member.key.span.start),
            NodeKind::Array(_) => node.items().next().map(|item| item.span().start),
            _ => return false,
        };
        self.text()[node.span().start..].starts_with(['{', '[']) && first != Some(node.span().start)
    }

    /// Whether brackets stand around a node.
    pub(super) fn in_flow(self, node: NodeRef<'_>) -> bool {
        let mut parent = node.parent();
        while let Some(node) = parent {
            if self.is_flow(node) {
                return true;
            }
            parent = node.parent();
        }
        false
    }

    /// How strings are quoted in a flow collection.
    pub(super) fn flow_quote(self, node: NodeRef<'_>) -> Quote {
        let first = node.members().first().map(|member| member.key.quote);
        let first = first.or_else(|| {
            node.items().find_map(|item| match item.kind() {
                NodeKind::String { quote, .. } => Some(*quote),
                _ => None,
            })
        });
        match (first, node.parent()) {
            (Some(quote), _) => quote,
            (None, Some(parent)) if self.is_flow(parent) => self.flow_quote(parent),
            (None, _) => Quote::Bare,
        }
    }

    /// The colon or the dash that `node` stands behind.
    pub(super) fn lead(self, node: NodeRef<'_>) -> Option<usize> {
        if let Some(member) = node.member() {
            let rest = &self.text()[member.key.span.end..];
            let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            return rest[white..]
                .starts_with(':')
                .then_some(member.key.span.end + white);
        }
        let parent = node.parent()?;
        let index = parent.items().position(|item| item == node)?;
        self.children(parent)
            .ok()?
            .get(index)
            .map(|child| child.start)
    }

    /// The members or items of a collection.
    ///
    /// # Errors
    /// When one has an explicit key or the like around it.
    pub(super) fn children(self, node: NodeRef<'_>) -> Result<Vec<Child>, EditError> {
        let flow = self.is_flow(node);
        if node.is_object() {
            for member in node.members() {
                self.check_key(member.key.span, flow)?;
            }
            return Ok(node.members().iter().map(|member| member.span).collect());
        }
        let mut children = Vec::new();
        let mut from = node.span().start;
        for item in node.items() {
            let span = item.span();
            let start = if flow {
                span.start
            } else {
                self.skip_blank(from, span.start)
            };
            if !flow && !self.text()[start..].starts_with('-') {
                return Err(ANCHORED);
            }
            children.push(Span::new(start, span.end.max(start + 1)));
            from = span.end;
        }
        Ok(children)
    }

    /// The first byte from `from` on that is neither white space nor in a comment.
    fn skip_blank(self, from: usize, limit: usize) -> usize {
        let mut at = from;
        while at < limit {
            let rest = &self.text()[at..limit];
            let trimmed = rest.trim_start();
            at = limit - trimmed.len();
            if !trimmed.starts_with('#') {
                return at;
            }
            at = self.line_end(at).min(limit);
        }
        limit
    }

    fn check_key(self, key: Span, flow: bool) -> Result<(), EditError> {
        let before = &self.text()[self.line_start(key.start)..key.start];
        let before = before.trim_end();
        let fits = if flow {
            before.is_empty() || before.ends_with(['{', ',', '[']) || before.ends_with(':')
        } else {
            before.bytes().all(|byte| matches!(byte, b'-' | b' '))
        };
        if fits { Ok(()) } else { Err(ANCHORED) }
    }

    /// Checks that neither the node nor anything around it has an anchor or a tag, so that what
    /// is written there means the same everywhere.
    pub(super) fn check(self, node: NodeRef<'_>) -> Result<(), EditError> {
        let mut current = Some(node);
        while let Some(node) = current {
            let span = node.span();
            let from = match (node.member(), node.parent()) {
                (Some(member), _) => {
                    if member.key.text == "<<" {
                        return Err(EditError::Unsupported(
                            "a YAML merge key cannot be changed safely",
                        ));
                    }
                    member.key.span.end
                }
                (None, Some(parent)) => {
                    let before = parent.items().take_while(|item| *item != node).last();
                    before.map_or(parent.span().start, |item| item.span().end)
                }
                (None, None) => self.root_line(span.start),
            };
            if self.has_property(from.min(span.start), span.start) {
                return Err(ANCHORED);
            }
            if span.is_empty() {
                let rest = &self.text()[span.start..self.line_end(span.start)];
                if rest.trim_start().starts_with(['&', '!']) {
                    return Err(ANCHORED);
                }
            }
            current = node.parent();
        }
        match node.kind() {
            NodeKind::Opaque { .. } => Err(EditError::Unsupported(
                "a YAML alias or tagged value cannot be changed safely",
            )),
            NodeKind::String {
                quote: Quote::Block,
                ..
            } => Err(EditError::Unsupported(
                "a YAML block scalar cannot be changed safely",
            )),
            _ => Ok(()),
        }
    }

    /// Where the properties of the root could start: behind `---` or at the start of the text.
    fn root_line(self, root: usize) -> usize {
        let before = &self.text()[..root];
        match before.rfind("---") {
            Some(at) if at == self.line_start(at) => at + 3,
            _ => 0,
        }
    }

    fn has_property(self, from: usize, to: usize) -> bool {
        let mut rest = &self.text()[from..to];
        while let Some(c) = rest.chars().next() {
            match c {
                '&' | '!' | '?' => return true,
                '#' | '%' => {
                    let end = rest.find('\n').unwrap_or(rest.len());
                    rest = &rest[end..];
                }
                c => rest = &rest[c.len_utf8()..],
            }
        }
        false
    }
}
