//! A file in a folder of its own, for another program to write a few words into.

use std::io::Read as _;
use std::path::PathBuf;
use std::time::Duration;

use super::children::{Owed, owe};
use super::run::run_last;

/// How much of it is read, in bytes.
const MOST: u64 = 256;

/// A file that is not there yet, in which another program names what it makes and leaves. The file
/// goes with its folder when this does; until then [`super::end_all`] waits for what is cleared away.
pub struct Mark {
    folder: tempfile::TempDir,
    _owed: Owed,
}

impl Mark {
    /// A new one, among the temporary files; `None` where there can be none.
    pub fn new() -> Option<Mark> {
        tempfile::Builder::new()
            .prefix("mcpmend-")
            .tempdir()
            .ok()
            .map(|folder| Mark {
                folder,
                _owed: owe(),
            })
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("mark")
    }

    /// The first word in it; `None` while it is not there, or is empty.
    #[allow(clippy::disallowed_methods)] // No file of the user's.
    pub fn word(&self) -> Option<String> {
        let file = std::fs::File::open(self.path()).ok()?;
        let mut text = String::new();
        file.take(MOST).read_to_string(&mut text).ok()?;
        text.split_whitespace().next().map(str::to_owned)
    }

    /// Has a program clear that away, even when nothing else is started any more.
    pub fn clear(
        &self,
        program: &str,
        args: &[&str],
        env: Option<&[(String, String)]>,
        limit: Duration,
    ) {
        // What is gone already cannot be cleared away.
        run_last(program, args, env, limit);
    }
}
