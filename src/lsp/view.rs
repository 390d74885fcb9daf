//! One open file, with everything that a question about it needs.

use lsp_types::{MarkupContent, MarkupKind, Range, Uri};

use super::abilities::Abilities;
use super::documents::Documents;
use super::position::Lines;
use super::project::Project;
use super::uri;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Span};
use crate::report::Report;
use crate::workspace::{File, FileId};

/// One file of a project, as an editor has it.
#[derive(Clone, Copy)]
pub(super) struct View<'s> {
    pub(super) project: &'s Project,
    pub(super) id: FileId,
    pub(super) documents: &'s Documents,
    pub(super) abilities: Abilities,
}

impl<'s> View<'s> {
    pub(super) fn file(self) -> &'s File {
        self.project.workspace.file(self.id)
    }

    pub(super) fn document(self) -> &'s Document {
        &self.file().document
    }

    /// What may be said of it, secrets masked.
    pub(super) fn report(self) -> Report<'s> {
        Report::new(&self.project.workspace, self.project.findings(), false)
    }

    /// What is found in it.
    pub(super) fn findings(self) -> impl Iterator<Item = &'s Diagnostic> {
        let all = self.project.findings().iter();
        all.filter(move |finding| finding.primary().file == self.id)
    }

    /// The lines of a file of the project.
    pub(super) fn lines_of(self, file: FileId) -> Lines<'s> {
        let document = &self.project.workspace.file(file).document;
        Lines {
            text: &document.text,
            index: document.lines(),
            encoding: self.abilities.encoding,
        }
    }

    pub(super) fn lines(self) -> Lines<'s> {
        self.lines_of(self.id)
    }

    pub(super) fn range(self, span: Span) -> Range {
        self.lines().range(span)
    }

    /// The name of a file of the project: the editor's own where it is open.
    pub(super) fn uri_of(self, file: FileId) -> Option<Uri> {
        let path = &self.project.workspace.file(file).path;
        match self.documents.get(path) {
            Some(open) => Some(open.uri.clone()),
            None => uri::of_path(path),
        }
    }
}

/// A text as the editor takes it: plain where it knows no Markdown.
pub(super) fn markup(markdown: String, rich: bool) -> MarkupContent {
    if rich {
        return MarkupContent {
            kind: MarkupKind::Markdown,
            value: markdown,
        };
    }
    MarkupContent {
        kind: MarkupKind::PlainText,
        value: markdown.replace("**", "").replace('`', ""),
    }
}

/// A text as code in Markdown: nothing in it means anything there.
pub(super) fn code(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_closed_by_its_own_fence_only() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
    }

    #[test]
    fn plain_text_has_no_signs() {
        let plain = markup("**a** `b`".to_owned(), false);
        assert_eq!(plain.value, "a b");
    }
}
