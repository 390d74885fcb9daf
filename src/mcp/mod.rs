//! `mcpmend mcp`: mcpmend as an MCP server, so that an assistant can look at its own configuration,
//! and repair it where its user allows that.
//!
//! It speaks over standard input and output and opens no connection. It reads what lies in the
//! current project, at the known places of clients, and in the folders that its user or the client
//! names (`bounds`). It writes only when it was started to, by the way of `--fix`, which `mcpmend
//! undo` takes back. Secrets are masked in all that it says.

mod answer;
mod bounds;
mod prompts;
mod resources;
mod server;
mod shared;
mod tools;
mod work;

use std::io;
use std::path::PathBuf;
use std::sync::PoisonError;

use rmcp::ServiceExt;

use crate::analysis::SettingsFrom;
use crate::fix::journal::Journal;
use server::Server;

/// The longest message that is read, in bytes: a text of the most bytes that a file may have, and
/// half as much for its escapes.
const LONGEST_MESSAGE: usize = 16 << 20;

/// What a server is started with.
#[derive(Debug, Default)]
pub struct Setup {
    /// Whether fixes may be written when a tool is called to.
    pub allow_write: bool,
    /// Files and folders that may be read besides the project and the places of clients.
    pub roots: Vec<PathBuf>,
    /// Where the settings come from.
    pub settings: SettingsFrom,
    /// Where what is written is recorded.
    pub journal: Option<Journal>,
}

/// Serves one client until it hangs up.
///
/// # Errors
/// When standard input or output cannot be used, or the client does not speak MCP.
pub fn serve(setup: Setup) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    let server = Server::new(setup);
    let shared = server.shared();
    let transport = rmcp::transport::async_rw::AsyncRwTransport::new_server(
        tokio::io::stdin(),
        tokio::io::stdout(),
    )
    .with_max_line_length(LONGEST_MESSAGE);
    let ended = runtime.block_on(async {
        let running = server.serve(transport).await.map_err(Box::new);
        let running = match running {
            Ok(running) => running,
            // Who asks nothing at all has nothing to complain of.
            Err(error) => {
                return match *error {
                    rmcp::service::ServerInitializeError::ConnectionClosed(_) => Ok(()),
                    // The message may quote what came.
                    rmcp::service::ServerInitializeError::ExpectedInitializeRequest(_) => Err(
                        io::Error::other("the client must begin with the request `initialize`"),
                    ),
                    error => Err(io::Error::other(error.to_string())),
                };
            }
        };
        let quit = running.waiting().await;
        quit.map(|_| ()).map_err(io::Error::other)
    });
    // What is being written is written to its end.
    drop(
        shared
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner),
    );
    // A read of standard input that nobody can call off must not keep the process.
    runtime.shutdown_background();
    ended
}
