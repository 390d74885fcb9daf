//! `missing-field`

use serde_json::Value;

use super::ineffective_toggle::{self, is_switch};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeRef};
use crate::interpret::ProblemKind;
use crate::model::{Field, Outcome, Role, RootShape};
use crate::rules::form::{name_for, only_value};
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A field that this client requires and that is not there.
    ///
    /// ## Why it fails
    /// Most clients need no more than a command or a url. Some need more: Continue a `name` for
    /// each server of its list; without it the file is refused.
    ///
    /// ## Example
    /// ```yaml bad ~/.continue/config.yaml
    /// name: main
    /// version: 0.0.1
    /// mcpServers:
    ///   - command: uvx
    ///     args:
    ///       - mcp-server-time
    /// ```
    ///
    /// ## Use instead
    /// ```yaml good ~/.continue/config.yaml
    /// name: main
    /// version: 0.0.1
    /// mcpServers:
    ///   - name: time
    ///     command: uvx
    ///     args:
    ///       - mcp-server-time
    /// ```
    ///
    /// ## Fix
    /// Where only one value can be meant (a switch that is on, an empty list of arguments, the
    /// transport of the entry) it is added, safely; where the server is merely off without its
    /// switch, that is to be looked at. A switch or a name in another client's words is written in
    /// this one's; a name that is made from the program or the host of the url is to be looked at.
    ///
    /// ## Sources
    /// - observed: Continue CLI 1.5.47 (2026-11-23)
    "missing-field", Schema, Error, Both, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for problem in subject.problems() {
        let ProblemKind::Missing(field) = problem.kind else {
            continue;
        };
        // In a map the key is the name: what is wrong there is the map.
        let listed = matches!(subject.entry.root.shape, RootShape::List { .. });
        if field.role == Role::Name && listed && subject.node().member().is_some() {
            continue;
        }
        let message = if field.role == Role::Name && listed {
            format!("a server of the list has no `{}`", field.name)
        } else {
            format!("{} has no `{}`", subject.quoted(), field.name)
        };
        let Some(finding) = subject.ruled(&RULE, subject.name_span(), problem.ruling, message)
        else {
            continue;
        };
        // What it costs may be unknown where the requirement itself is documented.
        let mut severity = finding.severity.max(Severity::Warning);
        let dropped = problem.ruling.outcome == Outcome::Dropped;
        let fix = match ineffective_toggle::foreign(subject) {
            Some((toggle, off)) if is_switch(field) => {
                // It is off, as it is meant.
                if off && dropped {
                    severity = Severity::Info;
                }
                ineffective_toggle::fix(subject, &toggle, off)
                    .map(|fix| if off { fix } else { looked_at(fix, dropped) })
            }
            _ => fix(subject, field, dropped),
        };
        out.push(
            finding
                .severity(severity)
                .label(format!("`{}` is required", field.name))
                .fix(fix),
        );
    }
}

/// What is off without the field may be off on purpose.
fn looked_at(mut fix: Fix, dropped: bool) -> Fix {
    if dropped {
        fix.applicability = Applicability::Unsafe;
    }
    fix
}

/// The name that an item of a list has in other clients' words.
fn foreign_name<'d>(subject: &Subject<'d>) -> Option<NodeRef<'d>> {
    let names = |name: &str| {
        let mut meanings = vocabulary::meanings(name).into_iter();
        subject.schema().field(name).is_none() && meanings.any(|(role, _)| role == Role::Name)
    };
    let mut entries = subject.node().entries();
    let found = entries.find(|(key, value)| names(&key.text) && value.as_str().is_some());
    found.map(|(_, value)| value)
}

fn is_nameless(subject: &Subject<'_>) -> bool {
    let mut problems = subject.problems().iter();
    subject.node().member().is_none()
        && problems
            .any(|it| matches!(it.kind, ProblemKind::Missing(field) if field.role == Role::Name))
}

fn fix(subject: &Subject<'_>, field: &'static Field, dropped: bool) -> Option<Fix> {
    let node = subject.entry.node;
    let value: Value = match (field.role, field.shape) {
        // Without a program there is more missing than its arguments.
        (Role::Args, _) if subject.parts().command.is_none() => return None,
        (Role::Type, _) => {
            let transport = subject.entry.interpretation.transport?;
            subject.schema().spelling(transport)?.into()
        }
        // Where a list has no name for it either, that comes first.
        (Role::Description, _) if is_nameless(subject) => return None,
        // In a map it can only be the key.
        (Role::Name, _) if subject.node().member().is_some() => subject.entry.name.clone().into(),
        (Role::Name, _) if let Some(named) = foreign_name(subject) => {
            let key = named.member()?.key.text.as_str();
            return Some(Fix::safe(
                format!("rename `{key}` to `{}`", field.name),
                subject.file_id(),
                vec![Edit::rename(named.id(), field.name)],
            ));
        }
        (Role::Name, _) => {
            let name = name_for(subject.parts())?;
            let first = crate::document::Place::First;
            return Some(Fix::r#unsafe(
                format!("name it `{name}`"),
                subject.file_id(),
                vec![Edit::insert_at(node, field.name, name, first)],
            ));
        }
        _ => only_value(field, &subject.entry.name)?,
    };
    let title = format!("add `{}` with the value {value}", field.name);
    let edits = vec![Edit::insert(node, field.name, value)];
    let fix = Fix::safe(title, subject.file_id(), edits);
    Some(looked_at(fix, dropped && field.role == Role::Enabled))
}
