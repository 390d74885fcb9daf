//! From the first message to the last.

use std::io::{self, Read, Write};
use std::sync::mpsc::Receiver;

use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use lsp_types::{InitializeParams, InitializeResult, ServerInfo};

use super::abilities::Abilities;
use super::catch::quiet_panics;
use super::handle::State;
use super::wire::{Incoming, Sink, listen};

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
    let Some(mut state) = initialize(&incoming, &sink) else {
        return Ok(End::Abrupt);
    };
    Ok(run(&incoming, &mut state))
}

/// Waits for `initialize` and answers it; `None` when the editor goes away instead.
fn initialize(incoming: &Receiver<Incoming>, sink: &Sink) -> Option<State> {
    loop {
        match incoming.recv().ok()? {
            Incoming::Garbage(why) => sink.refuse(&why),
            Incoming::Message(Message::Request(request)) if request.method == "initialize" => {
                let params: InitializeParams = match serde_json::from_value(request.params) {
                    Ok(params) => params,
                    Err(error) => {
                        sink.send(invalid(request.id, &error));
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
                sink.send(Response::new_ok(request.id, result));
                return Some(State::new(sink.clone(), abilities, params));
            }
            Incoming::Message(Message::Request(request)) => {
                let code = ErrorCode::ServerNotInitialized as i32;
                let why = "`initialize` comes first".to_owned();
                sink.send(Response::new_err(request.id, code, why));
            }
            Incoming::Message(Message::Notification(it)) if it.method == "exit" => return None,
            Incoming::Message(_) => {}
        }
    }
}

/// The answer to a request whose parameters make no sense. The error names a place and no text.
fn invalid(id: lsp_server::RequestId, error: &serde_json::Error) -> Response {
    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
}

/// Works on messages until the last one.
fn run(incoming: &Receiver<Incoming>, state: &mut State) -> End {
    let mut shut_down = false;
    let end = |shut_down| if shut_down { End::Orderly } else { End::Abrupt };
    loop {
        // Nobody is waiting for anything but findings: now they are looked for.
        let next = match incoming.try_recv() {
            Ok(next) => next,
            Err(_) => {
                state.settle();
                match incoming.recv() {
                    Ok(next) => next,
                    Err(_) => return end(shut_down),
                }
            }
        };
        match next {
            Incoming::Garbage(why) => state.sink.refuse(&why),
            Incoming::Message(Message::Notification(Notification { method, .. }))
                if method == "exit" =>
            {
                return end(shut_down);
            }
            Incoming::Message(Message::Request(Request { id, .. })) if shut_down => {
                let why = "the server is shut down".to_owned();
                let code = ErrorCode::InvalidRequest as i32;
                state.sink.send(Response::new_err(id, code, why));
            }
            Incoming::Message(Message::Request(Request { id, method, .. }))
                if method == "shutdown" =>
            {
                shut_down = true;
                state.sink.send(Response::new_ok(id, ()));
            }
            Incoming::Message(Message::Request(request)) => state.request(request),
            Incoming::Message(Message::Notification(it)) => state.notification(it),
            Incoming::Message(Message::Response(_)) => {}
        }
    }
}
