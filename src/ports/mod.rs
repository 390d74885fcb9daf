//! Who listens on which port and who connects to it, over all entries and Compose files.

mod read;
pub mod services;
pub mod sockets;
pub mod table;
pub mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use crate::commandline::CommandLine;
use crate::compose::Compose;
use crate::diagnostic::{Applicability, Fix};
use crate::document::{Edit, NodeId, Span};
use crate::interpret::Status;
use crate::known::ports::KnownPort;
use crate::settings::Ports as Recommended;
use crate::workspace::{Entry, EntryId, File, FileId, Workspace};

pub use services::ServicePort;

/// What a port is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The server listens there, told by an option or a variable, or by itself.
    Listens,
    /// The container's port is published there.
    Published,
    /// A bridge waits there for the answer of an OAuth login.
    Callback,
    /// A bridge does so on a port that it chooses by itself, the same one each time.
    Derived,
    /// The client, or a bridge, connects to it by a url.
    Connects,
}

/// One mention of a port of this machine.
#[derive(Clone, Debug, PartialEq)]
pub struct PortUse {
    /// Who mentions it.
    pub entry: EntryId,
    /// In which file.
    pub file: FileId,
    /// What for.
    pub purpose: Purpose,
    /// The number, which may be too large for a port.
    pub number: u64,
    /// The string or the number that holds it.
    pub node: NodeId,
    /// Its place in the decoded string; `None` when that cannot be told, and for a number.
    pub range: Option<Range<usize>>,
    /// Where that stands.
    pub span: Span,
    /// Whether it is written as a number, not in a string.
    pub is_number: bool,
    /// Where it is said, for people: `--port`, `PORT`, `-p`.
    pub by: String,
    /// For a listener the one address that it is bound to, where that is told.
    pub address: Option<String>,
    /// The bridge that connects, waits or listens, where it is one.
    pub bridge: Option<&'static str>,
    /// Where another port would be written, for one that nobody wrote: the list of arguments,
    /// the place in it, and the option, or nothing where the port stands by itself.
    pub unwritten: Option<(NodeId, usize, &'static str)>,
    /// What is known of the port, where the server is a well-known one.
    pub known: Option<&'static KnownPort>,
}

impl PortUse {
    /// The port, when the number is one.
    pub fn port(&self) -> Option<u16> {
        u16::try_from(self.number).ok().filter(|port| *port != 0)
    }

    /// Whether something listens there because of this entry.
    pub fn listens(&self) -> bool {
        matches!(self.purpose, Purpose::Listens | Purpose::Published)
    }

    /// Whether the port is the server's own choice, which nobody wrote.
    pub fn is_default(&self) -> bool {
        self.known.is_some() && self.range.is_none() && !self.is_number
    }

    /// Whether the port is a must: a server that takes another one when it is taken meets nobody.
    pub fn insists(&self) -> bool {
        self.known
            .is_none_or(|known| known.if_taken != crate::known::ports::IfTaken::GivesWay)
    }

    /// Whether two listeners on one port get in each other's way: not when each has an address of
    /// its own.
    pub fn meets(&self, address: Option<&str>) -> bool {
        services::meet(self.address.as_deref(), address)
    }

    /// The edit that writes another port.
    fn moved(&self, port: u16) -> Option<(FileId, Edit)> {
        if let Some((list, at, option)) = self.unwritten {
            let item = match option {
                "" => port.to_string(),
                option => format!("{option}={port}"),
            };
            return Some((self.file, Edit::insert_item(list, at, item)));
        }
        let edit = match &self.range {
            _ if self.is_number => Edit::set(self.node, port),
            Some(range) => Edit::splice(self.node, range.clone(), port.to_string()),
            None => return None,
        };
        Some((self.file, edit))
    }
}

/// All mentions of ports of this machine by entries that count and are not switched off, in the
/// order of the files.
pub fn uses(workspace: &Workspace) -> Vec<PortUse> {
    workspace
        .entries()
        .filter(|(_, entry)| !entry.overridden && entry.status != Status::Disabled)
        .filter(|(_, entry)| workspace.file(entry.file).not_read.is_none())
        .flat_map(|(id, entry)| read::uses_of(workspace, id, entry))
        .collect()
}

/// What makes an entry the server that it is: two with the same name and the same identity are
/// one server, declared twice.
pub fn identity(entry: &Entry) -> String {
    let name = entry.name.to_ascii_lowercase();
    let parts = &entry.interpretation.parts;
    let Some(line) = CommandLine::of(parts) else {
        let url = parts.url.as_ref().map(|url| url.text.as_str());
        return format!("{name} {}", url.unwrap_or_default());
    };
    // `npx -y x` and `npx x` start the same server.
    let start = match line.package_name() {
        Some(package) => package.to_owned(),
        None => line.words[..line.own]
            .iter()
            .map(|word| word.text.as_ref())
            .collect::<Vec<_>>()
            .join(" "),
    };
    let own: Vec<&str> = line
        .own_arguments()
        .iter()
        .map(|word| word.text.as_ref())
        .collect();
    format!("{name} {start} {}", own.join(" "))
}

/// All ports of a workspace, to choose new ones from.
#[derive(Debug)]
pub struct Registry {
    /// Every mention by an entry.
    pub uses: Vec<PortUse>,
    /// Every port that a Compose service opens on this machine.
    pub services: Vec<ServicePort>,
    /// Which of `uses` have a number.
    by_number: BTreeMap<u64, Vec<usize>>,
    /// Which of `services` are the one port of this number.
    single: BTreeMap<u64, Vec<usize>>,
    /// Which of `services` are several ports.
    several: Vec<usize>,
    /// The server of each entry that mentions a port: those with one identity have one number.
    servers: BTreeMap<EntryId, usize>,
    /// Ports that something uses or was given.
    taken: BTreeSet<u16>,
    /// Whether no recommended port is left.
    exhausted: bool,
}

impl Registry {
    /// Collects all mentions.
    pub fn of(workspace: &Workspace) -> Registry {
        let uses = uses(workspace);
        let services = services::of(&Compose::of(workspace), workspace);
        let mut taken: BTreeSet<u16> = uses.iter().filter_map(PortUse::port).collect();
        for service in &services {
            let port = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
            taken.extend(port(service.first)..=port(service.last));
        }
        let mut by_number: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut identities: BTreeMap<String, usize> = BTreeMap::new();
        let mut servers = BTreeMap::new();
        for (at, mention) in uses.iter().enumerate() {
            by_number.entry(mention.number).or_default().push(at);
            servers.entry(mention.entry).or_insert_with(|| {
                let next = identities.len();
                let identity = identity(workspace.entry(mention.entry));
                *identities.entry(identity).or_insert(next)
            });
        }
        let mut single: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut several = Vec::new();
        for (at, service) in services.iter().enumerate() {
            if service.first == service.last {
                single.entry(service.first).or_default().push(at);
            } else {
                several.push(at);
            }
        }
        Registry {
            uses,
            services,
            by_number,
            single,
            several,
            servers,
            taken,
            exhausted: false,
        }
    }

    /// The mentions of a number, in their order.
    pub fn with_number(&self, number: u64) -> impl Iterator<Item = &PortUse> {
        let all = self.by_number.get(&number).map(Vec::as_slice);
        all.unwrap_or_default().iter().map(|&at| &self.uses[at])
    }

    /// The numbers that are mentioned, each with its mentions.
    pub fn numbers(&self) -> impl Iterator<Item = (u64, Vec<&PortUse>)> {
        self.by_number
            .iter()
            .map(|(number, all)| (*number, all.iter().map(|&at| &self.uses[at]).collect()))
    }

    /// The urls that call a port of `numbers`, in the order of the mentions.
    pub fn calls_to(&self, numbers: RangeInclusive<u64>) -> Vec<&PortUse> {
        if numbers.is_empty() {
            return Vec::new();
        }
        let mut all: Vec<usize> = self
            .by_number
            .range(numbers)
            .flat_map(|(_, all)| all.iter().copied())
            .filter(|at| self.uses[*at].purpose == Purpose::Connects)
            .collect();
        all.sort_unstable();
        all.into_iter().map(|at| &self.uses[at]).collect()
    }

    /// The ports of Compose services that are or hold `number`, in their order.
    pub fn services_on(&self, number: u64) -> impl Iterator<Item = &ServicePort> {
        let holds = |at: &usize| {
            let service = &self.services[*at];
            (service.first..=service.last).contains(&number)
        };
        let single = self.single.get(&number).map(Vec::as_slice);
        let mut all = single.unwrap_or_default().to_vec();
        all.extend(self.several.iter().copied().filter(holds));
        all.sort_unstable();
        all.into_iter().map(|at| &self.services[at])
    }

    /// Those of [`Registry::services_on`] that an entry of `config` may mean.
    pub fn services_near(&self, number: u64, config: &File) -> impl Iterator<Item = &ServicePort> {
        self.services_on(number)
            .filter(|service| service.is_near(config))
    }

    /// Whether two entries that mention ports declare one server.
    pub fn same_server(&self, first: EntryId, second: EntryId) -> bool {
        first == second || self.servers.get(&first) == self.servers.get(&second)
    }

    /// The number of the server that an entry declares; those of one identity have one.
    pub fn server(&self, entry: EntryId) -> Option<usize> {
        self.servers.get(&entry).copied()
    }

    /// Takes the first recommended port that nothing else uses and that is nobody's default.
    pub fn take(&mut self, recommended: &Recommended) -> Option<u16> {
        if self.exhausted {
            return None;
        }
        let port = recommended
            .recommended
            .iter()
            .flat_map(|range| range.first..=range.last)
            .find(|port| {
                !self.taken.contains(port)
                    && !recommended.reserved.contains(port)
                    && tables::is_free_of_defaults(*port)
            });
        self.exhausted = port.is_none();
        self.taken.extend(port);
        port
    }

    /// Every mention that means the server behind `listener`: its own, those of other
    /// declarations of the same server, and urls. Where another server is told to listen there
    /// too, a url belongs to this one only when it goes by its name.
    pub fn meaning<'s>(&'s self, workspace: &Workspace, listener: &PortUse) -> Vec<&'s PortUse> {
        let own = workspace.entry(listener.entry);
        let rivals = self
            .with_number(listener.number)
            .any(|other| other.listens() && !self.same_server(other.entry, listener.entry))
            || self
                .services_near(listener.number, workspace.file(listener.file))
                .any(|service| !service.is_called(&own.name));
        self.with_number(listener.number)
            .filter(|other| !matches!(other.purpose, Purpose::Callback | Purpose::Derived))
            .filter(|other| {
                self.same_server(other.entry, listener.entry)
                    || (other.purpose == Purpose::Connects
                        && (!rivals || {
                            let name = &workspace.entry(other.entry).name;
                            name.eq_ignore_ascii_case(&own.name)
                        }))
            })
            .collect()
    }

    /// One fix that moves the server behind `listener` to `port`, over all files, or a callback by
    /// itself; `None` when some mention cannot be changed.
    pub fn move_to(&self, workspace: &Workspace, listener: &PortUse, port: u16) -> Option<Fix> {
        let name = &workspace.entry(listener.entry).name;
        if matches!(listener.purpose, Purpose::Callback | Purpose::Derived) {
            return Some(Fix {
                title: format!("let `{name}` wait on port {port}"),
                applicability: Applicability::Unsafe,
                edits: vec![listener.moved(port)?],
            });
        }
        let entries = self
            .meaning(workspace, listener)
            .into_iter()
            .map(|mention| mention.moved(port));
        // A service of the same name is the same server, started in another way.
        let services = self
            .services_near(listener.number, workspace.file(listener.file))
            .filter(|service| service.is_called(name))
            .map(|service| service.moved(workspace, port));
        let edits: Option<Vec<(FileId, Edit)>> = entries.chain(services).collect();
        Some(Fix {
            title: format!("move `{name}` to port {port}, with every url that means it"),
            applicability: Applicability::Unsafe,
            edits: edits.filter(|edits| !edits.is_empty())?,
        })
    }

    /// One fix that publishes a Compose service on `port`, with every url that means it, over all
    /// files; `None` when some mention cannot be changed, or when it is not clear which urls mean
    /// it.
    pub fn move_service(&self, workspace: &Workspace, own: &ServicePort, port: u16) -> Option<Fix> {
        let mine = |service: &ServicePort| {
            service.service == own.service && service.project == own.project
        };
        let near = |mention: &&PortUse| own.is_near(workspace.file(mention.file));
        let entry_of = |mention: &PortUse| workspace.entry(mention.entry).name.as_str();
        let listeners: Vec<&str> = self
            .with_number(own.first)
            .filter(near)
            .filter(|mention| mention.listens())
            .map(entry_of)
            .collect();
        let mut urls = Vec::new();
        let calls = self.with_number(own.first).filter(near);
        for mention in calls.filter(|mention| mention.purpose == Purpose::Connects) {
            let name = entry_of(mention);
            // A service of another project, far from the url, is not meant.
            let rivals: Vec<&ServicePort> = self
                .services_near(own.first, workspace.file(mention.file))
                .filter(|service| !mine(service))
                .collect();
            if own.is_called(name) || (rivals.is_empty() && listeners.is_empty()) {
                urls.push(mention.moved(port));
                continue;
            }
            let of_another = rivals.iter().any(|service| service.is_called(name))
                || listeners.iter().any(|it| it.eq_ignore_ascii_case(name));
            if !of_another {
                return None;
            }
        }
        let published = self
            .services_on(own.first)
            .filter(|service| mine(service))
            .map(|service| service.moved(workspace, port));
        let edits: Option<Vec<(FileId, Edit)>> = published.chain(urls).collect();
        Some(Fix {
            title: format!(
                "publish `{}` on port {port}, with every url that means it",
                own.service
            ),
            applicability: Applicability::Unsafe,
            edits: edits.filter(|edits| !edits.is_empty())?,
        })
    }
}
