//! `broad-file-access`

use crate::commandline::{CommandLine, Word};
use crate::diagnostic::Diagnostic;
use crate::docker::{Docker, DockerOption};
use crate::interpret::Status;
use crate::known::folders::{Breadth, breadth, takes_folders};
use crate::rules::{Check, Subject, rule};

rule! {
    /// A server that may touch far more of the machine than a server needs: all of it, a whole home
    /// folder, or Docker itself.
    ///
    /// ## Why it fails
    /// It works, and that is the trouble. A model calls a server's tools on the word of whatever it
    /// has read, a web page or an issue included. With `/`, a home folder or `C:\` in its hands a
    /// file server reads SSH keys, tokens and browser profiles, and most write there too. A
    /// container with such a mount, with the socket of Docker, with `--privileged`,
    /// `--cap-add SYS_ADMIN` or `--pid host` is no fence any more: from each of them it is one step
    /// to being root on the machine.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-filesystem", "/"]
    ///     }
    ///   }
    /// }
    /// ```
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "containers": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "-v", "/var/run/docker.sock:/var/run/docker.sock", "example/docker-mcp"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "files": {
    ///       "command": "npx",
    ///       "args": ["-y", "@modelcontextprotocol/server-filesystem", "/srv/notes"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Sources
    /// - <https://docs.docker.com/engine/security/#docker-daemon-attack-surface> (2026-11-25)
    /// - <https://docs.docker.com/reference/cli/docker/container/run/#privileged> (2026-11-25)
    /// - ckreiling/mcp-server-docker#36 (2026-11-23)
    "broad-file-access", Exposure, Warning, None, Check::Entry(check)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.entry.status == Status::Disabled {
        return;
    }
    let Some(line) = subject.line() else {
        return;
    };
    if let Some(docker) = Docker::started(&line) {
        mounts(subject, &line, &docker, out);
        rights(subject, &line, &docker, out);
        return;
    }
    if !takes_folders(&line) {
        return;
    }
    for word in line.own_arguments() {
        let Some(breadth) = breadth(&word.text) else {
            continue;
        };
        out.push(
            finding(
                subject,
                word,
                format!("{} may touch {}", subject.quoted(), what(breadth)),
            )
            .label(label(breadth))
            .effect(KEYS)
            .help("name the folders that it is for"),
        );
    }
}

/// What lies in every one of these places.
const KEYS: &str = "whatever the model has read can make it read SSH keys, tokens and browser \
                    profiles there";

fn finding(subject: &Subject<'_>, word: &Word<'_>, message: String) -> Diagnostic {
    let span = subject.document().node(word.source.node).span();
    subject.finding(&RULE, span, message)
}

const fn what(breadth: Breadth) -> &'static str {
    match breadth {
        Breadth::Machine => "every file of this machine",
        Breadth::Homes => "the home folders of everybody",
        Breadth::Home => "a whole home folder",
    }
}

const fn label(breadth: Breadth) -> &'static str {
    match breadth {
        Breadth::Machine => "everything",
        Breadth::Homes => "all home folders",
        Breadth::Home => "a home folder",
    }
}

/// What of the host is mounted.
fn mounts(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    out: &mut Vec<Diagnostic>,
) {
    for (option, mount) in docker.mounts() {
        let (Some(source), Some(word)) = (mount.source, line.words.get(option.value_word)) else {
            continue;
        };
        let plain = source.replace('\\', "/");
        let socket = ["/docker.sock", "/podman.sock", "/pipe/docker_engine"]
            .iter()
            .any(|socket| plain.ends_with(socket));
        if socket {
            out.push(
                finding(
                    subject,
                    word,
                    format!(
                        "{} gets the socket of the container engine, and with it this machine",
                        subject.quoted()
                    ),
                )
                .label("as good as root")
                .effect("who speaks to this socket can start a container that mounts `/`")
                .help(
                    "leave it out, or put a proxy in front of the socket that lets through only \
                     what the server needs",
                ),
            );
        } else if let Some(breadth) = breadth(source) {
            out.push(
                finding(
                    subject,
                    word,
                    format!(
                        "the container of {} gets {}",
                        subject.quoted(),
                        what(breadth)
                    ),
                )
                .label(label(breadth))
                .effect(KEYS)
                .help("mount the folders that it is for, with `:ro` where it only reads"),
            );
        }
    }
}

/// What the container may do to its host.
fn rights(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let wide = |option: &&DockerOption<'_>| match option.name {
        "privileged" => option.is_on(),
        "cap-add" => option.value.is_some_and(|value| {
            let upper = value.to_ascii_uppercase();
            matches!(upper.trim_start_matches("CAP_"), "SYS_ADMIN" | "ALL")
        }),
        "pid" => option.value == Some("host"),
        _ => false,
    };
    for option in docker.options.iter().filter(wide) {
        let Some(word) = line.words.get(option.word) else {
            continue;
        };
        let (shown, why) = match option.name {
            "privileged" => (
                "--privileged".to_owned(),
                "a program in it can reach the disks and the kernel of this machine",
            ),
            "pid" => (
                "--pid host".to_owned(),
                "a program in it sees every process of this machine, with its arguments and, as \
                 root, its memory and files",
            ),
            _ => (
                format!("--cap-add {}", option.value.unwrap_or_default()),
                "with this right a program in it can mount this machine's disks",
            ),
        };
        out.push(
            finding(
                subject,
                word,
                format!(
                    "`{shown}` takes down the fence around the container of {}",
                    subject.quoted()
                ),
            )
            .label("no fence any more")
            .effect(why)
            .help("leave it out, and hand in the one device or folder that the server needs"),
        );
    }
}
