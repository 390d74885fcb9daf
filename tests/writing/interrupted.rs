//! Runs that are killed.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::*;

const RUNS: usize = 200;
const FILES: usize = 40;

/// Two hundred runs are killed, by SIGKILL and SIGINT in turn: one third at moments spread over all
/// that a run takes, one third after it began to write, one third while it puts one file after
/// another in its place. Each file is the old or the new one with its mode, and the next run that
/// ends leaves no temporary behind.
#[test]
fn each_file_is_the_old_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..FILES)
        .map(|index| {
            folder
                .path()
                .join(format!("p{}/s{index}/.mcp.json", index % 3))
        })
        .collect();
    let bits = |index: usize| [0o600, 0o640, 0o664][index % 3];
    let reset = || {
        for (index, file) in files.iter().enumerate() {
            if !file.is_file() || read(file) != OLD {
                write(file, OLD);
                set_mode(file, bits(index));
            }
        }
    };
    let state = tempfile::tempdir().unwrap();
    // With the journal of `undo` and without.
    let start = |records: bool| {
        let mut command = mcpmend();
        command
            .current_dir(folder.path())
            .env("MCPMEND_STATE_DIR", state.path())
            .args(["--isolated", "--select", "missing-transport-type"])
            .args(["--fix", "-q", "."]);
        if !records {
            command.arg("--no-undo");
        }
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let whole_run = || {
        let begin = Instant::now();
        assert!(start(false).wait().unwrap().success());
        let takes = begin.elapsed();
        assert!(temporaries(folder.path()).is_empty());
        assert!(files.iter().all(|file| read(file) == NEW));
        takes
    };
    reset();
    let mut takes = whole_run();
    // In the order in which they are written.
    let mut order = files.clone();
    order.sort();
    let first = order[0].parent().unwrap();
    let mut random = Random::new();
    let (mut killed, mut writing, mut mixed) = (0, 0, 0);
    for run in 0..RUNS {
        reset();
        let mut child = start(run % 5 == 0);
        let moment = |random: &mut Random, longest: Duration| {
            sleep(Duration::from_micros(
                random.below(longest.as_micros() as u64),
            ));
        };
        let mut wait_until = |come: &dyn Fn() -> bool| {
            while !come() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
        };
        match run % 3 {
            0 => moment(&mut random, takes),
            1 => {
                let before = temporaries(first).len();
                wait_until(&|| temporaries(first).len() != before);
                moment(&mut random, takes / 8);
            }
            _ => wait_until(&|| read(&order[run % FILES]) == NEW),
        }
        let signal = [Signal::KILL, Signal::INT][run % 2];
        let _ = kill_process(Pid::from_child(&child), signal);
        killed += usize::from(!child.wait().unwrap().success());
        let new = files
            .iter()
            .enumerate()
            .filter(|(index, file)| {
                let text = read(file);
                assert!(
                    text == OLD || text == NEW,
                    "run {run}: {}: {text}",
                    file.display()
                );
                assert_eq!(mode(file), bits(*index), "run {run}: {}", file.display());
                text == NEW
            })
            .count();
        let some = new != 0 && new != FILES;
        mixed += usize::from(some);
        writing += usize::from(some || !temporaries(folder.path()).is_empty());
        if run % 8 == 7 {
            takes = whole_run();
        }
    }
    whole_run();
    println!("{killed} of {RUNS} killed, {writing} in the write, {mixed} between two renames");
    assert!(killed > RUNS / 2, "only {killed} were killed");
    assert!(writing > RUNS / 10, "only {writing} landed in the write");
    assert!(mixed > 0, "none landed between two renames");
}
