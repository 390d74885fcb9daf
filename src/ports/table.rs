//! The registry port by port: who listens there, who connects, and what to know about it.

use std::collections::{BTreeMap, BTreeSet};

use super::{PortUse, Purpose, Registry, ServicePort, tables};
use crate::document::Span;
use crate::settings::Ports as Recommended;
use crate::workspace::{EntryId, File, FileId, Workspace};

/// Who uses a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// An entry.
    Entry(EntryId),
    /// A Compose service: its index among [`Registry::services`].
    Service(usize),
}

/// One use of a port.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Who uses it.
    pub who: Who,
    /// The name of the server or the service.
    pub name: String,
    /// What for.
    pub purpose: Purpose,
    /// The file that says it.
    pub file: FileId,
    /// Where.
    pub span: Span,
    /// What says it there: `--port`, `PORT`, `ports`, the url.
    pub by: String,
    /// The one address that it is bound to, where that is told.
    pub address: Option<String>,
    /// The container's ports behind it, first and last, where they are known.
    pub container: Option<(u64, u64)>,
    /// Whether a variable may make another port of it.
    pub varies: bool,
}

impl Party {
    /// Whether it has the port for itself.
    pub fn listens(&self) -> bool {
        matches!(self.purpose, Purpose::Listens | Purpose::Published)
    }
}

/// What to know about a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// These listen there, and only one of them can.
    Collision(Vec<String>),
    /// It is no port.
    NoPort,
    /// It is in a range that this service publishes.
    InRange(u64, u64, String),
    /// Clients that use `fetch` refuse it.
    Refused,
    /// It is the default of something.
    DefaultOf(&'static str),
    /// It is that of a program that speaks MCP.
    Tool(&'static str),
    /// It is outside the recommended ranges.
    Outside,
    /// What listens there is not told in these files.
    NoListener,
}

impl Note {
    /// Its name in the JSON contract.
    pub const fn id(&self) -> &'static str {
        match self {
            Note::Collision(_) => "collision",
            Note::NoPort => "no-port",
            Note::InRange(..) => "in-range",
            Note::Refused => "refused",
            Note::DefaultOf(_) => "default-of",
            Note::Tool(_) => "tool",
            Note::Outside => "outside-range",
            Note::NoListener => "no-listener",
        }
    }

    /// Whether a server cannot work so.
    pub const fn is_fault(&self) -> bool {
        matches!(self, Note::Collision(_) | Note::NoPort)
    }

    /// Whether a server may not work so, or not for long.
    pub const fn is_doubt(&self) -> bool {
        matches!(self, Note::Outside | Note::Refused | Note::NoListener)
    }

    /// It as a clause.
    pub fn text(&self) -> String {
        match self {
            Note::Collision(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("collision of {}", names.join(", "))
            }
            Note::NoPort => "no port: they are 1 to 65535".to_owned(),
            Note::InRange(first, last, name) => format!("in {first}-{last} of `{name}`"),
            Note::Refused => "refused by `fetch`".to_owned(),
            Note::DefaultOf(who) => format!("the default of {who}"),
            Note::Tool(who) => format!("that of {who}"),
            Note::Outside => "outside the recommended ranges".to_owned(),
            Note::NoListener => "nothing here says who listens".to_owned(),
        }
    }
}

/// One port, or a range of them that is published as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The first port, or the only one.
    pub first: u64,
    /// The last port.
    pub last: u64,
    /// Who uses it: listeners first, each in the order of the files.
    pub parties: Vec<Party>,
    /// What to know about it, the worst first.
    pub notes: Vec<Note>,
}

/// The registry as rows in the order of the ports, of the files that are `wanted`.
pub fn rows(
    workspace: &Workspace,
    recommended: &Recommended,
    wanted: impl Fn(&File) -> bool,
) -> Vec<Row> {
    let registry = Registry::of(workspace);
    let is_wanted = |id: FileId| wanted(workspace.file(id));
    let mut rows: BTreeMap<(u64, u64), Vec<Party>> = BTreeMap::new();
    for mention in registry.uses.iter().filter(|one| is_wanted(one.file)) {
        rows.entry((mention.number, mention.number))
            .or_default()
            .push(of_entry(workspace, mention));
    }
    for (index, service) in registry.services.iter().enumerate() {
        if is_wanted(service.file) {
            rows.entry((service.first, service.last))
                .or_default()
                .push(of_service(index, service));
        }
    }
    let ranges: Vec<&ServicePort> = registry
        .services
        .iter()
        .filter(|service| service.first < service.last && is_wanted(service.file))
        .collect();
    rows.into_iter()
        .map(|((first, last), mut parties)| {
            parties.sort_by_key(|party| (party.purpose, party.file, party.span.start));
            let mut row = Row {
                first,
                last,
                parties,
                notes: Vec::new(),
            };
            row.notes = notes(workspace, &registry, recommended, &ranges, &row);
            row
        })
        .collect()
}

fn of_entry(workspace: &Workspace, mention: &PortUse) -> Party {
    Party {
        who: Who::Entry(mention.entry),
        name: workspace.entry(mention.entry).name.clone(),
        purpose: mention.purpose,
        file: mention.file,
        span: mention.span,
        by: mention.by.clone(),
        address: mention.address.clone(),
        container: None,
        varies: false,
    }
}

fn of_service(index: usize, service: &ServicePort) -> Party {
    Party {
        who: Who::Service(index),
        name: service.service.clone(),
        purpose: if service.target.is_some() {
            Purpose::Published
        } else {
            Purpose::Listens
        },
        file: service.file,
        span: service.span,
        by: service.by.clone(),
        address: service.address.clone(),
        container: service.target,
        varies: service.varies,
    }
}

fn notes(
    workspace: &Workspace,
    registry: &Registry,
    recommended: &Recommended,
    ranges: &[&ServicePort],
    row: &Row,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let colliding = colliding(workspace, registry, ranges, row);
    if colliding.len() > 1 {
        notes.push(Note::Collision(colliding));
    }
    let port = u16::try_from(row.first).ok().filter(|port| *port != 0);
    if port.is_none() || row.last > 65535 {
        notes.push(Note::NoPort);
    }
    let holder = |range: &&&ServicePort| {
        (range.first..=range.last).contains(&row.first) && row.first == row.last
    };
    let holder = ranges.iter().find(holder);
    if let Some(range) = holder {
        notes.push(Note::InRange(
            range.first,
            range.last,
            range.service.clone(),
        ));
    }
    if let Some(port) = port.filter(|_| row.first == row.last) {
        // A callback is opened for the moment of a login.
        let waits = |party: &Party| matches!(party.purpose, Purpose::Callback | Purpose::Derived);
        let only_waits = row.parties.iter().all(waits);
        if tables::is_bad(port) {
            notes.push(Note::Refused);
        }
        let tool = tables::tool_of(port);
        notes.extend(tool.map(Note::Tool));
        let default = tables::default_of(port);
        notes.extend(default.map(Note::DefaultOf));
        let free = recommended.recommends(port) || tables::is_fixed(port) || only_waits;
        if !free && tool.is_none() && default.is_none() {
            notes.push(Note::Outside);
        }
        let called = row
            .parties
            .iter()
            .any(|party| party.purpose == Purpose::Connects);
        if called && holder.is_none() && !row.parties.iter().any(Party::listens) {
            notes.push(Note::NoListener);
        }
    }
    notes
}

/// The names of those that listen on the port of a row and get in each other's way.
fn colliding(
    workspace: &Workspace,
    registry: &Registry,
    ranges: &[&ServicePort],
    row: &Row,
) -> Vec<String> {
    let giving_way: BTreeSet<EntryId> = registry
        .with_number(row.first)
        .filter(|mention| mention.listens() && !mention.insists())
        .map(|mention| mention.entry)
        .collect();
    let insists = |party: &Party| match party.who {
        Who::Entry(entry) => !giving_way.contains(&entry),
        Who::Service(_) => true,
    };
    let mut listeners: Vec<Party> = row
        .parties
        .iter()
        .filter(|party| party.listens())
        .cloned()
        .collect();
    if listeners.is_empty() {
        return Vec::new();
    }
    for range in ranges {
        if range.first <= row.last && row.first <= range.last {
            let index = registry.services.iter().position(|one| one == *range);
            let known = |party: &Party| Some(party.who) == index.map(Who::Service);
            if let Some(index) = index.filter(|_| !row.parties.iter().any(known)) {
                listeners.push(of_service(index, range));
            }
        }
    }
    if listeners.len() < 2 {
        return Vec::new();
    }
    listeners.retain(insists);
    let Some(first) = listeners.iter().find(|one| {
        let mut others = listeners.iter();
        others.any(|other| meet(workspace, registry, one, other))
    }) else {
        return Vec::new();
    };
    let mut names = vec![first.name.clone()];
    let mut seen = BTreeSet::from([first.name.as_str()]);
    for other in &listeners {
        if meet(workspace, registry, first, other) && seen.insert(&other.name) {
            names.push(other.name.clone());
        }
    }
    names
}

/// Whether two listeners are different servers on one address.
fn meet(workspace: &Workspace, registry: &Registry, one: &Party, other: &Party) -> bool {
    let differ = match (one.who, other.who) {
        (Who::Entry(one), Who::Entry(other)) => !registry.same_server(one, other),
        (Who::Service(one), Who::Service(other)) => {
            let (one, other) = (&registry.services[one], &registry.services[other]);
            one.service != other.service && one.starts_with(other)
        }
        (Who::Entry(entry), Who::Service(service)) | (Who::Service(service), Who::Entry(entry)) => {
            let (entry, service) = (workspace.entry(entry), &registry.services[service]);
            !service.is_called(&entry.name) && service.is_near(workspace.file(entry.file))
        }
    };
    differ && super::services::meet(one.address.as_deref(), other.address.as_deref())
}
