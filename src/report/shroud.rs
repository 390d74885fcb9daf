//! What of the texts must not be shown, found once for each file.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::visible::Escaped;
use crate::bridges::Bridge;
use crate::document::{Document, NodeId, NodeKind, NodeRef, Span};
use crate::secret::value::{self, Weight};
use crate::secret::{self, is_said};
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
    let servers: Vec<NodeId> = workspace
        .entries_of(id)
        .map(|(_, entry)| entry.node)
        .collect();
    let mut spans = secret::spans(document, &servers);
    let before = spans.len();
    for (_, entry) in workspace.entries_of(id) {
        let Some(bridge) = Bridge::started(&entry.interpretation.parts) else {
            continue;
        };
        for setting in &bridge.secrets {
            let text = setting.value.text();
            if value::is_reference(text) || value::is_placeholder(text) {
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
    values: OnceCell<Vec<(String, Weight)>>,
}

#[derive(Default)]
struct Hidden {
    spans: OnceCell<Vec<Span>>,
    /// The masked text; `None` when nothing in it is secret.
    text: OnceCell<Option<String>>,
    /// It with what is not seen escaped; `None` when there is nothing of that.
    escaped: OnceCell<Option<Escaped>>,
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

    pub(super) fn escaped(&self, workspace: &Workspace, file: FileId) -> Option<&Escaped> {
        self.files[file.0]
            .escaped
            .get_or_init(|| Escaped::new(self.text(workspace, file)))
            .as_ref()
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
        let mut around: Option<Vec<Span>> = None;
        for (at, _) in text.char_indices().filter(|_| !values.is_empty()) {
            for (value, weight) in starts_of(values, &text[at..]) {
                let span = Span::new(at, at + value.len());
                let short = value.chars().count() < SHORTEST;
                let said = is_said(*weight, text, at, value) && (!short || is_quoted(text, span));
                // A word that says nothing is told by what stands around it.
                let mut told = || {
                    around
                        .get_or_insert_with(|| secret::spans_of_text(text))
                        .contains(&span)
                };
                if said || told() {
                    spans.push(span);
                }
            }
        }
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(secret::mask(text, &secret::merge(spans)))
    }

    /// All secret values of all files, as written and as meant, and how much each says.
    fn find(&self, workspace: &Workspace) -> Vec<(String, Weight)> {
        let mut values: Vec<String> = Vec::new();
        for (id, file) in all(workspace) {
            let spans = self.spans(workspace, id);
            let document = &file.document;
            values.extend(spans.iter().map(|span| document.slice(*span).to_owned()));
            values.extend(meant(document, spans));
        }
        // A fix may take a command line with a secret in it apart.
        let words: Vec<String> = values.iter().flat_map(|value| words(value)).collect();
        values.extend(words);
        values.retain(|value| !value.is_empty());
        values.sort();
        values.dedup();
        let names: BTreeSet<&str> = workspace
            .entries()
            .map(|(_, entry)| entry.name.as_str())
            .collect();
        values
            .into_iter()
            .map(|value| {
                let weight = match value::weight(&value) {
                    _ if names.contains(value.as_str()) && !value::looks_random(&value) => {
                        Weight::Common
                    }
                    weight => weight,
                };
                (value, weight)
            })
            .collect()
    }
}

/// The words of a secret that are looked for by themselves.
fn words(value: &str) -> impl Iterator<Item = String> {
    let key = value.starts_with("-----BEGIN");
    value
        .split(char::is_whitespace)
        .filter(move |word| {
            // The last line of a private key may be short.
            let least = if key { SHORTEST } else { LONG_WORD };
            let mark = word.contains("-----") && word.len() < 20;
            word.len() >= least && word.len() < value.len() && !mark
        })
        .filter(|word| word.len() >= LONG_WORD || value::weight(word) == Weight::Secret)
        .map(str::to_owned)
}

/// Those of `values`, which are sorted, that `text` starts with: they may be many, so not each is
/// looked for by itself.
fn starts_of<'v>(
    values: &'v [(String, Weight)],
    text: &str,
) -> impl Iterator<Item = &'v (String, Weight)> {
    // Nothing that `text` starts with stands behind it, nor behind a shorter start of it.
    let mut start = text;
    std::iter::from_fn(move || {
        while !start.is_empty() {
            let below = values.partition_point(|(value, _)| value.as_str() <= start);
            let found = values.get(below.checked_sub(1)?)?;
            let value = &found.0;
            let common = start
                .char_indices()
                .zip(value.chars())
                .find(|((_, one), other)| one != other)
                .map_or(value.len().min(start.len()), |((at, _), _)| at);
            if common == value.len() {
                let last = value.chars().next_back().map_or(0, char::len_utf8);
                start = &start[..common - last];
                return Some(found);
            }
            start = &start[..common];
        }
        None
    })
}

/// Configs and companions, in the order of their ids.
fn all(workspace: &Workspace) -> impl Iterator<Item = (FileId, &File)> {
    workspace.files().chain(workspace.companions())
}

fn is_quoted(text: &str, span: Span) -> bool {
    let quotes = ['"', '\'', '`'];
    text[..span.start].ends_with(quotes) && text[span.end..].starts_with(quotes)
}

/// The decoded texts of the strings that are secret as a whole, and of the private keys in others:
/// those have lines, which are escapes as written.
fn meant(document: &Document, spans: &[Span]) -> Vec<String> {
    if spans.is_empty() {
        return Vec::new();
    }
    let mut meant = Vec::new();
    for node in document.tree.ids().map(|id| document.node(id)) {
        let NodeKind::String { text, .. } = node.kind() else {
            continue;
        };
        if is_covered(node, spans) {
            meant.push(text.clone());
        } else if text.contains("-----BEGIN") {
            let keys = secret::known::find(text).into_iter();
            meant.extend(keys.map(|(range, _)| text[range].to_owned()));
        }
    }
    meant
}

/// Whether one of `spans` has all that stands between the quotes of a string.
fn is_covered(node: NodeRef<'_>, spans: &[Span]) -> bool {
    let span = node.span();
    let end = span.end.saturating_sub(1).max(span.start + 1);
    let inner = Span::new(span.start + 1, end);
    spans
        .binary_search_by(|secret| {
            if secret.end < inner.end {
                std::cmp::Ordering::Less
            } else if secret.start > inner.start {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            }
        })
        .is_ok()
}
