//! `docker-env-not-passed`

use crate::certificates;
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::{Docker, Verb};
use crate::rules::{Check, Subject, rule};

use super::docker_option_after_image::misplaced;

rule! {
    /// An environment variable of the entry that no `-e` hands on to the container.
    ///
    /// ## Why it fails
    /// `env` is the environment of the process that the client starts, and that process is
    /// `docker`. The container gets only what `-e`, `--env` or `--env-file` hand on. The server
    /// then says that its token is missing, although it stands in the file.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "ghcr.io/github/github-mcp-server"],
    ///       "env": {
    ///         "GITHUB_PERSONAL_ACCESS_TOKEN": "${GITHUB_TOKEN}"
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
    ///     "github": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server"],
    ///       "env": {
    ///         "GITHUB_PERSONAL_ACCESS_TOKEN": "${GITHUB_TOKEN}"
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Adds `-e NAME` before the image: with the name alone the value is taken from `env` and
    /// does not show up in the list of processes. Safe: the variable reached nobody before.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/#env> (2026-11-23)
    /// - korotovsky/slack-mcp-server#6, elastic/mcp-server-elasticsearch#124 (2026-11-23)
    "docker-env-not-passed", Docker, Error, Safe, Check::Entry(check)
}

/// Starts of the names of variables that the engine itself reads.
const ENGINE: &[&str] = &[
    "DOCKER_",
    "COMPOSE_",
    "BUILDKIT_",
    "BUILDX_",
    "CONTAINER",
    "PODMAN_",
    "REGISTRY_",
    "XDG_",
    "SSH_",
    "LC_",
];

/// Such variables in full. `PATH` and its like of the host mean nothing in a container.
const ENGINE_NAMES: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "SHELL",
    "LANG",
    "TMPDIR",
    "TMP",
    "TEMP",
    "TERM",
    "PWD",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "USERPROFILE",
    "SYSTEMROOT",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "MSYS_NO_PATHCONV",
    "MSYS2_ARG_CONV_EXCL",
];

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    let unseen = docker.all("env-file").next().is_some() || docker.flag("env-host");
    // In a shell or behind `env` the variable may be used in other ways.
    if !docker.certain || docker.image.is_none() || unseen || line.in_shell() {
        return;
    }
    let what = match docker.verb {
        Verb::Run => "image",
        Verb::Exec => "container",
    };
    let behind = misplaced(subject, &line, &docker);
    for pair in &subject.parts().env {
        let name = pair.name.as_str();
        // `-e` would read it otherwise: it sets what has an `=`.
        if name.is_empty() || name.contains(|c: char| c == '=' || c.is_whitespace()) {
            continue;
        }
        let upper = name.to_ascii_uppercase();
        let engines = ENGINE.iter().any(|start| upper.starts_with(start))
            || ENGINE_NAMES.contains(&upper.as_str());
        let passed = docker.env().any(|(passed, _)| {
            passed == name
                || passed
                    .strip_suffix('*')
                    .is_some_and(|start| name.starts_with(start))
        });
        // It is handed on in the wrong place, which another rule tells.
        let misplaced = behind.iter().any(|words| {
            let value = line.words[words.end - 1].text.as_ref();
            let value = value.strip_prefix("--env=").unwrap_or(value);
            value.split('=').next() == Some(name)
        });
        // A certificate needs a mount too: that is told by the rules about certificates.
        if engines || passed || misplaced || certificates::is_variable(name) || used(&line, name) {
            continue;
        }
        let fix = docker
            .add_last(subject.document(), &line, &["-e", name])
            .map(|edits| {
                let title = format!("add `-e {name}` before the {what}");
                Fix::safe(title, subject.file_id(), edits)
            });
        let message = format!(
            "`{name}` of {} never reaches the container: no `-e {name}` hands it on",
            subject.quoted()
        );
        let mut finding = subject
            .finding(&RULE, pair.name_span, message)
            .label(format!("only `{}` itself sees this", line.program_name()))
            .effect(format!("the server runs as if `{name}` were not set"));
        if let Some(image) = docker.image.and_then(|at| line.words.get(at)) {
            let span = subject.document().node(image.source.node).span();
            finding = finding.related(subject.file_id(), span, "options end here");
        }
        if fix.is_none() {
            finding = finding.help(format!("write `-e {name}` before the {what}"));
        }
        out.push(finding.fix(fix));
    }
}

/// Whether some argument refers to the variable, so that it is handed on in another way.
fn used(line: &CommandLine<'_>, name: &str) -> bool {
    line.arguments().iter().any(|word| {
        crate::variables::scan(&word.text)
            .iter()
            .any(|variable| variable.name == name)
    })
}
