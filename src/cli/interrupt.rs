//! Ctrl-C, and what else asks the program to end: once, so that it tells what it knows; twice, at
//! once.
#![allow(clippy::disallowed_methods)] // Signals are a matter of this process.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::signal::{SIGINT, SIGTERM};
use signal_hook::flag;

#[cfg(unix)]
const SIGNALS: &[i32] = &[SIGINT, SIGTERM, signal_hook::consts::signal::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: &[i32] = &[SIGINT, SIGTERM];

/// Whether the program was asked to end.
#[derive(Clone, Debug)]
pub(super) struct Interrupt {
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// From now on the first signal is only noted; a second one ends the program.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn listen() -> io::Result<Interrupt> {
        let again = Arc::new(AtomicBool::new(false));
        let signal = Arc::new(AtomicUsize::new(0));
        let ignored = ignored();
        for &number in SIGNALS {
            // What the parent wants to be ignored (`nohup`, a job in the background) stays so.
            if ignored & (1 << (number - 1)) != 0 {
                continue;
            }
            // In this order: the first signal finds the flag unset.
            flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&again))?;
            flag::register(number, Arc::clone(&again))?;
            flag::register_usize(
                number,
                Arc::clone(&signal),
                usize::try_from(number).unwrap_or(1),
            )?;
        }
        Ok(Interrupt { signal })
    }

    /// Whether a signal came.
    pub(super) fn came(&self) -> bool {
        self.code().is_some()
    }

    /// The exit code that says so, where one came.
    pub(super) fn code(&self) -> Option<u8> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            number => u8::try_from(128 + number).ok(),
        }
    }
}

/// The signals that this process was told to ignore, a bit each from the lowest on; none where the
/// system does not tell.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let bits = line.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    bits.unwrap_or_default()
}
