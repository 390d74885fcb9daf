//! The live diagnosis: from "connection refused" to its cause.
//!
//! Each server is a [`Patient`]. The questions of the flowchart are asked of it one after another,
//! each in a file of its own; what was seen is an [`Answer`], and what they come to together is the
//! [`Verdict`]. Servers are examined side by side, and every question has a limit of time.
//!
//! Nothing is changed. Only hosts are called that a config or the command line names.

mod answer;
mod barriers;
mod command;
mod connect;
mod docker;
mod listening;
mod logs;
mod patient;
mod programs;
mod server;
mod start;
mod surroundings;
mod tls;
mod transport;
mod verdict;
mod visit;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::errors::Family;
use crate::host::Host;

pub use answer::{Answer, Question, State};
pub use barriers::Barrier;
pub use connect::Called;
pub use docker::Docker;
pub use patient::{Launch, Patient, Remote, Static, Target, patients};
pub use server::{Moved, Reply};
pub use start::Spoke;
pub use surroundings::Surroundings;
pub use tls::{Fault, Seen};
pub use verdict::{Cause, Sureness, Verdict};

/// At most so many servers are examined at the same time.
const SIDE_BY_SIDE: usize = 32;

/// How the examination goes.
#[derive(Clone)]
pub struct Orders<'a> {
    /// The machine.
    pub host: &'a dyn Host,
    /// How long each question may take.
    pub limit: Duration,
    /// How long a server that is started may take until it answers; `None`: none is started.
    pub start: Option<Duration>,
    /// The file of authorities that the settings name.
    pub ca_bundle: Option<PathBuf>,
    /// Whether the headers of an entry are sent to its server.
    pub credentials: bool,
}

/// What was found out about one server.
#[derive(Debug, Default)]
pub struct Facts {
    /// When the first question was asked over the network. All of them together have the time of
    /// one: what one has left over, the next may take.
    pub begun: Option<Instant>,
    /// Why its host has no address, where it has none.
    pub unresolved: Option<String>,
    /// Whether nobody could be asked what the address of its host is.
    pub nameless: bool,
    /// The addresses of its host, and how each answered.
    pub calls: Vec<Called>,
    /// What listens on its port of this machine; `None` where that is not known.
    pub listeners: Option<Vec<crate::live::Listener>>,
    /// What was seen of its certificates.
    pub tls: Option<Seen>,
    /// How its server answered.
    pub reply: Option<Reply>,
    /// Whether a credential of the entry was not sent.
    pub withheld: bool,
    /// What Docker has to do with it.
    pub docker: Option<Docker>,
    /// What stands between.
    pub surroundings: Option<Surroundings>,
    /// The program that its command starts, where one is found.
    pub program: Option<PathBuf>,
    /// Why its command cannot be started.
    pub unstartable: Option<String>,
    /// What it did when it was started.
    pub spoke: Option<Spoke>,
    /// The error that it, or the client's log, tells of.
    pub said: Option<&'static Family>,
}

/// What every question has, however long the ones before it took.
const LEAST: Duration = Duration::from_millis(250);

impl Facts {
    /// The time that is left for questions over the network.
    fn left(&mut self, orders: &Orders<'_>) -> Duration {
        let begun = *self.begun.get_or_insert_with(Instant::now);
        let left = orders.limit.saturating_sub(begun.elapsed());
        left.max(LEAST.min(orders.limit))
    }
}

/// One server, examined.
#[derive(Debug)]
pub struct Examination<'a> {
    /// The server.
    pub patient: &'a Patient,
    /// What was asked and seen, in the order of the flowchart.
    pub answers: Vec<Answer>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// Examines one server.
pub fn examine<'a>(patient: &'a Patient, orders: &Orders<'_>) -> Examination<'a> {
    let mut facts = Facts::default();
    let mut answers = vec![transport::ask(patient)];
    if let Target::Process(launch) = &patient.target {
        answers.push(command::ask(launch, orders, &mut facts));
        answers.extend(start::ask(launch, orders, &mut facts));
    }
    answers.extend(listening::ask(patient, orders, &mut facts));
    answers.extend(connect::ask(patient, orders, &mut facts));
    answers.extend(tls::ask(patient, orders, &mut facts));
    answers.extend(server::ask(patient, orders, &mut facts));
    answers.extend(docker::ask(patient, orders, &mut facts));
    answers.extend(surroundings::ask(patient, orders, &mut facts));
    answers.extend(logs::ask(patient, orders, &mut facts));
    let verdict = verdict::of(patient, &facts);
    Examination {
        patient,
        answers,
        verdict,
    }
}

/// Examines all of them, side by side; the results come in the order of `patients`. `done` hears of
/// each when it is ready.
pub fn examine_all<'a>(
    patients: &'a [Patient],
    orders: &Orders<'_>,
    done: &(dyn Fn(usize, &Examination<'a>) + Sync),
) -> Vec<Examination<'a>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Examination<'a>>>> =
        patients.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..patients.len().min(SIDE_BY_SIDE) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(patient), Some(place)) = (patients.get(at), results.get(at)) else {
                        break;
                    };
                    let examination = examine(patient, orders);
                    done(at, &examination);
                    if let Ok(mut place) = place.lock() {
                        *place = Some(examination);
                    }
                }
            });
        }
    });
    results
        .into_iter()
        .filter_map(|place| place.into_inner().ok().flatten())
        .collect()
}
