//! What servers mean, whatever a client calls its fields.

use std::collections::BTreeMap;

use mcpmend::document::NodeRef;
use mcpmend::interpret::Status;
use mcpmend::model::{Field, Form, Kind, Role, RootShape, Schema, Transport, Unit, Variables};
use mcpmend::variables;
use mcpmend::workspace::Workspace;

/// Of what nobody has established nothing is said.
pub const UNKNOWN_VARIABLES: &str = "whether it expands variables is not established";

/// What one server is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    pub transport: Option<Transport>,
    pub command: Option<String>,
    pub args: Vec<String>,
    pub env: BTreeMap<String, String>,
    pub cwd: Option<String>,
    pub url: Option<String>,
    pub headers: BTreeMap<String, String>,
    pub off: bool,
    pub seconds: Option<f64>,
}

/// One thing in which two meanings differ: what is meant, and what is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// It does not load, and would not say these either.
    Status(Status, Vec<Part>),
    Transport(Option<Transport>),
    Command(Option<String>),
    Args(Vec<String>),
    Env(String, Option<String>),
    Cwd,
    Url(Option<String>),
    Header(String, Option<String>),
    Off,
    Timeout(Option<f64>),
}

impl Part {
    /// What only bounds a server: a folder or a time limit that a client cannot set is told by
    /// nothing but its absence.
    pub fn is_minor(&self) -> bool {
        matches!(self, Part::Cwd | Part::Timeout(_))
    }
}

/// A variable in no client's spelling.
pub fn variable(name: &str) -> String {
    format!("⟨{name}⟩")
}

/// The roles that clients state one for the other.
fn alike(role: Role) -> &'static [Role] {
    match role {
        Role::Args => &[Role::Args, Role::CommandLine],
        Role::Url => &[Role::Url, Role::HttpUrl],
        Role::Env => &[Role::Env],
        Role::Headers => &[Role::Headers],
        _ => &[],
    }
}

/// The spelling of an environment variable that is expanded in fields of `role`.
pub fn spelling(facts: &Variables, role: Role) -> Option<Form> {
    facts.forms.iter().copied().find(|form| {
        matches!(
            form,
            Form::Braced
                | Form::Bare
                | Form::EnvColon
                | Form::EnvBrace
                | Form::Percent
                | Form::Secrets
        ) && alike(role).iter().any(|role| facts.fields.contains(role))
    })
}

fn plain(text: &str, facts: &Variables, role: Role) -> String {
    let mut result = text.to_owned();
    let found = variables::scan(text);
    for found in found.iter().rev().filter(|found| found.certain) {
        let expanded = facts.forms.contains(&found.form)
            && alike(role).iter().any(|role| facts.fields.contains(role));
        if expanded {
            result.replace_range(found.range.clone(), &variable(found.name));
        }
    }
    result
}

/// Each server of the one file of `workspace`.
pub fn read(workspace: &Workspace) -> BTreeMap<String, (Status, Meaning)> {
    let Some((_, file)) = workspace.files().next() else {
        return BTreeMap::new();
    };
    let facts = file.kind.variables;
    workspace
        .entries()
        .map(|(_, entry)| {
            let parts = &entry.interpretation.parts;
            let mut meaning = Meaning {
                transport: entry.interpretation.transport,
                command: parts.command.as_ref().map(|it| it.text.clone()),
                args: parts
                    .args
                    .iter()
                    .map(|it| plain(&it.text, facts, Role::Args))
                    .collect(),
                cwd: parts.cwd.as_ref().map(|it| it.text.clone()),
                url: parts
                    .url
                    .as_ref()
                    .map(|it| plain(&it.text, facts, Role::Url)),
                off: entry.status == Status::Disabled,
                ..Meaning::default()
            };
            for (pairs, role, into) in [
                (&parts.env, Role::Env, &mut meaning.env),
                (&parts.headers, Role::Headers, &mut meaning.headers),
            ] {
                into.extend(
                    pairs
                        .iter()
                        .map(|pair| (pair.name.clone(), plain(&pair.value.text, facts, role))),
                );
            }
            by_name(file.kind.schema, workspace.node(entry), &mut meaning);
            (entry.name.clone(), (entry.status, meaning))
        })
        .collect()
}

/// What is told by the names of variables, and the time limit.
fn by_name(schema: &Schema, entry: NodeRef<'_>, meaning: &mut Meaning) {
    for (key, value) in entry.entries() {
        let Some(field) = schema.field(&key.text) else {
            continue;
        };
        match field.role {
            Role::EnvNames => {
                for name in value.items().filter_map(NodeRef::as_str) {
                    meaning.env.insert(name.to_owned(), variable(name));
                }
            }
            Role::HeadersFromEnv => {
                for (key, value) in value.entries() {
                    let name = value.as_str().unwrap_or_default();
                    meaning.headers.insert(key.text.clone(), variable(name));
                }
            }
            Role::BearerFromEnv => {
                let name = value.as_str().unwrap_or_default();
                let value = format!("Bearer {}", variable(name));
                meaning.headers.insert("Authorization".to_owned(), value);
            }
            Role::Timeout(unit) => {
                let number = value.as_f64();
                let seconds = number.map(|number| match unit {
                    Unit::Seconds => number,
                    Unit::Milliseconds => number / 1000.0,
                });
                // Where there are several the first one tells.
                meaning.seconds = meaning.seconds.or(seconds);
            }
            _ => {}
        }
    }
}

impl Meaning {
    /// In what a server of `kind` is not what is meant.
    pub fn differences(meant: &Meaning, read: &(Status, Meaning), kind: &Kind) -> Vec<Part> {
        let (status, read) = read;
        let rules = &kind.schema.transport;
        let parts = Meaning::unlike(meant, read, rules.falls_back_to_sse);
        match status {
            Status::Loaded | Status::Disabled => parts,
            _ => vec![Part::Status(*status, parts)],
        }
    }

    fn unlike(meant: &Meaning, read: &Meaning, falls_back_to_sse: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let as_meant = read.transport == meant.transport
            || meant.transport == Some(Transport::Sse)
                && read.transport == Some(Transport::Http)
                && falls_back_to_sse;
        if !as_meant {
            parts.push(Part::Transport(read.transport));
        }
        if meant.command != read.command {
            parts.push(Part::Command(read.command.clone()));
        }
        if meant.args != read.args {
            parts.push(Part::Args(read.args.clone()));
        }
        for (name, value) in &meant.env {
            if read.env.get(name) != Some(value) {
                parts.push(Part::Env(name.clone(), read.env.get(name).cloned()));
            }
        }
        if meant.cwd != read.cwd {
            parts.push(Part::Cwd);
        }
        if meant.url != read.url {
            parts.push(Part::Url(read.url.clone()));
        }
        for (name, value) in &meant.headers {
            if read.headers.get(name) != Some(value) {
                parts.push(Part::Header(name.clone(), read.headers.get(name).cloned()));
            }
        }
        if meant.off != read.off {
            parts.push(Part::Off);
        }
        if meant.seconds.is_some() && meant.seconds != read.seconds {
            parts.push(Part::Timeout(read.seconds));
        }
        parts
    }

    /// Why a client cannot say this part, in a file of `kind`. Each reason is a fact of its kind.
    pub fn excuse(&self, part: Option<&Part>, kind: &Kind) -> Option<&'static str> {
        let schema = kind.schema;
        let rules = &schema.transport;
        let facts = kind.variables;
        let has = |role: Role| schema.field_for(role).is_some();
        if let Some(transport) = self.transport
            && !rules.speaks.contains(&transport)
        {
            return Some(match transport {
                Transport::Stdio => "it starts no programs",
                Transport::Sse => "it does not speak HTTP+SSE",
                _ => "it does not call servers by url",
            });
        }
        if self.transport == Some(Transport::Http) && !crate::form::says_http(kind) {
            return Some("it takes every url for HTTP+SSE");
        }
        let shape = kind.roots[0].shape;
        if matches!(shape, RootShape::One { .. }) {
            return Some("its file holds one server, under a name of its own");
        }
        if kind.roots[0].transport.is_some() {
            return Some("it keeps each transport under a root of its own");
        }
        if self.url.is_some() && !has(Role::Url) && !has(Role::HttpUrl) {
            return Some("it has no field for a url");
        }
        match part? {
            // The server is written with its variables, and a finding says where it may stand.
            Part::Status(_, parts) => {
                let refused = schema
                    .field_for(Role::Headers)
                    .is_some_and(|it| it.refuses.is_some());
                let variable = |part: &Part| matches!(part, Part::Header(name, _) if self.headers[name].contains('⟨'));
                (refused && !parts.is_empty() && parts.iter().all(variable))
                    .then_some("it refuses variables in headers")
            }
            Part::Cwd => (!has(Role::Cwd)).then_some("it has no field for the folder"),
            Part::Off => (!has(Role::Enabled) && !has(Role::Disabled))
                .then_some("it has no switch in the entry"),
            Part::Timeout(_) => {
                let mut fields = schema.fields();
                let suits = |field: &Field| {
                    matches!(field.role, Role::Timeout(_)) && field.on.suits(Transport::Stdio)
                };
                (!fields.any(suits)).then_some("it has no time limit in the entry")
            }
            Part::Env(name, _) => {
                let value = &self.env[name];
                if !has(Role::Env) {
                    Some("it has no field for the environment")
                } else if !value.contains('⟨') {
                    None
                } else if !facts.established {
                    Some(UNKNOWN_VARIABLES)
                } else if spelling(facts, Role::Env) == Some(Form::Secrets) {
                    Some("its variables are secrets, not the environment")
                } else if spelling(facts, Role::Env).is_none() && !has(Role::EnvNames) {
                    Some("it expands no variables in the environment")
                } else {
                    None
                }
            }
            Part::Header(name, _) => {
                let value = &self.headers[name];
                let named = if value.starts_with("Bearer ") {
                    has(Role::BearerFromEnv)
                } else {
                    has(Role::HeadersFromEnv)
                };
                if !has(Role::Headers) && !named {
                    Some("it has no field for headers")
                } else if !value.contains('⟨') {
                    None
                } else if !facts.established {
                    Some(UNKNOWN_VARIABLES)
                } else if spelling(facts, Role::Headers) == Some(Form::Secrets) {
                    Some("its variables are secrets, not the environment")
                } else if spelling(facts, Role::Headers).is_none() && !named {
                    Some("it expands no variables in headers")
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// The words of a part that must not vanish.
    pub fn words(&self, part: Option<&Part>) -> Vec<String> {
        let bare = |text: &String| {
            let end = text.find('⟩').unwrap_or(text.len());
            let start = text.find('⟨').map_or(0, |at| at + '⟨'.len_utf8());
            text[start..end].to_owned()
        };
        match part {
            Some(Part::Cwd) => self.cwd.iter().cloned().collect(),
            Some(Part::Env(name, _)) => vec![name.clone(), bare(&self.env[name])],
            Some(Part::Header(name, _)) => vec![name.clone(), bare(&self.headers[name])],
            Some(Part::Timeout(_)) => vec!["30".to_owned()],
            Some(Part::Off) => Vec::new(),
            Some(Part::Status(_, parts)) => parts
                .iter()
                .filter(|part| !matches!(part, Part::Transport(_)) && !part.is_minor())
                .flat_map(|part| self.words(Some(part)))
                .collect(),
            _ => self
                .command
                .iter()
                .chain(&self.args)
                .chain(&self.url)
                .chain(self.headers.keys())
                .cloned()
                .chain(self.headers.values().map(bare))
                .chain(self.env.keys().cloned())
                .chain(self.env.values().map(bare))
                .collect(),
        }
    }
}
