//! `command-line-in-command`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::{Check, Subject, rule};
use crate::variables;

use super::line::start;
use super::shell_syntax::BUILTINS;

rule! {
    /// A whole command line where the name of a program belongs.
    ///
    /// ## Why it fails
    /// Clients start the program without a shell, so nobody splits the line: the client looks for
    /// a program whose name has spaces in it, and reports `spawn npx -y … ENOENT` or "not found".
    /// A few clients split the line themselves; there it is no finding.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx -y @modelcontextprotocol/server-memory"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "memory": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-memory"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Keeps the program in the command and puts the other words in front of the arguments. Safe:
    /// no program of that name can be found, so the entry did not work. Where it is not
    /// established that this client does not split, the fix is unsafe.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Codex 0.169.0; mcporter 0.12.3 splits (2026-11-23)
    "command-line-in-command", Command, Error, Both, Check::Entry(check)
}

/// Programs whose path may well stand in front of arguments.
const LAUNCHERS: &[&str] = &[
    "npx", "npm", "pnpm", "yarn", "bunx", "bun", "deno", "node", "uvx", "uv", "pipx", "python",
    "python3", "docker", "podman", "java", "dotnet", "go", "cmd", "sh", "bash", "zsh",
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(command) = &subject.parts().command else {
        return;
    };
    let severity = match subject.client().process.splits_command {
        Some(true) => return,
        Some(false) => Severity::Error,
        None => Severity::Info,
    };
    let Some(words) = words(&command.text) else {
        return;
    };
    let Some((program, arguments)) = words.split_first() else {
        return;
    };
    let node = subject.document().node(command.node);
    let message = format!(
        "the command of {} is a whole command line: `{}`",
        subject.quoted(),
        shown(&command.text)
    );
    let mut finding = subject
        .finding(&RULE, node.span(), message)
        .severity(severity)
        .label("only the program belongs here");
    finding = if severity == Severity::Error {
        finding.effect(format!(
            "{} looks for a program of this name, spaces included, and does not find it",
            subject.client().name
        ))
    } else {
        finding.effect(format!(
            "whether {} splits it is not established",
            subject.client().name
        ))
    };
    let fix = start(subject, program, arguments).map(|edits| {
        let title = "put the arguments into the list of arguments";
        if severity == Severity::Error {
            Fix::safe(title, subject.file_id(), edits)
        } else {
            Fix::r#unsafe(title, subject.file_id(), edits)
        }
    });
    out.push(finding.fix(fix));
}

/// The program and the first words, as far as they hold no secret: what an option takes may be one.
fn shown(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace().take(3) {
        let takes = |option: &&&str| option.starts_with("--");
        if word.contains('=') || words.last().filter(takes).is_some() {
            break;
        }
        words.push(word);
    }
    if text.split_whitespace().count() > words.len() {
        format!("{} …", words.join(" "))
    } else {
        words.join(" ")
    }
}

/// The words of a command that is a line; `None` when it may be the path of one program.
fn words(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if !text.contains(char::is_whitespace) {
        return None;
    }
    // `${X:-a b}` is one word, whatever it becomes.
    if variables::scan(text)
        .iter()
        .any(|variable| text[variable.range.clone()].contains(char::is_whitespace))
    {
        return None;
    }
    let quoted = text.contains(['"', '\'']);
    let words: Vec<String> = if text.contains('\\') {
        // Backslashes are Windows paths here and no escapes.
        (!quoted).then(|| text.split_whitespace().map(str::to_owned).collect())?
    } else {
        shell_words::split(text).ok()?
    };
    let first = words.first()?;
    let name = first.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let name = name
        .strip_suffix(".exe")
        .or_else(|| name.strip_suffix(".cmd"))
        .unwrap_or(&name);
    // `X=y program`, pipes and redirections need a shell: that is another fault.
    let needs_shell = first.contains('=')
        || BUILTINS.contains(&first.as_str())
        || words.iter().any(|word| {
            matches!(
                word.as_str(),
                "&&" | "||" | "|" | ";" | ">" | ">>" | "<" | "2>&1"
            )
        });
    let is_line = words.len() > 1
        && !needs_shell
        && (!first.contains(['/', '\\']) || LAUNCHERS.contains(&name));
    is_line.then_some(words)
}
