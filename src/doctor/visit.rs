//! The conversation with what answers: as an MCP client leads it, and a little further.

use std::net::SocketAddr;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use super::patient::Remote;
use super::programs;
use super::reply::{Moved, Reply};
use crate::live::{Exchange, HttpError, Method, Request, Touch, Trust, exchange};
use crate::model::Transport;

/// The version of the protocol that is offered; a server answers with its own.
pub(super) const PROTOCOL: &str = "2025-11-25";

/// Where else a server is looked for when the url leads to none.
const ELSEWHERE: [&str; 3] = ["/mcp", "/sse", "/"];

/// Where a server says who signs its callers in, when its refusal does not say that: what the MCP
/// specification of 2025-06-18 names, before the path of the url and without it, and what that of
/// 2025-03-26 does.
const METADATA: [&str; 2] = [
    "/.well-known/oauth-protected-resource",
    "/.well-known/oauth-authorization-server",
];

/// So many redirects are followed.
const HOPS: usize = 5;

/// What every request has, however little time is left.
const LEAST: Duration = Duration::from_millis(200);

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

/// A visit at one address. Only the host of the entry is called, whatever the server says.
pub(super) struct Visit<'a> {
    pub(super) remote: &'a Remote,
    pub(super) address: SocketAddr,
    pub(super) trust: Trust,
    /// Whether the credentials of the entry are sent.
    pub(super) credentials: bool,
    /// How long it may take altogether.
    pub(super) until: Instant,
}

/// An answer, and where it came from.
struct Arrived {
    url: Url,
    answer: Exchange,
    /// What was met on the way.
    way: Vec<String>,
}

impl Visit<'_> {
    /// What was learnt, and what was seen on the way.
    pub(super) fn pay(&self) -> (Reply, Vec<String>) {
        let Arrived {
            url,
            answer,
            mut way,
        } = match self.follow() {
            Ok(arrived) => arrived,
            Err((reply, way)) => return (reply, way),
        };
        if let Some(reply) = mcp(&answer) {
            return (reply, way);
        }
        if answer.status == 401
            || answer.status == 403 && answer.header("www-authenticate").is_some()
        {
            let challenge = answer.header("www-authenticate").map(str::to_owned);
            let reply = Reply::Unauthorized {
                status: answer.status,
                sign_in: self.sign_in(&url, challenge.as_deref()),
                challenge,
            };
            return (reply, way);
        }
        if is_host_rejected(&answer) {
            let status = answer.status;
            return (Reply::HostRejected { status }, way);
        }
        let healthy = self.health(&mut way);
        // What a browser is shown tells more than what a client of MCP is.
        let page = self.page(&url);
        let program = programs::named(&answer).or_else(|| programs::named(page.as_ref()?));
        let reply = match self.search(&url) {
            Some((url, transport)) => Reply::Elsewhere {
                status: answer.status,
                url: url.to_string(),
                transport,
            },
            None => Reply::Other {
                status: answer.status,
                media_type: answer.media_type().to_owned(),
                title: title(&answer.body).or_else(|| title(&page?.body)),
                program,
                healthy,
            },
        };
        (reply, way)
    }

    /// Says the first word, and goes where the server sends it, as clients do.
    fn follow(&self) -> Result<Arrived, (Reply, Vec<String>)> {
        let mut url = self.remote.url.clone();
        let mut way = Vec::new();
        let mut answer = match self.first() {
            Ok(answer) => answer,
            Err(reply) => return Err((reply, way)),
        };
        for _ in 0..HOPS {
            let status = answer.status;
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return Ok(Arrived { url, answer, way });
            }
            let Some(to) = answer
                .header("location")
                .and_then(|to| url.join(to).ok())
                .filter(Url::has_host)
            else {
                return Ok(Arrived { url, answer, way });
            };
            way.push(format!("{status}: sent on to {to}"));
            let moved = |how| Reply::Moved {
                status,
                url: to.to_string(),
                how,
            };
            if to.host_str() != url.host_str() {
                return Err((moved(Moved::OtherHost), way));
            }
            // What `fetch`, httpx and reqwest do with these three: only a GET stays what it is.
            if self.says_post() && !matches!(status, 307 | 308) {
                let works = self.initialize(&to).ok().as_ref().and_then(mcp).is_some();
                return Err((moved(Moved::BecomesGet { works }), way));
            }
            url = to;
            answer = match self.say(&url) {
                Ok(answer) => answer,
                Err(error) => return Err((self.failed(error), way)),
            };
        }
        let status = answer.status;
        let reply = Reply::Moved {
            status,
            url: url.to_string(),
            how: Moved::InCircles,
        };
        Err((reply, way))
    }

    /// The first word. Who is silent for half of the time is asked meanwhile whether it speaks the
    /// other scheme.
    fn first(&self) -> Result<Exchange, Reply> {
        let url = &self.remote.url;
        let (said, heard) = mpsc::channel();
        let answer = thread::scope(|scope| {
            scope.spawn(move || {
                // Who waits for it waits until the end.
                let _ = said.send(self.say(url));
            });
            match heard.recv_timeout(self.left() / 2) {
                Ok(answer) => Some(answer),
                Err(RecvTimeoutError::Disconnected) => None,
                Err(RecvTimeoutError::Timeout) => {
                    let other = self.other_scheme();
                    match heard.recv().ok()? {
                        Err(_) if other.is_some() => return other.map(Err),
                        answer => Some(answer),
                    }
                }
            }
            .map(|answer| answer.map_err(|error| self.failed(error)))
        });
        answer.unwrap_or_else(|| Err(Reply::Failed("the request broke off".to_owned())))
    }

    fn says_post(&self) -> bool {
        self.remote.transport != Some(Transport::Sse)
    }

    fn say(&self, url: &Url) -> Result<Exchange, HttpError> {
        if self.says_post() {
            self.initialize(url)
        } else {
            self.listen(url)
        }
    }

    /// The other transport at the same place, then both at the usual places: what the
    /// specification tells clients of both kinds to do. All at once, since each may take its time.
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
        let is = |answer: Result<Exchange, HttpError>| match mcp(answer.as_ref().ok()?)? {
            Reply::Mcp { transport, .. } => Some(transport),
            _ => None,
        };
        thread::scope(|scope| {
            let calls: Vec<_> = places
                .into_iter()
                .map(|url| {
                    scope.spawn(move || {
                        let found = is(self.initialize(&url)).or_else(|| is(self.listen(&url)));
                        found.map(|transport| (url, transport))
                    })
                })
                .collect();
            let mut found = calls.into_iter().map(|call| call.join().ok().flatten());
            // All are waited for, the first counts.
            found.by_ref().fold(None, |first, next| first.or(next))
        })
    }

    /// Whether `/health` says that all is well.
    fn health(&self, way: &mut Vec<String>) -> bool {
        let Ok(url) = self.remote.url.join("/health") else {
            return false;
        };
        let Ok(answer) = self.plain(&url) else {
            return false;
        };
        let well = answer.status == 200 && answer.media_type() != "text/html";
        if well {
            way.push("`/health` answers 200".to_owned());
        }
        well
    }

    /// The page at the root.
    fn page(&self, url: &Url) -> Option<Exchange> {
        self.plain(&url.join("/").ok()?).ok()
    }

    /// Who signs callers in, where the server says that.
    fn sign_in(&self, url: &Url, challenge: Option<&str>) -> Option<String> {
        let named = challenge.and_then(|text| parameter(text, "resource_metadata"));
        let mut places: Vec<Url> = named.and_then(|to| url.join(to).ok()).into_iter().collect();
        for known in METADATA {
            let with_path = format!("{known}{}", url.path().trim_end_matches('/'));
            places.extend(
                [url.join(&with_path).ok(), url.join(known).ok()]
                    .into_iter()
                    .flatten(),
            );
        }
        places.dedup();
        let own = |place: &&Url| place.host_str() == url.host_str();
        places.iter().filter(own).find_map(|place| {
            let answer = self
                .plain(place)
                .ok()
                .filter(|answer| answer.status == 200)?;
            let metadata: Value = serde_json::from_str(&answer.body).ok()?;
            let servers = metadata.get("authorization_servers");
            let first = servers.and_then(|servers| servers.get(0));
            let who = first.or_else(|| metadata.get("issuer"))?;
            Some(who.as_str()?.to_owned())
        })
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
            let mut headers = vec![("Mcp-Session-Id", session)];
            let version = protocol(&answer);
            headers.extend(version.as_deref().map(|it| ("MCP-Protocol-Version", it)));
            let _ = self.send(Method::Delete, url, &headers, "");
        }
        Ok(answer)
    }

    /// What a client of HTTP+SSE says first.
    fn listen(&self, url: &Url) -> Result<Exchange, HttpError> {
        self.send(Method::Get, url, &[("Accept", "text/event-stream")], "")
    }

    /// As a client of the entry; its credentials go to nobody but who the entry names.
    fn send(
        &self,
        method: Method,
        url: &Url,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Exchange, HttpError> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut headers: Vec<(String, String)> = headers.iter().map(own).collect();
        if self.credentials && url.origin() == self.remote.url.origin() {
            headers.extend(self.remote.headers.iter().cloned());
        }
        self.exchange(method, url, headers, body)
    }

    /// A question without anything of the entry.
    fn plain(&self, url: &Url) -> Result<Exchange, HttpError> {
        let headers = vec![("Accept".to_owned(), "*/*".to_owned())];
        self.exchange(Method::Get, url, headers, "")
    }

    fn exchange(
        &self,
        method: Method,
        url: &Url,
        headers: Vec<(String, String)>,
        body: &str,
    ) -> Result<Exchange, HttpError> {
        let port = url.port_or_known_default().unwrap_or(80);
        exchange(&Request {
            method,
            url: url.as_str(),
            address: SocketAddr::new(self.address.ip(), port),
            headers,
            body,
            trust: self.trust.clone(),
            limit: self.left(),
        })
    }

    fn left(&self) -> Duration {
        let left = self.until.saturating_duration_since(Instant::now());
        left.max(LEAST)
    }

    fn failed(&self, error: HttpError) -> Reply {
        match error {
            HttpError::Tls(error) => return Reply::Tls(error),
            HttpError::Endless => {
                return Reply::Failed("the header of its answer does not end".to_owned());
            }
            _ => {}
        }
        if let Some(reply) = self.other_scheme() {
            return reply;
        }
        match error {
            HttpError::NotTls | HttpError::NotHttp => Reply::NotHttp,
            HttpError::Closed | HttpError::Touch(Touch::Reset) => Reply::HungUp,
            HttpError::Touch(Touch::TimedOut) => Reply::Silent,
            HttpError::Touch(touch) => Reply::Failed(format!("{touch:?}")),
            HttpError::Unsendable(error) | HttpError::Tls(error) => Reply::Failed(error),
            HttpError::Endless => Reply::NotHttp,
        }
    }

    /// What is wrong with the scheme of the url, where something answers when the other one is
    /// spoken. Nothing of the entry is sent.
    fn other_scheme(&self) -> Option<Reply> {
        let (scheme, reply) = match self.remote.url.scheme() {
            "https" => ("http", Reply::PlainOnly),
            _ => ("https", Reply::TlsOnly),
        };
        let mut url = self.remote.url.clone();
        // Without the number the port would be the other scheme's.
        let port = self.remote.port();
        url.set_scheme(scheme).ok()?;
        url.set_port(Some(port)).ok()?;
        url.set_path("/");
        url.set_query(None);
        let answer = exchange(&Request {
            method: Method::Get,
            url: url.as_str(),
            address: self.address,
            headers: Vec::new(),
            body: "",
            trust: Trust::Anything,
            limit: self.left(),
        });
        answer.is_ok().then_some(reply)
    }
}

/// The MCP server that an answer is from.
pub(super) fn mcp(answer: &Exchange) -> Option<Reply> {
    if answer.status != 200 {
        return None;
    }
    if is_stream(answer) && opens_old_transport(&answer.body) {
        return Some(Reply::Mcp {
            transport: Transport::Sse,
            server: None,
            protocol: None,
        });
    }
    let message = message(answer)?;
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

fn is_stream(answer: &Exchange) -> bool {
    answer.media_type() == "text/event-stream"
}

fn opens_old_transport(body: &str) -> bool {
    let named = |line: &str| line.strip_prefix("event:").map(str::trim) == Some("endpoint");
    body.lines().any(named)
}

/// The first message of an answer, plain or as an event.
fn message(answer: &Exchange) -> Option<Value> {
    if is_stream(answer) {
        // Servers that can resume a stream begin it with an event without data.
        let data = |line: &str| Some(line.strip_prefix("data:")?.trim().to_owned());
        let mut events = answer.body.lines().filter_map(data);
        events.find_map(|text| serde_json::from_str(&text).ok())
    } else {
        serde_json::from_str(&answer.body).ok()
    }
}

fn protocol(answer: &Exchange) -> Option<String> {
    let version = message(answer)?;
    let version = version.get("result")?.get("protocolVersion")?.as_str()?;
    Some(version.to_owned())
}

/// Servers that guard against DNS rebinding turn names away that they do not know: with 421, or
/// with 403 or 400 and a word about it.
fn is_host_rejected(answer: &Exchange) -> bool {
    let body = answer.body.to_ascii_lowercase();
    answer.status == 421
        || matches!(answer.status, 400 | 403)
            && ["host header", "invalid host", "blocked request. this host"]
                .iter()
                .any(|words| body.contains(words))
}

/// A parameter of a challenge, with or without quotes.
fn parameter<'t>(challenge: &'t str, name: &str) -> Option<&'t str> {
    let lower = challenge.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let rest = challenge.get(at..)?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([',', ' ']).next(),
    }
}

fn title(body: &str) -> Option<String> {
    let lower = body.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower[start..].find("</title>")?;
    let title = body.get(start..end)?.trim();
    (!title.is_empty()).then(|| title.chars().take(80).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(media_type: &str, body: &str) -> Exchange {
        Exchange {
            status: 200,
            headers: vec![("content-type".to_owned(), media_type.to_owned())],
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_parameter_of_a_challenge_is_found() {
        for (challenge, expected) in [
            (
                "Bearer error=\"x\", Resource_Metadata=\"https://a.example/m\"",
                Some("https://a.example/m"),
            ),
            ("Bearer resource_metadata=/m, scope=a", Some("/m")),
            ("Bearer realm=\"x\"", None),
        ] {
            assert_eq!(parameter(challenge, "resource_metadata"), expected);
        }
    }

    #[test]
    fn a_stream_may_begin_with_an_event_without_a_message() {
        let hello = r#"{"result":{"protocolVersion":"2025-11-25"}}"#;
        let body = format!("id: 1\nretry: 500\ndata: \n\nevent: message\ndata: {hello}\n\n");
        assert!(mcp(&answer("text/event-stream; charset=utf-8", &body)).is_some());
        assert!(mcp(&answer("text/event-stream", "event:endpoint\ndata: /m\n\n")).is_some());
        assert!(mcp(&answer("text/event-stream", "data: event: endpoint\n\n")).is_none());
        assert!(mcp(&answer("text/html", "<title>x</title>")).is_none());
    }
}
