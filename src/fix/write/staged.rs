//! One change on its way: written beside the file, put in its place, taken back or finished.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::rc::Rc;

use super::exchange::{NotDone, exchange};
use super::folder::{self, Folder, Sight, wait_for};
use super::keep::Kept;
use super::writers::open_for_writing;
use super::{Change, WriteError, name};

/// The file itself, links followed, as it is now.
pub(super) struct Target {
    pub(super) folder: Rc<Folder>,
    pub(super) name: OsString,
    sight: Sight,
    kept: Kept,
}

impl Target {
    /// Looks at the file at `path`; `open` opens its folder.
    ///
    /// # Errors
    /// When there is no file, or the system refuses.
    pub(super) fn find(
        path: &Path,
        open: impl FnOnce(&Path) -> io::Result<Rc<Folder>>,
    ) -> Result<Target, WriteError> {
        let real = path.canonicalize().map_err(gone)?;
        let (folder, name) = folder::around(&real)?;
        let folder = open(folder).map_err(WriteError::Folder)?;
        let sight = folder.see(name)?;
        match &sight {
            Sight::File { kept, .. } => Ok(Target {
                kept: kept.clone(),
                name: name.to_owned(),
                folder,
                sight,
            }),
            Sight::Nothing => Err(WriteError::Gone),
            Sight::Other => Err(WriteError::NotAFile),
        }
    }

    /// Whether it holds `old` and may be replaced.
    ///
    /// # Errors
    /// When not.
    pub(super) fn check(&self, old: &[u8]) -> Result<(), WriteError> {
        if !self.sight.holds(old) {
            return Err(WriteError::Changed);
        }
        if self.kept.is_read_only() || !self.folder.may_write(&self.name) {
            return Err(WriteError::ReadOnly);
        }
        if self.kept.has_other_names() {
            return Err(WriteError::Links);
        }
        self.folder.may_create().map_err(WriteError::Folder)
    }
}

fn gone(error: io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::NotFound => WriteError::Gone,
        _ => WriteError::Io(error),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The new text stands beside the file.
    Beside,
    /// The new text stands in the file's place, and what that held at the temporary name.
    Exchanged,
    /// The new text stands in the file's place, and what that held is gone.
    Renamed,
    /// There is nothing to be done any more.
    Done,
}

/// A change whose new text is on the disk.
pub(super) struct Staged<'c> {
    change: &'c Change,
    target: Target,
    temporary: OsString,
    new: Sight,
    state: State,
    /// What the new file cannot have of the old one.
    pub(super) lost: Vec<String>,
}

impl<'c> Staged<'c> {
    /// Writes the new text beside `target`.
    ///
    /// # Errors
    /// When the file may not be replaced, or the system refuses. Nothing is left behind then.
    pub(super) fn write(change: &'c Change, target: Target) -> Result<Staged<'c>, WriteError> {
        target.check(&change.old)?;
        let (unfinished, mut file) = create(&target.folder, 0o600).map_err(WriteError::Folder)?;
        let mut staged = Staged {
            change,
            temporary: OsString::from(&unfinished),
            new: Sight::Nothing,
            target,
            state: State::Beside,
            lost: Vec::new(),
        };
        // Where folders cannot be locked, this tells that somebody writes.
        let locked = file.try_lock();
        file.write_all(&change.new).map_err(WriteError::Store)?;
        staged.lost = staged.target.kept.give(&file)?;
        file.sync_all().map_err(WriteError::Store)?;
        staged.new = Sight::File {
            text: change.new.clone(),
            kept: Kept::of(&file)?,
        };
        if locked.is_ok() {
            file.unlock()?;
        }
        drop(file);
        let complete = name::complete(&unfinished, &change.old, &change.new, &staged.target.name);
        staged.folder().rename(&staged.temporary, &complete)?;
        staged.temporary = complete;
        Ok(staged)
    }

    fn folder(&self) -> &Folder {
        &self.target.folder
    }

    /// Whether both are the same file.
    pub(super) fn is_of(&self, target: &Target) -> bool {
        self.target.name == target.name && self.target.folder.path() == target.folder.path()
    }

    /// Whether `path` is that of the temporary, wherever its folder is seen.
    pub(super) fn is_temporary(&self, path: &Path) -> bool {
        path.file_name() == Some(&self.temporary)
    }

    /// Puts the new text in the file's place, if that is as it was.
    ///
    /// # Errors
    /// When it is not, or the system refuses. The file is as it was then.
    pub(super) fn place(&mut self) -> Result<(), WriteError> {
        let now = self.change.path.canonicalize().map_err(gone)?;
        let path = self.folder().path_of(&self.target.name);
        if now != path || self.folder().see(&self.target.name)? != self.target.sight {
            return Err(WriteError::Changed);
        }
        // Until the answer is there it is not known what stands where.
        self.state = State::Exchanged;
        let expected = self.target.sight.clone();
        match exchange(self.folder(), &self.temporary, &self.target.name, expected) {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.state = State::Beside;
                Err(WriteError::Changed)
            }
            Err(NotDone::Refused(error)) if error.kind() == io::ErrorKind::NotFound => {
                self.state = State::Beside;
                Err(WriteError::Changed)
            }
            Err(NotDone::Refused(_)) => {
                self.state = State::Beside;
                self.rename(&path)
            }
            Err(NotDone::Halfway) => Err(self.kept_beside()),
        }
    }

    /// [`Staged::place`] where files cannot be exchanged: between the last look and the renaming
    /// somebody could save.
    fn rename(&mut self, path: &Path) -> Result<(), WriteError> {
        let Some(mut old) = self.folder().read(&self.target.name).map_err(gone)? else {
            return Err(WriteError::NotAFile);
        };
        if !wait_for(|| open_for_writing(|open| open == path).is_empty()) {
            return Err(WriteError::Open);
        }
        if self.folder().see(&self.target.name)? != self.target.sight {
            return Err(WriteError::Changed);
        }
        self.folder().rename(&self.temporary, &self.target.name)?;
        self.state = State::Renamed;
        let mut late = Vec::new();
        old.read_to_end(&mut late)?;
        if late == self.change.old {
            return Ok(());
        }
        self.restore(&late)?;
        Err(WriteError::Changed)
    }

    /// Whether what came out of the file's place is still what was expected there. A program that
    /// had it open may have written to it since.
    ///
    /// # Errors
    /// When not.
    pub(super) fn confirm(&self) -> Result<(), WriteError> {
        if self.state == State::Exchanged
            && self.folder().see(&self.temporary)? != self.target.sight
        {
            return Err(WriteError::Changed);
        }
        Ok(())
    }

    /// Lets go of what the file held.
    ///
    /// # Errors
    /// As the system says.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let state = std::mem::replace(&mut self.state, State::Done);
        match state {
            State::Exchanged => self.folder().remove(&self.temporary),
            _ => Ok(()),
        }
    }

    /// Puts back what the file held, unless somebody saved it since: that stays.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn take_back(&mut self) -> Result<(), WriteError> {
        match self.state {
            State::Exchanged => self.exchange_back(),
            State::Renamed => self.restore(&self.change.old.clone()),
            State::Beside | State::Done => Ok(()),
        }
    }

    fn exchange_back(&mut self) -> Result<(), WriteError> {
        match self.folder().see(&self.target.name)? {
            sight if sight == self.new => {}
            // Somebody gave the new file other rights, which the old one has not.
            sight if sight.holds(&self.change.new) => return Err(WriteError::Changed),
            _ => return self.leave(),
        }
        let place = self.target.name.clone();
        match exchange(self.folder(), &self.temporary, &place, self.new.clone()) {
            Ok(true) => {}
            Ok(false) => return self.leave(),
            Err(NotDone::Refused(error)) => return Err(error.into()),
            Err(NotDone::Halfway) => return Err(self.kept_beside()),
        }
        // Who opened the new file in the short time may be writing to it.
        let quiet = wait_for(|| open_for_writing(|path| self.is_temporary(path)).is_empty());
        if quiet && self.folder().see(&self.temporary)? == self.new {
            self.state = State::Beside;
            return Ok(());
        }
        let now = self.folder().see(&self.target.name)?;
        match exchange(self.folder(), &self.temporary, &place, now) {
            Ok(_) => self.leave(),
            Err(_) => Err(self.kept_beside()),
        }
    }

    /// What stands in the file's place stays there. What is beside it goes, unless it is a text of
    /// somebody that stands nowhere else.
    fn leave(&mut self) -> Result<(), WriteError> {
        let beside = self.folder().see(&self.temporary)?;
        let place = self.folder().see(&self.target.name)?;
        let known = match &beside {
            Sight::File { text, .. } => {
                *text == self.change.old || *text == self.change.new || place.holds(text)
            }
            Sight::Other => false,
            Sight::Nothing => true,
        };
        if !known {
            return Err(self.kept_beside());
        }
        self.state = State::Beside;
        Ok(())
    }

    fn kept_beside(&mut self) -> WriteError {
        self.state = State::Done;
        WriteError::KeptBeside(self.folder().path_of(&self.temporary))
    }

    /// Writes `text` where the new text stands, if it still does.
    fn restore(&mut self, text: &[u8]) -> Result<(), WriteError> {
        self.state = State::Done;
        let back = Change {
            path: self.folder().path_of(&self.target.name),
            old: self.change.new.clone(),
            new: text.to_vec(),
        };
        let target = Target::find(&back.path, |_| Ok(self.target.folder.clone()))?;
        let staged = Staged::write(&back, target)?;
        if staged.folder().see(&staged.target.name)? != staged.target.sight {
            return Err(WriteError::Changed);
        }
        let mut staged = staged;
        staged
            .folder()
            .rename(&staged.temporary, &staged.target.name)?;
        staged.state = State::Done;
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        if self.state == State::Beside {
            // If not now, the next run sweeps it.
            let _ = self.folder().remove(&self.temporary);
        }
    }
}

/// Makes a file with a name of ours in `folder`.
///
/// # Errors
/// As the system says.
pub(super) fn create(folder: &Folder, mode: u32) -> io::Result<(String, std::fs::File)> {
    loop {
        let name = name::unfinished();
        match folder.create(OsStr::new(&name), mode) {
            Ok(file) => return Ok((name, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}
