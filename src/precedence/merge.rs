//! Entries of one name laid over each other, as a client does that merges them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::{Document, Format, NodeKind, NodeRef};
use crate::interpret::{self, Interpretation, Status};
use crate::model::Kind;
use crate::workspace::EntryId;

/// What the client really runs where entries are merged.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The entry that the merge comes to, as a text of its own.
    pub document: Document,
    /// What the client makes of it.
    pub interpretation: Interpretation,
    /// What becomes of it.
    pub status: Status,
    /// The entries that it is made of, the one that wins first.
    pub entries: Vec<EntryId>,
    /// The keys in force, dotted, and where each comes from.
    pub keys: Vec<(String, EntryId)>,
    /// The keys that had another value in a lower entry.
    pub overridden: Vec<Overridden>,
}

/// A key of an entry that another entry sets to another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// The key, dotted: `env.TOKEN`; empty for the entry as a whole.
    pub key: String,
    /// The entry whose value counts.
    pub by: EntryId,
    /// The entry whose value does not.
    pub of: EntryId,
}

/// Merges entries of one name, given from the lowest to the highest, and reads the result as an
/// entry called `name` of a file of `kind`. With `deep` objects inside are merged too; for
/// `displaces` see [`crate::model::Precedence::displaces`]. `None` when there is nothing to merge,
/// or when one of them holds what only its own format can say.
pub fn merge(
    entries: &[(EntryId, NodeRef<'_>)],
    deep: bool,
    displaces: &[(&str, &[&str])],
    name: &str,
    kind: &'static Kind,
) -> Option<Effective> {
    let ((first, node), rest) = entries.split_first()?;
    if entries.iter().any(|(_, node)| is_opaque(*node)) {
        return None;
    }
    let mut merged = Merged::new(node.to_json(), *first);
    let mut events = Vec::new();
    for (id, node) in rest {
        let value = node.to_json();
        merged.displace(&value, *id, displaces, &mut events);
        merged.lay(value, *id, deep, &mut Vec::new(), &mut events);
    }
    let mut overridden: Vec<Overridden> = Vec::new();
    for event in events {
        let by = merged.origin(&event.path).unwrap_or(event.by);
        let lost = Overridden {
            key: dotted(&event.path),
            by,
            of: event.of,
        };
        if by != event.of && !overridden.contains(&lost) {
            overridden.push(lost);
        }
    }
    let mut keys = Vec::new();
    merged.keys(&mut Vec::new(), &mut keys);
    let document = Document::parse(merged.into_value().to_string(), Format::Json);
    let root = document.root()?.id();
    let interpretation = interpret::interpret(&document, kind.schema, name, root);
    Some(Effective {
        status: interpretation.status,
        interpretation,
        document,
        entries: entries.iter().rev().map(|(id, _)| *id).collect(),
        keys,
        overridden,
    })
}

fn is_opaque(node: NodeRef<'_>) -> bool {
    matches!(node.kind(), NodeKind::Opaque { .. })
        || node.entries().any(|(_, value)| is_opaque(value))
        || node.items().any(is_opaque)
}

fn dotted(path: &[String]) -> String {
    let plain = |key: &String| {
        if key.is_empty() || key.contains(['.', ' ', '"']) {
            format!("{key:?}")
        } else {
            key.clone()
        }
    };
    path.iter().map(plain).collect::<Vec<_>>().join(".")
}

/// A value that knows where each of its parts comes from.
enum Merged {
    Object(BTreeMap<String, Merged>, EntryId),
    Other(Value, EntryId),
}

struct Event {
    path: Vec<String>,
    by: EntryId,
    of: EntryId,
}

impl Merged {
    fn new(value: Value, from: EntryId) -> Merged {
        match value {
            Value::Object(members) => Merged::Object(
                members
                    .into_iter()
                    .map(|(key, value)| (key, Merged::new(value, from)))
                    .collect(),
                from,
            ),
            other => Merged::Other(other, from),
        }
    }

    /// Takes away what `above` does not go together with.
    fn displace(
        &mut self,
        above: &Value,
        from: EntryId,
        displaces: &[(&str, &[&str])],
        events: &mut Vec<Event>,
    ) {
        let (Merged::Object(members, _), Value::Object(above)) = (self, above) else {
            return;
        };
        for (field, gone) in displaces {
            let Some(value) = above.get(*field) else {
                continue;
            };
            if members
                .get(*field)
                .is_some_and(|member| member.to_value() == *value)
            {
                continue;
            }
            for key in *gone {
                let Some(member) = members.remove(*key) else {
                    continue;
                };
                let mut origins = Vec::new();
                member.origins(&mut origins);
                events.extend(origins.into_iter().map(|of| Event {
                    path: vec![(*key).to_owned()],
                    by: from,
                    of,
                }));
            }
        }
    }

    fn lay(
        &mut self,
        value: Value,
        from: EntryId,
        deep: bool,
        path: &mut Vec<String>,
        events: &mut Vec<Event>,
    ) {
        match (&mut *self, value) {
            (Merged::Object(members, _), Value::Object(above)) if deep || path.is_empty() => {
                for (key, value) in above {
                    match members.get_mut(&key) {
                        Some(member) => {
                            path.push(key);
                            member.lay(value, from, deep, path, events);
                            path.pop();
                        }
                        None => {
                            members.insert(key, Merged::new(value, from));
                        }
                    }
                }
            }
            (_, value) => {
                if self.to_value() != value {
                    let mut origins = Vec::new();
                    self.origins(&mut origins);
                    events.extend(origins.into_iter().map(|of| Event {
                        path: path.clone(),
                        by: from,
                        of,
                    }));
                }
                *self = Merged::new(value, from);
            }
        }
    }

    /// All entries that a part of it comes from.
    fn origins(&self, found: &mut Vec<EntryId>) {
        match self {
            Merged::Object(members, from) => {
                if members.is_empty() && !found.contains(from) {
                    found.push(*from);
                }
                for member in members.values() {
                    member.origins(found);
                }
            }
            Merged::Other(_, from) => {
                if !found.contains(from) {
                    found.push(*from);
                }
            }
        }
    }

    /// Where the value at `path` comes from, when it comes from one entry.
    fn origin(&self, path: &[String]) -> Option<EntryId> {
        match (self, path) {
            (Merged::Object(members, _), [key, rest @ ..]) => members.get(key)?.origin(rest),
            (Merged::Other(_, from), []) => Some(*from),
            _ => None,
        }
    }

    fn keys(&self, path: &mut Vec<String>, found: &mut Vec<(String, EntryId)>) {
        match self {
            Merged::Object(members, from) if members.is_empty() => {
                if !path.is_empty() {
                    found.push((dotted(path), *from));
                }
            }
            Merged::Object(members, _) => {
                for (key, member) in members {
                    path.push(key.clone());
                    member.keys(path, found);
                    path.pop();
                }
            }
            Merged::Other(_, from) => found.push((dotted(path), *from)),
        }
    }

    fn to_value(&self) -> Value {
        match self {
            Merged::Object(members, _) => Value::Object(
                members
                    .iter()
                    .map(|(key, member)| (key.clone(), member.to_value()))
                    .collect::<Map<_, _>>(),
            ),
            Merged::Other(value, _) => value.clone(),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Merged::Object(members, _) => Value::Object(
                members
                    .into_iter()
                    .map(|(key, member)| (key, member.into_value()))
                    .collect::<Map<_, _>>(),
            ),
            Merged::Other(value, _) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients;
    use crate::model::Transport;

    /// Merges texts of an entry from the lowest to the highest, as OpenCode reads them.
    fn of(texts: &[&str], deep: bool) -> Option<Effective> {
        let documents: Vec<Document> = texts
            .iter()
            .map(|text| Document::parse((*text).to_owned(), Format::Json))
            .collect();
        let entries: Vec<(EntryId, NodeRef<'_>)> = documents
            .iter()
            .enumerate()
            .filter_map(|(index, document)| Some((EntryId(index), document.root()?)))
            .collect();
        let kind = &clients::by_id("opencode")?.kinds[0];
        merge(&entries, deep, &[], "docs", kind)
    }

    fn value(merged: &Effective) -> Value {
        merged.document.root().map_or(Value::Null, NodeRef::to_json)
    }

    fn overridden(merged: &Effective) -> Vec<(&str, usize, usize)> {
        let lost = merged.overridden.iter();
        lost.map(|lost| (lost.key.as_str(), lost.by.0, lost.of.0))
            .collect()
    }

    #[test]
    fn objects_are_merged_and_lists_are_replaced() -> Result<(), &'static str> {
        let merged = of(
            &[
                r#"{"type": "local", "command": ["a", "b"], "environment": {"A": "1", "B": "2"}}"#,
                r#"{"command": ["c"], "environment": {"B": "3", "C": "4"}}"#,
            ],
            true,
        )
        .ok_or("no merge")?;
        assert_eq!(
            value(&merged),
            serde_json::json!({
                "type": "local",
                "command": ["c"],
                "environment": {"A": "1", "B": "3", "C": "4"},
            })
        );
        assert_eq!(merged.interpretation.transport, Some(Transport::Stdio));
        assert_eq!(
            merged.keys,
            [
                ("command".to_owned(), EntryId(1)),
                ("environment.A".to_owned(), EntryId(0)),
                ("environment.B".to_owned(), EntryId(1)),
                ("environment.C".to_owned(), EntryId(1)),
                ("type".to_owned(), EntryId(0)),
            ]
        );
        assert_eq!(
            overridden(&merged),
            [("command", 1, 0), ("environment.B", 1, 0)]
        );
        Ok(())
    }

    #[test]
    fn laid_over_each_other_an_object_replaces_an_object() -> Result<(), &'static str> {
        let merged = of(
            &[
                r#"{"type": "local", "environment": {"A": "1", "B": "2"}}"#,
                r#"{"environment": {"B": "2"}}"#,
            ],
            false,
        )
        .ok_or("no merge")?;
        assert_eq!(
            value(&merged),
            serde_json::json!({"type": "local", "environment": {"B": "2"}})
        );
        assert_eq!(overridden(&merged), [("environment", 1, 0)]);
        Ok(())
    }

    #[test]
    fn of_three_the_highest_counts_for_each_key() -> Result<(), &'static str> {
        let merged = of(
            &[
                r#"{"type": "local", "timeout": 1, "enabled": true}"#,
                r#"{"timeout": 2, "enabled": true}"#,
                r#"{"timeout": 3}"#,
            ],
            true,
        )
        .ok_or("no merge")?;
        assert_eq!(merged.entries, [EntryId(2), EntryId(1), EntryId(0)]);
        // The same value twice is no conflict.
        assert_eq!(overridden(&merged), [("timeout", 2, 0), ("timeout", 2, 1)]);
        Ok(())
    }

    #[test]
    fn what_is_no_object_replaces_and_is_replaced() -> Result<(), &'static str> {
        let server = r#"{"type": "remote", "url": "https://mcp.example.com/mcp"}"#;
        for odd in ["null", "\"text\"", "[1, {\"a\": 2}]", "true", "7", "{}"] {
            let below = of(&[odd, server], true).ok_or("no merge")?;
            assert_eq!(below.status, Status::Loaded, "{odd}");
            assert_eq!(below.interpretation.transport, Some(Transport::Http));
            let above = of(&[server, odd], true).ok_or("no merge")?;
            if odd == "{}" {
                assert_eq!(above.status, Status::Loaded);
                assert_eq!(above.overridden, []);
            } else {
                assert_eq!(above.status, Status::Rejected, "{odd}");
                assert_eq!(overridden(&above), [("", 1, 0)], "{odd}");
            }
        }
        let inside = of(
            &[server, r#"{"url": {"deep": [null]}, "headers": null}"#],
            true,
        )
        .ok_or("no merge")?;
        assert_eq!(inside.status, Status::Rejected);
        assert_eq!(overridden(&inside), [("url", 1, 0)]);
        Ok(())
    }

    #[test]
    fn keys_of_all_sorts_are_named() -> Result<(), &'static str> {
        let merged = of(&[r#"{"": 1, "a.b": {"c d": 2}}"#, r#"{"": 3}"#], true).ok_or("none")?;
        let keys: Vec<&str> = merged.keys.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, [r#""""#, r#""a.b"."c d""#]);
        Ok(())
    }

    #[test]
    fn a_url_displaces_a_command_and_what_belongs_to_it() -> Result<(), &'static str> {
        let below = r#"{"command": "a", "args": ["b"], "timeout": 5}"#;
        let document = |text: &str| Document::parse(text.to_owned(), Format::Json);
        let displaces: &[(&str, &[&str])] = &[("url", &["command", "args", "headers"])];
        let kind = &clients::by_id("pi-mcp-adapter").ok_or("no client")?.kinds[0];
        for (above, left) in [
            (r#"{"url": "https://mcp.example.com/mcp"}"#, false),
            (r#"{"args": []}"#, true),
        ] {
            let (below, above) = (document(below), document(above));
            let entries = [
                (EntryId(0), below.root().ok_or("no root")?),
                (EntryId(1), above.root().ok_or("no root")?),
            ];
            let merged = merge(&entries, false, displaces, "docs", kind).ok_or("no merge")?;
            let value = value(&merged);
            assert_eq!(value.get("command").is_some(), left);
            assert_eq!(value["timeout"], 5);
            let lost = overridden(&merged);
            assert_eq!(lost.contains(&("command", 1, 0)), !left);
        }
        Ok(())
    }

    #[test]
    fn nothing_is_merged_from_nothing() {
        assert!(of(&[], true).is_none());
        // What is left of a broken value can be anything.
        assert!(of(&[r#"{"command": }"#, "{}"], true).is_none());
    }
}
