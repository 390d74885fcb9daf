//! `docker-host-network`

use crate::diagnostic::Diagnostic;
use crate::docker::Docker;
use crate::model::Os;
use crate::rules::{Check, Subject, rule};

use super::asked_os;

rule! {
    /// A container that shares the network of its host, where that does not do what it seems to.
    ///
    /// ## Why it fails
    /// With `--network host` there is nothing to publish: Docker discards every `-p` ("Published
    /// ports are discarded when using host network mode"), and the server is reached on the port
    /// that it listens on, by the whole network.
    ///
    /// On macOS and Windows containers run in a virtual machine, and the host of `--network host`
    /// is that machine. A server there reaches nothing on `localhost`, nor is it reached, unless
    /// "host networking" is switched on in the settings of Docker Desktop (4.34 and later). That is
    /// told in pedantic runs, since most servers over stdio do not mind.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "--network", "host", "-p", "3101:8000", "example/docs-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-p", "127.0.0.1:3101:8000", "example/docs-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://docs.docker.com/engine/network/drivers/host/> (2026-11-25)
    "docker-host-network", Docker, Info, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    let network = docker
        .all("network")
        .chain(docker.all("net"))
        .find(|option| option.value == Some("host"));
    let Some(network) = network else { return };
    let span = |at: usize| {
        let word = line.words.get(at)?;
        Some(subject.document().node(word.source.node).span())
    };
    let Some(host) = span(network.value_word) else {
        return;
    };
    let published = docker
        .all("publish")
        .chain(docker.all("publish-all").filter(|option| option.is_on()))
        .next();
    if let Some((option, published)) =
        published.and_then(|option| Some((option, span(option.value_word)?)))
    {
        let by = match option.name {
            "publish" => "-p",
            _ => "-P",
        };
        let program = line.program_name();
        out.push(
            subject
                .finding(
                    &RULE,
                    published,
                    format!(
                        "`{by}` of {} does nothing: its container is on the network of the host",
                        subject.quoted()
                    ),
                )
                .label("discarded")
                .related(subject.file_id(), host, "nothing to publish from here")
                .effect(format!(
                    "`{program}` warns that published ports are discarded, and the server is \
                     reached on the port that it listens on"
                ))
                .help("keep one of the two: `-p` reaches one port only, and so is the safer one"),
        );
        return;
    }
    let system = match asked_os(&subject.context) {
        Some(Os::Macos) => "macOS",
        Some(Os::Windows) => "Windows",
        _ => return,
    };
    out.push(
        subject
            .finding(
                &RULE,
                host,
                format!(
                    "the network that {} shares on {system} is that of a virtual machine",
                    subject.quoted()
                ),
            )
            .label("not this machine's")
            .effect(
                "`localhost` in the container is not this machine, unless \"host networking\" is \
                 switched on in Docker Desktop",
            )
            .help(
                "the host goes by `host.docker.internal` in a container; leave the option out \
                 where the server needs no more than the internet",
            )
            .pedantic(),
    );
}
