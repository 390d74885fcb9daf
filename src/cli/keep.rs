//! Recording what files were before they are written, for `mcpmend undo`.

use super::{Failure, say};
use crate::analysis::Analysis;
use crate::date;
use crate::discover;
use crate::fix::Mended;
use crate::fix::journal::{About, Journal, Note, Purpose, Recorded, Run};
use crate::fix::undo::{Standing, standing};
use crate::fix::write::Change;
use crate::host::{self, Host};
use crate::report::Report;
use crate::workspace::FileId;

/// The journal of the user who runs this.
///
/// # Errors
/// When no place for it is known.
pub(super) fn journal() -> Result<Journal, Failure> {
    let state = host::state_folder().ok_or_else(|| {
        Failure::message(
            "no place is known for what `mcpmend undo` needs: there is no home folder; set \
             MCPMEND_STATE_DIR to a folder",
        )
    })?;
    Ok(Journal::open(&state))
}

/// Whether and where a run records what it overwrites.
pub(super) struct Keeper {
    journal: Option<Journal>,
}

impl Keeper {
    /// As the command line and the environment say.
    ///
    /// # Errors
    /// When it shall be recorded, and no place for it is known.
    pub(super) fn new(no_undo: bool) -> Result<Keeper, Failure> {
        let journal = if no_undo || host::in_ci() {
            None
        } else {
            Some(journal().map_err(|failure| unrecorded(&failure))?)
        };
        Ok(Keeper { journal })
    }

    /// Records what is about to be written; `None` when it shall not be. Says before what is left
    /// of runs that were interrupted.
    ///
    /// # Errors
    /// When it cannot be recorded: then nothing may be written.
    pub(super) fn begin(
        &self,
        analysis: &Analysis,
        mended: &Mended,
        changes: &[Change],
    ) -> Result<Option<Run<'_>>, Failure> {
        let Some(journal) = self.journal.as_ref().filter(|_| !changes.is_empty()) else {
            return Ok(None);
        };
        let lock = journal.lock().map_err(|error| unrecorded(&error))?;
        for run in journal.interrupted(&lock) {
            if let Some(said) = settle(&analysis.host, journal, &run) {
                say!(
                    "warning: {said}. `mcpmend undo --run {}` puts back what was written",
                    run.id
                );
            }
        }
        let about = about(analysis, mended);
        let run = journal.begin(lock, changes, &about);
        run.map(Some).map_err(|error| unrecorded(&error))
    }
}

fn unrecorded(error: &dyn std::fmt::Display) -> Failure {
    Failure::message(format!(
        "nothing was written, because what the files are now cannot be recorded for `mcpmend undo`: \
         {error}. --no-undo writes without recording it"
    ))
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
pub(super) fn settle(host: &dyn Host, journal: &Journal, run: &Recorded) -> Option<String> {
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
