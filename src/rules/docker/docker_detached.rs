//! `docker-detached`

use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::{Docker, Verb};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A stdio server in a container that is sent to the background with `-d`.
    ///
    /// ## Why it fails
    /// With `-d` (`--detach`) Docker prints the id of the container and exits. The client reads
    /// that id where it waits for JSON-RPC, and then sees the process gone; the container goes
    /// on running with nobody to speak to, one more at every start. `docker exec -d` prints nothing
    /// and exits; the server it started in the container is out of reach.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "-d", "--rm", "mcp/time"]
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
    ///       "args": ["run", "-i", "--rm", "mcp/time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Takes the `d` away and keeps the other letters. Safe: with it the server cannot be spoken
    /// to. A server that is meant to run in the background belongs behind a url instead.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/#detach> (2026-11-23)
    /// - ckreiling/mcp-server-docker#36 (2026-11-23)
    "docker-detached", Docker, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::started(&line) else {
        return;
    };
    if !docker.flag("detach") {
        return;
    }
    let client = subject.client().name;
    let (label, effect) = match docker.verb {
        Verb::Run => (
            "prints the container's id and exits",
            format!("{client} reads that id where it waits for JSON-RPC, and loses the connection"),
        ),
        Verb::Exec => (
            "exits and leaves the server behind",
            format!("{client} loses the connection before the first answer"),
        ),
    };
    for option in docker.all("detach").filter(|option| option.is_on()) {
        let Some(word) = line.words.get(option.word) else {
            continue;
        };
        let fix = option.remove_flag(subject.document(), &line).map(|edit| {
            let title = match option.letter {
                Some(_) => format!("take the `d` out of `{}`", word.text),
                None => format!("remove `{}`", word.text),
            };
            Fix::safe(title, subject.file_id(), vec![edit])
        });
        let message = format!(
            "{} is sent to the background with `{}`, where no client can speak to it",
            subject.quoted(),
            word.text
        );
        out.push(
            subject
                .finding(
                    &RULE,
                    subject.document().node(word.source.node).span(),
                    message,
                )
                .label(label)
                .effect(effect.clone())
                .help("to keep one container running, start it yourself and give its url here")
                .fix(fix),
        );
    }
}
