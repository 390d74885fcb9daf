//! `command-substitution`

use crate::diagnostic::{Diagnostic, Severity};
use crate::interpret::Text;
use crate::model::{Arguments, Form, Role, Scope};
use crate::rules::{Check, Subject, rule};
use crate::variables::{self, Variable};

use super::reading::alike;

rule! {
    /// A command in a value, which this client runs to get the text.
    ///
    /// ## Why it fails
    /// Crush expands `$(…)` in every value, mcp-hub `${cmd: …}`, and Auggie hands the whole command
    /// line to a shell. The command runs whenever the client reads the file, before any server is
    /// started, with all that the client may do. In a file of a project whoever opens the project
    /// runs it, also for a server that is only called by its url.
    ///
    /// ## Example
    /// ```json bad .crush.json
    /// {
    ///   "mcp": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer $(op read op://team/docs/token)"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .crush.json
    /// {
    ///   "mcp": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer $DOCS_TOKEN"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - charmbracelet/crush internal/config/resolve.go@37f36e93 (2026-11-25)
    /// - ravitemer/mcp-hub src/utils/env-resolver.js (2026-11-23)
    /// - observed: Auggie joins command and arguments for a shell (2026-11-23)
    "command-substitution", Interpolation, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let client = subject.client().name;
    let parts = subject.parts();
    let shared = subject.entry.scope == Scope::Project;
    for text in parts.texts() {
        for variable in variables::scan(&text.text) {
            if !runs(subject, text, &variable) {
                continue;
            }
            let Some(program) = variable.name.split_whitespace().next() else {
                continue;
            };
            let finding = subject
                .finding(
                    &RULE,
                    subject.document().node(text.node).span(),
                    format!(
                        "{client} runs `{program}` for {} of {}",
                        place(subject, text),
                        subject.quoted()
                    ),
                )
                .label("a command, and not a text")
                .help(help(subject, text));
            out.push(if shared {
                finding.effect(format!(
                    "the file is the project's: whoever opens it with {client} runs the command"
                ))
            } else {
                finding.severity(Severity::Info).pedantic()
            });
        }
    }
}

/// Whether the client, or the shell that it hands the line to, runs what stands there.
fn runs(subject: &Subject<'_>, text: &Text, variable: &Variable<'_>) -> bool {
    if !matches!(variable.form, Form::Command | Form::CommandBraced) {
        return false;
    }
    let facts = subject.variables();
    let expands = alike(text.role)
        .iter()
        .any(|role| facts.expands(variable.form, *role));
    let of_line = matches!(text.role, Role::Command | Role::CommandLine | Role::Args);
    let by_shell = subject.client().process.arguments == Arguments::Shell;
    expands || by_shell && of_line && variable.form == Form::Command
}

fn place(subject: &Subject<'_>, text: &Text) -> String {
    let parts = subject.parts();
    let named = |pairs: &[crate::interpret::Pair]| {
        let mut pairs = pairs.iter();
        let pair = pairs.find(|pair| pair.value.node == text.node);
        pair.map_or(String::new(), |pair| pair.name.clone())
    };
    match text.role {
        Role::Command | Role::CommandLine => "the command".to_owned(),
        Role::Args => "an argument".to_owned(),
        Role::Env => format!("the variable `{}`", named(&parts.env)),
        Role::Headers => format!("the header `{}`", named(&parts.headers)),
        Role::Cwd => "the folder".to_owned(),
        _ => "the url".to_owned(),
    }
}

fn help(subject: &Subject<'_>, text: &Text) -> String {
    let facts = subject.variables();
    let form = [Form::Braced, Form::Bare, Form::EnvColon, Form::EnvBrace]
        .into_iter()
        .find(|form| {
            alike(text.role)
                .iter()
                .any(|role| facts.expands(*form, *role))
        });
    match form {
        Some(form) => format!(
            "let a variable of the environment hold the value: `{}`",
            form.write("NAME")
        ),
        None => "let a variable of the environment hold the value".to_owned(),
    }
}
