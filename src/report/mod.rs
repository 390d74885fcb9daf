//! What was found, in the formats that people and programs read.

pub mod concise;
#[cfg(feature = "doctor")]
pub mod examination;
pub mod explanation;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod list;
mod marks;
pub mod offer;
mod place;
pub mod ports;
pub mod record;
pub mod runs;
pub mod sarif;
pub mod server;
mod shroud;
mod source;
pub(crate) mod standing;
pub mod statistics;
pub mod style;
pub mod summary;
pub mod visible;
mod window;

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::check::LeftOut;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::document::{EditError, Position, Span};
use crate::host::Host;
use crate::precedence::{Standing, Standings};
use crate::workspace::{EntryId, FileId, Workspace};
use shroud::Shroud;

pub use shroud::masked;
pub use style::Style;
pub use visible::{Guard, visible};

/// What is reported.
pub struct Report<'a> {
    /// What was read.
    pub workspace: &'a Workspace,
    /// What was found in it.
    pub findings: &'a [Diagnostic],
    /// Whether secrets are shown as they are.
    pub show_secrets: bool,
    /// How many more findings there are.
    pub left_out: LeftOut,
    shroud: Shroud,
    machine: Option<&'a dyn Host>,
    host: Option<&'a dyn Host>,
    standings: OnceCell<Standings>,
}

impl<'a> Report<'a> {
    /// A report of `findings` in `workspace`.
    pub fn new(workspace: &'a Workspace, findings: &'a [Diagnostic], show_secrets: bool) -> Self {
        Report {
            workspace,
            findings,
            show_secrets,
            left_out: LeftOut::default(),
            shroud: Shroud::new(workspace, show_secrets),
            machine: None,
            host: None,
            standings: OnceCell::new(),
        }
    }

    /// The same with so many findings that are not shown.
    #[must_use]
    pub fn leaving_out(mut self, left_out: LeftOut) -> Self {
        self.left_out = left_out;
        self
    }

    /// The same where the files of this machine's user and administrator count.
    #[must_use]
    pub fn on(mut self, machine: Option<&'a dyn Host>) -> Self {
        self.machine = machine;
        self
    }

    /// The same for programs that show findings beside the sources of a repository: they are told
    /// where a file is from the root of the repository around the current folder of `host`.
    #[must_use]
    pub fn seen_from(mut self, host: &'a dyn Host) -> Self {
        self.host = Some(host);
        self
    }

    /// How an entry stands among the others of its client.
    pub fn standing(&self, entry: EntryId) -> &Standing {
        self.standings
            .get_or_init(|| Standings::new(self.workspace, self.machine))
            .of(entry)
    }

    /// The text of a file as it may be shown: secrets are masked character by character, so that
    /// every place stays where it is.
    pub fn text(&self, file: FileId) -> &str {
        self.shroud.text(self.workspace, file)
    }

    /// That text as people may be shown it, where something in it has to be escaped.
    fn escaped(&self, file: FileId) -> Option<&visible::Escaped> {
        self.shroud.escaped(self.workspace, file)
    }

    /// The places in a file that must not be shown; none when secrets may be.
    pub fn secrets(&self, file: FileId) -> &[Span] {
        self.shroud.spans(self.workspace, file)
    }

    /// A text about what was read, such as a message, without any secret of it.
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.shroud.scrub(self.workspace, text)
    }

    /// The same as people may be shown it: in one line, and nothing in it that is not seen or that
    /// a terminal obeys.
    pub fn line(&self, text: &str) -> String {
        visible(&self.scrub(text)).into_owned()
    }

    /// The path of a file as people may be shown it.
    pub fn path(&self, file: FileId) -> Cow<'_, str> {
        visible(&self.workspace.file(file).shown)
    }

    /// Whether a text holds a secret that must not be shown.
    pub fn gives_away(&self, text: &str) -> bool {
        matches!(self.scrub(text), Cow::Owned(_))
    }

    /// How safe the fix is that is carried out without asking; `None` where there is none, or where
    /// an anchor keeps the format from it. What else a format cannot do is rare and not asked for
    /// here: that would take the square of the number of findings.
    pub fn would_be_fixed(&self, finding: &Diagnostic) -> Option<Applicability> {
        let fix = finding.preferred()?;
        let files = fix.files();
        let document = |file: &FileId| &self.workspace.file(*file).document;
        let anchored = files.iter().any(|file| !document(file).anchors.is_empty());
        let refused = anchored && self.refusal(fix).is_some();
        (!refused).then_some(fix.applicability)
    }

    /// Why the format cannot carry out a fix, if it cannot.
    pub fn refusal(&self, fix: &Fix) -> Option<EditError> {
        fix.files().into_iter().find_map(|file| {
            let document = &self.workspace.file(file).document;
            document.lower(&fix.edits_of(file)).err()
        })
    }

    /// Where a finding points.
    pub fn position(&self, finding: &Diagnostic) -> (FileId, Position) {
        let label = finding.primary();
        let document = &self.workspace.file(label.file).document;
        (label.file, document.position(label.span.start))
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
