//! One entry in another client's form.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::{Document, Edit, NodeId, NodeRef, Place};
use crate::endpoint::transport_by_path;
use crate::interpret::{fits, interpret};
use crate::model::{Field, Form, Role, Schema, Shape, Transport, Unit, Variables};

use super::{only_value, spelling};

/// What it takes to write an entry as another client has it.
#[derive(Default)]
pub(in crate::rules) struct Conversion {
    /// The changes.
    pub(in crate::rules) edits: Vec<Edit>,
    /// What becomes of what, for people: "`environment`" and "`env`".
    pub(in crate::rules) says: Vec<(String, String)>,
    /// In what the two forms differ: names of fields.
    pub(in crate::rules) signs: BTreeSet<&'static str>,
    /// The members that stay although the other client does not know them.
    pub(in crate::rules) kept: Vec<NodeId>,
    /// Whether it surely means the same.
    pub(in crate::rules) exact: bool,
}

/// All that differs in types is one sign.
const TYPE: &str = "type";

/// The kind of file that an entry is written for.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Target {
    /// Its fields.
    pub(in crate::rules) schema: &'static Schema,
    /// Its variables.
    pub(in crate::rules) variables: &'static Variables,
}

impl Target {
    /// The spelling of an environment variable in fields of `role`.
    pub(in crate::rules) fn form(self, role: Role) -> Option<Form> {
        const FORMS: &[Form] = &[
            Form::Braced,
            Form::EnvColon,
            Form::EnvBrace,
            Form::Bare,
            Form::EnvDollar,
            Form::Percent,
        ];
        let forms = self.variables.forms.iter().copied();
        forms
            .filter(|form| FORMS.contains(form))
            .find(|form| self.variables.expands(*form, role))
    }

    /// The field for the url of a server that speaks `transport`.
    pub(in crate::rules) fn url(self, transport: Option<Transport>) -> Option<&'static Field> {
        let plain = self.schema.field_for(Role::Url);
        let http = self.schema.field_for(Role::HttpUrl);
        let rules = &self.schema.transport;
        let plain_is_http = rules.url_only.transport != Some(Transport::Sse)
            || self.schema.spelling(Transport::Http).is_some();
        if transport == Some(Transport::Http) && !plain_is_http {
            http.or(plain)
        } else {
            plain.or(http)
        }
    }

    /// The field for a time limit of a server that speaks `transport`; one of the same name
    /// before others.
    pub(in crate::rules) fn timeout(
        self,
        name: &str,
        transport: Option<Transport>,
    ) -> Option<(&'static Field, Unit)> {
        let suits = |field: &Field| transport.is_none_or(|it| field.on.suits(it));
        let limit = |field: &'static Field| match field.role {
            Role::Timeout(unit) if field.successor.is_none() && suits(field) => Some((field, unit)),
            _ => None,
        };
        let named = self.schema.field(name).and_then(limit);
        named.or_else(|| self.schema.fields().find_map(limit))
    }

    /// The type of an entry that speaks `transport`, where it must have one.
    pub(in crate::rules) fn needs_type(
        self,
        transport: Transport,
    ) -> Option<(&'static Field, &'static str)> {
        let field = self.schema.field_for(Role::Type)?;
        let spelling = spelling(self.schema, transport)?;
        let rules = &self.schema.transport;
        let bare = match transport {
            Transport::Stdio => rules.command_only,
            _ => rules.url_only,
        };
        let fine = !bare.outcome.loses_entry()
            && (bare.transport == Some(transport) || rules.falls_back_to_sse)
            && field.required.is_none();
        let told =
            fine && (transport == Transport::Sse) && self.schema.spelling(transport).is_some();
        (!fine || told).then_some((field, spelling))
    }
}

/// Writes the entry `name`, which is in the form of `from`, in that of `to`. `None` where two
/// members would get one name.
pub(in crate::rules) fn convert(
    document: &Document,
    from: &'static Schema,
    to: Target,
    name: &str,
    entry: NodeRef<'_>,
    unit_known: &dyn Fn(&str) -> bool,
) -> Option<Conversion> {
    let read = interpret(document, from, name, entry.id());
    let mut transport = read.transport?;
    // Where one type is for both, the path of the url tells.
    if transport == Transport::Http
        && from.spelling(Transport::Sse).is_none()
        && let Some(url) = &read.parts.url
    {
        transport = transport_by_path(&url.text);
    }
    let mut work = Work {
        from,
        to,
        entry,
        transport,
        out: Conversion {
            exact: true,
            ..Conversion::default()
        },
        names: Vec::new(),
        gone: Vec::new(),
        headers: Map::new(),
        env: Map::new(),
        typed: false,
    };
    for (key, value) in entry.entries() {
        let limit = |field: &&Field| matches!(field.role, Role::Timeout(_));
        if from.field(&key.text).filter(limit).is_some() && !unit_known(&key.text) {
            work.stays(&key.text);
            work.out.exact = false;
            continue;
        }
        work.member(&key.text, value)?;
    }
    work.finish(name)
}

struct Work<'d> {
    from: &'static Schema,
    to: Target,
    entry: NodeRef<'d>,
    transport: Transport,
    out: Conversion,
    /// The names that the members will have.
    names: Vec<String>,
    /// The members that go.
    gone: Vec<NodeId>,
    /// Headers that were told by the names of variables.
    headers: Map<String, Value>,
    /// Variables that were handed on by name.
    env: Map<String, Value>,
    /// Whether the entry says its type.
    typed: bool,
}

impl<'d> Work<'d> {
    fn say(&mut self, sign: &'static str, from: impl Into<String>, to: impl Into<String>) {
        self.out.signs.insert(sign);
        let pair = (from.into(), to.into());
        if !self.out.says.contains(&pair) {
            self.out.says.push(pair);
        }
    }

    fn stays(&mut self, name: &str) {
        self.names.push(name.to_owned());
    }

    /// It stays, and the other client does not know it or means something else by it.
    fn keep(&mut self, name: &str, value: NodeRef<'_>) {
        self.stays(name);
        self.out.kept.push(value.id());
    }

    fn remove(&mut self, value: NodeRef<'_>) {
        self.gone.push(value.id());
        self.out.edits.push(Edit::remove(value.id()));
    }

    /// The same value under the name of `field`.
    fn rename(&mut self, name: &str, value: NodeRef<'_>, field: &'static Field) {
        if name != field.name {
            self.out.edits.push(Edit::rename(value.id(), field.name));
            self.say(field.name, format!("`{name}`"), format!("`{}`", field.name));
        }
        self.stays(field.name);
    }

    /// The member of the entry that means `role` to the one whose form this is.
    fn sibling(&self, role: Role) -> Option<NodeRef<'d>> {
        let mut entries = self.entry.entries();
        let is = |name: &str| self.from.field(name).is_some_and(|it| it.role == role);
        let found = entries.find(|(key, _)| is(&key.text));
        found.map(|(_, value)| value)
    }

    fn member(&mut self, name: &str, value: NodeRef<'d>) -> Option<()> {
        let Some(field) = self.from.field(name) else {
            self.stays(name);
            return Some(());
        };
        let target = |role: Role| self.to.schema.field_for(role);
        match field.role {
            Role::Command => match (target(Role::Command), target(Role::CommandLine)) {
                (Some(to), _) if fits(to.shape, value) => self.rename(name, value, to),
                (None, Some(to)) => self.unite(name, value, to)?,
                _ => self.keep(name, value),
            },
            Role::CommandLine => match (target(Role::CommandLine), target(Role::Command)) {
                (Some(to), _) => self.rename(name, value, to),
                (None, Some(to)) => self.divide(name, value, to)?,
                _ => self.keep(name, value),
            },
            // With a program it goes into its command line.
            Role::Args if target(Role::Args).is_none() && target(Role::CommandLine).is_some() => {
                if self.sibling(Role::Command).is_none() {
                    self.keep(name, value);
                }
            }
            Role::Url | Role::HttpUrl => match self.to.url(Some(self.transport)) {
                Some(to) => self.rename(name, value, to),
                None => self.keep(name, value),
            },
            Role::Type => self.r#type(name, value),
            Role::Timeout(unit) => self.timeout(name, value, unit),
            Role::Enabled | Role::Disabled => self.switch(name, value, field.role),
            Role::EnvNames if target(Role::EnvNames).is_none() => self.env_by_name(name, value),
            Role::HeadersFromEnv | Role::BearerFromEnv if target(field.role).is_none() => {
                self.headers_by_name(name, value, field.role);
            }
            Role::Args
            | Role::Env
            | Role::EnvNames
            | Role::EnvFile
            | Role::Cwd
            | Role::Headers
            | Role::HeadersFromEnv
            | Role::BearerFromEnv => match target(field.role) {
                Some(to) if fits(to.shape, value) => self.rename(name, value, to),
                _ => self.keep(name, value),
            },
            // In a list it is the name of the server, elsewhere it does no harm.
            Role::Name => self.stays(name),
            role => match self.to.schema.field(name) {
                Some(own) if own.role == role => self.stays(name),
                // What it is to the one is not known, to the other it is.
                Some(own) if role == Role::Other && fits(own.shape, value) => {
                    self.out.exact = false;
                    self.stays(name);
                }
                _ => self.keep(name, value),
            },
        }
        Some(())
    }

    /// Program and arguments in one list.
    fn unite(&mut self, name: &str, value: NodeRef<'d>, to: &'static Field) -> Option<()> {
        let program = value.as_str()?;
        let args = self.sibling(Role::Args);
        match args {
            Some(list) if fits(Shape::Strings, list) => {
                let member = list.member()?;
                self.remove(value);
                self.out
                    .edits
                    .push(Edit::insert_item(list.id(), 0, program));
                if member.key.text != to.name {
                    self.out.edits.push(Edit::rename(list.id(), to.name));
                }
                self.say(
                    to.name,
                    format!("`{name}` with `{}`", member.key.text),
                    format!("one list in `{}`", to.name),
                );
            }
            Some(_) => return None,
            None => {
                if name != to.name {
                    self.out.edits.push(Edit::rename(value.id(), to.name));
                }
                let line = vec![program.to_owned()];
                self.out.edits.push(Edit::set(value.id(), line));
                self.say(
                    to.name,
                    format!("`{name}`"),
                    format!("a list in `{}`", to.name),
                );
            }
        }
        self.stays(to.name);
        Some(())
    }

    /// The program apart from its arguments.
    fn divide(&mut self, name: &str, value: NodeRef<'d>, to: &'static Field) -> Option<()> {
        if !fits(Shape::Strings, value) {
            return None;
        }
        let mut items = value.items();
        let first = items.next()?;
        let program = first.as_str()?;
        self.stays(to.name);
        if items.next().is_none() {
            self.out.edits.push(Edit::set(value.id(), program));
            if name != to.name {
                self.out.edits.push(Edit::rename(value.id(), to.name));
            }
            self.say(
                to.name,
                format!("a list in `{name}`"),
                format!("`{}`", to.name),
            );
            return Some(());
        }
        let args = self.to.schema.field_for(Role::Args)?;
        self.stays(args.name);
        self.out.edits.extend([
            Edit::insert_at(self.entry.id(), to.name, program, Place::Before(value.id())),
            Edit::rename(value.id(), args.name),
            Edit::remove(first.id()),
        ]);
        self.say(
            to.name,
            format!("one list in `{name}`"),
            format!("`{}` with `{}`", to.name, args.name),
        );
        Some(())
    }

    fn r#type(&mut self, name: &str, value: NodeRef<'_>) {
        self.typed = true;
        let rules = &self.to.schema.transport;
        let written = value.as_str().unwrap_or_default();
        let Some(field) = self.to.schema.field_for(Role::Type) else {
            // What the other finds out by itself may go; what it cannot do stays to be seen.
            let bare = match self.transport {
                Transport::Stdio => rules.command_only,
                _ => rules.url_only,
            };
            if bare.transport == Some(self.transport) && self.to.schema.field(name).is_none() {
                self.remove(value);
                self.say(TYPE, format!("`{name}`"), "nothing");
            } else {
                self.keep(name, value);
            }
            return;
        };
        let means = |spelling: &str| {
            let mut spellings = rules.spellings.iter();
            let found = spellings.find(|(known, _)| *known == spelling);
            found.map(|(_, transport)| *transport)
        };
        let own = rules.spellings.is_empty()
            || means(written) == Some(self.transport)
            || spelling(self.to.schema, self.transport) == Some(written);
        match spelling(self.to.schema, self.transport) {
            _ if own => {}
            Some(spelling) => {
                self.out.edits.push(Edit::set(value.id(), spelling));
                self.say(TYPE, format!("`{written}`"), format!("`{spelling}`"));
            }
            None => return self.keep(name, value),
        }
        self.rename(name, value, field);
    }

    fn timeout(&mut self, name: &str, value: NodeRef<'_>, unit: Unit) {
        let Some((field, to)) = self.to.timeout(name, Some(self.transport)) else {
            return self.keep(name, value);
        };
        if self.names.iter().any(|name| name == field.name) {
            return self.keep(name, value);
        }
        let number = value.as_f64();
        let Some(number) = number.and_then(|number| converted(number, unit, to)) else {
            return self.keep(name, value);
        };
        // One may be for the start, the other for a call.
        self.out.exact &= name == field.name && unit == to;
        if unit != to {
            self.out.edits.push(Edit::SetValue {
                node: value.id(),
                value: number,
            });
            self.say(
                field.name,
                format!("{} in `{name}`", plural(unit)),
                format!("{} in `{}`", plural(to), field.name),
            );
            if name != field.name {
                self.out.edits.push(Edit::rename(value.id(), field.name));
            }
            self.stays(field.name);
        } else {
            self.rename(name, value, field);
        }
    }

    fn switch(&mut self, name: &str, value: NodeRef<'_>, role: Role) {
        let schema = self.to.schema;
        let opposite = match role {
            Role::Enabled => Role::Disabled,
            _ => Role::Enabled,
        };
        match (
            schema.field_for(role),
            schema.field_for(opposite),
            value.as_bool(),
        ) {
            (Some(field), _, _) => self.rename(name, value, field),
            (None, Some(field), Some(on)) => {
                self.out.edits.push(Edit::set(value.id(), !on));
                self.out.edits.push(Edit::rename(value.id(), field.name));
                self.say(
                    field.name,
                    format!("`{name}: {on}`"),
                    format!("`{}: {}`", field.name, !on),
                );
                self.stays(field.name);
            }
            _ => self.keep(name, value),
        }
    }

    /// Variables that are handed on by name become variables in the environment.
    fn env_by_name(&mut self, name: &str, value: NodeRef<'_>) {
        let words: Option<Vec<&str>> = value.items().map(NodeRef::as_str).collect();
        let field = self.to.schema.field_for(Role::Env);
        let (Some(words), Some(form), Some(field)) = (words, self.to.form(Role::Env), field) else {
            return self.keep(name, value);
        };
        if words.is_empty() {
            return self.keep(name, value);
        }
        for word in words {
            self.env.insert(word.to_owned(), form.write(word).into());
        }
        self.remove(value);
        self.say(
            field.name,
            format!("`{name}`"),
            format!("variables in `{}`", field.name),
        );
    }

    /// Headers whose values are the names of variables.
    fn headers_by_name(&mut self, name: &str, value: NodeRef<'_>, role: Role) {
        let field = self.to.schema.field_for(Role::Headers);
        let (Some(form), Some(field)) = (self.to.form(Role::Headers), field) else {
            return self.keep(name, value);
        };
        let mut found = Vec::new();
        if role == Role::BearerFromEnv
            && let Some(variable) = value.as_str()
        {
            let text = format!("Bearer {}", form.write(variable));
            found.push(("Authorization".to_owned(), text));
        }
        for (key, value) in value.entries() {
            let Some(variable) = value.as_str() else {
                return self.keep(name, value);
            };
            found.push((key.text.clone(), form.write(variable)));
        }
        if found.is_empty() {
            return self.keep(name, value);
        }
        for (header, text) in found {
            self.headers.insert(header, text.into());
        }
        self.remove(value);
        self.say(
            field.name,
            format!("`{name}`"),
            format!("a variable in `{}`", field.name),
        );
    }

    /// Adds what the other client requires and nobody else has to say.
    fn required(&mut self, name: &str) {
        for field in self.to.schema.fields() {
            let there = self.names.iter().any(|name| name == field.name);
            if field.required.is_none() || there || !field.on.suits(self.transport) {
                continue;
            }
            let Some(value) = only_value(field, name) else {
                continue;
            };
            let shown = match field.role {
                // Each server has its own.
                Role::Description => format!("`{}`", field.name),
                _ => format!("`{}: {value}`", field.name),
            };
            self.say(field.name, format!("no `{}`", field.name), shown);
            let edit = Edit::insert(self.entry.id(), field.name, value);
            self.out.edits.push(edit);
            self.stays(field.name);
        }
    }

    fn finish(mut self, name: &str) -> Option<Conversion> {
        let headers = std::mem::take(&mut self.headers);
        self.add(Role::Headers, headers)?;
        let env = std::mem::take(&mut self.env);
        self.add(Role::Env, env)?;
        if !self.typed
            && let Some((field, spelling)) = self.to.needs_type(self.transport)
        {
            let first = self.entry.entries().find(|(_, value)| {
                let gone =
                    |edit: &Edit| matches!(edit, Edit::Remove { node } if *node == value.id());
                !self.out.edits.iter().any(gone)
            });
            let at = first.map_or(Place::First, |(_, value)| Place::Before(value.id()));
            let edit = Edit::insert_at(self.entry.id(), field.name, spelling, at);
            self.out.edits.push(edit);
            self.stays(field.name);
            let type_is = format!("`{}: {spelling}`", field.name);
            self.say(TYPE, "no type", type_is);
        }
        self.required(name);
        let names = &self.names;
        let twice = |at: usize| names[..at].contains(&names[at]);
        if (0..names.len()).any(twice) {
            return None;
        }
        Some(self.out)
    }

    /// Adds members to the object that means `role`, or makes one.
    fn add(&mut self, role: Role, members: Map<String, Value>) -> Option<()> {
        if members.is_empty() {
            return Some(());
        }
        let field = self.to.schema.field_for(role)?;
        match self.sibling(role).filter(|value| value.is_object()) {
            Some(object) => {
                if members.keys().any(|name| object.get(name).is_some()) {
                    return None;
                }
                let insert = members.into_iter().map(|(name, value)| Edit::InsertMember {
                    object: object.id(),
                    key: name,
                    value,
                    at: Place::Last,
                });
                self.out.edits.extend(insert);
            }
            None => {
                let edit = Edit::insert(self.entry.id(), field.name, Value::Object(members));
                self.out.edits.push(edit);
                self.stays(field.name);
            }
        }
        Some(())
    }
}

/// A unit in a sentence.
pub(in crate::rules) const fn plural(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::Milliseconds => "milliseconds",
    }
}

/// A time of one unit in another; `None` when it is no number that could be written.
pub(in crate::rules) fn converted(number: f64, from: Unit, to: Unit) -> Option<Value> {
    let number = match (from, to) {
        (Unit::Seconds, Unit::Milliseconds) => number * 1000.0,
        (Unit::Milliseconds, Unit::Seconds) => number / 1000.0,
        _ => number,
    };
    if number.fract() == 0.0 && number.abs() < 1e15 {
        // In range, and without a fraction.
        Some(Value::from(number as i64))
    } else {
        serde_json::Number::from_f64(number).map(Value::Number)
    }
}
