//! The settings file as a file that findings point into.

use std::path::PathBuf;

use super::Settings;
use crate::document::{Document, Format};
use crate::model::{Client, Kind, Precedence, Process, Remote, Root, Ruling, Scope};
use crate::workspace::File;

/// The text that settings were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// How it is shown.
    pub shown: String,
    /// What is in it.
    pub text: String,
}

/// Who reads the settings. It is no client and none of [`crate::clients::ALL`]: findings need
/// somebody whose file they are in.
pub static CLIENT: Client = Client {
    id: "mcpmend",
    name: "mcpmend",
    vendor: "",
    kinds: &[KIND],
    elsewhere: &[],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote::UNKNOWN,
    precedence: Precedence::UNKNOWN,
    logs: "",
    log_files: &[],
    restart: "",
    traps: &[],
    evidence: &[],
};

const KIND: Kind = Kind {
    id: "settings",
    title: "settings",
    format: Format::Toml,
    roots: &[Root::map(&["accept"])],
    missing_root: Ruling::FINE,
    ..Kind::UNKNOWN
};

/// The file of `settings` for a workspace, where findings may be in it: where it accepts any.
pub fn companion(settings: &Settings) -> Option<File> {
    let source = settings.source.as_ref()?;
    (!settings.accept.is_empty()).then(|| {
        File::new(
            (source.path.clone(), source.shown.clone()),
            &CLIENT,
            &CLIENT.kinds[0],
            Scope::Project,
            Document::parse(source.text.clone(), KIND.format),
        )
    })
}
