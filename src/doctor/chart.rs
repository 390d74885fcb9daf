//! What is known of one server so far, for whoever looks on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Answer, Question};

/// The answers, as they come in.
#[derive(Debug, Default)]
pub(super) struct Chart(Mutex<Lines>);

#[derive(Debug, Default)]
struct Lines {
    answers: Vec<Answer>,
    asking: Option<Question>,
}

impl Chart {
    /// A chart on which this stands already.
    pub(super) fn with(answers: Vec<Answer>) -> Chart {
        Chart(Mutex::new(Lines {
            answers,
            asking: None,
        }))
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks a question and keeps its answers, in the order of the flowchart.
    pub(super) fn ask<I>(&self, question: Question, ask: impl FnOnce() -> I)
    where
        I: IntoIterator<Item = Answer>,
    {
        self.lines().asking = Some(question);
        // Not held meanwhile: somebody may want to read.
        let found = ask();
        let mut lines = self.lines();
        lines.asking = None;
        lines.answers.extend(found);
        lines.answers.sort_by_key(|answer| answer.question);
    }

    /// Drops what was answered to a question.
    pub(super) fn forget(&self, question: Question) {
        self.lines()
            .answers
            .retain(|answer| answer.question != question);
    }

    /// What is being asked right now.
    pub(super) fn asking(&self) -> Option<Question> {
        self.lines().asking
    }

    /// Takes what is known so far.
    pub(super) fn take(&self) -> Vec<Answer> {
        std::mem::take(&mut self.lines().answers)
    }
}
