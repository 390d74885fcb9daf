//! `machine-path`

use std::ops::Range;

use crate::commandline::Launcher;
use crate::diagnostic::{Diagnostic, Fix};
use crate::discover::project_of;
use crate::document::Edit;
use crate::interpret::Text;
use crate::known::homes;
use crate::model::{Os, Role, Scope};
use crate::rules::{Check, Subject, rule};

use super::platform::is_windows_path;
use crate::rules::home::variable;

rule! {
    /// A path below somebody's home folder in a file that a project shares.
    ///
    /// ## Why it fails
    /// `/Users/ada/…` is there on one machine only. Whoever else opens the project gets a server
    /// that does not start, or one that looks into a folder that is not there. Clients that know
    /// a variable for the project's folder or for the home folder find both on every machine.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "node",
    ///       "args": ["/Users/ada/src/notes-server/dist/index.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "node",
    ///       "args": ["${HOME}/src/notes-server/dist/index.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the client's variable for the project's folder, where the path lies below it on this
    /// machine, else the one for the home folder. Unsafe: others may keep the folder elsewhere.
    ///
    /// ## Sources
    /// - observed: 87 of 850 servers in public repositories have such a path (2026-11-23)
    /// - <https://code.visualstudio.com/docs/reference/variables-reference> (2026-11-25)
    "machine-path", Command, Info, Unsafe, Pedantic, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.entry.scope != Scope::Project {
        return;
    }
    let parts = subject.parts();
    let docker = subject
        .line()
        .is_some_and(|line| line.launcher == Launcher::Docker);
    let env = parts.env.iter().map(|pair| &pair.value);
    let texts = parts.command.iter().chain(&parts.args).chain(&parts.cwd);
    for text in texts.chain(env) {
        if let Some(project) = below_project(subject, &text.text) {
            out.push(finding(subject, text, project, true));
            continue;
        }
        let Some(home) = home(&text.text) else {
            continue;
        };
        // In a container only the host's part of a mount is a path of this machine.
        let mount = text.text[home.end..].contains(':');
        if docker && text.role == Role::Args && !mount {
            continue;
        }
        out.push(finding(subject, text, home, false));
    }
}

fn finding(
    subject: &Subject<'_>,
    text: &Text,
    folder: Range<usize>,
    of_project: bool,
) -> Diagnostic {
    let whose = if of_project {
        "where the project is on this machine"
    } else {
        "below the home folder"
    };
    let shown = &text.text[folder.clone()];
    let finding = subject
        .finding(
            &RULE,
            subject.document().node(text.node).span(),
            format!(
                "{} of {} lies {whose}, `{shown}`",
                place(subject, text),
                subject.quoted()
            ),
        )
        .label("there on one machine only")
        .effect(format!(
            "the file is the project's: for others {} starts the server with a path that they do not have",
            subject.client().name
        ));
    match fix(subject, text, folder, of_project) {
        Some(fix) => finding.fix(fix),
        None if text.role == Role::Command => finding.help(
            "name the program alone and have it on PATH, or declare the server in a file of your own",
        ),
        None => finding.help("declare the server in a file of your own"),
    }
}

fn place(subject: &Subject<'_>, text: &Text) -> String {
    match text.role {
        Role::Command | Role::CommandLine => "the command".to_owned(),
        Role::Cwd => "the folder".to_owned(),
        Role::Env => {
            let mut pairs = subject.parts().env.iter();
            let pair = pairs.find(|pair| pair.value.node == text.node);
            pair.map_or("a variable".to_owned(), |pair| {
                format!("the variable `{}`", pair.name)
            })
        }
        _ => "an argument".to_owned(),
    }
}

/// The bytes of a home folder that a text starts with, or that stands behind `=`.
fn home(text: &str) -> Option<Range<usize>> {
    let start = start_of_path(text);
    let rest = &text[start..];
    let drive = rest.get(1..).filter(|_| is_windows_path(rest));
    let separators = ['/', '\\'];
    let folder = ["/Users/", "/home/"]
        .iter()
        .find_map(|folder| rest.strip_prefix(folder));
    let below = match (folder, drive) {
        (Some(below), _) => below,
        (None, Some(drive)) => drive[1..]
            .trim_start_matches(separators)
            .strip_prefix("Users")?,
        (None, None) => return None,
    };
    let below = below.trim_start_matches(separators);
    let name = below.split(separators).next()?;
    let plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' '));
    let length = rest.len() - below.len() + name.len();
    // The folder itself says little: something below it is meant.
    (plain && !name.is_empty() && !homes::NOBODYS.contains(&name) && below.len() > name.len() + 1)
        .then_some(start..start + length)
}

fn fix(subject: &Subject<'_>, text: &Text, folder: Range<usize>, of_project: bool) -> Option<Fix> {
    let facts = subject.variables();
    let with = if of_project {
        let workspace = facts.workspace?;
        let expands = facts.fields.contains(&text.role);
        expands.then(|| format!("${{{workspace}}}"))?
    } else {
        let windows = is_windows_path(&text.text[folder.start..]);
        let os = if windows { Os::Windows } else { Os::Linux };
        variable(subject, text.role, os)?
    };
    Some(Fix::r#unsafe(
        format!("write `{with}`"),
        subject.file_id(),
        vec![Edit::splice(text.node, folder, with)],
    ))
}

/// The bytes of the project's folder at the start of a path on this machine, or behind `=`.
fn below_project(subject: &Subject<'_>, text: &str) -> Option<Range<usize>> {
    subject.context.machine()?;
    let project = project_of(&subject.file.path, subject.file.kind)?;
    let project = project.to_str().filter(|path| path.len() > 1)?;
    let start = start_of_path(text);
    let rest = text[start..].strip_prefix(project)?;
    (rest.is_empty() || rest.starts_with(['/', '\\'])).then(|| start..start + project.len())
}

/// Where a path starts in an argument: behind `=`, or at its start.
fn start_of_path(text: &str) -> usize {
    match text.find('=') {
        Some(at) if !text.starts_with(['/', '\\']) => at + 1,
        _ => 0,
    }
}
