//! Who listens on the port, where the server is on this machine.

use super::{Answer, Facts, Orders, Patient, Question, State};
use crate::live::{Listener, listeners};

/// `None` where the server is elsewhere.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote()?;
    if !remote.is_loopback() {
        return None;
    }
    let port = remote.port();
    facts.listeners = listeners(orders.host, port, facts.left(orders));
    let answer = |state, says: String| Answer::new(Question::Listening, state, says);
    Some(match &facts.listeners {
        None => answer(
            State::Unknown,
            format!("this system does not say who listens on port {port}"),
        ),
        Some(found) if found.is_empty() => {
            answer(State::Wrong, format!("nothing listens on port {port}"))
        }
        Some(found) => answer(State::Fine, format!("port {port} is listened on"))
            .seeing(found.iter().map(line).collect()),
    })
}

fn line(listener: &Listener) -> String {
    match &listener.process {
        Some(process) if process.name.is_empty() => {
            format!("{} by process {}", listener.address, process.pid)
        }
        Some(process) => format!(
            "{} by {}, process {}",
            listener.address, process.name, process.pid
        ),
        None => format!(
            "{} by a process that this user may not see",
            listener.address
        ),
    }
}
