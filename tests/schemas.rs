//! The published schemas say what the check says: in both directions, over made-up entries and
//! over every real file at hand, read as every client would read it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::Sandbox;
use jsonschema::Validator;
use mcpmend::check::{self, Selection};
use mcpmend::diagnostic::Severity;
use mcpmend::discover::{Discovery, Found, Place};
use mcpmend::document::{Document, Format, NodeKind, NodeRef};
use mcpmend::interpret::{self, By, ProblemKind};
use mcpmend::model::{
    Client, Field, Kind, Role, Root, RootShape, Ruling, Schema, Scope, Shape, Unit,
};
use mcpmend::rules::{self, Context};
use mcpmend::workspace::{self, FileId, FileProblemKind, Workspace};
use mcpmend::{clients, schemas};
use serde_json::{Map, Value, json};

/// How many disagreements are shown.
const SHOWN: usize = 40;

/// The clients that have a schema.
fn with_files() -> impl Iterator<Item = &'static Client> {
    let all = clients::ALL.iter().copied();
    all.filter(|client| !client.kinds.is_empty())
}

fn validator(client: &Client) -> Validator {
    let schema: Value = serde_json::from_str(&schemas::client(client)).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// Texts read as files of one kind, with what the check finds in them.
struct Read {
    workspace: Workspace,
    /// Each text's file; none for what is no file of this kind by what it holds.
    ids: Vec<Option<FileId>>,
    /// The files with a finding that the schema may share.
    faulty: BTreeSet<FileId>,
}

fn read(client: &'static Client, kind: &'static Kind, files: &[(String, Vec<u8>)]) -> Read {
    let sandbox = Sandbox::new();
    let mut workspace = Workspace::read(&sandbox, Discovery::default());
    let mut ids = Vec::new();
    for (name, bytes) in files {
        let found = Found {
            path: PathBuf::from(name),
            shown: name.clone(),
            place: Place::Known {
                client,
                kind,
                scope: Scope::Project,
            },
            also: Vec::new(),
        };
        ids.push(workspace.add_text(&found, bytes.clone()));
    }
    let findings = check::check(
        &Context {
            workspace: &workspace,
            settings: &sandbox.settings,
            host: &sandbox,
            machine_mode: false,
        },
        &Selection {
            select: vec!["syntax".into(), "schema".into(), "transport".into()],
            ..Selection::default()
        },
    );
    let faulty = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| finding.primary().file)
        .collect();
    Read {
        workspace,
        ids,
        faulty,
    }
}

/// How an entry at `root` is read.
fn by(kind: &'static Kind, root: &Root) -> By {
    By {
        schema: kind.schema_at(root),
        transport: root.transport,
        text: root.text,
        plain_http: Ruling::FINE,
        merged: false,
    }
}

/// How the kinds of `client` that have servers in this shape at the place of `root` read an entry:
/// the schema takes what one of them takes.
fn readings(client: &'static Client, root: &Root) -> impl Iterator<Item = By> {
    client.kinds.iter().flat_map(move |kind| {
        let same = kind.roots.iter().filter(move |other| *other == root);
        same.map(|other| by(kind, other))
    })
}

/// What costs this entry in every kind of file that may hold it here; `None` when one takes it.
fn cost(client: &'static Client, root: &Root, name: &str, entry: &Value) -> Option<String> {
    let mut cost = None;
    for by in readings(client, root) {
        cost = Some(cost_by(by, name, entry)?);
    }
    cost
}

fn cost_by(by: By, name: &str, entry: &Value) -> Option<String> {
    let document = Document::parse(entry.to_string(), Format::Json);
    let node = document.root().unwrap().id();
    let found = interpret::interpret(&document, by, name, node);
    let lost = found.problems.iter().find(|problem| {
        problem.ruling.outcome.loses_entry() && is_expressible(&problem.kind, &document)
    })?;
    Some(interpret::describe(&document, lost))
}

/// Of a string that is no url JSON Schema can say only so much: that it has a scheme.
fn is_expressible(kind: &ProblemKind, document: &Document) -> bool {
    match kind {
        ProblemKind::WrongType(field) if matches!(field.shape, Shape::Url | Shape::PlainUrl) => {
            let value = document.root().and_then(|entry| entry.get(field.name));
            value.is_none_or(|value| value.as_str().is_none_or(|text| !text.contains(':')))
        }
        _ => true,
    }
}

/// Whether `kind` looks at what is at `pointer`, or none of the client's kinds looks there as at
/// servers: the schema is for all of them, and one kind's servers may be nothing to another.
fn is_read(client: &Client, kind: &Kind, pointer: &str) -> bool {
    let keys: Vec<&str> = pointer.split('/').skip(1).collect();
    let looks = |kind: &Kind| {
        kind.roots.iter().any(|root| {
            let mut pairs = root.path.iter().zip(&keys);
            keys.len() >= root.path.len() && pairs.all(|(a, b)| *a == "*" || a == b)
        })
    };
    looks(kind) || !client.kinds.iter().any(looks)
}

/// The file with one server.
fn file_of(root: &Root, name: &str, entry: &Value) -> Value {
    let servers = match root.shape {
        RootShape::Map => json!({ name: entry }),
        RootShape::List { name_key } => {
            let mut entry = entry.clone();
            if let Value::Object(entry) = &mut entry {
                entry.entry(name_key).or_insert_with(|| name.into());
            }
            json!([entry])
        }
        RootShape::One { .. } => entry.clone(),
    };
    let mut file = below(root.path, servers);
    if let RootShape::One {
        name: path @ [_, ..],
    } = root.shape
        && file.pointer(&format!("/{}", path.join("/"))).is_none()
        && let (Value::Object(file), Value::Object(named)) = (&mut file, below(path, name.into()))
    {
        file.extend(named);
    }
    file
}

fn below(path: &[&str], value: Value) -> Value {
    path.iter()
        .rev()
        .fold(value, |inner, key| json!({ *key: inner }))
}

/// Every file below the tests, and the corpus where it is there.
fn real_files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![
        root.join("tests/fixtures"),
        root.join("tests/tour"),
        root.join("tests/oracle/cases"),
    ];
    let corpus = std::env::var_os("MCPMEND_CORPUS")
        .map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    if corpus.is_dir() {
        folders.push(corpus);
    } else {
        println!("{} is not there: skipped", corpus.display());
    }
    let mut files = Vec::new();
    for folder in folders {
        for (name, bytes) in common::texts(&folder) {
            if Format::of_file_name(&name).is_some() {
                files.push((format!("{}/{name}", folder.display()), bytes));
            }
        }
    }
    for rule in rules::all() {
        for (number, example) in rule.documentation().examples.iter().flatten().enumerate() {
            let name = format!("{}-{number}/{}", rule.name, example.path);
            files.push((name, example.text.clone().into_bytes()));
        }
    }
    files
}

fn has_opaque(node: NodeRef<'_>) -> bool {
    matches!(node.kind(), NodeKind::Opaque { .. })
        || node.items().any(has_opaque)
        || node.entries().any(|(_, value)| has_opaque(value))
}

fn assert_none(wrong: &[String]) {
    let mut shown = String::new();
    for line in wrong.iter().take(SHOWN) {
        writeln!(shown, "{line}").unwrap();
    }
    assert!(wrong.is_empty(), "{} in all:\n{shown}", wrong.len());
}

/// Each file as each kind of its format: what the check has nothing against is taken, what costs
/// an entry or the file is refused.
#[test]
fn schemas_and_check_agree_on_real_files() {
    let files: Vec<(String, Vec<u8>, Document)> = real_files()
        .into_iter()
        .filter_map(|(name, bytes)| {
            let format = Format::of_file_name(&name)?;
            let document = Document::from_bytes(bytes.clone(), format);
            Some((name, bytes, document))
        })
        .collect();
    let (mut taken, mut refused) = (0, 0);
    let mut wrong = Vec::new();
    for client in with_files() {
        let validator = validator(client);
        let mut seen = Vec::new();
        for kind in client.kinds {
            // Kinds that share entries and roots differ in their places only.
            let roots = kind.roots.iter();
            let key: Vec<_> = roots
                .map(|root| (root.path, &raw const *kind.schema_at(root)))
                .collect();
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            // Without any of its roots a file is another kind's.
            let files: Vec<(String, Vec<u8>)> = files
                .iter()
                .filter(|(name, _, document)| {
                    let top = document.root();
                    Format::of_file_name(name) == Some(kind.format)
                        && top.is_some_and(|top| !workspace::roots(kind, top).is_empty())
                })
                .map(|(name, bytes, _)| (name.clone(), bytes.clone()))
                .collect();
            let read = read(client, kind, &files);
            for (id, file) in read.workspace.files() {
                // What does not tell that it is such a file is anybody's.
                if file.client.id != client.id {
                    continue;
                }
                let unparsed = file
                    .problems
                    .iter()
                    .any(|problem| matches!(problem.kind, FileProblemKind::Syntax(_)));
                let Some(root) = file.document.root().filter(|_| !unparsed) else {
                    continue;
                };
                // A language server resolves aliases before it asks the schema; here they are not.
                if has_opaque(root) {
                    continue;
                }
                let data = root.to_json();
                let error = validator.validate(&data).err();
                let at = format!("{} {}: {}", client.id, kind.id, file.shown);
                // What costs an entry need not be told as a matter of shape.
                let faulty = read.faulty.contains(&id)
                    || read
                        .workspace
                        .entries_of(id)
                        .any(|(_, entry)| entry.interpretation.worst().loses_entry());
                if !faulty {
                    taken += 1;
                    if let Some(error) = error
                        .as_ref()
                        .filter(|error| is_read(client, kind, error.instance_path().as_str()))
                    {
                        wrong.push(format!(
                            "refused without a finding: {at}: {error} at {}",
                            error.instance_path()
                        ));
                    }
                }
                let misshapen = file
                    .problems
                    .iter()
                    .any(|problem| matches!(problem.kind, FileProblemKind::WrongRoot { .. }));
                let cost = read
                    .workspace
                    .entries_of(id)
                    .filter(|(_, entry)| !entry.overridden && !misshapen)
                    .find_map(|(_, entry)| {
                        let value = read.workspace.node(entry).to_json();
                        cost(client, entry.root, &entry.name, &value)
                    });
                if let Some(cost) = cost {
                    refused += 1;
                    if error.is_none() {
                        wrong.push(format!("taken although {cost}: {at}"));
                    }
                }
            }
        }
    }
    println!("{taken} files taken, {refused} refused");
    assert!(
        taken > 1000 && refused > 500,
        "{taken} taken, {refused} refused"
    );
    assert_none(&wrong);
}

/// Values of every type.
fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!(""),
        json!(" "),
        json!("text"),
        json!("https://mcp.example.com/mcp"),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(5000),
        json!([]),
        json!(["text"]),
        json!([1]),
        json!({}),
        json!({"a": "b"}),
        json!({"a": 1}),
        json!({"a": null}),
        json!({"a": {}}),
    ]
}

fn sample(field: &Field) -> Value {
    if let Ok(example) = serde_json::from_str(field.example) {
        return example;
    }
    values()
        .into_iter()
        .rev()
        .find(|value| {
            let document = Document::parse(value.to_string(), Format::Json);
            interpret::fits(field.shape, document.root().unwrap())
        })
        .unwrap()
}

/// Entries around every field and every way to tell the transport.
fn entries(schema: &'static Schema) -> Vec<Value> {
    let fields: Vec<&Field> = schema.fields().collect();
    let deciding: Vec<&Field> = fields
        .iter()
        .copied()
        .filter(|field| {
            matches!(
                field.role,
                Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
            )
        })
        .collect();
    let typed = fields.iter().find(|field| field.role == Role::Type);
    let mut types: Vec<Option<Value>> = vec![None];
    let words = schema.transport.spellings.iter().map(|(word, _)| *word);
    types.extend(words.chain(["Http", "what"]).map(|word| Some(word.into())));
    let mut bases = Vec::new();
    for chosen in 0..1_usize << deciding.len() {
        for word in &types {
            let mut entry = Map::new();
            for (index, field) in deciding.iter().enumerate() {
                if chosen >> index & 1 == 1 {
                    entry.insert(field.name.into(), sample(field));
                }
            }
            if let Some(word) = word {
                let name = typed.map_or("type", |field| field.name);
                entry.insert(name.into(), word.clone());
            }
            for field in fields.iter().filter(|field| field.required.is_some()) {
                entry.entry(field.name).or_insert_with(|| sample(field));
            }
            bases.push(entry);
        }
    }
    for word in schema.transport.internal {
        let name = typed.map_or("type", |field| field.name);
        bases.push(Map::from_iter([(name.to_owned(), json!(word))]));
    }
    let mut entries = values();
    // What stands in an entry that is fine otherwise is tried with everything.
    let mut whole: Vec<&Map<String, Value>> = Vec::new();
    for url in [false, true] {
        let is_remote = |base: &&Map<String, Value>| {
            deciding.iter().any(|field| {
                let called = matches!(field.role, Role::Url | Role::HttpUrl);
                called && base.contains_key(field.name)
            })
        };
        let mut fine = bases.iter().filter(|base| {
            let entry = Value::Object((*base).clone());
            !base.is_empty()
                && is_remote(base) == url
                && cost_by(schema.into(), "x", &entry).is_none()
        });
        whole.extend(fine.next());
    }
    for base in whole {
        for field in &fields {
            for value in values() {
                let mut entry = base.clone();
                entry.insert(field.name.into(), value);
                entries.push(entry.into());
            }
            let mut entry = base.clone();
            entry.remove(field.name);
            entries.push(entry.into());
        }
    }
    for base in &bases {
        entries.push(base.clone().into());
        for field in fields.iter().filter(|field| field.partial) {
            let mut entry = base.clone();
            entry.insert(field.name.into(), sample(field));
            entries.push(entry.into());
        }
        let mut entry = base.clone();
        entry.insert("noSuchField".into(), json!(1));
        entries.push(entry.into());
        if let Some(nested) = fields.iter().find(|field| field.role == Role::Nested) {
            entries.push(json!({ nested.name: base }));
            for name in base.keys() {
                let mut outside = base.clone();
                let inside = outside.remove(name).unwrap();
                outside.insert(nested.name.into(), json!({ name: inside }));
                entries.push(outside.into());
            }
        }
    }
    entries.dedup();
    entries
}

/// The same over made-up entries, each field with values of every type and each combination of
/// what decides about the transport.
#[test]
fn schemas_and_check_agree_on_every_field() {
    let (mut taken, mut refused) = (0, 0);
    let mut wrong = BTreeSet::new();
    for client in with_files() {
        let validator = validator(client);
        let mut seen = Vec::new();
        for kind in client.kinds {
            // A file that is itself the servers is none to a kind that looks elsewhere.
            let alone = kind.roots.len() == 1 && client.kinds.len() == 1;
            let roots = kind.roots.iter();
            for root in roots.filter(|root| alone || !root.path.is_empty()) {
                let entries = entries(kind.schema_at(root));
                // Kinds that share entries and root differ in their places only.
                let key = (root.path, &raw const *kind.schema_at(root));
                if seen.contains(&key) {
                    continue;
                }
                seen.push(key);
                let files: Vec<(String, Vec<u8>)> = entries
                    .iter()
                    .enumerate()
                    .map(|(index, entry)| {
                        let text = file_of(root, "server", entry).to_string();
                        (format!("{index}.json"), text.into_bytes())
                    })
                    .collect();
                // JSON is YAML; of TOML the tree is what counts.
                let read = if kind.format == Format::Toml {
                    None
                } else {
                    Some(self::read(client, kind, &files))
                };
                for (index, entry) in entries.iter().enumerate() {
                    let file = file_of(root, "server", entry);
                    let valid = validator.is_valid(&file);
                    let at = format!("{} {}: {entry}", client.id, kind.id);
                    if let Some(cost) = cost(client, root, "server", &entry_in(root, entry)) {
                        refused += 1;
                        if valid {
                            wrong.insert(format!("taken although {cost}: {at}"));
                        }
                    }
                    let Some(read) = &read else { continue };
                    let Some(id) = read.ids[index] else { continue };
                    let faulty = read.faulty.contains(&id);
                    let lost = cost_by(by(kind, root), "server", &entry_in(root, entry)).is_some();
                    let faulty = faulty || lost;
                    if !faulty {
                        taken += 1;
                        if let Err(error) = validator.validate(&file) {
                            wrong.insert(format!("refused without a finding: {at}: {error}"));
                        }
                    }
                }
            }
        }
    }
    println!("{taken} entries taken, {refused} refused");
    assert!(
        taken > 1000 && refused > 1000,
        "{taken} taken, {refused} refused"
    );
    assert_none(&wrong.into_iter().collect::<Vec<_>>());
}

/// The entry as it stands in the file: with its name, where that is a member.
fn entry_in(root: &Root, entry: &Value) -> Value {
    match root.shape {
        RootShape::Map | RootShape::One { .. } => entry.clone(),
        RootShape::List { .. } => file_of(root, "server", entry)
            .pointer(&format!("/{}/0", root.path.join("/")))
            .unwrap()
            .clone(),
    }
}

/// A file without any root, or with one of another shape.
#[test]
fn schemas_and_check_agree_on_roots() {
    let mut wrong = Vec::new();
    for client in with_files() {
        let validator = validator(client);
        for kind in client.kinds {
            for root in kind.roots.iter().filter(|root| !root.path.is_empty()) {
                for servers in values() {
                    let file = below(root.path, servers);
                    let document = Document::parse(file.to_string(), Format::Json);
                    let top = document.root().unwrap();
                    let lost = client.kinds.iter().all(|kind| {
                        let found = workspace::roots(kind, top);
                        let misshapen = found.iter().any(|(root, node)| !root.shape.fits(*node));
                        found.is_empty() && kind.missing_root.outcome.loses_file()
                            || misshapen && kind.wrong_root.outcome.loses_file()
                    });
                    if lost && validator.is_valid(&file) {
                        wrong.push(format!("taken: {} {}: {file}", client.id, kind.id));
                    }
                }
            }
        }
        let lost = client
            .kinds
            .iter()
            .all(|kind| kind.missing_root.outcome.loses_file());
        if lost && validator.is_valid(&json!({})) {
            wrong.push(format!("taken without a root: {}", client.id));
        }
        // Without another root the file itself may be the map of servers.
        let fine = client.kinds.iter().all(|kind| {
            let bare = kind.roots.iter().any(|root| root.path.is_empty());
            !bare && !kind.missing_root.outcome.loses_file()
        });
        if fine && !validator.is_valid(&json!({"other": 1})) {
            wrong.push(format!("refused without a root: {}", client.id));
        }
    }
    assert_none(&wrong);
}

/// Every property tells something about itself, and every example is one that the schema takes.
#[test]
fn everything_is_described() {
    fn visit(at: &str, schema: &Value, wrong: &mut Vec<String>) {
        let Value::Object(map) = schema else { return };
        for (key, value) in map {
            match key.as_str() {
                // Conditions are no descriptions.
                "if" | "not" | "then" | "allOf" => {}
                "properties" | "definitions" => {
                    for (name, property) in value.as_object().unwrap() {
                        let at = format!("{at}/{name}");
                        let told = ["title", "description", "$ref"]
                            .iter()
                            .any(|key| property.get(key).is_some());
                        if !told {
                            wrong.push(format!("{at} is not described"));
                        }
                        visit(&at, property, wrong);
                    }
                }
                "anyOf" => {
                    for variant in value.as_array().unwrap() {
                        visit(at, variant, wrong);
                    }
                }
                _ => visit(&format!("{at}/{key}"), value, wrong),
            }
        }
        if let Some(snippets) = map.get("defaultSnippets").and_then(Value::as_array) {
            let validator = jsonschema::draft7::new(schema).unwrap();
            for snippet in snippets {
                if !validator.is_valid(&snippet["body"]) {
                    wrong.push(format!("{at} offers what it refuses: {snippet}"));
                }
            }
        }
        if let Some(examples) = map.get("examples").and_then(Value::as_array) {
            let validator = jsonschema::draft7::new(schema).unwrap();
            for example in examples {
                if !validator.is_valid(example) {
                    wrong.push(format!("{at} has an example that it refuses: {example}"));
                }
            }
        }
    }
    let mut wrong = Vec::new();
    for client in with_files() {
        let schema: Value = serde_json::from_str(&schemas::client(client)).unwrap();
        for key in ["$id", "title", "description"] {
            assert!(schema[key].is_string(), "{} has no {key}", client.id);
        }
        visit(client.id, &schema, &mut wrong);
        let none = json!({});
        let definitions = schema.get("definitions").unwrap_or(&none);
        let definitions: Vec<&Value> = definitions.as_object().unwrap().values().collect();
        let fields = client.kinds.iter().flat_map(|kind| {
            let schemas = kind.roots.iter().map(|root| kind.schema_at(root));
            schemas.flat_map(Schema::fields)
        });
        for field in fields {
            let Role::Timeout(unit) = field.role else {
                continue;
            };
            let word = match unit {
                Unit::Seconds => "second",
                Unit::Milliseconds => "millisecond",
            };
            let told = definitions.iter().any(|entry| {
                let text = entry["properties"][field.name]["description"].as_str();
                text.is_some_and(|text| text.contains(word))
            });
            if !told {
                wrong.push(format!(
                    "{} of {} does not tell its unit",
                    field.name, client.id
                ));
            }
        }
    }
    assert_none(&wrong);
}
