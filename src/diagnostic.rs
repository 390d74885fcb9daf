//! What a rule says, in no format yet.

use crate::document::{Edit, Span};
use crate::workspace::{EntryId, FileId};

/// How much a finding matters.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A better way exists.
    Info,
    /// Works here and now, breaks elsewhere or soon.
    Warning,
    /// The client will not run this as meant, or a secret or the machine is exposed.
    Error,
}

impl Severity {
    /// Its name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Who wants to hear of a finding.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Persona {
    /// Everybody: it is certain, and worth a stop.
    #[default]
    Regular,
    /// Who looks for everything that could be better, and takes a false alarm now and then.
    Pedantic,
}

impl Persona {
    /// Its name in settings and output.
    pub const fn name(self) -> &'static str {
        match self {
            Persona::Regular => "regular",
            Persona::Pedantic => "pedantic",
        }
    }
}

/// Whether a fix may be applied without being looked at.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Meaning and comments surely survive, or what was there did not work at all.
    Safe,
    /// It may change what runs, or drop a comment.
    Unsafe,
}

impl Applicability {
    /// Its name in output: `safe`, `unsafe`.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// How an editor shows a place besides underlining it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What stands there has no effect: it is shown fainter.
    Unnecessary,
    /// It works and should not be used any more: it is struck through.
    Deprecated,
}

/// A place that a diagnostic points at.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
    /// What is to be seen there, in a few words; may be empty for the first label.
    pub text: String,
    /// How an editor shows it.
    pub mark: Option<Mark>,
}

/// A titled set of changes that mend one finding, over one or more files.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, in the imperative: "add `\"type\": \"http\"`".
    pub title: String,
    /// Whether it may be applied without being looked at.
    pub applicability: Applicability,
    /// The changes, each with the file that it changes.
    pub edits: Vec<(FileId, Edit)>,
}

impl Fix {
    /// A fix of one file that may be applied without being looked at.
    pub fn safe(title: impl Into<String>, file: FileId, edits: Vec<Edit>) -> Fix {
        Fix {
            title: title.into(),
            applicability: Applicability::Safe,
            edits: edits.into_iter().map(|edit| (file, edit)).collect(),
        }
    }

    /// A fix of one file that should be looked at.
    pub fn r#unsafe(title: impl Into<String>, file: FileId, edits: Vec<Edit>) -> Fix {
        Fix {
            applicability: Applicability::Unsafe,
            ..Fix::safe(title, file, edits)
        }
    }

    /// The files that it changes, each once, in the order of its changes.
    pub fn files(&self) -> Vec<FileId> {
        let mut files: Vec<FileId> = Vec::new();
        for (file, _) in &self.edits {
            if !files.contains(file) {
                files.push(*file);
            }
        }
        files
    }

    /// Its changes of one file.
    pub fn edits_of(&self, file: FileId) -> Vec<Edit> {
        let own = self.edits.iter().filter(|(of, _)| *of == file);
        own.map(|(_, edit)| edit.clone()).collect()
    }
}

/// Findings that another one tells already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The rules whose findings in the same file are not told beside it.
    pub rules: &'static [&'static str],
    /// The places whose findings are told all the same: what its fix leaves as it is.
    pub except: Vec<Span>,
    /// The one server whose findings are meant; `None`: those of the whole file.
    pub server: Option<EntryId>,
}

impl Covered {
    /// What these rules find at one server.
    pub fn of_server(server: EntryId, rules: &'static [&'static str]) -> Covered {
        Covered {
            rules,
            except: Vec::new(),
            server: Some(server),
        }
    }

    /// Whether `finding`, which is about the same file, is told already.
    pub fn covers(&self, finding: &Diagnostic) -> bool {
        let span = finding.primary().span;
        self.rules.contains(&finding.rule)
            && (self.server.is_none() || finding.entry == self.server)
            && !self.except.iter().any(|it| it.covers(span))
    }
}

/// One finding of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, as one sentence without a full stop: names the value and the server.
    pub message: String,
    /// What the client does with it, as one sentence, when that is known.
    pub effect: Option<String>,
    /// How to mend it, when no fix says it all.
    pub help: Option<String>,
    /// The server, when it is about one.
    pub entry: Option<EntryId>,
    /// The places, the one it is about first; the others may lie in other files.
    pub labels: Vec<Label>,
    /// The ways to mend it, the best first; see [`Diagnostic::preferred`].
    pub fixes: Vec<Fix>,
    /// Whether only the user can tell which of the ways is right: then none is preferred, however
    /// many there are.
    pub undecided: bool,
    /// Findings in the same file that need not be told beside it.
    pub covered: Option<Covered>,
    /// Who wants to hear of it.
    pub persona: Persona,
}

impl Diagnostic {
    /// A finding at `span` of `file`. Rules use [`crate::rules::Rule::finding`], which fills in
    /// name and severity.
    pub fn new(
        rule: &'static str,
        severity: Severity,
        file: FileId,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            rule,
            severity,
            message: message.into(),
            effect: None,
            help: None,
            entry: None,
            labels: vec![Label {
                file,
                span,
                text: String::new(),
                mark: None,
            }],
            fixes: Vec::new(),
            undecided: false,
            covered: None,
            persona: Persona::Regular,
        }
    }

    /// The place that it is about.
    pub fn primary(&self) -> &Label {
        // `new` makes the first label and nothing removes one.
        &self.labels[0]
    }

    /// With a text at the first label.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, file: FileId, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            file,
            span,
            text: text.into(),
            mark: None,
        });
        self
    }

    /// With a mark at the last place so far.
    #[must_use]
    pub fn marked(mut self, mark: impl Into<Option<Mark>>) -> Self {
        if let Some(label) = self.labels.last_mut() {
            label.mark = mark.into();
        }
        self
    }

    /// The fix that is carried out when nobody is asked: the first one. The others are
    /// alternatives, which are carried out only where the user chooses them. A finding whose right
    /// end only the user knows ([`Diagnostic::choice`]) has alternatives only.
    pub fn preferred(&self) -> Option<&Fix> {
        self.fixes.first().filter(|_| !self.undecided)
    }

    /// The fixes that are carried out only where the user chooses one.
    pub fn alternatives(&self) -> &[Fix] {
        let first = usize::from(self.preferred().is_some());
        &self.fixes[first..]
    }

    /// With what the client does.
    #[must_use]
    pub fn effect(mut self, effect: impl Into<String>) -> Self {
        self.effect = Some(effect.into());
        self
    }

    /// With how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// About this server.
    #[must_use]
    pub fn about(mut self, entry: EntryId) -> Self {
        self.entry = Some(entry);
        self
    }

    /// With a way to mend it, behind those that it has: the first one is the preferred one.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fixes.extend(fix.into());
        self
    }

    /// With ways among which the user has to choose: none is preferred.
    #[must_use]
    pub fn choice(mut self) -> Self {
        self.undecided = true;
        self
    }

    /// In place of other findings.
    #[must_use]
    pub fn instead_of(mut self, covered: Covered) -> Self {
        self.covered = Some(covered);
        self
    }

    /// For those only who look for everything that could be better.
    #[must_use]
    pub fn pedantic(mut self) -> Self {
        self.persona = Persona::Pedantic;
        self
    }

    /// With another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
