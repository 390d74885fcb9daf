//! `duplicate-key`

use crate::diagnostic::{Diagnostic, Fix, Mark, Severity};
use crate::document::{Edit, NodeId, NodeRef};
use crate::model::{Outcome, Ruling};
use crate::rules::context::effect;
use crate::rules::{Check, Context, rule};
use crate::workspace::{EntryId, File, FileId, FileProblemKind};

rule! {
    /// A key that stands twice in one object: two servers of one name, two `mcpServers` blocks,
    /// two `args`.
    ///
    /// ## Why it fails
    /// In JSON the last one wins, in every client and without a word: the first server, or every
    /// server of the first block, is gone. TOML and YAML forbid it and the whole file is lost.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   },
    ///   "mcpServers": {
    ///     "fetch": { "command": "uvx", "args": ["mcp-server-fetch"] }
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
    /// Joins two blocks that have no member in common; otherwise it removes the one that does
    /// not count. To be looked at: servers that were lost come to life, or what somebody wrote
    /// goes. The alternatives: to keep the last one only, as it is read today, or the first one.
    ///
    /// ## Sources
    /// - observed: last one wins in Claude Code 2.1.330, Gemini CLI 0.61.0, Copilot CLI 1.0.102
    ///   and others; an error in Codex 0.169.0 (2026-11-23)
    /// - RFC 8259, section 4 (2026-11-23)
    "duplicate-key", Syntax, Error, Unsafe, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    // What the format itself forbids.
    super::report(&RULE, context, id, file, out);
    if file.not_read.is_some() {
        return;
    }
    let document = &file.document;
    for problem in &file.problems {
        let FileProblemKind::DuplicateKey { first, second } = problem.kind else {
            continue;
        };
        let (earlier, later) = (document.node(first), document.node(second));
        let Some(key) = earlier.member().map(|member| &member.key) else {
            continue;
        };
        let same = earlier.to_json() == later.to_json();
        // Whatever the client says about it, one of two different values is lost.
        let severity = if same {
            Severity::Warning
        } else {
            Severity::Error
        };
        let whole = entries(context, id).find(|(_, node)| *node == second);
        let around = || {
            entries(context, id).find(|(_, node)| document.node(*node).span().covers(later.span()))
        };
        let entry = whole.or_else(around).map(|(id, _)| id);
        let mut finding = RULE
            .finding(
                id,
                problem.span,
                format!("`{}` stands twice", later.pointer()),
            )
            .severity(severity)
            .effect(loss(file, problem.ruling))
            .label("this one counts")
            .related(id, key.span, "this one is lost")
            .marked(Mark::Unnecessary);
        finding.fixes = fixes(id, earlier, later, whole.is_some()).unwrap_or_default();
        finding.entry = entry;
        out.push(finding);
    }
}

/// What becomes of the two.
fn loss(file: &File, ruling: Ruling) -> String {
    let client = file.client.name;
    match ruling.outcome {
        Outcome::Unknown => format!("{client} most probably takes the last one and says nothing"),
        outcome if outcome.loses_entry() => effect(file.client, ruling),
        _ => format!("{client} takes the last one and says nothing"),
    }
}

fn entries(context: &Context<'_>, file: FileId) -> impl Iterator<Item = (EntryId, NodeId)> {
    context
        .workspace
        .entries_of(file)
        .map(|(id, entry)| (id, entry.node))
}

/// The ways to have one of the two, the best first.
fn fixes(file: FileId, earlier: NodeRef<'_>, later: NodeRef<'_>, server: bool) -> Option<Vec<Fix>> {
    let name = &later.member()?.key.text;
    let remove = |gone: NodeRef<'_>, title: String| {
        Fix::r#unsafe(title, file, vec![Edit::remove(gone.id())])
    };
    let mut fixes = vec![remove(
        earlier,
        format!("remove the `{name}` that does not count"),
    )];
    if earlier.to_json() != later.to_json() {
        fixes.push(remove(
            later,
            format!("keep the first `{name}`, and remove the other"),
        ));
    }
    // Two servers of one name are two servers, not two halves of one.
    let halves = !server
        && later.is_object()
        && !earlier.members().is_empty()
        && earlier
            .entries()
            .all(|(key, _)| later.get(&key.text).is_none());
    if halves {
        let mut edits: Vec<Edit> = later
            .entries()
            .map(|(key, value)| Edit::insert(earlier.id(), key.text.clone(), value.to_json()))
            .collect();
        edits.push(Edit::remove(later.id()));
        let title = format!("join both `{name}` into one");
        fixes.insert(0, Fix::r#unsafe(title, file, edits));
    }
    Some(fixes)
}
