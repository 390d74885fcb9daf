//! What the official MCP SDKs do, for clients that leave it to them.

use crate::model::Inherits;

/// What a stdio server gets besides the entry's own environment, unless the client says otherwise
/// to its SDK.
pub(super) const INHERITS: Inherits = Inherits::Only(&[
    "HOME",
    "LOGNAME",
    "PATH",
    "SHELL",
    "TERM",
    "USER",
    "APPDATA",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "PROCESSOR_ARCHITECTURE",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "USERNAME",
    "USERPROFILE",
    "PROGRAMFILES",
]);
