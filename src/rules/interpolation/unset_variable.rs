//! `unset-variable`

use std::path::{Path, PathBuf};

use super::reading::{alike, is_editors, texts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::discover::project_of;
use crate::document::{NodeRef, Span};
use crate::environment::{Seen, seen};
use crate::host::Host;
use crate::interpret::{Status, Text};
use crate::model::{DesktopPath, Form, Os, Role, Source, Transport, Unset};
use crate::rules::{Check, Subject, rule};
use crate::variables;

rule! {
    /// A variable that this client does not have.
    ///
    /// ## Why it fails
    /// Clients do different things with a variable that is not set. Claude Code and Gemini CLI
    /// leave the text as it stands, and the server gets the letters `${TOKEN}`; VS Code, opencode
    /// and Crush put nothing in its place; mcp-hub does not start the server. The server then
    /// answers 401 or "invalid API key". An app that is started with a click does not have what a
    /// shell's profile exports, unless it asks the login shell.
    ///
    /// Claude Code keeps some variables from remote servers: `NPM_TOKEN`, `AWS_SECRET_ACCESS_KEY`,
    /// `VAULT_TOKEN` and others become empty in a url or a header although they are set, also when
    /// there is a default. Each version observed does so: that is an error, and is found in every
    /// file. Whether a variable is set is asked only on the machine itself. Values are never shown.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer ${DOCS_TOKEN}"
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
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "https://mcp.example.com/mcp",
    ///       "headers": {
    ///         "Authorization": "Bearer ${DOCS_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    /// ```json good ~/.claude/settings.json
    /// {
    ///   "env": {
    ///     "DOCS_TOKEN": "the token"
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Gemini CLI 0.61.0, OpenCode 1.18.33 and others (2026-11-23)
    /// - zed-industries/zed docs/src/environment.md (2026-11-25)
    "unset-variable", Interpolation, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.entry.status != Status::Loaded {
        return;
    }
    let project = match &subject.entry.project {
        Some(project) => Some(PathBuf::from(project)),
        None => project_of(&subject.file.path, subject.file.kind),
    };
    let asked = Asked {
        subject,
        machine: subject.context.machine(),
        project: project.as_deref(),
    };
    let mut told: Vec<&str> = Vec::new();
    let facts = subject.variables();
    for (text, place, _) in texts(subject) {
        if !is_read(subject, text.role) {
            continue;
        }
        for variable in variables::scan(&text.text) {
            let expanded = alike(text.role)
                .iter()
                .any(|role| facts.expands(variable.form, *role));
            let another = variable.form == Form::Braced
                && (facts.known.contains(&variable.name) || is_editors(variable.name));
            if !variable.certain || !variable.is_environment() || !expanded || another {
                continue;
            }
            let name = variable.name;
            if told.contains(&name) {
                continue;
            }
            let finding = if facts.withholds(name, text.role) {
                Some(kept(subject, text, &place, name))
            } else if variable.default.is_none() {
                asked.unset(
                    subject.document().node(text.node).span(),
                    &place,
                    name,
                    true,
                )
            } else {
                None
            };
            if finding.is_some() {
                out.extend(finding);
                told.push(name);
            }
        }
    }
    for role in [Role::EnvNames, Role::BearerFromEnv, Role::HeadersFromEnv] {
        if !is_read(subject, role) {
            continue;
        }
        let Some((field, value)) = subject.field(role) else {
            continue;
        };
        let place = format!("`{field}`");
        let inner = value.items().chain(value.entries().map(|(_, value)| value));
        let names: Vec<NodeRef<'_>> = inner.chain([value]).collect();
        for node in names {
            // A name, and nothing that holds a variable.
            let Some(name) = node.as_str().filter(|name| is_name(name)) else {
                continue;
            };
            if !told.contains(&name) {
                out.extend(asked.unset(node.span(), &place, name, false));
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether the client looks at a field of this role for a server of this transport.
fn is_read(subject: &Subject<'_>, role: Role) -> bool {
    let Some(transport) = subject.entry.interpretation.transport else {
        return true;
    };
    let of_stdio = matches!(
        role,
        Role::Command | Role::CommandLine | Role::Args | Role::Env | Role::Cwd | Role::EnvNames
    );
    of_stdio == (transport == Transport::Stdio)
}

fn kept(subject: &Subject<'_>, text: &Text, place: &str, name: &str) -> Diagnostic {
    let client = subject.client().name;
    let node = subject.document().node(text.node);
    subject
        .finding(
            &RULE,
            node.span(),
            format!(
                "{place} of {} holds `{name}`, which {client} keeps from servers",
                subject.quoted()
            ),
        )
        .severity(Severity::Error)
        .label("becomes empty")
        .effect(format!(
            "{client} puts nothing in its place, whether it is set or not, and a default does not help"
        ))
        .help(format!(
            "copy the value into a variable of another name, such as `MY_{name}`, and write that"
        ))
}

/// Who asks for variables.
struct Asked<'a, 's> {
    subject: &'s Subject<'a>,
    machine: Option<&'a dyn Host>,
    project: Option<&'s Path>,
}

impl Asked<'_, '_> {
    /// The finding about a variable that the client does not have.
    fn unset(&self, span: Span, place: &str, name: &str, in_text: bool) -> Option<Diagnostic> {
        let subject = self.subject;
        let machine = self.machine?;
        let client = subject.client();
        let quoted = subject.quoted();
        let facts = subject.variables();
        let found = seen(machine, client, facts, self.project, name);
        let needs = if in_text { "needs" } else { "names" };
        let (severity, message, label) = match found {
            Seen::Set(_) | Seen::Elsewhere => return None,
            Seen::Unset => (
                Severity::Warning,
                format!("{place} of {quoted} {needs} the variable `{name}`, which is not set"),
                "not set",
            ),
            Seen::InShellOnly { .. } => (
                Severity::Info,
                format!(
                    "{place} of {quoted} {needs} the variable `{name}`, which only this shell has"
                ),
                "not surely set",
            ),
        };
        let name_of = client.name;
        let then = if in_text {
            match facts.unset {
                Unset::Literal => format!("{name_of} then uses the text as it stands"),
                Unset::Empty => format!("{name_of} then puts nothing in its place"),
                Unset::EntryFails => format!("{name_of} then does not start the server"),
                Unset::FileRejected => format!("{name_of} then refuses the whole file"),
                Unset::Unknown => format!("what {name_of} does then is not established"),
            }
        } else {
            format!("{name_of} finds no value under this name")
        };
        let effect = match found {
            Seen::InShellOnly { certain: true } => format!(
                "started with a click, {name_of} does not have the variables of a shell; {then}"
            ),
            Seen::InShellOnly { certain: false } => format!(
                "whether {name_of} has the variables of a shell when it is started with a click is not established; {then}"
            ),
            _ => then,
        };
        Some(
            subject
                .finding(&RULE, span, message)
                .severity(severity)
                .label(label)
                .effect(effect)
                .help(self.help(machine.os(), name)),
        )
    }

    /// Where to set it.
    fn help(&self, os: Os, name: &str) -> String {
        let client = self.subject.client();
        let started = client.name;
        let mut help = match (os, client.process.desktop, client.process.path.desktop) {
            (Os::Windows, ..) => {
                format!(
                    "set `{name}` in the system's environment variables, and start {started} again"
                )
            }
            (_, false, _) => format!("export `{name}` in the shell that starts {started}"),
            (_, true, DesktopPath::LoginShell(systems)) if systems.contains(&os) => {
                format!(
                    "export `{name}` in the profile of the login shell, and start {started} again"
                )
            }
            (Os::Macos, ..) => {
                format!("run `launchctl setenv {name} VALUE`, and start {started} again")
            }
            (Os::Linux, ..) => format!(
                "set `{name}` for the session (`~/.config/environment.d/*.conf`), log in and start {started} again"
            ),
        };
        let facts = self.subject.variables();
        let source = facts.sources.iter().find_map(|source| match source {
            Source::Json(path, key) if !path.starts_with("<project>") => {
                Some(format!(", or put it under `{key}` in `{}`", plain(path)))
            }
            Source::Dotenv(path) if !path.starts_with("<project>") => {
                Some(format!(", or put it into `{}`", plain(path)))
            }
            _ => None,
        });
        help.push_str(&source.unwrap_or_default());
        help
    }
}

/// A template without its variable: the place that it is by default.
fn plain(template: &str) -> String {
    match template
        .strip_prefix("${")
        .and_then(|it| it.split_once(":-"))
    {
        Some((_, rest)) => rest.replacen('}', "", 1),
        None => template.to_owned(),
    }
}
