//! The texts of configs.

use std::fmt::Write as _;

/// What a project of some years has in its `.mcp.json`: eight servers, nothing wrong with them.
pub(crate) fn two_kilobytes() -> String {
    let mut servers = String::new();
    for (name, package) in [
        ("github", "@example/github-mcp-server@2.4.1"),
        ("files", "@example/filesystem-mcp-server@1.8.0"),
        ("browser", "@example/browser-mcp-server@0.31.2"),
        ("memory", "@example/memory-mcp-server@3.0.0"),
    ] {
        let upper = name.to_uppercase();
        _ = write!(
            servers,
            r#"    "{name}": {{
      "type": "stdio",
      "command": "npx",
      "args": ["-y", "{package}", "--log-level", "warning"],
      "env": {{
        "{upper}_MODE": "read-only",
        "{upper}_TOKEN": "${{{upper}_TOKEN}}"
      }}
    }},
"#
        );
    }
    for (name, host) in [
        ("docs", "docs"),
        ("search", "search"),
        ("tickets", "tickets"),
    ] {
        let upper = name.to_uppercase();
        _ = write!(
            servers,
            r#"    "{name}": {{
      "type": "http",
      "url": "https://{host}.example.com/mcp",
      "headers": {{
        "Authorization": "Bearer ${{{upper}_TOKEN}}",
        "X-Workspace": "engineering"
      }}
    }},
"#
        );
    }
    servers.push_str(
        r#"    "database": {
      "type": "stdio",
      "command": "docker",
      "args": ["run", "-i", "--rm", "-e", "DATABASE_URL", "example/postgres-mcp:1.2.3"],
      "env": {
        "DATABASE_URL": "${DATABASE_URL}"
      }
    }
"#,
    );
    format!("{{\n  \"mcpServers\": {{\n{servers}  }}\n}}\n")
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
