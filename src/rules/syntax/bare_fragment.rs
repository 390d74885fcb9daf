//! `bare-fragment`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// A pasted piece of configuration without the object around it, or a second one behind
    /// the first.
    ///
    /// ## Why it fails
    /// A JSON file is exactly one value. `"name": {…}` without braces, text around the object,
    /// or two objects one behind the other do not parse ("Unexpected non-whitespace character
    /// after JSON").
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// "mcpServers": {
    ///   "time": { "command": "uvx", "args": ["mcp-server-time"] }
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
    /// Puts braces around the members, removes the text before the object, or merges two objects
    /// into one. To be looked at: the paste may have been meant for another place.
    ///
    /// ## Sources
    /// - RFC 8259, section 2 (2026-11-23)
    /// - observed: Claude Code 2.1.330 (2026-11-23)
    "bare-fragment", Syntax, Error, Unsafe, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
