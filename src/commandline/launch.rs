//! Programs that start servers, and where in their arguments the server begins.

use std::borrow::Cow;

use super::Word;
use crate::version::Version;

/// A program that starts servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Launcher {
    /// `npx`, `npm exec`
    Npx,
    /// `pnpm dlx`, `yarn dlx`
    Dlx,
    /// `bunx`, `bun x`
    Bunx,
    /// `uvx`, `uv tool run`
    Uvx,
    /// `uv run`
    UvRun,
    /// `pipx run`
    Pipx,
    /// `node`, `tsx`, `ts-node`
    Node,
    /// `bun`, `bun run`
    Bun,
    /// `deno run`
    Deno,
    /// `python`, `python3`, `py`
    Python,
    /// `docker`, `podman`, `nerdctl`
    Docker,
    /// `npm run`, `pnpm run`, `yarn run`
    Script,
    /// `java`
    Java,
    /// `dotnet`, `dnx`
    Dotnet,
    /// `go run`
    Go,
    /// The server itself, or something unknown.
    Other,
}

/// Where a package comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Registry {
    /// npm.
    Npm,
    /// PyPI.
    PyPi,
    /// A registry of container images.
    Image,
    /// A git repository, a file, a url: no registry.
    Elsewhere,
}

/// A package that a launcher fetches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name without version and extras.
    pub name: String,
    /// Its version, where one is given: `1.2.3`, a tag such as `latest`, or a range with its
    /// operator.
    pub version: Option<String>,
    /// Where it comes from.
    pub registry: Registry,
    /// Which of the command line's words names it.
    pub word: usize,
}

impl Package {
    /// The version, when it names one release and so will be the same tomorrow.
    pub fn pinned(&self) -> Option<Version> {
        let text = self.version.as_deref()?.trim_start_matches('=');
        // npm takes `1.2` for any 1.2.x.
        let release = text.split(['-', '+']).next().unwrap_or(text);
        if self.registry == Registry::Npm && release.matches('.').count() < 2 {
            return None;
        }
        Version::parse(text)
    }
}

pub(super) struct Launch {
    pub(super) launcher: Launcher,
    pub(super) package: Option<Package>,
    pub(super) beside: Vec<Package>,
    pub(super) own: usize,
}

/// The name of a program without folder and extension, in lower case.
pub fn bare_name(program: &str) -> Cow<'_, str> {
    let path = program.trim();
    // Byte by byte, because every command line that is taken apart asks this several times.
    let slash = path.bytes().rposition(|byte| matches!(byte, b'/' | b'\\'));
    let name = &path[slash.map_or(0, |at| at + 1)..];
    let stem = [".exe", ".cmd", ".bat", ".ps1"]
        .iter()
        .find_map(|extension| {
            let (stem, end) = name.split_at_checked(name.len().checked_sub(extension.len())?)?;
            end.eq_ignore_ascii_case(extension).then_some(stem)
        });
    let name = stem.unwrap_or(name);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

pub(super) fn read(words: &[Word<'_>]) -> Launch {
    let name = words.first().map_or("", |word| &word.text);
    let name = bare_name(name);
    let second = words.get(1).map_or("", |word| word.text.as_ref());
    let third = words.get(2).map_or("", |word| word.text.as_ref());
    let npm_values = &[
        "-p",
        "--package",
        "-c",
        "--call",
        "--registry",
        "-w",
        "--workspace",
        "--prefix",
        "--userconfig",
        "--cache",
        "--loglevel",
        "--node-options",
    ];
    let fetch = |launcher, start, values: &[&str], from: &[&str], registry| {
        fetched(words, launcher, start, values, from, registry)
    };
    match (name.as_ref(), second, third) {
        ("npx", ..) => fetch(
            Launcher::Npx,
            1,
            npm_values,
            &["-p", "--package"],
            Registry::Npm,
        ),
        ("npm", "exec" | "x", _) => fetch(
            Launcher::Npx,
            2,
            npm_values,
            &["-p", "--package"],
            Registry::Npm,
        ),
        ("pnpx", ..) => fetch(
            Launcher::Dlx,
            1,
            &["--package"],
            &["--package"],
            Registry::Npm,
        ),
        ("pnpm", "dlx", _) => fetch(
            Launcher::Dlx,
            2,
            &["--package"],
            &["--package"],
            Registry::Npm,
        ),
        ("yarn", "dlx", _) => fetch(
            Launcher::Dlx,
            2,
            &["-p", "--package"],
            &["-p", "--package"],
            Registry::Npm,
        ),
        ("bunx", ..) => fetch(
            Launcher::Bunx,
            1,
            &["-p", "--package"],
            &["-p", "--package"],
            Registry::Npm,
        ),
        ("bun", "x", _) => fetch(
            Launcher::Bunx,
            2,
            &["-p", "--package"],
            &["-p", "--package"],
            Registry::Npm,
        ),
        ("uvx", ..) => fetch(Launcher::Uvx, 1, UV_VALUES, &["--from"], Registry::PyPi),
        ("uv", "tool", "run") => fetch(Launcher::Uvx, 3, UV_VALUES, &["--from"], Registry::PyPi),
        ("uv", "x", _) => fetch(Launcher::Uvx, 2, UV_VALUES, &["--from"], Registry::PyPi),
        ("pipx", "run", _) => fetch(
            Launcher::Pipx,
            2,
            &["--spec", "--python", "--index-url", "--pip-args"],
            &["--spec"],
            Registry::PyPi,
        ),
        ("uv", ..) => uv_run(words),
        ("npm" | "pnpm" | "yarn", ..) => plain(Launcher::Script, 3.min(words.len())),
        ("node" | "nodejs" | "tsx" | "ts-node" | "electron", ..) => {
            script(words, Launcher::Node, 1, NODE_VALUES)
        }
        ("bun", "run", _) => script(words, Launcher::Bun, 2, &[]),
        ("bun", ..) => script(words, Launcher::Bun, 1, &[]),
        ("deno", "run", _) => deno(words, 2),
        ("dx", ..) => deno(words, 1),
        ("python" | "py" | "pythonw", ..) => python(words),
        (name, ..) if name.starts_with("python3") || name.starts_with("python2") => python(words),
        ("docker" | "podman" | "nerdctl", ..) => plain(Launcher::Docker, 1),
        ("java", ..) => script(
            words,
            Launcher::Java,
            1,
            &["-cp", "-classpath", "--class-path"],
        ),
        ("dotnet" | "dnx", ..) => plain(Launcher::Dotnet, 1),
        ("go", "run", _) => script(words, Launcher::Go, 2, &[]),
        _ => plain(Launcher::Other, 1),
    }
}

/// Options of uv and uvx that take a value.
const UV_VALUES: &[&str] = &[
    "--from",
    "--with",
    "-w",
    "--with-editable",
    "--with-requirements",
    "--python",
    "-p",
    "--directory",
    "--project",
    "--index",
    "--index-url",
    "-i",
    "--default-index",
    "--extra-index-url",
    "--find-links",
    "-f",
    "--env-file",
    "--refresh-package",
    "--constraint",
    "-c",
    "--overrides",
    "--cache-dir",
    "--config-file",
    "--index-strategy",
    "--keyring-provider",
    "--link-mode",
    "--prerelease",
    "--exclude-newer",
    "--extra",
    "--group",
    "--package",
    "--allow-insecure-host",
];

const NODE_VALUES: &[&str] = &[
    "-r",
    "--require",
    "--import",
    "--loader",
    "--experimental-loader",
    "-C",
    "--conditions",
    "--tsconfig",
    "-P",
    "--project",
];

fn plain(launcher: Launcher, own: usize) -> Launch {
    Launch {
        launcher,
        package: None,
        beside: Vec::new(),
        own,
    }
}

/// The first word from `start` on that is no option and no option's value.
fn first_operand(words: &[Word<'_>], start: usize, values: &[&str]) -> Option<usize> {
    let mut at = start;
    while let Some(word) = words.get(at) {
        let text = word.text.as_ref();
        if text == "--" {
            return (at + 1 < words.len()).then_some(at + 1);
        }
        if !text.starts_with('-') || text == "-" {
            return Some(at);
        }
        at += if values.contains(&text) { 2 } else { 1 };
    }
    None
}

fn fetched(
    words: &[Word<'_>],
    launcher: Launcher,
    start: usize,
    values: &[&str],
    from: &[&str],
    registry: Registry,
) -> Launch {
    let operand = first_operand(words, start, values);
    let end = operand.unwrap_or(words.len());
    let mut named = values_of(words, start..end, from);
    let found = if named.is_empty() {
        operand.map(|at| (at, words[at].text.as_ref()))
    } else {
        Some(named.remove(0))
    };
    let more = if registry == Registry::PyPi {
        with(words, start..end)
    } else {
        Vec::new()
    };
    Launch {
        launcher,
        package: found.and_then(|(word, spec)| package(spec, registry, word)),
        beside: named
            .into_iter()
            .filter_map(|(word, spec)| package(spec, registry, word))
            .chain(more)
            .collect(),
        own: operand.map_or(words.len(), |at| at + 1),
    }
}

/// The values of the options `names` in `range`, each with the word that holds it.
fn values_of<'w>(
    words: &'w [Word<'_>],
    range: std::ops::Range<usize>,
    names: &[&str],
) -> Vec<(usize, &'w str)> {
    range
        .filter_map(|at| {
            let text = words[at].text.as_ref();
            if names.contains(&text) {
                return Some((at + 1, words.get(at + 1)?.text.as_ref()));
            }
            let (name, value) = text.split_once('=')?;
            names.contains(&name).then_some((at, value))
        })
        .collect()
}

/// The packages that uv installs beside the one that it runs.
fn with(words: &[Word<'_>], range: std::ops::Range<usize>) -> Vec<Package> {
    values_of(words, range, &["--with", "-w"])
        .into_iter()
        .flat_map(|(word, specs)| specs.split(',').map(move |spec| (word, spec)))
        .filter_map(|(word, spec)| package(spec, Registry::PyPi, word))
        .collect()
}

/// Reads `name@version`, `name==version`, `name[extra]`, or something that no registry has.
fn package(spec: &str, registry: Registry, word: usize) -> Option<Package> {
    let spec = spec.trim();
    if spec.is_empty() {
        return None;
    }
    let elsewhere = spec.contains("://")
        || spec.starts_with(['.', '/', '~'])
        || spec.starts_with("git+")
        || spec.starts_with("github:")
        || spec.starts_with("file:")
        || spec.contains('\\')
        || (registry == Registry::PyPi || !spec.starts_with('@')) && spec.contains('/');
    if elsewhere {
        return Some(Package {
            name: spec.to_owned(),
            version: None,
            registry: Registry::Elsewhere,
            word,
        });
    }
    let (name, version) = match registry {
        Registry::PyPi => {
            let end = spec
                .find(['[', '@', '=', '>', '<', '~', '!', ';', ' '])
                .unwrap_or(spec.len());
            (&spec[..end], python_version(&spec[end..]))
        }
        _ => match spec.char_indices().skip(1).find(|(_, c)| *c == '@') {
            Some((at, _)) => (&spec[..at], Some(&spec[at + 1..])),
            None => (spec, None),
        },
    };
    Some(Package {
        name: name.to_owned(),
        version: version
            .filter(|version| !version.is_empty())
            .map(str::to_owned),
        registry,
        word,
    })
}

/// The version behind the name of a Python package: `[extra]==1.2 ; marker`. A range keeps its
/// operator.
fn python_version(rest: &str) -> Option<&str> {
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => rest,
    };
    let rest = rest.split(';').next().unwrap_or(rest).trim();
    let exact = rest
        .strip_prefix("===")
        .or_else(|| rest.strip_prefix("=="))
        .or_else(|| rest.strip_prefix('@'));
    Some(exact.unwrap_or(rest).trim()).filter(|version| !version.is_empty())
}

fn script(words: &[Word<'_>], launcher: Launcher, start: usize, values: &[&str]) -> Launch {
    let own = first_operand(words, start, values).map_or(words.len(), |at| at + 1);
    plain(launcher, own)
}

fn deno(words: &[Word<'_>], start: usize) -> Launch {
    let operand = first_operand(words, start, &["-c", "--config", "--cert", "--import-map"]);
    let package = operand.and_then(|at| {
        let spec = words[at].text.strip_prefix("npm:")?;
        package(spec.trim_start_matches('/'), Registry::Npm, at)
    });
    Launch {
        launcher: Launcher::Deno,
        package,
        beside: Vec::new(),
        own: operand.map_or(words.len(), |at| at + 1),
    }
}

fn python(words: &[Word<'_>]) -> Launch {
    let mut at = 1;
    while let Some(word) = words.get(at) {
        match word.text.as_ref() {
            // The module takes the package's place; its package may be called otherwise.
            "-m" | "-c" => return plain(Launcher::Python, (at + 2).min(words.len())),
            "-X" | "-W" => at += 2,
            text if text.starts_with('-') => at += 1,
            _ => return plain(Launcher::Python, at + 1),
        }
    }
    plain(Launcher::Python, words.len())
}

/// `uv [options] run [options] PROGRAM …`: what runs may be python in its turn.
fn uv_run(words: &[Word<'_>]) -> Launch {
    let Some(run) = first_operand(words, 1, UV_VALUES).filter(|at| words[*at].text == "run") else {
        return plain(Launcher::Other, 1);
    };
    let values: Vec<&str> = UV_VALUES
        .iter()
        .copied()
        .chain(["-m", "--module"])
        .collect();
    let launch = |own: usize, end: usize| Launch {
        beside: with(words, run + 1..end.min(words.len())),
        ..plain(Launcher::UvRun, own)
    };
    let module = (run + 1..words.len())
        .take_while(|at| words[*at].text.starts_with('-'))
        .find(|at| matches!(words[*at].text.as_ref(), "-m" | "--module"));
    if let Some(at) = module {
        return launch((at + 2).min(words.len()), at);
    }
    let Some(operand) = first_operand(words, run + 1, &values) else {
        return launch(words.len(), words.len());
    };
    let inner = read(&words[operand..]);
    let own = match inner.launcher {
        Launcher::Python => operand + inner.own,
        _ if matches!(bare_name(&words[operand].text).as_ref(), "mcp" | "fastmcp") => {
            // `mcp run server.py`
            (operand + 3).min(words.len())
        }
        _ => operand + 1,
    };
    launch(own, operand)
}
