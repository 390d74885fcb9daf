//! What clients take from one library or one editor, stated once.

/// The variables that the MCP SDK for TypeScript hands on to a server besides the entry's own.
pub(super) const SDK_ENVIRONMENT: &[&str] = &[
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
];

/// The same in version 2 of that SDK.
pub(super) const SDK_2_ENVIRONMENT: &[&str] = &[
    "HOME",
    "LOGNAME",
    "PATH",
    "SHELL",
    "TERM",
    "USER",
    "APPDATA",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PROGRAMFILES(X86)",
    "PROGRAMW6432",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];

/// A file that an extension keeps in the storage of VS Code and the editors made from it, on this
/// machine and on the far end of a remote connection.
macro_rules! extension_storage {
    ($file:literal) => {
        crate::clients::shared::extension_storage!(
            $file,
            "{Code,Code - Insiders,VSCodium,Cursor,Windsurf,Trae,Kiro,Antigravity}",
            "{.vscode-server,.vscode-server-insiders,.vscodium-server,.cursor-server,.windsurf-server}"
        )
    };
    ($file:literal, $editors:literal, $servers:literal) => {
        &[
            Location::new(
                Scope::User,
                concat!(
                    "${XDG_CONFIG_HOME:-~/.config}/",
                    $editors,
                    "/User/globalStorage/",
                    $file
                ),
            )
            .on(&[Os::Linux]),
            Location::new(
                Scope::User,
                concat!(
                    "~/Library/Application Support/",
                    $editors,
                    "/User/globalStorage/",
                    $file
                ),
            )
            .on(&[Os::Macos]),
            Location::new(
                Scope::User,
                concat!(
                    "${APPDATA:-~/AppData/Roaming}/",
                    $editors,
                    "/User/globalStorage/",
                    $file
                ),
            )
            .on(&[Os::Windows]),
            Location::new(
                Scope::User,
                concat!("~/", $servers, "/data/User/globalStorage/", $file),
            )
            .note("on the far end of a remote connection or in a container"),
        ]
    };
}

pub(super) use extension_storage;
