//! The live diagnosis: from "connection refused" to its cause.
//!
//! Each server is a [`Patient`]. The questions of the flowchart are asked of it one after another,
//! each in a file of its own; what was seen is an [`Answer`], and what they come to together is the
//! [`Verdict`]. Servers are examined side by side, and every question has a limit of time.
//!
//! Nothing is changed. Only hosts are called that a config or the command line names.

mod answer;
mod asked;
mod barriers;
mod binary;
mod chart;
mod command;
mod connect;
mod docker;
mod environment;
mod listening;
mod logs;
mod patient;
mod programs;
pub mod remedies;
mod reply;
mod round;
mod script;
mod server;
mod spoke;
mod start;
mod starters;
mod surroundings;
mod tls;
mod transport;
mod verdict;
mod visit;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::errors::Family;
use crate::host::Host;
use chart::Chart;

pub use crate::live::end_all;
pub use answer::{Answer, Question, State};
pub use asked::{Asked, What};
pub use barriers::Barrier;
pub use command::Obstacle;
pub use connect::Called;
pub use docker::{Docker, Named, Service};
pub use patient::{Launch, Patient, Remote, Static, Target, patients};
pub use reply::{Moved, Reply};
pub use round::{Means, Round, Stand};
pub use spoke::Spoke;
pub use starters::Starter;
pub use surroundings::Surroundings;
pub use tls::{Fault, Seen};
pub use verdict::{Cause, Sureness, Verdict};

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
#[derive(Clone, Debug, Default)]
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
    pub unstartable: Option<Obstacle>,
    /// What it did when it was started.
    pub spoke: Option<Spoke>,
    /// The folder of npx's cache that it fails on.
    pub npx_folder: Option<String>,
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
pub struct Examination {
    /// The server.
    pub patient: Arc<Patient>,
    /// What was asked and seen, in the order of the flowchart.
    pub answers: Vec<Answer>,
    /// What was found out. Nothing where it was not finished.
    pub facts: Facts,
    /// What it comes to.
    pub verdict: Verdict,
}

/// Examines one server. Each question and each answer stand in `chart` at once.
fn examine(patient: &Patient, orders: &Orders<'_>, chart: &Chart) -> (Facts, Verdict) {
    let mut facts = Facts::default();
    let known = &mut facts;
    chart.ask(Question::Transport, || Some(transport::ask(patient)));
    if let Target::Process(launch) = &patient.target {
        chart.ask(Question::Command, || {
            Some(command::ask(launch, orders, known))
        });
        if let Some(limit) = orders.start {
            chart.ask(Question::Start, || start::ask(launch, orders, limit, known));
        }
    }
    chart.ask(Question::Listening, || {
        listening::ask(patient, orders, known)
    });
    chart.ask(Question::Connect, || connect::ask(patient, orders, known));
    chart.ask(Question::Tls, || tls::ask(patient, orders, known));
    chart.ask(Question::Server, || server::ask(patient, orders, known));
    chart.ask(Question::Docker, || docker::ask(patient, orders, known));
    chart.ask(Question::Surroundings, || {
        surroundings::ask(patient, orders, known)
    });
    chart.ask(Question::Logs, || logs::ask(patient, orders, known));
    let verdict = verdict::of(patient, &facts, orders.host.os());
    let verdict = remedies::complete(verdict, patient, orders, &facts);
    (facts, verdict)
}

/// Goes on with a server of which nothing more could be learnt without starting it, and starts it.
fn go_on(
    patient: &Patient,
    mut facts: Facts,
    orders: &Orders<'_>,
    limit: Duration,
    chart: &Chart,
) -> (Facts, Verdict) {
    if let Target::Process(launch) = &patient.target {
        chart.ask(Question::Start, || {
            start::ask(launch, orders, limit, &mut facts)
        });
    }
    if matches!(&patient.target, Target::Process(launch) if launch.asked.is_some()) {
        // An image that could not be fetched, a name that is taken: seen now.
        chart.forget(Question::Docker);
        facts.docker = None;
        chart.ask(Question::Docker, || {
            docker::ask(patient, orders, &mut facts)
        });
    }
    if matches!(facts.spoke, Some(Spoke::Mcp { .. })) {
        // What its client wrote of earlier runs says nothing of this one.
        chart.forget(Question::Logs);
    }
    let verdict = verdict::of(patient, &facts, orders.host.os());
    let verdict = remedies::complete(verdict, patient, orders, &facts);
    (facts, verdict)
}
