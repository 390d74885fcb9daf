//! `mcpmend mcp`.

use std::io;
use std::path::PathBuf;

use super::args::McpArgs;
use super::session::settings_from;
use super::terminal::Terminal;
use super::{Ending, Failure, keep, say};
use crate::mcp::{self, Setup};

/// Speaks MCP over standard input and output. Nothing else may go to standard output meanwhile.
pub(super) fn run(args: &McpArgs) -> Result<Ending, Failure> {
    // A panic quotes what it failed at, and clients keep what comes to standard error.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(at) => say!("error: mcpmend failed at {}:{}", at.file(), at.line()),
        None => say!("error: mcpmend failed"),
    }));
    if Terminal::is_terminal(&io::stdin()) {
        say!(
            "This speaks MCP over standard input and output. A client starts it: add the command `mcpmend` with the argument `mcp` to its servers. Ctrl-C ends it."
        );
    }
    let roots: Vec<PathBuf> = args.root.clone();
    mcp::serve(Setup {
        allow_write: args.allow_write,
        roots,
        settings: settings_from(&args.settings),
        journal: keep::journal().ok(),
    })
    .map_err(|error| Failure::message(format!("MCP: {error}")))?;
    Ok(Ending::Clean)
}
