//! By paths, where a folder has no handle for that.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Nothing is held open here.
pub(in crate::fix::write) fn allow_many() {}

/// A folder.
#[derive(Debug)]
pub(in crate::fix::write) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Takes the folder at `path`.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn open(path: &Path) -> io::Result<Folder> {
        fs::metadata(path)?;
        Ok(Folder {
            path: path.to_owned(),
        })
    }

    /// Its path.
    pub(in crate::fix::write) fn path(&self) -> &Path {
        &self.path
    }

    /// Only trying tells.
    ///
    /// # Errors
    /// None.
    pub(in crate::fix::write) fn may_create(&self) -> io::Result<()> {
        Ok(())
    }

    /// Only trying tells.
    pub(in crate::fix::write) fn may_write(&self, _name: &OsStr) -> bool {
        true
    }

    /// Opens the file `name` to read it; nothing when it is no regular file.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn read(&self, name: &OsStr) -> io::Result<Option<File>> {
        let path = self.path.join(name);
        if !fs::symlink_metadata(&path)?.is_file() {
            return Ok(None);
        }
        File::open(path).map(Some)
    }

    /// Makes the file `name`.
    ///
    /// # Errors
    /// As the system says, also when it is there.
    pub(in crate::fix::write) fn create(&self, name: &OsStr, _mode: u32) -> io::Result<File> {
        File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(self.path.join(name))
    }

    /// Renames a file in it; what stood at `to` is gone.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    /// Gives two files each other's name, where the system can.
    ///
    /// # Errors
    /// Always.
    pub(in crate::fix::write) fn exchange(&self, _one: &OsStr, _other: &OsStr) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Removes the file `name`.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn remove(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    /// Renaming is as durable as the system makes it.
    ///
    /// # Errors
    /// None.
    pub(in crate::fix::write) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// The names in it.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.path)?
            .map(|entry| Ok(entry?.file_name()))
            .collect()
    }

    /// Folders cannot be locked here; what is being written is.
    ///
    /// # Errors
    /// None.
    pub(in crate::fix::write) fn announce(&self) -> io::Result<()> {
        Ok(())
    }

    /// Nobody says that he writes here.
    pub(in crate::fix::write) fn is_quiet(&self) -> bool {
        true
    }
}
