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
}
