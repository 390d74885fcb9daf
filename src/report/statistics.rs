//! Findings counted by rule.

use std::io;

use serde_json::{Value, json};

use super::json::summary;
use super::{Report, Style};
use crate::diagnostic::{Applicability, Severity};
use crate::rules::{self, Category};

/// The findings of one rule.
pub(super) struct Line {
    pub(super) rule: &'static str,
    pub(super) category: &'static str,
    /// The highest.
    pub(super) severity: Severity,
    pub(super) number: usize,
    /// How many have a safe fix.
    pub(super) safe: usize,
    /// How many have another one.
    pub(super) r#unsafe: usize,
}

/// The rules that found something, the one that found most first.
pub(super) fn lines(report: &Report<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for finding in report.findings {
        let at = lines.iter().position(|line| line.rule == finding.rule);
        let at = at.unwrap_or_else(|| {
            lines.push(Line {
                rule: finding.rule,
                category: rules::by_name(finding.rule).map_or("", |rule| rule.category.name()),
                severity: finding.severity,
                number: 0,
                safe: 0,
                r#unsafe: 0,
            });
            lines.len() - 1
        });
        let line = &mut lines[at];
        line.severity = line.severity.max(finding.severity);
        line.number += 1;
        match report.would_be_fixed(finding) {
            Some(Applicability::Safe) => line.safe += 1,
            Some(Applicability::Unsafe) => line.r#unsafe += 1,
            None => {}
        }
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.number), line.rule));
    lines
}

/// Writes a table: how many, the highest severity, the category, the rule, how many of them have
/// a safe fix and how many another one.
///
/// # Errors
/// When `out` refuses.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let lines = lines(report);
    if lines.is_empty() {
        return Ok(());
    }
    let rule = rules::all().map(|rule| rule.name.len()).max();
    let category = Category::ALL.iter().map(|it| it.name().len()).max();
    let (rule, category) = (rule.unwrap_or_default(), category.unwrap_or_default());
    let head = format!(
        "{:>6}  {:8}  {:category$}  {:rule$}  {:>6}  {:>6}",
        "count", "severity", "category", "rule", "safe", "unsafe"
    );
    writeln!(out, "{}", style.paint("1", &head))?;
    let mut row = |number: usize, severity: &str, of: &str, name: &str, safe, r#unsafe| {
        writeln!(
            out,
            "{number:>6}  {severity:8}  {of:category$}  {name:rule$}  {:>6}  {:>6}",
            mark(safe),
            mark(r#unsafe)
        )
    };
    for line in &lines {
        row(
            line.number,
            line.severity.name(),
            line.category,
            line.rule,
            line.safe,
            line.r#unsafe,
        )?;
    }
    let sum = |of: fn(&Line) -> usize| lines.iter().map(of).sum();
    row(
        sum(|line| line.number),
        "",
        "",
        "total",
        sum(|line| line.safe),
        sum(|line| line.r#unsafe),
    )
}

fn mark(number: usize) -> String {
    match number {
        0 => "-".to_owned(),
        number => number.to_string(),
    }
}

/// Writes the same as JSON, with the summary of the JSON contract.
///
/// # Errors
/// When `out` refuses.
pub fn write_json(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let lines: Vec<Value> = lines(report)
        .iter()
        .map(|line| {
            json!({
                "rule": line.rule,
                "category": line.category,
                "severity": line.severity,
                "count": line.number,
                "safe": line.safe,
                "unsafe": line.r#unsafe,
            })
        })
        .collect();
    let all = json!({ "version": 1, "statistics": lines, "summary": summary(report) });
    serde_json::to_writer_pretty(&mut *out, &all).map_err(io::Error::from)?;
    writeln!(out)
}
