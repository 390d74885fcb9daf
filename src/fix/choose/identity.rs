//! Which finding is which after the texts have changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::baseline::fingerprint;
use crate::diagnostic::Diagnostic;
use crate::workspace::{FileId, Workspace};

/// What tells a finding from others while texts change around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    rule: &'static str,
    pub(super) file: FileId,
    /// Its rule, client, server and keys.
    fingerprint: String,
    /// What stands at its place: tells the items of a list.
    text: String,
    /// Tells what one value is found wrong for.
    message: String,
}

impl Identity {
    pub(super) fn of(workspace: &Workspace, finding: &Diagnostic) -> Identity {
        let place = finding.primary();
        let file = workspace.file(place.file);
        Identity {
            rule: finding.rule,
            file: place.file,
            fingerprint: fingerprint(workspace, finding, &file.shown),
            text: file.document.slice(place.span).to_owned(),
            message: finding.message.clone(),
        }
    }

    /// Whether it may be the same finding after a change: the server got another name, or the value
    /// was changed.
    pub(super) fn is_like(&self, other: &Identity) -> bool {
        (self.rule, self.file) == (other.rule, other.file)
            && (self.fingerprint == other.fingerprint || self.text == other.text)
    }
}

/// A fix of a rule at a place, by what it does.
pub(super) type Kind = (FileId, String, String);

pub(super) fn kind(identity: &Identity, title: &str) -> Kind {
    let Identity {
        file, fingerprint, ..
    } = identity;
    (*file, fingerprint.clone(), title.to_owned())
}

/// What was found and decided so far.
#[derive(Default)]
pub(super) struct Memory {
    /// What the last check found.
    seen: BTreeMap<Identity, usize>,
    kinds: BTreeMap<Kind, usize>,
    declined: BTreeMap<Identity, usize>,
    /// What was applied since the last check.
    applied: BTreeMap<Kind, usize>,
    banned: BTreeSet<Kind>,
}

impl Memory {
    /// This finding stays as it is.
    pub(super) fn decline(&mut self, identity: Identity) {
        *self.declined.entry(identity).or_default() += 1;
    }

    /// This fix was applied.
    pub(super) fn apply(&mut self, identity: &Identity, title: &str) {
        *self.applied.entry(kind(identity, title)).or_default() += 1;
    }

    /// Whether the fix was applied once and mended nothing.
    pub(super) fn is_banned(&self, identity: &Identity, title: &str) -> bool {
        self.banned.contains(&kind(identity, title))
    }

    /// Takes in what a check found, in order, and leaves out what is decided already.
    pub(super) fn sort_out(
        &mut self,
        findings: &[Diagnostic],
        found: Vec<(usize, Identity)>,
    ) -> Vec<(usize, Identity)> {
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut seen: BTreeMap<Identity, usize> = BTreeMap::new();
        for (place, identity) in &found {
            *seen.entry(identity.clone()).or_default() += 1;
            for fix in &findings[*place].fixes {
                *kinds.entry(kind(identity, &fix.title)).or_default() += 1;
            }
        }
        // A fix after which the same is offered as before has mended nothing.
        for (kind, times) in std::mem::take(&mut self.applied) {
            let before = self.kinds.get(&kind).copied().unwrap_or(0);
            let now = kinds.get(&kind).copied().unwrap_or(0);
            if now > 0 && now + times > before {
                self.banned.insert(kind);
            }
        }
        let mut declined = self.declined.clone();
        let mut open = Vec::new();
        for (place, identity) in found {
            if !take(&mut declined, &identity) {
                open.push((place, identity));
            }
        }
        // What was declined and is not there any more may be one of those that were not there
        // before.
        let mut before = std::mem::replace(&mut self.seen, seen);
        self.kinds = kinds;
        open.retain(|(_, identity)| {
            if take(&mut before, identity) {
                return true;
            }
            let Some(was) = declined.keys().find(|gone| gone.is_like(identity)).cloned() else {
                return true;
            };
            take(&mut declined, &was);
            take(&mut self.declined, &was);
            self.decline(identity.clone());
            false
        });
        open
    }
}

/// Takes one out; false when there is none.
fn take(counts: &mut BTreeMap<Identity, usize>, identity: &Identity) -> bool {
    let Some(count) = counts.get_mut(identity) else {
        return false;
    };
    *count -= 1;
    if *count == 0 {
        counts.remove(identity);
    }
    true
}
