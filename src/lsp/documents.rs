//! The documents that the editor has open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::interest::Interest;
use super::position::{Encoding, Lines};
use crate::document::LineIndex;

/// The texts of open documents, by path: what counts in place of what is on disk.
#[derive(Clone, Default)]
pub(super) struct Texts(Arc<RwLock<BTreeMap<PathBuf, String>>>);

impl Texts {
    /// A text that panicked halfway through a change is whole again by the next one.
    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<PathBuf, String>> {
        self.0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<PathBuf, String>> {
        self.0
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Asks the text at `path`, if there is one.
    pub(super) fn with<R>(&self, path: &Path, ask: impl FnOnce(&str) -> R) -> Option<R> {
        self.read().get(path).map(|text| ask(text))
    }
}

/// An open document.
pub(super) struct Open {
    /// Its name, as the editor writes it.
    pub(super) uri: Uri,
    /// The version of its text.
    pub(super) version: i32,
    /// Why it may matter.
    pub(super) interest: Interest,
}

/// All open documents that may count, by path.
// A name is compared by its text.
#[allow(clippy::mutable_key_type)]
#[derive(Default)]
pub(super) struct Documents {
    open: BTreeMap<PathBuf, Open>,
    /// The paths by the names that the editor uses.
    names: BTreeMap<Uri, PathBuf>,
    pub(super) texts: Texts,
}

impl Documents {
    /// Takes note of an opened document; whether it was open already.
    pub(super) fn open(&mut self, path: PathBuf, open: Open, text: String) -> bool {
        self.texts.write().insert(path.clone(), text);
        self.names.insert(open.uri.clone(), path.clone());
        self.open.insert(path, open).is_some()
    }

    /// The path of an open document.
    pub(super) fn path(&self, uri: &Uri) -> Option<&Path> {
        self.names.get(uri).map(PathBuf::as_path)
    }

    /// Forgets a document; its path, where it was known.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<PathBuf> {
        let path = self.names.remove(uri)?;
        self.texts.write().remove(&path);
        self.open.remove(&path);
        Some(path)
    }

    /// The paths of all of them.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.open.keys().map(PathBuf::as_path)
    }

    /// The open document at `path`.
    pub(super) fn get(&self, path: &Path) -> Option<&Open> {
        self.open.get(path)
    }

    /// All of them, in order of path.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Path, &Open)> {
        self.open.iter().map(|(path, open)| (path.as_path(), open))
    }

    /// Carries out changes one after the other, as the protocol has them; whether the document is
    /// known.
    pub(super) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let Some(open) = self.open.get_mut(path) else {
            return false;
        };
        open.version = version;
        let mut texts = self.texts.write();
        let text = texts.entry(path.to_owned()).or_default();
        for change in changes {
            match change.range {
                Some(range) => {
                    let index = LineIndex::new(text);
                    let lines = Lines {
                        text,
                        index: &index,
                        encoding,
                    };
                    let span = lines.span(range);
                    text.replace_range(span.start..span.end, &change.text);
                }
                None => *text = change.text,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use lsp_types::{Position, Range};

    use super::*;

    fn after(text: &str, changes: &[(Option<[u32; 4]>, &str)]) -> String {
        let mut documents = Documents::default();
        let path = PathBuf::from("/p/.mcp.json");
        let open = Open {
            uri: Uri::from_str("file:///p/.mcp.json").unwrap(),
            version: 1,
            interest: Interest::Config,
        };
        documents.open(path.clone(), open, text.to_owned());
        let changes = changes
            .iter()
            .map(|(range, text)| TextDocumentContentChangeEvent {
                range: range
                    .map(|[a, b, c, d]| Range::new(Position::new(a, b), Position::new(c, d))),
                range_length: None,
                text: (*text).to_owned(),
            })
            .collect();
        assert!(documents.change(&path, 2, changes, Encoding::Utf16));
        assert_eq!(documents.get(&path).unwrap().version, 2);
        documents.texts.with(&path, str::to_owned).unwrap()
    }

    #[test]
    fn changes_build_on_each_other() {
        let text = after(
            "{\n  \"a\": 1\n}\n",
            &[
                (Some([1, 7, 1, 8]), "\"😀\""),
                (Some([1, 11, 1, 11]), ","),
                (Some([1, 12, 1, 12]), "\n  \"b\": 2"),
            ],
        );
        assert_eq!(text, "{\n  \"a\": \"😀\",\n  \"b\": 2\n}\n");
    }

    #[test]
    fn ranges_outside_hurt_nothing() {
        assert_eq!(after("ab\ncd", &[(Some([0, 99, 7, 3]), "!")]), "ab!");
        assert_eq!(after("ab\ncd", &[(Some([1, 1, 0, 0]), "!")]), "ab\nc!d");
        assert_eq!(after("ab", &[(None, "x"), (Some([0, 1, 0, 1]), "y")]), "xy");
    }
}
