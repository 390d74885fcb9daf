//! `missing-field`

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Fix};
use crate::document::Edit;
use crate::interpret::ProblemKind;
use crate::model::{Field, Outcome, Role, Ruling, Shape};
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
    /// transport of the entry) it is added, safely; where the server is merely off without its
    /// switch, that is to be looked at. So is a name, made from the program or the host of the url.
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
        let message = if field.role == Role::Name {
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
                .fix(fix(subject, field, problem.ruling)),
        );
    }
}

fn fix(subject: &Subject<'_>, field: &'static Field, ruling: Ruling) -> Option<Fix> {
    let node = subject.entry.node;
    let value: Value = match (field.role, field.shape) {
        (Role::Enabled, _) => true.into(),
        (Role::Disabled, _) => false.into(),
        (Role::Args, _) => Value::Array(Vec::new()),
        (Role::Type, _) => {
            let transport = subject.entry.interpretation.transport?;
            subject.schema().spelling(transport)?.into()
        }
        (Role::Tools, Shape::Strings) => vec!["*"].into(),
        (Role::Name, _) => {
            let name = name(subject)?;
            let first = crate::document::Place::First;
            return Some(Fix::r#unsafe(
                format!("name it `{name}`"),
                subject.file_id(),
                vec![Edit::insert_at(node, field.name, name, first)],
            ));
        }
        _ => return None,
    };
    let title = format!("add `{}` with the value {value}", field.name);
    let edits = vec![Edit::insert(node, field.name, value)];
    // What is off without the field may be off on purpose.
    if field.role == Role::Enabled && ruling.outcome == Outcome::Dropped {
        return Some(Fix::r#unsafe(title, subject.file_id(), edits));
    }
    Some(Fix::safe(title, subject.file_id(), edits))
}

/// A name for a server: the package that it starts, without its scope and the usual
/// `mcp-server-`, else its program, else the host of its url.
fn name(subject: &Subject<'_>) -> Option<String> {
    let parts = subject.parts();
    let package = parts
        .args
        .iter()
        .map(|arg| arg.text.as_str())
        .find(|arg| arg.contains("mcp") && !arg.starts_with('-'));
    let whole = match (package, &parts.command, &parts.url) {
        (Some(package), ..) => package.to_owned(),
        (None, Some(command), _) => command.text.clone(),
        (None, None, Some(url)) => url::Url::parse(&url.text).ok()?.host_str()?.to_owned(),
        _ => return None,
    };
    let last = whole.rsplit(['/', '\\']).next()?;
    let last = last.split('@').next()?;
    let mut short = last;
    for noise in ["mcp-server-", "server-", "mcp-"] {
        short = short.strip_prefix(noise).unwrap_or(short);
    }
    for noise in ["-mcp-server", "-mcp", "-server"] {
        short = short.strip_suffix(noise).unwrap_or(short);
    }
    (!short.is_empty()).then(|| short.to_owned())
}
