//! Larger rewrites of an entry that several rules offer.

use serde_json::Value;

use crate::bridges::{self, ClearText};
use crate::clients;
use crate::diagnostic::Fix;
use crate::document::{Edit, NodeId, Place};
use crate::endpoint::{Endpoint, transport_by_path};
use crate::interpret::Text;
use crate::model::{Form, Role, Schema, Transport, Use};
use crate::variables;

use super::Subject;
use super::form::entry::Target;
use super::form::{only_value, spelling};

/// A command for an entry.
pub(super) struct Start {
    /// The program.
    pub(super) program: String,
    /// Its arguments.
    pub(super) arguments: Vec<String>,
    /// Variables for its environment.
    pub(super) env: Vec<(String, String)>,
}

/// Whether a client with this schema can call any server.
pub(super) fn speaks_remote(schema: &Schema) -> bool {
    schema
        .transport
        .speaks
        .iter()
        .any(|transport| transport.is_remote())
}

/// The edits that make an entry with a url start a command instead. `None` where something of
/// the entry would be lost, or this client has no field for something.
pub(super) fn start_instead(subject: &Subject<'_>, start: &Start) -> Option<Vec<Edit>> {
    let schema = subject.schema();
    let node = subject.node();
    let parts = subject.parts();
    let url = parts.url.as_ref()?;
    if parts.command.is_some() {
        return None;
    }
    let mut edits = Vec::new();
    let words = |words: &[String]| Value::from(words.to_vec());
    if let Some(field) = schema.field_for(Role::Command) {
        let list = schema.field_for(Role::Args)?;
        edits.push(Edit::rename(url.node, field.name));
        edits.push(Edit::set(url.node, start.program.as_str()));
        match node.get(list.name) {
            Some(present) => edits.push(Edit::set(present.id(), words(&start.arguments))),
            None => edits.push(Edit::insert_at(
                node.id(),
                list.name,
                words(&start.arguments),
                Place::After(url.node),
            )),
        }
    } else {
        let field = schema.field_for(Role::CommandLine)?;
        let mut line = vec![start.program.clone()];
        line.extend(start.arguments.iter().cloned());
        edits.push(Edit::rename(url.node, field.name));
        edits.push(Edit::set(url.node, words(&line)));
    }
    let url_id = url.node;
    edits.extend(stdio_type(subject, parts.type_node, url_id)?);
    for (key, value) in node.entries() {
        let Some(field) = schema.field(&key.text) else {
            if is_headers(&key.text) {
                edits.push(Edit::remove(value.id()));
            }
            continue;
        };
        match field.role {
            Role::Headers => edits.push(Edit::remove(value.id())),
            Role::Url | Role::HttpUrl if value.id() != url_id => {
                edits.push(Edit::remove(value.id()));
            }
            Role::Url | Role::HttpUrl => {}
            // A token or a certificate that the url needed would get lost.
            _ if field.on == Use::Remote => return None,
            _ => {}
        }
    }
    if !start.env.is_empty() {
        let field = schema.field_for(Role::Env)?;
        match parts.env_object {
            Some(object) => edits.extend(
                start
                    .env
                    .iter()
                    .map(|(name, value)| Edit::insert(object, name, value.as_str())),
            ),
            None if node.get(field.name).is_some() => return None,
            None => edits.push(Edit::insert(
                node.id(),
                field.name,
                Value::Object(
                    start
                        .env
                        .iter()
                        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
                        .collect(),
                ),
            )),
        }
    }
    Some(edits)
}

/// Makes the type say stdio, where one is needed or there.
fn stdio_type(subject: &Subject<'_>, present: Option<NodeId>, url: NodeId) -> Option<Vec<Edit>> {
    let schema = subject.schema();
    let needed = schema.transport.command_only.outcome.loses_entry();
    let spelling = schema.spelling(Transport::Stdio);
    Some(match (present, spelling) {
        (Some(node), Some(spelling)) => {
            let says = subject.document().node(node).as_str();
            if says == Some(spelling) {
                Vec::new()
            } else {
                vec![Edit::set(node, spelling)]
            }
        }
        (Some(node), None) => vec![Edit::remove(node)],
        (None, Some(spelling)) if needed => {
            let field = schema.field_for(Role::Type)?;
            vec![Edit::insert_at(
                subject.entry.node,
                field.name,
                spelling,
                Place::Before(url),
            )]
        }
        (None, _) => Vec::new(),
    })
}

/// The edits that make an entry that starts a command call a url instead, in this client's own
/// form. `None` where something of the entry would be lost, or this client asks for more than can
/// be said.
pub(super) fn call_instead(
    subject: &Subject<'_>,
    url: &str,
    transport: Transport,
) -> Option<Vec<Edit>> {
    let schema = subject.schema();
    let target = Target {
        schema,
        variables: subject.variables(),
    };
    let node = subject.node();
    let field = target.url(Some(transport))?;
    if node.get(field.name).is_some() {
        return None;
    }
    let started = subject
        .field(Role::Command)
        .or_else(|| subject.field(Role::CommandLine));
    let (_, start) = started?;
    let mut edits = vec![
        Edit::rename(start.id(), field.name),
        Edit::set(start.id(), url),
    ];
    let mut names: Vec<&str> = vec![field.name];
    for (key, value) in node.entries() {
        let Some(known) = schema.field(&key.text) else {
            continue;
        };
        match known.role {
            _ if value.id() == start.id() => {}
            Role::Args => edits.push(Edit::remove(value.id())),
            Role::Env if value.entries().next().is_none() => edits.push(Edit::remove(value.id())),
            Role::Type => match spelling(schema, transport) {
                Some(spelling) if value.as_str() == Some(spelling) => names.push(known.name),
                Some(spelling) => {
                    edits.push(Edit::set(value.id(), spelling));
                    names.push(known.name);
                }
                None => edits.push(Edit::remove(value.id())),
            },
            _ if known.on.suits(transport) => names.push(known.name),
            _ => return None,
        }
    }
    if let Some((field, spelling)) = target.needs_type(transport)
        && !names.contains(&field.name)
    {
        edits.push(Edit::insert_at(
            node.id(),
            field.name,
            spelling,
            Place::Before(start.id()),
        ));
        names.push(field.name);
    }
    for field in schema.fields() {
        if field.required.is_none() || !field.on.suits(transport) || names.contains(&field.name) {
            continue;
        }
        let value = only_value(field, &subject.entry.name)?;
        edits.push(Edit::insert(node.id(), field.name, value));
    }
    Some(edits)
}

/// The edits that leave of an entry with a command and a url what is for `transport`. `None` where
/// this client cannot say that.
pub(super) fn keep_only(subject: &Subject<'_>, transport: Transport) -> Option<Vec<Edit>> {
    let schema = subject.schema();
    if !schema.transport.speaks.contains(&transport) {
        return None;
    }
    let target = Target {
        schema,
        variables: subject.variables(),
    };
    let node = subject.node();
    let mut edits = Vec::new();
    let mut kept = None;
    let mut typed = false;
    for (key, value) in node.entries() {
        let Some(field) = schema.field(&key.text) else {
            continue;
        };
        let is_start = match field.role {
            Role::Command | Role::CommandLine => true,
            Role::Url | Role::HttpUrl => false,
            Role::Type => {
                typed = true;
                match spelling(schema, transport) {
                    Some(spelling) if value.as_str() == Some(spelling) => {}
                    Some(spelling) => edits.push(Edit::set(value.id(), spelling)),
                    None => edits.push(Edit::remove(value.id())),
                }
                continue;
            }
            _ if field.on.suits(transport) => continue,
            _ => {
                edits.push(Edit::remove(value.id()));
                continue;
            }
        };
        if is_start == transport.is_remote() {
            edits.push(Edit::remove(value.id()));
        } else {
            kept = Some(value.id());
        }
    }
    let kept = kept?;
    if let Some((field, spelling)) = target.needs_type(transport).filter(|_| !typed) {
        let place = Place::Before(kept);
        edits.push(Edit::insert_at(node.id(), field.name, spelling, place));
    }
    Some(edits)
}

/// The bridge mcp-remote to the url of this entry, its headers included. `None` where a header
/// cannot be carried over.
pub(super) fn bridge(subject: &Subject<'_>) -> Option<Start> {
    let parts = subject.parts();
    let url = parts.url.as_ref()?;
    let endpoint = Endpoint::parse(&url.text)?;
    let is = bridges::TO_WRITE;
    let mut start = Start {
        program: "npx".to_owned(),
        arguments: vec!["-y".to_owned(), is.package.to_owned(), url.text.clone()],
        env: Vec::new(),
    };
    if !survives(subject, &url.text, Role::Args) {
        return None;
    }
    if is.refuses(&endpoint)
        && let ClearText::Refused { unless, .. } = is.clear_text
    {
        start.arguments.push(unless?.to_owned());
    }
    if transport_by_path(&url.text) == Transport::Sse {
        let told = is.speaking(Transport::Sse)?;
        start.arguments.extend(told.map(str::to_owned));
    }
    for (name, value) in headers(subject)? {
        carry(subject, name, value, &mut start)?;
    }
    Some(start)
}

/// The edits that call the url of this entry through a bridge, each with the name of it, the
/// preferred first.
pub(super) fn bridged(subject: &Subject<'_>) -> impl Iterator<Item = Fix> {
    let first = (bridges::TO_WRITE, bridge(subject));
    let second = (bridges::TO_OFFER, other_bridge(subject));
    let fixes = [first, second].map(|(is, start)| {
        let edits = start_instead(subject, &start?)?;
        let title = format!("call it through the bridge {}", is.name);
        Some(Fix::r#unsafe(title, subject.file_id(), edits))
    });
    fixes.into_iter().flatten()
}

/// The other bridge to the url of this entry. `None` where it has headers, which would stand in
/// the list of processes.
fn other_bridge(subject: &Subject<'_>) -> Option<Start> {
    let url = subject.parts().url.as_ref()?;
    let endpoint = Endpoint::parse(&url.text)?;
    let is = bridges::TO_OFFER;
    let plain = survives(subject, &url.text, Role::Args) && headers(subject)?.is_empty();
    if !plain || !matches!(endpoint.scheme, "http" | "https") {
        return None;
    }
    let meant = transport_by_path(&url.text);
    let mut arguments = vec![is.package.to_owned()];
    if is.speaks != [meant] {
        arguments.extend(is.speaking(meant)?.map(str::to_owned));
    }
    arguments.push(url.text.clone());
    Some(Start {
        program: "uvx".to_owned(),
        arguments,
        env: Vec::new(),
    })
}

/// The headers of an entry, also those that this client has no field for. `None` where one is
/// no string.
fn headers<'a>(subject: &Subject<'a>) -> Option<Vec<(&'a str, &'a str)>> {
    let known = subject.field(Role::Headers).map(|(_, value)| value);
    let foreign = || {
        subject
            .node()
            .entries()
            .find(|(key, _)| subject.schema().field(&key.text).is_none() && is_headers(&key.text))
            .map(|(_, value)| value)
    };
    known
        .or_else(foreign)
        .into_iter()
        .flat_map(|headers| headers.entries())
        .map(|(key, value)| Some((key.text.as_str(), value.as_str()?)))
        .collect()
}

/// Whether some client keeps headers under this name.
fn is_headers(key: &str) -> bool {
    clients::ALL
        .iter()
        .flat_map(|client| client.kinds)
        .filter_map(|kind| kind.schema.field(key))
        .any(|field| field.role == Role::Headers)
}

/// Hands a header on. Its value goes through the environment where that keeps it out of the list
/// of processes; mcp-remote puts it back.
fn carry(subject: &Subject<'_>, name: &str, value: &str, start: &mut Start) -> Option<()> {
    let own = variables::scan(value)
        .iter()
        .any(|variable| variable.certain && variable.form == Form::Braced);
    // Where this client expands `${X}` in arguments it would look for ours before mcp-remote can.
    let client_expands =
        subject.variables().expands(Form::Braced, Role::Args) || !subject.variables().established;
    let argument = if own || client_expands {
        if !own && !survives(subject, value, Role::Args) {
            return None;
        }
        format!("{name}:{value}")
    } else {
        if !survives(subject, value, Role::Env) {
            return None;
        }
        let variable = header_variable(name);
        if subject.parts().env.iter().any(|pair| pair.name == variable) {
            return None;
        }
        start.env.push((variable.clone(), value.to_owned()));
        format!("{name}:${{{variable}}}")
    };
    start.arguments.extend(["--header".to_owned(), argument]);
    Some(())
}

/// The variable that holds the value of a header for a bridge.
pub(super) fn header_variable(name: &str) -> String {
    let letter = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    };
    let name: String = name.chars().map(letter).collect();
    format!("{name}_HEADER")
}

/// The edit that makes the client hand a variable of its own on to the server.
pub(super) fn hand_on(subject: &Subject<'_>, variable: &str) -> Option<Edit> {
    let schema = subject.schema();
    let node = subject.node();
    if let Some(field) = schema.field_for(Role::EnvNames) {
        return match node.get(field.name) {
            Some(list) if list.is_array() => {
                Some(Edit::insert_item(list.id(), list.items().len(), variable))
            }
            Some(_) => None,
            None => Some(Edit::insert(
                node.id(),
                field.name,
                vec![variable.to_owned()],
            )),
        };
    }
    let variables = subject.variables();
    let form = variables
        .forms
        .iter()
        .copied()
        .find(|form| names_variable(*form) && variables.expands(*form, Role::Env))?;
    let written = form.write(variable);
    if let Some(object) = subject.parts().env_object {
        let there = subject.parts().env.iter().any(|pair| pair.name == variable);
        return (!there).then(|| Edit::insert(object, variable, written));
    }
    let field = schema.field_for(Role::Env)?;
    let absent = node.get(field.name).is_none();
    absent.then(|| {
        Edit::insert(
            node.id(),
            field.name,
            serde_json::json!({ variable: written }),
        )
    })
}

/// The edits that name `variable` in a field that takes names in place of the value that stands in
/// `text`, and that field. `key` is what the value is called, and what stands in front of it.
pub(super) fn name_in_field(
    subject: &Subject<'_>,
    text: &Text,
    (key, before): (&str, &str),
    variable: &str,
) -> Option<(&'static str, Vec<Edit>)> {
    let schema = subject.schema();
    let node = subject.node();
    let mut edits = vec![remove(subject, text.node)?];
    let field = match (text.role, before) {
        (Role::Headers, "Bearer ") if key.eq_ignore_ascii_case("authorization") => {
            let field = schema.field_for(Role::BearerFromEnv)?;
            if node.get(field.name).is_some() {
                return None;
            }
            edits.push(Edit::insert(node.id(), field.name, variable));
            field
        }
        (Role::Headers, "") => {
            let field = schema.field_for(Role::HeadersFromEnv)?;
            edits.push(match node.get(field.name) {
                Some(object) if object.is_object() && object.get(key).is_none() => {
                    Edit::insert(object.id(), key, variable)
                }
                Some(_) => return None,
                None => Edit::insert(node.id(), field.name, serde_json::json!({ key: variable })),
            });
            field
        }
        (Role::Env, "") if key == variable => {
            let field = schema.field_for(Role::EnvNames)?;
            edits.push(match node.get(field.name) {
                Some(list) if list.is_array() => {
                    Edit::insert_item(list.id(), list.items().len(), variable)
                }
                Some(_) => return None,
                None => Edit::insert(node.id(), field.name, vec![variable.to_owned()]),
            });
            field
        }
        _ => return None,
    };
    Some((field.name, edits))
}

/// Removes a value, and the object around it when nothing else is in there.
pub(super) fn remove(subject: &Subject<'_>, value: NodeId) -> Option<Edit> {
    let node = subject.document().node(value);
    let object = node.parent()?;
    Some(Edit::remove(if object.members().len() == 1 {
        object.id()
    } else {
        value
    }))
}

/// The edits that add variables to the environment of a server. `None` where one is there already,
/// or where this client has no field for them.
pub(super) fn add_env(subject: &Subject<'_>, pairs: &[(String, String)]) -> Option<Vec<Edit>> {
    let present = |name: &String| subject.parts().env.iter().any(|pair| pair.name == *name);
    if pairs.iter().any(|(name, _)| present(name)) {
        return None;
    }
    if let Some(object) = subject.parts().env_object {
        let insert = pairs.iter();
        return Some(
            insert
                .map(|(name, value)| Edit::insert(object, name, value.as_str()))
                .collect(),
        );
    }
    let field = subject.schema().field_for(Role::Env)?;
    if subject.node().get(field.name).is_some() {
        return None;
    }
    let object = pairs
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    Some(vec![Edit::insert(
        subject.entry.node,
        field.name,
        Value::Object(object),
    )])
}

/// Whether a spelling stands for a variable of the environment, or for a secret of the client's.
pub(super) fn names_variable(form: Form) -> bool {
    matches!(
        form,
        Form::Braced | Form::Bare | Form::EnvColon | Form::EnvBrace | Form::Percent | Form::Secrets
    )
}

/// Whether every variable in `text` is still expanded when it stands in a field of `role`.
fn survives(subject: &Subject<'_>, text: &str, role: Role) -> bool {
    variables::scan(text)
        .iter()
        .filter(|variable| variable.certain)
        .all(|variable| subject.variables().expands(variable.form, role))
}
