//! All servers, examined side by side.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::chart::Chart;
use super::{Examination, Facts, Orders, Patient, Question, Verdict, examine, go_on};
use crate::host::Host;

/// At most so many servers are examined at the same time.
const SIDE_BY_SIDE: usize = 32;

/// How often is asked whether to go on.
const LOOK: Duration = Duration::from_millis(50);

/// How the examination goes: [`Orders`] for threads that may outlive who gave them.
#[derive(Clone)]
pub struct Means {
    /// The machine.
    pub host: Arc<dyn Host + Send + Sync>,
    /// How long each question may take.
    pub limit: Duration,
    /// How long a server that is started may take until it answers; `None`: none is started.
    pub start: Option<Duration>,
    /// The file of authorities that the settings name.
    pub ca_bundle: Option<PathBuf>,
    /// Whether the headers of an entry are sent to its server.
    pub credentials: bool,
}

impl Means {
    fn orders(&self) -> Orders<'_> {
        Orders {
            host: &*self.host,
            limit: self.limit,
            start: self.start,
            ca_bundle: self.ca_bundle.clone(),
            credentials: self.credentials,
        }
    }
}

/// Examinations that are going on. They go on in threads of their own; what nobody waits for any
/// more ends with the program.
pub struct Round {
    cases: Arc<[Case]>,
    /// The place of each that is ready.
    ready: Receiver<usize>,
}

/// One server of a round.
struct Case {
    patient: Arc<Patient>,
    chart: Chart,
    /// What was found out before the round began: then it is only started in it.
    before: Mutex<Option<Facts>>,
    result: Mutex<Option<(Facts, Verdict)>>,
}

impl Round {
    /// Begins to examine all of them.
    pub fn of(patients: Vec<Patient>, means: &Means) -> Round {
        let cases = patients.into_iter().map(|patient| Case {
            patient: Arc::new(patient),
            chart: Chart::default(),
            before: Mutex::new(None),
            result: Mutex::new(None),
        });
        Round::begin(cases.collect(), means, Duration::ZERO)
    }

    /// Begins to start those of which nothing more can be learnt otherwise; each may take `limit`
    /// until it answers.
    pub fn starting<'e>(
        examinations: impl Iterator<Item = &'e Examination>,
        means: &Means,
        limit: Duration,
    ) -> Round {
        let cases = examinations.map(|examination| Case {
            patient: examination.patient.clone(),
            chart: Chart::with(examination.answers.clone()),
            before: Mutex::new(Some(examination.facts.clone())),
            result: Mutex::new(None),
        });
        Round::begin(cases.collect(), means, limit)
    }

    fn begin(cases: Arc<[Case]>, means: &Means, limit: Duration) -> Round {
        let next = Arc::new(AtomicUsize::new(0));
        let (done, ready) = mpsc::channel();
        for _ in 0..cases.len().min(SIDE_BY_SIDE) {
            let (cases, means, next, done) =
                (cases.clone(), means.clone(), next.clone(), done.clone());
            thread::spawn(move || {
                while let Some(at) = take(&next, cases.len()) {
                    if let Some(case) = cases.get(at) {
                        case.work(&means.orders(), limit);
                    }
                    // Nobody may be waiting any more.
                    let _ = done.send(at);
                }
            });
        }
        Round { cases, ready }
    }

    /// Waits for all of them, as long as `go_on` says so; it is asked many times a second. The
    /// results come in the order in which the servers were given. What is not ready then has the
    /// answers that there are so far.
    pub fn wait(&self, go_on: &dyn Fn() -> bool) -> Vec<Examination> {
        let mut ready = 0;
        while ready < self.cases.len() && go_on() {
            match self.ready.recv_timeout(LOOK) {
                Ok(_) => ready += 1,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.cases.iter().map(Case::take).collect()
    }

    /// Waits, at most so long, for those that have started a server and clean up behind it.
    pub fn settle(&self, limit: Duration) {
        let deadline = Instant::now() + limit;
        let starting = |case: &Case| case.chart.asking() == Some(Question::Start);
        while Instant::now() < deadline && self.cases.iter().any(starting) {
            thread::sleep(LOOK / 5);
        }
    }

    /// How far it has come, to be asked from another thread.
    pub fn watch(&self) -> impl Fn() -> Stand + Send + use<> {
        let cases = self.cases.clone();
        move || {
            let open = cases.iter().filter_map(|case| {
                let question = case.chart.asking()?;
                Some((case.patient.name.clone(), question))
            });
            Stand {
                done: cases.iter().filter(|case| case.is_done()).count(),
                of: cases.len(),
                open: open.collect(),
            }
        }
    }
}

/// How far a round has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// So many servers are examined.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// What is waited for: the names of servers, with what is being asked.
    pub open: Vec<(String, Question)>,
}

fn take(next: &AtomicUsize, of: usize) -> Option<usize> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    (at < of).then_some(at)
}

impl Case {
    fn is_done(&self) -> bool {
        locked(&self.result).is_some()
    }

    fn work(&self, orders: &Orders<'_>, limit: Duration) {
        let before = locked(&self.before).take();
        let result = match before {
            Some(facts) => go_on(&self.patient, facts, orders, limit, &self.chart),
            None => examine(&self.patient, orders, &self.chart),
        };
        *locked(&self.result) = Some(result);
    }

    fn take(&self) -> Examination {
        let (facts, verdict) = locked(&self.result)
            .take()
            .unwrap_or((Facts::default(), Verdict::NotFinished));
        Examination {
            patient: self.patient.clone(),
            answers: self.chart.take(),
            facts,
            verdict,
        }
    }
}

fn locked<T>(place: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
