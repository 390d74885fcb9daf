//! The container behind a port, or the daemon that a command needs.
//!
//! Everything is read through the command line of Docker or podman, with `version`, `info`,
//! `context`, `ps`, `inspect` and `logs` only: nothing is run in a container, and nothing is
//! fetched; only a container that `--start` made is removed again. Which address a server in a container listens on is read from the kernel's list of
//! sockets, where this system shows it.

mod behind;
mod container;
mod engine;
mod entry;
mod own;
mod words;

use std::net::SocketAddr;
use std::time::Instant;

use super::{Answer, Cause, Facts, Launch, Orders, Patient, Question, State, Target};
use crate::errors::Family;

use container::Container;
pub use container::{Named, Service};
use engine::{Engine, Refusal};
pub(super) use own::Own;

/// What was found out about containers and what runs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Docker {
    /// The daemon does not answer.
    NotRunning {
        /// The engine's program: `docker`.
        engine: String,
        /// How its client says it.
        why: String,
        /// Where it was looked for, where that is told.
        place: Option<String>,
        /// What makes it answer, where that was seen.
        cure: Option<String>,
    },
    /// The daemon says nothing in time.
    Silent {
        /// The engine's program: `docker`.
        engine: String,
        /// Where it is, where that is told.
        place: Option<String>,
    },
    /// This user may not ask the daemon.
    NotAllowed {
        /// The engine's program.
        engine: String,
        /// How its client says it.
        why: String,
    },
    /// A container publishes the port, and does not run.
    Ended {
        /// It.
        container: Named,
        /// Whether it ever ran.
        started: bool,
        /// Its exit code.
        code: i64,
        /// Whether it had too little memory.
        out_of_memory: bool,
        /// Why it could not be started, in the engine's words.
        error: Option<String>,
    },
    /// A container publishes the port, and ends again and again.
    Restarting {
        /// It.
        container: Named,
        /// Its last exit code, where it has just ended.
        code: Option<i64>,
        /// How often it was started again.
        times: u64,
    },
    /// A container publishes the port, and stands still.
    Paused {
        /// It.
        container: Named,
    },
    /// A container publishes the port, and what runs in it listens on its own loopback only.
    LoopbackInside {
        /// It.
        container: Named,
        /// The port in it.
        inner: u16,
        /// The words of its command that say so.
        told_by: Option<String>,
        /// Whether the socket was seen; otherwise its log tells.
        seen: bool,
    },
    /// A container publishes the port, and nothing in it listens on the port that it is led to.
    NothingInside {
        /// It.
        container: Named,
        /// The port in it.
        inner: u16,
        /// Where something in it does listen.
        others: Vec<SocketAddr>,
    },
    /// A container publishes the port and hangs up, and what listens in it is not seen from here.
    Unseen {
        /// It.
        container: Named,
        /// The port in it.
        inner: u16,
    },
    /// A container has the network of its machine, where publishing does nothing.
    HostNetwork {
        /// It.
        container: Named,
        /// The ports that it was to lead elsewhere, and that are its own now.
        inner: Vec<u16>,
        /// Whether its machine is a virtual one, as in Docker Desktop.
        virtual_machine: bool,
    },
    /// The server is in a container that publishes it on another port.
    PublishedElsewhere {
        /// It.
        container: Named,
        /// The port in it.
        inner: u16,
        /// The url that leads to it.
        url: String,
        /// Whether an MCP server answered there.
        answered: bool,
    },
    /// The port is one of a container, which does not publish it.
    NotPublished {
        /// It.
        container: Named,
        /// The port in it.
        inner: u16,
        /// Whether something in it listens there.
        listens: bool,
    },
    /// The name of the url is known to other containers only.
    NameInside {
        /// It.
        container: Named,
        /// The name.
        host: String,
        /// The url that leads there from this machine, where it is published.
        url: Option<String>,
    },
    /// The name of the url is the one that containers have for their machine.
    HostName {
        /// The name.
        host: String,
        /// The url that leads there from the machine itself.
        url: String,
    },
    /// A container publishes the port, and nothing wrong with it is seen.
    Running {
        /// It.
        container: Named,
    },
    /// The entry starts a container of a name that another one has.
    NameTaken {
        /// That one.
        container: Named,
        /// Whether it runs, so that it may be the entry's own.
        running: bool,
        /// Whether the entry has its containers removed when they end.
        removes: bool,
    },
    /// The image is not on this machine.
    NoImage {
        /// The engine's program.
        engine: String,
        /// The image.
        image: String,
        /// Whether a start fetches it.
        pulls: bool,
        /// Whether a start failed for that.
        failed: bool,
    },
    /// The entry runs a command in a container that does not run.
    NotThere {
        /// The engine's program.
        engine: String,
        /// Its name, or that of the service.
        name: String,
        /// The container, where there is one.
        container: Option<Named>,
        /// `exited`, `paused`, …
        status: String,
    },
}

/// `None` where no container has anything to do with it, as far as is seen.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let until = Instant::now() + orders.limit;
    let answer = match &patient.target {
        Target::Process(launch) => match &launch.asked {
            Some(asked) => entry::ask(launch, asked, orders, until, facts),
            None => None,
        },
        _ => None,
    };
    answer.or_else(|| behind::ask(patient, orders, until, facts))
}

impl Docker {
    /// Why the server cannot be used, where it is that. `port` is that of its url, and `said` what
    /// its log tells of.
    pub(super) fn cause(&self, port: u16, said: Option<&'static Family>) -> Option<Cause> {
        words::cause(self, port, said)
    }
}

impl Refusal {
    /// What to say of it, for a program of this name.
    fn found(self, engine: &Engine, place: Option<String>) -> Option<Docker> {
        let name = engine.name();
        match self {
            Refusal::NotRunning(why) => Some(Docker::NotRunning {
                engine: name,
                why,
                place,
                cure: None,
            }),
            Refusal::Silent => Some(Docker::Silent {
                engine: name,
                place,
            }),
            Refusal::NotAllowed(why) => Some(Docker::NotAllowed { engine: name, why }),
            Refusal::Missing | Refusal::Other(_) => None,
        }
    }
}
