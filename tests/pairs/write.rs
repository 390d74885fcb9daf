//! Values as a person would write them in each format.

use mcpmend::document::Format;
use serde_json::Value;

/// The whole file.
pub fn file(format: Format, value: &Value) -> String {
    let mut text = String::new();
    match format {
        Format::Json => text = format!("{}\n", serde_json::to_string_pretty(value).unwrap()),
        Format::Yaml => yaml(value, 0, &mut text),
        Format::Toml => toml(value, &[], &mut text),
    }
    text
}

fn yaml(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                out.push_str(&format!("{indent}{key}:"));
                below(value, depth + 1, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                let mut text = String::new();
                match item {
                    Value::Object(_) => yaml(item, depth + 1, &mut text),
                    _ => text = format!("{item}\n"),
                }
                out.push_str(&format!("{indent}- {}", text.trim_start()));
            }
        }
        _ => unreachable!("the root is a container"),
    }
}

fn below(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            out.push('\n');
            yaml(value, depth, out);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            yaml(value, depth, out);
        }
        _ => out.push_str(&format!(" {value}\n")),
    }
}

/// The top two levels of objects are tables, as are the items of lists up there; the rest stands
/// on one line.
fn toml(value: &Value, path: &[&str], text: &mut String) {
    let tables = |value: &Value| {
        path.len() < 2 && value.is_object()
            || value
                .as_array()
                .is_some_and(|items| path.len() < 2 && items.first().is_some_and(Value::is_object))
    };
    let members = value.as_object().unwrap();
    let mut plain = members
        .iter()
        .filter(|(_, value)| !tables(value))
        .peekable();
    if !path.is_empty() && plain.peek().is_some() {
        text.push_str(&format!("[{}]\n", path.join(".")));
    }
    for (key, value) in plain {
        text.push_str(&format!("{key} = {}\n", inline(value)));
    }
    text.push('\n');
    for (key, value) in members.iter().filter(|(_, value)| tables(value)) {
        let below: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
        for item in value.as_array().into_iter().flatten() {
            text.push_str(&format!("[[{}]]\n", below.join(".")));
            for (key, value) in item.as_object().unwrap() {
                text.push_str(&format!("{key} = {}\n", inline(value)));
            }
            text.push('\n');
        }
        if value.is_object() {
            toml(value, &below, text);
        }
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{key} = {}", inline(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
