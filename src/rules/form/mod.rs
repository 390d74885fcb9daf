//! From one client's form to another's: what several rules share.

pub(super) mod entry;
pub(super) mod file;
pub(super) mod root;
pub(super) mod whose;

use serde_json::Value;

use crate::endpoint::told_by_path;
use crate::interpret::Parts;
use crate::model::{Field, Role, Schema, Shape, Transport};
use crate::vocabulary;

/// How a client with this schema is told `transport`: the spelling of its type. One that has none
/// for HTTP+SSE is told it by `sse` where that is a type at all, and by streamable HTTP where that
/// falls back.
pub(super) fn spelling(schema: &Schema, transport: Transport) -> Option<&'static str> {
    let rules = &schema.transport;
    schema.spelling(transport).or_else(|| {
        if transport != Transport::Sse || !rules.speaks.contains(&transport) {
            return None;
        }
        let mut spellings = rules.spellings.iter().map(|(spelling, _)| *spelling);
        spellings
            .find(|spelling| *spelling == "sse")
            .or_else(|| schema.spelling(Transport::Http))
            .filter(|_| rules.falls_back_to_sse)
    })
}

/// How a client with this schema is told the other one of HTTP and HTTP+SSE than `first`, where
/// nothing about `url` tells which of them is spoken there: a second way that may be the right one.
pub(super) fn other_spelling(
    schema: &Schema,
    first: Transport,
    url: &str,
) -> Option<(Transport, &'static str)> {
    let other = match first {
        Transport::Http => Transport::Sse,
        Transport::Sse => Transport::Http,
        _ => return None,
    };
    let open = told_by_path(url).is_none() && !schema.transport.falls_back_to_sse;
    let spelling = schema.spelling(other).filter(|_| open)?;
    (schema.spelling(first) != Some(spelling)).then_some((other, spelling))
}

/// The value of a required field of the server `name`, where only one can be meant by a server
/// that says nothing about it.
pub(super) fn only_value(field: &Field, name: &str) -> Option<Value> {
    match (field.role, field.shape) {
        (Role::Enabled, Shape::Bool) => Some(true.into()),
        (Role::Disabled, Shape::Bool) => Some(false.into()),
        (Role::Args, Shape::Strings) => Some(Value::Array(Vec::new())),
        (Role::Tools, Shape::Strings) => Some(vec!["*"].into()),
        // What people see may be the name.
        (Role::Description, Shape::String) => Some(name.into()),
        _ => None,
    }
}

/// The transport that a type of whatever spelling means: by its words, else as some client has it.
pub(super) fn meaning_of_type(spelling: &str) -> Option<Transport> {
    by_words(&spelling.to_lowercase()).or_else(|| vocabulary::transport(spelling))
}

fn by_words(spelling: &str) -> Option<Transport> {
    if spelling.contains("sse") {
        Some(Transport::Sse)
    } else if spelling.contains("http") || spelling == "remote" {
        Some(Transport::Http)
    } else if matches!(spelling, "stdio" | "local") {
        Some(Transport::Stdio)
    } else {
        None
    }
}

/// A name for a server: the package that it starts, without its scope and the usual
/// `mcp-server-`, else its program, else the host of its url.
pub(super) fn name_for(parts: &Parts) -> Option<String> {
    let package = parts
        .args
        .iter()
        .map(|arg| arg.text.as_str())
        .find(|arg| arg.contains("mcp") && !arg.starts_with('-'));
    let whole = match (package, &parts.command, &parts.url) {
        (Some(package), ..) => package.to_owned(),
        (None, Some(command), _) => command.text.clone(),
        (None, None, Some(url)) => url::Url::parse(&url.text).ok()?.host_str()?.to_owned(),
        _ => return None,
    };
    let last = whole.rsplit(['/', '\\']).next()?;
    let last = last.split('@').next()?;
    let mut short = last;
    for noise in ["mcp-server-", "server-", "mcp-"] {
        short = short.strip_prefix(noise).unwrap_or(short);
    }
    for noise in ["-mcp-server", "-mcp", "-server"] {
        short = short.strip_suffix(noise).unwrap_or(short);
    }
    (!short.is_empty()).then(|| short.to_owned())
}
