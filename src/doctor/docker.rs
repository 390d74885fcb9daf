//! The container behind a port, or the daemon that a command needs.

use serde_json::Value;

use super::{Answer, Facts, Launch, Orders, Patient, Question, Reply, State, Target};
use crate::commandline::bare_name;
use crate::live::{Ran, Touch, container_sockets, run};

/// So many containers are looked at, those made last.
const LAST_MADE: &str = "50";

/// So many of a container's last lines are shown.
const LAST_LINES: &str = "12";

/// What was found out about Docker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Docker {
    /// The daemon does not answer, in the words of its client.
    NotRunning(String),
    /// A container publishes the port, and has ended.
    Exited {
        /// Its name.
        name: String,
        /// Its exit code.
        code: i64,
        /// Whether it had too little memory.
        out_of_memory: bool,
    },
    /// A container publishes the port, and what runs in it listens on its own loopback only.
    LoopbackInside {
        /// Its name.
        name: String,
        /// The port in it.
        port: u16,
    },
    /// A container publishes the port, and nothing in it listens on the port that it is led to.
    NothingInside {
        /// Its name.
        name: String,
        /// The port in it.
        port: u16,
        /// The ports on which something in it does listen.
        others: Vec<u16>,
    },
    /// A container publishes the port, and nothing wrong with it is seen.
    Running {
        /// Its name.
        name: String,
    },
}

/// `None` where no container has anything to do with it, as far as is seen.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let answer = match &patient.target {
        Target::Process(launch) if is_docker(launch) => daemon(orders, facts),
        _ => None,
    };
    answer.or_else(|| container(patient, orders, facts))
}

fn is_docker(launch: &Launch) -> bool {
    bare_name(&launch.program) == "docker"
}

/// Whether the daemon answers, for a command that needs it.
fn daemon(orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let said = run(
        "docker",
        &["version", "--format", "{{.Server.Version}}"],
        orders.limit,
    );
    let answer = |state, says: &str| Answer::new(Question::Docker, state, says);
    match said {
        Ran::Ended {
            success: true,
            stdout,
            ..
        } => Some(
            answer(State::Fine, "the Docker daemon answers")
                .seeing(vec![format!("version {}", stdout.trim())]),
        ),
        Ran::Ended { stderr, .. } => {
            let why = stderr.lines().next().unwrap_or_default().to_owned();
            facts.docker = Some(Docker::NotRunning(why.clone()));
            Some(answer(State::Wrong, "the Docker daemon does not answer").seeing(vec![why]))
        }
        Ran::TimedOut => {
            facts.docker = Some(Docker::NotRunning("no answer in time".to_owned()));
            Some(answer(
                State::Wrong,
                "the Docker daemon does not answer in time",
            ))
        }
        // That the command is missing is told already.
        Ran::Missing | Ran::Failed(_) => None,
    }
}

/// The container behind a port of this machine that does not do what it should.
fn container(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote().filter(|remote| remote.is_loopback())?;
    let refused = facts
        .calls
        .iter()
        .all(|called| called.touch != Touch::Connected);
    let odd = matches!(
        facts.reply,
        Some(Reply::HungUp | Reply::Silent | Reply::NotHttp | Reply::Failed(_))
    );
    if !refused && !odd {
        return None;
    }
    let port = remote.port();
    // Its filter for published ports passes those over that have ended.
    let listed = run(
        "docker",
        &["ps", "--last", LAST_MADE, "--quiet", "--no-trunc"],
        orders.limit,
    );
    let ids: Vec<&str> = listed.output()?.split_whitespace().collect();
    if ids.is_empty() {
        return None;
    }
    let mut args = vec!["inspect", "--type", "container"];
    args.extend(ids);
    let said = run("docker", &args, orders.limit);
    let described: Vec<Value> = serde_json::from_str(said.output()?).ok()?;
    let seen = publisher(&described, port)?;
    let docker = match seen.pid {
        Some(pid) => inside(&seen, pid),
        None => Docker::Exited {
            name: seen.name.clone(),
            code: seen.code,
            out_of_memory: seen.out_of_memory,
        },
    };
    let (state, says) = describe(&docker, port);
    let logs = run(
        "docker",
        &["logs", "--tail", LAST_LINES, &seen.name],
        orders.limit,
    );
    let lines = match logs {
        // What a container says on either stream is its log.
        Ran::Ended { stdout, stderr, .. } if state == State::Wrong => {
            let both = stdout.lines().chain(stderr.lines());
            both.map(|line| format!("{}: {line}", seen.name)).collect()
        }
        _ => Vec::new(),
    };
    facts.docker = Some(docker);
    Some(Answer::new(Question::Docker, state, says).seeing(lines))
}

/// What `docker inspect` tells.
struct Inspected {
    name: String,
    /// The process, while it runs.
    pid: Option<u32>,
    code: i64,
    out_of_memory: bool,
    /// The port in the container.
    inner: u16,
}

/// The container that publishes a port of this machine: one that runs, else the one made last.
fn publisher(described: &[Value], port: u16) -> Option<Inspected> {
    let mut all: Vec<Inspected> = described
        .iter()
        .filter_map(|container| inspect(container, port))
        .collect();
    let running = all.iter().position(|container| container.pid.is_some());
    (!all.is_empty()).then(|| all.swap_remove(running.unwrap_or(0)))
}

fn inspect(container: &Value, port: u16) -> Option<Inspected> {
    let state = container.get("State")?;
    let running = state.get("Running")?.as_bool()?;
    let pid = state.get("Pid").and_then(Value::as_u64);
    let bindings = container.pointer("/HostConfig/PortBindings");
    let wanted = port.to_string();
    let leads = |target: &Value| target.get("HostPort").and_then(Value::as_str) == Some(&wanted);
    let (inner, _) = bindings?.as_object()?.iter().find(|(_, targets)| {
        let mut targets = targets.as_array().into_iter().flatten();
        targets.any(leads)
    })?;
    Some(Inspected {
        name: container
            .get("Name")?
            .as_str()?
            .trim_start_matches('/')
            .to_owned(),
        pid: pid
            .filter(|_| running)
            .and_then(|pid| u32::try_from(pid).ok()),
        code: state.get("ExitCode").and_then(Value::as_i64).unwrap_or(0),
        out_of_memory: state.get("OOMKilled").and_then(Value::as_bool) == Some(true),
        inner: inner.split('/').next()?.parse().ok()?,
    })
}

/// What listens in a container that runs; that is seen on Linux, by its owner.
fn inside(seen: &Inspected, pid: u32) -> Docker {
    let name = seen.name.clone();
    let port = seen.inner;
    let Some(sockets) = container_sockets(pid) else {
        return Docker::Running { name };
    };
    let own: Vec<_> = sockets
        .iter()
        .filter(|(_, number)| *number == port)
        .collect();
    if own.is_empty() {
        let mut others: Vec<u16> = sockets.iter().map(|(_, number)| *number).collect();
        others.sort_unstable();
        others.dedup();
        return Docker::NothingInside { name, port, others };
    }
    if own.iter().all(|(address, _)| address.is_loopback()) {
        return Docker::LoopbackInside { name, port };
    }
    Docker::Running { name }
}

fn describe(docker: &Docker, port: u16) -> (State, String) {
    match docker {
        Docker::NotRunning(why) => (
            State::Wrong,
            format!("the Docker daemon does not answer: {why}"),
        ),
        Docker::Exited {
            name,
            code,
            out_of_memory,
        } => {
            let why = if *out_of_memory {
                ", for want of memory"
            } else {
                ""
            };
            (
                State::Wrong,
                format!(
                    "the container `{name}`, which publishes port {port}, has ended with exit code {code}{why}"
                ),
            )
        }
        Docker::LoopbackInside { name, port } => (
            State::Wrong,
            format!(
                "in the container `{name}` the server listens on 127.0.0.1:{port} only, which nobody outside of it can call"
            ),
        ),
        Docker::NothingInside { name, port, others } => {
            let others = match others.as_slice() {
                [] => String::new(),
                others => {
                    let ports: Vec<String> = others.iter().map(u16::to_string).collect();
                    format!(", but on {}", ports.join(", "))
                }
            };
            (
                State::Wrong,
                format!("in the container `{name}` nothing listens on port {port}{others}"),
            )
        }
        Docker::Running { name } => (
            State::Note,
            format!("the container `{name}` publishes port {port} and runs"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields that are read, as Docker 20 and 28 write them.
    fn described(running: bool) -> Value {
        serde_json::json!({
            "Name": if running { "/web" } else { "/old" },
            "State": { "Running": running, "Pid": if running { 4711 } else { 0 }, "ExitCode": 137, "OOMKilled": !running },
            "HostConfig": { "PortBindings": {
                "9000/tcp": [{ "HostIp": "", "HostPort": "9000" }],
                "7000/tcp": null,
                "8000/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "3100" }]
            } }
        })
    }

    #[test]
    fn the_container_that_publishes_a_port_is_found() {
        let both = [described(false), described(true)];
        let seen = publisher(&both, 3100).unwrap();
        assert_eq!(
            (seen.name.as_str(), seen.pid, seen.inner),
            ("web", Some(4711), 8000)
        );
        let seen = publisher(&both[..1], 3100).unwrap();
        assert_eq!((seen.pid, seen.code, seen.out_of_memory), (None, 137, true));
        assert!(publisher(&both, 3999).is_none());
        assert!(publisher(&[serde_json::json!({})], 3100).is_none());
    }
}
