//! What the editors' extensions are made of is fresh, and takes the files that clients read.
//!
//! `MCPMEND_UPDATE=1 cargo test --test editors` writes it anew.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use mcpmend::discover::{classify, ends_as};
use mcpmend::{clients, schemas};
use serde_json::Value;

fn extension() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode")
}

/// The patterns that the extension hands to the editor.
fn patterns() -> Vec<String> {
    let files: Value = serde_json::from_str(&schemas::files()).unwrap();
    let patterns = files["patterns"].as_array().unwrap().iter();
    patterns
        .map(|pattern| pattern.as_str().unwrap().to_owned())
        .collect()
}

/// Whether one of `patterns` takes `path`. All of them start with `**/`.
fn takes(patterns: &[String], path: &str) -> bool {
    patterns
        .iter()
        .any(|pattern| ends_as(Path::new(path), pattern.strip_prefix("**/").unwrap()))
}

/// The paths that a template means for somebody.
fn paths_of(template: &str) -> Vec<String> {
    let plain = match template
        .strip_prefix("${")
        .and_then(|rest| rest.split_once(":-"))
    {
        Some((_, rest)) => rest.replacen('}', "", 1),
        None => template.to_owned(),
    };
    let plain = plain
        .replace("<project>", "/srv/shop/sub")
        .replacen("~/", "/home/ada/", 1)
        .replace('*', "some");
    let Some((before, rest)) = plain.split_once('{') else {
        return vec![plain];
    };
    let (names, after) = rest.split_once('}').unwrap();
    let names = names.split(',');
    names.map(|name| format!("{before}{name}{after}")).collect()
}

#[test]
fn the_extension_knows_the_files_of_today() {
    let path = extension().join("files.json");
    if std::env::var_os("MCPMEND_UPDATE").is_some() {
        std::fs::write(&path, schemas::files()).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == schemas::files(), "stale: {}", path.display());
}

#[test]
fn every_place_of_every_client_is_handed_to_the_server() {
    let patterns = patterns();
    let mut missing = Vec::new();
    let mut seen = 0;
    for client in clients::ALL {
        let places = client.kinds.iter().flat_map(|kind| kind.locations);
        let places = places.filter(|place| !place.common).map(|place| place.path);
        let in_vain = client.not_read.iter().map(|place| place.path);
        for path in places.chain(in_vain).flat_map(paths_of) {
            seen += 1;
            if !takes(&patterns, &path) {
                missing.push(format!("{}: {path}", client.id));
            }
        }
    }
    assert!(seen > 300, "only {seen} places");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn nothing_else_is_handed_to_the_server() {
    let patterns = patterns();
    for pattern in &patterns {
        let path = pattern.replacen("**", "/srv/shop", 1).replace('*', "some");
        let place = classify(Path::new(&path), None);
        assert!(place.is_some(), "{pattern} takes files of nobody");
    }
    for path in [
        "/srv/shop/package.json",
        "/srv/shop/settings.json",
        "/srv/shop/config.toml",
        "/srv/shop/config.yaml",
        "/srv/shop/.codex/auth.json",
        "/srv/shop/x.cursor/some.json",
        "/srv/shop/recipe.yaml",
    ] {
        assert!(!takes(&patterns, path), "{path}");
    }
}

/// The extension has no version of its own: packaging writes that of `Cargo.toml` into it.
#[test]
fn the_extension_has_no_version_of_its_own() {
    for name in ["package.json", "package-lock.json"] {
        let text = std::fs::read_to_string(extension().join(name)).unwrap();
        let data: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(data["version"], "0.0.0", "{name}");
        assert!(!text.contains("\"resolved\""), "{name} names a registry");
    }
}
