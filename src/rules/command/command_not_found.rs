//! `command-not-found`

use std::path::{Path, PathBuf};

use super::launched::{self, Launched, Named};
use crate::commandline::Word;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{EntryPath, Os};
use crate::rules::{Check, Subject, rule};
use crate::search_path::{self, Elsewhere, Folders, Found, Interpreter, Whose};

rule! {
    /// The command is not found on the PATH that this client has.
    ///
    /// ## Why it fails
    /// A client that is started in a terminal has the PATH of its shell. An app that is started
    /// with a click has that of the desktop: on macOS `/usr/bin:/bin:/usr/sbin:/sbin`, without the
    /// folders of Homebrew, nvm, fnm, mise, asdf, Volta, uv or pyenv. VS Code and the editors made
    /// from it, Zed, Cherry Studio and AnythingLLM ask the login shell; Claude Desktop adds some
    /// folders; others do not, or it is not known. The server then does not start: `spawn npx
    /// ENOENT`, `No such file or directory (os error 2)`, "Server disconnected".
    ///
    /// A full path is not enough where the command is a script: `npx` and `npm` begin with
    /// `#!/usr/bin/env node`, and `node` is looked for on PATH again.
    ///
    /// It is looked for only on the machine itself, when no paths are given. What stands on the
    /// PATH of this shell, and not surely on the client's, is a warning; so is what a version
    /// manager has.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "fetch": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-fetch"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text bad ~/.local/bin/uvx
    /// (the program, in a folder that is not on PATH)
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "fetch": {
    ///       "command": "${HOME}/.local/bin/uvx",
    ///       "args": ["mcp-server-fetch"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```text good ~/.local/bin/uvx
    /// (the program)
    /// ```
    ///
    /// ## Sources
    /// - <https://github.com/modelcontextprotocol/servers/issues/64> (2026-11-23)
    /// - <https://github.com/RooCodeInc/Roo-Code/issues/628> (2026-11-23)
    /// - microsoft/vscode src/vs/platform/shell/node/shellEnv.ts@0b6b9ef3 (2026-11-25)
    /// - zed-industries/zed docs/src/environment.md (2026-11-25)
    /// - <https://github.com/i-dot-ai/lex/issues/13> (2026-11-23)
    "command-not-found", Command, Error, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(launched) = Launched::of(subject) else {
        return;
    };
    let Some(line) = subject.line() else {
        return;
    };
    let Some(command) = &subject.parts().command else {
        return;
    };
    // What is split, by the client or by the rule that says that nobody splits it, is looked at
    // word by word.
    let outer = Word::of(command);
    let splits = subject.client().process.splits_command == Some(true);
    let mut words = Vec::new();
    if !command.text.trim().contains(' ') || crate::commandline::has_path(&command.text) {
        words.push(&outer);
    } else if !splits {
        return;
    }
    if let Some(inner) = launched::inner(&line)
        && (words.is_empty() || !line.wrappers.is_empty())
    {
        words.push(inner);
    }
    for word in words {
        if let Some(finding) = judge(subject, &launched, word) {
            out.push(finding);
            return;
        }
    }
}

/// What is wrong with the program that a word names.
fn judge(subject: &Subject<'_>, launched: &Launched<'_>, word: &Word<'_>) -> Option<Diagnostic> {
    let name = word.text.trim();
    let path = match launched.named(subject, name)? {
        // On another system `cmd` is one program too many: another rule says so.
        Named::Name(name) if name == "cmd" && launched.machine.os() != Os::Windows => return None,
        Named::Name(name) => match launched.search(&name) {
            Some(Found::Program(path)) => path,
            Some(found) => return Some(unfit(subject, word, &found)),
            None => return missing(subject, launched, word, &name),
        },
        Named::Path(path) => match at(launched, &path) {
            Some(Found::Program(path)) => path,
            Some(found) => return Some(unfit(subject, word, &found)),
            None => return Some(no_such_file(subject, launched, word, &path)),
        },
    };
    without_interpreter(subject, launched, word, &path)
}

/// What stands at a full path; on Windows with an extension of PATHEXT too.
fn at(launched: &Launched<'_>, path: &Path) -> Option<Found> {
    let exact = search_path::at(launched.machine, path);
    if exact.is_some() || launched.machine.os() != Os::Windows {
        return exact;
    }
    let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
    search_path::find(launched.machine, &[folder.to_owned()], name)
}

fn finding(subject: &Subject<'_>, word: &Word<'_>, message: String) -> Diagnostic {
    let node = subject.document().node(word.source.node);
    subject.finding(&RULE, node.span(), message)
}

/// What the client says when a program is not found.
fn fails(subject: &Subject<'_>, name: &str) -> String {
    format!(
        "{} cannot start the server: `spawn {name} ENOENT` or \"No such file or directory\"",
        subject.client().name
    )
}

fn missing(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    word: &Word<'_>,
    name: &str,
) -> Option<Diagnostic> {
    let folders = &launched.paths.command;
    if folders.folders.is_empty() {
        return None;
    }
    let client = subject.client().name;
    let elsewhere = search_path::elsewhere(launched.machine, &folders.folders, name);
    let sure = folders.certain || elsewhere.is_empty();
    let message = if elsewhere.is_empty() {
        format!(
            "`{name}`, which {} starts with, is not found on this machine",
            subject.quoted()
        )
    } else {
        format!(
            "`{name}`, which {} starts with, is not on {}",
            subject.quoted(),
            launched::whose(client, folders.whose)
        )
    };
    let mut finding = finding(subject, word, message).label("not found");
    finding = if sure {
        finding
            .severity(Severity::Error)
            .effect(fails(subject, name))
    } else {
        finding
            .severity(Severity::Warning)
            .effect(unsure(client, folders.whose))
    };
    let help = match elsewhere.first() {
        Some(found) => take(subject, launched, name, found),
        None => install(launched, name),
    };
    Some(finding.note_searched(folders, sure).help(help))
}

/// What is not known of the PATH of a client that is started from a desktop.
fn unsure(client: &str, whose: Whose) -> String {
    match whose {
        Whose::LoginShell => {
            format!(
                "{client} takes the PATH of the login shell: it finds it only when that names its folder"
            )
        }
        Whose::App => format!(
            "{client} searches its own list of folders, which differs from version to version"
        ),
        _ => format!(
            "{client} finds it when it is started from a shell; whether it does when it is started with a click is not established"
        ),
    }
}

trait Searched {
    /// Which folders were searched, where that tells something.
    fn note_searched(self, folders: &Folders, sure: bool) -> Self;
}

impl Searched for Diagnostic {
    fn note_searched(self, folders: &Folders, sure: bool) -> Diagnostic {
        let tells = matches!(folders.whose, Whose::Session | Whose::App | Whose::Entry);
        if !tells || !sure || !folders.certain {
            return self;
        }
        let searched = launched::listed(&folders.folders);
        let effect = self.effect.clone().unwrap_or_default();
        self.effect(format!("{effect}; it searches {searched}"))
    }
}

/// How to name a program that is elsewhere.
fn take(subject: &Subject<'_>, launched: &Launched<'_>, name: &str, found: &Elsewhere) -> String {
    let path = launched::shown(&found.path);
    let by = match found.by {
        "" => String::new(),
        by => format!(" ({by})"),
    };
    let mut help = format!("it is at `{path}`{by}: write this path");
    if let Some(interpreter) = searched_interpreter(launched, &found.path) {
        help.push_str(&with_path(
            subject,
            launched,
            name,
            &found.path,
            &interpreter,
        ));
    }
    help
}

/// The program that a script needs on PATH, when it is not there.
fn searched_interpreter(launched: &Launched<'_>, script: &Path) -> Option<String> {
    match search_path::interpreter(launched.machine, script)? {
        Interpreter::Searched(name) => {
            let there = search_path::find(launched.machine, &launched.paths.server.folders, &name);
            (!matches!(there, Some(Found::Program(_)))).then_some(name)
        }
        Interpreter::At(_) => None,
    }
}

/// How to bring the folder of a script's interpreter onto PATH, behind "write this path".
fn with_path(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    name: &str,
    script: &Path,
    interpreter: &str,
) -> String {
    let client = subject.client();
    let own = script.parent().map(Path::to_owned);
    let beside =
        own.filter(|folder| search_path::at(launched.machine, &folder.join(interpreter)).is_some());
    let folder = beside.or_else(|| {
        let known = search_path::elsewhere(
            launched.machine,
            &launched.paths.server.folders,
            interpreter,
        );
        known.first()?.path.parent().map(Path::to_owned)
    });
    let Some(folder) = folder else {
        return format!(", and install `{interpreter}`, which `{name}` needs on PATH");
    };
    let folder = launched::shown(&folder);
    match client.process.path.entry {
        EntryPath::Ignored => format!(
            ", and start {} from a shell that has `{folder}` on PATH, because `{name}` looks for `{interpreter}` there",
            client.name
        ),
        EntryPath::Appended => format!(
            ", and set `\"PATH\": \"{folder}\"` in its `env`, because `{name}` looks for `{interpreter}` on PATH"
        ),
        _ => format!(
            ", and set `\"PATH\": \"{folder}{}\"` in its `env`, because `{name}` looks for `{interpreter}` on PATH",
            system(launched.machine.os())
        ),
    }
}

/// The folders of the system, behind another one on a PATH.
pub(super) fn system(os: Os) -> &'static str {
    match os {
        Os::Windows => ";C:\\Windows\\System32;C:\\Windows",
        Os::Macos | Os::Linux => ":/usr/local/bin:/usr/bin:/bin",
    }
}

/// What has to be installed for a program that is nowhere.
fn install(launched: &Launched<'_>, name: &str) -> String {
    let bare = crate::commandline::bare_name(name);
    let with = match bare.as_ref() {
        "npx" | "npm" | "node" => "install Node.js, which brings it",
        "uvx" | "uv" => "install uv: https://docs.astral.sh/uv/getting-started/installation/",
        "bun" | "bunx" => "install Bun: https://bun.sh/docs/installation",
        "deno" => "install Deno: https://docs.deno.com/runtime/getting_started/installation/",
        "docker" => "install Docker",
        "python" => {
            let other = launched.search("python3");
            if matches!(other, Some(Found::Program(_))) {
                return "write `python3`, which is there".to_owned();
            }
            "install Python"
        }
        "python3" => "install Python",
        "pipx" => "install pipx: https://pipx.pypa.io",
        _ => "install it, or write its full path",
    };
    with.to_owned()
}

/// Something else than a program.
fn unfit(subject: &Subject<'_>, word: &Word<'_>, found: &Found) -> Diagnostic {
    let quoted = subject.quoted();
    let client = subject.client().name;
    let (message, label, effect, help) = match found {
        Found::NotExecutable(path) => {
            let path = launched::shown(path);
            (
                format!("`{path}`, which {quoted} starts, is not executable"),
                "not executable",
                format!("{client} cannot start the server: `EACCES` or \"Permission denied\""),
                format!("run `chmod +x {path}`, or start it with its interpreter"),
            )
        }
        Found::Dangling(path) => (
            format!(
                "`{}`, which {quoted} starts, is a link to a file that is not there",
                launched::shown(path)
            ),
            "a link to nothing",
            fails(subject, &launched::shown(path)),
            "install it again, or write the path of what is there now".to_owned(),
        ),
        Found::Folder(path) | Found::Program(path) => (
            format!(
                "`{}`, which {quoted} starts, is a folder",
                launched::shown(path)
            ),
            "a folder",
            format!("{client} cannot start the server: `EACCES` or \"Permission denied\""),
            "name the program in it".to_owned(),
        ),
    };
    finding(subject, word, message)
        .label(label)
        .effect(effect)
        .help(help)
}

fn no_such_file(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    word: &Word<'_>,
    path: &Path,
) -> Diagnostic {
    let shown = launched::shown(path);
    let message = format!("`{shown}`, which {} starts, is not there", subject.quoted());
    let mut finding = finding(subject, word, message)
        .label("no such file")
        .effect(fails(subject, &shown));
    let name = path.file_name().and_then(|name| name.to_str());
    let known = name.and_then(|name| {
        let all = search_path::elsewhere(launched.machine, &[], name);
        all.into_iter().next()
    });
    // A virtual environment has a program of its own; another one is no way out.
    let virtual_one = shown.contains("/.venv/") || shown.contains("/venv/");
    finding = match known {
        _ if virtual_one => finding.help(
            "make the virtual environment again (`uv sync`, or `python3 -m venv`), or write the path of what is there now",
        ),
        Some(found) => {
            let by = match found.by {
                "" => String::new(),
                by => format!(" ({by})"),
            };
            finding.help(format!(
                "there is one at `{}`{by}",
                launched::shown(&found.path)
            ))
        }
        None => finding.help("write the path of what is there now"),
    };
    finding
}

/// A script whose interpreter is not found.
fn without_interpreter(
    subject: &Subject<'_>,
    launched: &Launched<'_>,
    word: &Word<'_>,
    script: &Path,
) -> Option<Diagnostic> {
    if launched.machine.os() == Os::Windows {
        return None;
    }
    let name = word
        .text
        .rsplit('/')
        .next()
        .unwrap_or(&word.text)
        .to_owned();
    let interpreter = match search_path::interpreter(launched.machine, script)? {
        Interpreter::Searched(interpreter) => interpreter,
        Interpreter::At(path) => {
            let there = search_path::at(launched.machine, &PathBuf::from(&path));
            if !path.starts_with('/') || matches!(there, Some(Found::Program(_))) {
                return None;
            }
            let message = format!(
                "`{name}`, which {} starts, is a script for `{path}`, which is not there",
                subject.quoted()
            );
            return Some(
                finding(subject, word, message)
                    .label("its interpreter is missing")
                    .effect(fails(subject, &launched::shown(script)))
                    .help("install it again with what is there now"),
            );
        }
    };
    let server = &launched.paths.server;
    if matches!(
        search_path::find(launched.machine, &server.folders, &interpreter),
        Some(Found::Program(_))
    ) {
        return None;
    }
    let elsewhere = search_path::elsewhere(launched.machine, &server.folders, &interpreter);
    let sure = server.certain || elsewhere.is_empty();
    let client = subject.client().name;
    let message = format!(
        "`{name}`, which {} starts, needs `{interpreter}`, which is not on {}",
        subject.quoted(),
        launched::whose(client, server.whose)
    );
    let mut finding = finding(subject, word, message).label(format!("looks for `{interpreter}`"));
    finding = if sure {
        finding.severity(Severity::Error).effect(format!(
            "the server ends at once: `env: {interpreter}: No such file or directory`"
        ))
    } else {
        finding
            .severity(Severity::Warning)
            .effect(unsure(client, server.whose))
    };
    let how = with_path(subject, launched, &name, script, &interpreter);
    let how = how.trim_start_matches(", and ").to_owned();
    Some(finding.help(how))
}
