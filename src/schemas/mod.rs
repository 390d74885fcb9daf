//! The published JSON Schemas, made from the same facts that the check uses.
//!
//! A client's schema refuses what costs a server or the file in that client, as far as JSON Schema
//! can say it, and takes everything that the check has nothing against. What it is made of:
//! the fields (`field`), the entry around them (`entry`) with what makes its transport
//! (`transport`) and which fields count then (`uses`), and the file around the entries
//! ([`file`]). [`catalog`] says which files it is
//! for.

mod cases;
mod catalog;
mod entry;
pub(crate) mod field;
mod file;
mod siblings;
mod transport;
mod uses;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::baseline::BaselineFile;
use crate::model::{Client, Ruling};
#[cfg(feature = "doctor")]
use crate::report::examination::OutputDoctor;
use crate::report::explanation::OutputExplanation;
use crate::report::json::Output;
use crate::report::ports::OutputPorts;
use crate::report::runs::OutputRuns;
use crate::settings::Settings;

/// The schema of `--format json`.
pub fn output() -> String {
    // What is left out when it is empty is not required.
    derived::<Output>(SchemaSettings::draft07().for_serialize())
}

/// The schema of `mcpmend ports --format json`.
pub fn ports() -> String {
    derived::<OutputPorts>(SchemaSettings::draft07().for_serialize())
}

/// The schema of `mcpmend.toml`.
pub fn settings() -> String {
    derived::<Settings>(SchemaSettings::draft07())
}

/// The schema of a baseline.
pub fn baseline() -> String {
    derived::<BaselineFile>(SchemaSettings::draft07())
}

/// The schema of `mcpmend explain "TEXT" --format json`.
pub fn explain() -> String {
    derived::<OutputExplanation>(SchemaSettings::draft07().for_serialize())
}

/// The schema of `mcpmend undo --list --format json`.
pub fn undo() -> String {
    derived::<OutputRuns>(SchemaSettings::draft07().for_serialize())
}

/// The schema of `mcpmend doctor --format json`.
#[cfg(feature = "doctor")]
pub fn doctor() -> String {
    derived::<OutputDoctor>(SchemaSettings::draft07().for_serialize())
}

/// The schema of the config files of `client`: every root of each of its kinds. Where two kinds
/// share a root and not its fields, either will do.
pub fn client(client: &Client) -> String {
    pretty(&file::schema(client))
}

/// The catalogue of the clients' schemas with the files that each is for, in the form that editors
/// take from SchemaStore.
pub fn catalog() -> String {
    pretty(&catalog::catalog())
}

/// The patterns of the files that an editor hands to the language server, as
/// `editors/vscode/files.json` has them.
pub fn files() -> String {
    pretty(&catalog::files())
}

/// The file in which the schema of the client called `id` is published.
pub fn file_name(id: &str) -> String {
    format!("{id}.schema.json")
}

/// Where the schema of the client called `id` is published. A url once the package names its
/// repository; until then a reference that is relative to the catalogue.
fn address(id: &str) -> String {
    let name = file_name(id);
    match env!("CARGO_PKG_REPOSITORY").strip_prefix("https://github.com/") {
        Some(repository) => format!(
            "https://raw.githubusercontent.com/{}/main/schemas/{name}",
            repository.trim_end_matches(".git")
        ),
        None => name,
    }
}

fn derived<T: JsonSchema>(settings: SchemaSettings) -> String {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    pretty(schema.as_value())
}

/// The width of a printed line, in characters.
const WIDTH: usize = 100;

/// `value` as JSON for people: what fits into a line stands on one.
fn pretty(value: &Value) -> String {
    let mut text = String::new();
    print(value, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Prints `value`, which stands `depth` levels deep and after `before` characters of its line.
fn print(value: &Value, depth: usize, before: usize, text: &mut String) {
    let line = one_line(value);
    let (open, close, items): (char, char, Vec<(String, &Value)>) = match value {
        Value::Array(items) if before + line.chars().count() > WIDTH => {
            let items = items.iter().map(|item| (String::new(), item));
            ('[', ']', items.collect())
        }
        Value::Object(map) if depth == 0 || before + line.chars().count() > WIDTH => {
            let members = map.iter().map(|(key, value)| (key_of(key), value));
            ('{', '}', members.collect())
        }
        _ => return text.push_str(&line),
    };
    let indent = "  ".repeat(depth + 1);
    text.push(open);
    for (index, (key, item)) in items.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&indent);
        text.push_str(key);
        // The comma after it counts.
        let before = indent.len() + key.chars().count() + 1;
        print(item, depth + 1, before, text);
    }
    text.push('\n');
    text.push_str(&indent[2..]);
    text.push(close);
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) if !map.is_empty() => {
            let members: Vec<String> = map
                .iter()
                .map(|(key, value)| key_of(key) + &one_line(value))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// `key` in quotes, up to its value.
fn key_of(key: &str) -> String {
    format!("{}: ", Value::from(key))
}

/// What `client` does about something, as a sentence without its full stop.
fn effect(client: &Client, ruling: Ruling) -> String {
    let mut sentence = format!("{} {}", client.name, ruling.outcome.verb());
    if !ruling.says.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(ruling.says);
    }
    sentence
}

/// Puts `text` into `schema` as its description: as it is where an editor shows Markdown, and
/// without backquotes where it does not.
fn describe(schema: &mut Map<String, Value>, text: &str) {
    schema.insert("description".into(), text.replace('`', "").into());
    if text.contains('`') {
        schema.insert("markdownDescription".into(), text.into());
    }
}
