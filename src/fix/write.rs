//! Writing a changed file: all of it or nothing, and only over what was read.
#![allow(clippy::disallowed_methods)] // The one place that writes.

use std::io::{self, Write as _};
use std::path::Path;

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

/// Whether [`replace`] may write the file at `path`, as far as can be told without trying.
///
/// # Errors
/// When the file no longer holds `old`, is read-only, or the system refuses.
pub fn ready(path: &Path, old: &str) -> Result<(), WriteError> {
    if std::fs::read(path)? != old.as_bytes() {
        return Err(WriteError::Changed);
    }
    if std::fs::metadata(path)?.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    Ok(())
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

/// Replaces the text `old` of the file at `path` by `new`, keeping permissions and following a
/// link to the file itself. The new text stands there at once or not at all.
///
/// # Errors
/// When the file no longer holds `old`, is read-only, or the system refuses.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), WriteError> {
    ready(path, old)?;
    let path = path.canonicalize()?;
    let data = std::fs::metadata(&path)?;
    let folder = path
        .parent()
        .ok_or_else(|| io::Error::other("it has no folder"))?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(new.as_bytes())?;
    keep_owner(temporary.path(), &data);
    temporary.as_file().set_permissions(data.permissions())?;
    temporary.as_file().sync_all()?;
    temporary.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file of mcpmend's own that later runs read: all of it or nothing, and to the file
/// itself where `path` is a link.
///
/// # Errors
/// As the system says.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    // As every new file: the umask takes from it what it must.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Ok(data) = std::fs::metadata(&path) {
        if data.permissions().readonly() {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is read-only",
            ));
        }
        keep_owner(temporary.path(), &data);
        temporary.as_file().set_permissions(data.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes a file of mcpmend's own, such as a report.
///
/// # Errors
/// As the system says.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    std::fs::write(path, bytes)
}
