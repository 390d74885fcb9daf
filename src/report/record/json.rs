//! A record for programs.

use serde_json::{Map, Value, json};

use super::{Block, Part, Record, Section};

/// The record as an object: a member for each section. A section that may differ between kinds of
/// file is a list with a member `kinds` in each item, empty for all of them; what is not
/// established is null.
pub fn write(record: &Record) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), record.id.into());
    object.insert("name".into(), record.name.into());
    object.insert("vendor".into(), record.vendor.into());
    for section in &record.sections {
        object.insert(section.id.into(), of_section(section));
    }
    object.into()
}

fn of_section(section: &Section) -> Value {
    if section.by_kind {
        let parts = section.parts.iter().map(|part| {
            let mut object = Map::new();
            object.insert("kinds".into(), json!(part.kinds));
            object.insert("known_by".into(), json!(section.known_by));
            object.extend(of_part(part));
            Value::Object(object)
        });
        return parts.collect::<Vec<_>>().into();
    }
    let mut object = Map::new();
    if let Some(known_by) = &section.known_by {
        object.insert("known_by".into(), json!(known_by));
    }
    for part in &section.parts {
        object.extend(of_part(part));
    }
    // A single list needs no envelope.
    match (object.len(), object.values().next()) {
        (1, Some(Value::Array(items))) => Value::Array(items.clone()),
        _ => object.into(),
    }
}

fn of_part(part: &Part) -> Map<String, Value> {
    let mut object = Map::new();
    for block in &part.blocks {
        match block {
            Block::Facts(facts) => {
                for fact in facts {
                    object.insert(fact.key.into(), fact.says.json());
                }
            }
            Block::Table(table) => {
                let rows = table.rows.iter().map(|row| {
                    let cells = table.columns.iter().zip(row);
                    cells
                        .map(|((key, _), says)| ((*key).to_owned(), says.json()))
                        .collect::<Map<_, _>>()
                });
                object.insert(table.key.into(), json!(rows.collect::<Vec<_>>()));
            }
            Block::List { key, items } => {
                object.insert((*key).into(), json!(items));
            }
        }
    }
    object
}
