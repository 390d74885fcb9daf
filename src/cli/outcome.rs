//! What a run comes to: printed, and as an exit code.

use std::io::{self, Write};
use std::path::Path;

use super::args::{CheckArgs, Format};
use super::{Ending, Failure, report as page, say, tell, terminal};
use crate::analysis::Analysis;
use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::fix::{self, Mended};
use crate::report::{
    Guard, Report, Style, concise, count, full, github, gitlab, json, junit, sarif, statistics,
    summary,
};
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
    analysis: &Analysis,
    workspace: &Workspace,
    checked: &Checked,
    args: &CheckArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let report = Report::new(workspace, &checked.findings, args.place.show_secrets)
        .on(analysis.machine())
        .seen_from(&analysis.host)
        .leaving_out(checked.left_out);
    page::write(analysis, &report, args)?;
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
                false,
                &mut text,
            )?;
            create(path, &text)?;
        }
        None => {
            let on_terminal = terminal::Terminal::is_terminal(&io::stdout());
            body(&report, args, style, on_terminal, out)?;
        }
    }
    if args.format == Format::Sarif && checked.findings.len() > sarif::MOST_FOR_GITHUB {
        say!(
            "warning: these are {} results, and GitHub's code scanning refuses a file with more than {}: check fewer paths at once, or fewer rules with --select",
            checked.findings.len(),
            sarif::MOST_FOR_GITHUB
        );
    }
    // The JSON has the summary in it.
    if args.quiet || (args.format == Format::Json && args.output_file.is_none()) {
        return Ok(());
    }
    // Standard output is for the findings alone where they go to a file or a program.
    let aside = args.output_file.is_some() || !args.format.is_for_people();
    let style = Style {
        color: style.color && !aside,
        ..style
    };
    let text = if workspace.files().len() == 0 {
        summary::no_config(&report)
    } else if checked.findings.is_empty() {
        summary::nothing(&report)
    } else {
        summary::findings(&report, style)
    };
    if aside {
        tell(&text);
        return Ok(());
    }
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
    on_terminal: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if args.format == Format::Github && !on_terminal {
        // GitHub looks for a file of exactly this name.
        github::write(report, out)?;
        return Ok(());
    }
    let mut out = match args.format {
        Format::Json | Format::Sarif | Format::Gitlab => Guard::json(out),
        Format::Full | Format::Concise => Guard::lines(style, out),
        // Nothing in these is coloured by us.
        Format::Github | Format::Junit => Guard::lines(Style::PLAIN, out),
    };
    match (args.format, args.statistics) {
        (Format::Json, true) => statistics::write_json(report, &mut out)?,
        (Format::Full | Format::Concise, true) => statistics::write(report, style, &mut out)?,
        (Format::Full, false) => full::write(report, style, &mut out)?,
        (Format::Concise, false) => concise::write(report, style, &mut out)?,
        (Format::Json, false) => json::write(report, &mut out)?,
        (Format::Sarif, _) => sarif::write(report, &mut out)?,
        (Format::Github, _) => github::write(report, &mut out)?,
        (Format::Gitlab, _) => gitlab::write(report, &mut out)?,
        (Format::Junit, _) => {
            let fails = |severity| args.fail_on.fails(severity);
            junit::write(report, &fails, &mut out)?;
        }
    }
    out.finish()?;
    Ok(())
}

pub(super) fn tell_failed(mended: &Mended, show_secrets: bool) {
    let report = Report::new(&mended.workspace, &mended.checked.findings, show_secrets);
    for failed in &mended.failed {
        let path = named(&failed.fix.files, &mended.workspace);
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

/// More files than these are counted.
const MOST_NAMED: usize = 3;

/// The files that a fix changes, for people.
pub(super) fn named(files: &[FileId], workspace: &Workspace) -> String {
    let names: Vec<&str> = files
        .iter()
        .map(|id| workspace.file(*id).shown.as_str())
        .collect();
    match names.as_slice() {
        [first, rest @ ..] if rest.len() > MOST_NAMED => {
            format!("{first} and {} more", count(rest.len(), "file"))
        }
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
