//! `docker-tty`

use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::{Docker, Verb};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A stdio server in a container that is given a terminal with `-t`.
    ///
    /// ## Why it fails
    /// A client is no terminal. Docker refuses `-t` with "the input device is not a TTY" (newer
    /// ones: "stdin is not a terminal") before it starts anything; podman starts the server behind a terminal that echoes the input and
    /// turns every line break into two characters, which is no JSON-RPC any more. Tutorials say
    /// `docker run -it` because they mean a shell.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "docker",
    ///       "args": ["run", "-it", "--rm", "mcp/time"]
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
    /// Takes the `t` away and keeps the other letters. Safe: with it the server cannot be spoken
    /// to.
    ///
    /// ## Sources
    /// - observed: docker 28.2.2 (2026-11-23)
    /// - docker/cli `cli/streams/in.go` and docker/compose 5.5.0, read (2026-11-25)
    /// - metorial/metorial#8 (2026-11-23)
    "docker-tty", Docker, Error, Safe, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::started(&line) else {
        return;
    };
    // `docker compose exec` takes the option and does nothing about it.
    if !docker.flag("tty") || docker.composed && docker.verb == Verb::Exec {
        return;
    }
    let client = subject.client().name;
    let program = line.program_name();
    let interactive = match docker.all("interactive").last() {
        Some(option) => option.is_on(),
        None => docker.composed,
    };
    let checks = matches!(program.as_str(), "docker" | "docker-compose") && interactive;
    let detached = docker.flag("detach");
    let refused = checks && !detached;
    let effect = if refused {
        format!("`{program}` ends before it starts the server, and {client} loses the connection")
    } else if checks {
        format!("`{program}` refuses it as soon as the container is not sent to the background")
    } else {
        format!("a terminal stands between, through which {client} cannot speak JSON-RPC")
    };
    let label = if refused {
        "\"the input device is not a TTY\""
    } else {
        "no terminal is here"
    };
    for option in docker.all("tty").filter(|option| option.is_on()) {
        let Some(word) = line.words.get(option.word) else {
            continue;
        };
        let fix = option.remove_flag(subject.document(), &line).map(|edit| {
            let title = match option.letter {
                Some(_) => format!("take the `t` out of `{}`", word.text),
                None => format!("remove `{}`", word.text),
            };
            Fix::safe(title, subject.file_id(), vec![edit])
        });
        let message = format!(
            "{} asks for a terminal with `{}`, and a client is none",
            subject.quoted(),
            word.text
        );
        let mut finding = subject
            .finding(
                &RULE,
                subject.document().node(word.source.node).span(),
                message,
            )
            .label(label)
            .effect(effect.clone());
        if fix.is_none() {
            finding = finding.help("keep `-i` and drop `-t`");
        }
        out.push(finding.fix(fix));
    }
}
