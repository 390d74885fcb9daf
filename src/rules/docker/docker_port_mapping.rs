//! `docker-port-mapping`

use std::collections::BTreeMap;

use crate::commandline::{self, Word};
use crate::compose::{Compose, Project, Service};
use crate::diagnostic::{Covered, Diagnostic, Fix, Severity};
use crate::docker::{Docker, Verb};
use crate::document::{Edit, NodeId, Span};
use crate::interpret::Status;
use crate::model::Runs;
use crate::ports::{PortUse, Purpose, Registry, tables};
use crate::rules::{Check, Context, rule};
use crate::workspace::{Entry, EntryId, FileId};

rule! {
    /// A published port of a container that leads elsewhere than the url or the server says: the
    /// url names the container's port, or both sides of `host:container` are swapped.
    ///
    /// ## Why it fails
    /// `-p 3101:8000`, and `ports: ["3101:8000"]` in a Compose file, forward port 3101 of the
    /// machine to port 8000 of the container. A client on the machine calls 3101; on 8000 nothing
    /// listens there (`ECONNREFUSED`). And where the server in the container listens on another port
    /// than the right one of the two, who calls the left one gets an empty reply (`ECONNRESET`).
    ///
    /// A url belongs to a container that goes by its name, the entry's or the service's. Where one
    /// of the two names only holds the other it is a warning, and where a service of the Compose
    /// file beside the config has another name altogether it is told in pedantic runs.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "http://localhost:8000/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    /// ```yaml bad compose.yaml
    /// services:
    ///   docs:
    ///     image: example/docs-mcp
    ///     ports:
    ///       - "127.0.0.1:3101:8000"
    /// ```
    ///
    /// ## Use instead
    /// ```json good .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "type": "http",
    ///       "url": "http://localhost:3101/mcp"
    ///     }
    ///   }
    /// }
    /// ```
    /// ```yaml good compose.yaml
    /// services:
    ///   docs:
    ///     image: example/docs-mcp
    ///     ports:
    ///       - "127.0.0.1:3101:8000"
    /// ```
    ///
    /// ## Fix
    /// Writes the port of the machine into the url, or the port that the server listens on into the
    /// mapping. Unsafe: a server outside of these files may listen there.
    ///
    /// ## Sources
    /// - <https://docs.docker.com/engine/network/port-publishing/> (2026-11-25)
    /// - <https://docs.docker.com/reference/compose-file/services/#ports> (2026-11-25)
    /// - nerding-io/n8n-nodes-mcp#119, danny-avila/LibreChat#6933 (2026-11-23)
    "docker-port-mapping", Docker, Error, Unsafe, Check::Workspace(check)
}

/// A port of this machine that leads to one of a container.
struct Mapped<'c> {
    /// The service that publishes it, with its project; none where an entry does.
    service: Option<(&'c Project, &'c Service)>,
    /// For a message: "`docs`", "the service `docs`".
    shown: String,
    entry: Option<EntryId>,
    file: FileId,
    span: Span,
    host: u64,
    container: u64,
    /// The port that its server is told to listen on.
    told: Option<Told>,
    /// Whether this is the only port that the container publishes.
    only: bool,
    /// Where both ports stand, the machine's first; `None` where they cannot be rewritten.
    sides: Option<[Side; 2]>,
}

/// One side of a mapping.
#[derive(Clone)]
struct Side {
    node: NodeId,
    /// Its bytes in the string; `None` for a number.
    range: Option<std::ops::Range<usize>>,
}

impl Side {
    fn write(&self, port: u64) -> Edit {
        match &self.range {
            Some(range) => Edit::splice(self.node, range.clone(), port.to_string()),
            None => Edit::set(self.node, port),
        }
    }
}

/// A port that a server is told to listen on.
#[derive(Clone)]
struct Told {
    port: u64,
    by: String,
    file: FileId,
    node: NodeId,
}

impl Mapped<'_> {
    /// Whether a url of `entry` may mean it.
    fn is_meant(&self, context: &Context<'_>, entry: &Entry) -> bool {
        self.service
            .is_none_or(|(project, service)| project.is_meant(service, context.workspace, entry))
    }

    /// How surely it is the one that `entry` means, by its name: by the same, or by one that holds
    /// the other. `None`: nothing says so.
    fn likeness(&self, context: &Context<'_>, entry: &Entry) -> Option<Severity> {
        let own = match (self.service, self.entry) {
            (Some((_, service)), _) if service.goes_by(&entry.name) => {
                return Some(Severity::Error);
            }
            (Some((_, service)), _) => service.name.as_str(),
            (None, Some(own)) => context.workspace.entry(own).name.as_str(),
            (None, None) => return None,
        };
        let (own, name) = (own.to_ascii_lowercase(), entry.name.to_ascii_lowercase());
        // Short names are in many others.
        let holds = |outer: &str, inner: &str| inner.len() >= 4 && outer.contains(inner);
        if own == name {
            Some(Severity::Error)
        } else if holds(&own, &name) || holds(&name, &own) {
            Some(Severity::Warning)
        } else {
            self.service.map(|_| Severity::Info)
        }
    }
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let compose = Compose::of(context.workspace);
    let mut mapped = Vec::new();
    for subject in context.subjects() {
        if subject.entry.status != Status::Disabled {
            started(context, subject.id, &mut mapped);
        }
    }
    for (project, service) in compose.services() {
        composed(context, project, service, &mut mapped);
    }
    if mapped.is_empty() {
        return;
    }
    let registry = Registry::of(context.workspace);
    let mut inside: BTreeMap<u64, Vec<&Mapped<'_>>> = BTreeMap::new();
    for mapping in mapped.iter().filter(|it| it.container != it.host) {
        inside.entry(mapping.container).or_default().push(mapping);
    }
    for url in &registry.uses {
        // Most urls call a port that no container has.
        if url.purpose == Purpose::Connects
            && let Some(inside) = inside.get(&url.number)
        {
            out.extend(called(context, url, inside, &compose, &registry));
        }
    }
    for mapping in &mapped {
        out.extend(led_astray(context, mapping, &registry));
    }
}

/// Options and variables that tell a server its port, as far as they mean the one of MCP.
const OPTIONS: &[&str] = &["--port", "--http-port", "--mcp-port", "--server-port"];
const VARIABLES: &[&str] = &[
    "PORT",
    "MCP_PORT",
    "MCP_SERVER_PORT",
    "SERVER_PORT",
    "FASTMCP_PORT",
    "FASTMCP_SERVER_PORT",
];

/// The one port that a server is told; `None` where two are.
fn one(told: Vec<Told>) -> Option<Told> {
    let mut told = told.into_iter().filter(|told| {
        u16::try_from(told.port).is_ok_and(|port| port != 0 && !tables::is_service(port))
    });
    let first = told.next()?;
    told.all(|other| other.port == first.port).then_some(first)
}

fn by_option(file: FileId, words: &[Word<'_>]) -> Option<Told> {
    let transport = commandline::option(words, &["--transport", "-t"]);
    if transport.is_some_and(|option| option.value == "stdio") {
        return None;
    }
    let option = commandline::option(words, OPTIONS)?;
    Some(Told {
        port: option.value.parse().ok()?,
        by: option.name.to_owned(),
        file,
        node: option.word.source.node,
    })
}

/// The mappings of a container that an entry starts.
fn started(context: &Context<'_>, id: EntryId, mapped: &mut Vec<Mapped<'_>>) {
    let subject = context.subject(id);
    let Some(line) = subject.line() else {
        return;
    };
    let Some(docker) = Docker::of(&line) else {
        return;
    };
    if docker.verb != Verb::Run || docker.on_host_network() || !docker.certain {
        return;
    }
    let file = subject.file_id();
    let told = {
        let variables = docker.variables(&line, subject.parts());
        let variables = variables.iter().filter_map(|variable| {
            VARIABLES.contains(&variable.name).then_some(())?;
            Some(Told {
                port: variable.value.parse().ok()?,
                by: variable.name.to_owned(),
                file,
                node: variable.text.node,
            })
        });
        let option = by_option(file, docker.arguments(&line));
        one(option.into_iter().chain(variables).collect())
    };
    let only = docker.all("publish").count() == 1;
    for (option, published) in docker.published() {
        let Some(word) = line.words.get(option.value_word) else {
            continue;
        };
        let (Ok(host), Ok(container)) = (published.host.parse(), published.container.parse())
        else {
            continue;
        };
        let start = option
            .value
            .and_then(|value| word.text.len().checked_sub(value.len()));
        let side = |range: &std::ops::Range<usize>| {
            let start = start.filter(|_| word.whole)?;
            Some(Side {
                node: word.source.node,
                range: Some(start + range.start..start + range.end),
            })
        };
        let sides = side(&published.range).zip(side(&published.container_range));
        mapped.push(Mapped {
            service: None,
            shown: subject.quoted(),
            entry: Some(id),
            file,
            span: subject.document().node(word.source.node).span(),
            host,
            container,
            told: told.clone(),
            only,
            sides: sides.map(|(host, container)| [host, container]),
        });
    }
}

/// The mappings of a service of a Compose file.
fn composed<'c>(
    context: &Context<'_>,
    project: &'c Project,
    service: &'c Service,
    mapped: &mut Vec<Mapped<'c>>,
) {
    if service.on_host_network() {
        return;
    }
    let told = {
        let mut told: Vec<Told> = service
            .entrypoint
            .iter()
            .chain(&service.command)
            .filter_map(|line| by_option(line.file, &line.words()))
            .collect();
        for name in VARIABLES {
            if let Some((variable, value)) = service.env(name)
                && let Some(part) = &variable.value
                && let (Ok(port), false) = (value.parse(), part.varies)
            {
                told.push(Told {
                    port,
                    by: variable.name.clone(),
                    file: variable.file,
                    node: part.node,
                });
            }
        }
        one(told)
    };
    for mapping in service.ports.iter().filter(|mapping| mapping.is_tcp()) {
        let Some(published) = &mapping.published else {
            continue;
        };
        let varies = published.varies || mapping.target.varies;
        let (Some(host), Some(container), false) =
            (published.number(), mapping.target.number(), varies)
        else {
            continue;
        };
        let document = &context.workspace.file(mapping.file).document;
        let writable =
            published.moved(document, 1).is_some() && mapping.target.moved(document, 1).is_some();
        let side = |part: &crate::compose::Part| Side {
            node: part.node,
            range: part.range.clone(),
        };
        mapped.push(Mapped {
            service: Some((project, service)),
            shown: format!("the service `{}`", service.name),
            entry: None,
            file: mapping.file,
            span: mapping.span,
            host,
            container,
            told: told.clone(),
            only: service.ports.len() == 1,
            sides: writable.then(|| [side(published), side(&mapping.target)]),
        });
    }
}

/// A url that names the port which a container has inside.
fn called(
    context: &Context<'_>,
    url: &PortUse,
    mapped: &[&Mapped<'_>],
    compose: &Compose,
    registry: &Registry,
) -> Option<Diagnostic> {
    let subject = context.subject(url.entry);
    if subject.client().remote.runs == Runs::Container {
        return None;
    }
    if registry.with_number(url.number).any(PortUse::listens) {
        return None;
    }
    // What a variable publishes may be anything.
    let mut meant = compose
        .services()
        .filter(|(project, service)| project.is_meant(service, context.workspace, subject.entry));
    let may_publish = meant.any(|(_, service)| {
        !service.complete
            || service.on_host_network()
            || service.ports.iter().any(|mapping| {
                let ports = mapping.host_ports();
                let varies = mapping.published.as_ref().is_some_and(|part| part.varies);
                varies || ports.is_some_and(|ports| ports.contains(&url.number))
            })
    });
    if may_publish {
        return None;
    }
    let inside: Vec<&Mapped<'_>> = mapped
        .iter()
        .copied()
        .filter(|mapped| mapped.is_meant(context, subject.entry))
        // Where both sides are swapped it is the mapping that is wrong.
        .filter(|mapped| {
            mapped
                .told
                .as_ref()
                .is_none_or(|told| told.port != mapped.host)
        })
        .collect();
    let alike = |severity: Severity| {
        let mut alike = inside
            .iter()
            .filter(|mapped| mapped.likeness(context, subject.entry) == Some(severity));
        let first = alike.next()?;
        alike.next().is_none().then_some((*first, severity))
    };
    let (mapping, severity) = alike(Severity::Error)
        .or_else(|| alike(Severity::Warning))
        .or_else(|| alike(Severity::Info).filter(|_| inside.len() == 1))?;
    let fix = url.range.clone().map(|range| {
        let edit = Edit::splice(url.node, range, mapping.host.to_string());
        let title = format!("write port {} into the url", mapping.host);
        Fix::r#unsafe(title, url.file, vec![edit])
    });
    let message = format!(
        "{} is called on port {}, which {} has only inside of its container",
        subject.quoted(),
        url.number,
        mapping.shown
    );
    let others = registry
        .uses
        .iter()
        .filter(|other| other.file == url.file && other.span != url.span)
        .map(|other| other.span)
        .collect();
    let finding = subject
        .finding(&RULE, url.span, message)
        .severity(severity)
        .label("the container's port")
        .related(
            mapping.file,
            mapping.span,
            format!("on this machine it is {}", mapping.host),
        )
        .effect(format!(
            "{} reports a refused connection (ECONNREFUSED)",
            url.bridge.unwrap_or(subject.client().name)
        ))
        .instead_of(Covered {
            rules: &["port-mismatch"],
            except: others,
            server: None,
        })
        .fix(fix);
    Some(match severity {
        Severity::Info => finding.pedantic(),
        _ => finding,
    })
}

/// A mapping to a port on which its server does not listen.
fn led_astray(
    context: &Context<'_>,
    mapping: &Mapped<'_>,
    registry: &Registry,
) -> Option<Diagnostic> {
    let told = mapping.told.as_ref().filter(|_| mapping.only)?;
    if told.port == mapping.container {
        return None;
    }
    let calls = |port: u64| {
        registry
            .with_number(port)
            .filter(|other| other.purpose == Purpose::Connects)
            .find(|other| mapping.is_meant(context, context.workspace.entry(other.entry)))
    };
    let called = calls(mapping.host);
    let swapped = told.port == mapping.host && called.is_none();
    let caller = called.or_else(|| calls(mapping.container).filter(|_| swapped));
    let message = if swapped {
        format!(
            "{} listens on port {} in its container, and that is the left side of \
             `{}:{}`, which is this machine's",
            mapping.shown, told.port, mapping.host, mapping.container
        )
    } else {
        format!(
            "port {} leads to port {} in the container of {}, whose server is told to listen on {}",
            mapping.host, mapping.container, mapping.shown, told.port
        )
    };
    let fix = mapping.sides.as_ref().map(|[host, container]| {
        let mut edits = vec![container.write(told.port)];
        let mut port = mapping.host;
        if swapped {
            port = mapping.container;
            edits.push(host.write(port));
        }
        let title = format!("publish `{port}:{}`", told.port);
        Fix::r#unsafe(title, mapping.file, edits)
    });
    let span = context
        .workspace
        .file(told.file)
        .document
        .node(told.node)
        .span();
    let mut finding = RULE
        .finding(mapping.file, mapping.span, message)
        .severity(if caller.is_some() || swapped {
            Severity::Error
        } else {
            Severity::Warning
        })
        .label(if swapped {
            "the wrong way round"
        } else {
            "leads nowhere"
        })
        .related(told.file, span, format!("`{}` says {}", told.by, told.port))
        .effect(
            "who calls the published port gets an empty reply or a reset connection (ECONNRESET)",
        );
    if let Some(caller) = caller {
        finding = finding.related(caller.file, caller.span, "called here");
    }
    if let Some(entry) = mapping.entry.or(caller.map(|caller| caller.entry)) {
        finding = finding.about(entry);
    }
    Some(finding.fix(fix))
}
