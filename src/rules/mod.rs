//! The rules: one file each, documentation included.
//!
//! A new rule is its file, one line in its category's `RULES`, and its fixtures. A rule asks the
//! client's facts through [`Subject`]; it never knows a client by name.

mod context;
mod docs;
mod form;
mod home;
mod rewrite;
mod shell;
mod started;

mod command;
mod docker;
mod exposure;
mod interpolation;
mod package;
mod port;
pub(crate) mod proxy;
mod schema;
mod scope;
mod secret;
mod suppression;
mod syntax;
pub(crate) mod tls;
mod transport;

pub use context::{Context, Subject};
pub use docs::{Docs, Example};
use shell::in_shell;
pub use started::Held;
pub(crate) use started::Started;

use crate::diagnostic::{Diagnostic, Persona, Severity};
use crate::document::Span;
use crate::model::{Outcome, Topic};
use crate::pages;
use crate::suppression::Ledger;
use crate::workspace::{File, FileId};

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The text itself.
    Syntax,
    /// The shape of file and entries.
    Schema,
    /// How a server is reached.
    Transport,
    /// Ports.
    Port,
    /// Docker.
    Docker,
    /// TLS and certificates.
    Tls,
    /// The command that is started.
    Command,
    /// Variables.
    Interpolation,
    /// Secrets.
    Secret,
    /// What is installed and started.
    Package,
    /// Several files of one client.
    Scope,
    /// Proxies on the way to a server.
    Proxy,
    /// What a server or its client opens to others.
    Exposure,
    /// Comments and settings that keep findings quiet.
    Suppression,
}

impl Category {
    /// All of them.
    pub const ALL: &'static [Category] = &[
        Category::Syntax,
        Category::Schema,
        Category::Transport,
        Category::Port,
        Category::Docker,
        Category::Tls,
        Category::Command,
        Category::Interpolation,
        Category::Secret,
        Category::Package,
        Category::Scope,
        Category::Proxy,
        Category::Exposure,
        Category::Suppression,
    ];

    /// Its name on the command line and in output.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Syntax => "syntax",
            Category::Schema => "schema",
            Category::Transport => "transport",
            Category::Port => "port",
            Category::Docker => "docker",
            Category::Tls => "tls",
            Category::Command => "command",
            Category::Interpolation => "interpolation",
            Category::Secret => "secret",
            Category::Package => "package",
            Category::Scope => "scope",
            Category::Proxy => "proxy",
            Category::Exposure => "exposure",
            Category::Suppression => "suppression",
        }
    }
}

impl Category {
    /// The facts of the client that its rules rest on, where they do not rest on the text and the
    /// rulings that come with it.
    pub const fn rests_on(self) -> Option<Topic> {
        match self {
            Category::Interpolation => Some(Topic::Variables),
            Category::Command => Some(Topic::Process),
            Category::Scope => Some(Topic::Precedence),
            _ => None,
        }
    }
}

/// Whether a rule can mend what it finds, by fixes that are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// It only tells.
    None,
    /// Some or all of its findings, safely.
    Safe,
    /// Some or all of its findings, by a fix to look at first.
    Unsafe,
    /// Both happen.
    Both,
    /// Only as the user chooses: no fix is preferred.
    Choice,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// Each file that could be opened.
    File(fn(&Context<'_>, FileId, &File, &mut Vec<Diagnostic>)),
    /// Each entry that counts: not one that a later entry of the same name replaces, nor one in
    /// a place that its client does not read.
    Entry(fn(&Subject<'_>, &mut Vec<Diagnostic>)),
    /// All files in one call, and each by itself: what is found in one does not depend on others,
    /// only the way to mend it may.
    Files(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// Everything at once.
    Workspace(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// What suppressions came to, after all other rules.
    Suppressions(fn(&Context<'_>, &Ledger<'_>, &mut Vec<Diagnostic>)),
}

/// One thing that can be wrong.
pub struct Rule {
    /// Its name everywhere: kebab-case, reads well after "ignore".
    pub name: &'static str,
    /// What it is about.
    pub category: Category,
    /// Its severity where nothing else decides it.
    pub severity: Severity,
    /// Whether it can mend.
    pub fixes: Fixes,
    /// Who wants to hear of it.
    pub persona: Persona,
    /// Whether what it finds is a danger to somebody's security, whatever its category is about.
    security: bool,
    /// The documentation: the Markdown of the doc comment.
    pub docs: &'static str,
    /// What it does.
    pub check: Check,
}

impl Rule {
    /// Whether what it finds is a danger to somebody's security.
    pub const fn is_security(&self) -> bool {
        self.security || matches!(self.category, Category::Secret | Category::Exposure)
    }

    /// A finding of this rule in a file.
    pub fn finding(&self, file: FileId, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            persona: self.persona,
            ..Diagnostic::new(self.name, self.severity, file, span, message)
        }
    }

    /// The address of the page about it; none until the package names one.
    pub fn page(&self) -> Option<String> {
        pages::rule(self.name)
    }

    /// Its documentation, taken apart.
    pub fn documentation(&self) -> Docs {
        Docs::parse(self.docs)
    }
}

impl Severity {
    /// The severity of something that has this outcome in this client; `None` where it is no
    /// fault at all. What nobody has established is never an error.
    pub const fn of(outcome: Outcome) -> Option<Severity> {
        match outcome {
            Outcome::Fine => None,
            Outcome::Unknown => Some(Severity::Info),
            Outcome::Ignored | Outcome::Warned => Some(Severity::Warning),
            _ => Some(Severity::Error),
        }
    }
}

/// All rules, category by category.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        syntax::RULES,
        schema::RULES,
        transport::RULES,
        port::RULES,
        docker::RULES,
        tls::RULES,
        command::RULES,
        interpolation::RULES,
        secret::RULES,
        package::RULES,
        scope::RULES,
        proxy::RULES,
        exposure::RULES,
        suppression::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule called `name`.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

/// Declares a rule and its documentation in one piece, so that `mcpmend explain`, the editor's
/// hover and the reference page show the very doc comment that a developer reads. In front of
/// the check may stand the [`Persona`] that wants to hear of it, where that is not everybody; behind
/// it `; security`, where the category does not say so.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $name:literal, $category:ident, $severity:ident, $fixes:ident, $check:expr $(; $security:ident)?) => {
        $crate::rules::rule! {
            $(#[doc = $doc])+ $name, $category, $severity, $fixes, Regular, $check $(; $security)?
        }
    };
    (@security) => { false };
    (@security security) => { true };
    ($(#[doc = $doc:literal])+ $name:literal, $category:ident, $severity:ident, $fixes:ident, $persona:ident, $check:expr $(; $security:ident)?) => {
        // The examples are no Rust: rustdoc would try to read their info strings.
        #[doc = concat!("The rule `", $name, "`.")]
        pub(super) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            category: $crate::rules::Category::$category,
            severity: $crate::diagnostic::Severity::$severity,
            fixes: $crate::rules::Fixes::$fixes,
            persona: $crate::diagnostic::Persona::$persona,
            security: $crate::rules::rule!(@security $($security)?),
            docs: concat!($($doc, "\n"),+),
            check: $check,
        };
    };
}
use rule;
