//! `invalid-server-name`

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::{Edit, NodeId};
use crate::interpret::ProblemKind;
use crate::model::Outcome;
use crate::rules::{Check, Context, Subject, rule};
use crate::workspace::{Entry, File, FileId};

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
    "invalid-server-name", Schema, Error, Unsafe, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    if file.not_read.is_some() {
        return;
    }
    let names = Names::of(context, id);
    for (id, entry) in context.workspace.entries_of(id) {
        if !entry.overridden {
            let subject = context.subject(id);
            refused(&subject, &names, out);
            collision(&subject, &names, out);
        }
    }
}

fn refused(subject: &Subject<'_>, names: &Names<'_>, out: &mut Vec<Diagnostic>) {
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
                        .fix(fix(subject, names))
                }),
        );
    }
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
fn normalized(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '_'
        }
    };
    name.chars().map(plain).collect()
}

/// The servers of a file that count, by the value that they stand in and their normalized names.
struct Names<'a>(BTreeMap<(Option<NodeId>, String), Vec<&'a Entry>>);

impl<'a> Names<'a> {
    fn of(context: &Context<'a>, file: FileId) -> Names<'a> {
        let workspace = context.workspace;
        let mut names: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (_, entry) in workspace.entries_of(file) {
            if !entry.overridden {
                let parent = workspace.node(entry).parent().map(|parent| parent.id());
                names
                    .entry((parent, normalized(&entry.name)))
                    .or_default()
                    .push(entry);
            }
        }
        Names(names)
    }

    /// The servers beside this one that have `name` for their name, normalized.
    fn namesakes(&self, subject: &Subject<'_>, name: &str) -> impl Iterator<Item = &'a Entry> {
        let own = subject.entry.node;
        let parent = subject.node().parent().map(|parent| parent.id());
        let all = self.0.get(&(parent, normalized(name)));
        all.map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(move |entry| entry.node != own)
    }
}

fn collision(subject: &Subject<'_>, names: &Names<'_>, out: &mut Vec<Diagnostic>) {
    if !subject.schema().names.normalized {
        return;
    }
    let name = &subject.entry.name;
    let plain = normalized(name);
    // Said once, at the later one.
    let earlier = names
        .namesakes(subject, &plain)
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
            .fix(fix(subject, names)),
    );
}

fn fix(subject: &Subject<'_>, known: &Names<'_>) -> Option<Fix> {
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
            || known.namesakes(subject, name).next().is_some()
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
