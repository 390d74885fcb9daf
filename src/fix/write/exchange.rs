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

#[cfg(all(test, any(target_os = "linux", target_os = "macos")))]
#[allow(clippy::unwrap_used, clippy::disallowed_methods)]
mod tests {
    use super::*;

    const NEW: &str = ".new";
    const PLACE: &str = "config.json";

    /// Puts `.new` in the place of the file while that was seen to hold `old`, and has become
    /// `now` since. Says whether it was put there, what stands there then, and what came out.
    fn put(now: impl FnOnce(&std::path::Path)) -> (bool, Sight, Sight) {
        let outer = tempfile::tempdir().unwrap();
        let path = outer.path().canonicalize().unwrap();
        std::fs::write(path.join(NEW), "new").unwrap();
        std::fs::write(path.join(PLACE), "old").unwrap();
        let folder = Folder::open(&path).unwrap();
        let expected = folder.see(PLACE.as_ref()).unwrap();
        now(&path.join(PLACE));
        let done = exchange(&folder, NEW.as_ref(), PLACE.as_ref(), expected).unwrap();
        let see = |name: &str| folder.see(name.as_ref()).unwrap();
        (done, see(PLACE), see(NEW))
    }

    #[test]
    fn what_was_expected_comes_out() {
        let (done, there, out) = put(|_| {});
        assert!(done && there.holds(b"new") && out.holds(b"old"));
    }

    #[test]
    fn what_was_saved_first_goes_back() {
        let (done, there, out) = put(|path| std::fs::write(path, "saved").unwrap());
        assert!(!done && there.holds(b"saved") && out.holds(b"new"));
        // So does a folder, or a link.
        let (done, there, out) = put(|path| {
            std::fs::remove_file(path).unwrap();
            std::fs::create_dir(path).unwrap();
        });
        assert!(!done && there == Sight::Other && out.holds(b"new"));
        let (done, there, out) = put(|path| {
            std::fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("old", path).unwrap();
        });
        assert!(!done && there == Sight::Other && out.holds(b"new"));
    }

    #[test]
    fn other_rights_are_a_change() {
        use std::os::unix::fs::PermissionsExt as _;
        let (done, there, out) = put(|path| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        });
        assert!(!done && there.holds(b"old") && out.holds(b"new"));
    }
}
