//! Mode, owner, group, and extended attributes, of which access control lists are some.

use std::collections::BTreeMap;
use std::ffi::{CStr, CString};
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};

use rustix::fs::{self, XattrFlags};

use crate::fix::write::WriteError;

/// What who may do with a file, and what else is attached to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::fix::write) struct Kept {
    mode: u32,
    owner: u32,
    group: u32,
    /// How many names it has.
    names: u64,
    /// A value is nothing where it may not be read.
    attributes: BTreeMap<CString, Option<Vec<u8>>>,
}

impl Kept {
    /// Asks `file`.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn of(file: &File) -> io::Result<Kept> {
        let data = file.metadata()?;
        Ok(Kept {
            mode: data.mode() & 0o7777,
            owner: data.uid(),
            group: data.gid(),
            names: data.nlink(),
            attributes: attributes(file)?,
        })
    }

    /// Whether the file has other names, which would keep the old text.
    pub(in crate::fix::write) fn has_other_names(&self) -> bool {
        self.names > 1
    }

    /// Whether nobody may write it. The administrator may all the same, and had better not.
    pub(in crate::fix::write) fn is_read_only(&self) -> bool {
        self.mode & 0o222 == 0
    }

    /// Makes `file` the same, and says what it cannot be.
    ///
    /// # Errors
    /// When others than before could read or write it then, or the system refuses.
    pub(in crate::fix::write) fn give(&self, file: &File) -> Result<Vec<String>, WriteError> {
        let now = Kept::of(file)?;
        if now.owner != self.owner && fchown(file, Some(self.owner), None).is_err() {
            return Err(WriteError::Owner);
        }
        if now.group != self.group && fchown(file, None, Some(self.group)).is_err() {
            return Err(WriteError::Group);
        }
        // A folder may hand on a list that gives others what this file does not.
        for name in now.attributes.keys() {
            if !self.attributes.contains_key(name)
                && let Err(error) = fs::fremovexattr(file, name)
                && is_list(name)
            {
                return Err(io::Error::from(error).into());
            }
        }
        let mut lost = Vec::new();
        for (name, value) in &self.attributes {
            if now.attributes.get(name) == Some(value) {
                continue;
            }
            let given = match value {
                Some(value) => fs::fsetxattr(file, name, value, XattrFlags::empty()),
                None => Err(rustix::io::Errno::ACCESS),
            };
            match given {
                Ok(()) => {}
                Err(error) if is_list(name) => return Err(io::Error::from(error).into()),
                Err(error) => lost.push(format!(
                    "its attribute {} could not be kept: {}",
                    name.to_string_lossy(),
                    io::Error::from(error).kind()
                )),
            }
        }
        // Last: a change of the owner takes some bits away, and a list sets others.
        file.set_permissions(Permissions::from_mode(self.mode))?;
        Ok(lost)
    }
}

/// Whether an attribute says who may read and write.
fn is_list(name: &CStr) -> bool {
    let name = name.to_bytes();
    name.starts_with(b"system.") || name == b"com.apple.system.Security"
}

/// The attributes of `file`; none where the file system has no such.
fn attributes(file: &File) -> io::Result<BTreeMap<CString, Option<Vec<u8>>>> {
    let unsupported = |error: rustix::io::Errno| {
        [rustix::io::Errno::NOTSUP, rustix::io::Errno::NOSYS].contains(&error)
    };
    let mut names = vec![0; 256];
    loop {
        match fs::flistxattr(file, &mut names[..]) {
            Ok(length) => {
                names.truncate(length);
                break;
            }
            Err(rustix::io::Errno::RANGE) => names.resize(names.len() * 4, 0),
            Err(error) if unsupported(error) => return Ok(BTreeMap::new()),
            Err(error) => return Err(error.into()),
        }
    }
    let mut attributes = BTreeMap::new();
    for name in names.split_inclusive(|byte| *byte == 0) {
        let Ok(name) = CStr::from_bytes_with_nul(name) else {
            continue;
        };
        match value(file, name) {
            Ok(value) => attributes.insert(name.to_owned(), Some(value)),
            // It was taken away since.
            Err(rustix::io::Errno::NODATA) => None,
            Err(_) => attributes.insert(name.to_owned(), None),
        };
    }
    Ok(attributes)
}

fn value(file: &File, name: &CStr) -> rustix::io::Result<Vec<u8>> {
    let mut value = vec![0; 256];
    loop {
        match fs::fgetxattr(file, name, &mut value[..]) {
            Ok(length) => {
                value.truncate(length);
                return Ok(value);
            }
            Err(rustix::io::Errno::RANGE) => value.resize(value.len() * 4, 0),
            Err(error) => return Err(error),
        }
    }
}
