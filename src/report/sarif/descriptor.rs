//! A rule as SARIF describes it.

use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Persona, Severity};
use crate::rules::Rule;

/// What GitHub shows of a text beside an alert, in characters.
const SHOWN: usize = 1_000;

/// SARIF's word for a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The rule with its documentation.
pub(super) fn descriptor(rule: &Rule) -> Json {
    let docs = rule.documentation();
    let markdown = plain_fences(&docs.markdown);
    let why = section(&markdown, "Why it fails").unwrap_or(docs.summary.clone());
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": { "text": shortened(&docs.summary) },
        "fullDescription": { "text": shortened(&why) },
        "help": { "text": markdown, "markdown": markdown },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": properties(rule),
    });
    if let Some(page) = rule.page() {
        descriptor["helpUri"] = json!(page);
    }
    descriptor
}

fn properties(rule: &Rule) -> Map<String, Json> {
    let mut tags = vec!["mcp", rule.category.name()];
    let mut properties = Map::new();
    if rule.is_security() {
        tags.push("security");
        // GitHub reads it as it reads a score of CVSS: from 7 on high, from 4 on medium.
        let score = match rule.severity {
            Severity::Error => "8.0",
            Severity::Warning => "5.5",
            Severity::Info => "3.0",
        };
        properties.insert("security-severity".to_owned(), json!(score));
    }
    let problem = match rule.severity {
        Severity::Info => "recommendation",
        severity => severity.name(),
    };
    let precision = match rule.persona {
        Persona::Regular => "high",
        Persona::Pedantic => "medium",
    };
    properties.insert("tags".to_owned(), json!(tags));
    properties.insert("category".to_owned(), json!(rule.category.name()));
    properties.insert("problem.severity".to_owned(), json!(problem));
    properties.insert("precision".to_owned(), json!(precision));
    properties
}

/// The documentation without what its examples say to tests: `json bad .mcp.json`.
fn plain_fences(markdown: &str) -> String {
    let lines = markdown.lines().map(|line| match line.split_once(' ') {
        Some((fence, _)) if fence.starts_with("```") => fence,
        _ => line,
    });
    lines.fold(String::new(), |mut text, line| {
        text.push_str(line);
        text.push('\n');
        text
    })
}

/// The first paragraph below a heading, on one line.
fn section(markdown: &str, heading: &str) -> Option<String> {
    let lines = markdown
        .lines()
        .skip_while(|line| line.strip_prefix("## ") != Some(heading))
        .skip(1)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some(_) => text.chars().take(SHOWN - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn every_rule_describes_itself() {
        for rule in rules::all() {
            let descriptor = descriptor(rule);
            for text in ["shortDescription", "fullDescription", "help"] {
                let text = descriptor[text]["text"].as_str().unwrap_or_default();
                assert!(text.len() > 10, "{}: {text}", rule.name);
            }
            let why = descriptor["fullDescription"]["text"].as_str();
            let start = why.is_some_and(|why| !why.starts_with(['#', '`', '|', '-']));
            assert!(
                start || why.is_some_and(|why| why.starts_with('`')),
                "{why:?}"
            );
            let help = descriptor["help"]["markdown"].as_str().unwrap_or_default();
            assert!(!help.contains("```json bad"), "{help}");
        }
    }

    #[test]
    fn a_rule_about_security_has_a_score() {
        for (name, score) in [
            ("plain-http-remote", Some("5.5")),
            ("hardcoded-secret", Some("8.0")),
            ("trailing-comma", None),
        ] {
            let rule = rules::by_name(name).unwrap_or_else(|| panic!("{name}"));
            let score = score.map(|score| json!(score)).unwrap_or_default();
            assert_eq!(
                descriptor(rule)["properties"]["security-severity"],
                score,
                "{name}"
            );
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shortened("é"), "é");
        let cut = shortened(&"é".repeat(SHOWN + 1));
        assert!(cut.ends_with("é…") && cut.chars().count() == SHOWN);
        assert_eq!(shortened(&"é".repeat(SHOWN)).chars().count(), SHOWN);
    }
}
