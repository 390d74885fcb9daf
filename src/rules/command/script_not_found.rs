//! `script-not-found`

use std::path::{Path, PathBuf};

use super::launched::{filled, is_full, is_started, project};
use super::unsupported_cwd::overlooked_folders;
use crate::commandline::{CommandLine, Launcher, Word, Wrapper, option};
use crate::diagnostic::{Diagnostic, Severity};
use crate::host::{FileType, Host, plain};
use crate::model::{Base, Role, Scope};
use crate::pattern::has_drive;
use crate::rules::{Check, Subject, rule};

rule! {
    /// The file that node, python, uv, deno or bun is told to run is not there.
    ///
    /// ## Why it fails
    /// The program starts, does not find its script and ends: `Cannot find module`, `can't open
    /// file`, `No such file or directory`. The client only says that the connection was closed
    /// (`-32000`). Often the script has moved, or nobody has built it: `dist/` and `build/` are not
    /// under version control.
    ///
    /// A full path is looked at on the machine itself only, one below the repository always. What a
    /// build makes is a warning in a repository, since it may be built later.
    ///
    /// ## Example
    /// ```json bad .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "shop": {
    ///       "command": "node",
    ///       "args": ["${workspaceFolder}/tools/server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "shop": {
    ///       "command": "node",
    ///       "args": ["${workspaceFolder}/mcp/server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```js good mcp/server.js
    /// import "./tools.js";
    /// ```
    ///
    /// ## Sources
    /// - observed: Node.js 18 to 24, Python 3.11, uv 0.13.9 (2026-11-23)
    "script-not-found", Command, Error, None, Check::Entry(check)
}

/// Folders that a build makes.
const BUILT: &[&str] = &[
    "dist", "build", "out", "lib", "target", ".output", "publish",
];

/// A path that something of the entry names.
struct Target<'l, 'a> {
    word: &'l Word<'a>,
    /// The path as it is written, without what stands behind it for the program.
    path: String,
    /// Whether it is a folder.
    folder: bool,
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if !is_started(subject) || subject.client().process.path.elsewhere {
        return;
    }
    let Some(line) = subject.line() else {
        return;
    };
    if line.wrappers.contains(&Wrapper::Wsl) {
        return;
    }
    // A whole line as the command starts nothing that could look for its script.
    let one_string = line.words.first().is_some_and(|program| !program.whole);
    if one_string
        && line.wrappers.is_empty()
        && subject.client().process.splits_command == Some(false)
    {
        return;
    }
    let directory = directory(&line);
    let base = directory.as_ref().map(|target| target.path.as_str());
    if let Some(target) = &directory
        && let Some(finding) = judge(subject, &line, target, None)
    {
        out.push(finding);
        return;
    }
    if let Some(target) = script(&line) {
        out.extend(judge(subject, &line, &target, base));
    }
}

/// The folder that uv is sent into.
fn directory<'l, 'a>(line: &'l CommandLine<'a>) -> Option<Target<'l, 'a>> {
    if line.launcher != Launcher::UvRun {
        return None;
    }
    let before = line.words.get(..line.own)?;
    let found = option(before, &["--directory"])?;
    Some(Target {
        word: found.word,
        path: found.value.to_owned(),
        folder: true,
    })
}

/// The script that the program gets.
fn script<'l, 'a>(line: &'l CommandLine<'a>) -> Option<Target<'l, 'a>> {
    let (at, extensions): (usize, &[&str]) = match line.launcher {
        Launcher::Node | Launcher::Bun | Launcher::Deno => (
            line.own.checked_sub(1)?,
            &[".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx"],
        ),
        Launcher::Python | Launcher::UvRun => (line.own.checked_sub(1)?, &[".py"]),
        Launcher::Java => (line.own.checked_sub(1)?, &[".jar"]),
        Launcher::Dotnet => (1, &[".dll"]),
        Launcher::Other if is_shell(&line.program_name()) => (1, &[".sh", ".bash"]),
        _ => return None,
    };
    let word = line.words.get(at).filter(|_| at > 0)?;
    let before = line.words.get(at - 1).map_or("", |word| &word.text);
    if matches!(
        before,
        "-e" | "--eval" | "-p" | "--print" | "-c" | "-m" | "--module"
    ) {
        return None;
    }
    // `server.py:app` names an object in it.
    let text = word.text.trim();
    let path = match text.split_once(".py:") {
        Some((stem, _)) => format!("{stem}.py"),
        None => text.to_owned(),
    };
    let lower = path.to_ascii_lowercase();
    let named = extensions
        .iter()
        .any(|extension| lower.ends_with(extension));
    let other = path.starts_with('-') || path.contains("://") || path.starts_with("npm:");
    (named && !other && !path.contains('\n')).then_some(Target {
        word,
        path,
        folder: false,
    })
}

fn is_shell(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "zsh" | "dash")
}

/// Where a path may lead to.
enum Places {
    /// There.
    One(PathBuf),
    /// Below one of these folders, if the client is started in the project.
    Project(Vec<PathBuf>),
}

fn judge(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    target: &Target<'_, '_>,
    base: Option<&str>,
) -> Option<Diagnostic> {
    let context = &subject.context;
    let host = context.host;
    let root = repository(host, &subject.file.path);
    let places = places(subject, line, target, base, root.as_deref())?;
    // What lies outside is looked at on the machine only.
    let all: Vec<PathBuf> = match &places {
        Places::One(path) => vec![path.clone()],
        Places::Project(folders) => {
            let path = filled(subject, &target.path, Role::Args)?;
            folders.iter().map(|folder| folder.join(&path)).collect()
        }
    };
    let inside = |path: &PathBuf| root.as_ref().is_some_and(|root| path.starts_with(root));
    let machine = context.machine().is_some();
    if !machine && !all.iter().all(inside) {
        return None;
    }
    if all.iter().any(|path| is_there(host, path, target.folder)) {
        return None;
    }
    let path = plain(all.first()?);
    let making = Making::of(host, &path, root.as_deref());
    if !machine && making.installed {
        return None;
    }
    let relative = matches!(places, Places::Project(_));
    let severity = if relative || !machine && (making.built || making.ignored) {
        Severity::Warning
    } else {
        Severity::Error
    };
    let finding = tell(subject, line, target, &making, severity);
    Some(match subject.client().process.base {
        Base::Folder(base) if relative => {
            let ends = finding.effect.clone().unwrap_or_default();
            let client = subject.client().name;
            finding.effect(format!("{client} starts it in {base}; {ends}"))
        }
        _ => finding,
    })
}

fn places(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    target: &Target<'_, '_>,
    base: Option<&str>,
    root: Option<&Path>,
) -> Option<Places> {
    let os = subject.context.host.os();
    let full = |path: String| is_full(&path, os).then(|| PathBuf::from(path));
    let path = filled(subject, &target.path, Role::Args)?;
    if path.is_empty() || crate::variables::is_templated(&path) {
        return None;
    }
    if is_full(&path, os) {
        return full(path).map(Places::One);
    }
    // A path of another system, or one that a shell reads in a folder of its own.
    if path.starts_with(['/', '\\', '~', '$', '%', '<', '{']) || has_drive(&path) || line.in_shell()
    {
        return None;
    }
    if let Some(base) = base {
        let base = full(filled(subject, base, Role::Args)?)?;
        return Some(Places::One(base.join(path)));
    }
    if let Some(cwd) = &subject.parts().cwd {
        let base = full(filled(subject, &cwd.text, Role::Cwd)?)?;
        return Some(Places::One(base.join(path)));
    }
    // Where the script is once the client takes the folder is not known before.
    if overlooked_folders(subject).next().is_some() {
        return None;
    }
    let of_project = matches!(subject.entry.scope, Scope::Project | Scope::Local);
    if !of_project || !matches!(subject.client().process.base, Base::Folder(_)) {
        return None;
    }
    let project = project(subject)?;
    let root = root?;
    let folders: Vec<PathBuf> = project
        .ancestors()
        .take_while(|folder| folder.starts_with(root))
        .map(Path::to_owned)
        .collect();
    (!folders.is_empty()).then_some(Places::Project(folders))
}

/// Whether something of the kind is there.
fn is_there(host: &dyn Host, path: &Path, folder: bool) -> bool {
    match host.file_type(path) {
        Ok(FileType::Folder) => true,
        Ok(FileType::File(_) | FileType::Special) => !folder,
        Ok(FileType::DanglingLink) => false,
        // What may not be looked at may be there.
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

/// How a file that is not there comes to be.
struct Making {
    /// Whether a build makes it, as its folder tells.
    built: bool,
    /// Whether the repository says that it does not hold it.
    ignored: bool,
    /// Whether an installation brings it.
    installed: bool,
    /// What makes it, as a command, and where.
    command: Option<(String, PathBuf)>,
}

impl Making {
    fn of(host: &dyn Host, path: &Path, root: Option<&Path>) -> Making {
        let root = root.filter(|root| path.starts_with(root));
        let package = path
            .ancestors()
            .skip(1)
            .take_while(|folder| root.is_none_or(|root| folder.starts_with(root)))
            .find(|folder| {
                let found = host.file_type(&folder.join("package.json"));
                matches!(found, Ok(FileType::File(_)))
            });
        let parts = |from: &Path| -> Vec<String> {
            let below = path.strip_prefix(from).unwrap_or(Path::new(""));
            below
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect()
        };
        let below = parts(package.or(root).unwrap_or(path));
        let installed = below
            .iter()
            .any(|part| matches!(part.as_str(), "node_modules" | ".venv" | "venv"));
        let built = below.iter().any(|part| BUILT.contains(&part.as_str()));
        let ignored = root.is_some_and(|root| is_ignored(host, root, &parts(root)));
        let command = package.and_then(|folder| {
            let manager = manager(host, folder);
            let fresh = host.file_type(&folder.join("node_modules")).is_err();
            let build = format!("{manager} run build");
            let install = format!("{manager} install");
            let command = match (installed, built && has_build(host, folder)) {
                (true, _) => install,
                (false, true) if fresh => format!("{install} && {build}"),
                (false, true) => build,
                (false, false) => return None,
            };
            Some((command, folder.to_owned()))
        });
        Making {
            built,
            ignored,
            installed,
            command,
        }
    }
}

/// Whether a repository says that it does not hold a path: in its `.gitignore` or as a submodule.
fn is_ignored(host: &dyn Host, root: &Path, below: &[String]) -> bool {
    let text = |name: &str| {
        let bytes = host.read(&root.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let whole = below.join("/");
    let ignored = text(".gitignore").lines().any(|line| {
        let line = line.trim().trim_matches('/');
        !line.is_empty()
            && (below.iter().any(|part| part == line) || whole.starts_with(&format!("{line}/")))
    });
    let submodule = text(".gitmodules").lines().any(|line| {
        let path = line.split_once('=').filter(|(key, _)| key.trim() == "path");
        path.is_some_and(|(_, path)| whole.starts_with(&format!("{}/", path.trim())))
    });
    ignored || submodule
}

fn has_build(host: &dyn Host, folder: &Path) -> bool {
    let bytes = host.read(&folder.join("package.json")).unwrap_or_default();
    let parsed: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    parsed["scripts"]["build"].is_string()
}

/// The package manager of a project, by its lock file.
fn manager(host: &dyn Host, folder: &Path) -> &'static str {
    let has = |name: &str| host.file_type(&folder.join(name)).is_ok();
    if has("pnpm-lock.yaml") {
        "pnpm"
    } else if has("yarn.lock") {
        "yarn"
    } else if has("bun.lock") || has("bun.lockb") {
        "bun"
    } else {
        "npm"
    }
}

/// The nearest folder above that is a repository's.
fn repository(host: &dyn Host, path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .skip(1)
        .find(|folder| host.file_type(&folder.join(".git")).is_ok())
        .map(Path::to_owned)
}

fn tell(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    target: &Target<'_, '_>,
    making: &Making,
    severity: Severity,
) -> Diagnostic {
    let node = subject.document().node(target.word.source.node);
    let quoted = subject.quoted();
    let what = if target.folder {
        "the folder"
    } else {
        "the script"
    };
    let (state, label) = if making.command.is_some() && making.installed {
        ("is not installed", "not installed")
    } else if making.command.is_some() {
        ("is not built", "not built")
    } else if target.folder {
        ("is not there", "no such folder")
    } else {
        ("is not there", "no such file")
    };
    let shown = &target.path;
    let message = format!("{what} of {quoted}, `{shown}`, {state}");
    let mut finding = subject
        .finding(&RULE, node.span(), message)
        .severity(severity)
        .label(label)
        .effect(effect(line, target));
    finding = match &making.command {
        Some((command, folder)) => {
            let here = subject.context.host.current_dir() == folder;
            let place = if here {
                String::new()
            } else {
                let folder = crate::discover::shown_from(subject.context.host, folder);
                format!(" in `{folder}`")
            };
            finding.help(format!("run `{command}`{place}"))
        }
        None if making.ignored => finding
            .help("the repository does not hold it: it has to be made before the server starts"),
        None if target.folder => finding.help("write the folder that the server is in"),
        None => finding.help("write where the script is now"),
    };
    finding
}

/// What the program says.
fn effect(line: &CommandLine<'_>, target: &Target<'_, '_>) -> String {
    let program = line.program_name();
    let says = match line.launcher {
        _ if target.folder => "No such file or directory",
        Launcher::Node => "Cannot find module",
        Launcher::Bun | Launcher::Deno => "Module not found",
        Launcher::Python | Launcher::UvRun => "can't open file",
        Launcher::Java => "Unable to access jarfile",
        _ => "No such file or directory",
    };
    format!("{program} ends at once (\"{says}\"), and the connection is closed")
}
