//! Writing changed files: all of them or none, each as a whole, and only over what was read.
#![allow(clippy::disallowed_methods)] // The one place that writes.

mod exchange;
mod folder;
mod keep;
mod name;
mod own;
mod staged;
mod sweep;
mod writers;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub use own::{create, put};
pub use sweep::{Found, sweep};

use folder::{Folder, wait_for};
use staged::{Staged, Target};
use writers::open_for_writing;

/// What one file is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it was found; a link is followed when it is written.
    pub path: PathBuf,
    /// What it holds. It is written only while it does.
    pub old: Vec<u8>,
    /// What it is to hold.
    pub new: Vec<u8>,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody saved it in the meantime.
    #[error("it changed while it was being checked; run again")]
    Changed,
    /// Somebody removed it in the meantime.
    #[error("it is not there any more")]
    Gone,
    /// Something else stands there.
    #[error("it is no file any more")]
    NotAFile,
    /// It may not be written.
    #[error("it is read-only")]
    ReadOnly,
    /// It has other names.
    #[error("it has other names (hard links), which would keep the old text")]
    Links,
    /// Whoever replaces it becomes its owner.
    #[error("it belongs to another user, and would be yours then")]
    Owner,
    /// Whoever replaces it gives it to another group.
    #[error("it belongs to a group that you are not in, and would leave it")]
    Group,
    /// Another program is about to write it.
    #[error("another program has it open for writing")]
    Open,
    /// Two paths lead to it, and each is to be changed otherwise.
    #[error("it is the same file as another one that is fixed")]
    Twice,
    /// Nothing can be made in its folder.
    #[error("no file can be made beside it: {0}")]
    Folder(#[source] io::Error),
    /// There is no room for it.
    #[error("its new text could not be stored: {0}")]
    Store(#[source] io::Error),
    /// A text that somebody saved could not be put in its place.
    #[error("it was saved by others several times; one of the texts is kept as {}", .0.display())]
    KeptBeside(PathBuf),
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl WriteError {
    /// Whether writing into the file itself, as a shell does, would work and keep what replacing it
    /// does not.
    pub fn can_be_written_into(&self) -> bool {
        matches!(
            self,
            WriteError::Links | WriteError::Owner | WriteError::Group
        )
    }
}

/// What could not be kept of a file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Which of the changes.
    pub at: usize,
    /// What it is, as a sentence about the file without its full stop.
    pub text: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why nothing was written.
#[derive(Debug)]
pub struct Failed {
    /// Which of the changes could not be carried out.
    pub at: usize,
    /// Why.
    pub error: WriteError,
    /// Changes that had been carried out and could not be taken back, with the reason. Those files
    /// hold their new text.
    pub stuck: Vec<(usize, WriteError)>,
}

impl Failed {
    fn new(at: usize, error: WriteError) -> Failed {
        Failed {
            at,
            error,
            stuck: Vec::new(),
        }
    }
}

/// Whether [`replace_all`] may carry out `change`, as far as can be told without trying.
///
/// # Errors
/// When the file no longer holds the old text or may not be replaced, or the system refuses.
pub fn ready(change: &Change) -> Result<(), WriteError> {
    let open = |path: &Path| Folder::open(path).map(Rc::new);
    Target::find(&change.path, open)?.check(&change.old)
}

/// Carries out all of `changes` or none: every new text is on the disk before the first file is
/// replaced, and when one cannot be, those before it get their old text back. Mode, owner and
/// attributes stay, and a link is followed to the file itself. What others save in the meantime is
/// not lost.
///
/// # Errors
/// When one of the files no longer holds its old text or may not be replaced, or the system
/// refuses.
pub fn replace_all(changes: &[Change]) -> Result<Vec<Notice>, Failed> {
    if changes.len() > 50 {
        folder::allow_many();
    }
    let mut staged: Vec<(usize, Staged<'_>)> = Vec::new();
    let mut folders = Folders::default();
    for (at, change) in changes.iter().enumerate() {
        let written = Target::find(&change.path, |path| folders.open(path)).and_then(|target| {
            match staged.iter().find(|(_, other)| other.is_of(&target)) {
                // Two links to one file.
                Some((first, _)) if changes[*first].new == change.new => Ok(None),
                Some(_) => Err(WriteError::Twice),
                None => Staged::write(change, target).map(Some),
            }
        });
        match written {
            Ok(one) => staged.extend(one.map(|one| (at, one))),
            Err(error) => return Err(Failed::new(at, error)),
        }
    }
    if let Err((at, error)) = place_all(&mut staged) {
        let mut failed = Failed::new(at, error);
        for (at, one) in staged.iter_mut().rev() {
            if let Err(error) = one.take_back() {
                failed.stuck.push((*at, error));
            }
        }
        let _ = folders.sync();
        return Err(failed);
    }
    let mut notices: Vec<Notice> = Vec::new();
    if let Err(error) = folders.sync() {
        let text = format!(
            "a loss of power may still bring the old text back: {}",
            error.kind()
        );
        notices.extend(staged.iter().map(|&(at, _)| Notice {
            at,
            text: text.clone(),
        }));
    }
    for (at, one) in &mut staged {
        let lost = std::mem::take(&mut one.lost);
        notices.extend(lost.into_iter().map(|text| Notice { at: *at, text }));
        // If not now, the next run sweeps it.
        let _ = one.finish();
    }
    Ok(notices)
}

fn place_all(staged: &mut [(usize, Staged<'_>)]) -> Result<(), (usize, WriteError)> {
    for (at, one) in staged.iter_mut() {
        one.place().map_err(|error| (*at, error))?;
    }
    // One look for all of them.
    let is_ours = |path: &Path| {
        path.file_name()
            .is_some_and(|name| name::parse(name).is_some())
    };
    let mut open = Vec::new();
    wait_for(|| {
        open = open_for_writing(is_ours);
        open.retain(|path| staged.iter().any(|(_, one)| one.is_temporary(path)));
        open.is_empty()
    });
    for (at, one) in staged.iter() {
        one.confirm().map_err(|error| (*at, error))?;
        if open.iter().any(|path| one.is_temporary(path)) {
            return Err((*at, WriteError::Open));
        }
    }
    Ok(())
}

/// The folders of a run, each held open and announced once.
#[derive(Default)]
struct Folders(BTreeMap<PathBuf, Rc<Folder>>);

impl Folders {
    fn open(&mut self, path: &Path) -> io::Result<Rc<Folder>> {
        if let Some(folder) = self.0.get(path) {
            return Ok(folder.clone());
        }
        let folder = Rc::new(Folder::open(path)?);
        folder.announce()?;
        self.0.insert(path.to_owned(), folder.clone());
        Ok(folder)
    }

    fn sync(&self) -> io::Result<()> {
        self.0.values().try_for_each(|folder| folder.sync())
    }
}
