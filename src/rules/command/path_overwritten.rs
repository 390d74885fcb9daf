//! `path-overwritten`

use std::path::Path;

use super::launched::{entry_path, filled, is_full, is_started};
use crate::commandline::bare_name;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{EntryPath, Os, Role};
use crate::pattern::has_drive;
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// `PATH` in the environment of a server without the folders that its command needs.
    ///
    /// ## Why it fails
    /// `PATH` in `env` takes the place of the client's own in most clients. A server whose PATH
    /// lacks `/usr/bin` and `/bin` finds no `sh`, no `env`, no `git`; `npx` by its full path still
    /// looks for `node` on PATH. VS Code is different: it puts the value behind its own PATH.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-filesystem", "."],
    ///       "env": {
    ///         "PATH": "/home/ada/tools"
    ///       }
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
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-filesystem", "."],
    ///       "env": {
    ///         "PATH": "/home/ada/tools:${PATH}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://github.com/wong2/mcp-cli/issues/7> (2026-11-23)
    /// - microsoft/vscode src/vs/workbench/api/node/extHostMcpNode.ts@0334cc07 (2026-11-25)
    "path-overwritten", Command, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let replaces = matches!(
        subject.client().process.path.entry,
        EntryPath::Replaces | EntryPath::ForServer | EntryPath::Unknown
    );
    if replaces
        && is_started(subject)
        && let Some(pair) = entry_path(subject)
    {
        out.extend(replaced(subject, pair));
    }
}

/// The folders that nearly every program needs: one of these must be on a PATH.
const SYSTEM: &[&str] = &["/usr/bin", "/bin"];

fn replaced(subject: &Subject<'_>, pair: &crate::interpret::Pair) -> Option<Diagnostic> {
    let text = pair.value.text.trim();
    let facts = subject.variables();
    let client = subject.client();
    let windows = text.contains(';') || has_drive(text);
    let expanded = |variable: &variables::Variable<'_>| {
        facts.expands(variable.form, Role::Env) || !facts.established
    };
    // What a variable holds may well be the whole PATH; one that stays as it is written is told by
    // other rules.
    let scanned = variables::scan(text);
    if scanned.iter().any(|it| it.certain || expanded(it)) {
        return None;
    }
    let value = subject.document().node(pair.value.node);
    let quoted = subject.quoted();
    let unsure = client.process.path.entry == EntryPath::Unknown;
    let severity = if unsure {
        Severity::Info
    } else {
        Severity::Warning
    };
    let takes = if unsure {
        format!(
            "it is not established that it takes the place of the PATH that {} has; where it does,",
            client.name
        )
    } else {
        format!(
            "it takes the place of the PATH that {} has, so that",
            client.name
        )
    };
    // What is filled in from elsewhere is not judged.
    if variables::is_templated(text) || text.is_empty() || windows {
        return None;
    }
    let folders = parts(text, windows);
    let all_full = folders.iter().all(|part| is_full(part, Os::Linux));
    if !all_full {
        return None;
    }
    let system = folders.iter().any(|part| SYSTEM.contains(part));
    let beside = beside(subject, &folders);
    let (message, label, effect) = match (system, &beside) {
        (true, None) => return None,
        (true, Some(folder)) => (
            format!("`PATH` of {quoted} lacks `{folder}`, where its command lies"),
            "lacks the command's folder",
            format!("{takes} the command does not find what it starts"),
        ),
        (false, _) => (
            format!("`PATH` of {quoted} lacks the folders of the system"),
            "without `/usr/bin` and `/bin`",
            format!("{takes} the server finds no `sh`, no `env` and no `git`"),
        ),
    };
    let extends = facts
        .forms
        .iter()
        .find(|form| facts.expands(**form, Role::Env))
        .map(|form| form.write("PATH"));
    let help = match extends {
        _ if let Some(folder) = beside.filter(|_| system) => {
            format!("put it in front: `{folder}:{text}`")
        }
        Some(form) => format!("extend it: `{text}:{form}`"),
        None => format!("add them: `{text}:/usr/local/bin:/usr/bin:/bin`"),
    };
    Some(
        subject
            .finding(&RULE, value.span(), message)
            .severity(severity)
            .label(label)
            .effect(effect)
            .help(help),
    )
}

fn parts(text: &str, windows: bool) -> Vec<&str> {
    text.split(if windows { ';' } else { ':' })
        .map(|part| part.trim_end_matches('/'))
        .filter(|part| !part.is_empty())
        .collect()
}

/// The folder of a launcher that is named by its full path and starts something beside it, when
/// that is not on PATH.
fn beside(subject: &Subject<'_>, folders: &[&str]) -> Option<String> {
    let line = subject.line()?;
    let word = line.words.first()?;
    let starts_more = matches!(
        bare_name(&word.text).as_ref(),
        "npx" | "npm" | "pnpm" | "pnpx" | "yarn"
    );
    if !starts_more || !line.wrappers.is_empty() {
        return None;
    }
    let path = filled(subject, &word.text, Role::Command)?;
    let folder = Path::new(&path).parent()?.to_str()?;
    let full = is_full(&path, Os::Linux);
    (full && !folders.contains(&folder)).then(|| folder.to_owned())
}
