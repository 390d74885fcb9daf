//! How the author of a document writes: what new text looks at when its neighbours say nothing.

use std::collections::HashMap;

use crate::document::toml::layout::{Group, Layout, Origin, Statement};
use crate::document::{Document, NodeId, NodeKind, NodeRef, Quote, Span};

/// How the tables of one name are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Below headers of their own.
    Sections,
    /// As `{…}`.
    Inline,
    /// By dotted keys.
    Dotted,
}

/// How values are written at one place.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// The quotes of strings; where `None`, those that need no escapes.
    pub(super) quote: Option<Quote>,
    /// Between a key and its value: ` = ` or `=`.
    pub(super) equals: String,
    /// Behind a comma on one line: a space or nothing.
    pub(super) gap: String,
    /// Inside braces and square brackets on one line: a space or nothing.
    pub(super) padding: [String; 2],
}

/// The habits of one whole document.
#[derive(Clone, Debug)]
pub(super) struct Habits {
    pub(super) style: Style,
    /// Whether a blank line stands before headers of so many keys, and before any.
    spread: HashMap<usize, isize>,
    spread_at_all: isize,
    shapes: HashMap<String, Shape>,
    /// Whether the lists of one name have a line for each item.
    long_lists: HashMap<String, bool>,
    /// Whether most lists have.
    mostly_long: bool,
    /// Whether a comma stands behind the last item where each has a line.
    pub(super) trailing: bool,
    /// How much deeper than the line of their list such items begin.
    pub(super) item_step: Option<String>,
    /// How much deeper than its header the lines of a table begin.
    pub(super) line_step: String,
    /// How much deeper than the header of its table that of a table in it begins.
    pub(super) header_step: String,
}

impl Habits {
    pub(super) fn of(document: &Document, layout: &Layout) -> Habits {
        let mut habits = Habits {
            style: Style {
                quote: quote_of(document),
                equals: " = ".to_owned(),
                gap: " ".to_owned(),
                padding: [" ".to_owned(), String::new()],
            },
            spread: HashMap::new(),
            spread_at_all: 0,
            shapes: HashMap::new(),
            long_lists: HashMap::new(),
            mostly_long: false,
            trailing: true,
            item_step: None,
            line_step: String::new(),
            header_step: String::new(),
        };
        habits.read_statements(document, layout);
        habits.read_groups(document, layout);
        habits.read_names(document, layout);
        habits
    }

    /// Whether a blank line comes before a new header of so many keys.
    pub(super) fn is_spread(&self, keys: usize) -> bool {
        let votes = self.spread.get(&keys).copied().unwrap_or_default();
        let votes = if votes == 0 {
            self.spread_at_all
        } else {
            votes
        };
        votes >= 0
    }

    /// How tables of this name are written.
    pub(super) fn shape(&self, name: &str) -> Option<Shape> {
        self.shapes.get(name).copied()
    }

    /// Whether lists of this name have a line for each item.
    pub(super) fn is_long_list(&self, name: &str) -> bool {
        let known = self.long_lists.get(name).copied();
        known.unwrap_or(self.mostly_long)
    }

    fn read_statements(&mut self, document: &Document, layout: &Layout) {
        let mut equals = None;
        let mut headers: HashMap<NodeId, &Statement> = HashMap::new();
        let (mut line_step, mut header_step) = (None, None);
        for (index, statement) in layout.statements.iter().enumerate() {
            let indent = indent_of(document, statement.span.start);
            if !statement.is_header {
                equals = equals.or_else(|| equals_of(document, statement.span, &statement.keys));
                if let Some(header) = headers.get(&statement.table) {
                    let outer = indent_of(document, header.span.start);
                    line_step = line_step.or_else(|| indent.strip_prefix(outer));
                }
                continue;
            }
            headers.insert(statement.table, statement);
            let around = document.node(statement.table).parent();
            if let Some(header) = around.and_then(|around| headers.get(&around.id())) {
                let outer = indent_of(document, header.span.start);
                header_step = header_step.or_else(|| indent.strip_prefix(outer));
            }
            // Below a header without lines nothing is set apart.
            if index > 0 && !layout.statements[index - 1].is_header {
                let above = blank_above(document, statement.span.start);
                let vote = if above { 1 } else { -1 };
                *self.spread.entry(statement.keys.len()).or_default() += vote;
                self.spread_at_all += vote;
            }
        }
        self.line_step = line_step.unwrap_or_default().to_owned();
        self.header_step = header_step.unwrap_or_default().to_owned();
        if let Some(equals) = equals {
            self.style.equals = equals.to_owned();
        }
    }

    fn read_groups(&mut self, document: &Document, layout: &Layout) {
        let mut padding: [Option<&str>; 2] = [None, None];
        let (mut gap, mut step) = (None, None);
        let mut trailing = 0_isize;
        for id in document.tree.ids() {
            let Some(group) = layout.groups.get(&id) else {
                continue;
            };
            let Some(last) = group.entries.last() else {
                continue;
            };
            let kind = usize::from(layout.origin(id) == Origin::Array);
            gap = gap.or_else(|| gap_of(document, group));
            if is_flat(document, group) {
                padding[kind] = padding[kind].or_else(|| padding_of(document, group));
            } else if kind == 1 {
                trailing += if last.comma.is_some() { 1 } else { -1 };
                let item = indent_of(document, group.entries[0].span.start);
                let line = indent_of(document, group.open.start);
                step = step.or_else(|| item.strip_prefix(line).filter(|step| !step.is_empty()));
            }
        }
        self.trailing = trailing >= 0;
        self.item_step = step.map(str::to_owned);
        if let Some(gap) = gap {
            self.style.gap = gap.to_owned();
        }
        for (kind, found) in padding.into_iter().enumerate() {
            if let Some(found) = found {
                self.style.padding[kind] = found.to_owned();
            }
        }
    }

    fn read_names(&mut self, document: &Document, layout: &Layout) {
        let mut votes = 0;
        for node in document.tree.ids().map(|id| document.node(id)) {
            for (key, value) in node.entries() {
                let shape = match layout.origin(value.id()) {
                    Origin::Header | Origin::Implicit => Shape::Sections,
                    Origin::Dotted => Shape::Dotted,
                    Origin::Inline if !value.members().is_empty() => Shape::Inline,
                    Origin::Array => {
                        if let Some(group) = layout.groups.get(&value.id())
                            && !group.entries.is_empty()
                        {
                            let first = group.entries[0].span.start;
                            let long = begins_line(document, first);
                            votes += if long { 1 } else { -1 };
                            self.long_lists.insert(key.text.clone(), long);
                        }
                        continue;
                    }
                    _ => continue,
                };
                // The last one is the nearest to what comes at the end.
                self.shapes.insert(key.text.clone(), shape);
            }
        }
        self.mostly_long = votes > 0;
    }
}

/// The quotes of most strings on one line; `None` where single ones would be used to save escapes.
fn quote_of(document: &Document) -> Option<Quote> {
    let (mut single, mut double, mut escapes) = (0, 0, false);
    for node in document.tree.ids().map(|id| document.node(id)) {
        match usual_quote(node) {
            Some(Quote::Single) => single += 1,
            Some(Quote::Double) => {
                double += 1;
                escapes |= document.slice(node.span()).contains("\\\\");
            }
            _ => {}
        }
    }
    if single > double {
        Some(Quote::Single)
    } else {
        escapes.then_some(Quote::Double)
    }
}

/// The quotes of a string, unless it has to have them: literal for its backslashes.
pub(super) fn usual_quote(node: NodeRef<'_>) -> Option<Quote> {
    let quote = string_quote(node)?;
    let forced = quote == Quote::Single && node.as_str()?.contains(['\\', '"']);
    (!forced).then_some(quote)
}

/// The quotes of a string on one line.
pub(super) fn string_quote(node: NodeRef<'_>) -> Option<Quote> {
    match node.kind() {
        NodeKind::String { quote, .. } => match quote {
            Quote::Single | Quote::MultilineSingle => Some(Quote::Single),
            _ => Some(Quote::Double),
        },
        _ => None,
    }
}

/// The white space that the line of `at` begins with.
fn indent_of(document: &Document, at: usize) -> &str {
    let text = &document.text;
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let line = text[start..at].trim_start_matches('\u{feff}');
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn begins_line(document: &Document, at: usize) -> bool {
    document.text[..at]
        .trim_end_matches([' ', '\t'])
        .ends_with('\n')
}

/// Whether a blank line stands above the line of `at` and its comments.
fn blank_above(document: &Document, at: usize) -> bool {
    let text = &document.text;
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    text[..start]
        .lines()
        .rev()
        .find(|line| !line.trim_start().starts_with('#'))
        .is_some_and(|line| line.trim().is_empty())
}

/// What stands between a key and its value; of several blanks one.
pub(super) fn equals_of(
    document: &Document,
    span: Span,
    keys: &[crate::document::toml::layout::Site],
) -> Option<&'static str> {
    let key = keys.last()?.span.end;
    let rest = document.text.get(key..span.end)?;
    let sign = rest.find('=')?;
    let before = sign > 0;
    let behind = rest[sign + 1..].starts_with([' ', '\t']);
    Some(match (before, behind) {
        (true, true) => " = ",
        (false, true) => "= ",
        (true, false) => " =",
        (false, false) => "=",
    })
}

/// What stands behind the first comma: a space or nothing; a line break says neither.
pub(super) fn gap_of(document: &Document, group: &Group) -> Option<&'static str> {
    let [first, next, ..] = group.entries.as_slice() else {
        return None;
    };
    let between = document.text.get(first.comma?.end..next.span.start)?;
    match between {
        "" => Some(""),
        blank if blank.trim_matches([' ', '\t']).is_empty() => Some(" "),
        _ => None,
    }
}

/// What stands behind the opening bracket of what is on one line.
pub(super) fn padding_of(document: &Document, group: &Group) -> Option<&'static str> {
    let first = group.entries.first()?;
    let padded = group.open.end < first.span.start;
    (is_flat(document, group)).then_some(if padded { " " } else { "" })
}

pub(super) fn is_flat(document: &Document, group: &Group) -> bool {
    let inner = document.text.get(group.open.start..group.close.end);
    !inner.is_some_and(|inner| inner.contains('\n'))
}
