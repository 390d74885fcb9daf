//! Putting back what stood in files before mcpmend rewrote them.

use std::path::{Path, PathBuf};

use super::journal::{Contents, Journal, JournalError, Purpose, Recorded, State, anew, takes_back};
use super::write::{self, Change, Notice, WriteError};
use crate::document::MAX_BYTES;
use crate::host::{self, FileType, Host};

/// What stands where a run wrote, beside what it found and what it left there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What the run left.
    After,
    /// What the run found.
    Before,
    /// Something else: somebody saved it since.
    Changed(Vec<u8>),
    /// Nothing.
    Gone,
    /// Something that no text can be put into; a clause.
    Strange(String),
}

/// One file that is to be put back.
#[derive(Clone, Debug)]
pub struct Step<'r> {
    /// The run that rewrote it.
    pub run: &'r Recorded,
    /// Its number in the run.
    pub file: usize,
    /// What stands there now.
    pub standing: Standing,
}

impl Step<'_> {
    /// Where it is.
    pub fn path(&self) -> &Path {
        // Steps are made of the files of their run.
        self.run
            .files
            .get(self.file)
            .map_or(Path::new(""), |file| &file.path)
    }
}

/// Why nothing was put back.
#[derive(Debug)]
pub enum Refused {
    /// One of the steps could not be taken.
    Step(usize, WriteError),
    /// So, and files that had been put back could not be taken back, which stay as they are.
    Stuck(usize, WriteError, Vec<usize>),
    /// What stands there now could not be recorded, or what stood there not be read.
    Journal(JournalError),
}

impl From<JournalError> for Refused {
    fn from(error: JournalError) -> Refused {
        Refused::Journal(error)
    }
}

/// What putting back came to.
#[derive(Debug, Default)]
pub struct PutBack {
    /// What could not be kept of a file, by the number of the step.
    pub notices: Vec<(usize, Notice)>,
    /// The run that has what was overwritten by force.
    pub kept: Option<u64>,
    /// Why the journal does not know that they were put back.
    pub unnoted: Option<JournalError>,
}

/// The newest run that fixed something and is not put back yet.
pub fn last(contents: &Contents) -> Option<&Recorded> {
    contents
        .runs
        .iter()
        .find(|run| run.purpose == Purpose::Fix && run.state(false) != State::Undone)
}

/// Those files of a run that are not put back yet.
pub fn files_of(run: &Recorded) -> Vec<(&Recorded, usize)> {
    let files = run.files.iter().enumerate();
    files
        .filter(|(_, file)| !file.undone)
        .map(|(number, _)| (run, number))
        .collect()
}

/// A file as somebody calls it on the command line.
#[derive(Clone, Debug)]
pub struct Named {
    absolute: PathBuf,
    real: PathBuf,
}

impl Named {
    /// The file at `path`.
    pub fn new(host: &dyn Host, path: &Path) -> Named {
        let absolute = host::absolute(host, path);
        Named {
            real: host.canonical(&absolute),
            absolute,
        }
    }

    /// Whether this is the file that `run` has by this number.
    pub fn is(&self, run: &Recorded, file: usize) -> bool {
        run.files.get(file).is_some_and(|file| {
            let mut names = [&self.absolute, &self.real].into_iter();
            names.any(|name| *name == file.path || *name == file.target)
        })
    }

    /// The file in the newest run that fixed it and in which it is not put back yet.
    pub fn newest<'r>(&self, contents: &'r Contents) -> Option<(&'r Recorded, usize)> {
        let runs = contents.runs.iter();
        runs.filter(|run| run.purpose == Purpose::Fix)
            .flat_map(files_of)
            .find(|(run, file)| self.is(run, *file))
    }
}

/// What stands now where `run` wrote its file of this number.
///
/// # Errors
/// When the journal cannot be read.
pub fn standing(host: &dyn Host, run: &Recorded, file: usize) -> Result<Standing, JournalError> {
    let (before, after) = (run.before(file)?, run.after(file)?);
    let Some(recorded) = run.files.get(file) else {
        return Ok(Standing::Gone);
    };
    let path = &recorded.path;
    let strange = |why: &str| Ok(Standing::Strange(why.to_owned()));
    match host.file_type(path) {
        Ok(FileType::File(bytes))
            if bytes > MAX_BYTES.max(before.len() as u64).max(after.len() as u64) =>
        {
            strange("it has more than 10 MB now")
        }
        Ok(FileType::File(_)) => Ok(match host.read(path) {
            Ok(now) if now == after => Standing::After,
            Ok(now) if now == before => Standing::Before,
            Ok(now) => Standing::Changed(now),
            Err(error) => Standing::Strange(error.kind().to_string()),
        }),
        Ok(FileType::Folder) => strange("it is a folder now"),
        Ok(FileType::Special) => strange("it is a pipe, socket or device now"),
        Ok(FileType::DanglingLink) => Ok(without(host, &recorded.target)),
        Err(error) => match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                Ok(without(host, path))
            }
            kind => strange(&kind.to_string()),
        },
    }
}

/// What it means that nothing stands at `path`.
fn without(host: &dyn Host, path: &Path) -> Standing {
    let folder = path.parent().map(|folder| host.file_type(folder));
    match folder {
        Some(Ok(FileType::Folder)) => Standing::Gone,
        _ => Standing::Strange(
            "it was deleted since, and its folder too; make the folder first".to_owned(),
        ),
    }
}

/// Each of `files` with what stands there now; one file once, however often it is named.
///
/// # Errors
/// When the journal cannot be read.
pub fn plan<'r>(
    host: &dyn Host,
    files: Vec<(&'r Recorded, usize)>,
) -> Result<Vec<Step<'r>>, JournalError> {
    let mut steps: Vec<Step<'r>> = Vec::new();
    for (run, file) in files {
        if steps
            .iter()
            .any(|step| step.run.id == run.id && step.file == file)
        {
            continue;
        }
        steps.push(Step {
            run,
            file,
            standing: standing(host, run, file)?,
        });
    }
    Ok(steps)
}

/// Takes all `steps` or none. What somebody saved since is overwritten, and recorded before as a
/// run of its own; what is missing is made anew. Nothing is done about what is as before already.
///
/// # Errors
/// When a file cannot be written, or was saved meanwhile; when what is overwritten cannot be
/// recorded.
pub fn put_back(
    host: &dyn Host,
    journal: &Journal,
    lock: Option<super::journal::Lock>,
    steps: &[Step<'_>],
) -> Result<PutBack, Refused> {
    let mut changes = Vec::new();
    let mut of_step = Vec::new();
    let mut overwritten = Vec::new();
    let mut missing = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let new = step.run.before(step.file)?;
        let old = match &step.standing {
            Standing::Before => continue,
            Standing::After => step.run.after(step.file)?,
            Standing::Changed(now) => {
                overwritten.push(changes.len());
                now.clone()
            }
            Standing::Gone => {
                missing.push((number, new));
                continue;
            }
            Standing::Strange(why) => {
                return Err(Refused::Step(
                    number,
                    std::io::Error::other(why.clone()).into(),
                ));
            }
        };
        of_step.push(number);
        changes.push(Change {
            path: step.path().to_owned(),
            old,
            new,
        });
    }
    let run = if overwritten.is_empty() {
        None
    } else {
        let kept: Vec<Change> = overwritten.iter().map(|at| changes[*at].clone()).collect();
        let clients = overwritten
            .iter()
            .map(|at| {
                let step = &steps[of_step[*at]];
                step.run.files[step.file].client.clone()
            })
            .collect();
        let about = super::journal::About {
            purpose: Purpose::Undo,
            time: host.now(),
            folder: host.current_dir().to_owned(),
            clients,
            fixes: Vec::new(),
        };
        let lock = match lock {
            Some(lock) => lock,
            None => journal.lock()?,
        };
        Some(journal.begin(lock, &kept, &about)?)
    };
    let mut made: Vec<PathBuf> = Vec::new();
    let result = make(host, steps, missing, &mut made).and_then(|()| {
        write::replace_all(&changes).map_err(|failed| {
            let stuck = failed.stuck.iter().map(|(at, _)| of_step[*at]);
            let stuck: Vec<usize> = stuck.collect();
            let at = of_step[failed.at];
            if stuck.is_empty() {
                Refused::Step(at, failed.error)
            } else {
                Refused::Stuck(at, failed.error, stuck)
            }
        })
    });
    let notices = match result {
        Ok(notices) => notices,
        Err(refused) => {
            for path in made {
                takes_back(&path);
            }
            if let Some(run) = run {
                let _ = run.cancel();
            }
            return Err(refused);
        }
    };
    let mut done = PutBack {
        notices: notices
            .into_iter()
            .map(|notice| (of_step[notice.at], notice))
            .collect(),
        kept: run.as_ref().map(super::journal::Run::id),
        unnoted: None,
    };
    for step in steps {
        if let Err(error) = journal.undone(step.run, step.file) {
            done.unnoted = Some(error);
        }
    }
    if let Some(run) = run
        && let Err(error) = run.finish()
    {
        done.unnoted = Some(error);
    }
    Ok(done)
}

/// Makes the files that are missing, and adds where to `made`.
fn make(
    host: &dyn Host,
    steps: &[Step<'_>],
    missing: Vec<(usize, Vec<u8>)>,
    made: &mut Vec<PathBuf>,
) -> Result<(), Refused> {
    for (number, text) in missing {
        let step = &steps[number];
        let file = &step.run.files[step.file];
        let linked = matches!(host.file_type(&file.path), Ok(FileType::DanglingLink));
        let place = if linked { &file.target } else { &file.path };
        anew(place, &text, file.mode)
            .map_err(|error| Refused::Step(number, WriteError::Io(error)))?;
        made.push(place.clone());
        if linked && host.canonical(&file.path) != host.canonical(&file.target) {
            let error = std::io::Error::other("it is a link that leads elsewhere now");
            return Err(Refused::Step(number, error.into()));
        }
    }
    Ok(())
}
