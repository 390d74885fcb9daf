//! What of the texts must not be shown, found once for each file.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::bridges::Bridge;
use crate::document::{Document, NodeKind, Span};
use crate::secret;
use crate::workspace::{File, FileId, Workspace};

/// Shorter secrets are found in other texts only between quotes: they would be found in half the
/// words of a message.
const SHORTEST: usize = 6;

/// From this length on a word of a secret with spaces in it is looked for by itself.
const LONG_WORD: usize = 12;

/// The text of a file, its secrets masked unless they shall be shown.
pub fn masked(workspace: &Workspace, id: FileId, show_secrets: bool) -> Cow<'_, str> {
    let file = workspace.file(id);
    if show_secrets {
        return Cow::Borrowed(&file.document.text);
    }
    let spans = spans(workspace, id);
    if spans.is_empty() {
        Cow::Borrowed(&file.document.text)
    } else {
        Cow::Owned(secret::mask(&file.document.text, &spans))
    }
}

/// What must not be shown of a file: what looks like a secret, and what a bridge takes for one.
fn spans(workspace: &Workspace, id: FileId) -> Vec<Span> {
    let document = &workspace.file(id).document;
    let mut spans = secret::spans(document);
    let before = spans.len();
    for (_, entry) in workspace.entries_of(id) {
        let Some(bridge) = Bridge::started(&entry.interpretation.parts) else {
            continue;
        };
        for setting in &bridge.secrets {
            let text = setting.value.text();
            if secret::value::is_reference(text) || secret::value::is_placeholder(text) {
                continue;
            }
            let span = document.node(setting.value.word.source.node).span();
            let raw = document.slice(span);
            spans.extend(
                raw.match_indices(text)
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(at, text)| Span::new(span.start + at, span.start + at + text.len())),
            );
        }
    }
    if spans.len() == before {
        spans
    } else {
        secret::merge(spans)
    }
}

/// What is secret in the files of a workspace. A file is searched when it is first shown.
pub(super) struct Shroud {
    show_secrets: bool,
    files: Vec<Hidden>,
    values: OnceCell<Vec<String>>,
}

#[derive(Default)]
struct Hidden {
    spans: OnceCell<Vec<Span>>,
    /// The masked text; `None` when nothing in it is secret.
    text: OnceCell<Option<String>>,
}

impl Shroud {
    pub(super) fn new(workspace: &Workspace, show_secrets: bool) -> Shroud {
        Shroud {
            show_secrets,
            files: all(workspace).map(|_| Hidden::default()).collect(),
            values: OnceCell::new(),
        }
    }

    pub(super) fn spans(&self, workspace: &Workspace, file: FileId) -> &[Span] {
        if self.show_secrets {
            return &[];
        }
        self.files[file.0]
            .spans
            .get_or_init(|| spans(workspace, file))
    }

    pub(super) fn text<'t>(&'t self, workspace: &'t Workspace, file: FileId) -> &'t str {
        let plain = &workspace.file(file).document.text;
        let spans = self.spans(workspace, file);
        if spans.is_empty() {
            return plain;
        }
        self.files[file.0]
            .text
            .get_or_init(|| Some(secret::mask(plain, spans)))
            .as_deref()
            .unwrap_or(plain)
    }

    pub(super) fn scrub<'t>(&self, workspace: &Workspace, text: &'t str) -> Cow<'t, str> {
        if self.show_secrets {
            return Cow::Borrowed(text);
        }
        let values = self.values.get_or_init(|| self.find(workspace));
        let mut spans: Vec<Span> = secret::known::find(text)
            .into_iter()
            .map(|(range, _)| Span::new(range.start, range.end))
            .collect();
        for value in values {
            let short = value.chars().count() < SHORTEST;
            spans.extend(
                text.match_indices(value.as_str())
                    .map(|(at, value)| Span::new(at, at + value.len()))
                    .filter(|span| !short || is_quoted(text, *span)),
            );
        }
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(secret::mask(text, &secret::merge(spans)))
    }

    /// All secret values of all files, as written and as meant.
    fn find(&self, workspace: &Workspace) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for (id, file) in all(workspace) {
            let spans = self.spans(workspace, id);
            let document = &file.document;
            values.extend(spans.iter().map(|span| document.slice(*span).to_owned()));
            values.extend(meant(document, spans));
        }
        // A fix may take a command line with a secret in it apart.
        let words: Vec<String> = values
            .iter()
            .flat_map(|value| {
                value
                    .split_whitespace()
                    .filter(|word| word.len() < value.len())
            })
            .filter(|word| word.len() >= LONG_WORD)
            .map(str::to_owned)
            .collect();
        values.extend(words);
        values.retain(|value| !value.is_empty() && !secret::is_everyday(value));
        values.sort();
        values.dedup();
        values
    }
}

/// Configs and companions, in the order of their ids.
fn all(workspace: &Workspace) -> impl Iterator<Item = (FileId, &File)> {
    workspace.files().chain(workspace.companions())
}

fn is_quoted(text: &str, span: Span) -> bool {
    let quotes = ['"', '\'', '`'];
    text[..span.start].ends_with(quotes) && text[span.end..].starts_with(quotes)
}

/// The decoded texts of the strings that are secret as a whole.
fn meant(document: &Document, spans: &[Span]) -> Vec<String> {
    if spans.is_empty() {
        return Vec::new();
    }
    document
        .tree
        .ids()
        .filter_map(|id| match document.node(id).kind() {
            NodeKind::String { text, .. } => {
                let span = document.node(id).span();
                let inner = Span::new(
                    span.start + 1,
                    span.end.saturating_sub(1).max(span.start + 1),
                );
                let whole = spans
                    .binary_search_by(|secret| {
                        if secret.end < inner.end {
                            std::cmp::Ordering::Less
                        } else if secret.start > inner.start {
                            std::cmp::Ordering::Greater
                        } else {
                            std::cmp::Ordering::Equal
                        }
                    })
                    .is_ok();
                whole.then(|| text.clone())
            }
            _ => None,
        })
        .collect()
}
