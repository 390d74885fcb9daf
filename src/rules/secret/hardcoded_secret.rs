//! `hardcoded-secret`

use std::ops::Range;

use serde_json::json;

use crate::bridges::{Bridge, Value};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeRef, Place};
use crate::interpret::Text;
use crate::model::{Form, Inherits, Role, Scope};
use crate::rules::rewrite::{hand_on, names_variable};
use crate::rules::{Check, Subject, rule};
use crate::secret::{self, Evidence, Secret, name};

rule! {
    /// A password, token or key written out in a configuration.
    ///
    /// ## Why it fails
    /// A project's file goes into version control, to forks, to backups and to the context of
    /// the assistant itself; whoever reads it can act as you. A key in your own user file is
    /// safer, but ends up in screenshots, support bundles and synchronised settings.
    ///
    /// It is an error in files that a project shares and a warning in files of one person. What
    /// counts is the look of known credentials, a name that promises one (`API_KEY`, `--token`,
    /// `X-Api-Key`) together with a random value, the schemes `Bearer` and `Basic`, and a
    /// password in a url. The value is masked in every output.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/search-mcp"],
    ///       "env": {
    ///         "SEARCH_API_KEY": "9f8e7d6c5b4a39281706f5e4d3c2b1a0"
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
    ///     "search": {
    ///       "command": "npx",
    ///       "args": ["-y", "@example/search-mcp"],
    ///       "env": {
    ///         "SEARCH_API_KEY": "${SEARCH_API_KEY}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes a variable in this client's own spelling, or an input that the client asks for and
    /// keeps. In a header of mcp-remote, where the client expands nothing, it writes one that
    /// mcp-remote expands from its own environment. Unsafe: the variable has to be set before the server works again. A secret that was
    /// ever committed stays in the history: replace it at its issuer.
    ///
    /// ## Sources
    /// - <https://docs.github.com/en/code-security/secret-scanning> (2026-11-23)
    /// - gitleaks/gitleaks config/gitleaks.toml@b58d3f10 (2026-07-22)
    "hardcoded-secret", Secret, Error, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let pairs = parts.env.iter().chain(&parts.headers);
    let named = pairs.map(|pair| (Some(pair.name.as_str()), &pair.value));
    let single = parts.command.iter().chain(&parts.cwd).chain(&parts.url);
    for (name, text) in named.chain(single.map(|text| (None, text))) {
        for secret in secret::find(name, &text.text) {
            out.push(finding(subject, text, &secret, None));
        }
    }
    let bridge = Bridge::started(parts);
    let told: Vec<(&str, &Value<'_>)> = bridge.iter().flat_map(Bridge::told).collect();
    // What a bridge takes for a secret is one, whatever it is called.
    let secrets = |name: &str, text: &str| {
        let called = match name::promise(name) {
            None if name.starts_with('-') => "token",
            _ => name,
        };
        let mut secrets = secret::find(Some(called), text);
        for secret in &mut secrets {
            secret.name = Some(name.trim_start_matches('-').to_owned());
        }
        secrets
    };
    for (at, text) in parts.args.iter().enumerate() {
        let whole = |value: &Value<'_>| value.word.whole && value.word.source.node == text.node;
        let own: Vec<_> = told.iter().filter(|(_, value)| whole(value)).collect();
        for (name, value) in &own {
            for mut secret in secrets(name, value.text()) {
                secret.range.start += value.range.start;
                secret.range.end += value.range.start;
                out.push(finding(subject, text, &secret, bridge.as_ref()));
            }
        }
        if !own.is_empty() {
            continue;
        }
        let before = at.checked_sub(1).map(|at| parts.args[at].text.as_str());
        let flag = before.filter(|flag| flag.starts_with('-') && !flag.contains('='));
        let flag = flag.filter(|flag| name::promise(flag).is_some());
        for secret in secret::find(flag, &text.text) {
            out.push(finding(subject, text, &secret, bridge.as_ref()));
        }
    }
}

fn finding(
    subject: &Subject<'_>,
    text: &Text,
    secret: &Secret,
    bridge: Option<&Bridge<'_>>,
) -> Diagnostic {
    let shared = matches!(subject.entry.scope, Scope::Project);
    let severity = if shared {
        Severity::Error
    } else {
        Severity::Warning
    };
    let what = match secret.evidence {
        Evidence::Known(known) => article(known.title),
        Evidence::Named(name::Promise::Password) => "a password".to_owned(),
        Evidence::Named(name::Promise::Key) => "a key or token".to_owned(),
        Evidence::Scheme(scheme) => format!("a `{scheme}` credential"),
        Evidence::UserInfo => "the password in a url".to_owned(),
    };
    let place = match text.role {
        Role::Env => "the environment",
        Role::Headers => "a header",
        Role::Url | Role::HttpUrl => "the url",
        Role::Args => "an argument",
        _ => "the command",
    };
    let file = if shared {
        ", in a file that the project shares"
    } else {
        ""
    };
    let message = format!(
        "{} has {what} written out in {place}{file}",
        subject.quoted()
    );
    let node = subject.document().node(text.node);
    let mut finding = subject
        .finding(&RULE, node.span(), message)
        .severity(severity)
        .label("readable by everybody who sees this file");
    let variable = variable_name(subject, text, secret);
    let fixes = [
        input(subject, text, secret, &variable),
        environment(subject, text, secret, &variable),
    ];
    let expanding = bridge.filter(|bridge| bridge.expands(text.node, &secret.range));
    let fixes = match expanding {
        Some(bridge) if fixes.iter().all(Option::is_none) => {
            [by_bridge(subject, text, secret, &variable, bridge), None]
        }
        _ => fixes,
    };
    let mut help = String::new();
    if fixes.iter().all(Option::is_none) {
        help = match expanding {
            Some(bridge) => format!(
                "write `${{{variable}}}`, which {} expands from its own environment, and set that in `env`: there the secret stays out of the list of processes",
                bridge.name()
            ),
            None => instead(subject, text, &variable),
        };
    }
    if shared {
        if !help.is_empty() {
            help.push_str("; ");
        }
        help.push_str("if this was ever committed, replace the secret at its issuer");
    }
    if !help.is_empty() {
        finding = finding.help(help);
    }
    fixes.into_iter().fold(finding, Diagnostic::fix)
}

fn article(title: &str) -> String {
    let vowel = title.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o'])
        || title.starts_with("npm")
        || title.starts_with("xAI")
        || title.starts_with("NVIDIA");
    format!("{} {title}", if vowel { "an" } else { "a" })
}

/// The name of a variable for a secret: its own where it has one, else the server's.
fn variable_name(subject: &Subject<'_>, text: &Text, secret: &Secret) -> String {
    let shout = |name: &str| name::words(name).join("_").to_ascii_uppercase();
    let name = secret.name.as_deref().unwrap_or_default();
    let environment = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if text.role == Role::Env || environment {
        return name.to_owned();
    }
    let what = match secret.evidence {
        Evidence::UserInfo => "PASSWORD".to_owned(),
        _ if name.eq_ignore_ascii_case("authorization") || name.is_empty() => "TOKEN".to_owned(),
        _ => {
            let name = shout(name);
            name.strip_prefix("X_").unwrap_or(&name).to_owned()
        }
    };
    let server = shout(&subject.entry.name);
    let starts_right = server.starts_with(|c: char| c.is_ascii_alphabetic());
    if starts_right && server.is_ascii() {
        format!("{server}_{what}")
    } else {
        format!("MCP_{what}")
    }
}

fn splice(text: &Text, range: Range<usize>, new: String) -> Edit {
    Edit::splice(text.node, range, new)
}

/// Writes the client's spelling of an environment variable.
fn environment(subject: &Subject<'_>, text: &Text, secret: &Secret, variable: &str) -> Option<Fix> {
    let variables = subject.variables();
    let form = variables
        .forms
        .iter()
        .copied()
        .find(|form| names_variable(*form) && variables.expands(*form, text.role))?;
    let written = form.write(variable);
    Some(Fix::r#unsafe(
        format!(
            "write `{written}` and set `{variable}` where {} is started",
            subject.client().name
        ),
        subject.file_id(),
        vec![splice(text, secret.range.clone(), written)],
    ))
}

/// Lets a bridge expand the variable where the client does not, and brings it into the bridge's
/// environment. `None` where that would only move the secret within the file.
fn by_bridge(
    subject: &Subject<'_>,
    text: &Text,
    secret: &Secret,
    variable: &str,
    bridge: &Bridge<'_>,
) -> Option<Fix> {
    let client = subject.client();
    let written = Form::Braced.write(variable);
    let mut edits = vec![splice(text, secret.range.clone(), written.clone())];
    if client.process.inherits != Inherits::All {
        edits.push(hand_on(subject, variable)?);
    }
    Some(Fix::r#unsafe(
        format!(
            "write `{written}`, which {} expands, and set `{variable}` where {} is started",
            bridge.name(),
            client.name
        ),
        subject.file_id(),
        edits,
    ))
}

/// Writes an input and declares it.
fn input(subject: &Subject<'_>, text: &Text, secret: &Secret, variable: &str) -> Option<Fix> {
    let knows = subject.file.kind.siblings.contains(&"inputs");
    if !knows || !subject.variables().expands(Form::Input, text.role) {
        return None;
    }
    let id = variable.to_ascii_lowercase().replace('_', "-");
    let declared = json!({
        "type": "promptString",
        "id": id,
        "description": format!("{variable} for {}", subject.entry.name),
        "password": true,
    });
    let servers = subject.node().parent()?;
    let around = servers.parent()?;
    let mut edits = vec![splice(text, secret.range.clone(), Form::Input.write(&id))];
    match around.get("inputs") {
        Some(inputs) if inputs.is_array() => {
            if !inputs.items().any(|input| has_id(input, &id)) {
                let end = inputs.items().len();
                edits.push(Edit::insert_item(inputs.id(), end, declared));
            }
        }
        Some(_) => return None,
        None => edits.push(Edit::insert_at(
            around.id(),
            "inputs",
            json!([declared]),
            Place::Before(servers.id()),
        )),
    }
    Some(Fix::r#unsafe(
        format!(
            "write `{}`, which {} asks for",
            Form::Input.write(&id),
            subject.client().name
        ),
        subject.file_id(),
        edits,
    ))
}

fn has_id(input: NodeRef<'_>, id: &str) -> bool {
    input.get("id").and_then(|found| found.as_str()) == Some(id)
}

/// The way out where the client expands nothing here.
fn instead(subject: &Subject<'_>, text: &Text, variable: &str) -> String {
    let variables = subject.variables();
    let name = subject.client().name;
    if !variables.instead.is_empty() {
        return variables.instead.to_owned();
    }
    if text.role == Role::Env && subject.client().process.inherits == Inherits::All {
        return format!(
            "remove it here and export `{variable}` where {name} is started: the server inherits it"
        );
    }
    if variables.established {
        format!(
            "{name} expands no variable here: keep the secret in a file of your own, not in one that is shared"
        )
    } else {
        "keep the secret in a file of your own, not in one that is shared".to_owned()
    }
}
