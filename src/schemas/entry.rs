//! One server as an object.

use serde_json::{Map, Value, json};

use super::field::{constraint, decides, is_overlooked, property, refusal};
use super::transport::Rules;
use super::uses::Looked;
use crate::interpret::By;
use crate::model::{Client, Field, Outcome, Role, Ruling, Schema, Transport, Use};

/// The schema of an entry that is read so.
pub(super) fn entry(client: &Client, by: By) -> Value {
    let schema = by.schema;
    let rules = Rules::new(client, by);
    let mut looked = Looked::default();
    let mut properties = properties(client, schema, &rules, &mut looked);
    nest(schema, &mut properties);
    let (mut required, mut conditions) = rules.conditions();
    for field in schema.fields() {
        match must_have(field, &rules) {
            MustHave::No => {}
            MustHave::Always => required.push(field.name),
            MustHave::When(when, ruling) => conditions.extend(when.into_iter().map(|when| {
                json!({
                    "$comment": refusal(client, ruling),
                    "if": when,
                    "then": {"required": [field.name]},
                })
            })),
        }
    }
    conditions.extend(misused(client, schema, &rules, &mut properties));
    conditions.extend(looked.conditions(client, &rules));

    let mut entry = Map::new();
    entry.insert("title".into(), format!("Server of {}", client.name).into());
    if schema.not_object.outcome != Outcome::Fine {
        entry.insert("type".into(), "object".into());
    }
    entry.insert("properties".into(), properties.into());
    if !required.is_empty() {
        entry.insert("required".into(), json!(required));
    }
    if schema.unknown_field.outcome.loses_entry() {
        entry.insert("additionalProperties".into(), false.into());
        entry.insert("errorMessage".into(), refusal(client, schema.unknown_field));
    }
    if !conditions.is_empty() {
        entry.insert("allOf".into(), conditions.into());
    }
    let snippets = snippets(schema, &rules);
    if !snippets.is_empty() {
        entry.insert("defaultSnippets".into(), snippets.into());
    }
    entry.into()
}

/// What an editor offers for a new server.
fn snippets(schema: &Schema, rules: &Rules<'_>) -> Vec<Value> {
    let offers = [
        (
            Transport::Stdio,
            "started server",
            "A server that the client starts (stdio).",
        ),
        (
            Transport::Http,
            "remote server",
            "A server that is called by its url (streamable HTTP).",
        ),
    ];
    let mut snippets = Vec::new();
    for (transport, label, description) in offers {
        let Some(mut body) = rules.sample(transport) else {
            continue;
        };
        let more = schema.fields().filter(|field| {
            let also = field.role == Role::Args && transport == Transport::Stdio;
            also || field.required.is_some()
        });
        for field in more {
            if let Ok(example) = serde_json::from_str::<Value>(field.example) {
                body.entry(field.name).or_insert(example);
            }
        }
        snippets.push(json!({"label": label, "description": description, "body": body}));
    }
    snippets
}

/// The properties. What is asked only of entries of one use goes to `looked`.
fn properties(
    client: &Client,
    schema: &Schema,
    rules: &Rules<'_>,
    looked: &mut Looked,
) -> Map<String, Value> {
    let types = rules.types();
    let closed = rules.closed();
    let mut properties = Map::new();
    for field in schema.fields() {
        let mut constraint = constraint(schema, field, &types, closed);
        // Where the type is looked at in any case its words are.
        if is_overlooked(field) && !(field.role == Role::Type && closed) {
            constraint = looked.take(field, constraint, rules);
        }
        properties.insert(field.name.into(), property(client, field, constraint));
    }
    properties
}

/// What a client looks for one level deeper too is described there as well.
fn nest(schema: &Schema, properties: &mut Map<String, Value>) {
    let Some(nested) = schema.fields().find(|field| field.role == Role::Nested) else {
        return;
    };
    let inner: Map<String, Value> = properties
        .iter()
        .filter(|(name, _)| name.as_str() != nested.name)
        .map(|(name, property)| (name.clone(), property.clone()))
        .collect();
    if let Some(Value::Object(property)) = properties.get_mut(nested.name) {
        property.insert("properties".into(), inner.into());
    }
}

enum MustHave {
    No,
    Always,
    When(Vec<Value>, Ruling),
}

fn must_have(field: &Field, rules: &Rules<'_>) -> MustHave {
    match field.required {
        Some(ruling) if ruling.outcome.loses_entry() => match rules.required(field) {
            None => MustHave::Always,
            Some(when) => MustHave::When(when, ruling),
        },
        _ => MustHave::No,
    }
}

/// The conditions under which fields are forbidden, those that go together as one. A field that
/// no entry may have is forbidden where it is described.
fn misused(
    client: &Client,
    schema: &Schema,
    rules: &Rules<'_>,
    properties: &mut Map<String, Value>,
) -> Vec<Value> {
    let mut groups: Vec<(Value, Ruling, Map<String, Value>)> = Vec::new();
    for field in schema.fields().filter(|field| field.on != Use::Both) {
        let Some(ruling) = field.misused.filter(|it| it.outcome.loses_entry()) else {
            continue;
        };
        if decides(field) {
            continue;
        }
        let Some(when) = rules.of_other_use(field.on) else {
            if let Some(Value::Object(property)) = properties.get_mut(field.name) {
                property.shift_remove("type");
                property.insert("not".into(), json!({}));
                property.insert("errorMessage".into(), refusal(client, ruling));
            }
            continue;
        };
        for when in when {
            let group = groups
                .iter_mut()
                .find(|(condition, other, _)| *condition == when && *other == ruling);
            match group {
                Some((_, _, forbidden)) => {
                    forbidden.insert(field.name.into(), false.into());
                }
                None => {
                    let forbidden = Map::from_iter([(field.name.to_owned(), false.into())]);
                    groups.push((when, ruling, forbidden));
                }
            }
        }
    }
    groups
        .into_iter()
        .map(|(when, ruling, forbidden)| {
            json!({
                "if": when,
                "then": {"properties": forbidden, "errorMessage": refusal(client, ruling)},
            })
        })
        .collect()
}
