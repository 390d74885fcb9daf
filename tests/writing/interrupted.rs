//! Runs that are killed.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::*;

const RUNS: usize = 200;
const FILES: usize = 9;

/// Two hundred runs are killed at moments spread over all that they take, by SIGKILL and SIGINT in
/// turn: each file is the old or the new one with its mode, and the next run that ends leaves no
/// temporary behind.
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
    // Long ones, so that there is something to write.
    let rest = format!(" {}\n", " ".repeat(20_000));
    let (old, new) = (OLD.replace('\n', &rest), NEW.replace('\n', &rest));
    let reset = || {
        for (index, file) in files.iter().enumerate() {
            if !file.is_file() || read(file) != old {
                write(file, &old);
                set_mode(file, bits(index));
            }
        }
    };
    let start = || {
        let mut command = fix_command(folder.path());
        command
            .arg("-q")
            .args(["--select", "missing-transport-type"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let whole_run = || {
        let begin = Instant::now();
        assert!(start().wait().unwrap().success());
        assert!(temporaries(folder.path()).is_empty());
        assert!(files.iter().all(|file| read(file) == new));
        begin.elapsed()
    };
    reset();
    let mut takes = whole_run();
    let mut random = Random::new();
    let (mut killed, mut in_the_write, mut mixed) = (0, 0, 0);
    for run in 0..RUNS {
        reset();
        let mut child = start();
        let moment = random.below(takes.as_micros() as u64);
        sleep(Duration::from_micros(moment));
        let signal = if run % 2 == 0 {
            Signal::KILL
        } else {
            Signal::INT
        };
        let _ = kill_process(Pid::from_child(&child), signal);
        let ended = child.wait().unwrap();
        killed += usize::from(!ended.success());
        let written = files
            .iter()
            .enumerate()
            .filter(|(index, file)| {
                let text = read(file);
                assert!(text == old || text == new, "run {run}: {}", file.display());
                assert_eq!(mode(file), bits(*index), "run {run}: {}", file.display());
                text == new
            })
            .count();
        let left = !temporaries(folder.path()).is_empty();
        mixed += usize::from(written != 0 && written != FILES);
        in_the_write += usize::from(left || (written != 0 && written != FILES));
        if run % 8 == 7 {
            takes = whole_run();
        }
    }
    whole_run();
    println!("{killed} of {RUNS} killed, {in_the_write} in the write, {mixed} among the renames");
    assert!(killed > RUNS / 2, "only {killed} were killed");
    assert!(
        in_the_write > RUNS / 20,
        "only {in_the_write} landed in the write"
    );
}
