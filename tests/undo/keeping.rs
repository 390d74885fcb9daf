//! What is recorded, where, for whom, and for how long.

use std::path::{Path, PathBuf};
use std::process::Command;

use mcpmend::fix::journal::{About, Journal, MOST_BYTES, MOST_DAYS, MOST_RUNS, Note, Purpose};
use mcpmend::fix::undo;
use mcpmend::fix::write::Change;

use crate::common::mcpmend;
use crate::person::{Person, Said, below, faulty};

/// A file of Cursor with the root key of others, which `--fix` renames.
const SERVERS: &str = "{ \"servers\": { \"b\": { \"command\": \"b-mcp\" } } }\n";

/// Whether this process may do everything.
#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().metadata().unwrap().uid() == 0
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut looked_at = 0;
    for umask in ["000", "022", "077", "0277", "0777"] {
        let person = Person::new();
        person.write("p/.mcp.json", faulty("one"));
        let inner = person.command("p");
        let mut command = Command::new("sh");
        command
            .current_dir(person.path("p"))
            .env_clear()
            .envs(
                inner
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])
            .arg(inner.get_program())
            .args([".", "--isolated", "--fix"]);
        Said::of(command.output().unwrap())
            .ends(0)
            .says("`mcpmend undo` puts it back");
        let state = person.undo_folder();
        for entry in below(&person.path("home")) {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o7777;
            let expected = if entry.file_type().is_dir() {
                0o700
            } else {
                0o600
            };
            assert_eq!(
                mode,
                expected,
                "{} under umask {umask}",
                entry.path().display()
            );
            looked_at += 1;
        }
        assert!(state.join("1/0.before").is_file());
        // And what somebody opened is closed again.
        std::fs::set_permissions(&state, std::fs::Permissions::from_mode(0o755)).unwrap();
        person.undo(&[]).ends(0);
        let mode = std::fs::metadata(&state).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o700);
    }
    assert!(looked_at >= 50, "{looked_at}");
}

#[test]
fn nothing_is_recorded_where_nothing_is_written() {
    let person = Person::new();
    person.write("p/.mcp.json", "{ \"mcpServers\": {} }");
    for args in [
        &["."][..],
        &[".", "--fix"],
        &[".", "--diff"],
        &["list", "."],
        &["undo"],
        &["undo", "--list"],
        &["undo", "--diff"],
        &["undo", ".mcp.json"],
    ] {
        let code = i32::from(args[0] == "undo" && !args.contains(&"--list"));
        person.run(args).ends(code);
        assert!(below(&person.path("home")).is_empty(), "{args:?}");
    }
    // The text of a pipe is nobody's file.
    person.write("p/.mcp.json", faulty("one"));
    let mut command = person.command("p");
    command.args(["--stdin-filename", ".mcp.json", "--fix"]);
    command.stdin(std::fs::File::open(person.path("p/.mcp.json")).unwrap());
    Said::of(command.output().unwrap()).ends(0);
    assert!(below(&person.path("home")).is_empty());
}

#[test]
fn it_can_be_switched_off_and_is_off_in_ci() {
    let off = |variables: &[(&str, &str)], args: &[&str]| {
        let person = Person::new();
        person.write("p/.mcp.json", faulty("one"));
        let mut command = person.command("p");
        command.args([".", "--isolated", "--fix"]).args(args);
        command.envs(variables.iter().copied());
        let said = Said::of(command.output().unwrap()).ends(0);
        let off = below(&person.path("home")).is_empty();
        assert_eq!(said.err.contains("mcpmend undo"), !off, "{said:?}");
        assert!(said.err.contains("Fixed 1 problem in 1 file."), "{said:?}");
        off
    };
    assert!(!off(&[], &[]));
    assert!(off(&[], &["--no-undo"]));
    assert!(off(&[("CI", "true")], &[]));
    assert!(off(&[("CI", "1")], &[]));
    assert!(off(&[("GITLAB_CI", "true")], &[]));
    assert!(off(&[("TF_BUILD", "True")], &[]));
    assert!(!off(&[("CI", "false"), ("GITLAB_CI", "true")], &[]));
    assert!(!off(&[("CI", "0")], &[]));
    assert!(!off(&[("CI", "")], &[]));
}

#[test]
fn it_belongs_to_whoever_runs_mcpmend() {
    let person = Person::new();
    person.write("other/.cursor/mcp.json", SERVERS);
    std::fs::create_dir_all(person.path("empty")).unwrap();
    let other = person.path("other");
    let mut command = person.command("empty");
    command.args(["--isolated", "--fix", "--home"]).arg(&other);
    Said::of(command.output().unwrap()).says("`mcpmend undo` puts it back");
    assert_eq!(person.runs(), [1]);
    assert_eq!(below(&other).len(), 2, "only what was there");
    person.undo(&[]).ends(0);
    assert_eq!(person.read("other/.cursor/mcp.json"), SERVERS.as_bytes());
}

/// Where the runs go, by the variables that say so.
#[cfg(target_os = "linux")]
#[test]
fn the_folder_is_where_linux_keeps_such_things() {
    for (variables, expected) in [
        (&[("XDG_STATE_HOME", "xdg")][..], "xdg/mcpmend/undo/1"),
        (
            &[("MCPMEND_STATE_DIR", "own"), ("XDG_STATE_HOME", "xdg")],
            "own/undo/1",
        ),
    ] {
        let person = Person::new();
        person.write("p/.mcp.json", faulty("one"));
        let absolute = variables
            .iter()
            .map(|(name, value)| (*name, person.path(value)));
        let mut command = person.command("p");
        command.args([".", "--isolated", "--fix"]).envs(absolute);
        Said::of(command.output().unwrap()).ends(0);
        assert!(person.path(expected).join("run").is_file(), "{variables:?}");
        // A relative path counts for nothing.
        person.write("p/.mcp.json", faulty("two"));
        let mut command = person.command("p");
        command
            .args([".", "--isolated", "--fix"])
            .envs(variables.iter().copied());
        Said::of(command.output().unwrap()).ends(0);
        assert_eq!(person.runs(), [1]);
    }
}

#[test]
fn what_cannot_be_recorded_is_not_written() {
    let person = Person::new();
    person.write("p/.mcp.json", faulty("one"));
    person.write("file", "");
    let fix = |name: &str, state: &Path, args: &[&str]| {
        let mut command = person.command("p");
        command
            .args([".", "--isolated", "--fix"])
            .args(args)
            .env(name, state);
        Said::of(command.output().unwrap())
    };
    let mut tried = 0;
    let mut refused = |name: &str, state: PathBuf| {
        let said = fix(name, &state, &[])
            .ends(2)
            .says("nothing was written, because");
        assert!(said.err.contains("--no-undo"), "{said:?}");
        assert!(!said.err.contains("Fixed"), "{said:?}");
        assert_eq!(person.read("p/.mcp.json"), faulty("one").as_bytes());
        tried += 1;
    };
    refused("MCPMEND_STATE_DIR", person.path("file"));
    refused("MCPMEND_STATE_DIR", person.path("file/below"));
    if cfg!(target_os = "linux") {
        // Nothing can be made there, not even by root.
        refused("MCPMEND_STATE_DIR", "/proc/mcpmend".into());
        refused("HOME", "/proc".into());
    }
    std::fs::create_dir(person.path("taken")).unwrap();
    person.write("taken/undo", "a file");
    refused("MCPMEND_STATE_DIR", person.path("taken"));
    #[cfg(unix)]
    {
        // A link would lead the texts to where its maker wants them.
        std::fs::create_dir_all(person.path("linked")).unwrap();
        std::fs::create_dir_all(person.path("outside")).unwrap();
        std::os::unix::fs::symlink(person.path("outside"), person.path("linked/undo")).unwrap();
        refused("MCPMEND_STATE_DIR", person.path("linked"));
        std::fs::create_dir_all(person.path("locked/undo")).unwrap();
        std::os::unix::fs::symlink(person.path("outside/x"), person.path("locked/undo/lock"))
            .unwrap();
        refused("MCPMEND_STATE_DIR", person.path("locked"));
        assert!(below(&person.path("outside")).is_empty());
    }
    assert!(tried >= 3, "{tried}");
    fix("MCPMEND_STATE_DIR", &person.path("file"), &["--no-undo"]).ends(0);
    assert_ne!(person.read("p/.mcp.json"), faulty("one").as_bytes());
    let mut command = person.command("p");
    command
        .arg("undo")
        .env("MCPMEND_STATE_DIR", person.path("file"));
    Said::of(command.output().unwrap()).ends(2);
}

/// Another user, where root runs the tests: only then there are folders that mcpmend may not write.
#[cfg(unix)]
#[test]
fn a_journal_that_may_only_be_read_puts_back_all_the_same() {
    use std::os::unix::fs::{PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    let person = Person::new();
    let mode = |path: PathBuf, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let user = is_root().then_some(65_534);
    mode(person.path(""), 0o755);
    person.write("p/.mcp.json", faulty("one"));
    for path in ["home", "p", "p/.mcp.json"] {
        if user.is_some() {
            chown(person.path(path), user, user).unwrap();
        }
    }
    let run = |args: &[&str]| {
        let mut command = person.command("p");
        if let Some(user) = user {
            command.uid(user).gid(user);
        }
        command.args(args).output()
    };
    // The program may stand where others may not go.
    let Ok(output) = run(&[".", "--isolated", "--fix"]) else {
        return;
    };
    Said::of(output).ends(0);
    let undo = person.undo_folder();
    for path in [undo.join("1"), undo.clone()] {
        mode(path, 0o500);
    }
    let fixed = person.read("p/.mcp.json");
    // One's own folder can be opened again, so another's it is.
    if user.is_some() {
        chown(&undo, Some(0), Some(0)).unwrap();
        mode(undo.clone(), 0o555);
        person.write("p/.mcp.json", [fixed.as_slice(), b" "].concat());
        Said::of(run(&["undo", "--force"]).unwrap())
            .ends(2)
            .says("nothing was put back");
        person.write("p/.mcp.json", faulty("two"));
        Said::of(run(&[".", "--isolated", "--fix"]).unwrap())
            .ends(2)
            .says("nothing was written, because");
        person.write("p/.mcp.json", &fixed);
        // Root takes no orders from the records of others.
        person
            .undo(&[])
            .ends(1)
            .says("1: skipped: another user wrote it");
        assert_eq!(person.read("p/.mcp.json"), fixed);
        mode(undo.clone(), 0o555);
    }
    let said = Said::of(run(&["undo"]).unwrap()).ends(0);
    assert_eq!(
        said.err.contains("the journal does not know"),
        user.is_some(),
        "{said:?}"
    );
    assert_eq!(person.read("p/.mcp.json"), faulty("one").as_bytes());
}

#[test]
fn the_newest_hundred_runs_are_kept() {
    let person = Person::new();
    for run in 0..MOST_RUNS + 3 {
        person.write("p/.mcp.json", faulty(&format!("run-{run}")));
        person.fix();
        let runs = person.runs();
        assert_eq!(runs.len(), (run + 1).min(MOST_RUNS));
        assert_eq!(runs.last(), Some(&(run as u64 + 1)));
    }
    assert_eq!(person.runs().first(), Some(&4));
    let names: Vec<_> = below(&person.undo_folder())
        .into_iter()
        .filter(|entry| entry.depth() == 1)
        .collect();
    assert_eq!(
        names.len(),
        MOST_RUNS + 1,
        "beside the runs there is only the lock"
    );
}

/// A journal in a folder of its own, and a file to write about.
struct Bench {
    folder: tempfile::TempDir,
    journal: Journal,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "before").unwrap();
        let journal = Journal::open(&folder.path().join("state"));
        Bench { folder, journal }
    }

    /// Records a run at this time over a text of so many bytes, all written.
    fn run(&self, time: u64, bytes: usize) {
        let change = Change {
            path: self.folder.path().join("file"),
            old: vec![b'x'; bytes],
            new: Vec::new(),
        };
        let about = About {
            purpose: Purpose::Fix,
            time,
            folder: self.folder.path().to_owned(),
            clients: Vec::new(),
            fixes: vec![Note {
                rule: "rule".to_owned(),
                title: "title".to_owned(),
                files: vec![0],
            }],
        };
        let lock = self.journal.lock().unwrap();
        let run = self.journal.begin(lock, &[change], &about).unwrap();
        run.finish().unwrap();
    }

    fn ids(&self) -> Vec<u64> {
        let contents = self.journal.contents().unwrap();
        assert!(contents.skipped.is_empty());
        contents.runs.iter().map(|run| run.id).collect()
    }
}

const DAY: u64 = 86_400;

#[test]
fn runs_are_kept_for_thirty_days() {
    let bench = Bench::new();
    bench.run(1_000 * DAY, 1);
    bench.run(1_001 * DAY, 1);
    bench.run((1_000 + MOST_DAYS) * DAY, 1);
    assert_eq!(bench.ids(), [3, 2, 1]);
    bench.run((1_000 + MOST_DAYS) * DAY + 1, 1);
    assert_eq!(bench.ids(), [4, 3, 2]);
    bench.run(2_000 * DAY, 1);
    assert_eq!(bench.ids(), [5], "the newest stays, and its number with it");
}

#[test]
fn runs_are_kept_up_to_so_many_bytes() {
    let bench = Bench::new();
    let third = MOST_BYTES as usize / 3;
    for expected in [&[1][..], &[2, 1], &[3, 2, 1], &[4, 3, 2]] {
        bench.run(DAY, third);
        assert_eq!(bench.ids(), expected);
    }
    bench.run(DAY, MOST_BYTES as usize + 1);
    assert_eq!(
        bench.ids(),
        [5],
        "one that is too big by itself stays while it is the newest"
    );
    bench.run(DAY, 1);
    assert_eq!(bench.ids(), [6]);
}

#[test]
fn a_clock_that_goes_backwards_changes_no_order() {
    let bench = Bench::new();
    for time in [900 * DAY, 890 * DAY, 0, 899 * DAY] {
        bench.run(time, 1);
    }
    // The one of 1970 is too old by then.
    assert_eq!(bench.ids(), [4, 2, 1]);
    bench.run(u64::MAX, 1);
    bench.run(0, 1);
    assert_eq!(bench.ids(), [6, 5], "what is of the future is not old");
    let contents = bench.journal.contents().unwrap();
    assert_eq!(undo::last(&contents).map(|run| run.id), Some(6));
}

/// Many at once, each over a project of its own and all with one journal.
#[test]
fn many_at_once_get_runs_of_their_own() {
    const MANY: usize = 24;
    let person = Person::new();
    for at in 0..MANY {
        person.write(
            &format!("p/{at}/.mcp.json"),
            faulty(&format!("server-{at}")),
        );
    }
    let children: Vec<_> = (0..MANY)
        .map(|at| {
            let mut command = person.command(&format!("p/{at}"));
            command.args([".", "--isolated", "--fix"]);
            command
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in children {
        Said::of(child.wait_with_output().unwrap())
            .ends(0)
            .says("puts it back");
    }
    let all: Vec<u64> = (1..=MANY as u64).collect();
    assert_eq!(person.runs(), all);
    // And back, many at once, too.
    let children: Vec<_> = (0..MANY)
        .map(|_| {
            let mut command = person.command("p");
            command.arg("undo");
            command
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in children {
        Said::of(child.wait_with_output().unwrap()).ends(0);
    }
    for at in 0..MANY {
        let text = person.read(&format!("p/{at}/.mcp.json"));
        assert_eq!(text, faulty(&format!("server-{at}")).as_bytes());
    }
    person.undo(&[]).ends(1).says("Nothing to undo");
}

/// Many at once over the same file: one writes it, and it comes back.
#[test]
fn many_at_once_over_one_file_leave_one_run_that_counts() {
    for _ in 0..8 {
        let person = Person::new();
        person.write("p/.mcp.json", faulty("one"));
        let children: Vec<_> = (0..6)
            .map(|_| {
                let mut command = person.command("p");
                command.args([".", "--isolated", "--fix"]);
                command
                    .stdout(std::process::Stdio::piped())
                    .stderr(std::process::Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        for child in children {
            Said::of(child.wait_with_output().unwrap());
        }
        assert_ne!(person.read("p/.mcp.json"), faulty("one").as_bytes());
        assert_eq!(person.runs().len(), 1);
        person.undo(&[]).ends(0);
        assert_eq!(person.read("p/.mcp.json"), faulty("one").as_bytes());
    }
}

/// The tests of this file keep out of the real home folder.
#[test]
fn the_tests_have_a_journal_of_their_own() {
    let command = mcpmend();
    let mut set = command.get_envs();
    assert!(set.any(|(name, value)| name == "MCPMEND_STATE_DIR" && value.is_some()));
}
