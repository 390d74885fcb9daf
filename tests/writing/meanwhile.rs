//! Others who save while a file is written.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::FileExt as _;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mcpmend::fix::write::{Change, Failed, Found, Notice, WriteError, replace_all, sweep};

use super::*;

/// How somebody saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A new file that is renamed, as editors do.
    Rename,
    /// Into the file, which is emptied first, as most programs do.
    Truncate,
    /// Into the file, which is cut to length at the end, after it was open for a while.
    Over,
}

fn text_of(number: usize) -> String {
    format!(
        "{{\"saved\": {number}, \"long\": \"{}\"}}\n",
        "x".repeat(number * 37 % 5000)
    )
}

fn save(file: &Path, text: &str, way: Way, random: &mut Random) {
    let mut pause = || sleep(Duration::from_micros(random.below(1500)));
    let (first, second) = text.as_bytes().split_at(text.len() / 2);
    match way {
        Way::Rename => {
            let beside = file.with_extension("saving");
            fs::write(&beside, text).unwrap();
            pause();
            fs::rename(&beside, file).unwrap();
        }
        Way::Truncate => {
            let mut open = fs::File::create(file).unwrap();
            pause();
            open.write_all(first).unwrap();
            pause();
            open.write_all(second).unwrap();
        }
        Way::Over => {
            let open = fs::File::options().write(true).open(file).unwrap();
            pause();
            open.write_all_at(first, 0).unwrap();
            open.write_all_at(second, first.len() as u64).unwrap();
            pause();
            open.set_len(text.len() as u64).unwrap();
        }
    }
}

/// Runs in a process of its own: saves one text after another, and looks before each whether the
/// last one is still what the file begins with. Writes what was lost, and `done`.
#[test]
#[ignore = "is a helper of the other tests"]
fn saver() {
    let Ok(file) = std::env::var("SAVER_FILE") else {
        return;
    };
    let file = PathBuf::from(file);
    let way = match std::env::var("SAVER_WAY").unwrap().as_str() {
        "Rename" => Way::Rename,
        "Truncate" => Way::Truncate,
        _ => Way::Over,
    };
    let count: usize = std::env::var("SAVER_COUNT").unwrap().parse().unwrap();
    let longest: u64 = std::env::var("SAVER_PAUSE").unwrap().parse().unwrap();
    let mut random = Random::new();
    for number in 0..count {
        let text = text_of(number);
        save(&file, &text, way, &mut random);
        sleep(Duration::from_micros(random.below(longest)));
        // What is put back is away for a moment.
        let begin = Instant::now();
        while !fs::read(&file).is_ok_and(|found| found.starts_with(text.trim_end().as_bytes())) {
            if begin.elapsed() > Duration::from_secs(5) {
                println!("lost {number}: {:?}", fs::read_to_string(&file));
                break;
            }
            sleep(Duration::from_millis(1));
        }
    }
    println!("done");
}

fn start_saver(file: &Path, way: Way, count: usize, pause: Duration) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "meanwhile::saver", "--ignored", "--nocapture"])
        .env("SAVER_FILE", file)
        .env("SAVER_WAY", format!("{way:?}"))
        .env("SAVER_COUNT", count.to_string())
        .env("SAVER_PAUSE", pause.as_micros().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the saver said in the end.
fn lost(saver: &mut Child) -> Vec<String> {
    let lines: Vec<String> = BufReader::new(saver.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .collect();
    assert!(saver.wait().unwrap().success(), "{lines:?}");
    assert!(lines.iter().any(|line| line.ends_with("done")), "{lines:?}");
    lines
        .into_iter()
        .filter(|line| line.contains("lost"))
        .collect()
}

/// Replaces a text of [`text_of`] by the same with a space at its end, or without it.
fn replace_by_the_other(file: &Path) -> Option<Result<Vec<Notice>, Failed>> {
    let old = fs::read(file).ok()?;
    let (text, end) = match old.strip_suffix(b"} \n") {
        Some(text) => (text, &b"}\n"[..]),
        None => (old.strip_suffix(b"}\n")?, &b"} \n"[..]),
    };
    let new = [text, end].concat();
    let path = file.to_owned();
    Some(replace_all(&[Change { path, old, new }]))
}

/// Runs in a process of its own until it is killed: replaces the file again and again.
#[test]
#[ignore = "is a helper of the other tests"]
fn replacer() {
    let Ok(file) = std::env::var("REPLACER_FILE") else {
        return;
    };
    loop {
        let _ = replace_by_the_other(Path::new(&file));
    }
}

/// Somebody saves all the time, and who replaces his file is killed again and again: what that one
/// had in hand is put back by the next run, or left beside the file and told.
#[cfg(target_os = "linux")]
#[test]
fn no_saved_text_is_lost_by_who_is_killed() {
    for way in [Way::Rename, Way::Truncate, Way::Over] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.json");
        write(&file, &text_of(0));
        let mut saver = start_saver(&file, way, 200, Duration::from_millis(8));
        let mut random = Random::new();
        let (mut killed, mut in_hand, mut put_back, mut left) = (0, 0, 0, Vec::new());
        while saver.try_wait().unwrap().is_none() {
            let mut replacer = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "meanwhile::replacer", "--ignored"])
                .env("REPLACER_FILE", &file)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            sleep(Duration::from_micros(10_000 + random.below(60_000)));
            replacer.kill().unwrap();
            replacer.wait().unwrap();
            killed += 1;
            let before = temporaries(folder.path());
            in_hand += usize::from(before.iter().any(|path| !left.contains(path)));
            for found in sweep([folder.path()]) {
                match found {
                    Found::PutBack(path) => {
                        assert_eq!(path, file.canonicalize().unwrap());
                        put_back += 1;
                    }
                    Found::Left(path) if !left.contains(&path) => left.push(path),
                    Found::Left(_) => {}
                }
            }
        }
        // What was left is there for whoever wants it, unless a later sweep has put it back or has
        // found its text in the file.
        left.retain(|path| path.exists());
        let texts: Vec<String> = left.iter().map(|path| read(path)).collect();
        let lost: Vec<String> = lost(&mut saver)
            .into_iter()
            .filter(|line| {
                let number = line.split_once("lost ").unwrap().1;
                let number: usize = number.split_once(':').unwrap().0.parse().unwrap();
                !texts.contains(&text_of(number))
            })
            .collect();
        println!(
            "{way:?}: {killed} killed, {in_hand} with a file in hand, {put_back} put back, {} left",
            left.len()
        );
        assert!(lost.is_empty(), "{way:?}: {lost:#?}");
        assert!(in_hand > 0, "{way:?}: none of {killed} had a file in hand");
        sweep([folder.path()]);
        assert_eq!(temporaries(folder.path()).len(), left.len(), "{way:?}");
    }
}

/// Somebody saves all the time, and all the time his file is replaced by one with or without a
/// space at its end. Not one of his texts is lost, however he saves.
#[cfg(target_os = "linux")]
#[test]
fn no_saved_text_is_lost() {
    for way in [Way::Rename, Way::Truncate, Way::Over] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.json");
        write(&file, &text_of(0));
        // One text is renamed in an instant: the oftener it is, the more meet in one.
        let (count, pause) = match way {
            Way::Rename => (1500, Duration::from_millis(2)),
            Way::Truncate | Way::Over => (500, Duration::from_millis(6)),
        };
        let mut saver = start_saver(&file, way, count, pause);
        let (mut written, mut changed, mut open, mut beside) = (0, 0, 0, Vec::new());
        while saver.try_wait().unwrap().is_none() {
            match replace_by_the_other(&file) {
                None => {}
                Some(Ok(_)) => written += 1,
                Some(Err(failed)) => {
                    for (_, error) in failed.stuck {
                        let WriteError::KeptBeside(path) = error else {
                            panic!("{error}")
                        };
                        beside.push(path);
                    }
                    match failed.error {
                        WriteError::Changed | WriteError::Gone => changed += 1,
                        WriteError::Open => open += 1,
                        WriteError::KeptBeside(path) => beside.push(path),
                        error => panic!("{error}"),
                    }
                }
            }
        }
        let lost = lost(&mut saver);
        println!(
            "{way:?}: {written} written, {changed} refused, {open} open, {} kept beside",
            beside.len()
        );
        assert!(lost.is_empty(), "{way:?}: {lost:#?}");
        assert!(
            written > 20 && changed + open > 5,
            "{way:?}: {written}, {changed}, {open}"
        );
        assert_eq!(temporaries(folder.path()).len(), beside.len(), "{way:?}");
    }
}

/// The same with the program itself, which has only a few goes.
#[test]
fn the_program_loses_no_saved_text() {
    for way in [Way::Rename, Way::Truncate] {
        let (folder, file) = project();
        let mut random = Random::new();
        let (mut fixed, mut refused) = (0, 0);
        for number in 0..40 {
            write(&file, OLD);
            let saved = OLD.replace("docs", &format!("docs{number}"));
            let expected = NEW.replace("docs", &format!("docs{number}"));
            let mut command = fix_command(folder.path());
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = command.spawn().unwrap();
            sleep(Duration::from_micros(random.below(60_000)));
            save(&file, &saved, way, &mut random);
            let code = child.wait().unwrap().code();
            let text = read(&file);
            assert!(
                text == saved || text == expected,
                "{number}: {code:?} {text}"
            );
            fixed += usize::from(text == expected);
            refused += usize::from(code == Some(2));
            assert!(temporaries(folder.path()).is_empty());
        }
        println!("{way:?}: {fixed} fixed after, {refused} refused");
    }
}

/// A program that has the file open and may write to it at any time has to close it first.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_open_for_writing_is_refused() {
    let (folder, file) = project();
    let mut holder = Command::new("sh")
        .args([
            "-c",
            "exec 3>>.mcp.json; echo ready; read line; echo later >&3",
        ])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, "ready\n");
    let output = fix(folder.path());
    is_refused(&output, &file, "open for writing");
    assert!(temporaries(folder.path()).is_empty());
    holder.stdin.take().unwrap().write_all(b"now\n").unwrap();
    holder.wait().unwrap();
    assert_eq!(read(&file), format!("{OLD}later\n"));
    // Who only reads it is in nobody's way.
    write(&file, OLD);
    let _reader = fs::File::open(&file).unwrap();
    assert_eq!(fix(folder.path()).status.code(), Some(0));
}
