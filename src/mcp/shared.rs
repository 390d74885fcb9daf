//! What all calls of one client share.

use std::path::PathBuf;
use std::sync::Mutex;

use super::Setup;

/// What all calls share.
#[derive(Debug)]
pub(super) struct Shared {
    /// What the server was started with.
    pub(super) setup: Setup,
    /// Held by whoever writes.
    pub(super) writing: Mutex<()>,
    /// The roots that the client offers, once it was asked.
    pub(super) offered: Mutex<Option<Vec<PathBuf>>>,
}

impl Shared {
    pub(super) fn new(setup: Setup) -> Shared {
        Shared {
            setup,
            writing: Mutex::new(()),
            offered: Mutex::new(None),
        }
    }
}
