//! The published JSON Schemas, made from the same facts that the check uses.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::model::{Client, Field, Kind, RootShape, Shape};
use crate::report::json::Output;
use crate::settings::Settings;

/// The schema of `--format json`.
pub fn output() -> String {
    derived::<Output>()
}

/// The schema of `mcpmend.toml`.
pub fn settings() -> String {
    derived::<Settings>()
}

fn derived<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<T>();
    pretty(schema.as_value())
}

fn pretty(value: &Value) -> String {
    // A schema is made of maps with string keys: printing it cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of all config files of `client`: any of its kinds.
pub fn client(client: &Client) -> String {
    let mut kinds: Vec<Value> = Vec::new();
    for kind in client.kinds {
        let schema = schemars::Schema::from(kind_schema(kind)).to_value();
        if !kinds.contains(&schema) {
            kinds.push(schema);
        }
    }
    let mut root = Map::new();
    root.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    root.insert(
        "title".into(),
        format!("MCP configuration of {}", client.name).into(),
    );
    match kinds.as_mut_slice() {
        [Value::Object(one)] => root.append(one),
        _ => {
            root.insert("anyOf".into(), kinds.into());
        }
    }
    pretty(&root.into())
}

fn kind_schema(kind: &Kind) -> Map<String, Value> {
    let entry = entry_schema(kind);
    let mut root = object();
    for candidate in kind.roots {
        let servers = match candidate.shape {
            RootShape::Map => json!({
                "type": "object",
                "description": "The servers by name.",
                "additionalProperties": entry,
            }),
            RootShape::List { .. } => json!({
                "type": "array",
                "description": "The servers.",
                "items": entry,
            }),
        };
        nest(&mut root, candidate.path, servers);
    }
    if kind.dedicated {
        let path = kind.roots.first().map_or(&[][..], |root| root.path);
        if let [key] = path
            && kind.roots.len() == 1
        {
            root.insert("required".into(), json!([key]));
        }
    }
    root.insert("description".into(), kind.title.into());
    root
}

fn object() -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("type".into(), "object".into());
    map
}

/// Puts `leaf` below `path`, creating the objects on the way.
fn nest(root: &mut Map<String, Value>, path: &[&str], leaf: Value) {
    let Some((first, rest)) = path.split_first() else {
        if let Value::Object(leaf) = leaf {
            // The file itself is the map, unless another root is there.
            for (key, value) in leaf {
                root.entry(key).or_insert(value);
            }
        }
        return;
    };
    let child = if rest.is_empty() {
        leaf
    } else {
        let mut child = object();
        nest(&mut child, rest, leaf);
        child.into()
    };
    if *first == "*" {
        root.insert("additionalProperties".into(), child);
        return;
    }
    let properties = root
        .entry("properties")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(properties) = properties {
        match (properties.get_mut(*first), child) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, child) => {
                properties.insert((*first).into(), child);
            }
        }
    }
}

fn merge(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (key, value) in new {
        match (old.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, value) => {
                old.insert(key, value);
            }
        }
    }
}

fn entry_schema(kind: &Kind) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for field in kind.schema.fields() {
        properties.insert(field.name.into(), field_schema(field));
        let always = field.on == crate::model::Use::Both
            && field
                .required
                .is_some_and(|ruling| ruling.outcome.loses_entry());
        if always {
            required.push(field.name.into());
        }
    }
    let mut entry = object();
    entry.insert("properties".into(), properties.into());
    if !required.is_empty() {
        entry.insert("required".into(), required.into());
    }
    if kind.schema.unknown_field.outcome.loses_entry() {
        entry.insert("additionalProperties".into(), false.into());
    }
    entry.into()
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match shape_schema(field.shape) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    schema.insert("description".into(), field.doc.into());
    if let Ok(example) = serde_json::from_str::<Value>(field.example) {
        schema.insert("examples".into(), json!([example]));
    }
    if let Some(range) = field.range
        && range.ruling.outcome.loses_entry()
    {
        schema.insert("minimum".into(), number(range.min));
        if range.max < f64::MAX {
            schema.insert("maximum".into(), number(range.max));
        }
    }
    if let Some(successor) = field.successor {
        schema.insert("deprecated".into(), true.into());
        schema.insert(
            "deprecationMessage".into(),
            format!("Use `{successor}`.").into(),
        );
    }
    schema.into()
}

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        // Whole and well inside the range of an i64.
        json!(value as i64)
    } else {
        json!(value)
    }
}

fn shape_schema(shape: Shape) -> Value {
    match shape {
        Shape::String => json!({"type": "string"}),
        // A url may hold a variable, which `format: uri` would refuse.
        Shape::Url => json!({"type": "string"}),
        Shape::OneOf(values) => json!({"type": "string", "enum": values}),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Number => json!({"type": "number"}),
        Shape::Integer => json!({"type": "integer"}),
        Shape::Strings => json!({"type": "array", "items": {"type": "string"}}),
        Shape::StringMap => {
            json!({"type": "object", "additionalProperties": {"type": "string"}})
        }
        Shape::ScalarMap => {
            json!({"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}})
        }
        Shape::Object => json!({"type": "object"}),
        Shape::List => json!({"type": "array"}),
        Shape::Either(left, right) => {
            json!({"anyOf": [shape_schema(*left), shape_schema(*right)]})
        }
        Shape::Any => json!({}),
    }
}
