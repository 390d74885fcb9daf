//! New values as text.

use serde_json::{Number, Value};

use super::Editor;
use crate::document::toml::layout::Origin;
use crate::document::toml::strings;
use crate::document::{EditError, NodeKind, NodeRef, Quote};

/// `value` on one line, its strings in the quotes of `quote`.
pub(super) fn value(value: &Value, quote: Option<Quote>) -> Result<String, EditError> {
    match value {
        Value::Null => Err(EditError::Unsupported("TOML has no null")),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(number) => self::number(number),
        Value::String(text) => Ok(strings::quoted(text, quote)),
        Value::Array(items) => {
            let items: Result<Vec<String>, EditError> =
                items.iter().map(|item| self::value(item, quote)).collect();
            Ok(format!("[{}]", items?.join(", ")))
        }
        Value::Object(members) if members.is_empty() => Ok("{}".to_owned()),
        Value::Object(members) => {
            let members: Result<Vec<String>, EditError> = members
                .iter()
                .map(|(name, inner)| {
                    let inner = self::value(inner, quote)?;
                    Ok(format!("{} = {inner}", strings::key(name, quote)))
                })
                .collect();
            Ok(format!("{{ {} }}", members?.join(", ")))
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

impl Editor<'_> {
    /// `value` in the style of what it replaces.
    pub(super) fn render_over(&self, old: NodeRef<'_>, value: &Value) -> Result<String, EditError> {
        let quote = match old.kind() {
            NodeKind::String { quote, .. } => Some(*quote),
            _ => self.item_quote(old),
        };
        let (Value::Array(items), Some(group)) = (value, self.layout.groups.get(&old.id())) else {
            return self::value(value, quote);
        };
        let lines = match group.entries.first() {
            Some(first) if self.layout.origin(old.id()) == Origin::Array => {
                self.is_multi_line(group.open.end, first.span.start)
            }
            _ => false,
        };
        if !lines || items.is_empty() {
            return self::value(value, quote);
        }
        let items: Result<Vec<String>, EditError> =
            items.iter().map(|item| self::value(item, quote)).collect();
        let between = self.lines_between(group, &items?);
        Ok(format!("[{between}]"))
    }

    /// The quotes of the first string of a list.
    pub(super) fn item_quote(&self, array: NodeRef<'_>) -> Option<Quote> {
        array.items().find_map(|item| match item.kind() {
            NodeKind::String { quote, .. } => Some(*quote),
            _ => None,
        })
    }
}
