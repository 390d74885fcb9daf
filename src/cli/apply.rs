//! Where `--fix` ends: fixes are written, and it is said what was done and what could not be.

use std::collections::BTreeSet;
use std::io::Write;

use super::args::CheckArgs;
use super::check::{ending, first_file, print, tell_failed};
use super::keep::Keeper;
use super::session::Session;
use super::{Ending, Failure, say};
use crate::fix::Mended;
use crate::fix::journal::Run;
use crate::fix::write::{self, Change, WriteError};
use crate::report::{Report, Style, count};
use crate::workspace::FileId;

/// What is to be written, without any change to the files of a set.
pub(super) type Refix<'a> = &'a dyn Fn(&BTreeSet<FileId>) -> Mended;

/// Writes what can be written, and says what could not. A fix over several files is applied whole
/// or not at all: a file that cannot be written takes all fixes that would change it with it, and
/// `refix` says what is left of `mended` then.
pub(super) fn apply(
    session: &Session,
    args: &CheckArgs,
    mut mended: Mended,
    refix: Refix<'_>,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let keeper = if mended.changed.is_empty() {
        None
    } else {
        Some(Keeper::new(args.no_undo)?)
    };
    let mut refused: BTreeSet<FileId> = BTreeSet::new();
    let recorded = loop {
        let faults = match write(session, &mended, keeper.as_ref())? {
            Written::All { recorded } => break recorded,
            Written::Nothing(faults) => faults,
        };
        for (id, fault) in faults {
            let path = &session.workspace.file(id).shown;
            say!("error: {path}: {fault}");
            if !refused.insert(id) {
                return Err(Failure::message(format!(
                    "{path}: refused, and still changed"
                )));
            }
        }
        mended = refix(&refused);
    };
    tell(session, args, &mended, recorded, style, out)?;
    if refused.is_empty() {
        Ok(ending(&mended.checked.findings, args))
    } else {
        Err(Failure::message(format!(
            "{} could not be written and {} as before",
            count(refused.len(), "file"),
            if refused.len() == 1 { "is" } else { "are" }
        )))
    }
}

/// What writing came to.
enum Written {
    /// All was written.
    All {
        /// Whether `mcpmend undo` can put it back.
        recorded: bool,
    },
    /// Nothing was, because of these files.
    Nothing(Vec<(FileId, String)>),
}

/// Writes all that changed, or nothing.
///
/// # Errors
/// When what is overwritten cannot be recorded.
fn write(session: &Session, mended: &Mended, keeper: Option<&Keeper>) -> Result<Written, Failure> {
    let not_written = |error: &WriteError| format!("not written: {error}");
    let changes: Vec<Change> = mended
        .changed
        .iter()
        .map(|&id| Change {
            path: session.workspace.file(id).path.clone(),
            old: session.workspace.file(id).document.text.clone().into(),
            new: mended.workspace.file(id).document.text.clone().into(),
        })
        .collect();
    // All that can be told before anything is tried is told at once.
    let faults: Vec<_> = mended
        .changed
        .iter()
        .zip(&changes)
        .filter_map(|(&id, change)| Some((id, not_written(&write::ready(change).err()?))))
        .collect();
    if !faults.is_empty() {
        return Ok(Written::Nothing(faults));
    }
    let run = match keeper {
        Some(keeper) => keeper.begin(session, mended, &changes)?,
        None => None,
    };
    let recorded = run.is_some();
    match write::replace_all(&changes) {
        Ok(notices) => {
            for notice in notices {
                let id = mended.changed[notice.at];
                say!("warning: {}: {notice}", session.workspace.file(id).shown);
            }
            if let Some(Err(error)) = run.map(Run::finish) {
                say!("warning: {error}");
            }
            Ok(Written::All { recorded })
        }
        Err(failed) => {
            if let Some(Err(error)) = run.map(Run::cancel) {
                say!("warning: {error}");
            }
            let stuck = failed.stuck.iter().map(|(at, error)| {
                let fault = format!("fixed, and could not be put back: {error}");
                (mended.changed[*at], fault)
            });
            let faults = std::iter::once((mended.changed[failed.at], not_written(&failed.error)))
                .chain(stuck);
            Ok(Written::Nothing(faults.collect()))
        }
    }
}

/// What is left, and what was fixed.
fn tell(
    session: &Session,
    args: &CheckArgs,
    mended: &Mended,
    recorded: bool,
    style: Style,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    tell_failed(mended, args.place.show_secrets);
    print(
        session,
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
    let report = Report::new(&session.workspace, &[], args.place.show_secrets);
    for applied in &mended.applied {
        say!(
            "fixed {}: [{}] {}",
            first_file(&applied.files, &session.workspace),
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
