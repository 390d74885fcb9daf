//! Runs that are killed.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::*;

const KILLED: usize = 200;
/// Some runs end before the signal comes, the more of them the busier the machine is.
const MOST_RUNS: usize = 600;
const FILES: usize = 24;

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
    let (mut run, mut killed, mut writing, mut mixed) = (0, 0, 0, 0);
    while killed < KILLED && run < MOST_RUNS {
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
                moment(&mut random, takes / 16);
            }
            _ => wait_until(&|| read(&order[run % 8]) == NEW),
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
        if run % 10 == 9 {
            takes = whole_run();
        }
        run += 1;
    }
    whole_run();
    println!("{run} runs, {killed} killed, {writing} in the write, {mixed} between two renames");
    assert_eq!(killed, KILLED, "of {run} runs");
    assert!(writing > KILLED / 10, "only {writing} landed in the write");
    assert!(mixed > 0, "none landed between two renames");
}
