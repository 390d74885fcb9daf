//! Runs the rules over a workspace.

mod force;
mod witness;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::baseline::{Baseline, Known};
use crate::diagnostic::{Applicability, Covered, Diagnostic, Fix, Persona, Severity};
use crate::model::Basis;
use crate::rules::{self, Category, Check, Context, Rule, Started};
use crate::settings::Settings;
use crate::suppression::{Ledger, Reach, Verdict};
use crate::workspace::{EntryId, File, FileId, FileStatus};
use witness::Witness;

pub use force::{InForce, Said, State, Value, values};

/// Which rules run, and what of their findings is shown.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Names of rules or categories; empty means all.
    pub select: Vec<String>,
    /// Names of rules or categories that do not run, on top of the settings'.
    pub ignore: Vec<String>,
    /// Who is asking; the settings' persona counts too.
    pub persona: Persona,
    /// How much of what suppressions may be for is looked at.
    pub reach: Reach,
    /// Findings that are known.
    pub baseline: Option<Baseline>,
    /// Only findings that point into one of these files and folders are shown and fixed, wherever
    /// else they point; paths without links. `None`: all.
    pub only: Option<Vec<PathBuf>>,
}

impl Selection {
    /// Whether a finding of this persona is shown. A rule that is asked for by its name is shown
    /// whoever asks.
    fn shows(&self, finding: &Diagnostic, settings: &Settings) -> bool {
        finding.persona <= self.persona.max(settings.persona)
            || self.is_named(finding.rule, settings)
    }

    /// Whether a finding points into what [`Selection::only`] names.
    fn concerns(&self, finding: &Diagnostic, context: &Context<'_>) -> bool {
        let within = |only: &Vec<PathBuf>, file: FileId| {
            let path = context.host.canonical(&context.workspace.file(file).path);
            only.iter().any(|wanted| path.starts_with(wanted))
        };
        self.only.as_ref().is_none_or(|only| {
            let mut labels = finding.labels.iter();
            labels.any(|label| within(only, label.file))
        })
    }

    /// Whether a rule is asked for by its name.
    fn is_named(&self, rule: &str, settings: &Settings) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == rule);
        named(&self.select) || named(&settings.select) || settings.rules.contains_key(rule)
    }

    /// Whether a rule runs.
    pub fn runs(&self, rule: &Rule, settings: &Settings) -> bool {
        // The command line is nearer than the settings.
        if !self.select.is_empty() {
            return names(&self.select, rule) && !names(&self.ignore, rule);
        }
        self.may_run(rule, settings)
    }

    /// Whether a rule runs where nobody asks for others.
    fn may_run(&self, rule: &Rule, settings: &Settings) -> bool {
        (settings.select.is_empty() || names(&settings.select, rule))
            && !names(&settings.ignore, rule)
            && !names(&self.ignore, rule)
            && settings
                .rules
                .get(rule.name)
                .is_none_or(|level| level.severity().is_some())
    }
}

/// Whether `names` has the rule or its category.
fn names(names: &[String], rule: &Rule) -> bool {
    names
        .iter()
        .any(|name| name == rule.name || name == rule.category.name())
}

/// How many findings are not shown, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Only a pedantic run shows them.
    pub pedantic: usize,
    /// Comments or settings silence them.
    pub ignored: usize,
    /// They are in the baseline.
    pub baselined: usize,
    /// They are in the baseline and were not found again.
    pub gone: usize,
}

/// What checking came to.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The findings, by file, place and rule.
    pub findings: Vec<Diagnostic>,
    /// How many more there are.
    pub left_out: LeftOut,
    /// What a baseline of this run would hold: all findings, those of the old one included, and
    /// what that has and this run did not look for. Only where there is an old one.
    pub baseline: Option<Baseline>,
}

/// All findings that are shown, by file, place and rule.
pub fn check(context: &Context<'_>, selection: &Selection) -> Vec<Diagnostic> {
    checked(context, selection).findings
}

/// [`check`], with what is not shown.
pub fn checked(context: &Context<'_>, selection: &Selection) -> Checked {
    let mut ledger = Ledger::new(
        context.workspace,
        context.settings,
        context.host,
        selection.reach,
    );
    let runs = |rule: &Rule| selection.runs(rule, context.settings);
    // Whether a suppression is of use is found out by running what it is for.
    let judges = rules::all().any(|rule| is_last(rule) && runs(rule));
    let mut findings = Vec::new();
    let mut unasked = Vec::new();
    let progress = context.host.progress();
    if let Some(progress) = progress {
        progress.check(rules::all().count());
    }
    // Most rules ask what an entry starts.
    let entries = context.workspace.entries();
    let started: Vec<Option<Started<'_>>> = entries
        .map(|(_, entry)| Started::of(&entry.interpretation.parts))
        .collect();
    for rule in rules::all() {
        if let Some(progress) = progress {
            if progress.is_stopped() {
                return Checked::default();
            }
            progress.step();
        }
        if is_last(rule) {
            ledger.asked(rule.name, rule.category.name(), Verdict::File);
        } else if runs(rule) {
            run(rule, context, &started, &mut ledger, &mut findings);
        } else if judges
            && ledger.mentions(rule.name, rule.category.name())
            && selection.may_run(rule, context.settings)
        {
            run(rule, context, &started, &mut ledger, &mut unasked);
        }
    }
    for finding in unasked {
        ledger.silences(&finding);
    }
    let mut findings = order(context, findings);
    let mut silent: Vec<bool> = Vec::with_capacity(findings.len());
    silent.extend(findings.iter().map(|finding| ledger.silences(finding)));
    let mut last = Vec::new();
    for rule in rules::all().filter(|rule| is_last(rule) && runs(rule)) {
        if let Check::Suppressions(check) = rule.check {
            check(context, &ledger, &mut last);
            level(rule, context.settings, &mut last);
        }
    }
    let last = order(context, last);
    silent.extend(last.iter().map(|finding| ledger.silences(finding)));
    findings.extend(last);
    sort_out(context, selection, &ledger, findings, silent)
}

/// Whether a rule looks at what the others found.
fn is_last(rule: &Rule) -> bool {
    matches!(rule.check, Check::Suppressions(_))
}

/// Runs one rule, and takes note of how surely its silence means something.
fn run(
    rule: &'static Rule,
    context: &Context<'_>,
    started: &[Option<Started<'_>>],
    ledger: &mut Ledger<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let before = findings.len();
    let witness = Witness::new(context.host);
    let watched = Context {
        host: &witness,
        ..*context
    };
    // Who asked the machine and found something may not have asked whether to find it; who found
    // nothing may find it on another machine.
    let mut elsewhere: BTreeSet<FileId> = BTreeSet::new();
    let mut notice = |file: FileId, found: bool| {
        if witness.was_asked() && !found {
            elsewhere.insert(file);
        }
    };
    let verdict = match rule.check {
        Check::File(check) => {
            for (id, file) in context.workspace.files() {
                let before = findings.len();
                check(&watched, id, file, findings);
                notice(id, findings.len() > before);
            }
            Verdict::File
        }
        Check::Entry(check) => {
            for subject in watched.subjects() {
                let before = findings.len();
                let subject = match started.get(subject.id.0) {
                    Some(started) => subject.starting(started),
                    None => subject,
                };
                check(&subject, findings);
                notice(subject.file_id(), findings.len() > before);
            }
            Verdict::File
        }
        Check::Files(check) | Check::Workspace(check) => {
            check(&watched, findings);
            match rule.check {
                _ if witness.was_asked() => Verdict::Machine,
                Check::Files(_) => Verdict::File,
                _ => Verdict::Files,
            }
        }
        Check::Suppressions(_) => Verdict::None,
    };
    ledger.asked(rule.name, rule.category.name(), verdict);
    for file in elsewhere {
        ledger.depends(rule.name, file);
    }
    level(rule, context.settings, &mut findings[before..]);
}

/// Gives findings the severity that the settings want.
fn level(rule: &Rule, settings: &Settings, findings: &mut [Diagnostic]) {
    let level = settings.rules.get(rule.name);
    if let Some(severity) = level.and_then(|level| level.severity()) {
        for finding in findings {
            finding.severity = severity;
        }
    }
}

/// Brings findings into their order, each once, with what this workspace allows of each.
fn order(context: &Context<'_>, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in &mut findings {
        temper(context, finding);
    }
    findings.sort_by(|a, b| {
        let (left, right) = (a.primary(), b.primary());
        (left.file, left.span, a.rule, &a.message)
            .cmp(&(right.file, right.span, b.rule, &b.message))
    });
    findings.dedup();
    findings
}

fn temper(context: &Context<'_>, finding: &mut Diagnostic) {
    // What only this client does is no error where it is not sure that it reads the file. A
    // text that does not parse is nobody's.
    let file = context.workspace.file(finding.primary().file);
    let rule = rules::by_name(finding.rule);
    let syntax = rule.is_some_and(|rule| rule.category == Category::Syntax);
    // Nor is it where the client's way is known from hearsay only.
    let hearsay = rule
        .and_then(|rule| rule.category.rests_on())
        .is_some_and(|topic| {
            file.client
                .basis(topic)
                .is_none_or(|basis| basis == Basis::Reported)
        });
    if (file.guess.is_some() && !syntax || hearsay) && finding.effect.is_some() {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    // Nothing can be changed in a file that could not be read as text. What stands behind a
    // preferred fix that goes does not become one.
    let possible = |fix: &Fix| {
        fix.edits
            .iter()
            .all(|(file, _)| context.workspace.file(*file).status != FileStatus::Unreadable)
    };
    finding.undecided |= finding.fixes.first().is_some_and(|fix| !possible(fix));
    finding.fixes.retain(possible);
    // Only this text tells whether somebody wrote a word beside what a fix removes.
    for fix in &mut finding.fixes {
        if fix.applicability == Applicability::Safe && drops_comment(context, fix) {
            fix.applicability = Applicability::Unsafe;
            fix.title.push_str("; this drops a comment");
        }
    }
}

fn drops_comment(context: &Context<'_>, fix: &Fix) -> bool {
    fix.files().into_iter().any(|file| {
        let document = &context.workspace.file(file).document;
        document.drops_comment(&fix.edits_of(file))
    })
}

/// Tells what is shown from what is not.
fn sort_out(
    context: &Context<'_>,
    selection: &Selection,
    ledger: &Ledger<'_>,
    findings: Vec<Diagnostic>,
    silent: Vec<bool>,
) -> Checked {
    let shows = |finding: &Diagnostic| selection.shows(finding, context.settings);
    // What is silenced or known still stands for what it covers.
    let mut covered: BTreeMap<(FileId, Option<EntryId>), Vec<Covered>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| shows(finding)) {
        if let Some(found) = &finding.covered {
            let place = (finding.primary().file, found.server);
            covered.entry(place).or_default().push(found.clone());
        }
    }
    let is_covered = |finding: &Diagnostic| {
        let file = finding.primary().file;
        let of = |server| covered.get(&(file, server)).into_iter().flatten();
        of(None)
            .chain(finding.entry.into_iter().flat_map(|entry| of(Some(entry))))
            .any(|covered| covered.covers(finding))
    };
    let mut checked = Checked::default();
    let mut old = selection.baseline.clone();
    let mut new = selection.baseline.as_ref().map(Baseline::cleared);
    for (finding, silent) in findings.into_iter().zip(silent) {
        if is_covered(&finding) {
            continue;
        }
        // What is not shown for its place is not counted either.
        let counts = usize::from(selection.concerns(&finding, context));
        if silent {
            checked.left_out.ignored += usize::from(shows(&finding)) * counts;
            continue;
        }
        if let (Some(old), Some(new)) = (&mut old, &mut new) {
            let known = old.known_as(context.host, context.workspace, &finding);
            let present = old.take(&known);
            if present || shows(&finding) {
                new.add(known);
            }
            if present {
                checked.left_out.baselined += counts;
                continue;
            }
        }
        if !shows(&finding) {
            checked.left_out.pedantic += counts;
        } else if counts > 0 {
            checked.findings.push(finding);
        }
    }
    if let (Some(old), Some(new)) = (&old, &mut new) {
        for known in old.known() {
            if looked_for(context, selection, ledger, old, known) {
                checked.left_out.gone += known.count;
            } else {
                new.add(known.clone());
            }
        }
    }
    checked.baseline = new;
    checked.findings.sort_by(|a, b| {
        let (left, right) = (a.primary(), b.primary());
        (left.file, left.span, a.rule, &a.message)
            .cmp(&(right.file, right.span, b.rule, &b.message))
    });
    checked
}

/// Whether this run would have found again what the baseline knows.
fn looked_for(
    context: &Context<'_>,
    selection: &Selection,
    ledger: &Ledger<'_>,
    baseline: &Baseline,
    known: &Known,
) -> bool {
    let reach = selection.reach;
    let outside = known.path.starts_with("~/") || known.path.starts_with('/');
    let is_there = |file: &File| baseline.path_of(context.host, file) == known.path;
    let least = if outside {
        Reach::Machine
    } else {
        Reach::Project
    };
    ledger.looked_at(is_there, least)
        && match ledger.verdict(&known.rule, is_there) {
            // A rule that is no more finds nothing again.
            Verdict::None => rules::by_name(&known.rule).is_none(),
            Verdict::File => true,
            Verdict::Files | Verdict::Machine => reach == Reach::Machine,
        }
}
