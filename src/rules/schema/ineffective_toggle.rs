//! `ineffective-toggle`

use super::fields::{self, Sort, Unknown};
use crate::diagnostic::{Diagnostic, Fix, Mark, Severity};
use crate::document::Edit;
use crate::interpret::ProblemKind;
use crate::model::{Field, Outcome, Role};
use crate::rules::{Check, Subject, rule};
use crate::vocabulary;

rule! {
    /// A switch that is set to off and that this client does not know: the server runs.
    ///
    /// ## Why it fails
    /// Some clients say `disabled`, some `enabled`, some have no switch in the entry at all.
    /// Claude Code, Gemini CLI, Qwen Code and Codex start a server with `"disabled": true`;
    /// Claude Code, Gemini CLI, Qwen Code and Cline start one with `"enabled": false`. Nobody is
    /// told.
    ///
    /// ## Example
    /// ```toml bad ~/.codex/config.toml
    /// [mcp_servers.time]
    /// command = "uvx"
    /// args = ["mcp-server-time"]
    /// disabled = true
    /// ```
    /// Claude Code has no switch in the entry at all:
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-time"],
    ///       "disabled": true
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// Take the entry out where the client has no switch; else use the client's own:
    /// ```toml good ~/.codex/config.toml
    /// [mcp_servers.time]
    /// command = "uvx"
    /// args = ["mcp-server-time"]
    /// enabled = false
    /// ```
    ///
    /// ## Fix
    /// Writes this client's own switch with the value that means the same. Safe: it is what the
    /// line says. The alternative: remove the line, and let the server run as it does. Where the
    /// client has no switch you choose: the server goes from this file, or the line does.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Codex 0.169.0, Gemini CLI 0.61.0, Qwen Code 0.24.4,
    ///   Cline 3.0.65 (2026-11-23)
    "ineffective-toggle", Schema, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    known_without_effect(subject, out);
    // Where the client's own switch has to be there nothing runs without: `missing-field` tells.
    if subject.problems().iter().any(|problem| {
        matches!(problem.kind, ProblemKind::Missing(field) if is_switch(field))
            && problem.ruling.outcome.loses_entry()
    }) {
        return;
    }
    for unknown in fields::unknown(subject) {
        let Sort::Toggle(true_is_on) = unknown.sort else {
            continue;
        };
        if unknown.ruling.outcome == Outcome::Fine {
            continue;
        }
        let Some(off) = says_off(&unknown, true_is_on) else {
            continue;
        };
        let lost = unknown.ruling.outcome.loses_entry();
        if !off && !lost {
            continue;
        }
        let client = subject.client().name;
        let name = &unknown.key.text;
        let message = if off {
            format!(
                "{} is switched off by `{name}`, which {client} does not know",
                subject.quoted()
            )
        } else {
            format!(
                "{} has `{name}`, which {client} does not know",
                subject.quoted()
            )
        };
        let (severity, effect) = match unknown.ruling.outcome {
            Outcome::Unknown => (
                Severity::Warning,
                format!(
                    "{client} probably starts the server all the same: its documents know no `{name}`"
                ),
            ),
            Outcome::Ignored | Outcome::Warned => (
                Severity::Error,
                format!("{client} starts the server all the same"),
            ),
            _ => (Severity::Error, subject.effect(unknown.ruling)),
        };
        let fix = fix(subject, &unknown, off);
        let mut finding = subject
            .finding(&RULE, unknown.key.span, message)
            .severity(severity)
            .effect(effect)
            .label(if off { "has no effect" } else { "not known" })
            .marked((!lost).then_some(Mark::Unnecessary));
        if fix.is_none() && off {
            finding = finding.help(format!(
                "{client} has no switch in the entry: take the entry out of this file, or switch the server off in the app"
            ));
        }
        let removed = off.then(|| {
            let mut removed = fields::removed(subject, &unknown);
            removed.title.push_str(", and let the server run");
            removed
        });
        let in_entry = fix.is_some();
        let gone = (off && !in_entry).then(|| {
            let title = "take the server out of this file";
            Fix::r#unsafe(
                title,
                subject.file_id(),
                vec![Edit::remove(subject.entry.node)],
            )
        });
        let finding = finding.fix(fix).fix(gone).fix(removed);
        out.push(if in_entry { finding } else { finding.choice() });
    }
}

fn says_off(unknown: &Unknown<'_>, true_is_on: bool) -> Option<bool> {
    let value = match unknown.value.as_str() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => unknown.value.as_bool(),
    };
    value.map(|value| value != true_is_on)
}

/// Whether a field switches the server on or off.
pub(super) const fn is_switch(field: &Field) -> bool {
    matches!(field.role, Role::Enabled | Role::Disabled)
}

/// A switch in other clients' words, and whether it says off.
pub(super) fn foreign<'d>(subject: &Subject<'d>) -> Option<(Unknown<'d>, bool)> {
    fields::unknown(subject).into_iter().find_map(|unknown| {
        let Sort::Toggle(true_is_on) = unknown.sort else {
            return None;
        };
        let off = says_off(&unknown, true_is_on)?;
        Some((unknown, off))
    })
}

/// A switch of other clients that this one knows as something else.
fn known_without_effect(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let client = subject.client().name;
    for (key, value) in subject.node().entries() {
        let field = subject.schema().field(&key.text);
        let Some(field) = field.filter(|field| field.role == Role::Other) else {
            continue;
        };
        let on = vocabulary::toggle(&key.text);
        if on.is_none() || value.as_bool().is_none_or(|value| Some(value) == on) {
            continue;
        }
        let message = format!(
            "{} is switched off by `{}`, which is no switch in {client}",
            subject.quoted(),
            field.name
        );
        out.push(
            subject
                .finding(&RULE, key.span, message)
                .severity(Severity::Warning)
                .effect(format!("{client} starts the server all the same"))
                .label("has no effect")
                .marked(Mark::Unnecessary)
                .help(format!("`{}`: {}", field.name, field.doc)),
        );
    }
}

/// Writes a switch in this client's words.
pub(super) fn fix(subject: &Subject<'_>, unknown: &Unknown<'_>, off: bool) -> Option<Fix> {
    let name = &unknown.key.text;
    let id = unknown.value.id();
    let file = subject.file_id();
    let schema = subject.schema();
    let own = schema
        .field_for(Role::Enabled)
        .map(|field| (field, !off))
        .or_else(|| schema.field_for(Role::Disabled).map(|field| (field, off)));
    match own {
        Some((field, _)) if unknown.object.get(field.name).is_some() => None,
        Some((field, value)) => {
            let mut edits = vec![Edit::rename(id, field.name)];
            if unknown.value.as_bool() != Some(value) {
                edits.push(Edit::set(id, value));
            }
            Some(Fix::safe(
                format!("write `{}` as {value} instead of `{name}`", field.name),
                file,
                edits,
            ))
        }
        None if !off => Some(Fix::safe(
            format!("remove `{name}`"),
            file,
            vec![Edit::remove(id)],
        )),
        None => None,
    }
}
