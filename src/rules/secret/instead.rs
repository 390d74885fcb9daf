//! What a secret becomes: a variable as this client writes it, and how to set that.

use serde_json::json;

use crate::bridges::Bridge;
use crate::diagnostic::Fix;
use crate::document::{Edit, NodeRef, Place};
use crate::model::{Form, Inherits, Role, Scope};
use crate::rules::rewrite::{hand_on, name_in_field, names_variable, remove};

use super::found::Found;

/// The fixes for a secret, the preferred first, and what to do besides or without them.
pub(super) fn instead(found: &Found<'_>, variable: &str) -> (Vec<Fix>, String) {
    let asked = input(found, variable);
    let named = named(found, variable);
    let set = environment(found, variable).or_else(|| named.clone());
    let help = match (&asked, &set) {
        (Some(_), _) => format!("{} asks for the input once and keeps it", name(found)),
        (None, Some(_)) => set_variable(found, variable),
        (None, None) => String::new(),
    };
    let named = named.filter(|named| set.as_ref() != Some(named));
    let inherited = inherited(found, variable).filter(|_| set.is_some());
    let ways = [asked, set, named, inherited];
    let fixes: Vec<Fix> = ways.into_iter().flatten().collect();
    if !fixes.is_empty() {
        return (fixes, help);
    }
    let bridge = Bridge::started(found.subject.parts());
    let expanding = bridge.filter(|bridge| bridge.expands(found.text.node, &found.secret.range));
    let Some(bridge) = expanding else {
        return (Vec::new(), way_out(found, variable));
    };
    match by_bridge(found, variable, &bridge) {
        Some(fix) => (vec![fix], set_variable(found, variable)),
        None => (
            Vec::new(),
            format!(
                "write `${{{variable}}}`, which {} expands from its own environment, and set that in `env`: there the secret stays out of the list of processes",
                bridge.name()
            ),
        ),
    }
}

fn name(found: &Found<'_>) -> &'static str {
    found.subject.client().name
}

/// How to set a variable for this client.
fn set_variable(found: &Found<'_>, variable: &str) -> String {
    let client = found.subject.client();
    let own = found.subject.variables().instead;
    if client.process.desktop {
        format!(
            "set `{variable}` where {0} finds it when it is started from the desktop: by `launchctl setenv` on macOS, by `setx` on Windows, in `~/.config/environment.d/` on Linux; then start {0} anew",
            client.name
        )
    } else if !own.is_empty() && !found.subject.variables().forms.is_empty() {
        own.to_owned()
    } else {
        format!(
            "export `{variable}` in the shell that starts {} (on Windows: `setx`)",
            client.name
        )
    }
}

fn splice(found: &Found<'_>, new: String) -> Edit {
    Edit::splice(found.text.node, found.secret.range.clone(), new)
}

/// Writes the client's spelling of an environment variable.
fn environment(found: &Found<'_>, variable: &str) -> Option<Fix> {
    let variables = found.subject.variables();
    let form = variables
        .forms
        .iter()
        .copied()
        .find(|form| names_variable(*form) && variables.expands(*form, found.text.role))?;
    let written = form.write(variable);
    Some(Fix::r#unsafe(
        format!(
            "write `{written}` and set `{variable}` where {} is started",
            name(found)
        ),
        found.subject.file_id(),
        vec![splice(found, written)],
    ))
}

/// Names the variable in a field that takes names in place of values.
fn named(found: &Found<'_>, variable: &str) -> Option<Fix> {
    let text = &found.text.text;
    if found.secret.range.end != text.len() {
        return None;
    }
    let before = &text[..found.secret.range.start];
    let key = found.key.as_deref()?;
    let (field, edits) = name_in_field(&found.subject, &found.text, (key, before), variable)?;
    Some(Fix::r#unsafe(
        format!(
            "name `{variable}` in `{field}` and set it where {} is started",
            name(found)
        ),
        found.subject.file_id(),
        edits,
    ))
}

/// Leaves the variable to the environment of the client, where that hands all of it on.
fn inherited(found: &Found<'_>, variable: &str) -> Option<Fix> {
    let client = found.subject.client();
    // What is handed on keeps its name, which another server may need with another value.
    let key = found.key.as_deref().filter(|key| *key == variable)?;
    let whole = found.secret.range == (0..found.text.text.len());
    if found.text.role != Role::Env || !whole || client.process.inherits != Inherits::All {
        return None;
    }
    let edit = remove(&found.subject, found.text.node)?;
    Some(Fix::r#unsafe(
        format!(
            "remove it here and set `{key}` where {} is started",
            client.name
        ),
        found.subject.file_id(),
        vec![edit],
    ))
}

/// Lets a bridge expand the variable where the client does not, and brings it into the bridge's
/// environment. `None` where that would only move the secret within the file.
fn by_bridge(found: &Found<'_>, variable: &str, bridge: &Bridge<'_>) -> Option<Fix> {
    let client = found.subject.client();
    let written = Form::Braced.write(variable);
    let mut edits = vec![splice(found, written.clone())];
    if client.process.inherits != Inherits::All {
        edits.push(hand_on(&found.subject, variable)?);
    }
    Some(Fix::r#unsafe(
        format!(
            "write `{written}`, which {} expands, and set `{variable}` where {} is started",
            bridge.name(),
            client.name
        ),
        found.subject.file_id(),
        edits,
    ))
}

/// Writes an input and declares it.
fn input(found: &Found<'_>, variable: &str) -> Option<Fix> {
    let subject = &found.subject;
    let knows = subject.file.kind.siblings.contains(&"inputs");
    if !knows || !subject.variables().expands(Form::Input, found.text.role) {
        return None;
    }
    let id = variable.to_ascii_lowercase().replace('_', "-");
    let declared = json!({
        "type": "promptString",
        "id": id,
        "description": format!("{variable} for {}", subject.entry.name),
        "password": true,
    });
    let servers = subject.node().parent()?;
    let around = servers.parent()?;
    let mut edits = vec![splice(found, Form::Input.write(&id))];
    match around.get("inputs") {
        Some(inputs) if inputs.is_array() => {
            if !inputs.items().any(|input| has_id(input, &id)) {
                let end = inputs.items().len();
                edits.push(Edit::insert_item(inputs.id(), end, declared));
            }
        }
        Some(_) => return None,
        None => edits.push(Edit::insert_at(
            around.id(),
            "inputs",
            json!([declared]),
            Place::Before(servers.id()),
        )),
    }
    Some(Fix::r#unsafe(
        format!(
            "write `{}`, which {} asks for",
            Form::Input.write(&id),
            subject.client().name
        ),
        subject.file_id(),
        edits,
    ))
}

fn has_id(input: NodeRef<'_>, id: &str) -> bool {
    input.get("id").and_then(|found| found.as_str()) == Some(id)
}

/// The way out where the client expands nothing here.
fn way_out(found: &Found<'_>, variable: &str) -> String {
    let subject = &found.subject;
    let variables = subject.variables();
    let process = subject.client().process;
    let name = subject.client().name;
    if found.text.role == Role::Env && process.inherits == Inherits::All {
        // What is handed on keeps its name: here no other will do.
        let own = found.key.as_deref().unwrap_or(variable);
        return format!(
            "remove it here: {name} hands its whole environment on to the server. {}",
            capital(&set_variable(found, own))
        );
    }
    if !variables.instead.is_empty() {
        return variables.instead.to_owned();
    }
    let nothing = if variables.established {
        format!("{name} expands no variable here: ")
    } else {
        String::new()
    };
    let started = subject.parts().command.is_some();
    let private = match subject.entry.scope {
        Scope::Project => {
            "keep this server in a file of your own, or this file out of version control"
        }
        _ if started => {
            "let the command be a script of yours that reads the secret from a keychain and starts the server"
        }
        _ => "keep this file out of version control and of what is synchronised",
    };
    format!("{nothing}{private}")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
