//! Pages on the shapes of files, from their JSON Schemas.

use std::fmt::Write as _;

use mcpmend::schemas;
use serde_json::{Map, Value};

use super::{GENERATED, cell};

/// The page on the settings.
pub(crate) fn settings() -> String {
    let schema: Value = serde_json::from_str(&schemas::settings()).unwrap();
    let mut page = format!(
        "# Settings\n\n{GENERATED}\n\n`mcpmend.toml` (or `.mcpmend.toml`) in the project's root; a nearer one is taken before it. \
         `--config FILE` names another, `--isolated` none. `mcpmend rules --settings` shows what is in force and \
         which line says so; `mcpmend schema settings` prints the schema, for an editor.\n\nA misspelt key, and a \
         rule that is none, end the run with exit code 2. In `[[accept]]` the latter is a finding.\n\n```toml\n{}```\n",
        include_str!("settings.toml")
    );
    let tables = [
        ("", "## The file", ""),
        ("rules", "## `[rules]`", "Level"),
        ("ports", "## `[ports]`", "Ports"),
        ("tls", "## `[tls]`", "Tls"),
        ("accept", "## `[[accept]]`", "Accepted"),
    ];
    let named: Vec<&str> = tables.iter().map(|(key, ..)| *key).collect();
    let properties = schema["properties"].as_object().unwrap();
    for key in properties.keys() {
        let plain = schema["properties"][key]["type"] != "object";
        assert!(
            named.contains(&key.as_str()) || plain,
            "`{key}` needs a table of its own"
        );
    }
    for (key, heading, definition) in tables {
        write!(page, "\n{heading}\n\n").unwrap();
        match key {
            "" => {
                let own: Map<String, Value> = properties
                    .iter()
                    .filter(|(key, _)| !named.contains(&key.as_str()))
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect();
                table(&mut page, &schema, &own, Columns::Defaults);
            }
            "rules" => {
                page.push_str("A rule's name, and one of:\n\n| level | |\n| --- | --- |\n");
                for level in schema["definitions"][definition]["oneOf"]
                    .as_array()
                    .unwrap()
                {
                    let (name, says) = (level["const"].as_str(), level["description"].as_str());
                    writeln!(page, "| `{}` | {} |", name.unwrap(), cell(says.unwrap())).unwrap();
                }
            }
            _ => {
                let definition = &schema["definitions"][definition];
                writeln!(page, "{}\n", definition["description"].as_str().unwrap()).unwrap();
                let properties = definition["properties"].as_object().unwrap();
                table(&mut page, &schema, properties, Columns::Defaults);
            }
        }
    }
    page.push_str("\nMore on accepting: [suppressions and baseline](suppressions.md).\n");
    page
}

/// The page on what is printed for programs.
pub(crate) fn output() -> String {
    let mut page = format!(
        "# Output\n\n{GENERATED}\n\nStandard output carries results, standard error everything else. Colours and links are for \
         terminals only; `NO_COLOR`, `CLICOLOR_FORCE` and the terminal's width are obeyed. Secrets are masked in \
         every format, unless `--show-secrets`.\n\n`mcpmend check --help` lists the formats; `--output-file FILE` writes \
         to a file. `--format json` is a contract: within a version, keys are added and never taken away or \
         changed. Lines and columns count from 1, columns in characters; offsets are bytes. Each shape has its \
         JSON Schema, which `mcpmend schema NAME` prints.\n"
    );
    for (heading, command, name, schema) in [
        (
            "Findings",
            "mcpmend --format json",
            "output",
            schemas::output(),
        ),
        (
            "Explanations",
            "mcpmend explain \"TEXT\" --format json",
            "explain",
            schemas::explain(),
        ),
        (
            "Ports",
            "mcpmend ports --format json",
            "ports",
            schemas::ports(),
        ),
        (
            "Runs that can be undone",
            "mcpmend undo --list --format json",
            "undo",
            schemas::undo(),
        ),
        (
            "The baseline",
            "mcpmend --write-baseline",
            "baseline",
            schemas::baseline(),
        ),
    ] {
        let schema: Value = serde_json::from_str(&schema).unwrap();
        write!(
            page,
            "\n## {heading}\n\n`{command}`; its schema: `mcpmend schema {name}`.\n\n"
        )
        .unwrap();
        let properties = schema["properties"].as_object().unwrap();
        table(&mut page, &schema, properties, Columns::Plain);
        let definitions = schema["definitions"].as_object();
        for (title, definition) in definitions.into_iter().flatten() {
            let Some(properties) = definition["properties"].as_object() else {
                continue;
            };
            let title = title.strip_prefix("Output").unwrap_or(title);
            let says = definition["description"].as_str().unwrap_or_default();
            write!(page, "\n### {heading}: {title}\n\n{says}\n\n").unwrap();
            table(&mut page, &schema, properties, Columns::Plain);
        }
    }
    page
}

#[derive(Clone, Copy, PartialEq)]
enum Columns {
    Plain,
    Defaults,
}

fn table(page: &mut String, schema: &Value, properties: &Map<String, Value>, columns: Columns) {
    page.push_str(match columns {
        Columns::Plain => "| key | type | |\n| --- | --- | --- |\n",
        Columns::Defaults => "| key | type | default | |\n| --- | --- | --- | --- |\n",
    });
    for (key, value) in properties {
        let says = value["description"].as_str().unwrap_or_default();
        let says = cell(&says.replace('\n', " "));
        let kind = cell(&kind(schema, value));
        let default = match (&value["default"], columns) {
            (_, Columns::Plain) => String::new(),
            (Value::Null, _) => "| ".to_owned(),
            (default, _) => format!("| `{default}` "),
        };
        writeln!(page, "| `{key}` | {kind} {default}| {says} |").unwrap();
    }
}

fn kind(schema: &Value, value: &Value) -> String {
    if let Some(reference) = value["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        let definition = &schema["definitions"][name];
        if definition["properties"].is_object() {
            return name.strip_prefix("Output").unwrap_or(name).to_owned();
        }
        return kind(schema, definition);
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        if let Some(all) = value[key].as_array() {
            let mut kinds: Vec<String> = all.iter().map(|one| kind(schema, one)).collect();
            kinds.dedup();
            return kinds.join(" or ");
        }
    }
    if let Some(text) = value["const"].as_str() {
        return format!("`\"{text}\"`");
    }
    if let Some(all) = value["enum"].as_array() {
        let all: Vec<String> = all.iter().map(|one| format!("`{one}`")).collect();
        return all.join(" or ");
    }
    if let Some(all) = value["type"].as_array() {
        let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
        return all.join(" or ");
    }
    match value["type"].as_str() {
        Some("array") => format!("list of {}", kind(schema, &value["items"])),
        Some("object") => "object".to_owned(),
        Some(name) => name.to_owned(),
        None => "any".to_owned(),
    }
}
