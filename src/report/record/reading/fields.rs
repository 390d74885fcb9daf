//! The fields of an entry, and the names of servers.

use super::super::{Block, Fact, Says, Table, fact, is_known, where_known};
use crate::model::{Client, Field, Outcome, Role, Schema, Shape, Topic, Unit, Use};

pub(super) fn blocks(client: &Client, schema: &Schema) -> Vec<Block> {
    let rows: Vec<Vec<Says>> = schema.fields().map(row).collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            key: "fields",
            columns: &[
                ("name", "field"),
                ("type", "type"),
                ("for", "for"),
                ("meaning", "meaning"),
            ],
            rows,
        }));
    }
    blocks.push(Block::Facts(vec![
        fact(
            "off_switch",
            "to switch a server off",
            off_switch(client, schema),
        ),
        fact("timeouts", "time limits", timeouts(client, schema)),
        fact(
            "unknown_field",
            "a field of another name",
            schema.unknown_field,
        ),
        fact("wrong_type", "a value of the wrong type", schema.wrong_type),
        fact("null_entry", "`null` for a server", schema.null_entry),
        fact(
            "not_object",
            "a server that is no object",
            schema.not_object,
        ),
    ]));
    blocks
}

fn row(field: &Field) -> Vec<Says> {
    let on = match field.on {
        Use::Stdio => "started",
        Use::Remote => "remote",
        Use::Both => "all",
        Use::Neither => "none",
    };
    vec![
        Says::code(field.name),
        shape(field.shape).into(),
        on.into(),
        meaning(field).into(),
    ]
}

/// The field's sentence, and what is special about it.
fn meaning(field: &Field) -> String {
    let mut text = field.doc.to_owned();
    let mut add = |sentence: String| {
        text.push(' ');
        text.push_str(&sentence);
    };
    if let Some(successor) = field.successor {
        add(format!("An old spelling of `{successor}`."));
    }
    let beside = match field.on {
        Use::Stdio => "On a remote server",
        Use::Remote => "On a server that is started",
        Use::Both | Use::Neither => "Where it stands",
    };
    let rulings = [
        ("Without it", field.required),
        ("Of the wrong type", field.wrong_type),
        ("When it is empty", field.empty),
        (beside, field.misused),
        ("Out of range", field.range.map(|range| range.ruling)),
    ];
    for (when, ruling) in rulings {
        if let Some(cost) = ruling.and_then(|ruling| cost(ruling.outcome)) {
            add(format!("{when} {cost}."));
        }
    }
    text
}

/// What an outcome costs, as the end of a sentence.
const fn cost(outcome: Outcome) -> Option<&'static str> {
    Some(match outcome {
        Outcome::Fine | Outcome::Unknown => return None,
        Outcome::Ignored => "it is ignored without a word",
        Outcome::Warned => "the client warns",
        Outcome::Fails => "the server fails",
        Outcome::Dropped => "the server vanishes without a word",
        Outcome::Rejected => "the server is refused",
        Outcome::FileDropped => "every server of the file vanishes without a word",
        Outcome::FileRejected => "the whole file is refused",
    })
}

fn shape(shape: Shape) -> String {
    match shape {
        Shape::String => "string".to_owned(),
        Shape::Url | Shape::PlainUrl => "url".to_owned(),
        Shape::OneOf(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(" or ")
        }
        Shape::Bool => "boolean".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Integer => "whole number".to_owned(),
        Shape::Strings => "list of strings".to_owned(),
        Shape::StringMap => "object of strings".to_owned(),
        Shape::ScalarMap => "object of strings, numbers or null".to_owned(),
        Shape::Object => "object".to_owned(),
        Shape::List => "list".to_owned(),
        Shape::ListOf(inner) => format!("list of: {}", self::shape(*inner)),
        Shape::MapOf(inner) => format!("object of: {}", self::shape(*inner)),
        Shape::Null => "null".to_owned(),
        Shape::Either(left, right) => format!("{} or {}", self::shape(*left), self::shape(*right)),
        Shape::Any => "anything".to_owned(),
    }
}

fn off_switch(client: &Client, schema: &Schema) -> Says {
    let switches = schema.fields().filter_map(|field| match field.role {
        Role::Enabled | Role::Disabled if !field.off.is_empty() => {
            Some(format!("`{}` is `{}`", field.name, field.off))
        }
        Role::Enabled => Some(format!("`{}` is false", field.name)),
        Role::Disabled => Some(format!("`{}` is true", field.name)),
        _ => None,
    });
    where_known(
        client,
        Topic::Fields,
        Says::words(switches, "no known field does"),
    )
}

fn timeouts(client: &Client, schema: &Schema) -> Says {
    let limits = schema.fields().filter_map(|field| {
        let Role::Timeout(unit) = field.role else {
            return None;
        };
        let unit = match unit {
            Unit::Seconds => "seconds",
            Unit::Milliseconds => "milliseconds",
        };
        let range = field.range.filter(|range| range.max < f64::MAX);
        let range = range.map_or(String::new(), |range| {
            format!(", {} to {}", range.min, range.max)
        });
        Some(format!("`{}` in {unit}{range}", field.name))
    });
    where_known(
        client,
        Topic::Fields,
        Says::words(limits, "no known field sets one"),
    )
}

/// The names that servers may have.
pub(super) fn names(client: &Client, schema: &Schema) -> Vec<Fact> {
    let names = schema.names;
    if !is_known(client, Topic::Names) && names.ruling.outcome <= Outcome::Unknown {
        return vec![fact("allowed", "characters", Says::Unknown)];
    }
    let allowed = match names.allowed {
        None => "any".to_owned(),
        Some(others) => {
            let others: Vec<String> = others.chars().map(|c| format!("`{c}`")).collect();
            format!("letters and digits of ASCII, {}", others.join(" "))
        }
    };
    let mut facts = vec![fact("allowed", "characters", allowed)];
    if let Some(longest) = names.longest {
        facts.push(fact(
            "longest",
            "longest name, in characters",
            longest.to_string(),
        ));
    }
    if !names.reserved.is_empty() {
        let reserved = names.reserved.iter().copied();
        facts.push(fact("reserved", "not allowed", Says::codes(reserved)));
    }
    if names.allowed.is_some() || names.longest.is_some() || !names.reserved.is_empty() {
        facts.push(fact("bad_name", "another name", names.ruling));
    }
    facts.push(fact("empty", "an empty name", names.empty));
    if names.normalized {
        facts.push(fact(
            "normalized",
            "compared",
            "after every other character became `_` or `-`, so that two may collide",
        ));
    }
    facts
}
