//! `hardcoded-secret`

use std::collections::BTreeSet;

use crate::bridges::{Bridge, Value};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{NodeId, NodeRef};
use crate::interpret::Text;
use crate::model::{Role, Scope};
use crate::rules::{Check, Context, Subject, rule};
use crate::secret::{self, Evidence, name, value};

use super::found::Found;
use super::instead;
use super::names::{self, Names};

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
    /// What everybody may know is none: publishable keys, the `anon` key of Supabase, Sentry's
    /// addresses for reports, passwords such as `postgres` that a database comes with.
    ///
    /// ## Fix
    /// Writes a variable in this client's own spelling, names it where the client takes a name
    /// (`bearer_token_env_var`, `env_http_headers`, `env_vars`, `env_keys`), or writes an input
    /// that the client asks for and keeps. In a header of mcp-remote, where the client expands
    /// nothing, it writes one that mcp-remote expands from its own environment. In `env` the
    /// whole value becomes the variable. Its name is that of the setting, or made of the server's;
    /// never one that stands for something else in what is checked, nor one that this client
    /// keeps from servers (Claude Code sends nothing for `${NPM_TOKEN}` in a header). What else the
    /// client takes is the alternative: a variable in place of an input, the field that takes names,
    /// or nothing at all in `env`, where the client hands its own environment on.
    ///
    /// Unsafe: the variable has to be set before the server works again. A secret that was ever
    /// committed stays in the history: replace it at its issuer.
    ///
    /// ## Sources
    /// - <https://docs.github.com/en/code-security/secret-scanning> (2026-11-23)
    /// - gitleaks/gitleaks config/gitleaks.toml@b58d3f10 (2026-07-22)
    "hardcoded-secret", Secret, Error, Unsafe, Check::Files(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let found: Vec<Found<'_>> = context.subjects().flat_map(|it| secrets(&it)).collect();
    if found.is_empty() {
        return;
    }
    let mut names = Names::new(context);
    for it in &found {
        let value = &it.text.text[it.secret.range.clone()];
        let natural = names::natural(&it.subject, &it.text, &it.secret);
        names.take(&natural, Some(value));
    }
    for it in found {
        let variable = names.choose(&it.subject, &it.text, &it.secret);
        out.push(finding(&it, &variable));
    }
}

/// All secrets of an entry.
fn secrets<'a>(subject: &Subject<'a>) -> Vec<Found<'a>> {
    let parts = subject.parts();
    let mut found = Vec::new();
    for pair in &parts.env {
        let text = &pair.value;
        for secret in secret::find(Some(&pair.name), &text.text) {
            let one = Found::new(subject, text, secret, "the environment").key(&pair.name);
            if value::has_reference(&text.text) {
                found.push(one);
            } else {
                found.push(one.whole(&pair.name));
                break;
            }
        }
    }
    for pair in &parts.headers {
        for secret in secret::find(Some(&pair.name), &pair.value.text) {
            found.push(Found::new(subject, &pair.value, secret, "a header").key(&pair.name));
        }
    }
    let single = [
        (&parts.command, "the command"),
        (&parts.cwd, "the folder"),
        (&parts.url, "the url"),
    ];
    for (text, place) in single {
        if let Some(text) = text {
            let secrets = secret::find(None, &text.text).into_iter();
            found.extend(secrets.map(|secret| Found::new(subject, text, secret, place)));
        }
    }
    in_arguments(subject, &mut found);
    in_other_fields(subject, &mut found);
    found
}

fn in_arguments<'a>(subject: &Subject<'a>, found: &mut Vec<Found<'a>>) {
    let parts = subject.parts();
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
                found.push(Found::new(subject, text, secret, "an argument"));
            }
        }
        if !own.is_empty() {
            continue;
        }
        let before = at.checked_sub(1).map(|at| parts.args[at].text.as_str());
        let flag = before.filter(|flag| flag.starts_with('-') && !flag.contains('='));
        let flag = flag.filter(|flag| name::promise(flag).is_some());
        for secret in secret::find(flag, &text.text) {
            found.push(Found::new(subject, text, secret, "an argument"));
        }
    }
}

/// Secrets in the fields that are none of the usual parts, and in those that are unknown.
fn in_other_fields<'a>(subject: &Subject<'a>, found: &mut Vec<Found<'a>>) {
    let seen: BTreeSet<NodeId> = subject.parts().texts().map(|text| text.node).collect();
    for (key, value) in subject.node().entries() {
        let field = subject.schema().field(&key.text);
        let role = field.map_or(Role::Other, |field| field.role);
        let mut stack = vec![(value, key.text.as_str(), key.text.clone())];
        while let Some((node, name, path)) = stack.pop() {
            stack.extend(node.entries().map(|(key, value)| {
                let inner = key.text.as_str();
                (value, inner, format!("{path}.{inner}"))
            }));
            stack.extend(node.items().map(|item| (item, name, path.clone())));
            let Some(text) = text(node, role).filter(|_| !seen.contains(&node.id())) else {
                continue;
            };
            let names_variables = matches!(
                role,
                Role::EnvNames | Role::HeadersFromEnv | Role::BearerFromEnv | Role::Description
            );
            for secret in secret::find(Some(name), &text.text) {
                if !names_variables || matches!(secret.evidence, Evidence::Known(_)) {
                    found.push(Found::new(subject, &text, secret, &format!("`{path}`")));
                }
            }
        }
    }
}

fn text(node: NodeRef<'_>, role: Role) -> Option<Text> {
    Some(Text {
        node: node.id(),
        text: node.as_str()?.to_owned(),
        role,
    })
}

fn finding(found: &Found<'_>, variable: &str) -> Diagnostic {
    let subject = &found.subject;
    let shared = subject.entry.scope == Scope::Project;
    let severity = if shared {
        Severity::Error
    } else {
        Severity::Warning
    };
    let what = match found.secret.evidence {
        Evidence::Known(known) => article(known.title),
        Evidence::Named(name::Promise::Password) => "a password".to_owned(),
        Evidence::Named(name::Promise::Key) => "a key or token".to_owned(),
        Evidence::Scheme(scheme) => format!("a `{scheme}` credential"),
        Evidence::UserInfo => "the password in a url".to_owned(),
    };
    let file = if shared {
        ", in a file that the project shares"
    } else {
        ""
    };
    let message = format!(
        "{} has {what} written out in {}{file}",
        subject.quoted(),
        found.place
    );
    let label = if shared {
        "everybody who gets the project can read it"
    } else {
        "everybody who sees this file can read it"
    };
    let (fixes, mut help) = instead::instead(found, variable);
    if shared {
        help.push_str("; if this was ever committed, replace the secret at its issuer");
    }
    let finding = subject
        .finding(&RULE, found.span(), message)
        .severity(severity)
        .label(label)
        .help(help);
    fixes.into_iter().fold(finding, Diagnostic::fix)
}

fn article(title: &str) -> String {
    let vowel = title.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o'])
        || title.starts_with("npm")
        || title.starts_with("xAI")
        || title.starts_with("NVIDIA");
    format!("{} {title}", if vowel { "an" } else { "a" })
}
