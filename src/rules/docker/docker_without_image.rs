//! `docker-without-image`

use crate::diagnostic::Diagnostic;
use crate::docker::{Docker, Verb};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A container engine that is told options only, and no image.
    ///
    /// ## Why it fails
    /// `docker run` stops with "requires at least 1 argument" before anything starts, and the client
    /// sees a closed connection. Mostly the last option has swallowed the image: `-e` takes the next
    /// element for its variable, whatever that is.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "time": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-e", "mcp/time"]
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
    ///       "args": ["run", "-i", "--rm", "-e", "TZ", "mcp/time"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://docs.docker.com/reference/cli/docker/container/run/> (2026-11-25)
    /// - docker/cli, `cli.RequiresMinArgs(1)` of `run` (2026-11-25)
    "docker-without-image", Docker, Error, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::started(&line) else {
        return;
    };
    if !docker.certain || docker.image.is_some() {
        return;
    }
    let what = match (docker.composed, docker.verb) {
        (true, _) => "service",
        (false, Verb::Run) => "image",
        (false, Verb::Exec) => "container",
    };
    // The option that may have taken it is where to look.
    let last = docker
        .options
        .last()
        .filter(|option| (option.word + 1..line.words.len()).contains(&option.value_word));
    let at = last.map_or(line.words.len().saturating_sub(1), |option| {
        option.value_word
    });
    let Some(word) = line.words.get(at) else {
        return;
    };
    let label = match last.and_then(|option| line.words.get(option.word)) {
        Some(option) => format!("taken for the value of `{}`", option.text),
        None => format!("no {what} behind it"),
    };
    let span = subject.document().node(word.source.node).span();
    out.push(
        subject
            .finding(
                &RULE,
                span,
                format!("the command line of {} names no {what}", subject.quoted()),
            )
            .label(label)
            .effect(format!(
                "it stops with an error at once, and {} loses the connection",
                subject.client().name
            ))
            .help(format!("name the {what} behind all options")),
    );
}
