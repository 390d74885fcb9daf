//! What the program is built from: every crate has its reason in docs/dependencies.md, and none
//! brings a licence, a source or a habit that is not wanted.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// What cargo says of the whole tree, as the lock file has it.
fn tree() -> Value {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The names in the first column of the table below `heading`.
fn listed(page: &str, heading: &str) -> BTreeSet<String> {
    let (_, below) = page.split_once(heading).unwrap();
    let table = below.lines().skip_while(|line| !line.starts_with("| ---"));
    let rows = table.skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert!(
            cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()),
            "{row}"
        );
        cells[0].to_owned()
    })
    .collect()
}

fn declared(section: &str) -> BTreeSet<String> {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let everywhere = manifest.get(section).into_iter();
    let somewhere = manifest
        .get("target")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(|targets| targets.values())
        .filter_map(|target| target.get(section));
    everywhere
        .chain(somewhere)
        .flat_map(|crates| crates.as_table().unwrap().keys().cloned())
        .collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let page = read("docs/dependencies.md");
    assert_eq!(
        listed(&page, "## In the program"),
        declared("dependencies"),
        "left: the page; right: Cargo.toml"
    );
    assert_eq!(
        listed(&page, "## For tests only"),
        declared("dev-dependencies")
    );
}

/// Whether what an SPDX expression asks for is among `allowed`; the old `A/B` is `A OR B`.
fn licensed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ");
    let plain = expression.replace(['(', ')'], " ");
    // `(A OR B) AND C` and `A OR B`: no crate here nests deeper.
    plain.split(" AND ").all(|part| {
        part.split(" OR ").any(|name| {
            let name = name.split(" WITH ").next().unwrap_or(name).trim();
            allowed.contains(name)
        })
    })
}

#[test]
fn licences_and_sources_are_those_that_are_wanted() {
    let settings: toml::Table = toml::from_str(&read("deny.toml")).unwrap();
    let allowed: BTreeSet<String> = settings["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    assert!(!licensed("GPL-3.0-only", &allowed));
    assert!(!licensed("MIT AND GPL-3.0-only", &allowed));
    let mut faults = Vec::new();
    let tree = tree();
    let packages = tree["packages"].as_array().unwrap();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        let license = package["license"].as_str().unwrap_or("none");
        if !licensed(license, &allowed) {
            faults.push(format!("{name}: the licence is {license}"));
        }
        let source = package["source"].as_str().unwrap_or("a folder");
        if !source.contains("crates.io-index") {
            faults.push(format!("{name}: it comes from {source}"));
        }
    }
    assert!(packages.len() > 50);
    assert_eq!(faults, Vec::<String>::new());
}

/// Crates that speak to a network, or that such crates stand on.
const SPEAKERS: &[&str] = &[
    "async-std",
    "curl",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "ureq",
];

/// The crates that the program is built from, on every system, with these arguments of `cargo tree`.
fn built_from(arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--target", "all"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let names = text
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let names: BTreeSet<String> = names.map(str::to_owned).collect();
    assert!(names.contains("serde"), "{text}");
    names
}

/// No connection is opened by any command but `doctor`: no crate that could is in the program without
/// that feature.
#[test]
fn nothing_but_the_doctor_speaks_to_a_network() {
    let names = built_from(&["--no-default-features", "--features", "lsp,mcp"]);
    assert!(names.contains("rmcp"), "{names:?}");
    for speaker in SPEAKERS {
        assert!(!names.contains(*speaker), "{speaker} is in the program");
    }
    // What checks, fixes and serves editors has no runtime that could be taught to.
    let names = built_from(&["--no-default-features", "--features", "lsp"]);
    assert!(!names.contains("tokio") && !names.contains("rmcp"));
}

/// The MCP server's runtime waits for its standard input and for nothing else: it is built without
/// sockets, files, signals and processes.
#[test]
fn the_runtime_of_the_mcp_server_is_built_without_sockets() {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--locked", "--all-features", "--target", "all"])
        .args(["--edges", "normal", "--invert", "tokio", "--depth", "0"])
        .args(["--prefix", "none", "--format", "{p} {f}"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let features = text.split_whitespace().last().unwrap();
    let features: BTreeSet<&str> = features.split(',').collect();
    assert!(features.contains("io-std"), "{text}");
    for unwanted in ["fs", "full", "net", "process", "rt-multi-thread", "signal"] {
        assert!(!features.contains(unwanted), "{unwanted}: {text}");
    }
}

/// Nor does mcpmend's own code ask the standard library for a connection or a process, but in the
/// room that only the doctor enters.
#[test]
fn nothing_but_the_doctor_opens_a_connection_or_starts_a_process() {
    const WAYS: &[&str] = &[
        "TcpListener",
        "TcpStream",
        "ToSocketAddrs",
        "UdpSocket",
        "UnixListener",
        "UnixStream",
    ];
    let mut files = 0;
    let rooms = ["src/live", "src/doctor"].map(|room| root().join(room));
    for entry in walkdir::WalkDir::new(root().join("src")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        files += 1;
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let [live, doctor] = &rooms;
        if entry.path().starts_with(live) {
            continue;
        }
        let enters = text.contains("crate::live") && !entry.path().starts_with(doctor);
        assert!(!enters, "{} enters src/live", entry.path().display());
        // clap has a Command, too.
        let starts = |line: &str| line.contains("process::") && line.contains("Command");
        assert!(!text.lines().any(starts), "{}", entry.path().display());
        for way in WAYS {
            assert!(!text.contains(way), "{}: {way}", entry.path().display());
        }
    }
    assert!(files > 100);
}
