//! `ca-file-missing`

use std::path::Path;

use crate::certificates;
use crate::diagnostic::{Diagnostic, Severity};
use crate::host::FileType;
use crate::interpret::Pair;
use crate::model::{Os, Role};
use crate::rules::{Check, Subject, rule};
use crate::variables::is_templated;

use super::bundle::is_absolute;

rule! {
    /// A variable names a file of certificates that is not there, or not found from everywhere.
    ///
    /// ## Why it fails
    /// Node.js writes one line to the log, "Ignoring extra certs", and goes on without them; a
    /// folder or a file in DER form it ignores without a word. Python's requests refuses every
    /// call. Nobody expands `~` in an environment variable, and a path that starts without `/`
    /// is looked for in whatever folder the client happened to be started in.
    ///
    /// Whether an absolute path is there is checked on the machine that is looked at; in a
    /// repository only files below it are looked for.
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
    /// - observed: Node.js 18 to 24, requests (2026-11-23)
    "ca-file-missing", Tls, Error, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    // Beside a url nobody reads the variable: another rule says so.
    if subject.parts().command.is_none() {
        return;
    }
    for pair in &subject.parts().env {
        let path = pair.value.text.trim();
        if !certificates::names_file(&pair.name) || path.is_empty() || is_templated(path) {
            continue;
        }
        if let Some((message, label, severity)) = judge(subject, pair, path) {
            let span = subject.document().node(pair.value.node).span();
            let mut finding = subject
                .finding(&RULE, span, message)
                .severity(severity)
                .label(label)
                .help("write the absolute path of a PEM file");
            let effect = match pair.name.as_str() {
                "NODE_EXTRA_CA_CERTS" => "Node.js goes on without it, and private hosts fail",
                "REQUESTS_CA_BUNDLE" | "CURL_CA_BUNDLE" => "Python's requests refuses every call",
                _ => "",
            };
            if severity == Severity::Error && !effect.is_empty() {
                finding = finding.effect(effect);
            }
            out.push(finding);
        }
    }
}

fn judge(
    subject: &Subject<'_>,
    pair: &Pair,
    path: &str,
) -> Option<(String, &'static str, Severity)> {
    let host = subject.context.host;
    let of = format!("`{}` of {}", pair.name, subject.quoted());
    if path.starts_with('~') {
        let tilde = subject.client().process.tilde;
        let expanded = tilde.is_none_or(|fields| fields.contains(&Role::Env));
        return (!expanded).then(|| {
            (
                format!("{of} starts with `~`, which nobody expands there"),
                "no file of this name",
                Severity::Error,
            )
        });
    }
    if !is_absolute(path) {
        let below = subject
            .file
            .path
            .ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(host.current_dir()))
            .any(|folder| is_file(subject, &folder.join(path)));
        let (message, severity) = if below {
            (
                format!(
                    "{of} is a relative path: it is found only when the server happens to start in the right folder"
                ),
                Severity::Warning,
            )
        } else {
            (
                format!(
                    "{of} is a relative path, and there is no such file around this configuration"
                ),
                Severity::Error,
            )
        };
        return Some((message, "relative to an unknown folder", severity));
    }
    // A path of another system cannot be looked at from here.
    let windows = !path.starts_with('/');
    if windows != (host.os() == Os::Windows) {
        return None;
    }
    let path = Path::new(path);
    let inside = path.starts_with(host.current_dir());
    if subject.context.machine().is_none() && !inside {
        return None;
    }
    let (what, label) = match host.file_type(path) {
        Ok(FileType::File(0)) => ("names an empty file", "empty"),
        Ok(FileType::File(_)) => return None,
        Ok(FileType::Folder) => ("names a folder, and a file is expected", "a folder"),
        Ok(FileType::DanglingLink) => ("names a link to a file that is not there", "not there"),
        Ok(FileType::Special) => ("names something that is no file", "no file"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            ("names a file that is not there", "not there")
        }
        Err(_) => ("names a file that cannot be read", "not readable"),
    };
    Some((format!("{of} {what}"), label, Severity::Error))
}

fn is_file(subject: &Subject<'_>, path: &Path) -> bool {
    matches!(subject.context.host.file_type(path), Ok(FileType::File(_)))
}
