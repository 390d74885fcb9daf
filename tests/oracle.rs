//! Replays what real clients made of config files, and compares it with what mcpmend says.
//!
//! `oracle/observed.jsonl` holds one line per client and case, taken from a run of that client
//! on that file. Nothing is installed or started here.
// A test may panic, and reads its own files rather than the user's.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use mcpmend::clients;
use mcpmend::discover::{Found, Place};
use mcpmend::interpret::Status;
use mcpmend::model::{Client, Kind, Scope, Transport};
use mcpmend::workspace::{FileStatus, Workspace};

/// How each client was asked: its name in the observations, its id here, and the place at which
/// the case stood.
const ASKED: &[(&str, &str, Scope, &str)] = &[
    ("claude", "claude-code", Scope::Project, "/.mcp.json"),
    ("copilot", "copilot-cli", Scope::User, "/mcp-config.json"),
    ("gemini", "gemini-cli", Scope::User, "/settings.json"),
    ("cline", "cline", Scope::User, "/cline_mcp_settings.json"),
    ("codex", "codex", Scope::User, "/config.toml"),
    ("opencode", "opencode", Scope::User, "/opencode.json"),
    ("vscode", "vscode", Scope::Project, "/.vscode/mcp.json"),
    ("continue", "continue", Scope::User, "/config.yaml"),
];

/// Lines on which mcpmend and the client do not agree: client, case, cause.
const KNOWN: &[(&str, &str, &str)] = &[];

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
    /// What the client speaks, where its answer told. Gemini CLI and Cline print the type as it
    /// stands in the file, so that other spellings stand for what these clients take them as:
    /// streamable HTTP.
    fn transport(&self) -> Option<Transport> {
        Some(match self.transport.as_deref()? {
            "stdio" => Transport::Stdio,
            "http" | "HTTP" | "streamableHttp" | "streamable_http" | "remote" => Transport::Http,
            "sse" => Transport::Sse,
            other => panic!("a spelling that is not mapped: {other}"),
        })
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

/// The kind of file that was put before the client.
fn kind_of(line: &Line) -> Option<(&'static Client, &'static Kind, Scope)> {
    let (_, id, scope, place) = ASKED.iter().find(|(name, ..)| *name == line.client)?;
    let client = clients::by_id(id)?;
    let kind = client.kinds.iter().find(|kind| {
        kind.locations
            .iter()
            .any(|location| location.scope == *scope && location.path.ends_with(place))
    })?;
    Some((client, kind, *scope))
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

/// Everything about which the client and mcpmend do not agree.
fn differences(line: &Line, workspace: &Workspace) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |what: String, client: String, mcpmend: String| {
        if client != mcpmend {
            differences.push(format!("{what}: {client}, mcpmend: {mcpmend}"));
        }
    };
    let read = |is: bool| if is { "read" } else { "rejected" }.to_owned();
    let status = workspace.files().next().map(|(_, file)| file.status);
    differ(
        "file".to_owned(),
        read(line.parse == "ok"),
        read(status == Some(FileStatus::Read)),
    );
    // A server that is switched off is listed by the clients like any other.
    let listed: BTreeMap<&str, Option<Transport>> = workspace
        .entries()
        .map(|(_, entry)| entry)
        .filter(|entry| !entry.overridden)
        .filter(|entry| matches!(entry.status, Status::Loaded | Status::Disabled))
        .map(|entry| (entry.name.as_str(), entry.interpretation.transport))
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
        let theirs = line
            .servers
            .get(name)
            .filter(|server| server.status == "loaded");
        let ours = listed.get(name);
        differ(
            format!("server {name:?}"),
            loaded(theirs.is_some()),
            loaded(ours.is_some()),
        );
        if let (Some(ours), Some(theirs)) = (ours, theirs.and_then(Server::transport)) {
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
        let Some(workspace) = replay(line) else {
            continue; // The other test tells.
        };
        replayed += 1;
        let found = differences(line, &workspace);
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
    for (name, ..) in ASKED {
        assert!(
            lines.iter().any(|line| line.client == *name),
            "no line of {name}"
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
