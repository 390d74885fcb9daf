//! The ways to mend a finding, each with what it changes.

use super::super::Report;
use super::super::offer::{AROUND, Piece, pieces};
use super::markup::Markup;
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::TextEdit;
use crate::workspace::FileId;

/// So many bytes of a long line are shown on each side of a change.
const ROOM: usize = 80;

/// At most so many lines of one fix are shown; `--diff` shows all.
const MOST_LINES: usize = 60;

/// Writes the preferred fix open, and the others closed.
pub(super) fn write(report: &Report<'_>, finding: &Diagnostic, page: &mut Markup) {
    let file = finding.primary().file;
    if let Some(fix) = finding.preferred() {
        page.tags("<div class=fix>\n<p><b>Fix:</b> ");
        title(report, fix, page);
        page.tags("</p>\n");
        diff(report, file, fix, page);
        page.tags("</div>\n");
    }
    for fix in finding.alternatives() {
        page.tags("<details class=fix>\n<summary><b>")
            .tags(if finding.preferred().is_some() {
                "Or:"
            } else {
                "Choose:"
            })
            .tags("</b> ");
        title(report, fix, page);
        page.tags("</summary>\n");
        diff(report, file, fix, page);
        page.tags("</details>\n");
    }
}

fn title(report: &Report<'_>, fix: &Fix, page: &mut Markup) {
    page.prose(&report.scrub(&fix.title))
        .tags(" <span class=\"tag ")
        .tags(fix.applicability.name())
        .tags("\">")
        .tags(fix.applicability.name())
        .tags("</span>");
}

/// What a fix of a finding in `file` changes.
fn diff(report: &Report<'_>, file: FileId, fix: &Fix, page: &mut Markup) {
    if let Some(why) = report.refusal(fix) {
        page.tags("<p>By hand: ")
            .prose(&report.scrub(&why.to_string()))
            .tags("</p>\n");
        return;
    }
    let files = fix.files();
    let mut masked = false;
    for id in &files {
        let document = &report.workspace.file(*id).document;
        let Ok(edits) = document.lower(&fix.edits_of(*id)) else {
            continue;
        };
        if files != [file] {
            page.tags("<p class=where>")
                .code(&report.path(*id))
                .tags("</p>\n");
        }
        masked |= hides(report, *id, &edits);
        let pieces = pieces(report, *id, edits, ROOM);
        page.tags("<pre class=diff><code>");
        for piece in pieces.iter().take(MOST_LINES) {
            write_piece(piece, page);
        }
        if pieces.len() > MOST_LINES {
            page.tags("<span class=n></span>…\n");
        }
        page.tags("</code></pre>\n");
    }
    if masked {
        page.tags(
            "<p class=where>Secrets are masked in this diff, so it does not apply as it stands; \
             <code>--show-secrets</code> shows them.</p>\n",
        );
    }
}

/// Whether something is masked in the lines that are shown of these changes.
fn hides(report: &Report<'_>, file: FileId, edits: &[TextEdit]) -> bool {
    let lines = report.workspace.file(file).document.lines();
    edits.iter().any(|edit| {
        let first = lines.line_of(edit.span.start).saturating_sub(AROUND);
        let last = lines.line_of(edit.span.end) + AROUND;
        report.gives_away(&edit.text)
            || report.secrets(file).iter().any(|secret| {
                lines.line_of(secret.start) <= last && first <= lines.line_of(secret.end)
            })
    })
}

fn write_piece(piece: &Piece, page: &mut Markup) {
    match piece {
        Piece::Gap => page.tags("<span class=n></span>…\n"),
        Piece::Line { sign, number, text } => page
            .tags(match sign {
                '-' => "<del><span class=n>",
                '+' => "<ins><span class=n>",
                _ => "<span class=n>",
            })
            .count(*number)
            .tags(match sign {
                '-' => "</span>- ",
                '+' => "</span>+ ",
                _ => "</span>  ",
            })
            .text(text)
            .tags(match sign {
                '-' => "</del>\n",
                '+' => "</ins>\n",
                _ => "\n",
            }),
    };
}
