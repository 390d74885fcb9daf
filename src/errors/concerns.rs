//! Which servers of a workspace a text speaks of.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Match, Plain};
use crate::bridges::Bridge;
use crate::commandline::CommandLine;
use crate::endpoint::{Endpoint, is_loopback};
use crate::ports;
use crate::workspace::{EntryId, Workspace};

/// What of a server stands in a text, the surest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its url.
    Url,
    /// Its name, where a text names servers.
    Name,
    /// A path that it is started with.
    Path(String),
    /// The package that it is started from.
    Package(String),
    /// A port that its url names.
    CallsPort(u16),
    /// A port that it listens on.
    ListensOn(u16),
    /// The host of its url, which is another machine.
    Host(String),
    /// Its program.
    Program(String),
}

impl Reason {
    /// In words, behind "the text names".
    pub fn words(&self) -> String {
        match self {
            Reason::Url => "its url".to_owned(),
            Reason::Name => "it".to_owned(),
            Reason::Path(path) => format!("its path `{path}`"),
            Reason::Package(package) => format!("its package `{package}`"),
            Reason::CallsPort(port) => format!("port {port}, which its url calls"),
            Reason::ListensOn(port) => format!("port {port}, which it listens on"),
            Reason::Host(host) => format!("its host `{host}`"),
            Reason::Program(program) => format!("its program `{program}`"),
        }
    }
}

/// A server that a text speaks of.
#[derive(Debug)]
pub struct Concern {
    /// The server.
    pub entry: EntryId,
    /// Why it is thought so, the surest first.
    pub reasons: Vec<Reason>,
}

impl Concern {
    /// How sure it is: 0 where the text names this very server, and more where it names less.
    pub fn rank(&self) -> u8 {
        self.reasons.first().map_or(u8::MAX, surety)
    }
}

/// How many bytes of a text are searched for servers when no error was told in it.
const WHOLE: usize = 64 * 1024;

/// How many bytes around an error are searched at most.
const AROUND: usize = 2_000;

/// How near to an error a program's name must stand.
const NEAR: usize = 60;

/// The parts of a text that say which server it is about: all of a short one, of a log the lines
/// around what was told.
struct Said {
    parts: Vec<String>,
    /// What stands next to the errors.
    near: Vec<String>,
}

impl Said {
    fn new(text: &Plain, matches: &[Match]) -> Said {
        let lower = text.lower_text();
        let places = || matches.iter().flat_map(|found| &found.places);
        let cut = |range: Range<usize>| lower[range].to_owned();
        let near = places()
            .map(|place| cut(text.window(place, NEAR)))
            .collect();
        if lower.len() <= AROUND || matches.is_empty() {
            let end = text.window(&(0..0), WHOLE).end;
            return Said {
                parts: vec![cut(0..end)],
                near,
            };
        }
        let parts = places().map(|place| {
            let lines = text.lines_around(place, 1);
            let window = text.window(place, AROUND);
            cut(lines.start.max(window.start)..lines.end.min(window.end))
        });
        let parts: BTreeSet<String> = parts.collect();
        Said {
            parts: parts.into_iter().collect(),
            near,
        }
    }

    fn has(&self, word: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        found(&self.parts, word, fits)
    }

    fn has_near(&self, word: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        found(&self.near, word, fits)
    }
}

/// Whether `word`, in lower case, stands in one of `parts` between texts that fit.
fn found(parts: &[String], word: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
    !word.is_empty()
        && parts.iter().any(|part| {
            part.match_indices(word)
                .any(|(at, word)| fits(&part[..at], &part[at + word.len()..]))
        })
}

/// Whether a word ends before and another starts behind; a version or a path may follow.
fn apart(before: &str, after: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric());
    let dotted = after.strip_prefix('.').is_some_and(goes_on);
    !before.ends_with(|c: char| joins(c) || c == '.') && !after.starts_with(joins) && !dotted
}

/// Whether a number is a port here: behind a colon or the word.
fn is_port(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches([' ', '=', '"', '\'']);
    let told = before.ends_with(':') || before.ends_with("port") || before.ends_with("port is");
    told && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Whether a server's name is meant as one: `memory` is a word, too.
fn is_name(before: &str, after: &str) -> bool {
    const BEFORE: &[&str] = &[
        "server ",
        "server: ",
        "server=",
        "servers.",
        "mcp-server-",
        "mcp-logs-",
        "mcp:",
        "mcp.",
        "client for ",
        "servers ",
        "for mcp server ",
        "skipped: ",
    ];
    let open = before.trim_end_matches(['"', '\'', '`', '[', '(']);
    let quoted = open.len() < before.len() && after.starts_with(['"', '\'', '`', ']', ')']);
    let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    let told = BEFORE.iter().any(|word| open.ends_with(word));
    // `docs: Connection closed` at the start of a line.
    let leads = (open.is_empty() || open.ends_with('\n')) && after.starts_with(':');
    ends && (quoted || told || leads)
}

/// The servers that `text` speaks of, those with the surest reasons first.
pub fn concerned(workspace: &Workspace, text: &Plain, matches: &[Match]) -> Vec<Concern> {
    let said = Said::new(text, matches);
    let mut reasons: Vec<BTreeSet<Reason>> = vec![BTreeSet::new(); workspace.entries().len()];
    for (id, entry) in workspace.entries() {
        let own = &mut reasons[id.0];
        let parts = &entry.interpretation.parts;
        if said.has(&entry.name.to_lowercase(), is_name) {
            own.insert(Reason::Name);
        }
        let bridged = Bridge::started(parts);
        let bridged = bridged.as_ref().and_then(|bridge| bridge.url());
        let urls = parts.url.iter().map(|url| url.text.as_str());
        for url in urls.chain(bridged.map(|url| url.text())) {
            of_url(url, &said, own);
        }
        let Some(line) = CommandLine::of(parts) else {
            continue;
        };
        if let Some(package) = line.package_name()
            && said.has(&package.to_lowercase(), apart)
        {
            own.insert(Reason::Package(package.to_owned()));
        }
        for text in parts.command.iter().chain(&parts.args).chain(&parts.cwd) {
            if is_path(&text.text) && said.has(&text.text.to_lowercase(), |_, _| true) {
                own.insert(Reason::Path(text.text.clone()));
            }
        }
        let program = line.program_name();
        if program.len() > 1 && said.has_near(&program.to_lowercase(), apart) {
            own.insert(Reason::Program(program));
        }
    }
    for port in ports::uses(workspace) {
        let Some(number) = port.port().filter(|number| *number >= 100) else {
            continue;
        };
        if said.has(&number.to_string(), is_port) {
            reasons[port.entry.0].insert(if port.listens() {
                Reason::ListensOn(number)
            } else {
                Reason::CallsPort(number)
            });
        }
    }
    let mut concerns: Vec<Concern> = reasons
        .into_iter()
        .enumerate()
        .filter(|(_, reasons)| !reasons.is_empty())
        .map(|(index, reasons)| Concern {
            entry: EntryId(index),
            reasons: reasons.into_iter().collect(),
        })
        .collect();
    // The first reason is the surest; more of them are surer.
    concerns.sort_by_key(|concern| (concern.rank(), std::cmp::Reverse(concern.reasons.len())));
    // Where something names one server, what names half of them says no more.
    if concerns.first().is_some_and(|first| first.rank() == 0) {
        concerns.retain(|concern| concern.rank() == 0);
    }
    concerns
}

/// How sure a reason is: 0 names the very server.
fn surety(reason: &Reason) -> u8 {
    match reason {
        Reason::Url | Reason::Name | Reason::Path(_) | Reason::Package(_) => 0,
        Reason::CallsPort(_) | Reason::ListensOn(_) => 1,
        Reason::Host(_) => 2,
        Reason::Program(_) => 3,
    }
}

fn is_path(text: &str) -> bool {
    text.len() >= 6 && text.contains(['/', '\\']) && !text.contains("://") && !text.starts_with('@')
}

fn of_url(url: &str, said: &Said, own: &mut BTreeSet<Reason>) {
    let Some(endpoint) = Endpoint::parse(url) else {
        return;
    };
    let whole = url[..endpoint.path_range.end]
        .trim_end_matches('/')
        .to_lowercase();
    if !endpoint.path.trim_matches('/').is_empty()
        && said.has(&whole, |_, after| apart("", after.trim_start_matches('/')))
    {
        own.insert(Reason::Url);
    }
    let host = endpoint.host.to_lowercase();
    if !is_loopback(&host) && said.has(&host, apart) {
        own.insert(Reason::Host(endpoint.host.to_owned()));
    }
}

/// The ports of this machine that the text names next to an error, and that no server of the
/// workspace names; at most three.
pub fn strange_ports(workspace: &Workspace, text: &Plain, matches: &[Match]) -> Vec<u16> {
    let known: BTreeSet<u64> = ports::uses(workspace)
        .iter()
        .map(|port| port.number)
        .collect();
    let mut strange = named_ports(text, matches);
    strange.retain(|port| !known.contains(&u64::from(*port)));
    strange.truncate(3);
    strange
}

/// The ports of this machine that the text names next to an error, in its order.
pub fn named_ports(text: &Plain, matches: &[Match]) -> Vec<u16> {
    const LOCAL: &[&str] = &[
        "127.0.0.1:",
        "localhost:",
        "::1:",
        "[::1]:",
        "0.0.0.0:",
        "[::]:",
        "port ",
        "port: ",
        ":::",
    ];
    let said = Said::new(text, matches);
    let mut named = Vec::new();
    for part in said.near.iter().chain(&said.parts) {
        for prefix in LOCAL {
            for (at, prefix) in part.match_indices(prefix) {
                let digits: String = part[at + prefix.len()..]
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                if digits.len() >= 2
                    && let Ok(port) = digits.parse::<u16>()
                    && !named.contains(&port)
                {
                    named.push(port);
                }
            }
        }
    }
    named
}

/// The program that the text says was not started.
pub fn named_program(text: &Plain) -> Option<String> {
    const BEFORE: &[&str] = &["spawn ", "exec: \"", "not found in $path: \"", "env: "];
    let lower = text.lower_text();
    let lower = &lower[..text.window(&(0..0), WHOLE).end];
    BEFORE.iter().find_map(|before| {
        let start = lower.find(before)? + before.len();
        let rest = &text.text()[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | ':' | '\''))
            .unwrap_or(rest.len());
        let program = &rest[..end];
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let named = !program.is_empty() && program.chars().all(plain);
        (named && program != "ENOENT" && program != "EINVAL").then(|| program.to_owned())
    })
}
