//! `docker-not-interactive`

use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::{Docker, DockerOption};
use crate::rules::{Check, Subject, rule};

use super::docker_option_after_image::misplaced;

rule! {
    /// A stdio server in a container that is started without `-i`.
    ///
    /// ## Why it fails
    /// A client speaks to a stdio server over the standard input of the process that it starts.
    /// Without `-i` (`--interactive`) the container's standard input is closed: the server reads
    /// the end of its input and exits at once. Clients then say "Connection closed" or "Server
    /// disconnected", and nothing about Docker. `docker compose run` and `exec` keep the input open
    /// by themselves; there only `--interactive=false` closes it.
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
    /// Adds `-i` behind `run` or `exec`, or writes it in place of `--interactive=false`. Safe:
    /// without it no message can reach the server.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/> (2026-11-23)
    /// - docker/compose 5.5.0, `cmd/compose/run.go` and `exec.go`, read (2026-11-25)
    /// - homeassistant-ai/ha-mcp#472, stefanoamorelli/sec-edgar-mcp#40 (2026-11-23)
    "docker-not-interactive", Docker, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::started(&line) else {
        return;
    };
    let attached = docker.all("attach").any(|option| {
        option
            .value
            .is_some_and(|stream| stream.eq_ignore_ascii_case("stdin"))
    });
    let told = docker.all("interactive").last();
    // Compose keeps the input open unless it is told not to.
    let open = told.map_or(docker.composed, DockerOption::is_on);
    if !docker.certain || docker.image.is_none() || attached || open {
        return;
    }
    // `-it` stands in the wrong place, which another rule tells.
    let behind = misplaced(subject, &line, &docker);
    let given = |at: usize| matches!(line.words[at].text.as_ref(), "-it" | "-ti");
    if behind.iter().any(|words| given(words.start)) {
        return;
    }
    let asks = docker.asks();
    let word = match told {
        Some(option) => &line.words[option.word],
        None => &line.words[docker.verb_at],
    };
    let how = match told {
        Some(_) => format!("with `{}`", word.text),
        None => "without `-i`".to_owned(),
    };
    let message = format!(
        "{} is started by `{} {asks}` {how}, so its input is closed and it exits at once",
        subject.quoted(),
        line.program_name(),
    );
    let (title, edits) = if let Some(option) = told {
        let alone = Some(option).filter(|option| option.letter.is_none());
        let edit = alone.and_then(|option| option.respell(&line, "-i"));
        ("write `-i`".to_owned(), edit.map(|edit| vec![edit]))
    } else {
        (
            format!("add `-i` behind `{asks}`"),
            docker.add_first(subject.document(), &line, &["-i"]),
        )
    };
    let fix = edits.map(|edits| Fix::safe(title, subject.file_id(), edits));
    let mut finding = subject
        .finding(
            &RULE,
            subject.document().node(word.source.node).span(),
            message,
        )
        .label(if told.is_some() {
            "closes the input"
        } else {
            "no `-i` follows"
        })
        .effect(format!(
            "{} loses the connection while it waits for the first answer",
            subject.client().name
        ));
    if fix.is_none() {
        finding = finding.help(format!("write `{asks} -i`"));
    }
    out.push(finding.fix(fix));
}
