//! What files were before mcpmend rewrote them, so that `mcpmend undo` can put it back.
//!
//! Each run that writes has a folder of its own, named by its number. In it are `run.json`, which
//! says what was done to which files, and of each file its text before and after, by its number
//! in the record: `0.before`, `0.after`. All of that is on the disk before the first file is
//! written. Empty files note what came later: `done` when all files were written, `0.undone` when
//! the file was put back, `told` when somebody heard that the run was interrupted.
//!
//! The texts hold secrets: folders are for their owner alone (0700), as are files (0600). Whoever
//! writes holds the lock of the journal until it is done, so that a run without `done` that is
//! found by another was interrupted.

mod disk;
mod prune;
mod record;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::write::Change;
use record::{Record, RecordedFile, Sum, VERSION, WrittenPath};

pub use prune::{MOST_BYTES, MOST_DAYS, MOST_RUNS};
pub use record::{Note, Purpose};

/// No record is longer. One of a hundred thousand fixes has a fourth of it.
const LONGEST_RECORD: u64 = 100_000_000;

/// Numbers with more digits are not ours.
const MOST_DIGITS: usize = 12;

const RECORD: &str = "run.json";
const DONE: &str = "done";
const TOLD: &str = "told";
const LOCK: &str = "lock";
/// How the names of folders start that are being made, and that are being removed.
const NEW: &str = ".new-";
const GONE: &str = ".gone-";

/// The folder where the runs are recorded.
#[derive(Clone, Debug)]
pub struct Journal {
    folder: PathBuf,
}

/// Why something could not be recorded or read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", crate::discover::show(.path))]
pub struct JournalError {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

/// Nobody else writes, or puts back, while this lives.
#[derive(Debug)]
pub struct Lock {
    file: Option<File>,
}

/// What is told of a run beside its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What it writes for.
    pub purpose: Purpose,
    /// When, in seconds since 1970.
    pub time: u64,
    /// The current folder.
    pub folder: PathBuf,
    /// For each file the id of the client that it was read as.
    pub clients: Vec<Option<String>>,
    /// What is done.
    pub fixes: Vec<Note>,
}

/// A run that is recorded and has not ended.
#[derive(Debug)]
pub struct Run<'j> {
    journal: &'j Journal,
    id: u64,
    files: Vec<(PathBuf, Vec<u8>)>,
    time: u64,
    lock: Lock,
}

/// A run as the journal has it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its number; newer runs have higher ones, whatever the clock says.
    pub id: u64,
    /// What it wrote for.
    pub purpose: Purpose,
    /// The version of mcpmend that wrote it.
    pub mcpmend: String,
    /// When, in seconds since 1970.
    pub time: u64,
    /// Its current folder.
    pub folder: PathBuf,
    /// What it was to rewrite.
    pub files: Vec<RecordedText>,
    /// What was done.
    pub fixes: Vec<Note>,
    /// Whether all files were written.
    pub finished: bool,
    /// Whether somebody heard that it was not.
    pub told: bool,
    at: PathBuf,
    bytes: u64,
}

/// One file of a run as the journal has it.
#[derive(Clone, Debug)]
pub struct RecordedText {
    /// Where it was found.
    pub path: PathBuf,
    /// The file itself, where the path led through links.
    pub target: PathBuf,
    /// Its permission bits, where the system has such.
    pub mode: Option<u32>,
    /// The id of the client that it was read as.
    pub client: Option<String>,
    /// Whether it was put back.
    pub undone: bool,
    before: Sum,
    after: Sum,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It writes now.
    Running,
    /// All its files were written.
    Done,
    /// It ended before all files were written.
    Interrupted,
    /// Some of its files were put back.
    PartlyUndone,
    /// All of its files were put back.
    Undone,
}

/// Something in the journal that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub name: String,
    /// Why, as a clause.
    pub why: String,
}

/// What is in the journal.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// The runs, the newest first.
    pub runs: Vec<Recorded>,
    /// What cannot be used.
    pub skipped: Vec<Skipped>,
}

impl Journal {
    /// The journal in the state folder `state`. Nothing is read or made yet.
    pub fn open(state: &Path) -> Journal {
        Journal {
            folder: state.join("undo"),
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn fail(&self, error: io::Error) -> JournalError {
        JournalError {
            path: self.folder.clone(),
            error,
        }
    }

    /// Whether there is one.
    ///
    /// # Errors
    /// When there is something else in its place, or it cannot be looked at.
    pub fn exists(&self) -> Result<bool, JournalError> {
        match disk::look(&self.folder) {
            Ok(data) if data.is_dir() => Ok(true),
            // A link would lead texts with secrets to where its maker wants them.
            Ok(_) => Err(self.fail(io::Error::other("it is no folder"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.fail(error)),
        }
    }

    /// Makes the folder where it is missing, and waits until nobody else writes.
    ///
    /// # Errors
    /// When the folder cannot be made or written to, or somebody else does not come to an end.
    pub fn lock(&self) -> Result<Lock, JournalError> {
        if !self.exists()? {
            disk::make_folder(&self.folder).map_err(|error| self.fail(error))?;
        }
        disk::make_private(&self.folder);
        let file = disk::lock(&self.folder.join(LOCK)).map_err(|error| self.fail(error))?;
        Ok(Lock { file })
    }

    /// Whether another process writes now.
    pub fn is_busy(&self) -> bool {
        disk::is_locked(&self.folder.join(LOCK))
    }

    /// All that is recorded.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn contents(&self) -> Result<Contents, JournalError> {
        if !self.exists()? {
            return Ok(Contents::default());
        }
        let own = disk::own(&self.folder);
        let mut contents = Contents::default();
        for id in self.ids().map_err(|error| self.fail(error))? {
            match Recorded::read(&self.folder.join(id.to_string()), id, own) {
                Ok(run) => contents.runs.push(run),
                Err(why) => contents.skipped.push(Skipped {
                    name: id.to_string(),
                    why,
                }),
            }
        }
        Ok(contents)
    }

    /// The runs that were interrupted and of which nobody heard, the newest first. Only who has the
    /// lock can tell.
    pub fn interrupted(&self, _lock: &Lock) -> Vec<Recorded> {
        let own = disk::own(&self.folder);
        let ids = self.ids().unwrap_or_default().into_iter();
        ids.filter_map(|id| {
            let at = self.folder.join(id.to_string());
            let noted = |what: &str| disk::look(&at.join(what)).is_ok();
            if noted(DONE) || noted(TOLD) {
                return None;
            }
            Recorded::read(&at, id, own).ok()
        })
        .filter(|run| run.state(false) == State::Interrupted)
        .collect()
    }

    /// The numbers that are taken, the highest first.
    fn ids(&self) -> io::Result<Vec<u64>> {
        let names = disk::names(&self.folder)?;
        let mut ids: Vec<u64> = names
            .iter()
            .filter(|name| name.len() <= MOST_DIGITS)
            .filter_map(|name| {
                let id: u64 = name.parse().ok()?;
                (id.to_string() == **name).then_some(id)
            })
            .collect();
        ids.sort_unstable_by(|one, other| other.cmp(one));
        Ok(ids)
    }

    /// Records that `changes` are about to be made. All of it is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written. Nothing is left of it then.
    pub fn begin(
        &self,
        lock: Lock,
        changes: &[Change],
        about: &About,
    ) -> Result<Run<'_>, JournalError> {
        let id = self
            .record(changes, about)
            .map_err(|error| self.fail(error))?;
        Ok(Run {
            journal: self,
            id,
            files: changes
                .iter()
                .map(|change| (change.path.clone(), change.old.clone()))
                .collect(),
            time: about.time,
            lock,
        })
    }

    fn record(&self, changes: &[Change], about: &About) -> io::Result<u64> {
        let temporary = disk::temporary(&self.folder, NEW)?;
        let mut files = Vec::new();
        for (number, change) in changes.iter().enumerate() {
            let texts = [("before", &change.old), ("after", &change.new)];
            for (name, text) in texts {
                disk::create(&temporary.path().join(format!("{number}.{name}")), text)?;
            }
            let path = std::path::absolute(&change.path)?;
            let target = disk::target(&path)?;
            // Behind a link `..` leads elsewhere.
            let plain = crate::host::plain(&path);
            let found = match disk::target(&plain) {
                Ok(found) if found == target => &plain,
                _ => &target,
            };
            files.push(RecordedFile {
                path: WrittenPath::new(found),
                target: WrittenPath::new(&target),
                mode: disk::mode(&target),
                client: about.clients.get(number).cloned().flatten(),
                before: Sum::of(&change.old),
                after: Sum::of(&change.new),
            });
        }
        let record = Record {
            version: VERSION,
            mcpmend: env!("CARGO_PKG_VERSION").to_owned(),
            purpose: about.purpose,
            time: about.time,
            folder: WrittenPath::new(&about.folder),
            files,
            fixes: about.fixes.clone(),
        };
        let bytes = serde_json::to_vec(&record)?;
        // What would not be read again must not be relied upon.
        Record::parse(&bytes).map_err(io::Error::other)?;
        disk::create(&temporary.path().join(RECORD), &bytes)?;
        disk::sync(temporary.path())?;
        let highest = self.ids()?.first().copied().unwrap_or(0);
        // Where the file system knows no locks another mcpmend may take the number meanwhile.
        let mut last = io::Error::other("no number is left for the run");
        for id in highest + 1..=highest + 100 {
            if id.to_string().len() > MOST_DIGITS {
                break;
            }
            match disk::rename(temporary.path(), &self.folder.join(id.to_string())) {
                Ok(()) => {
                    // It is no longer where it would be removed from.
                    let _ = temporary.keep();
                    if let Err(error) = disk::sync(&self.folder) {
                        let _ = self.remove(&id.to_string());
                        return Err(error);
                    }
                    return Ok(id);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Notes something about a run, if it is not noted yet.
    fn note(&self, id: u64, what: &str) -> Result<(), JournalError> {
        let folder = self.folder.join(id.to_string());
        let noted = disk::create(&folder.join(what), b"").and_then(|()| disk::sync(&folder));
        match noted {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(JournalError {
                path: folder,
                error,
            }),
            Ok(()) => Ok(()),
        }
    }

    /// Notes that a file of a run was put back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn undone(&self, run: &Recorded, file: usize) -> Result<(), JournalError> {
        self.note(run.id, &undone(file))
    }

    /// Notes that somebody heard of an interrupted run.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn told(&self, run: &Recorded) -> Result<(), JournalError> {
        self.note(run.id, TOLD)
    }

    /// Notes that all files of a run were written: the one that wrote them was stopped right then.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finished(&self, run: &Recorded) -> Result<(), JournalError> {
        self.note(run.id, DONE)
    }

    /// Forgets a run.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn forget(&self, id: u64) -> Result<(), JournalError> {
        self.remove(&id.to_string())
            .map_err(|error| self.fail(error))
    }

    /// Removes a folder of the journal: first its name goes, so that no half record stays.
    fn remove(&self, name: &str) -> io::Result<()> {
        let gone = disk::temporary(&self.folder, GONE)?;
        disk::rename(&self.folder.join(name), &gone.path().join(name))?;
        disk::sync(&self.folder)?;
        disk::remove(gone.path())?;
        let _ = gone.keep();
        Ok(())
    }
}

/// Makes a file that is missing: all of it or nothing.
pub(super) fn anew(path: &Path, bytes: &[u8], mode: Option<u32>) -> io::Result<()> {
    disk::anew(path, bytes, mode)
}

/// Removes a file that [`anew`] made.
pub(super) fn takes_back(path: &Path) {
    disk::unmake(path);
}

fn undone(file: usize) -> String {
    format!("{file}.undone")
}

impl Run<'_> {
    /// Its number.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Notes that all files were written, forgets the oldest runs, and lets others write.
    ///
    /// # Errors
    /// When that cannot be noted. The run can be undone all the same.
    pub fn finish(self) -> Result<Lock, JournalError> {
        self.journal.note(self.id, DONE)?;
        self.journal.prune(&self.lock, self.time, self.id);
        Ok(self.lock)
    }

    /// Forgets a run whose files are all as before. Where one is not, the run stays as an
    /// interrupted one, so that it can be put back.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn cancel(self) -> Result<Lock, JournalError> {
        let before = |(path, old): &(PathBuf, Vec<u8>)| {
            disk::stands(path).is_ok_and(|stands| stands == *old)
        };
        if self.files.iter().all(before) {
            self.journal.forget(self.id)?;
        }
        Ok(self.lock)
    }
}

impl Recorded {
    /// The run in the folder `at`.
    fn read(at: &Path, id: u64, own: Option<u32>) -> Result<Recorded, String> {
        let says = |error: io::Error| format!("it cannot be read ({error})");
        let data = disk::look(at).map_err(says)?;
        if !data.is_dir() {
            return Err("it is no folder".to_owned());
        }
        // What somebody else put here may name any file and any text.
        if own != disk::owner(&data) {
            return Err("another user wrote it".to_owned());
        }
        let bytes = disk::read(&at.join(RECORD), LONGEST_RECORD)
            .map_err(|error| format!("its record cannot be read ({error})"))?;
        let record = Record::parse(&bytes)?;
        let noted = |what: &str| disk::look(&at.join(what)).is_ok();
        let total = record.bytes();
        let mut files = Vec::new();
        for (number, file) in record.files.iter().enumerate() {
            for (name, sum) in [("before", file.before), ("after", file.after)] {
                let name = format!("{number}.{name}");
                let whole = disk::look(&at.join(&name))
                    .is_ok_and(|data| data.is_file() && data.len() == sum.bytes);
                if !whole {
                    return Err(format!("its text `{name}` is missing or not whole"));
                }
            }
            // `parse` has looked at the paths.
            let (Some(path), Some(target)) = (file.path.read(), file.target.read()) else {
                continue;
            };
            files.push(RecordedText {
                path,
                target,
                mode: file.mode,
                client: file.client.clone(),
                undone: noted(&undone(number)),
                before: file.before,
                after: file.after,
            });
        }
        Ok(Recorded {
            id,
            purpose: record.purpose,
            mcpmend: record.mcpmend,
            time: record.time,
            folder: record.folder.read().unwrap_or_default(),
            files,
            fixes: record.fixes,
            finished: noted(DONE),
            told: noted(TOLD),
            at: at.to_owned(),
            bytes: total,
        })
    }

    /// How far it is. `busy` says whether another process writes now: the newest run is its.
    pub fn state(&self, busy: bool) -> State {
        let undone = self.files.iter().filter(|file| file.undone).count();
        if undone == self.files.len() {
            State::Undone
        } else if undone > 0 {
            State::PartlyUndone
        } else if self.finished {
            State::Done
        } else if busy {
            State::Running
        } else {
            State::Interrupted
        }
    }

    /// The text of a file before the run.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was written.
    pub fn before(&self, file: usize) -> Result<Vec<u8>, JournalError> {
        self.text(file, "before", |file| file.before)
    }

    /// The text of a file after the run.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was written.
    pub fn after(&self, file: usize) -> Result<Vec<u8>, JournalError> {
        self.text(file, "after", |file| file.after)
    }

    fn text(
        &self,
        file: usize,
        name: &str,
        sum: impl Fn(&RecordedText) -> Sum,
    ) -> Result<Vec<u8>, JournalError> {
        let path = self.at.join(format!("{file}.{name}"));
        let expected = self.files.get(file).map(sum);
        let read = disk::read(&path, expected.map_or(0, |sum| sum.bytes));
        match read {
            Ok(bytes) if Some(Sum::of(&bytes)) == expected => Ok(bytes),
            Ok(_) => Err(JournalError {
                path,
                error: io::Error::other("it is not what mcpmend wrote there"),
            }),
            Err(error) => Err(JournalError { path, error }),
        }
    }
}
