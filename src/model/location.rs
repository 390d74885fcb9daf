//! Where a client looks for its configuration.

use crate::document::{Dialect, Format, NodeRef};

use super::{Role, Ruling, Schema, Transport, Variables};

/// The operating systems that places differ by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
#[value(rename_all = "lower")]
pub enum Os {
    /// Linux and other free Unixes.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl Os {
    /// All of them.
    pub const ALL: &'static [Os] = &[Os::Linux, Os::Macos, Os::Windows];

    /// Its name: `linux`, `macos`, `windows`.
    pub const fn name(self) -> &'static str {
        match self {
            Os::Linux => "linux",
            Os::Macos => "macos",
            Os::Windows => "windows",
        }
    }
}

/// Whose configuration a file, or a part of it, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// An administrator's, for the whole machine.
    Managed,
    /// One person's, for everything.
    User,
    /// A project's, shared with its people.
    Project,
    /// One person's, for one project.
    Local,
}

impl Scope {
    /// Its name in output: `managed`, `user`, `project`, `local`.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Managed => "managed",
            Scope::User => "user",
            Scope::Project => "project",
            Scope::Local => "local",
        }
    }
}

/// A place where a client looks.
///
/// The path is a template with `/` on every OS:
/// * `~/…` is below the home folder;
/// * `<project>/…` is below a project folder, at any depth of it;
/// * `${VAR:-default}` at its start is an environment variable or, when that is unset, the default;
/// * `*` inside a segment stands for any text of it;
/// * a segment `{A,B}` stands for any of the names in it.
///
/// Anything else is an absolute path.
#[derive(Clone, Copy, Debug)]
pub struct Location {
    /// Whose it is.
    pub scope: Scope,
    /// The systems on which the client looks there.
    pub os: &'static [Os],
    /// The template.
    pub path: &'static str,
    /// Whether another client owns files of this place, so that a file found there without
    /// `--client` is checked as the owner's (`.mcp.json` is Claude Code's).
    pub guest: bool,
    /// Whether the name is so common that a file of it is not taken for this client's, in a
    /// repository or on the machine, unless the client is named.
    pub common: bool,
    /// What somebody should know about this place, or empty.
    pub note: &'static str,
}

impl Location {
    /// A place on every OS.
    pub const fn new(scope: Scope, path: &'static str) -> Location {
        Location {
            scope,
            os: Os::ALL,
            path,
            guest: false,
            common: false,
            note: "",
        }
    }

    /// Only on these systems.
    pub const fn on(mut self, os: &'static [Os]) -> Location {
        self.os = os;
        self
    }

    /// See [`Location::guest`].
    pub const fn guest(mut self) -> Location {
        self.guest = true;
        self
    }

    /// See [`Location::common`].
    pub const fn common(mut self) -> Location {
        self.common = true;
        self
    }

    /// With a note.
    pub const fn note(mut self, note: &'static str) -> Location {
        self.note = note;
        self
    }
}

/// How servers stand below a root key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootShape {
    /// An object: the server's name is the member's name.
    Map,
    /// A list of objects that hold their name in `name_key`.
    List {
        /// The member that holds the name.
        name_key: &'static str,
    },
    /// One server: its name is the text at this path of the file.
    One {
        /// The keys from the root of the file to the name. Empty: the file is named after it.
        name: &'static [&'static str],
    },
}

impl RootShape {
    /// Whether `node` has this shape.
    pub fn fits(self, node: NodeRef<'_>) -> bool {
        match self {
            RootShape::Map | RootShape::One { .. } => node.is_object(),
            RootShape::List { .. } => node.is_array(),
        }
    }
}

/// Where in a file the servers stand.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// The keys from the root of the file; `*` is any key. Empty: the file itself is the map,
    /// which counts only when none of the other roots of the kind is there.
    pub path: &'static [&'static str],
    /// Map or list.
    pub shape: RootShape,
    /// The scope of these servers, where it is not that of the file.
    pub scope: Option<Scope>,
    /// Whether a text without any value is read in silence as one without servers, and is no
    /// syntax error.
    pub empty_text: bool,
    /// The transport of every server that stands here, where the place decides it.
    pub transport: Option<Transport>,
    /// What an entry that is a text stands for, where that is taken: [`Role::Url`].
    pub text: Option<Role>,
    /// The entries, where they are not those of the kind.
    pub schema: Option<&'static Schema>,
}

/// Two roots are one when they say the same place and shape.
impl PartialEq for Root {
    fn eq(&self, other: &Root) -> bool {
        self.path == other.path && self.shape == other.shape
    }
}

impl Root {
    /// A map of servers at `path`.
    pub const fn map(path: &'static [&'static str]) -> Root {
        Root {
            path,
            shape: RootShape::Map,
            scope: None,
            empty_text: false,
            transport: None,
            text: None,
            schema: None,
        }
    }

    /// A list of servers at `path`, each with its name in `name`.
    pub const fn list(path: &'static [&'static str]) -> Root {
        Root {
            path,
            shape: RootShape::List { name_key: "name" },
            scope: None,
            empty_text: false,
            transport: None,
            text: None,
            schema: None,
        }
    }

    /// A list of servers at `path`, each with its name in `name_key`.
    pub const fn named_list(path: &'static [&'static str], name_key: &'static str) -> Root {
        let mut root = Root::list(path);
        root.shape = RootShape::List { name_key };
        root
    }

    /// One server at `path`, with its name at `name` of the file; see [`RootShape::One`].
    pub const fn one(path: &'static [&'static str], name: &'static [&'static str]) -> Root {
        let mut root = Root::map(path);
        root.shape = RootShape::One { name };
        root
    }

    /// Whose servers all speak `transport`.
    pub const fn transport(mut self, transport: Transport) -> Root {
        self.transport = Some(transport);
        self
    }

    /// See [`Root::text`].
    pub const fn text(mut self, role: Role) -> Root {
        self.text = Some(role);
        self
    }

    /// With entries of their own.
    pub const fn schema(mut self, schema: &'static Schema) -> Root {
        self.schema = Some(schema);
        self
    }

    /// With a scope of its own.
    pub const fn scope(mut self, scope: Scope) -> Root {
        self.scope = Some(scope);
        self
    }

    /// In a text that may be empty.
    pub const fn empty_text(mut self) -> Root {
        self.empty_text = true;
        self
    }

    /// The path for people: `projects.*.mcpServers`.
    pub fn dotted(&self) -> String {
        self.path.join(".")
    }
}

/// A kind of config file that a client reads: files of one dialect, one shape, one set of fields.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its name among the client's kinds, kebab-case: `project`, `user-settings`.
    pub id: &'static str,
    /// What it is, for people: "project servers".
    pub title: &'static str,
    /// Its format.
    pub format: Format,
    /// What the client's reader accepts beyond the strict format.
    pub dialect: Dialect,
    /// What a text that does not parse costs.
    pub syntax_error: Ruling,
    /// What a key that stands twice costs.
    pub duplicate_key: Ruling,
    /// Where such files are.
    pub locations: &'static [Location],
    /// Where in the file the servers are; the first is the one to write to.
    pub roots: &'static [Root],
    /// What it means when none of the roots is there. A file that holds other settings too is
    /// fine without.
    pub missing_root: Ruling,
    /// What it costs when a root is there and has the wrong shape: a list for a map, a string.
    pub wrong_root: Ruling,
    /// What tells such a file from others of its name: one of these paths must be in it, besides
    /// one of the roots. Empty: the name is enough.
    pub told_by: &'static [&'static [&'static str]],
    /// Whether the file holds nothing but MCP configuration, so that another root key in it is
    /// surely a mistake.
    pub dedicated: bool,
    /// The keys beside the root that the client knows in a dedicated file (`inputs`).
    pub siblings: &'static [&'static str],
    /// The entries.
    pub schema: &'static Schema,
    /// Its variables.
    pub variables: &'static Variables,
}

impl Kind {
    /// A JSON file with servers by name under `mcpServers`, of which nothing else is established
    /// but that no reader can take what is no JSON with comments either.
    pub const UNKNOWN: Kind = Kind {
        id: "servers",
        title: "servers",
        format: Format::Json,
        dialect: Dialect::JSONC,
        syntax_error: Ruling::FILE_REJECTED,
        duplicate_key: Ruling::UNKNOWN,
        locations: &[],
        roots: &[Root::map(&["mcpServers"])],
        missing_root: Ruling::UNKNOWN,
        wrong_root: Ruling::UNKNOWN,
        told_by: &[],
        dedicated: true,
        siblings: &[],
        schema: &Schema::UNKNOWN,
        variables: &Variables::UNKNOWN,
    };

    /// Whether the file that holds `top` is such a file and no other of its name, as far as
    /// [`Kind::told_by`] tells.
    pub fn is_told(&self, top: NodeRef<'_>) -> bool {
        let mut paths = self.told_by.iter();
        self.told_by.is_empty() || paths.any(|path| top.get_path(path).is_some())
    }

    /// The entries that stand at `root`.
    pub fn schema_at(&self, root: &Root) -> &'static Schema {
        root.schema.unwrap_or(self.schema)
    }
}
