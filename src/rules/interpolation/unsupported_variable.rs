//! `unsupported-variable`

use super::reading::{Misread, misread};
use crate::diagnostic::{Diagnostic, Fix};
use crate::interpret::ProblemKind;
use crate::model::{Base, Form, Role};
use crate::rules::rewrite::{hand_on, name_in_field};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A variable where this client expands none.
    ///
    /// ## Why it fails
    /// Some clients expand no variables at all (Codex, Claude Desktop, Zed), others only in some
    /// fields, and nobody but VS Code asks for `${input:…}`. The text is used as it stands: the
    /// server gets the letters `${TOKEN}`, or a header with them is sent over the network. Kilo
    /// Code leaves a server of a project out when its headers hold `{env:…}`.
    ///
    /// ## Example
    /// ```toml bad ~/.codex/config.toml
    /// [mcp_servers.docs]
    /// url = "https://mcp.example.com/mcp"
    /// http_headers = { X-Api-Key = "${DOCS_KEY}", X-Team = "core" }
    /// ```
    ///
    /// ## Use instead
    /// ```toml good ~/.codex/config.toml
    /// [mcp_servers.docs]
    /// url = "https://mcp.example.com/mcp"
    /// http_headers = { X-Team = "core" }
    /// env_http_headers = { X-Api-Key = "DOCS_KEY" }
    /// ```
    ///
    /// ## Fix
    /// Where the client has a field that takes the name of a variable in place of its value, names
    /// it there: for a bearer token, for a header, for a variable that is to be handed on, also to a
    /// bridge such as mcp-remote, which expands it itself. Safe: the text as it stood was of no use.
    ///
    /// ## Sources
    /// - observed: Codex 0.169.0, Claude Code 2.1.330 and others (2026-11-23)
    /// - <https://github.com/QwenLM/qwen-code/issues/11499> (2026-11-23)
    "unsupported-variable", Interpolation, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let client = subject.client().name;
    let facts = subject.variables();
    for misread in misread(subject) {
        if misread.instead.is_some() {
            continue;
        }
        let node = subject.document().node(misread.text.node);
        let what = match misread.variable.form {
            Form::Input => "asks for the input",
            Form::CommandBraced => "holds the command",
            _ => "holds the variable",
        };
        let expands_elsewhere = !facts.forms.is_empty() || !facts.known.is_empty();
        let mut finding = subject
            .finding(
                &RULE,
                node.span(),
                format!(
                    "{} of {} {what} `{}`, which {client} does not expand{}",
                    misread.place,
                    subject.quoted(),
                    misread.shown(),
                    if expands_elsewhere { " here" } else { "" }
                ),
            )
            .label("stays as it is written")
            .effect(match misread.text.role {
                Role::Headers | Role::Url | Role::HttpUrl => {
                    format!("{client} sends the text as it stands")
                }
                _ => format!("{client} uses the text as it stands"),
            });
        if let Some(bridge) = misread.bridge {
            let name = misread.variable.name;
            finding = finding
                .effect(format!("{client} does not hand `{name}` on, and {bridge} finds none"))
                .help(format!(
                "{bridge} expands it from its own environment, which has to hold `{name}`: set it in `env`"
            ));
            out.push(finding.fix(for_bridge(subject, &misread, bridge)));
            continue;
        }
        let base = subject.client().process.base;
        let folder = misread.variable.name.starts_with("workspace");
        if let Base::Folder(base) = base
            && folder
        {
            finding = finding.help(format!("a relative path starts at {base}"));
        } else if !facts.instead.is_empty() {
            finding = finding.help(facts.instead);
        }
        out.push(finding.fix(fix(subject, &misread)));
    }
    out.extend(subject.problems().iter().filter_map(|problem| {
        let ProblemKind::RefusedVariable(field) = problem.kind else {
            return None;
        };
        let node = subject.document().node(problem.node);
        let inner = node
            .member()
            .map(|member| member.key.text.as_str())
            .filter(|name| *name != field.name);
        let place = match inner {
            Some(name) => format!("{}.{name}", field.name),
            None => field.name.to_owned(),
        };
        let message = format!(
            "`{place}` of {} holds a variable, which {client} does not take here",
            subject.quoted()
        );
        let finding = subject.ruled(&RULE, node.span(), problem.ruling, message)?;
        Some(finding.label("refused in this file"))
    }));
}

/// Brings the variable into the environment of the bridge that expands it.
fn for_bridge(subject: &Subject<'_>, misread: &Misread<'_>, bridge: &str) -> Option<Fix> {
    let name = misread.variable.name;
    Some(Fix::safe(
        format!("hand `{name}` on to {bridge}"),
        subject.file_id(),
        vec![hand_on(subject, name)?],
    ))
}

/// Names the variable in a field that takes names.
fn fix(subject: &Subject<'_>, misread: &Misread<'_>) -> Option<Fix> {
    let variable = &misread.variable;
    let key = misread.key?;
    let plain = variable.is_environment() && variable.default.is_none_or(str::is_empty);
    if !plain {
        return None;
    }
    let (before, after) = (
        &misread.text.text[..misread.range.start],
        &misread.text.text[misread.range.end..],
    );
    if !after.is_empty() {
        return None;
    }
    let (field, edits) = name_in_field(subject, misread.text, (key, before), variable.name)?;
    Some(Fix::safe(
        format!("name it in `{field}`"),
        subject.file_id(),
        edits,
    ))
}
