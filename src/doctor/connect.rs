//! Each address of the host, called by itself.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use super::{Answer, Facts, Orders, Patient, Question, Remote, State};
use crate::live::{Touch, Unresolved, resolve, touch};

/// An address, and how it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The address.
    pub address: SocketAddr,
    /// How it answered.
    pub touch: Touch,
    /// Whether that was known at once: then somebody said so.
    pub at_once: bool,
}

/// What takes longer did not come from somebody who heard the call: nobody has that address, or
/// says a word.
const AT_ONCE: Duration = Duration::from_secs(1);

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
    let addresses = match resolve(host, remote.port(), facts.left(orders)) {
        Ok(addresses) => addresses,
        Err(Unresolved::NoSuchHost(why)) => {
            facts.unresolved = Some(why.clone());
            return answer(
                State::Wrong,
                format!("there is no host `{host}` (ENOTFOUND)"),
            )
            .seeing(vec![why]);
        }
        Err(Unresolved::NoAnswer(why)) => {
            facts.nameless = true;
            return answer(
                State::Wrong,
                format!("nobody said what the address of `{host}` is (EAI_AGAIN)"),
            )
            .seeing(vec![why]);
        }
    };
    let limit = facts.left(orders);
    facts.calls = thread::scope(|scope| {
        let calls: Vec<_> = addresses
            .iter()
            .take(MOST)
            .map(|&address| scope.spawn(move || knock(address, limit)))
            .collect();
        calls
            .into_iter()
            .filter_map(|call| call.join().ok())
            .collect()
    });
    let seen = facts.calls.iter().map(line).collect();
    let connected = |called: &&Called| called.touch == Touch::Connected;
    let count = facts.calls.iter().filter(connected).count();
    // An address of a family that this machine does not have says nothing.
    let counts = |called: &&Called| !matches!(called.touch, Touch::NoRoute | Touch::NoSuchFamily);
    let first = facts.calls.iter().find(counts).or(facts.calls.first());
    let first = first.map(|called| &called.touch);
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

fn knock(address: SocketAddr, limit: Duration) -> Called {
    let begun = Instant::now();
    let touch = touch(address, limit);
    Called {
        address,
        touch,
        at_once: begun.elapsed() < AT_ONCE,
    }
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
        Touch::Unreachable => "somebody on the way says that it is not there, or forbids it",
        Touch::NoRoute => "this machine knows no way to it",
        Touch::Forbidden => "forbidden by this machine",
        Touch::NoSuchFamily => "this machine has no address of that family",
        Touch::Other(text) => text,
    };
    match touch.code() {
        Some(code) => format!("{text} ({code})"),
        None => text.to_owned(),
    }
}
