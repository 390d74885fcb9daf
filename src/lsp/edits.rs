//! Changes in the editor's words.

use std::collections::HashMap;

use lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    WorkspaceEdit,
};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::view::View;
use crate::diagnostic::Fix;
use crate::document::{Edit, Span, TextEdit};
use crate::fix;
use crate::workspace::FileId;

/// What a fix changes, checked to do what it says; `None` where it cannot be carried out.
pub(super) fn of_fix(view: View<'_>, fix: &Fix) -> Option<WorkspaceEdit> {
    let mut all = Vec::new();
    for file in fix.files() {
        all.push((file, verified(view, file, &fix.edits_of(file))?));
    }
    of_texts(view, all)
}

/// The changes of the text of `file` that `edits` come to.
pub(super) fn verified(view: View<'_>, file: FileId, edits: &[Edit]) -> Option<Vec<TextEdit>> {
    let workspace = &view.project.workspace;
    fix::rewrite(workspace, file, edits).ok()?;
    workspace.file(file).document.lower(edits).ok()
}

/// Changes of texts; `None` where a file has no name that an editor could open it by.
pub(super) fn of_texts(view: View<'_>, all: Vec<(FileId, Vec<TextEdit>)>) -> Option<WorkspaceEdit> {
    let mut changes = Vec::with_capacity(all.len());
    for (file, edits) in all {
        let lines = view.lines_of(file);
        let edits: Vec<lsp_types::TextEdit> = edits
            .into_iter()
            .map(|edit| lsp_types::TextEdit::new(lines.range(edit.span), edit.text))
            .collect();
        changes.push((file, view.uri_of(file)?, edits));
    }
    if !view.abilities.versions {
        // The protocol wants a map; its keys are compared by their text.
        #[allow(clippy::mutable_key_type)]
        let changes: HashMap<_, _> = changes
            .into_iter()
            .map(|(_, uri, edits)| (uri, edits))
            .collect();
        return Some(WorkspaceEdit::new(changes));
    }
    let version = |file: FileId| {
        let path = &view.project.workspace.file(file).path;
        view.documents.get(path).map(|open| open.version)
    };
    let changes = changes
        .into_iter()
        .map(|(file, uri, edits)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                uri,
                version: version(file),
            },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        })
        .collect();
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(changes)),
        ..WorkspaceEdit::default()
    })
}

/// The smallest changes by lines, and within them by what stands around, that make `new` of `old`.
pub(super) fn between(old: &str, new: &str) -> Vec<TextEdit> {
    let (before, after) = (lines(old), lines(new));
    let starts = |lines: &[&str]| {
        let mut starts = vec![0];
        for line in lines {
            starts.push(starts.last().copied().unwrap_or_default() + line.len());
        }
        starts
    };
    let (from, to) = (starts(&before), starts(&after));
    capture_diff_slices(Algorithm::Myers, &before, &after)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            let (was, is) = (op.old_range(), op.new_range());
            let was = Span::new(from[was.start], from[was.end]);
            trimmed(old, was, &new[to[is.start]..to[is.end]])
        })
        .collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The change of `span` into `text` without what both begin and end with.
fn trimmed(old: &str, span: Span, text: &str) -> TextEdit {
    let was = &old[span.start..span.end];
    let common = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs
            .take_while(|(left, right)| left == right)
            .map(|(left, _)| left.len_utf8())
            .sum::<usize>()
    };
    let front = common(&mut was.chars().zip(text.chars()));
    // No change may begin or end between a carriage return and its line feed.
    let front = if was[..front].ends_with('\r') {
        front - 1
    } else {
        front
    };
    let (rest, text) = (&was[front..], &text[front..]);
    let back = common(&mut rest.chars().rev().zip(text.chars().rev()));
    let back = if rest[rest.len() - back..].starts_with('\n') && rest.contains('\r') {
        0
    } else {
        back
    };
    TextEdit::replace(
        Span::new(span.start + front, span.end - back),
        &text[..text.len() - back],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::edit::apply;

    #[test]
    fn changes_lead_from_one_text_to_the_other() {
        for (old, new) in [
            ("", "a\n"),
            ("a\nb\nc\n", "a\nB\nc\n"),
            ("a\r\nb\r\n", "a\r\nb,\r\nc\r\n"),
            ("a\r\nb\r\n", "b\r\n"),
            ("one é two", "one ü two"),
            ("a\nb\nc\nd\n", "x\nb\nc\ny\nd\n"),
            ("a\n", ""),
            ("a\nb\r\n", "a\r\nb\n"),
        ] {
            let edits = between(old, new);
            assert_eq!(apply(old, &edits).unwrap(), new, "{edits:?}");
        }
    }

    #[test]
    fn changes_are_small() {
        let edits = between(
            "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
            "{\n  \"a\": 10,\n  \"b\": 2\n}\n",
        );
        assert_eq!(edits, [TextEdit::insert(10, "0")]);
    }
}
