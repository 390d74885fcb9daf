//! `typographic-quote`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// Characters from a word processor or a web page: curly quotes, no-break and zero-width
    /// spaces, raw control characters.
    ///
    /// ## Why it fails
    /// They look like `"` and like a space, and no parser takes them for that: the file does not
    /// parse. They come from chats, PDF files and blog posts that prettify code.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     “time”: {
    ///       "command": "uvx",
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
    /// Writes straight quotes, a plain space, or the escape of a control character. Safe where
    /// it is certain where the string ends, else to be looked at.
    ///
    /// ## Sources
    /// - RFC 8259, sections 2 and 7 (2026-11-23)
    "typographic-quote", Syntax, Error, Both, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
