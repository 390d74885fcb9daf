//! Workflow commands of GitHub Actions: `::error title=…,file=…,line=…::message`, one line each,
//! which the runner turns into annotations.
//!
//! Source: docs.github.com, "Workflow commands for GitHub Actions", and `actions/toolkit`,
//! `packages/core/src/command.ts`, which has the escapes (2026-11-26).

use std::io;

use super::Report;
use super::marks::sentences;
use crate::diagnostic::Severity;

/// Writes all findings. Messages are fit for people; a path is written as it is, since GitHub looks
/// for a file of that name: what goes to a terminal has to pass a [`super::Guard`].
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in report.findings {
        let label = finding.primary();
        let file = report.workspace.file(label.file);
        let start = file.document.position(label.span.start);
        let end = file.document.position(label.span.end);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        // Columns are refused where there are several lines.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        writeln!(
            out,
            "::{command} title={},file={},line={},endLine={}{columns}::{}",
            property(&format!("mcpmend: {}", finding.rule)),
            property(&report.path_for_programs(file)),
            start.line,
            end.line,
            data(&sentences(report, finding).join("\n"))
        )?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
