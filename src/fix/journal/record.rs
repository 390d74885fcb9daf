//! What is written of a run, and what of it is believed when it is read again.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The version of the form that is written, and the only one that is read.
pub(super) const VERSION: u32 = 1;

/// Why files were rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Fixes were applied.
    Fix,
    /// `undo --force` put an older text over one that had changed since.
    Undo,
}

/// One run that rewrote files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// The version of this form.
    pub(super) version: u32,
    /// The version of mcpmend that wrote it.
    pub(super) mcpmend: String,
    /// What for.
    pub(super) purpose: Purpose,
    /// When, in seconds since 1970.
    pub(super) time: u64,
    /// The current folder of the run.
    pub(super) folder: WrittenPath,
    /// The files. Their texts stand beside the record, by the number of the file.
    pub(super) files: Vec<RecordedFile>,
    /// What was done to them.
    pub(super) fixes: Vec<Note>,
}

/// One file of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedFile {
    /// Where it was found.
    pub(super) path: WrittenPath,
    /// The file itself, where the path leads through links.
    pub(super) target: WrittenPath,
    /// Its permission bits, where the system has such.
    pub(super) mode: Option<u32>,
    /// The id of the client that it was read as.
    pub(super) client: Option<String>,
    /// The text before.
    pub(super) before: Sum,
    /// The text after.
    pub(super) after: Sum,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The rule.
    pub rule: String,
    /// What the fix does, secrets masked.
    pub title: String,
    /// The numbers of the files that it changes, the one of the finding first.
    pub files: Vec<usize>,
}

/// What tells whether a text beside the record is still the one that was written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sum {
    /// How many bytes it has.
    pub(super) bytes: u64,
    /// Its hash: against broken disks, not against forgers.
    pub(super) hash: u64,
}

impl Sum {
    pub(super) fn of(bytes: &[u8]) -> Sum {
        // FNV-1a.
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Sum {
            bytes: bytes.len() as u64,
            hash,
        }
    }
}

/// A path as JSON: a text where it is one, else its bytes, or UTF-16 units on Windows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum WrittenPath {
    Text(String),
    Units(Vec<u16>),
}

impl WrittenPath {
    pub(super) fn new(path: &Path) -> WrittenPath {
        match path.to_str() {
            Some(text) => WrittenPath::Text(text.to_owned()),
            None => WrittenPath::Units(units(path)),
        }
    }

    /// The path, when it is one that mcpmend writes: from the root on, and without a way back.
    pub(super) fn read(&self) -> Option<PathBuf> {
        let path = match self {
            WrittenPath::Text(text) => PathBuf::from(text),
            WrittenPath::Units(units) => PathBuf::from(of_units(units)?),
        };
        let plain = path.components().all(|part| match part {
            Component::Prefix(prefix) => !matches!(prefix.kind(), std::path::Prefix::DeviceNS(_)),
            Component::RootDir | Component::Normal(_) => true,
            Component::CurDir | Component::ParentDir => false,
        });
        let nul = path.as_os_str().as_encoded_bytes().contains(&0);
        (path.is_absolute() && plain && !nul).then_some(path)
    }
}

#[cfg(unix)]
fn units(path: &Path) -> Vec<u16> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str()
        .as_bytes()
        .iter()
        .map(|byte| u16::from(*byte))
        .collect()
}

#[cfg(unix)]
fn of_units(units: &[u16]) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes: Result<Vec<u8>, _> = units.iter().map(|unit| u8::try_from(*unit)).collect();
    Some(OsString::from_vec(bytes.ok()?))
}

#[cfg(windows)]
fn units(path: &Path) -> Vec<u16> {
    use std::os::windows::ffi::OsStrExt as _;
    path.as_os_str().encode_wide().collect()
}

#[cfg(windows)]
fn of_units(units: &[u16]) -> Option<OsString> {
    use std::os::windows::ffi::OsStringExt as _;
    Some(OsString::from_wide(units))
}

impl Record {
    /// The record that `bytes` are.
    ///
    /// # Errors
    /// What is wrong with them, as a clause.
    pub(super) fn parse(bytes: &[u8]) -> Result<Record, String> {
        // A newer form may hold what this one does not know.
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let broken = |error: serde_json::Error| format!("its record is broken ({error})");
        let Versioned { version } = serde_json::from_slice(bytes).map_err(broken)?;
        if version != VERSION {
            return Err(format!(
                "another mcpmend wrote it, in a form of version {version}"
            ));
        }
        let record: Record = serde_json::from_slice(bytes).map_err(broken)?;
        if record.files.is_empty() {
            return Err("its record names no file".to_owned());
        }
        let mut named = record.fixes.iter().flat_map(|note| &note.files);
        if named.any(|file| *file >= record.files.len()) {
            return Err("its record names a file that it does not have".to_owned());
        }
        let strange = |path: &WrittenPath| path.read().is_none();
        let mut files = record.files.iter();
        if strange(&record.folder) || files.any(|it| strange(&it.path) || strange(&it.target)) {
            return Err("its record names a path that mcpmend does not write".to_owned());
        }
        Ok(record)
    }

    /// How many bytes the texts beside it have.
    pub(super) fn bytes(&self) -> u64 {
        let sums = self.files.iter().flat_map(|file| [file.before, file.after]);
        sums.fold(0, |total, sum| total.saturating_add(sum.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn strange_paths_are_refused() {
        for path in ["", "a", "./a", "../a", "/a/../b", "/..", "/a\0b"] {
            assert_eq!(WrittenPath::Text(path.to_owned()).read(), None, "{path:?}");
        }
        assert_eq!(WrittenPath::Units(vec![47, 256]).read(), None);
        assert_eq!(WrittenPath::Units(vec![47, 46, 46]).read(), None);
    }

    #[cfg(unix)]
    #[test]
    fn every_path_is_read_as_it_was_written() {
        use std::os::unix::ffi::OsStringExt as _;
        let all: Vec<u8> = std::iter::once(b'/').chain(1..=255).collect();
        for bytes in [b"/a b/\xc3\xa9".to_vec(), b"/\xff".to_vec(), all] {
            let path = PathBuf::from(OsString::from_vec(bytes));
            let json = serde_json::to_string(&WrittenPath::new(&path)).unwrap();
            let back: WrittenPath = serde_json::from_str(&json).unwrap();
            assert_eq!(back.read(), Some(path));
        }
    }
}
