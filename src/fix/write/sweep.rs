//! What a killed run left behind.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::exchange::exchange;
use super::folder::{Folder, Sight};
use super::name::{self, Temporary};
use super::writers::open_for_writing;

/// A text that somebody saved just when a run was killed, and that was not removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It stands in its place again.
    PutBack(PathBuf),
    /// It is not known to stand anywhere else.
    Left(PathBuf),
}

/// Removes the temporaries of killed runs from `folders`. None is touched while anybody writes in
/// its folder, and none that may hold somebody's text is removed.
pub fn sweep<'f>(folders: impl IntoIterator<Item = &'f Path>) -> Vec<Found> {
    let folders: BTreeSet<PathBuf> = folders
        .into_iter()
        .filter_map(|folder| folder.canonicalize().ok())
        .collect();
    folders
        .iter()
        // What cannot be read cannot be swept, and is no reason to stop.
        .flat_map(|folder| sweep_folder(folder).unwrap_or_default())
        .collect()
}

fn sweep_folder(path: &Path) -> io::Result<Vec<Found>> {
    let is_ours = |name: &std::ffi::OsString| name::parse(name).is_some();
    let folder = Folder::open(path)?;
    if !folder.names()?.iter().any(is_ours) || !folder.is_quiet() {
        return Ok(Vec::new());
    }
    // Who wrote may have finished before it was quiet.
    let mut names = folder.names()?;
    names.retain(is_ours);
    names.sort();
    // What a program writes to the file that it has open must not be removed before it is there.
    let open = open_for_writing(|path| names.iter().any(|name| path.file_name() == Some(name)));
    names.retain(|name| !open.iter().any(|path| path.file_name() == Some(name)));
    Ok(names
        .iter()
        .filter_map(|name| sweep_file(&folder, name).ok().flatten())
        .collect())
}

fn sweep_file(folder: &Folder, name: &OsStr) -> io::Result<Option<Found>> {
    let Some(file) = folder.read(name)? else {
        return Ok(None);
    };
    if file.try_lock().is_err() {
        return Ok(None);
    }
    let left = || Some(Found::Left(folder.path_of(name)));
    let (old, new, of) = match name::parse(name) {
        None => return Ok(None),
        Some(Temporary::Unfinished) => {
            folder.remove(name)?;
            return Ok(None);
        }
        Some(Temporary::Complete { old, new, of }) => (old, new, of),
    };
    let text = text_of(folder, name)?;
    let hash = name::hash(&text);
    if hash == old || hash == new {
        folder.remove(name)?;
        return Ok(None);
    }
    let Some(place) = of else {
        return Ok(left());
    };
    match folder.see(&place)? {
        sight if sight.holds(&text) => {
            folder.remove(name)?;
            Ok(None)
        }
        Sight::File { text: there, kept } if name::hash(&there) == new => {
            let fixed = Sight::File { text: there, kept };
            match exchange(folder, name, &place, fixed) {
                Ok(true) => {
                    folder.sync()?;
                    // What came out, unless somebody writes to it: the next run looks again.
                    let is_open =
                        !open_for_writing(|path| path.file_name() == Some(name)).is_empty();
                    if !is_open && name::hash(&text_of(folder, name)?) == new {
                        folder.remove(name)?;
                    }
                    Ok(Some(Found::PutBack(folder.path_of(&place))))
                }
                _ => Ok(left()),
            }
        }
        _ => Ok(left()),
    }
}

fn text_of(folder: &Folder, name: &OsStr) -> io::Result<Vec<u8>> {
    match folder.see(name)? {
        Sight::File { text, .. } => Ok(text),
        Sight::Other | Sight::Nothing => Err(io::ErrorKind::NotFound.into()),
    }
}
