//! `relative-path`

use crate::commandline::Launcher;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::interpret::Text;
use crate::model::{Base, Role, Scope};
use crate::pattern::has_drive;
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// A relative path of a program, a script or a folder, in a client that does not say what it
    /// is relative to.
    ///
    /// ## Why it fails
    /// A relative path starts at the folder in which the client happens to run: the project in one
    /// client, the home folder, the client's own folder or `/` in another. The server then fails
    /// with "Cannot find module" or ENOENT.
    ///
    /// ## Example
    /// ```json bad .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "node",
    ///       "args": ["./tools/docs-server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "node",
    ///       "args": ["${workspaceFolder}/tools/docs-server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Puts this client's variable for the project's folder in front, in a file of the project.
    /// Safe: it is the folder that such a path is meant from.
    ///
    /// ## Sources
    /// - <https://modelcontextprotocol.io/docs/tools/debugging> (2026-11-23)
    /// - <https://cursor.com/docs/mcp> (2026-11-23)
    "relative-path", Command, Warning, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if matches!(subject.client().process.base, Base::Folder(_)) {
        return;
    }
    let parts = subject.parts();
    let Some(line) = subject.line() else {
        return;
    };
    // A folder that the client honours settles what paths are relative to.
    let settled = parts.cwd.as_ref().is_some_and(|cwd| {
        subject.schema().field_for(Role::Cwd).is_some() && !is_relative(&cwd.text, true)
    });
    if let Some(cwd) = &parts.cwd
        && is_relative(&cwd.text, true)
    {
        out.push(finding(subject, cwd, "the folder"));
        return;
    }
    if settled || line.in_shell() {
        return;
    }
    if let Some(program) = line.words.first()
        && program.whole
        && is_relative(&program.text, false)
    {
        out.push(finding(subject, program.source, "the command"));
    }
    let script = matches!(
        line.launcher,
        Launcher::Node | Launcher::Bun | Launcher::Deno | Launcher::Python | Launcher::Java
    )
    .then(|| line.words.get(line.own.checked_sub(1)?))
    .flatten()
    .filter(|word| word.whole && is_script(&word.text));
    let folder = crate::commandline::option(
        line.words.get(..line.own).unwrap_or_default(),
        &["--directory", "--project", "--prefix", "--cwd", "--dir"],
    )
    .filter(|option| option.word.whole && option.word.text == option.value)
    .map(|option| option.word)
    .filter(|word| is_relative(&word.text, true));
    for (word, what) in [(script, "the script"), (folder, "the folder")] {
        if let Some(word) = word {
            out.push(finding(subject, word.source, what));
        }
    }
}

/// Whether a path is relative. A bare name of a program is looked up on PATH; a bare name of a
/// folder is a path.
fn is_relative(path: &str, bare: bool) -> bool {
    let absolute = path.starts_with(['/', '\\', '~', '$', '%', '{', '<'])
        || has_drive(path)
        || variables::is_templated(path)
        || path.contains("://");
    !path.is_empty() && !absolute && (bare || path.contains(['/', '\\']))
}

fn is_script(path: &str) -> bool {
    const EXTENSIONS: &[&str] = &[".js", ".mjs", ".cjs", ".ts", ".mts", ".py", ".jar"];
    let lower = path.to_ascii_lowercase();
    EXTENSIONS
        .iter()
        .any(|extension| lower.ends_with(extension))
        && is_relative(path, true)
}

fn finding(subject: &Subject<'_>, text: &Text, what: &str) -> Diagnostic {
    let node = subject.document().node(text.node);
    let variables = subject.variables();
    let fix = variables
        .workspace
        .filter(|_| {
            matches!(subject.entry.scope, Scope::Project | Scope::Local)
                && variables.fields.contains(&text.role)
        })
        .map(|workspace| {
            let path = text.text.strip_prefix("./").unwrap_or(&text.text);
            let path = if matches!(path, "." | "") {
                format!("${{{workspace}}}")
            } else {
                format!("${{{workspace}}}/{path}")
            };
            Fix::safe(
                format!("write `{path}`"),
                subject.file_id(),
                vec![Edit::set(text.node, path)],
            )
        });
    let mut finding = subject
        .finding(
            &RULE,
            node.span(),
            format!(
                "{what} of {} is the relative path `{}`",
                subject.quoted(),
                text.text
            ),
        )
        .label("relative to what?");
    let client = subject.client().name;
    finding = match subject.client().process.base {
        Base::Unknown => finding.severity(Severity::Info).pedantic().effect(format!(
            "in which folder {client} starts servers is not established"
        )),
        _ => finding.effect(format!(
            "{client} does not say in which folder it starts servers"
        )),
    };
    if fix.is_none() {
        finding = finding.help("write the full path");
    }
    finding.fix(fix)
}
