//! One round of fixing: as many fixes as go together, and their result.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Servers};
use super::rewrite;
use crate::diagnostic::Applicability;
use crate::document::{Edit, EditError, NodeId};
use crate::workspace::{FileId, Workspace};

/// What a round came to.
pub(super) struct Round<'c, 'f> {
    /// The files that changed, as they are now.
    pub(super) texts: Vec<(FileId, String)>,
    /// Those that were carried out.
    pub(super) applied: Vec<&'c Candidate<'f>>,
    /// Those that cannot be, and why.
    pub(super) failed: Vec<(&'c Candidate<'f>, EditError)>,
}

/// Takes as many fixes as go together. What does not waits for the next round.
pub(super) fn one_round<'c, 'f>(
    workspace: &Workspace,
    candidates: &'c [Candidate<'f>],
) -> Round<'c, 'f> {
    // A text that does not parse is mended first: the tree of a broken file may be misleading. Then
    // what is to keep findings quiet: they need no fix.
    let first = candidates.iter().map(Candidate::turn).min();
    let mut together: Vec<&Candidate<'f>> = candidates
        .iter()
        .filter(|candidate| Some(candidate.turn()) == first)
        .collect();
    let mut reshaped: BTreeMap<(FileId, NodeId), Applicability> = BTreeMap::new();
    let mut servers = Servers::of_workspace(workspace);
    together.retain(|candidate| candidate.goes_with(workspace, &mut servers, &mut reshaped));
    let mut round = Round {
        texts: Vec::new(),
        applied: Vec::new(),
        failed: Vec::new(),
    };
    attempt(workspace, &together, &mut round);
    if round.applied.is_empty() && round.failed.is_empty() {
        // Not one could be lowered. Those that had to wait for them come next.
        for candidate in together {
            let why = candidate
                .files
                .iter()
                .find_map(|file| {
                    let edits = candidate.fix.edits_of(*file);
                    workspace.file(*file).document.lower(&edits).err()
                })
                .unwrap_or(EditError::Mismatch);
            round.failed.push((candidate, why));
        }
    }
    round
}

/// Carries out as many of `candidates` as go together. Where the result is not what was meant, those
/// of one half are tried, else those of the other; the rest comes in another round.
fn attempt<'c, 'f>(
    workspace: &Workspace,
    candidates: &[&'c Candidate<'f>],
    round: &mut Round<'c, 'f>,
) {
    match combine(workspace, candidates) {
        Ok((texts, taken)) => {
            let same =
                |(file, text): &(FileId, String)| workspace.file(*file).document.text == *text;
            if texts.iter().all(same) {
                // Else it would be done again and again.
                let nothing = || EditError::Unverified("it would change nothing".to_owned());
                round
                    .failed
                    .extend(taken.into_iter().map(|it| (it, nothing())));
            } else {
                round.texts = texts;
                round.applied = taken;
            }
        }
        Err(why) => match candidates {
            [] => {}
            [alone] => round.failed.push((alone, why)),
            several => {
                let (left, right) = several.split_at(several.len() / 2);
                attempt(workspace, left, round);
                if round.texts.is_empty() {
                    attempt(workspace, right, round);
                }
            }
        },
    }
}

type Combined<'c, 'f> = (Vec<(FileId, String)>, Vec<&'c Candidate<'f>>);

/// The texts after as many of `candidates` as fit together, verified.
fn combine<'c, 'f>(
    workspace: &Workspace,
    candidates: &[&'c Candidate<'f>],
) -> Result<Combined<'c, 'f>, EditError> {
    let mut taken = Vec::new();
    take(workspace, candidates, &mut taken);
    let mut texts = Vec::new();
    for (file, edits) in edits_by_file(&taken) {
        let text = rewrite(workspace, file, &edits)?;
        texts.push((file, text));
    }
    Ok((texts, taken))
}

/// Adds to `taken` as many of `candidates` as go with it: all at once where they do, else those
/// of each half. Asking for one after the other would take the square of their number.
fn take<'c, 'f>(
    workspace: &Workspace,
    candidates: &[&'c Candidate<'f>],
    taken: &mut Vec<&'c Candidate<'f>>,
) {
    if candidates.is_empty() {
        return;
    }
    let before = taken.len();
    taken.extend(candidates);
    let lowers = edits_by_file(taken)
        .iter()
        .all(|(file, edits)| workspace.file(*file).document.lower(edits).is_ok());
    if lowers {
        return;
    }
    taken.truncate(before);
    if candidates.len() > 1 {
        let (left, right) = candidates.split_at(candidates.len() / 2);
        take(workspace, left, taken);
        take(workspace, right, taken);
    }
}

fn edits_by_file(candidates: &[&Candidate<'_>]) -> BTreeMap<FileId, Vec<Edit>> {
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for candidate in candidates {
        for (file, edit) in &candidate.fix.edits {
            edits.entry(*file).or_default().push(edit.clone());
        }
    }
    edits
}
