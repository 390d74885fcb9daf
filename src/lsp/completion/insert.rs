//! What a completion writes, in the words of each format.

use serde_json::Value;

use super::spot::Spot;
use crate::document::Format;
use crate::model::{Field, RootShape, Shape};

/// A text with places to fill in, in the words of the protocol; without them where the editor takes
/// none.
pub(super) struct Snippet {
    pub(super) text: String,
    /// Whether it has places to fill in.
    pub(super) has_stops: bool,
}

/// How a text comes to be: `snippets` tells whether places may be left to fill in.
#[derive(Clone, Copy)]
pub(super) struct Writer<'s> {
    pub(super) format: Format,
    pub(super) snippets: bool,
    pub(super) spot: &'s Spot,
    /// One step of indentation.
    pub(super) step: &'s str,
}

impl Writer<'_> {
    /// A key, and a value to fill in.
    pub(super) fn field(self, field: &Field) -> Snippet {
        self.pair(field.name, &self.value(field))
    }

    /// A key and a value, where the key has none yet; the value is written as a snippet.
    pub(super) fn pair(self, name: &str, value: &str) -> Snippet {
        let mut text = self.escaped(&self.key(name));
        if !self.spot.valued {
            text.push_str(match self.format {
                Format::Json | Format::Yaml => ": ",
                Format::Toml => " = ",
            });
            text.push_str(value);
            if self.spot.comma {
                text.push(',');
            }
        }
        self.done(text.trim_end().to_owned())
    }

    /// The key under which servers stand, and room for them.
    pub(super) fn root(self, name: &str, shape: Option<RootShape>) -> Snippet {
        let indent = &self.spot.indent;
        let (open, close) = match shape {
            Some(RootShape::List { .. }) => ('[', ']'),
            _ => ('{', '}'),
        };
        let stop = self.stop(0, "");
        let value = match self.format {
            // An editor indents what is behind a line break by itself.
            Format::Json if self.snippets => {
                format!("{open}\n\t{stop}\n{}", self.escaped(&close.to_string()))
            }
            Format::Json => format!("{open}{}", self.escaped(&close.to_string())),
            Format::Toml => format!("{open}{stop}{}", self.escaped(&close.to_string())),
            Format::Yaml if self.spot.brackets => {
                format!("{open}{stop}{}", self.escaped(&close.to_string()))
            }
            Format::Yaml if self.snippets => format!("\n\t{stop}"),
            Format::Yaml => format!("\n{indent}{}", self.step),
        };
        self.pair(name, &value)
    }

    /// A plain value, as JSON.
    pub(super) fn plain(self, value: &Value) -> Snippet {
        let text = match (self.format, value) {
            (Format::Yaml, Value::String(text)) if !self.spot.quoted => text.clone(),
            _ => value.to_string(),
        };
        let mut text = self.escaped(&text);
        if self.spot.comma {
            text.push(',');
        }
        self.done(text)
    }

    /// A server of this name to fill in, with these fields: JSON only.
    pub(super) fn server(self, fields: &[(&'static str, String)]) -> Snippet {
        let mut lines: Vec<String> = Vec::new();
        for (index, (name, value)) in fields.iter().enumerate() {
            let comma = if index + 1 < fields.len() { "," } else { "" };
            lines.push(format!("\t\"{name}\": {value}{comma}"));
        }
        let comma = if self.spot.comma { "," } else { "" };
        let text = format!("\"${{1:name}}\": {{\n{}\n\\}}{comma}", lines.join("\n"));
        self.done(text)
    }

    fn done(self, text: String) -> Snippet {
        Snippet {
            has_stops: self.snippets,
            text,
        }
    }

    fn key(self, name: &str) -> String {
        let bare = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        match self.format {
            Format::Json => format!("\"{name}\""),
            _ if bare => name.to_owned(),
            _ => format!("\"{name}\""),
        }
    }

    /// A place to fill in, with what stands there at first.
    pub(super) fn stop(self, number: usize, text: &str) -> String {
        match (self.snippets, text) {
            (false, text) => text.to_owned(),
            (true, "") => format!("${number}"),
            (true, text) => format!("${{{number}:{}}}", self.escaped(text)),
        }
    }

    /// A text in which nothing is a place to fill in.
    fn escaped(self, text: &str) -> String {
        if !self.snippets {
            return text.to_owned();
        }
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, '$' | '}' | '\\') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    }

    /// A value of a field to fill in.
    fn value(self, field: &Field) -> String {
        let close = self.escaped("}");
        let inner = |text: &str| self.stop(1, text);
        match field.shape {
            Shape::Bool => inner("true"),
            Shape::Number | Shape::Integer => inner(if field.example.is_empty() {
                "0"
            } else {
                field.example
            }),
            Shape::Strings | Shape::ListOf(Shape::String) => format!("[\"{}\"]", inner("")),
            Shape::List | Shape::ListOf(_) => format!("[{}]", inner("")),
            Shape::StringMap | Shape::ScalarMap | Shape::Object | Shape::MapOf(_) => {
                match self.format {
                    Format::Yaml if self.spot.brackets => format!("{{{}{close}", inner("")),
                    Format::Yaml if self.snippets => format!("\n\t{}", inner("")),
                    Format::Yaml => String::new(),
                    _ => format!("{{{}{close}", inner("")),
                }
            }
            Shape::OneOf(words) if self.snippets && !words.is_empty() => {
                self.quoted(&format!("${{1|{}|}}", words.join(",")))
            }
            Shape::String | Shape::Url | Shape::PlainUrl | Shape::OneOf(_) => {
                self.quoted(&inner(""))
            }
            Shape::Either(left, _) => self.value(&Field {
                shape: *left,
                ..*field
            }),
            Shape::Null | Shape::Any => inner(""),
        }
    }

    fn quoted(self, text: &str) -> String {
        match self.format {
            Format::Yaml => text.to_owned(),
            _ => format!("\"{text}\""),
        }
    }
}
