//! The combinations of what decides about the transport of an entry, and what
//! [`crate::interpret`] says about each.

use serde_json::{Map, Value, json};

use crate::document::{Document, Format};
use crate::interpret::{By, ProblemKind, interpret};
use crate::model::{Field, Role, Ruling, Schema, Shape, Transport};

/// A type that no client knows.
const NO_TYPE_AT_ALL: &str = "no-such-transport";

/// The type of an entry.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Typed {
    Absent,
    Spelled(&'static str, Transport),
    /// One of a part of the client that is no server.
    Internal(&'static str),
    Unknown,
}

/// The url of an entry.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Url {
    Absent,
    /// One whose transport is told elsewhere.
    Plain,
    /// One whose name tells the transport.
    Telling,
}

/// A combination of what decides about the transport.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub(super) command: bool,
    pub(super) url: Url,
    pub(super) typed: Typed,
    /// Whether it has a field that makes an entry without a transport whole.
    pub(super) partial: bool,
}

/// What becomes of an entry like this, as far as its transport decides it.
pub(super) struct Verdict {
    pub(super) case: Case,
    /// The worst ruling, where it costs the entry.
    pub(super) lost: Option<Ruling>,
    pub(super) transport: Option<Transport>,
}

/// Whether a type counts among entries that are read so.
fn looks_at_type(by: By) -> bool {
    let is_there = by.schema.fields().any(is_type);
    is_there && !by.schema.transport.spellings.is_empty() && by.transport.is_none()
}

/// Asks the interpreter about every case of an entry that is read so.
pub(super) fn verdicts(by: By) -> Vec<Verdict> {
    let schema = by.schema;
    let has = |wanted: fn(&Field) -> bool| schema.fields().any(wanted);
    let bools = |possible: bool| {
        if possible {
            &[false, true][..]
        } else {
            &[false]
        }
    };
    let mut urls = vec![Url::Absent];
    if has(|field| field.role == Role::Url) {
        urls.push(Url::Plain);
    }
    if has(|field| field.role == Role::HttpUrl) {
        urls.push(Url::Telling);
    }
    let mut types = vec![Typed::Absent];
    if looks_at_type(by) {
        let known = schema.transport.spellings.iter();
        types.extend(known.map(|(word, transport)| Typed::Spelled(word, *transport)));
        types.extend(
            schema
                .transport
                .internal
                .iter()
                .map(|word| Typed::Internal(word)),
        );
        types.push(Typed::Unknown);
    }
    let mut verdicts = Vec::new();
    for &command in bools(has(is_command)) {
        for &url in &urls {
            for &typed in &types {
                for &partial in bools(has(|field| field.partial)) {
                    let case = Case {
                        command,
                        url,
                        typed,
                        partial,
                    };
                    // A part of the client has neither command nor url.
                    let internal = matches!(typed, Typed::Internal(_));
                    if !internal || !command && url == Url::Absent {
                        verdicts.push(judge(by, case));
                    }
                }
            }
        }
    }
    verdicts
}

pub(super) fn is_command(field: &Field) -> bool {
    matches!(field.role, Role::Command | Role::CommandLine)
}

pub(super) fn is_url(field: &Field) -> bool {
    matches!(field.role, Role::Url | Role::HttpUrl)
}

pub(super) fn is_type(field: &Field) -> bool {
    field.role == Role::Type
}

/// A value that fits, so that nothing but the transport is judged.
fn sample(field: &Field) -> Value {
    serde_json::from_str(field.example).unwrap_or_else(|_| of_shape(field.shape))
}

fn of_shape(shape: Shape) -> Value {
    match shape {
        Shape::Url | Shape::PlainUrl => json!("https://mcp.example.com/mcp"),
        Shape::OneOf(words) => json!(words.first()),
        Shape::Bool => json!(true),
        Shape::Number | Shape::Integer => json!(60),
        Shape::Strings | Shape::List => json!(["npx"]),
        Shape::StringMap | Shape::ScalarMap | Shape::Object => json!({}),
        Shape::ListOf(inner) => json!([of_shape(*inner)]),
        Shape::MapOf(_) => json!({}),
        Shape::Null => Value::Null,
        Shape::Either(left, _) => of_shape(*left),
        Shape::String | Shape::Any => json!("https://mcp.example.com/mcp"),
    }
}

impl Case {
    /// The members of an entry of this case.
    pub(super) fn members(&self, schema: &Schema) -> Map<String, Value> {
        let mut members = Map::new();
        let word = match self.typed {
            Typed::Absent => None,
            Typed::Spelled(word, _) | Typed::Internal(word) => Some(word),
            Typed::Unknown => Some(NO_TYPE_AT_ALL),
        };
        if let (Some(word), Some(field)) = (word, schema.fields().find(|field| is_type(field))) {
            members.insert(field.name.into(), word.into());
        }
        let mut add = |wanted: &dyn Fn(&Field) -> bool| {
            if let Some(field) = schema.fields().find(|field| wanted(field)) {
                members.insert(field.name.into(), sample(field));
            }
        };
        if self.command {
            add(&is_command);
        }
        match self.url {
            Url::Absent => {}
            Url::Plain => add(&|field| field.role == Role::Url),
            Url::Telling => add(&|field| field.role == Role::HttpUrl),
        }
        if self.partial {
            add(&|field| field.partial);
        }
        members
    }
}

fn judge(by: By, case: Case) -> Verdict {
    let entry = Value::Object(case.members(by.schema));
    let document = Document::parse(entry.to_string(), Format::Json);
    let Some(root) = document.root() else {
        return Verdict {
            case,
            lost: None,
            transport: None,
        };
    };
    let found = interpret(&document, by, "server", root.id());
    let lost = found
        .problems
        .iter()
        .filter(|problem| {
            matches!(
                problem.kind,
                ProblemKind::UrlWithoutType
                    | ProblemKind::CommandWithoutType
                    | ProblemKind::UnknownType
                    | ProblemKind::TypeMismatch
                    | ProblemKind::Ambiguous
                    | ProblemKind::NoTransport
                    | ProblemKind::Unsupported(_)
            )
        })
        .map(|problem| problem.ruling)
        .find(|ruling| ruling.outcome.loses_entry());
    Verdict {
        case,
        lost,
        transport: found.transport,
    }
}
