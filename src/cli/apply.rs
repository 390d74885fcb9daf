//! Where `--fix` ends: fixes are written, and it is said what was done and what could not be.

use std::io::Write;

use super::args::CheckArgs;
use super::keep::{OTHERWISE, keeper};
use super::outcome::{ending, named, print, tell_failed};
use super::{Ending, Failure, say};
use crate::analysis::Analysis;
use crate::fix::Mended;
use crate::report::{Report, Style, count};
use crate::save::{Refix, SaveError, Word, save};

/// Writes what can be written, and says what could not.
pub(super) fn apply(
    analysis: &Analysis,
    args: &CheckArgs,
    mended: Mended,
    refix: Refix<'_>,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let journal = match mended.changed.is_empty() {
        true => None,
        false => keeper(args.no_undo)?,
    };
    let mut tell_word = |word| match word {
        Word::Warning(said) => say!("warning: {said}"),
        Word::Fault(fault) => {
            let path = &analysis.workspace.file(fault.file).shown;
            say!("error: {path}: {}", fault.why);
            if fault.can_be_written_into {
                let way = way_in(path, args.unsafe_fixes);
                say!("  to write into it all the same: {way}");
            }
        }
    };
    let saved = save(analysis, mended, journal.as_ref(), refix, &mut tell_word).map_err(
        |error| match error {
            SaveError::Unrecorded(_) => Failure::message(format!("{error}. {OTHERWISE}")),
            SaveError::Stubborn(_) => Failure::message(error.to_string()),
        },
    )?;
    let (mended, refused) = (&saved.mended, saved.refused.len());
    tell(analysis, args, mended, saved.run.is_some(), style, out)?;
    if refused == 0 {
        Ok(ending(&mended.checked.findings, args))
    } else {
        Err(Failure::message(format!(
            "{} could not be written and {} as before",
            count(refused, "file"),
            if refused == 1 { "is" } else { "are" }
        )))
    }
}

/// How to write into the file at `path` itself: nothing guards that, so it is left to whoever wants
/// it. The copy is made for its owner's eyes only, and the file stays as it is when that fails.
fn way_in(path: &str, unsafe_fixes: bool) -> String {
    let path = shell_words::quote(path);
    let unsafe_fixes = if unsafe_fixes { " --unsafe-fixes" } else { "" };
    format!(
        "new=$(mktemp) && mcpmend --fix{unsafe_fixes} --fail-on never --stdin-filename {path} <{path} >\"$new\" && cat \"$new\" >{path}; rm -f \"$new\""
    )
}

/// What is left, and what was fixed.
fn tell(
    analysis: &Analysis,
    args: &CheckArgs,
    mended: &Mended,
    recorded: bool,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    tell_failed(mended, args.place.show_secrets);
    print(
        analysis,
        &mended.workspace,
        &mended.checked,
        args,
        style,
        out,
    )?;
    out.flush()?;
    if args.quiet || mended.applied.is_empty() {
        return Ok(());
    }
    let report = Report::new(&analysis.workspace, &[], args.place.show_secrets);
    for applied in &mended.applied {
        say!(
            "fixed {}: [{}] {}",
            named(&applied.files, &analysis.workspace),
            applied.rule,
            report.scrub(&applied.title)
        );
    }
    say!(
        "Fixed {} in {}.{}",
        count(mended.applied.len(), "problem"),
        count(mended.changed.len(), "file"),
        match (recorded, mended.applied.len()) {
            (false, _) => "",
            (true, 1) => " `mcpmend undo` puts it back.",
            (true, _) => " `mcpmend undo` puts them back.",
        }
    );
    Ok(())
}
