//! `docker-keeps-container`

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::{Docker, Verb};
use crate::rules::{Check, Subject, rule};

use super::docker_option_after_image::misplaced;

rule! {
    /// A container that stays behind when its server ends, since `--rm` is not there.
    ///
    /// ## Why it fails
    /// A client starts a new container each time it starts the server. Without `--rm` each of them
    /// stays, stopped, until somebody runs `docker container prune`. That is a hint for pedantic
    /// runs.
    ///
    /// With a `--name` it is more: the name stays taken, and the second start ends with "Conflict.
    /// The container name is already in use" (exit code 125). That is a warning.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--name", "time-server", "mcp/time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "--name", "time-server", "mcp/time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Adds `--rm` behind `run`. Safe: no client starts a container a second time, so that nothing
    /// it keeps is ever read again. What must last belongs in a volume with a name or in a folder
    /// of the host, and `--rm` keeps both.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/#rm> (2026-11-25)
    "docker-keeps-container", Docker, Info, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::started(&line) else {
        return;
    };
    // `--restart` and `--rm` exclude each other, and `--replace` makes room for the next one.
    let kept = docker.all("restart").next().is_some() || docker.flag("replace");
    // A word of its own says so on purpose; behind the image another rule tells of it.
    let behind = misplaced(subject, &line, &docker);
    let told = docker.all("rm").next().is_some()
        || behind
            .iter()
            .any(|words| line.words[words.start].text == "--rm");
    if docker.verb != Verb::Run || !docker.certain || docker.image.is_none() || kept || told {
        return;
    }
    let asks = docker.asks();
    let named = docker.all("name").last();
    let at = named.map_or(docker.verb_at, |option| option.value_word);
    let Some(word) = line.words.get(at) else {
        return;
    };
    let fix = docker
        .add_first(subject.document(), &line, &["--rm"])
        .map(|edits| {
            Fix::safe(
                format!("add `--rm` behind `{asks}`"),
                subject.file_id(),
                edits,
            )
        });
    let span = subject.document().node(word.source.node).span();
    let finding = |message: String| subject.finding(&RULE, span, message);
    let program = line.program_name();
    let mut finding = match named.and_then(|option| option.value) {
        Some(name) => finding(format!(
            "{} can be started only once: its container keeps the name `{name}`, and no `--rm` \
             removes it",
            subject.quoted()
        ))
        .severity(Severity::Warning)
        .label("taken after the first start")
        .effect(format!(
            "at the second start `{program}` says that the name is already in use, and {} gets no \
             server",
            subject.client().name
        )),
        None => finding(format!(
            "{} leaves a stopped container behind at every start: `{program} {asks}` without `--rm`",
            subject.quoted()
        ))
        .label("no `--rm` follows")
        .pedantic(),
    };
    if fix.is_none() {
        finding = finding.help(format!("write `{asks} --rm`"));
    }
    out.push(finding.fix(fix));
}
