//! Paths in the settings.

use std::path::{Path, PathBuf};

use super::Settings;
use crate::discover;
use crate::host::{Host, plain};
use crate::pattern::matches_path;

impl Settings {
    /// Whether `pattern` names the file at `path`. It is relative to the folder of the settings
    /// file, wherever mcpmend runs, or to the home folder when it starts with `~/`. Settings that
    /// come from no file know no folder: then the path as `shown` counts.
    pub fn names(&self, host: &dyn Host, pattern: &str, path: &Path, shown: &str) -> bool {
        if let Some(pattern) = pattern.strip_prefix("~/") {
            let below = host.home().and_then(|home| below(host, home, path));
            return below.is_some_and(|below| matches_path(&format!("/{pattern}"), &below));
        }
        match self.folder() {
            Some(folder) => {
                below(host, folder, path).is_some_and(|below| matches_path(pattern, &below))
            }
            None => matches_path(pattern, shown),
        }
    }
}

/// The way from `folder` down to `path`, with `/`; `None` when it does not lie below.
pub fn below(host: &dyn Host, folder: &Path, path: &Path) -> Option<String> {
    way_below(host, folder, path).map(|below| discover::show(&below))
}

/// The way from `folder` down to `path`, byte for byte; `None` when it does not lie below.
pub fn way_below(host: &dyn Host, folder: &Path, path: &Path) -> Option<PathBuf> {
    let (folder, path) = (plain(folder), plain(path));
    if let Ok(below) = path.strip_prefix(&folder) {
        return Some(below.to_owned());
    }
    // One of them may have been reached through a link. The file itself is no other for being one.
    let (parent, name) = (path.parent()?, path.file_name()?);
    let path = host.canonical(parent).join(name);
    let below = path.strip_prefix(host.canonical(&folder)).ok()?;
    Some(below.to_owned())
}
