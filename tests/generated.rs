//! The generated files are fresh, and the schemas say what the check says.
//!
//! `MCPMEND_UPDATE=1 cargo test --test generated` writes them anew.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::Sandbox;
use mcpmend::check::Selection;
use mcpmend::diagnostic::Severity;
use mcpmend::document::Document;
use mcpmend::rules::{self, Category, Fixes};
use mcpmend::{clients, schemas};
use serde_json::Value;

fn generated() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<(PathBuf, String)> = clients::ALL
        .iter()
        .map(|client| {
            let path = root.join(format!("schemas/{}.schema.json", client.id));
            (path, schemas::client(client))
        })
        .collect();
    files.push((root.join("schemas/output.schema.json"), schemas::output()));
    files.push((
        root.join("schemas/settings.schema.json"),
        schemas::settings(),
    ));
    files.push((root.join("src/rules/CATALOGUE.md"), catalogue()));
    files
}

fn catalogue() -> String {
    let mut page = "# The rules\n\nGenerated from the rules' own documentation by \
        `MCPMEND_UPDATE=1 cargo test --test generated`; `mcpmend explain RULE` tells all about one.\n"
        .to_owned();
    for category in Category::ALL {
        write!(
            page,
            "\n## {}\n\n| rule | severity | fix | what |\n| --- | --- | --- | --- |\n",
            category.name()
        )
        .unwrap();
        for rule in rules::all().filter(|rule| rule.category == *category) {
            let fix = match rule.fixes {
                Fixes::None => "",
                Fixes::Safe => "safe",
                Fixes::Unsafe => "unsafe",
                Fixes::Both => "safe or unsafe",
            };
            writeln!(
                page,
                "| [{}]({}/{}.rs) | {} | {fix} | {} |",
                rule.name,
                category.name(),
                rule.name.replace('-', "_"),
                rule.severity.name(),
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

/// What the check has nothing against, the schema of that client takes.
#[test]
fn schemas_take_what_the_check_takes() {
    let validators: Vec<(&str, jsonschema::Validator)> = clients::ALL
        .iter()
        .map(|client| {
            let schema: Value = serde_json::from_str(&schemas::client(client)).unwrap();
            (client.id, jsonschema::draft7::new(&schema).unwrap())
        })
        .collect();
    let mut examined = 0;
    let mut wrong = Vec::new();
    for rule in rules::all() {
        for group in rule.documentation().examples {
            let sandbox = Sandbox::new();
            for example in &group {
                sandbox.write(&example.path, &example.text);
            }
            let findings = sandbox.check(&Selection::default());
            for (id, file) in sandbox.workspace().files() {
                let faulty = findings.iter().any(|finding| {
                    finding.primary().file == id
                        && finding.severity != Severity::Info
                        && rules::by_name(finding.rule).is_some_and(|rule| {
                            matches!(
                                rule.category,
                                Category::Syntax | Category::Schema | Category::Transport
                            )
                        })
                });
                let validator = validators.iter().find(|(id, _)| *id == file.client.id);
                let (Some((_, validator)), Some(data)) = (validator, data(&file.document)) else {
                    continue;
                };
                if faulty || file.not_read.is_some() {
                    continue;
                }
                examined += 1;
                if let Err(error) = validator.validate(&data) {
                    wrong.push(format!("{}: {}: {error}", rule.name, file.shown));
                }
            }
        }
    }
    assert!(examined > 40, "only {examined} examples were examined");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What costs an entry by its type, the schema refuses.
#[test]
fn schemas_refuse_wrong_types() {
    for client in clients::ALL {
        let schema: Value = serde_json::from_str(&schemas::client(client)).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        let Some(kind) = client.kinds.first() else {
            continue;
        };
        let root = &kind.roots[0];
        let Some(field) = kind
            .schema_at(root)
            .fields()
            .find(|field| field.shape == mcpmend::model::Shape::Bool)
        else {
            continue;
        };
        let entry = serde_json::json!({ field.name: {"not": "a boolean"} });
        let servers = match root.shape {
            mcpmend::model::RootShape::Map => serde_json::json!({ "x": entry }),
            mcpmend::model::RootShape::List { .. } => serde_json::json!([entry]),
            mcpmend::model::RootShape::One { .. } => entry,
        };
        let file = root
            .path
            .iter()
            .rev()
            .fold(servers, |inner, key| serde_json::json!({ *key: inner }));
        assert!(!validator.is_valid(&file), "{}: {file}", client.id);
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

fn data(document: &Document) -> Option<Value> {
    document.root().map(|root| root.to_json())
}
