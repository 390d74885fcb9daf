//! A server, started and spoken to over its standard input and output.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::children::{Role, Tracked, spawn};

/// A line of a server that is longer is cut, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

/// So many lines of each kind are kept.
const LINES: usize = 20;

/// What is started.
#[derive(Clone, Debug)]
pub struct Talk<'a> {
    /// The program, found already.
    pub program: &'a Path,
    /// Its arguments.
    pub args: &'a [String],
    /// All of its environment.
    pub env: &'a [(String, String)],
    /// Its folder.
    pub cwd: Option<&'a Path>,
    /// What is said to it: one line.
    pub say: &'a str,
    /// How long its answer may take.
    pub limit: Duration,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was ended by us, after its answer or at the limit.
    ByUs,
    /// By itself, with this exit code, where it had one.
    ByItself(Option<i32>),
}

/// What a server did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The first line of its standard output that `wanted` took.
    pub answer: Option<String>,
    /// The lines of its standard output before that.
    pub noise: Vec<String>,
    /// The last lines of its standard error.
    pub stderr: Vec<String>,
    /// How it ended.
    pub ended: Ended,
    /// How long it took until the answer, the end, or the limit.
    pub took: Duration,
}

enum Heard {
    Out(String),
    OutClosed,
    Err(String),
}

/// Starts a server, says one line to it, and listens for a line that `wanted` takes. Whatever comes
/// of it, all that it started is ended before this returns.
///
/// # Errors
/// When it cannot be started.
pub fn start(talk: &Talk<'_>, wanted: &dyn Fn(&str) -> bool) -> io::Result<Started> {
    let mut command = Command::new(talk.program);
    command
        .args(talk.args)
        .env_clear()
        .envs(talk.env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(cwd) = talk.cwd {
        command.current_dir(cwd);
    }
    let begun = Instant::now();
    let mut tree = spawn(&mut command, Role::Server)?;
    let (said, heard) = mpsc::channel();
    listen(
        tree.child.stdout.take(),
        said.clone(),
        Heard::Out,
        Some(Heard::OutClosed),
    );
    listen(tree.child.stderr.take(), said, Heard::Err, None);
    let mut stdin = tree.child.stdin.take();
    if let Some(stdin) = &mut stdin {
        // It may be gone already, which its exit code tells.
        let _ = stdin.write_all(format!("{}\n", talk.say).as_bytes());
        let _ = stdin.flush();
    }
    let mut started = hear(&heard, talk.limit, begun, wanted);
    if started.answer.is_none() && started.ended != Ended::ByUs {
        started.ended = Ended::ByItself(code(&mut tree, begun + talk.limit));
        // What it said last may still be on its way.
        rest(&heard, &mut started);
    }
    drop(stdin);
    tree.end();
    Ok(started)
}

/// The exit code, once its output is closed.
fn code(tree: &mut Tracked, deadline: Instant) -> Option<i32> {
    while Instant::now() < deadline {
        match tree.child.try_wait() {
            Ok(Some(status)) => return status.code(),
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(_) => break,
        }
    }
    None
}

/// Reads lines until there are none.
fn listen(
    pipe: Option<impl Read + Send + 'static>,
    said: Sender<Heard>,
    line: fn(String) -> Heard,
    end: Option<Heard>,
) {
    thread::spawn(move || {
        let mut lines = pipe.map(BufReader::new);
        while let Some(reader) = &mut lines {
            let mut bytes = Vec::new();
            match reader
                .by_ref()
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut bytes)
            {
                Ok(0) | Err(_) => break,
                Ok(_) => {
                    let text = String::from_utf8_lossy(&bytes);
                    if said.send(line(text.trim_end().to_owned())).is_err() {
                        return;
                    }
                }
            }
        }
        if let Some(end) = end {
            // Nobody may be listening any more.
            let _ = said.send(end);
        }
    });
}

fn hear(
    heard: &Receiver<Heard>,
    limit: Duration,
    begun: Instant,
    wanted: &dyn Fn(&str) -> bool,
) -> Started {
    let mut noise = Vec::new();
    let mut stderr = VecDeque::new();
    let mut answer = None;
    let deadline = begun + limit;
    let ended = loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match heard.recv_timeout(left) {
            Ok(Heard::Out(line)) if wanted(&line) => {
                answer = Some(line);
                break Ended::ByUs;
            }
            Ok(Heard::Out(line)) => {
                if noise.len() < LINES && !line.is_empty() {
                    noise.push(line);
                }
            }
            Ok(Heard::Err(line)) => keep(&mut stderr, line),
            Ok(Heard::OutClosed) => break Ended::ByItself(None),
            Err(_) => break Ended::ByUs,
        }
    };
    Started {
        answer,
        noise,
        stderr: stderr.into(),
        ended,
        took: begun.elapsed(),
    }
}

fn rest(heard: &Receiver<Heard>, started: &mut Started) {
    let mut stderr = VecDeque::from(std::mem::take(&mut started.stderr));
    while let Ok(more) = heard.recv_timeout(Duration::from_millis(200)) {
        if let Heard::Err(line) = more {
            keep(&mut stderr, line);
        }
    }
    started.stderr = stderr.into();
}

fn keep(lines: &mut VecDeque<String>, line: String) {
    if line.is_empty() {
        return;
    }
    if lines.len() == LINES {
        lines.pop_front();
    }
    lines.push_back(line);
}
