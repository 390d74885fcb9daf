//! Findings in the editor's words.

use std::str::FromStr as _;

use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Uri,
};

use super::view::View;
use crate::diagnostic::{Diagnostic, Label, Mark, Severity};
use crate::report::Report;
use crate::rules;

/// The name of this server beside its diagnostics.
pub(super) const SOURCE: &str = "mcpmend";

/// What an editor shows in one file: what is found in it, and what of it has no effect or should
/// not be used by what is found elsewhere.
pub(super) fn of_file(view: View<'_>) -> Vec<lsp_types::Diagnostic> {
    let report = view.report();
    let mut shown = Vec::new();
    for finding in view.project.findings() {
        if finding.primary().file == view.id {
            shown.push(told(view, &report, finding));
        }
        let others = finding.labels[1..].iter();
        let marked = others.filter(|label| label.file == view.id);
        shown.extend(marked.filter_map(|label| hint(view, &report, finding, label)));
    }
    shown
}

/// A finding in the editor's words.
pub(super) fn told(
    view: View<'_>,
    report: &Report<'_>,
    finding: &Diagnostic,
) -> lsp_types::Diagnostic {
    let label = finding.primary();
    let related = |label: &Label| {
        Some(DiagnosticRelatedInformation {
            location: Location {
                uri: view.uri_of(label.file)?,
                range: view.lines_of(label.file).range(label.span),
            },
            message: report.line(&label.text),
        })
    };
    let others = finding.labels[1..].iter().filter_map(related);
    lsp_types::Diagnostic {
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code_description: page(finding.rule)
            .filter(|_| view.abilities.links)
            .map(|href| CodeDescription { href }),
        message: message(report, finding),
        related_information: (view.abilities.related && finding.labels.len() > 1)
            .then(|| others.collect()),
        tags: tags(view, label),
        ..plain(view, finding, label)
    }
}

/// A place of a finding that is shown fainter or struck through, and is not underlined: the finding
/// itself is about another one.
fn hint(
    view: View<'_>,
    report: &Report<'_>,
    finding: &Diagnostic,
    label: &Label,
) -> Option<lsp_types::Diagnostic> {
    Some(lsp_types::Diagnostic {
        severity: Some(DiagnosticSeverity::HINT),
        message: report.line(&label.text),
        tags: Some(tags(view, label)?),
        ..plain(view, finding, label)
    })
}

fn plain(view: View<'_>, finding: &Diagnostic, label: &Label) -> lsp_types::Diagnostic {
    lsp_types::Diagnostic {
        range: view.range(label.span),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        source: Some(SOURCE.to_owned()),
        ..lsp_types::Diagnostic::default()
    }
}

fn tags(view: View<'_>, label: &Label) -> Option<Vec<DiagnosticTag>> {
    let (able, tag) = match label.mark? {
        Mark::Unnecessary => (view.abilities.unnecessary, DiagnosticTag::UNNECESSARY),
        Mark::Deprecated => (view.abilities.deprecated, DiagnosticTag::DEPRECATED),
    };
    able.then(|| vec![tag])
}

/// The page of a rule.
pub(super) fn page(rule: &str) -> Option<Uri> {
    Uri::from_str(&rules::by_name(rule)?.page()?).ok()
}

/// What is wrong, what the client does about it, and what to do: what a terminal shows, too.
fn message(report: &Report<'_>, finding: &Diagnostic) -> String {
    let mut message = report.line(&finding.message);
    for more in [&finding.effect, &finding.help].into_iter().flatten() {
        message.push('\n');
        message.push_str(&report.line(more));
    }
    message
}
