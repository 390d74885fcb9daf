//! The catalogue of schemas names each client's files, and nobody else's.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::Path;

use mcpmend::model::{Client, Location};
use mcpmend::{clients, schemas};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The patterns of each client, in the order of [`clients::ALL`].
fn catalog() -> Vec<(&'static Client, Vec<String>)> {
    let text = std::fs::read_to_string(root().join("schemas/catalog.json")).unwrap();
    let catalog: Value = serde_json::from_str(&text).unwrap();
    let entries = catalog["schemas"].as_array().unwrap();
    clients::ALL
        .iter()
        .copied()
        .filter(|client| !client.kinds.is_empty())
        .map(|client| {
            let name = schemas::file_name(client.id);
            let entry = entries
                .iter()
                .find(|entry| entry["url"].as_str().unwrap().rsplit('/').next() == Some(&name))
                .unwrap_or_else(|| panic!("{} is not in the catalogue", client.id));
            for key in ["name", "description"] {
                let text = entry[key].as_str().unwrap();
                assert!(text.contains(client.name), "{}: {text}", client.id);
            }
            let patterns = entry["fileMatch"].as_array();
            let patterns = patterns.into_iter().flatten();
            let patterns = patterns.map(|it| it.as_str().unwrap().to_owned());
            (client, patterns.collect())
        })
        .collect()
}

/// The places whose files are checked as `client`'s by their name alone.
fn own(client: &'static Client) -> impl Iterator<Item = &'static Location> {
    client
        .kinds
        .iter()
        .filter(|kind| kind.told_by.is_empty())
        .flat_map(|kind| kind.locations)
        .filter(|location| !location.guest && !location.common)
}

/// The places that are its own only where the content says so, or where it is named.
fn ambiguous(client: &'static Client) -> impl Iterator<Item = &'static Location> {
    client.kinds.iter().flat_map(|kind| {
        let told = kind.told_by.is_empty();
        let locations = kind.locations.iter();
        locations.filter(move |location| !told || location.common)
    })
}

fn places(client: &'static Client) -> impl Iterator<Item = &'static Location> {
    client.kinds.iter().flat_map(|kind| kind.locations)
}

/// The paths that a template means for somebody.
fn paths_of(template: &str) -> Vec<String> {
    let plain = match template
        .strip_prefix("${")
        .and_then(|it| it.split_once(":-"))
    {
        Some((_, rest)) => rest.replacen('}', "", 1),
        None => template.to_owned(),
    };
    let plain = plain
        .replace("<project>", "/srv/shop/sub")
        .replacen("~/", "/home/ada/", 1)
        .replace('*', "some");
    match plain.split_once('{') {
        None => vec![plain],
        Some((before, rest)) => {
            let (names, after) = rest.split_once('}').unwrap();
            let names = names.split(',');
            names.map(|name| format!("{before}{name}{after}")).collect()
        }
    }
}

/// The part of a template below the home or project folder.
fn inside(template: &str) -> &str {
    ["~/", "<project>/"]
        .iter()
        .find_map(|start| template.strip_prefix(start))
        .unwrap_or(template)
}

/// How VS Code's JSON language service reads `fileMatch`: each pattern may start anywhere, `**/`
/// is any number of folders, `*` is any text without a slash, case counts, and of several that
/// match the last decides, which takes the file out when it starts with `!`.
fn takes(patterns: &[String], path: &str) -> bool {
    let mut taken = false;
    for pattern in patterns {
        let (pattern, include) = match pattern.strip_prefix('!') {
            Some(pattern) => (pattern, false),
            None => (pattern.as_str(), true),
        };
        let segments: Vec<&str> = ["**"]
            .into_iter()
            .chain(pattern.trim_start_matches('/').split('/'))
            .collect();
        let path: Vec<&str> = path.split('/').collect();
        if matches(&segments, &path) {
            taken = include;
        }
    }
    taken
}

fn matches(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], _) => (0..=path.len()).any(|skip| matches(rest, &path[skip..])),
        ([first, rest @ ..], [segment, path @ ..]) => {
            matches_segment(first.as_bytes(), segment.as_bytes()) && matches(rest, path)
        }
        _ => false,
    }
}

fn matches_segment(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => (0..=text.len()).any(|skip| matches_segment(rest, &text[skip..])),
        ([first, pattern @ ..], [byte, text @ ..]) => {
            first == byte && matches_segment(pattern, text)
        }
        _ => false,
    }
}

#[test]
fn globs_are_read_as_an_editor_reads_them() {
    let takes = |pattern: &str, path: &str| takes(&[pattern.to_owned()], path);
    assert!(takes("**/.cursor/mcp.json", "/home/ada/.cursor/mcp.json"));
    assert!(takes("mcp.json", "/home/ada/.cursor/mcp.json"));
    assert!(!takes("**/.cursor/mcp.json", "/home/ada/x.cursor/mcp.json"));
    assert!(!takes("**/.cursor/mcp.json", "/home/ada/.cursor/MCP.json"));
    assert!(takes("**/a/*.json", "/a/b.json"));
    assert!(!takes("**/a/*.json", "/a/b/c.json"));
    assert!(!super_takes(&["**/*.json", "!**/b.json"], "/a/b.json"));
    assert!(super_takes(&["!**/b.json", "**/*.json"], "/a/b.json"));
}

fn super_takes(patterns: &[&str], path: &str) -> bool {
    let patterns: Vec<String> = patterns.iter().map(|&it| it.to_owned()).collect();
    takes(&patterns, path)
}

#[test]
fn every_client_has_a_schema_and_its_places() {
    let catalog = catalog();
    assert!(catalog.len() >= 12, "{}", catalog.len());
    let mut missing = Vec::new();
    for (client, patterns) in &catalog {
        let schema = root().join("schemas").join(schemas::file_name(client.id));
        assert!(schema.is_file(), "{} has no schema", client.id);
        for location in own(client) {
            for path in paths_of(location.path) {
                if !takes(patterns, &path) {
                    missing.push(format!("{}: {path}", client.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn no_pattern_takes_what_its_client_does_not_read() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    for (client, patterns) in &catalog {
        let read: Vec<String> = places(client).flat_map(|it| paths_of(it.path)).collect();
        let others = catalog
            .iter()
            .filter(|(other, _)| other.id != client.id)
            .flat_map(|(other, _)| own(other).map(|it| (other.id, it.path)));
        let in_vain = client
            .not_read
            .iter()
            // Of a place of which only a part is not read, the rest is.
            .filter(|it| it.root.is_none())
            // A pattern does not tell a home folder from a project.
            .filter(|it| own(client).all(|own| inside(own.path) != inside(it.path)))
            .map(|it| (client.id, it.path));
        let owned: Vec<String> = own(client).flat_map(|it| paths_of(it.path)).collect();
        for path in ambiguous(client).flat_map(|it| paths_of(it.path)) {
            if takes(patterns, &path) && !owned.contains(&path) {
                wrong.push(format!("{} takes every {path}", client.id));
            }
        }
        for (whose, template) in others.chain(in_vain) {
            for path in paths_of(template) {
                if takes(patterns, &path) && !read.contains(&path) {
                    wrong.push(format!("{} takes {path} of {whose}", client.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No home folder, drive or variable: a pattern is the same on every machine.
#[test]
fn patterns_are_the_same_everywhere() {
    for (client, patterns) in catalog() {
        assert_eq!(
            patterns.is_empty(),
            own(client).next().is_none(),
            "{}",
            client.id
        );
        for pattern in patterns {
            assert!(
                !pattern.contains(['~', '$', '<', '\\', ':', '{', '}']),
                "{}: {pattern}",
                client.id
            );
        }
    }
}
