//! Messages on their way in and out.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use lsp_server::{ErrorCode, Message};
use serde_json::json;

/// A longer message is no message of an editor.
const LONGEST: usize = 256 << 20;

/// What came in.
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none, and why.
    Garbage(String),
}

/// Reads messages on a thread of its own until the input ends, or until nobody can tell any more
/// where one of them starts.
pub(super) fn listen(input: impl Read + Send + 'static) -> io::Result<Receiver<Incoming>> {
    let (sender, receiver) = channel();
    thread::Builder::new()
        .name("lsp-reader".to_owned())
        .spawn(move || {
            let mut input = BufReader::with_capacity(1 << 16, input);
            loop {
                let incoming = match read(&mut input) {
                    Ok(Some(body)) => match serde_json::from_slice(&body) {
                        Ok(message) => Incoming::Message(message),
                        // The error names a place and no text.
                        Err(error) => Incoming::Garbage(format!("no JSON-RPC message: {error}")),
                    },
                    Ok(None) | Err(_) => return,
                };
                if sender.send(incoming).is_err() {
                    return;
                }
            }
        })?;
    Ok(receiver)
}

/// The body of the next message; `None` at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut length: Option<usize> = None;
    loop {
        let mut line = String::new();
        if input.by_ref().take(1 << 12).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            // Blank lines in front of a header hurt nobody.
            match length {
                Some(_) => break,
                None => continue,
            }
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken("no header"))?;
        if name.eq_ignore_ascii_case("content-length") {
            let value = value.trim().parse().map_err(|_| broken("no length"))?;
            length = Some(value);
        }
    }
    let length = length.unwrap_or_default();
    if length > LONGEST {
        return Err(broken("too long"));
    }
    // What is announced need not come: memory is taken as it does.
    let mut body = Vec::new();
    input.take(length as u64).read_to_end(&mut body)?;
    Ok((body.len() == length).then_some(body))
}

/// Where messages go. Clones write to the same place, each message whole.
#[derive(Clone)]
pub(super) struct Sink(Arc<Mutex<dyn Write + Send>>);

impl Sink {
    pub(super) fn new(output: impl Write + Send + 'static) -> Sink {
        Sink(Arc::new(Mutex::new(output)))
    }

    /// Sends a message. That nobody listens any more shows at the input, too.
    pub(super) fn send(&self, message: impl Into<Message>) {
        let mut bytes = Vec::with_capacity(1 << 10);
        if message.into().write(&mut bytes).is_ok() {
            self.write(&bytes);
        }
    }

    /// Answers something that was no message, and so has no id.
    pub(super) fn refuse(&self, why: &str) {
        let error = json!({"code": ErrorCode::ParseError as i32, "message": why});
        let body = json!({"jsonrpc": "2.0", "id": null, "error": error}).to_string();
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        self.write((head + &body).as_bytes());
    }

    fn write(&self, bytes: &[u8]) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = output.write_all(bytes).and_then(|()| output.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<String> {
        let mut input = text.as_bytes();
        let mut all = Vec::new();
        while let Ok(Some(body)) = read(&mut input) {
            all.push(String::from_utf8(body).unwrap());
        }
        all
    }

    #[test]
    fn messages_are_told_apart_by_their_length() {
        let text = "Content-Length: 2\r\n\r\n{}content-length:4\r\nContent-Type: x; charset=utf-8\r\n\r\nnull";
        assert_eq!(bodies(text), ["{}", "null"]);
    }

    #[test]
    fn what_has_no_length_or_no_end_is_no_message() {
        for text in [
            "Content-Length: 9\r\n\r\n{}",
            "Content-Length: x\r\n\r\n{}",
            "Content-Length: 99999999999999\r\n\r\n{}",
            "hello\r\n\r\n",
            "",
        ] {
            assert!(bodies(text).is_empty(), "{text}");
        }
    }
}
