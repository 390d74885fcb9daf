//! The machine as the editor has it: what is open counts in place of what is on disk.

use std::io;
use std::path::{Path, PathBuf};

use super::documents::Texts;
use crate::host::{FileType, Host, SystemHost};
use crate::model::Os;

/// A host on which open documents are files.
#[derive(Clone)]
pub(super) struct Buffers {
    host: SystemHost,
    texts: Texts,
}

impl Buffers {
    pub(super) fn new(host: SystemHost, texts: Texts) -> Buffers {
        Buffers { host, texts }
    }
}

impl Host for Buffers {
    fn os(&self) -> Os {
        self.host.os()
    }

    fn home(&self) -> Option<&Path> {
        self.host.home()
    }

    fn current_dir(&self) -> &Path {
        self.host.current_dir()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.host.env(name)
    }

    fn file_type(&self, path: &Path) -> io::Result<FileType> {
        match self.texts.with(path, str::len) {
            Some(length) => Ok(FileType::File(length as u64)),
            None => self.host.file_type(path),
        }
    }

    fn is_link(&self, path: &Path) -> bool {
        // What is open came from the editor, wherever its file leads.
        self.texts.with(path, |_| ()).is_none() && self.host.is_link(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.texts.with(path, |text| text.as_bytes().to_vec()) {
            Some(bytes) => Ok(bytes),
            None => self.host.read(path),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.host.list(path)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        self.host.canonical(path)
    }

    fn is_executable(&self, path: &Path) -> Option<bool> {
        self.host.is_executable(path)
    }

    fn mode(&self, path: &Path) -> Option<u32> {
        self.host.mode(path)
    }

    fn now(&self) -> u64 {
        self.host.now()
    }

    fn is_this_machine(&self) -> bool {
        self.host.is_this_machine()
    }
}
