//! How a server that should be running is started: by a script of its project.
//!
//! Read are the files that name commands for people: `package.json`, `pyproject.toml`, `Makefile`,
//! `justfile`, `Procfile`. Nothing of them is run.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Patient;
use crate::host::{FileType, Host};

/// At most so many folders of a project are looked in: a repository may hold several packages.
const FOLDERS: usize = 200;

/// So deep below the project's folder.
const DEEP: usize = 2;

/// A larger file is none that people wrote, in bytes.
const LONGEST: u64 = 1 << 20;

/// Folders that hold what others wrote, or what was built.
const FOREIGN: [&str; 8] = [
    "node_modules",
    "target",
    "dist",
    "build",
    "out",
    "vendor",
    "venv",
    "__pycache__",
];

/// A command that starts the server, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    /// The command line, as a shell reads it.
    pub command: String,
    /// The folder in which it is to be run.
    pub folder: PathBuf,
    /// The file that has it.
    pub file: PathBuf,
    /// What the file calls it, and what it is there: "script `dev`".
    pub called: String,
    /// Whether its text names the port.
    pub names_port: bool,
    /// The port.
    port: u16,
    /// How well it fits, the more the better.
    fits: u32,
}

impl Starter {
    /// It, as a step to take.
    pub fn says(&self) -> String {
        let file = self.file.file_name().unwrap_or_default();
        let file = file.to_string_lossy();
        let folder = self.folder.display();
        let what = match self.names_port {
            true => format!("names port {}", self.port),
            false => "may start it, by its name".to_owned(),
        };
        format!(
            "the {} of {file} in {folder} {what}: `{}` there",
            self.called, self.command
        )
    }
}

/// What a script is looked at for.
struct Wanted {
    port: u16,
    /// The name of the server, in lower case.
    name: String,
}

/// The script of the project that fits best.
pub(super) fn of(host: &dyn Host, patient: &Patient) -> Option<Starter> {
    let remote = patient.remote()?;
    let wanted = Wanted {
        port: remote.port(),
        name: match patient.client {
            Some(_) => patient.name.to_ascii_lowercase(),
            None => String::new(),
        },
    };
    let project = match &patient.project {
        Some(project) => project.clone(),
        None => nearest_project(host)?,
    };
    let mut best: Option<Starter> = None;
    for folder in folders(host, &project) {
        for found in scripts(host, &folder, &wanted) {
            // Of equals the first one: that of the outer folder, and in it the one that stands first.
            if best.as_ref().is_none_or(|best| best.fits < found.fits) {
                best = Some(found);
            }
        }
    }
    best
}

/// The repository around the current folder.
fn nearest_project(host: &dyn Host) -> Option<PathBuf> {
    let here = host.current_dir();
    let home = host.home();
    here.ancestors()
        .take_while(|folder| home.is_none_or(|home| *folder != home))
        .find(|folder| host.file_type(&folder.join(".git")).is_ok())
        .map(Path::to_owned)
}

/// The folder and those below it in which a project has packages of its own, the outer ones first.
fn folders(host: &dyn Host, project: &Path) -> Vec<PathBuf> {
    let mut all = vec![project.to_owned()];
    let mut level = all.clone();
    for _ in 0..DEEP {
        let mut next = Vec::new();
        for folder in &level {
            for name in host.list(folder).unwrap_or_default() {
                let path = folder.join(&name);
                let own = !name.starts_with('.') && !FOREIGN.contains(&&*name);
                if own
                    && all.len() + next.len() < FOLDERS
                    && !host.is_link(&path)
                    && matches!(host.file_type(&path), Ok(FileType::Folder))
                {
                    next.push(path);
                }
            }
        }
        all.extend_from_slice(&next);
        level = next;
    }
    all
}

fn scripts(host: &dyn Host, folder: &Path, wanted: &Wanted) -> Vec<Starter> {
    let read = |name: &str| {
        let path = folder.join(name);
        match host.file_type(&path).ok()? {
            FileType::File(length) if length <= LONGEST => {}
            _ => return None,
        }
        String::from_utf8(host.read(&path).ok()?).ok()
    };
    let is_there = |name: &str| host.file_type(&folder.join(name)).is_ok();
    let mut found = Vec::new();
    let mut add = |file: &str, kind: &str, name: &str, text: &str, command: String| {
        let Some((fits, names_port)) = wanted.fit(name, text) else {
            return;
        };
        found.push(Starter {
            command,
            folder: folder.to_owned(),
            file: folder.join(file),
            called: format!("{kind} `{name}`"),
            names_port,
            port: wanted.port,
            fits,
        });
    };
    if let Some(text) = read("package.json")
        && let Ok(package) = serde_json::from_str::<Value>(&text)
        && let Some(all) = package.get("scripts").and_then(Value::as_object)
    {
        let manager = manager(&package, &is_there);
        for (name, text) in all {
            let text = text.as_str().unwrap_or_default();
            let command = format!("{manager} run {}", shell_words::quote(name));
            add("package.json", "script", name, text, command);
        }
    }
    if let Some(text) = read("pyproject.toml")
        && let Ok(project) = toml::from_str::<toml::Table>(&text)
    {
        let runner = match () {
            () if is_there("uv.lock") => "uv run ",
            () if is_there("poetry.lock") => "poetry run ",
            () if is_there("pdm.lock") => "pdm run ",
            () => "",
        };
        for (keys, kind, run) in [
            (&["project", "scripts"][..], "script", runner),
            (&["tool", "poetry", "scripts"], "script", "poetry run "),
            (&["tool", "pdm", "scripts"], "script", "pdm run "),
            (&["tool", "poe", "tasks"], "task", "poe "),
        ] {
            for (name, text) in table(&project, keys) {
                add("pyproject.toml", kind, &name, &text, format!("{run}{name}"));
            }
        }
    }
    for (file, kind, run) in [
        ("Makefile", "target", "make"),
        ("justfile", "recipe", "just"),
    ] {
        if let Some(text) = read(file) {
            for (name, recipe) in recipes(&text) {
                add(file, kind, &name, &recipe, format!("{run} {name}"));
            }
        }
    }
    if let Some(text) = read("Procfile") {
        for (name, command) in text.lines().filter_map(|line| line.split_once(':')) {
            let command = command.trim();
            add(
                "Procfile",
                "process",
                name.trim(),
                command,
                command.to_owned(),
            );
        }
    }
    found
}

/// The program that runs the scripts of a package, by what it says and by the lock file beside it.
fn manager(package: &Value, is_there: &dyn Fn(&str) -> bool) -> &'static str {
    let said = package.get("packageManager").and_then(Value::as_str);
    let said = said.and_then(|said| said.split('@').next());
    let all = ["pnpm", "yarn", "bun", "npm"];
    if let Some(said) = all.into_iter().find(|name| said == Some(name)) {
        return said;
    }
    let locks = [
        ("pnpm-lock.yaml", "pnpm"),
        ("yarn.lock", "yarn"),
        ("bun.lock", "bun"),
        ("bun.lockb", "bun"),
    ];
    let lock = locks.into_iter().find(|(file, _)| is_there(file));
    lock.map_or("npm", |(_, manager)| manager)
}

/// The names and commands of a table of pyproject.toml; a command may stand in a table of its own.
fn table(project: &toml::Table, keys: &[&str]) -> Vec<(String, String)> {
    let mut at = project;
    for key in keys {
        match at.get(*key).and_then(toml::Value::as_table) {
            Some(below) => at = below,
            None => return Vec::new(),
        }
    }
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Table(parts) => {
            let texts = parts.values().filter_map(toml::Value::as_str);
            texts.collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    at.iter()
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

/// The targets of a Makefile and the recipes of a justfile: `name …:` and the indented lines below.
fn recipes(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let (true, Some((_, recipe))) = (open, found.last_mut()) {
                recipe.push_str(line.trim());
                recipe.push('\n');
            }
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        open = false;
        let Some((head, behind)) = line.split_once(':') else {
            continue;
        };
        let name = head.split_whitespace().next().unwrap_or_default();
        let name = name.trim_start_matches('@');
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let usual = !name.is_empty() && !name.starts_with('.') && name.chars().all(is_name);
        if usual && !behind.starts_with('=') {
            open = true;
            found.push((name.to_owned(), String::new()));
        }
    }
    found
}

impl Wanted {
    /// How well a script fits, and whether its text names the port; `None` where it starts
    /// something else.
    fn fit(&self, name: &str, text: &str) -> Option<(u32, bool)> {
        let name = name.to_ascii_lowercase();
        let words: Vec<&str> = name.split([':', '-', '_', '.', '/']).collect();
        if words.iter().any(|word| OTHERS.contains(word)) {
            return None;
        }
        let names_port = names(text, self.port);
        let text = text.to_ascii_lowercase();
        let of_mcp = words.contains(&"mcp") || names_word(&text, "mcp");
        let own = self.name.len() > 1
            && (words.contains(&&*self.name) || name == self.name || names_word(&text, &self.name));
        let usual = STARTS.iter().position(|start| words.contains(start));
        // Of a url that nobody's entry has the port is all that is known.
        let of_mcp = of_mcp && !self.name.is_empty();
        if !names_port && !own && !(of_mcp && (usual.is_some() || words.contains(&"mcp"))) {
            return None;
        }
        let rank = usual.map_or(0, |at| STARTS.len() - at);
        let rank = u32::try_from(rank).unwrap_or_default();
        let fits =
            u32::from(names_port) * 100 + u32::from(own) * 40 + u32::from(of_mcp) * 20 + rank;
        Some((fits, names_port))
    }
}

/// What scripts are called that start a server, the likeliest first.
const STARTS: [&str; 6] = ["start", "serve", "server", "dev", "run", "web"];

/// What scripts are called that do something else.
const OTHERS: [&str; 14] = [
    "test",
    "tests",
    "build",
    "lint",
    "format",
    "fmt",
    "clean",
    "install",
    "inspect",
    "inspector",
    "stop",
    "kill",
    "check",
    "typecheck",
];

/// Whether a text has this number, and not as a part of a longer one.
fn names(text: &str, port: u16) -> bool {
    let number = port.to_string();
    text.match_indices(&number).any(|(at, _)| {
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit());
        apart(text[..at].chars().next_back()) && apart(text[at + number.len()..].chars().next())
    })
}

/// Whether a text has this word, in lower case.
fn names_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        apart(text[..at].chars().next_back()) && apart(text[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            port: 3100,
            name: "docs".to_owned(),
        }
    }

    #[test]
    fn a_script_that_names_the_port_fits_best() {
        let fit = |name: &str, text: &str| wanted().fit(name, text).map(|(fits, _)| fits);
        let port = fit("dev", "tsx server.ts --port 3100").unwrap();
        let own = fit("docs", "node docs.js").unwrap();
        let mcp = fit("start:mcp", "node dist/index.js").unwrap();
        assert!(port > own && own > mcp);
        assert!(fit("start", "PORT=3100 node .").unwrap() > port);
        assert_eq!(fit("dev", "vite --port 31000"), None);
        assert_eq!(fit("start", "node ."), None);
        assert_eq!(fit("test:mcp", "vitest --port 3100"), None);
        assert_eq!(fit("inspector", "mcp-inspector node ."), None);
    }

    #[test]
    fn targets_and_recipes_are_read() {
        let text = ".PHONY: run\nPORT := 3100\nall: build\n\nrun: build ## starts it\n\tnode . --port 3100\n\n\tsleep 1\nnext:\n\techo\n";
        let found = recipes(text);
        let names: Vec<&str> = found.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["all", "run", "next"]);
        assert_eq!(found[1].1, "node . --port 3100\nsleep 1\n");
        let found = recipes("port := \"1\"\n@serve host='x':\n    just other\n");
        assert_eq!(found, [("serve".to_owned(), "just other\n".to_owned())]);
    }
}
