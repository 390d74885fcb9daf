//! The version of a program, read from files: nothing is started.

use std::path::{Path, PathBuf};

use crate::discover::resolve;
use crate::host::Host;
use crate::known::runtimes::Version;

/// The runtimes whose versions can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// Node.js.
    Node,
    /// Python.
    Python,
}

impl Runtime {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Runtime::Node => "Node.js",
            Runtime::Python => "Python",
        }
    }

    /// What version managers call it.
    const fn called(self) -> &'static [&'static str] {
        match self {
            Runtime::Node => &["node", "nodejs"],
            Runtime::Python => &["python"],
        }
    }

    /// The file of a project that names its version, and that of the user.
    const fn pins(self) -> (&'static [&'static str], &'static str) {
        match self {
            Runtime::Node => (
                &[".node-version", ".nvmrc"],
                "${NODENV_ROOT:-~/.nodenv}/version",
            ),
            Runtime::Python => (&[".python-version"], "${PYENV_ROOT:-~/.pyenv}/version"),
        }
    }
}

/// The version of the program at `path`, when it is started in `folder`; `None` where no file
/// tells.
pub fn of_program(
    host: &dyn Host,
    runtime: Runtime,
    path: &Path,
    folder: Option<&Path>,
) -> Option<Version> {
    if let Some(manager) = shims(path) {
        return pinned(host, runtime, manager, folder);
    }
    if let Some(version) = virtual_environment(host, runtime, path) {
        return Some(version);
    }
    let real = host.canonical(path);
    by_path(runtime, &real)
        .or_else(|| by_path(runtime, path))
        .or_else(|| by_header(host, runtime, &real))
        .or_else(|| by_header(host, runtime, path))
}

/// Whose shims lie in the folder of a program: such a program picks a version when it runs.
fn shims(path: &Path) -> Option<&'static str> {
    let text = path.to_string_lossy().replace('\\', "/");
    let folder = text.rsplit_once('/')?.0;
    [
        (".volta/bin", "volta"),
        ("Volta/bin", "volta"),
        ("mise/shims", "mise"),
        ("asdf/shims", "asdf"),
        ("nodenv/shims", "env"),
        ("pyenv/shims", "env"),
    ]
    .into_iter()
    .find(|(end, _)| folder.ends_with(end))
    .map(|(_, manager)| manager)
}

/// The version that a version manager picks: what the project says, else the user's choice.
fn pinned(
    host: &dyn Host,
    runtime: Runtime,
    manager: &str,
    folder: Option<&Path>,
) -> Option<Version> {
    let read = |path: &Path| {
        let bytes = host.read(path).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let (files, of_user) = runtime.pins();
    let first_line = |text: String| Version::parse(text.lines().next()?);
    for folder in folder.into_iter().flat_map(Path::ancestors) {
        let found = match manager {
            "volta" => read(&folder.join("package.json")).map(|text| volta_pin(&text)),
            "env" => files
                .iter()
                .find_map(|file| read(&folder.join(file)))
                .map(first_line),
            _ => read(&folder.join(".tool-versions"))
                .map(|text| tool_version(&text, runtime))
                .or_else(|| {
                    ["mise.toml", ".mise.toml"]
                        .iter()
                        .find_map(|file| read(&folder.join(file)))
                        .map(|text| toml_tool(&text, runtime))
                }),
        };
        // A file that says nothing of this runtime leaves it to those above.
        if let Some(Some(version)) = found {
            return Some(version);
        }
    }
    let user = |template: &str| resolve(host, template).iter().find_map(|path| read(path));
    match manager {
        "volta" => {
            let text = user("${VOLTA_HOME:-~/.volta}/tools/user/platform.json")?;
            let parsed: serde_json::Value = serde_json::from_str(&text).ok()?;
            Version::parse(parsed["node"]["runtime"].as_str()?)
        }
        "env" => user(of_user).and_then(first_line),
        _ => user("~/.tool-versions")
            .and_then(|text| tool_version(&text, runtime))
            .or_else(|| {
                let text = user("${XDG_CONFIG_HOME:-~/.config}/mise/config.toml")?;
                toml_tool(&text, runtime)
            }),
    }
}

fn volta_pin(package: &str) -> Option<Version> {
    let parsed: serde_json::Value = serde_json::from_str(package).ok()?;
    Version::parse(parsed["volta"]["node"].as_str()?)
}

/// The line `nodejs 20.1.0` of a `.tool-versions`.
fn tool_version(text: &str, runtime: Runtime) -> Option<Version> {
    text.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let tool = words.next()?;
        runtime
            .called()
            .contains(&tool)
            .then(|| Version::parse(words.next()?))?
    })
}

/// The line `node = "20.1.0"` of a file of mise.
fn toml_tool(text: &str, runtime: Runtime) -> Option<Version> {
    text.lines().find_map(|line| {
        let (tool, version) = line.split_once('=')?;
        runtime
            .called()
            .contains(&tool.trim().trim_matches('"'))
            .then(|| Version::parse(version.trim().trim_matches(['"', '\''])))?
    })
}

/// The version in the `pyvenv.cfg` of a virtual environment.
fn virtual_environment(host: &dyn Host, runtime: Runtime, path: &Path) -> Option<Version> {
    if runtime != Runtime::Python {
        return None;
    }
    let file = path.parent()?.parent()?.join("pyvenv.cfg");
    let text = String::from_utf8(host.read(&file).ok()?).ok()?;
    text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        let known = matches!(key.trim(), "version" | "version_info");
        let numbers: Vec<&str> = value.trim().split('.').take(3).collect();
        known.then(|| Version::parse(&numbers.join(".")))?
    })
}

/// The version in a path: `…/v20.1.0/bin/node`, `…/Cellar/node@20/20.1.0/bin/node`,
/// `…/python3.11`.
fn by_path(runtime: Runtime, path: &Path) -> Option<Version> {
    let parts: Vec<String> = path
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let name = parts.last()?;
    if runtime == Runtime::Python
        && let Some(version) = name.strip_prefix("python")
        && version.contains('.')
        && let Some(version) = Version::parse(version.trim_end_matches(".exe"))
    {
        return Some(version);
    }
    let folders = &parts[..parts.len() - 1];
    folders.iter().enumerate().rev().find_map(|(at, part)| {
        let text = part
            .strip_prefix("cpython-")
            .or_else(|| part.strip_prefix('v'))
            .unwrap_or(part);
        let version = Version::parse(text).filter(|version| version.0.len() >= 2)?;
        // The folder of one version holds its programs, and lies among others of its kind.
        let holds = folders
            .get(at + 1)
            .is_none_or(|next| matches!(next.as_str(), "bin" | "installation"));
        let around = parts[..at].join("/").to_ascii_lowercase();
        let among = runtime.called().iter().any(|name| around.contains(name))
            || around.contains("versions")
            || around.ends_with("/nvm")
            || part.starts_with("cpython-");
        (holds && among).then_some(version)
    })
}

/// The version in the header that Node.js installs beside its program.
fn by_header(host: &dyn Host, runtime: Runtime, path: &Path) -> Option<Version> {
    if runtime != Runtime::Node {
        return None;
    }
    let prefix: PathBuf = path.parent()?.parent()?.to_owned();
    let bytes = host
        .read(&prefix.join("include/node/node_version.h"))
        .ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let number = |name: &str| {
        text.lines().find_map(|line| {
            let mut words = line.split_whitespace();
            let defines = words.next() == Some("#define") && words.next() == Some(name);
            defines.then(|| words.next()?.parse::<u64>().ok())?
        })
    };
    Some(Version(vec![
        number("NODE_MAJOR_VERSION")?,
        number("NODE_MINOR_VERSION")?,
        number("NODE_PATCH_VERSION")?,
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_in_paths() {
        let by = |runtime, path: &str| by_path(runtime, Path::new(path)).map(|it| it.shown());
        let node = |path: &str| by(Runtime::Node, path);
        let python = |path: &str| by(Runtime::Python, path);
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(
            node("/home/ada/.nvm/versions/node/v18.17.0/bin/node"),
            is("18.17.0")
        );
        assert_eq!(
            node("/home/ada/.local/share/fnm/node-versions/v20.1.0/installation/bin/node"),
            is("20.1.0")
        );
        assert_eq!(
            node("/opt/homebrew/Cellar/node@18/18.20.4/bin/node"),
            is("18.20.4")
        );
        assert_eq!(
            node("/opt/app-2.1/3.4.5/bin/node"),
            None,
            "some app's version"
        );
        assert_eq!(node("/usr/bin/node"), None);
        assert_eq!(python("/usr/bin/python3.11"), is("3.11"));
        assert_eq!(python("/usr/bin/python3"), None);
        assert_eq!(
            python("/Library/Frameworks/Python.framework/Versions/3.9/bin/python3"),
            is("3.9")
        );
        assert_eq!(
            python("/home/ada/.local/share/uv/python/cpython-3.12.4-linux-x86_64-gnu/bin/python"),
            is("3.12.4")
        );
        assert_eq!(
            python("/home/ada/.pyenv/versions/3.8.1/bin/python"),
            is("3.8.1")
        );
    }

    #[test]
    fn versions_in_the_files_of_managers() {
        let text = "ruby 3.1\nnodejs 16.4.0 # old\npython 3.8\n";
        assert_eq!(tool_version(text, Runtime::Node), Version::parse("16.4.0"));
        assert_eq!(tool_version(text, Runtime::Python), Version::parse("3.8"));
        let text = "[tools]\nnode = \"18.2\"\npython = 'latest'\n";
        assert_eq!(toml_tool(text, Runtime::Node), Version::parse("18.2"));
        assert_eq!(toml_tool(text, Runtime::Python), None);
        let text = r#"{ "volta": { "node": "16.13.0" } }"#;
        assert_eq!(volta_pin(text), Version::parse("16.13.0"));
    }
}
