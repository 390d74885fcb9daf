//! `unknown-field`

use super::fields::{self, Sort, Unknown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::interpret::fits;
use crate::model::{Field, Outcome};
use crate::rules::{Check, Subject, rule};
use crate::vocabulary::folded;

rule! {
    /// A field that neither this client nor any other knows: most often a misspelling.
    ///
    /// ## Why it fails
    /// Most clients ignore what they do not know without a word, so a misspelt `args` starts the
    /// server without its arguments and a misspelt `env` without its key. Strict clients refuse
    /// the entry, or the whole file. What is plainly meant for people (`_comment`,
    /// `description`) is left alone where the client ignores it.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "arg": ["mcp-server-time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Renames the field to the known one that is meant. Safe when the two differ by one letter,
    /// by case or by `_` and `-`, and the value is of the right type; to be looked at when they
    /// differ by more. The alternative is to remove the field; where no known one is near, that is
    /// for you to choose.
    ///
    /// A merge key (`<<: *base`) is such a field where the client reads YAML 1.2, which has none: what
    /// it would bring in is not there.
    ///
    /// ## Sources
    /// - <https://eemeli.org/yaml/#schema-options> (2026-11-26)
    /// - observed: Claude Code 2.1.330, Codex 0.169.0, OpenCode 1.18.33 (2026-11-23)
    "unknown-field", Schema, Warning, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for unknown in fields::unknown(subject) {
        match unknown.sort {
            Sort::Note if !unknown.ruling.outcome.loses_entry() => continue,
            Sort::Note | Sort::Strange => {}
            Sort::Toggle(_) | Sort::Foreign(_) => continue,
        }
        if subject.file.document.would_merge(unknown.key) {
            out.extend(not_merged(subject, &unknown));
            continue;
        }
        let name = &unknown.key.text;
        let meant = suggestion(subject, &unknown);
        let message = match meant {
            Some((field, _)) => format!(
                "{} has a field `{name}`: did you mean `{}`?",
                subject.quoted(),
                field.name
            ),
            None => format!(
                "{} has a field `{name}`, which {} does not know",
                subject.quoted(),
                subject.client().name
            ),
        };
        let Some(mut finding) = subject.ruled(&RULE, unknown.key.span, unknown.ruling, message)
        else {
            continue;
        };
        // That nobody reads it is not sure.
        if meant.is_none()
            && (unknown.ruling.outcome == Outcome::Unknown || subject.file.guess.is_some())
        {
            finding = finding.pedantic();
        }
        let severity = match (meant, unknown.ruling.outcome) {
            // That a misspelt name is not read is no matter of doubt.
            (Some(_), Outcome::Unknown) => Severity::Warning,
            // Nobody knows it, so nothing that was hoped for is missing.
            (None, outcome) if !outcome.loses_entry() => Severity::Info,
            _ => finding.severity,
        };
        // What is misspelt is meant to have an effect.
        let mark = fields::mark(unknown.ruling).filter(|_| meant.is_none());
        // Without a command or a url it is no server.
        let is_complete = meant.is_none_or(|(field, _)| !field.role.starts_or_calls());
        finding = finding
            .severity(severity)
            .label(if meant.is_some() {
                "misspelt"
            } else {
                "not a known field"
            })
            .marked(mark)
            .fix(meant.map(|(field, certain)| rename(subject, &unknown, field, certain)))
            .fix(is_complete.then(|| fields::removed(subject, &unknown)));
        // What it was written for nobody can tell.
        out.push(if meant.is_none() {
            finding.choice()
        } else {
            finding
        });
    }
}

/// A merge key, to a client whose reader has none.
fn not_merged(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Option<Diagnostic> {
    let message = format!(
        "{} has a merge key, which brings in nothing in {}",
        subject.quoted(),
        subject.client().name
    );
    let finding = subject.ruled(&RULE, unknown.key.span, unknown.ruling, message)?;
    Some(
        finding
            .severity(Severity::Warning)
            .label("a key like any other here")
            .help("write out what it would bring in: merge keys are no part of YAML 1.2"),
    )
}

fn rename(
    subject: &Subject<'_>,
    unknown: &Unknown<'_>,
    field: &'static Field,
    certain: bool,
) -> Fix {
    let title = format!("rename `{}` to `{}`", unknown.key.text, field.name);
    let edits = vec![Edit::rename(unknown.value.id(), field.name)];
    if certain && fits(field.shape, unknown.value) {
        Fix::safe(title, subject.file_id(), edits)
    } else {
        Fix::r#unsafe(title, subject.file_id(), edits)
    }
}

/// The known field that is meant, and whether that is certain.
fn suggestion(subject: &Subject<'_>, unknown: &Unknown<'_>) -> Option<(&'static Field, bool)> {
    let name = &unknown.key.text;
    let (distance, field) = subject
        .schema()
        .fields()
        .filter(|field| field.successor.is_none() && unknown.object.get(field.name).is_none())
        .map(|field| (distance(name, field.name), field))
        .min_by_key(|(distance, _)| *distance)?;
    let allowed = match field.name.len() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    (distance <= allowed).then_some((field, distance <= 1))
}

fn distance(left: &str, right: &str) -> usize {
    if folded(left) == folded(right) {
        return 0;
    }
    strsim::damerau_levenshtein(&left.to_lowercase(), &right.to_lowercase())
}
