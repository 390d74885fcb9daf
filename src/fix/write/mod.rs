//! Writing changed files: all of them or none, each as a whole, and only over what was read.
#![allow(clippy::disallowed_methods)] // The one place that writes.

mod own;

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use own::{create, put};

/// What one file is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it was found; a link is followed when it is written.
    pub path: PathBuf,
    /// What it holds. It is written only while it does.
    pub old: Vec<u8>,
    /// What it is to hold.
    pub new: Vec<u8>,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody saved it in the meantime.
    #[error("it changed while it was being checked; run again")]
    Changed,
    /// It may not be written.
    #[error("it is read-only")]
    ReadOnly,
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What could not be kept of a file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Which of the changes.
    pub at: usize,
    /// What it is, as a sentence about the file without its full stop.
    pub text: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why nothing was written.
#[derive(Debug)]
pub struct Failed {
    /// Which of the changes could not be carried out.
    pub at: usize,
    /// Why.
    pub error: WriteError,
    /// Changes that had been carried out and could not be taken back, with the reason. Those files
    /// hold their new text.
    pub stuck: Vec<(usize, WriteError)>,
}

/// Whether [`replace_all`] may carry out `change`, as far as can be told without trying.
///
/// # Errors
/// When the file no longer holds the old text, is read-only, or the system refuses.
pub fn ready(change: &Change) -> Result<(), WriteError> {
    if std::fs::read(&change.path)? != change.old {
        return Err(WriteError::Changed);
    }
    if std::fs::metadata(&change.path)?.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    Ok(())
}

/// Carries out all of `changes` or none: every new text is on the disk before the first file is
/// replaced, and when one cannot be, those before it get their old text back. Permissions stay, and
/// a link is followed to the file itself.
///
/// # Errors
/// When one of the files no longer holds its old text, is read-only, or the system refuses.
pub fn replace_all(changes: &[Change]) -> Result<Vec<Notice>, Failed> {
    let failed = |at: usize, error: WriteError| Failed {
        at,
        error,
        stuck: Vec::new(),
    };
    let mut prepared = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        prepared.push(prepare(change).map_err(|error| failed(at, error))?);
    }
    for (at, (path, temporary)) in prepared.into_iter().enumerate() {
        let written = ready(&changes[at]).and_then(|()| persist(temporary, &path));
        if let Err(error) = written {
            let mut failed = failed(at, error);
            for (before, change) in changes.iter().enumerate().take(at) {
                let back = Change {
                    path: change.path.clone(),
                    old: change.new.clone(),
                    new: change.old.clone(),
                };
                let restored = prepare(&back).and_then(|(path, temporary)| {
                    ready(&back)?;
                    persist(temporary, &path)
                });
                if let Err(error) = restored {
                    failed.stuck.push((before, error));
                }
            }
            return Err(failed);
        }
    }
    Ok(Vec::new())
}

/// Where the file itself is, and its new text beside it.
fn prepare(change: &Change) -> Result<(PathBuf, NamedTempFile), WriteError> {
    ready(change)?;
    let path = change.path.canonicalize()?;
    let data = std::fs::metadata(&path)?;
    let folder = path
        .parent()
        .ok_or_else(|| io::Error::other("it has no folder"))?;
    let mut temporary = temporary_in(folder, 0o600)?;
    temporary.write_all(&change.new)?;
    keep_owner(temporary.path(), &data);
    temporary.as_file().set_permissions(data.permissions())?;
    temporary.as_file().sync_all()?;
    Ok((path, temporary))
}

fn persist(temporary: NamedTempFile, path: &Path) -> Result<(), WriteError> {
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A new file in `folder` with a name of ours.
fn temporary_in(folder: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mcpmend-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    builder.tempfile_in(folder)
}

/// An administrator who mends somebody's file must not take it from them. Others cannot give files
/// away, nor do they need to.
#[cfg(unix)]
fn keep_owner(path: &Path, data: &std::fs::Metadata) {
    use std::os::unix::fs::MetadataExt;
    let _ = std::os::unix::fs::chown(path, Some(data.uid()), Some(data.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _data: &std::fs::Metadata) {}
