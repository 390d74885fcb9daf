//! What may be written at a place, by the client's own fields.

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
    InsertTextMode, TextEdit,
};
use serde_json::{Value, json};

use super::insert::{Snippet, Writer};
use super::level::{Level, levels};
use super::spot::{Spot, Wanted};
use crate::document::Format;
use crate::lsp::hover::shape;
use crate::lsp::view::{View, code, markup};
use crate::model::{Field, Outcome, Role, RootShape, Schema, Shape, Transport, Use};
use crate::schemas::field::{description, meaning};

/// All of it.
pub(super) fn of(view: View<'_>, spot: &Spot) -> Vec<CompletionItem> {
    let offer = Offer {
        view,
        spot,
        writer: Writer {
            format: view.file().kind.format,
            snippets: view.abilities.snippets,
            spot,
            step: &view.document().indent,
        },
    };
    let kind = view.file().kind;
    let mut items: Vec<CompletionItem> = Vec::new();
    for level in levels(kind, &spot.path) {
        let more = match (&spot.wanted, level) {
            (Wanted::Key, Level::Above { key, root, last }) => {
                offer.above(key, last.then_some(root.shape))
            }
            (Wanted::Key, Level::Servers(root)) => offer.servers(kind.schema_at(root)),
            (Wanted::Key, Level::Entry(root, schema)) => offer.fields(schema, root.shape),
            (Wanted::Value(key), Level::Entry(_, schema)) => offer.values(schema, key),
            (Wanted::Value(_), _) => Vec::new(),
        };
        for item in more {
            if !items.iter().any(|known| known.label == item.label) {
                items.push(item);
            }
        }
    }
    if spot.path.is_empty() && spot.wanted == Wanted::Key && kind.dedicated {
        for sibling in kind.siblings {
            items.extend(offer.key(sibling, Vec::new, |writer| writer.pair(sibling, "")));
        }
    }
    items
}

struct Offer<'s> {
    view: View<'s>,
    spot: &'s Spot,
    writer: Writer<'s>,
}

impl Offer<'_> {
    fn item(&self, label: &str, written: Snippet) -> CompletionItem {
        let filter = match self.spot.quoted {
            true => format!("\"{label}\""),
            false => label.to_owned(),
        };
        CompletionItem {
            label: label.to_owned(),
            filter_text: Some(filter),
            insert_text_format: Some(if written.has_stops {
                InsertTextFormat::SNIPPET
            } else {
                InsertTextFormat::PLAIN_TEXT
            }),
            insert_text_mode: Some(InsertTextMode::ADJUST_INDENTATION),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
                self.view.range(self.spot.replace),
                written.text,
            ))),
            ..CompletionItem::default()
        }
    }

    /// A key that is not there yet.
    fn key(
        &self,
        name: &str,
        documentation: impl FnOnce() -> Vec<String>,
        write: impl FnOnce(Writer<'_>) -> Snippet,
    ) -> Option<CompletionItem> {
        if self.spot.present.iter().any(|key| key == name) {
            return None;
        }
        let mut item = self.item(name, write(self.writer));
        item.kind = Some(CompletionItemKind::PROPERTY);
        let paragraphs = documentation();
        item.documentation = (!paragraphs.is_empty()).then(|| self.told(paragraphs.join("\n\n")));
        Some(item)
    }

    fn told(&self, text: String) -> Documentation {
        Documentation::MarkupContent(markup(text, self.view.abilities.rich_completion))
    }

    /// The key on the way to the servers.
    fn above(&self, key: &str, shape: Option<RootShape>) -> Vec<CompletionItem> {
        let client = self.view.file().client;
        let told = || match shape {
            Some(_) => vec![format!("The servers of {}.", client.name)],
            None => Vec::new(),
        };
        let mut item = self.key(key, told, |writer| writer.root(key, shape));
        if let Some(item) = &mut item {
            item.sort_text = Some(format!("0{key}"));
        }
        item.into_iter().collect()
    }

    /// Servers to fill in. Only an editor that has places to fill in gets some use of them.
    fn servers(&self, schema: &'static Schema) -> Vec<CompletionItem> {
        let writer = self.writer;
        if !writer.snippets || writer.format != Format::Json || self.spot.valued {
            return Vec::new();
        }
        let mut items = Vec::new();
        let mut add = |label: &str, detail: &str, fields: Vec<(&'static str, String)>| {
            let mut item = self.item(label, writer.server(&fields));
            // Whatever was typed is the name.
            item.filter_text = Some(self.typed());
            item.kind = Some(CompletionItemKind::SNIPPET);
            item.detail = Some(detail.to_owned());
            items.push(item);
        };
        let speaks = |transport| schema.transport.speaks.contains(&transport);
        if speaks(Transport::Stdio) {
            let mut fields = self.type_field(schema, Transport::Stdio);
            match schema.field_for(Role::Command) {
                Some(command) => {
                    fields.push((command.name, format!("\"{}\"", writer.stop(2, "command"))));
                    if let Some(args) = schema.field_for(Role::Args) {
                        fields.push((args.name, format!("[\"{}\"]", writer.stop(3, ""))));
                    }
                }
                None => {
                    let line = schema.field_for(Role::CommandLine);
                    fields.extend(
                        line.map(|line| {
                            (line.name, format!("[\"{}\"]", writer.stop(2, "command")))
                        }),
                    );
                }
            }
            add("new server (command)", "a server that is started", fields);
        }
        let remote = speaks(Transport::Http);
        let url = schema
            .field_for(Role::HttpUrl)
            .or_else(|| schema.field_for(Role::Url));
        if let Some(url) = url.filter(|_| remote) {
            let mut fields = match url.role {
                Role::HttpUrl => Vec::new(),
                _ => self.type_field(schema, Transport::Http),
            };
            let value = writer.stop(2, "https://mcp.example.com/mcp");
            fields.push((url.name, format!("\"{value}\"")));
            add("new server (url)", "a server that is called", fields);
        }
        items
    }

    /// The type, where the client wants it.
    fn type_field(
        &self,
        schema: &'static Schema,
        transport: Transport,
    ) -> Vec<(&'static str, String)> {
        let rules = &schema.transport;
        let alone = match transport {
            Transport::Stdio => rules.command_only,
            _ => rules.url_only,
        };
        if alone.outcome == Outcome::Fine && alone.transport == Some(transport) {
            return Vec::new();
        }
        let field = schema.field_for(Role::Type);
        let pair = field.zip(schema.spelling(transport));
        pair.map(|(field, spelling)| (field.name, format!("\"{spelling}\"")))
            .into_iter()
            .collect()
    }

    fn typed(&self) -> String {
        let span = self.spot.replace;
        self.view.document().slice(span).to_owned()
    }

    /// The fields that are not there yet and go with those that are.
    fn fields(&self, schema: &'static Schema, root: RootShape) -> Vec<CompletionItem> {
        let has = |wanted: &[Role]| {
            let mut present = self.spot.present.iter();
            present.any(|key| {
                schema
                    .field(key)
                    .is_some_and(|field| wanted.contains(&field.role))
            })
        };
        let started = has(&[Role::Command, Role::CommandLine]);
        let called = has(&[Role::Url, Role::HttpUrl]);
        let fits = |field: &Field| match (started, called) {
            (true, false) => field.on.suits(Transport::Stdio),
            (false, true) => field.on.suits(Transport::Http),
            _ => field.on != Use::Neither,
        };
        let client = self.view.file().client;
        let mut items = Vec::new();
        if let RootShape::List { name_key } = root
            && schema.field(name_key).is_none()
        {
            let told = || vec!["The name of the server.".to_owned()];
            items.extend(self.key(name_key, told, |writer| {
                let stop = writer.stop(1, "");
                writer.pair(name_key, &format!("\"{stop}\""))
            }));
        }
        for (index, field) in schema.fields().enumerate() {
            if field.successor.is_some() || !fits(field) {
                continue;
            }
            let told = || {
                let mut told = vec![description(client, field)];
                if !field.example.is_empty() {
                    told.push(format!("Example: {}", code(field.example)));
                }
                told
            };
            let Some(mut item) =
                self.key(field.name, told, |writer| self.write(writer, schema, field))
            else {
                continue;
            };
            item.kind = Some(CompletionItemKind::FIELD);
            item.detail = Some(shape(field.shape).replace('`', ""));
            let first = match field.role {
                Role::Type if !started && !called => 0,
                role if role.starts_or_calls() => 1,
                _ if field.required.is_some() => 2,
                _ => 3,
            };
            item.sort_text = Some(format!("{first}{index:03}"));
            items.push(item);
        }
        items
    }

    fn write(&self, writer: Writer<'_>, schema: &'static Schema, field: &Field) -> Snippet {
        let words: Vec<&str> = spellings(schema, field).map(|(word, _)| word).collect();
        if field.role == Role::Type && !words.is_empty() && writer.snippets {
            let choice = format!("${{1|{}|}}", words.join(","));
            let value = match writer.format {
                Format::Yaml => choice,
                _ => format!("\"{choice}\""),
            };
            return writer.pair(field.name, &value);
        }
        writer.field(field)
    }

    /// The values of a field that takes only a few.
    fn values(&self, schema: &'static Schema, key: &str) -> Vec<CompletionItem> {
        let Some(field) = schema.field(key) else {
            return Vec::new();
        };
        let mut values: Vec<(Value, String)> = spellings(schema, field)
            .map(|(word, transport)| (json!(word), meaning(transport).to_owned()))
            .collect();
        if values.is_empty() {
            let mut words = Vec::new();
            few(field.shape, &mut words);
            values.extend(words.into_iter().map(|word| (word, String::new())));
        }
        let client = self.view.file().client;
        values
            .into_iter()
            // Behind a quote there is no `true`.
            .filter(|(value, _)| value.is_string() || !self.spot.quoted)
            .enumerate()
            .map(|(index, (value, told))| {
                let label = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                let mut item = self.item(&label, self.writer.plain(&value));
                if value.is_string() && self.writer.format != Format::Yaml {
                    item.filter_text = Some(value.to_string());
                }
                item.kind = Some(CompletionItemKind::ENUM_MEMBER);
                item.sort_text = Some(format!("{index:03}"));
                let told = match told.as_str() {
                    "" => description(client, field),
                    _ => told,
                };
                item.documentation = Some(self.told(told));
                item
            })
            .collect()
    }
}

/// The spellings of a type, each with what it means.
fn spellings(
    schema: &'static Schema,
    field: &Field,
) -> impl Iterator<Item = (&'static str, Transport)> {
    let rules = &schema.transport;
    let known = rules.spellings.iter().copied();
    let is_type = field.role == Role::Type;
    known.filter(move |(word, _)| is_type && !rules.internal.contains(word))
}

/// The values of a shape that has only a few.
fn few(shape: Shape, values: &mut Vec<Value>) {
    match shape {
        Shape::OneOf(words) => values.extend(words.iter().map(|word| json!(word))),
        Shape::Bool => values.extend([json!(true), json!(false)]),
        Shape::Either(left, right) => {
            few(*left, values);
            few(*right, values);
        }
        _ => {}
    }
}
