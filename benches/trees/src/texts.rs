//! The texts of configs.

/// What a project of some years has in its `.mcp.json`: eight servers, nothing wrong with them.
pub(crate) fn two_kilobytes() -> String {
    include_str!("../one.json").to_owned()
}

/// `count` servers with nothing wrong.
pub(crate) fn sound(count: usize) -> String {
    let item = |index| {
        format!(
            r#"    "server-{index}": {{
      "type": "stdio",
      "command": "npx",
      "args": ["-y", "@example/server-{index}@1.2.3"],
      "env": {{
        "LEVEL": "warning",
        "TOKEN": "${{TOKEN_{index}}}"
      }}
    }}"#
        )
    };
    document(count, item)
}

/// `count` servers that each lack their transport type: one finding with a safe fix each.
pub(crate) fn untyped(count: usize) -> String {
    let item = |index| {
        format!(
            r#"    "server-{index}": {{
      "url": "https://host-{index}.example.com/mcp"
    }}"#
        )
    };
    document(count, item)
}

fn document(count: usize, item: impl Fn(usize) -> String) -> String {
    let servers: Vec<String> = (0..count).map(item).collect();
    format!(
        "{{\n  \"mcpServers\": {{\n{}\n  }}\n}}\n",
        servers.join(",\n")
    )
}
