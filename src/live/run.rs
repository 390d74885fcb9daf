//! Another program, asked something that it only reads.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::children::{Reach, Tracked, spawn, spawn_last};

/// How much of what a program says is read, in bytes.
const MOST: u64 = 1 << 20;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// It ended.
    Ended {
        /// Whether with success.
        success: bool,
        /// What it said on standard output.
        stdout: String,
        /// What it said on standard error.
        stderr: String,
    },
    /// There is no such program here.
    Missing,
    /// It could not be started, in the system's words.
    Failed(String),
    /// It took longer than the limit, and was ended.
    TimedOut,
}

impl Ran {
    /// What it said, where it ended well.
    pub fn output(&self) -> Option<&str> {
        match self {
            Ran::Ended {
                success: true,
                stdout,
                ..
            } => Some(stdout),
            _ => None,
        }
    }
}

/// Starts `program` with `args`, without input, and hears it out.
pub fn run(program: &str, args: &[&str], limit: Duration) -> Ran {
    run_in(program, args, None, limit)
}

/// The same in this environment; `None` for that of this program.
pub fn run_in(
    program: &str,
    args: &[&str],
    env: Option<&[(String, String)]>,
    limit: Duration,
) -> Ran {
    let mut command = asked(program, args, env);
    heard(spawn(&mut command, Reach::Alone), limit)
}

/// The same for a program that clears away what was made before: it is started when nothing else is
/// any more.
pub(super) fn run_last(
    program: &str,
    args: &[&str],
    env: Option<&[(String, String)]>,
    limit: Duration,
) -> Ran {
    heard(spawn_last(&mut asked(program, args, env)), limit)
}

fn asked(program: &str, args: &[&str], env: Option<&[(String, String)]>) -> Command {
    let mut command = Command::new(program);
    if let Some(env) = env {
        command
            .env_clear()
            .envs(env.iter().map(|(name, value)| (name, value)));
    }
    command
        .args(args)
        // Its words are read by us.
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn heard(started: io::Result<Tracked>, limit: Duration) -> Ran {
    match started {
        Ok(child) => hear(child, limit),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ran::Missing,
        Err(error) => Ran::Failed(error.to_string()),
    }
}

fn hear(mut tracked: Tracked, limit: Duration) -> Ran {
    let child = &mut tracked.child;
    let deadline = Instant::now() + limit;
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let left = || deadline.saturating_duration_since(Instant::now());
    let heard = stdout
        .recv_timeout(left())
        .and_then(|out| Ok((out, stderr.recv_timeout(left())?)));
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) if heard.is_ok() => break Some(status),
            Ok(None) if heard.is_ok() && !left().is_zero() => {
                thread::sleep(Duration::from_millis(5));
            }
            _ => break None,
        }
    };
    match (heard, status) {
        (Ok((stdout, stderr)), Some(status)) => Ran::Ended {
            success: status.success(),
            stdout,
            stderr,
        },
        _ => Ran::TimedOut,
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (answer, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // What was read before an error counts.
            let _ = pipe.take(MOST).read_to_end(&mut bytes);
        }
        let _ = answer.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    heard
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_heard_out_or_ended() {
        let limit = Duration::from_secs(20);
        let said = run("sh", &["-c", "echo out; echo err >&2; exit 3"], limit);
        assert_eq!(
            said,
            Ran::Ended {
                success: false,
                stdout: "out\n".to_owned(),
                stderr: "err\n".to_owned()
            }
        );
        assert_eq!(run("no-such-program-here", &[], limit), Ran::Missing);
        let short = Duration::from_millis(50);
        assert_eq!(run("sleep", &["600"], short), Ran::TimedOut);
        // It closed its output and goes on.
        let silent = run("sh", &["-c", "exec >&- 2>&-; sleep 600"], short);
        assert_eq!(silent, Ran::TimedOut);
    }
}
