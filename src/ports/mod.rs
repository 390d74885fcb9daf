//! Who listens on which port and who connects to it, over all entries.

pub mod tables;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::bridges::{Bridge, Means, Value};
use crate::commandline::{self, CommandLine, Launcher, Word};
use crate::diagnostic::{Applicability, Fix};
use crate::docker::{Docker, Verb, published};
use crate::document::{Document, Edit, NodeId, NodeKind, Span};
use crate::hosts::{self, Reach};
use crate::interpret::Status;
use crate::settings::Ports as Recommended;
use crate::workspace::{Entry, EntryId, FileId, Workspace};

/// What a port is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The server listens there, told by an option or a variable.
    Listens,
    /// The container's port is published there.
    Published,
    /// A bridge waits there for the answer of an OAuth login.
    Callback,
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
    /// the place in it, and the option.
    pub unwritten: Option<(NodeId, usize, &'static str)>,
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

    /// The edit that writes another port.
    fn moved(&self, port: u16) -> Option<(FileId, Edit)> {
        if let Some((list, at, option)) = self.unwritten {
            return Some((
                self.file,
                Edit::insert_item(list, at, format!("{option}={port}")),
            ));
        }
        let edit = match &self.range {
            _ if self.is_number => Edit::set(self.node, port),
            Some(range) => Edit::splice(self.node, range.clone(), port.to_string()),
            None => return None,
        };
        Some((self.file, edit))
    }
}

/// Options that tell a server where to listen.
const OPTIONS: &[&str] = &[
    "--port",
    "--http-port",
    "--sse-port",
    "--server-port",
    "--mcp-port",
    "--listen-port",
];

/// Options whose value is an address with a port.
const ADDRESS_OPTIONS: &[&str] = &["--listen", "--addr", "--address", "--bind", "--http-addr"];

/// Variables that tell a server where to listen.
const VARIABLES: &[&str] = &[
    "PORT",
    "MCP_PORT",
    "MCP_SERVER_PORT",
    "MCP_HTTP_PORT",
    "MCP_SSE_PORT",
    "FASTMCP_PORT",
    "FASTMCP_SERVER_PORT",
    "SERVER_PORT",
    "HTTP_PORT",
    "SSE_PORT",
    "LISTEN_PORT",
    "UVICORN_PORT",
];

/// All mentions of ports of this machine by entries that count and are not switched off, in the
/// order of the files.
pub fn uses(workspace: &Workspace) -> Vec<PortUse> {
    workspace
        .entries()
        .filter(|(_, entry)| !entry.overridden && entry.status != Status::Disabled)
        .filter(|(_, entry)| workspace.file(entry.file).not_read.is_none())
        .flat_map(|(id, entry)| uses_of(workspace, id, entry))
        .collect()
}

/// The mentions of ports by one entry.
fn uses_of(workspace: &Workspace, id: EntryId, entry: &Entry) -> Vec<PortUse> {
    let mut reading = Reading {
        document: &workspace.file(entry.file).document,
        id,
        entry,
        found: Vec::new(),
    };
    let parts = &entry.interpretation.parts;
    if let Some(url) = &parts.url {
        reading.url(url.node, &url.text, &url.text);
    }
    if let Some(line) = CommandLine::of(parts) {
        reading.command(&line, Bridge::of(parts, &line).as_ref());
    }
    reading.found
}

struct Reading<'a> {
    document: &'a Document,
    id: EntryId,
    entry: &'a Entry,
    found: Vec<PortUse>,
}

impl Reading<'_> {
    fn add(
        &mut self,
        purpose: Purpose,
        node: NodeId,
        range: Option<Range<usize>>,
        digits: &str,
        by: &str,
    ) {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        // More digits than a number holds are surely no port.
        let number = digits.parse().unwrap_or(u64::MAX);
        let twice = self
            .found
            .iter()
            .any(|other| other.node == node && other.range == range);
        if twice {
            return;
        }
        self.found.push(PortUse {
            entry: self.id,
            file: self.entry.file,
            purpose,
            number,
            node,
            range,
            span: self.document.node(node).span(),
            is_number: matches!(self.document.node(node).kind(), NodeKind::Number(_)),
            by: by.to_owned(),
            address: None,
            bridge: None,
            unwritten: None,
        });
    }

    /// A url to this machine. `text` is the string that holds it.
    fn url(&mut self, node: NodeId, url: &str, text: &str) {
        let Some(endpoint) = hosts::literal(url).filter(|endpoint| endpoint.is_loopback()) else {
            return;
        };
        if let Some(digits) = endpoint.port_text {
            let range = (url == text).then_some(endpoint.port_range);
            self.add(Purpose::Connects, node, range, digits, "the url");
        }
    }

    fn word(&mut self, purpose: Purpose, word: &Word<'_>, digits: &str, by: &str) {
        let start = word.text.rfind(digits).filter(|_| word.whole);
        let range = match start {
            Some(start) => Some(start..start + digits.len()),
            None => word.range_of(digits),
        };
        self.add(purpose, word.source.node, range, digits, by);
    }

    fn command(&mut self, line: &CommandLine<'_>, bridge: Option<&Bridge<'_>>) {
        let docker = Docker::of(line);
        if let Some(docker) = &docker {
            self.docker(line, docker, bridge);
        }
        if let Some(bridge) = bridge {
            self.bridge(bridge);
            return;
        }
        if docker.is_some() || line.launcher == Launcher::Docker || speaks_stdio(line) {
            return;
        }
        if !elsewhere(line) {
            self.options(line.own_arguments(), true);
            self.variables();
        }
    }

    /// What a bridge calls and where it listens, as its own arguments say.
    fn bridge(&mut self, bridge: &Bridge<'_>) {
        if bridge.contained {
            return;
        }
        let before = self.found.len();
        if let Some(url) = bridge.url() {
            self.url(url.word.source.node, url.text(), &url.word.source.text);
        }
        if let Some(callback) = &bridge.callback {
            self.value(Purpose::Callback, callback, "the callback port");
        }
        if !bridge.serves.is_empty() {
            self.served(bridge);
        }
        for found in &mut self.found[before..] {
            found.bridge = Some(bridge.name());
        }
    }

    /// The port that a bridge serves on, be it written or its default.
    fn served(&mut self, bridge: &Bridge<'_>) {
        let before = self.found.len();
        if let Some(port) = &bridge.port {
            // 0 lets the system choose.
            if port.value.text() != "0" {
                self.value(Purpose::Listens, &port.value, &port.by);
            }
        } else if let Some(port) = bridge.is.default_port {
            let node = bridge.called.source.node;
            let by = format!("the default of {}", bridge.name());
            self.add(Purpose::Listens, node, None, &port.to_string(), &by);
        }
        let unwritten = self.unwritten(bridge);
        let host = bridge.host.as_ref().map(|host| host.value.text());
        for found in &mut self.found[before..] {
            found.address = host
                .filter(|host| !matches!(*host, "0.0.0.0" | "::"))
                .map(str::to_owned);
            found.unwritten = unwritten;
        }
    }

    /// Where a bridge without a port would get one: in front of its other arguments.
    fn unwritten(&self, bridge: &Bridge<'_>) -> Option<(NodeId, usize, &'static str)> {
        if bridge.port.is_some() {
            return None;
        }
        let mut options = bridge.is.options.iter();
        let option = options.find(|option| option.means == Means::Port)?;
        let list = self.entry.interpretation.parts.args_list?;
        let mut items = self.document.node(list).items();
        let at = match bridge.arguments.first() {
            Some(first) if first.whole => items.position(|item| item.id() == first.source.node)?,
            Some(_) => return None,
            None => items.count(),
        };
        Some((list, at, option.names.first()?))
    }

    fn value(&mut self, purpose: Purpose, value: &Value<'_>, by: &str) {
        let node = value.word.source.node;
        self.add(purpose, node, value.place(), value.text(), by);
    }

    fn options(&mut self, arguments: &[Word<'_>], short: bool) {
        if let Some(option) = commandline::option(arguments, OPTIONS) {
            self.listener(option.word, option.value, option.name);
        } else if let Some(option) = commandline::option(arguments, &["-p"])
            && short
            && option.value.len() >= 4
        {
            self.listener(option.word, option.value, option.name);
        }
        if let Some(option) = commandline::option(arguments, ADDRESS_OPTIONS)
            && let Some((_, digits)) = option.value.rsplit_once(':')
        {
            self.listener(option.word, digits, option.name);
        }
    }

    fn listener(&mut self, word: &Word<'_>, digits: &str, by: &str) {
        let service = digits.parse().is_ok_and(tables::is_service);
        // `--port 0` lets the system choose.
        if !service && digits != "0" {
            self.word(Purpose::Listens, word, digits, by);
        }
    }

    fn variables(&mut self) {
        let Some(object) = self.entry.interpretation.parts.env_object else {
            return;
        };
        for (key, value) in self.document.node(object).entries() {
            let (text, is_number) = match value.kind() {
                NodeKind::String { text, .. } => (text.as_str(), false),
                NodeKind::Number(raw) => (raw.as_str(), true),
                _ => continue,
            };
            let digits = text.trim();
            let lead = text.len() - text.trim_start().len();
            let service = digits.parse().is_ok_and(tables::is_service);
            if VARIABLES.contains(&key.text.as_str()) && !service && digits != "0" {
                let range = (!is_number).then_some(lead..lead + digits.len());
                self.add(Purpose::Listens, value.id(), range, digits, &key.text);
            }
        }
    }

    fn docker(&mut self, line: &CommandLine<'_>, docker: &Docker<'_>, bridge: Option<&Bridge<'_>>) {
        if docker.verb != Verb::Run {
            return;
        }
        for option in docker.all("publish") {
            let (Some(value), Some(word)) = (option.value, line.words.get(option.value_word))
            else {
                continue;
            };
            let Some(mapping) = published(value) else {
                continue;
            };
            let offset = word.text.len() - value.len();
            let range = offset + mapping.range.start..offset + mapping.range.end;
            let range = word.whole.then_some(range);
            self.add(
                Purpose::Published,
                word.source.node,
                range,
                mapping.host,
                "-p",
            );
            if let Some(found) = self.found.last_mut() {
                found.address = mapping
                    .address
                    .filter(|address| !matches!(*address, "0.0.0.0" | "::"))
                    .map(str::to_owned);
            }
        }
        if docker.on_host_network() && bridge.is_none() {
            let start = docker.image.map_or(line.words.len(), |at| at + 1);
            self.options(line.words.get(start..).unwrap_or_default(), false);
        }
    }
}

/// Whether the server is told to speak stdio, and so to listen nowhere.
fn speaks_stdio(line: &CommandLine<'_>) -> bool {
    let told = line
        .option(&["--transport", "-t", "--mode"])
        .is_some_and(|option| option.value == "stdio");
    told || line.has_flag(&["--stdio", "stdio"])
}

/// Whether `--host` names another machine, so that `--port` is that machine's.
fn elsewhere(line: &CommandLine<'_>) -> bool {
    line.option(&["--host", "--hostname", "--server"])
        .is_some_and(|option| {
            !option.value.starts_with('-') && hosts::reach(option.value, &[]) != Reach::Loopback
        })
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
    /// Every mention.
    pub uses: Vec<PortUse>,
    taken: BTreeSet<u16>,
}

impl Registry {
    /// Collects all mentions.
    pub fn of(workspace: &Workspace) -> Registry {
        let uses = uses(workspace);
        let taken = uses.iter().filter_map(PortUse::port).collect();
        Registry { uses, taken }
    }

    /// Takes the first recommended port that nothing else uses and that is nobody's default.
    pub fn take(&mut self, recommended: &Recommended) -> Option<u16> {
        let port = recommended
            .recommended
            .iter()
            .flat_map(|range| range.first..=range.last)
            .find(|port| {
                tables::is_free_of_defaults(*port)
                    && !recommended.reserved.contains(port)
                    && !self.taken.contains(port)
            })?;
        self.taken.insert(port);
        Some(port)
    }

    /// Every mention that means the server behind `listener`: its own, those of other
    /// declarations of the same server, and urls. Where another server is told to listen there
    /// too, a url belongs to this one only when it goes by its name.
    pub fn meaning<'s>(&'s self, workspace: &Workspace, listener: &PortUse) -> Vec<&'s PortUse> {
        let own = workspace.entry(listener.entry);
        let identity = identity(own);
        let same = |entry: EntryId| {
            entry == listener.entry || self::identity(workspace.entry(entry)) == identity
        };
        let rivals = self
            .uses
            .iter()
            .any(|other| other.listens() && other.number == listener.number && !same(other.entry));
        self.uses
            .iter()
            .filter(|other| other.number == listener.number && other.purpose != Purpose::Callback)
            .filter(|other| {
                let name = &workspace.entry(other.entry).name;
                let called = name.eq_ignore_ascii_case(&own.name);
                same(other.entry) || (other.purpose == Purpose::Connects && (called || !rivals))
            })
            .collect()
    }

    /// One fix that moves the server behind `listener` to `port`, over all files, or a callback by
    /// itself; `None` when some mention cannot be changed.
    pub fn move_to(&self, workspace: &Workspace, listener: &PortUse, port: u16) -> Option<Fix> {
        let name = &workspace.entry(listener.entry).name;
        if listener.purpose == Purpose::Callback {
            return Some(Fix {
                title: format!("let `{name}` wait on port {port}"),
                applicability: Applicability::Unsafe,
                edits: vec![listener.moved(port)?],
            });
        }
        let edits: Option<Vec<(FileId, Edit)>> = self
            .meaning(workspace, listener)
            .into_iter()
            .map(|mention| mention.moved(port))
            .collect();
        Some(Fix {
            title: format!("move `{name}` to port {port}, with every url that means it"),
            applicability: Applicability::Unsafe,
            edits: edits.filter(|edits| !edits.is_empty())?,
        })
    }
}
