//! Findings in the editor's words.

use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Uri,
};

use super::abilities::Abilities;
use super::documents::Documents;
use super::position::Lines;
use super::project::Project;
use super::uri;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::report::Report;
use crate::workspace::FileId;

/// The name of this server beside its diagnostics.
pub(super) const SOURCE: &str = "mcpmend";

/// The lines of a file of the workspace.
pub(super) fn lines(project: &Project, file: FileId, abilities: Abilities) -> Lines<'_> {
    let document = &project.workspace.file(file).document;
    Lines {
        text: &document.text,
        index: document.lines(),
        encoding: abilities.encoding,
    }
}

/// The name of a file: the editor's own where it is open.
pub(super) fn uri_of(project: &Project, file: FileId, documents: &Documents) -> Option<Uri> {
    let path = &project.workspace.file(file).path;
    match documents.get(path) {
        Some(open) => Some(open.uri.clone()),
        None => uri::of_path(path),
    }
}

/// What is found in one file.
pub(super) fn of_file(
    project: &Project,
    file: FileId,
    documents: &Documents,
    abilities: Abilities,
) -> Vec<lsp_types::Diagnostic> {
    let report = Report::new(&project.workspace, project.findings(), false);
    project
        .findings()
        .iter()
        .filter(|finding| finding.primary().file == file)
        .map(|finding| told(project, &report, finding, documents, abilities))
        .collect()
}

/// A finding in the editor's words.
pub(super) fn told(
    project: &Project,
    report: &Report<'_>,
    finding: &Diagnostic,
    documents: &Documents,
    abilities: Abilities,
) -> lsp_types::Diagnostic {
    let label = finding.primary();
    let related = |label: &Label| {
        Some(DiagnosticRelatedInformation {
            location: Location {
                uri: uri_of(project, label.file, documents)?,
                range: lines(project, label.file, abilities).range(label.span),
            },
            message: report.line(&label.text),
        })
    };
    let others = finding.labels[1..].iter().filter_map(related);
    lsp_types::Diagnostic {
        range: lines(project, label.file, abilities).range(label.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: None::<CodeDescription>,
        source: Some(SOURCE.to_owned()),
        message: message(report, finding),
        related_information: abilities.related.then(|| others.collect()),
        tags: None,
        data: None,
    }
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
