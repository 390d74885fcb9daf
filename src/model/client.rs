//! A client and its ways.

use super::{Basis, Everything, Evidence, Kind, Location, Os, Role, Ruling, Topic};

/// The environment that a stdio server gets besides the entry's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherits {
    /// All of the client's.
    All,
    /// These names only.
    Only(&'static [&'static str]),
    /// All but names that look like secrets or certificates.
    AllButSecrets,
    /// Not established.
    Unknown,
}

/// Whether a `.cmd` shim such as `npx` starts on Windows without `cmd /c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowsShim {
    /// The client finds and starts it.
    Starts,
    /// The client finds it, and starts it by its full path through `cmd`, which loses the path as
    /// soon as it and an argument have a space.
    StartsUnquoted,
    /// The client wraps every command itself: `cmd /c` in the file is one too many.
    Wraps,
    /// `cmd /c` is needed.
    NeedsCmd,
    /// Not established.
    Unknown,
}

/// How the arguments of a server reach its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// As they stand, each as one.
    Whole,
    /// As they stand, but a launcher such as `npx` may get those with a space in pieces.
    Split,
    /// Joined with the command by spaces, and read by a shell.
    Shell,
    /// Not established.
    Unknown,
}

/// The folder in which a client starts servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// This one, in words that end a sentence.
    Folder(&'static str),
    /// Any: the client does not define it.
    Undefined,
    /// Not established.
    Unknown,
}

/// Whose PATH a client has that is started from a desktop: with a click in place of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesktopPath {
    /// That of the desktop's session: on macOS launchd's, which holds the folders of the system
    /// only.
    Session,
    /// That of the session, behind these folders. `~/` is the home folder; a `*` stands for every
    /// folder of that place, the last by name first.
    Extended(&'static [&'static str]),
    /// It asks the login shell for its environment, on these systems.
    LoginShell(&'static [Os]),
    /// Not established.
    Unknown,
}

/// What `PATH` in the `env` of an entry does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPath {
    /// It takes the place of the client's, for the server and for the search of its command.
    Replaces,
    /// It takes the place of the client's for the server; the command is searched in the client's.
    ForServer,
    /// It is put behind the client's.
    Appended,
    /// Nothing: the client's own wins, or the name is refused.
    Ignored,
    /// Not established.
    Unknown,
}

/// Where a client looks for the commands of its entries.
#[derive(Clone, Copy, Debug)]
pub struct SearchPath {
    /// Whose PATH it has where it is started from a desktop.
    pub desktop: DesktopPath,
    /// What `PATH` in the `env` of an entry does.
    pub entry: EntryPath,
    /// Whether its servers run elsewhere than on the machine that its file is on: in a container,
    /// in the cloud, with a runtime of their own.
    pub elsewhere: bool,
}

impl SearchPath {
    /// Nothing is established.
    pub const UNKNOWN: SearchPath = SearchPath {
        desktop: DesktopPath::Unknown,
        entry: EntryPath::Unknown,
        elsewhere: false,
    };

    /// What `PATH` in an entry does; nothing else is established, or needs to be.
    pub const fn entry(entry: EntryPath) -> SearchPath {
        SearchPath {
            entry,
            ..SearchPath::UNKNOWN
        }
    }

    /// The same of a client whose servers run elsewhere.
    pub const fn elsewhere(mut self) -> SearchPath {
        self.elsewhere = true;
        self
    }

    /// The same with whose PATH it has where it is started from a desktop.
    pub const fn desktop(mut self, desktop: DesktopPath) -> SearchPath {
        self.desktop = desktop;
        self
    }
}

/// How a client starts a stdio server.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// What the server inherits.
    pub inherits: Inherits,
    /// Whether `command` may be a whole command line, which the client splits. `None`: not
    /// established.
    pub splits_command: Option<bool>,
    /// What becomes of the arguments on their way.
    pub arguments: Arguments,
    /// The fields in which `~` is expanded. `None`: not established.
    pub tilde: Option<&'static [Role]>,
    /// What a relative path is relative to.
    pub base: Base,
    /// Shims on Windows.
    pub windows_shim: WindowsShim,
    /// Whether it is started from a desktop, so that its PATH is not the shell's.
    pub desktop: bool,
    /// Where it looks for commands.
    pub path: SearchPath,
    /// Names in the `env` of an entry that it does not hand on, or refuses. Letter case counts
    /// for nothing.
    pub refused_env: &'static [&'static str],
}

impl Process {
    /// Nothing is established.
    pub const UNKNOWN: Process = Process {
        inherits: Inherits::Unknown,
        splits_command: None,
        arguments: Arguments::Unknown,
        tilde: None,
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: false,
        path: SearchPath::UNKNOWN,
        refused_env: &[],
    };
}

/// What the TLS and HTTP stack of a client is built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// Node.js or Electron's utility process.
    Node,
    /// Bun.
    Bun,
    /// Rust with rustls or native TLS.
    Rust,
    /// Python.
    Python,
    /// Go.
    Go,
    /// Not established.
    Unknown,
}

/// What `env` in an entry with a url does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryEnvironment {
    /// Nothing: it does not reach the client's own TLS stack.
    Ignored,
    /// The file is refused.
    FileRejected,
    /// Not established.
    Unknown,
}

/// Where a client runs, as seen from the machine whose files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// On the machine itself, always: `localhost` is the machine.
    Machine,
    /// Mostly in a container of its own, where `localhost` is that container.
    Container,
    /// Wherever people start it, containers for development included; or not established.
    Anywhere,
}

/// Who calls a remote server, and how.
#[derive(Clone, Copy, Debug)]
pub struct Remote {
    /// What the caller is built on.
    pub runtime: Runtime,
    /// The variables of the client's own process that add a certificate authority, the best
    /// first. Empty when none is known.
    pub ca_variables: &'static [&'static str],
    /// Whether the caller also trusts what the system trusts. `None`: not established beyond what
    /// its runtime does by itself.
    pub system_store: Option<bool>,
    /// What `env` on an entry with a url does.
    pub entry_env: EntryEnvironment,
    /// How to set a variable for the client's process, in a sentence.
    pub set_process_env: &'static str,
    /// Whether the caller is `fetch`, which refuses some ports. `None`: not established.
    pub fetch: Option<bool>,
    /// What a url with `http://` to another host than this machine costs.
    pub plain_http: Ruling,
    /// Where the caller runs.
    pub runs: Runs,
}

impl Remote {
    /// Nothing is established.
    pub const UNKNOWN: Remote = Remote {
        runtime: Runtime::Unknown,
        ca_variables: &[],
        system_store: None,
        entry_env: EntryEnvironment::Unknown,
        set_process_env: "set it in the environment that the client is started from",
        fetch: None,
        plain_http: Ruling::UNKNOWN,
        runs: Runs::Anywhere,
    };
}

/// What happens to one name in several files of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameName {
    /// The entry of the higher layer replaces the whole entry of the lower one.
    Replaced,
    /// The entries are merged key by key, objects in them too; a list or a plain value of the
    /// higher layer replaces that of the lower one.
    Merged,
    /// The fields of the higher layer are laid over those of the lower one, each as a whole: an
    /// `env` replaces an `env`.
    Overlaid,
    /// Both run.
    Both,
    /// Not established.
    Unknown,
}

/// How a client takes project files of folders that lie in each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folders {
    /// It reads those of the project's own folder only: files of two folders never meet.
    One,
    /// It reads those of the folders above as well, and the nearest wins.
    NearestWins,
    /// It reads those of the folders above as well, and the outermost wins.
    OutermostWins,
    /// Not established.
    Unknown,
}

/// When the files of a layer are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Whenever the client runs.
    Always,
    /// When somebody asks for it (`--profile NAME`, a plugin that is installed): one of them at a
    /// time, beside the other layers.
    Chosen,
    /// One of them at a time, each for a program or a profile of its own: two files of such layers
    /// never meet.
    InTurn,
}

/// Files that stand on one level of a client's precedence.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// Whose they are.
    pub scope: super::Scope,
    /// The ends of their paths, with `/` and with `*` for any text of a segment; of several in
    /// one folder the first named wins. Empty: every file of the scope that no other layer names.
    pub files: &'static [&'static str],
    /// How folders that lie in each other come together, where not as [`Precedence::folders`].
    pub folders: Option<Folders>,
    /// What happens to one name here and in another layer, where not [`Precedence::same_name`].
    /// Of two layers that say so the lower one's word counts.
    pub same_name: Option<SameName>,
    /// When they are read.
    pub read: Read,
    /// Whether no lower layer is read while a file of this one is there.
    pub alone: bool,
    /// Whether an entry here also gives way to one of a higher layer that has another name and
    /// the same url or the same command line.
    pub by_endpoint: bool,
}

impl Layer {
    /// All files of `scope`.
    pub const fn of(scope: super::Scope) -> Layer {
        Layer {
            scope,
            files: &[],
            folders: None,
            same_name: None,
            read: Read::Always,
            alone: false,
            by_endpoint: false,
        }
    }

    /// See [`Layer::files`].
    pub const fn files(mut self, files: &'static [&'static str]) -> Layer {
        self.files = files;
        self
    }

    /// See [`Layer::folders`].
    pub const fn folders(mut self, folders: Folders) -> Layer {
        self.folders = Some(folders);
        self
    }

    /// See [`Layer::same_name`].
    pub const fn same_name(mut self, same_name: SameName) -> Layer {
        self.same_name = Some(same_name);
        self
    }

    /// See [`Layer::read`].
    pub const fn read(mut self, read: Read) -> Layer {
        self.read = read;
        self
    }

    /// See [`Layer::alone`].
    pub const fn alone(mut self) -> Layer {
        self.alone = true;
        self
    }

    /// See [`Layer::by_endpoint`].
    pub const fn by_endpoint(mut self) -> Layer {
        self.by_endpoint = true;
        self
    }
}

/// How the files of a client come together.
#[derive(Clone, Copy, Debug)]
pub struct Precedence {
    /// What happens to one name in several files.
    pub same_name: SameName,
    /// The scopes, the one that wins first. Empty where [`Precedence::layers`] says it finer.
    pub order: &'static [super::Scope],
    /// The layers, the one that wins first, where the scopes alone do not tell.
    pub layers: &'static [Layer],
    /// Where entries are merged: a field, and the fields of a lower entry that go when a higher one
    /// sets that field to another value.
    pub displaces: &'static [(&'static str, &'static [&'static str])],
    /// How project files of folders that lie in each other come together.
    pub folders: Folders,
    /// Files of one project folder of which only the first that is there is read, as ends of
    /// paths below that folder.
    pub one_of: &'static [&'static [&'static str]],
    /// The rule in a sentence.
    pub says: &'static str,
}

impl Precedence {
    /// Nothing is known.
    pub const UNKNOWN: Precedence = Precedence {
        same_name: SameName::Unknown,
        order: &[],
        layers: &[],
        displaces: &[],
        folders: Folders::Unknown,
        one_of: &[],
        says: "",
    };
}

/// A place that people try and that the client does not read.
#[derive(Clone, Copy, Debug)]
pub struct NotRead {
    /// The template of the path, as in [`super::Location`].
    pub path: &'static str,
    /// The root key that stands there, when only that part of the file is not read.
    pub root: Option<&'static [&'static str]>,
    /// Where it belongs, in a sentence.
    pub instead: &'static str,
}

/// A setting of its own, outside all entries, by which a client asks nobody before it starts servers
/// or runs their tools.
#[derive(Clone, Copy, Debug)]
pub struct Approval {
    /// The files in which it counts.
    pub places: &'static [Location],
    /// The keys from the root of the file.
    pub key: &'static [&'static str],
    /// The value that approves everything.
    pub value: Everything,
    /// What comes of it, as the start of a sentence.
    pub says: &'static str,
    /// What to do instead, in a sentence.
    pub instead: &'static str,
}

/// An app that reads MCP server configuration.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    /// Its id on the command line and in output, kebab-case.
    pub id: &'static str,
    /// Its name in a sentence.
    pub name: &'static str,
    /// Who makes it.
    pub vendor: &'static str,
    /// The kinds of config file that it reads. Empty where it has none that is JSON, TOML or
    /// YAML: then [`Client::elsewhere`] tells where its servers are.
    pub kinds: &'static [Kind],
    /// Where else it takes servers from, one sentence each: a form in its settings, a database,
    /// a file of another format.
    pub elsewhere: &'static [&'static str],
    /// Places that people try in vain.
    pub not_read: &'static [NotRead],
    /// The settings by which it asks nobody any more; those of entries are [`super::Field`]s.
    pub approvals: &'static [Approval],
    /// How it starts servers.
    pub process: Process,
    /// How it calls servers.
    pub remote: Remote,
    /// How scopes come together.
    pub precedence: Precedence,
    /// Where its logs are, for people.
    pub logs: &'static str,
    /// The files that these logs are, as far as they are known: templates as those of locations,
    /// with `*` for any name, `<name>` for the server's and `<project>` for the folder of its
    /// project. What holds `<name>` is about that server alone.
    pub log_files: &'static [&'static str],
    /// How to make it read a changed file, for people.
    pub restart: &'static str,
    /// What surprises people, one sentence each.
    pub traps: &'static [&'static str],
    /// Where the facts come from.
    pub evidence: &'static [Evidence],
}

impl Client {
    /// How surely anything about `topic` is known; `None` where nothing is.
    pub fn basis(&self, topic: Topic) -> Option<Basis> {
        self.evidence
            .iter()
            .filter(|evidence| evidence.about.contains(&topic))
            .map(|evidence| evidence.basis)
            .min()
    }
}
