//! The rich report: the source with labels, what the client does, the way out, the fix.

use std::fmt::{self, Write};

use miette::{
    Diagnostic as Rich, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode,
    ThemeCharacters, ThemeStyles,
};

use super::Report;
use super::source::Source;
use super::style::{Style, wrap, wrap_behind};
use super::window::Window;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label, Severity};
use crate::workspace::FileId;

/// At most so many bytes of a label are underlined: a value of a minified file would be
/// underlined over many screens.
const SHOWN_LABEL: usize = 200;

/// Writes all findings.
///
/// # Errors
/// When `out` refuses.
pub fn write(
    report: &Report<'_>,
    style: Style,
    out: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    let handler = handler(style);
    for finding in report.findings {
        let mut text = String::new();
        // Writing into a string does not fail; what miette could refuse, `Source` never returns.
        if render(report, finding, style, &handler, &mut text).is_ok() {
            writeln!(out, "{}", text.trim_end())?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn handler(style: Style) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: if style.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        },
        styles: if style.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(style.width)
        .with_context_lines(1)
        .with_wrap_lines(true)
}

fn render(
    report: &Report<'_>,
    finding: &Diagnostic,
    style: Style,
    handler: &GraphicalReportHandler,
    out: &mut String,
) -> fmt::Result {
    let primary = finding.primary().file;
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) = finding
        .labels
        .iter()
        .partition(|label| label.file == primary);
    headline(report, finding, style, out)?;
    snippet(report, &here, finding.severity, handler, out)?;
    let mut files: Vec<FileId> = Vec::new();
    for label in &elsewhere {
        if !files.contains(&label.file) {
            files.push(label.file);
        }
    }
    for file in files {
        let labels: Vec<&Label> = elsewhere
            .iter()
            .copied()
            .filter(|label| label.file == file)
            .collect();
        snippet(report, &labels, Severity::Info, handler, out)?;
    }
    let line = |out: &mut String, name: &str, text: &str| line(report, name, text, style, out);
    if let Some(effect) = &finding.effect {
        line(out, "note", effect)?;
    }
    if let Some(help) = &finding.help {
        line(out, "help", help)?;
    }
    if let Some(fix) = finding.preferred() {
        let title = match fix.applicability {
            Applicability::Safe => fix.title.clone(),
            Applicability::Unsafe => format!("{} (unsafe: look before you apply it)", fix.title),
        };
        match report.refusal(fix) {
            None => {
                line(out, "fix", &title)?;
                inline_diff(report, fix, style, out)?;
            }
            Some(why) => line(out, "fix by hand", &format!("{}: {why}", fix.title))?,
        }
    }
    for (index, fix) in finding.alternatives().iter().enumerate() {
        let first = index == 0 && finding.preferred().is_none();
        let title = format!("{} ({})", fix.title, fix.applicability.name());
        line(out, if first { "choose" } else { "or" }, &title)?;
    }
    Ok(())
}

/// Severity, rule and message.
pub(super) fn headline(
    report: &Report<'_>,
    finding: &Diagnostic,
    style: Style,
    out: &mut String,
) -> fmt::Result {
    let severity = match finding.severity {
        Severity::Error => ("1;31", "error"),
        Severity::Warning => ("1;33", "warning"),
        Severity::Info => ("1;36", "info"),
    };
    let title = format!("{}[{}]", severity.1, finding.rule);
    let message = wrap_behind(
        &report.line(&finding.message),
        style.width,
        2,
        title.chars().count() + 2,
    );
    writeln!(
        out,
        "{}: {}",
        style.paint(severity.0, &title),
        style.paint("1", &message)
    )
}

/// A text about the finding behind its name.
pub(super) fn line(
    report: &Report<'_>,
    name: &str,
    text: &str,
    style: Style,
    out: &mut String,
) -> fmt::Result {
    let indent = name.chars().count() + 4;
    writeln!(
        out,
        "  {} {}",
        style.paint("36", &format!("{name}:")),
        wrap(&report.line(text), style.width, indent)
    )
}

fn snippet(
    report: &Report<'_>,
    labels: &[&Label],
    severity: Severity,
    handler: &GraphicalReportHandler,
    out: &mut String,
) -> fmt::Result {
    let Some(first) = labels.first() else {
        return Ok(());
    };
    let file = report.workspace.file(first.file);
    if file.document.text.is_empty() {
        return writeln!(out, "  --> {}", report.path(first.file));
    }
    let text = report.text(first.file);
    let escaped = report.escaped(first.file);
    let shown = |at| escaped.map_or(at, |escaped| escaped.shown(at));
    let name = report.path(first.file);
    let snippet = Snippet {
        severity,
        labels: merged(labels)
            .iter()
            .enumerate()
            .map(|(index, label)| {
                let start = label.span.start.min(text.len());
                // An empty label at the very end of the text would lose its words.
                let start = if label.span.is_empty() && start == text.len() {
                    text.floor_char_boundary(start.saturating_sub(1))
                } else {
                    start
                };
                // A label over many lines says no more than its first line.
                let end = label.span.end.clamp(start, text.len());
                let end = end.min(text.ceil_char_boundary(start + SHOWN_LABEL));
                let end = text[start..end]
                    .find(['\n', '\r'])
                    .map_or(end, |at| start + at);
                let words = (!label.text.is_empty()).then(|| report.line(&label.text));
                let (start, end) = (shown(start), shown(end));
                if index == 0 {
                    LabeledSpan::new_primary_with_span(words, (start, end - start))
                } else {
                    LabeledSpan::new_with_span(words, (start, end - start))
                }
            })
            .collect(),
        source: Source {
            name: &name,
            text: escaped.map_or(text, |escaped| &escaped.text),
            lines: escaped.map_or(file.document.lines(), |escaped| &escaped.lines),
            plain: escaped.map(|escaped| (escaped, text)),
        },
    };
    let mut rendered = String::new();
    handler.render_report(&mut rendered, &snippet)?;
    // miette starts with the message, which stands above already.
    let body = rendered
        .lines()
        .skip_while(|line| !line.contains(['╭', ',']) || !line.contains('['));
    for line in body {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// One label for each place: two under the same words cannot be told apart.
fn merged(labels: &[&Label]) -> Vec<Label> {
    let mut places: Vec<Label> = Vec::new();
    for label in labels {
        let same = places
            .iter_mut()
            .find(|place| place.span == label.span && !place.text.is_empty());
        match same {
            Some(place) if label.text.is_empty() || place.text == label.text => {}
            Some(place) => place.text = format!("{}; {}", place.text, label.text),
            None => places.push((*label).clone()),
        }
    }
    places
}

/// The lines that a fix changes, file by file.
fn inline_diff(report: &Report<'_>, fix: &Fix, style: Style, out: &mut String) -> fmt::Result {
    let files = fix.files();
    for id in &files {
        let file = report.workspace.file(*id);
        let Ok(lowered) = file.document.lower(&fix.edits_of(*id)) else {
            continue;
        };
        if files.len() > 1 {
            writeln!(out, "       {}", style.paint("2", &report.path(*id)))?;
        }
        Window::new(report, *id, &lowered).write(style, out)?;
    }
    Ok(())
}

struct Snippet<'a> {
    severity: Severity,
    labels: Vec<LabeledSpan>,
    source: Source<'a>,
}

impl fmt::Debug for Snippet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source.name)
    }
}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It stands where the message would, which is written without miette.
        f.write_str("snippet")
    }
}

impl std::error::Error for Snippet<'_> {}

impl Rich for Snippet<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
