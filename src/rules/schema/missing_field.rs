//! `missing-field`

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::interpret::ProblemKind;
use crate::model::{Field, Role, RootShape, Shape};
use crate::rules::form::name_for;
use crate::rules::{Check, Subject, rule};

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
    /// transport of the entry) it is added, safely. A name is made from the program or the host
    /// of the url: to be looked at.
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
        out.push(
            finding
                .label(format!("`{}` is required", field.name))
                .fix(fix(subject, field)),
        );
    }
}

fn fix(subject: &Subject<'_>, field: &'static Field) -> Option<Fix> {
    let node = subject.entry.node;
    let value: Value = match (field.role, field.shape) {
        (Role::Enabled, _) => true.into(),
        (Role::Disabled, _) => false.into(),
        // Without a program there is more missing than its arguments.
        (Role::Args, _) if subject.parts().command.is_none() => return None,
        (Role::Args, _) => Value::Array(Vec::new()),
        (Role::Type, _) => {
            let transport = subject.entry.interpretation.transport?;
            subject.schema().spelling(transport)?.into()
        }
        (Role::Tools, Shape::Strings) => vec!["*"].into(),
        // In a map it can only be the key.
        (Role::Name, _) if subject.node().member().is_some() => subject.entry.name.clone().into(),
        (Role::Name, _) => {
            let name = name_for(subject.parts())?;
            let first = crate::document::Place::First;
            return Some(Fix::r#unsafe(
                format!("name it `{name}`"),
                subject.file_id(),
                vec![Edit::insert_at(node, field.name, name, first)],
            ));
        }
        _ => return None,
    };
    Some(Fix::safe(
        format!("add `{}` with the value {value}", field.name),
        subject.file_id(),
        vec![Edit::insert(node, field.name, value)],
    ))
}
