//! Servers whose own arguments are the folders that they may touch.

use crate::commandline::CommandLine;

/// Their packages, of whatever registry (their READMEs, 2026-11-25).
const PACKAGES: &[&str] = &[
    "@modelcontextprotocol/server-filesystem",
    "@agent-infra/mcp-server-filesystem",
    "@rustmcp/rust-mcp-filesystem",
];

/// Their programs.
const PROGRAMS: &[&str] = &[
    "mcp-server-filesystem",
    "mcp-filesystem-server",
    "rust-mcp-filesystem",
];

/// Whether a command line starts one of them on this machine.
pub fn takes_folders(line: &CommandLine<'_>) -> bool {
    let started = line
        .own
        .checked_sub(1)
        .and_then(|at| line.words.get(at))
        .map(|word| word.text.replace('\\', "/"));
    line.package_name()
        .is_some_and(|package| PACKAGES.contains(&package))
        || PROGRAMS.contains(&line.program_name().as_str())
        || started.is_some_and(|script| script.ends_with("/server-filesystem/dist/index.js"))
}

/// How much of a machine a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breadth {
    /// The whole machine, or its system drive.
    Machine,
    /// The folder with everybody's home folders.
    Homes,
    /// A whole home folder.
    Home,
}

/// How much a path names, where that is more than a folder of somebody's work.
pub fn breadth(path: &str) -> Option<Breadth> {
    const HOME: &[&str] = &[
        "~",
        "$HOME",
        "${HOME}",
        "${env:HOME}",
        "{env:HOME}",
        "${userHome}",
        "$env:USERPROFILE",
        "%USERPROFILE%",
        "${USERPROFILE}",
        "${env:USERPROFILE}",
        "/root",
    ];
    let plain = path.replace('\\', "/");
    let trimmed = plain.trim_end_matches('/');
    if trimmed.is_empty() {
        return plain.starts_with('/').then_some(Breadth::Machine);
    }
    if HOME.contains(&trimmed) || HOME.contains(&path) {
        return Some(Breadth::Home);
    }
    let lower = trimmed.to_ascii_lowercase();
    let unix = match lower.as_str() {
        // As Git Bash, Cygwin and WSL write the drive.
        "c:" | "/c" | "//c" | "/mnt/c" | "/cygdrive/c" => return Some(Breadth::Machine),
        // Without its slash a drive is a name.
        _ => ["c:", "/c", "//c", "/mnt/c", "/cygdrive/c"]
            .iter()
            .find_map(|drive| lower.strip_prefix(drive))
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(&lower),
    };
    let mut parts = unix.strip_prefix('/')?.split('/');
    let homes = matches!(parts.next(), Some("home" | "users"));
    match (homes, parts.next(), parts.next()) {
        (true, None, _) => Some(Breadth::Homes),
        (true, Some("shared" | "public"), _) => None,
        (true, Some(_), None) => Some(Breadth::Home),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broad_paths_are_told_from_folders() {
        for (path, expected) in [
            ("/", Some(Breadth::Machine)),
            ("C:\\", Some(Breadth::Machine)),
            ("c:/", Some(Breadth::Machine)),
            ("/mnt/c", Some(Breadth::Machine)),
            ("/Users", Some(Breadth::Homes)),
            ("C:\\Users", Some(Breadth::Homes)),
            ("~", Some(Breadth::Home)),
            ("~/", Some(Breadth::Home)),
            ("${HOME}", Some(Breadth::Home)),
            ("${HOME}/", Some(Breadth::Home)),
            ("%USERPROFILE%", Some(Breadth::Home)),
            ("/home/me", Some(Breadth::Home)),
            ("/Users/me/", Some(Breadth::Home)),
            ("C:\\Users\\me", Some(Breadth::Home)),
            ("/root", Some(Breadth::Home)),
            ("", None),
            (".", None),
            ("/Users/Shared", None),
            ("/home/me/work", None),
            ("~/work", None),
            ("D:\\", None),
            ("/srv", None),
            ("/projects", None),
            ("C:\\work", None),
        ] {
            assert_eq!(breadth(path), expected, "{path}");
        }
    }
}
