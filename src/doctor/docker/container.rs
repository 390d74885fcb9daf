//! One container, as `docker inspect` describes it.

use std::net::{IpAddr, SocketAddr};

use serde_json::Value;

use crate::docker::Image;
use crate::live::container_sockets;

/// The address of the name server that Docker puts into containers.
const OWN_NAME_SERVER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 11));

/// A container.
#[derive(Clone, Debug)]
pub(super) struct Container {
    /// What it is called, and by whom it is started.
    pub(super) named: Named,
    /// Its number.
    pub(super) id: String,
    /// `running`, `exited`, `created`, …
    pub(super) status: String,
    /// Whether it runs, be it paused or between two starts.
    pub(super) running: bool,
    /// Whether it stands still.
    pub(super) paused: bool,
    /// Whether it has ended and is about to be started again.
    pub(super) restarting: bool,
    /// How often it was started again by itself.
    pub(super) restarts: u64,
    /// Its process, while it runs.
    pub(super) pid: Option<u32>,
    /// The exit code of its last end.
    pub(super) code: i64,
    /// Whether it had too little memory.
    pub(super) out_of_memory: bool,
    /// Why it could not be started, in the engine's words.
    pub(super) error: Option<String>,
    /// What its health check says, with the last words of that.
    pub(super) health: Option<String>,
    /// Which of its ports are led to which of the machine.
    pub(super) published: Vec<Published>,
    /// The ports that its image names.
    pub(super) exposed: Vec<u16>,
    /// Whether it has the network of its machine.
    pub(super) on_host_network: bool,
    /// The names that it has for other containers.
    aliases: Vec<String>,
    /// Its image, as it was named.
    pub(super) image: String,
    /// What runs in it.
    pub(super) command: Vec<String>,
}

/// A port of a container that is led to one of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Published {
    pub(super) inner: u16,
    pub(super) outer: u16,
    /// The machine's address; `None` for all of them.
    pub(super) address: Option<IpAddr>,
}

impl Published {
    /// Whether who calls this machine by a loopback address reaches it.
    pub(super) fn is_near(&self) -> bool {
        self.address
            .is_none_or(|address| address.is_loopback() || address.is_unspecified())
    }
}

/// What a container is called, and by whom it is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The engine's program: `docker`.
    pub engine: String,
    /// Its name.
    pub name: String,
    /// The service of Compose that it belongs to.
    pub service: Option<Service>,
}

/// A service of Compose that was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its project.
    pub project: String,
    /// The folder of that.
    pub folder: String,
    /// The files that describe it.
    pub files: Vec<String>,
    /// The version of Compose that started it, where it is told.
    pub version: Option<String>,
}

impl Container {
    /// Reads what `docker inspect` or `podman inspect` of 4.3 tells; `None` where that is something
    /// else.
    pub(super) fn read(engine: &str, told: &Value) -> Option<Container> {
        let state = told.get("State")?;
        let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let is = |name: &str| state.get(name).and_then(Value::as_bool) == Some(true);
        let config = told.get("Config")?;
        let running = is("Running") || is("Restarting") || is("Paused");
        let pid = state.get("Pid").and_then(Value::as_u64);
        let labels = config.get("Labels");
        let words = |value: Option<&Value>| -> Vec<String> {
            let words = value.and_then(Value::as_array).into_iter().flatten();
            words
                .filter_map(|word| Some(word.as_str()?.to_owned()))
                .collect()
        };
        let network = told.pointer("/HostConfig/NetworkMode");
        let exposed = config.get("ExposedPorts").and_then(Value::as_object);
        Some(Container {
            named: Named {
                engine: engine.to_owned(),
                name: text(told, "Name")?.trim_start_matches('/').to_owned(),
                service: labels.and_then(service),
            },
            id: text(told, "Id")?,
            status: text(state, "Status").unwrap_or_default(),
            running,
            paused: is("Paused"),
            restarting: is("Restarting"),
            restarts: told
                .get("RestartCount")
                .and_then(Value::as_u64)
                .unwrap_or(0),
            pid: pid
                .filter(|pid| running && *pid > 0)
                .and_then(|pid| u32::try_from(pid).ok()),
            code: state.get("ExitCode").and_then(Value::as_i64).unwrap_or(0),
            out_of_memory: is("OOMKilled"),
            error: text(state, "Error").filter(|error| !error.is_empty()),
            health: state.get("Health").and_then(health),
            published: published(told),
            exposed: exposed
                .into_iter()
                .flat_map(|ports| ports.keys())
                .filter_map(|port| tcp(port))
                .collect(),
            on_host_network: network.and_then(Value::as_str) == Some("host"),
            aliases: told
                .pointer("/NetworkSettings/Networks")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(|networks| networks.values())
                .flat_map(|network| words(network.get("Aliases")))
                .collect(),
            image: text(config, "Image").unwrap_or_default(),
            command: [words(config.get("Entrypoint")), words(config.get("Cmd"))].concat(),
        })
    }

    /// What listens in it, but for the engine's own name server; `None` where that is not seen from
    /// here.
    pub(super) fn sockets(&self) -> Option<Vec<SocketAddr>> {
        let found = container_sockets(self.pid?, &self.id)?;
        let mut found: Vec<SocketAddr> = found
            .into_iter()
            .filter(|(address, _)| *address != OWN_NAME_SERVER)
            .map(|(address, port)| SocketAddr::new(address, port))
            .collect();
        found.sort_unstable_by_key(SocketAddr::port);
        found.dedup();
        Some(found)
    }

    /// Whether an entry of this name means it: by its own name, that of its service or its image.
    pub(super) fn is_meant(&self, entry: &str) -> bool {
        let image = Image::of(&self.image).name;
        let image = image.rsplit('/').next().unwrap_or(image);
        let service = self.named.service.as_ref();
        [
            Some(self.named.name.as_str()),
            service.map(|service| service.name.as_str()),
            Some(image),
        ]
        .into_iter()
        .flatten()
        .any(|own| core(own) == core(entry) && !core(own).is_empty())
    }

    /// Whether other containers know it by this name.
    pub(super) fn is_called(&self, host: &str) -> bool {
        let service = self.named.service.as_ref();
        let is = |own: &str| own.eq_ignore_ascii_case(host);
        is(&self.named.name)
            || service.is_some_and(|service| is(&service.name))
            || self.aliases.iter().any(|alias| is(alias))
    }
}

/// A name without what the names of servers have in common.
fn core(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let words = lower.split('-');
    let own: Vec<&str> = words
        .filter(|word| !matches!(*word, "mcp" | "server"))
        .collect();
    own.join("-")
}

fn tcp(port: &str) -> Option<u16> {
    let (number, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
    (protocol == "tcp").then(|| number.parse().ok())?
}

/// What is published, and what would be if it ran: a port that the engine chooses stands with what
/// is published, those of a container that has ended with its settings.
fn published(told: &Value) -> Vec<Published> {
    let mut found = Vec::new();
    for place in ["/NetworkSettings/Ports", "/HostConfig/PortBindings"] {
        let ports = told.pointer(place).and_then(Value::as_object);
        for (inner, targets) in ports.into_iter().flatten() {
            let Some(inner) = tcp(inner) else {
                continue;
            };
            for target in targets.as_array().into_iter().flatten() {
                let text = |name: &str| target.get(name).and_then(Value::as_str);
                let Some(outer) = text("HostPort").and_then(|port| port.parse().ok()) else {
                    continue;
                };
                let address = text("HostIp").and_then(|address| address.parse().ok());
                let one = Published {
                    inner,
                    outer,
                    address,
                };
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
    }
    found
}

fn health(told: &Value) -> Option<String> {
    let status = told.get("Status")?.as_str()?;
    if !matches!(status, "starting" | "unhealthy") {
        return None;
    }
    let last = told
        .get("Log")
        .and_then(Value::as_array)
        .and_then(|log| log.last()?.get("Output")?.as_str());
    let last = last.and_then(|output| output.trim().lines().next());
    Some(match last {
        Some(last) => format!("{status}: {last}"),
        None => status.to_owned(),
    })
}

/// What Compose writes on its containers.
fn service(labels: &Value) -> Option<Service> {
    let label = |name: &str| {
        let name = format!("com.docker.compose.{name}");
        Some(labels.get(&name)?.as_str()?.to_owned())
    };
    let files = label("project.config_files").unwrap_or_default();
    Some(Service {
        name: label("service")?,
        project: label("project")?,
        folder: label("project.working_dir").unwrap_or_default(),
        files: files
            .split(',')
            .filter(|file| !file.is_empty())
            .map(str::to_owned)
            .collect(),
        version: label("version"),
    })
}
