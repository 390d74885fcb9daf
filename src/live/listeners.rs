//! Who listens on a port of this machine.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::run;
use crate::host::Host;
use crate::model::Os;
use crate::ports::sockets;

/// A socket that listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The address that it is bound to.
    pub address: SocketAddr,
    /// The process, where this user may see it.
    pub process: Option<Process>,
}

/// A process of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// Its name.
    pub name: String,
}

/// What listens on `port`; `None` where this system cannot be asked.
pub fn listeners(host: &dyn Host, port: u16, limit: Duration) -> Option<Vec<Listener>> {
    match host.os() {
        Os::Linux => linux(host, port, limit),
        // The owners of other users' sockets are not shown, the sockets are not either.
        Os::Macos => {
            let selection = format!("-iTCP:{port}");
            let said = run("lsof", &["-nP", &selection, "-sTCP:LISTEN", "-Fpcn"], limit);
            said.output().map(|said| lsof(said, port))
        }
        Os::Windows => {
            let said = run("netstat", &["-ano", "-p", "tcp"], limit);
            let six = run("netstat", &["-ano", "-p", "tcpv6"], limit);
            let both = format!("{}{}", said.output()?, six.output().unwrap_or_default());
            Some(netstat(&both, port))
        }
    }
}

/// What listens in the network of a container, by the number of the container and that of a process
/// in it. `None` where this system does not show it, and where the process of that number is
/// another: that of a container in a virtual machine is counted there.
#[allow(clippy::disallowed_methods)] // The door of the host does not lead into other processes.
pub fn container_sockets(pid: u32, container: &str) -> Option<Vec<(IpAddr, u16)>> {
    let read = |name: &str| std::fs::read(format!("/proc/{pid}/{name}"));
    let groups = read("cgroup").ok()?;
    if container.is_empty() || !String::from_utf8_lossy(&groups).contains(container) {
        return None;
    }
    let mut found = sockets::listed(&read("net/tcp").ok()?);
    // A kernel without IPv6 has no second one.
    found.extend(sockets::listed(&read("net/tcp6").unwrap_or_default()));
    Some(found)
}

/// The sockets are those of the kernel's own list; `ss` knows the processes.
fn linux(host: &dyn Host, port: u16, limit: Duration) -> Option<Vec<Listener>> {
    let own = sockets::listening(host)?;
    let filter = format!("sport = :{port}");
    let said = run("ss", &["-Hltnp", &filter], limit);
    let named = ss(said.output().unwrap_or_default());
    let of = |address: SocketAddr| {
        let found = named.iter().find(|(named, _)| *named == address);
        found.and_then(|(_, process)| process.clone())
    };
    let here = own.into_iter().filter(|(_, number)| *number == port);
    Some(
        here.map(|(address, port)| SocketAddr::new(address, port))
            .map(|address| Listener {
                address,
                process: of(address),
            })
            .collect(),
    )
}

/// `LISTEN 0 128 127.0.0.1:3105 0.0.0.0:* users:(("node",pid=4711,fd=20))`
fn ss(text: &str) -> Vec<(SocketAddr, Option<Process>)> {
    let line = |line: &str| {
        let mut fields = line.split_whitespace();
        let local = fields.nth(3)?;
        let users = fields.nth(1).unwrap_or_default();
        let process = users.split_once("((\"").and_then(|(_, rest)| {
            let (name, rest) = rest.split_once('"')?;
            let (_, rest) = rest.split_once("pid=")?;
            let digits = rest.split(',').next()?;
            Some(Process {
                pid: digits.parse().ok()?,
                name: name.to_owned(),
            })
        });
        Some((address(local)?, process))
    };
    text.lines().filter_map(line).collect()
}

/// The fields of `lsof -F`: a line each, `p` the process, `c` its name, `n` a socket of it.
fn lsof(text: &str, port: u16) -> Vec<Listener> {
    let mut found = Vec::new();
    let mut process: Option<Process> = None;
    for line in text.lines() {
        let Some((kind, rest)) = line.split_at_checked(1) else {
            continue;
        };
        match kind {
            "p" => {
                process = rest.parse().ok().map(|pid| Process {
                    pid,
                    name: String::new(),
                });
            }
            "c" => {
                if let Some(process) = &mut process {
                    rest.clone_into(&mut process.name);
                }
            }
            "n" => {
                if let Some(address) = address(rest).filter(|address| address.port() == port) {
                    found.push(Listener {
                        address,
                        process: process.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// `  TCP    0.0.0.0:135   0.0.0.0:0   LISTENING   1044`; the word is translated, so what listens
/// is told by the port of the other side, which is 0.
fn netstat(text: &str, port: u16) -> Vec<Listener> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, local, other, .., pid] = fields.as_slice() else {
            return None;
        };
        let address = address(local).filter(|address| address.port() == port)?;
        (self::address(other)?.port() == 0).then(|| Listener {
            address,
            process: pid.parse().ok().map(|pid| Process {
                pid,
                name: String::new(),
            }),
        })
    };
    text.lines().filter_map(line).collect()
}

/// An address as these programs write it: `*:80`, `[::]:80`, `[fe80::1%lo0]:80`, `127.0.0.1:80`.
fn address(text: &str) -> Option<SocketAddr> {
    let (host, port) = text.rsplit_once(':')?;
    let host = host.trim_matches(['[', ']']);
    let host = host.split('%').next().unwrap_or(host);
    let host = if host == "*" { "::" } else { host };
    Some(SocketAddr::new(
        host.parse::<std::net::IpAddr>().ok()?.to_canonical(),
        port.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(found: &[Listener]) -> Vec<String> {
        let line = |listener: &Listener| match &listener.process {
            Some(process) => format!("{} {} {}", listener.address, process.pid, process.name),
            None => listener.address.to_string(),
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn ss_names_processes() {
        let text = "LISTEN 0      128        127.0.0.1:3105      0.0.0.0:*    users:((\"node\",pid=4711,fd=20),(\"node\",pid=4712,fd=20))\n\
                    LISTEN 0      511                *:3105            *:*\n";
        let found: Vec<Listener> = ss(text)
            .into_iter()
            .map(|(address, process)| Listener { address, process })
            .collect();
        assert_eq!(shown(&found), ["127.0.0.1:3105 4711 node", "[::]:3105"]);
    }

    /// What `lsof -nP -iTCP:8080 -sTCP:LISTEN -Fpcn` writes, by its manual.
    #[test]
    fn lsof_is_read() {
        let text =
            "p812\ncnode\nf22\nn*:8080\np901\ncPython\nf3\nn127.0.0.1:8080\nf4\nn[::1]:8080\n";
        assert_eq!(
            shown(&lsof(text, 8080)),
            [
                "[::]:8080 812 node",
                "127.0.0.1:8080 901 Python",
                "[::1]:8080 901 Python"
            ]
        );
    }

    /// What `netstat -ano -p tcp` of a German Windows writes, by what users paste.
    #[test]
    fn netstat_is_read_in_any_language() {
        let text = "\nAktive Verbindungen\n\n  Proto  Lokale Adresse         Remoteadresse          Status           PID\n  TCP    0.0.0.0:8080           0.0.0.0:0              ABHÖREN          4711\n  TCP    127.0.0.1:8080         127.0.0.1:50122        HERGESTELLT      4711\n  TCP    [::]:8080              [::]:0                 ABHÖREN          4711\n  TCP    0.0.0.0:80             0.0.0.0:0              ABHÖREN          4\n";
        assert_eq!(
            shown(&netstat(text, 8080)),
            ["0.0.0.0:8080 4711 ", "[::]:8080 4711 "]
        );
    }
}
