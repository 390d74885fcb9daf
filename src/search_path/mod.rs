//! PATH as a client sees it, and what is found along it.
//!
//! A program in a terminal has the PATH of its shell, which is also ours. An app that is started
//! with a click has that of the desktop's session: on macOS launchd's, in which no folder of
//! Homebrew or of a version manager stands, unless the app asks the login shell. Only files are
//! looked at; nothing is started.

mod places;
mod script;
pub mod version;

use std::path::{Path, PathBuf};

use crate::discover::resolve;
use crate::host::{FileType, Host};
use crate::model::{Client, DesktopPath, EntryPath, Os};

pub use places::{Elsewhere, elsewhere, everywhere};
pub use script::{Interpreter, interpreter};

/// Whose PATH it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// That of the shell that we run in.
    Shell,
    /// That of the login shell, which the client asks for it; we take ours for it.
    LoginShell,
    /// That of the desktop's session.
    Session,
    /// That of the session, behind folders that the client adds.
    App,
    /// The one that the entry sets.
    Entry,
}

/// Folders in which commands are searched, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The folders.
    pub folders: Vec<PathBuf>,
    /// Whose PATH it is.
    pub whose: Whose,
    /// Whether these are surely all.
    pub certain: bool,
}

/// launchd's PATH.
const LAUNCHD: &[&str] = &["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/// What the sessions of Linux desktops have in common, and the two folders that the profiles of
/// several distributions add.
const LINUX_SESSION: &[&str] = &[
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
    "/snap/bin",
    "~/.local/bin",
    "~/bin",
];

/// The folders in which `client` looks for commands. `None` where they cannot be told at all: our
/// own PATH is not set, or the client's servers run elsewhere.
pub fn of_client(host: &dyn Host, client: &Client) -> Option<Folders> {
    let path = client.process.path;
    if path.elsewhere {
        return None;
    }
    let shell = |whose, certain| {
        let value = host.env("PATH")?;
        let (folders, whole) = split(host, &value);
        Some(Folders {
            folders,
            whose,
            certain: certain && whole,
        })
    };
    let os = host.os();
    if !client.process.desktop {
        return shell(Whose::Shell, true);
    }
    // The registry's PATH is everybody's, and reached us too.
    if os == Os::Windows {
        return shell(Whose::Session, true);
    }
    let session = |templates: &[&str], whose, certain| {
        let session = if os == Os::Macos {
            LAUNCHD
        } else {
            LINUX_SESSION
        };
        let all = templates.iter().chain(session);
        Some(Folders {
            folders: all
                .flat_map(|template| {
                    let mut folders = resolve(host, template);
                    folders.reverse();
                    folders
                })
                .collect(),
            whose,
            certain,
        })
    };
    match path.desktop {
        DesktopPath::LoginShell(systems) if systems.contains(&os) => {
            shell(Whose::LoginShell, false)
        }
        DesktopPath::Extended(folders) if os == Os::Macos => session(folders, Whose::App, false),
        DesktopPath::Session => session(&[], Whose::Session, os == Os::Macos),
        _ => session(&[], Whose::Session, false),
    }
}

/// Where the command of an entry is searched, and what its server gets for PATH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Where the command is searched.
    pub command: Folders,
    /// What the server gets.
    pub server: Folders,
}

/// The folders of an entry of `client` whose `env` sets PATH to `value`, variables filled in.
pub fn of_entry(host: &dyn Host, client: &Client, value: Option<&str>) -> Option<Paths> {
    let own = of_client(host, client);
    let Some(value) = value else {
        let own = own?;
        return Some(Paths {
            command: own.clone(),
            server: own,
        });
    };
    if client.process.path.elsewhere {
        return None;
    }
    let (folders, whole) = split(host, value);
    let entry = Folders {
        folders,
        whose: Whose::Entry,
        certain: whole,
    };
    Some(match client.process.path.entry {
        EntryPath::Replaces => Paths {
            command: entry.clone(),
            server: entry,
        },
        EntryPath::ForServer => Paths {
            command: own?,
            server: entry,
        },
        EntryPath::Ignored => {
            let own = own?;
            Paths {
                command: own.clone(),
                server: own,
            }
        }
        EntryPath::Appended => {
            let mut all = own?;
            all.folders.extend(entry.folders);
            Paths {
                command: all.clone(),
                server: all,
            }
        }
        EntryPath::Unknown => {
            let mut all = entry;
            all.certain = false;
            all.folders
                .extend(own.into_iter().flat_map(|own| own.folders));
            Paths {
                command: all.clone(),
                server: all,
            }
        }
    })
}

/// The absolute folders of a PATH, and whether there are no others in it.
pub fn split(host: &dyn Host, value: &str) -> (Vec<PathBuf>, bool) {
    let windows = host.os() == Os::Windows;
    let separator = if windows { ';' } else { ':' };
    let parts = value.split(separator).map(|part| part.trim_matches('"'));
    let mut whole = true;
    let folders = parts
        .filter(|part| !part.is_empty())
        .filter(|part| {
            let absolute = is_absolute(part, windows);
            whole &= absolute;
            absolute
        })
        .map(PathBuf::from)
        .collect();
    (folders, whole)
}

fn is_absolute(path: &str, windows: bool) -> bool {
    if windows {
        path.get(1..3).is_some_and(|at| at == ":\\" || at == ":/") || path.starts_with("\\\\")
    } else {
        path.starts_with('/')
    }
}

/// What stands where a program was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file that may be executed.
    Program(PathBuf),
    /// A file that nobody may execute.
    NotExecutable(PathBuf),
    /// A link to something that is not there.
    Dangling(PathBuf),
    /// A folder.
    Folder(PathBuf),
}

/// The first program called `name` in `folders`; where there is none, what stands in its place.
pub fn find(host: &dyn Host, folders: &[PathBuf], name: &str) -> Option<Found> {
    let mut instead = None;
    for folder in folders {
        for candidate in candidates(host, name) {
            match at(host, &folder.join(candidate)) {
                Some(found @ Found::Program(_)) => return Some(found),
                // A folder of that name is passed over.
                Some(Found::Folder(_)) | None => {}
                found => instead = instead.or(found),
            }
        }
    }
    instead
}

/// What stands at a path, as a program.
pub fn at(host: &dyn Host, path: &Path) -> Option<Found> {
    let own = || path.to_owned();
    match host.file_type(path).ok()? {
        FileType::File(_) if host.is_executable(path) == Some(false) => {
            Some(Found::NotExecutable(own()))
        }
        FileType::File(_) => Some(Found::Program(own())),
        FileType::DanglingLink => Some(Found::Dangling(own())),
        FileType::Folder => Some(Found::Folder(own())),
        FileType::Special => None,
    }
}

/// The file names that a command may have: on Windows with an extension of PATHEXT too.
pub fn candidates(host: &dyn Host, name: &str) -> Vec<String> {
    let mut names = Vec::new();
    if host.os() == Os::Windows {
        let extensions = host.env("PATHEXT");
        let extensions = extensions.as_deref().unwrap_or(".COM;.EXE;.BAT;.CMD");
        let extensions: Vec<String> = extensions
            .split(';')
            .map(str::to_ascii_lowercase)
            .filter(|extension| !extension.is_empty())
            .collect();
        let lower = name.to_ascii_lowercase();
        if extensions
            .iter()
            .any(|extension| lower.ends_with(extension))
        {
            names.push(name.to_owned());
        }
        names.extend(
            extensions
                .iter()
                .map(|extension| format!("{name}{extension}")),
        );
    } else {
        names.push(name.to_owned());
    }
    names
}
