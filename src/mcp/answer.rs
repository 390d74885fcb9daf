//! What a tool answers: a text to read and data to work with, neither without an end.

use std::io;
use std::sync::Arc;

use rmcp::model::{CallToolResult, ContentBlock};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::report::{Guard, Style};

/// The longest text, in bytes: assistants read it whole, and pay for every word.
pub(super) const LONGEST_TEXT: usize = 60_000;

/// The most bytes of data.
const MOST_DATA: usize = 2_000_000;

/// What a tool answers.
#[derive(Debug)]
pub(super) struct Answer {
    /// To read.
    pub(super) text: String,
    /// To work with, by the tool's output schema.
    pub(super) data: Value,
}

/// Why a tool did not do what it was asked for, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

impl<E: std::error::Error> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        Refusal(error.to_string())
    }
}

impl Answer {
    /// An answer with this text and data.
    ///
    /// # Errors
    /// When there is more data than a client can be expected to take.
    pub(super) fn new(text: String, data: &impl Serialize) -> Result<Answer, Refusal> {
        let data = serde_json::to_value(data)?;
        let length = data.to_string().len();
        if length > MOST_DATA {
            return Err(Refusal(format!(
                "the answer has {:.1} MB, more than an assistant can read; ask about fewer files \
                 with `paths` or `client`",
                length as f64 / 1e6
            )));
        }
        Ok(Answer {
            text: cut(text),
            data,
        })
    }

    /// As MCP says it.
    pub(super) fn result(self) -> CallToolResult {
        let mut result = CallToolResult::success(vec![ContentBlock::text(self.text)]);
        result.structured_content = Some(self.data);
        result
    }
}

impl Refusal {
    /// As MCP says it.
    pub(super) fn result(self) -> CallToolResult {
        CallToolResult::error(vec![ContentBlock::text(cut(self.0))])
    }
}

/// What `write` writes, with nothing in it that is not seen or has a say over how it is shown.
///
/// # Errors
/// When `write` fails.
pub(super) fn lines(
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<String> {
    let mut text = Vec::new();
    let mut out = Guard::lines(Style::PLAIN, &mut text);
    write(&mut out)?;
    out.finish()?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// `text` up to [`LONGEST_TEXT`], ended with a whole line where it has lines.
pub(super) fn cut(mut text: String) -> String {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let whole = text.len();
    let end = text.floor_char_boundary(LONGEST_TEXT);
    let end = text[..end].rfind('\n').map_or(end, |at| at + 1);
    text.truncate(end);
    text.push_str(&format!(
        "… cut here after {end} of {whole} bytes; ask about fewer files or rules to see the rest\n"
    ));
    text
}

/// The schema of a type that is read.
pub(super) fn schema_of_input<T: JsonSchema>() -> Arc<Map<String, Value>> {
    let mut schema = schema(
        SchemaSettings::draft2020_12()
            .into_generator()
            .into_root_schema_for::<T>(),
    );
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for property in properties.into_iter().flat_map(Map::values_mut) {
        let Some(property) = property.as_object_mut() else {
            continue;
        };
        // What may be left out need not be said as null, too; some clients take one type only.
        if let Some(Value::Array(types)) = property.get("type") {
            let one = types.iter().find(|kind| *kind != "null").cloned();
            property.insert("type".to_owned(), one.unwrap_or_default());
        }
        property.retain(|key, value| key != "format" && !(key == "default" && value.is_null()));
    }
    Arc::new(schema)
}

/// The schema of a type that is written.
pub(super) fn schema_of_output<T: JsonSchema>() -> Arc<Map<String, Value>> {
    Arc::new(schema(
        SchemaSettings::draft2020_12()
            .for_serialize()
            .into_generator()
            .into_root_schema_for::<T>(),
    ))
}

fn schema(schema: schemars::Schema) -> Map<String, Value> {
    let mut schema = match schema.to_value() {
        Value::Object(object) => object,
        _ => Map::new(),
    };
    // The tool has a title and a description of its own.
    schema.remove("title");
    schema.remove("description");
    schema.values_mut().for_each(unwrap);
    schema
}

/// Undoes the line breaks of the source in descriptions.
fn unwrap(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(text)) = object.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            object.values_mut().for_each(unwrap);
        }
        Value::Array(items) => items.iter_mut().for_each(unwrap),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_a_line() {
        let line = "é".repeat(40) + "\n";
        let text = line.repeat(2000);
        let short = cut(text.clone());
        assert!(short.len() < LONGEST_TEXT + 200);
        let (kept, said) = short.rsplit_once("… cut here after ").unwrap();
        assert!(text.starts_with(kept) && kept.ends_with('\n'));
        assert!(said.starts_with(&format!("{} of {}", kept.len(), text.len())));
        assert_eq!(cut(line.clone()), line);
        let one = "é".repeat(LONGEST_TEXT);
        assert!(cut(one).starts_with("éé"));
    }
}
