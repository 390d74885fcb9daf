//! Paths in the settings.

use std::path::Path;

use super::Settings;
use crate::discover;
use crate::host::{Host, plain};

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
    let (folder, path) = (plain(folder), plain(path));
    if let Ok(below) = path.strip_prefix(&folder) {
        return Some(discover::show(below));
    }
    // One of them may have been reached through a link. The file itself is no other for being one.
    let (parent, name) = (path.parent()?, path.file_name()?);
    let path = host.canonical(parent).join(name);
    let below = path.strip_prefix(host.canonical(&folder)).ok()?;
    Some(discover::show(below))
}

/// Whether `path` (with `/`) fits `pattern`: `*` is any text without `/`, `**` any text; a
/// pattern without `/` fits any file or folder name, and a folder means all below it.
pub fn matches_path(pattern: &str, path: &str) -> bool {
    fn fits(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern, path) {
            // What is left of the path lies below the folder that the pattern names.
            ([], _) => true,
            (["**"], _) => true,
            (["**", rest @ ..], _) => (0..=path.len()).any(|skipped| fits(rest, &path[skipped..])),
            ([first, rest @ ..], [name, below @ ..]) => segment(first, name) && fits(rest, below),
            (_, []) => false,
        }
    }
    fn segment(pattern: &str, name: &str) -> bool {
        match pattern.split_once('*') {
            None => pattern == name,
            Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
                (0..=rest.len())
                    .filter(|&at| rest.is_char_boundary(at))
                    .any(|at| segment(after, &rest[at..]))
            }),
        }
    }
    let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let trimmed = pattern.trim_matches('/');
    let parts: Vec<&str> = trimmed.split('/').collect();
    if parts.len() == 1 && !pattern.starts_with('/') {
        return (0..path.len()).any(|start| fits(&parts, &path[start..]));
    }
    fits(&parts, &path)
}
