//! What a suppression in a comment is for.

use super::comment::{Directive, Extent};
use crate::document::{Document, NodeId, NodeRef, Span};

/// The findings that a suppression silences: those that start on one of its lines, or stand in
/// what it stands above.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    /// All of the file.
    file: bool,
    /// Lines, from 0.
    lines: Vec<usize>,
    /// The value of the member, or the item, that starts below the comment.
    node: Option<NodeId>,
}

impl Target {
    /// What `directive` is for.
    ///
    /// Behind code, or before it on one line, it is for that line. On lines of its own it is for
    /// the line below, other comments passed over, and for the whole member or item that starts
    /// there: a server, when it stands above the server's key.
    pub(super) fn of(document: &Document, directive: &Directive) -> Target {
        if directive.extent == Extent::File {
            return Target {
                file: true,
                ..Target::default()
            };
        }
        let lines = document.lines();
        let (first, last) = (
            lines.line_of(directive.comment.start),
            lines.line_of(directive.comment.end),
        );
        let mut target = Target {
            lines: (first..=last).collect(),
            ..Target::default()
        };
        if code_on(document, first).is_some() || code_on(document, last).is_some() {
            return target;
        }
        for line in last + 1..lines.len() {
            if let Some(at) = code_on(document, line) {
                target.lines.push(line);
                target.node = starting_at(document, at).map(NodeRef::id);
                break;
            }
            let span = lines.line_span(line, &document.text);
            if document.slice(span).trim().is_empty() {
                break;
            }
        }
        target
    }

    /// Whether a finding at `span` is silenced.
    pub(super) fn covers(&self, document: &Document, span: Span) -> bool {
        self.file
            || self.lines.contains(&document.lines().line_of(span.start))
            || self
                .node
                .is_some_and(|node| around(document, span).any(|outer| outer.id() == node))
    }

    /// Whether it is for nothing but comments: a blank line or the end of the file follows.
    pub(super) fn is_empty(&self, document: &Document) -> bool {
        let code = |line: &usize| code_on(document, *line).is_some();
        !self.file && !self.lines.iter().any(code)
    }
}

/// The first byte on a line that is neither blank nor in a comment.
pub(super) fn code_on(document: &Document, line: usize) -> Option<usize> {
    let span = document.lines().line_span(line, &document.text);
    let mut at = span.start;
    loop {
        let rest = &document.text[at..span.end];
        at += rest.len()
            - rest
                .trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r'])
                .len();
        if at >= span.end {
            return None;
        }
        let comments = &document.comments;
        let index = comments.partition_point(|comment| comment.span.end <= at);
        match comments.get(index) {
            Some(comment) if comment.span.contains(at) => at = comment.span.end.min(span.end),
            _ => return Some(at),
        }
    }
}

/// The value of the member, or the item, whose first sign is at the byte `at`.
fn starting_at(document: &Document, at: usize) -> Option<NodeRef<'_>> {
    let text = &document.text;
    let mut at = at;
    let mut behind_dash = false;
    loop {
        let member = member_at(document, None, at);
        let item = item_at(document, at);
        let found = if behind_dash {
            item.or(member)
        } else {
            member.or(item)
        };
        if found.is_some() {
            return found;
        }
        // `[table]`, `[[list]]`, `- item`.
        let rest = &text[at..];
        let behind = match rest.chars().next()? {
            '[' => &rest[1..],
            '-' if rest[1..].starts_with([' ', '\t']) => {
                behind_dash = true;
                &rest[1..]
            }
            _ => return None,
        };
        at = text.len() - behind.trim_start_matches([' ', '\t']).len();
    }
}

/// The value of the member whose key stands at the byte `at`; of `a.b.c` that of `c`.
fn member_at<'d>(
    document: &'d Document,
    within: Option<NodeRef<'d>>,
    at: usize,
) -> Option<NodeRef<'d>> {
    let tree = &document.tree;
    let objects = tree.ids().map(|id| tree.node(id));
    let (site, value) = objects
        .filter(|object| within.is_none_or(|within| within == *object))
        .flat_map(NodeRef::entries)
        .find_map(|(key, value)| {
            let sites = key.other_sites.iter().chain([&key.span]);
            let site = sites.copied().find(|site| site.start == at)?;
            Some((site, value))
        })?;
    let behind = document.text[site.end..].trim_start_matches([' ', '\t']);
    let deeper = behind.strip_prefix('.').and_then(|rest| {
        let rest = rest.trim_start_matches([' ', '\t']);
        member_at(document, Some(value), document.text.len() - rest.len())
    });
    Some(deeper.unwrap_or(value))
}

/// The innermost item of a list that starts at the byte `at`.
fn item_at(document: &Document, at: usize) -> Option<NodeRef<'_>> {
    let tree = &document.tree;
    let nodes = tree.ids().map(|id| tree.node(id));
    nodes
        .filter(|node| node.span().start == at)
        .filter(|node| node.parent().is_some_and(|parent| parent.is_array()))
        .min_by_key(|node| node.span().len())
}

/// The innermost value around `span`, its key included, and all that are around that.
pub(crate) fn around(document: &Document, span: Span) -> impl Iterator<Item = NodeRef<'_>> {
    let at = span.start;
    let holds = |site: Span| site.contains(at) || (span.is_empty() && site.end == at);
    let tree = &document.tree;
    let innermost = tree
        .ids()
        .map(|id| tree.node(id))
        .flat_map(|node| {
            let keys = node.entries().flat_map(|(key, value)| {
                let sites = key.other_sites.iter().chain([&key.span]);
                sites.map(move |site| (*site, value))
            });
            keys.chain([(node.span(), node)])
        })
        .filter(|(site, _)| holds(*site))
        .map(|(site, node)| (site.len(), node))
        // Children come before their parents: of equal ones the first is the inner one.
        .min_by_key(|(length, _)| *length)
        .map(|(_, node)| node);
    std::iter::successors(innermost, |node| node.parent())
}
