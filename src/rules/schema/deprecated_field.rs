//! `deprecated-field`

use crate::diagnostic::{Applicability, Diagnostic, Fix, Mark, Severity};
use crate::document::{Edit, NodeRef};
use crate::interpret::{ProblemKind, fits};
use crate::model::{Field, Role};
use crate::rules::form::entry::converted;
use crate::rules::{Check, Subject, rule};

rule! {
    /// An old spelling of a field that still works.
    ///
    /// ## Why it fails
    /// It does not yet. The client reads it for the sake of old files; where the new spelling
    /// stands as well the old one loses, and one day it will be gone.
    ///
    /// ## Example
    /// ```toml bad ~/.codex/config.toml
    /// [mcp_servers.time]
    /// command = "uvx"
    /// args = ["mcp-server-time"]
    /// startup_timeout_ms = 20000
    /// ```
    ///
    /// ## Use instead
    /// ```toml good ~/.codex/config.toml
    /// [mcp_servers.time]
    /// command = "uvx"
    /// args = ["mcp-server-time"]
    /// startup_timeout_sec = 20
    /// ```
    ///
    /// ## Fix
    /// Renames it, and converts the unit where that differs. Safe: both mean the same. Where the
    /// new spelling stands as well it removes the old one: unsafe, since somebody meant its value.
    /// The alternative: its value takes the place of the new one's.
    ///
    /// ## Sources
    /// - observed: Codex 0.169.0 reads `startup_timeout_ms`; with both, `_sec` wins (2026-11-23)
    "deprecated-field", Schema, Info, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for problem in subject.problems() {
        let ProblemKind::Deprecated(field) = problem.kind else {
            continue;
        };
        let Some(successor) = field.successor else {
            continue;
        };
        let value = subject.document().node(problem.node);
        let both = value
            .parent()
            .is_some_and(|object| object.get(successor).is_some());
        let message = format!(
            "`{}` of {} is the old spelling of `{successor}`",
            field.name,
            subject.quoted()
        );
        let client = subject.client().name;
        let finding = subject.finding(&RULE, subject.key_span(value), message);
        out.push(if both {
            finding
                .severity(Severity::Warning)
                .effect(format!(
                    "{client} finds `{successor}` as well and ignores this one"
                ))
                .label("ignored")
                .marked(Mark::Unnecessary)
                .fix(Fix::r#unsafe(
                    format!("remove `{}`", field.name),
                    subject.file_id(),
                    vec![Edit::remove(value.id())],
                ))
                .fix(in_place(subject, field, successor, value))
        } else {
            finding
                .effect(format!("{client} still reads it"))
                .label("an old spelling")
                .marked(Mark::Deprecated)
                .fix(fix(subject, field, successor, value))
        });
    }
}

/// The old one under the new name, where both are there.
fn in_place(
    subject: &Subject<'_>,
    old: &'static Field,
    successor: &'static str,
    value: NodeRef<'_>,
) -> Option<Fix> {
    let ignored = value.parent()?.get(successor)?;
    let mut fix = fix(subject, old, successor, value)?;
    fix.title = format!("keep the value of `{}` as `{successor}`", old.name);
    fix.applicability = Applicability::Unsafe;
    fix.edits
        .insert(0, (subject.file_id(), Edit::remove(ignored.id())));
    Some(fix)
}

fn fix(
    subject: &Subject<'_>,
    old: &'static Field,
    successor: &'static str,
    value: NodeRef<'_>,
) -> Option<Fix> {
    let new = subject.schema().field(successor)?;
    let mut edits = vec![Edit::rename(value.id(), new.name)];
    match (old.role, new.role) {
        (Role::Timeout(from), Role::Timeout(to)) if from != to => {
            let value_there = converted(value.as_f64()?, from, to)?;
            edits.push(Edit::SetValue {
                node: value.id(),
                value: value_there,
            });
        }
        // A type that is spelled otherwise would mean something else under the new name.
        (Role::Type, _) => {
            let spelling = value.as_str()?;
            subject
                .schema()
                .transport
                .spellings
                .iter()
                .find(|(known, _)| *known == spelling)?;
        }
        _ if !fits(new.shape, value) => return None,
        _ => {}
    }
    Some(Fix::safe(
        format!("rename `{}` to `{}`", old.name, new.name),
        subject.file_id(),
        edits,
    ))
}
