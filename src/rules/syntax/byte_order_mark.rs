//! `byte-order-mark`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// An invisible byte order mark at the start of a file whose reader does not take it.
    ///
    /// ## Why it fails
    /// Windows PowerShell 5.1 (`Set-Content -Encoding UTF8`, `Out-File`) and old editors write
    /// three invisible bytes before the text. Claude Desktop refuses such a file and writes it
    /// anew without any server at its next start; Gemini CLI and Cline refuse it; Auggie and
    /// Droid lose every server without a word. Claude Code, Copilot CLI, Codex and OpenCode take
    /// it.
    ///
    /// ## Example
    /// The first character is the mark, U+FEFF:
    /// ```json bad ~/.cline/data/settings/cline_mcp_settings.json
    #[doc = " \u{feff}{"]
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good ~/.cline/data/settings/cline_mcp_settings.json
    /// {
    ///   "mcpServers": {
    ///     "time": { "command": "uvx", "args": ["mcp-server-time"] }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Removes the mark. Safe: it carries no meaning in UTF-8.
    ///
    /// ## Sources
    /// - observed: Gemini CLI 0.61.0, Cline 3.0.65, Auggie 0.36.0, Droid 0.215.0,
    ///   Claude Code 2.1.330, Copilot CLI 1.0.102, Codex 0.169.0, OpenCode 1.18.33 (2026-11-23)
    "byte-order-mark", Syntax, Error, Safe, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
