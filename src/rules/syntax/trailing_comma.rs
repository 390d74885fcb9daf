//! `trailing-comma`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// A comma before a closing bracket, in a file whose reader does not take it.
    ///
    /// ## Why it fails
    /// Standard JSON ends a list without a comma. Claude Code, Cline and Claude Desktop refuse
    /// the file; Gemini CLI does so too, although it takes comments; Droid loses all servers
    /// without a word. VS Code, Copilot CLI, OpenCode and Zed take it: there is nothing to
    /// report in their files.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] },
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
    /// ## Fix
    /// Removes the comma. Safe: a trailing comma never means anything.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Gemini CLI 0.61.0, Copilot CLI 1.0.102, OpenCode 1.18.33,
    ///   Droid 0.215.0 (2026-11-23)
    "trailing-comma", Syntax, Error, Safe, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
