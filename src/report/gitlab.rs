//! GitLab's Code Quality report: a JSON array of issues.
//!
//! Source: docs.gitlab.com, "Code Quality", "Code Quality report format" (2026-11-26).

use std::io;

use serde_json::{Value as Json, json};

use super::Report;
use super::marks::{fingerprints, sentences};
use crate::diagnostic::Severity;

/// Writes all findings.
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let marks = fingerprints(report);
    let issues: Vec<Json> = report
        .findings
        .iter()
        .zip(marks)
        .map(|(finding, mark)| {
            let label = finding.primary();
            let file = report.workspace.file(label.file);
            json!({
                "description": sentences(report, finding).join(" "),
                "check_name": finding.rule,
                "fingerprint": mark,
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                "location": {
                    "path": report.path_for_programs(file),
                    "lines": {
                        "begin": file.document.position(label.span.start).line,
                        "end": file.document.position(label.span.end).line,
                    },
                },
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues).map_err(io::Error::from)?;
    writeln!(out)
}
