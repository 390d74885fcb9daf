//! mcp.el, a package for Emacs: its servers are a variable in Lisp.

use crate::model::*;

/// mcp.el, read in its source: it reads no file of its own.
pub(super) static CLIENT: Client = Client {
    id: "emacs-mcp-el",
    name: "mcp.el",
    vendor: "lizqwerscott",
    kinds: &[],
    elsewhere: &[
        "The variable `mcp-hub-servers` in the init file of Emacs: a list of `(NAME . (:command … :args … :env …))` or `(NAME . (:url … :token … :headers …))`.",
    ],
    not_read: &[],
    approvals: &[],
    process: Process::UNKNOWN,
    remote: Remote {
        set_process_env: "set it by `setenv` in the init file, or in the environment that Emacs is started from",
        ..Remote::UNKNOWN
    },
    precedence: Precedence::UNKNOWN,
    logs: "the buffer of each connection, from `mcp-hub`",
    log_files: &[],
    restart: "evaluate the variable again and run `mcp-hub-restart-all-server`",
    traps: &[
        "JSON from a server's documentation does not work as it is: `\"command\": \"npx\"` becomes `:command \"npx\"`, and a list of strings a list of Lisp.",
    ],
    evidence: &[Evidence {
        about: &[Topic::Places],
        basis: Basis::Source,
        origin: "lizqwerscott/mcp.el mcp-hub.el@f10768e",
        version: "",
        date: "2026-11-25",
    }],
};
