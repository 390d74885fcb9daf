//! What this machine tells about the program of an entry: what the rules about it ask.

use std::path::{Path, PathBuf};

use crate::commandline::{CommandLine, Wrapper};
use crate::discover::project_of;
use crate::environment::Filling;
use crate::host::Host;
use crate::interpret::Status;
use crate::model::{Os, Role, Transport};
use crate::rules::Subject;
use crate::search_path::{self, Found, Paths, Whose};

/// A server that this machine would start.
pub(super) struct Launched<'a> {
    /// The machine.
    pub(super) machine: &'a dyn Host,
    /// Where programs are searched.
    pub(super) paths: Paths,
}

/// A program on a command line.
pub(super) enum Named {
    /// A name that is searched along PATH.
    Name(String),
    /// A full path of this system.
    Path(PathBuf),
}

impl<'a> Launched<'a> {
    /// The server of an entry; `None` where facts of the machine do not count for it.
    pub(super) fn of(subject: &Subject<'a>) -> Option<Launched<'a>> {
        let machine = subject.context.machine()?;
        if !is_started(subject) {
            return None;
        }
        let client = subject.client();
        if client.process.path.elsewhere {
            return None;
        }
        let entry = match entry_path(subject) {
            Some(pair) => Some(filled(subject, &pair.value.text, Role::Env)?),
            None => None,
        };
        let mut paths = search_path::of_entry(machine, client, entry.as_deref())?;
        if subject.file.guess.is_some() {
            // Which client reads the file is not sure.
            paths.command.certain = false;
            paths.server.certain = false;
        }
        Some(Launched { machine, paths })
    }

    /// The program that a command names. `None` where that cannot be said: a path that is not
    /// full or of another system, a variable that is not expanded.
    pub(super) fn named(&self, subject: &Subject<'_>, command: &str) -> Option<Named> {
        let command = filled(subject, command.trim(), Role::Command)?;
        if command.is_empty() || crate::variables::is_templated(&command) {
            return None;
        }
        if !command.contains(['/', '\\']) {
            return Some(Named::Name(command));
        }
        is_full(&command, self.machine.os()).then(|| Named::Path(PathBuf::from(command)))
    }

    /// The program that a command starts, where it is found.
    pub(super) fn program(&self, subject: &Subject<'_>, command: &str) -> Option<PathBuf> {
        let found = match self.named(subject, command)? {
            Named::Name(name) => self.search(&name),
            Named::Path(path) => search_path::at(self.machine, &path),
        };
        match found? {
            Found::Program(path) => Some(path),
            _ => None,
        }
    }

    /// What is found under a name where commands are searched.
    pub(super) fn search(&self, name: &str) -> Option<Found> {
        search_path::find(self.machine, &self.paths.command.folders, name)
    }
}

/// The pair of the entry's `env` that sets PATH.
pub(super) fn entry_path<'a>(subject: &Subject<'a>) -> Option<&'a crate::interpret::Pair> {
    let windows = subject.context.host.os() == Os::Windows;
    subject
        .parts()
        .env
        .iter()
        .find(|pair| pair.name == "PATH" || windows && pair.name.eq_ignore_ascii_case("PATH"))
}

/// Whether the client starts the entry's command.
pub(super) fn is_started(subject: &Subject<'_>) -> bool {
    let interpretation = &subject.entry.interpretation;
    subject.entry.status == Status::Loaded
        && interpretation.transport.is_none_or(|it| it == Transport::Stdio)
        && interpretation.parts.command.is_some()
        // An empty command or one of the wrong type is at fault already.
        && !interpretation.worst().loses_entry()
}

/// A text of the entry with its variables filled in, as far as that is known.
pub(super) fn filled(subject: &Subject<'_>, text: &str, role: Role) -> Option<String> {
    let project = project(subject);
    let filling = Filling {
        machine: subject.context.machine(),
        client: subject.client(),
        variables: subject.variables(),
        project: project.as_deref(),
    };
    filling.fill(text, role)
}

/// The folder of the project that the entry belongs to, or of its file.
pub(super) fn project(subject: &Subject<'_>) -> Option<PathBuf> {
    match &subject.entry.project {
        Some(project) => Some(PathBuf::from(project)),
        None => project_of(&subject.file.path, subject.file.kind),
    }
}

/// Whether a path is a full one of this system.
pub(super) fn is_full(path: &str, os: Os) -> bool {
    match os {
        Os::Windows => path.get(1..3).is_some_and(|at| at == ":\\" || at == ":/"),
        _ => path.starts_with('/'),
    }
}

/// The program behind wrappers that search it as the client would. `None` where another shell
/// with a PATH of its own does.
pub(super) fn inner<'l>(line: &'l CommandLine<'_>) -> Option<&'l crate::commandline::Word<'l>> {
    let plain = |wrapper: &Wrapper| matches!(wrapper, Wrapper::Cmd | Wrapper::Env);
    if !line.wrappers.iter().all(plain) {
        return None;
    }
    line.words.first()
}

/// Folders for a message: not all of a long PATH.
pub(super) fn listed(folders: &[PathBuf]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = Vec::new();
    for folder in folders {
        let folder = folder.to_string_lossy().into_owned();
        if !shown.contains(&folder) {
            shown.push(folder);
        }
    }
    let more = shown.len().saturating_sub(MOST);
    shown.truncate(MOST);
    let mut text = shown.join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// Whose PATH was searched, for a message.
pub(super) fn whose(client: &str, whose: Whose) -> String {
    match whose {
        Whose::Shell | Whose::LoginShell => "the PATH of this shell".to_owned(),
        Whose::Session => "the PATH of a desktop's session".to_owned(),
        Whose::App => format!("the PATH that {client} makes for itself"),
        Whose::Entry => "the PATH that its `env` sets".to_owned(),
    }
}

/// A path for a message.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
