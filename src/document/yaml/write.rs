//! Values as YAML text.

use serde_json::Value;

use super::super::tree::Quote;
use super::scalar::{double_quoted, fits_plain};

/// `text` between single quotes, if it can stand there on one line.
pub(super) fn single_quoted(text: &str) -> Option<String> {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    (!text.contains(odd)).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// `text` in the style of `quote` if that can hold it, else between double quotes.
pub(super) fn string(text: &str, quote: Quote, flow: bool) -> String {
    match quote {
        Quote::Bare if fits_plain(text, flow) => text.to_owned(),
        Quote::Single => single_quoted(text).unwrap_or_else(|| double_quoted(text)),
        _ => double_quoted(text),
    }
}

/// A value on one line, in flow style if it is a collection.
pub(super) fn inline(value: &Value, quote: Quote, flow: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text, quote, flow),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, quote, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| flow_member(key, value, quote))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// A member of a flow mapping.
pub(super) fn flow_member(key: &str, value: &Value, quote: Quote) -> String {
    format!(
        "{}: {}",
        string(key, quote, true),
        inline(value, quote, true)
    )
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

/// The lines of a value in block style; what is no collection, or an empty one, is one line.
pub(super) fn block(value: &Value, step: &str) -> Vec<String> {
    match value {
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .flat_map(|(key, value)| member(key, value, step))
            .collect(),
        Value::Array(items) if !items.is_empty() => {
            items.iter().flat_map(|value| item(value, step)).collect()
        }
        value => vec![inline(value, Quote::Bare, false)],
    }
}

/// The lines of a member of a block mapping.
pub(super) fn member(key: &str, value: &Value, step: &str) -> Vec<String> {
    let key = string(key, Quote::Bare, false);
    if !is_nested(value) {
        return vec![format!("{key}: {}", inline(value, Quote::Bare, false))];
    }
    let mut lines = vec![format!("{key}:")];
    lines.extend(
        block(value, step)
            .iter()
            .map(|line| format!("{step}{line}")),
    );
    lines
}

/// The lines of an item of a block sequence.
pub(super) fn item(value: &Value, step: &str) -> Vec<String> {
    block(value, step)
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let lead = if index == 0 { "- " } else { "  " };
            format!("{lead}{line}")
        })
        .collect()
}
