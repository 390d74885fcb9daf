//! A file in a folder of its own, for another program to write a few words into.

use std::io::Read as _;
use std::path::PathBuf;

/// How much of it is read, in bytes.
const MOST: u64 = 256;

/// A file that is not there yet. It goes with its folder when this does.
#[derive(Debug)]
pub struct Mark(tempfile::TempDir);

impl Mark {
    /// A new one, among the temporary files; `None` where there can be none.
    pub fn new() -> Option<Mark> {
        tempfile::Builder::new()
            .prefix("mcpmend-")
            .tempdir()
            .ok()
            .map(Mark)
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.0.path().join("mark")
    }

    /// The first word in it; `None` while it is not there, or is empty.
    #[allow(clippy::disallowed_methods)] // No file of the user's.
    pub fn word(&self) -> Option<String> {
        let file = std::fs::File::open(self.path()).ok()?;
        let mut text = String::new();
        file.take(MOST).read_to_string(&mut text).ok()?;
        text.split_whitespace().next().map(str::to_owned)
    }
}
