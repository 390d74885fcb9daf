//! Where `--fix` ends: fixes are written, and it is said what was done and what could not be.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::keep::Keeper;
use super::outcome::{ending, first_file, print, tell_failed};
use super::{Ending, Failure, say};
use crate::analysis::Analysis;
use crate::discover;
use crate::fix::Mended;
use crate::fix::journal::Run;
use crate::fix::write::{self, Change, Found, WriteError};
use crate::host::{Host as _, SystemHost};
use crate::report::{Report, Style, count};
use crate::workspace::FileId;

/// What is to be written, without any change to the files of a set.
pub(super) type Refix<'a> = &'a dyn Fn(&BTreeSet<FileId>) -> Mended;

/// Writes what can be written, and says what could not. A fix over several files is applied whole
/// or not at all: a file that cannot be written takes all fixes that would change it with it, and
/// `refix` says what is left of `mended` then.
pub(super) fn apply(
    analysis: &Analysis,
    args: &CheckArgs,
    mut mended: Mended,
    refix: Refix<'_>,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    sweep(analysis);
    let keeper = if mended.changed.is_empty() {
        None
    } else {
        Some(Keeper::new(args.no_undo)?)
    };
    let mut refused: BTreeSet<FileId> = BTreeSet::new();
    let recorded = loop {
        let faults = match write(analysis, &mended, keeper.as_ref(), args.unsafe_fixes)? {
            Written::All { recorded } => break recorded,
            Written::Nothing(faults) => faults,
        };
        for fault in faults {
            let path = &analysis.workspace.file(fault.file).shown;
            say!("error: {path}: {}", fault.why);
            if let Some(way) = &fault.way {
                say!("  to write into it all the same: {way}");
            }
            if !refused.insert(fault.file) {
                return Err(Failure::message(format!(
                    "{path}: refused, and still changed"
                )));
            }
        }
        mended = refix(&refused);
    };
    tell(analysis, args, &mended, recorded, style, out)?;
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

/// Clears away what killed runs left behind beside the files that are looked at.
fn sweep(analysis: &Analysis) {
    let configs = analysis.workspace.files();
    let all = configs.chain(analysis.workspace.companions());
    let read = all.filter(|(_, file)| file.unreadable.is_none());
    let files = read.map(|(_, file)| analysis.host.canonical(&file.path));
    sweep_beside(&analysis.host, files);
}

/// Clears away what killed runs left behind beside these files.
pub(super) fn sweep_beside(host: &SystemHost, files: impl Iterator<Item = PathBuf>) {
    let folders: BTreeSet<PathBuf> = files
        .filter_map(|path| path.parent().map(Path::to_owned))
        .collect();
    for found in write::sweep(folders.iter().map(PathBuf::as_path)) {
        let show = |path: &Path| discover::shown_from(host, path);
        match found {
            Found::PutBack(path) => say!(
                "warning: {}: it was saved just when a run of mcpmend was killed; what was saved stands there again",
                show(&path)
            ),
            Found::Left(path) => say!(
                "warning: {}: a text that somebody saved just when a run of mcpmend was killed; if you need it no more, remove it",
                show(&path)
            ),
        }
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
    Nothing(Vec<Fault>),
}

/// Why a file is not as it should be.
struct Fault {
    file: FileId,
    why: String,
    /// What to do about it in a shell.
    way: Option<String>,
}

/// Writes all that changed, or nothing.
///
/// # Errors
/// When what is overwritten cannot be recorded.
fn write(
    analysis: &Analysis,
    mended: &Mended,
    keeper: Option<&Keeper>,
    unsafe_fixes: bool,
) -> Result<Written, Failure> {
    let not_written = |file: FileId, error: &WriteError| Fault {
        file,
        why: format!("not written: {error}"),
        way: error
            .can_be_written_into()
            .then(|| way_in(&analysis.workspace.file(file).shown, unsafe_fixes)),
    };
    let changes: Vec<Change> = mended
        .changed
        .iter()
        .map(|&id| Change {
            path: analysis.workspace.file(id).path.clone(),
            old: analysis.workspace.file(id).document.text.clone().into(),
            new: mended.workspace.file(id).document.text.clone().into(),
        })
        .collect();
    // All that can be told before anything is tried is told at once. The host is asked too: a link
    // may lead by now to where it would not have been read.
    let fault = |id: FileId, change: &Change| {
        let admitted = analysis
            .host
            .file_type(&change.path)
            .map_err(WriteError::Io);
        let error = admitted.and_then(|_| write::ready(change)).err()?;
        Some(not_written(id, &error))
    };
    let faults: Vec<_> = mended
        .changed
        .iter()
        .zip(&changes)
        .filter_map(|(&id, change)| fault(id, change))
        .collect();
    if !faults.is_empty() {
        return Ok(Written::Nothing(faults));
    }
    let run = match keeper {
        Some(keeper) => keeper.begin(analysis, mended, &changes)?,
        None => None,
    };
    let recorded = run.is_some();
    match write::replace_all(&changes) {
        Ok(notices) => {
            for notice in notices {
                let id = mended.changed[notice.at];
                say!("warning: {}: {notice}", analysis.workspace.file(id).shown);
            }
            if let Some(Err(error)) = run.map(Run::finish) {
                say!("warning: {error}");
            }
            Ok(Written::All { recorded })
        }
        Err(failed) => {
            // What could not be put back is, for the journal, a run that was interrupted.
            if failed.stuck.is_empty() {
                if let Some(Err(error)) = run.map(Run::cancel) {
                    say!("warning: {error}");
                }
            } else {
                drop(run.map(Run::leave));
            }
            let stuck = failed.stuck.iter().map(|(at, error)| {
                let again = if recorded {
                    "; `mcpmend undo` tries it again"
                } else {
                    ""
                };
                Fault {
                    file: mended.changed[*at],
                    why: format!("fixed, and could not be put back: {error}{again}"),
                    way: None,
                }
            });
            let first = not_written(mended.changed[failed.at], &failed.error);
            let faults = std::iter::once(first).chain(stuck);
            Ok(Written::Nothing(faults.collect()))
        }
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
            first_file(&applied.files, &analysis.workspace),
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
