//! What was found out about containers, in words, and what mends it.

use std::net::SocketAddr;

use super::{Docker, Named, Service, State};
use crate::doctor::{Cause, Sureness};
use crate::errors::Family;

/// What starts the daemon that is to be found at such a place: a part of that, and what to do.
const STARTERS: &[(&str, &str)] = &[
    (".colima", "`colima start`"),
    (".orbstack", "`orb start`"),
    (".rd/", "`rdctl start`"),
    ("podman", "`podman machine start`"),
    (".docker/run", "start Docker Desktop"),
    (".docker/desktop", "start Docker Desktop"),
    ("npipe:", "start Docker Desktop"),
    ("/run/user/", "`systemctl --user start docker`"),
    (
        "/run/docker.sock",
        "`sudo systemctl start docker`, or start Docker Desktop",
    ),
];

/// How a question about it is answered. `port` is that of the url.
pub(super) fn describe(docker: &Docker, port: u16) -> (State, String) {
    let state = match docker {
        Docker::Running { .. } | Docker::NameTaken { running: true, .. } => State::Note,
        Docker::NoImage { pulls, failed, .. } if *pulls && !failed => State::Note,
        Docker::Unseen { .. } => State::Unknown,
        _ => State::Wrong,
    };
    (state, says(docker, port))
}

fn says(docker: &Docker, port: u16) -> String {
    match docker {
        Docker::NotRunning { engine, place, .. } => match place {
            Some(place) => format!("{} does not answer at {place}", daemon(engine)),
            None => format!("{} does not answer", daemon(engine)),
        },
        Docker::Silent { engine, .. } => {
            format!("{} does not answer in time", daemon(engine))
        }
        Docker::NotAllowed { engine, .. } => {
            format!("this user may not ask {}", daemon(engine))
        }
        Docker::Ended {
            container,
            started,
            code,
            out_of_memory,
            error,
        } => {
            let name = &container.name;
            let which = format!("the container `{name}`, which publishes port {port},");
            match error {
                Some(error) if !started => format!("{which} could not be started: {error}"),
                _ if !started => format!("{which} was never started"),
                _ => format!(
                    "{which} has ended with exit code {}",
                    end(*code, *out_of_memory)
                ),
            }
        }
        Docker::Restarting {
            container,
            code,
            times,
        } => {
            let code = code.map_or(String::new(), |code| {
                format!(", the last time with exit code {}", end(code, false))
            });
            format!(
                "the container `{}`, which publishes port {port}, ends again and again{code} (started again {times} times)",
                container.name
            )
        }
        Docker::Paused { container } => format!(
            "the container `{}`, which publishes port {port}, is paused",
            container.name
        ),
        Docker::LoopbackInside {
            container, inner, ..
        } => format!(
            "in the container `{}` the server listens on 127.0.0.1:{inner} only, which nobody outside of it can call",
            container.name
        ),
        Docker::NothingInside {
            container,
            inner,
            others,
        } => {
            let others = match others.as_slice() {
                [] => String::new(),
                others => format!(", but on {}", list(others)),
            };
            format!(
                "port {port} leads to port {inner} of the container `{}`, where nothing listens{others}",
                container.name
            )
        }
        Docker::Unseen { container, inner } => format!(
            "the container `{}` publishes port {port}; what listens on port {inner} in it cannot be seen from here",
            container.name
        ),
        Docker::HostNetwork {
            container,
            inner,
            virtual_machine,
        } => {
            let name = &container.name;
            if *virtual_machine {
                format!(
                    "the container `{name}` has the network of Docker's virtual machine, not of this one"
                )
            } else {
                format!(
                    "the container `{name}` has the network of this machine (`--network host`), where `-p` does nothing: its port {} is that of the machine",
                    ports(inner)
                )
            }
        }
        Docker::PublishedElsewhere {
            container,
            inner,
            url,
            answered,
        } => {
            let name = &container.name;
            let answered = if *answered {
                ", and an MCP server answers there"
            } else {
                ""
            };
            format!("the container `{name}` publishes its port {inner} at {url}{answered}")
        }
        Docker::NotPublished {
            container,
            inner,
            listens,
        } => {
            let name = &container.name;
            if *listens {
                format!(
                    "in the container `{name}` a server listens on port {inner}, which is not published"
                )
            } else {
                format!("port {inner} of the container `{name}` is not published")
            }
        }
        Docker::NameInside {
            container, host, ..
        } => format!(
            "`{host}` is the container `{}`; only other containers know it by that name",
            container.name
        ),
        Docker::HostName { host, .. } => format!(
            "`{host}` is what containers call this machine; the machine itself does not know that name"
        ),
        Docker::Running { container } => format!(
            "the container `{}` publishes port {port} and runs",
            container.name
        ),
        Docker::NameTaken {
            container, running, ..
        } => {
            let name = &container.name;
            if *running {
                format!(
                    "a container `{name}` runs already: if it is not this client's own, the entry cannot start another of that name"
                )
            } else {
                format!(
                    "there is a container `{name}` already, so that the entry cannot start one of that name"
                )
            }
        }
        Docker::NoImage {
            image,
            pulls,
            failed,
            ..
        } => match (pulls, failed) {
            (true, false) => format!(
                "the image `{image}` is not on this machine: the first start fetches it, which may take longer than the client waits"
            ),
            (true, true) => {
                format!("the image `{image}` is not on this machine, and could not be fetched")
            }
            (false, _) => format!(
                "the image `{image}` is not on this machine, and `--pull never` forbids to fetch it"
            ),
        },
        Docker::NotThere {
            name,
            container,
            status,
            ..
        } => match container {
            Some(_) => {
                format!(
                    "the container `{name}`, in which the entry runs its command, {}",
                    becomes(status)
                )
            }
            None => format!("there is no container `{name}`, in which the entry runs its command"),
        },
    }
}

/// Why the server cannot be used, where it is that. `said` is what its log tells of.
pub(super) fn cause(docker: &Docker, port: u16, said: Option<&'static Family>) -> Option<Cause> {
    let (id, sureness, remedy) = match docker {
        Docker::Running { .. } | Docker::NameTaken { running: true, .. } => return None,
        Docker::NoImage { pulls, failed, .. } if *pulls && !failed => return None,
        Docker::NotRunning { place, cure, .. } => {
            let remedy = cure.clone().unwrap_or_else(|| starter(place.as_deref()));
            ("docker-not-running", Sureness::Certain, vec![remedy])
        }
        Docker::Silent { engine, place } => (
            "docker-not-running",
            Sureness::Likely,
            vec![format!(
                "`{engine} version` shows whether it answers at all, and `--timeout` gives it longer; if it does not: {}",
                starter(place.as_deref())
            )],
        ),
        Docker::NotAllowed { .. } => (
            "docker-not-allowed",
            Sureness::Certain,
            vec![
                "`sudo usermod -aG docker $USER`, then log in again, so that the client gets the group, too; who is in it can do all that root can".to_owned(),
            ],
        ),
        Docker::Ended {
            container,
            started,
            code,
            out_of_memory,
            error,
        } => (
            "container-exited",
            Sureness::Certain,
            ended(container, *started, *code, *out_of_memory, error.as_deref(), said),
        ),
        Docker::Restarting {
            container, code, ..
        } => (
            "container-restarting",
            if code.is_some() {
                Sureness::Certain
            } else {
                Sureness::Likely
            },
            vec![
                log_says(said),
                format!("then {}", container.again()),
            ],
        ),
        Docker::Paused { container } => (
            "container-paused",
            Sureness::Certain,
            vec![container.command("unpause")],
        ),
        Docker::LoopbackInside {
            container,
            inner,
            told_by,
            seen,
        } => (
            "docker-loopback-bind",
            if *seen { Sureness::Certain } else { Sureness::Likely },
            bound(container, port, *inner, told_by.as_deref()),
        ),
        Docker::NothingInside {
            container,
            inner,
            others,
        } => nothing(container, port, *inner, others, said),
        Docker::Unseen { container, inner } => (
            "docker-loopback-bind",
            Sureness::Possible,
            vec![
                format!(
                    "`{} exec {} cat /proc/net/tcp /proc/net/tcp6` shows it: a line with `:{inner:04X}` and the state 0A must begin with 00000000, not with 0100007F",
                    container.engine, container.name
                ),
                format!(
                    "if it is 0100007F, which is 127.0.0.1, or missing: start the server with `--host 0.0.0.0`, on port {inner}"
                ),
            ],
        ),
        Docker::HostNetwork {
            container,
            inner,
            virtual_machine,
        } => (
            "docker-host-network",
            Sureness::Likely,
            host_network(container, port, inner, *virtual_machine),
        ),
        Docker::PublishedElsewhere { url, answered, .. } => (
            "docker-port-mapping",
            if *answered { Sureness::Certain } else { Sureness::Likely },
            vec![format!("change the url to {url}")],
        ),
        Docker::NotPublished {
            container,
            inner,
            listens,
        } => (
            "docker-not-published",
            if *listens { Sureness::Likely } else { Sureness::Possible },
            vec![keep_near(container, port, *inner)],
        ),
        Docker::HostName { url, .. } => (
            "docker-host-name",
            Sureness::Certain,
            vec![format!("change the url to {url}")],
        ),
        Docker::NameInside { container, url, .. } => (
            "docker-host-name",
            Sureness::Certain,
            match url {
                Some(url) => vec![format!("change the url to {url}")],
                None => vec![keep_near(container, port, port)],
            },
        ),
        Docker::NameTaken {
            container, removes, ..
        } => {
            let mut remedy = vec![format!(
                "`{0} rm --force {1}` removes it, if nothing in it is needed",
                container.engine, container.name
            )];
            if !removes {
                remedy.push(
                    "with `--rm` in the entry's arguments none is left behind the next time"
                        .to_owned(),
                );
            }
            ("container-name-taken", Sureness::Certain, remedy)
        }
        Docker::NoImage { engine, image, .. } => (
            "docker-image-missing",
            Sureness::Certain,
            vec![format!(
                "`{engine} pull {0}` says why it cannot be had; one of your own is made with `{engine} build -t {0} .`",
                quoted(image)
            )],
        ),
        Docker::NotThere {
            engine,
            name,
            container,
            status,
        } => (
            "container-not-running",
            Sureness::Certain,
            vec![match container {
                Some(container) if status == "paused" => container.command("unpause"),
                Some(container) => container.again(),
                None => format!("`{engine} ps --all` shows those that there are; start the one that is meant, and call it `{name}`"),
            }],
        ),
    };
    Some(Cause {
        id,
        says: says(docker, port),
        sureness,
        remedy,
    })
}

fn ended(
    container: &Named,
    started: bool,
    code: i64,
    out_of_memory: bool,
    error: Option<&str>,
    said: Option<&'static Family>,
) -> Vec<String> {
    let mut remedy = Vec::new();
    if !started {
        // By a container, by another program.
        let taken = ["already allocated", "address already in use"];
        if error.is_some_and(|error| taken.iter().any(|text| error.contains(text))) {
            remedy
                .push("another program has that port: end it, or publish another port".to_owned());
        }
    } else if out_of_memory {
        remedy.push(format!(
            "give it more memory: `{0} update --memory 1g --memory-swap 1g {1}`",
            container.engine, container.name
        ));
    } else if !matches!(code, 0 | 137 | 143) || said.is_some() {
        remedy.push(log_says(said));
    }
    let again = container.again();
    remedy.push(match remedy.is_empty() {
        true => again,
        false => format!("then {again}"),
    });
    remedy
}

/// What the last lines of a container are good for.
fn log_says(said: Option<&'static Family>) -> String {
    match said {
        Some(family) => format!(
            "its last lines, above, tell of: {}; `mcpmend explain {}` says what mends that",
            family.title, family.id
        ),
        None => "its last lines, above, say why".to_owned(),
    }
}

fn bound(container: &Named, port: u16, inner: u16, told_by: Option<&str>) -> Vec<String> {
    let first = match told_by {
        Some(words) => {
            let open = words
                .replace("127.0.0.1", "0.0.0.0")
                .replace("localhost", "0.0.0.0")
                .replace("::1", "0.0.0.0");
            format!("its command says `{words}`: start it with `{open}`")
        }
        None => "start the server in it with `--host 0.0.0.0`, or what it calls that".to_owned(),
    };
    vec![first, keep_near(container, port, inner)]
}

/// How a port is published for this machine only.
fn keep_near(container: &Named, port: u16, inner: u16) -> String {
    match &container.service {
        Some(service) => format!(
            "publish the port for this machine only, in `ports` of the service `{}`: `127.0.0.1:{port}:{inner}`; then {}",
            service.name,
            container.again()
        ),
        None => format!(
            "publish the port for this machine only: `-p 127.0.0.1:{port}:{inner}`; such options count when a container is made: `{0} rm -f {1}`, then the `{0} run` that made it, with them",
            container.engine, container.name
        ),
    }
}

fn nothing(
    container: &Named,
    port: u16,
    inner: u16,
    others: &[SocketAddr],
    said: Option<&'static Family>,
) -> (&'static str, Sureness, Vec<String>) {
    let mut numbers: Vec<u16> = others.iter().map(SocketAddr::port).collect();
    numbers.dedup();
    match numbers.as_slice() {
        [only] => {
            let mut remedy = vec![keep_near(container, port, *only)];
            if others.iter().all(|socket| socket.ip().is_loopback()) {
                remedy.insert(
                    0,
                    "start the server in it with `--host 0.0.0.0`, or what it calls that"
                        .to_owned(),
                );
            }
            ("docker-port-mapping", Sureness::Certain, remedy)
        }
        [] => {
            let first = match said {
                Some(_) => log_says(said),
                None => format!(
                    "`{} logs -f {}` shows whether its server still starts",
                    container.engine, container.name
                ),
            };
            let rest = "a server that speaks over standard input opens no port: tell it to serve HTTP, or write `docker run -i …` into the entry in place of the url";
            (
                "container-not-listening",
                Sureness::Likely,
                vec![first, rest.to_owned()],
            )
        }
        _ => (
            "docker-port-mapping",
            Sureness::Certain,
            vec![format!(
                "publish the port on which the MCP server listens, one of {}: `-p 127.0.0.1:{port}:{}`",
                ports(&numbers),
                numbers.first().unwrap_or(&inner)
            )],
        ),
    }
}

fn host_network(container: &Named, port: u16, inner: &[u16], virtual_machine: bool) -> Vec<String> {
    if virtual_machine {
        return vec![
            format!(
                "make it again without `--network host`, with `-p 127.0.0.1:{port}:{}`",
                inner.first().unwrap_or(&port)
            ),
            "or switch on host networking in the settings of Docker Desktop".to_owned(),
        ];
    }
    match inner {
        [only] => vec![format!(
            "call port {only} in the url, or make `{}` again without `--network host`",
            container.name
        )],
        _ => vec![format!(
            "call its own port in the url, or make `{}` again without `--network host`",
            container.name
        )],
    }
}

/// What starts the daemon of this place.
fn starter(place: Option<&str>) -> String {
    let lower = place.map(str::to_lowercase);
    let known = lower.as_deref().and_then(|place| {
        let mut all = STARTERS.iter();
        all.find(|(part, _)| place.contains(part))
            .map(|(_, how)| (*how).to_owned())
    });
    known.unwrap_or_else(|| match place {
        Some(place) => format!("start the daemon that is to listen at {place}, or name another in `DOCKER_HOST` or with `docker context use`"),
        None => "start Docker Desktop, or `sudo systemctl start docker`".to_owned(),
    })
}

/// What an engine calls the state of a container, in a sentence.
pub(super) fn becomes(status: &str) -> String {
    match status {
        "exited" | "dead" => "has ended".to_owned(),
        "created" => "was never started".to_owned(),
        other => format!("is {other}"),
    }
}

/// An exit code with what it tells.
fn end(code: i64, out_of_memory: bool) -> String {
    let told = match code {
        _ if out_of_memory => ", for want of memory",
        125 => ": the engine could not start it",
        126 => ": its command may not be executed",
        127 => ": its command was not found in it",
        137 => ": it was killed (SIGKILL)",
        143 => ": it was told to stop (SIGTERM)",
        _ => "",
    };
    format!("{code}{told}")
}

fn daemon(engine: &str) -> String {
    match engine {
        "docker" => "the Docker daemon".to_owned(),
        other => format!("`{other}`"),
    }
}

fn list(sockets: &[SocketAddr]) -> String {
    let all: Vec<String> = sockets.iter().map(SocketAddr::to_string).collect();
    all.join(", ")
}

fn ports(numbers: &[u16]) -> String {
    let all: Vec<String> = numbers.iter().map(u16::to_string).collect();
    all.join(", ")
}

impl Named {
    /// The command that does this to it.
    fn command(&self, verb: &str) -> String {
        format!("`{} {verb} {}`", self.engine, self.name)
    }

    /// The command that starts it again: a service of Compose is started by Compose, which heeds
    /// what its file says now.
    fn again(&self) -> String {
        match &self.service {
            Some(service) => format!("`{} up -d {}`", service.compose(&self.engine), service.name),
            None => self.command("start"),
        }
    }
}

impl Service {
    /// Compose, told which project is meant, wherever it is called.
    fn compose(&self, engine: &str) -> String {
        let old = self
            .version
            .as_deref()
            .is_some_and(|version| version.starts_with("1."));
        let mut text = match (engine, old) {
            (engine, true) => format!("{engine}-compose"),
            (engine, false) => format!("{engine} compose"),
        };
        for file in &self.files {
            let path = if file.starts_with('/') || file.contains(":\\") || self.folder.is_empty() {
                file.clone()
            } else {
                format!("{}/{file}", self.folder.trim_end_matches('/'))
            };
            text.push_str(&format!(" -f {}", quoted(&path)));
        }
        text.push_str(&format!(" -p {}", quoted(&self.project)));
        text
    }
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "-_./:@\\=+,".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_started_by_the_compose_that_made_it() {
        let mut service = Service {
            name: "docs".to_owned(),
            project: "app".to_owned(),
            folder: "/srv/my app".to_owned(),
            files: vec!["compose.yaml".to_owned()],
            version: Some("2.29.1".to_owned()),
        };
        let of = |service: &Service| {
            let named = Named {
                engine: "docker".to_owned(),
                name: "app-docs-1".to_owned(),
                service: Some(service.clone()),
            };
            named.again()
        };
        assert_eq!(
            of(&service),
            "`docker compose -f '/srv/my app/compose.yaml' -p app up -d docs`"
        );
        service.version = Some("1.29.2".to_owned());
        service.files = vec!["/srv/x.yml".to_owned()];
        assert_eq!(
            of(&service),
            "`docker-compose -f /srv/x.yml -p app up -d docs`"
        );
    }

    #[test]
    fn the_daemon_is_started_by_what_owns_its_socket() {
        let of = |place| starter(Some(place));
        assert_eq!(
            of("unix:///Users/me/.docker/run/docker.sock"),
            "start Docker Desktop"
        );
        assert_eq!(
            of("unix:///Users/me/.colima/default/docker.sock"),
            "`colima start`"
        );
        assert_eq!(
            of("npipe:////./pipe/dockerDesktopLinuxEngine"),
            "start Docker Desktop"
        );
        assert_eq!(
            of("unix:///run/user/1000/docker.sock"),
            "`systemctl --user start docker`"
        );
        assert!(of("unix:///var/run/docker.sock").contains("sudo systemctl start docker"));
    }
}
