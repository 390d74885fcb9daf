//! What was found, in the formats that people and programs read.

pub mod concise;
pub mod full;
pub mod json;
pub mod list;
pub mod server;
mod source;
pub mod style;
pub mod summary;

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::document::Position;
use crate::secret;
use crate::workspace::{File, FileId, Workspace};

pub use style::Style;

/// What is reported.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// What was read.
    pub workspace: &'a Workspace,
    /// What was found in it.
    pub findings: &'a [Diagnostic],
    /// Whether secrets are shown as they are.
    pub show_secrets: bool,
}

impl<'a> Report<'a> {
    /// The text of a file as it may be shown: secrets are masked character by character, so that
    /// every place stays where it is.
    pub fn text(&self, file: &'a File) -> Cow<'a, str> {
        masked(file, self.show_secrets)
    }

    /// Where a finding points.
    pub fn position(&self, finding: &Diagnostic) -> (FileId, Position) {
        let label = finding.primary();
        let document = &self.workspace.file(label.file).document;
        (label.file, document.position(label.span.start))
    }
}

/// The text of `file`, its secrets masked unless they shall be shown.
pub fn masked(file: &File, show_secrets: bool) -> Cow<'_, str> {
    if show_secrets {
        return Cow::Borrowed(&file.document.text);
    }
    let spans = secret::spans(&file.document);
    if spans.is_empty() {
        Cow::Borrowed(&file.document.text)
    } else {
        Cow::Owned(secret::mask(&file.document.text, &spans))
    }
}

/// A number with its noun: "1 error", "2 errors".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
