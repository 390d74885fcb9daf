//! A folder that is held open, and what is done to the files in it by their names.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::{Folder, allow_many};
#[cfg(unix)]
pub(super) use unix::{Folder, allow_many};

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::keep::Kept;

/// How often and how long apart something is asked that others are about to finish.
const TRIES: usize = 200;
const PAUSE: Duration = Duration::from_millis(5);

/// Asks until the answer is yes; no when it does not come.
pub(super) fn wait_for(mut yes: impl FnMut() -> bool) -> bool {
    for _ in 0..TRIES {
        if yes() {
            return true;
        }
        sleep(PAUSE);
    }
    yes()
}

/// What stands at a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// A regular file.
    File {
        /// What it holds.
        text: Vec<u8>,
        /// What it is besides.
        kept: Kept,
    },
    /// A link, a folder, a pipe, or what may not be read.
    Other,
    /// Nothing.
    Nothing,
}

impl Sight {
    /// Whether it is a file that holds just this.
    pub(super) fn holds(&self, expected: &[u8]) -> bool {
        matches!(self, Sight::File { text, .. } if text == expected)
    }
}

impl Folder {
    /// What stands at `name`; a link is not followed.
    ///
    /// # Errors
    /// As the system says.
    pub(super) fn see(&self, name: &OsStr) -> io::Result<Sight> {
        match self.read(name) {
            Ok(Some(mut file)) => {
                let mut text = Vec::new();
                file.read_to_end(&mut text)?;
                let kept = Kept::of(&file)?;
                Ok(Sight::File { text, kept })
            }
            Ok(None) => Ok(Sight::Other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Sight::Nothing),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Sight::Other),
            Err(error) => Err(error),
        }
    }

    /// The path of a file in it.
    pub(super) fn path_of(&self, name: &OsStr) -> PathBuf {
        self.path().join(name)
    }
}

/// The folder of `path` and its name there.
///
/// # Errors
/// When it is the root, or its folder cannot be opened.
pub(super) fn around(path: &Path) -> io::Result<(&Path, &OsStr)> {
    let nameless = || io::Error::new(io::ErrorKind::InvalidInput, "it has no name in a folder");
    let name = path.file_name().ok_or_else(nameless)?;
    match path.parent().ok_or_else(nameless)? {
        folder if folder.as_os_str().is_empty() => Ok((Path::new("."), name)),
        folder => Ok((folder, name)),
    }
}
