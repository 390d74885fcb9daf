//! The only door to the operating system: environment, folders, files.
//!
//! Everything else asks a [`Host`], so that another machine's files can be checked from here
//! (`--home`, `--os`), an editor's unsaved buffers can stand in for files, and tests never see
//! the real home folder.
//!
//! Most paths that are asked for come from files that somebody else may have written. So the door
//! itself sees to it, whoever asks: it reads regular files only, and no more than 10 MB of one; it
//! calls no other machine for a path that only a file names; and with [`SystemHost::within`] it
//! leads nowhere but to the folders that were given, by no link and no `..`.
#![allow(clippy::disallowed_methods)] // This is the door that they lead to.

mod guard;
mod open;
pub mod process;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::model::Os;
use crate::progress::Progress;
use guard::Guard;

pub use guard::{Refusal, why};

/// The files that the system makes up and that mcpmend itself asks for: what listens here, and where
/// nothing may be executed.
pub(crate) const OWN: [&str; 3] = ["/proc/net/tcp", "/proc/net/tcp6", "/proc/self/mounts"];

/// At most so many names of a folder are looked at.
const MAX_NAMES: usize = 100_000;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// A regular file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A link whose target is missing.
    DanglingLink,
    /// A pipe, a socket, a device.
    Special,
}

/// The machine that is looked at.
pub trait Host: Sync {
    /// Its operating system.
    fn os(&self) -> Os;
    /// The home folder, when there is one.
    fn home(&self) -> Option<&Path>;
    /// The current folder.
    fn current_dir(&self) -> &Path;
    /// An environment variable; empty ones count as unset. Letter case counts for nothing on
    /// Windows.
    fn env(&self, name: &str) -> Option<String>;
    /// All environment variables that count.
    fn variables(&self) -> Vec<(String, String)> {
        Vec::new()
    }
    /// What stands at `path`, links followed.
    ///
    /// # Errors
    /// As the system says, for example `NotFound`.
    fn file_type(&self, path: &Path) -> io::Result<FileType>;
    /// Whether `path` itself is a link, wherever it leads.
    fn is_link(&self, _path: &Path) -> bool {
        false
    }
    /// The bytes of a file.
    ///
    /// # Errors
    /// As the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The first bytes of a file, at most `length` of them.
    ///
    /// # Errors
    /// As the system says.
    fn start(&self, path: &Path, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = self.read(path)?;
        bytes.truncate(length);
        Ok(bytes)
    }
    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// As the system says.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
    /// `path` without links and `..`; as it is where the system cannot tell.
    fn canonical(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
    /// Whether the file at `path` may be executed by somebody; a folder may not. `None` where the
    /// system does not say that by the file's mode.
    fn is_executable(&self, _path: &Path) -> Option<bool> {
        None
    }
    /// The permission bits of `path`, links followed; `None` where the system has none.
    fn mode(&self, _path: &Path) -> Option<u32> {
        None
    }
    /// The present, as seconds since 1970 in UTC.
    fn now(&self) -> u64 {
        0
    }
    /// The host that this one passes everything on to, when it does that.
    fn unwatched(&self) -> Option<&dyn Host> {
        None
    }
    /// Where a run counts how far it has come; `None` where nobody wants to know.
    fn progress(&self) -> Option<&Progress> {
        None
    }
    /// Whether facts of this machine (its PATH, its certificates) count for what is checked.
    fn is_this_machine(&self) -> bool;
}

/// The machine that mcpmend runs on, or what `--home` and `--os` make of it.
#[derive(Clone, Debug)]
pub struct SystemHost {
    os: Os,
    home: Option<PathBuf>,
    current_dir: PathBuf,
    env: BTreeMap<String, String>,
    this_machine: bool,
    guard: Guard,
    texts: BTreeMap<PathBuf, Vec<u8>>,
    progress: Option<Arc<Progress>>,
}

impl SystemHost {
    /// Looks at this machine. With `home` or `os`, its environment counts for nothing.
    ///
    /// # Errors
    /// When there is no current folder.
    pub fn new(home: Option<PathBuf>, os: Option<Os>) -> io::Result<SystemHost> {
        let current_dir = std::env::current_dir()?;
        let this_machine = home.is_none() && os.is_none();
        let env: BTreeMap<String, String> = if this_machine {
            std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .filter(|(_, value)| !value.is_empty())
                .collect()
        } else {
            BTreeMap::new()
        };
        let home = match home {
            Some(home) => Some(plain(&current_dir.join(home))),
            None => std::env::home_dir().filter(|home| home.is_absolute()),
        };
        let os = os.unwrap_or(THIS_OS);
        let windows = cfg!(windows) || os == Os::Windows;
        let own = home.iter().chain([&current_dir]);
        let shares = own.filter_map(|path| share_of(path, windows)).collect();
        Ok(SystemHost {
            guard: Guard::new(windows, shares, None),
            os,
            home,
            current_dir,
            env,
            this_machine,
            texts: BTreeMap::new(),
            progress: None,
        })
    }

    /// The same where what was `given` on the command line may lie on another machine; and where
    /// nothing may be read but that, the home folder, and the project around the current folder,
    /// if `only` that.
    #[must_use]
    pub fn within(mut self, given: &[PathBuf], only: bool) -> SystemHost {
        let given: Vec<PathBuf> = given
            .iter()
            .map(|path| self.current_dir.join(path))
            .collect();
        let windows = self.guard.windows;
        let shares = given.iter().filter_map(|path| share_of(path, windows));
        self.guard.shares.extend(shares);
        if only {
            let here = &self.current_dir;
            let project = here
                .ancestors()
                .find(|folder| std::fs::symlink_metadata(folder.join(".git")).is_ok());
            let own = self.home.iter().map(PathBuf::as_path);
            let named = given.iter().map(PathBuf::as_path);
            let roots = own.chain([project.unwrap_or(here)]).chain(named);
            let roots = roots.map(guard::real).collect();
            self.guard
                .roots
                .get_or_insert_default()
                .extend::<Vec<PathBuf>>(roots);
        }
        self
    }

    /// The same, with `folder` for the current one: an editor works on several at once.
    #[must_use]
    pub fn at(mut self, folder: &Path) -> SystemHost {
        self.current_dir = folder.to_owned();
        self.guard
            .shares
            .extend(share_of(folder, self.guard.windows));
        self
    }

    /// The same with texts that count instead of what is on disk, by path: an editor's unsaved
    /// buffers, standard input.
    #[must_use]
    pub fn with_texts(mut self, texts: BTreeMap<PathBuf, Vec<u8>>) -> SystemHost {
        self.texts = texts
            .into_iter()
            .map(|(path, text)| (absolute(&self, &path), text))
            .collect();
        self
    }

    /// The same with a run that counts how far it has come.
    #[must_use]
    pub fn counting(mut self, progress: Option<Arc<Progress>>) -> SystemHost {
        self.progress = progress;
        self
    }

    /// The same where nothing is read but these files and folders, by no link and no `..`.
    #[must_use]
    pub fn confined(mut self, folders: &[PathBuf]) -> SystemHost {
        let folders = folders.iter().map(|folder| guard::real(folder));
        self.guard.roots = Some(folders.collect());
        self
    }

    /// The paths of [`SystemHost::with_texts`].
    pub fn texts(&self) -> impl Iterator<Item = &Path> {
        self.texts.keys().map(PathBuf::as_path)
    }

    /// The same, with one more file or folder that was given.
    #[must_use]
    pub fn with(self, given: &Path) -> SystemHost {
        let only = self.guard.roots.is_some();
        self.within(&[given.to_owned()], only)
    }

    /// Refuses a path that leads where it must not.
    fn admit(&self, path: &Path) -> io::Result<()> {
        let windows = self.guard.windows;
        let separator = if windows { ';' } else { ':' };
        // What the user's own environment names the user has chosen.
        let known = |share: &str| {
            let mut named = self.env.values().flat_map(|value| value.split(separator));
            named.any(|path| {
                guard::share(path, windows).is_ok_and(|own| own.as_deref() == Some(share))
            })
        };
        Ok(self.guard.admit(path, &known)?)
    }

    fn roots(&self) -> Option<&[PathBuf]> {
        self.guard.roots.as_deref()
    }
}

fn share_of(path: &Path, windows: bool) -> Option<String> {
    guard::share(&path.to_string_lossy(), windows).ok()?
}

/// Where mcpmend remembers what it did for the user who runs it, whatever machine it looks at:
/// the folder that `MCPMEND_STATE_DIR` names, else one of its own where programs of this system
/// keep such things. `None` where no home folder is known.
pub fn state_folder() -> Option<PathBuf> {
    state_folder_by(THIS_OS, std::env::home_dir(), |name| std::env::var_os(name))
}

fn state_folder_by(
    os: Os,
    home: Option<PathBuf>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    // A relative path would be another one in every folder.
    let folder = |name| {
        variable(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    if let Some(own) = folder("MCPMEND_STATE_DIR") {
        return Some(own);
    }
    let below_home = |below| Some(home.filter(|home| home.is_absolute())?.join(below));
    let base = match os {
        Os::Linux => folder("XDG_STATE_HOME").or_else(|| below_home(".local/state")),
        Os::Macos => below_home("Library/Application Support"),
        Os::Windows => folder("LOCALAPPDATA").or_else(|| below_home("AppData/Local")),
    };
    Some(base?.join("mcpmend"))
}

/// Variables that a build service sets in its jobs. Most set `CI`, too.
const CI_VARIABLES: &[&str] = &[
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "TF_BUILD",
    "BUILDKITE",
    "CIRCLECI",
    "TRAVIS",
    "APPVEYOR",
    "CODEBUILD_BUILD_ID",
    "JENKINS_URL",
    "TEAMCITY_VERSION",
    "bamboo_buildKey",
];

/// Whether this process is a job of a build service. `CI` decides where it is set: `false` and `0`
/// say no.
pub fn in_ci() -> bool {
    in_ci_by(|name| std::env::var_os(name))
}

fn in_ci_by(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    match set("CI") {
        Some(value) => !value.eq_ignore_ascii_case("false") && value != "0",
        None => CI_VARIABLES.iter().any(|name| set(name).is_some()),
    }
}

/// The path without `.` and `..`, so that what lies below it can be told by its name.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// `path` from the current folder on, without `.` and `..`: what lies in or above a folder is told
/// by names, and must not depend on how a path was given.
pub fn absolute(host: &dyn Host, path: &Path) -> PathBuf {
    let joined = host.current_dir().join(path);
    let plain = plain(&joined);
    // Behind a link `..` leads elsewhere.
    let by_system = host.canonical(&joined);
    if plain == joined || host.canonical(&plain) == by_system {
        plain
    } else {
        by_system
    }
}

const THIS_OS: Os = if cfg!(windows) {
    Os::Windows
} else if cfg!(target_os = "macos") {
    Os::Macos
} else {
    Os::Linux
};

impl Host for SystemHost {
    fn os(&self) -> Os {
        self.os
    }

    fn home(&self) -> Option<&Path> {
        self.home.as_deref()
    }

    fn current_dir(&self) -> &Path {
        &self.current_dir
    }

    fn env(&self, name: &str) -> Option<String> {
        let exact = self.env.get(name);
        let alike = || {
            let mut all = self.env.iter().filter(|_| self.os == Os::Windows);
            all.find(|(other, _)| other.eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        };
        exact.or_else(alike).cloned()
    }

    fn variables(&self) -> Vec<(String, String)> {
        let all = self.env.iter();
        all.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    fn file_type(&self, path: &Path) -> io::Result<FileType> {
        if let Some(text) = self.texts.get(path) {
            return Ok(FileType::File(text.len() as u64));
        }
        self.admit(path).map_err(|refused| {
            // What is not there need not be refused; a share is not even asked that.
            match self
                .guard
                .admit_named(path)
                .map(|()| std::fs::symlink_metadata(path))
            {
                Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => error,
                _ => refused,
            }
        })?;
        match std::fs::metadata(path) {
            Ok(data) if data.is_dir() => Ok(FileType::Folder),
            Ok(data) if data.is_file() => Ok(FileType::File(data.len())),
            Ok(_) => Ok(FileType::Special),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                match std::fs::symlink_metadata(path) {
                    Ok(data) if data.is_symlink() => Ok(FileType::DanglingLink),
                    _ => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }

    fn is_link(&self, path: &Path) -> bool {
        // Only where it stands is asked.
        self.admit(path.parent().unwrap_or(path)).is_ok()
            && std::fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if let Some(text) = self.texts.get(path) {
            return Ok(text.clone());
        }
        self.admit(path)?;
        open::read(path, self.roots())
    }

    fn start(&self, path: &Path, length: usize) -> io::Result<Vec<u8>> {
        use std::io::Read as _;
        if let Some(text) = self.texts.get(path) {
            return Ok(text[..text.len().min(length)].to_vec());
        }
        self.admit(path)?;
        let mut bytes = Vec::new();
        open::open(path, self.roots())?
            .0
            .take(length as u64)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.admit(path)?;
        let mut names: Vec<String> = std::fs::read_dir(path)?
            .take(MAX_NAMES)
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        Ok(names)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        let real = match self.admit(path) {
            Ok(()) => std::fs::canonicalize(path),
            Err(error) => Err(error),
        };
        real.unwrap_or_else(|_| path.to_owned())
    }

    fn is_executable(&self, path: &Path) -> Option<bool> {
        self.admit(path).ok()?;
        let folder = std::fs::metadata(path).ok()?.is_dir();
        Some(!folder && self.mode(path)? & 0o111 != 0)
    }

    #[cfg(unix)]
    fn mode(&self, path: &Path) -> Option<u32> {
        use std::os::unix::fs::PermissionsExt as _;
        self.admit(path).ok()?;
        Some(std::fs::metadata(path).ok()?.permissions().mode())
    }

    fn now(&self) -> u64 {
        // Before 1970 nothing has expired yet.
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }

    fn progress(&self) -> Option<&Progress> {
        self.progress.as_deref()
    }

    fn is_this_machine(&self) -> bool {
        self.this_machine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<'v>(variables: &'v [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + 'v {
        |name| {
            let found = variables.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| OsString::from(value))
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_state_has_its_place_on_each_system() {
        let home = || Some(PathBuf::from("/h"));
        for (os, variables, expected) in [
            (Os::Linux, &[][..], "/h/.local/state/mcpmend"),
            (Os::Linux, &[("XDG_STATE_HOME", "/s")], "/s/mcpmend"),
            (
                Os::Linux,
                &[("XDG_STATE_HOME", "s")],
                "/h/.local/state/mcpmend",
            ),
            (
                Os::Linux,
                &[("XDG_STATE_HOME", "")],
                "/h/.local/state/mcpmend",
            ),
            (
                Os::Macos,
                &[("XDG_STATE_HOME", "/s")],
                "/h/Library/Application Support/mcpmend",
            ),
            (Os::Windows, &[("LOCALAPPDATA", "/l")], "/l/mcpmend"),
            (Os::Windows, &[], "/h/AppData/Local/mcpmend"),
            (Os::Macos, &[("MCPMEND_STATE_DIR", "/m")], "/m"),
            (
                Os::Linux,
                &[("MCPMEND_STATE_DIR", "m"), ("XDG_STATE_HOME", "/s")],
                "/s/mcpmend",
            ),
        ] {
            let found = state_folder_by(os, home(), set(variables));
            assert_eq!(found, Some(PathBuf::from(expected)), "{os:?} {variables:?}");
        }
        for home in [None, Some(PathBuf::new()), Some(PathBuf::from("h"))] {
            assert_eq!(state_folder_by(Os::Linux, home.clone(), set(&[])), None);
            let variables = &[("XDG_STATE_HOME", "/s")];
            let found = state_folder_by(Os::Linux, home, set(variables));
            assert_eq!(found, Some(PathBuf::from("/s/mcpmend")));
        }
    }

    #[test]
    fn ci_is_known_by_its_variables() {
        for (variables, expected) in [
            (&[][..], false),
            (&[("CI", "true")], true),
            (&[("CI", "1")], true),
            (&[("CI", "woodpecker")], true),
            (&[("CI", "")], false),
            (&[("CI", "0")], false),
            (&[("CI", "False")], false),
            (&[("CI", "false"), ("GITHUB_ACTIONS", "true")], false),
            (&[("CI", ""), ("GITLAB_CI", "true")], true),
            (&[("TF_BUILD", "True")], true),
            (&[("JENKINS_URL", "https://ci.example.com/")], true),
            (&[("BUILD_NUMBER", "7")], false),
        ] {
            assert_eq!(in_ci_by(set(variables)), expected, "{variables:?}");
        }
    }
}
