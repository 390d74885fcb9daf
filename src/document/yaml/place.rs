//! Where nodes stand: lines, columns, styles, and what forbids an edit.

use super::super::Document;
use super::super::edit::EditError;
use super::super::span::Span;
use super::super::tree::{NodeKind, NodeRef, Quote};
use super::refusal;

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

    /// What ends a line, as in most of the text.
    pub(super) fn newline(self) -> &'static str {
        let text = self.text();
        if !text.contains('\n') && text.contains('\r') {
            "\r"
        } else {
            self.document.newline.as_str()
        }
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

    /// The start of the line that holds `at`, behind a byte order mark.
    pub(super) fn line_start(self, at: usize) -> usize {
        let text = self.text();
        let inside_break = text[..at].ends_with('\r') && text[at..].starts_with('\n');
        let before = &text[..at - usize::from(inside_break)];
        match before.rfind(['\n', '\r']) {
            Some(newline) => newline + 1,
            None if self.document.byte_order_mark => '\u{feff}'.len_utf8().min(at),
            None => 0,
        }
    }

    /// The end of the line that holds `at`, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let rest = &self.text()[at..];
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// The start of the line behind the one that holds `at`.
    pub(super) fn next_line(self, at: usize) -> usize {
        let end = self.line_end(at);
        let rest = &self.text()[end..];
        let width = if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(!rest.is_empty())
        };
        end + width
    }

    /// How many characters stand before `at` on its line.
    pub(super) fn column(self, at: usize) -> usize {
        self.text()[self.line_start(at)..at].chars().count()
    }

    /// Spaces up to the column of `at`.
    pub(super) fn indent_at(self, at: usize) -> String {
        " ".repeat(self.column(at))
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
                let marks = self.properties(item);
                marks
                    .first()
                    .map_or(span.start, |mark| span.start.min(*mark))
            } else {
                self.skip_blank(from, span.start)
            };
            if !flow && !self.text()[start..].starts_with('-') {
                return Err(refusal::UNUSUAL);
            }
            children.push(Span::new(start, span.end.max(start + 1)));
            from = span.end;
        }
        Ok(children)
    }

    /// The first comment in `span`.
    pub(super) fn comment_in(self, span: Span) -> Option<Span> {
        let comments = &self.document.comments;
        let from = comments.partition_point(|comment| comment.span.start < span.start);
        let comment = comments.get(from)?;
        span.covers(comment.span).then_some(comment.span)
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
        let last = before.trim_end().rsplit([' ', '\t', '{', ',', '[']).next();
        match last {
            _ if fits => Ok(()),
            Some("?") => Err(refusal::EXPLICIT_KEY),
            Some(word) if word.starts_with(['&', '!']) => Err(refusal::MARKED_KEY),
            _ => Err(refusal::UNUSUAL),
        }
    }

    /// Checks that what is written into the node means the same everywhere: that no alias repeats
    /// it or what is around it.
    pub(super) fn check(self, node: NodeRef<'_>) -> Result<(), EditError> {
        let mut current = Some(node);
        while let Some(node) = current {
            if is_merge(node) {
                return Err(refusal::MERGE);
            }
            for at in self.properties(node) {
                let rest = &self.text()[at..];
                if rest.starts_with('&') && self.is_repeated(at) {
                    return Err(refusal::REPEATED);
                }
            }
            current = node.parent();
        }
        match node.kind() {
            NodeKind::Opaque { why: "an alias" } => Err(refusal::ALIAS),
            NodeKind::Opaque {
                why: "a broken value",
            } => Err(refusal::BROKEN),
            NodeKind::Opaque { .. } => Err(refusal::TAGGED),
            _ if self.has_tag(node) => Err(refusal::TAGGED),
            _ => Ok(()),
        }
    }

    fn has_tag(self, node: NodeRef<'_>) -> bool {
        self.properties(node)
            .iter()
            .any(|at| self.text()[*at..].starts_with('!'))
    }

    /// Whether an anchor or a tag stands before a value.
    pub(super) fn has_property(self, node: NodeRef<'_>) -> bool {
        !self.properties(node).is_empty()
    }

    /// Whether an alias repeats the value whose anchor stands at `at`.
    fn is_repeated(self, at: usize) -> bool {
        let mut anchors = self.document.anchors.iter();
        // What stops the parser may hide an alias.
        !self.document.errors.is_empty()
            || anchors
                .find(|anchor| anchor.span.start == at)
                .is_none_or(|anchor| !anchor.aliases.is_empty())
    }

    /// Where the anchors and tags before a value start.
    fn properties(self, node: NodeRef<'_>) -> Vec<usize> {
        let span = node.span();
        let from = match (node.member(), node.parent()) {
            (Some(member), _) => member.key.span.end,
            (None, Some(parent)) => {
                let before = parent.items().take_while(|item| *item != node).last();
                before.map_or(parent.span().start, |item| item.span().end)
            }
            (None, None) => self.root_line(span.start),
        };
        let mut found = Vec::new();
        let mut at = from.min(span.start);
        let end = if span.is_empty() {
            // The place of an absent value is before what marks it.
            self.line_end(span.start)
        } else {
            span.start
        };
        while let Some(c) = self.text()[at..end].chars().next() {
            let rest = &self.text()[at..end];
            match c {
                '&' | '!' => {
                    found.push(at);
                    at += rest.find(char::is_whitespace).unwrap_or(rest.len());
                }
                '#' | '%' => at = self.line_end(at).min(end),
                ',' | '}' | ']' if at >= span.start => break,
                c => at += c.len_utf8(),
            }
        }
        found
    }

    /// Where the properties of the root could start: behind `---` or at the start of the text.
    fn root_line(self, root: usize) -> usize {
        let before = &self.text()[..root];
        match before.rfind("---") {
            Some(at) if at == self.line_start(at) => at + 3,
            _ => 0,
        }
    }
}

/// Whether a value is that of a merge key.
pub(super) fn is_merge(node: NodeRef<'_>) -> bool {
    node.member()
        .is_some_and(|member| member.key.text == "<<" && member.key.quote == Quote::Bare)
}
