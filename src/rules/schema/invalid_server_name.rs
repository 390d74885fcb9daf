//! `invalid-server-name`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Edit;
use crate::interpret::ProblemKind;
use crate::model::Outcome;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server's name that this client does not take, or that it cannot tell from another's.
    ///
    /// ## Why it fails
    /// Names become parts of tool names, of commands and of file names. Claude Code keeps some
    /// names for itself and writes everything but letters, digits, `-` and `_` as `_` in the
    /// names of tools, so that the tools of `my.server` and `my server` look alike.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "my server": { "command": "uvx", "args": ["mcp-server-time"] },
    ///     "my.server": { "command": "uvx", "args": ["mcp-server-fetch"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] },
    ///     "fetch": { "command": "uvx", "args": ["mcp-server-fetch"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes a name that is taken. To be looked at: permissions and prompts may call the server
    /// by its old name.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Droid 0.215.0 (2026-11-23)
    "invalid-server-name", Schema, Error, Unsafe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for problem in subject.problems() {
        let message = match problem.kind {
            ProblemKind::EmptyName => "a server has an empty name".to_owned(),
            ProblemKind::BadName => format!(
                "{} is no name that {} takes: {}",
                subject.quoted(),
                subject.client().name,
                why(subject)
            ),
            _ => continue,
        };
        out.extend(
            subject
                .ruled(&RULE, subject.name_span(), problem.ruling, message)
                .map(|finding| {
                    let severity = match problem.ruling.outcome {
                        Outcome::Unknown => Severity::Warning,
                        _ => finding.severity,
                    };
                    finding
                        .severity(severity)
                        .label("not a valid name")
                        .fix(fix(subject))
                }),
        );
    }
    collision(subject, out);
}

fn why(subject: &Subject<'_>) -> String {
    let names = subject.schema().names;
    let name = subject.entry.name.as_str();
    if names.reserved.contains(&name) {
        return "it is reserved".to_owned();
    }
    if let Some(longest) = names.longest
        && name.chars().count() > longest
    {
        return format!("it is longer than {longest} characters");
    }
    match names.allowed {
        Some("") => "only letters and digits are allowed".to_owned(),
        Some(allowed) => {
            let signs: Vec<String> = allowed.chars().map(|c| format!("`{c}`")).collect();
            format!("only letters, digits and {} are allowed", signs.join(" "))
        }
        None => "it is not allowed".to_owned(),
    }
}

/// Everything but letters, digits, `-` and `_` becomes `_`.
fn normalized(name: &str) -> impl Iterator<Item = char> {
    name.chars().map(|c| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '_'
        }
    })
}

/// The servers beside this one that have `plain` for their name, normalized.
fn namesakes<'a>(
    subject: &Subject<'a>,
    plain: &str,
) -> impl Iterator<Item = &'a crate::workspace::Entry> {
    let workspace = subject.context.workspace;
    let own = subject.id;
    let parent = subject.node().parent().map(|parent| parent.id());
    workspace
        .entries_of(subject.file_id())
        .filter(move |(id, entry)| {
            normalized(&entry.name).eq(normalized(plain))
                && *id != own
                && !entry.overridden
                && workspace.node(entry).parent().map(|parent| parent.id()) == parent
        })
        .map(|(_, entry)| entry)
}

fn collision(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if !subject.schema().names.normalized {
        return;
    }
    let name = &subject.entry.name;
    let plain: String = normalized(name).collect();
    // Said once, at the later one.
    let earlier = namesakes(subject, &plain)
        .find(|other| other.name_span < subject.entry.name_span && other.name != *name);
    let Some(earlier) = earlier else { return };
    let message = format!(
        "{} and `{}` are one name after {} has replaced the characters that it does not take",
        subject.quoted(),
        earlier.name,
        subject.client().name
    );
    out.push(
        subject
            .finding(&RULE, subject.name_span(), message)
            .severity(Severity::Warning)
            .effect(format!(
                "both become `{plain}`, so their tools cannot be told apart"
            ))
            .label("the same name")
            .related(subject.file_id(), earlier.name_span, "as this one")
            .fix(fix(subject)),
    );
}

fn fix(subject: &Subject<'_>) -> Option<Fix> {
    let names = subject.schema().names;
    let member = subject.node().member()?;
    let signs = names.allowed.unwrap_or("-_");
    let filler = signs.chars().find(|c| matches!(c, '-' | '_'));
    let mut name: String = subject
        .entry
        .name
        .chars()
        .filter_map(|c| {
            if c.is_ascii_alphanumeric() || signs.contains(c) {
                Some(c)
            } else {
                filler
            }
        })
        .collect();
    if name.is_empty() {
        "server".clone_into(&mut name);
    }
    if let Some(longest) = names.longest {
        // Room for the number below; only ASCII is left.
        name.truncate(longest.saturating_sub(2));
    }
    let taken = |name: &str| {
        names.reserved.contains(&name)
            || name == member.key.text
            || namesakes(subject, name).next().is_some()
    };
    let free = std::iter::once(name.clone())
        .chain((2..100).map(|number| format!("{name}{number}")))
        .find(|name| !taken(name))?;
    Some(Fix::r#unsafe(
        format!("rename it to `{free}`"),
        subject.file_id(),
        vec![Edit::rename(subject.entry.node, free)],
    ))
}
