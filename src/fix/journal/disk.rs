//! Folders and files that only their owner may read, and that are on the disk when it is said so.
#![allow(clippy::disallowed_methods)] // Beside `fix::write` the one place that writes.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

/// How often it is tried to have the journal for oneself, and how long is waited in between.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// Sets permission bits, whatever the umask said.
#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Makes the folder and those above it that are missing, for their owner alone.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(data) if data.is_dir() => return Ok(()),
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    if let Some(above) = path.parent() {
        make_folder(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => set_mode(path, 0o700),
        // Another mcpmend was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes from others what they may do with a folder of one's own.
pub(super) fn make_private(path: &Path) {
    // Where it is somebody else's, that is not for us to do.
    let _ = set_mode(path, 0o700);
}

/// What stands at `path`, links not followed.
pub(super) fn look(path: &Path) -> io::Result<Metadata> {
    fs::symlink_metadata(path)
}

/// The permission bits of a file, links followed, where the system has such.
#[cfg(unix)]
pub(super) fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::metadata(path).ok()?.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
pub(super) fn mode(_path: &Path) -> Option<u32> {
    None
}

/// Whose it is, where the system says so.
#[cfg(unix)]
pub(super) fn owner(data: &Metadata) -> Option<u32> {
    Some(std::os::unix::fs::MetadataExt::uid(data))
}

#[cfg(not(unix))]
pub(super) fn owner(_data: &Metadata) -> Option<u32> {
    None
}

/// Whose the files are that this process makes; where none can be made in `folder`, those of the
/// folder's owner.
pub(super) fn own(folder: &Path) -> Option<u32> {
    let made = tempfile::tempfile_in(folder).and_then(|file| file.metadata());
    made.or_else(|_| fs::metadata(folder))
        .ok()
        .as_ref()
        .and_then(owner)
}

/// A new file with these bytes, on the disk.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    set_mode(path, 0o600)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new folder of a name of its own in `folder`.
pub(super) fn temporary(folder: &Path, prefix: &str) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let made = builder.tempdir_in(folder)?;
    set_mode(made.path(), 0o700)?;
    Ok(made)
}

/// The names in a folder have reached the disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // Some file systems of the network have nothing to do here and say so.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done,
    }
}

/// The bytes of a file that is no link and has at most `most` of them.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let data = look(path)?;
    if !data.is_file() || data.len() > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The names in a folder that are texts; the others are not ours.
pub(super) fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    Ok(entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect())
}

/// The file itself, where a path leads through links.
pub(super) fn target(path: &Path) -> io::Result<std::path::PathBuf> {
    fs::canonicalize(path)
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Removes a folder of ours; links in it are not followed.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder)
}

/// The bytes of a file as it stands now, links followed.
pub(super) fn stands(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Has a file for this process alone, or with others who only look, until it is dropped.
/// `None` where the file system knows no locks.
pub(super) fn lock(path: &Path) -> io::Result<Option<File>> {
    if look(path).is_ok_and(|data| !data.is_file()) {
        return Err(io::Error::other("its lock is no file"));
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // Where it is somebody else's, that is not for us to do.
    let _ = set_mode(path, 0o600);
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return unlockable(error),
        }
    }
    Err(io::Error::new(
        io::ErrorKind::WouldBlock,
        "another mcpmend is writing",
    ))
}

/// Whether another process has the file for itself now.
pub(super) fn is_locked(path: &Path) -> bool {
    // Opening a pipe would wait for its writer.
    if !look(path).is_ok_and(|data| data.is_file()) {
        return false;
    }
    let Ok(file) = File::open(path) else {
        return false;
    };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn unlockable(error: io::Error) -> io::Result<Option<File>> {
    match error.kind() {
        io::ErrorKind::Unsupported => Ok(None),
        _ => Err(error),
    }
}

/// Makes a file that is missing, with all of its text at once.
pub(super) fn anew(path: &Path, bytes: &[u8], mode: Option<u32>) -> io::Result<()> {
    let folder = path
        .parent()
        .ok_or_else(|| io::Error::other("it has no folder"))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mcpmend-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    // Whoever wrote the record may not make a program of a text that runs as somebody else.
    set_mode(temporary.path(), mode.unwrap_or(0o600) & 0o777)?;
    temporary.as_file().sync_all()?;
    temporary
        .persist_noclobber(path)
        .map_err(|error| error.error)?;
    sync(folder)
}

/// Removes a file that was just made.
pub(super) fn unmake(path: &Path) {
    let _ = fs::remove_file(path);
}
