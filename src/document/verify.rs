//! The check that a changed text says what the edits meant, and nothing else.
//!
//! It shares nothing with the code that carries edits out. The old tree is walked beside the new
//! one, and at each place the new one must be what the edits make of the old: the same value in
//! the same spelling, in the same order, with the same text between, or else what an edit put
//! there. Each edit means nodes and indices of the unchanged tree, so that it does not matter in
//! which order they stand.

mod comments;
mod plan;
mod walk;

use super::edit::{Edit, EditError, TextEdit};
use super::syntax::SyntaxErrorKind;
use super::{Dialect, Document};
use plan::Plan;
use walk::Walk;

/// Checks that `new` is `old` with `edits` carried out, in `dialect`.
///
/// # Errors
/// [`EditError::Unverified`] when `new` has a syntax error that `old` had not, or when its tree,
/// the spelling of a value, the comments or the line ends differ from what the edits say.
/// [`EditError::Mismatch`] when they contradict each other. Edits of the bare text cannot be
/// compared as data and go with no others but those of comments: for them the number of errors
/// must go down.
pub fn verify(
    old: &Document,
    edits: &[Edit],
    new: &Document,
    dialect: Dialect,
) -> Result<(), EditError> {
    let before = kinds(old, dialect);
    let after = kinds(new, dialect);
    if edits.iter().any(|edit| matches!(edit, Edit::Text(_))) {
        if !edits.iter().all(is_of_text) {
            return Err(EditError::Mismatch);
        }
        // Not all of many errors are told: then the last of them is further down.
        let further = after.len() == before.len()
            && after.len() >= MANY
            && below_last_error(new, dialect) < below_last_error(old, dialect);
        return if after.len() < before.len() || further {
            Ok(())
        } else {
            Err(unverified("the syntax error would remain"))
        };
    }
    if !is_part(&after, &before) {
        return Err(unverified("it would have a new syntax error"));
    }
    same_frame(old, edits, new)?;
    comments::verify(old, edits, new)?;
    let Some(root) = old.root() else {
        // Without a value only comments can change.
        return if edits.iter().all(is_of_text) && new.root().is_none() {
            Ok(())
        } else {
            Err(EditError::Mismatch)
        };
    };
    let plan = Plan::new(old, edits).ok_or(EditError::Mismatch)?;
    let actual = new.root().ok_or_else(|| unverified("it would be empty"))?;
    Walk::new(old, new, &plan).root(root, actual)
}

/// Checks that `new` differs from `old` in the bytes of `edits` only, which are sorted.
///
/// # Errors
/// [`EditError::Unverified`] when it does not.
pub fn verify_outside(old: &str, edits: &[TextEdit], new: &str) -> Result<(), EditError> {
    let differs = || unverified("bytes beside it would change");
    let mut rest_of_old = old;
    let mut rest_of_new = new;
    let mut at = 0;
    for edit in edits {
        let kept = edit.span.start.checked_sub(at).ok_or(EditError::Overlap)?;
        let (same, behind) = rest_of_old
            .split_at_checked(kept)
            .ok_or(EditError::Mismatch)?;
        rest_of_new = rest_of_new
            .strip_prefix(same)
            .and_then(|rest| rest.strip_prefix(edit.text.as_str()))
            .ok_or_else(differs)?;
        rest_of_old = behind.get(edit.span.len()..).ok_or(EditError::Mismatch)?;
        at = edit.span.end;
    }
    (rest_of_old == rest_of_new)
        .then_some(())
        .ok_or_else(differs)
}

/// From so many errors on there may be more than are told.
const MANY: usize = 100;

/// How many bytes stand behind the last error that is told.
fn below_last_error(document: &Document, dialect: Dialect) -> usize {
    let errors = document.errors_in(dialect);
    let end = errors.iter().map(|error| error.span.end).max();
    document.text.len() - end.unwrap_or(0)
}

fn unverified(why: &str) -> EditError {
    EditError::Unverified(why.to_owned())
}

fn is_of_text(edit: &Edit) -> bool {
    matches!(edit, Edit::Text(_) | Edit::Comment(_))
}

fn kinds(document: &Document, dialect: Dialect) -> Vec<SyntaxErrorKind> {
    let errors = document.errors_in(dialect);
    let mut kinds: Vec<_> = errors.iter().map(|error| error.kind).collect();
    kinds.sort();
    kinds
}

/// Whether each of `some` is one of `all`; both are sorted.
fn is_part(some: &[SyntaxErrorKind], all: &[SyntaxErrorKind]) -> bool {
    let mut all = all.iter();
    some.iter().all(|kind| all.any(|other| other == kind))
}

/// The byte order mark, the line ends and whether the last line has one stay.
fn same_frame(old: &Document, edits: &[Edit], new: &Document) -> Result<(), EditError> {
    if old.byte_order_mark != new.byte_order_mark {
        return Err(unverified("the byte order mark would change"));
    }
    let bare = |text: &str| text.matches('\n').count() > text.matches("\r\n").count();
    let returns = |text: &str| text.contains('\r');
    let is_new = |has: fn(&str) -> bool| has(&new.text) && !has(&old.text);
    // A text of one line has no line ends that could be kept.
    if is_new(returns) || is_new(bare) && old.text.contains('\n') {
        return Err(unverified("its line ends would change"));
    }
    // Where the last line goes, the one before it may have a line end, or none.
    let may_go = |edit: &Edit| {
        matches!(
            edit,
            Edit::SetValue { .. }
                | Edit::Remove { .. }
                | Edit::MoveMember { .. }
                | Edit::Comment(_)
        )
    };
    let ends = |document: &Document| document.text.ends_with('\n');
    let is_last_kept =
        old.root().is_some_and(|root| !root.span().is_empty()) && !edits.iter().any(may_go);
    if ends(old) != ends(new) && is_last_kept {
        return Err(unverified("the end of its last line would change"));
    }
    Ok(())
}
