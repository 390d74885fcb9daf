//! `docker-host-name`

use std::ops::Range;

use crate::commandline::CommandLine;
use crate::compose::{Compose, Service};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::docker::{Docker, Verb};
use crate::document::{Edit, NodeId};
use crate::endpoint::{self, Endpoint};
use crate::hosts::{self, Reach};
use crate::interpret::Status;
use crate::model::{Os, Runs, Transport};
use crate::rules::{Check, Context, Subject, rule};

use super::asked_os;

rule! {
    /// A name that means another machine inside of a container than outside: `localhost`,
    /// `host.docker.internal`, a service of Compose.
    ///
    /// ## Why it fails
    /// In a container `localhost` is the container itself. A server in it that is told to call
    /// `localhost:5432` finds no database there: `ECONNREFUSED 127.0.0.1:5432`. The machine goes by
    /// `host.docker.internal` in Docker and by `host.containers.internal` in podman. Docker on
    /// Linux, other than Docker Desktop, knows that name only with
    /// `--add-host host.docker.internal:host-gateway`; and what listens on 127.0.0.1 of the
    /// machine only is not reached that way on Linux.
    ///
    /// The other way round, the machine itself need not know `host.docker.internal`, and the names
    /// of services are known to the containers of their Compose file only: a client that runs on the
    /// machine says `ENOTFOUND`. It reaches a service by `localhost` and the port that is published.
    /// Where a client may as well run in a container for development,
    /// that is told in pedantic runs; so is `localhost` in a client that mostly runs in a container.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "database": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "mcp/postgres", "postgresql://localhost:5432/app"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "database": {
    ///       "command": "docker",
    ///       "args": ["run", "-i", "--rm", "--add-host", "host.docker.internal:host-gateway", "mcp/postgres", "postgresql://host.docker.internal:5432/app"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes the name that the machine has in the container, and the `--add-host` that Linux needs;
    /// it changes nothing elsewhere. Unsafe: the container may run what is meant by `localhost`.
    /// The
    /// alternative on Linux: the container shares the network of the machine.
    /// For a client on the machine it writes `localhost`, for a service with its published port.
    ///
    /// ## Sources
    /// - MarkusPfundstein/mcp-obsidian#57, kontext-security/browser-use-mcp-server#42,
    ///   danny-avila/LibreChat#6933, n8n-io/n8n-docs#4689 (2026-11-23)
    /// - <https://docs.docker.com/desktop/features/networking/networking-how-tos/> (2026-11-25)
    /// - <https://docs.docker.com/reference/cli/docker/container/run/#add-host> (2026-11-25)
    "docker-host-name", Docker, Warning, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let compose = Compose::of(context.workspace);
    for subject in context.subjects() {
        if subject.entry.status != Status::Disabled {
            entry(&subject, &compose, out);
        }
    }
}

fn entry(subject: &Subject<'_>, compose: &Compose, out: &mut Vec<Diagnostic>) {
    let parts = subject.parts();
    let remote = subject
        .entry
        .interpretation
        .transport
        .is_some_and(Transport::is_remote);
    if let Some(url) = parts.url.as_ref().filter(|_| remote) {
        let call = Call {
            subject,
            node: url.node,
            url: &url.text,
            start: Some(0),
            caller: subject.client().name,
        };
        out.extend(call.judge(compose));
    }
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        // A bridge runs where the client does.
        if let Some(bridge) = subject.bridge()
            && let Some(url) = bridge.url()
        {
            let call = Call {
                subject,
                node: url.word.source.node,
                url: url.text(),
                start: url.place().map(|place| place.start),
                caller: bridge.name(),
            };
            out.extend(call.judge(compose));
        }
        return;
    };
    if docker.verb == Verb::Run {
        contained(subject, &line, &docker, out);
    }
}

/// A url that a client, or a bridge beside it, calls.
struct Call<'a, 'c> {
    subject: &'c Subject<'a>,
    /// The string that holds it.
    node: NodeId,
    url: &'c str,
    /// Where it starts in the string; `None` where quoting hides it.
    start: Option<usize>,
    /// Who calls it.
    caller: &'c str,
}

impl Call<'_, '_> {
    fn judge(&self, compose: &Compose) -> Option<Diagnostic> {
        let endpoint = hosts::literal(self.url)?;
        let runs = self.subject.client().remote.runs;
        let (host, caller) = (endpoint.host, self.caller);
        match (hosts::reach(host, &[]), runs) {
            (Reach::ContainerHost, Runs::Container) => None,
            (Reach::ContainerHost, _) => {
                let finding = self
                    .finding(format!(
                        "{} is called on `{host}`, a name that is meant for containers",
                        self.subject.quoted()
                    ))
                    .label("the machine, as a container sees it")
                    .fix(self.write(&endpoint.host_range, "localhost"));
                Some(match runs {
                    Runs::Machine => finding.effect(format!(
                        "{caller} runs on the machine itself, where this name need not be known \
                         (ENOTFOUND)"
                    )),
                    _ => finding
                        .severity(Severity::Info)
                        .effect(format!(
                            "where {caller} runs on the machine itself, this name need not be \
                             known (ENOTFOUND)"
                        ))
                        .pedantic(),
                })
            }
            (Reach::Loopback, Runs::Container) if host != "0.0.0.0" => Some(
                self.finding(format!(
                    "{} is called on `{host}`, and {caller} mostly runs in a container",
                    self.subject.quoted()
                ))
                .severity(Severity::Info)
                .label("the container itself")
                .effect(format!(
                    "in a container {caller} reports a refused connection (ECONNREFUSED)"
                ))
                .help(
                    "there a server on the machine goes by `host.docker.internal`, and one in \
                     another container by its name, with the port that it has inside",
                )
                .fix(self.write(&endpoint.host_range, "host.docker.internal"))
                .pedantic(),
            ),
            (Reach::Private, Runs::Machine | Runs::Anywhere) => self.service(compose, &endpoint),
            _ => None,
        }
    }

    fn finding(&self, message: String) -> Diagnostic {
        let span = self.subject.document().node(self.node).span();
        self.subject.finding(&RULE, span, message)
    }

    /// The fix that writes `with` over a part of the url.
    fn write(&self, part: &Range<usize>, with: &str) -> Option<Fix> {
        let start = self.start?;
        let edit = Edit::splice(self.node, start + part.start..start + part.end, with);
        let title = format!("write `{with}`");
        Some(Fix::r#unsafe(title, self.subject.file_id(), vec![edit]))
    }

    /// The name of a service of a Compose file, which only its containers know.
    fn service(&self, compose: &Compose, endpoint: &Endpoint<'_>) -> Option<Diagnostic> {
        let host = endpoint.host;
        let workspace = self.subject.context.workspace;
        let (project, service) = compose.services().find(|(project, service)| {
            let container = service.container_name.as_ref();
            let called = service.name == host
                || container.is_some_and(|it| it.value.as_deref() == Some(host));
            called && project.is_meant(service, workspace, self.subject.entry)
        })?;
        // Who works in one of its containers knows the names of the others.
        if project.services.iter().any(is_worked_in) {
            return None;
        }
        let port = endpoint.port().map(u64::from)?;
        let published = service.ports.iter().find_map(|mapping| {
            let fits = mapping.is_tcp() && mapping.container_ports()?.contains(&port);
            let number = mapping.published.as_ref()?.number();
            number.filter(|_| fits).map(|number| (mapping, number))
        });
        let shown = &workspace.file(service.file).shown;
        let mut finding = self
            .finding(format!(
                "{} is called on `{host}`, a name that only the containers of `{shown}` know",
                self.subject.quoted()
            ))
            .label("a service of Compose");
        let caller = self.caller;
        finding = match self.subject.client().remote.runs {
            Runs::Machine => finding.effect(format!(
                "{caller} runs on the machine itself, and does not find this name (ENOTFOUND)"
            )),
            _ => finding
                .severity(Severity::Info)
                .effect(format!(
                    "where {caller} runs on the machine itself, it does not find this name \
                     (ENOTFOUND)"
                ))
                .pedantic(),
        };
        Some(match published {
            Some((mapping, number)) => {
                let all = endpoint.host_range.start..endpoint.port_range.end;
                finding = finding.related(
                    mapping.file,
                    mapping.span,
                    format!("port {number} of this machine"),
                );
                finding.fix(self.write(&all, &format!("localhost:{number}")))
            }
            None => finding
                .related(service.file, service.name_span, "its port is not published")
                .help(format!(
                    "publish its port with `ports: [\"127.0.0.1:{port}:{port}\"]`, and call \
                     `localhost:{port}`"
                )),
        })
    }
}

/// Whether a service is a container to work in: it does nothing by itself.
fn is_worked_in(service: &Service) -> bool {
    let words = service.words();
    let line: Vec<&str> = words.iter().map(|(_, word)| word.text.as_ref()).collect();
    let idle = ["sleep infinity", "tail -f /dev/null"];
    service.name.contains("devcontainer") || idle.iter().any(|idle| line.join(" ").contains(idle))
}

/// What the server in a container is told to call.
fn contained(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let alone = docker
        .networks()
        .all(|network| network != "host" && network != "none" && !network.contains(':'));
    if !docker.certain || docker.image.is_none() || !alone {
        return;
    }
    let own: Vec<&str> = docker
        .published()
        .flat_map(|(_, mapping)| [mapping.host, mapping.container])
        .collect();
    let mut targets: Vec<Target<'_>> = docker
        .variables(line, subject.parts())
        .into_iter()
        .filter_map(|variable| {
            Target::of(
                variable.name,
                variable.value,
                variable.text.node,
                variable.place,
            )
        })
        .collect();
    let arguments = docker.arguments(line);
    for (at, word) in arguments.iter().enumerate() {
        let (name, value) = match word.text.split_once('=') {
            Some((name, value)) if name.starts_with('-') => (name, value),
            _ => {
                let before = at.checked_sub(1).map(|at| arguments[at].text.as_ref());
                let option = before.filter(|text| text.starts_with('-') && !text.contains('='));
                (option.unwrap_or_default(), word.text.as_ref())
            }
        };
        let place = word.whole.then(|| word.text.len() - value.len());
        targets.extend(Target::of(name, value, word.source.node, place));
    }
    // The server may name itself.
    targets.retain(|target| target.port.is_none_or(|port| !own.contains(&port)));
    for target in targets {
        out.push(target.finding(subject, line, docker));
    }
}

/// A host that a server in a container is told to call.
struct Target<'t> {
    /// The option or the variable; empty for an argument by itself.
    by: &'t str,
    host: &'t str,
    port: Option<&'t str>,
    node: NodeId,
    range: Option<Range<usize>>,
}

/// Parts of names of what is no call: addresses to listen on, and those by which others call the
/// server.
const NO_CALL: &[&str] = &[
    "ALLOW", "AUDIENCE", "BIND", "BLOCK", "CALLBACK", "CORS", "DENY", "EXTERNAL", "ISSUER",
    "LISTEN", "ORIGIN", "PUBLIC", "REDIRECT", "RESOURCE", "SELF",
];

/// Starts of names of variables that end in `HOST` and name the host of a service.
const SERVICES: &[&str] = &[
    "CHROMA",
    "CLICKHOUSE",
    "DATABASE",
    "DB",
    "ELASTIC",
    "ES_",
    "GRAFANA",
    "MARIADB",
    "MILVUS",
    "MONGO",
    "MSSQL",
    "MYSQL",
    "NEO4J",
    "OBSIDIAN",
    "OLLAMA",
    "PG",
    "POSTGRES",
    "QDRANT",
    "REDIS",
    "SQL",
    "WEAVIATE",
];

impl<'t> Target<'t> {
    fn of(by: &'t str, value: &'t str, node: NodeId, place: Option<usize>) -> Option<Target<'t>> {
        let upper = by.to_ascii_uppercase().replace('-', "_");
        let upper = upper.trim_start_matches('_');
        if NO_CALL.iter().any(|part| upper.contains(part)) || upper.starts_with("MCP_") {
            return None;
        }
        let named = upper.ends_with("HOST") || upper.ends_with("HOSTNAME");
        let service = named && SERVICES.iter().any(|start| upper.starts_with(start));
        let (host, port, range) = match hosts::literal(value) {
            Some(Endpoint {
                host,
                port_text,
                host_range,
                ..
            }) => (host, port_text, host_range),
            None if service => {
                let (host, port) = match value.split_once(':') {
                    Some((host, port)) => (host, Some(port)),
                    None => (value, None),
                };
                (host, port, 0..host.len())
            }
            None => return None,
        };
        let loopback = endpoint::is_loopback(host) && host != "0.0.0.0" && host != "::";
        loopback.then(|| Target {
            by,
            host,
            port,
            node,
            range: place.map(|place| place + range.start..place + range.end),
        })
    }

    fn finding(
        &self,
        subject: &Subject<'_>,
        line: &CommandLine<'_>,
        docker: &Docker<'_>,
    ) -> Diagnostic {
        let who = match self.by {
            "" => "an argument".to_owned(),
            by => format!("`{by}`"),
        };
        let host = match (self.host.contains(':'), self.port) {
            (true, Some(port)) => format!("[{}]:{port}", self.host),
            (false, Some(port)) => format!("{}:{port}", self.host),
            (_, None) => self.host.to_owned(),
        };
        let message = format!(
            "{who} of {} names `{host}`, which in its container is the container itself",
            subject.quoted()
        );
        let engine = line.program_name();
        let name = match engine.as_str() {
            "podman" => "host.containers.internal",
            _ => "host.docker.internal",
        };
        let fix = self.fix(subject, line, docker, name);
        let span = subject.document().node(self.node).span();
        let mut finding = subject
            .finding(&RULE, span, message)
            .label("not this machine")
            .effect(format!(
                "the server looks for it in its own container, and finds a refused connection \
                 (ECONNREFUSED {host})"
            ));
        let linux = !matches!(asked_os(&subject.context), Some(Os::Macos | Os::Windows));
        if fix.is_none() {
            finding = finding.help(format!("in the container this machine goes by `{name}`"));
        } else if linux {
            finding = finding.help(
                "on Linux let the service listen on the address of the docker bridge too: what \
                 listens on 127.0.0.1 only is not reached from a container",
            );
        }
        // What has a network of its own published is reached from outside by that.
        let shares = docker.networks().next().is_none() && docker.published().next().is_none();
        let host = shares.then(|| docker.add_last(subject.document(), line, &["--network=host"]));
        let host = host.flatten().filter(|_| linux).map(|edits| {
            let title = "on Linux: let the container share the network of this machine";
            Fix::r#unsafe(title, subject.file_id(), edits)
        });
        finding.fix(fix).fix(host)
    }

    fn fix(
        &self,
        subject: &Subject<'_>,
        line: &CommandLine<'_>,
        docker: &Docker<'_>,
        name: &str,
    ) -> Option<Fix> {
        let mut edits = vec![Edit::splice(self.node, self.range.clone()?, name)];
        let known = docker
            .all("add-host")
            .any(|option| option.value.is_some_and(|value| value.starts_with(name)));
        let mut title = format!("write `{name}`");
        if name == "host.docker.internal" && !known {
            let words = ["--add-host", "host.docker.internal:host-gateway"];
            edits.extend(docker.add_last(subject.document(), line, &words)?);
            title.push_str(", and let it mean this machine on Linux too");
        }
        Some(Fix::r#unsafe(title, subject.file_id(), edits))
    }
}
