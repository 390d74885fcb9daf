//! SARIF 2.1.0, for code scanning: findings with the documentation of their rules and their fixes.
//!
//! Source: the OASIS standard "Static Analysis Results Interchange Format Version 2.1.0", and what
//! GitHub reads of it: docs.github.com, "SARIF support for code scanning" (2026-11-26).

mod descriptor;

use std::io;

use serde_json::{Value as Json, json};

use super::Report;
use super::json::summary;
use super::marks::{fingerprints, sentences, utf16};
use super::place::Place;
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::document::{Document, Span};
use crate::rules::{self, Rule};
use crate::workspace::File;
use descriptor::{descriptor, level};

/// Where relative paths begin: the folder that is checked out.
const ROOT: &str = "%SRCROOT%";

/// How many results GitHub takes of one run; a file with more is refused.
pub const MOST_FOR_GITHUB: usize = 25_000;

/// Writes all findings.
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(report)).map_err(io::Error::from)?;
    writeln!(out)
}

fn log(report: &Report<'_>) -> Json {
    // Only what fired: the documentation of all rules is half a megabyte.
    let fired: Vec<&Rule> = rules::all()
        .filter(|rule| report.findings.iter().any(|it| it.rule == rule.name))
        .collect();
    let results: Vec<Json> = report
        .findings
        .iter()
        .zip(fingerprints(report))
        .map(|(finding, mark)| result(report, finding, &fired, &mark))
        .collect();
    let mut driver = json!({
        "name": "mcpmend",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
    });
    let repository = env!("CARGO_PKG_REPOSITORY");
    if !repository.is_empty() {
        driver["informationUri"] = json!(repository);
    }
    driver["rules"] = fired.into_iter().map(descriptor).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "automationDetails": { "id": "mcpmend/" },
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications(report),
            }],
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The root of the repository in which mcpmend ran." } },
            },
            "results": results,
            "properties": { "summary": summary(report) },
        }],
    })
}

/// What kept mcpmend from looking, and that it found nothing to look at.
fn notifications(report: &Report<'_>) -> Vec<Json> {
    let workspace = report.workspace;
    let mut all: Vec<Json> = Vec::new();
    let mut tell = |level: &str, text: String, file: Option<&File>| {
        let mut notification =
            json!({ "level": level, "message": { "text": unlinked(&report.line(&text)) } });
        if let Some(file) = file {
            let artifact = artifact(report, file);
            notification["locations"] =
                json!([{ "physicalLocation": { "artifactLocation": artifact } }]);
        }
        all.push(notification);
    };
    for (_, file) in workspace.files() {
        if let Some(why) = &file.unreadable {
            let text = format!("{} cannot be read: {why}.", file.shown);
            tell("error", text, Some(file));
        }
    }
    for trouble in &workspace.troubles {
        let text = format!("{}: {}.", trouble.path, trouble.message);
        tell("warning", text, None);
    }
    for stranger in &workspace.strangers {
        let text = format!(
            "{stranger}: no MCP servers found in it, and no client is known to read it; say whose it is with --client ID."
        );
        tell("warning", text, None);
    }
    if workspace.files().len() == 0 {
        tell("note", "No MCP configuration found.".to_owned(), None);
    }
    all
}

fn result(report: &Report<'_>, finding: &Diagnostic, fired: &[&Rule], mark: &str) -> Json {
    let workspace = report.workspace;
    let file = workspace.file(finding.primary().file);
    let mut location =
        json!({ "physicalLocation": physical(report, file, finding.primary().span) });
    let mut properties = json!({ "client": file.client.id });
    if let Some(entry) = finding.entry {
        let entry = workspace.entry(entry);
        let name = report.scrub(&entry.name);
        location["logicalLocations"] = json!([{
            "name": name,
            "fullyQualifiedName": report.scrub(&workspace.node(entry).pointer()),
            "kind": "object",
        }]);
        properties["server"] = json!(name);
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": fired.iter().position(|rule| rule.name == finding.rule),
        "level": level(finding.severity),
        "message": { "text": unlinked(&sentences(report, finding).join("\n")) },
        "locations": [location],
        // Not `primaryLocationLineHash`: GitHub's upload makes that one of the lines that follow,
        // and complains of each that is another's.
        "partialFingerprints": { "mcpmend/v1": mark },
        "properties": properties,
    });
    let related: Vec<Json> = finding
        .labels
        .iter()
        .enumerate()
        .skip(1)
        .map(|(id, label)| related(report, id, label))
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    let fixes: Vec<Json> = finding
        .fixes
        .iter()
        .filter_map(|it| {
            let preferred = finding.preferred();
            let preferred = preferred.is_some_and(|preferred| std::ptr::eq(preferred, it));
            fix(report, it, preferred)
        })
        .collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

/// A message in which no viewer finds a link: `[text](target)` is one in SARIF.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

fn related(report: &Report<'_>, id: usize, label: &Label) -> Json {
    let file = report.workspace.file(label.file);
    json!({
        "id": id,
        "message": { "text": unlinked(&report.line(&label.text)) },
        "physicalLocation": physical(report, file, label.span),
    })
}

/// `None` where the format cannot carry the fix out, or where it would give a secret away.
fn fix(report: &Report<'_>, fix: &Fix, preferred: bool) -> Option<Json> {
    let mut changes = Vec::new();
    for id in fix.files() {
        let file = report.workspace.file(id);
        let edits = file.document.lower(&fix.edits_of(id)).ok()?;
        if edits.iter().any(|edit| report.gives_away(&edit.text)) {
            return None;
        }
        let replacements: Vec<Json> = edits
            .iter()
            .map(|edit| {
                let mut replacement =
                    json!({ "deletedRegion": deleted(&file.document, edit.span) });
                if !edit.text.is_empty() {
                    replacement["insertedContent"] = json!({ "text": edit.text });
                }
                replacement
            })
            .collect();
        changes.push(json!({
            "artifactLocation": artifact(report, file),
            "replacements": replacements,
        }));
    }
    Some(json!({
        "description": { "text": unlinked(&report.line(&fix.title)) },
        "artifactChanges": changes,
        "properties": { "applicability": fix.applicability, "preferred": preferred },
    }))
}

fn physical(report: &Report<'_>, file: &File, span: Span) -> Json {
    json!({
        "artifactLocation": artifact(report, file),
        "region": region(&file.document, span),
    })
}

/// What lies outside of the repository, as below the home folder, is named in full.
fn artifact(report: &Report<'_>, file: &File) -> Json {
    let place = report.place(file);
    match &place {
        Place::Below(_) => json!({ "uri": place.url(), "uriBaseId": ROOT }),
        Place::Elsewhere(_) => json!({ "uri": place.url() }),
    }
}

fn region(document: &Document, span: Span) -> Json {
    let (start, end) = utf16(document, span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// The region that an edit replaces. A byte order mark has no column, so it is told by its bytes.
fn deleted(document: &Document, span: Span) -> Json {
    if document.byte_order_mark && span.start == 0 && !span.is_empty() {
        return json!({ "byteOffset": span.start, "byteLength": span.len() });
    }
    region(document, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_holds_a_link() {
        assert_eq!(unlinked("`[a](1)` and [b] (c)"), "`[a] (1)` and [b] (c)");
    }
}
