//! `mcpmend doctor` and the person before it: its questions, its progress, and Ctrl-C.
#![cfg(all(feature = "doctor", target_os = "linux"))]
#![allow(
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods
)]

#[path = "doctor/bench.rs"]
mod bench;
mod common;
#[path = "doctor/terminal.rs"]
mod terminal;

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::json;

use bench::{Bench, Server, WELCOME, answer};
use terminal::{script, signalled};

/// What a server does that answers as it should, and leaves a mark that it ran.
const WELL: &str = "#!/bin/sh\n: >\"$0.ran\"\nread -r line\necho 'WELCOME'\n";

/// A project with so many of them: `s1`, `s2` and so on.
fn servers(number: usize) -> Bench {
    let bench = Bench::new();
    let mut entries = serde_json::Map::new();
    for number in 1..=number {
        let name = format!("s{number}");
        bench.program(&name, &WELL.replace("WELCOME", WELCOME));
        entries.insert(
            name.clone(),
            json!({ "command": name, "args": ["--all", "a b"] }),
        );
    }
    bench.servers(&entries.into());
    bench
}

/// Which of them ran.
fn ran(bench: &Bench) -> Vec<usize> {
    (1..=9)
        .filter(|number| bench.path(&format!("home/bin/s{number}.ran")).exists())
        .collect()
}

/// A terminal with somebody who answers each question with the next of `answers`.
fn attended(bench: &Bench, arguments: &str, answers: &[&str]) -> (String, Option<i32>) {
    let mut talk = script(bench, arguments, &[]);
    for answer in answers {
        talk.until("]? ");
        talk.keys(answer);
    }
    talk.end()
}

#[test]
fn a_person_says_which_servers_are_started() {
    for (answers, expected) in [
        (&["y\n", "n\n", "y\n"][..], &[1, 3][..]),
        (&["n\n", "a\n"], &[2, 3]),
        (&["y\n", "d\n"], &[1]),
        (&["y\n", "q\n"], &[1]),
        (&["n\n", "n\n", "n\n"], &[]),
        // The end of the input is no yes.
        (&["\x04"], &[]),
        (&["what\n", "?\n", "y\n", "q\n"], &[1]),
    ] {
        let bench = servers(3);
        let (shown, code) = attended(&bench, "doctor", answers);
        assert_eq!(ran(&bench), expected, "{answers:?}: {shown}");
        assert_eq!(code, Some(0), "{shown}");
        let reachable = shown.matches("it can be used").count();
        assert_eq!(reachable, expected.len(), "{shown}");
        let left = shown.matches("it was not started").count();
        assert_eq!(left, 3 - expected.len(), "{shown}");
    }
}

#[test]
fn the_questions_read_well() {
    let bench = servers(2);
    let (shown, _) = attended(&bench, "doctor --color never", &["?\n", "y\n", "n\n"]);
    let home = bench.path("home").display().to_string();
    let shown = terminal::without_times(&shown).replace(&home, "HOME");
    common::snapshot("doctor", "questions", &shown);
}

#[test]
fn nobody_is_asked_where_nobody_sits() {
    let bench = servers(1);
    // Into a pipe: there is no terminal at all.
    let said = bench.read(&[]);
    assert!(!said.contains("Start it"), "{said}");
    let unasked = |arguments: &str, variables: &[(&str, &str)]| {
        let (shown, code) = script(&bench, arguments, variables).end();
        assert!(!shown.contains("Start it"), "{arguments}: {shown}");
        assert_eq!(code, Some(0), "{arguments}: {shown}");
    };
    unasked("doctor", &[("CI", "true")]);
    unasked("doctor --format json", &[]);
    unasked("doctor </dev/null", &[]);
    unasked("doctor 2>/dev/null", &[]);
    assert_eq!(ran(&bench), [0; 0]);
    // Asked for already.
    unasked("doctor --start", &[]);
    assert_eq!(ran(&bench), [1]);
}

#[test]
fn nobody_is_asked_when_nothing_is_left_to_learn() {
    let server = Server::http("127.0.0.1:0", bench::streamable("/mcp"));
    let bench = Bench::new();
    bench.program("lame", "#!/no/such/interpreter\n");
    bench.servers(&json!({
        "called": { "type": "http", "url": server.url("/mcp") },
        "missing": { "command": "no-such-program-here" },
        "lame": { "command": "lame" },
    }));
    let (shown, code) = script(&bench, "doctor", &[]).end();
    assert!(!shown.contains("Start it"), "{shown}");
    assert_eq!(code, Some(1), "{shown}");
}

#[test]
fn what_is_waited_for_is_named_and_goes_away() {
    let (go, told) = mpsc::channel::<()>();
    let told = std::sync::Mutex::new(told);
    // It answers when the line was seen, however long that takes.
    let server = Server::http("127.0.0.1:0", move |_| {
        let _ = told.lock().unwrap().recv_timeout(Duration::from_secs(60));
        answer("200 OK", "application/json", WELCOME)
    });
    let bench = Bench::new();
    bench.servers(&json!({ "slow": { "type": "http", "url": server.url("/mcp") } }));
    let mut talk = script(&bench, "doctor --timeout 60 --color never", &[]);
    talk.until("0 of 1 examined; waiting for slow (is it an MCP server)");
    drop(go);
    let (shown, code) = talk.end();
    assert_eq!(code, Some(0), "{shown}");
    let left = terminal::screen(&shown);
    assert!(left.contains("it can be used"), "{left}");
    assert!(!left.contains("examined"), "{left}");
}

/// A server that never answers and has a child of its own, both deaf to a polite end; their numbers
/// stand in a file each.
const DEAF: &str = "#!/bin/sh\ntrap '' TERM INT HUP\nsh -c 'trap \"\" TERM INT HUP; echo $$ >\"$0\"; sleep 600' \"$0.child\" &\nwhile [ ! -s \"$0.child\" ]; do sleep 0.01; done\necho $$ >\"$0.part\"; mv \"$0.part\" \"$0.self\"\nsleep 600\n";

fn number(path: &Path) -> Pid {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        if let Ok(number) = text.trim().parse() {
            return Pid::from_raw(number).unwrap();
        }
        assert!(Instant::now() < deadline, "{} never came", path.display());
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn is_gone(process: Pid) -> bool {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        let path = format!("/proc/{}/stat", process.as_raw_nonzero());
        let stat = std::fs::read_to_string(path).unwrap_or_default();
        // A zombie is one whose parent has not looked yet.
        let state = stat.rsplit(')').next().unwrap_or_default().trim();
        if test_kill_process(process).is_err() || state.starts_with('Z') {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

/// One server of each kind: called and well, and started and deaf.
fn two() -> (Bench, Server) {
    let server = Server::http("127.0.0.1:0", bench::streamable("/mcp"));
    let bench = Bench::new();
    bench.program("deaf", DEAF);
    bench.servers(&json!({
        "well": { "type": "http", "url": server.url("/mcp") },
        "deaf": { "command": "deaf" },
    }));
    (bench, server)
}

#[test]
fn a_signal_shows_what_is_known_and_ends_what_was_started() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let (bench, server) = two();
        let child = signalled(&bench, &["--start", "--timeout", "600"]);
        let all = ["child", "self"].map(|end| number(&bench.path(&format!("home/bin/deaf.{end}"))));
        // The other one is ready by now, or soon.
        while server.heard().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        kill_process(Pid::from_child(&child), signal).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(all.into_iter().all(is_gone), "{signal:?}");
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{stdout}");
        let home = bench.path("home").display().to_string();
        let (_, deaf) = stdout.split_once("\n\ndeaf").unwrap();
        let deaf = format!("deaf{}", deaf.replace(&home, "HOME"));
        common::snapshot("doctor", "not_finished", &deaf);
        assert!(stdout.contains("Claude Code calls"), "{stdout}");
    }
}

#[test]
fn programs_are_told_too_what_is_not_finished() {
    let (bench, _server) = two();
    let child = signalled(
        &bench,
        &["deaf", "--start", "--timeout", "600", "--format", "json"],
    );
    number(&bench.path("home/bin/deaf.self"));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["servers"][0]["verdict"], "not-finished");
    assert_eq!(told["servers"][0]["checks"][1]["question"], "command");
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let (bench, _server) = two();
    let child = signalled(&bench, &["--start", "--timeout", "600"]);
    let all = ["child", "self"].map(|end| number(&bench.path(&format!("home/bin/deaf.{end}"))));
    let program = Pid::from_child(&child);
    // While it stands still both come in, so that the second one surely is there before anything
    // is done about the first.
    for signal in [Signal::STOP, Signal::INT, Signal::TERM, Signal::CONT] {
        kill_process(program, signal).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    assert!(
        matches!(output.status.code(), Some(130 | 143)),
        "{output:?}"
    );
    assert!(output.stdout.is_empty(), "{output:?}");
    for process in all {
        let _ = kill_process(process, Signal::KILL);
    }
}

#[test]
fn ctrl_c_at_a_question_shows_what_is_known() {
    let bench = servers(2);
    let mut talk = script(&bench, "doctor --color never", &[]);
    talk.until("]? ");
    talk.keys("y\n");
    talk.until("]? ");
    talk.keys("\x03");
    let (shown, code) = talk.end();
    assert_eq!(code, Some(130), "{shown}");
    assert_eq!(ran(&bench), [0; 0], "{shown}");
    assert!(shown.contains("the command: `s1` is found"), "{shown}");
    assert!(shown.contains("the command: `s2` is found"), "{shown}");
}

/// A container outlives the program that had the engine make it: it is removed on Ctrl-C, too. The
/// engine is a script here; the real one is asked in `tests/docker`.
#[test]
fn a_container_is_removed_on_ctrl_c() {
    let bench = Bench::new();
    let id = "0123456789abcdef".repeat(4);
    bench.program(
        "docker",
        &format!(
            "#!/bin/sh\nfor word in \"$@\"; do\n  case $word in\n    --cidfile=*) echo {id} >\"${{word#--cidfile=}}\"; echo $$ >\"$0.part\"; mv \"$0.part\" \"$0.self\"; exec sleep 600;;\n  esac\ndone\necho \"$@\" >>\"$0.asked\"\n"
        ),
    );
    bench
        .servers(&json!({ "it": { "command": "docker", "args": ["run", "-i", "--rm", "image"] } }));
    let child = signalled(&bench, &["--start", "--timeout", "600"]);
    let own = number(&bench.path("home/bin/docker.self"));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(is_gone(own));
    let asked = std::fs::read_to_string(bench.path("home/bin/docker.asked")).unwrap();
    assert!(
        asked
            .lines()
            .any(|line| line.contains("rm") && line.contains(&id)),
        "{asked}"
    );
}
