//! Where programs are that a shell finds and an app may not.

use std::path::PathBuf;

use crate::discover::resolve;
use crate::host::Host;
use crate::model::Os;

use super::{Found, find};

/// A program outside a PATH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Where it is.
    pub path: PathBuf,
    /// What put it there: `nvm`, `Homebrew`; empty for folders of the system.
    pub by: &'static str,
}

const UNIX: &[Os] = &[Os::Linux, Os::Macos];
const MACOS: &[Os] = &[Os::Macos];
const LINUX: &[Os] = &[Os::Linux];
const WINDOWS: &[Os] = &[Os::Windows];

/// The folders of version managers, package managers and installers, the likeliest first. Of
/// several folders that a `*` means the one with the highest version comes first.
const PLACES: &[(&str, &[Os], &str)] = &[
    ("nvm", UNIX, "${NVM_DIR:-~/.nvm}/versions/node/*/bin"),
    (
        "fnm",
        UNIX,
        "${FNM_DIR:-~/.local/share/fnm}/node-versions/*/installation/bin",
    ),
    (
        "fnm",
        MACOS,
        "~/Library/Application Support/fnm/node-versions/*/installation/bin",
    ),
    ("fnm", UNIX, "~/.fnm/node-versions/*/installation/bin"),
    ("Volta", UNIX, "${VOLTA_HOME:-~/.volta}/bin"),
    ("mise", UNIX, "${MISE_DATA_DIR:-~/.local/share/mise}/shims"),
    (
        "mise",
        UNIX,
        "${MISE_DATA_DIR:-~/.local/share/mise}/installs/node/*/bin",
    ),
    (
        "mise",
        UNIX,
        "${MISE_DATA_DIR:-~/.local/share/mise}/installs/python/*/bin",
    ),
    ("asdf", UNIX, "${ASDF_DATA_DIR:-~/.asdf}/shims"),
    ("nodenv", UNIX, "${NODENV_ROOT:-~/.nodenv}/shims"),
    ("n", UNIX, "${N_PREFIX:-~/n}/bin"),
    ("Homebrew", MACOS, "/opt/homebrew/bin"),
    ("Homebrew", MACOS, "/usr/local/bin"),
    ("Homebrew", MACOS, "/opt/homebrew/opt/node@*/bin"),
    ("Homebrew", MACOS, "/usr/local/opt/node@*/bin"),
    ("Homebrew", LINUX, "/home/linuxbrew/.linuxbrew/bin"),
    ("MacPorts", MACOS, "/opt/local/bin"),
    ("uv or pipx", UNIX, "~/.local/bin"),
    ("pyenv", UNIX, "${PYENV_ROOT:-~/.pyenv}/shims"),
    ("Cargo", UNIX, "${CARGO_HOME:-~/.cargo}/bin"),
    ("Bun", UNIX, "${BUN_INSTALL:-~/.bun}/bin"),
    ("Deno", UNIX, "${DENO_INSTALL:-~/.deno}/bin"),
    ("pnpm", LINUX, "${PNPM_HOME:-~/.local/share/pnpm}"),
    ("pnpm", MACOS, "${PNPM_HOME:-~/Library/pnpm}"),
    ("npm", UNIX, "~/.npm-global/bin"),
    ("Yarn", UNIX, "~/.yarn/bin"),
    ("Go", UNIX, "${GOPATH:-~/go}/bin"),
    ("conda", UNIX, "~/{miniconda3,anaconda3,miniforge3}/bin"),
    ("Docker Desktop", UNIX, "~/.docker/bin"),
    (
        "Docker Desktop",
        MACOS,
        "/Applications/Docker.app/Contents/Resources/bin",
    ),
    ("Rancher Desktop", UNIX, "~/.rd/bin"),
    ("OrbStack", MACOS, "~/.orbstack/bin"),
    (".NET", UNIX, "~/.dotnet"),
    (".NET", UNIX, "~/.dotnet/tools"),
    ("SDKMAN", UNIX, "~/.sdkman/candidates/java/current/bin"),
    ("Nix", UNIX, "~/.nix-profile/bin"),
    ("Nix", UNIX, "/run/current-system/sw/bin"),
    ("", UNIX, "~/bin"),
    ("", UNIX, "/usr/local/bin"),
    ("", UNIX, "/usr/bin"),
    ("", UNIX, "/bin"),
    ("snap", LINUX, "/snap/bin"),
    (
        "Node.js",
        WINDOWS,
        "${ProgramFiles:-C:/Program Files}/nodejs",
    ),
    ("npm", WINDOWS, "${APPDATA:-~/AppData/Roaming}/npm"),
    ("nvm", WINDOWS, "${APPDATA:-~/AppData/Roaming}/nvm/*"),
    (
        "Volta",
        WINDOWS,
        "${LOCALAPPDATA:-~/AppData/Local}/Volta/bin",
    ),
    ("uv", WINDOWS, "~/.local/bin"),
    ("Cargo", WINDOWS, "~/.cargo/bin"),
    ("Bun", WINDOWS, "~/.bun/bin"),
    ("Deno", WINDOWS, "~/.deno/bin"),
    ("Scoop", WINDOWS, "~/scoop/shims"),
    (
        "Python",
        WINDOWS,
        "${LOCALAPPDATA:-~/AppData/Local}/Programs/Python/*",
    ),
    (
        "WinGet",
        WINDOWS,
        "${LOCALAPPDATA:-~/AppData/Local}/Microsoft/WinGet/Links",
    ),
    (
        "Docker Desktop",
        WINDOWS,
        "${ProgramFiles:-C:/Program Files}/Docker/Docker/resources/bin",
    ),
];

/// Where a program called `name` is outside `folders`: on the PATH of our shell, or where version
/// managers and installers put programs; the likeliest first, one of each.
pub fn elsewhere(host: &dyn Host, folders: &[PathBuf], name: &str) -> Vec<Elsewhere> {
    let mut found = everywhere(host, name);
    found.retain(|it| {
        it.path
            .parent()
            .is_none_or(|it| !folders.contains(&it.to_owned()))
    });
    let mut kept: Vec<Elsewhere> = Vec::new();
    for it in found {
        if it.by.is_empty() || kept.iter().all(|other| other.by != it.by) {
            kept.push(it);
        }
    }
    kept
}

/// All programs called `name`, those on the PATH of our shell first, then those of version managers
/// and installers.
pub fn everywhere(host: &dyn Host, name: &str) -> Vec<Elsewhere> {
    let mut all: Vec<Elsewhere> = Vec::new();
    let mut look = |folder: PathBuf, by: &'static str| {
        if let Some(Found::Program(path)) = find(host, &[folder], name)
            && all.iter().all(|it| it.path != path)
        {
            all.push(Elsewhere { path, by });
        }
    };
    let shell = host.env("PATH").map(|value| super::split(host, &value).0);
    for folder in shell.unwrap_or_default() {
        let by = by(host, &folder);
        look(folder, by);
    }
    for (by, systems, template) in PLACES {
        if systems.contains(&host.os()) {
            for folder in highest_first(resolve(host, template)) {
                look(folder, by);
            }
        }
    }
    all
}

/// Who put programs into a folder, as far as its place tells.
fn by(host: &dyn Host, folder: &std::path::Path) -> &'static str {
    PLACES
        .iter()
        .filter(|(_, systems, _)| systems.contains(&host.os()))
        .find(|(_, _, template)| resolve(host, template).iter().any(|it| it == folder))
        .map_or("", |(by, _, _)| by)
}

/// Folders that differ by a version in their names, the highest first.
fn highest_first(mut folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let numbers = |path: &PathBuf| -> Vec<u64> {
        let text = path.to_string_lossy();
        text.split(|c: char| !c.is_ascii_digit())
            .filter_map(|digits| digits.parse().ok())
            .collect()
    };
    folders.sort_by_cached_key(|folder| std::cmp::Reverse(numbers(folder)));
    folders
}
