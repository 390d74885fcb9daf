//! Whether a server may be started, asked of whoever sits at the terminal, as `git add -p` asks for
//! hunks.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Read};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::interrupt::Interrupt;
use super::question::Questioner;
use super::{say, tell};
use crate::doctor::{Examination, Launch, Target, Verdict};
use crate::host;
use crate::report::style::wrap;
use crate::report::{Report, Style};

/// How often is looked whether somebody pressed Ctrl-C.
const LOOK: Duration = Duration::from_millis(50);

/// The letters that an answer may be.
const LETTERS: [&str; 6] = ["y", "n", "a", "d", "q", "?"];

/// Who asks.
pub(super) struct Starting<'a> {
    /// What is shown goes through it.
    pub(super) report: &'a Report<'a>,
    /// How standard error can show it.
    pub(super) style: Style,
    /// Ctrl-C ends the questions.
    pub(super) interrupt: &'a Interrupt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Start,
    Leave,
    StartFile,
    LeaveFile,
    Quit,
}

impl Starting<'_> {
    /// Which of the servers are to be started: those of which nothing more can be learnt otherwise,
    /// if a person says so. Without a person there are none.
    pub(super) fn ask(&mut self, examinations: &[Examination]) -> io::Result<Vec<usize>> {
        let open: Vec<(usize, &Examination, &Launch)> = examinations
            .iter()
            .enumerate()
            .filter_map(|(at, it)| Some((at, it, unanswered(it)?)))
            .collect();
        let mut chosen = Vec::new();
        if open.is_empty() || !is_attended() {
            return Ok(chosen);
        }
        let mut input = Typed::new(self.interrupt.clone());
        // The files of which no server is asked for any more, and what becomes of those.
        let mut settled: Vec<(Option<&str>, bool)> = Vec::new();
        for (number, &(at, examination, launch)) in (1..).zip(&open) {
            let file = examination.patient.file.as_deref();
            let earlier = settled.iter().find(|(other, _)| *other == file);
            let start = match earlier {
                Some((_, start)) => *start,
                None => {
                    let number = (number, open.len());
                    let answer = self.one(examination, launch, number, &mut input)?;
                    match answer {
                        Answer::Quit => break,
                        Answer::StartFile => settled.push((file, true)),
                        Answer::LeaveFile => settled.push((file, false)),
                        Answer::Start | Answer::Leave => {}
                    }
                    matches!(answer, Answer::Start | Answer::StartFile)
                }
            };
            if start {
                chosen.push(at);
            }
        }
        say!("");
        Ok(chosen)
    }

    fn one(
        &self,
        examination: &Examination,
        launch: &Launch,
        (number, of): (usize, usize),
        input: &mut Typed,
    ) -> io::Result<Answer> {
        let patient = &examination.patient;
        let shown = |text: &str| self.report.line(text);
        let who = patient.client.map_or("its client", |client| client.name);
        let mut text = self.style.paint("1", &shown(&patient.name));
        let file = patient.file.as_deref().map(shown).unwrap_or_default();
        let _ = writeln!(text, "  {who}, {file}");
        let words = std::iter::once(&launch.program).chain(&launch.args);
        let command = shell_words::join(words);
        let mut says = format!("only a start tells more of it: `{}`", shown(&command));
        if let Some(cwd) = &launch.cwd {
            let _ = write!(says, " in {}", shown(&cwd.to_string_lossy()));
        }
        let _ = write!(text, "  {}", wrap(&says, self.style.width, 4));
        if number > 1 {
            say!("");
        }
        tell(&text);
        let letters = LETTERS.map(str::to_owned);
        let question = format!("({number}/{of}) Start it [{}]? ", letters.join(","));
        let mut questioner = Questioner {
            style: self.style,
            echo: false,
            input,
        };
        let answer = questioner.ask(&question, &letters, &understood, &self.help(who, &file))?;
        Ok(answer.unwrap_or(Answer::Quit))
    }

    /// What the letters mean here.
    fn help(&self, who: &str, file: &str) -> String {
        let lines = [
            (
                "y",
                format!("start it as {who} does, greet it, and end it with all that it started"),
            ),
            ("n", "do not start it".to_owned()),
            ("a", format!("start this and every later one of {file}")),
            ("d", format!("start neither this nor a later one of {file}")),
            ("q", "start neither this nor any that follows".to_owned()),
            ("?", "show this".to_owned()),
        ];
        let mut text = String::new();
        for (letter, meaning) in lines {
            let _ = writeln!(text, "{letter} - {}", wrap(&meaning, self.style.width, 4));
        }
        text.push_str(&wrap(
            "A server that is started does what its program does at its start. Ctrl-C starts none and shows what is known.",
            self.style.width,
            0,
        ));
        text
    }
}

/// How it is started, where a start is all that is left to find out more.
fn unanswered(examination: &Examination) -> Option<&Launch> {
    let known = examination.verdict == Verdict::NotTried
        && examination.facts.program.is_some()
        && examination.facts.unstartable.is_none()
        && examination.facts.spoke.is_none();
    match &examination.patient.target {
        Target::Process(launch) if known => Some(launch),
        _ => None,
    }
}

/// Whether somebody sits there who can be asked.
fn is_attended() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal() && !host::in_ci()
}

fn understood(word: &str) -> Option<Answer> {
    match word {
        "y" | "yes" => Some(Answer::Start),
        "n" | "no" => Some(Answer::Leave),
        "a" => Some(Answer::StartFile),
        "d" => Some(Answer::LeaveFile),
        "q" => Some(Answer::Quit),
        _ => None,
    }
}

/// What is typed, until a signal comes: then it is as if the input had ended. A read that waits for
/// a key cannot be woken, so another thread does it.
struct Typed {
    lines: Receiver<Vec<u8>>,
    line: Vec<u8>,
    read: usize,
    interrupt: Interrupt,
}

impl Typed {
    fn new(interrupt: Interrupt) -> Typed {
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            loop {
                let mut line = Vec::new();
                match io::stdin().lock().read_until(b'\n', &mut line) {
                    Ok(0) | Err(_) => break,
                    // Nobody may be asking any more.
                    Ok(_) => {
                        if send.send(line).is_err() {
                            break;
                        }
                    }
                }
            }
        });
        Typed {
            lines,
            line: Vec::new(),
            read: 0,
            interrupt,
        }
    }
}

impl Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let length = from.len().min(into.len());
        into[..length].copy_from_slice(&from[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Typed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.line.len() {
            self.read = 0;
            self.line.clear();
            while self.line.is_empty() && !self.interrupt.came() {
                match self.lines.recv_timeout(LOOK) {
                    Ok(line) => self.line = line,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
        }
        Ok(&self.line[self.read..])
    }

    fn consume(&mut self, length: usize) {
        self.read = (self.read + length).min(self.line.len());
    }
}
