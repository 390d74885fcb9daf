//! From fixes to new texts: choose, combine, verify, repeat until nothing changes.

pub mod diff;
pub mod journal;
pub mod undo;
pub mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{self, Checked, Selection};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{Document, Edit, EditError, NodeId, edit, verify, verify_outside};
use crate::rules::{self, Category, Context};
use crate::workspace::{FileId, Workspace};

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
    let mut banned: BTreeSet<(&'static str, String, FileId)> = BTreeSet::new();
    for round in 0.. {
        let now = Context {
            workspace: &workspace,
            ..*context
        };
        mended.checked = check::checked(&now, selection);
        let candidates: Vec<Candidate<'_>> = mended
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
        if candidates.is_empty() {
            break;
        }
        if round == MAX_ROUNDS {
            mended.unsettled = true;
            break;
        }
        let result = one_round(&workspace, &candidates);
        mended.applied.extend(result.applied);
        for (key, failed) in result.failed {
            banned.insert(key);
            mended.failed.push(failed);
        }
        if result.texts.is_empty() && banned.is_empty() {
            break;
        }
        for (file, _) in &result.texts {
            changed.insert(*file);
            // What did not work in the text as it was may work in the new one.
            banned.retain(|(_, _, about)| about != file);
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

struct Candidate<'f> {
    rule: &'static str,
    fix: &'f Fix,
    files: Vec<FileId>,
}

impl<'f> Candidate<'f> {
    fn new(finding: &Diagnostic, fix: &'f Fix) -> Self {
        Candidate {
            rule: finding.rule,
            fix,
            files: fix.files(),
        }
    }

    fn key(&self) -> (&'static str, String, FileId) {
        let file = self.files.first().copied().unwrap_or(FileId(0));
        (self.rule, self.fix.title.clone(), file)
    }

    /// Whether it goes with those that were asked before. Of two rules that mend one server one may
    /// have mended what the other is about, so they take turns. And two fixes that each make sense
    /// may make none together: one adds the type of a url that the other replaces by a command, or
    /// both give one command line a port. So a fix to look at first is alone in adding, renaming
    /// or removing members of an object or items of a list. What waits is looked for again in the
    /// result.
    fn goes_with(
        &self,
        workspace: &Workspace,
        servers: &mut Servers,
        reshaped: &mut BTreeMap<(FileId, NodeId), Applicability>,
    ) -> bool {
        let mended = servers.of(workspace, self.fix);
        let other = |server| matches!(servers.mended.get(server), Some(rule) if *rule != self.rule);
        if mended.iter().any(other) {
            return false;
        }
        let own = self.reshapes(workspace);
        let safe = |object: &(FileId, NodeId)| {
            reshaped.get(object).is_none_or(|before| {
                *before == Applicability::Safe && self.fix.applicability == Applicability::Safe
            })
        };
        if !own.iter().all(safe) {
            return false;
        }
        servers
            .mended
            .extend(mended.into_iter().map(|server| (server, self.rule)));
        reshaped.extend(
            own.into_iter()
                .map(|object| (object, self.fix.applicability)),
        );
        true
    }

    /// The objects and lists that it adds to or removes from, and the objects whose members it
    /// renames.
    fn reshapes(&self, workspace: &Workspace) -> BTreeSet<(FileId, NodeId)> {
        let mut objects = BTreeSet::new();
        for (file, edit) in &self.fix.edits {
            let document = &workspace.file(*file).document;
            let mut around = |node: NodeId| {
                let parent = document.node(node).parent();
                if let Some(parent) = parent {
                    objects.insert((*file, parent.id()));
                }
            };
            match edit {
                Edit::Remove { node } | Edit::Wrap { node, .. } => around(*node),
                Edit::RenameKey { member, .. } => around(*member),
                Edit::MoveMember { member, object, .. } => {
                    around(*member);
                    objects.insert((*file, *object));
                }
                Edit::InsertMember { object, .. } => {
                    objects.insert((*file, *object));
                }
                Edit::InsertItem { array, .. } => {
                    objects.insert((*file, *array));
                }
                Edit::SetValue { .. } | Edit::Splice { .. } | Edit::Text(_) | Edit::Comment(_) => {}
            }
        }
        objects
    }

    /// What comes before what.
    fn turn(&self) -> u8 {
        let mut edits = self.fix.edits.iter();
        if edits.any(|(_, edit)| matches!(edit, Edit::Text(_))) {
            return 0;
        }
        match rules::by_name(self.rule).map(|rule| rule.category) {
            Some(Category::Suppression) => 1,
            _ => 2,
        }
    }

    fn applied(&self) -> Applied {
        Applied {
            rule: self.rule,
            title: self.fix.title.clone(),
            files: self.files.clone(),
        }
    }
}

/// The servers of a workspace, and which rule mends which of them.
struct Servers {
    nodes: BTreeSet<(FileId, NodeId)>,
    mended: BTreeMap<(FileId, NodeId), &'static str>,
}

impl Servers {
    fn of_workspace(workspace: &Workspace) -> Servers {
        Servers {
            nodes: workspace
                .entries()
                .map(|(_, entry)| (entry.file, entry.node))
                .collect(),
            mended: BTreeMap::new(),
        }
    }

    /// The servers in whose values `fix` changes something.
    fn of(&self, workspace: &Workspace, fix: &Fix) -> BTreeSet<(FileId, NodeId)> {
        let mut found = BTreeSet::new();
        for (file, edit) in &fix.edits {
            let document = &workspace.file(*file).document;
            let (first, second) = match edit {
                Edit::SetValue { node, .. }
                | Edit::Remove { node }
                | Edit::Wrap { node, .. }
                | Edit::Splice { node, .. } => (Some(*node), None),
                Edit::RenameKey { member, .. } => (Some(*member), None),
                Edit::MoveMember { member, object, .. } => (Some(*member), Some(*object)),
                Edit::InsertMember { object, .. } => (Some(*object), None),
                Edit::InsertItem { array, .. } => (Some(*array), None),
                Edit::Text(_) | Edit::Comment(_) => (None, None),
            };
            for node in [first, second].into_iter().flatten() {
                let mut around = Some(document.node(node));
                while let Some(node) = around {
                    if self.nodes.contains(&(*file, node.id())) {
                        found.insert((*file, node.id()));
                    }
                    around = node.parent();
                }
            }
        }
        found
    }
}

#[derive(Default)]
struct Round {
    texts: Vec<(FileId, String)>,
    applied: Vec<Applied>,
    failed: Vec<((&'static str, String, FileId), Failed)>,
}

/// Takes as many fixes as go together. What does not waits for the next round.
fn one_round(workspace: &Workspace, candidates: &[Candidate<'_>]) -> Round {
    // A text that does not parse is mended first: the tree of a broken file may be misleading. Then
    // what is to keep findings quiet: they need no fix.
    let first = candidates.iter().map(Candidate::turn).min();
    let mut together: Vec<&Candidate<'_>> = candidates
        .iter()
        .filter(|candidate| Some(candidate.turn()) == first)
        .collect();
    let mut reshaped: BTreeMap<(FileId, NodeId), Applicability> = BTreeMap::new();
    let mut servers = Servers::of_workspace(workspace);
    together.retain(|candidate| candidate.goes_with(workspace, &mut servers, &mut reshaped));
    let mut round = Round::default();
    match combine(workspace, &together) {
        // Else the same would be done again and again.
        Ok((texts, taken)) if !taken.is_empty() && texts.iter().all(is_as_before(workspace)) => {
            for candidate in taken {
                let why = "it would change nothing".to_owned();
                round.fail(candidate, EditError::Unverified(why));
            }
        }
        Ok((texts, taken)) => {
            round.texts = texts;
            round.applied = taken.iter().map(|candidate| candidate.applied()).collect();
        }
        Err(_) => {
            // Together they are not what was meant; one alone may be. The rest comes later.
            for candidate in together {
                match combine(workspace, &[candidate]) {
                    Ok((texts, taken)) if !taken.is_empty() => {
                        round.texts = texts;
                        round.applied.push(candidate.applied());
                        return round;
                    }
                    Ok(_) => {}
                    Err(why) => round.fail(candidate, why),
                }
            }
        }
    }
    if round.applied.is_empty() && round.failed.is_empty() {
        // Not one could be lowered.
        for candidate in candidates {
            if Some(candidate.turn()) == first {
                let why = candidate
                    .files
                    .iter()
                    .find_map(|file| {
                        let edits = candidate.fix.edits_of(*file);
                        workspace.file(*file).document.lower(&edits).err()
                    })
                    .unwrap_or(EditError::Mismatch);
                round.fail(candidate, why);
            }
        }
    }
    round
}

fn is_as_before(workspace: &Workspace) -> impl Fn(&(FileId, String)) -> bool {
    |(file, text)| workspace.file(*file).document.text == *text
}

impl Round {
    fn fail(&mut self, candidate: &Candidate<'_>, why: EditError) {
        let failed = Failed {
            fix: candidate.applied(),
            why,
        };
        self.failed.push((candidate.key(), failed));
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
