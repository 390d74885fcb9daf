//! Changes as a unified diff that `git apply` and `patch -p1` take.
//!
//! The plain form, `---` and `+++` only: of a diff that starts with `diff --git` git takes the
//! names from the root of the repository wherever it is run, and silently leaves out what lies
//! outside the folder that it is run in.

mod lines;
mod name;

use std::ops::Range;
use std::path::Path;

pub use lines::{Change, changes};

/// So many lines around a change are shown with it.
const CONTEXT: usize = 3;

/// One side of the diff of a file.
#[derive(Clone, Copy, Debug)]
pub struct Side<'t> {
    /// The text itself.
    pub plain: &'t str,
    /// The text as it may be shown, line by line the same.
    pub shown: &'t str,
}

impl<'t> Side<'t> {
    /// A text that may be shown as it is.
    pub fn plain(text: &'t str) -> Side<'t> {
        Side {
            plain: text,
            shown: text,
        }
    }
}

/// A diff over several files.
#[derive(Debug, Default)]
pub struct Diff {
    files: Vec<FileDiff>,
}

#[derive(Debug)]
struct FileDiff {
    head: String,
    hunks: Vec<Hunk>,
    masked: bool,
}

#[derive(Debug)]
struct Hunk {
    /// `-1,3 +1,4`
    place: String,
    body: String,
}

impl Diff {
    /// Adds the change of one file; nothing where there is none. `path` is the way to it from the
    /// folder in which the diff will be applied.
    pub fn add(&mut self, path: &Path, old: Side<'_>, new: Side<'_>) {
        let (old_lines, new_lines) = (lines::split(old.plain), lines::split(new.plain));
        let changes = changes(&old_lines, &new_lines);
        if changes.is_empty() {
            return;
        }
        let mut texts = (lines::split(old.shown), lines::split(new.shown));
        let mut masked = texts.0 != old_lines || texts.1 != new_lines;
        let places = hunks(&changes, old_lines.len());
        let mut one = FileDiff {
            head: name::head(path),
            hunks: Vec::new(),
            masked: false,
        };
        if texts.0.len() != old_lines.len() || texts.1.len() != new_lines.len() {
            // Masked texts have the lines of those that they stand for; if they ever have not,
            // nothing is shown rather than the wrong line.
            texts = (vec!["*\n"; old_lines.len()], vec!["*\n"; new_lines.len()]);
            masked = true;
        }
        for group in places {
            one.hunks.push(Hunk::new(group, &texts.0, &texts.1));
        }
        // What is masked outside the hunks keeps nothing from being applied.
        one.masked = masked && {
            let plain = hunks(&changes, old_lines.len())
                .map(|group| Hunk::new(group, &old_lines, &new_lines).body);
            !plain.eq(one.hunks.iter().map(|hunk| hunk.body.as_str()))
        };
        self.files.push(one);
    }

    /// Whether something in it is masked, so that it cannot be applied.
    pub fn is_masked(&self) -> bool {
        self.files.iter().any(|file| file.masked)
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text. Where something is masked no hunk of any file has a head that git or patch take:
    /// patch would apply the other hunks and leave half a change.
    pub fn text(&self) -> String {
        let mark = if self.is_masked() { "masked " } else { "" };
        let mut text = String::new();
        if self.is_masked() {
            text.push_str(MASKED);
            text.push('\n');
        }
        for file in &self.files {
            text.push_str(&file.head);
            for hunk in &file.hunks {
                text.push_str(&format!("@@ {mark}{} @@\n", hunk.place));
                text.push_str(&hunk.body);
            }
        }
        text
    }
}

/// What is said of a diff with masked secrets.
pub const MASKED: &str =
    "Secrets are masked in this diff, so it does not apply; --show-secrets prints one that does.";

/// The diff of one text that may be shown as it is.
pub fn unified(path: &Path, old: &str, new: &str) -> String {
    let mut diff = Diff::default();
    diff.add(path, Side::plain(old), Side::plain(new));
    diff.text()
}

/// The changes that share a hunk, in order: those whose context touches. `old` is the number of
/// old lines.
fn hunks(changes: &[Change], old: usize) -> impl Iterator<Item = Group<'_>> {
    changes
        .chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT)
        .filter_map(move |changes| {
            let (first, last) = (changes.first()?, changes.last()?);
            let before = first.old.start.min(CONTEXT);
            let after = (old - last.old.end).min(CONTEXT);
            Some(Group {
                changes,
                old: first.old.start - before..last.old.end + after,
                new: first.new.start - before..last.new.end + after,
            })
        })
}

struct Group<'c> {
    changes: &'c [Change],
    /// The lines, context included.
    old: Range<usize>,
    new: Range<usize>,
}

impl Hunk {
    fn new(group: Group<'_>, old: &[&str], new: &[&str]) -> Hunk {
        let mut body = String::new();
        let mut put = |sign: char, lines: &[&str]| {
            for line in lines {
                body.push(sign);
                body.push_str(line);
                if !line.ends_with('\n') {
                    body.push_str("\n\\ No newline at end of file\n");
                }
            }
        };
        let mut at = group.old.start;
        for change in group.changes {
            put(' ', &old[at..change.old.start]);
            put('-', &old[change.old.clone()]);
            put('+', &new[change.new.clone()]);
            at = change.old.end;
        }
        put(' ', &old[at..group.old.end]);
        Hunk {
            place: format!("-{} +{}", place(&group.old), place(&group.new)),
            body,
        }
    }
}

/// `3,7`: the first line from 1 and how many; of no lines the one before them.
fn place(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        many => format!("{},{many}", lines.start + 1),
    }
}
