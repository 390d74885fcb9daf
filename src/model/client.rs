//! A client and its ways.

use super::{Evidence, Kind, Role, Ruling};

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
    /// The client wraps every command itself: `cmd /c` in the file is one too many.
    Wraps,
    /// `cmd /c` is needed.
    NeedsCmd,
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

/// How a client starts a stdio server.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// What the server inherits.
    pub inherits: Inherits,
    /// Whether `command` may be a whole command line, which the client splits. `None`: not
    /// established.
    pub splits_command: Option<bool>,
    /// The fields in which `~` is expanded. `None`: not established.
    pub tilde: Option<&'static [Role]>,
    /// What a relative path is relative to.
    pub base: Base,
    /// Shims on Windows.
    pub windows_shim: WindowsShim,
    /// Whether it is started from a desktop, so that its PATH is not the shell's.
    pub desktop: bool,
}

impl Process {
    /// Nothing is established.
    pub const UNKNOWN: Process = Process {
        inherits: Inherits::Unknown,
        splits_command: None,
        tilde: None,
        base: Base::Unknown,
        windows_shim: WindowsShim::Unknown,
        desktop: false,
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
    /// A Java virtual machine.
    Jvm,
    /// .NET.
    DotNet,
    /// Apple's own: URLSession.
    Apple,
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

/// Who calls a remote server, and how.
#[derive(Clone, Copy, Debug)]
pub struct Remote {
    /// What the caller is built on.
    pub runtime: Runtime,
    /// The variables of the client's own process that add a certificate authority, the best
    /// first. Empty when none is known.
    pub ca_variables: &'static [&'static str],
    /// What `env` on an entry with a url does.
    pub entry_env: EntryEnvironment,
    /// How to set a variable for the client's process, in a sentence.
    pub set_process_env: &'static str,
    /// Whether the caller is `fetch`, which refuses some ports. `None`: not established.
    pub fetch: Option<bool>,
    /// What a url with `http://` to another host than this machine costs.
    pub plain_http: Ruling,
}

impl Remote {
    /// Nothing is established.
    pub const UNKNOWN: Remote = Remote {
        runtime: Runtime::Unknown,
        ca_variables: &[],
        entry_env: EntryEnvironment::Unknown,
        set_process_env: "set it in the environment that the client is started from",
        fetch: None,
        plain_http: Ruling::UNKNOWN,
    };
}

/// What happens to one name in several scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameName {
    /// The scope that is earlier in [`Precedence::order`] replaces the whole entry.
    Replaced,
    /// The entries are merged key by key.
    Merged,
    /// Both run.
    Both,
    /// Not established.
    Unknown,
}

/// How scopes come together.
#[derive(Clone, Copy, Debug)]
pub struct Precedence {
    /// What happens to one name in several scopes.
    pub same_name: SameName,
    /// The scopes, the one that wins first.
    pub order: &'static [super::Scope],
    /// The rule in a sentence.
    pub says: &'static str,
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
    /// How it starts servers.
    pub process: Process,
    /// How it calls servers.
    pub remote: Remote,
    /// How scopes come together.
    pub precedence: Precedence,
    /// Where its logs are, for people.
    pub logs: &'static str,
    /// How to make it read a changed file, for people.
    pub restart: &'static str,
    /// What surprises people, one sentence each.
    pub traps: &'static [&'static str],
    /// Where the facts come from.
    pub evidence: &'static [Evidence],
}
