//! The texts that several tests open.

use serde_json::Value;

/// Claude Code takes no url without a type.
pub const NO_TYPE: &str = r#"{
  "mcpServers": {
    "docs": { "url": "https://mcp.example.com/mcp" }
  }
}
"#;

/// Nothing is wrong with it.
pub const FINE: &str = r#"{
  "mcpServers": {
    "docs": { "type": "http", "url": "https://mcp.example.com/mcp" }
  }
}
"#;

/// A text in which `|` marks a place, and that place.
pub fn marked(text: &str) -> (String, Value) {
    let offset = text.find('|').unwrap();
    let text = text.replacen('|', "", 1);
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let character = before[before.rfind('\n').map_or(0, |at| at + 1)..]
        .encode_utf16()
        .count();
    (
        text,
        serde_json::json!({"line": line, "character": character}),
    )
}

/// The text of a range, which is counted in UTF-16.
pub fn slice<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[offset(text, &range["start"])..offset(text, &range["end"])]
}

fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut left = position["character"].as_u64().unwrap() as usize;
    for (at, c) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

/// A text after edits of the protocol, which are all about the text as it was.
pub fn apply(text: &str, edits: &[Value]) -> String {
    let mut edits: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().unwrap();
            (
                offset(text, &range["start"]),
                offset(text, &range["end"]),
                new,
            )
        })
        .collect();
    edits.sort_by_key(|(start, end, _)| (*start, *end));
    let mut result = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        result.replace_range(start..end, new);
    }
    result
}

/// The rules of what was found.
pub fn codes(found: &[Value]) -> Vec<&str> {
    found
        .iter()
        .map(|it| it["code"].as_str().unwrap())
        .collect()
}
