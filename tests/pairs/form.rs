//! A file in a client's own form, written from its facts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use mcpmend::clients;
use mcpmend::discover::{Place, classify, others};
use mcpmend::model::{
    Client, Field, Form as Spelling, Kind, Outcome, Role, Root, RootShape, Ruling, Shape,
    Transport, Unit,
};
use serde_json::{Map, Value, json};

use crate::meaning::{Meaning, Part, spelling, variable};
use crate::write;

/// One client's form of the same few servers.
pub struct Form {
    pub client: &'static Client,
    pub kind: &'static Kind,
    pub text: String,
    pub servers: BTreeMap<String, Meaning>,
}

/// All kinds of all clients.
pub fn kinds() -> impl Iterator<Item = (&'static Client, &'static Kind)> {
    clients::ALL
        .iter()
        .flat_map(|client| client.kinds.iter().map(move |kind| (*client, kind)))
}

/// All that decides what becomes of an entry in a file of this kind. Kinds with one key differ
/// in nothing but their places and the words of their messages.
pub fn key(kind: &Kind) -> String {
    let ruling = |ruling: Ruling| (ruling.outcome, ruling.transport);
    let mut key = format!(
        "{:?}",
        (
            kind.format,
            kind.dialect,
            kind.dedicated,
            kind.siblings,
            ruling(kind.missing_root),
            ruling(kind.wrong_root),
        )
    );
    let facts = kind.variables;
    let known = (facts.forms, facts.fields, facts.established, facts.known);
    write!(key, "{known:?}").unwrap();
    for root in kind.roots {
        let schema = kind.schema_at(root);
        let rules = schema.transport;
        let place = (root.path, root.shape, root.transport, root.text);
        let told = [
            rules.command_only,
            rules.url_only,
            rules.both,
            rules.neither,
            rules.unknown_type_command,
            rules.unknown_type_url,
            rules.remote_type_command,
            rules.stdio_type_url,
            rules.remote_type_both,
            rules.stdio_type_both,
            schema.unknown_field,
            schema.wrong_type,
        ]
        .map(ruling);
        let other = (
            rules.spellings,
            rules.speaks,
            rules.falls_back_to_sse,
            rules.sse_by_path,
            rules.internal,
        );
        write!(key, "{place:?}{told:?}{other:?}").unwrap();
        for field in schema.fields() {
            let known = (field.name, field.role, field.shape, field.on);
            let required = field.required.map(ruling);
            let misused = field.misused.map(ruling);
            let refused = field.refuses.map(|(forms, it)| (forms, ruling(it)));
            write!(key, "{known:?}{required:?}{misused:?}{refused:?}").unwrap();
            write!(key, "{:?}", field.successor).unwrap();
        }
    }
    key
}

/// The kinds of file that the first place of `kind` is to other clients.
pub fn guests(owner: &'static Client, kind: &'static Kind) -> impl Iterator<Item = &'static Kind> {
    let location = &kind.locations[0];
    let path = path_of(location.path);
    let others = others(Path::new(&path), owner, location.scope).into_iter();
    others.filter_map(
        move |client| match classify(Path::new(&path), Some(client))? {
            Place::Known { kind, .. } => Some(kind),
            _ => None,
        },
    )
}

/// A path that `template` means, with made-up folders.
pub fn path_of(template: &str) -> String {
    let plain = match template
        .strip_prefix("${")
        .and_then(|it| it.split_once(":-"))
    {
        Some((_, rest)) => rest.replacen('}', "", 1),
        None => template.to_owned(),
    };
    let plain = match plain.split_once('{') {
        Some((before, names)) => {
            let (names, after) = names.split_once('}').unwrap();
            format!("{before}{}{after}", names.split(',').next().unwrap())
        }
        None => plain,
    };
    plain
        .replace("<project>", "/srv/shop")
        .replacen("~/", "/home/ada/", 1)
        .replace('*', "some")
}

impl Form {
    /// The form of `kind`: each server as far as it can say it.
    pub fn of(client: &'static Client, kind: &'static Kind) -> Form {
        let mut writer = Writer {
            kind,
            servers: BTreeMap::new(),
            entries: Vec::new(),
        };
        writer.program("files");
        writer.remote("docs", Transport::Http, "https://mcp.example.com/mcp");
        writer.remote("events", Transport::Sse, "https://mcp.example.com/sse");
        writer.idle("idle");
        let mut file = writer.file();
        // What tells it from other files of its name.
        if let Some(path) = kind.told_by.first() {
            put(&mut file, path, |there| match there {
                Value::Null => "x".into(),
                there => there.clone(),
            });
        }
        Form {
            client,
            kind,
            text: write::file(kind.format, &file),
            servers: writer.servers,
        }
    }

    /// Where most of its servers stand.
    pub fn root(&self) -> &'static Root {
        &self.kind.roots[0]
    }

    /// Whether its one server has no name in it.
    pub fn is_unnamed(&self) -> bool {
        matches!(self.root().shape, RootShape::One { name: [] })
    }

    /// Why it cannot be brought to other clients' forms.
    pub fn excuse(&self, part: Option<&Part>, to: &Kind) -> Option<&'static str> {
        if matches!(self.root().shape, RootShape::One { name: [_, ..] }) {
            return Some("(from) one server, with its name elsewhere in the file");
        }
        if self.root().transport.is_some() {
            return Some("(from) each transport under a root of its own");
        }
        let secret = |role| spelling(self.kind.variables, role) == Some(Spelling::Secrets);
        let listed = matches!(self.root().shape, RootShape::List { .. });
        match part {
            Some(Part::Env(..)) if secret(Role::Env) => Some("(from) secrets of a hub"),
            Some(Part::Header(..)) if secret(Role::Headers) => Some("(from) secrets of a hub"),
            None if listed && to.wrong_root.outcome == Outcome::Fine => {
                Some("it takes other things than a map under its root")
            }
            _ => None,
        }
    }

    pub fn whose(&self) -> String {
        format!("{}/{}", self.client.id, self.kind.id)
    }
}

/// Changes what stands at `path`; what is not there yet is null.
fn put(file: &mut Value, path: &[&str], change: impl FnOnce(&Value) -> Value) {
    let mut place = file;
    for key in path {
        if place.is_null() {
            *place = json!({});
        }
        let members = place.as_object_mut().unwrap_or_else(|| panic!("{path:?}"));
        place = members.entry(*key).or_insert(Value::Null);
    }
    *place = change(place);
}

/// Whether a url can be told to be streamable HTTP at all.
pub fn says_http(kind: &Kind) -> bool {
    let schema = kind.schema;
    let typed = schema.field_for(Role::Type).is_some();
    typed && schema.spelling(Transport::Http).is_some()
        || schema.field_for(Role::HttpUrl).is_some()
        || schema.transport.url_only.transport != Some(Transport::Sse)
}

struct Writer {
    kind: &'static Kind,
    servers: BTreeMap<String, Meaning>,
    entries: Vec<(String, Value)>,
}

impl Writer {
    /// The whole file; of servers that have no place in it nothing stays.
    fn file(&mut self) -> Value {
        let mut file = json!({});
        if let Some(root) = self.kind.roots.first()
            && let RootShape::One { name } = root.shape
            && !self.entries.is_empty()
        {
            let (first, entry) = self.entries.remove(0);
            let meaning = self.servers[&first].clone();
            put(&mut file, root.path, |_| entry);
            // It may be named after the file.
            let path = path_of(self.kind.locations[0].path);
            let stem = Path::new(&path).file_stem().unwrap().to_string_lossy();
            let called = if name.is_empty() { &*stem } else { &first };
            if !name.is_empty() {
                put(&mut file, name, |_| called.into());
            }
            self.servers = BTreeMap::from([(called.to_owned(), meaning)]);
            return file;
        }
        for (name, entry) in &self.entries {
            let root = self.root(self.servers[name].transport);
            put(&mut file, root.path, |servers| match root.shape {
                RootShape::List { name_key } => {
                    let mut item = Map::new();
                    item.insert(name_key.to_owned(), name.as_str().into());
                    item.extend(entry.as_object().unwrap().clone());
                    let mut items = servers.as_array().cloned().unwrap_or_default();
                    items.push(Value::Object(item));
                    items.into()
                }
                _ => {
                    let mut members = servers.as_object().cloned().unwrap_or_default();
                    members.insert(name.clone(), entry.clone());
                    members.into()
                }
            });
        }
        file
    }

    /// The first root that takes servers of this transport.
    fn root(&self, transport: Option<Transport>) -> &'static Root {
        let takes = |root: &&Root| root.transport.is_none() || root.transport == transport;
        let mut roots = self.kind.roots.iter();
        roots.find(takes).unwrap_or(&self.kind.roots[0])
    }

    fn field(&self, role: Role) -> Option<&'static Field> {
        self.kind.schema.field_for(role)
    }

    fn speaks(&self, transport: Transport) -> bool {
        self.kind.schema.transport.speaks.contains(&transport)
    }

    /// The command and its arguments.
    fn command(&self, entry: &mut Map<String, Value>, program: &str, args: &[&str]) {
        if let Some(field) = self.field(Role::Command) {
            entry.insert(field.name.to_owned(), program.into());
            let field = self.field(Role::Args).expect("arguments have a field");
            entry.insert(field.name.to_owned(), json!(args));
        } else {
            let field = self.field(Role::CommandLine).expect("it starts programs");
            let line: Vec<&str> = [program].into_iter().chain(args.iter().copied()).collect();
            entry.insert(field.name.to_owned(), json!(line));
        }
    }

    /// The type, where the client has one: what it is called, and how this transport is.
    fn r#type(&self, entry: &mut Map<String, Value>, transport: Transport) {
        let Some(field) = self.field(Role::Type) else {
            return;
        };
        let schema = self.kind.schema;
        // Some take `sse` for streamable HTTP that falls back.
        let sse = || {
            let mut spellings = schema.transport.spellings.iter();
            let found = spellings.find(|(spelling, _)| *spelling == "sse");
            found.map(|(spelling, _)| *spelling)
        };
        let spelled = schema.spelling(transport).or_else(|| {
            (transport == Transport::Sse)
                .then(sse)
                .flatten()
                .or_else(|| {
                    let ruling = schema.transport.url_only;
                    let needed = ruling.outcome.loses_entry();
                    needed.then(|| schema.spelling(Transport::Http)).flatten()
                })
        });
        if let Some(spelled) = spelled {
            entry.insert(field.name.to_owned(), spelled.into());
        }
    }

    /// What the client requires besides.
    fn required(&self, entry: &mut Map<String, Value>, name: &str, transport: Transport) {
        for field in self.kind.schema.fields() {
            let suits = field.on.suits(transport);
            if field.required.is_none() || !suits || entry.contains_key(field.name) {
                continue;
            }
            if field.role == Role::Name {
                // In a list it stands there already.
                let listed = |root: &Root| matches!(root.shape, RootShape::List { .. });
                if !self.kind.roots.iter().any(listed) {
                    entry.insert(field.name.to_owned(), name.into());
                }
                continue;
            }
            let value = match (field.role, field.shape) {
                (Role::Enabled, _) => true.into(),
                (Role::Disabled, _) => false.into(),
                (_, Shape::Strings) => json!([]),
                (_, Shape::StringMap | Shape::Object) => json!({}),
                _ if !field.example.is_empty() => serde_json::from_str(field.example).unwrap(),
                _ => "x".into(),
            };
            entry.insert(field.name.to_owned(), value);
        }
    }

    /// The time limit of a server that is started.
    fn timeout(&self) -> Option<(&'static Field, Unit)> {
        let mut fields = self.kind.schema.fields();
        fields.find_map(|field| match field.role {
            Role::Timeout(unit)
                if field.successor.is_none() && field.on.suits(Transport::Stdio) =>
            {
                Some((field, unit))
            }
            _ => None,
        })
    }

    fn starts_programs(&self) -> bool {
        let field = self.field(Role::Command).or(self.field(Role::CommandLine));
        self.speaks(Transport::Stdio) && field.is_some()
    }

    fn program(&mut self, name: &str) {
        if !self.starts_programs() {
            return;
        }
        let args = ["mcp-server-files", "--root", "/srv/data"];
        let mut entry = Map::new();
        let mut meaning = Meaning {
            transport: Some(Transport::Stdio),
            command: Some("uvx".to_owned()),
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            ..Meaning::default()
        };
        self.r#type(&mut entry, Transport::Stdio);
        self.command(&mut entry, "uvx", &args);
        if let Some(field) = self.field(Role::Env) {
            let mut env = Map::new();
            env.insert("LOG_LEVEL".to_owned(), "debug".into());
            meaning.env.insert("LOG_LEVEL".into(), "debug".into());
            if let Some(form) = spelling(self.kind.variables, Role::Env) {
                env.insert("FILES_KEY".to_owned(), form.write("FILES_KEY").into());
                meaning
                    .env
                    .insert("FILES_KEY".into(), variable("FILES_KEY"));
            }
            entry.insert(field.name.to_owned(), env.into());
        }
        if let Some(field) = self.field(Role::EnvNames) {
            entry.insert(field.name.to_owned(), json!(["FILES_KEY"]));
            meaning
                .env
                .insert("FILES_KEY".into(), variable("FILES_KEY"));
        }
        if let Some(field) = self.field(Role::Cwd) {
            entry.insert(field.name.to_owned(), "/srv/files".into());
            meaning.cwd = Some("/srv/files".to_owned());
        }
        if let Some((field, unit)) = self.timeout() {
            let number = match unit {
                Unit::Seconds => 30,
                Unit::Milliseconds => 30_000,
            };
            entry.insert(field.name.to_owned(), number.into());
            meaning.seconds = Some(30.0);
        }
        self.required(&mut entry, name, Transport::Stdio);
        self.add(name, meaning, entry);
    }

    fn remote(&mut self, name: &str, transport: Transport, url: &str) {
        if !self.speaks(transport) || transport == Transport::Http && !says_http(self.kind) {
            return;
        }
        let mut entry = Map::new();
        let mut meaning = Meaning {
            transport: Some(transport),
            url: Some(url.to_owned()),
            ..Meaning::default()
        };
        self.r#type(&mut entry, transport);
        let plain = self.field(Role::Url);
        let http = self.field(Role::HttpUrl);
        let field = match transport {
            Transport::Http => {
                let by_type = self.kind.schema.spelling(transport).is_some()
                    || self.kind.schema.transport.url_only.transport == Some(transport);
                plain.filter(|_| by_type || http.is_none()).or(http)
            }
            _ => plain,
        };
        let Some(field) = field else { return };
        entry.insert(field.name.to_owned(), url.into());
        let mut headers = Map::new();
        if self.field(Role::Headers).is_some() {
            headers.insert("X-Team".to_owned(), "core".into());
            meaning.headers.insert("X-Team".into(), "core".into());
            if let Some(form) = spelling(self.kind.variables, Role::Headers) {
                let token = format!("Bearer {}", form.write("DOCS_TOKEN"));
                headers.insert("Authorization".to_owned(), token.into());
                headers.insert("X-Api-Key".to_owned(), form.write("DOCS_KEY").into());
                meaning.headers.insert(
                    "Authorization".into(),
                    format!("Bearer {}", variable("DOCS_TOKEN")),
                );
                meaning
                    .headers
                    .insert("X-Api-Key".into(), variable("DOCS_KEY"));
            }
        }
        if let Some(field) = self.field(Role::Headers) {
            entry.insert(field.name.to_owned(), headers.into());
        }
        if let Some(field) = self.field(Role::BearerFromEnv) {
            entry.insert(field.name.to_owned(), "DOCS_TOKEN".into());
            meaning.headers.insert(
                "Authorization".into(),
                format!("Bearer {}", variable("DOCS_TOKEN")),
            );
        }
        if let Some(field) = self.field(Role::HeadersFromEnv) {
            entry.insert(field.name.to_owned(), json!({ "X-Api-Key": "DOCS_KEY" }));
            meaning
                .headers
                .insert("X-Api-Key".into(), variable("DOCS_KEY"));
        }
        self.required(&mut entry, name, transport);
        self.add(name, meaning, entry);
    }

    fn idle(&mut self, name: &str) {
        if !self.starts_programs() {
            return;
        }
        let (field, value) = match (self.field(Role::Enabled), self.field(Role::Disabled)) {
            (Some(field), _) => (field, false),
            (None, Some(field)) => (field, true),
            (None, None) => return,
        };
        let args = ["mcp-server-fetch"];
        let mut entry = Map::new();
        self.r#type(&mut entry, Transport::Stdio);
        self.command(&mut entry, "uvx", &args);
        entry.insert(field.name.to_owned(), value.into());
        self.required(&mut entry, name, Transport::Stdio);
        let meaning = Meaning {
            transport: Some(Transport::Stdio),
            command: Some("uvx".to_owned()),
            args: vec!["mcp-server-fetch".to_owned()],
            off: true,
            ..Meaning::default()
        };
        self.add(name, meaning, entry);
    }

    fn add(&mut self, name: &str, meaning: Meaning, entry: Map<String, Value>) {
        self.servers.insert(name.to_owned(), meaning);
        self.entries.push((name.to_owned(), entry.into()));
    }
}
