//! How the author of a document writes: what a new value looks at when its neighbours say nothing.

use std::collections::HashMap;

use super::super::{Document, NodeKind, NodeRef, Quote};
use super::place;

/// How many different steps of indentation are counted.
const MANY_UNITS: usize = 16;

/// The habits of one whole document, as its reader lets them count.
pub(super) struct Habits<'d> {
    pub(super) document: &'d Document,
    /// What stands between a key and its value.
    pub(super) colon: Option<&'static str>,
    /// Behind a comma on one line: a space or nothing.
    pub(super) gap: Option<&'static str>,
    /// Inside braces and square brackets on one line.
    pub(super) padding: [Option<&'static str>; 2],
    /// One step of indentation.
    pub(super) unit: &'d str,
    /// Whether lists of scalars stand on one line.
    pub(super) flat_lists: bool,
    /// Whether the last of what has lines of its own has a comma too.
    pub(super) trailing: bool,
    /// Whether commas begin the lines of what stands behind them.
    pub(super) comma_first: bool,
    /// Whether an opening bracket behind a key begins a line.
    pub(super) opens_line: bool,
    /// The quotes of strings.
    pub(super) strings: Quote,
    /// The quotes of keys.
    pub(super) keys: Quote,
    /// Whether all characters beyond ASCII are written as escapes.
    pub(super) ascii: bool,
    facts: &'d Facts,
}

/// What the text of one whole document tells of its author's habits.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    colon: Option<&'static str>,
    gap: Option<&'static str>,
    padding: [Option<&'static str>; 2],
    unit: String,
    flat_lists: bool,
    trailing: bool,
    comma_first: bool,
    opens_line: bool,
    strings: Option<Quote>,
    keys: Option<Quote>,
    ascii: bool,
    /// Whether the objects and the lists of one name stand on one line.
    named: HashMap<String, [Option<bool>; 2]>,
}

impl<'d> Habits<'d> {
    pub(super) fn of(document: &'d Document) -> Habits<'d> {
        let facts = document.found.json.get_or_init(|| Facts::read(document));
        let json5 = document.dialect.json5;
        Habits {
            document,
            colon: facts.colon,
            gap: facts.gap,
            padding: facts.padding,
            unit: &facts.unit,
            flat_lists: facts.flat_lists,
            trailing: facts.trailing && document.dialect.trailing_commas,
            comma_first: facts.comma_first,
            opens_line: facts.opens_line,
            strings: facts
                .strings
                .filter(|_| json5)
                .map_or(Quote::Double, plain_quote),
            keys: facts.keys.filter(|_| json5).unwrap_or(Quote::Double),
            ascii: facts.ascii,
            facts,
        }
    }

    /// Whether those of this name that are objects, or lists, stand on one line.
    pub(super) fn named(&self, name: &str, is_list: bool) -> Option<bool> {
        self.facts
            .named
            .get(name)
            .and_then(|seen| seen[usize::from(is_list)])
    }
}

impl Facts {
    fn read(document: &Document) -> Facts {
        let text = &document.text;
        let mut facts = Facts {
            colon: None,
            gap: None,
            padding: [None; 2],
            unit: document.indent.clone(),
            flat_lists: true,
            trailing: false,
            comma_first: false,
            opens_line: false,
            strings: None,
            keys: None,
            ascii: text.is_ascii() && has_escaped_letters(text),
            named: HashMap::new(),
        };
        let mut units: Vec<(&str, usize)> = Vec::new();
        let (mut trailing, mut comma_first) = (0_isize, 0_isize);
        let (mut lists, mut opens) = (None, None);
        for node in document.tree.ids().map(|id| document.node(id)) {
            if let NodeKind::String { quote, .. } = node.kind() {
                facts.strings.get_or_insert(*quote);
            }
            if !is_filled(node) {
                continue;
            }
            let flat = is_flat(document, node);
            let kind = usize::from(node.is_array());
            facts.colon = facts.colon.or_else(|| colon_of(document, node));
            facts.gap = facts.gap.or_else(|| gap_of(document, node));
            if let Some(member) = node.members().first() {
                facts.keys.get_or_insert(member.key.quote);
            }
            if node.is_array() && all_scalars(node) {
                lists.get_or_insert(flat);
            }
            for (key, value) in node.entries().filter(|(_, value)| is_filled(*value)) {
                // The last one is the nearest to what comes at the end.
                let seen = Some(is_flat(document, value));
                let kind = usize::from(value.is_array());
                match facts.named.get_mut(&key.text) {
                    Some(named) => named[kind] = seen,
                    None => {
                        let mut named = [None; 2];
                        named[kind] = seen;
                        facts.named.insert(key.text.clone(), named);
                    }
                }
            }
            if flat {
                facts.padding[kind].get_or_insert(padding_of(document, node));
                continue;
            }
            if node.parent().is_some_and(NodeRef::is_object) {
                opens.get_or_insert(place::starts_line(text, node.span().start));
            }
            if let Some(unit) = unit_of(document, node) {
                match units.iter().position(|(known, _)| *known == unit) {
                    Some(known) => units[known].1 += 1,
                    None if units.len() < MANY_UNITS => units.push((unit, 1)),
                    None => {}
                }
            }
            comma_first += match leads_with_comma(document, node) {
                Some(true) => 1,
                Some(false) => -1,
                None => 0,
            };
            trailing += if has_trailing_comma(document, node) {
                1
            } else {
                -1
            };
        }
        // Of several the most frequent; the outermost comes last.
        if let Some((unit, _)) = units.iter().max_by_key(|(_, count)| *count) {
            facts.unit = (*unit).to_owned();
        }
        facts.trailing = trailing > 0;
        facts.comma_first = comma_first > 0;
        facts.flat_lists = lists.unwrap_or(true);
        facts.opens_line = opens.unwrap_or(false);
        facts
    }
}

pub(super) fn children(node: NodeRef<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    node.entries().map(|(_, value)| value).chain(node.items())
}

pub(super) fn is_filled(node: NodeRef<'_>) -> bool {
    children(node).next().is_some()
}

pub(super) fn all_scalars(node: NodeRef<'_>) -> bool {
    node.items()
        .all(|item| !item.is_object() && !item.is_array())
}

/// Whether it stands on one line.
pub(super) fn is_flat(document: &Document, node: NodeRef<'_>) -> bool {
    !document.slice(node.span()).contains(['\n', '\r'])
}

/// What stands between the first key of an object and its value, if they share a line; of several
/// blanks one.
pub(super) fn colon_of(document: &Document, node: NodeRef<'_>) -> Option<&'static str> {
    let member = node.members().first()?;
    let value = document.node(member.value).span();
    let between = document.text.get(member.key.span.end..value.start)?;
    (between.trim_matches([' ', '\t']) == ":").then_some(())?;
    Some(match (between.starts_with(':'), between.ends_with(':')) {
        (true, true) => ":",
        (true, false) => ": ",
        (false, true) => " :",
        (false, false) => " : ",
    })
}

/// What stands behind the first comma of an object or a list: a space or nothing; a line break
/// says neither.
pub(super) fn gap_of(document: &Document, node: NodeRef<'_>) -> Option<&'static str> {
    let text = &document.text;
    let mut all = children(node);
    let (first, _) = (all.next()?, all.next()?);
    let comma = place::over_trivia(text, first.span().end);
    let behind = text[comma..].strip_prefix(',')?;
    if place::starts_line(text, comma) {
        return None;
    }
    match behind.chars().next()? {
        '\n' | '\r' => None,
        ' ' | '\t' if place::ends_line(text, comma + 1) => None,
        ' ' | '\t' => Some(" "),
        _ => Some(""),
    }
}

/// What stands behind the opening bracket of what is on one line: a space or nothing.
pub(super) fn padding_of(document: &Document, node: NodeRef<'_>) -> &'static str {
    let inner = document.slice(node.span()).get(1..).unwrap_or_default();
    if inner.starts_with([' ', '\t']) {
        " "
    } else {
        ""
    }
}

/// How much deeper than its own line the first value begins that has a line for itself.
pub(super) fn unit_of<'d>(document: &'d Document, node: NodeRef<'_>) -> Option<&'d str> {
    let text = &document.text;
    let start = match node.members().first() {
        Some(member) => member.key.span.start,
        None => node.items().next()?.span().start,
    };
    if !place::starts_line(text, start) {
        return None;
    }
    let outer = place::margin(document, node.span().start);
    place::indentation(document, start).strip_prefix(&*outer)
}

/// Whether a comma stands before the closing bracket.
pub(super) fn has_trailing_comma(document: &Document, node: NodeRef<'_>) -> bool {
    let last = match node.members().last() {
        Some(member) => Some(member.span.end),
        None => node.items().next_back().map(|item| item.span().end),
    };
    last.is_some_and(|last| {
        let behind = place::over_trivia(&document.text, last);
        document.text[behind..].starts_with(',')
    })
}

/// Whether the first comma begins a line, if there is one.
fn leads_with_comma(document: &Document, node: NodeRef<'_>) -> Option<bool> {
    let mut all = children(node);
    let (first, _) = (all.next()?, all.next()?);
    let comma = place::over_trivia(&document.text, first.span().end);
    Some(place::starts_line(&document.text, comma))
}

/// The quotes of a string on one line.
pub(super) fn plain_quote(quote: Quote) -> Quote {
    if quote == Quote::Single {
        quote
    } else {
        Quote::Double
    }
}

/// Whether a character beyond ASCII is written as an escape somewhere.
fn has_escaped_letters(text: &str) -> bool {
    text.match_indices("\\u").any(|(at, _)| {
        let digits = text.get(at + 2..at + 6);
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .is_some_and(|code| code >= 0x80)
    })
}
