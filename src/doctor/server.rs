//! What answers: an MCP server, a server that wants to know who asks, or something else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use url::Url;

use super::patient::Remote;
use super::visit::Visit;
use super::{Answer, Facts, Moved, Orders, Patient, Question, Reply, State, tls};
use crate::live::{Touch, Trust};
use crate::model::Transport;
use crate::secret;

/// `None` where nothing could be called.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote()?;
    let connected: Vec<SocketAddr> = facts
        .calls
        .iter()
        .filter(|called| called.touch == Touch::Connected)
        .map(|called| called.address)
        .collect();
    let (first, others) = connected.split_first()?;
    let (sent, withheld) = without_credentials(remote, orders);
    let trust = match remote.url.scheme() {
        "https" => tls::trusted(remote, orders),
        _ => Vec::new(),
    };
    let visit = Visit {
        remote: &sent,
        address: *first,
        trust: Trust::Roots(Arc::new(trust)),
        credentials: orders.credentials,
        until: Instant::now() + facts.left(orders),
    };
    let (mut reply, mut way) = visit.pay();
    if is_wrong_program(&reply)
        && let Some((address, transport)) = other_family(&visit, others)
    {
        way.push(format!("{address} is another program, and an MCP server"));
        let mut url = remote.url.clone();
        // The number is one that a url takes.
        let _ = url.set_ip_host(address.ip());
        reply = Reply::Elsewhere {
            status: match reply {
                Reply::Other { status, .. } => status,
                _ => 0,
            },
            url: url.to_string(),
            transport,
        };
    }
    if withheld && matches!(reply, Reply::Unauthorized { .. }) {
        way.push(
            "the entry has a credential, which was not sent: `--with-credentials` sends it"
                .to_owned(),
        );
    }
    facts.withheld = withheld;
    let mut answer = describe(&reply, remote);
    answer.seen.splice(0..0, way);
    facts.reply = Some(reply);
    Some(answer)
}

fn is_wrong_program(reply: &Reply) -> bool {
    matches!(
        reply,
        Reply::Other { healthy: false, .. } | Reply::NotHttp | Reply::HungUp
    )
}

/// A name of this machine may lead to two programs, one on each family of addresses.
fn other_family(visit: &Visit<'_>, others: &[SocketAddr]) -> Option<(SocketAddr, Transport)> {
    let others = others
        .iter()
        .filter(|address| address.ip().is_loopback() && visit.remote.url.scheme() == "http");
    others.into_iter().find_map(|&address| {
        let there = Visit {
            address,
            trust: visit.trust.clone(),
            ..*visit
        };
        match there.pay().0 {
            Reply::Mcp { transport, .. } => Some((address, transport)),
            _ => None,
        }
    })
}

/// The entry as it is called, and whether something of it is kept back: header fields, a name and
/// password in the url, and parameters of the url that hold a secret.
fn without_credentials(remote: &Remote, orders: &Orders<'_>) -> (Remote, bool) {
    let mut sent = remote.clone();
    // As a header they would be sent: that is what a client makes of them.
    let named = !sent.url.username().is_empty() || sent.url.password().is_some();
    if named {
        // A url with a host takes both.
        let _ = sent.url.set_username("");
        let _ = sent.url.set_password(None);
    }
    if orders.credentials {
        return (sent, named);
    }
    let pairs: Vec<(String, String)> = sent.url.query_pairs().into_owned().collect();
    let is_secret = |(name, value): &(String, String)| {
        secret::name::promise(name).is_some() || !secret::find(Some(name), value).is_empty()
    };
    let kept: Vec<&(String, String)> = pairs.iter().filter(|pair| !is_secret(pair)).collect();
    let left_out = kept.len() < pairs.len();
    if left_out {
        sent.url.set_query(None);
        if !kept.is_empty() {
            sent.url.query_pairs_mut().extend_pairs(kept);
        }
    }
    let headers = !sent.headers.is_empty();
    sent.headers.clear();
    (sent, named || left_out || headers)
}

fn describe(reply: &Reply, remote: &Remote) -> Answer {
    let answer = |state, says: String| Answer::new(Question::Server, state, says);
    match reply {
        Reply::Mcp {
            transport,
            server,
            protocol,
        } => {
            let name = server.as_deref().unwrap_or("an MCP server");
            let says = format!("{name} answers over {}", transport.name());
            let seen = protocol
                .iter()
                .map(|version| format!("protocol version {version}"));
            answer(State::Fine, says).seeing(seen.collect())
        }
        Reply::Unauthorized {
            status,
            challenge,
            sign_in,
        } => {
            let says = match sign_in {
                Some(_) => format!("it answers, and lets its callers sign in ({status})"),
                None => format!("it answers, and wants to know who asks ({status})"),
            };
            let challenge = challenge
                .iter()
                .map(|text| format!("WWW-Authenticate: {text}"));
            let sign_in = sign_in.iter().map(|who| format!("to sign in: {who}"));
            answer(State::Note, says).seeing(challenge.chain(sign_in).collect())
        }
        Reply::Elsewhere {
            status,
            url,
            transport,
        } if same(url, &remote.url) => answer(
            State::Wrong,
            format!(
                "it is an MCP server, but does not speak {} ({status}): it speaks {}",
                asked(remote),
                transport.name()
            ),
        ),
        Reply::Elsewhere {
            status,
            url,
            transport,
        } => answer(
            State::Wrong,
            format!(
                "{} is no MCP server ({status}); one is at {url}, over {}",
                remote.url,
                transport.name()
            ),
        ),
        Reply::Moved { status, url, how } => {
            let why = match how {
                Moved::OtherHost => "another host, which was not called",
                Moved::BecomesGet { .. } => "and clients ask there with GET in place of POST",
                Moved::InCircles => "and so on, without an end",
            };
            answer(
                State::Wrong,
                format!("it sends its callers on to {url} ({status}): {why}"),
            )
        }
        Reply::Other {
            status,
            media_type,
            title,
            program,
            ..
        } => {
            let seen = title
                .iter()
                .map(|title| format!("its page is called \"{title}\""));
            let what = match media_type.as_str() {
                "" => String::new(),
                other => format!(", {other}"),
            };
            let who = program.unwrap_or("an HTTP server");
            answer(
                State::Wrong,
                format!("{who} answers, and is no MCP server ({status}{what})"),
            )
            .seeing(seen.collect())
        }
        Reply::HostRejected { status } => answer(
            State::Wrong,
            format!("it turns the name `{}` away ({status})", remote.host()),
        ),
        Reply::TlsOnly => answer(
            State::Wrong,
            "it speaks TLS: the url must begin with https".to_owned(),
        ),
        Reply::PlainOnly => answer(
            State::Wrong,
            "it speaks no TLS: the url must begin with http".to_owned(),
        ),
        Reply::Tls(error) => answer(State::Wrong, "its certificate is not believed".to_owned())
            .seeing(vec![error.clone()]),
        Reply::NotHttp => answer(State::Wrong, "what answers does not speak HTTP".to_owned()),
        Reply::HungUp => answer(
            State::Wrong,
            "it accepts and hangs up before it says a word (ECONNRESET)".to_owned(),
        ),
        Reply::Silent => answer(
            State::Wrong,
            "it accepts and says nothing in time".to_owned(),
        ),
        Reply::Failed(error) => answer(State::Unknown, error.clone()),
    }
}

/// Whether a url that was found is the one of the entry, but for what was not sent of it.
pub(super) fn same(found: &str, own: &Url) -> bool {
    Url::parse(found)
        .is_ok_and(|found| found.origin() == own.origin() && found.path() == own.path())
}

/// The transport that the client speaks.
fn asked(remote: &Remote) -> &'static str {
    remote.transport.unwrap_or(Transport::Http).name()
}
