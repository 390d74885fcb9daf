//! Fixing one finding after the other: which fix is offered next, and what an answer does.
//!
//! Nothing is printed and nothing is written here: [`Choosing`] hands out one [`Step`] after the
//! other and takes an [`Answer`] to each offer.

mod identity;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::candidate::Candidate;
use super::round::one_round;
use super::{Applied, Failed, MAX_ROUNDS, Mended, chosen, rewrite};
use crate::check::{self, Checked, Selection};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::EditError;
use crate::rules::Context;
use crate::workspace::{FileId, Workspace};
use identity::{Identity, Kind, Memory, kind};

/// One way to mend a finding that can be carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Its place among the fixes of the finding.
    pub fix: usize,
    /// Whether it is the one that `--fix` would take.
    pub preferred: bool,
    /// The files that it changes, as they would be.
    texts: Vec<(FileId, String)>,
}

/// A finding, and the ways to mend it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The finding, of [`Choosing::workspace`] as it is now.
    pub finding: Diagnostic,
    /// At least one.
    pub ways: Vec<Way>,
    /// The how many-th offer it is, from 1.
    pub number: usize,
    /// How many there will be, as far as can be told now.
    pub of: usize,
    place: usize,
    identity: Identity,
}

impl Offer {
    /// The file of the finding.
    pub fn file(&self) -> FileId {
        self.finding.primary().file
    }

    /// The fix of one of its ways.
    pub fn fix(&self, way: &Way) -> &Fix {
        &self.finding.fixes[way.fix]
    }

    /// The place of the preferred one among the ways; `None` when that cannot be carried out.
    pub fn preferred(&self) -> Option<usize> {
        self.ways.iter().position(|way| way.preferred)
    }
}

/// What happens next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Somebody has to decide.
    Ask(Box<Offer>),
    /// A fix was applied unasked, because of an earlier [`Answer::ApplyFile`].
    Applied(Applied),
    /// No fix that changes this file is offered.
    Withheld {
        /// The file.
        file: FileId,
        /// Why, as a clause: "it is read-only".
        why: String,
    },
}

/// What becomes of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The way at this place among [`Offer::ways`] is applied.
    Apply(usize),
    /// Nothing is done, and the finding is not asked for again.
    Leave,
    /// The way is applied, and unasked all later preferred fixes of findings in the same file that
    /// change no other file: the safe ones, or all when unsafe ones are wanted too.
    ApplyFile(usize),
    /// Nothing is done here, nor about any later finding of the same file.
    LeaveFile,
    /// Nothing more is asked.
    Quit,
}

/// The answers of a run, for giving them again.
#[derive(Clone, Debug, Default)]
pub struct Answers(Vec<Given>);

#[derive(Clone, Debug)]
enum Given {
    Apply(Identity, String),
    Leave(Identity),
    ApplyFile(FileId),
    LeaveFile(FileId),
}

/// What choosing came to.
#[derive(Debug)]
pub struct Chosen {
    /// The files and what was done, as after [`super::fix()`].
    pub mended: Mended,
    /// How many findings were to be left as they are.
    pub declined: usize,
    /// How many were not asked for.
    pub unasked: usize,
    /// Whether there was anything to decide.
    pub offered: bool,
    /// What was answered.
    pub answers: Answers,
}

/// Says why a file cannot be written; `None` when it can.
pub type Refuses<'c> = dyn Fn(FileId) -> Option<String> + 'c;

/// Fixing in steps.
pub struct Choosing<'c> {
    context: &'c Context<'c>,
    selection: &'c Selection,
    unsafe_too: bool,
    refuses: &'c Refuses<'c>,
    refused: BTreeMap<FileId, Option<String>>,
    workspace: Workspace,
    checked: Checked,
    /// The findings that are still to be decided, in order: their place in `checked`.
    queue: VecDeque<(usize, Identity)>,
    memory: Memory,
    /// The files about which nothing is asked any more: whether their fixes are applied.
    rest: BTreeMap<FileId, bool>,
    /// The files that differ from what they were at first, with the hash of their text.
    state: BTreeMap<FileId, u64>,
    /// All states so far.
    visited: BTreeSet<BTreeMap<FileId, u64>>,
    steps: VecDeque<Step>,
    answers: Answers,
    applied: Vec<Applied>,
    /// What could not be done with the texts as they are.
    failed: Vec<(Kind, Failed)>,
    asked: usize,
    declined: usize,
    limit: usize,
    unsettled: bool,
    over: bool,
}

impl<'c> Choosing<'c> {
    /// Begins with the first check. `unsafe_too` is for [`Answer::ApplyFile`] only: unsafe fixes
    /// are offered in any case.
    pub fn new(
        context: &'c Context<'c>,
        selection: &'c Selection,
        unsafe_too: bool,
        refuses: &'c Refuses<'c>,
    ) -> Choosing<'c> {
        let mut choosing = Choosing {
            context,
            selection,
            unsafe_too,
            refuses,
            refused: BTreeMap::new(),
            workspace: context.workspace.with_texts(&[]),
            checked: Checked::default(),
            queue: VecDeque::new(),
            memory: Memory::default(),
            rest: BTreeMap::new(),
            state: BTreeMap::new(),
            visited: BTreeSet::from([BTreeMap::new()]),
            steps: VecDeque::new(),
            answers: Answers::default(),
            applied: Vec::new(),
            failed: Vec::new(),
            asked: 0,
            declined: 0,
            limit: 0,
            unsettled: false,
            over: false,
        };
        choosing.check();
        choosing.limit = MAX_ROUNDS * (choosing.queue.len() + 1);
        choosing
    }

    /// The files as they are after all that was applied.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// What happens next; `None` when there is nothing left to decide. An offer must be given to
    /// [`Choosing::answer`] before the next step.
    pub fn step(&mut self) -> Option<Step> {
        self.settle();
        while self.steps.is_empty() && !self.over {
            let (place, identity) = self.queue.pop_front()?;
            let finding = self.checked.findings[place].clone();
            let ways = self.ways(&finding, &identity);
            if ways.is_empty() {
                continue;
            }
            self.asked += 1;
            self.steps.push_back(Step::Ask(Box::new(Offer {
                finding,
                ways,
                number: self.asked,
                of: self.asked + self.queue.len(),
                place,
                identity,
            })));
        }
        self.steps.pop_front()
    }

    /// Does what was answered to the last offer.
    pub fn answer(&mut self, offer: Offer, answer: Answer) {
        let file = offer.file();
        match answer {
            Answer::Apply(way) => self.apply(offer, way),
            Answer::ApplyFile(way) => {
                self.apply(offer, way);
                self.apply_rest(file);
            }
            Answer::Leave => self.leave(offer.identity),
            Answer::LeaveFile => {
                self.leave(offer.identity);
                self.leave_rest(file);
            }
            Answer::Quit => {
                self.queue.push_front((offer.place, offer.identity));
                self.over = true;
            }
        }
    }

    /// What it came to. What was not asked for stays as it is.
    pub fn finish(self) -> Chosen {
        Chosen {
            offered: self.asked > 0,
            mended: Mended {
                workspace: self.workspace,
                checked: self.checked,
                applied: self.applied,
                failed: self.failed.into_iter().map(|(_, failed)| failed).collect(),
                changed: self.state.into_keys().collect(),
                unsettled: self.unsettled,
            },
            declined: self.declined,
            unasked: self.queue.len(),
            answers: self.answers,
        }
    }

    fn apply(&mut self, mut offer: Offer, way: usize) {
        let way = offer.ways.swap_remove(way);
        let fix = &offer.finding.fixes[way.fix];
        let applied = Candidate::new(&offer.finding, fix).applied();
        let given = Given::Apply(offer.identity.clone(), fix.title.clone());
        self.answers.0.push(given);
        self.become_(way.texts, vec![(offer.identity, applied)]);
    }

    fn apply_rest(&mut self, file: FileId) {
        self.answers.0.push(Given::ApplyFile(file));
        self.rest.insert(file, true);
    }

    fn leave(&mut self, identity: Identity) {
        self.answers.0.push(Given::Leave(identity.clone()));
        self.memory.decline(identity);
        self.declined += 1;
    }

    fn leave_rest(&mut self, file: FileId) {
        self.answers.0.push(Given::LeaveFile(file));
        self.rest.insert(file, false);
        let before = self.queue.len();
        self.queue.retain(|(_, identity)| identity.file != file);
        self.declined += before - self.queue.len();
    }

    /// Goes on with other texts.
    fn become_(&mut self, texts: Vec<(FileId, String)>, applied: Vec<(Identity, Applied)>) {
        self.state = self.state_after(&texts);
        self.visited.insert(self.state.clone());
        // What did not work in the text as it was may work in the new one.
        let changed = |file: &FileId| texts.iter().any(|(changed, _)| changed == file);
        self.failed
            .retain(|(_, failed)| !failed.fix.files.iter().any(changed));
        self.workspace = self.workspace.with_texts(&texts);
        for (identity, fix) in &applied {
            self.memory.apply(identity, &fix.title);
        }
        self.applied.extend(applied.into_iter().map(|(_, fix)| fix));
        self.check();
        if self.applied.len() > self.limit && self.limit > 0 {
            self.unsettled = true;
            self.over = true;
        }
    }

    /// Looks at the files as they are now, and for what is to be decided.
    fn check(&mut self) {
        let now = Context {
            workspace: &self.workspace,
            ..*self.context
        };
        self.checked = check::checked(&now, self.selection);
        let found: Vec<(usize, Identity)> = self
            .checked
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| !finding.fixes.is_empty())
            .map(|(place, finding)| (place, Identity::of(&self.workspace, finding)))
            .collect();
        let findings = std::mem::take(&mut self.checked.findings);
        let undecided = self.memory.sort_out(&findings, found);
        let mut queue: Vec<(u8, usize, Identity)> = Vec::new();
        for (place, identity) in undecided {
            if self.rest.get(&identity.file) == Some(&false) {
                continue;
            }
            let finding = &findings[place];
            let turn = finding
                .fixes
                .iter()
                .map(|fix| Candidate::new(finding, fix))
                .filter(|candidate| self.may_be_applied(&identity, candidate))
                .map(|candidate| candidate.turn())
                .min();
            queue.extend(turn.map(|turn| (turn, place, identity)));
        }
        self.checked.findings = findings;
        // A broken text first, as when all is fixed at once. Within a turn the order is that of
        // the findings: by file and place.
        queue.sort_by_key(|(turn, place, _)| (*turn, *place));
        self.queue = queue
            .into_iter()
            .map(|(_, place, identity)| (place, identity))
            .collect();
    }

    /// Whether nothing speaks against a fix but perhaps its result.
    fn may_be_applied(&mut self, identity: &Identity, candidate: &Candidate<'_>) -> bool {
        let text = |file: &FileId| self.workspace.file(*file).document.is_text();
        if !candidate.files.iter().all(text)
            || self.memory.is_banned(identity, &candidate.fix.title)
            || self.has_failed(&kind(identity, &candidate.fix.title))
        {
            return false;
        }
        // All are asked, so that each is told.
        let refused: Vec<bool> = candidate
            .files
            .iter()
            .map(|file| self.is_refused(*file))
            .collect();
        !refused.contains(&true)
    }

    /// Whether a file cannot be written. It is told when that is found out.
    fn is_refused(&mut self, file: FileId) -> bool {
        let refuses = self.refuses;
        let steps = &mut self.steps;
        self.refused
            .entry(file)
            .or_insert_with(|| {
                let why = refuses(file);
                steps.extend(why.clone().map(|why| Step::Withheld { file, why }));
                why
            })
            .is_some()
    }

    /// The fixes of a finding whose result is what they mean, and is new.
    fn ways(&mut self, finding: &Diagnostic, identity: &Identity) -> Vec<Way> {
        let preferred = chosen(finding, true);
        let mut ways = Vec::new();
        for (place, fix) in finding.fixes.iter().enumerate() {
            let candidate = Candidate::new(finding, fix);
            if !self.may_be_applied(identity, &candidate) {
                continue;
            }
            match self.results(&candidate) {
                Ok(texts) => {
                    // What leads back to where we were would lead here again.
                    if !self.visited.contains(&self.state_after(&texts)) {
                        ways.push(Way {
                            fix: place,
                            preferred: preferred.is_some_and(|it| std::ptr::eq(it, fix)),
                            texts,
                        });
                    }
                }
                Err(why) => self.fail(identity, &candidate, why),
            }
        }
        ways
    }

    fn has_failed(&self, wanted: &Kind) -> bool {
        self.failed.iter().any(|(kind, _)| kind == wanted)
    }

    fn results(&self, candidate: &Candidate<'_>) -> Result<Vec<(FileId, String)>, EditError> {
        candidate
            .files
            .iter()
            .map(|file| {
                let edits = candidate.fix.edits_of(*file);
                Ok((*file, rewrite(&self.workspace, *file, &edits)?))
            })
            .collect()
    }

    fn fail(&mut self, identity: &Identity, candidate: &Candidate<'_>, why: EditError) {
        let failed = Failed {
            fix: candidate.applied(),
            why,
        };
        self.failed
            .push((kind(identity, &candidate.fix.title), failed));
    }

    /// The files that differ from what they were at first, when these have other texts.
    fn state_after(&self, texts: &[(FileId, String)]) -> BTreeMap<FileId, u64> {
        let mut state = self.state.clone();
        for (file, text) in texts {
            if *text == self.context.workspace.file(*file).document.text {
                state.remove(file);
            } else {
                state.insert(*file, hash(text));
            }
        }
        state
    }

    /// Applies what need not be asked any more.
    fn settle(&mut self) {
        for round in 0.. {
            let findings = std::mem::take(&mut self.checked.findings);
            let queue = std::mem::take(&mut self.queue);
            let mut candidates = Vec::new();
            for (place, identity) in &queue {
                let unasked = self.unasked(&findings[*place], identity);
                candidates.extend(unasked);
            }
            if candidates.is_empty() {
                self.checked.findings = findings;
                self.queue = queue;
                break;
            }
            let result = one_round(&self.workspace, &candidates);
            let named = |candidate: &Candidate<'_>| {
                let identity = Identity::of(&self.workspace, candidate.finding);
                (identity, candidate.applied())
            };
            let applied: Vec<_> = result.applied.iter().map(|it| named(it)).collect();
            let failed: Vec<_> = result
                .failed
                .into_iter()
                .map(|(candidate, why)| (named(candidate), why))
                .collect();
            let texts = result.texts;
            self.checked.findings = findings;
            self.queue = queue;
            if applied.is_empty() && failed.is_empty() {
                break;
            }
            if round == MAX_ROUNDS {
                self.unsettled = true;
                self.rest.retain(|_, applied| !*applied);
                break;
            }
            for ((identity, fix), why) in failed {
                let kind = kind(&identity, &fix.title);
                self.failed.push((kind, Failed { fix, why }));
            }
            self.steps
                .extend(applied.iter().map(|(_, fix)| Step::Applied(fix.clone())));
            self.become_(texts, applied);
        }
    }

    /// The fix of a finding that is applied unasked: a preferred one of a file that was answered
    /// for, when it changes that alone.
    fn unasked<'f>(
        &mut self,
        finding: &'f Diagnostic,
        identity: &Identity,
    ) -> Option<Candidate<'f>> {
        if self.rest.get(&identity.file) != Some(&true) {
            return None;
        }
        let candidate = Candidate::new(finding, chosen(finding, self.unsafe_too)?);
        let safe = candidate.fix.applicability == Applicability::Safe || self.unsafe_too;
        let alone = candidate.files == [identity.file];
        (safe && alone && self.may_be_applied(identity, &candidate)).then_some(candidate)
    }
}

/// Gives the same answers again where other files cannot be written: what was accepted and changes
/// none of those is applied, and nothing else.
pub fn again(
    context: &Context<'_>,
    selection: &Selection,
    unsafe_too: bool,
    answers: &Answers,
    refuses: &Refuses<'_>,
) -> Mended {
    let mut choosing = Choosing::new(context, selection, unsafe_too, refuses);
    for given in &answers.0 {
        match given {
            Given::Leave(identity) => choosing.leave(identity.clone()),
            Given::ApplyFile(file) => choosing.apply_rest(*file),
            Given::LeaveFile(file) => choosing.leave_rest(*file),
            Given::Apply(identity, title) => choosing.apply_again(identity, title),
        }
        choosing.settle();
    }
    choosing.finish().mended
}

impl Choosing<'_> {
    /// Applies the fix of this title to what was this finding.
    fn apply_again(&mut self, wanted: &Identity, title: &str) {
        let found: Vec<(usize, Identity)> = self
            .checked
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.fixes.iter().any(|fix| fix.title == title))
            .map(|(place, finding)| (place, Identity::of(&self.workspace, finding)))
            .collect();
        // What an earlier fix would have changed may stand as it was.
        let same = found.iter().find(|(_, identity)| identity == wanted);
        let like = || found.iter().find(|(_, identity)| identity.is_like(wanted));
        let Some((place, identity)) = same.or_else(like) else {
            return;
        };
        let finding = self.checked.findings[*place].clone();
        let ways = self.ways(&finding, identity);
        let way = ways
            .iter()
            .position(|way| finding.fixes[way.fix].title == title);
        if let Some(way) = way {
            let offer = Offer {
                finding,
                ways,
                number: 0,
                of: 0,
                place: *place,
                identity: identity.clone(),
            };
            self.apply(offer, way);
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
