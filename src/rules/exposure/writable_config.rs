//! `writable-config`

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::document::Span;
use crate::host::Host;
use crate::rules::{Check, Context, in_shell, rule};
use crate::workspace::{File, FileId, FileStatus, roots};

rule! {
    /// A config that everybody on the machine can write to.
    ///
    /// ## Why it fails
    /// A config names the commands that its client starts, as the person who starts the client. Who
    /// can write to it, or to a folder above it, decides what runs with that person's rights: a
    /// service, a program of another account, a container with the folder mounted. A `chmod -R 777`
    /// from long ago is all it takes. A home folder that is closed to others (mode 0700 or 0750)
    /// protects what lies in it, and so does the sticky bit of a folder what others put there.
    ///
    /// The permissions are looked at only on the machine itself, on Linux and macOS, and for files
    /// in the home folder: elsewhere a file system may know none. Whether others are in a group
    /// that can write is not looked up.
    ///
    /// ## Example
    /// With mode 0666:
    /// ```json bad ~/.cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docs-server"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// Take the right away with `chmod o-w ~/.cursor/mcp.json`:
    /// ```json good ~/.cursor/mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docs-server"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - POSIX.1-2024, chmod, and `S_ISVTX` of `<sys/stat.h>` (2026-11-25)
    /// - CWE-732 (2026-11-25)
    "writable-config", Exposure, Warning, None, Check::File(check)
}

fn check(context: &Context<'_>, id: FileId, file: &File, out: &mut Vec<Diagnostic>) {
    let Some(machine) = context.machine() else {
        return;
    };
    // What no client reads starts nothing.
    if file.status == FileStatus::Unreadable || file.not_read.is_some() || file.guess.is_some() {
        return;
    }
    let Some(home) = machine.home() else {
        return;
    };
    let Some(open) = open_to_all(machine, &file.path, home) else {
        return;
    };
    let message = if open == file.path {
        "everybody on this machine can write to this file".to_owned()
    } else {
        "everybody on this machine can replace this file, by way of a folder above it".to_owned()
    };
    let servers = file
        .document
        .root()
        .and_then(|root| roots(file.kind, root).into_iter().next());
    let span = servers.map_or(Span::at(0), |(_, node)| {
        node.member()
            .map_or(Span::at(node.span().start), |member| member.key.span)
    });
    let finding = RULE
        .finding(id, span, message)
        .label("these commands")
        .effect(format!(
            "whoever does so decides what {} starts in your name",
            file.client.name
        ))
        .help(format!("run `chmod o-w {}`", in_shell(open)));
    out.push(finding);
}

/// The file at `path` or the folder above it that others can write to and get to, up to `home`.
fn open_to_all<'p>(host: &dyn Host, path: &'p Path, home: &Path) -> Option<&'p Path> {
    // A link may lead to a file system that knows no permissions.
    if !path.starts_with(home) || !host.canonical(path).starts_with(host.canonical(home)) {
        return None;
    }
    let below_home = |folder: &&Path| folder.starts_with(home);
    let reached = path
        .ancestors()
        .skip(1)
        .take_while(below_home)
        .all(|folder| host.mode(folder).is_some_and(|mode| mode & 0o001 != 0));
    if reached && host.mode(path)? & 0o002 != 0 {
        return Some(path);
    }
    path.ancestors()
        .skip(1)
        .take_while(below_home)
        .find(|folder| {
            let reached = folder
                .ancestors()
                .take_while(below_home)
                .all(|up| host.mode(up).is_some_and(|mode| mode & 0o001 != 0));
            let sticky_or_closed = |mode: u32| mode & 0o1002 != 0o0002;
            reached
                && host
                    .mode(folder)
                    .is_some_and(|mode| !sticky_or_closed(mode))
        })
}
