//! `unreadable-encoding`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// A file that is empty, or that is not text in UTF-8.
    ///
    /// ## Why it fails
    /// Clients read UTF-8. UTF-16 (the `>` of Windows PowerShell writes it), invalid bytes and
    /// NUL bytes do not parse. An empty file is what a crash or a full disk leaves of a
    /// configuration; an empty text is no JSON value, so most clients refuse it. Claude Code and
    /// VS Code take it for one without servers.
    ///
    /// ## Example
    /// A file without content:
    /// ```json bad ~/.cline/data/settings/cline_mcp_settings.json
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.cline/data/settings/cline_mcp_settings.json
    /// {
    ///   "mcpServers": {}
    /// }
    /// ```
    ///
    /// ## Sources
    /// - observed: Gemini CLI 0.61.0, Qwen Code 0.24.4 (2026-11-23); Claude Code 2.1.332,
    ///   Cline 3.0.65, VS Code's reader (2026-11-25)
    "unreadable-encoding", Syntax, Error, None, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
