//! Findings that were there before: `--baseline`.
//!
//! A baseline tells a finding by its rule, its file, its client, its server and the way to its
//! place through the file's keys. Lines may shift, members change their order and values change;
//! nothing of a value is in it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::hash::Hash;
use crate::host::{FileType, Host, plain};
use crate::secret;
use crate::settings::below;
use crate::suppression::around;
use crate::workspace::{File, Workspace};

/// The name of a baseline where nothing else is said.
pub const FILE_NAME: &str = "mcpmend-baseline.json";

/// The version of the file that is written, and the newest that is read.
const VERSION: u32 = 1;

/// A file of findings that are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Baseline of mcpmend")]
pub struct BaselineFile {
    /// The version of this form.
    pub version: u32,
    /// The findings, by path, rule and server.
    pub findings: Vec<Known>,
}

/// Findings of one rule at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The file, relative to the folder of the baseline; `~/…` below the home folder.
    pub path: String,
    /// The rule's name.
    pub rule: String,
    /// The id of the client.
    pub client: String,
    /// The server's name, secrets masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// A hash of all of these and of the keys on the way to the place.
    pub fingerprint: String,
    /// How many findings are told apart by nothing.
    pub count: usize,
}

/// What is known of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    folder: PathBuf,
    known: BTreeMap<String, Known>,
}

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {message}")]
pub struct BaselineError {
    /// The file.
    pub path: String,
    /// What is wrong and where.
    pub message: String,
}

impl Baseline {
    /// A baseline without findings whose file is at `path`.
    pub fn empty(path: &Path) -> Baseline {
        Baseline {
            folder: plain(path).parent().unwrap_or(Path::new("")).to_owned(),
            known: BTreeMap::new(),
        }
    }

    /// Reads the baseline at `path`; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read, is no baseline, or one of a newer version.
    pub fn load(host: &dyn Host, path: &Path) -> Result<Option<Baseline>, BaselineError> {
        let fail = |message: String| BaselineError {
            path: discover::shown_from(host, path),
            message,
        };
        match host.file_type(path) {
            Ok(FileType::File(_)) => {}
            Ok(FileType::Folder) => return Err(fail("it is a folder, not a file".to_owned())),
            Ok(FileType::DanglingLink) => {
                return Err(fail(
                    "it is a link to something that is not there".to_owned(),
                ));
            }
            Ok(FileType::Special) => {
                return Err(fail(
                    "it is a pipe, socket or device, not a file".to_owned(),
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error.kind().to_string())),
        }
        let bytes = host
            .read(path)
            .map_err(|error| fail(error.kind().to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| fail("it is not UTF-8".to_owned()))?;
        Baseline::parse(&text, path).map(Some).map_err(fail)
    }

    /// Reads the text of the baseline at `path`.
    ///
    /// # Errors
    /// What is wrong with it, with the place.
    pub fn parse(text: &str, path: &Path) -> Result<Baseline, String> {
        let placed = |error: serde_json::Error| {
            let message = error.to_string();
            // serde_json ends its messages with the place; ours start with it.
            match message.rsplit_once(" at line ") {
                Some((message, _)) => format!(
                    "line {}, column {}: {message}; this is no baseline of mcpmend",
                    error.line(),
                    error.column()
                ),
                None => format!("{message}; this is no baseline of mcpmend"),
            }
        };
        let text = text.trim_start_matches('\u{feff}');
        // A newer form may hold what this one does not know.
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_str(text).map_err(placed)?;
        if version != VERSION {
            return Err(format!(
                "it is of version {version}, and this mcpmend knows version {VERSION}: update mcpmend"
            ));
        }
        let file: BaselineFile = serde_json::from_str(text).map_err(placed)?;
        let mut baseline = Baseline::empty(path);
        for known in file.findings {
            baseline.add(known);
        }
        Ok(baseline)
    }

    /// Its file, for writing: the same findings give the same text.
    pub fn text(&self) -> String {
        let mut findings: Vec<Known> = self.known.values().cloned().collect();
        findings.sort();
        let file = BaselineFile {
            version: VERSION,
            findings,
        };
        // A plain struct of texts and numbers can always be written.
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        text
    }

    /// How many findings are in it.
    pub fn len(&self) -> usize {
        self.known.values().map(|known| known.count).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Adds findings.
    pub(crate) fn add(&mut self, known: Known) {
        let count = known.count;
        if count == 0 {
            return;
        }
        self.known
            .entry(known.fingerprint.clone())
            .and_modify(|present| present.count += count)
            .or_insert(known);
    }

    /// Takes one finding out; false when it is not in there.
    pub(crate) fn take(&mut self, finding: &Known) -> bool {
        let Some(known) = self.known.get_mut(&finding.fingerprint) else {
            return false;
        };
        known.count -= 1;
        if known.count == 0 {
            self.known.remove(&finding.fingerprint);
        }
        true
    }

    /// All that is in it.
    pub(crate) fn known(&self) -> impl Iterator<Item = &Known> {
        self.known.values()
    }

    /// The same folder without findings.
    pub(crate) fn cleared(&self) -> Baseline {
        Baseline {
            folder: self.folder.clone(),
            known: BTreeMap::new(),
        }
    }

    /// How the baseline writes the path of `file`.
    pub(crate) fn path_of(&self, host: &dyn Host, file: &File) -> String {
        if let Some(below) = below(host, &self.folder, &file.path) {
            return below;
        }
        let home = host.home().and_then(|home| below(host, home, &file.path));
        match home {
            Some(below) => format!("~/{below}"),
            None => discover::show(&file.path),
        }
    }

    /// How the baseline tells `finding`.
    pub(crate) fn known_as(
        &self,
        host: &dyn Host,
        workspace: &Workspace,
        finding: &Diagnostic,
    ) -> Known {
        let file = workspace.file(finding.primary().file);
        let path = self.path_of(host, file);
        let server = finding
            .entry
            .map(|entry| workspace.entry(entry).name.as_str());
        Known {
            rule: finding.rule.to_owned(),
            client: file.client.id.to_owned(),
            server: server.map(secret::mask_text),
            fingerprint: fingerprint(workspace, finding, &path),
            path,
            count: 1,
        }
    }
}

/// What tells `finding` from others wherever it stands: its rule, client, server, the path of its
/// file and the keys on the way to its place.
pub(crate) fn fingerprint(workspace: &Workspace, finding: &Diagnostic, path: &str) -> String {
    let file = workspace.file(finding.primary().file);
    let entry = finding.entry.map(|entry| workspace.entry(entry));
    let mut way = Vec::new();
    for node in around(&file.document, finding.primary().span) {
        if entry.is_some_and(|entry| entry.node == node.id()) {
            break;
        }
        // Items may change their places.
        way.push(match node.member() {
            Some(member) => member.key.text.as_str(),
            None => "",
        });
    }
    let server = entry.map_or("", |entry| entry.name.as_str());
    let mut hash = Hash::new();
    for part in [finding.rule, path, file.client.id, server] {
        hash.add(part);
    }
    for key in way.iter().rev() {
        hash.add(key);
    }
    hash.text()
}
