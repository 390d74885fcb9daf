//! Putting one file in the place of another without losing what others put there meanwhile.

use std::ffi::OsStr;
use std::io;

use super::folder::{Folder, Sight};

/// So often the place of a file is tried for while others put theirs there.
const ROUNDS: usize = 64;

/// Why two files were not exchanged.
#[derive(Debug)]
pub(super) enum NotDone {
    /// The system cannot, and nothing happened.
    Refused(io::Error),
    /// It failed half-way: what the place held may stand at the other name.
    Halfway,
}

/// Gives what stands at `from` the name `place` while `expected` has that, and `expected` the name
/// `from`. When something else was saved there first, it has its place back in the end, whatever is
/// saved in the meantime, and the answer is no.
///
/// # Errors
/// When the system refuses.
pub(super) fn exchange(
    folder: &Folder,
    from: &OsStr,
    place: &OsStr,
    mut expected: Sight,
) -> Result<bool, NotDone> {
    let mut first = true;
    for _ in 0..ROUNDS {
        let failed = |error: io::Error| match first {
            true => NotDone::Refused(error),
            false => NotDone::Halfway,
        };
        let placed = folder.see(from).map_err(failed)?;
        folder.exchange(from, place).map_err(failed)?;
        let out = folder.see(from).map_err(|_| NotDone::Halfway)?;
        if out == expected {
            return Ok(first);
        }
        // What came out is newer than what was put in, so it goes back; and what comes out then is
        // what was put in, or newer still.
        expected = placed;
        first = false;
    }
    // Others save it all the time.
    Err(NotDone::Halfway)
}
