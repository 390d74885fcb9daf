//! How a client reads the variables of an entry: what both rules of this category ask.

use std::ops::Range;

use crate::bridges::Bridge;
use crate::clients;
use crate::commandline::{CommandLine, Wrapper};
use crate::interpret::{ProblemKind, Text};
use crate::model::{Form, Inherits, Role};
use crate::rules::Subject;
use crate::secret::name::promise;
use crate::variables::{self, Variable};

/// A variable that this client does not expand where it stands.
pub(super) struct Misread<'a> {
    /// The string that holds it.
    pub(super) text: &'a Text,
    /// Its bytes in the string.
    pub(super) range: Range<usize>,
    /// The variable.
    pub(super) variable: Variable<'a>,
    /// Where it stands, for a message.
    pub(super) place: String,
    /// The name of the header or of the environment variable whose value holds it.
    pub(super) key: Option<&'a str>,
    /// What to write instead, where this client has a spelling for it.
    pub(super) instead: Option<Instead>,
    /// The bridge that would expand it, if its environment had it.
    pub(super) bridge: Option<&'static str>,
}

/// Another spelling.
pub(super) struct Instead {
    pub(super) text: String,
    /// Whether it surely stands for the same.
    pub(super) same: bool,
}

impl Misread<'_> {
    /// The variable as written, its default or its command left out: they may hold a secret.
    pub(super) fn shown(&self) -> String {
        if self.variable.form == Form::CommandBraced {
            return "${cmd: …}".to_owned();
        }
        match self.variable.default {
            Some(default) if !default.is_empty() => {
                self.text.text[self.range.clone()].replacen(default, "…", 1)
            }
            _ => self.text.text[self.range.clone()].to_owned(),
        }
    }
}

/// All variables of an entry that stay as they are written.
pub(super) fn misread<'a>(subject: &Subject<'a>) -> Vec<Misread<'a>> {
    if !subject.variables().established {
        return Vec::new();
    }
    let line = subject.line();
    let bridge = subject.bridge();
    let mut found = Vec::new();
    for (text, place, key) in texts(subject) {
        // What is refused does not stay as it is written.
        if refused(subject, text) {
            continue;
        }
        for variable in variables::scan(&text.text) {
            // `$(…)` is a shell's, and another rule's.
            if !variable.certain
                || variable.form == Form::Command
                || expanded_by_another(subject, &variable, text, line.as_deref(), bridge.as_deref())
            {
                continue;
            }
            if let Some(instead) = judge(subject, &variable, text.role) {
                let range = variable.range.clone();
                found.push(Misread {
                    text,
                    range: range.clone(),
                    variable,
                    place: place.clone(),
                    key,
                    instead: instead.0,
                    bridge: bridge
                        .as_deref()
                        .filter(|bridge| bridge.expands(text.node, &range))
                        .map(Bridge::name),
                });
            }
        }
    }
    found
}

fn refused(subject: &Subject<'_>, text: &Text) -> bool {
    let mut problems = subject.problems().iter();
    problems.any(|it| matches!(it.kind, ProblemKind::RefusedVariable(_)) && it.node == text.node)
}

/// All strings of an entry that a client may expand, each with where it stands and with the name of
/// its header or variable.
pub(super) fn texts<'a>(subject: &Subject<'a>) -> Vec<(&'a Text, String, Option<&'a str>)> {
    let parts = subject.parts();
    let mut all: Vec<(&'a Text, String, Option<&'a str>)> = Vec::new();
    let single = [
        (&parts.command, "the command"),
        (&parts.cwd, "the folder"),
        (&parts.url, "the url"),
    ];
    for (text, place) in single {
        all.extend(text.iter().map(|text| (text, place.to_owned(), None)));
    }
    all.extend(
        parts
            .args
            .iter()
            .map(|text| (text, "an argument".to_owned(), None)),
    );
    for (pairs, what) in [(&parts.env, "the variable"), (&parts.headers, "the header")] {
        all.extend(pairs.iter().map(|pair| {
            let place = format!("{what} `{}`", pair.name);
            (&pair.value, place, Some(pair.name.as_str()))
        }));
    }
    all
}

/// Whether a shell, or the program itself, expands what the client leaves alone.
fn expanded_by_another(
    subject: &Subject<'_>,
    variable: &Variable<'_>,
    text: &Text,
    line: Option<&CommandLine<'_>>,
    bridge: Option<&Bridge<'_>>,
) -> bool {
    let Some(line) = line else { return false };
    if !matches!(text.role, Role::Command | Role::Args) {
        return false;
    }
    let wrapped = |wanted: Wrapper| line.wrappers.contains(&wanted);
    let shell = matches!(
        variable.form,
        Form::Braced | Form::BracedDefault | Form::BracedColon | Form::Bare | Form::EnvDollar
    );
    if shell && line.in_shell() || variable.form == Form::Percent && wrapped(Wrapper::Cmd) {
        return true;
    }
    // Some bridges expand `${X}` in a header, from an environment that has to hold it.
    variable.form == Form::Braced
        && bridge.is_some_and(|bridge| bridge.expands(text.node, &variable.range))
        && may_hold(subject, line, variable.name)
}

/// Whether the process of a server may see a variable: its own `env` has it, or the client hands
/// on what it is started with.
fn may_hold(subject: &Subject<'_>, line: &CommandLine<'_>, name: &str) -> bool {
    let own = subject.parts().env.iter().any(|pair| pair.name == name)
        || line.assignments.iter().any(|(other, _)| other == name);
    let named = subject.field(Role::EnvNames).is_some_and(|(_, list)| {
        list.items()
            .any(|item| item.as_str().is_none_or(|item| item == name))
    });
    own || named
        || match subject.client().process.inherits {
            Inherits::All | Inherits::Unknown => true,
            Inherits::AllButSecrets => promise(name).is_none(),
            Inherits::Only(names) => names.contains(&name),
        }
}

/// `None`: it is expanded. Else what to write instead, if there is something.
fn judge(subject: &Subject<'_>, variable: &Variable<'_>, role: Role) -> Option<(Option<Instead>,)> {
    let facts = subject.variables();
    let here = |form: Form| {
        alike(role)
            .iter()
            .any(|role| facts.forms.contains(&form) && facts.fields.contains(role))
    };
    let field = alike(role).iter().any(|role| facts.fields.contains(role));
    if variable.form == Form::Braced && facts.known.contains(&variable.name) {
        return (!field).then_some((None,));
    }
    if variable.form == Form::Braced && is_editors(variable.name) {
        let text = match variable.name {
            "workspaceFolder" | "workspaceRoot" if field => {
                facts.workspace.map(|name| format!("${{{name}}}"))
            }
            "userHome" => [Form::Braced, Form::EnvColon, Form::EnvBrace]
                .into_iter()
                .find(|form| here(*form))
                .map(|form| form.write("HOME")),
            _ => None,
        };
        return Some((text.map(|text| Instead { text, same: true }),));
    }
    if here(variable.form) {
        return None;
    }
    let same = |form: Form| Instead {
        text: form.write(variable.name),
        same: true,
    };
    let instead = match variable.form {
        Form::FileBrace if here(Form::FileColon) => Some(same(Form::FileColon)),
        Form::FileColon if here(Form::FileBrace) => Some(same(Form::FileBrace)),
        Form::FileBrace | Form::FileColon | Form::Input | Form::Command | Form::CommandBraced => {
            None
        }
        _ => environment(variable, here),
    };
    Some((instead,))
}

/// The client's spelling of an environment variable or a secret.
fn environment(variable: &Variable<'_>, here: impl Fn(Form) -> bool) -> Option<Instead> {
    let default = variable.default.filter(|default| !default.is_empty());
    if let Some(default) = default
        && let Some(separator) = [(Form::BracedDefault, ":-"), (Form::BracedColon, ":")]
            .into_iter()
            .find_map(|(form, separator)| here(form).then_some(separator))
    {
        return Some(Instead {
            text: format!("${{{}{separator}{default}}}", variable.name),
            same: true,
        });
    }
    let form = [
        Form::Braced,
        Form::EnvColon,
        Form::EnvBrace,
        Form::Bare,
        Form::EnvDollar,
        Form::Percent,
        Form::Secrets,
    ]
    .into_iter()
    .find(|form| here(*form))?;
    Some(Instead {
        text: form.write(variable.name),
        // A lost default changes what runs; a secret may be kept elsewhere than a variable.
        same: default.is_none() && form != Form::Secrets && variable.form != Form::Secrets,
    })
}

/// The roles that clients state one for the other.
pub(super) fn alike(role: Role) -> &'static [Role] {
    match role {
        Role::Command => &[Role::Command, Role::CommandLine],
        Role::Args => &[Role::Args, Role::CommandLine],
        Role::Url | Role::HttpUrl => &[Role::Url, Role::HttpUrl],
        Role::Env => &[Role::Env],
        Role::Cwd => &[Role::Cwd],
        Role::Headers => &[Role::Headers],
        _ => &[],
    }
}

/// Whether `name` stands for something of an editor in some client: `workspaceFolder`.
pub(super) fn is_editors(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && (name == "workspaceRoot"
            || clients::ALL
                .iter()
                .flat_map(|client| client.kinds)
                .any(|kind| kind.variables.known.contains(&name)))
}
