//! `unsupported-cwd`

use crate::commandline::{CommandLine, Launcher};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeRef};
use crate::interpret::{Problem, ProblemKind};
use crate::model::{Base, Outcome, Role};
use crate::pattern::has_drive;
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A working folder in a client that has no field for one.
    ///
    /// ## Why it fails
    /// Claude Code and Claude Desktop start every server in a folder of their own choice and
    /// overlook `cwd` without a word. The server then finds neither its modules
    /// (`ModuleNotFoundError`, `Cannot find module`) nor files that it names by relative paths.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "notes": {
    ///       "command": "uv",
    ///       "args": ["run", "server.py"],
    ///       "cwd": "/srv/notes"
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
    ///       "command": "uv",
    ///       "args": ["--directory", "/srv/notes", "run", "server.py"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Tells the launcher the folder by its own option (`uv --directory`, `npm --prefix`,
    /// `pnpm --dir`, `yarn --cwd`), or writes the full path of the script. Unsafe: the server runs
    /// in another folder than before.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330 (2026-11-23)
    /// - <https://modelcontextprotocol.io/docs/tools/debugging#working-directory> (2026-11-23)
    /// - <https://docs.astral.sh/uv/reference/cli/#uv> (2026-11-25)
    "unsupported-cwd", Command, Warning, Unsafe, Check::Entry(check)
}

/// Launchers with an option for the folder, which stands in front of everything else.
const OPTIONS: &[(&str, &str)] = &[
    ("uv", "--directory"),
    ("npm", "--prefix"),
    ("pnpm", "--dir"),
    ("yarn", "--cwd"),
    ("poetry", "--directory"),
    ("make", "-C"),
    ("git", "-C"),
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for (problem, value) in overlooked_folders(subject) {
        let Some(member) = value.member() else {
            continue;
        };
        let name = &member.key.text;
        let message = format!(
            "{} names its folder in `{name}`, and {} has no field for it",
            subject.quoted(),
            subject.client().name
        );
        let Some(finding) = subject.ruled(&RULE, member.key.span, problem.ruling, message) else {
            continue;
        };
        let mut finding = finding.label("not a field of this client");
        let known = problem.ruling.outcome != Outcome::Unknown;
        finding = if known {
            finding
        } else if subject.client().process.base == Base::Undefined {
            // Nothing in the file decides where its servers are started.
            finding.severity(Severity::Warning).effect(format!(
                "{} does not define in which folder it starts servers",
                subject.client().name
            ))
        } else {
            finding.pedantic()
        };
        out.push(match fix(subject, value) {
            Some(fix) => finding.fix(fix),
            None => finding.help(
                "write full paths, or let a shell go there: `sh` with `-c` and `cd FOLDER && exec PROGRAM` in one argument",
            ),
        });
    }
}

/// The fields that name a folder for other clients and are unknown to this one, which knows none.
pub(super) fn overlooked_folders<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a Problem, NodeRef<'a>)> {
    let known = subject.schema().field_for(Role::Cwd).is_some();
    let unknown = subject
        .problems()
        .iter()
        .filter(move |problem| !known && problem.kind == ProblemKind::UnknownField);
    unknown.filter_map(|problem| {
        let value = subject.document().node(problem.node);
        let meanings = vocabulary::meanings(&value.member()?.key.text);
        let is_folder = !meanings.is_empty() && meanings.iter().all(|(role, _)| *role == Role::Cwd);
        let harmless = !problem.ruling.outcome.loses_entry();
        (is_folder && !(harmless && is_idle(subject, value))).then_some((problem, value))
    })
}

/// Whether the folder says nothing, or what this client does anyway.
fn is_idle(subject: &Subject<'_>, value: NodeRef<'_>) -> bool {
    let here = |text: &str| {
        matches!(
            text,
            "." | "./" | "${workspaceFolder}" | "${workspaceRoot}" | "$PWD" | "${PWD}"
        )
    };
    let Some(text) = value.as_str() else {
        return !value.is_object() && !value.is_array();
    };
    let defined = matches!(subject.client().process.base, Base::Folder(_));
    text.is_empty() || subject.parts().command.is_none() || defined && here(text)
}

fn fix(subject: &Subject<'_>, value: NodeRef<'_>) -> Option<Fix> {
    let folder = value.as_str()?;
    let parts = subject.parts();
    let line = CommandLine::of(parts)?;
    let list = parts.args_list?;
    let program = line.words.first().filter(|word| word.whole)?;
    if !line.wrappers.is_empty() {
        return None;
    }
    let name = line.program_name();
    let option = OPTIONS.iter().find(|(launcher, _)| *launcher == name);
    if let Some((_, option)) = option {
        if let Some(told) = crate::commandline::option(line.arguments(), &[option]) {
            let title = "remove it: the launcher is told the same";
            let edits = vec![Edit::remove(value.id())];
            return (told.value == folder).then(|| Fix::r#unsafe(title, subject.file_id(), edits));
        }
        let items = subject.document().node(list).items();
        let at = items
            .map(|item| item.id())
            .position(|id| id == program.source.node)
            .map_or(0, |at| at + 1);
        let edits = vec![
            Edit::insert_item(list, at, *option),
            Edit::insert_item(list, at, folder),
            Edit::remove(value.id()),
        ];
        return Some(Fix::r#unsafe(
            format!("tell it to `{name}` by `{option}`"),
            subject.file_id(),
            edits,
        ));
    }
    let launches = matches!(
        line.launcher,
        Launcher::Node | Launcher::Bun | Launcher::Deno | Launcher::Python | Launcher::Java
    );
    let script = line.words.get(line.own.checked_sub(1)?)?;
    let relative = |path: &str| {
        let drive = has_drive(path);
        !drive && !path.starts_with(['/', '\\', '~', '$', '%', '{', '-'])
    };
    let absolute = folder.starts_with('/') || super::platform::is_windows_path(folder);
    let module = line.words.iter().any(|word| word.text == "-m");
    let is_script = script.text.contains('.') && relative(&script.text) && !module;
    if !launches || line.own < 2 || !script.whole || !is_script || !absolute {
        return None;
    }
    let path = script.text.strip_prefix("./").unwrap_or(&script.text);
    let full = format!("{}/{path}", folder.trim_end_matches(['/', '\\']));
    Some(Fix::r#unsafe(
        "write the full path of the script",
        subject.file_id(),
        vec![
            Edit::set(script.source.node, full),
            Edit::remove(value.id()),
        ],
    ))
}
