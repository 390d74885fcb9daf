//! Which lines differ, in time that grows with the texts and not with their square.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp};

/// Regions of at most so many lines, both sides together, get the shortest diff. Of longer ones
/// the square would be felt.
const SMALL: usize = 1024;

/// So often a region is taken apart at lines that stand once in it. What is still long then is
/// replaced as a whole.
const MAX_DEPTH: usize = 32;

/// Lines that are replaced by others; one of the two is empty where lines are only added or only
/// removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The old lines, counted from 0.
    pub old: Range<usize>,
    /// The new lines.
    pub new: Range<usize>,
}

/// The lines of a text with their ends, as git and patch count them: a lone `\r` ends none.
pub(super) fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What makes `new` of `old`, in order; what stands between two changes is the same in both.
pub fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut changes = Changes { found: Vec::new() };
    // Numbers are faster to compare than lines, but most lines need no number.
    let (start, end) = alike(old, new);
    let mut numbers = HashMap::new();
    let mut number = |line| {
        let next = numbers.len();
        *numbers.entry(line).or_insert(next)
    };
    let old: Vec<usize> = old[start..old.len() - end]
        .iter()
        .map(|line| number(*line))
        .collect();
    let new: Vec<usize> = new[start..new.len() - end]
        .iter()
        .map(|line| number(*line))
        .collect();
    changes.region(&old, &new, (start, start), 0);
    changes.found
}

/// How many lines at the start and then at the end are the same.
fn alike<T: PartialEq>(old: &[T], new: &[T]) -> (usize, usize) {
    let same = |(one, other): &(&T, &T)| one == other;
    let start = old.iter().zip(new).take_while(same).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(same)
        .count();
    (start, end)
}

struct Changes {
    found: Vec<Change>,
}

impl Changes {
    fn push(&mut self, old: Range<usize>, new: Range<usize>) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        match self.found.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => self.found.push(Change { old, new }),
        }
    }

    /// Compares two runs of lines, the first of which stand at `at`.
    fn region(&mut self, old: &[usize], new: &[usize], at: (usize, usize), depth: usize) {
        let (start, end) = alike(old, new);
        let (old, new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
        let at = (at.0 + start, at.1 + start);
        let whole = (at.0..at.0 + old.len(), at.1..at.1 + new.len());
        if old.is_empty() || new.is_empty() {
            self.push(whole.0, whole.1);
        } else if old.len() + new.len() <= SMALL {
            for op in similar::capture_diff_slices(Algorithm::Myers, old, new) {
                if !matches!(op, DiffOp::Equal { .. }) {
                    let (old, new) = (op.old_range(), op.new_range());
                    self.push(
                        at.0 + old.start..at.0 + old.end,
                        at.1 + new.start..at.1 + new.end,
                    );
                }
            }
        } else if depth == MAX_DEPTH {
            self.push(whole.0, whole.1);
        } else {
            let (mut from, mut to) = (0, 0);
            let anchors = anchors(old, new);
            if anchors.is_empty() {
                return self.push(whole.0, whole.1);
            }
            for (left, right) in anchors {
                let place = (at.0 + from, at.1 + to);
                self.region(&old[from..left], &new[to..right], place, depth + 1);
                (from, to) = (left + 1, right + 1);
            }
            let place = (at.0 + from, at.1 + to);
            self.region(&old[from..], &new[to..], place, depth + 1);
        }
    }
}

/// The lines that stand once in each, as many as come in the same order: patience diff.
fn anchors(old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    #[derive(Default)]
    struct Seen {
        old: Option<usize>,
        new: Option<usize>,
        often: bool,
    }
    let mut seen: HashMap<usize, Seen> = HashMap::new();
    for (index, line) in old.iter().enumerate() {
        let seen = seen.entry(*line).or_default();
        seen.often |= seen.old.replace(index).is_some();
    }
    for (index, line) in new.iter().enumerate() {
        let seen = seen.entry(*line).or_default();
        seen.often |= seen.new.replace(index).is_some();
    }
    let once: Vec<(usize, usize)> = old
        .iter()
        .filter_map(|line| seen.get(line).filter(|seen| !seen.often))
        .filter_map(|seen| seen.old.zip(seen.new))
        .collect();
    // The longest run that rises in both: piles, each with its lowest card on top.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(once.len());
    for (card, (_, new)) in once.iter().enumerate() {
        let pile = piles.partition_point(|top| once[*top].1 < *new);
        before.push(
            pile.checked_sub(1)
                .and_then(|left| piles.get(left).copied()),
        );
        match piles.get_mut(pile) {
            Some(top) => *top = card,
            None => piles.push(card),
        }
    }
    let mut run = Vec::with_capacity(piles.len());
    let mut card = piles.last().copied();
    while let Some(at) = card {
        run.push(once[at]);
        card = before[at];
    }
    run.reverse();
    run
}
