//! `comment-in-json`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// A comment in a JSON file whose reader does not take comments.
    ///
    /// ## Why it fails
    /// Standard JSON has no comments. Claude Code, Claude Desktop and Cline refuse the file.
    /// VS Code, Gemini CLI, Copilot CLI, OpenCode and Zed take them, so an entry copied from one
    /// of those brings its comments along. `#` is a comment in none of them.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     // tells the time
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
    /// ## Fix
    /// Removes the comment. To be looked at, because what it says is lost.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Cline 3.0.65, Gemini CLI 0.61.0, Copilot CLI 1.0.102,
    ///   OpenCode 1.18.33 (2026-11-23)
    "comment-in-json", Syntax, Error, Unsafe, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
