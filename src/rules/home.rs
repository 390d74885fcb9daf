//! The home folder, as a client writes it.

use crate::diagnostic::Fix;
use crate::document::Edit;
use crate::interpret::Text;
use crate::model::{Form, Os, Role, Scope};

use super::Subject;

/// The variable for the home folder in fields of `role`, as this client spells it; `None` where it
/// expands none there.
pub(super) fn variable(subject: &Subject<'_>, role: Role, os: Os) -> Option<String> {
    let variables = subject.variables();
    if variables.known.contains(&"userHome") && variables.fields.contains(&role) {
        return Some("${userHome}".to_owned());
    }
    let name = match os {
        Os::Windows => "USERPROFILE",
        Os::Linux | Os::Macos => "HOME",
    };
    [Form::Braced, Form::EnvColon, Form::EnvBrace]
        .into_iter()
        .find(|form| variables.expands(*form, role))
        .map(|form| form.write(name))
}

/// The ways to write the home folder over the `~` that stands at `at` in a string: this client's
/// variable, and the full path in a file of one's own.
pub(super) fn for_tilde(subject: &Subject<'_>, text: &Text, at: usize) -> Vec<Fix> {
    let edit = |with: &str| vec![Edit::splice(text.node, at..at + 1, with)];
    let mut fixes = Vec::new();
    let os = subject.context.host.os();
    if let Some(variable) = variable(subject, text.role, os) {
        fixes.push(Fix::safe(
            format!("write `{variable}`"),
            subject.file_id(),
            edit(&variable),
        ));
    }
    if subject.entry.scope == Scope::User
        && let Some(home) = subject
            .context
            .machine_for_help()
            .and_then(|host| host.home()?.to_str())
    {
        fixes.push(Fix::r#unsafe(
            "write the full path",
            subject.file_id(),
            edit(home),
        ));
    }
    fixes
}
