//! `mcpmend --diff`.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, Color};
use super::outcome::{create, ending, tell_failed};
use super::{Ending, Failure, say, terminal};
use crate::analysis::Analysis;
use crate::discover;
use crate::fix::Mended;
use crate::fix::diff::{self, Diff, Side};
use crate::host::Host;
use crate::report::{self, Report, count, summary, visible};

pub(super) fn run(
    analysis: &Analysis,
    args: &CheckArgs,
    mended: &Mended,
    out: &mut dyn Write,
) -> Result<Ending, Failure> {
    let show_secrets = args.place.show_secrets;
    let mut diff = Diff::default();
    let names = Names::new(analysis, mended);
    for (&id, path) in mended.changed.iter().zip(&names.paths) {
        let (old, new) = (&analysis.workspace, &mended.workspace);
        diff.add(
            path,
            Side {
                plain: &old.file(id).document.text,
                shown: &report::masked(old, id, show_secrets),
            },
            Side {
                plain: &new.file(id).document.text,
                shown: &report::masked(new, id, show_secrets),
            },
        );
    }
    match &args.output_file {
        Some(path) => create(path, diff.text().as_bytes())?,
        None => show(&diff, out)?,
    }
    tell_failed(mended, show_secrets);
    if diff.is_masked() {
        say!("{}", diff::MASKED);
    } else if let Some(base) = names.elsewhere {
        say!(
            "The names in this diff start at {base}: apply it there, for example with `patch -p1 -d {}`.",
            quoted(&base)
        );
    }
    if !args.quiet {
        tell(analysis, mended, show_secrets);
    }
    Ok(if mended.changed.is_empty() {
        ending(&mended.checked.findings, args)
    } else {
        Ending::Findings
    })
}

/// The diff as a person at a terminal may be shown it: a file's control characters are not obeyed
/// and what cannot be seen is escaped, as the pager does that git shows a diff with. `None` where
/// it is the same. To a pipe or a file goes the diff itself: every byte counts there.
pub(super) fn for_eyes(text: &str) -> Option<String> {
    let mut shown = String::with_capacity(text.len());
    let mut escaped = false;
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix("\r\n") {
            Some(line) => (line, "\n"),
            None => line
                .strip_suffix('\n')
                .map_or((line, ""), |line| (line, "\n")),
        };
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                shown.push('\t');
            }
            let part = visible(part);
            escaped |= matches!(part, Cow::Owned(_));
            shown.push_str(&part);
        }
        shown.push_str(end);
    }
    escaped.then_some(shown)
}

/// Writes a diff to standard output: as it is, or on a terminal as a person may be shown it.
pub(super) fn show(diff: &Diff, out: &mut dyn Write) -> Result<(), Failure> {
    let text = diff.text();
    let on_terminal = terminal::Terminal::is_terminal(&io::stdout());
    let eyes = if on_terminal { for_eyes(&text) } else { None };
    out.write_all(eyes.as_ref().unwrap_or(&text).as_bytes())?;
    out.flush()?;
    if eyes.is_some() {
        say!(
            "This diff is shown with escapes for what cannot be seen; it applies when it goes to a file or a pipe."
        );
    }
    Ok(())
}

/// Says what the diff comes to.
fn tell(analysis: &Analysis, mended: &Mended, show_secrets: bool) {
    let style = terminal::style(Color::Auto, &io::stderr());
    let rest = Report::new(&mended.workspace, &mended.checked.findings, show_secrets)
        .leaving_out(mended.checked.left_out);
    if !mended.changed.is_empty() {
        say!(
            "This fixes {} in {}; nothing was written.",
            count(mended.applied.len(), "problem"),
            count(mended.changed.len(), "file")
        );
        if !mended.checked.findings.is_empty() {
            super::tell(&format!("After it: {}", summary::findings(&rest, style)));
        }
    } else if analysis.workspace.files().len() == 0 {
        super::tell(&summary::no_config(&rest));
    } else if mended.checked.findings.is_empty() {
        super::tell(&summary::nothing(&rest));
    } else {
        let found = summary::findings(&rest, style);
        super::tell(&format!("No fix to apply. {found}"));
    }
}

/// The names of the changed files in the diff.
struct Names {
    /// In the order of the files, each from one folder on.
    paths: Vec<PathBuf>,
    /// That folder, where it is not the current one.
    elsewhere: Option<String>,
}

impl Names {
    /// Git and patch take no name that is absolute or has `..` in it, and none that is a link or
    /// lies behind one: the names are those of the files themselves, from the nearest folder at
    /// or above the current one that holds them all.
    fn new(analysis: &Analysis, mended: &Mended) -> Names {
        let host = &analysis.host;
        let here = host.canonical(host.current_dir());
        let real: Vec<PathBuf> = mended
            .changed
            .iter()
            .map(|id| host.canonical(&analysis.workspace.file(*id).path))
            .collect();
        let below = |folder: &Path| real.iter().all(|path| path.starts_with(folder));
        let mut base = here.ancestors().find(|folder| below(folder));
        if base == Some(&here) && !real.is_empty() {
            base = Some(unmistakable(host, &here, &real));
        }
        let paths = real.iter().map(|path| match base {
            Some(base) => path.strip_prefix(base).unwrap_or(path).to_owned(),
            // Several drives: no folder holds them all.
            None => path.components().skip(2).collect(),
        });
        Names {
            paths: paths.collect(),
            elsewhere: match base {
                Some(base) if base == here => None,
                Some(base) => Some(shown(base)),
                None => Some("the root of each drive".to_owned()),
            },
        }
    }
}

/// The folder that the names of `files`, all below the current folder `here`, start at. In a folder
/// `docs` of a repository git takes the name `docs/x` for one from the repository's root, and would
/// change another file than the one in `docs/docs`: such names start at the root.
fn unmistakable<'p>(host: &dyn Host, here: &'p Path, files: &[PathBuf]) -> &'p Path {
    let root = here
        .ancestors()
        .find(|folder| host.file_type(&folder.join(".git")).is_ok());
    let Some((root, way)) = root.and_then(|root| Some((root, here.strip_prefix(root).ok()?)))
    else {
        return here;
    };
    let taken = |file: &PathBuf| {
        !way.as_os_str().is_empty()
            && file
                .strip_prefix(here)
                .is_ok_and(|below| below.starts_with(way))
    };
    if files.iter().any(taken) { root } else { here }
}

/// A folder as a person would write it: Windows' own form of a canonical path is none.
fn shown(folder: &Path) -> String {
    let shown = discover::show(folder);
    shown
        .strip_prefix("//?/")
        .map_or(shown.clone(), str::to_owned)
}

/// A word for the shell.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '+');
    if word.chars().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
    }
}
