//! The inputs that mcpmend is measured on: the same bytes each time.
//!
//! `trees DIR` writes all of [`CASES`] below `DIR`. The benches of the rooms take the same texts.

mod texts;

use std::io;
use std::path::Path;

use texts::{sound, two_kilobytes, untyped};

/// A folder to measure on.
pub struct Case {
    /// The name of its folder.
    pub name: &'static str,
    /// What is in it, for a table.
    pub title: &'static str,
    /// Writes it below a folder that is not there yet.
    pub write: fn(&Path) -> io::Result<()>,
}

/// All of them.
pub const CASES: &[Case] = &[
    Case {
        name: "one",
        title: "one file of 2 KB",
        write: |folder| put(&folder.join(".mcp.json"), &two_kilobytes()),
    },
    Case {
        name: "many",
        title: "2,000 configs",
        write: |folder| {
            repository(folder)?;
            configs(folder, 2_000)
        },
    },
    Case {
        name: "big",
        title: "60,000 other files in 3,000 folders, 50 configs",
        write: big,
    },
    Case {
        name: "huge",
        title: "one file of 5 MB",
        write: |folder| put(&folder.join(".mcp.json"), &sound(26_500)),
    },
    Case {
        name: "findings",
        title: "10,000 findings in one file",
        write: |folder| put(&folder.join(".mcp.json"), &untyped(10_000)),
    },
];

/// Where the configs of a repository lie, and the key that its client wants the servers under.
const PLACES: &[(&str, &str)] = &[
    (".mcp.json", "mcpServers"),
    (".cursor/mcp.json", "mcpServers"),
    (".vscode/mcp.json", "servers"),
    (".gemini/settings.json", "mcpServers"),
];

/// `count` configs, four to a package: three servers each, every tenth file with a mistake.
fn configs(folder: &Path, count: usize) -> io::Result<()> {
    for index in 0..count {
        let (place, root) = PLACES[index % PLACES.len()];
        let package = format!("packages/package-{:04}", index / PLACES.len());
        put(&folder.join(package).join(place), &small(index, root))?;
    }
    Ok(())
}

fn small(index: usize, root: &str) -> String {
    let image = if index.is_multiple_of(10) {
        r#""run", "--rm", "example/cache-mcp:1.2.3""#
    } else {
        r#""run", "-i", "--rm", "example/cache-mcp:1.2.3""#
    };
    format!(
        r#"{{
  "{root}": {{
    "github-{index}": {{
      "command": "npx",
      "args": ["-y", "@example/github-mcp-server@2.4.1"],
      "env": {{ "MODE": "read-only", "LEVEL": "warning" }}
    }},
    "files-{index}": {{
      "command": "uvx",
      "args": ["example-files-mcp==1.4.0", "--root", "./src", "--read-only"]
    }},
    "cache-{index}": {{
      "command": "docker",
      "args": [{image}]
    }}
  }}
}}
"#
    )
}

/// A repository of some size: sources, and what a package manager unpacked beside them, which no
/// tool needs to look into.
fn big(folder: &Path) -> io::Result<()> {
    repository(folder)?;
    put(&folder.join(".gitignore"), "node_modules/\n")?;
    configs(folder, 50)?;
    let endings = [
        "ts", "tsx", "rs", "py", "go", "css", "md", "json", "yaml", "toml",
    ];
    for at in 0..3_000 {
        let place = format!(
            "src/area-{:02}/part-{:02}/unit-{}",
            at / 100,
            at / 10 % 10,
            at % 10
        );
        for file in 0..20 {
            let name = format!("module-{file:02}.{}", endings[file % endings.len()]);
            put(&folder.join(&place).join(name), "// nothing of interest\n")?;
        }
    }
    for at in 0..1_000 {
        let package = folder.join(format!("node_modules/dependency-{at:04}"));
        put(&package.join("package.json"), "{}\n")?;
        for file in 0..10 {
            put(&package.join(format!("lib/part-{file}.js")), "// nothing\n")?;
        }
    }
    Ok(())
}

/// What makes a folder a repository for tools that ask.
fn repository(folder: &Path) -> io::Result<()> {
    put(&folder.join(".git/HEAD"), "ref: refs/heads/main\n")?;
    std::fs::create_dir_all(folder.join(".git/objects"))?;
    std::fs::create_dir_all(folder.join(".git/refs"))
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
