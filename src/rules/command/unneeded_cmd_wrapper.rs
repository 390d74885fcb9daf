//! `unneeded-cmd-wrapper`

use super::platform::{Elsewhere, elsewhere, is_windows};
use crate::commandline::{CommandLine, Wrapper, bare_name, split};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::model::{Os, Scope, WindowsShim};
use crate::rules::{Check, Subject, rule};

rule! {
    /// `cmd /c` in a file that is read on other systems than Windows.
    ///
    /// ## Why it fails
    /// `cmd` is Windows' own shell. On macOS and Linux no client finds a program of that name
    /// (`spawn cmd ENOENT`), and the server does not start. It is an error where the file is
    /// surely read there: it stands where only those systems have it, holds their paths, or is
    /// checked on them (`--os`). In a file of a project it is a warning: it works for those who
    /// have Windows. Many clients need no `cmd /c` on Windows either: they look for the batch
    /// file behind `npx` and start it in the right way.
    ///
    /// ## Example
    /// ```json bad .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "memory": {
    ///       "command": "cmd",
    ///       "args": ["/c", "npx", "-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .vscode/mcp.json
    /// {
    ///   "servers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Starts what stands behind `cmd /c`. Unsafe: somebody on Windows may read the same file with
    /// a client that needs it.
    ///
    /// ## Sources
    /// - <https://github.com/anthropics/claude-code/issues/9594>: who needs it (2026-11-23)
    /// - <https://learn.microsoft.com/windows-server/administration/windows-commands/cmd>
    ///   (2026-11-25)
    "unneeded-cmd-wrapper", Command, Error, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let (Some(command), Some(line)) = (&parts.command, subject.line()) else {
        return;
    };
    if line.wrappers.first() != Some(&Wrapper::Cmd) {
        return;
    }
    let proof = elsewhere(subject);
    let shared = subject.entry.scope == Scope::Project && !is_windows(subject);
    if proof.is_none() && !shared {
        return;
    }
    // From WSL a Linux process starts programs of Windows, when their names end in `.exe`.
    let by_wsl = command.text.to_ascii_lowercase().ends_with(".exe");
    let in_wsl = subject
        .context
        .machine()
        .is_some_and(|machine| machine.env("WSL_DISTRO_NAME").is_some());
    if by_wsl && in_wsl {
        return;
    }
    let client = subject.client();
    let there = match proof {
        Some(Elsewhere::Machine(Os::Macos)) => "on macOS",
        Some(Elsewhere::Machine(_)) => "on Linux",
        _ => "on macOS and Linux",
    };
    let mut finding = subject
        .finding(
            &RULE,
            subject.document().node(command.node).span(),
            format!(
                "{} is started through `cmd`, which only Windows has",
                subject.quoted()
            ),
        )
        .label("Windows' own shell")
        .effect(format!(
            "{there} {} finds no program of this name, and the server does not start",
            client.name
        ));
    if let Some(Elsewhere::Path(text)) = &proof {
        let span = subject.document().node(text.node).span();
        finding = finding.related(subject.file_id(), span, "a path that Windows does not have");
    }
    if proof.is_none() || by_wsl {
        finding = finding.severity(Severity::Warning);
    }
    let started = bare_name(line.program());
    let fix = fix(subject, &line);
    match client.process.windows_shim {
        _ if fix.is_none() => {
            finding = finding.help(
                "start the program itself, or write the line for `sh` with `-c`, which Windows does not have",
            );
        }
        WindowsShim::Starts | WindowsShim::StartsUnquoted | WindowsShim::Wraps => {
            finding = finding.help(format!(
                "on Windows {} starts `{started}` without it, too",
                client.name
            ));
        }
        WindowsShim::NeedsCmd | WindowsShim::Unknown if proof.is_none() => {
            finding = finding
                .help(format!(
                    "who needs it on Windows can have it in a file of their own: whether {} starts `{started}` there without it is not established",
                    client.name
                ))
                .pedantic();
        }
        _ => {}
    }
    out.push(finding.fix(fix));
}

fn fix(subject: &Subject<'_>, line: &CommandLine<'_>) -> Option<Fix> {
    let parts = subject.parts();
    let command = parts.command.as_ref()?;
    let list = subject.document().node(parts.args_list?);
    // A line that `cmd` itself has to read stays one.
    let needs_shell = |word: &str| {
        matches!(word, "&&" | "||" | "|" | "&" | ";" | ">" | ">>") || word.contains('%')
    };
    if line.wrappers.len() > 1 || line.words.iter().any(|word| needs_shell(&word.text)) {
        return None;
    }
    let (program, rest) = line.words.split_first()?;
    // `cd x && npx y`: what stands in front would get lost.
    let first = split(program.source).into_iter().next()?;
    if !program.whole && first.text != program.text {
        return None;
    }
    let name = program
        .text
        .strip_suffix(".cmd")
        .unwrap_or(&program.text)
        .to_owned();
    let in_list = subject
        .document()
        .node(command.node)
        .parent()
        .is_some_and(|parent| parent.id() == list.id());
    let at = list
        .items()
        .position(|item| item.id() == program.source.node)?;
    // What stands before: `cmd` itself where the list holds it, `/c` and its like.
    let before = list.items().take(at).skip(usize::from(in_list));
    let mut edits: Vec<Edit> = before.map(|item| Edit::remove(item.id())).collect();
    edits.push(Edit::set(command.node, name));
    if program.whole {
        edits.push(Edit::remove(program.source.node));
    } else {
        // One text holds the line: nothing may stand behind it.
        if at + 1 != list.items().len() {
            return None;
        }
        edits.push(Edit::remove(program.source.node));
        let end = list.items().len();
        edits.extend(
            rest.iter()
                .map(|word| Edit::insert_item(list.id(), end, word.text.as_ref())),
        );
    }
    Some(Fix::r#unsafe(
        "start it without `cmd /c`",
        subject.file_id(),
        edits,
    ))
}
