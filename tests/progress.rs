//! A person who waits at a terminal sees how far a run has come; nobody else sees anything of it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod common;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mcpmend::analysis::{Analysis, Options, SettingsFrom};
use mcpmend::progress::{Phase, Progress};

/// A folder with so many projects, none of which is right.
fn projects(number: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    add(folder.path(), 0, number);
    folder
}

fn add(folder: &Path, from: usize, to: usize) {
    for number in from..to {
        let project = folder.path_of(number);
        std::fs::create_dir_all(&project).unwrap();
        let servers: Vec<String> = (0..10)
            .map(|server| {
                format!(
                    r#"    "s{server}": {{ "url": "http://localhost:{}/mcp" }}"#,
                    3000 + server
                )
            })
            .collect();
        let text = format!(
            "{{\n  \"mcpServers\": {{\n{}\n  }}\n}}\n",
            servers.join(",\n")
        );
        std::fs::write(project.join(".mcp.json"), text).unwrap();
    }
}

trait Projects {
    fn path_of(&self, number: usize) -> PathBuf;
}

impl Projects for Path {
    fn path_of(&self, number: usize) -> PathBuf {
        self.join(format!("project-{number:05}"))
    }
}

/// What a terminal gets to see; both streams go there.
fn on_terminal(folder: &Path, arguments: &str, variables: &[(&str, &str)]) -> String {
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let mut script = Command::new("script");
    script
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("TERM", "xterm")
        .envs(variables.iter().copied())
        .args(["-qec", &format!("{program} {arguments}"), "/dev/null"])
        .stdin(Stdio::null());
    let output = script
        .output()
        .expect("`script` of util-linux must be installed: it gives a program a terminal");
    String::from_utf8(output.stdout).unwrap()
}

/// What is left on the screen: of a line that is written again only the last state.
fn screen(shown: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    let mut column = 0;
    let mut rest = shown.chars().peekable();
    while let Some(c) = rest.next() {
        let row = lines.len() - 1;
        match c {
            '\r' => column = 0,
            '\n' => lines.push(String::new()),
            '\u{1b}' => {
                assert_eq!(rest.next(), Some('['), "only CSI sequences are written");
                let mut sequence = String::new();
                for c in rest.by_ref() {
                    sequence.push(c);
                    if c.is_ascii_alphabetic() {
                        break;
                    }
                }
                match &*sequence {
                    "2K" => lines[row].clear(),
                    "K" => {
                        let kept: String = lines[row].chars().take(column).collect();
                        lines[row] = kept;
                    }
                    colour if colour.ends_with('m') => {}
                    // One up or down where there is one line only.
                    other => panic!("{other:?} is not expected"),
                }
            }
            c => {
                let mut line: Vec<char> = lines[row].chars().collect();
                line.resize(line.len().max(column + 1), ' ');
                line[column] = c;
                lines[row] = line.into_iter().collect();
                column += 1;
            }
        }
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}

#[test]
fn a_long_run_shows_how_far_it_has_come_and_leaves_nothing() {
    let mut number = 200;
    let folder = projects(number);
    let line = "check . --isolated --statistics --color never";
    let shown = loop {
        let started = Instant::now();
        let shown = on_terminal(folder.path(), line, &[]);
        let took = started.elapsed();
        if took > Duration::from_secs(2) {
            break shown;
        }
        assert!(number < 50_000, "nothing takes long here");
        add(folder.path(), number, number * 2);
        number *= 2;
    };
    assert!(shown.contains("checking rule "), "{shown}");
    // The cursor is never hidden: Ctrl-C at any moment leaves it where it can be seen.
    assert!(!shown.contains("\u{1b}[?"), "{shown}");
    let plain = common::mcpmend()
        .current_dir(folder.path())
        .args(line.split(' '))
        .output()
        .unwrap();
    // Into a pipe goes nothing of it.
    assert_eq!(String::from_utf8(plain.stderr).unwrap(), "");
    let plain = String::from_utf8(plain.stdout).unwrap();
    assert!(!plain.contains("checking rule") && !plain.contains('\u{1b}'));
    assert_eq!(screen(&shown).trim(), plain.trim());
    let quiet = "check . --isolated --statistics --quiet";
    let elsewhere = "check . --isolated --statistics 2>/dev/null";
    std::thread::scope(|scope| {
        for (arguments, variables) in [
            (quiet, &[][..]),
            (line, &[("CI", "true")]),
            (line, &[("TERM", "dumb")]),
            (elsewhere, &[]),
        ] {
            let folder = folder.path();
            scope.spawn(move || {
                let shown = on_terminal(folder, arguments, variables);
                assert!(!shown.contains("checking rule"), "{arguments}: {shown}");
            });
        }
    });
    interrupt(folder.path(), line);
    // What goes to a file is not mixed with it.
    on_terminal(folder.path(), "list . >list.txt", &[]);
    let list = std::fs::read_to_string(folder.path().join("list.txt")).unwrap();
    assert!(list.starts_with("project-00000/.mcp.json"), "{list}");
    assert!(!list.contains("reading file"));
}

/// Ctrl-C in the middle ends it at once, and leaves a terminal whose cursor can be seen.
fn interrupt(folder: &Path, line: &str) {
    let program = env!("CARGO_BIN_EXE_mcpmend");
    let mut script = Command::new("script")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("TERM", "xterm")
        .args(["-qec", &format!("{program} {line}"), "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keys = script.stdin.take().unwrap();
    let mut from = script.stdout.take().unwrap();
    let mut shown = Vec::new();
    let mut buffer = [0; 4096];
    let mut pressed = false;
    loop {
        let length = from.read(&mut buffer).unwrap();
        if length == 0 {
            break;
        }
        shown.extend_from_slice(&buffer[..length]);
        let text = String::from_utf8_lossy(&shown);
        if !pressed && (text.contains("reading file") || text.contains("checking rule")) {
            keys.write_all(b"\x03").unwrap();
            keys.flush().unwrap();
            pressed = true;
        }
    }
    let status = script.wait().unwrap();
    let shown = String::from_utf8_lossy(&shown);
    assert!(pressed, "{shown}");
    // 128 and the number of the signal.
    assert_eq!(status.code(), Some(130), "{shown}");
    assert!(!shown.contains("Found"), "{shown}");
    assert!(!shown.contains("\u{1b}[?"), "{shown}");
}

/// A run that nobody waits for any more reads nothing more and finds nothing.
#[test]
fn a_run_that_is_stopped_ends() {
    let folder = projects(3);
    let progress = Arc::new(Progress::default());
    let options = Options {
        paths: vec![folder.path().to_owned()],
        settings: SettingsFrom::Defaults,
        progress: Some(Arc::clone(&progress)),
        ..Options::default()
    };
    let analysis = Analysis::read(&options).unwrap();
    assert_eq!(analysis.workspace.files().len(), 3);
    assert!(!analysis.check().findings.is_empty());
    assert!(matches!(progress.phase(), Phase::Checking { done, total, round: 0 } if done == total));
    progress.stop();
    assert!(analysis.check().findings.is_empty());
    assert!(analysis.fix(true).changed.is_empty());
    let analysis = Analysis::read(&options).unwrap();
    assert_eq!(analysis.workspace.files().len(), 0);
}

#[test]
fn a_short_run_shows_nothing() {
    let folder = projects(1);
    let line = "check . --isolated --color never";
    let shown = on_terminal(folder.path(), line, &[]);
    let plain = common::mcpmend()
        .current_dir(folder.path())
        .args(line.split(' '))
        .output()
        .unwrap();
    let plain = String::from_utf8(plain.stdout).unwrap();
    assert_eq!(shown.replace("\r\n", "\n"), plain);
}
