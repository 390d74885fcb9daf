//! The container behind a port of this machine, where who calls that port gets no good answer.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::engine::is_here;
use super::words::describe;
use super::{Answer, Container, Docker, Engine, Facts, Orders, Patient, Question, Refusal, State};
use crate::doctor::logs::{meaning, shown};
use crate::doctor::visit::{greeting, mcp};
use crate::doctor::{Remote, Reply};
use crate::hosts::{self, Reach};
use crate::live::{Method, Request, Touch, Trust, exchange};
use crate::model::Os;

/// The programs that are asked, in this order.
const ENGINES: &[&str] = &["docker", "podman"];

/// So many ports of containers are called to see whether the server is there.
const CALLS: usize = 4;

/// How the server's port behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Port {
    /// Nobody takes the call.
    Refused,
    /// The call is taken, and hung up.
    HungUp,
    /// The call is taken, and nothing good comes.
    Odd,
}

struct Search<'a> {
    engine: Engine,
    patient: &'a Patient,
    remote: &'a Remote,
    orders: &'a Orders<'a>,
    until: Instant,
    port: Port,
}

/// `None` where the server is elsewhere or answers, and where no container is found.
pub(super) fn ask(
    patient: &Patient,
    orders: &Orders<'_>,
    until: Instant,
    facts: &mut Facts,
) -> Option<Answer> {
    let remote = patient.remote()?;
    let nobody = facts.calls.is_empty();
    if nobody && matches!(hosts::reach(remote.host(), &[]), Reach::ContainerHost) {
        let mut url = remote.url.clone();
        url.set_host(Some("localhost")).ok()?;
        let found = Docker::HostName {
            host: remote.host().to_owned(),
            url: url.to_string(),
        };
        let (state, says) = describe(&found, remote.port());
        facts.docker = Some(found);
        return Some(Answer::new(Question::Docker, state, says));
    }
    // A name without a domain, which nobody knows here.
    let inside = nobody && !remote.host().contains(['.', ':']) && !remote.is_loopback();
    if !inside && !remote.is_loopback() {
        return None;
    }
    let refused = facts
        .calls
        .iter()
        .all(|called| called.touch != Touch::Connected);
    let port = match facts.reply {
        _ if refused => Port::Refused,
        Some(Reply::HungUp) => Port::HungUp,
        Some(Reply::Silent | Reply::NotHttp | Reply::Failed(_)) => Port::Odd,
        _ => return None,
    };
    ENGINES.iter().find_map(|program| {
        let search = Search {
            engine: Engine::own(program, until),
            patient,
            remote,
            orders,
            until,
            port,
        };
        search.go(inside, facts)
    })
}

impl Search<'_> {
    fn go(&self, inside: bool, facts: &mut Facts) -> Option<Answer> {
        let place = self.engine.place();
        if place.as_deref().is_some_and(|place| !is_here(place)) {
            // What runs on another machine opens no port here, and nobody named it to be called.
            return None;
        }
        let containers = match self.engine.containers() {
            Ok(containers) => containers,
            Err(refusal) => return self.refused(refusal, place, facts),
        };
        let (docker, container) = if inside {
            self.named(&containers)?
        } else {
            self.publisher(&containers)
                .or_else(|| self.elsewhere(&containers))
                .or_else(|| self.unpublished(&containers))?
        };
        let (state, says) = describe(&docker, self.remote.port());
        let mut seen = Vec::new();
        if state != State::Fine {
            seen.extend(container.health.as_ref().map(|health| {
                format!("{}: health check: {}", container.named.name, shown(health))
            }));
        }
        if matches!(state, State::Wrong | State::Unknown) {
            let lines = self.engine.last_lines(&container.id);
            facts.said = meaning(&lines).or(facts.said);
            let name = &container.named.name;
            seen.extend(lines.iter().map(|line| format!("{name}: {}", shown(line))));
        }
        facts.docker = Some(docker);
        Some(Answer::new(Question::Docker, state, says).seeing(seen))
    }

    /// What it comes to that the containers cannot be listed.
    fn refused(
        &self,
        refusal: Refusal,
        place: Option<String>,
        facts: &mut Facts,
    ) -> Option<Answer> {
        let found = refusal.found(&self.engine, place)?;
        let answer = |state, says: &str| Answer::new(Question::Docker, state, says);
        let port = self.remote.port();
        match &found {
            // Somebody takes the calls, and it is no container.
            Docker::NotRunning { .. } if self.port != Port::Refused => None,
            Docker::NotRunning { why, .. } if self.patient.contained => {
                let (state, says) = describe(&found, port);
                let seen = vec![shown(why)];
                facts.docker = Some(found);
                Some(answer(state, &says).seeing(seen))
            }
            Docker::NotRunning { why, .. } => {
                let says = "it does not run: if this server is in a container, that is why";
                Some(answer(State::Note, says).seeing(vec![shown(why)]))
            }
            Docker::NotAllowed { engine, why } => {
                let way = format!(
                    "`sudo {engine} ps --all --filter publish={port}` shows whether one is behind the port"
                );
                let says = "this user may not look at the containers";
                Some(answer(State::Unknown, says).seeing(vec![shown(why), way]))
            }
            _ => {
                let (_, says) = describe(&found, port);
                Some(answer(State::Unknown, &says))
            }
        }
    }

    /// The container that publishes the port: one that runs, else the one made last.
    fn publisher<'c>(&self, containers: &'c [Container]) -> Option<(Docker, &'c Container)> {
        let port = self.remote.port();
        let inner = |container: &Container| {
            let mut published = container.published.iter();
            let one = published.find(|one| one.outer == port && one.is_near())?;
            Some(one.inner)
        };
        let mut all = containers
            .iter()
            .filter_map(|container| Some((container, inner(container)?)));
        // Those that run come first.
        let (container, inner) = all.next()?;
        Some((self.judge(container, inner), container))
    }

    fn judge(&self, container: &Container, inner: u16) -> Docker {
        let named = container.named.clone();
        if !container.running {
            return Docker::Ended {
                container: named,
                started: container.status != "created",
                code: container.code,
                out_of_memory: container.out_of_memory,
                error: container.error.as_deref().map(shown),
            };
        }
        if container.restarting {
            return Docker::Restarting {
                container: named,
                code: Some(container.code),
                times: container.restarts,
            };
        }
        if container.paused {
            return Docker::Paused { container: named };
        }
        let sockets = container.sockets();
        if sockets.is_none() && self.has_ended_since(container) {
            return Docker::Restarting {
                container: named,
                code: None,
                times: container.restarts,
            };
        }
        if container.on_host_network {
            return Docker::HostNetwork {
                container: named,
                inner: container.published.iter().map(|one| one.inner).collect(),
                virtual_machine: sockets.is_none() && self.orders.host.os() != Os::Linux,
            };
        }
        let Some(sockets) = sockets else {
            return self.unseen(container, inner);
        };
        let own: Vec<&SocketAddr> = sockets
            .iter()
            .filter(|socket| socket.port() == inner)
            .collect();
        if own.is_empty() && sockets.is_empty() && container.restarts > 0 {
            // It was started again a moment ago, and will end again.
            return Docker::Restarting {
                container: named,
                code: None,
                times: container.restarts,
            };
        }
        if own.is_empty() {
            return Docker::NothingInside {
                container: named,
                inner,
                others: sockets,
            };
        }
        if own.iter().all(|socket| socket.ip().is_loopback()) {
            return Docker::LoopbackInside {
                container: named,
                inner,
                told_by: loopback_word(&container.command),
                seen: true,
            };
        }
        Docker::Running { container: named }
    }

    /// Whether a container that starts again by itself is another one by now.
    fn has_ended_since(&self, container: &Container) -> bool {
        if container.restarts == 0 {
            return false;
        }
        let now = self.engine.described(&[&container.id]);
        now.first()
            .is_some_and(|now| now.restarting || now.pid != container.pid)
    }

    /// A container in whose network this system shows nothing: on Docker Desktop it is one of a
    /// virtual machine.
    fn unseen(&self, container: &Container, inner: u16) -> Docker {
        let named = container.named.clone();
        if self.port != Port::HungUp {
            return Docker::Running { container: named };
        }
        let lines = self.engine.last_lines(&container.id);
        if lines.iter().any(|line| tells_loopback(line, inner)) {
            return Docker::LoopbackInside {
                container: named,
                inner,
                told_by: loopback_word(&container.command),
                seen: false,
            };
        }
        Docker::Unseen {
            container: named,
            inner,
        }
    }

    /// A container that publishes the server on another port: one that has the url's port inside,
    /// or the entry's name, and an MCP server behind what it publishes.
    fn elsewhere<'c>(&self, containers: &'c [Container]) -> Option<(Docker, &'c Container)> {
        if self.port != Port::Refused || self.remote.url.scheme() != "http" {
            return None;
        }
        let port = self.remote.port();
        let mut named = None;
        let candidates = containers
            .iter()
            .filter(|container| container.running && !container.paused)
            .flat_map(|container| container.published.iter().map(move |one| (container, one)))
            .filter(|(container, one)| {
                one.is_near() && (one.inner == port || container.is_meant(&self.patient.name))
            });
        for (container, one) in candidates.take(CALLS) {
            let mut url = self.remote.url.clone();
            if url.set_port(Some(one.outer)).is_err() {
                continue;
            }
            let found = |answered| Docker::PublishedElsewhere {
                container: container.named.clone(),
                inner: one.inner,
                url: url.to_string(),
                answered,
            };
            if self.answers(&url, one.address) {
                return Some((found(true), container));
            }
            if container.is_meant(&self.patient.name) && one.inner == port && named.is_none() {
                named = Some((found(false), container));
            }
        }
        named
    }

    /// Whether an MCP server answers there. Nothing of the entry but its url is sent.
    fn answers(&self, url: &url::Url, address: Option<IpAddr>) -> bool {
        let left = self.until.saturating_duration_since(Instant::now());
        let loopback = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
        let address = address
            .filter(|address| !address.is_unspecified())
            .unwrap_or(loopback);
        let Some(port) = url.port_or_known_default().filter(|_| !left.is_zero()) else {
            return false;
        };
        let accept = "application/json, text/event-stream";
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let answer = exchange(&Request {
            method: Method::Post,
            url: url.as_str(),
            address: SocketAddr::new(address, port),
            headers: vec![
                header("Accept", accept),
                header("Content-Type", "application/json"),
            ],
            body: &greeting(),
            trust: Trust::Roots(Arc::new(Vec::new())),
            limit: left.min(Duration::from_secs(1)),
        });
        answer.is_ok_and(|answer| mcp(&answer).is_some())
    }

    /// A container in which something listens on the url's port, or whose image names it, and that
    /// does not publish it.
    fn unpublished<'c>(&self, containers: &'c [Container]) -> Option<(Docker, &'c Container)> {
        if self.port != Port::Refused {
            return None;
        }
        let port = self.remote.port();
        containers
            .iter()
            .filter(|container| container.running && !container.on_host_network)
            .filter(|container| container.published.iter().all(|one| one.inner != port))
            .find_map(|container| {
                let sockets = container.sockets();
                let mut sockets = sockets.iter().flatten();
                let listens = sockets.any(|socket| socket.port() == port);
                let meant = container.is_meant(&self.patient.name);
                (listens || meant && container.exposed.contains(&port)).then(|| {
                    let found = Docker::NotPublished {
                        container: container.named.clone(),
                        inner: port,
                        listens,
                    };
                    (found, container)
                })
            })
    }

    /// A container that other containers know by the name in the url.
    fn named<'c>(&self, containers: &'c [Container]) -> Option<(Docker, &'c Container)> {
        let host = self.remote.host();
        let container = containers
            .iter()
            .find(|container| container.is_called(host))?;
        let port = self.remote.port();
        let published = container
            .published
            .iter()
            .find(|one| one.inner == port && one.is_near());
        let url = published.and_then(|one| {
            let mut url = self.remote.url.clone();
            url.set_host(Some("localhost")).ok()?;
            url.set_port(Some(one.outer)).ok()?;
            Some(url.to_string())
        });
        let found = Docker::NameInside {
            container: container.named.clone(),
            host: host.to_owned(),
            url,
        };
        Some((found, container))
    }
}

/// The words of a command that have it listen on the loopback only: `--host 127.0.0.1`,
/// `--bind=localhost:8000`.
fn loopback_word(command: &[String]) -> Option<String> {
    let is_loopback = |value: &str| {
        let host = match value.rsplit_once(':') {
            Some((host, port)) if port.parse::<u16>().is_ok() => host,
            _ => value,
        };
        matches!(
            host.trim_matches(['[', ']']),
            "127.0.0.1" | "localhost" | "::1"
        )
    };
    for (at, word) in command.iter().enumerate() {
        if let Some((option, value)) = word.split_once('=')
            && option.starts_with('-')
            && is_loopback(value)
        {
            return Some(word.clone());
        }
        if is_loopback(word)
            && let Some(option) = at.checked_sub(1).and_then(|at| command.get(at))
            && option.starts_with('-')
        {
            return Some(format!("{option} {word}"));
        }
    }
    None
}

/// Whether a line of a log says that a server listens on the loopback, as `Uvicorn running on
/// http://127.0.0.1:8000` does.
fn tells_loopback(line: &str, port: u16) -> bool {
    let lower = line.to_ascii_lowercase();
    let is_told = |host: &str| {
        let text = format!("{host}:{port}");
        lower.match_indices(&text).any(|(at, _)| {
            let behind = lower[at + text.len()..].chars().next();
            !behind.is_some_and(|next| next.is_ascii_digit())
        })
    };
    let listens = ["listen", "running on", "serving", "bound to", "started"];
    listens.iter().any(|word| lower.contains(word))
        && ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|host| is_told(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_tell_of_the_loopback() {
        // uvicorn and Express, by their own texts.
        assert!(tells_loopback(
            "INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)",
            8000
        ));
        assert!(!tells_loopback(
            "INFO:     Uvicorn running on http://0.0.0.0:8000",
            8000
        ));
        assert!(!tells_loopback("Listening on localhost:80001", 8000));
        assert!(!tells_loopback("GET http://127.0.0.1:8000/ 200", 8000));
    }

    #[test]
    fn the_words_that_bind_are_found() {
        let of = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            loopback_word(&words)
        };
        assert_eq!(
            of(&["srv", "--host", "127.0.0.1"]).as_deref(),
            Some("--host 127.0.0.1")
        );
        assert_eq!(
            of(&["srv", "--bind=localhost:80"]).as_deref(),
            Some("--bind=localhost:80")
        );
        assert_eq!(
            of(&["srv", "-p", "127.0.0.1:80"]).as_deref(),
            Some("-p 127.0.0.1:80")
        );
        assert_eq!(of(&["srv", "--host", "0.0.0.0"]), None);
    }
}
