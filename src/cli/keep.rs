//! Where what files were is recorded before they are written, for `mcpmend undo`.

use super::Failure;
use crate::fix::journal::Journal;
use crate::host;

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

/// The journal that a run records in; `None` where the command line or the environment say that it
/// shall not.
///
/// # Errors
/// When it shall, and no place for it is known.
pub(super) fn keeper(no_undo: bool) -> Result<Option<Journal>, Failure> {
    if no_undo || host::in_ci() {
        return Ok(None);
    }
    let journal = journal().map_err(|failure| {
        Failure::message(format!(
            "nothing was written, because what the files are now cannot be recorded for `mcpmend \
             undo`: {failure}. {OTHERWISE}"
        ))
    })?;
    Ok(Some(journal))
}

/// What to do where nothing can be recorded.
pub(super) const OTHERWISE: &str = "--no-undo writes without recording it";
