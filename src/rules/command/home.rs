//! A client's variable for the home folder.

use crate::model::{Form, Os, Role};
use crate::rules::Subject;

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
