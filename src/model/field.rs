//! The fields of an entry.

use crate::document::NodeRef;

use super::{Form, Ruling, Transport};

/// What a field means, whatever a client calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The program to start.
    Command,
    /// Program and arguments in one list.
    CommandLine,
    /// The arguments.
    Args,
    /// Environment variables for the server's process.
    Env,
    /// Names of variables to hand on from the client's environment.
    EnvNames,
    /// A file of environment variables.
    EnvFile,
    /// The working directory.
    Cwd,
    /// The url of a remote server, for whatever transport is decided elsewhere.
    Url,
    /// The url of a streamable HTTP server: its name decides the transport.
    HttpUrl,
    /// HTTP headers, name to value.
    Headers,
    /// HTTP headers, name to the name of an environment variable.
    HeadersFromEnv,
    /// The name of the variable that holds a bearer token.
    BearerFromEnv,
    /// The transport.
    Type,
    /// A time limit.
    Timeout(Unit),
    /// `true` is on.
    Enabled,
    /// `true` is off.
    Disabled,
    /// The server's name.
    Name,
    /// Something for people.
    Description,
    /// Tools that run without being asked for.
    Approval,
    /// Which tools are offered.
    Tools,
    /// OAuth settings.
    OAuth,
    /// An object that may hold the fields of the transport, one level deeper.
    Nested,
    /// Certificates and their verification.
    Tls,
    /// Anything else.
    Other,
}

/// The unit of a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    String,
    /// A string that parses as an absolute URL, or that holds a variable.
    Url,
    /// A string that parses as an absolute URL as it stands: it is checked before variables are
    /// expanded.
    PlainUrl,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A boolean.
    Bool,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// A list of strings.
    Strings,
    /// An object whose values are strings.
    StringMap,
    /// An object whose values are strings, numbers or null.
    ScalarMap,
    /// An object.
    Object,
    /// A list.
    List,
    /// A list whose items have this shape.
    ListOf(&'static Shape),
    /// An object whose values have this shape.
    MapOf(&'static Shape),
    /// Nothing: JSON's `null`.
    Null,
    /// Either of two shapes.
    Either(&'static Shape, &'static Shape),
    /// Anything.
    Any,
}

/// The entries that a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Servers that are started.
    Stdio,
    /// Servers that are called.
    Remote,
    /// Both.
    Both,
    /// None: the client knows the field only to refuse it, see [`Field::misused`].
    Neither,
}

impl Use {
    /// Whether a server that speaks `transport` is among the entries that the field is for.
    pub const fn suits(self, transport: Transport) -> bool {
        match self {
            Use::Both => true,
            Use::Neither => false,
            Use::Stdio => !transport.is_remote(),
            Use::Remote => transport.is_remote(),
        }
    }
}

/// The numbers that a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// What a number outside costs.
    pub ruling: Ruling,
}

/// One field of an entry, as one client reads it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Its name in the file.
    pub name: &'static str,
    /// What it means.
    pub role: Role,
    /// The type of its value.
    pub shape: Shape,
    /// The entries that it is for. A url that is for both holds something else, such as arguments,
    /// on a server that is started.
    pub on: Use,
    /// Whether an entry of that use must have it. The field that makes an entry what it is
    /// (command, url) need not say so.
    pub required: Option<Ruling>,
    /// What it does, in one sentence, units included: shown by hover and in the schema.
    pub doc: &'static str,
    /// An example value as JSON, or empty.
    pub example: &'static str,
    /// What a value of the wrong type costs, where that differs from the schema's `wrong_type`.
    pub wrong_type: Option<Ruling>,
    /// What an empty string or list costs, where that is a fault.
    pub empty: Option<Ruling>,
    /// The numbers that it takes.
    pub range: Option<Range>,
    /// What it costs on an entry of the other use. `None`: the client does not look at it there,
    /// whatever it holds.
    pub misused: Option<Ruling>,
    /// The name that replaces this one, where it is an old spelling that still works.
    pub successor: Option<&'static str>,
    /// Whether an entry that has it and neither type, command nor url is whole: the rest comes
    /// from elsewhere, or the entry only switches a server of another file.
    pub partial: bool,
    /// Variables that a text of its value must not hold, and what one costs, where it is neither
    /// expanded nor left as it stands.
    pub refuses: Option<(&'static [Form], Ruling)>,
    /// The text that switches the server off, where the switch is a text: empty for a boolean.
    pub off: &'static str,
    /// What a fault of an entry that has it costs instead, where the fault alone would cost the
    /// file.
    pub softens: Option<Ruling>,
    /// How the names of all variables start that can be used in this field; or empty.
    pub variables_start: &'static str,
    /// The value by which every tool of the server runs without being asked for, where there is
    /// one and the client heeds it.
    pub approves_all: Option<Everything>,
}

/// A value that means every tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Everything {
    /// `true`.
    True,
    /// This item in a list.
    Item(&'static str),
    /// This text.
    Text(&'static str),
}

impl Role {
    /// Whether it is what makes an entry a server: a command or a url.
    pub const fn starts_or_calls(self) -> bool {
        matches!(
            self,
            Role::Command | Role::CommandLine | Role::Url | Role::HttpUrl
        )
    }
}

impl Everything {
    /// The value, or the item in it, that means every tool.
    pub fn of(self, value: NodeRef<'_>) -> Option<NodeRef<'_>> {
        match self {
            Everything::True => (value.as_bool() == Some(true)).then_some(value),
            Everything::Text(text) => (value.as_str() == Some(text)).then_some(value),
            Everything::Item(text) => value
                .is_array()
                .then(|| value.items().find(|item| item.as_str() == Some(text)))?,
        }
    }
}

impl Field {
    /// A field with nothing special about it.
    pub const fn new(
        name: &'static str,
        role: Role,
        shape: Shape,
        on: Use,
        doc: &'static str,
    ) -> Field {
        Field {
            name,
            role,
            shape,
            on,
            required: None,
            doc,
            example: "",
            wrong_type: None,
            empty: None,
            range: None,
            misused: None,
            successor: None,
            partial: false,
            refuses: None,
            off: "",
            softens: None,
            variables_start: "",
            approves_all: None,
        }
    }

    /// It must be there, else `ruling`.
    pub const fn required(mut self, ruling: Ruling) -> Field {
        self.required = Some(ruling);
        self
    }

    /// With an example, written as JSON.
    pub const fn example(mut self, json: &'static str) -> Field {
        self.example = json;
        self
    }

    /// A value of the wrong type costs `ruling`.
    pub const fn wrong_type(mut self, ruling: Ruling) -> Field {
        self.wrong_type = Some(ruling);
        self
    }

    /// An empty value costs `ruling`.
    pub const fn empty(mut self, ruling: Ruling) -> Field {
        self.empty = Some(ruling);
        self
    }

    /// A number outside costs `ruling`.
    pub const fn range(mut self, min: f64, max: f64, ruling: Ruling) -> Field {
        self.range = Some(Range { min, max, ruling });
        self
    }

    /// On an entry of the other use it costs `ruling`.
    pub const fn misused(mut self, ruling: Ruling) -> Field {
        self.misused = Some(ruling);
        self
    }

    /// See [`Field::partial`].
    pub const fn partial(mut self) -> Field {
        self.partial = true;
        self
    }

    /// See [`Field::refuses`].
    pub const fn refuses(mut self, forms: &'static [Form], ruling: Ruling) -> Field {
        self.refuses = Some((forms, ruling));
        self
    }

    /// See [`Field::off`].
    pub const fn off(mut self, text: &'static str) -> Field {
        self.off = text;
        self
    }

    /// See [`Field::softens`].
    pub const fn softens(mut self, ruling: Ruling) -> Field {
        self.softens = Some(ruling);
        self
    }

    /// See [`Field::variables_start`].
    pub const fn variables_start(mut self, start: &'static str) -> Field {
        self.variables_start = start;
        self
    }

    /// See [`Field::approves_all`].
    pub const fn approves_all(mut self, value: Everything) -> Field {
        self.approves_all = Some(value);
        self
    }

    /// An old spelling of `name`.
    pub const fn old_spelling_of(mut self, name: &'static str) -> Field {
        self.successor = Some(name);
        self
    }
}
