//! `mcpmend undo`.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};

use super::args::{TableFormat, UndoArgs};
use super::{Ending, Failure, diff, keep, say};
use crate::clients;
use crate::date;
use crate::discover::{self, Found, Place};
use crate::document::{Document, Format};
use crate::fix::diff::{Diff, MASKED, Side};
use crate::fix::journal::{Contents, Journal, Lock, Recorded};
use crate::fix::undo::{self, Named, PutBack, Refused, Standing, Step};
use crate::host::{Host, SystemHost};
use crate::report::{self, Style, count, runs, visible};
use crate::save;
use crate::secret;
use crate::workspace::Workspace;

pub(super) fn run(args: &UndoArgs, style: Style, out: &mut dyn Write) -> Result<Ending, Failure> {
    let host = SystemHost::new(None, None)?;
    let journal = keep::journal()?;
    if args.list {
        return list(args, &host, &journal, style, out);
    }
    if !journal.exists().map_err(|error| failure(&error))? {
        say!("{}", nothing(args, &journal, &Contents::default()));
        return Ok(Ending::Findings);
    }
    let lock = if args.diff { None } else { lock(&journal)? };
    let settled: Vec<String> = lock.as_ref().map_or_else(Vec::new, |lock| {
        let runs = journal.interrupted(lock).into_iter();
        runs.filter_map(|run| save::settle(&host, &journal, &run))
            .collect()
    });
    for said in settled {
        say!("warning: {said}");
    }
    let contents = contents(&journal)?;
    let Some(steps) = steps(args, &host, &contents)? else {
        say!("{}", nothing(args, &journal, &contents));
        return Ok(Ending::Findings);
    };
    let refused = tell_refused(args, &host, &contents, &steps);
    if args.diff {
        show(args, &host, &steps, out)?;
    }
    if refused {
        return Ok(Ending::Findings);
    }
    if args.diff {
        return Ok(Ending::Clean);
    }
    tell_left(&host, &steps);
    for said in save::sweep_beside(&host, steps.iter().map(|step| host.canonical(step.path()))) {
        say!("warning: {said}");
    }
    match undo::put_back(&host, &journal, lock, &steps) {
        Ok(done) => tell_done(&host, &journal, &steps, &done, out),
        Err(refused) => Err(why(&host, &steps, refused)),
    }
}

fn failure(error: &dyn std::fmt::Display) -> Failure {
    Failure::message(error.to_string())
}

/// The lock of the journal; `None` where the journal may only be read: what it holds can be put
/// back all the same.
fn lock(journal: &Journal) -> Result<Option<Lock>, Failure> {
    match journal.lock() {
        Ok(lock) => Ok(Some(lock)),
        Err(error) => match error.error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Ok(None),
            _ => Err(failure(&error)),
        },
    }
}

/// What is recorded. Says what of it cannot be used.
fn contents(journal: &Journal) -> Result<Contents, Failure> {
    let contents = journal.contents().map_err(|error| failure(&error))?;
    for skipped in &contents.skipped {
        say!(
            "warning: {}: skipped: {}",
            discover::show(&journal.folder().join(&skipped.name)),
            skipped.why
        );
    }
    Ok(contents)
}

fn list(
    args: &UndoArgs,
    host: &SystemHost,
    journal: &Journal,
    style: Style,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let mut contents = journal.contents().map_err(|error| failure(&error))?;
    let named: Vec<Named> = args
        .files
        .iter()
        .map(|file| Named::new(host, file))
        .collect();
    contents.runs.retain(|run| {
        let mut files = 0..run.files.len();
        named.is_empty() || files.any(|file| named.iter().any(|named| named.is(run, file)))
    });
    let busy = journal.is_busy();
    match args.format {
        TableFormat::Table => {
            for skipped in &contents.skipped {
                say!("warning: run {}: skipped: {}", skipped.name, skipped.why);
            }
            runs::write(&contents, host, busy, style, out)?;
        }
        TableFormat::Json => runs::write_json(&contents, journal.folder(), busy, out)?,
    }
    Ok(Ending::Clean)
}

/// What to say where nothing is to be put back.
fn nothing(args: &UndoArgs, journal: &Journal, contents: &Contents) -> String {
    let changed = match args.files.as_slice() {
        [] => String::new(),
        [file] => format!(" that changed {}", discover::show(file)),
        _ => " that changed one of these files".to_owned(),
    };
    if contents.runs.is_empty() {
        let folder = discover::show(journal.folder());
        format!("Nothing to undo: no run of `mcpmend --fix`{changed} is recorded in {folder}.")
    } else {
        format!("Nothing to undo: no run{changed} is left; `mcpmend undo --list` shows all.")
    }
}

/// The files that are to be put back; `None` when there are none.
fn steps<'r>(
    args: &UndoArgs,
    host: &SystemHost,
    contents: &'r Contents,
) -> Result<Option<Vec<Step<'r>>>, Failure> {
    let plan = |files| {
        undo::plan(host, files)
            .map(Some)
            .map_err(|error| failure(&error))
    };
    let named: Vec<Named> = args
        .files
        .iter()
        .map(|file| Named::new(host, file))
        .collect();
    let Some(id) = args.run else {
        if named.is_empty() {
            return match undo::last(contents) {
                Some(run) => plan(undo::files_of(run)),
                None => Ok(None),
            };
        }
        let found: Vec<_> = named.iter().map(|named| named.newest(contents)).collect();
        if found.iter().all(Option::is_none) {
            return Ok(None);
        }
        // All of them or none.
        if let Some(at) = found.iter().position(Option::is_none) {
            return Err(Failure::message(format!(
                "{}: no run that changed it and can be undone is recorded; nothing was put back",
                discover::show(&args.files[at])
            )));
        }
        return plan(found.into_iter().flatten().collect());
    };
    let run = contents
        .runs
        .iter()
        .find(|run| run.id == id)
        .ok_or_else(|| {
            Failure::message(format!(
                "no run {id} is recorded; `mcpmend undo --list` shows those that are"
            ))
        })?;
    let mut files = undo::files_of(run);
    for (named, file) in named.iter().zip(&args.files) {
        if !files.iter().any(|(run, number)| named.is(run, *number)) {
            return Err(Failure::message(format!(
                "{}: run {id} has no such file that could be put back; `mcpmend undo --list` shows \
                 what it has",
                discover::show(file)
            )));
        }
    }
    if !named.is_empty() {
        files.retain(|(run, number)| named.iter().any(|named| named.is(run, *number)));
    }
    if files.is_empty() {
        return Err(Failure::message(format!("run {id} is put back already")));
    }
    plan(files)
}

/// Says which files cannot be put back, or only by force. Whether nothing is done because of them.
fn tell_refused(
    args: &UndoArgs,
    host: &SystemHost,
    contents: &Contents,
    steps: &[Step<'_>],
) -> bool {
    let (mut refused, mut forcible) = (false, true);
    for step in steps {
        let shown = discover::shown_from(host, step.path());
        let id = step.run.id;
        match &step.standing {
            Standing::After | Standing::Before => continue,
            Standing::Changed(_) | Standing::Gone if args.force => continue,
            Standing::Changed(now) => match later(contents, step, now) {
                Some(later) => say!(
                    "error: {shown}: run {later} changed it again after run {id}: put that back first"
                ),
                None => say!("error: {shown}: it has changed since run {id}"),
            },
            Standing::Gone => say!("error: {shown}: it was deleted since run {id}"),
            Standing::Strange(why) => {
                forcible = false;
                say!("error: {shown}: {why}");
            }
        }
        refused = true;
    }
    if !refused {
        return false;
    }
    if args.diff {
        say!("`mcpmend undo` would put nothing back without --force.");
    } else if forcible {
        say!(
            "Nothing was put back. With --diff you see what would be; with --force it is put back \
             all the same, and what it overwrites is recorded before."
        );
    } else {
        say!("Nothing was put back.");
    }
    true
}

/// Says which files stay changed by a fix that is taken back in others.
fn tell_left(host: &SystemHost, steps: &[Step<'_>]) {
    let mut left = BTreeSet::new();
    for step in steps {
        let fixes = step.run.fixes.iter();
        for file in fixes
            .filter(|fix| fix.files.contains(&step.file))
            .flat_map(|fix| &fix.files)
        {
            let mut all = steps.iter();
            let taken = all.any(|other| other.run.id == step.run.id && other.file == *file);
            let recorded = &step.run.files[*file];
            if !taken && !recorded.undone {
                left.insert(discover::shown_from(host, &recorded.path));
            }
        }
    }
    if !left.is_empty() {
        let left: Vec<String> = left.into_iter().collect();
        say!(
            "warning: the same fix changed {}, which stays as it is",
            left.join(", ")
        );
    }
}

/// The newer run that left what stands where `step` is to put something back.
fn later(contents: &Contents, step: &Step<'_>, now: &[u8]) -> Option<u64> {
    let newer = contents.runs.iter().take_while(|run| run.id > step.run.id);
    newer
        .flat_map(undo::files_of)
        .find(|(run, file)| {
            let recorded = &run.files[*file];
            recorded.path == step.path() && run.after(*file).is_ok_and(|after| after == now)
        })
        .map(|(run, _)| run.id)
}

/// `--diff`: what would be put back.
fn show(
    args: &UndoArgs,
    host: &SystemHost,
    steps: &[Step<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut diff = Diff::default();
    for step in steps {
        let shown = discover::shown_from(host, step.path());
        let new = step
            .run
            .before(step.file)
            .map_err(|error| failure(&error))?;
        let old = match &step.standing {
            Standing::Before | Standing::Strange(_) => continue,
            Standing::After => step.run.after(step.file).map_err(|error| failure(&error))?,
            Standing::Changed(now) => now.clone(),
            Standing::Gone => Vec::new(),
        };
        let (Ok(old), Ok(new)) = (String::from_utf8(old), String::from_utf8(new)) else {
            say!("{shown}: it is not UTF-8 now, so no difference is shown");
            continue;
        };
        let path = step.path().strip_prefix(host.current_dir());
        let path = path.unwrap_or(step.path());
        let veil = |text: &str| match args.show_secrets {
            true => text.to_owned(),
            false => veil(step, text),
        };
        diff.add(
            path,
            Side {
                plain: &old,
                shown: &veil(&old),
            },
            Side {
                plain: &new,
                shown: &veil(&new),
            },
        );
    }
    diff::show(&diff, out)?;
    if diff.is_masked() {
        say!("{MASKED}");
    }
    Ok(())
}

/// `text` with its secrets masked, as those of the file are that `step` is about.
fn veil(step: &Step<'_>, text: &str) -> String {
    let path = step.path();
    let recorded = &step.run.files[step.file];
    let client = recorded.client.as_deref().and_then(clients::by_id);
    let mut workspace = Workspace::default();
    let found = Found {
        path: path.to_owned(),
        shown: discover::show(path),
        place: match discover::place_of(path, client) {
            Place::Unplaced { .. } => Place::Unplaced { named: true },
            place => place,
        },
        also: Vec::new(),
    };
    if let Some(id) = workspace.add_text(&found, text.as_bytes().to_vec()) {
        return report::masked(&workspace, id, false).into_owned();
    }
    // A file beside configs, or one that holds no servers now.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let format = Format::of_file_name(&name).unwrap_or(Format::Json);
    let document = Document::parse(text.to_owned(), format);
    let mut spans = secret::spans(&document, &[]);
    spans.extend(secret::spans_of_text(text));
    secret::mask(text, &secret::merge(spans))
}

/// Says what was put back, and what comes next.
fn tell_done(
    host: &SystemHost,
    journal: &Journal,
    steps: &[Step<'_>],
    done: &PutBack,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let mut written = 0;
    for (number, step) in steps.iter().enumerate() {
        let shown = discover::shown_from(host, step.path());
        let shown = visible(&shown);
        let id = step.run.id;
        match step.standing {
            Standing::Before => writeln!(out, "{shown} is as it was before run {id} already")?,
            Standing::Gone => writeln!(out, "made {shown} anew, as it was before run {id}")?,
            _ => writeln!(out, "put back {shown} as it was before run {id}")?,
        }
        written += usize::from(step.standing != Standing::Before);
        for (_, notice) in done.notices.iter().filter(|(at, _)| *at == number) {
            say!("warning: {shown}: {notice}");
        }
    }
    let mut text = format!("Put back {}.", count(written, "file"));
    if let Some(kept) = done.kept {
        text.push_str(&format!(
            " What was overwritten is run {kept}: `mcpmend undo --run {kept}` brings it back."
        ));
    }
    if let Some(error) = &done.unnoted {
        say!("warning: the journal does not know that: {error}");
    } else if let Some(next) = next(journal) {
        text.push_str(&format!(
            " `mcpmend undo` goes on with run {} of {}.",
            next.id,
            date::moment(next.time)
        ));
    }
    writeln!(out, "{text}")?;
    Ok(Ending::Clean)
}

/// The run that comes next.
fn next(journal: &Journal) -> Option<Recorded> {
    let contents = journal.contents().ok()?;
    undo::last(&contents).cloned()
}

/// Why nothing was put back.
fn why(host: &SystemHost, steps: &[Step<'_>], refused: Refused) -> Failure {
    let shown = |at: usize| discover::shown_from(host, steps[at].path());
    Failure::message(match refused {
        Refused::Step(at, error) => format!("{}: {error}; nothing was put back", shown(at)),
        Refused::Stuck(at, error, stuck) => {
            let stuck: Vec<String> = stuck.into_iter().map(shown).collect();
            format!(
                "{}: {error}; only these were put back: {}",
                shown(at),
                stuck.join(", ")
            )
        }
        Refused::Journal(error) => format!("{error}; nothing was put back"),
    })
}
