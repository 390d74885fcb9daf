//! `timeout-unit`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeRef};
use crate::interpret::ProblemKind;
use crate::model::{Field, Role, Ruling, Unit};
use crate::rules::form::entry::{converted, plural};
use crate::rules::{Check, Subject, rule};

/// In a client that counts milliseconds, less than this is meant as seconds.
const FEW_MILLISECONDS: f64 = 1000.0;

/// In a client that counts seconds, more than this is meant as milliseconds.
const MANY_SECONDS: f64 = 3600.0;

rule! {
    /// A time limit that looks like seconds where milliseconds are counted, or the reverse, or
    /// that is out of the client's range.
    ///
    /// ## Why it fails
    /// Claude Code, Gemini CLI and OpenCode count milliseconds, Cline, Zed and Codex seconds.
    /// 30 copied into a client of milliseconds ends every call at once (Gemini CLI, OpenCode) or
    /// is ignored (Claude Code); 30000 seconds never end.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-time"],
    ///       "timeout": 30
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx",
    ///       "args": ["mcp-server-time"],
    ///       "timeout": 30000
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Converts the number to the client's unit. To be looked at: a very short or very long
    /// limit may be meant. The alternative: leave it to the client, and remove the number. For one
    /// out of range that is for you to choose, since no other number is known.
    ///
    /// ## Sources
    /// - observed: Gemini CLI 0.61.0, OpenCode 1.18.33, Claude Code 2.1.330, Codex 0.169.0
    ///   (2026-11-23)
    "timeout-unit", Schema, Warning, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let node = subject.node();
    for field in subject.schema().fields() {
        let Role::Timeout(unit) = field.role else {
            continue;
        };
        let Some(value) = node.get(field.name) else {
            continue;
        };
        let Some(number) = value.as_f64() else {
            continue;
        };
        let outside = subject.problems().iter().find(|problem| {
            problem.node == value.id() && matches!(problem.kind, ProblemKind::OutOfRange(_))
        });
        let other = match unit {
            Unit::Milliseconds if number > 0.0 && number < FEW_MILLISECONDS => Unit::Seconds,
            Unit::Seconds if number > MANY_SECONDS => Unit::Milliseconds,
            _ if outside.is_some() => unit,
            _ => continue,
        };
        out.extend(finding(
            subject,
            field,
            value,
            (number, unit, other),
            outside.map(|problem| problem.ruling),
        ));
    }
}

fn finding(
    subject: &Subject<'_>,
    field: &'static Field,
    value: NodeRef<'_>,
    (number, unit, other): (f64, Unit, Unit),
    outside: Option<Ruling>,
) -> Option<Diagnostic> {
    let name = field.name;
    let client = subject.client().name;
    let message = if other == unit {
        format!(
            "`{name}` of {} is {number}, which is out of range",
            subject.quoted()
        )
    } else {
        format!(
            "`{name}` of {} is {number}, and {client} counts {}",
            subject.quoted(),
            plural(unit)
        )
    };
    let finding = match outside {
        Some(ruling) => subject.ruled(&RULE, value.span(), ruling, message)?,
        None => subject
            .finding(&RULE, value.span(), message)
            .severity(Severity::Warning)
            .effect(match unit {
                Unit::Milliseconds => {
                    format!("{client} gives up before most servers have started or answered")
                }
                Unit::Seconds => {
                    format!(
                        "{client} waits up to {:.1} hours for a server that hangs",
                        number / 3600.0
                    )
                }
            }),
    };
    let fix = (other != unit)
        .then(|| converted(number, other, unit))
        .flatten()
        .map(|converted| {
            Fix::r#unsafe(
                format!("write {converted}, which is {number} {}", plural(other)),
                subject.file_id(),
                vec![Edit::SetValue {
                    node: value.id(),
                    value: converted,
                }],
            )
        });
    let removed = Fix::r#unsafe(
        format!("remove `{name}`: what {client} does by itself counts"),
        subject.file_id(),
        vec![Edit::remove(value.id())],
    );
    let removed = field.required.is_none().then_some(removed);
    // How long it should be nobody can tell, nor what was meant.
    let undecided = fix.is_none();
    let finding = finding.fix(fix).fix(removed);
    let finding = if undecided { finding.choice() } else { finding };
    Some(
        finding
            .label(if other == unit {
                "out of range"
            } else {
                match other {
                    Unit::Seconds => "meant as seconds?",
                    Unit::Milliseconds => "meant as milliseconds?",
                }
            })
            .help(format!("`{name}`: {}", field.doc)),
    )
}
