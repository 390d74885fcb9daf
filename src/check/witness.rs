//! A host that notices whether it is asked.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::host::{FileType, Host};
use crate::model::Os;

/// Passes everything on, and remembers that a rule wanted to know something of the machine: what
/// it finds here it may not find elsewhere.
pub(super) struct Witness<'h> {
    host: &'h dyn Host,
    asked: AtomicBool,
}

impl<'h> Witness<'h> {
    /// A witness that saw nothing yet.
    pub(super) fn new(host: &'h dyn Host) -> Witness<'h> {
        Witness {
            host,
            asked: AtomicBool::new(false),
        }
    }

    /// Whether anything was asked since this was asked last.
    pub(super) fn was_asked(&self) -> bool {
        self.asked.swap(false, Ordering::Relaxed)
    }

    fn host(&self) -> &'h dyn Host {
        self.asked.store(true, Ordering::Relaxed);
        self.host
    }
}

impl Host for Witness<'_> {
    fn os(&self) -> Os {
        self.host().os()
    }
    fn home(&self) -> Option<&Path> {
        self.host().home()
    }
    fn current_dir(&self) -> &Path {
        self.host().current_dir()
    }
    fn env(&self, name: &str) -> Option<String> {
        self.host().env(name)
    }
    fn file_type(&self, path: &Path) -> io::Result<FileType> {
        self.host().file_type(path)
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.host().read(path)
    }
    fn is_link(&self, path: &Path) -> bool {
        self.host().is_link(path)
    }
    fn start(&self, path: &Path, length: usize) -> io::Result<Vec<u8>> {
        self.host().start(path, length)
    }
    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.host().list(path)
    }
    fn canonical(&self, path: &Path) -> PathBuf {
        self.host().canonical(path)
    }
    fn is_executable(&self, path: &Path) -> Option<bool> {
        self.host().is_executable(path)
    }
    fn mode(&self, path: &Path) -> Option<u32> {
        self.host().mode(path)
    }
    fn now(&self) -> u64 {
        self.host().now()
    }
    fn unwatched(&self) -> Option<&dyn Host> {
        Some(self.host)
    }
    fn is_this_machine(&self) -> bool {
        self.host().is_this_machine()
    }
}
