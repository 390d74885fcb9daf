//! Values as text, in the style of what stands around them.

use serde_json::Value;

use super::super::{NodeKind, NodeRef, Quote};
use super::align::Columns;
use super::habit::{self, Habits, all_scalars, children, is_filled, is_flat};
use super::place;

/// The longest list that comes on one line: with its key about 80 columns.
const LIST_WIDTH: usize = 72;

/// The longest object that comes on one line because others of its name do.
const LINE_WIDTH: usize = 80;

/// How many of the values beside a new one are looked at.
const NEIGHBOURS: usize = 32;

/// How values are written at one place of a document.
pub(super) struct Style<'h, 'd> {
    habits: &'h Habits<'d>,
    pub(super) newline: &'static str,
    pub(super) unit: &'d str,
    /// Between key and value: `": "` or `" : "`.
    colon: &'static str,
    /// The columns that keys and values stand in, if they do.
    columns: Option<Columns>,
    /// Behind a comma on one line: a space or nothing.
    pub(super) gap: &'static str,
    /// Inside braces and square brackets on one line.
    padding: [&'static str; 2],
    /// Whether the objects beside a new one are written on one line.
    pub(super) flat_objects: Option<bool>,
    /// Up to which length, indentation included, lists of scalars are written on one line.
    list_width: usize,
    /// Whether the value that the new one replaces stood on one line, if that tells.
    replaced: Option<bool>,
    /// Whether the last of what has lines of its own has a comma too.
    pub(super) trailing: bool,
    strings: Quote,
    keys: Quote,
}

impl<'h, 'd> Style<'h, 'd> {
    /// The style of the values that `container` holds, or of the document.
    pub(super) fn near(habits: &'h Habits<'d>, container: Option<NodeRef<'_>>) -> Style<'h, 'd> {
        let document = habits.document;
        let siblings = || container.into_iter().flat_map(children).take(NEIGHBOURS);
        let colon = container
            .and_then(|node| habit::colon_of(document, node))
            .or(habits.colon)
            .unwrap_or(": ");
        let tight = colon.ends_with(':');
        let gap = container
            .and_then(|node| habit::gap_of(document, node))
            .or(habits.gap)
            .unwrap_or(if tight { "" } else { " " });
        let padding = |kind: usize, otherwise| {
            siblings()
                .chain(container)
                .find(|node| {
                    usize::from(node.is_array()) == kind
                        && is_filled(*node)
                        && is_flat(document, *node)
                })
                .map(|node| habit::padding_of(document, node))
                .or(habits.padding[kind])
                .unwrap_or(otherwise)
        };
        let objects = || siblings().filter(|node| node.is_object() && is_filled(*node));
        let flat_objects = objects()
            .next()
            .map(|_| objects().all(|object| is_flat(document, object)));
        let is_list =
            |node: &NodeRef<'_>| node.is_array() && is_filled(*node) && all_scalars(*node);
        let flat_lists = siblings()
            .find(is_list)
            .map_or(habits.flat_lists, |list| is_flat(document, list));
        let unit = siblings()
            .chain(container)
            .filter(|node| is_filled(*node) && !is_flat(document, *node))
            .find_map(|node| habit::unit_of(document, node));
        let mut style = Style {
            habits,
            newline: document.newline.as_str(),
            unit: unit.unwrap_or(habits.unit),
            colon,
            columns: container.and_then(|node| Columns::of(document, node)),
            gap,
            padding: [padding(0, if tight { "" } else { gap }), padding(1, "")],
            flat_objects,
            list_width: if flat_lists { LIST_WIDTH } else { 0 },
            replaced: None,
            trailing: habits.trailing,
            strings: habits.strings,
            keys: habits.keys,
        };
        if document.dialect.json5 {
            let quote = |node: NodeRef<'_>| match node.kind() {
                NodeKind::String { quote, .. } => Some(*quote),
                _ => None,
            };
            if let Some(quote) = siblings().find_map(quote) {
                style.strings = habit::plain_quote(quote);
            }
            if let Some(member) = container.and_then(|node| node.members().first()) {
                style.keys = member.key.quote;
            }
        }
        style
    }

    /// The style for a value that takes the place of `old`: laid out as that was.
    pub(super) fn instead_of(habits: &'h Habits<'d>, old: NodeRef<'_>) -> Style<'h, 'd> {
        let document = habits.document;
        let mut style = Style::near(habits, old.parent());
        if let NodeKind::String { quote, .. } = old.kind()
            && document.dialect.json5
        {
            style.strings = habit::plain_quote(*quote);
        }
        if is_filled(old) {
            let flat = is_flat(document, old);
            match old.kind() {
                NodeKind::Object(_) => style.replaced = Some(flat),
                _ if all_scalars(old) => style.list_width = if flat { usize::MAX } else { 0 },
                _ => {}
            }
            if let Some(unit) = habit::unit_of(document, old)
                && !flat
            {
                style.unit = unit;
            }
            if !flat {
                style.trailing =
                    document.dialect.trailing_commas && habit::has_trailing_comma(document, old);
            }
        }
        style
    }

    /// A member as text, `indent` being that of its line.
    pub(super) fn member(&self, key: &str, value: &str, indent: &str) -> String {
        let opens = value.starts_with(['{', '[']) && value.contains(['\n', '\r']);
        format!("{}{value}", self.before_value(key, indent, opens))
    }

    /// A key and what stands between it and its value; `opens` if that goes over several lines.
    pub(super) fn before_value(&self, key: &str, indent: &str, opens: bool) -> String {
        let key = self.key(key);
        if opens && self.habits.opens_line {
            return format!("{key}{}{}{indent}", self.colon.trim_end(), self.newline);
        }
        match self.columns {
            Some(columns) => format!("{key}{}", columns.colon(&key, self.colon)),
            None => format!("{key}{}", self.colon),
        }
    }

    /// What stands between a colon and the value behind it.
    pub(super) fn behind_colon(&self) -> &'static str {
        self.colon.trim_start().trim_start_matches(':')
    }

    /// The style of the only member of an object: there are no columns.
    pub(super) fn of_one_member(mut self) -> Self {
        self.columns = None;
        self
    }

    fn key(&self, key: &str) -> String {
        match self.keys {
            Quote::Bare if place::is_identifier(key) => key.to_owned(),
            Quote::Bare => self.string(key),
            Quote::Single => self.quoted(key, Quote::Single),
            _ => self.quoted(key, Quote::Double),
        }
    }

    fn string(&self, text: &str) -> String {
        self.quoted(text, self.strings)
    }

    fn quoted(&self, text: &str, quote: Quote) -> String {
        let quoted = match quote {
            Quote::Single => format!("'{}'", place::escape_single(text)),
            _ => place::quoted(text),
        };
        if self.habits.ascii {
            place::as_ascii(&quoted)
        } else {
            quoted
        }
    }

    /// The name of a member that was called `old`.
    pub(super) fn renamed(habits: &Habits<'_>, old: Quote, name: &str) -> String {
        let mut style = Style::near(habits, None);
        style.keys = if habits.document.dialect.json5 {
            old
        } else {
            Quote::Double
        };
        style.key(name)
    }

    /// An object on one line around `content`.
    pub(super) fn braced(&self, content: &str) -> String {
        let pad = self.padding[0];
        format!("{{{pad}{content}{pad}}}")
    }

    /// What stands inside brackets on one line, with the blanks at both ends.
    pub(super) fn padded(&self, content: &str, is_object: bool) -> String {
        let pad = self.padding[usize::from(!is_object)];
        format!("{pad}{content}{pad}")
    }

    /// Whether an object or a list called `name` stands on one line where its name decides.
    pub(super) fn named(&self, name: Option<&str>, is_list: bool) -> Option<bool> {
        name.and_then(|name| self.habits.named(name, is_list))
    }

    /// Whether a list of these values, indented by `indent`, comes on one line.
    pub(super) fn is_flat_list<'v>(
        &self,
        values: impl Iterator<Item = &'v Value>,
        indent: &str,
        named: Option<bool>,
    ) -> bool {
        let widest = match named {
            Some(true) => self.list_width.max(LIST_WIDTH),
            Some(false) => 0,
            None => self.list_width,
        };
        let mut width = indent.len() + "[]".len();
        for value in values {
            if !is_scalar(value) {
                return false;
            }
            width += self.value(None, value, indent, true).chars().count() + ", ".len();
        }
        width <= widest
    }

    /// `value` in the place of another one.
    pub(super) fn replacement(
        &self,
        name: Option<&str>,
        value: &Value,
        indent: &str,
        flat: bool,
    ) -> String {
        match (value, self.replaced) {
            (Value::Object(members), Some(replaced)) if !members.is_empty() => {
                self.object(members, indent, flat || replaced)
            }
            // What the old list looked like says more than others of its name.
            (Value::Array(_), _) if self.list_width != LIST_WIDTH => {
                self.value(None, value, indent, flat)
            }
            _ => self.value(name, value, indent, flat),
        }
    }

    /// `value`, which is called `name`, as text; all lines but the first are indented by `indent`
    /// and more.
    pub(super) fn value(
        &self,
        name: Option<&str>,
        value: &Value,
        indent: &str,
        flat: bool,
    ) -> String {
        match value {
            Value::Object(members) if members.is_empty() => "{}".to_owned(),
            Value::Array(items) if items.is_empty() => "[]".to_owned(),
            Value::Object(members) => {
                let flat = flat || self.flat_objects.unwrap_or(false);
                // Those of its name tell only where none stands beside it.
                if !flat && self.flat_objects.is_none() && self.named(name, false) == Some(true) {
                    let text = self.object(members, indent, true);
                    if indent.len() + text.chars().count() <= LINE_WIDTH {
                        return text;
                    }
                }
                self.object(members, indent, flat)
            }
            Value::Array(items) => {
                let named = self.named(name, true);
                let flat = flat || self.is_flat_list(items.iter(), indent, named);
                let inner = format!("{indent}{}", self.unit);
                let parts = items
                    .iter()
                    .map(|item| self.value(None, item, &inner, flat));
                self.brackets(parts.collect(), '[', ']', indent, flat)
            }
            Value::String(text) => self.string(text),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Null => "null".to_owned(),
        }
    }

    fn object(&self, members: &serde_json::Map<String, Value>, indent: &str, flat: bool) -> String {
        let inner = format!("{indent}{}", self.unit);
        // The columns and the objects are those of the members around.
        let inside = Style {
            columns: None,
            flat_objects: None,
            ..*self
        };
        let parts = members.iter().map(|(key, value)| {
            let value = inside.value(Some(key), value, &inner, flat);
            inside.member(key, &value, &inner)
        });
        self.brackets(parts.collect(), '{', '}', indent, flat)
    }

    /// What stands between two lines of one object or list that are indented by `indent`.
    pub(super) fn separator(&self, indent: &str) -> String {
        match indent.strip_suffix("  ") {
            Some(outer) if self.habits.comma_first => format!("{}{outer}, ", self.newline),
            _ => format!(",{}{indent}", self.newline),
        }
    }

    /// Whether commas begin lines where nothing nearer tells.
    pub(super) fn comma_first(&self) -> bool {
        self.habits.comma_first
    }

    fn brackets(
        &self,
        parts: Vec<String>,
        open: char,
        close: char,
        indent: &str,
        flat: bool,
    ) -> String {
        if flat {
            let content = parts.join(&format!(",{}", self.gap));
            return format!("{open}{}{close}", self.padded(&content, open == '{'));
        }
        let line = format!("{}{indent}", self.newline);
        let inner = format!("{line}{}", self.unit);
        let content = parts.join(&self.separator(&inner[self.newline.len()..]));
        let comma = if self.trailing { "," } else { "" };
        format!("{open}{inner}{content}{comma}{line}{close}")
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
