//! A sign that something takes long, for editors that show one.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use lsp_server::{Notification, Request};
use lsp_types::notification::{Notification as _, Progress as ProgressNotice};
use lsp_types::request::{Request as _, WorkDoneProgressCreate};
use serde_json::{Value, json};

use super::wire::Sink;

/// What is done sooner is not worth a sign.
const PATIENCE: Duration = Duration::from_millis(500);

/// Something that may take long; a sign is shown from when it does until this is dropped.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins something called `title`; `number` is a new one each time.
    pub(super) fn begin(sink: Sink, number: u32, title: &'static str) -> Progress {
        let (done, over) = channel::<()>();
        let token = format!("mcpmend-{number}");
        let thread = thread::Builder::new()
            .name("lsp-progress".to_owned())
            .spawn(move || {
                if over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                let method = WorkDoneProgressCreate::METHOD.to_owned();
                let id = token.clone().into();
                sink.send(Request::new(id, method, json!({"token": token})));
                let tell = |value: Value| {
                    let method = ProgressNotice::METHOD.to_owned();
                    let params = json!({"token": token, "value": value});
                    sink.send(Notification::new(method, params));
                };
                tell(json!({"kind": "begin", "title": title}));
                let _ = over.recv();
                tell(json!({"kind": "end"}));
            });
        Progress {
            done: Some(done),
            // Without a thread there is no sign.
            thread: thread.ok(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
