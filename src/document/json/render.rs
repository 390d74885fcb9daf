//! Values as text, in the style of what stands around them.

use serde_json::Value;

use super::super::{Document, NodeKind, NodeRef};
use super::place;

/// The longest list that comes on one line: with its key about 80 columns.
const LIST_WIDTH: usize = 72;

/// How values are written at one place of a document.
pub(super) struct Style<'d> {
    pub(super) newline: &'static str,
    pub(super) unit: &'d str,
    /// Between key and value: `": "` or `":"`.
    colon: &'static str,
    /// Behind a comma on one line: a space or nothing.
    pub(super) gap: &'static str,
    /// Inside braces and square brackets on one line.
    padding: [&'static str; 2],
    /// Whether objects are written on one line.
    flat_objects: bool,
    /// Up to which length, indentation included, lists of scalars are written on one line.
    list_width: usize,
}

impl<'d> Style<'d> {
    /// The style of the values that `container` holds, or of the document.
    pub(super) fn near(document: &'d Document, container: Option<NodeRef<'_>>) -> Style<'d> {
        let text = &document.text;
        let everywhere = || document.tree.ids().map(|id| document.node(id));
        let siblings = || container.into_iter().flat_map(children);
        let is_flat = |node: &NodeRef<'_>| !document.slice(node.span()).contains(['\n', '\r']);
        let colon_of = |node: NodeRef<'_>| {
            let member = node.members().first()?;
            let value = document.node(member.value).span();
            let between = text.get(member.key.span.end..value.start)?;
            Some(if between.ends_with(':') { ":" } else { ": " })
        };
        let colon = container
            .and_then(colon_of)
            .or_else(|| everywhere().find_map(colon_of))
            .unwrap_or(": ");
        let gap_of = |node: NodeRef<'_>| {
            let mut all = children(node);
            let (first, _) = (all.next()?, all.next()?);
            let comma = place::over_trivia(text, first.span().end);
            text[comma..].starts_with(',').then_some(())?;
            Some(if text[comma + 1..].starts_with([' ', '\n', '\r', '\t']) {
                " "
            } else {
                ""
            })
        };
        let gap = container
            .and_then(gap_of)
            .or_else(|| everywhere().find_map(gap_of))
            .unwrap_or(if colon == ":" { "" } else { " " });
        let padding_of = |node: NodeRef<'_>| {
            let padded = document
                .slice(node.span())
                .get(1..)?
                .starts_with([' ', '\t']);
            (children(node).next().is_some() && is_flat(&node)).then_some(if padded {
                " "
            } else {
                ""
            })
        };
        let padding = |objects: bool, otherwise| {
            everywhere()
                .filter(|node| node.is_object() == objects)
                .find_map(padding_of)
                .unwrap_or(otherwise)
        };
        let filled = |node: &NodeRef<'_>| children(*node).next().is_some();
        let mut objects = siblings().filter(|node| node.is_object()).filter(filled);
        let flat_objects = objects.next().is_some_and(|first| is_flat(&first))
            && objects.all(|object| is_flat(&object));
        let is_list = |node: &NodeRef<'_>| node.is_array() && filled(node) && all_scalars(*node);
        let flat_lists = siblings()
            .find(is_list)
            .or_else(|| everywhere().find(is_list))
            .is_none_or(|list| is_flat(&list));
        let list_width = if flat_lists { LIST_WIDTH } else { 0 };
        Style {
            newline: document.newline.as_str(),
            unit: &document.indent,
            colon,
            gap,
            padding: [
                padding(true, if colon == ":" { "" } else { gap }),
                padding(false, ""),
            ],
            flat_objects,
            list_width,
        }
    }

    /// The style for a value that takes the place of `old`: laid out as that was.
    pub(super) fn instead_of(document: &'d Document, old: NodeRef<'_>) -> Style<'d> {
        let mut style = Style::near(document, old.parent());
        if children(old).next().is_some() {
            let flat = !document.slice(old.span()).contains(['\n', '\r']);
            match old.kind() {
                NodeKind::Object(_) => style.flat_objects = flat,
                _ if all_scalars(old) => style.list_width = if flat { usize::MAX } else { 0 },
                _ => {}
            }
        }
        style
    }

    /// A member as text.
    pub(super) fn member(&self, key: &str, value: &str) -> String {
        format!("{}{}{value}", place::quoted(key), self.colon)
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

    /// Whether a list of these values, indented by `indent`, comes on one line.
    pub(super) fn is_flat_list<'v>(
        &self,
        values: impl Iterator<Item = &'v Value>,
        indent: &str,
    ) -> bool {
        let mut width = indent.len() + "[]".len();
        for value in values {
            if !is_scalar(value) {
                return false;
            }
            width += self.value(value, indent, true).chars().count() + ", ".len();
        }
        width <= self.list_width
    }

    /// `value` as text; all lines but the first are indented by `indent` and more.
    pub(super) fn value(&self, value: &Value, indent: &str, flat: bool) -> String {
        match value {
            Value::Object(members) if members.is_empty() => "{}".to_owned(),
            Value::Array(items) if items.is_empty() => "[]".to_owned(),
            Value::Object(members) => {
                let flat = flat || self.flat_objects;
                let inner = format!("{indent}{}", self.unit);
                let parts = members
                    .iter()
                    .map(|(key, value)| self.member(key, &self.value(value, &inner, flat)));
                self.brackets(parts.collect(), '{', '}', indent, flat)
            }
            Value::Array(items) => {
                let flat = flat || self.is_flat_list(items.iter(), indent);
                let inner = format!("{indent}{}", self.unit);
                let parts = items.iter().map(|item| self.value(item, &inner, flat));
                self.brackets(parts.collect(), '[', ']', indent, flat)
            }
            Value::String(text) => place::quoted(text),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Null => "null".to_owned(),
        }
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
        let content = parts.join(&format!(",{inner}"));
        format!("{open}{inner}{content}{line}{close}")
    }
}

fn children(node: NodeRef<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    node.entries().map(|(_, value)| value).chain(node.items())
}

fn all_scalars(node: NodeRef<'_>) -> bool {
    node.items()
        .all(|item| !item.is_object() && !item.is_array())
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}
