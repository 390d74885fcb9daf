//! From the first message to the last.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{InitializeParams, InitializeResult, MessageType, ServerInfo};
use serde_json::Value;

use super::abilities::Abilities;
use super::catch::{caught, quiet_panics};
use super::state::State;
use super::wire::{Incoming, Sink, listen};
use crate::host::process::is_running;

/// How often it is asked whether the editor's process is still there.
const WATCH: Duration = Duration::from_secs(2);

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The editor asked for the end and then for the exit.
    Orderly,
    /// It did not ask, or is gone.
    Abrupt,
}

/// Serves an editor that writes to `input` and reads from `output`, until it says `exit` or is
/// gone. Panics of the process are no longer printed from now on.
///
/// # Errors
/// When no thread can be started.
pub fn serve(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> io::Result<End> {
    quiet_panics();
    let incoming = listen(input)?;
    let sink = Sink::new(output);
    let Some((mut state, editor)) = initialize(&incoming, &sink) else {
        return Ok(End::Abrupt);
    };
    let mut queue = Queue {
        incoming,
        waiting: VecDeque::new(),
        editor,
    };
    Ok(run(&mut queue, &mut state))
}

/// Waits for `initialize` and answers it; `None` when the editor goes away instead. With the state
/// comes the editor's process.
fn initialize(incoming: &Receiver<Incoming>, sink: &Sink) -> Option<(State, Option<u32>)> {
    loop {
        match incoming.recv().ok()? {
            Incoming::Garbage(why) => sink.refuse(&why),
            Incoming::Message(Message::Request(request)) if request.method == "initialize" => {
                let params: InitializeParams = match serde_json::from_value(request.params) {
                    Ok(params) => params,
                    Err(error) => {
                        // The error names a place and no text.
                        let why = error.to_string();
                        refuse(sink, request.id, ErrorCode::InvalidParams, why);
                        continue;
                    }
                };
                let abilities = Abilities::of(&params.capabilities);
                let result = InitializeResult {
                    capabilities: abilities.answer(),
                    server_info: Some(ServerInfo {
                        name: "mcpmend".to_owned(),
                        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                    }),
                };
                // An editor in another container has a number that means nothing here.
                let editor = params.process_id;
                let editor = editor.filter(|process| is_running(*process) == Some(true));
                sink.send(Response::new_ok(request.id, result));
                return Some((State::new(sink.clone(), abilities, &params), editor));
            }
            Incoming::Message(Message::Request(request)) => {
                let why = "`initialize` comes first".to_owned();
                refuse(sink, request.id, ErrorCode::ServerNotInitialized, why);
            }
            Incoming::Message(Message::Notification(it)) if it.method == "exit" => return None,
            Incoming::Message(_) => {}
        }
    }
}

fn refuse(sink: &Sink, id: RequestId, code: ErrorCode, why: String) {
    sink.send(Response::new_err(id, code as i32, why));
}

/// What came in and was not worked on yet.
struct Queue {
    incoming: Receiver<Incoming>,
    waiting: VecDeque<Incoming>,
    /// The editor's process.
    editor: Option<u32>,
}

impl Queue {
    /// The next of what is there; a request that was taken back meanwhile is answered at once.
    fn next(&mut self, sink: &Sink) -> Option<Incoming> {
        while let Ok(it) = self.incoming.try_recv() {
            self.push(it, sink);
        }
        self.waiting.pop_front()
    }

    /// Waits until something is there; false when nothing will come any more.
    fn wait(&mut self, sink: &Sink) -> bool {
        loop {
            match self.incoming.recv_timeout(WATCH) {
                Ok(it) => {
                    self.push(it, sink);
                    return true;
                }
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {
                    let gone = |process| is_running(process) == Some(false);
                    if self.editor.is_some_and(gone) {
                        return false;
                    }
                }
            }
        }
    }

    fn push(&mut self, it: Incoming, sink: &Sink) {
        let cancelled = match &it {
            Incoming::Message(Message::Notification(it)) if it.method == "$/cancelRequest" => {
                it.params.get("id")
            }
            _ => None,
        };
        let Some(cancelled) = cancelled else {
            self.waiting.push_back(it);
            return;
        };
        let same = |it: &Incoming| match it {
            Incoming::Message(Message::Request(request)) => {
                serde_json::to_value(&request.id).is_ok_and(|id| id == *cancelled)
            }
            _ => false,
        };
        let at = self.waiting.iter().position(same);
        if let Some(Incoming::Message(Message::Request(request))) =
            at.and_then(|at| self.waiting.remove(at))
        {
            let why = "cancelled".to_owned();
            refuse(sink, request.id, ErrorCode::RequestCanceled, why);
        }
    }
}

/// Works on messages until the last one.
fn run(queue: &mut Queue, state: &mut State) -> End {
    let mut shut_down = false;
    let end = |shut_down| if shut_down { End::Orderly } else { End::Abrupt };
    let sink = state.sink.clone();
    loop {
        let Some(next) = queue.next(&sink) else {
            // Nobody waits for anything but findings: now they are looked for.
            if let Err(why) = caught(|| state.settle()) {
                state.log(MessageType::ERROR, format!("the check failed at {why}"));
            }
            if !queue.wait(&sink) {
                return end(shut_down);
            }
            continue;
        };
        match next {
            Incoming::Garbage(why) => sink.refuse(&why),
            Incoming::Message(Message::Notification(Notification { method, .. }))
                if method == "exit" =>
            {
                return end(shut_down);
            }
            Incoming::Message(Message::Request(Request { id, .. })) if shut_down => {
                let why = "the server is shut down".to_owned();
                refuse(&sink, id, ErrorCode::InvalidRequest, why);
            }
            Incoming::Message(Message::Request(Request { id, method, .. }))
                if method == "shutdown" =>
            {
                shut_down = true;
                sink.send(Response::new_ok(id, Value::Null));
            }
            Incoming::Message(message) => tell(state, message),
        }
    }
}

/// Works on a message. Whatever goes wrong in it, a question gets an answer.
fn tell(state: &mut State, message: Message) {
    let id = match &message {
        Message::Request(request) => Some(request.id.clone()),
        _ => None,
    };
    let done = caught(|| match message {
        Message::Notification(it) => state.notification(it),
        Message::Response(it) => state.response(it),
        Message::Request(it) => state.request(it),
    });
    let Err(why) = done else { return };
    let why = format!("mcpmend failed at {why}");
    state.log(MessageType::ERROR, why.as_str());
    if let Some(id) = id {
        refuse(&state.sink, id, ErrorCode::InternalError, why);
    }
}
