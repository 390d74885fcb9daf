//! What a suppression in a comment is for.

use std::collections::{BTreeMap, BTreeSet};

use super::comment::{Directive, Extent};
use crate::document::{Document, Format, NodeId, NodeRef, Span};

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
        let alone = Targets::of(std::iter::once(self));
        !alone.covering(document, span).is_empty()
    }

    /// Whether it is for nothing but comments: a blank line or the end of the file follows.
    pub(super) fn is_empty(&self, document: &Document) -> bool {
        let code = |line: &usize| code_on(document, *line).is_some();
        !self.file && !self.lines.iter().any(code)
    }
}

/// All targets of a file, each by its number, to be found by place.
#[derive(Debug, Default)]
pub(super) struct Targets {
    file: Vec<usize>,
    lines: BTreeMap<usize, Vec<usize>>,
    nodes: BTreeMap<NodeId, Vec<usize>>,
}

impl Targets {
    pub(super) fn of<'t>(targets: impl Iterator<Item = &'t Target>) -> Targets {
        let mut all = Targets::default();
        for (number, target) in targets.enumerate() {
            if target.file {
                all.file.push(number);
            }
            for line in &target.lines {
                all.lines.entry(*line).or_default().push(number);
            }
            if let Some(node) = target.node {
                all.nodes.entry(node).or_default().push(number);
            }
        }
        all
    }

    /// The numbers of those that silence a finding at `span`.
    pub(super) fn covering(&self, document: &Document, span: Span) -> BTreeSet<usize> {
        let line = document.lines().line_of(span.start);
        let mut numbers: BTreeSet<usize> = self.file.iter().copied().collect();
        numbers.extend(self.lines.get(&line).into_iter().flatten());
        if !self.nodes.is_empty() {
            let outer = around(document, span);
            numbers.extend(
                outer
                    .filter_map(|node| self.nodes.get(&node.id()))
                    .flatten(),
            );
        }
        numbers
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
    let holds = holding(span);
    // A table of TOML may stand in several places; elsewhere what a value holds is inside of it.
    let innermost = if document.format == Format::Toml {
        anywhere(document, &holds)
    } else {
        let root = document.root();
        root.and_then(|root| descend(root, &holds, span.start))
    };
    let innermost = innermost.map(|(_, node)| node);
    std::iter::successors(innermost, |node| node.parent())
}

/// Whether a place holds the start of `span`.
fn holding(span: Span) -> impl Fn(Span) -> bool {
    let at = span.start;
    move |site| site.contains(at) || (span.is_empty() && site.end == at)
}

/// The innermost value that itself or whose key `holds`, and how long that is.
fn anywhere<'d>(
    document: &'d Document,
    holds: &impl Fn(Span) -> bool,
) -> Option<(usize, NodeRef<'d>)> {
    let tree = &document.tree;
    tree.ids()
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
}

/// The innermost value at or below `node` that itself or whose key `holds`, and how long that is.
/// What a value holds stands inside of it, in order.
fn descend<'d>(
    node: NodeRef<'d>,
    holds: &impl Fn(Span) -> bool,
    at: usize,
) -> Option<(usize, NodeRef<'d>)> {
    let mut best: Option<(usize, NodeRef<'d>)> = None;
    let mut take = |found: Option<(usize, NodeRef<'d>)>| {
        if let Some(found) = found
            && best.is_none_or(|best| found.0 < best.0)
        {
            best = Some(found);
        }
    };
    let members = node.members();
    let behind = members.partition_point(|member| member.key.span.start <= at);
    // What ends at the byte is another one than what starts there.
    for (key, value) in node.entries().skip(behind.saturating_sub(2)).take(2) {
        take(descend(value, holds, at));
        take(holds(key.span).then(|| (key.span.len(), value)));
    }
    let items: Vec<NodeRef<'d>> = if members.is_empty() {
        node.items().collect()
    } else {
        Vec::new()
    };
    let behind = items.partition_point(|item| item.span().start <= at);
    for item in &items[behind.saturating_sub(2)..behind] {
        take(descend(*item, holds, at));
    }
    take(holds(node.span()).then(|| (node.span().len(), node)));
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Going down finds what looking everywhere finds, at every byte.
    #[test]
    fn both_ways_find_the_same() {
        let json = r#"{ "a": {"b": [1, {"c": "x"},[], {}], "": null}, "d":2,"e":"f" }"#;
        let broken = r#"{ "a": {"b": [1 {"c": "x", "d" 2}, "e": }, "f": ["#;
        let yaml = "a:\n  b:\n    - 1\n    - c: x\n      d:\n  e: {f: [1,2], g: }\nh: |\n  i\nj:\n";
        for (text, format) in [
            (json, Format::Json),
            (broken, Format::Json),
            (yaml, Format::Yaml),
        ] {
            let document = Document::parse(text.to_owned(), format);
            for at in 0..=text.len() {
                for span in [Span::at(at), Span::new(at, at + 1)] {
                    let holds = holding(span);
                    let found = anywhere(&document, &holds).map(|(length, _)| length);
                    let down = around(&document, span).next();
                    let scan = anywhere(&document, &holds).map(|(_, node)| node);
                    assert_eq!(down.is_some(), scan.is_some(), "{at} in {text}");
                    if down != scan {
                        let down = document.root().and_then(|root| descend(root, &holds, at));
                        assert_eq!(down.map(|(length, _)| length), found, "{at} in {text}");
                    }
                }
            }
        }
    }
}
