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

/// Checking opens no connection: nothing that could is in what checks, fixes and serves editors. The
/// MCP server's runtime, which could, is apart from it (feature `mcp`).
#[test]
fn nothing_that_checks_speaks_to_a_network() {
    const SPEAKERS: &[&str] = &[
        "async-std",
        "curl",
        "hyper",
        "isahc",
        "mio",
        "native-tls",
        "openssl",
        "reqwest",
        "rustls",
        "socket2",
        "surf",
        "tokio",
        "ureq",
    ];
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "tree",
            "--locked",
            "--no-default-features",
            "--features",
            "lsp",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--target",
            "all",
        ])
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains("serde"), "{text}");
    for speaker in SPEAKERS {
        assert!(!names.contains(speaker), "{speaker} is in the program");
    }
}
