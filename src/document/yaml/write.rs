//! Values as YAML text.

use serde_json::Value;

use super::super::tree::Quote;
use super::scalar::{double_quoted, fits_plain};
use super::style::Style;

/// `text` between single quotes, if it can stand there on one line.
pub(super) fn single_quoted(text: &str) -> Option<String> {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    (!text.contains(odd)).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// `text` in the style of `quote` if that can hold it, else quoted as `forced` says, else between
/// double quotes.
pub(super) fn string(text: &str, quote: Quote, forced: Quote, flow: bool) -> String {
    let quote = match quote {
        Quote::Bare if fits_plain(text, flow) => return text.to_owned(),
        Quote::Single | Quote::Double => quote,
        _ => forced,
    };
    match quote {
        Quote::Single => single_quoted(text).unwrap_or_else(|| double_quoted(text)),
        _ => double_quoted(text),
    }
}

/// A key.
pub(super) fn key(text: &str, style: &Style, flow: bool) -> String {
    string(text, style.key, style.forced, flow)
}

/// A value on one line, in flow style if it is a collection; its strings are quoted as `quote`
/// says.
pub(super) fn inline(value: &Value, style: &Style, quote: Quote, flow: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text, quote, style.forced, flow),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => {
            let item = |item| inline(item, style, quote, true);
            let items: Vec<String> = items.iter().map(item).collect();
            let pad = &style.list_pad;
            format!("[{pad}{}{pad}]", items.join(&style.comma))
        }
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| flow_member(key, value, style, quote))
                .collect();
            let pad = &style.map_pad;
            format!("{{{pad}{}{pad}}}", members.join(&style.comma))
        }
    }
}

/// A member of a flow mapping.
pub(super) fn flow_member(name: &str, value: &Value, style: &Style, quote: Quote) -> String {
    let quote = style.quote_behind(name, value, quote);
    let name = key(name, style, true);
    // Behind a plain key the colon alone would belong to it.
    let colon = if name.starts_with(['"', '\'']) {
        &style.colon
    } else {
        ": "
    };
    format!("{name}{colon}{}", inline(value, style, quote, true))
}

/// Whether it is a collection that is not empty.
pub(super) fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

/// The lines of a value in block style; what is no collection, or an empty one, is one line.
pub(super) fn block(value: &Value, style: &Style, quote: Quote) -> Vec<String> {
    match value {
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .flat_map(|(key, value)| member(key, value, style, quote))
            .collect(),
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .flat_map(|value| item(value, style, quote))
            .collect(),
        value => vec![inline(value, style, quote, false)],
    }
}

/// The lines of a member of a block mapping.
pub(super) fn member(name: &str, value: &Value, style: &Style, quote: Quote) -> Vec<String> {
    let quote = style.quote_behind(name, value, quote);
    let written = key(name, style, false);
    if !is_nested(value) || style.wants_brackets(Some(name), value) {
        return vec![format!("{written}: {}", inline(value, style, quote, false))];
    }
    let step = if value.is_array() {
        style.list
    } else {
        style.step
    };
    let mut lines = vec![format!("{written}:")];
    lines.extend(
        block(value, style, quote)
            .iter()
            .map(|line| format!("{}{line}", " ".repeat(step))),
    );
    lines
}

/// The lines of an item of a block sequence.
pub(super) fn item(value: &Value, style: &Style, quote: Quote) -> Vec<String> {
    let gap = " ".repeat(style.gap);
    block(value, style, quote)
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let lead = if index == 0 { '-' } else { ' ' };
            format!("{lead}{gap}{line}")
        })
        .collect()
}
