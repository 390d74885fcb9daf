//! Files of mcpmend's own: settings, baselines, reports.

use std::io::{self, Write as _};
use std::path::Path;

use super::{keep_owner, temporary_in};

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
    // As every new file: the umask takes from it what it must.
    let mut temporary = temporary_in(folder, 0o666)?;
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
