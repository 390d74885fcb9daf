//! From fixes to new texts: choose, combine, verify, repeat until nothing changes.

mod candidate;
pub mod choose;
pub mod diff;
pub mod journal;
mod round;
pub mod undo;
pub mod write;

use std::collections::BTreeSet;

use crate::check::{self, Checked, Selection};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{Document, Edit, EditError, edit, verify, verify_outside};
use crate::rules::Context;
use crate::workspace::{FileId, Workspace};
use candidate::{Candidate, Key};
use round::one_round;

/// After so many rounds fixing stops, whatever is left.
pub const MAX_ROUNDS: usize = 40;

/// A fix that was carried out, or could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The rule.
    pub rule: &'static str,
    /// What the fix does.
    pub title: String,
    /// The files that it changes, the one of the finding first.
    pub files: Vec<FileId>,
}

/// A fix that was not carried out because its result could not be verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The fix.
    pub fix: Applied,
    /// Why.
    pub why: EditError,
}

/// What fixing came to.
#[derive(Debug)]
pub struct Mended {
    /// The files as they would be.
    pub workspace: Workspace,
    /// What is still found in them.
    pub checked: Checked,
    /// What was done.
    pub applied: Vec<Applied>,
    /// What could not be done.
    pub failed: Vec<Failed>,
    /// The files whose text changed, in order.
    pub changed: Vec<FileId>,
    /// Whether fixes were left after [`MAX_ROUNDS`].
    pub unsettled: bool,
}

/// The fix of a finding that is carried out without asking: the preferred one, if it is safe or
/// unsafe ones are wanted too. No other one ever takes its place.
pub fn chosen(finding: &Diagnostic, unsafe_too: bool) -> Option<&Fix> {
    finding
        .preferred()
        .filter(|fix| unsafe_too || fix.applicability == Applicability::Safe)
}

/// Carries out the fixes of everything that `selection` finds, in memory.
pub fn fix(context: &Context<'_>, selection: &Selection, unsafe_too: bool) -> Mended {
    fix_except(context, selection, unsafe_too, &BTreeSet::new())
}

/// [`fix`], without the fixes that would change one of the files in `locked`.
pub fn fix_except(
    context: &Context<'_>,
    selection: &Selection,
    unsafe_too: bool,
    locked: &BTreeSet<FileId>,
) -> Mended {
    let mut workspace = context.workspace.with_texts(&[]);
    let mut mended = Mended {
        workspace: Workspace::default(),
        checked: Checked::default(),
        applied: Vec::new(),
        failed: Vec::new(),
        changed: Vec::new(),
        unsettled: false,
    };
    let mut changed = BTreeSet::new();
    let mut banned: BTreeSet<Key> = BTreeSet::new();
    for round in 0.. {
        let now = Context {
            workspace: &workspace,
            ..*context
        };
        mended.checked = check::checked(&now, selection);
        let mut candidates: Vec<Candidate<'_>> = mended
            .checked
            .findings
            .iter()
            .filter_map(|finding| Some(Candidate::new(finding, chosen(finding, unsafe_too)?)))
            .filter(|candidate| {
                !banned.contains(&candidate.key())
                    && !candidate.files.iter().any(|file| {
                        locked.contains(file) || !workspace.file(*file).document.is_text()
                    })
            })
            .collect();
        // What may change the meaning is judged by a text in which nothing else is left to mend.
        if candidates.iter().any(Candidate::is_safe) {
            candidates.retain(Candidate::is_safe);
        }
        if candidates.is_empty() {
            break;
        }
        if round == MAX_ROUNDS {
            mended.unsettled = true;
            break;
        }
        let result = one_round(&workspace, &candidates);
        mended
            .applied
            .extend(result.applied.into_iter().map(Candidate::applied));
        for (candidate, why) in result.failed {
            banned.insert(candidate.key());
            mended.failed.push(Failed {
                fix: candidate.applied(),
                why,
            });
        }
        if result.texts.is_empty() && banned.is_empty() {
            break;
        }
        for (file, _) in &result.texts {
            changed.insert(*file);
            // What did not work in the text as it was may work in the new one.
            banned.retain(|key| key.file != *file);
            mended
                .failed
                .retain(|failed| failed.fix.files.first() != Some(file));
        }
        if !result.texts.is_empty() {
            workspace = workspace.with_texts(&result.texts);
        }
    }
    mended.changed = changed
        .into_iter()
        .filter(|file| {
            workspace.file(*file).document.text != context.workspace.file(*file).document.text
        })
        .collect();
    mended.workspace = workspace;
    mended
}

/// The text of `file` with `edits` carried out, checked to say what they mean.
///
/// # Errors
/// When the format cannot carry them out, or the result says something else.
pub fn rewrite(workspace: &Workspace, file: FileId, edits: &[Edit]) -> Result<String, EditError> {
    let file = workspace.file(file);
    let lowered = file.document.lower(edits)?;
    let text = edit::apply(&file.document.text, &lowered)?;
    verify_outside(&file.document.text, &lowered, &text)?;
    let new = Document::parse(text, file.kind.format);
    verify(&file.document, edits, &new, file.kind.dialect)?;
    Ok(new.text)
}
