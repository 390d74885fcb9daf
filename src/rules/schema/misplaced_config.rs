//! `misplaced-config`

use crate::diagnostic::Diagnostic;
use crate::document::Span;
use crate::rules::{Check, Context, rule};
use crate::vocabulary;
use crate::workspace::{File, FileId};

rule! {
    /// A file, or a key in a file, that looks right and that the client does not read.
    ///
    /// ## Why it fails
    /// The client looks elsewhere, so no server loads and no message says why. Guides and older
    /// versions name such places, and people guess them: `.claude/mcp.json`, or `mcpServers` in
    /// `.claude/settings.json`, `claude.mcpServers` in an editor's settings.
    ///
    /// ## Example
    /// ```json bad .claude/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330 (2026-11-23)
    /// - https://code.claude.com/docs/en/mcp (2026-11-23)
    "misplaced-config", Schema, Warning, None, Check::File(check)
}

fn check(_context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(not_read) = file.not_read else {
        dead_key(id, file, out);
        return;
    };
    let client = file.client.name;
    let key = not_read.root.and_then(|path| {
        let value = file.document.root()?.get_path(path)?;
        Some((path.join("."), value.member()?.key.span))
    });
    let (span, message) = match key {
        Some((key, span)) => (span, format!("{client} does not read `{key}` in this file")),
        None => (
            Span::at(0),
            format!("{client} does not read `{}`", file.shown),
        ),
    };
    out.push(
        RULE.finding(id, span, message)
            .label("not read")
            .effect(format!("{client} loads no server from here"))
            .help(not_read.instead),
    );
}

/// Keys that look like servers in a file that is read for other things.
fn dead_key(id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(root) = file.document.root() else {
        return;
    };
    for (key, instead) in vocabulary::DEAD_KEYS {
        if let Some(member) = root.member_named(key) {
            out.push(
                RULE.finding(
                    id,
                    member.key.span,
                    format!("no client reads the setting `{key}`"),
                )
                .label("not read")
                .effect("no server in it loads anywhere")
                .help(*instead),
            );
        }
    }
}
