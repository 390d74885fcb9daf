//! The file around the entries.

use serde_json::{Map, Value, json};

use super::entry::entry;
use super::field::refusal;
use super::{address, describe, siblings};
use crate::interpret::By;
use crate::model::{Client, Kind, Names, Outcome, Role, Root, RootShape, Ruling};

/// The description of a map or a list of servers.
const SERVERS: &str = "The MCP servers, each with its name.";

/// The description of a server that stands alone.
const SERVER: &str = "The MCP server of this file.";

/// The schema of the files of `client`.
pub(super) fn schema(client: &Client) -> Value {
    let mut tree = Node::default();
    for kind in client.kinds {
        for root in kind.roots {
            let leaf = Leaf {
                kind,
                root,
                entry: entry(client, by(kind, root)),
            };
            tree.at(root.path).leaves.push(leaf);
        }
    }
    let bare = std::mem::take(&mut tree.leaves);
    let mut writer = Writer {
        client,
        definitions: Map::new(),
    };
    let mut properties = Map::new();
    let mut others = Map::new();
    for (key, child) in &tree.children {
        let child = writer.place(child).into();
        if *key == "*" {
            others.insert("additionalProperties".into(), child);
        } else {
            properties.insert((*key).into(), child);
        }
    }
    for name in client.kinds.iter().flat_map(|kind| kind.siblings) {
        if !properties.contains_key(*name) {
            properties.insert((*name).into(), siblings::property(client, name));
        }
    }
    others.extend(writer.without_root(&bare));

    let mut schema = Map::new();
    schema.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    schema.insert("$id".into(), address(client.id).into());
    schema.insert(
        "title".into(),
        format!("MCP configuration of {}", client.name).into(),
    );
    describe(&mut schema, &about(client));
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.extend(others);
    schema.insert("definitions".into(), writer.definitions.into());
    schema.into()
}

/// How an entry at `root` is read.
fn by(kind: &Kind, root: &Root) -> By {
    By {
        schema: kind.schema_at(root),
        transport: root.transport,
        text: root.text,
        // Which hosts are this machine a schema does not tell.
        plain_http: Ruling::FINE,
        merged: false,
    }
}

/// What the file is, in a sentence.
fn about(client: &Client) -> String {
    let mut names: Vec<String> = Vec::new();
    for location in client.kinds.iter().flat_map(|kind| kind.locations) {
        let path = crate::discover::relative_pattern(location.path);
        // `*.json` alone tells nothing.
        let name = match path.rsplit_once('/') {
            Some((folder, name)) if name.starts_with('*') => {
                let folder = folder.rsplit('/').next().unwrap_or(folder);
                format!("{folder}/{name}")
            }
            Some((_, name)) => name.to_owned(),
            None => path.into_owned(),
        };
        if !location.guest && !names.contains(&name) {
            names.push(name);
        }
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!(
        "The MCP servers in the files that {} reads: {}.",
        client.name,
        quoted.join(", ")
    )
}

/// Servers at a place of the file, as one kind of file has them.
struct Leaf {
    kind: &'static Kind,
    root: &'static Root,
    entry: Value,
}

/// A place of the file.
#[derive(Default)]
struct Node {
    leaves: Vec<Leaf>,
    children: Vec<(&'static str, Node)>,
}

impl Node {
    fn at(&mut self, path: &'static [&'static str]) -> &mut Node {
        let Some((first, rest)) = path.split_first() else {
            return self;
        };
        let index = match self.children.iter().position(|(key, _)| key == first) {
            Some(index) => index,
            None => {
                self.children.push((first, Node::default()));
                self.children.len() - 1
            }
        };
        self.children[index].1.at(rest)
    }
}

struct Writer<'c> {
    client: &'c Client,
    /// The entries' schemas by name, each once.
    definitions: Map<String, Value>,
}

impl Writer<'_> {
    fn refer(&mut self, leaf: &Leaf, entry: Value) -> Value {
        let known = self
            .definitions
            .iter()
            .find(|(_, known)| **known == entry)
            .map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let kind = format!("{}-server", leaf.kind.id);
            let root = leaf.root.path.last().unwrap_or(&"bare");
            let names = ["server".to_owned(), kind.clone(), format!("{kind}-{root}")];
            let free = names
                .into_iter()
                .find(|name| !self.definitions.contains_key(name));
            // Two roots of one kind may end alike.
            let name = free.unwrap_or_else(|| format!("{kind}-{}", leaf.root.path.join("-")));
            self.definitions.insert(name.clone(), entry);
            name
        });
        json!({"$ref": format!("#/definitions/{name}")})
    }

    fn place(&mut self, node: &Node) -> Map<String, Value> {
        let mut schema = Map::new();
        let mut properties = Map::new();
        let mut servers = if node.leaves.is_empty() {
            let text = format!(
                "Holds the MCP servers of {}, deeper down.",
                self.client.name
            );
            Map::from_iter([("description".to_owned(), text.into())])
        } else {
            self.servers(&node.leaves)
        };
        for (key, child) in &node.children {
            let child = self.place(child).into();
            if *key == "*" {
                schema.insert("additionalProperties".into(), child);
            } else {
                properties.insert((*key).into(), child);
            }
        }
        let deeper: Vec<Value> = properties
            .keys()
            .map(|name| json!({"required": [name]}))
            .collect();
        if node.leaves.is_empty() || deeper.is_empty() {
            schema.extend(servers);
            if !properties.is_empty() {
                schema.insert("properties".into(), properties.into());
            }
            return schema;
        }
        // A longer root makes this one the envelope around the servers.
        for key in ["type", "description"] {
            if let Some(value) = servers.shift_remove(key) {
                schema.insert(key.into(), value);
            }
        }
        schema.insert("properties".into(), properties.into());
        schema.insert("if".into(), one_of(deeper));
        schema.insert("then".into(), json!({}));
        schema.insert("else".into(), servers.into());
        schema
    }

    /// The servers at one place: whatever one of the kinds takes there.
    fn servers(&mut self, leaves: &[Leaf]) -> Map<String, Value> {
        let mut shapes: Vec<RootShape> = Vec::new();
        for leaf in leaves {
            if !shapes.contains(&leaf.root.shape) {
                shapes.push(leaf.root.shape);
            }
        }
        let mut ways: Vec<Map<String, Value>> = Vec::new();
        for shape in shapes {
            let of_shape: Vec<&Leaf> = leaves
                .iter()
                .filter(|leaf| leaf.root.shape == shape)
                .collect();
            ways.push(self.container(shape, &of_shape));
        }
        if ways.len() == 1 {
            return ways.remove(0);
        }
        let mut either = Map::new();
        either.insert("description".into(), SERVERS.into());
        either.insert("anyOf".into(), json!(ways));
        either
    }

    fn container(&mut self, shape: RootShape, leaves: &[&Leaf]) -> Map<String, Value> {
        let entry = self.any_entry(leaves);
        let strict = leaves
            .iter()
            .all(|leaf| leaf.kind.wrong_root.outcome != Outcome::Fine);
        let mut container = Map::new();
        let (r#type, key) = match shape {
            RootShape::Map => ("object", "additionalProperties"),
            RootShape::List { .. } => ("array", "items"),
            RootShape::One { .. } => {
                container.insert("description".into(), SERVER.into());
                container.insert("allOf".into(), json!([entry]));
                return container;
            }
        };
        if strict {
            container.insert("type".into(), r#type.into());
        }
        container.insert("description".into(), SERVERS.into());
        container.insert(key.into(), entry);
        if shape == RootShape::Map
            && let Some(names) = self.common_names(leaves)
        {
            container.insert("propertyNames".into(), names);
        }
        container
    }

    /// An entry as one of the kinds takes it. What takes all that another takes stands alone.
    fn any_entry(&mut self, leaves: &[&Leaf]) -> Value {
        let mut ways: Vec<(&Leaf, Value)> = Vec::new();
        for leaf in leaves {
            let same = ways
                .iter_mut()
                .find(|(_, way)| bare(way) == bare(&leaf.entry));
            match same {
                Some((_, way)) => keep_shared(way, &leaf.entry),
                None => ways.push((leaf, leaf.entry.clone())),
            }
        }
        let all: Vec<Value> = ways.iter().map(|(_, way)| way.clone()).collect();
        ways.retain(|(_, way)| {
            let wider = |other: &Value| other != way && asks_less(other, way);
            !all.iter().any(wider)
        });
        let mut entries: Vec<Value> = Vec::new();
        for (leaf, way) in ways {
            entries.push(self.refer(leaf, way));
        }
        let texts = leaves.iter().filter_map(|leaf| leaf.root.text);
        if let Some(role) = texts.max_by_key(|role| *role == Role::Url) {
            let what = match role {
                Role::Command => "The program to start.",
                _ => "The url of the server.",
            };
            entries.push(json!({"type": "string", "description": what}));
        }
        one_of(entries)
    }

    /// What a name must be, where all kinds agree on it.
    fn common_names(&self, leaves: &[&Leaf]) -> Option<Value> {
        let mut all = leaves
            .iter()
            .map(|leaf| self.names(&leaf.kind.schema_at(leaf.root).names));
        let first = all.next()?;
        (all.all(|other| other == first) && !first.is_empty()).then(|| first.into())
    }

    fn names(&self, names: &Names) -> Map<String, Value> {
        let mut schema = Map::new();
        if names.empty.outcome.loses_entry() {
            schema.insert("minLength".into(), 1.into());
        }
        if !names.ruling.outcome.loses_entry() {
            return schema;
        }
        let refusal = refusal(self.client, names.ruling);
        if let Some(allowed) = names.allowed {
            let mut class = String::new();
            for c in allowed.chars() {
                if matches!(c, '\\' | ']' | '^' | '-') {
                    class.push('\\');
                }
                class.push(c);
            }
            schema.insert("pattern".into(), format!("^[A-Za-z0-9{class}]*$").into());
            schema.insert("patternErrorMessage".into(), refusal.clone());
        }
        if let Some(longest) = names.longest {
            schema.insert("maxLength".into(), longest.into());
        }
        if !names.reserved.is_empty() {
            schema.insert("not".into(), json!({"enum": names.reserved}));
            schema.insert("errorMessage".into(), refusal);
        }
        schema
    }

    /// What a file without any of the roots must be: invalid, where every kind refuses it then, or
    /// a map of servers itself, where those that do not refuse it read it so.
    fn without_root(&mut self, bare: &[Leaf]) -> Map<String, Value> {
        let mut schema = Map::new();
        let kinds = self.client.kinds;
        let paths = || {
            kinds
                .iter()
                .flat_map(|kind| kind.roots)
                .map(|root| root.path)
                .filter(|path| !path.is_empty())
        };
        let is_bare = |kind: &Kind| kind.roots.iter().any(|root| root.path.is_empty());
        let decided = kinds
            .iter()
            .all(|kind| kind.missing_root.outcome.loses_file() || is_bare(kind));
        if !bare.is_empty() && paths().next().is_none() {
            return self.servers(bare);
        }
        if !decided || paths().any(|path| path.contains(&"*")) {
            return schema;
        }
        let mut ways: Vec<Value> = Vec::new();
        for path in paths() {
            let way = requires(path);
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        let present = one_of(ways);
        if bare.is_empty() {
            match present.get("required") {
                Some(required) if present.get("properties").is_none() => {
                    schema.insert("required".into(), required.clone());
                }
                _ => {
                    schema.insert("allOf".into(), json!([present]));
                }
            }
        } else {
            schema.insert("if".into(), present);
            schema.insert("then".into(), json!({}));
            schema.insert("else".into(), self.servers(bare).into());
        }
        schema
    }
}

fn one_of(mut ways: Vec<Value>) -> Value {
    match ways.len() {
        1 => ways.remove(0),
        _ => json!({"anyOf": ways}),
    }
}

/// What tells why something is refused, and refuses nothing itself.
const REASONS: [&str; 3] = ["$comment", "errorMessage", "patternErrorMessage"];

/// The schema without its reasons.
fn bare(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| !REASONS.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), bare(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}

/// Of two schemas that differ in their reasons only, keeps the reasons that they share.
fn keep_shared(schema: &mut Value, other: &Value) {
    match (schema, other) {
        (Value::Object(map), Value::Object(other)) => {
            map.retain(|key, value| {
                !REASONS.contains(&key.as_str()) || other.get(key) == Some(value)
            });
            for (key, value) in map {
                if let Some(other) = other.get(key) {
                    keep_shared(value, other);
                }
            }
        }
        (Value::Array(items), Value::Array(others)) => {
            for (item, other) in items.iter_mut().zip(others) {
                keep_shared(item, other);
            }
        }
        _ => {}
    }
}

/// Whether `wide` is `narrow` with fewer conditions.
fn asks_less(wide: &Value, narrow: &Value) -> bool {
    const CONDITIONS: [&str; 2] = ["required", "allOf"];
    let (Some(wide), Some(narrow)) = (wide.as_object(), narrow.as_object()) else {
        return false;
    };
    let rest = |schema: &Map<String, Value>| -> Map<String, Value> {
        let others = schema.iter();
        others
            .filter(|(key, _)| !CONDITIONS.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let fewer = |key: &str| {
        let list = |schema: &Map<String, Value>| -> Vec<Value> {
            let list = schema.get(key).and_then(Value::as_array);
            list.cloned().unwrap_or_default()
        };
        let narrow = list(narrow);
        list(wide).iter().all(|item| narrow.contains(item))
    };
    rest(wide) == rest(narrow) && CONDITIONS.into_iter().all(fewer)
}

/// The schema of a file that has something at `path`.
fn requires(path: &[&str]) -> Value {
    match path {
        [] => json!({}),
        [last] => json!({"required": [last]}),
        [first, rest @ ..] => {
            json!({"required": [first], "properties": {*first: requires(rest)}})
        }
    }
}
