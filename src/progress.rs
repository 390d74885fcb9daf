//! How far a run has come, for whoever wants to show it, and whether it shall go on at all.
//!
//! The rooms count into atomic numbers and know nothing of who looks at them, or when. Where nobody
//! does there is no [`Progress`], and nothing is counted.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering::Relaxed};

/// The numbers of one run. They are for people: no number is exact to the last one.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicUsize,
    total: AtomicUsize,
    round: AtomicUsize,
    stopped: AtomicBool,
}

/// What a run does right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It looks for files.
    Looking {
        /// How many it has found.
        found: usize,
    },
    /// It reads them.
    Reading {
        /// How many it has read.
        done: usize,
        /// Of how many.
        total: usize,
    },
    /// It runs the rules.
    Checking {
        /// How many have run.
        done: usize,
        /// Of how many.
        total: usize,
        /// How often they have run already: once after each round of fixes.
        round: usize,
    },
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Phase::Looking { found } => write!(f, "looking for files: {found} found"),
            Phase::Reading { done, total } => write!(f, "reading file {done} of {total}"),
            Phase::Checking {
                done,
                total,
                round: 0,
            } => write!(f, "checking rule {done} of {total}"),
            Phase::Checking { done, total, round } => write!(
                f,
                "checking rule {done} of {total} after round {round} of fixes"
            ),
        }
    }
}

const LOOKING: u8 = 0;
const READING: u8 = 1;
const CHECKING: u8 = 2;

impl Progress {
    /// What the run does right now.
    pub fn phase(&self) -> Phase {
        let (done, total) = (self.done.load(Relaxed), self.total.load(Relaxed));
        match self.phase.load(Relaxed) {
            LOOKING => Phase::Looking { found: done },
            READING => Phase::Reading { done, total },
            _ => Phase::Checking {
                done,
                total,
                round: self.round.load(Relaxed).saturating_sub(1),
            },
        }
    }

    /// From now on so many files are read.
    pub fn read(&self, total: usize) {
        self.begin(READING, total);
    }

    /// From now on so many rules run.
    pub fn check(&self, total: usize) {
        self.round.fetch_add(1, Relaxed);
        self.begin(CHECKING, total);
    }

    fn begin(&self, phase: u8, total: usize) {
        self.done.store(0, Relaxed);
        self.total.store(total, Relaxed);
        self.phase.store(phase, Relaxed);
    }

    /// One more is found, read, or has run.
    pub fn step(&self) {
        self.done.fetch_add(1, Relaxed);
    }

    /// Nobody waits for the run any more: it ends as soon as it can, and what it comes to is worth
    /// nothing.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    /// Whether the run shall end.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_goes_through_its_phases() {
        let progress = Progress::default();
        progress.step();
        progress.step();
        assert_eq!(progress.phase(), Phase::Looking { found: 2 });
        progress.read(2);
        progress.step();
        assert_eq!(progress.phase(), Phase::Reading { done: 1, total: 2 });
        for round in 0..2 {
            progress.check(9);
            let (done, total) = (0, 9);
            assert_eq!(progress.phase(), Phase::Checking { done, total, round });
        }
        assert!(!progress.is_stopped());
        progress.stop();
        assert!(progress.is_stopped());
    }
}
