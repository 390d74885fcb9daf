//! `ca-file-missing`

use std::path::Path;

use crate::certificates::Names;
use crate::diagnostic::{Diagnostic, Severity};
use crate::host::FileType;
use crate::rules::{Check, Subject, rule};

use super::files::{Named, Place, named, place};

rule! {
    /// A variable names a file of certificates that is not there, or not found from everywhere.
    ///
    /// ## Why it fails
    /// Node.js writes one line to the log, "Ignoring extra certs", and goes on without them; a
    /// folder it ignores without a word. Python's requests and httpx refuse every call, and Java every TLS
    /// connection. Nobody
    /// expands `~` in an environment variable, and a path that starts without `/` is looked for in
    /// whatever folder the client happened to be started in. Of a container the file counts that
    /// is mounted where its variable points.
    ///
    /// Whether an absolute path is there is checked on the machine that is looked at; in a
    /// repository only files below it are looked for. A variable that what is started does not
    /// read does no harm here: `ca-env-ineffective` tells of it. Where nobody knows what is
    /// started, or how surely it reads the variable, the finding is a warning.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "~/certs/corp-ca.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "wiki": {
    ///       "command": "npx",
    ///       "args": ["-y", "mcp-remote", "https://wiki.corp.internal/mcp"],
    ///       "env": {
    ///         "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/corp-ca.pem"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - observed: Node.js 18 to 24, httpx 0.28, requests 2.34 (2026-11-25)
    /// - <https://docs.oracle.com/en/java/javase/21/security/java-secure-socket-extension-jsse-reference-guide.html>,
    ///   a trust store that is not there is an empty one (2026-11-25)
    "ca-file-missing", Tls, Error, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for named in named(subject) {
        let Some((what, label, severity)) = judge(subject, &named) else {
            continue;
        };
        // Where nobody knows that it is read, nobody knows that it is missed.
        let severity = match named.established() {
            true => severity,
            false => severity.min(Severity::Warning),
        };
        let message = format!("`{}` of {} {what}", named.by, subject.quoted());
        let span = subject.document().node(named.node).span();
        let kind = match named.names {
            Names::Folder => "write the absolute path of a folder of certificates",
            Names::KeyStore => "write the absolute path of a key store",
            _ => "write the absolute path of a PEM file",
        };
        let mut finding = subject
            .finding(&RULE, span, message)
            .severity(severity)
            .label(label)
            .help(kind);
        let effect = named.unusable();
        if severity == Severity::Error && !effect.is_empty() {
            finding = finding.effect(effect);
        }
        out.push(finding);
    }
}

fn judge(subject: &Subject<'_>, named: &Named) -> Option<(&'static str, &'static str, Severity)> {
    match place(subject, named) {
        Place::Elsewhere => None,
        Place::Tilde => Some((
            "starts with `~`, which nobody expands there",
            "no file of this name",
            Severity::Error,
        )),
        // What is for all projects may be meant for the folder of each.
        Place::Relative(found) if found.is_some() || !is_of_project(subject) => Some((
            "is a relative path: it is found only when the server happens to start in the right folder",
            "relative to an unknown folder",
            Severity::Warning,
        )),
        Place::Relative(_) => Some((
            "is a relative path, and there is no such file around this configuration",
            "relative to an unknown folder",
            Severity::Error,
        )),
        Place::Here(path) if named.names == Names::Folder => folders(subject, &path),
        Place::Here(path) => {
            let (what, label) = absent(subject, named.names, &path)?;
            // A pipe may hold certificates all the same.
            let severity = match subject.context.host.file_type(&path) {
                Ok(FileType::Special) => Severity::Warning,
                _ => Severity::Error,
            };
            Some((what, label, severity))
        }
    }
}

/// Whether the file that declares the server lies in the project.
fn is_of_project(subject: &Subject<'_>) -> bool {
    let folder = subject.context.host.current_dir();
    subject.file.path.starts_with(folder)
}

/// What is wrong with the path of a file.
fn absent(
    subject: &Subject<'_>,
    names: Names,
    path: &Path,
) -> Option<(&'static str, &'static str)> {
    match subject.context.host.file_type(path) {
        Ok(FileType::File(_)) => None,
        Ok(FileType::Folder) if names == Names::FileOrFolder => None,
        Ok(FileType::Folder) => Some(("names a folder, and a file is expected", "a folder")),
        Ok(FileType::DanglingLink) => {
            Some(("names a link to a file that is not there", "not there"))
        }
        Ok(FileType::Special) => Some(("names something that is no file", "no file")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Some(("names a file that is not there", "not there"))
        }
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Some(("names a file that may not be read", "not readable"))
        }
        Err(_) => None,
    }
}

/// What is wrong with a list of folders, none of which is there.
fn folders(subject: &Subject<'_>, path: &Path) -> Option<(&'static str, &'static str, Severity)> {
    let text = path.to_string_lossy();
    let divider = if text.starts_with('/') { ':' } else { ';' };
    let folder = |path: &str| {
        let stands = subject.context.host.file_type(Path::new(path));
        matches!(stands, Ok(FileType::Folder))
    };
    // The others may hold what is needed.
    let there = text.split(divider).any(folder);
    let label = if text.contains(divider) {
        "not there, none of them"
    } else {
        "not there"
    };
    (!there).then_some(("names a folder that is not there", label, Severity::Warning))
}
