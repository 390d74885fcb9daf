//! The processes that were started from here, so that all of them can be ended at once.
//!
//! They are the whole program's, as a signal is: the list is one for all threads.

use std::collections::BTreeSet;
use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a server whose input is closed may take to end before it is asked to.
const BY_ITSELF: Duration = Duration::from_millis(300);

/// How long what is asked to end may take before it is made to.
const GRACE: Duration = Duration::from_millis(500);

/// How often is looked whether it has ended.
const STEP: Duration = Duration::from_millis(10);

static RUNNING: Mutex<Running> = Mutex::new(Running {
    closed: false,
    servers: BTreeSet::new(),
});

struct Running {
    /// Whether nothing is started any more.
    closed: bool,
    /// The servers, by the number of the process.
    servers: BTreeSet<u32>,
}

/// What a process was started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a server, and ends when nobody wants to know anything more.
    Server,
    /// It is asked something, or cleans up behind a server, and ends soon by itself.
    Helper,
}

fn running() -> MutexGuard<'static, Running> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A process that is known to be running; it is ended when this goes.
pub(super) struct Tracked {
    pub(super) child: Child,
    role: Role,
}

/// Starts a process, with a group for it and all that it starts: so they can be ended together, and
/// Ctrl-C at the terminal does not reach them by another way.
///
/// # Errors
/// When it cannot be started, or no server is to be any more.
pub(super) fn spawn(command: &mut Command, role: Role) -> io::Result<Tracked> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        command.process_group(0);
    }
    // Held meanwhile: what is not in the list would not be ended.
    let mut running = running();
    if role == Role::Helper {
        drop(running);
        let child = command.spawn()?;
        return Ok(Tracked { child, role });
    }
    if running.closed {
        return Err(io::Error::new(
            io::ErrorKind::Interrupted,
            "nothing is started any more",
        ));
    }
    let child = command.spawn()?;
    running.servers.insert(child.id());
    Ok(Tracked { child, role })
}

impl Tracked {
    /// Whether it ends by itself in that time.
    fn ends_within(&mut self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < deadline => thread::sleep(STEP),
                Ok(None) => return false,
                Ok(Some(_)) | Err(_) => return true,
            }
        }
    }

    /// Ends it as MCP wants it: its input is closed already, so it may end by itself; then it is
    /// asked to. What is left is killed when this goes.
    pub(super) fn end(mut self) {
        // A container is ended by its client only when that is asked, not when it is killed.
        if !self.ends_within(BY_ITSELF) {
            ask(self.child.id());
            self.ends_within(GRACE);
        }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        let id = self.child.id();
        match self.role {
            Role::Server => {
                let mut running = running();
                // What it has started may be there without it.
                kill(id);
                running.servers.remove(&id);
            }
            Role::Helper if matches!(self.child.try_wait(), Ok(None)) => kill(id),
            Role::Helper => {}
        }
        // Whatever fails here has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ends all servers that were started from here, and keeps any more from being started.
pub fn end_all() {
    let all = {
        let mut running = running();
        running.closed = true;
        for &id in &running.servers {
            ask(id);
        }
        running.servers.clone()
    };
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline && all.iter().any(|&id| is_there(id)) {
        thread::sleep(STEP);
    }
    // Who waits for one of them takes it from the list first.
    let running = running();
    for &id in &running.servers {
        kill(id);
    }
}

#[cfg(unix)]
fn group(id: u32) -> Option<rustix::process::Pid> {
    rustix::process::Pid::from_raw(i32::try_from(id).ok()?)
}

#[cfg(unix)]
fn send(id: u32, signal: rustix::process::Signal) {
    if let Some(group) = group(id) {
        // What is not there any more has ended already.
        let _ = rustix::process::kill_process_group(group, signal);
    }
}

#[cfg(unix)]
fn ask(id: u32) {
    send(id, rustix::process::Signal::TERM);
}

#[cfg(unix)]
fn kill(id: u32) {
    send(id, rustix::process::Signal::KILL);
}

/// Whether something of it is left.
#[cfg(unix)]
fn is_there(id: u32) -> bool {
    group(id).is_some_and(|group| rustix::process::test_kill_process_group(group).is_ok())
}

// A program without a window cannot be asked there.
#[cfg(not(unix))]
fn ask(_id: u32) {}

#[cfg(not(unix))]
fn kill(id: u32) {
    // What is not there any more has ended already.
    let _ = Command::new("taskkill")
        .args(["/T", "/F", "/PID", &id.to_string()])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
}

#[cfg(not(unix))]
fn is_there(_id: u32) -> bool {
    false
}
