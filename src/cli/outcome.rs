//! What a run comes to: printed, and as an exit code.

use std::io::Write;
use std::path::Path;

use super::args::{CheckArgs, Format};
use super::session::Session;
use super::{Ending, Failure, report as page, say};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::fix::{self, Mended};
use crate::report::{Guard, Report, Style, concise, full, json, statistics, summary};
use crate::workspace::{FileId, Workspace};

pub(super) fn ending(findings: &[Diagnostic], args: &CheckArgs) -> Ending {
    if findings
        .iter()
        .any(|finding| args.fail_on.fails(finding.severity))
    {
        Ending::Findings
    } else {
        Ending::Clean
    }
}

/// Prints findings to standard output or the output file, and the summary.
pub(super) fn print(
    session: &Session,
    workspace: &Workspace,
    checked: &Checked,
    args: &CheckArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let report = Report::new(workspace, &checked.findings, args.place.show_secrets)
        .on(session.machine())
        .leaving_out(checked.left_out);
    page::write(session, &report, args)?;
    match &args.output_file {
        Some(path) => {
            let mut text = Vec::new();
            body(
                &report,
                args,
                Style {
                    color: false,
                    ..style
                },
                &mut text,
            )?;
            create(path, &text)?;
        }
        None => body(&report, args, style, out)?,
    }
    if args.quiet || (args.format == Format::Json && args.output_file.is_none()) {
        return Ok(());
    }
    let text = if workspace.files().len() == 0 {
        summary::no_config(&report)
    } else if checked.findings.is_empty() {
        summary::nothing(&report)
    } else {
        summary::findings(&report, style)
    };
    let mut out = Guard::lines(style, out);
    writeln!(out, "{text}")?;
    out.finish()?;
    Ok(())
}

pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fix::write::create(path, bytes)
        .map_err(|error| Failure::message(format!("{}: {error}", discover::show(path))))
}

fn body(
    report: &Report<'_>,
    args: &CheckArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut out = match args.format {
        Format::Json => Guard::json(out),
        Format::Full | Format::Concise => Guard::lines(style, out),
    };
    match (args.format, args.statistics) {
        (Format::Json, true) => statistics::write_json(report, &mut out)?,
        (Format::Full | Format::Concise, true) => statistics::write(report, style, &mut out)?,
        (Format::Full, false) => full::write(report, style, &mut out)?,
        (Format::Concise, false) => concise::write(report, style, &mut out)?,
        (Format::Json, false) => json::write(report, &mut out)?,
    }
    out.finish()?;
    Ok(())
}

pub(super) fn tell_failed(mended: &Mended, show_secrets: bool) {
    let report = Report::new(&mended.workspace, &mended.checked.findings, show_secrets);
    for failed in &mended.failed {
        let path = first_file(&failed.fix.files, &mended.workspace);
        say!(
            "warning: {path}: not fixed [{}] {}: {}",
            failed.fix.rule,
            report.scrub(&failed.fix.title),
            report.scrub(&failed.why.to_string())
        );
    }
    if mended.unsettled {
        say!(
            "warning: fixes were still left after {} rounds; run again, and please report it",
            fix::MAX_ROUNDS
        );
    }
}

pub(super) fn first_file<'w>(files: &[FileId], workspace: &'w Workspace) -> &'w str {
    files
        .first()
        .map_or("", |id| workspace.file(*id).shown.as_str())
}
