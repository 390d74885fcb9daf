//! The fields that most clients share, as the MCP community writes them.
//!
//! A client takes one as it is or adds what is special about its own reading of it.

use crate::model::*;

/// `command`, without a shell.
pub(super) const COMMAND: Field = Field::new(
    "command",
    Role::Command,
    Shape::String,
    Use::Stdio,
    "The program to start: a name on PATH or a full path, without arguments.",
)
.example("\"npx\"");

/// `args`.
pub(super) const ARGS: Field = Field::new(
    "args",
    Role::Args,
    Shape::Strings,
    Use::Stdio,
    "The arguments of the program, one string each.",
)
.example("[\"-y\", \"@modelcontextprotocol/server-filesystem\", \".\"]");

/// `env`.
pub(super) const ENV: Field = Field::new(
    "env",
    Role::Env,
    Shape::StringMap,
    Use::Stdio,
    "Environment variables for the server's process, name to text.",
)
.example("{\"LOG_LEVEL\": \"debug\"}");

/// `cwd`.
pub(super) const CWD: Field = Field::new(
    "cwd",
    Role::Cwd,
    Shape::String,
    Use::Stdio,
    "The folder in which the server is started.",
);

/// `url`, for whatever remote transport.
pub(super) const URL: Field = Field::new(
    "url",
    Role::Url,
    Shape::String,
    Use::Remote,
    "The address of a remote server.",
)
.example("\"https://mcp.example.com/mcp\"");

/// `headers`.
pub(super) const HEADERS: Field = Field::new(
    "headers",
    Role::Headers,
    Shape::StringMap,
    Use::Remote,
    "HTTP headers that are sent with every request.",
);

/// `type`, where nobody knows whether the client looks at it: other clients' guides write it.
pub(super) const TYPE: Field = Field::new(
    "type",
    Role::Type,
    Shape::String,
    Use::Both,
    "The transport, as other clients write it; whether it is looked at is not known.",
);

/// What most clients document and no more: program, arguments, environment; url and headers.
pub(super) const PLAIN: &[Field] = &[COMMAND, ARGS, ENV, URL, HEADERS];

/// The same of a client that only starts servers.
pub(super) const PLAIN_STDIO: &[Field] = &[COMMAND, ARGS, ENV];
