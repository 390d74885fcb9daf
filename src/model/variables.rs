//! How a client expands variables.

use super::Role;

/// A spelling of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `${NAME}`
    Braced,
    /// `${NAME:-default}`
    BracedDefault,
    /// `$NAME`
    Bare,
    /// `${env:NAME}`
    EnvColon,
    /// `{env:NAME}`
    EnvBrace,
    /// `{file:path}` and `${file:path}` are told apart by their start.
    FileBrace,
    /// `${file:path}`
    FileColon,
    /// `%NAME%`
    Percent,
    /// `${input:id}`, asked for or defined under `inputs`.
    Input,
    /// `${{ secrets.NAME }}`
    Secrets,
    /// `$(command)`: the client executes it.
    Command,
    /// `$env:NAME`
    EnvDollar,
    /// `${NAME:default}`
    BracedColon,
    /// `${cmd: command}`: the client executes it.
    CommandBraced,
}

impl Form {
    /// The spelling with `name` in it.
    pub fn write(self, name: &str) -> String {
        match self {
            Form::Braced => format!("${{{name}}}"),
            Form::BracedDefault => format!("${{{name}:-}}"),
            Form::Bare => format!("${name}"),
            Form::EnvColon => format!("${{env:{name}}}"),
            Form::EnvBrace => format!("{{env:{name}}}"),
            Form::FileBrace => format!("{{file:{name}}}"),
            Form::FileColon => format!("${{file:{name}}}"),
            Form::Percent => format!("%{name}%"),
            Form::Input => format!("${{input:{name}}}"),
            Form::Secrets => format!("${{{{ secrets.{name} }}}}"),
            Form::Command => format!("$({name})"),
            Form::EnvDollar => format!("$env:{name}"),
            Form::BracedColon => format!("${{{name}:}}"),
            Form::CommandBraced => format!("${{cmd: {name}}}"),
        }
    }
}

/// What an unset variable becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// The text stays as it is written.
    Literal,
    /// Nothing.
    Empty,
    /// The server is not started.
    EntryFails,
    /// The whole file is refused.
    FileRejected,
    /// Not established.
    Unknown,
}

/// Variables that become nothing although they are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Their names; a `*` stands for any text.
    pub names: &'static [&'static str],
    /// The fields in which they do. Empty: everywhere.
    pub fields: &'static [Role],
}

impl Withheld {
    /// Whether the variable `name` becomes nothing in a field of `role`.
    pub fn holds(&self, name: &str, role: Role) -> bool {
        let here = self.fields.is_empty() || self.fields.contains(&role);
        here && self.names.iter().any(|pattern| matches(pattern, name))
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            name.char_indices()
                .map(|(at, _)| &name[at..])
                .chain([""])
                .any(|name| matches(rest, name))
        }),
    }
}

/// A file that a client takes variables from. Paths are templates as in [`super::Location`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Lines `NAME=value`.
    Dotenv(&'static str),
    /// A JSON file, and the key of the object that holds them.
    Json(&'static str, &'static str),
}

/// A client's variables, in one kind of its files.
#[derive(Clone, Copy, Debug)]
pub struct Variables {
    /// The spellings of an environment variable or secret that it expands, the preferred first.
    /// Empty: it expands nothing, the text is sent as it stands. See `established`.
    pub forms: &'static [Form],
    /// Whether `forms` is known to be all. Otherwise nothing is said about other spellings.
    pub established: bool,
    /// The fields in which it expands.
    pub fields: &'static [Role],
    /// What an unset one becomes.
    pub unset: Unset,
    /// Names that mean something else than an environment variable: `workspaceFolder`,
    /// `userHome`; written `${name}`.
    pub known: &'static [&'static str],
    /// The one of `known` that stands for the project's folder.
    pub workspace: Option<&'static str>,
    /// How this client takes a secret without a variable in the text, for the help; or empty.
    pub instead: &'static str,
    /// Variables that become nothing although they are set, to keep them from other machines.
    pub withheld: &'static [Withheld],
    /// The files from which the client takes more variables than it is started with.
    pub sources: &'static [Source],
}

impl Variables {
    /// Nothing is expanded.
    pub const NONE: Variables = Variables {
        forms: &[],
        established: true,
        fields: &[],
        unset: Unset::Literal,
        known: &[],
        workspace: None,
        instead: "",
        withheld: &[],
        sources: &[],
    };

    /// Nobody knows.
    pub const UNKNOWN: Variables = Variables {
        established: false,
        unset: Unset::Unknown,
        ..Variables::NONE
    };

    /// Whether `form` is expanded in fields of `role`.
    pub fn expands(&self, form: Form, role: Role) -> bool {
        self.forms.contains(&form) && self.fields.contains(&role)
    }

    /// Whether the client keeps the variable `name` back from fields of `role`.
    pub fn withholds(&self, name: &str, role: Role) -> bool {
        self.withheld.iter().any(|it| it.holds(name, role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_withheld() {
        let withheld = Withheld {
            names: &["NPM_TOKEN", "OTEL_*", "BUNDLE_*__*"],
            fields: &[Role::Headers],
        };
        for name in ["NPM_TOKEN", "OTEL_", "OTEL_EXPORTER", "BUNDLE_A__B"] {
            assert!(withheld.holds(name, Role::Headers), "{name}");
            assert!(!withheld.holds(name, Role::Env), "{name}");
        }
        for name in ["MY_NPM_TOKEN", "NPM_TOKENS", "HOTEL_X", "BUNDLE_A_B"] {
            assert!(!withheld.holds(name, Role::Headers), "{name}");
        }
    }
}
