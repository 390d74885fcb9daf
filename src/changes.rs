//! What mending changes, as one diff over all files.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::analysis::Analysis;
use crate::discover;
use crate::fix::Mended;
use crate::fix::diff::{Diff, Side};
use crate::host::Host;
use crate::report::{self, visible};

/// What mending changes.
#[derive(Debug)]
pub struct Changes {
    /// The diff.
    pub diff: Diff,
    /// The folder that its names start at, where it is not the current one.
    pub elsewhere: Option<String>,
}

impl Changes {
    /// From what was read to what it would be. Secrets are masked unless they are to be shown.
    pub fn new(analysis: &Analysis, mended: &Mended, show_secrets: bool) -> Changes {
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
        Changes {
            diff,
            elsewhere: names.elsewhere,
        }
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

/// The diff as a person at a terminal may be shown it: a file's control characters are not obeyed
/// and what cannot be seen is escaped, as the pager does that git shows a diff with. `None` where
/// it is the same. To a pipe or a file goes the diff itself: every byte counts there.
pub fn for_eyes(text: &str) -> Option<String> {
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
