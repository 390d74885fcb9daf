//! Values as a person would write them in each format.

use mcpmend::document::Format;
use serde_json::Value;

/// The whole file: `servers` below `path`.
pub fn file(format: Format, path: &[&str], servers: &Value) -> String {
    let mut value = servers.clone();
    for key in path.iter().rev() {
        value = serde_json::json!({ *key: value });
    }
    match format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&value).unwrap()),
        Format::Yaml => {
            let mut text = String::new();
            yaml(&value, 0, &mut text);
            text
        }
        Format::Toml => toml(path, servers),
    }
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

fn toml(path: &[&str], servers: &Value) -> String {
    let mut text = String::new();
    match servers {
        Value::Object(members) => {
            for (name, entry) in members {
                let key: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
                text.push_str(&format!("[{}]\n", key.join(".")));
                table(entry, &mut text);
            }
        }
        Value::Array(items) => {
            for entry in items {
                text.push_str(&format!("[[{}]]\n", path.join(".")));
                table(entry, &mut text);
            }
        }
        _ => unreachable!("servers are a map or a list"),
    }
    text
}

fn table(entry: &Value, text: &mut String) {
    for (key, value) in entry.as_object().unwrap() {
        text.push_str(&format!("{key} = {}\n", inline(value)));
    }
    text.push('\n');
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
