//! What keeps findings quiet: comments beside them, and `[[accept]]` in the settings.
//!
//! A room between the workspace and the rules. It knows no rule: it is told which findings there
//! are, and tells which of them are silenced and which of its suppressions silenced none.

mod comment;
mod edit;
mod target;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, NodeRef, Span};
use crate::host::Host;
use crate::settings::{Accepted, Settings};
use crate::workspace::{File, FileId, FileStatus, Workspace};

pub use comment::{Directive, Extent, Fault, Name, directives, is_directive};
pub use edit::{ignore_edit, removal};
pub(crate) use target::around;
use target::{Target, Targets};

/// The category of the rules about suppressions: only the settings silence their findings.
pub const OWN_CATEGORY: &str = "suppression";

/// How much of what suppressions may be for a run looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Files as another client's than their own: what is silenced there tells nothing.
    Foreign,
    /// Some files.
    #[default]
    Files,
    /// The whole project that the settings are for.
    Project,
    /// The project and the machine's files.
    Machine,
}

/// Whether a rule was asked in such a way that a suppression of it that silences nothing can be
/// told to be of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It did not run.
    None,
    /// What it finds depends on the machine.
    Machine,
    /// What it finds depends on the file that it stands in.
    File,
    /// What it finds depends on several files.
    Files,
}

/// The suppressions of one file with comments.
struct Commented {
    file: FileId,
    directives: Vec<Quiet>,
    /// Where to find the one for a place.
    targets: Targets,
}

/// One suppression in a comment.
struct Quiet {
    directive: Directive,
    target: Target,
    /// Which of its names silenced something.
    used: Vec<bool>,
}

/// One `[[accept]]`.
struct Acceptance {
    accepted: Accepted,
    /// Which of its rules silenced something.
    used: Vec<bool>,
}

/// A rule as far as suppressions need to know it.
struct Known {
    category: &'static str,
    verdict: Verdict,
    /// The files in which what it finds depends on the machine.
    elsewhere: BTreeSet<FileId>,
}

/// All suppressions of a workspace, and what they came to.
pub struct Ledger<'a> {
    workspace: &'a Workspace,
    settings: &'a Settings,
    host: &'a dyn Host,
    reach: Reach,
    comments: Vec<Commented>,
    accepts: Vec<Acceptance>,
    /// The acceptances by the server that they name.
    by_server: BTreeMap<Option<String>, Vec<usize>>,
    /// Whether an acceptance is for a file, where that was asked.
    fits: BTreeMap<(usize, FileId), bool>,
    rules: BTreeMap<&'static str, Known>,
}

/// A suppression that silences nothing.
pub struct Unused<'l> {
    /// The file that holds it.
    pub file: FileId,
    /// What it is.
    pub what: UnusedKind<'l>,
    /// Its names that silence nothing, by their index.
    pub names: Vec<usize>,
}

/// Where an unused suppression stands.
pub enum UnusedKind<'l> {
    /// In a comment; whether anything stands below the comment at all.
    Comment(&'l Directive, bool),
    /// In the settings.
    Accept {
        /// The value of the `[[accept]]`.
        node: NodeRef<'l>,
        /// Whether a file that was looked at fits its conditions.
        fits_a_file: bool,
    },
}

impl<'a> Ledger<'a> {
    /// The suppressions of `workspace` and `settings`.
    pub fn new(
        workspace: &'a Workspace,
        settings: &'a Settings,
        host: &'a dyn Host,
        reach: Reach,
    ) -> Ledger<'a> {
        let comments = workspace
            .files()
            .chain(workspace.companions())
            .filter(|(_, file)| may_have(file))
            .map(|(id, file)| {
                let directives = quiets(&file.document);
                Commented {
                    file: id,
                    targets: Targets::of(directives.iter().map(|quiet| &quiet.target)),
                    directives,
                }
            })
            .filter(|commented| !commented.directives.is_empty())
            .collect();
        // A fix may have changed the settings since they were read.
        let now = settings_file(workspace)
            .and_then(|(_, file)| Settings::parse(&file.document.text, &file.shown).ok());
        let accepts = now.map_or_else(|| settings.accept.clone(), |now| now.accept);
        let mut by_server: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for (at, accepted) in accepts.iter().enumerate() {
            let of_server = by_server.entry(accepted.server.clone()).or_default();
            of_server.push(at);
        }
        Ledger {
            by_server,
            fits: BTreeMap::new(),
            workspace,
            settings,
            host,
            reach,
            comments,
            accepts: accepts
                .into_iter()
                .map(|accepted| Acceptance {
                    used: vec![false; accepted.rules.len()],
                    accepted,
                })
                .collect(),
            rules: BTreeMap::new(),
        }
    }

    /// Takes note of a rule, and of how it was asked.
    pub fn asked(&mut self, rule: &'static str, category: &'static str, verdict: Verdict) {
        let known = Known {
            category,
            verdict,
            elsewhere: BTreeSet::new(),
        };
        self.rules.insert(rule, known);
    }

    /// Takes note that what a rule finds in a file depends on the machine.
    pub fn depends(&mut self, rule: &'static str, file: FileId) {
        if let Some(known) = self.rules.get_mut(rule) {
            known.elsewhere.insert(file);
        }
    }

    /// Whether a suppression names a rule of this name and category.
    pub fn mentions(&self, rule: &str, category: &str) -> bool {
        let named = |name: &str| name == rule || name == category;
        let in_comments = self.comments.iter().flat_map(|it| &it.directives);
        in_comments
            .flat_map(|quiet| &quiet.directive.names)
            .any(|name| named(&name.text))
            || self
                .accepts
                .iter()
                .flat_map(|it| &it.accepted.rules)
                .any(|name| named(name))
    }

    /// How the rule was asked about the files that fit.
    pub fn verdict(&self, rule: &str, fits: impl Fn(&File) -> bool) -> Verdict {
        let Some(known) = self.rules.get(rule) else {
            return Verdict::None;
        };
        let mut elsewhere = known.elsewhere.iter();
        if elsewhere.any(|file| fits(self.workspace.file(*file))) {
            Verdict::Machine
        } else {
            known.verdict
        }
    }

    /// Whether something silences `finding`, which is then of use.
    pub fn silences(&mut self, finding: &Diagnostic) -> bool {
        let category = self.category(finding.rule);
        let accepted = self.accepts(finding, category);
        // A comment that could silence what is said about comments would hide its own fault.
        (category != OWN_CATEGORY && self.comments_silence(finding, category)) || accepted
    }

    fn category(&self, rule: &str) -> &'static str {
        self.rules.get(rule).map_or("", |known| known.category)
    }

    fn comments_silence(&mut self, finding: &Diagnostic, category: &str) -> bool {
        let label = finding.primary();
        let Some(commented) = self.comments.iter_mut().find(|it| it.file == label.file) else {
            return false;
        };
        let document = &self.workspace.file(label.file).document;
        let mut silenced = false;
        for at in commented.targets.covering(document, label.span) {
            let quiet = &mut commented.directives[at];
            if quiet.directive.fault.is_some() {
                continue;
            }
            for (name, used) in quiet.directive.names.iter().zip(&mut quiet.used) {
                if name.text == finding.rule || name.text == category {
                    *used = true;
                    silenced = true;
                }
            }
        }
        silenced
    }

    fn accepts(&mut self, finding: &Diagnostic, category: &str) -> bool {
        let file = self.workspace.file(finding.primary().file);
        let server = finding
            .entry
            .map(|entry| self.workspace.entry(entry).name.as_str());
        let (settings, host) = (self.settings, self.host);
        let mut silenced = false;
        let of_any = self.by_server.get(&None).into_iter();
        let of_this = server.and_then(|name| self.by_server.get(&Some(name.to_owned())));
        for &at in of_any.chain(of_this).flatten() {
            let Acceptance { accepted, used } = &mut self.accepts[at];
            let named = |name: &str| name == finding.rule || name == category;
            if !accepted.rules.iter().any(|name| named(name)) {
                continue;
            }
            let fits = self.fits.entry((at, finding.primary().file));
            if !*fits.or_insert_with(|| fits_file(settings, host, accepted, file)) {
                continue;
            }
            for (name, used) in accepted.rules.iter().zip(used) {
                *used |= named(name);
            }
            silenced = true;
        }
        silenced
    }

    /// The suppressions that silence nothing, as far as this run can tell.
    pub fn unused(&self) -> Vec<Unused<'_>> {
        let mut all = Vec::new();
        if self.reach == Reach::Foreign {
            return all;
        }
        for commented in &self.comments {
            let file = self.workspace.file(commented.file);
            if !is_whole(file) {
                continue;
            }
            // What is found in a Compose file depends on the configs around it.
            let companion = self
                .workspace
                .companions()
                .any(|(id, _)| id == commented.file);
            if companion && self.reach < Reach::Project {
                continue;
            }
            for quiet in &commented.directives {
                let names: Vec<usize> = unused_names(&quiet.used)
                    .filter(|index| {
                        let name = &quiet.directive.names[*index].text;
                        quiet.directive.fault.is_none()
                            && self.could_tell(name, |file| file == commented.file)
                    })
                    .collect();
                if !names.is_empty() {
                    let below = !quiet.target.is_empty(&file.document);
                    all.push(Unused {
                        file: commented.file,
                        what: UnusedKind::Comment(&quiet.directive, below),
                        names,
                    });
                }
            }
        }
        all.extend(self.unused_accepts());
        all
    }

    fn unused_accepts(&self) -> Vec<Unused<'_>> {
        let Some((id, file)) = settings_file(self.workspace) else {
            return Vec::new();
        };
        let nodes = accept_nodes(&file.document);
        if nodes.len() != self.accepts.len() {
            return Vec::new();
        }
        self.accepts
            .iter()
            .zip(nodes)
            .filter(|(acceptance, _)| self.was_in_reach(&acceptance.accepted))
            .filter_map(|(acceptance, node)| {
                let names: Vec<usize> = unused_names(&acceptance.used)
                    // What silences rules about suppressions is asked for last of all.
                    .filter(|index| !self.is_own(&acceptance.accepted.rules[*index]))
                    .filter(|index| {
                        let accepted = &acceptance.accepted;
                        self.could_tell(&accepted.rules[*index], |id| {
                            let file = self.workspace.file(id);
                            fits_file(self.settings, self.host, accepted, file)
                        })
                    })
                    .collect();
                (!names.is_empty()).then_some(Unused {
                    file: id,
                    what: UnusedKind::Accept {
                        node,
                        fits_a_file: self.matching(&acceptance.accepted).next().is_some(),
                    },
                    names,
                })
            })
            .collect()
    }

    /// Whether `name` is a rule about suppressions, or all of them.
    pub fn is_own(&self, name: &str) -> bool {
        name == OWN_CATEGORY || self.category(name) == OWN_CATEGORY
    }

    /// Whether the rule, or all rules of the category, were asked so that nothing found in the
    /// files that fit means something. What a comment cannot silence it never will.
    fn could_tell(&self, name: &str, fits: impl Fn(FileId) -> bool) -> bool {
        if self.is_own(name) {
            return true;
        }
        let tells = |known: &Known| match known.verdict {
            _ if known.elsewhere.iter().any(|file| fits(*file)) => false,
            Verdict::None | Verdict::Machine => false,
            Verdict::File => true,
            Verdict::Files => self.reach == Reach::Machine,
        };
        match self.rules.get(name) {
            Some(known) => tells(known),
            None => {
                let mut rules = self
                    .rules
                    .values()
                    .filter(|known| known.category == name)
                    .peekable();
                rules.peek().is_some() && rules.all(tells)
            }
        }
    }

    /// Whether everything that an `[[accept]]` may be for was looked at.
    fn was_in_reach(&self, accepted: &Accepted) -> bool {
        let looked = match accepted.path.as_deref() {
            // Files of a user count on that user's machine.
            None => self.reach == Reach::Machine,
            Some(path) if path.starts_with("~/") => {
                self.reach == Reach::Machine && self.matching(accepted).next().is_some()
            }
            Some(_) => self.reach >= Reach::Project,
        };
        looked && self.matching(accepted).all(is_whole)
    }

    /// Whether a file that fits was looked at as a whole, or would have been, had it been there:
    /// where the run reached that far.
    pub fn looked_at(&self, fits: impl Fn(&File) -> bool, reach: Reach) -> bool {
        if self.reach == Reach::Foreign {
            return false;
        }
        let files = self.workspace.files().chain(self.workspace.companions());
        let mut files = files
            .map(|(_, file)| file)
            .filter(|file| fits(file))
            .peekable();
        match files.peek() {
            Some(_) => files.all(is_whole),
            None => self.reach >= reach,
        }
    }

    fn matching<'l>(&'l self, accepted: &'l Accepted) -> impl Iterator<Item = &'l File> {
        self.workspace
            .files()
            .map(|(_, file)| file)
            .filter(|file| fits_file(self.settings, self.host, accepted, file))
    }
}

fn unused_names(used: &[bool]) -> impl Iterator<Item = usize> {
    let unused = used.iter().enumerate().filter(|(_, used)| !**used);
    unused.map(|(index, _)| index)
}

/// Whether `accepted` is for findings in `file`, as far as the file decides.
fn fits_file(settings: &Settings, host: &dyn Host, accepted: &Accepted, file: &File) -> bool {
    let client = accepted.client.as_deref();
    client.is_none_or(|client| client == file.client.id)
        && accepted
            .path
            .as_deref()
            .is_none_or(|pattern| settings.names(host, pattern, &file.path, &file.shown))
}

/// Whether suppressions in the comments of `file` count: where its client takes comments. The
/// settings have `[[accept]]` for what is found in them.
pub fn may_have(file: &File) -> bool {
    file.client.id != crate::settings::CLIENT.id && file.document.takes_comments(file.kind.dialect)
}

/// Whether all of `file` was read, so that rules could find everything in it.
fn is_whole(file: &File) -> bool {
    file.status != FileStatus::Unreadable
        && file.not_read.is_none()
        && file.document.errors_in(file.kind.dialect).is_empty()
}

fn quiets(document: &Document) -> Vec<Quiet> {
    directives(document)
        .into_iter()
        .map(|directive| Quiet {
            target: Target::of(document, &directive),
            used: vec![false; directive.names.len()],
            directive,
        })
        .collect()
}

/// The settings among the files of a workspace.
pub fn settings_file(workspace: &Workspace) -> Option<(FileId, &File)> {
    workspace
        .companions()
        .find(|(_, file)| file.client.id == crate::settings::CLIENT.id)
}

/// The values of all `[[accept]]` in the text of the settings.
pub fn accept_nodes(document: &Document) -> Vec<NodeRef<'_>> {
    let accepts = document.root().and_then(|root| root.get("accept"));
    accepts
        .into_iter()
        .flat_map(|accepts| accepts.items())
        .collect()
}

/// Whether a suppression at `directive` silences a finding at `span`.
pub fn covers(document: &Document, directive: &Directive, span: Span) -> bool {
    directive.fault.is_none() && Target::of(document, directive).covers(document, span)
}
