//! The generated files are fresh.
//!
//! `MCPMEND_UPDATE=1 cargo test --test generated` writes them anew.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mcpmend::report::record::{markdown, record};
use mcpmend::rules::{self, Category, Fixes};
use mcpmend::{clients, schemas};
use serde_json::Value;

fn generated() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<(PathBuf, String)> = clients::ALL
        .iter()
        // Without a file there is nothing to describe.
        .filter(|client| !client.kinds.is_empty())
        .map(|client| {
            let path = root.join("schemas").join(schemas::file_name(client.id));
            (path, schemas::client(client))
        })
        .collect();
    files.push((root.join("schemas/catalog.json"), schemas::catalog()));
    files.push((root.join("schemas/output.schema.json"), schemas::output()));
    files.push((root.join("schemas/ports.schema.json"), schemas::ports()));
    files.push((
        root.join("schemas/settings.schema.json"),
        schemas::settings(),
    ));
    files.push((
        root.join("schemas/baseline.schema.json"),
        schemas::baseline(),
    ));
    files.push((root.join("schemas/undo.schema.json"), schemas::undo()));
    #[cfg(feature = "doctor")]
    files.push((root.join("schemas/doctor.schema.json"), schemas::doctor()));
    files.push((root.join("src/rules/CATALOGUE.md"), catalogue()));
    let mut records = Vec::new();
    for client in clients::ALL {
        let record = record(client);
        let page = format!("{}.md", client.id);
        let text = markdown::write(&record);
        files.push((root.join("docs/clients").join(&page), text));
        records.push((record, page));
    }
    files.push((
        root.join("docs/clients/README.md"),
        markdown::index(&records),
    ));
    files
}

fn catalogue() -> String {
    let mut page = "# The rules\n\nGenerated from the rules' own documentation by \
        `MCPMEND_UPDATE=1 cargo test --test generated`; `mcpmend explain RULE` tells all about one.\n"
        .to_owned();
    for category in Category::ALL {
        write!(
            page,
            "\n## {}\n\n| rule | severity | persona | fix | what |\n| --- | --- | --- | --- | --- |\n",
            category.name()
        )
        .unwrap();
        for rule in rules::all().filter(|rule| rule.category == *category) {
            let fix = match rule.fixes {
                Fixes::None => "",
                Fixes::Safe => "safe",
                Fixes::Unsafe => "unsafe",
                Fixes::Both => "safe or unsafe",
                Fixes::Choice => "to choose",
            };
            writeln!(
                page,
                "| [{}]({}/{}.rs) | {} | {} | {fix} | {} |",
                rule.name,
                category.name(),
                rule.name.replace('-', "_"),
                rule.severity.name(),
                rule.persona.name(),
                rule.documentation().summary.replace('|', "\\|")
            )
            .unwrap();
        }
    }
    page
}

#[test]
fn generated_files_are_fresh() {
    let update = std::env::var_os("MCPMEND_UPDATE").is_some();
    let mut stale = Vec::new();
    for (path, text) in generated() {
        if update {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(path.display().to_string());
        }
    }
    assert!(stale.is_empty(), "stale: {}", stale.join(", "));
}

#[test]
fn every_rule_stands_in_the_file_of_its_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for rule in rules::all() {
        let path = root.join(format!(
            "{}/{}.rs",
            rule.category.name(),
            rule.name.replace('-', "_")
        ));
        assert!(path.is_file(), "{} is not at {}", rule.name, path.display());
    }
}

#[test]
fn the_output_keeps_its_contract() {
    let schema: Value = serde_json::from_str(&schemas::output()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let output = common::mcpmend()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tests/tour", "--isolated", "--format", "json"])
        .output()
        .unwrap();
    let data: Value = serde_json::from_slice(&output.stdout).unwrap();
    if let Err(error) = validator.validate(&data) {
        panic!("{error}");
    }
    assert_eq!(data["version"], 1);
    assert!(data["diagnostics"].as_array().unwrap().len() > 5);
}

/// The README's table of agreement is the one that `tests/recheck/run.py --agreement` wrote last.
#[test]
fn the_readme_shows_the_agreement() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/recheck/AGREEMENT.md")).unwrap();
    let rows: Vec<String> = table
        .lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("| ---"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [client, _, version, date, configs, agreeing] = cells[..] else {
                panic!("{line}");
            };
            let client = match clients::by_id(client) {
                Some(client) => format!("[{}](docs/clients/{0}.md)", client.id),
                None => client.to_owned(),
            };
            format!("| {client} | {version} | {date} | {configs} | {agreeing} |")
        })
        .collect();
    let shown = format!(
        "<!-- agreement -->\n{}\n| --- | --- | --- | ---: | ---: |\n{}\n<!-- /agreement -->",
        rows[0],
        rows[1..].join("\n").replace("|  |", "| |")
    );
    let path = root.join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- agreement -->").unwrap();
    let (_, after) = rest.split_once("<!-- /agreement -->").unwrap();
    let fresh = format!("{before}{}{after}", shown.replace("|  |", "| |"));
    if std::env::var_os("MCPMEND_UPDATE").is_some() {
        std::fs::write(&path, fresh).unwrap();
    } else {
        assert_eq!(readme, fresh, "the README shows another table");
    }
}
