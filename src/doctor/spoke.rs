//! What a server does when it is started.

/// What a server did when it was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoke {
    /// It answered as an MCP server does.
    Mcp {
        /// What it calls itself, with its version.
        server: Option<String>,
        /// The version of the protocol that it chose.
        protocol: Option<String>,
        /// Whether something that is no message stood before its answer.
        noisy: bool,
    },
    /// It answered with an error.
    Refused(String),
    /// It ended by itself before it answered.
    Exited(Option<i32>),
    /// It said something that is no message, and did not answer.
    Noise,
    /// It said nothing on its standard output.
    Silent,
    /// It could not be started, in the system's words.
    Failed(String),
}
