//! `mcpmend check`, the default.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use super::args::{CheckArgs, Format};
use super::session::Session;
use super::{Ending, Failure, suggest, terminal};
use crate::check::{self, Selection};
use crate::diagnostic::Diagnostic;
use crate::document::MAX_BYTES;
use crate::fix::{self, Mended};
use crate::report::{self, Report, Style, concise, count, full, json, summary};
use crate::workspace::Workspace;

pub(super) fn run(args: &CheckArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    suggest::rules_or_categories(&args.select, "")?;
    suggest::rules_or_categories(&args.ignore, "")?;
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::message(
            "--unsafe-fixes does nothing by itself: add --diff to see the changes or --fix to apply them",
        ));
    }
    let selection = Selection {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
    };
    let session = match &args.stdin_filename {
        Some(path) => {
            let mut bytes = Vec::new();
            io::stdin().take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MAX_BYTES {
                return Err(Failure::message(
                    "standard input has more than 10 MB; no configuration is that long",
                ));
            }
            Session::of_text(&args.place, path, bytes)?
        }
        None => Session::open(&args.place)?,
    };
    tell_troubles(&session, args)?;
    let context = session.context();
    if args.fix || args.diff {
        let mended = fix::fix(&context, &selection, args.unsafe_fixes);
        return if args.diff {
            diff(&session, args, &mended, out)
        } else {
            apply(&session, args, &mended, style, out)
        };
    }
    let findings = check::check(&context, &selection);
    print(&session.workspace, &findings, args, style, out)?;
    Ok(ending(&findings, args))
}

fn ending(findings: &[Diagnostic], args: &CheckArgs) -> Ending {
    if findings
        .iter()
        .any(|finding| args.fail_on.fails(finding.severity))
    {
        Ending::Findings
    } else {
        Ending::Clean
    }
}

/// Paths that could not be looked at, and what was read when that was asked for.
fn tell_troubles(session: &Session, args: &CheckArgs) -> Result<(), Failure> {
    let mut err = io::stderr().lock();
    for trouble in &session.workspace.troubles {
        writeln!(err, "warning: {}: {}", trouble.path, trouble.message)?;
    }
    if session.workspace.files().len() > 0 {
        for stranger in &session.workspace.strangers {
            writeln!(
                err,
                "warning: {stranger} holds no MCP servers and no client is known to read it; say whose it is with --client ID"
            )?;
        }
    }
    if args.verbose {
        if let Some(file) = &session.settings_file {
            writeln!(err, "settings: {}", crate::discover::show(file))?;
        }
        for (_, file) in session.workspace.files() {
            writeln!(
                err,
                "{}: {} ({})",
                file.shown, file.client.name, file.kind.title
            )?;
        }
    }
    Ok(())
}

/// Prints findings to standard output or the output file, and the summary.
fn print(
    workspace: &Workspace,
    findings: &[Diagnostic],
    args: &CheckArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let report = Report {
        workspace,
        findings,
        show_secrets: args.place.show_secrets,
    };
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
            crate::fix::write::create(path, &text).map_err(|error| {
                Failure::message(format!("{}: {error}", crate::discover::show(path)))
            })?;
        }
        None => body(&report, args, style, out)?,
    }
    if args.quiet || (args.format == Format::Json && args.output_file.is_none()) {
        return Ok(());
    }
    let text = if workspace.files().len() == 0 {
        summary::no_config(&report)
    } else if findings.is_empty() {
        summary::nothing(&report)
    } else {
        summary::findings(&report, style)
    };
    writeln!(out, "{text}")?;
    Ok(())
}

fn body(
    report: &Report<'_>,
    args: &CheckArgs,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if args.statistics && args.format != Format::Json {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in report.findings {
            *counts.entry(finding.rule).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(rule, number)| (std::cmp::Reverse(*number), *rule));
        for (rule, number) in counts {
            writeln!(out, "{number:>6}  {rule}")?;
        }
        return Ok(());
    }
    match args.format {
        Format::Full => full::write(report, style, out)?,
        Format::Concise => concise::write(report, style, out)?,
        Format::Json => json::write(report, out)?,
    }
    Ok(())
}

fn diff(
    session: &Session,
    args: &CheckArgs,
    mended: &Mended,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let mut masked = false;
    for &id in &mended.changed {
        let old = session.workspace.file(id);
        let new = mended.workspace.file(id);
        let (before, after) = (
            report::masked(old, args.place.show_secrets),
            report::masked(new, args.place.show_secrets),
        );
        let text = fix::diff::unified(&old.shown, &before, &after);
        let plain = fix::diff::unified(&old.shown, &old.document.text, &new.document.text);
        masked |= text != plain;
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    tell_failed(mended)?;
    let mut err = io::stderr().lock();
    if masked {
        writeln!(
            err,
            "Secrets are masked in this diff, so it will not apply; --show-secrets prints it as it is."
        )?;
    }
    if !args.quiet {
        let style = terminal::style(super::args::Color::Auto, &io::stderr());
        let rest = Report {
            workspace: &mended.workspace,
            findings: &mended.findings,
            show_secrets: false,
        };
        if mended.changed.is_empty() {
            writeln!(err, "Nothing to fix here without a look at it.")?;
        } else {
            writeln!(
                err,
                "This fixes {} in {}; nothing was written.",
                count(mended.applied.len(), "problem"),
                count(mended.changed.len(), "file")
            )?;
        }
        if !mended.findings.is_empty() {
            writeln!(err, "After it: {}", summary::findings(&rest, style))?;
        }
    }
    Ok(if mended.changed.is_empty() {
        ending(&mended.findings, args)
    } else {
        Ending::Findings
    })
}

fn tell_failed(mended: &Mended) -> Result<(), Failure> {
    let mut err = io::stderr().lock();
    for failed in &mended.failed {
        let path = failed
            .fix
            .files
            .first()
            .map_or("", |id| mended.workspace.file(*id).shown.as_str());
        writeln!(
            err,
            "warning: {path}: not fixed [{}] {}: {}",
            failed.fix.rule, failed.fix.title, failed.why
        )?;
    }
    if mended.unsettled {
        writeln!(
            err,
            "warning: fixes were still left after {} rounds; run again, and please report it",
            fix::MAX_ROUNDS
        )?;
    }
    Ok(())
}

fn apply(
    session: &Session,
    args: &CheckArgs,
    mended: &Mended,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    if args.stdin_filename.is_some() {
        // Standard output carries the text; everything else goes to standard error.
        let mut err = io::stderr().lock();
        for (_, file) in mended.workspace.files() {
            out.write_all(file.document.text.as_bytes())?;
        }
        tell_failed(mended)?;
        print(&mended.workspace, &mended.findings, args, style, &mut err)?;
        return Ok(ending(&mended.findings, args));
    }
    let mut refused = false;
    for &id in &mended.changed {
        let old = session.workspace.file(id);
        let new = mended.workspace.file(id);
        if let Err(error) = fix::write::replace(&old.path, &old.document.text, &new.document.text) {
            refused = true;
            writeln!(io::stderr(), "error: {}: not written: {error}", old.shown)?;
        }
    }
    tell_failed(mended)?;
    if refused {
        return Err(Failure::message(
            "some files could not be written; nothing in them was changed",
        ));
    }
    print(&mended.workspace, &mended.findings, args, style, out)?;
    if !args.quiet && !mended.applied.is_empty() {
        let mut err = io::stderr().lock();
        for applied in &mended.applied {
            let path = applied
                .files
                .first()
                .map_or("", |id| session.workspace.file(*id).shown.as_str());
            writeln!(err, "fixed {path}: [{}] {}", applied.rule, applied.title)?;
        }
        writeln!(
            err,
            "Fixed {} in {}.",
            count(mended.applied.len(), "problem"),
            count(mended.changed.len(), "file")
        )?;
    }
    Ok(ending(&mended.findings, args))
}
