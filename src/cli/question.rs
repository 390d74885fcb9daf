//! Questions to the user: on standard error, the answers from standard input.

use std::io::{self, BufRead, Write};

use super::{say, tell};
use crate::report::Style;

/// At most so many bytes of an answer are looked at.
const ANSWER: usize = 64;

/// Who asks.
pub(super) struct Questioner<'i> {
    /// How standard error can show it.
    pub(super) style: Style,
    /// Whether the answers have to be printed: nobody has typed them here.
    pub(super) echo: bool,
    /// Where the answers come from.
    pub(super) input: &'i mut dyn BufRead,
}

impl Questioner<'_> {
    /// Asks until `understood` takes the answer; `?` shows `help`. `None` at the end of the input.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(super) fn ask<T>(
        &mut self,
        question: &str,
        letters: &[String],
        understood: &dyn Fn(&str) -> Option<T>,
        help: &str,
    ) -> io::Result<Option<T>> {
        loop {
            prompt(&self.style.paint("1;34", question));
            let Some(line) = line(self.input)? else {
                say!("");
                return Ok(None);
            };
            if self.echo {
                say!("{line}");
            }
            let word = line.to_lowercase();
            if word == "?" {
                tell(help.trim_end());
                continue;
            }
            if let Some(answer) = understood(&word) {
                return Ok(Some(answer));
            }
            say!("That is none of {}; `?` explains them.", letters.join(", "));
        }
    }
}

/// Writes a question to standard error and stays on its line.
fn prompt(text: &str) {
    let mut err = io::stderr();
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
}

/// The next line without the space around it; `None` at the end. Of a long one only the start is
/// kept.
fn line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut any = false;
    loop {
        let bytes = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            bytes => bytes?,
        };
        if bytes.is_empty() {
            break;
        }
        any = true;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(bytes.len());
        line.extend(bytes[..taken].iter().take(ANSWER - line.len().min(ANSWER)));
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            break;
        }
    }
    let line = String::from_utf8_lossy(&line).trim().to_owned();
    Ok(any.then_some(line))
}
