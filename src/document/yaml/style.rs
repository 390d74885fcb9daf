//! How the author of a text writes: steps, dashes, quotes, brackets. What is near counts first,
//! then the whole text; what the text does not show is as most people write it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::tree::{NodeKind, NodeRef, Quote};
use super::place::Layout;
use super::scalar::fits_plain;

/// How many nodes of a text are looked at, how many below one value, and how many children of
/// one: a change must not cost more in a longer text.
const SEEN_IN_TEXT: usize = 2_000;
const SEEN_BELOW: usize = 300;
const SEEN_CHILDREN: usize = 50;

/// How new text is written at one place.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// The columns from a key to the keys of the mapping below it.
    pub(super) step: usize,
    /// The columns from a key to the dashes of the list below it.
    pub(super) list: usize,
    /// The blanks behind a dash.
    pub(super) gap: usize,
    /// How keys are quoted.
    pub(super) key: Quote,
    /// How strings are quoted.
    pub(super) string: Quote,
    /// How strings are quoted that must be.
    pub(super) forced: Quote,
    /// Between the brace and the first member.
    pub(super) map_pad: String,
    /// Between the bracket and the first item.
    pub(super) list_pad: String,
    /// Between two children in brackets.
    pub(super) comma: String,
    /// Between key and value in brackets, if the key is quoted.
    pub(super) colon: String,
    /// Whether the strings beside show how they are quoted.
    siblings_tell: bool,
    /// How the strings behind a key, or in the collection behind it, are quoted elsewhere.
    quote_by_name: BTreeMap<String, Quote>,
    /// Whether lists of scalars stand in brackets.
    flow_lists: bool,
    /// Whether the collections of scalars under a key stand in brackets.
    flow_by_name: BTreeMap<String, bool>,
}

impl Default for Style {
    /// As most people write, for where nothing is written.
    fn default() -> Style {
        Style {
            step: 2,
            list: 2,
            gap: 1,
            key: Quote::Bare,
            string: Quote::Bare,
            forced: Quote::Double,
            map_pad: String::new(),
            list_pad: String::new(),
            comma: ", ".to_owned(),
            colon: ": ".to_owned(),
            siblings_tell: false,
            quote_by_name: BTreeMap::new(),
            flow_lists: false,
            flow_by_name: BTreeMap::new(),
        }
    }
}

impl Style {
    /// The style of what comes into `node`.
    pub(super) fn near(layout: Layout<'_>, node: NodeRef<'_>) -> Style {
        let mut own = Counts::default();
        own.add(layout, node);
        let mut below = Counts::default();
        below.add_below(layout, node);
        let mut all = Counts::default();
        let document = layout.document;
        for id in document.tree.ids().take(SEEN_IN_TEXT) {
            all.add(layout, document.node(id));
        }
        let tiers = [&own, &below, &all];
        let step = first(&tiers, |counts| most(&counts.steps)).unwrap_or(2);
        let key = first(&tiers, |counts| habit(counts.keys)).unwrap_or(Quote::Bare);
        // In a flow mapping whose keys are quoted it looks like JSON.
        let like_json = layout.is_flow(node) && own.strings == [0; 3] && own.keys[0] == 0;
        let string = if like_json && key != Quote::Bare {
            key
        } else {
            first(&tiers, |counts| habit(counts.strings)).unwrap_or(Quote::Bare)
        };
        let single = first(&tiers, |counts| match counts.quoted {
            [0, 0] => None,
            [single, double] => Some(single > double),
        });
        let text = |pick: fn(&Counts) -> &BTreeMap<String, usize>, usual: &str| {
            first(&tiers, |counts| most(pick(counts))).unwrap_or_else(|| usual.to_owned())
        };
        let mut flow_by_name = all.named.clone();
        flow_by_name.extend(below.named.clone());
        let mut quotes = all.named_strings.clone();
        quotes.extend(below.named_strings.clone());
        let quote_by_name = quotes
            .into_iter()
            .filter_map(|(name, counts)| Some((name, habit(counts)?)));
        Style {
            step,
            list: first(&tiers, |counts| most(&counts.lists)).unwrap_or(step),
            gap: first(&tiers, |counts| most(&counts.gaps)).unwrap_or(1),
            key,
            string,
            siblings_tell: like_json || own.strings != [0; 3],
            quote_by_name: quote_by_name.collect(),
            forced: if single == Some(true) {
                Quote::Single
            } else {
                Quote::Double
            },
            map_pad: text(|counts| &counts.map_pads, ""),
            list_pad: text(|counts| &counts.list_pads, ""),
            comma: text(|counts| &counts.commas, ", "),
            colon: text(|counts| &counts.colons, ": "),
            flow_lists: first(&tiers, |counts| match counts.forms {
                [0, 0] => None,
                [block, flow] => Some(flow > block),
            }) == Some(true),
            flow_by_name: flow_by_name
                .into_iter()
                .map(|(name, [block, flow])| (name, flow > block))
                .collect(),
        }
    }

    /// Whether the author would write `value` between brackets behind `key` in block style.
    pub(super) fn wants_brackets(&self, key: Option<&str>, value: &Value) -> bool {
        let simple = |value: &Value| match value {
            Value::Object(members) => members.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        let named = key.and_then(|key| self.flow_by_name.get(key).copied());
        match value {
            Value::Array(items) => items.iter().all(simple) && named.unwrap_or(self.flow_lists),
            Value::Object(members) => members.values().all(simple) && named == Some(true),
            _ => false,
        }
    }

    /// Whether other collections under `key` are known to stand between brackets.
    pub(super) fn wants_brackets_for(&self, key: &str) -> bool {
        self.flow_by_name.get(key) == Some(&true)
    }

    /// Whether other collections under `key` are known to be in block style.
    pub(super) fn wants_block(&self, key: Option<&str>) -> bool {
        key.and_then(|key| self.flow_by_name.get(key)) == Some(&false)
    }

    /// How strings are quoted in the value behind `key`, if they are quoted as `quote` says beside
    /// it.
    pub(super) fn quote_behind(&self, key: &str, value: &Value, quote: Quote) -> Quote {
        let nested = value.is_object() || value.is_array();
        if self.siblings_tell && !nested {
            return quote;
        }
        self.quote_by_name.get(key).copied().unwrap_or(quote)
    }

    /// The same, but strings are quoted as `quote` says.
    pub(super) fn quoting(self, quote: Quote) -> Style {
        Style {
            string: quote,
            siblings_tell: true,
            ..self
        }
    }
}

fn first<T>(tiers: &[&Counts], ask: impl Fn(&Counts) -> Option<T>) -> Option<T> {
    tiers.iter().find_map(|counts| ask(counts))
}

fn most<K: Clone + Ord>(counts: &BTreeMap<K, usize>) -> Option<K> {
    let best = counts.iter().rev().max_by_key(|(_, count)| **count)?;
    Some(best.0.clone())
}

/// Quotes where most have them; without need for them, plain text is the rule.
fn habit([bare, single, double]: [usize; 3]) -> Option<Quote> {
    match bare + single + double {
        0 => None,
        all if 2 * bare >= all => Some(Quote::Bare),
        _ if single > double => Some(Quote::Single),
        _ => Some(Quote::Double),
    }
}

/// What was seen how often.
#[derive(Debug, Default)]
struct Counts {
    steps: BTreeMap<usize, usize>,
    lists: BTreeMap<usize, usize>,
    gaps: BTreeMap<usize, usize>,
    /// Keys and strings that could be plain: plain, single, double.
    keys: [usize; 3],
    strings: [usize; 3],
    /// All quoted strings: single, double.
    quoted: [usize; 2],
    /// The strings behind a key, or in the collection behind it.
    named_strings: BTreeMap<String, [usize; 3]>,
    /// Lists of scalars: block, flow.
    forms: [usize; 2],
    /// Collections of scalars by the key before them: block, flow.
    named: BTreeMap<String, [usize; 2]>,
    map_pads: BTreeMap<String, usize>,
    list_pads: BTreeMap<String, usize>,
    commas: BTreeMap<String, usize>,
    colons: BTreeMap<String, usize>,
}

impl Counts {
    fn add_below(&mut self, layout: Layout<'_>, node: NodeRef<'_>) {
        let mut waiting = vec![node];
        let mut seen = 0;
        while let Some(node) = waiting.pop() {
            seen += 1;
            if seen > SEEN_BELOW {
                return;
            }
            self.add(layout, node);
            let members = node.entries().map(|(_, value)| value);
            waiting.extend(members.chain(node.items()).take(SEEN_CHILDREN));
        }
    }

    fn add(&mut self, layout: Layout<'_>, node: NodeRef<'_>) {
        let flow = layout.is_flow(node) || layout.in_flow(node);
        let text = layout.text();
        let mut starts = Vec::new();
        let mut before = None;
        for (key, value) in node.entries().take(SEEN_CHILDREN) {
            starts.push((key.span.start, before));
            before = Some(value.span().end);
            count(&mut self.keys, key.quote, &key.text, flow);
            self.string(value, flow);
            self.form(layout, value, flow, Some(&key.text));
            self.named(layout, &key.text, value, flow);
            let filled = !value.members().is_empty() || value.items().len() > 0;
            if flow {
                let between = &text[key.span.end..value.span().start.max(key.span.end)];
                let plain = between.trim_matches(' ') == ":";
                if plain && key.quote != Quote::Bare && !value.span().is_empty() {
                    *self.colons.entry(between.to_owned()).or_default() += 1;
                }
            } else if filled && !layout.is_flow(value) && !layout.is_inline(value.span().start) {
                let (outer, inner) = (
                    layout.column(key.span.start),
                    layout.column(value.span().start),
                );
                let columns = if value.is_array() {
                    &mut self.lists
                } else {
                    &mut self.steps
                };
                if let Some(step) = inner.checked_sub(outer) {
                    *columns.entry(step).or_default() += 1;
                }
            }
        }
        for item in node.items().take(SEEN_CHILDREN) {
            starts.push((item.span().start, before));
            before = Some(item.span().end);
            self.string(item, flow);
            self.form(layout, item, flow, None);
            if !flow && !item.span().is_empty() {
                let start = item.span().start;
                let line = &text[layout.line_start(start)..start];
                let lead = line.trim_end_matches(' ');
                if lead.ends_with('-') {
                    *self.gaps.entry(line.len() - lead.len()).or_default() += 1;
                }
            }
        }
        if layout.is_flow(node) {
            self.brackets(text, node, &starts);
        }
    }

    /// What stands between the brackets besides the children, each with the end of the one
    /// before.
    fn brackets(&mut self, text: &str, node: NodeRef<'_>, starts: &[(usize, Option<usize>)]) {
        for &(start, before) in starts {
            let from = before.unwrap_or(node.span().start + 1);
            let Some(gap) = text.get(from..start) else {
                continue;
            };
            let counts = match before {
                Some(_) if gap.trim_matches(' ') == "," => &mut self.commas,
                None if gap.trim_matches(' ').is_empty() && node.is_object() => &mut self.map_pads,
                None if gap.trim_matches(' ').is_empty() => &mut self.list_pads,
                _ => continue,
            };
            *counts.entry(gap.to_owned()).or_default() += 1;
        }
    }

    fn named(&mut self, layout: Layout<'_>, key: &str, value: NodeRef<'_>, flow: bool) {
        let mut counts = [0; 3];
        let flow = flow || layout.is_flow(value);
        let inner = value.entries().map(|(_, value)| value).chain(value.items());
        for node in inner.take(SEEN_CHILDREN).chain([value]) {
            if let NodeKind::String { text, quote } = node.kind() {
                count(&mut counts, *quote, text, flow);
            }
        }
        if counts != [0; 3] {
            let all = self.named_strings.entry(key.to_owned()).or_default();
            for (all, one) in all.iter_mut().zip(counts) {
                *all += one;
            }
        }
    }

    fn string(&mut self, node: NodeRef<'_>, flow: bool) {
        if let NodeKind::String { text, quote } = node.kind() {
            count(&mut self.strings, *quote, text, flow);
            match quote {
                Quote::Single => self.quoted[0] += 1,
                Quote::Double => self.quoted[1] += 1,
                _ => {}
            }
        }
    }

    fn form(&mut self, layout: Layout<'_>, node: NodeRef<'_>, in_flow: bool, key: Option<&str>) {
        let mut children = node.entries().map(|(_, value)| value).chain(node.items());
        let filled = !node.members().is_empty() || node.items().len() > 0;
        let simple = children.all(|child| !child.is_object() && !child.is_array());
        if in_flow || !filled || !simple {
            return;
        }
        let form = usize::from(layout.is_flow(node));
        if node.is_array() {
            self.forms[form] += 1;
        }
        if let Some(key) = key {
            self.named.entry(key.to_owned()).or_default()[form] += 1;
        }
    }
}

/// Counts the quotes of a text that does not need any.
fn count(counts: &mut [usize; 3], quote: Quote, text: &str, flow: bool) {
    let index = match quote {
        Quote::Bare => 0,
        Quote::Single => 1,
        Quote::Double => 2,
        _ => return,
    };
    if index == 0 || fits_plain(text, flow) {
        counts[index] += 1;
    }
}
