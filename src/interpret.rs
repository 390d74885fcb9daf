//! What a client really does with an entry: from the client's facts, never from its id.

mod describe;
mod fits;
mod parts;

use std::ops::Range;

use crate::document::{Document, NodeId, NodeKind, NodeRef};
use crate::endpoint::transport_by_path;
use crate::hosts;
use crate::model::{Field, Outcome, Role, Ruling, Schema, Transport, Use};
use crate::variables;

pub use describe::describe;
pub use fits::fits;
pub use parts::{Pair, Parts, Text};

/// What becomes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The client starts or calls it.
    Loaded,
    /// It is switched off in the file.
    Disabled,
    /// It vanishes without a word.
    Dropped,
    /// It is refused with a message.
    Rejected,
}

impl Status {
    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Status::Loaded => "loaded",
            Status::Disabled => "disabled",
            Status::Dropped => "dropped",
            Status::Rejected => "rejected",
        }
    }
}

/// A way in which an entry is not what its client expects. Rules turn these into diagnostics.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The value it is about: a field's, or the entry itself.
    pub node: NodeId,
    /// What the client does about it.
    pub ruling: Ruling,
}

/// The kinds of [`Problem`].
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// The entry is `null`.
    NullEntry,
    /// The entry is no object.
    NotObject,
    /// The name is empty.
    EmptyName,
    /// The name has characters, a length or a meaning that it must not have.
    BadName,
    /// A url and no type, where that is not read as it is meant.
    UrlWithoutType,
    /// A command and no type, where a type is required.
    CommandWithoutType,
    /// A type of no known spelling.
    UnknownType,
    /// A type that contradicts the other fields.
    TypeMismatch,
    /// Command and url.
    Ambiguous,
    /// Neither command nor url.
    NoTransport,
    /// A transport that the client cannot speak.
    Unsupported(Transport),
    /// A value of the wrong type.
    WrongType(&'static Field),
    /// An empty value where there must be one.
    Empty(&'static Field),
    /// A number out of range.
    OutOfRange(&'static Field),
    /// A field for entries of the other transport.
    Misused(&'static Field),
    /// A field that must be there and is not.
    Missing(&'static Field),
    /// A field that this client does not know.
    UnknownField,
    /// An old spelling.
    Deprecated(&'static Field),
    /// A text with a variable that its field must not hold.
    RefusedVariable(&'static Field),
    /// A url that is called in clear, where the client calls only this machine so.
    PlainHttp,
}

/// What a client does with one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Interpretation {
    /// What becomes of it.
    pub status: Status,
    /// What it is loaded as; for a refused one what it was meant as, where that is clear.
    pub transport: Option<Transport>,
    /// Everything about it that is not as the client expects, the worst first.
    pub problems: Vec<Problem>,
    /// Its parts.
    pub parts: Parts,
}

impl Interpretation {
    /// The worst of its problems' outcomes.
    pub fn worst(&self) -> Outcome {
        self.problems
            .first()
            .map_or(Outcome::Fine, |problem| problem.ruling.outcome)
    }
}

/// By what an entry is read: the fields of its kind of file, and what its place decides.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The fields, and how the transport is told.
    pub schema: &'static Schema,
    /// The transport, where the place of the entry decides it.
    pub transport: Option<Transport>,
    /// What an entry that is a text stands for, where that is taken.
    pub text: Option<Role>,
    /// What a url with `http://` to another host than this machine costs.
    pub plain_http: Ruling,
    /// Whether it is made of entries of several files: what a field refuses in a file of this
    /// kind may come from another.
    pub merged: bool,
}

impl From<&'static Schema> for By {
    fn from(schema: &'static Schema) -> By {
        By {
            schema,
            transport: None,
            text: None,
            plain_http: Ruling::FINE,
            merged: false,
        }
    }
}

/// Interprets the entry `name`, whose value is `node`.
pub fn interpret(
    document: &Document,
    by: impl Into<By>,
    name: &str,
    node: NodeId,
) -> Interpretation {
    let node = document.node(node);
    let by = by.into();
    let mut reading = Reading {
        schema: by.schema,
        by,
        entry: node,
        document,
        open: false,
        problems: Vec::new(),
        parts: Parts::default(),
    };
    let (transport, enabled) = reading.read(name);
    let Reading {
        mut problems,
        parts,
        ..
    } = reading;
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.ruling.outcome));
    let worst = problems
        .first()
        .map_or(Outcome::Fine, |problem| problem.ruling.outcome);
    let status = match worst {
        Outcome::Dropped | Outcome::FileDropped => Status::Dropped,
        Outcome::Rejected | Outcome::FileRejected => Status::Rejected,
        _ if !enabled => Status::Disabled,
        _ => Status::Loaded,
    };
    Interpretation {
        status,
        transport,
        problems,
        parts,
    }
}

struct Reading<'d> {
    schema: &'static Schema,
    by: By,
    entry: NodeRef<'d>,
    document: &'d Document,
    /// Whether it has more fields than are seen: a merge key brings them in from another place. So
    /// nothing is missing.
    open: bool,
    problems: Vec<Problem>,
    parts: Parts,
}

impl<'d> Reading<'d> {
    fn problem(&mut self, kind: ProblemKind, node: NodeRef<'_>, ruling: Ruling) {
        if ruling.outcome != Outcome::Fine {
            self.problems.push(Problem {
                kind,
                node: node.id(),
                ruling,
            });
        }
    }

    fn read(&mut self, name: &str) -> (Option<Transport>, bool) {
        let entry = self.entry;
        self.name(name);
        if entry.is_null() {
            self.problem(ProblemKind::NullEntry, entry, self.schema.null_entry);
            return (None, true);
        }
        if let (Some(role), Some(text)) = (self.by.text, entry.as_str()) {
            let text = Text {
                node: entry.id(),
                text: text.to_owned(),
                role,
            };
            match role {
                Role::Command => self.parts.command = Some(text),
                _ => self.parts.url = Some(text),
            }
            self.plain_http(self.by.transport);
            return (self.by.transport, true);
        }
        // What an alias stands for is not looked into.
        if matches!(entry.kind(), NodeKind::Opaque { .. }) {
            return (None, true);
        }
        if !entry.is_object() {
            self.problem(ProblemKind::NotObject, entry, self.schema.not_object);
            return (None, true);
        }
        let fields = self.fields(entry);
        let transport = match self.by.transport {
            Some(transport) => self.placed(transport),
            None => self.transport(&fields),
        };
        self.uses(&fields, transport);
        if transport == Some(Transport::Stdio) {
            self.forget_other_use(&fields);
        }
        self.plain_http(transport);
        self.soften(&fields);
        let enabled = fields.iter().all(|(field, value)| match field.role {
            Role::Enabled | Role::Disabled if !field.off.is_empty() => {
                value.as_str() != Some(field.off)
            }
            Role::Enabled => value.as_bool() != Some(false),
            Role::Disabled => value.as_bool() != Some(true),
            _ => true,
        });
        (transport, enabled)
    }

    /// A url that is for both uses is none on a server that is started: see [`Field::on`].
    fn forget_other_use(&mut self, fields: &[(&'static Field, NodeRef<'d>)]) {
        let is_for_both = |field: &Field| field.role == Role::Url && field.on == Use::Both;
        if fields.iter().any(|(field, _)| is_for_both(field)) {
            self.parts.url = None;
        }
    }

    /// Judges a url that is called in clear. An unknown ruling says nothing about any of them.
    fn plain_http(&mut self, transport: Option<Transport>) {
        let ruling = self.by.plain_http;
        let Some(url) = &self.parts.url else { return };
        let in_clear = hosts::literal(&url.text).is_some_and(|endpoint| {
            let scheme = endpoint.scheme.to_ascii_lowercase();
            matches!(scheme.as_str(), "http" | "ws") && !endpoint.is_loopback()
        });
        let called = transport.is_some_and(Transport::is_remote);
        if called && in_clear && ruling.outcome > Outcome::Unknown {
            self.problems.push(Problem {
                kind: ProblemKind::PlainHttp,
                node: url.node,
                ruling,
            });
        }
    }

    fn soften(&mut self, fields: &[(&'static Field, NodeRef<'d>)]) {
        let softer = fields
            .iter()
            .filter(|(field, value)| fits(field.shape, *value))
            .find_map(|(field, _)| field.softens);
        let Some(softer) = softer else { return };
        for problem in &mut self.problems {
            if problem.ruling.outcome.loses_file() {
                problem.ruling = softer;
            }
        }
    }

    /// What is not looked at cannot be wrong.
    fn overlook(&mut self, field: &'static Field) {
        self.problems.retain(|problem| {
            !matches!(
                problem.kind,
                ProblemKind::WrongType(at) | ProblemKind::OutOfRange(at) | ProblemKind::Empty(at)
                    if at.name == field.name
            )
        });
    }

    fn name(&mut self, name: &str) {
        let names = self.schema.names;
        if name.is_empty() {
            self.problem(ProblemKind::EmptyName, self.entry, names.empty);
            return;
        }
        let strange = names.allowed.is_some_and(|allowed| {
            !name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || allowed.contains(c))
        });
        let long = names
            .longest
            .is_some_and(|longest| name.chars().count() > longest);
        if strange || long || names.reserved.contains(&name) {
            self.problem(ProblemKind::BadName, self.entry, names.ruling);
        }
    }

    /// Checks each known field's value and collects the parts. Of duplicates the last counts.
    fn fields(&mut self, node: NodeRef<'d>) -> Vec<(&'static Field, NodeRef<'d>)> {
        let mut found = Vec::new();
        for (index, (key, value)) in node.entries().enumerate() {
            let later = &node.members()[index + 1..];
            if later.iter().any(|member| member.key.text == key.text) {
                continue;
            }
            if self.document.is_merge_key(key) {
                self.open = true;
                continue;
            }
            match self.schema.field(&key.text) {
                Some(field) => {
                    self.value(field, value);
                    found.push((field, value));
                    // Once only: what stands inside is no entry again.
                    if field.role == Role::Nested && node == self.entry {
                        found.extend(self.fields(value));
                    }
                }
                None => self.problem(ProblemKind::UnknownField, value, self.schema.unknown_field),
            }
        }
        found
    }

    fn value(&mut self, field: &'static Field, value: NodeRef<'d>) {
        if matches!(value.kind(), NodeKind::Opaque { .. }) {
            return;
        }
        if !fits(field.shape, value) {
            let ruling = field.wrong_type.unwrap_or(self.schema.wrong_type);
            self.problem(ProblemKind::WrongType(field), value, ruling);
        }
        if field.successor.is_some() {
            self.problem(ProblemKind::Deprecated(field), value, Ruling::IGNORED);
        }
        let empty = match value.kind() {
            NodeKind::String { text, .. } => text.trim().is_empty(),
            NodeKind::Array(items) => items.is_empty(),
            _ => false,
        };
        if empty {
            let necessary = matches!(
                field.role,
                Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
            );
            let ruling = field.empty.or_else(|| necessary.then_some(Ruling::FAILS));
            if let Some(ruling) = ruling {
                self.problem(ProblemKind::Empty(field), value, ruling);
            }
        }
        if let (Some(range), Some(number)) = (field.range, value.as_f64())
            && !(range.min..=range.max).contains(&number)
        {
            self.problem(ProblemKind::OutOfRange(field), value, range.ruling);
        }
        if let Some((forms, ruling)) = field.refuses.filter(|_| !self.by.merged) {
            let within = value.entries().map(|(_, inner)| inner);
            for text in within.chain(value.items()).chain([value]) {
                let variables = text.as_str().map(variables::scan).unwrap_or_default();
                if variables.iter().any(|it| forms.contains(&it.form)) {
                    self.problem(ProblemKind::RefusedVariable(field), text, ruling);
                }
            }
        }
        self.parts.collect(field, value);
    }

    /// The transport of an entry whose place decides it.
    fn placed(&mut self, transport: Transport) -> Option<Transport> {
        let has = self.open
            || match transport {
                Transport::Stdio => self.parts.command.is_some(),
                _ => self.parts.url.is_some(),
            };
        if !has {
            let ruling = self.schema.transport.neither;
            self.problem(ProblemKind::NoTransport, self.entry, ruling);
        }
        Some(transport)
    }

    fn transport(&mut self, fields: &[(&'static Field, NodeRef<'d>)]) -> Option<Transport> {
        let rules = &self.schema.transport;
        let with = |wanted: &[Role]| {
            fields
                .iter()
                .find(|(field, value)| wanted.contains(&field.role) && !value.is_null())
                .map(|(_, value)| *value)
        };
        let command = with(&[Role::Command, Role::CommandLine]);
        let http_url = with(&[Role::HttpUrl]);
        let url = http_url.or_else(|| with(&[Role::Url]));
        let r#type = with(&[Role::Type]);
        let spelled = r#type.and_then(|value| value.as_str());
        if spelled.is_some_and(|spelled| rules.internal.contains(&spelled)) {
            return None;
        }
        let known = spelled.and_then(|spelled| {
            rules
                .spellings
                .iter()
                .find(|(spelling, _)| *spelling == spelled)
                .map(|(_, transport)| *transport)
        });
        let entry = self.entry;
        // Where no spelling is listed the client does not look at a type at all.
        let looks = !rules.spellings.is_empty();
        let about = r#type.unwrap_or(entry);
        if http_url.is_some() && command.is_none() {
            return self.speak(Some(Transport::Http), entry);
        }
        if self.open {
            // What comes from elsewhere may complete it or turn it round.
            let url_only = url.and(rules.url_only.transport);
            return known.or(command.map(|_| Transport::Stdio)).or(url_only);
        }
        let partial = fields.iter().any(|(field, _)| field.partial);
        if partial && command.is_none() && url.is_none() && r#type.is_none() {
            return None;
        }
        let (kind, node, ruling, otherwise) = match (command, url, known) {
            (None, None, _) => (ProblemKind::NoTransport, entry, rules.neither, known),
            (Some(_), None, Some(transport)) if transport.is_remote() => (
                ProblemKind::TypeMismatch,
                about,
                rules.remote_type_command,
                Some(transport),
            ),
            (None, Some(_), Some(Transport::Stdio)) => (
                ProblemKind::TypeMismatch,
                about,
                rules.stdio_type_url,
                Some(Transport::Stdio),
            ),
            (Some(_), Some(url), Some(transport)) => {
                let ruling = if transport.is_remote() {
                    rules.remote_type_both
                } else {
                    rules.stdio_type_both
                };
                (ProblemKind::Ambiguous, url, ruling, Some(transport))
            }
            (_, _, Some(transport)) => return self.speak(Some(transport), about),
            (Some(_), _, None) if looks && r#type.is_some() => (
                ProblemKind::UnknownType,
                about,
                rules.unknown_type_command,
                Some(Transport::Stdio),
            ),
            (None, Some(_), None) if looks && r#type.is_some() => (
                ProblemKind::UnknownType,
                about,
                rules.unknown_type_url,
                rules.url_only.transport,
            ),
            (Some(_), Some(url), None) => (
                ProblemKind::Ambiguous,
                url,
                rules.both,
                Some(Transport::Stdio),
            ),
            (Some(_), None, None) => (
                ProblemKind::CommandWithoutType,
                entry,
                rules.command_only,
                Some(Transport::Stdio),
            ),
            (None, Some(_), None) => (
                ProblemKind::UrlWithoutType,
                entry,
                rules.url_only,
                rules.url_only.transport,
            ),
        };
        let by_path = rules.sse_by_path
            && known.is_none()
            && command.is_none()
            && url
                .and_then(|url| url.as_str())
                .is_some_and(|url| transport_by_path(url) == Transport::Sse);
        let told = ruling.transport.or(otherwise);
        let transport = if by_path {
            Some(Transport::Sse)
        } else if http_url.is_some() && told == Some(Transport::Sse) && known.is_none() {
            // The url wins, and its name says how to speak to it.
            Some(Transport::Http)
        } else {
            told
        };
        // A client that cannot speak the transport refuses the entry for that, however its type
        // is written.
        let kind = match transport {
            Some(transport)
                if !rules.speaks.contains(&transport) && ruling.outcome.loses_entry() =>
            {
                ProblemKind::Unsupported(transport)
            }
            _ => kind,
        };
        self.problem(kind, node, ruling);
        self.speak(transport, node)
    }

    fn speak(&mut self, transport: Option<Transport>, node: NodeRef<'_>) -> Option<Transport> {
        if let Some(transport) = transport
            && !self.schema.transport.speaks.contains(&transport)
            && !self
                .problems
                .iter()
                .any(|problem| problem.ruling.outcome.loses_entry())
        {
            self.problem(ProblemKind::Unsupported(transport), node, Ruling::FAILS);
        }
        transport
    }

    fn uses(&mut self, fields: &[(&'static Field, NodeRef<'d>)], transport: Option<Transport>) {
        let Some(transport) = transport else { return };
        // The fields that tell the transport have been judged with it.
        let decisive = |role: Role| {
            matches!(
                role,
                Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
            )
        };
        for (field, value) in fields {
            if field.on.suits(transport) {
                continue;
            }
            if field.misused.is_none() {
                self.overlook(field);
            }
            if !decisive(field.role) {
                let ruling = field.misused.unwrap_or(Ruling::IGNORED);
                self.problem(ProblemKind::Misused(field), *value, ruling);
            }
        }
        let missing: Vec<(&'static Field, Ruling)> = self
            .schema
            .fields()
            .filter(|field| field.on.suits(transport))
            .filter(|field| !fields.iter().any(|(found, _)| found.name == field.name))
            .filter(|_| !self.open)
            .filter_map(|field| Some((field, field.required?)))
            .collect();
        for (field, ruling) in missing {
            self.problem(ProblemKind::Missing(field), self.entry, ruling);
        }
    }
}

/// The bytes of a decoded text at which a part of it stands, for [`crate::document::Edit`].
pub fn range_of(text: &str, part: &str) -> Option<Range<usize>> {
    let start = text.find(part)?;
    Some(start..start + part.len())
}
