//! Each address of the host, called by itself.

use std::net::SocketAddr;
use std::thread;

use super::{Answer, Facts, Orders, Patient, Question, Remote, State};
use crate::live::{Touch, Unresolved, resolve, touch};

/// An address, and how it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The address.
    pub address: SocketAddr,
    /// How it answered.
    pub touch: Touch,
}

/// At most so many addresses of a name are called.
const MOST: usize = 8;

/// `None` where it is not called.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote()?;
    Some(call(remote, orders, facts))
}

fn call(remote: &Remote, orders: &Orders<'_>, facts: &mut Facts) -> Answer {
    let answer = |state, says: String| Answer::new(Question::Connect, state, says);
    let host = remote.host();
    let addresses = match resolve(host, remote.port(), orders.limit) {
        Ok(addresses) => addresses,
        Err(Unresolved::NoSuchHost(why)) => {
            facts.unresolved = Some(why.clone());
            return answer(
                State::Wrong,
                format!("there is no host `{host}` (ENOTFOUND)"),
            )
            .seeing(vec![why]);
        }
        Err(Unresolved::TimedOut) => {
            return answer(
                State::Wrong,
                format!("nobody said what the address of `{host}` is (EAI_AGAIN)"),
            );
        }
    };
    facts.calls = thread::scope(|scope| {
        let calls: Vec<_> = addresses
            .iter()
            .take(MOST)
            .map(|&address| scope.spawn(move || touch(address, orders.limit)))
            .collect();
        calls
            .into_iter()
            .zip(&addresses)
            .filter_map(|(call, &address)| {
                let touch = call.join().ok()?;
                Some(Called { address, touch })
            })
            .collect()
    });
    let seen = facts.calls.iter().map(line).collect();
    let connected = |called: &&Called| called.touch == Touch::Connected;
    let count = facts.calls.iter().filter(connected).count();
    let first = facts.calls.first().map(|called| &called.touch);
    match first {
        _ if count == facts.calls.len() && count > 0 => {
            answer(State::Fine, format!("`{host}` answers"))
        }
        _ if count > 0 => answer(
            State::Note,
            format!("`{host}` answers on some addresses only"),
        ),
        Some(touch) => answer(State::Wrong, words(touch)),
        None => answer(State::Wrong, format!("`{host}` has no address")),
    }
    .seeing(seen)
}

fn line(called: &Called) -> String {
    format!("{}: {}", called.address, words(&called.touch))
}

fn words(touch: &Touch) -> String {
    let text = match touch {
        Touch::Connected => "accepted",
        Touch::Refused => "refused at once",
        Touch::Reset => "accepted and broken off",
        Touch::TimedOut => "no answer in time",
        Touch::Unreachable => "no way to it, or it is forbidden on the way",
        Touch::Forbidden => "forbidden by this machine",
        Touch::NoSuchFamily => "this machine has no address of that family",
        Touch::Other(text) => text,
    };
    match touch.code() {
        Some(code) => format!("{text} ({code})"),
        None => text.to_owned(),
    }
}
