//! What answers: an MCP server, a server that wants to know who asks, or something else.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use super::patient::Remote;
use super::{Answer, Facts, Orders, Patient, Question, State, tls};
use crate::live::{Exchange, HttpError, Method, Request, Touch, Trust, exchange};
use crate::model::Transport;

/// The version of the protocol that is offered; a server answers with its own.
pub(super) const PROTOCOL: &str = "2025-11-25";

/// Where else a server is looked for when the url leads to none.
const ELSEWHERE: [&str; 3] = ["/mcp", "/sse", "/"];

/// How what listens there answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An MCP server.
    Mcp {
        /// How it speaks.
        transport: Transport,
        /// What it calls itself, with its version.
        server: Option<String>,
        /// The version of the protocol that it chose.
        protocol: Option<String>,
    },
    /// It wants to know who asks.
    Unauthorized {
        /// 401 or 403.
        status: u16,
        /// What it says about how.
        challenge: Option<String>,
    },
    /// A server that takes no such request here; an MCP server is at another path of it.
    Elsewhere {
        /// What it said here.
        status: u16,
        /// The url that works.
        url: String,
        /// How it speaks there.
        transport: Transport,
    },
    /// An HTTP server that is no MCP server, as far as is seen.
    Other {
        /// What it said.
        status: u16,
        /// The media type of what it sent.
        media_type: String,
        /// The title of its page, where it sent one.
        title: Option<String>,
    },
    /// It turned the request away because of the host's name in it.
    HostRejected {
        /// What it said.
        status: u16,
    },
    /// It speaks TLS, and the url says `http`.
    TlsOnly,
    /// It speaks no TLS, and the url says `https`.
    PlainOnly,
    /// Its certificate is not believed.
    Tls(String),
    /// It speaks, but not HTTP.
    NotHttp,
    /// It accepts and hangs up before it answers.
    HungUp,
    /// It accepts and does not answer in time.
    Silent,
    /// Something else, in the system's words.
    Failed(String),
}

/// What every client says first.
pub(super) fn greeting() -> String {
    json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": PROTOCOL,
            "capabilities": {},
            "clientInfo": { "name": "mcpmend", "version": env!("CARGO_PKG_VERSION") }
        }
    })
    .to_string()
}

/// `None` where nothing could be called.
pub(super) fn ask(patient: &Patient, orders: &Orders<'_>, facts: &mut Facts) -> Option<Answer> {
    let remote = patient.remote()?;
    let address = facts
        .calls
        .iter()
        .find(|called| called.touch == Touch::Connected)?
        .address;
    let visit = Visit {
        remote,
        address,
        orders,
        trust: Trust::Roots(Arc::new(tls::trusted(remote, orders))),
    };
    let reply = visit.pay();
    let answer = describe(&reply, remote);
    facts.reply = Some(reply);
    Some(answer)
}

struct Visit<'a> {
    remote: &'a Remote,
    address: SocketAddr,
    orders: &'a Orders<'a>,
    trust: Trust,
}

impl Visit<'_> {
    fn pay(&self) -> Reply {
        let url = &self.remote.url;
        let first = match self.remote.transport {
            Some(Transport::Sse) => self.listen(url),
            _ => self.initialize(url),
        };
        let answer = match first {
            Ok(answer) => answer,
            Err(error) => return self.failed(error),
        };
        if let Some(reply) = mcp(&answer) {
            return reply;
        }
        if matches!(answer.status, 401 | 403) && answer.header("www-authenticate").is_some()
            || answer.status == 401
        {
            return Reply::Unauthorized {
                status: answer.status,
                challenge: answer.header("www-authenticate").map(str::to_owned),
            };
        }
        if is_host_rejected(&answer) {
            return Reply::HostRejected {
                status: answer.status,
            };
        }
        // The other transport at the same place, then both at the usual places: what the
        // specification tells clients of both kinds to do.
        if let Some((url, transport)) = self.search(url) {
            return Reply::Elsewhere {
                status: answer.status,
                url: url.to_string(),
                transport,
            };
        }
        Reply::Other {
            status: answer.status,
            media_type: answer.media_type().to_owned(),
            title: title(&answer.body),
        }
    }

    fn search(&self, tried: &Url) -> Option<(Url, Transport)> {
        let mut places = vec![tried.clone()];
        for path in ELSEWHERE {
            let mut url = tried.clone();
            url.set_path(path);
            url.set_query(None);
            if !places.contains(&url) {
                places.push(url);
            }
        }
        for url in places {
            for answer in [self.initialize(&url), self.listen(&url)] {
                if let Some(Reply::Mcp { transport, .. }) = answer.ok().as_ref().and_then(mcp) {
                    return Some((url, transport));
                }
            }
        }
        None
    }

    /// What a client of streamable HTTP says first.
    fn initialize(&self, url: &Url) -> Result<Exchange, HttpError> {
        let accept = "application/json, text/event-stream";
        let answer = self.send(
            Method::Post,
            url,
            &[("Accept", accept), ("Content-Type", "application/json")],
            &greeting(),
        )?;
        // What was opened is closed again; whether that is taken does not matter.
        if let Some(session) = answer.header("mcp-session-id") {
            let _ = self.send(Method::Delete, url, &[("Mcp-Session-Id", session)], "");
        }
        Ok(answer)
    }

    /// What a client of HTTP+SSE says first.
    fn listen(&self, url: &Url) -> Result<Exchange, HttpError> {
        self.send(Method::Get, url, &[("Accept", "text/event-stream")], "")
    }

    fn send(
        &self,
        method: Method,
        url: &Url,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Exchange, HttpError> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut headers: Vec<(String, String)> = headers.iter().map(own).collect();
        if self.orders.credentials {
            headers.extend(self.remote.headers.iter().cloned());
        }
        exchange(&Request {
            method,
            url: url.as_str(),
            address: self.address,
            headers,
            body,
            trust: self.trust.clone(),
            limit: self.orders.limit,
        })
    }

    fn failed(&self, error: HttpError) -> Reply {
        let tls = self.remote.url.scheme() == "https";
        match error {
            HttpError::Tls(error) => Reply::Tls(error),
            _ if !tls && self.answers_as("https") => Reply::TlsOnly,
            _ if tls && self.answers_as("http") => Reply::PlainOnly,
            HttpError::NotTls | HttpError::NotHttp => Reply::NotHttp,
            HttpError::Closed | HttpError::Touch(Touch::Reset) => Reply::HungUp,
            HttpError::Touch(Touch::TimedOut) => Reply::Silent,
            HttpError::Touch(touch) => Reply::Failed(format!("{touch:?}")),
            HttpError::Unsendable(error) => Reply::Failed(error),
        }
    }

    /// Whether something answers when the other scheme is spoken. Nothing of the entry is sent.
    fn answers_as(&self, scheme: &str) -> bool {
        let mut url = self.remote.url.clone();
        // Without the number the port would be the other scheme's.
        let port = self.remote.port();
        if url.set_scheme(scheme).is_err() || url.set_port(Some(port)).is_err() {
            return false;
        }
        url.set_path("/");
        url.set_query(None);
        let answer = exchange(&Request {
            method: Method::Get,
            url: url.as_str(),
            address: self.address,
            headers: Vec::new(),
            body: "",
            trust: Trust::Anything,
            limit: self.orders.limit,
        });
        answer.is_ok()
    }
}

/// The MCP server that an answer is from.
pub(super) fn mcp(answer: &Exchange) -> Option<Reply> {
    let stream = answer.media_type() == "text/event-stream";
    if answer.status != 200 {
        return None;
    }
    if stream && answer.body.contains("event: endpoint") {
        return Some(Reply::Mcp {
            transport: Transport::Sse,
            server: None,
            protocol: None,
        });
    }
    let text = if stream {
        let data = |line: &str| Some(line.strip_prefix("data:")?.trim().to_owned());
        answer.body.lines().find_map(data)?
    } else {
        answer.body.clone()
    };
    let message: Value = serde_json::from_str(&text).ok()?;
    let result = message.get("result")?;
    let text = |value: Option<&Value>| Some(value?.as_str()?.to_owned());
    let info = result.get("serverInfo");
    let name = text(info.and_then(|info| info.get("name")));
    let version = text(info.and_then(|info| info.get("version")));
    let protocol = text(result.get("protocolVersion"))?;
    Some(Reply::Mcp {
        transport: Transport::Http,
        server: name.map(|name| match version {
            Some(version) => format!("{name} {version}"),
            None => name,
        }),
        protocol: Some(protocol),
    })
}

/// Servers that guard against DNS rebinding turn names away that they do not know: with 421, or
/// with 403 or 400 and a word about it.
fn is_host_rejected(answer: &Exchange) -> bool {
    let body = answer.body.to_ascii_lowercase();
    answer.status == 421
        || matches!(answer.status, 400 | 403)
            && (body.contains("host header")
                || body.contains("invalid host")
                || body.contains("blocked request. this host"))
}

fn title(body: &str) -> Option<String> {
    let lower = body.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower[start..].find("</title>")?;
    let title = body.get(start..end)?.trim();
    (!title.is_empty()).then(|| title.chars().take(80).collect())
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
        Reply::Unauthorized { status, challenge } => answer(
            State::Note,
            format!("it answers, and wants to know who asks ({status})"),
        )
        .seeing(
            challenge
                .iter()
                .map(|text| format!("WWW-Authenticate: {text}"))
                .collect(),
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
        Reply::Other {
            status,
            media_type,
            title,
        } => {
            let seen = title
                .iter()
                .map(|title| format!("its page is called \"{title}\""));
            let what = match media_type.as_str() {
                "" => String::new(),
                other => format!(", {other}"),
            };
            answer(
                State::Wrong,
                format!("an HTTP server answers that is no MCP server ({status}{what})"),
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
