//! The published JSON Schemas, made from the same facts that the check uses.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::model::{Client, Field, RootShape, Schema as ModelSchema, Shape, Use};
use crate::report::json::Output;
use crate::settings::Settings;

/// The schema of `--format json`.
pub fn output() -> String {
    // What is left out when it is empty is not required.
    derived::<Output>(SchemaSettings::draft07().for_serialize())
}

/// The schema of `mcpmend.toml`.
pub fn settings() -> String {
    derived::<Settings>(SchemaSettings::draft07())
}

fn derived<T: JsonSchema>(settings: SchemaSettings) -> String {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    pretty(schema.as_value())
}

fn pretty(value: &Value) -> String {
    // A schema is made of maps with string keys: printing it cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of the config files of `client`: every root of each of its kinds. Where two kinds
/// share a root and not its fields, either will do.
pub fn client(client: &Client) -> String {
    let mut root = object();
    for kind in client.kinds {
        for candidate in kind.roots {
            let entry = entry_schema(kind.schema_at(candidate));
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
                RootShape::One { .. } => entry.clone(),
            };
            nest(&mut root, candidate.path, servers);
        }
    }
    if let [kind] = client.kinds
        && let [only] = kind.roots
        && let [key] = only.path
        && kind.missing_root.outcome.loses_file()
    {
        root.insert("required".into(), json!([key]));
    }
    let mut schema = Schema::from(root);
    schema.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    schema.insert(
        "title".into(),
        format!("MCP configuration of {}", client.name).into(),
    );
    pretty(schema.as_value())
}

fn object() -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("type".into(), "object".into());
    map
}

/// Puts `leaf` below `path`, creating the objects on the way. A path without keys says that the
/// file itself is the map of servers: that allows any key and adds nothing.
fn nest(root: &mut Map<String, Value>, path: &[&str], leaf: Value) {
    let Some((first, rest)) = path.split_first() else {
        return;
    };
    let (holder, key) = if *first == "*" {
        (root, "additionalProperties")
    } else {
        let properties = root
            .entry("properties")
            .or_insert_with(|| Value::Object(Map::new()));
        match properties {
            Value::Object(properties) => (properties, *first),
            // `properties` is made above and nowhere else.
            _ => return,
        }
    };
    if rest.is_empty() {
        match holder.get_mut(key) {
            None => {
                holder.insert(key.into(), leaf);
            }
            Some(present) => unite(present, leaf),
        }
    } else if let Value::Object(child) = holder.entry(key).or_insert_with(|| object().into()) {
        nest(child, rest, leaf);
    }
}

/// Makes `present` take what `other` takes too.
fn unite(present: &mut Value, other: Value) {
    if *present == other {
        return;
    }
    if let Some(Value::Array(variants)) = present.get_mut("anyOf") {
        if !variants.contains(&other) {
            variants.push(other);
        }
        return;
    }
    *present = json!({ "anyOf": [present.take(), other] });
}

fn entry_schema(schema: &ModelSchema) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for field in schema.fields() {
        properties.insert(field.name.into(), field_schema(field));
        let always = field.on == Use::Both
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
    if schema.unknown_field.outcome.loses_entry() {
        entry.insert("additionalProperties".into(), false.into());
    }
    entry.into()
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match shape_schema(field.shape) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    if field.on == Use::Neither {
        // It is known only to be refused.
        schema = Map::new();
        schema.insert("not".into(), json!({}));
    }
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
        Shape::Url | Shape::LiteralUrl => json!({"type": "string"}),
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
        Shape::ListOf(inner) => json!({"type": "array", "items": shape_schema(*inner)}),
        Shape::MapOf(inner) => {
            json!({"type": "object", "additionalProperties": shape_schema(*inner)})
        }
        Shape::Null => json!({"type": "null"}),
        Shape::Either(left, right) => {
            json!({"anyOf": [shape_schema(*left), shape_schema(*right)]})
        }
        Shape::Any => json!({}),
    }
}
