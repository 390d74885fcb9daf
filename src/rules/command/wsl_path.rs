//! `wsl-path`

use super::launched::is_started;
use super::platform::is_windows_path;
use crate::commandline::{CommandLine, Launcher, Word, Wrapper};
use crate::diagnostic::Diagnostic;
use crate::interpret::Text;
use crate::model::{Os, Role};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A path of Windows for a program of Linux, or of Linux for one of Windows.
    ///
    /// ## Why it fails
    /// Windows and the Linux inside it (WSL) name the same files differently: `C:\Users\ada` is
    /// `/mnt/c/Users/ada` in WSL, and `/home/ada` exists only there. A program that gets the
    /// other's path finds nothing: `ENOENT`, or it waits without a word. `wsl.exe` in front starts
    /// a program of Linux, a `.exe` is one of Windows wherever it is started.
    ///
    /// Which system a file is for is told by the machine that is checked or by `--os windows`; in
    /// a repository only what contradicts itself within one entry is found.
    ///
    /// ## Example
    /// ```json bad ~/.cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "wsl.exe",
    ///       "args": ["-e", "node", "C:\\Users\\ada\\notes\\server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "wsl.exe",
    ///       "args": ["-e", "node", "/mnt/c/Users/ada/notes/server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://github.com/wonderwhy-er/DesktopCommanderMCP/issues/10> (2026-11-23)
    /// - <https://github.com/modelcontextprotocol/servers/issues/86> (2026-11-23)
    /// - <https://learn.microsoft.com/windows/wsl/filesystems> (2026-11-25)
    "wsl-path", Command, Warning, None, Check::Entry(check)
}

/// The system of a program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    Windows,
    Linux,
}

impl System {
    fn name(self) -> &'static str {
        match self {
            System::Windows => "Windows",
            System::Linux => "Linux",
        }
    }
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if !is_started(subject) {
        return;
    }
    let parts = subject.parts();
    let Some(line) = subject.line() else {
        return;
    };
    // Paths in a container are those of the container, and mounts have their own rule.
    if line.launcher == Launcher::Docker {
        return;
    }
    let Some((system, why)) = system(subject, &line) else {
        return;
    };
    let wrapped = line.wrappers.contains(&Wrapper::Wsl);
    let words = line.words.iter().filter(|word| word.whole);
    let mut texts: Vec<&Text> = words.map(|word| word.source).collect();
    if !wrapped {
        // Behind `wsl.exe` the folder is that of a program of Windows.
        texts.extend(&parts.cwd);
    }
    for text in texts {
        let path = text.text.trim();
        let Some(of) = kind(path) else { continue };
        // The program tells the system itself.
        let program = line
            .words
            .first()
            .is_some_and(|word| word.source.node == text.node);
        if of == system || program && matches!(why, Why::Program) {
            continue;
        }
        out.push(finding(subject, &line, text, of, system));
    }
}

/// How the system of a program is known.
enum Why {
    /// By what is started.
    Program,
    /// By the machine that is checked.
    Machine,
    /// By `wsl.exe` in front.
    Wrapper,
}

/// The system of the program that gets the arguments.
fn system(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<(System, Why)> {
    if line.wrappers.contains(&Wrapper::Wsl) {
        return Some((System::Linux, Why::Wrapper));
    }
    let program = line.words.first().map(|word: &Word<'_>| word.text.trim())?;
    let outer = subject.parts().command.as_ref()?.text.trim();
    if [program, outer].iter().any(|it| is_of_windows(it)) {
        return Some((System::Windows, Why::Program));
    }
    let context = &subject.context;
    let machine = context.machine_mode;
    match context.host.os() {
        Os::Windows if machine || !context.host.is_this_machine() => {
            return Some((System::Windows, Why::Machine));
        }
        Os::Linux if machine => return Some((System::Linux, Why::Machine)),
        _ => {}
    }
    (kind(program) == Some(System::Linux)).then_some((System::Linux, Why::Program))
}

/// Whether a program is one of Windows wherever it is started.
fn is_of_windows(program: &str) -> bool {
    let lower = program.to_ascii_lowercase();
    let extension = [".exe", ".cmd", ".bat"]
        .iter()
        .any(|extension| lower.ends_with(extension));
    extension || is_windows_path(program) || matches!(lower.as_str(), "cmd" | "powershell")
}

/// The system that a full path is surely one of.
fn kind(path: &str) -> Option<System> {
    if is_windows_path(path) {
        return Some(System::Windows);
    }
    let of_linux = path.starts_with("/home/") || drive(path).is_some();
    of_linux.then_some(System::Linux)
}

/// `c` and the rest of `/mnt/c/rest`.
fn drive(path: &str) -> Option<(char, &str)> {
    let below = path.strip_prefix("/mnt/")?;
    let drive = below.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = &below[1..];
    (rest.is_empty() || rest.starts_with('/')).then_some((drive, rest))
}

fn finding(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    text: &Text,
    of: System,
    system: System,
) -> Diagnostic {
    let node = subject.document().node(text.node);
    let path = text.text.trim();
    let what = match text.role {
        Role::Command => "the command",
        Role::Cwd => "the folder",
        _ => "an argument",
    };
    let help = match (of, drive(path)) {
        (System::Windows, _) => {
            let (drive, rest) = path.split_at(1);
            let rest = rest.trim_start_matches(':').replace('\\', "/");
            format!("in WSL it is `/mnt/{}{rest}`", drive.to_ascii_lowercase())
        }
        (System::Linux, Some((drive, rest))) => {
            // `C:` alone is the folder in which that drive was left.
            let rest = match rest {
                "" => "\\".to_owned(),
                rest => rest.replace('/', "\\"),
            };
            format!("on Windows it is `{}:{rest}`", drive.to_ascii_uppercase())
        }
        (System::Linux, None) => {
            "start the program in WSL: `wsl.exe` for the command, and `-e` and the rest behind it"
                .to_owned()
        }
    };
    let program = line.program_name();
    let program = if text.role == Role::Command {
        subject.client().name
    } else {
        &program
    };
    subject
        .finding(
            &RULE,
            node.span(),
            format!(
                "{what} of {} is a path of {} for a program of {}",
                subject.quoted(),
                of.name(),
                system.name()
            ),
        )
        .label(format!("a path of {}", of.name()))
        .effect(format!("{program} finds no such file there"))
        .help(help)
}
