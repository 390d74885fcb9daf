//! What a client makes of a file of each kind.

mod fields;
mod transport;
mod variables;

use super::{Block, Fact, Says, Section, Table, fact, where_known};
use crate::document::Format;
use crate::model::{Client, Kind, Role, Root, RootShape, Schema, Topic};

pub(super) fn sections(client: &'static Client) -> Vec<Section> {
    let by_kind = |id, title, topic: Topic, facts: &dyn Fn(&'static Kind) -> Vec<Block>| {
        let kinds = client.kinds.iter();
        let of_kinds = kinds
            .map(|kind| (kind.title.to_owned(), facts(kind)))
            .collect();
        Section::by_kind(client, id, title, topic, of_kinds)
    };
    let by_schema = |id, title, topic: Topic, facts: &dyn Fn(&'static Schema) -> Vec<Block>| {
        let of_kinds = schemas(client)
            .into_iter()
            .map(|(title, schema)| (title, facts(schema)))
            .collect();
        Section::by_kind(client, id, title, topic, of_kinds)
    };
    vec![
        by_kind("syntax", "Syntax", Topic::Syntax, &|kind| {
            vec![Block::Facts(syntax(client, kind))]
        }),
        by_kind("root", "Where the servers stand", Topic::Root, &|kind| {
            root(kind)
        }),
        by_schema("transport", "Transport", Topic::Transport, &|schema| {
            vec![Block::Facts(transport::facts(client, schema))]
        }),
        by_schema("fields", "Fields", Topic::Fields, &|schema| {
            fields::blocks(client, schema)
        }),
        by_schema("names", "Names of servers", Topic::Names, &|schema| {
            vec![Block::Facts(fields::names(client, schema))]
        }),
        by_kind("variables", "Variables", Topic::Variables, &|kind| {
            vec![Block::Facts(variables::facts(kind))]
        }),
    ]
}

/// The entries of each kind, with the root where the kind has several sorts of them.
fn schemas(client: &'static Client) -> Vec<(String, &'static Schema)> {
    let mut schemas: Vec<(String, &'static Schema)> = Vec::new();
    for kind in client.kinds {
        let mut seen: Vec<&'static Schema> = Vec::new();
        for root in kind.roots {
            let schema = kind.schema_at(root);
            if seen.iter().any(|known| std::ptr::eq(*known, schema)) {
                continue;
            }
            let title = if seen.is_empty() {
                kind.title.to_owned()
            } else {
                format!("{}, under `{}`", kind.title, root.dotted())
            };
            seen.push(schema);
            schemas.push((title, schema));
        }
    }
    schemas
}

fn syntax(client: &Client, kind: &Kind) -> Vec<Fact> {
    let mut facts = vec![fact("format", "format", kind.format.name().to_uppercase())];
    let taken = |flag: bool| where_known(client, Topic::Syntax, flag);
    if kind.format == Format::Json {
        facts.push(fact("comments", "comments", taken(kind.dialect.comments)));
        facts.push(fact(
            "trailing_commas",
            "trailing commas",
            taken(kind.dialect.trailing_commas),
        ));
    }
    facts.extend([
        fact(
            "byte_order_mark",
            "byte order mark",
            taken(kind.dialect.byte_order_mark),
        ),
        fact("syntax_error", "a syntax error", kind.syntax_error),
        fact(
            "duplicate_key",
            "a key that stands twice",
            kind.duplicate_key,
        ),
    ]);
    facts
}

fn root(kind: &Kind) -> Vec<Block> {
    let places = Table {
        key: "roots",
        columns: &[
            ("path", "servers stand under"),
            ("shape", "as"),
            ("more", ""),
        ],
        rows: kind.roots.iter().map(place).collect(),
    };
    let mut facts = vec![
        fact("missing_root", "without it", kind.missing_root),
        fact("wrong_root", "with another shape", kind.wrong_root),
        fact("dedicated", "holds nothing but MCP", kind.dedicated),
    ];
    if !kind.siblings.is_empty() {
        let names = kind.siblings.iter().copied();
        facts.push(fact("siblings", "known beside it", Says::codes(names)));
    }
    if !kind.told_by.is_empty() {
        let paths = kind.told_by.iter().map(|path| path.join("."));
        facts.push(fact(
            "told_by",
            "such a file has one of",
            Says::Codes(paths.collect()),
        ));
    }
    vec![Block::Table(places), Block::Facts(facts)]
}

fn place(root: &Root) -> Vec<Says> {
    let path = if root.path.is_empty() {
        "the file itself".into()
    } else {
        Says::code(root.dotted())
    };
    let shape = match root.shape {
        RootShape::Map => "an object: server by name".to_owned(),
        RootShape::List { name_key } => format!("a list: each server with its `{name_key}`"),
        RootShape::One { name: [] } => "one server, named after the file".to_owned(),
        RootShape::One { name } => format!("one server, named by `{}`", name.join(".")),
    };
    let mut more = Vec::new();
    if let Some(scope) = root.scope {
        more.push(format!("these are in {} scope", scope.name()));
    }
    if let Some(transport) = root.transport {
        more.push(format!("all of them speak {}", transport.name()));
    }
    match root.text {
        Some(Role::Command) => more.push("a server may be a mere command".to_owned()),
        Some(_) => more.push("a server may be a mere url".to_owned()),
        None => {}
    }
    vec![path, shape.into(), more.join("; ").into()]
}
