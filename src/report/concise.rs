//! One line per finding: `path:line:column: severity[rule] message`.

use std::io;

use super::{Report, Style};
use crate::diagnostic::Severity;

/// Writes all findings.
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in report.findings {
        let (file, at) = report.position(finding);
        let color = match finding.severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        };
        writeln!(
            out,
            "{}:{}:{}: {} {}",
            report.path(file),
            at.line,
            at.column,
            style.paint(
                color,
                &format!("{}[{}]", finding.severity.name(), finding.rule)
            ),
            report.line(&finding.message)
        )?;
    }
    Ok(())
}
