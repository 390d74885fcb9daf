//! `space-in-batch-argument`

use crate::bridges::{Bridge, Header, HeaderForm};
use crate::commandline::{CommandLine, Launcher, Word, Wrapper};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::model::{Arguments, Form, Role, WindowsShim};
use crate::rules::rewrite::{add_env, header_variable};
use crate::rules::{Check, Subject, rule};
use crate::variables;

use super::platform::is_windows;
use super::windows_npx::SHIMS;

rule! {
    /// An argument with a space that does not arrive in one piece.
    ///
    /// ## Why it fails
    /// On Windows npx and its like are batch files, which `cmd` starts. A client that gives `cmd`
    /// their full path loses it as soon as an argument has a space: `'C:\Program' is not
    /// recognized as an internal or external command` (Claude Desktop). The same happens to a
    /// path with a space behind `cmd /c`, whoever starts it: of several quoted words `cmd` takes
    /// the first and the last quote away. Cursor is known to hand such an argument to npx in
    /// pieces, so that mcp-remote sends a header without its value.
    ///
    /// ## Example
    /// ```json bad .cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "npx",
    ///       "args": [
    ///         "-y",
    ///         "mcp-remote",
    ///         "https://mcp.example.com/mcp",
    ///         "--header",
    ///         "Authorization: Bearer 0123456789abcdef"
    ///       ]
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
    ///       "command": "npx",
    ///       "args": [
    ///         "-y",
    ///         "mcp-remote",
    ///         "https://mcp.example.com/mcp",
    ///         "--header",
    ///         "Authorization:${AUTHORIZATION_HEADER}"
    ///       ],
    ///       "env": {
    ///         "AUTHORIZATION_HEADER": "Bearer 0123456789abcdef"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Puts the value of a header into the environment, where mcp-remote takes it from, and leaves
    /// no space behind the colon. Unsafe: it rests on the bridge to put the value back.
    ///
    /// ## Sources
    /// - <https://github.com/smithery-ai/mcp-obsidian/issues/13>,
    ///   <https://github.com/aaronsb/obsidian-mcp-plugin/issues/31> (2026-11-25)
    /// - mcp-remote 0.15.1, its README on custom headers (2026-11-23)
    /// - <https://learn.microsoft.com/windows-server/administration/windows-commands/cmd>: what
    ///   becomes of quotes (2026-11-25)
    "space-in-batch-argument", Command, Error, Unsafe, Check::Entry(check)
}

/// Why an argument with a space gets lost.
enum Loss<'w, 'a> {
    /// The client gives `cmd` the path of a batch file.
    BatchFile,
    /// The entry gives `cmd` a path with a space.
    Path(&'w Word<'a>),
    /// The client hands arguments to a launcher in pieces.
    Pieces,
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(loss) = loss(subject, &line) else {
        return;
    };
    let bridge = subject.bridge();
    let client = subject.client().name;
    for word in line.arguments() {
        if !word.whole || !word.text.trim().contains(char::is_whitespace) {
            continue;
        }
        // An option with its value in one argument is another fault.
        if word.text.starts_with('-') && !word.text.contains('=') {
            continue;
        }
        let header = bridge.as_deref().and_then(|bridge| {
            let own = |header: &&Header<'_>| header.name.word.source.node == word.source.node;
            bridge.headers.iter().find(own).map(|it| (bridge, it))
        });
        let what = match header {
            Some((_, header)) => format!("the header `{}`", header.name.text()),
            None => "an argument".to_owned(),
        };
        let node = subject.document().node(word.source.node);
        let mut finding = subject
            .finding(
                &RULE,
                node.span(),
                format!("{what} of {} has a space in it", subject.quoted()),
            )
            .label("does not arrive in one piece");
        finding = match &loss {
            Loss::BatchFile => finding.effect(format!(
                "{client} starts `{}` through `cmd` by its full path, which is cut off at its first space: \"'C:\\Program' is not recognized\"",
                line.program_name()
            )),
            Loss::Path(path) => finding
                .related(
                    subject.file_id(),
                    subject.document().node(path.source.node).span(),
                    "has a space, too",
                )
                .effect(
                    "of several quoted words `cmd` takes the first and the last quote away, and finds no such program",
                ),
            Loss::Pieces => finding.severity(Severity::Warning).effect(format!(
                "{client} is known to hand it to `{}` in pieces, so that the value gets lost",
                line.program_name()
            )),
        };
        let fix = header.and_then(|(bridge, header)| fix(subject, bridge, header));
        if fix.is_none() {
            finding = finding.help(match header {
                Some((_, header)) => format!(
                    "leave no space behind the colon, and let `env` hold the value: `{}:${{{}}}`",
                    header.name.text(),
                    header_variable(header.name.text())
                ),
                None => "let a variable in `env` hold the value where the server reads one, or start the program by `node` and the path of its script".to_owned(),
            });
        }
        out.push(finding.fix(fix));
    }
}

fn loss<'w, 'a>(subject: &Subject<'_>, line: &'w CommandLine<'a>) -> Option<Loss<'w, 'a>> {
    let process = subject.client().process;
    let name = line.program_name();
    if line.wrappers == [Wrapper::Cmd] {
        let program = line.words.first()?;
        let spaced = program.whole && program.text.contains(' ');
        return spaced.then_some(Loss::Path(program));
    }
    if !line.wrappers.is_empty() {
        return None;
    }
    let program = line.program().to_ascii_lowercase();
    let batch = program.ends_with(".cmd")
        || program.ends_with(".bat")
        || SHIMS.contains(&name.as_str()) && !program.ends_with(".exe");
    if process.windows_shim == WindowsShim::StartsUnquoted && batch && is_windows(subject) {
        return Some(Loss::BatchFile);
    }
    (process.arguments == Arguments::Split && line.launcher == Launcher::Npx)
        .then_some(Loss::Pieces)
}

/// The header with its value in the environment.
fn fix(subject: &Subject<'_>, bridge: &Bridge<'_>, header: &Header<'_>) -> Option<Fix> {
    let name = header.name.text();
    let value = header.value.text().trim();
    let word = &header.name.word;
    let title = "take the space out of the argument";
    if bridge.is.header != HeaderForm::Colon || !word.whole {
        return None;
    }
    if !value.contains(char::is_whitespace) {
        let edits = vec![Edit::set(word.source.node, format!("{name}:{value}"))];
        return Some(Fix::r#unsafe(title, subject.file_id(), edits));
    }
    // Where the client expands `${X}` in arguments it would look for ours before the bridge can.
    let facts = subject.variables();
    let expands = facts.expands(Form::Braced, Role::Args) || !facts.established;
    // A variable has to be expanded in the environment as well, or by the bridge no longer.
    let kept = variables::scan(value)
        .iter()
        .filter(|variable| variable.certain)
        .all(|variable| facts.expands(variable.form, Role::Env));
    if !bridge.is.expands_headers || expands || !kept {
        return None;
    }
    let variable = header_variable(name);
    let mut edits = add_env(subject, &[(variable.clone(), value.to_owned())])?;
    edits.push(Edit::set(
        word.source.node,
        format!("{name}:${{{variable}}}"),
    ));
    Some(Fix::r#unsafe(
        format!("put its value into `{variable}`"),
        subject.file_id(),
        edits,
    ))
}
