//! What the client does with the entry, and what is wrong with that: often the cause already.

use super::{Answer, Patient, Question, State, Target};
use crate::diagnostic::Severity;
use crate::interpret::Status;

pub(super) fn ask(patient: &Patient) -> Answer {
    let who = patient.client.map_or("a client", |client| client.name);
    let seen: Vec<String> = patient
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(|finding| {
            let severity = finding.severity.name();
            format!("{severity}[{}]: {}", finding.rule, finding.message)
        })
        .collect();
    let how = match &patient.target {
        Target::Process(_) => format!("{who} starts it"),
        Target::Remote(remote) => match remote.transport.and_then(|transport| transport.id()) {
            Some(transport) => format!("{who} calls {} over {transport}", remote.url),
            None => format!("{} is called", remote.url),
        },
        Target::Unclear(why) => why.clone(),
    };
    let (state, says) = match patient.status {
        Status::Loaded if worst(patient) == Some(Severity::Error) => (State::Wrong, how),
        Status::Loaded if matches!(patient.target, Target::Unclear(_)) => (State::Unknown, how),
        Status::Loaded if !seen.is_empty() => (State::Note, how),
        Status::Loaded => (State::Fine, how),
        Status::Disabled => (State::Note, format!("{who} has it switched off")),
        Status::Dropped => (State::Wrong, format!("{who} drops it without a word")),
        Status::Rejected => (State::Wrong, format!("{who} refuses it")),
    };
    Answer::new(Question::Transport, state, says).seeing(seen)
}

fn worst(patient: &Patient) -> Option<Severity> {
    patient.findings.first().map(|finding| finding.severity)
}
