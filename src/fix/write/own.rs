//! Files of mcpmend's own: settings, baselines, reports.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::folder::{Folder, Sight, around};
use super::{WriteError, staged};

/// Writes a file of mcpmend's own that later runs read: all of it or nothing, and to the file
/// itself where `path` is a link.
///
/// # Errors
/// As the system says.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (folder, name) = around(&path)?;
    let folder = Folder::open(&folder.canonicalize()?)?;
    folder.announce()?;
    // As every new file: the umask takes from it what it must.
    let (temporary, file) = staged::create(&folder, 0o666)?;
    let written = fill(&folder, name, file, bytes)
        .and_then(|()| folder.rename(OsStr::new(&temporary), name))
        .and_then(|()| folder.sync());
    if written.is_err() {
        let _ = folder.remove(OsStr::new(&temporary));
    }
    written
}

fn fill(folder: &Folder, name: &OsStr, mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Sight::File { kept, .. } = folder.see(name)? {
        if kept.is_read_only() {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is read-only",
            ));
        }
        kept.give(&file).map_err(|error| match error {
            WriteError::Io(error) => error,
            error => io::Error::new(io::ErrorKind::PermissionDenied, error.to_string()),
        })?;
    }
    file.sync_all()
}

/// Writes a report: to a file all of it or nothing, and into what is no file, such as a pipe or
/// `/dev/null`, as it comes.
///
/// # Errors
/// As the system says.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let found = std::fs::metadata(path);
    // What stands below `/dev` may be a file in the end, and somebody else's: `/dev/stdout`.
    let special = found.as_ref().is_ok_and(|found| !found.is_file())
        || path.starts_with("/dev")
        || path.starts_with("/proc");
    if special {
        std::fs::write(path, bytes)
    } else {
        put(path, bytes)
    }
}
