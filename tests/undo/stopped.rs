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

/// Projects whose files one `--fix` rewrites.
#[cfg(unix)]
struct Many {
    person: Person,
    paths: Vec<String>,
    before: Vec<Vec<u8>>,
    after: Vec<Vec<u8>>,
    /// How long a run takes.
    whole: std::time::Duration,
    /// How many killed runs had written none, some and all of the files.
    written: [usize; 3],
}

#[cfg(unix)]
impl Many {
    fn new(many: usize) -> Many {
        let person = Person::new();
        let paths: Vec<String> = (0..many).map(|at| format!("p/{at}/.mcp.json")).collect();
        let before: Vec<Vec<u8>> = (0..many)
            .map(|at| faulty(&format!("s{at}")).into())
            .collect();
        for (path, text) in paths.iter().zip(&before) {
            person.write(path, text);
        }
        let start = std::time::Instant::now();
        person.fix();
        let whole = start.elapsed();
        let after = paths.iter().map(|path| person.read(path)).collect();
        person.undo(&[]).ends(0);
        Many {
            person,
            paths,
            before,
            after,
            whole,
            written: [0; 3],
        }
    }

    fn start(&self) -> std::process::Child {
        let mut command = self.person.command("p");
        command.args([".", "--isolated", "--fix", "-q"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Kills it for good. Every file is the old or the new one then, and comes back.
    fn kill(&mut self, mut child: std::process::Child) {
        child.kill().unwrap();
        child.wait().unwrap();
        let mut written = 0;
        for (at, path) in self.paths.iter().enumerate() {
            let now = self.person.read(path);
            let is_new = now == self.after[at];
            assert!(is_new || now == self.before[at], "{path} is neither");
            written += usize::from(is_new);
        }
        let some = written > 0 && written < self.paths.len();
        self.written[usize::from(written > 0) + usize::from(written == self.paths.len())] += 1;
        let said = self.person.undo(&[]);
        assert_eq!(said.code, i32::from(written == 0), "{written}: {said:?}");
        assert_eq!(
            said.err.contains("was interrupted"),
            some,
            "{written}: {said:?}"
        );
        for (path, before) in self.paths.iter().zip(&self.before) {
            assert_eq!(self.person.read(path), *before, "{path} did not come back");
        }
    }

    /// A last run clears away what the killed ones left half made.
    fn end(self) -> [usize; 3] {
        self.person.fix();
        self.person.undo(&[]).ends(0);
        for folder in [self.person.undo_folder(), self.person.path("p")] {
            for entry in below(&folder) {
                let name = entry.file_name().to_string_lossy();
                let known = matches!(&*name, ".mcp.json" | ".git");
                assert!(known || !name.starts_with('.'), "{name} was left");
            }
        }
        self.written
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_at_any_moment_comes_back() {
    const TIMES: u32 = 40;
    let mut many = Many::new(12);
    for time in 0..TIMES {
        let child = many.start();
        // Spread over the whole run, most of them over its second half, in which it writes.
        let part = 0.3 + 0.9 * f64::from(time) / f64::from(TIMES);
        std::thread::sleep(many.whole.mul_f64(part));
        many.kill(child);
    }
    let [none, some, all] = many.end();
    println!("nothing was written {none} times, some {some}, all {all}");
}

/// Killed as soon as one of the files is new. How often others are not yet is up to the machine:
/// what such a run leaves is made on purpose above.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_while_it_writes_comes_back() {
    const MANY: usize = 40;
    let mut many = Many::new(MANY);
    for time in 0..30 {
        let watched = (time * 7) % MANY;
        let mut child = many.start();
        while many.person.read(&many.paths[watched]) == many.before[watched] {
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        many.kill(child);
    }
    let [none, some, all] = many.end();
    println!("nothing was written {none} times, some {some}, all {all}");
}

/// Where another one has the journal and does not come to an end, nothing is written.
#[test]
fn nobody_waits_for_ever() {
    let person = Person::new();
    let journal = journal(&person);
    let run = begin(&journal, &person);
    for args in [&[".", "--isolated", "--fix"][..], &["undo"]] {
        let said = person.run(args).ends(2).says("another mcpmend is writing");
        assert!(!said.err.contains("Fixed"), "{said:?}");
        all_as_before(&person);
    }
    person
        .run(&[".", "--isolated", "--fix", "--no-undo"])
        .ends(0);
    run.finish().unwrap();
    person.undo(&[]).ends(0);
    all_as_before(&person);
}

/// Runs mcpmend where no file may have more than this many bytes.
#[cfg(unix)]
fn limited(person: &Person, args: &[&str]) -> Said {
    let inner = person.command("p");
    let mut command = std::process::Command::new("sh");
    command
        .current_dir(person.path("p"))
        .env_clear()
        .envs(
            inner
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        // Blocks are of 512 or of 1024 bytes.
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(args);
    Said::of(command.output().unwrap())
}

#[cfg(unix)]
#[test]
fn a_record_that_does_not_fit_is_not_half_kept() {
    let person = Person::new();
    let long = faulty("one").replace("/mcp\"", &format!("/mcp?x={}\"", "y".repeat(9_000)));
    person.write("p/.mcp.json", &long);
    person.write(
        "p/.vscode/mcp.json",
        "{ \"mcpServers\": { \"b\": { \"command\": \"b-mcp\" } } }",
    );
    limited(&person, &[".", "--isolated", "--fix"])
        .ends(2)
        .says("nothing was written, because")
        .says("--no-undo");
    assert_eq!(person.read("p/.mcp.json"), long.as_bytes());
    let left = below(&person.undo_folder());
    assert_eq!(left.len(), 1, "only the lock: {left:?}");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_put_back_leaves_all_as_it_is() {
    let person = Person::new();
    let long = faulty("one").replace("/mcp\"", &format!("/mcp?x={}\"", "y".repeat(9_000)));
    let second = "{ \"mcpServers\": { \"b\": { \"command\": \"b-mcp\" } } }";
    person.write(
        "p/.mcp.json",
        second.replace("b-mcp\"", "b-mcp\", \"type\": \"\""),
    );
    person.write(
        "p/.cursor/mcp.json",
        second.replace("mcpServers", "servers"),
    );
    person.write("p/.vscode/mcp.json", second);
    person.write("p/sub/.mcp.json", &long);
    person.fix();
    let paths = [
        "p/.cursor/mcp.json",
        "p/.vscode/mcp.json",
        "p/sub/.mcp.json",
    ];
    let fixed: Vec<Vec<u8>> = paths.iter().map(|path| person.read(path)).collect();
    let unchanged = || {
        for (path, fixed) in paths.iter().zip(&fixed) {
            assert_eq!(person.read(path), *fixed, "{path}");
        }
    };
    limited(&person, &["undo"])
        .ends(2)
        .says("nothing was put back");
    unchanged();
    // One is missing and would be made anew, one has changed and would be overwritten.
    std::fs::remove_file(person.path(paths[0])).unwrap();
    person.write(paths[1], "mine");
    limited(&person, &["undo", "--force"])
        .ends(2)
        .says("nothing was put back");
    assert!(!person.path(paths[0]).exists());
    assert_eq!(person.read(paths[1]), b"mine");
    assert_eq!(person.read(paths[2]), fixed[2]);
    assert_eq!(person.runs(), [1], "a run that did nothing is kept");
    // A file that may not be written.
    person.write(paths[0], &fixed[0]);
    person.write(paths[1], &fixed[1]);
    crate::common::set_mode(&person.path(paths[1]), 0o444);
    person
        .undo(&[])
        .ends(2)
        .says("read-only; nothing was put back");
    unchanged();
    crate::common::set_mode(&person.path(paths[1]), 0o644);
    person.undo(&[]).ends(0);
    assert_eq!(person.read(paths[2]), long.as_bytes());
    assert_eq!(person.read(paths[1]), second.as_bytes());
}
