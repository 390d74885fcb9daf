//! The processes that were started from here, so that all of them can be ended at once.
//!
//! They are the whole program's, as a signal is: the list is one for all threads.

use std::collections::BTreeMap;
use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a server whose input is closed may take to end before it is asked to.
const BY_ITSELF: Duration = Duration::from_millis(300);

/// How long what is asked to end may take before it is made to.
const GRACE: Duration = Duration::from_millis(500);

/// How long clearing away may take.
const CLEARING: Duration = Duration::from_secs(3);

/// How often is looked whether it has ended.
const STEP: Duration = Duration::from_millis(10);

static RUNNING: Mutex<Running> = Mutex::new(Running {
    closed: false,
    processes: BTreeMap::new(),
    owed: 0,
});

struct Running {
    /// Whether nothing is started any more.
    closed: bool,
    /// By the number of the process.
    processes: BTreeMap<u32, Reach>,
    /// How much is still to be cleared away by others.
    owed: usize,
}

/// Something that outlives the process that made it, as a container does, and is cleared away by
/// who holds this.
pub(super) struct Owed(());

/// Has [`end_all`] wait for what is to be cleared away.
pub(super) fn owe() -> Owed {
    running().owed += 1;
    Owed(())
}

impl Drop for Owed {
    fn drop(&mut self) {
        running().owed -= 1;
    }
}

/// What is ended with a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It alone.
    Alone,
    /// All that it has started: it is the first of a group of its own.
    Tree,
}

fn running() -> MutexGuard<'static, Running> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A process that is known to be running; it is ended when this goes.
pub(super) struct Tracked {
    pub(super) child: Child,
    reach: Reach,
}

/// Starts a process.
///
/// # Errors
/// When it cannot be started, or nothing is to be any more.
pub(super) fn spawn(command: &mut Command, reach: Reach) -> io::Result<Tracked> {
    #[cfg(unix)]
    if reach == Reach::Tree {
        use std::os::unix::process::CommandExt as _;
        // Its children are in its group, so that they can be ended with it.
        command.process_group(0);
    }
    // Held meanwhile: what is not in the list would not be ended.
    let running = running();
    if running.closed {
        return Err(io::Error::new(
            io::ErrorKind::Interrupted,
            "nothing is started any more",
        ));
    }
    track(running, command, reach)
}

/// The same for a program that clears away, which is started in any case.
///
/// # Errors
/// When it cannot be started.
pub(super) fn spawn_last(command: &mut Command) -> io::Result<Tracked> {
    track(running(), command, Reach::Alone)
}

fn track(
    mut running: MutexGuard<'_, Running>,
    command: &mut Command,
    reach: Reach,
) -> io::Result<Tracked> {
    let child = command.spawn()?;
    running.processes.insert(child.id(), reach);
    Ok(Tracked { child, reach })
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
            ask(self.child.id(), self.reach);
            self.ends_within(GRACE);
        }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        let id = self.child.id();
        {
            let mut running = running();
            if self.reach == Reach::Tree {
                kill(id, self.reach);
            }
            running.processes.remove(&id);
        }
        // Whatever fails here has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ends all that was started from here, and keeps anything more from being started.
pub fn end_all() {
    let all: Vec<(u32, Reach)> = {
        let mut running = running();
        running.closed = true;
        for (&id, &reach) in &running.processes {
            ask(id, reach);
        }
        running.processes.clone().into_iter().collect()
    };
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline && all.iter().any(|&(id, reach)| is_there(id, reach)) {
        thread::sleep(STEP);
    }
    // Who waits for one of them takes it from the list first.
    for (&id, &reach) in &running().processes {
        kill(id, reach);
    }
    let deadline = Instant::now() + CLEARING;
    while Instant::now() < deadline && running().owed > 0 {
        thread::sleep(STEP);
    }
}

#[cfg(unix)]
fn send(id: u32, reach: Reach, signal: rustix::process::Signal) {
    let Some(process) = process(id) else { return };
    // What is not there any more has ended already.
    let _ = match reach {
        Reach::Alone => rustix::process::kill_process(process, signal),
        Reach::Tree => rustix::process::kill_process_group(process, signal),
    };
}

#[cfg(unix)]
fn process(id: u32) -> Option<rustix::process::Pid> {
    rustix::process::Pid::from_raw(i32::try_from(id).ok()?)
}

#[cfg(unix)]
fn ask(id: u32, reach: Reach) {
    send(id, reach, rustix::process::Signal::TERM);
}

#[cfg(unix)]
fn kill(id: u32, reach: Reach) {
    send(id, reach, rustix::process::Signal::KILL);
}

/// Whether something of it is left.
#[cfg(unix)]
fn is_there(id: u32, reach: Reach) -> bool {
    let Some(process) = process(id) else {
        return false;
    };
    match reach {
        Reach::Alone => rustix::process::test_kill_process(process).is_ok(),
        Reach::Tree => rustix::process::test_kill_process_group(process).is_ok(),
    }
}

// A program without a window cannot be asked there.
#[cfg(not(unix))]
fn ask(_id: u32, _reach: Reach) {}

#[cfg(not(unix))]
fn kill(id: u32, reach: Reach) {
    let mut command = Command::new("taskkill");
    command.args(["/F", "/PID", &id.to_string()]);
    if reach == Reach::Tree {
        command.arg("/T");
    }
    // What is not there any more has ended already.
    let _ = command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
}

#[cfg(not(unix))]
fn is_there(_id: u32, _reach: Reach) -> bool {
    false
}
