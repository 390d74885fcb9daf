//! What is asked of the fields that a client looks at in entries of one use only.
//!
//! Such a field may hold anything in an entry of the other use, so what its value must be is no
//! part of the property but of a condition.

use serde_json::{Map, Value, json};

use super::field::type_of;
use super::transport::{Rules, any_of};
use crate::model::{Client, Field, Use};

/// What is asked of the fields of one use, by name.
#[derive(Default)]
pub(super) struct Looked {
    started: Map<String, Value>,
    called: Map<String, Value>,
    neither: Map<String, Value>,
}

impl Looked {
    /// Takes what is asked of `field` where it depends on the other fields, and gives what is asked
    /// of it in any case.
    pub(super) fn take(
        &mut self,
        field: &Field,
        mut constraint: Map<String, Value>,
        rules: &Rules<'_>,
    ) -> Map<String, Value> {
        let properties = match field.on {
            Use::Stdio => &mut self.started,
            Use::Remote => &mut self.called,
            Use::Neither => &mut self.neither,
            Use::Both => return constraint,
        };
        let when = rules.of_other_use(field.on);
        // Every entry is looked at for it.
        if when.as_ref().is_some_and(Vec::is_empty) {
            return constraint;
        }
        let mut always = Map::new();
        let is_open = |value: &Value| value.get("enum").is_none();
        // Words to offer are offered before it is told what the entry is.
        if let Some(Value::Array(ways)) = constraint.get("anyOf")
            && let [words, open] = ways.as_slice()
            && !is_open(words)
            && is_open(open)
        {
            always.insert("anyOf".into(), json!([words, {}]));
            constraint.shift_remove("anyOf");
        }
        // With nothing to insert an editor would insert no colon either.
        if field.example.is_empty()
            && let Some(snippet) = snippet(field)
        {
            always.insert("defaultSnippets".into(), json!([snippet]));
        }
        if when.is_none() || constraint.is_empty() {
            return always;
        }
        // The property is what is offered.
        constraint.insert("doNotSuggest".into(), true.into());
        properties.insert(field.name.into(), constraint.into());
        always
    }

    /// The members of `allOf` that ask it.
    pub(super) fn conditions(self, client: &Client, rules: &Rules<'_>) -> Vec<Value> {
        let when = |on: Use| any_of(rules.of_other_use(on).unwrap_or_default());
        let (is_called, is_started) = (when(Use::Stdio), when(Use::Remote));
        let mut started = asked(self.started, rules);
        let mut called = asked(self.called, rules);
        let comment = format!(
            "{} does not look at the fields of the other kind of server.",
            client.name
        );
        let mut conditions = Vec::new();
        // Without a transport everything is looked at.
        if !rules.all_told() {
            let uses = [
                (is_called, started),
                (is_started, called),
                (when(Use::Neither), asked(self.neither, rules)),
            ];
            for (other, mine) in uses {
                if let Some(mine) = mine {
                    conditions.push(json!({"$comment": comment, "if": other, "else": mine}));
                }
            }
            return conditions;
        }
        if started.is_none() && called.is_none() {
            return conditions;
        }
        // An entry is one or the other: the shorter condition tells both.
        let (when, then, r#else) = if length(&is_started) <= length(&is_called) {
            (is_started, started.take(), called.take())
        } else {
            (is_called, called.take(), started.take())
        };
        let mut condition = Map::new();
        condition.insert("$comment".into(), comment.into());
        condition.insert("if".into(), when);
        for (key, asked) in [("then", then), ("else", r#else)] {
            if let Some(asked) = asked {
                condition.insert(key.into(), asked);
            }
        }
        conditions.push(condition.into());
        conditions
    }
}

/// The schema of an entry whose `properties` are as asked.
fn asked(properties: Map<String, Value>, rules: &Rules<'_>) -> Option<Value> {
    (!properties.is_empty()).then(|| rules.also_nested(properties))
}

/// An empty value of the field, with the cursor in it.
fn snippet(field: &Field) -> Option<Value> {
    let name = type_of(field.shape)?;
    let body = match name.as_str() {
        "object" => "^{$1}",
        "array" => "^[$1]",
        "string" => "$1",
        _ => "^$1",
    };
    Some(json!({"label": name, "body": body}))
}

fn length(condition: &Value) -> usize {
    condition.to_string().len()
}
