//! Where a file is, for programs that show findings beside the sources of a repository.

use std::path::{Component, Path, PathBuf};

use url::Url;

use super::Report;
use crate::discover;
use crate::settings::{below, way_below};
use crate::workspace::File;

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Below the root of the repository: the way from there.
    Below(PathBuf),
    /// Somewhere else, as a user's own configuration is: its path.
    Elsewhere(PathBuf),
}

impl Report<'_> {
    /// Where `file` is.
    pub(super) fn place(&self, file: &File) -> Place {
        let way = match self.host {
            Some(host) => {
                let path = host.current_dir().join(&file.path);
                way_below(host, discover::repository(host), &path)
            }
            // A text that was given to the library, with a name and no machine.
            None => file.path.is_relative().then(|| file.path.clone()),
        };
        way.map_or_else(|| Place::Elsewhere(file.path.clone()), Place::Below)
    }

    /// The path of `file` for programs: from the root of the repository where it is below that,
    /// else as it is shown.
    pub(super) fn path_for_programs(&self, file: &File) -> String {
        match self.place(file) {
            Place::Below(way) => slashed(&way),
            Place::Elsewhere(_) => file.shown.clone(),
        }
    }

    /// The path of `file` that stays the same from one machine to another where that can be.
    pub(super) fn lasting_path(&self, file: &File) -> String {
        let home = self.host.and_then(|host| Some((host, host.home()?)));
        match self.place(file) {
            Place::Below(way) => slashed(&way),
            Place::Elsewhere(path) => home
                .and_then(|(host, home)| below(host, home, &path))
                .map_or_else(|| file.shown.clone(), |below| format!("~/{below}")),
        }
    }
}

/// A relative path with `/` between its names, which stay as they are.
fn slashed(way: &Path) -> String {
    let names: Vec<_> = names(way).map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

fn names(way: &Path) -> impl Iterator<Item = &std::ffi::OsStr> {
    way.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        Component::ParentDir => Some("..".as_ref()),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    })
}

impl Place {
    /// The url of the file: relative below the root, else from the root of the file system.
    pub(super) fn url(&self) -> String {
        match self {
            Place::Below(way) => {
                let names: Vec<String> = names(way)
                    .map(|name| encode(name.as_encoded_bytes()))
                    .collect();
                names.join("/")
            }
            Place::Elsewhere(path) => match Url::from_file_path(path) {
                // Browsers leave some signs as they are that RFC 3986 has no place for in a path.
                Ok(url) => url.as_str().chars().fold(String::new(), |mut all, c| {
                    match c {
                        '[' | ']' | '|' | '^' => all.push_str(&encode(&[c as u8])),
                        _ => all.push(c),
                    }
                    all
                }),
                Err(()) => encode(path.as_os_str().as_encoded_bytes()),
            },
        }
    }
}

/// One name of a path as RFC 3986 wants it within a relative reference. A colon would be legal
/// everywhere but in the first name, where it makes a scheme of what is before it.
fn encode(name: &[u8]) -> String {
    let mut encoded = String::with_capacity(name.len());
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_encoded() {
        let url = |path: &str| Place::Below(path.into()).url();
        assert_eq!(url(".cursor/mcp.json"), ".cursor/mcp.json");
        assert_eq!(url("a b/50%/c#d?.json"), "a%20b/50%25/c%23d%3F.json");
        assert_eq!(url("c:x/[id]/é.json"), "c%3Ax/%5Bid%5D/%C3%A9.json");
        assert_eq!(url("../x"), "../x");
    }

    #[cfg(unix)]
    #[test]
    fn urls_of_elsewhere_are_absolute() {
        let url = |path: &str| Place::Elsewhere(path.into()).url();
        assert_eq!(
            url("/home/a b/[x]/50%.json"),
            "file:///home/a%20b/%5Bx%5D/50%25.json"
        );
        // On Unix a backslash is a sign as any other.
        let back = Place::Below(r"a\b/.mcp.json".into());
        assert_eq!(back.url(), "a%5Cb/.mcp.json");
    }

    #[cfg(windows)]
    #[test]
    fn urls_of_windows_have_drives_and_shares() {
        let url = |path: &str| Place::Elsewhere(path.into()).url();
        assert_eq!(url(r"C:\Users\a b\x.json"), "file:///C:/Users/a%20b/x.json");
        assert_eq!(url(r"\\host\share\x.json"), "file://host/share/x.json");
        let back = Place::Below(r"a\.mcp.json".into());
        assert_eq!(back.url(), "a/.mcp.json");
    }
}
