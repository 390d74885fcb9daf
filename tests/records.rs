//! A client's record tells every fact, on the terminal, as a page and as JSON.
#![allow(clippy::unwrap_used)]

use mcpmend::clients;
use mcpmend::model::{Inherits, Outcome, SameName};
use mcpmend::report::Style;
use mcpmend::report::record::{json, markdown, record, terminal};
use serde_json::{Value, json};

/// Every section but those that hold what need not be there.
const SECTIONS: &[&str] = &[
    "places",
    "syntax",
    "root",
    "transport",
    "fields",
    "names",
    "variables",
    "process",
    "remote",
    "precedence",
    "help",
    "evidence",
];

#[test]
fn nothing_is_left_out() {
    for client in clients::ALL {
        let record = record(client);
        // Wide enough that nothing is wrapped.
        let style = Style {
            width: 10_000,
            ..Style::PLAIN
        };
        let data = json::write(&record);
        let forms = [
            terminal::write(&record, style),
            markdown::write(&record).replace("\\|", "|"),
            data.to_string().replace("\\\"", "\""),
        ];
        for id in SECTIONS {
            assert!(!data[*id].is_null(), "{} has no {id}", client.id);
        }
        let mut facts: Vec<&str> = vec![client.name, client.vendor, client.logs, client.restart];
        facts.push(client.precedence.says);
        facts.extend(client.traps.iter().chain(client.elsewhere));
        facts.extend(client.remote.ca_variables);
        for evidence in client.evidence {
            facts.extend([evidence.origin, evidence.version, evidence.date]);
        }
        for not_read in client.not_read {
            facts.extend([not_read.path, not_read.instead]);
        }
        for kind in client.kinds {
            facts.push(kind.variables.instead);
            facts.extend([kind.syntax_error.says, kind.missing_root.says]);
            for location in kind.locations {
                facts.extend([location.path, location.note]);
            }
            for root in kind.roots {
                let schema = kind.schema_at(root);
                for field in schema.fields() {
                    facts.extend([field.name, field.doc]);
                }
                facts.extend(schema.transport.spellings.iter().map(|(word, _)| *word));
                facts.extend([
                    schema.transport.url_only.says,
                    schema.transport.neither.says,
                ]);
                facts.extend([schema.null_entry.says, schema.names.ruling.says]);
            }
        }
        for form in &forms {
            for fact in &facts {
                // In JSON a backslash stands twice.
                let escaped = fact.replace('\\', "\\\\");
                assert!(
                    form.contains(fact) || form.contains(&escaped),
                    "{}: {fact}\n{form}",
                    client.id
                );
            }
        }
    }
}

#[test]
fn what_is_unknown_says_so() {
    let mut seen = 0;
    for client in clients::ALL {
        let record = record(client);
        let data = json::write(&record);
        let page = markdown::write(&record);
        let mut expect = |unknown: bool, label: &str, value: &Value| {
            seen += usize::from(unknown);
            assert_eq!(unknown, value.is_null(), "{}: {label}", client.id);
            let line = page
                .lines()
                .find(|line| line.starts_with(&format!("| {label} |")));
            let line = line.unwrap_or_else(|| panic!("{} has no {label}", client.id));
            assert_eq!(unknown, line.contains("not established"), "{line}");
        };
        expect(
            client.process.inherits == Inherits::Unknown,
            "environment, besides `env`",
            &data["process"]["environment"],
        );
        expect(
            client.precedence.same_name == SameName::Unknown,
            "one name in two files",
            &data["precedence"]["same_name"],
        );
        expect(client.logs.is_empty(), "logs", &data["help"]["logs"]);
        let plain_http = client.remote.plain_http.outcome == Outcome::Unknown;
        let value = &data["remote"]["plain_http"];
        let value = if value["outcome"] == json!("unknown") {
            &Value::Null
        } else {
            value
        };
        expect(plain_http, "`http://` to another machine", value);
    }
    assert!(seen > 5, "only {seen} facts were unknown");
}

#[test]
fn kinds_that_share_facts_stand_together() {
    let vscode = clients::by_id("vscode").unwrap();
    let data = json::write(&record(vscode));
    let roots = data["root"].as_array().unwrap();
    let kinds: usize = roots
        .iter()
        .map(|part| part["kinds"].as_array().unwrap().len())
        .sum();
    assert_eq!(kinds, vscode.kinds.len());
    assert!(roots.len() < kinds, "{} of {kinds}", roots.len());
}
