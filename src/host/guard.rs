//! Where a path must not lead, whoever wrote it down.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// So many links are followed from one path, as by most systems.
const MAX_LINKS: usize = 40;

/// Why the door stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Opening it would call another machine, and on Windows log in there.
    #[error("it lies on another machine, which is not called")]
    Share,
    /// A device by its name on Windows.
    #[error("it is a device, not a file")]
    Device,
    /// Not below the folders that may be read.
    #[error("it lies outside of the folders that may be read")]
    Outside,
    /// A pipe, a socket, a device, what the system makes up when it is read.
    #[error("it is a pipe, socket or device, not a file")]
    Special,
    /// Longer than any file that is read.
    #[error("it has more than 10 MB, and is not read")]
    TooLong,
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> io::Error {
        let kind = match refusal {
            Refusal::TooLong => io::ErrorKind::FileTooLarge,
            _ => io::ErrorKind::PermissionDenied,
        };
        io::Error::new(kind, refusal)
    }
}

/// What is said of an error: why the door stayed shut, else what sort of error it is.
pub fn why(error: &io::Error) -> String {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(refusal) => Refusal::to_string(refusal),
        None => error.kind().to_string(),
    }
}

/// The machine and its share that a path leads to, where that is told by the path itself.
///
/// On Windows `\\host\share` in every spelling: with `/`, behind `\\?\UNC`, by WebDAV
/// (`\\host@SSL\…`). Elsewhere what an automounter takes for a host's name. A drive's letter may
/// stand for a share as well, but one that this user has connected already.
pub(super) fn share(path: &str, windows: bool) -> Result<Option<String>, Refusal> {
    if !windows {
        let host = ["/net/", "/Network/Servers/", "/afs/"]
            .iter()
            .find_map(|root| Some((root, path.strip_prefix(*root)?)))
            .and_then(|(root, rest)| Some((root, rest.split('/').find(|part| !part.is_empty())?)));
        return Ok(host.map(|(root, host)| format!("{root}{host}")));
    }
    let path = path.replace('/', "\\");
    let rest = match path.strip_prefix("\\??\\") {
        Some(rest) => format!("?\\{rest}"),
        None => match path.strip_prefix("\\\\") {
            Some(rest) => rest.to_owned(),
            None => return Ok(None),
        },
    };
    let mut parts = rest.split('\\').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let named = |host: &str, share: Option<&str>| {
        let share = share.unwrap_or_default();
        Ok(Some(format!("{host}\\{share}").to_lowercase()))
    };
    if first != "?" && first != "." {
        return named(first, parts.next());
    }
    let second = parts.next().unwrap_or_default();
    if second.eq_ignore_ascii_case("UNC") {
        return named(parts.next().unwrap_or_default(), parts.next());
    }
    let drive = second.len() == 2 && second.ends_with(':');
    let volume = second.to_ascii_lowercase().starts_with("volume{");
    if first == "?" && (drive || volume) {
        Ok(None)
    } else {
        Err(Refusal::Device)
    }
}

/// Whether Windows takes a file name for a device, in whatever folder and with whatever extension.
pub(super) fn is_device_name(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or_default();
    let stem = stem.trim_end().to_ascii_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|rest| {
            let mut digits = rest.chars();
            digits
                .next()
                .is_some_and(|c| matches!(c, '0'..='9' | '¹' | '²' | '³'))
                && digits.next().is_none()
        })
    });
    numbered || matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
}

/// What keeps a path from leading elsewhere.
#[derive(Debug)]
pub(super) struct Guard {
    /// Whether paths are those of Windows.
    pub(super) windows: bool,
    /// The shares that the user is on already: by the current folder, by what was given.
    pub(super) shares: BTreeSet<String>,
    /// The only folders and files that may be read, without links; `None`: all.
    pub(super) roots: Option<Vec<PathBuf>>,
    /// Folders that are known to lead to no share.
    local: Mutex<BTreeSet<PathBuf>>,
}

impl Clone for Guard {
    fn clone(&self) -> Guard {
        Guard::new(self.windows, self.shares.clone(), self.roots.clone())
    }
}

impl Guard {
    pub(super) fn new(
        windows: bool,
        shares: BTreeSet<String>,
        roots: Option<Vec<PathBuf>>,
    ) -> Guard {
        Guard {
            windows,
            shares,
            roots,
            local: Mutex::default(),
        }
    }

    /// Refuses a path that leads where it must not. `known` tells of a share whether the user has
    /// named it.
    pub(super) fn admit(&self, path: &Path, known: &dyn Fn(&str) -> bool) -> Result<(), Refusal> {
        self.named(path, known)?;
        if self.windows && cfg!(windows) {
            self.follow(path, known)?;
        }
        match &self.roots {
            Some(roots) if !is_below(&real(path), roots) => Err(Refusal::Outside),
            _ => Ok(()),
        }
    }

    /// Whether nothing but [`Refusal::Outside`] can speak against a path.
    pub(super) fn admit_named(&self, path: &Path) -> Result<(), Refusal> {
        let nobody = |_: &str| false;
        self.named(path, &nobody)?;
        if self.windows && cfg!(windows) {
            self.follow(path, &nobody)?;
        }
        Ok(())
    }

    /// By its own words.
    fn named(&self, path: &Path, known: &dyn Fn(&str) -> bool) -> Result<(), Refusal> {
        // Most paths start with neither, and that is quickly told.
        let bytes = path.as_os_str().as_encoded_bytes();
        if self.windows {
            let text = path.to_string_lossy();
            if matches!(bytes, [b'/' | b'\\', b'/' | b'\\' | b'?', ..]) {
                self.known(share(&text, true)?, known)?;
            }
            let names = text.rsplit(['/', '\\']).take(1);
            if cfg!(windows) && names.into_iter().any(is_device_name) {
                return Err(Refusal::Device);
            }
        } else if [&b"/net/"[..], b"/Network/", b"/afs/"]
            .iter()
            .any(|root| bytes.starts_with(root))
        {
            self.known(share(&path.to_string_lossy(), false)?, known)?;
        }
        Ok(())
    }

    fn known(&self, share: Option<String>, known: &dyn Fn(&str) -> bool) -> Result<(), Refusal> {
        match share {
            Some(share) if !self.shares.contains(&share) && !known(&share) => Err(Refusal::Share),
            _ => Ok(()),
        }
    }

    /// Follows the links on the way one by one: to ask the system for the end of one that leads to
    /// a share is to go there.
    pub(super) fn follow(&self, path: &Path, known: &dyn Fn(&str) -> bool) -> Result<(), Refusal> {
        let mut rest: Vec<PathBuf> = parts(path);
        let mut at = PathBuf::new();
        let mut links = 0;
        while let Some(part) = rest.pop() {
            if part == Path::new("..") {
                at.pop();
                continue;
            }
            at.push(part);
            let seen = |local: &BTreeSet<PathBuf>| local.contains(&at);
            if seen(&self.local.lock().unwrap_or_else(PoisonError::into_inner)) {
                continue;
            }
            let Ok(data) = std::fs::symlink_metadata(&at) else {
                // Behind what is not there nothing is.
                return Ok(());
            };
            if !data.is_symlink() {
                let mut local = self.local.lock().unwrap_or_else(PoisonError::into_inner);
                local.insert(at.clone());
                continue;
            }
            links += 1;
            let Ok(target) = std::fs::read_link(&at) else {
                return Ok(());
            };
            if links > MAX_LINKS {
                return Ok(());
            }
            self.named(&target, known)?;
            at.pop();
            rest.extend(parts(&target));
        }
        Ok(())
    }
}

/// The parts of a path, the last one first.
fn parts(path: &Path) -> Vec<PathBuf> {
    path.components()
        .rev()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| PathBuf::from(part.as_os_str()))
        .collect()
}

pub(super) fn is_below(path: &Path, roots: &[PathBuf]) -> bool {
    roots.iter().any(|root| path.starts_with(root))
}

/// A path without links and `..`, as far as there is something.
pub(super) fn real(path: &Path) -> PathBuf {
    let mut missing: Vec<&std::ffi::OsStr> = Vec::new();
    for up in path.ancestors() {
        if let Ok(real) = std::fs::canonicalize(up) {
            return missing
                .iter()
                .rev()
                .fold(real, |path, name| path.join(name));
        }
        match up.file_name() {
            Some(name) => missing.push(name),
            // `..` behind something that is not there leads nowhere.
            None => return super::plain(path),
        }
    }
    super::plain(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_in_every_spelling() {
        for path in [
            r"\\host\share\x",
            "//host/share/x",
            r"\/host/share",
            r"/\host\share\",
            r"\\?\UNC\host\share\x",
            r"\\?\unc\HOST\Share\x",
            r"\\.\UNC\host\share\x",
            "//?/UNC/host/share/x",
            r"\??\UNC\host\share",
            r"\\\\host\share\x",
        ] {
            assert_eq!(
                share(path, true),
                Ok(Some(r"host\share".to_owned())),
                "{path}"
            );
        }
        for path in [
            r"\\host@SSL\DavWWWRoot\x",
            r"\\host@SSL@8443\x",
            r"\\127.0.0.1\c$\x",
            r"\\host",
            "//wsl$/Ubuntu/x",
        ] {
            assert!(matches!(share(path, true), Ok(Some(_))), "{path}");
        }
        for path in [
            r"\\.\pipe\x",
            r"\\.\PhysicalDrive0",
            r"\\?\GLOBALROOT\Device\x",
            r"\\?\pipe\x",
            r"\\.\C:\x",
            r"\\",
            r"\\?",
        ] {
            assert!(!matches!(share(path, true), Ok(None)), "{path}");
        }
        for path in [
            r"C:\x",
            "C:/x",
            r"\x",
            "/x",
            "x",
            r"\\?\C:\x",
            r"\\?\Volume{a-b}\x",
            r"a\\b",
            "https://x/",
        ] {
            assert_eq!(share(path, true), Ok(None), "{path}");
        }
        assert_eq!(
            share("/net/host/x", false),
            Ok(Some("/net/host".to_owned()))
        );
        assert_eq!(
            share("/net//host/x", false),
            Ok(Some("/net/host".to_owned()))
        );
        assert_eq!(share("//host/share", false), Ok(None));
        assert_eq!(share("/network/x", false), Ok(None));
    }

    #[test]
    fn devices_are_told_by_name() {
        for name in [
            "NUL", "con", "Aux.txt", "COM1", "lpt9.pem", "COM²", "NUL ", "nul:x", "CONOUT$",
        ] {
            assert!(is_device_name(name), "{name}");
        }
        for name in [
            "nulls",
            "con-fig.json",
            "COM10",
            "COM",
            "console",
            ".aux",
            "mcp.json",
            "",
        ] {
            assert!(!is_device_name(name), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_share_is_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink(r"\\host\share\x", at("share")).unwrap();
        symlink("share", at("twice")).unwrap();
        symlink("round", at("round")).unwrap();
        std::fs::write(at("file"), "").unwrap();
        symlink("file", at("link")).unwrap();
        let guard = Guard::new(true, BTreeSet::new(), None);
        let nobody = |_: &str| false;
        for name in ["share", "twice", "share/below/it"] {
            assert_eq!(
                guard.follow(&at(name), &nobody),
                Err(Refusal::Share),
                "{name}"
            );
        }
        for name in ["file", "link", "round", "missing/x", "link/../file"] {
            assert_eq!(guard.follow(&at(name), &nobody), Ok(()), "{name}");
        }
        assert_eq!(
            guard.follow(&at("share"), &|share| share == r"host\share"),
            Ok(())
        );
    }
}
