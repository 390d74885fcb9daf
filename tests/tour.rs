//! The tour of the README: the founding scenario, and the README's own words about it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use common::{mcpmend, snapshot};

fn tour(args: &[&str]) -> (String, Option<i32>) {
    let output = mcpmend()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tests/tour", "--isolated"])
        .args(args)
        .output()
        .unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.code(),
    )
}

#[test]
fn it_finds_the_founding_faults() {
    let (text, code) = tour(&[]);
    assert_eq!(code, Some(1));
    for rule in [
        "stdio-server-by-url",
        "port-collision",
        "missing-transport-type",
        "ca-env-missing",
        "docker-not-interactive",
    ] {
        assert!(text.contains(&format!("[{rule}]")), "{rule} is not found");
    }
    snapshot("cli", "tour", &text);
}

#[test]
fn its_diff_mends_them() {
    let (text, code) = tour(&["--diff", "--unsafe-fixes"]);
    assert_eq!(code, Some(1));
    snapshot("cli", "tour-diff", &text);
}

/// Every paragraph of the README's screenful stands so in the output.
#[test]
fn the_readme_shows_the_real_output() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let screen = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("\n```").next())
        .unwrap();
    let (text, _) = tour(&[]);
    for paragraph in screen.split("\n\n") {
        assert!(text.contains(paragraph), "not in the output:\n{paragraph}");
    }
}
