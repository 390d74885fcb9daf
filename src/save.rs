//! Writing what was mended, recorded for `mcpmend undo` before.
//!
//! The command line's `--fix` and the MCP server write by this way only.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::analysis::Analysis;
use crate::date;
use crate::discover;
use crate::fix::Mended;
use crate::fix::journal::{About, Journal, JournalError, Note, Purpose, Recorded, Run};
use crate::fix::undo::{Standing, standing};
use crate::fix::write::{self, Change, Found, WriteError};
use crate::host::{Host, SystemHost};
use crate::report::Report;
use crate::workspace::FileId;

/// What is to be written, without any change to the files of a set.
pub type Refix<'a> = &'a dyn Fn(&BTreeSet<FileId>) -> Mended;

/// Something that people should know about what was written, or was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A file that is not as it should be.
    Fault(Fault),
    /// Anything else, as a sentence without its full stop.
    Warning(String),
}

/// Why a file is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: FileId,
    /// Why, as a clause: "not written: permission denied".
    pub why: String,
    /// Whether the file could be written into in place, at the user's own risk.
    pub can_be_written_into: bool,
}

/// What was written.
#[derive(Debug)]
pub struct Saved {
    /// What the files are now.
    pub mended: Mended,
    /// The run that `mcpmend undo` puts back; `None` when nothing was recorded.
    pub run: Option<u64>,
    /// The files that could not be written and are as before.
    pub refused: BTreeSet<FileId>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// What the files are now cannot be recorded.
    #[error(
        "nothing was written, because what the files are now cannot be recorded for `mcpmend undo`: {0}"
    )]
    Unrecorded(#[from] JournalError),
    /// A file was refused, and is changed all the same.
    #[error("{0}: refused, and still changed")]
    Stubborn(String),
}

/// Writes what can be written, and tells what could not. A fix over several files is applied whole
/// or not at all: a file that cannot be written takes all fixes that would change it with it, and
/// `refix` says what is left of `mended` then. Without a `journal` nothing is recorded.
///
/// # Errors
/// When what is to be overwritten cannot be recorded: then nothing is written.
pub fn save(
    analysis: &Analysis,
    mut mended: Mended,
    journal: Option<&Journal>,
    refix: Refix<'_>,
    tell: &mut dyn FnMut(Word),
) -> Result<Saved, SaveError> {
    sweep(analysis, tell);
    let mut refused: BTreeSet<FileId> = BTreeSet::new();
    loop {
        let faults = match write(analysis, &mended, journal, tell)? {
            Written::All { run } => {
                return Ok(Saved {
                    mended,
                    run,
                    refused,
                });
            }
            Written::Nothing(faults) => faults,
        };
        for fault in faults {
            let file = fault.file;
            tell(Word::Fault(fault));
            if !refused.insert(file) {
                let path = analysis.workspace.file(file).shown.clone();
                return Err(SaveError::Stubborn(path));
            }
        }
        mended = refix(&refused);
    }
}

/// Clears away what killed runs left behind beside the files that are looked at.
fn sweep(analysis: &Analysis, tell: &mut dyn FnMut(Word)) {
    let configs = analysis.workspace.files();
    let all = configs.chain(analysis.workspace.companions());
    let read = all.filter(|(_, file)| file.unreadable.is_none());
    let files = read.map(|(_, file)| analysis.host.canonical(&file.path));
    for said in sweep_beside(&analysis.host, files) {
        tell(Word::Warning(said));
    }
}

/// Clears away what killed runs left behind beside these files, and says what it was.
pub fn sweep_beside(host: &SystemHost, files: impl Iterator<Item = PathBuf>) -> Vec<String> {
    let folders: BTreeSet<PathBuf> = files
        .filter_map(|path| path.parent().map(Path::to_owned))
        .collect();
    let found = write::sweep(folders.iter().map(PathBuf::as_path));
    let show = |path: &Path| discover::shown_from(host, path);
    found
        .into_iter()
        .map(|found| match found {
            Found::PutBack(path) => format!(
                "{}: it was saved just when a run of mcpmend was killed; what was saved stands there again",
                show(&path)
            ),
            Found::Left(path) => format!(
                "{}: a text that somebody saved just when a run of mcpmend was killed; if you need it no more, remove it",
                show(&path)
            ),
        })
        .collect()
}

/// What writing came to.
enum Written {
    /// All was written.
    All {
        /// The run that `mcpmend undo` puts back.
        run: Option<u64>,
    },
    /// Nothing was, because of these files.
    Nothing(Vec<Fault>),
}

/// Writes all that changed, or nothing.
fn write(
    analysis: &Analysis,
    mended: &Mended,
    journal: Option<&Journal>,
    tell: &mut dyn FnMut(Word),
) -> Result<Written, SaveError> {
    let not_written = |file: FileId, error: &WriteError| Fault {
        file,
        why: format!("not written: {error}"),
        can_be_written_into: error.can_be_written_into(),
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
    let run = match journal.filter(|_| !changes.is_empty()) {
        Some(journal) => Some(begin(analysis, mended, &changes, journal, tell)?),
        None => None,
    };
    let id = run.as_ref().map(Run::id);
    match write::replace_all(&changes) {
        Ok(notices) => {
            for notice in notices {
                let file = mended.changed[notice.at];
                let shown = &analysis.workspace.file(file).shown;
                tell(Word::Warning(format!("{shown}: {notice}")));
            }
            if let Some(Err(error)) = run.map(Run::finish) {
                tell(Word::Warning(error.to_string()));
            }
            Ok(Written::All { run: id })
        }
        Err(failed) => {
            // What could not be put back is, for the journal, a run that was interrupted.
            if failed.stuck.is_empty() {
                if let Some(Err(error)) = run.map(Run::cancel) {
                    tell(Word::Warning(error.to_string()));
                }
            } else {
                drop(run.map(Run::leave));
            }
            let stuck = failed.stuck.iter().map(|(at, error)| {
                let again = match id {
                    Some(_) => "; `mcpmend undo` tries it again",
                    None => "",
                };
                Fault {
                    file: mended.changed[*at],
                    why: format!("fixed, and could not be put back: {error}{again}"),
                    can_be_written_into: false,
                }
            });
            let first = not_written(mended.changed[failed.at], &failed.error);
            let faults = std::iter::once(first).chain(stuck);
            Ok(Written::Nothing(faults.collect()))
        }
    }
}

/// Records what is about to be written. Tells before what is left of runs that were interrupted.
fn begin<'j>(
    analysis: &Analysis,
    mended: &Mended,
    changes: &[Change],
    journal: &'j Journal,
    tell: &mut dyn FnMut(Word),
) -> Result<Run<'j>, JournalError> {
    let lock = journal.lock()?;
    for run in journal.interrupted(&lock) {
        if let Some(said) = settle(&analysis.host, journal, &run) {
            tell(Word::Warning(format!(
                "{said}. `mcpmend undo --run {}` puts back what was written",
                run.id
            )));
        }
    }
    journal.begin(lock, changes, &about(analysis, mended))
}

/// What the journal says of a run beside the texts.
fn about(analysis: &Analysis, mended: &Mended) -> About {
    let report = Report::new(&analysis.workspace, &[], false);
    let place = |file: &FileId| mended.changed.iter().position(|changed| changed == file);
    let fixes = mended.applied.iter().map(|applied| Note {
        rule: applied.rule.to_owned(),
        title: report.scrub(&applied.title).into_owned(),
        files: applied.files.iter().filter_map(place).collect(),
    });
    let client = |id: &FileId| Some(analysis.workspace.file(*id).client.id.to_owned());
    About {
        purpose: Purpose::Fix,
        time: analysis.host.now(),
        folder: analysis.host.current_dir().to_owned(),
        clients: mended.changed.iter().map(client).collect(),
        // What one fix did another may have taken back.
        fixes: fixes.filter(|fix| !fix.files.is_empty()).collect(),
    }
}

/// Notes how an interrupted run ended, and says which files it had written and which not, as a
/// sentence without its full stop. Where it had written none it is forgotten, and where it had
/// written all it is done: then there is nothing to say.
pub fn settle(host: &dyn Host, journal: &Journal, run: &Recorded) -> Option<String> {
    let (mut written, mut unwritten, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
    for (number, file) in run.files.iter().enumerate() {
        let kind = match standing(host, run, number) {
            Ok(Standing::After) => &mut written,
            Ok(Standing::Before) => &mut unwritten,
            _ => &mut unclear,
        };
        kind.push(discover::shown_from(host, &file.path));
    }
    // What cannot be noted is told again by the next run.
    if unclear.is_empty() && written.is_empty() {
        let _ = journal.forget(run.id);
        return None;
    }
    if unclear.is_empty() && unwritten.is_empty() {
        let _ = journal.finished(run);
        return None;
    }
    let _ = journal.told(run);
    let kinds = [
        ("written", written),
        ("not written", unwritten),
        ("changed since", unclear),
    ];
    let parts: Vec<String> = kinds
        .iter()
        .filter(|(_, files)| !files.is_empty())
        .map(|(kind, files)| format!("{kind}: {}", files.join(", ")))
        .collect();
    Some(format!(
        "run {} of {} was interrupted; {}",
        run.id,
        date::moment(run.time),
        parts.join("; ")
    ))
}
