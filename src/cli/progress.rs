//! How far a long run has come, for a person who waits at a terminal.
//!
//! It goes to standard error, and only where that is a terminal: never into a pipe or a file, not
//! in CI, not with `--quiet`. Nothing of it is there before a second is over, and nothing of it
//! stays.
#![allow(clippy::disallowed_methods)] // What the terminal can do is a matter of this process.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;
use crate::host;
use crate::progress::Progress;

/// Shorter runs show nothing.
const AFTER: Duration = Duration::from_secs(1);

/// How often it is shown anew.
const EVERY: Duration = Duration::from_millis(100);

/// Shows the progress of one run until it is dropped.
#[derive(Default)]
pub(super) struct Display {
    shown: Option<(Arc<Shown>, JoinHandle<()>)>,
}

/// What is shown: the words of this moment.
type Words = Box<dyn Fn() -> String + Send>;

/// What the run and the thread that shows it have in common.
struct Shown {
    progress: Arc<Progress>,
    /// What is shown instead of the phase of `progress`.
    words: Mutex<Option<Words>>,
    line: Mutex<Line>,
    woken: Condvar,
}

/// What is on the terminal. Who holds it may write there.
#[derive(Default)]
struct Line {
    bar: Option<ProgressBar>,
    ended: bool,
}

impl Display {
    /// From now on a run is shown, where somebody may want to see it.
    pub(super) fn start(quiet: bool) -> Display {
        let terminal = Terminal::is_terminal(&io::stderr())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        if quiet || !terminal || host::in_ci() {
            return Display::default();
        }
        let shown = Arc::new(Shown {
            progress: Arc::default(),
            words: Mutex::default(),
            line: Mutex::default(),
            woken: Condvar::new(),
        });
        let seen = Arc::clone(&shown);
        let started = Instant::now();
        let thread = std::thread::Builder::new().spawn(move || seen.keep_showing(started));
        Display {
            // A run that cannot be shown is a run all the same.
            shown: thread.ok().map(|thread| (shown, thread)),
        }
    }

    /// Where the run counts.
    pub(super) fn counter(&self) -> Option<Arc<Progress>> {
        let (shown, _) = self.shown.as_ref()?;
        Some(Arc::clone(&shown.progress))
    }

    /// From now on these words are shown, made anew each time.
    #[cfg(feature = "doctor")]
    pub(super) fn say(&self, words: impl Fn() -> String + Send + 'static) {
        if let Some((shown, _)) = &self.shown {
            *shown.words.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(words));
        }
    }

    /// Does something that writes to the terminal.
    pub(super) fn aside<R>(&self, write: impl FnOnce() -> R) -> R {
        let Some((shown, _)) = &self.shown else {
            return write();
        };
        let mut line = shown.line();
        line.clear();
        write()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some((shown, thread)) = self.shown.take() {
            let mut line = shown.line();
            line.clear();
            line.ended = true;
            drop(line);
            shown.woken.notify_all();
            // It does not panic, and would be nobody's loss.
            let _ = thread.join();
        }
    }
}

impl Shown {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self) -> String {
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        match &*words {
            Some(words) => words(),
            None => self.progress.phase().to_string(),
        }
    }

    fn keep_showing(&self, started: Instant) {
        let mut line = self.line();
        while !line.ended {
            let wait = match AFTER.checked_sub(started.elapsed()) {
                None | Some(Duration::ZERO) => {
                    line.show(self.text());
                    EVERY
                }
                Some(rest) => rest,
            };
            let woken = self.woken.wait_timeout(line, wait);
            line = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Line {
    fn show(&mut self, text: String) {
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{spinner} {wide_msg}");
            match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        bar.set_message(text);
        bar.tick();
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
