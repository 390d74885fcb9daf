//! By the folder's handle: whatever becomes of its path, the files stay in it.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::wait_for;
use rustix::fs::{self, Access, AtFlags, Dir, Mode, OFlags};

/// Lets this process hold as many folders open as the system allows it at all.
pub(in crate::fix::write) fn allow_many() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where it may not, the files that are too many are refused.
    let _ = setrlimit(Resource::Nofile, limit);
}

/// An open folder.
#[derive(Debug)]
pub(in crate::fix::write) struct Folder {
    file: File,
    path: PathBuf,
}

impl Folder {
    /// Opens the folder at `path`, which may not be a link.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn open(path: &Path) -> io::Result<Folder> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Folder {
            file: File::from(fs::open(path, flags, Mode::empty())?),
            path: path.to_owned(),
        })
    }

    /// Its path when it was opened.
    pub(in crate::fix::write) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether files can be made in it.
    ///
    /// # Errors
    /// As the system says when not.
    pub(in crate::fix::write) fn may_create(&self) -> io::Result<()> {
        let all = Access::WRITE_OK | Access::EXEC_OK;
        Ok(fs::accessat(&self.file, ".", all, AtFlags::EACCESS)?)
    }

    /// Whether the file `name` may be written by whoever asks.
    pub(in crate::fix::write) fn may_write(&self, name: &OsStr) -> bool {
        fs::accessat(&self.file, name, Access::WRITE_OK, AtFlags::EACCESS).is_ok()
    }

    /// Opens the file `name` to read it; nothing when it is no regular file.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn read(&self, name: &OsStr) -> io::Result<Option<File>> {
        // A pipe would be waited for.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = match fs::openat(&self.file, name, flags, Mode::empty()) {
            Ok(file) => File::from(file),
            // A link; a socket.
            Err(rustix::io::Errno::LOOP | rustix::io::Errno::NXIO) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(file.metadata()?.is_file().then_some(file))
    }

    /// Makes the file `name`.
    ///
    /// # Errors
    /// As the system says, also when it is there.
    pub(in crate::fix::write) fn create(&self, name: &OsStr, mode: u32) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let mode = Mode::from_bits_truncate(mode as rustix::fs::RawMode);
        Ok(File::from(fs::openat(&self.file, name, flags, mode)?))
    }

    /// Renames a file in it; what stood at `to` is gone.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.file, from, &self.file, to)?)
    }

    /// Gives two files each other's name, in one step.
    ///
    /// # Errors
    /// As the system says; not every file system can do it.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    pub(in crate::fix::write) fn exchange(&self, one: &OsStr, other: &OsStr) -> io::Result<()> {
        let flags = fs::RenameFlags::EXCHANGE;
        Ok(fs::renameat_with(
            &self.file, one, &self.file, other, flags,
        )?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    pub(in crate::fix::write) fn exchange(&self, _one: &OsStr, _other: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes the file `name`.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.file, name, AtFlags::empty())?)
    }

    /// Waits until what was done to the names is on the disk.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn sync(&self) -> io::Result<()> {
        match self.file.sync_all() {
            // There are file systems that do not know this of folders.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            synced => synced,
        }
    }

    /// The names in it.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn names(&self) -> io::Result<Vec<OsString>> {
        Dir::read_from(&self.file)?
            .map(|entry| Ok(OsStr::from_bytes(entry?.file_name().to_bytes()).to_owned()))
            .collect()
    }

    /// Says that somebody writes here, for as long as the folder is held: nobody sweeps then.
    ///
    /// # Errors
    /// When another program holds it locked and does not let go of it.
    pub(in crate::fix::write) fn announce(&self) -> io::Result<()> {
        let mut held = false;
        wait_for(|| {
            // Where folders cannot be locked they are not swept.
            held = matches!(self.file.try_lock_shared(), Err(TryLockError::WouldBlock));
            !held
        });
        if held {
            return Err(io::Error::new(
                io::ErrorKind::WouldBlock,
                "another program holds its folder locked",
            ));
        }
        Ok(())
    }

    /// Whether nobody writes here, nor will while the folder is held.
    pub(in crate::fix::write) fn is_quiet(&self) -> bool {
        self.file.try_lock().is_ok()
    }
}
