//! `docker-not-interactive`

use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::Docker;
use crate::rules::{Check, Subject, rule};

rule! {
    /// A stdio server in a container that is started without `-i`.
    ///
    /// ## Why it fails
    /// A client speaks to a stdio server over the standard input of the process that it starts.
    /// Without `-i` (`--interactive`) the container's standard input is closed: the server reads
    /// the end of its input and exits at once. Clients then say "Connection closed" or "Server
    /// disconnected", and nothing about Docker.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "github": {
    ///       "command": "docker",
    ///       "args": ["run", "--rm", "ghcr.io/github/github-mcp-server"]
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
    ///       "args": ["run", "-i", "--rm", "ghcr.io/github/github-mcp-server"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Adds `-i` behind `run` or `exec`. Safe: without it no message can reach the server.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/> (2026-11-23)
    /// - homeassistant-ai/ha-mcp#472, stefanoamorelli/sec-edgar-mcp#40 (2026-11-23)
    "docker-not-interactive", Docker, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = CommandLine::of(subject.parts()) else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    let attached = docker.all("attach").any(|option| {
        option
            .value
            .is_some_and(|stream| stream.eq_ignore_ascii_case("stdin"))
    });
    if !docker.certain || docker.image.is_none() || attached || docker.flag("interactive") {
        return;
    }
    let verb = docker.verb.name();
    let word = &line.words[docker.verb_at];
    let message = format!(
        "{} is started by `{} {verb}` without `-i`, so its input is closed and it exits at once",
        subject.quoted(),
        line.program_name(),
    );
    let fix = docker
        .add_first(subject.document(), &line, &["-i"])
        .map(|edits| {
            Fix::safe(
                format!("add `-i` behind `{verb}`"),
                subject.file_id(),
                edits,
            )
        });
    let mut finding = subject
        .finding(
            &RULE,
            subject.document().node(word.source.node).span(),
            message,
        )
        .label("no `-i` follows")
        .effect(format!(
            "{} loses the connection while it waits for the first answer",
            subject.client().name
        ));
    if fix.is_none() {
        finding = finding.help(format!("write `{verb} -i`"));
    }
    out.push(finding.fix(fix));
}
