//! Where a file has no owner and no mode that a program could set.

use std::fs::{File, Permissions};
use std::io;

use crate::fix::write::WriteError;

/// Whether it is read-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::fix::write) struct Kept {
    permissions: Permissions,
}

impl Kept {
    /// Asks `file`.
    ///
    /// # Errors
    /// As the system says.
    pub(in crate::fix::write) fn of(file: &File) -> io::Result<Kept> {
        Ok(Kept {
            permissions: file.metadata()?.permissions(),
        })
    }

    /// Whether the file has other names; the system does not tell.
    pub(in crate::fix::write) fn has_other_names(&self) -> bool {
        false
    }

    /// Whether nobody may write it.
    pub(in crate::fix::write) fn is_read_only(&self) -> bool {
        self.permissions.readonly()
    }

    /// Makes `file` the same, and says what it cannot be.
    ///
    /// # Errors
    /// When the system refuses.
    pub(in crate::fix::write) fn give(&self, file: &File) -> Result<Vec<String>, WriteError> {
        file.set_permissions(self.permissions.clone())?;
        Ok(Vec::new())
    }
}
