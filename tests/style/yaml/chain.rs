//! A client's file whose fix is refused: the finding is told, and so is why nobody mends it.
#![allow(clippy::disallowed_methods)]

use crate::common::mcpmend;

const BEFORE: &str = "\
base: &base
  enabled: true
  timeout: 300
extensions:
  files: &files
    name: files
    type: stdio
    command: npx
    args: ['-y', 'files@1.0.0']
    enabled: true
  again: *files
  other:
    <<: *base
    name: other
    type: stdio
    command: npx
    args: ['-y', 'other@1.0.0']
    enabled: true
";

const REASON: &str = "it is in a value with an anchor (`&`) that an alias (`*`) repeats elsewhere";

/// Runs with `args` on a home folder that holds the file; gives the outputs and the file.
fn run(args: &[&str]) -> (String, String, String) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".config/goose/config.yaml");
    let project = home.path().join("project");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::create_dir_all(&project).unwrap();
    std::fs::write(&file, BEFORE).unwrap();
    let output = mcpmend()
        .current_dir(&project)
        .arg("--isolated")
        .args(["--os", "linux", "--select", "foreign-field", "--home"])
        .arg(home.path())
        .args(args)
        .output()
        .unwrap();
    // Lines are wrapped: what they say counts here.
    let words = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (
        words(&output.stdout),
        words(&output.stderr),
        std::fs::read_to_string(&file).unwrap(),
    )
}

#[test]
fn the_report_promises_no_fix_that_is_refused() {
    let (out, _, file) = run(&[]);
    assert_eq!(file, BEFORE);
    assert!(
        out.contains(&format!("fix by hand: rename `command` to `cmd`: {REASON}")),
        "{out}"
    );
    assert!(out.contains("fix: rename `command` to `cmd`"), "{out}");
    assert!(out.contains("1 can be fixed with `--fix`"), "{out}");
}

#[test]
fn fixing_mends_what_stands_beside_and_says_what_it_leaves() {
    let told = format!("not fixed [foreign-field] rename `command` to `cmd`: {REASON}");
    let (out, err, file) = run(&["--fix", "--no-undo"]);
    let (before, other) = BEFORE.split_once("  other:").unwrap();
    let after = format!("{before}  other:{}", other.replace("command:", "cmd:"));
    assert_eq!(file, after);
    assert_eq!(err.matches(&told).count(), 1, "{err}");
    assert!(out.contains("fix by hand"), "{out}");
    assert!(!out.contains("can be fixed"), "{out}");

    let (out, err, file) = run(&["--diff"]);
    assert_eq!(file, BEFORE);
    assert_eq!(err.matches(&told).count(), 1, "{err}");
    assert_eq!(out.matches("+ cmd: npx").count(), 1, "{out}");
}
