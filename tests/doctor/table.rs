//! The tables of `docs/doctor.md` against the tests that they name.

use std::collections::BTreeSet;

/// What the guide to "connection refused" tells clients to print.
const TEXTS: &[&str] = &[
    "Error: Server process exited unexpectedly with code 1",
    "Connection to MCP server lost",
    "Error: connect ECONNREFUSED 127.0.0.1:3000",
    "MCP server connection failed: Connection refused",
    "Failed to connect to MCP server at http://localhost:3000/sse",
    "Error: fetch failed - ECONNREFUSED",
    "Error: connect ECONNREFUSED 192.168.1.50:8080",
    "ETIMEDOUT",
    "ENOENT",
    "Error: self-signed certificate in certificate chain",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "Error: certificate has expired",
    "CERT_HAS_EXPIRED",
    "Error: Hostname/IP does not match certificate's altnames",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "connection reset",
    "address already in use",
];

fn read(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows with four cells: what, how, which test, what comes of it.
fn rows(page: &str) -> Vec<[&str; 4]> {
    page.lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"))
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            <[&str; 4]>::try_from(cells).ok()
        })
        .filter(|cells| cells[2] != "test")
        .collect()
}

#[test]
fn every_test_that_is_named_exists() {
    let page = read("docs/doctor.md");
    let rows = rows(&page);
    assert!(rows.len() > 40, "{}", rows.len());
    for [what, _, test, _] in rows {
        let (file, name) = test
            .trim_matches('`')
            .split_once(": ")
            .unwrap_or_else(|| panic!("{what}: {test}"));
        let (path, line) = match file {
            rust if rust.ends_with(".rs") => {
                let folder = if ["doctor", "docker/"]
                    .iter()
                    .any(|start| rust.starts_with(start))
                {
                    "tests"
                } else {
                    "tests/doctor"
                };
                (format!("{folder}/{rust}"), format!("fn {name}() {{"))
            }
            script => (format!("tests/mcp-servers/{script}"), format!("\"{name}\"")),
        };
        assert!(read(&path).contains(&line), "{what}: {path} has no {name}");
    }
}

#[test]
fn every_text_has_its_row() {
    let page = read("docs/doctor.md");
    let (_, below) = page.split_once("### The texts that clients print").unwrap();
    let texts: Vec<&str> = rows(below).iter().map(|row| row[0]).collect();
    let missing: BTreeSet<&&str> = TEXTS
        .iter()
        .filter(|text| !texts.iter().any(|row| row.contains(**text)))
        .collect();
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_test_of_a_cause_has_its_row() {
    let page = read("docs/doctor.md");
    let causes = read("tests/doctor/causes.rs");
    let tests = causes.split("#[test]\nfn ").skip(1);
    let names: Vec<&str> = tests.filter_map(|text| text.split('(').next()).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let named = format!("`causes.rs: {name}`");
        assert!(page.contains(&named), "no row names {name}");
    }
}
