//! The runs that `mcpmend undo` can put back, as a list for people and as JSON.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Style, count, visible};
use crate::date;
use crate::discover;
use crate::fix::journal::{Contents, Purpose, Recorded, State};
use crate::host::Host;

/// How many fixes of a run are shown to people.
const MOST_FIXES: usize = 12;

/// What `mcpmend undo --list --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Runs that mcpmend can undo")]
pub struct OutputRuns {
    /// The version of this contract.
    pub version: u32,
    /// The folder where they are recorded.
    pub folder: String,
    /// The runs, the newest first.
    pub runs: Vec<OutputRun>,
    /// What is in the folder and cannot be used.
    pub skipped: Vec<OutputSkipped>,
}

/// One run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputRun {
    /// Its number, for `--run`.
    pub id: u64,
    /// `fix`, or `undo` for what `undo --force` overwrote.
    pub purpose: String,
    /// `done`, `undone`, `partly-undone`, `interrupted`, or `running` while it writes.
    pub state: String,
    /// When it was, as `YYYY-MM-DDThh:mm:ssZ`.
    pub time: String,
    /// The version of mcpmend.
    pub mcpmend: String,
    /// The folder in which it was started.
    pub folder: String,
    /// The files that it changed.
    pub files: Vec<OutputFile>,
    /// What it fixed.
    pub fixes: Vec<OutputFix>,
}

/// A file of a run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputFile {
    /// The file, from the root on, with `/`.
    pub path: String,
    /// The id of the client that it was read as.
    pub client: Option<String>,
    /// Whether it was put back.
    pub undone: bool,
}

/// A fix of a run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputFix {
    /// The rule.
    pub rule: String,
    /// What was done.
    pub title: String,
    /// The files that it changed, the one of the finding first.
    pub paths: Vec<String>,
}

/// Something that cannot be used.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OutputSkipped {
    /// Its name in the folder.
    pub name: String,
    /// Why, as a clause.
    pub why: String,
}

/// The word of the JSON contract.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Running => "running",
        State::Done => "done",
        State::Interrupted => "interrupted",
        State::PartlyUndone => "partly-undone",
        State::Undone => "undone",
    }
}

/// Writes the JSON. `busy` says whether another process writes now.
///
/// # Errors
/// When `out` refuses.
pub fn write_json(
    contents: &Contents,
    folder: &std::path::Path,
    busy: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let runs = contents
        .runs
        .iter()
        .enumerate()
        .map(|(number, run)| OutputRun {
            id: run.id,
            purpose: match run.purpose {
                Purpose::Fix => "fix",
                Purpose::Undo => "undo",
            }
            .to_owned(),
            state: state(run.state(busy && number == 0)).to_owned(),
            time: date::moment(run.time),
            mcpmend: run.mcpmend.clone(),
            folder: discover::show(&run.folder),
            files: run
                .files
                .iter()
                .map(|file| OutputFile {
                    path: discover::show(&file.path),
                    client: file.client.clone(),
                    undone: file.undone,
                })
                .collect(),
            fixes: run
                .fixes
                .iter()
                .map(|fix| OutputFix {
                    rule: fix.rule.clone(),
                    title: fix.title.clone(),
                    paths: fix
                        .files
                        .iter()
                        .map(|file| discover::show(&run.files[*file].path))
                        .collect(),
                })
                .collect(),
        });
    let output = OutputRuns {
        version: 1,
        folder: discover::show(folder),
        runs: runs.collect(),
        skipped: contents
            .skipped
            .iter()
            .map(|skipped| OutputSkipped {
                name: skipped.name.clone(),
                why: skipped.why.clone(),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

/// Writes the list for people.
///
/// # Errors
/// When `out` refuses.
pub fn write(
    contents: &Contents,
    host: &dyn Host,
    busy: bool,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if contents.runs.is_empty() {
        return writeln!(out, "No runs of `mcpmend --fix` are recorded.");
    }
    let width = contents
        .runs
        .iter()
        .map(|run| run.id.to_string().len())
        .max();
    let width = width.unwrap_or(1);
    for (number, run) in contents.runs.iter().enumerate() {
        let id = format!("{:>width$}", run.id);
        writeln!(
            out,
            "{}  {}  {}: {}",
            style.paint("1", &id),
            date::moment(run.time),
            word(run, busy && number == 0),
            what(run)
        )?;
        let indent = " ".repeat(width + 2);
        for (index, file) in run.files.iter().enumerate() {
            let shown = discover::shown_from(host, &file.path);
            let shown = visible(&shown);
            let partly = file.undone && run.state(false) == State::PartlyUndone;
            let note = if partly { ", put back" } else { "" };
            writeln!(out, "{indent}{}{note}", visible(&shown))?;
            let of_file = run
                .fixes
                .iter()
                .filter(|fix| fix.files.first() == Some(&index));
            let left = of_file.clone().count().saturating_sub(MOST_FIXES);
            for fix in of_file.take(MOST_FIXES) {
                let (rule, title) = (visible(&fix.rule), visible(&fix.title));
                writeln!(out, "{indent}  [{rule}] {title}")?;
            }
            if left > 0 {
                writeln!(out, "{indent}  and {left} more")?;
            }
        }
    }
    Ok(())
}

/// How far a run is, for people.
fn word(run: &Recorded, busy: bool) -> String {
    match (run.purpose, run.state(busy)) {
        (Purpose::Undo, State::Done) => "kept".to_owned(),
        (_, far) => state(far).replace('-', " "),
    }
}

/// What a run did, as a clause.
fn what(run: &Recorded) -> String {
    let files = count(run.files.len(), "file");
    match run.purpose {
        Purpose::Fix => format!("{} fixed in {files}", count(run.fixes.len(), "problem")),
        Purpose::Undo => format!("{files} overwritten by `undo --force`"),
    }
}
