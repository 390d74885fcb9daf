//! One field as a property.

use serde_json::{Map, Value, json};

use super::{describe, effect};
use crate::model::{Client, Field, Outcome, Role, Schema, Shape, Transport, Unit, Use};

/// The property for `field`: what `constraint` asks of its value, and what an editor tells.
pub(super) fn property(client: &Client, field: &Field, constraint: Map<String, Value>) -> Value {
    let mut property = constraint;
    describe(&mut property, &description(client, field));
    if let Ok(example) = serde_json::from_str::<Value>(field.example) {
        property.insert("examples".into(), json!([example]));
    }
    if let Some(successor) = field.successor {
        property.insert("deprecated".into(), true.into());
        property.insert(
            "deprecationMessage".into(),
            format!("Use `{successor}` instead.").into(),
        );
    }
    if field.on == Use::Neither {
        property.insert("doNotSuggest".into(), true.into());
    }
    property.into()
}

/// What a value of `field`, one of `schema`'s, must be.
///
/// `types` are the spellings of the type field to name, and whether any other costs the entry.
pub(super) fn constraint(
    schema: &Schema,
    field: &Field,
    types: &[&str],
    closed: bool,
) -> Map<String, Value> {
    if field.role == Role::Type && !types.is_empty() {
        spellings(schema, types, closed)
    } else {
        value(schema, field)
    }
}

/// Whether an entry of the other use may have anything in the field: the client does not look at
/// it there.
pub(super) fn is_overlooked(field: &Field) -> bool {
    field.on != Use::Both && field.misused.is_none()
}

/// Whether an entry may be fine with a null in the field.
pub(super) fn takes_null(schema: &Schema, field: &Field) -> bool {
    let wrong_type = field.wrong_type.unwrap_or(schema.wrong_type);
    is_overlooked(field)
        || wrong_type.outcome == Outcome::Fine
        || may_be(field.shape, |it| matches!(it, Shape::Null | Shape::Any))
}

/// Whether the field makes an entry what it is.
pub(super) fn decides(field: &Field) -> bool {
    matches!(
        field.role,
        Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
    )
}

/// What a value of the field must be. The type is left open where the client takes any.
fn value(schema: &Schema, field: &Field) -> Map<String, Value> {
    let wrong_type = field.wrong_type.unwrap_or(schema.wrong_type);
    let mut value = if wrong_type.outcome == Outcome::Fine {
        Map::new()
    } else {
        shape(field.shape, wrong_type.outcome.loses_entry())
    };
    let empty_costs = field
        .empty
        .map_or(decides(field), |ruling| ruling.outcome.loses_entry());
    if empty_costs {
        // A url has a pattern of its own, which an empty one does not fit.
        if may_be(field.shape, |it| {
            matches!(it, Shape::String | Shape::OneOf(_))
        }) {
            value.insert("pattern".into(), r"\S".into());
            value.insert("patternErrorMessage".into(), "It must not be empty.".into());
        }
        if may_be(field.shape, |it| {
            matches!(it, Shape::Strings | Shape::List | Shape::ListOf(_))
        }) {
            value.insert("minItems".into(), 1.into());
        }
    }
    if let Some(range) = field.range
        && range.ruling.outcome.loses_entry()
    {
        if range.min == f64::MIN_POSITIVE {
            value.insert("exclusiveMinimum".into(), 0.into());
        } else if range.min > f64::MIN {
            value.insert("minimum".into(), number(range.min));
        }
        if range.max < f64::MAX {
            value.insert("maximum".into(), number(range.max));
        }
    }
    value
}

/// The one type of a value of `shape`, in the words of JSON Schema.
pub(super) fn type_of(shape: Shape) -> Option<String> {
    let schema = shape_value(shape, false);
    schema.get("type")?.as_str().map(str::to_owned)
}

fn may_be(shape: Shape, wanted: fn(Shape) -> bool) -> bool {
    match shape {
        Shape::Either(left, right) => may_be(*left, wanted) || may_be(*right, wanted),
        shape => wanted(shape),
    }
}

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        // Whole and well inside the range of an i64.
        json!(value as i64)
    } else {
        json!(value)
    }
}

/// The words of the type field, each with what it means.
fn spellings(schema: &Schema, types: &[&str], closed: bool) -> Map<String, Value> {
    let meanings: Vec<&str> = types
        .iter()
        .map(|spelling| {
            schema
                .transport
                .spellings
                .iter()
                .find(|(known, _)| known == spelling)
                .map_or("", |(_, transport)| meaning(*transport))
        })
        .collect();
    let words = json!({"type": "string", "enum": types, "enumDescriptions": meanings});
    let open = json!({"type": "string", "anyOf": [words, {"type": "string"}]});
    match if closed { words } else { open } {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

pub(crate) fn meaning(transport: Transport) -> &'static str {
    match transport {
        Transport::Stdio => "The client starts the server and speaks over its standard streams.",
        Transport::Http => "Streamable HTTP: the client calls a url.",
        Transport::Sse => "HTTP+SSE: the client calls a url. MCP has deprecated it.",
        Transport::WebSocket => "A WebSocket: the client calls a url.",
    }
}

/// The sentence of the field, its unit, and the servers that it is for.
pub(crate) fn description(client: &Client, field: &Field) -> String {
    let mut text = field.doc.to_owned();
    if let Role::Timeout(unit) = field.role {
        let (word, sentence) = match unit {
            Unit::Seconds => ("second", " In seconds."),
            Unit::Milliseconds => ("millisecond", " In milliseconds."),
        };
        if !field.doc.contains(word) {
            text.push_str(sentence);
        }
    }
    let (mine, other) = match field.on {
        Use::Stdio => ("servers that are started", "remote server"),
        Use::Remote => ("remote servers", "server that is started"),
        Use::Both | Use::Neither => return text,
    };
    // What makes an entry one or the other need not say so.
    if decides(field) {
        return text;
    }
    text.push_str(&format!(" For {mine}"));
    match field.misused {
        Some(ruling) if ruling.outcome.loses_entry() => {
            let verb = ruling.outcome.verb();
            text.push_str(&format!("; on a {other} {} {verb}.", client.name));
        }
        _ => text.push('.'),
    }
    text
}

/// The schema of a shape. Where a wrong type does not cost the entry, nothing is asked of a url but
/// that it is a string.
fn shape(shape: Shape, costs: bool) -> Map<String, Value> {
    match shape_value(shape, costs) {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn shape_value(shape: Shape, costs: bool) -> Value {
    match shape {
        Shape::String => json!({"type": "string"}),
        // `format: uri` would refuse a variable.
        Shape::Url | Shape::PlainUrl if costs => json!({
            "type": "string",
            "pattern": if shape == Shape::Url {
                r"^\s*[A-Za-z][A-Za-z0-9+.-]*:\S|\$"
            } else {
                r"^\s*[A-Za-z][A-Za-z0-9+.-]*:\S"
            },
            "patternErrorMessage": "An absolute url is expected, such as https://mcp.example.com/mcp.",
        }),
        Shape::Url | Shape::PlainUrl => json!({"type": "string"}),
        // Other words are not refused: what they cost is not stated.
        Shape::OneOf(words) => json!({
            "type": "string",
            "anyOf": [{"type": "string", "enum": words}, {"type": "string"}],
        }),
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
        Shape::ListOf(inner) => json!({"type": "array", "items": shape_value(*inner, costs)}),
        Shape::MapOf(inner) => {
            json!({"type": "object", "additionalProperties": shape_value(*inner, costs)})
        }
        Shape::Null => json!({"type": "null"}),
        Shape::Either(left, right) => {
            json!({"anyOf": [shape_value(*left, costs), shape_value(*right, costs)]})
        }
        Shape::Any => json!({}),
    }
}

/// Says what `client` does about a forbidden property.
pub(super) fn refusal(client: &Client, ruling: crate::model::Ruling) -> Value {
    format!("{}.", effect(client, ruling)).into()
}
