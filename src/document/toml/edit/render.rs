//! New values as text.

use serde_json::{Number, Value};

use super::habit::{self, Style, string_quote, usual_quote};
use super::{Editor, site_of};
use crate::document::toml::layout::{Group, Origin, Statement};
use crate::document::toml::strings;
use crate::document::{EditError, NodeId, NodeRef, Quote};

/// How many of the values beside a new one are looked at.
const NEIGHBOURS: usize = 32;

/// `value` on one line.
pub(super) fn value(value: &Value, style: &Style) -> Result<String, EditError> {
    match value {
        Value::Null => Err(EditError::Unsupported("TOML has no null")),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(number) => self::number(number),
        Value::String(text) => Ok(strings::quoted(text, style.quote)),
        Value::Array(items) if items.is_empty() => Ok("[]".to_owned()),
        Value::Array(items) => {
            let items: Result<Vec<String>, EditError> =
                items.iter().map(|item| self::value(item, style)).collect();
            let [_, pad] = &style.padding;
            let items = items?.join(&format!(",{}", style.gap));
            Ok(format!("[{pad}{items}{pad}]"))
        }
        Value::Object(members) if members.is_empty() => Ok("{}".to_owned()),
        Value::Object(members) => {
            let members: Result<Vec<String>, EditError> = members
                .iter()
                .map(|(name, inner)| {
                    let inner = self::value(inner, style)?;
                    Ok(format!("{}{}{inner}", style.key(name), style.equals))
                })
                .collect();
            let [pad, _] = &style.padding;
            let members = members?.join(&format!(",{}", style.gap));
            Ok(format!("{{{pad}{members}{pad}}}"))
        }
    }
}

fn number(number: &Number) -> Result<String, EditError> {
    if number.is_u64() && !number.is_i64() {
        return Err(EditError::Unsupported(
            "this number is too large for a TOML integer",
        ));
    }
    Ok(number.to_string())
}

impl Style {
    /// `name` as a key.
    pub(super) fn key(&self, name: &str) -> String {
        strings::key(name, self.quote)
    }
}

impl Editor<'_> {
    /// `value` in the style of what it replaces.
    pub(super) fn render_over(&self, old: NodeRef<'_>, value: &Value) -> Result<String, EditError> {
        let mut style = self.style_around(old);
        if let Some(quote) = string_quote(old) {
            style.quote = Some(quote);
        }
        let group = self.layout.groups.get(&old.id());
        let Some(group) = group.filter(|group| !group.entries.is_empty()) else {
            return match old.member() {
                Some(member) if self.is_in_lines(old) => {
                    let indent = self.indent(old.span().start);
                    self.line_value(&member.key.text, value, &style, indent)
                }
                _ => self::value(value, &style),
            };
        };
        style = self.style_of_group(old, group);
        let (Value::Array(items), Origin::Array) = (value, self.layout.origin(old.id())) else {
            return self::value(value, &style);
        };
        if items.is_empty() || !self.is_multi_line(group.open.end, group.entries[0].span.start) {
            return self::value(value, &style);
        }
        let items: Result<Vec<String>, EditError> =
            items.iter().map(|item| self::value(item, &style)).collect();
        let between = self.lines_between(group, &items?);
        Ok(format!("[{between}]"))
    }

    /// Whether no brackets stand around `node`.
    fn is_in_lines(&self, node: NodeRef<'_>) -> bool {
        let mut around = std::iter::successors(node.parent(), |node| node.parent());
        !around.any(|node| self.layout.groups.contains_key(&node.id()))
    }

    /// `value` behind a key that begins a line.
    pub(super) fn line_value(
        &self,
        name: &str,
        value: &Value,
        style: &Style,
        indent: &str,
    ) -> Result<String, EditError> {
        let Value::Array(items) = value else {
            return self::value(value, style);
        };
        if items.is_empty() || !self.habits.is_long_list(name) {
            return self::value(value, style);
        }
        let (habits, newline) = (&self.habits, self.newline());
        let step = habits.item_step.as_deref().unwrap_or("  ");
        let mut text = "[".to_owned();
        for (index, item) in items.iter().enumerate() {
            let comma = habits.trailing || index + 1 < items.len();
            text.push_str(newline);
            text.push_str(indent);
            text.push_str(step);
            text.push_str(&self::value(item, style)?);
            text.push_str(if comma { "," } else { "" });
        }
        Ok(format!("{text}{newline}{indent}]"))
    }

    /// The style of the values that `table` has in lines of its own.
    pub(super) fn style_of_lines(&self, table: NodeId) -> Style {
        let mut style = self.habits.style.clone();
        let own = |statement: &&Statement| {
            !statement.is_header
                && (statement.table == table || site_of(&statement.keys, table).is_some())
        };
        let equals = self
            .about(table)
            .find(own)
            .and_then(|line| habit::equals_of(self.document, line.span, &line.keys));
        if let Some(equals) = equals {
            equals.clone_into(&mut style.equals);
        }
        self.look_beside(self.node(table), &mut style);
        style
    }

    /// The style of what stands between brackets.
    pub(super) fn style_of_group(&self, node: NodeRef<'_>, group: &Group) -> Style {
        let mut style = self.habits.style.clone();
        let kind = usize::from(node.is_array());
        if let Some(first) = group.entries.first()
            && let Some(equals) = habit::equals_of(self.document, first.span, &first.keys)
        {
            equals.clone_into(&mut style.equals);
        }
        if let Some(gap) = habit::gap_of(self.document, group) {
            gap.clone_into(&mut style.gap);
        }
        self.look_beside(node, &mut style);
        if let Some(padding) = habit::padding_of(self.document, group) {
            padding.clone_into(&mut style.padding[kind]);
        }
        style
    }

    /// The style of the siblings of `node`.
    fn style_around(&self, node: NodeRef<'_>) -> Style {
        let mut style = match node.parent() {
            Some(parent) => match self.layout.groups.get(&parent.id()) {
                Some(group) => self.style_of_group(parent, group),
                None => self.style_of_lines(parent.id()),
            },
            None => self.habits.style.clone(),
        };
        // The strings of a list that becomes something else.
        if let Some(quote) = node.items().find_map(usual_quote) {
            style.quote = self.merged_quote(Some(quote));
        }
        style
    }

    /// Takes over how the values right inside `node` are written.
    fn look_beside(&self, node: NodeRef<'_>, style: &mut Style) {
        let values = || {
            let members = node.entries().map(|(_, value)| value);
            members.chain(node.items()).take(NEIGHBOURS)
        };
        style.quote = self.merged_quote(values().find_map(usual_quote));
        for (kind, padding) in style.padding.iter_mut().enumerate() {
            let found = values()
                .filter(|value| usize::from(value.is_array()) == kind)
                .filter_map(|value| self.layout.groups.get(&value.id()))
                .find_map(|group| habit::padding_of(self.document, group));
            if let Some(found) = found {
                found.clone_into(padding);
            }
        }
    }

    fn merged_quote(&self, near: Option<Quote>) -> Option<Quote> {
        match (near, self.habits.style.quote) {
            (Some(Quote::Single), _) => near,
            // Double ones as elsewhere, but for what single ones save from escapes.
            (Some(_), Some(Quote::Single)) => None,
            (_, usual) => usual,
        }
    }
}
