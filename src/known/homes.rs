//! Home folders.

/// Home folders that are nobody's: of a system, of containers and of build machines (seen in public
/// configs and in the images of dev containers, 2026-11-25).
pub const NOBODYS: &[&str] = &[
    "Shared",
    "Public",
    "Default",
    "shared",
    "runner",
    "node",
    "vscode",
    "codespace",
    "linuxbrew",
];
