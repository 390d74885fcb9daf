//! Replays what real clients made of config files, and compares it with what mcpmend says.
//!
//! `oracle/observed.jsonl` holds one line per client and case, taken from a run of that client
//! on that file. Nothing is installed or started here.
//!
//! What is compared is whether the client says that it refuses the file, which servers it lists,
//! and as what. Whether a server answered is not: clients that only list say nothing of it, and
//! Droid lists before it has connected. Of LibreChat the schema was asked and not the app.
// A test may panic, and reads its own files rather than the user's.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use mcpmend::clients;
use mcpmend::discover::{Found, Place};
use mcpmend::interpret::Status;
use mcpmend::model::{Client, Kind, Outcome, Scope, Transport};
use mcpmend::workspace::Workspace;

/// How a client was asked.
struct Asked {
    /// Its name in the observations.
    name: &'static str,
    /// Its id here.
    id: &'static str,
    /// Whose the file was, and the end of the place at which the case stood.
    place: (Scope, &'static str),
    /// What a type means that is printed as it stands in the file and is none of the usual
    /// spellings. `None`: the client prints what it takes the type as, or does not tell.
    other: Option<Transport>,
    /// Whether it was asked about single servers of the file, so that nothing was seen of others.
    single: bool,
    /// Whether it was told to call or start the server: what it lists and cannot start, it
    /// refuses then.
    connects: bool,
}

const fn asked(name: &'static str, id: &'static str, scope: Scope, place: &'static str) -> Asked {
    Asked {
        name,
        id,
        place: (scope, place),
        other: None,
        single: false,
        connects: false,
    }
}

impl Asked {
    const fn other(mut self, transport: Transport) -> Asked {
        self.other = Some(transport);
        self
    }

    const fn single(mut self) -> Asked {
        self.single = true;
        self
    }

    const fn connects(mut self) -> Asked {
        self.connects = true;
        self
    }
}

const ASKED: &[Asked] = &[
    asked("claude", "claude-code", Scope::Project, "/.mcp.json"),
    asked("copilot", "copilot-cli", Scope::User, "/mcp-config.json"),
    asked("gemini", "gemini-cli", Scope::User, "/settings.json").other(Transport::Http),
    asked("cline", "cline", Scope::User, "/cline_mcp_settings.json").other(Transport::Http),
    asked("codex", "codex", Scope::User, "/config.toml"),
    asked("opencode", "opencode", Scope::User, "/opencode.json"),
    asked("vscode", "vscode", Scope::Project, "/.vscode/mcp.json"),
    asked("continue", "continue", Scope::User, "/config.yaml"),
    asked("qwen", "qwen-code", Scope::User, "/settings.json"),
    asked("auggie", "auggie", Scope::User, "/settings.json"),
    asked("mcporter", "mcporter", Scope::Project, "/mcporter.json"),
    // Droid prints any type as it stands, and does not tell what it takes it as.
    asked("droid", "droid", Scope::User, "/mcp.json").single(),
    asked("inspector", "mcp-inspector", Scope::User, "/mcp.json}")
        .single()
        .connects(),
    // Its schema alone was asked, with the JSON of the case as the configuration it would read
    // as YAML.
    asked("librechat", "librechat", Scope::Project, "/librechat.yaml"),
];

/// What LibreChat's schema was given is not the whole file.
const SCHEMA_ALONE: &str =
    "the schema of the servers was asked alone: LibreChat's file may be without them";

/// Lines on which mcpmend and the client do not agree: client, case, cause.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "auggie",
        "mcpServers/49-name-empty.json",
        "auggie lists the server under the name of its command",
    ),
    (
        "mcporter",
        "mcpServers/35-var-unset.json",
        "whether a variable is set is no matter of the file",
    ),
    (
        "librechat",
        "mcpServers/45-duplicate-key.json",
        "the schema was given an object that JSON.parse had made; YAML refuses a key that stands twice",
    ),
    ("librechat", "mcpServers/60-root-servers.json", SCHEMA_ALONE),
    (
        "librechat",
        "mcpServers/61-root-bare-map.json",
        SCHEMA_ALONE,
    ),
    ("librechat", "mcpServers/65-empty-object.json", SCHEMA_ALONE),
    (
        "librechat",
        "mcpServers/64-root-array.json",
        "the schema of one server was asked for each item of a list that the schema of the map refuses",
    ),
];

/// The share of lines that must agree.
const AGREEMENT: f64 = 0.98;

/// One observation.
#[derive(serde::Deserialize)]
struct Line {
    client: String,
    version: String,
    case: String,
    /// `ok` or `error`.
    parse: String,
    servers: BTreeMap<String, Server>,
}

#[derive(serde::Deserialize)]
struct Server {
    /// `loaded`, `dropped` or `rejected`.
    status: String,
    transport: Option<String>,
}

impl Server {
    fn is_loaded(&self) -> bool {
        self.status == "loaded"
    }

    /// What the client speaks, where its answer told.
    fn transport(&self, asked: &Asked) -> Option<Transport> {
        match self.transport.as_deref()? {
            "stdio" => Some(Transport::Stdio),
            "http" => Some(Transport::Http),
            "sse" => Some(Transport::Sse),
            _ => asked.other,
        }
    }
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle")
}

fn observed() -> Vec<Line> {
    let text = std::fs::read_to_string(folder().join("observed.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn asked_of(line: &Line) -> Option<&'static Asked> {
    ASKED.iter().find(|asked| asked.name == line.client)
}

/// The kind of file that was put before the client.
fn kind_of(line: &Line) -> Option<(&'static Client, &'static Kind, Scope)> {
    let asked = asked_of(line)?;
    let (scope, place) = asked.place;
    let client = clients::by_id(asked.id)?;
    let kind = client.kinds.iter().find(|kind| {
        kind.locations
            .iter()
            .any(|location| location.scope == scope && location.path.ends_with(place))
    })?;
    Some((client, kind, scope))
}

/// Reads the case of `line` as its client would, if mcpmend knows that client.
fn replay(line: &Line) -> Option<Workspace> {
    let (client, kind, scope) = kind_of(line)?;
    let path = folder().join("cases").join(&line.case);
    let bytes = std::fs::read(&path).unwrap();
    let mut workspace = Workspace::default();
    let found = Found {
        path,
        shown: line.case.clone(),
        place: Place::Known {
            client,
            kind,
            scope,
        },
        also: Vec::new(),
    };
    workspace.add_text(&found, bytes);
    Some(workspace)
}

/// Whether the client would say a word about the file as a whole. A file whose servers vanish
/// without one looks to its reader like a file without servers.
fn is_refused_aloud(workspace: &Workspace) -> bool {
    let of_files = workspace.files().flat_map(|(_, file)| &file.problems);
    let of_entries = workspace
        .entries()
        .flat_map(|(_, entry)| &entry.interpretation.problems);
    of_files
        .map(|problem| problem.ruling.outcome)
        .chain(of_entries.map(|problem| problem.ruling.outcome))
        .any(|outcome| outcome == Outcome::FileRejected)
}

/// Everything about which the client and mcpmend do not agree.
fn differences(line: &Line, asked: &Asked, workspace: &Workspace) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |what: String, client: String, mcpmend: String| {
        if client != mcpmend {
            differences.push(format!("{what}: {client}, mcpmend: {mcpmend}"));
        }
    };
    let read = |is: bool| if is { "read" } else { "rejected" }.to_owned();
    differ(
        "file".to_owned(),
        read(line.parse == "ok"),
        read(!is_refused_aloud(workspace)),
    );
    // A schema tells of every server by itself, also in a map that it refuses.
    let each = line.parse == "error" && line.servers.values().any(Server::is_loaded);
    // A server that is switched off is listed by the clients like any other.
    let listed: BTreeMap<&str, Option<Transport>> = workspace
        .entries()
        .map(|(_, entry)| entry)
        .filter(|entry| !entry.overridden)
        .filter(|entry| match each {
            true => !entry.interpretation.worst().loses_file(),
            false => matches!(entry.status, Status::Loaded | Status::Disabled),
        })
        .filter(|entry| !asked.connects || entry.interpretation.worst() != Outcome::Fails)
        .map(|entry| (entry.name.as_str(), entry.interpretation.transport))
        .filter(|(name, _)| !asked.single || line.servers.contains_key(*name))
        .collect();
    let names: BTreeSet<&str> = line
        .servers
        .keys()
        .map(String::as_str)
        .chain(listed.keys().copied())
        .collect();
    let loaded = |is: bool| if is { "loaded" } else { "not loaded" }.to_owned();
    let spoken = |transport: Option<Transport>| {
        transport.map_or("nothing".to_owned(), |transport| {
            transport.name().to_owned()
        })
    };
    for name in names {
        let theirs = line.servers.get(name).filter(|server| server.is_loaded());
        let ours = listed.get(name);
        differ(
            format!("server {name:?}"),
            loaded(theirs.is_some()),
            loaded(ours.is_some()),
        );
        if let (Some(ours), Some(theirs)) =
            (ours, theirs.and_then(|server| server.transport(asked)))
        {
            differ(
                format!("server {name:?}"),
                spoken(Some(theirs)),
                spoken(*ours),
            );
        }
    }
    differences
}

#[test]
fn mcpmend_reads_files_as_the_clients_do() {
    let lines = observed();
    let mut table = String::new();
    let mut differing = BTreeSet::new();
    let mut replayed = 0;
    for line in &lines {
        let (Some(asked), Some(workspace)) = (asked_of(line), replay(line)) else {
            continue; // The other test tells.
        };
        replayed += 1;
        let found = differences(line, asked, &workspace);
        if found.is_empty() {
            continue;
        }
        differing.insert((line.client.as_str(), line.case.as_str()));
        for difference in found {
            let client = format!("{} {}", line.client, line.version);
            writeln!(table, "{client:<18} {:<45} {difference}", line.case).unwrap();
        }
    }
    let agreeing = replayed - differing.len();
    let share = agreeing as f64 / replayed as f64;
    println!(
        "{table}{agreeing} of {replayed} lines agree ({:.1} %)",
        share * 100.0
    );
    let known: BTreeSet<(&str, &str)> = KNOWN
        .iter()
        .map(|(client, case, _)| (*client, *case))
        .collect();
    assert_eq!(
        differing, known,
        "the left lines differ, the right ones are known to\n{table}"
    );
    assert!(share >= AGREEMENT, "only {share:.3} of the lines agree");
}

#[test]
fn every_asked_client_is_replayed() {
    let lines = observed();
    for asked in ASKED {
        assert!(
            lines.iter().any(|line| line.client == asked.name),
            "no line of {}",
            asked.name
        );
    }
    for line in &lines {
        assert!(
            kind_of(line).is_some(),
            "{} has no kind of file for {}",
            line.client,
            line.case
        );
    }
}
