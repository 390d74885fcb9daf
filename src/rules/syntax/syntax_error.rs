//! `syntax-error`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// Text that does not parse: a missing comma, a bracket without its partner, a word that
    /// is no value.
    ///
    /// ## Why it fails
    /// A config file is read as a whole, so one wrong character usually costs every server in
    /// it. Claude Code, Cline, Codex and OpenCode refuse the file with a message; Auggie and
    /// Droid show no servers and say nothing.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "uvx"
    ///       "args": ["mcp-server-time"]
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
    ///       "args": ["mcp-server-time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Where one token mends it (a comma, a colon, quotes, a closing bracket at the end), the
    /// fix writes that token. Safe where only one reading is possible, else to be looked at.
    /// All errors of a file are told at once, and everything that could be read is checked too.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330, Codex 0.169.0, OpenCode 1.18.33, Cline 3.0.65,
    ///   Auggie 0.36.0, Droid 0.215.0 (2026-11-23)
    "syntax-error", Syntax, Error, Both, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
