//! Runs that were stopped half way: what they wrote is told, and comes back.

use std::process::Stdio;

use mcpmend::fix::journal::{About, Journal, Note, Purpose, Run};
use mcpmend::fix::write::Change;

use crate::person::{Person, Said, below, faulty};

const FILES: usize = 3;

fn path(at: usize) -> String {
    format!("p/{at}/.mcp.json")
}

fn fixed(at: usize) -> Vec<u8> {
    faulty(&format!("s{at}"))
        .replace("{ \"url\"", "{ \"type\": \"http\", \"url\"")
        .into_bytes()
}

fn journal(person: &Person) -> Journal {
    Journal::open(person.undo_folder().parent().unwrap())
}

fn changes(person: &Person) -> Vec<Change> {
    (0..FILES)
        .map(|at| Change {
            path: person.write(&path(at), faulty(&format!("s{at}"))),
            old: faulty(&format!("s{at}")).into_bytes(),
            new: fixed(at),
        })
        .collect()
}

fn begin<'j>(journal: &'j Journal, person: &Person) -> Run<'j> {
    let about = About {
        purpose: Purpose::Fix,
        time: 1_795_650_612,
        folder: person.path("p"),
        clients: Vec::new(),
        fixes: vec![Note {
            rule: "missing-transport-type".to_owned(),
            title: "add `\"type\": \"http\"`".to_owned(),
            files: vec![0, 1, 2],
        }],
    };
    journal
        .begin(journal.lock().unwrap(), &changes(person), &about)
        .unwrap()
}

/// A run that was stopped after it had written so many of its files.
fn stopped_after(written: usize) -> Person {
    let person = Person::new();
    let journal = journal(&person);
    let run = begin(&journal, &person);
    for at in 0..written {
        person.write(&path(at), fixed(at));
    }
    // As a killed process leaves it: the lock is free, and nothing is noted.
    drop(run);
    person
}

fn all_as_before(person: &Person) {
    for at in 0..FILES {
        assert_eq!(person.read(&path(at)), faulty(&format!("s{at}")).as_bytes());
    }
}

#[test]
fn undo_says_what_was_written_and_puts_it_back() {
    for written in 1..FILES {
        let person = stopped_after(written);
        let list = person.undo(&["--list"]).ends(0);
        assert!(list.out.contains("interrupted"), "{list:?}");
        let said = person.undo(&[]).ends(0);
        if written == 1 {
            crate::common::snapshot("cli", "undo-interrupted", &said.shown(&person));
        }
        assert!(
            said.err
                .contains("run 1 of 2026-11-25T23:50:12Z was interrupted"),
            "{said:?}"
        );
        all_as_before(&person);
        person.undo(&[]).ends(1).says("Nothing to undo");
    }
}

#[test]
fn the_next_fix_says_it_once() {
    let person = stopped_after(1);
    let said = person.fix();
    crate::common::snapshot("cli", "fix-interrupted", &said.err.replace("Z\n", "\n"));
    person.write("p/.mcp.json", faulty("more"));
    let said = person.fix();
    assert!(!said.err.contains("interrupted"), "{said:?}");
    // Three steps back lead to where it all began.
    for _ in 0..3 {
        person.undo(&[]).ends(0);
    }
    all_as_before(&person);
}

#[test]
fn a_run_that_wrote_nothing_is_forgotten_and_one_that_wrote_all_is_done() {
    let person = stopped_after(0);
    let said = person.undo(&[]).ends(1);
    assert!(!said.err.contains("interrupted"), "{said:?}");
    assert!(person.runs().is_empty());
    let person = stopped_after(FILES);
    let said = person.undo(&[]).ends(0);
    assert!(!said.err.contains("interrupted"), "{said:?}");
    all_as_before(&person);
}

#[test]
fn what_was_saved_since_is_kept() {
    let person = stopped_after(2);
    person.write(&path(1), "mine");
    person
        .undo(&[])
        .ends(1)
        .says("written: 0/.mcp.json; not written: 2/.mcp.json; changed since: 1/.mcp.json");
    assert_eq!(person.read(&path(0)), fixed(0));
    person.undo(&["--force"]).ends(0);
    all_as_before(&person);
    person.undo(&["--run", "2"]).ends(0);
    assert_eq!(person.read(&path(1)), b"mine");
}

#[test]
fn a_failed_run_is_forgotten_and_a_stuck_one_is_not() {
    let person = Person::new();
    let journal = journal(&person);
    begin(&journal, &person).cancel().unwrap();
    assert!(person.runs().is_empty());
    let run = begin(&journal, &person);
    person.write(&path(2), fixed(2));
    drop(run.leave());
    assert_eq!(person.runs(), [1]);
    person.undo(&[]).ends(0).says("written: 2/.mcp.json");
    all_as_before(&person);
}

/// While one writes, the others wait, and see that it does.
#[test]
fn who_writes_is_not_taken_for_stopped() {
    let person = Person::new();
    let journal = journal(&person);
    let run = begin(&journal, &person);
    person.write(&path(0), fixed(0));
    let list = person.undo(&["--list"]).ends(0);
    assert!(list.out.contains("running"), "{list:?}");
    let mut command = person.command("p");
    command
        .arg("undo")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    for at in 1..FILES {
        person.write(&path(at), fixed(at));
    }
    run.finish().unwrap();
    let said = Said::of(child.wait_with_output().unwrap()).ends(0);
    assert!(!said.err.contains("interrupted"), "{said:?}");
    all_as_before(&person);
}

/// Killed for good at any moment: every file is the old or the new one, and comes back.
#[cfg(unix)]
#[test]
fn a_killed_run_comes_back() {
    const TIMES: u32 = 60;
    const MANY: usize = 12;
    let person = Person::new();
    let paths: Vec<String> = (0..MANY).map(|at| format!("p/{at}/.mcp.json")).collect();
    let before: Vec<Vec<u8>> = (0..MANY)
        .map(|at| faulty(&format!("s{at}")).into())
        .collect();
    for (path, text) in paths.iter().zip(&before) {
        person.write(path, text);
    }
    let start = std::time::Instant::now();
    person.fix();
    let whole = start.elapsed();
    let after: Vec<Vec<u8>> = paths.iter().map(|path| person.read(path)).collect();
    person.undo(&[]).ends(0);
    let (mut none, mut some, mut all) = (0, 0, 0);
    for time in 0..TIMES {
        let mut command = person.command("p");
        command.args([".", "--isolated", "--fix", "-q"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        // Spread over the whole run, most of them over its second half, in which it writes.
        std::thread::sleep(whole.mul_f64(0.3 + 0.9 * f64::from(time) / f64::from(TIMES)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut written = 0;
        for (at, path) in paths.iter().enumerate() {
            let now = person.read(path);
            assert!(
                now == before[at] || now == after[at],
                "{path} is neither old nor new"
            );
            written += usize::from(now == after[at]);
        }
        match written {
            0 => none += 1,
            MANY => all += 1,
            _ => some += 1,
        }
        let said = person.undo(&[]);
        assert_eq!(
            said.code,
            i32::from(written == 0),
            "{written} written: {said:?}"
        );
        assert_eq!(
            said.err.contains("was interrupted"),
            written > 0 && written < MANY,
            "{written} written: {said:?}"
        );
        for (at, path) in paths.iter().enumerate() {
            assert_eq!(person.read(path), before[at], "{path} did not come back");
        }
    }
    // A last run clears away what the killed ones left half made.
    person.fix();
    person.undo(&[]).ends(0);
    for entry in below(&person.undo_folder()) {
        let name = entry.file_name().to_string_lossy();
        assert!(!name.starts_with('.'), "{name} was left");
    }
    eprintln!("killed {TIMES} times: nothing written {none}, some {some}, all {all}");
}
