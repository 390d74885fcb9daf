//! Runs the rules over a workspace.

use crate::diagnostic::{Covered, Diagnostic, Persona, Severity};
use crate::model::Basis;
use crate::rules::{self, Category, Check, Context, Rule};
use crate::settings::{Settings, matches_path};
use crate::workspace::{FileId, FileStatus};

/// Which rules run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Names of rules or categories; empty means all.
    pub select: Vec<String>,
    /// Names of rules or categories that do not run, on top of the settings'.
    pub ignore: Vec<String>,
    /// Who is asking; the settings' persona counts too.
    pub persona: Persona,
}

impl Selection {
    /// Whether a finding of this persona is shown. A rule that is asked for by its name is shown
    /// whoever asks.
    fn shows(&self, finding: &Diagnostic, settings: &Settings) -> bool {
        let persona = self.persona.max(settings.persona);
        let named = |names: &[String]| names.iter().any(|name| name == finding.rule);
        finding.persona <= persona
            || named(&self.select)
            || named(&settings.select)
            || settings.rules.contains_key(finding.rule)
    }

    fn runs(&self, rule: &Rule, context: &Context<'_>) -> bool {
        let named = |names: &[String]| {
            names
                .iter()
                .any(|name| name == rule.name || name == rule.category.name())
        };
        let settings = context.settings;
        // The command line is nearer than the settings.
        if !self.select.is_empty() {
            return named(&self.select) && !named(&self.ignore);
        }
        (settings.select.is_empty() || named(&settings.select))
            && !named(&settings.ignore)
            && !named(&self.ignore)
            && settings
                .rules
                .get(rule.name)
                .is_none_or(|level| level.severity().is_some())
    }
}

/// What checking came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// The findings, by file, place and rule.
    pub findings: Vec<Diagnostic>,
    /// How many more a pedantic run would show.
    pub hidden: usize,
}

/// All findings that are shown, by file, place and rule.
pub fn check(context: &Context<'_>, selection: &Selection) -> Vec<Diagnostic> {
    checked(context, selection).findings
}

/// [`check`], with the numbers of what is not shown.
pub fn checked(context: &Context<'_>, selection: &Selection) -> Checked {
    let mut findings = Vec::new();
    for rule in rules::all().filter(|rule| selection.runs(rule, context)) {
        let before = findings.len();
        match rule.check {
            Check::File(check) => {
                for (id, file) in context.workspace.files() {
                    check(context, id, file, &mut findings);
                }
            }
            Check::Entry(check) => {
                for subject in context.subjects() {
                    check(&subject, &mut findings);
                }
            }
            Check::Workspace(check) => check(context, &mut findings),
        }
        if let Some(severity) = context
            .settings
            .rules
            .get(rule.name)
            .and_then(|level| level.severity())
        {
            for finding in &mut findings[before..] {
                finding.severity = severity;
            }
        }
    }
    findings.retain(|finding| !accepted(context, finding));
    let all = findings.len();
    findings.retain(|finding| selection.shows(finding, context.settings));
    let hidden = all - findings.len();
    let covered: Vec<(FileId, Covered)> = findings
        .iter()
        .filter_map(|finding| Some((finding.primary().file, finding.covered.clone()?)))
        .collect();
    findings.retain(|finding| {
        let file = finding.primary().file;
        let mut covered = covered.iter();
        !covered.any(|(other, covered)| *other == file && covered.covers(finding))
    });
    for finding in &mut findings {
        // What only this client does is no error where it is not sure that it reads the file. A
        // text that does not parse is nobody's.
        let guessed = context
            .workspace
            .file(finding.primary().file)
            .guess
            .is_some();
        let syntax =
            rules::by_name(finding.rule).is_some_and(|rule| rule.category == Category::Syntax);
        // Nor is it where the client's way is known from hearsay only.
        let hearsay = rules::by_name(finding.rule)
            .and_then(|rule| rule.category.rests_on())
            .is_some_and(|topic| {
                let file = context.workspace.file(finding.primary().file);
                file.client
                    .basis(topic)
                    .is_none_or(|basis| basis == Basis::Reported)
            });
        if (guessed && !syntax || hearsay) && finding.effect.is_some() {
            finding.severity = finding.severity.min(Severity::Warning);
        }
        // Nothing can be changed in a file that could not be read as text.
        finding.fixes.retain(|fix| {
            fix.edits
                .iter()
                .all(|(file, _)| context.workspace.file(*file).status != FileStatus::Unreadable)
        });
    }
    findings.sort_by(|a, b| {
        let (left, right) = (a.primary(), b.primary());
        (left.file, left.span, a.rule, &a.message)
            .cmp(&(right.file, right.span, b.rule, &b.message))
    });
    findings.dedup();
    Checked { findings, hidden }
}

fn accepted(context: &Context<'_>, finding: &Diagnostic) -> bool {
    let file = context.workspace.file(finding.primary().file);
    let server = finding
        .entry
        .map(|entry| context.workspace.entry(entry).name.as_str());
    context.settings.accept.iter().any(|accepted| {
        accepted.rules.iter().any(|rule| rule == finding.rule)
            && accepted
                .path
                .as_deref()
                .is_none_or(|pattern| matches_path(pattern, &file.shown))
            && accepted
                .server
                .as_deref()
                .is_none_or(|name| server == Some(name))
    })
}
