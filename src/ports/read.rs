//! The ports that entries mention.

use std::collections::HashSet;
use std::ops::Range;

use super::{PortUse, Purpose, tables};
use crate::bridges::{Bridge, Means, Value};
use crate::commandline::{self, CommandLine, Launcher, Word};
use crate::docker::{Docker, Verb, published};
use crate::document::{Document, NodeId, NodeKind};
use crate::hosts::{self, Reach};
use crate::known::ports::{self as known, KnownPort};
use crate::workspace::{Entry, EntryId, Workspace};

/// Options that tell a server where to listen.
pub(super) const OPTIONS: &[&str] = &[
    "--port",
    "--http-port",
    "--sse-port",
    "--server-port",
    "--mcp-port",
    "--listen-port",
];

/// Options whose value is an address with a port.
pub(super) const ADDRESS_OPTIONS: &[&str] =
    &["--listen", "--addr", "--address", "--bind", "--http-addr"];

/// Variables that tell a server where to listen.
pub(super) const VARIABLES: &[&str] = &[
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

/// The mentions of ports by one entry.
pub(super) fn uses_of(workspace: &Workspace, id: EntryId, entry: &Entry) -> Vec<PortUse> {
    let mut reading = Reading {
        document: &workspace.file(entry.file).document,
        id,
        entry,
        found: Vec::new(),
        places: HashSet::new(),
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
    /// Where the ports of `found` stand: the string, and the bytes in it.
    places: HashSet<(NodeId, Option<(usize, usize)>)>,
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
        let place = range.as_ref().map(|range| (range.start, range.end));
        if !self.places.insert((node, place)) {
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
            known: None,
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
        if docker.is_some() || line.launcher == Launcher::Docker {
            return;
        }
        if !speaks_stdio(line) && !elsewhere(line) {
            self.options(line.own_arguments(), true);
            self.variables();
        }
        self.known(line);
    }

    /// The ports that a known server opens by itself, where nothing tells it another one.
    fn known(&mut self, line: &CommandLine<'_>) {
        let Some(package) = &line.package else {
            return;
        };
        for own in known::of_package(&package.name) {
            if !own.is_opened_by(line.own_arguments()) {
                continue;
            }
            let before = self.found.len();
            if let Some(option) = line.option(own.options) {
                self.word(Purpose::Listens, option.word, option.value, option.name);
            } else if !self.told_by_variable(own) {
                let Some(word) = line.words.get(..line.own).and_then(|words| words.last()) else {
                    continue;
                };
                let by = format!("the default of {}", own.package);
                let node = word.source.node;
                self.add(Purpose::Listens, node, None, &own.port.to_string(), &by);
                let list = self.entry.interpretation.parts.args_list;
                let unwritten = list.zip(own.written_as).map(|(list, option)| {
                    let count = self.document.node(list).items().len();
                    (list, count, option)
                });
                for found in &mut self.found[before..] {
                    found.unwritten = unwritten;
                }
            }
            // What was found before by a general option is this port too.
            for found in &mut self.found {
                let named = own.options.contains(&found.by.as_str())
                    || own.variables.contains(&found.by.as_str())
                    || found.by.ends_with(own.package);
                if named && found.purpose == Purpose::Listens {
                    found.known = Some(own);
                }
            }
        }
    }

    /// Whether a variable of the entry sets the port of a known server; then that is read.
    fn told_by_variable(&mut self, own: &KnownPort) -> bool {
        let object = self.entry.interpretation.parts.env_object;
        let set = object.is_some_and(|object| {
            let object = self.document.node(object);
            object
                .entries()
                .any(|(key, _)| own.variables.contains(&key.text.as_str()))
        });
        if set {
            self.variables_named(own.variables);
        }
        set
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
        } else if let Some((port, url)) = bridge.derived_callback() {
            let by = format!("what {} derives from the url", bridge.name());
            let node = url.word.source.node;
            self.derived(node, port, &by, url);
        }
        if !bridge.serves.is_empty() {
            self.served(bridge);
        }
        for found in &mut self.found[before..] {
            found.bridge = Some(bridge.name());
        }
    }

    /// The callback port that a bridge chooses when none is told. It is written nowhere; another
    /// one would stand behind the url.
    fn derived(&mut self, node: NodeId, port: u16, by: &str, url: &Value<'_>) {
        let list = self.entry.interpretation.parts.args_list;
        let at = list.filter(|_| url.word.whole).and_then(|list| {
            let mut items = self.document.node(list).items();
            Some((list, items.position(|item| item.id() == node)? + 1, ""))
        });
        self.places.insert((node, None));
        self.found.push(PortUse {
            entry: self.id,
            file: self.entry.file,
            purpose: Purpose::Derived,
            number: u64::from(port),
            node,
            range: None,
            span: self.document.node(node).span(),
            is_number: false,
            by: by.to_owned(),
            address: None,
            bridge: None,
            unwritten: at,
            known: None,
        });
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
        self.variables_named(VARIABLES);
    }

    fn variables_named(&mut self, names: &[&str]) {
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
            if names.contains(&key.text.as_str()) && !service && digits != "0" {
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
