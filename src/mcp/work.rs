//! Work beside the conversation: it may take seconds, be called off, or fail badly.

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{CallToolResult, ProgressNotificationParam};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};
use tokio::sync::Semaphore;
use tokio::task::JoinError;
use tokio::time::MissedTickBehavior;

use super::answer::{Answer, Refusal};
use crate::progress::{Phase, Progress};

/// So many calls are worked on at the same time; others wait.
const AT_ONCE: usize = 2;

/// How often a client that wants to know hears how far its call has come.
const EVERY: Duration = Duration::from_millis(500);

/// Where calls are worked on.
#[derive(Debug)]
pub(super) struct Workshop {
    places: Arc<Semaphore>,
}

impl Workshop {
    pub(super) fn new() -> Workshop {
        Workshop {
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Does `work` on a thread of its own. A panic is an answer like another, and a call that is
    /// called off ends soon.
    ///
    /// # Errors
    /// When the call was called off: nobody reads that.
    pub(super) async fn run(
        &self,
        context: &RequestContext<RoleServer>,
        work: impl FnOnce(&Arc<Progress>) -> Result<Answer, Refusal> + Send + 'static,
    ) -> Result<CallToolResult, ErrorData> {
        let called_off = || ErrorData::internal_error("the call was cancelled", None);
        let place = tokio::select! {
            place = Arc::clone(&self.places).acquire_owned() => place,
            () = context.ct.cancelled() => return Err(called_off()),
        };
        let progress = Arc::new(Progress::default());
        let counted = Arc::clone(&progress);
        let mut work = tokio::task::spawn_blocking(move || {
            let answer = work(&counted);
            drop(place);
            answer
        });
        let token = context.meta.get_progress_token();
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.tick().await;
        let mut told = 0;
        loop {
            tokio::select! {
                done = &mut work => return Ok(result(done)),
                () = context.ct.cancelled() => {
                    progress.stop();
                    return Err(called_off());
                }
                _ = ticks.tick(), if token.is_some() => {
                    let (done, message) = step(progress.phase());
                    if let Some(token) = token.clone().filter(|_| done > told) {
                        told = done;
                        let mut param = ProgressNotificationParam::new(token, done as f64);
                        param.message = Some(message);
                        // A client that does not listen misses it.
                        let _ = context.peer.notify_progress(param).await;
                    }
                }
            }
        }
    }
}

/// What is answered when the work is over, however it ended.
fn result(done: Result<Result<Answer, Refusal>, JoinError>) -> CallToolResult {
    match done {
        Ok(Ok(answer)) => answer.result(),
        Ok(Err(refusal)) => refusal.result(),
        // Its message may quote what was read.
        Err(_) => Refusal(
            "mcpmend itself failed at this, which is a fault of mcpmend. Ask about fewer files to \
             find the one that it fails at, and please report it; its log says where it failed."
                .to_owned(),
        )
        .result(),
    }
}

/// How far a run has come, as one number that only grows, and in words.
fn step(phase: Phase) -> (usize, String) {
    const LOOKING: usize = 0;
    const READING: usize = 1_000_000;
    const CHECKING: usize = 2_000_000;
    const ROUND: usize = 1_000;
    match phase {
        Phase::Looking { found } => {
            let found = found.min(READING - 1);
            (LOOKING + found, phase.to_string())
        }
        Phase::Reading { done, .. } => (READING + done.min(READING - 1), phase.to_string()),
        Phase::Checking { done, round, .. } => (CHECKING + round * ROUND + done, phase.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer_that_gives_nothing_away() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let fails = || -> Result<Answer, Refusal> { panic!("at hunter2x") };
        let done = runtime.block_on(async { tokio::task::spawn_blocking(fails).await });
        let answer = serde_json::to_string(&result(done)).unwrap();
        assert!(answer.contains("\"isError\":true"), "{answer}");
        assert!(answer.contains("a fault of mcpmend"), "{answer}");
        assert!(!answer.contains("hunter2x"), "{answer}");
    }

    #[test]
    fn progress_only_grows() {
        let phases = [
            Phase::Looking { found: 0 },
            Phase::Looking { found: 3 },
            Phase::Looking { found: 7_000_000 },
            Phase::Reading { done: 0, total: 9 },
            Phase::Reading { done: 9, total: 9 },
            Phase::Checking {
                done: 0,
                total: 120,
                round: 0,
            },
            Phase::Checking {
                done: 120,
                total: 120,
                round: 0,
            },
            Phase::Checking {
                done: 0,
                total: 120,
                round: 1,
            },
        ];
        let steps: Vec<usize> = phases.into_iter().map(|phase| step(phase).0).collect();
        assert!(steps.is_sorted_by(|one, next| one < next), "{steps:?}");
    }
}
