//! `invalid-escape`

use crate::diagnostic::Diagnostic;
use crate::rules::{Check, Context, rule};
use crate::workspace::{File, FileId};

rule! {
    /// A backslash that starts no escape, as in a Windows path.
    ///
    /// ## Why it fails
    /// In a quoted string `\` starts an escape: `\U` or `\m` is none, so the file does not
    /// parse ("Bad escaped character in JSON"). Worse, `\t` and `\n` inside a path are escapes
    /// and turn into a tab and a line break without a word.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "node",
    ///       "args": ["C:\Users\me\server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "node",
    ///       "args": ["C:\\Users\\me\\server.js"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Doubles the backslashes of the whole string. Safe: the file did not parse, and a
    /// backslash that starts no escape can only have been meant as one.
    ///
    /// ## Sources
    /// - observed: Claude Code 2.1.330 (2026-11-23)
    /// - RFC 8259, section 7 (2026-11-23)
    "invalid-escape", Syntax, Error, Both, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    super::report(&RULE, context, id, file, out);
}
