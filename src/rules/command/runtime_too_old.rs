//! `runtime-too-old`

use std::path::{Path, PathBuf};

use super::command_not_found::system;
use super::launched::{self, Launched, filled, is_full, project};
use crate::commandline::{CommandLine, Launcher, Registry, bare_name};
use crate::diagnostic::{Diagnostic, Severity};
use crate::host::{FileType, Host};
use crate::known::runtimes::{self, Version};
use crate::model::{EntryPath, Role};
use crate::rules::{Check, Subject, rule};
use crate::search_path::version::{self, Runtime};
use crate::search_path::{self, Found, Interpreter};

rule! {
    /// The Node.js or Python that starts a server is older than the server needs.
    ///
    /// ## Why it fails
    /// Old versions do not understand what new code is written in: `SyntaxError: Unexpected
    /// token`, `ReferenceError: File is not defined`, `npm is known not to run on Node.js`. The
    /// server ends at once, and the client only says that the connection was closed. With several
    /// versions under nvm the client may get another than the shell: Claude Desktop puts them all
    /// on PATH and takes the one whose name sorts last, builds up to spring 2026 the oldest. A full
    /// path of `npx` does not help, since `npx` looks for `node` on PATH again.
    ///
    /// The version is read from paths and files (nvm, fnm, Volta, asdf, mise, nodenv, pyenv,
    /// Homebrew, virtual environments, the headers of Node.js), only on the machine itself; no
    /// program is started. What a server needs is taken from the package.json above its script,
    /// for some packages from a table, else from the SDK of MCP: Node.js 18, Python 3.10.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "${HOME}/.nvm/versions/node/v16.20.2/bin/node",
    ///       "args": ["server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text bad ~/.nvm/versions/node/v16.20.2/bin/node
    /// (the program)
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "${HOME}/.nvm/versions/node/v22.12.0/bin/node",
    ///       "args": ["server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text good ~/.nvm/versions/node/v22.12.0/bin/node
    /// (the program)
    /// ```
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/mcpb/issues/130> (2025-10-22)
    /// - <https://github.com/anthropics/claude-code/issues/54135> (2026-04-28)
    /// - <https://github.com/DollhouseMCP/mcp-server/issues/1902> (2026-04-11)
    /// - npm `@modelcontextprotocol/sdk` 1.32.2, PyPI `mcp` 2.3.0 (2026-11-25)
    "runtime-too-old", Command, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(launched) = Launched::of(subject) else {
        return;
    };
    let Some(line) = subject.line() else {
        return;
    };
    let Some((runtime, program)) = runtime(subject, &launched, &line) else {
        return;
    };
    let folder = project(subject);
    let Some(version) = version::of_program(launched.machine, runtime, &program, folder.as_deref())
    else {
        return;
    };
    let Some(need) = need(subject, &launched, &line, runtime) else {
        return;
    };
    if version.is_in(&need.range) != Some(false) {
        return;
    }
    out.extend(tell(
        subject,
        &launched,
        &line,
        &Got {
            runtime,
            program,
            version,
        },
        &need,
    ));
}

/// What an entry gets.
struct Got {
    runtime: Runtime,
    program: PathBuf,
    version: Version,
}

/// What a server needs.
struct Need {
    range: String,
    /// Who needs it, as the start of a sentence.
    who: String,
}

/// The runtime that the server gets, and its program.
fn runtime(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    line: &CommandLine<'_>,
) -> Option<(Runtime, PathBuf)> {
    let word = launched::inner(line)?;
    let name = bare_name(&word.text);
    let program = launched.program(subject, &word.text)?;
    if matches!(name.as_ref(), "node" | "nodejs") {
        return Some((Runtime::Node, program));
    }
    if name == "python" || name.starts_with("python3") {
        return Some((Runtime::Python, program));
    }
    if !matches!(
        line.launcher,
        Launcher::Npx | Launcher::Dlx | Launcher::Node | Launcher::Script | Launcher::Other
    ) {
        return None;
    }
    let node = match search_path::interpreter(launched.machine, &program) {
        Some(Interpreter::Searched(name)) if name == "node" => {
            let folders = &launched.paths.server.folders;
            match search_path::find(launched.machine, folders, "node")? {
                Found::Program(path) => path,
                _ => return None,
            }
        }
        Some(Interpreter::At(path)) if bare_name(&path) == "node" => PathBuf::from(path),
        // A shim, or a batch file: the node beside it.
        _ if line.launcher != Launcher::Other => {
            let folder = program.parent()?.to_owned();
            match search_path::find(launched.machine, &[folder], "node")? {
                Found::Program(path) => path,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some((Runtime::Node, node))
}

/// What the server of an entry needs.
fn need(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    line: &CommandLine<'_>,
    runtime: Runtime,
) -> Option<Need> {
    if runtime == Runtime::Python {
        return Some(Need {
            range: runtimes::SDK_PYTHON.to_owned(),
            who: "the Python SDK of MCP".to_owned(),
        });
    }
    let general = Need {
        range: runtimes::SDK_NODE.to_owned(),
        who: "the SDK of MCP".to_owned(),
    };
    if let Some(package) = &line.package {
        let known = (package.registry == Registry::Npm)
            .then(|| runtimes::of_package(&package.name, package.version.as_deref()))
            .flatten();
        return Some(match known {
            Some(known) => Need {
                range: known.node.to_owned(),
                who: format!("`{}`", known.package),
            },
            None => general,
        });
    }
    let script = (line.launcher == Launcher::Node)
        .then(|| line.words.get(line.own.checked_sub(1)?))
        .flatten()
        .and_then(|word| filled(subject, &word.text, Role::Args));
    let of_script = script.and_then(|script| {
        let os = launched.machine.os();
        let path = if is_full(&script, os) {
            PathBuf::from(script)
        } else {
            project(subject)?.join(script)
        };
        engines(launched.machine, &path)
    });
    Some(match of_script {
        Some(range) => Need {
            range,
            who: "its package.json".to_owned(),
        },
        None => general,
    })
}

/// `engines.node` of the package.json above a script.
fn engines(host: &dyn Host, script: &Path) -> Option<String> {
    let file = script
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("package.json"))
        .find(|file| matches!(host.file_type(file), Ok(FileType::File(_))))?;
    let parsed: serde_json::Value = serde_json::from_slice(&host.read(&file).ok()?).ok()?;
    parsed["engines"]["node"].as_str().map(str::to_owned)
}

fn tell(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    line: &CommandLine<'_>,
    got: &Got,
    need: &Need,
) -> Option<Diagnostic> {
    let word = launched::inner(line)?;
    let node = subject.document().node(word.source.node);
    let runtime = got.runtime.name();
    let version = got.version.shown();
    let program = launched::shown(&got.program);
    let client = subject.client().name;
    let says = match got.runtime {
        Runtime::Node => {
            "the server ends with `SyntaxError: Unexpected token`, `File is not defined` or the like"
        }
        Runtime::Python => "the server cannot be installed, or ends with an error of its imports",
    };
    let unsure = if launched.paths.server.certain {
        ""
    } else {
        ", as far as its PATH is known"
    };
    let finding = subject
        .finding(
            &RULE,
            node.span(),
            format!(
                "{} gets {runtime} {version}, and {} needs {}",
                subject.quoted(),
                need.who,
                spoken(&need.range)
            ),
        )
        .severity(Severity::Warning)
        .label(format!("{runtime} {version}"))
        .effect(format!("{client} starts `{program}`{unsure}; {says}"));
    let newer = search_path::everywhere(launched.machine, name(got.runtime))
        .into_iter()
        .filter(|found| found.path != got.program)
        .find(|found| {
            version::of_program(launched.machine, got.runtime, &found.path, None)
                .is_some_and(|version| version.is_in(&need.range) == Some(true))
        });
    Some(match newer {
        None => finding.help(format!("install {runtime} {}", spoken(&need.range))),
        Some(found) => {
            let path = launched::shown(&found.path);
            let direct = bare_name(&word.text) == bare_name(name(got.runtime))
                || got.runtime == Runtime::Python;
            let folder = found.path.parent().map(launched::shown).unwrap_or_default();
            finding.help(if direct {
                format!("`{path}` is new enough: write this path")
            } else if subject.client().process.path.entry == EntryPath::Ignored
                || subject.client().process.path.entry == EntryPath::Appended
            {
                format!(
                    "`{path}` is new enough: put its folder in front on the PATH that {client} is started with"
                )
            } else {
                format!(
                    "`{path}` is new enough: set `\"PATH\": \"{folder}{}\"` in its `env`",
                    system(launched.machine.os())
                )
            })
        }
    })
}

const fn name(runtime: Runtime) -> &'static str {
    match runtime {
        Runtime::Node => "node",
        Runtime::Python => "python3",
    }
}

/// A range in words.
fn spoken(range: &str) -> String {
    match range.strip_prefix(">=") {
        Some(least) if !least.contains([' ', '|', '<']) => format!("{least} or newer"),
        _ => format!("`{range}`"),
    }
}
