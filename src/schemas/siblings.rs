//! What stands beside the servers in a file that is all MCP.

use serde_json::{Value, json};

use super::describe;
use crate::model::Client;

/// The property for the key `name`, which `client` knows beside its servers.
pub(super) fn property(client: &Client, name: &str) -> Value {
    let (text, mut property) = match name {
        "inputs" => (
            "Values that are asked for, so that no secret stands in the file: `${input:ID}` in a server stands for one.".to_owned(),
            inputs(),
        ),
        "sandbox" => (
            "The sandbox of the servers that have `sandboxEnabled`.".to_owned(),
            json!({}),
        ),
        _ => (
            format!("{} keeps other settings here; no server.", client.name),
            json!({}),
        ),
    };
    if let Value::Object(property) = &mut property {
        describe(property, &text);
    }
    property
}

fn inputs() -> Value {
    json!({
        "type": "array",
        "items": {
            "title": "Input",
            "type": "object",
            "properties": {
                "id": {
                    "type": "string",
                    "description": "The name by which servers call it.",
                    "examples": ["api-key"],
                },
                "type": {
                    "type": "string",
                    "anyOf": [
                        {
                            "type": "string",
                            "enum": ["promptString", "pickString", "command"],
                            "enumDescriptions": [
                                "A text that is typed in.",
                                "One of a list.",
                                "The result of a command of the editor.",
                            ],
                        },
                        {"type": "string"},
                    ],
                    "description": "How the value is got.",
                },
                "description": {
                    "type": "string",
                    "description": "What the person is asked.",
                    "examples": ["The key of the API"],
                },
                "password": {
                    "type": "boolean",
                    "description": "Whether what is typed is hidden. For promptString.",
                },
                "default": {
                    "type": "string",
                    "description": "The value to start from.",
                },
                "options": {
                    "type": "array",
                    "description": "The values to choose from. For pickString.",
                },
                "command": {
                    "type": "string",
                    "description": "The command whose result is the value. For command.",
                },
                "args": {
                    "description": "What is handed to the command. For command.",
                },
            },
        },
    })
}
