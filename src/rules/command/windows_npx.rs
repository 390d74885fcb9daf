//! `windows-npx`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::model::WindowsShim;
use crate::rules::{Check, Subject, rule};

use super::line::start;
use super::platform::is_windows;

rule! {
    /// npx and its like on Windows, in a client that starts programs without a shell.
    ///
    /// ## Why it fails
    /// On Windows npx, npm, pnpm, yarn and their like are batch files (`npx.cmd`); uvx, bunx and node
    /// are not. A client that starts programs directly does not find `npx` (`spawn npx ENOENT`), and
    /// is refused `npx.cmd` (`spawn EINVAL`). Many clients look for the batch file and start it in
    /// the right way; this is found only where that is not so, or not known. Files are taken for
    /// Windows on Windows, when `--os windows` says so, and in a repository when paths in them are
    /// Windows paths. The example is one on Windows.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-filesystem", "C:\\Users\\ada\\notes"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "cmd",
    ///       "args": ["/c", "npx", "-y", "@modelcontextprotocol/server-filesystem", "C:\\Users\\ada\\notes"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Puts `cmd /c` in front. Unsafe: the entry then works on Windows only.
    ///
    /// ## Sources
    /// - <https://github.com/anthropics/claude-code/issues/9594> (2026-11-23)
    /// - <https://github.com/github/copilot-cli/issues/3576> (2026-11-23)
    /// - <https://nodejs.org/en/blog/vulnerability/april-2024-security-releases-2> (2026-11-23)
    "windows-npx", Command, Warning, Unsafe, Check::Entry(check)
}

/// Programs that are batch files on Windows.
pub(super) const SHIMS: &[&str] = &["npx", "npm", "pnpm", "pnpx", "yarn", "tsx", "ts-node"];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let severity = match subject.client().process.windows_shim {
        WindowsShim::NeedsCmd => Severity::Warning,
        WindowsShim::Unknown => Severity::Info,
        WindowsShim::Starts | WindowsShim::StartsUnquoted | WindowsShim::Wraps => return,
    };
    let Some(line) = subject.line() else {
        return;
    };
    let lower = line.program().to_ascii_lowercase();
    let named = lower.ends_with(".cmd") || lower.ends_with(".bat");
    let shim = SHIMS.contains(&line.program_name().as_str()) && !lower.ends_with(".exe");
    if !line.wrappers.is_empty() || !(named || shim) || !is_windows(subject) {
        return;
    }
    let Some(program) = line.words.first().filter(|word| word.whole) else {
        return;
    };
    let node = subject.document().node(program.source.node);
    let mut finding = subject
        .finding(
            &RULE,
            node.span(),
            format!(
                "{} starts `{}` on Windows without `cmd /c`",
                subject.quoted(),
                program.text
            ),
        )
        .severity(severity)
        .label("a batch file on Windows");
    finding = if severity == Severity::Warning {
        finding.effect(format!(
            "{} asks for `cmd /c` in front of batch files; without it starts are seen to fail with `spawn {} {}`",
            subject.client().name,
            program.text,
            // Node.js refuses a batch file that is named, and finds none that is not.
            if named { "EINVAL" } else { "ENOENT" }
        ))
    } else {
        // Most clients start programs by a library that finds it.
        finding.pedantic().effect(format!(
            "whether {} finds it by itself is not established",
            subject.client().name
        ))
    };
    let words = ["/c".to_owned(), program.text.to_string()];
    let fix = start(subject, "cmd", &words)
        .map(|edits| Fix::r#unsafe("start it with `cmd /c`", subject.file_id(), edits));
    out.push(finding.fix(fix));
}
