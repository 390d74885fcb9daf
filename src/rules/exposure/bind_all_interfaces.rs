//! `bind-all-interfaces`

use crate::binds::{self, Bind};
use crate::commandline::{CommandLine, Wrapper};
use crate::compose::{Compose, Mapping, Service};
use crate::diagnostic::{Diagnostic, Fix};
use crate::docker::{Docker, Verb};
use crate::document::Edit;
use crate::interpret::Status;
use crate::ports::{PortUse, Purpose, Registry};
use crate::rules::{Check, Context, Subject, rule};

rule! {
    /// A local server that everybody on the network can call: it is told to listen on 0.0.0.0, or
    /// its container's port is published there.
    ///
    /// ## Why it fails
    /// It works, for the neighbour in the café too. Most MCP servers ask nobody who they are: who
    /// reaches the port calls their tools. `-p 3101:8000` publishes on every address of the
    /// machine, and Docker lets it past the firewall (ufw, firewalld). A url that says `localhost`
    /// needs no more than 127.0.0.1. `ports` of a Compose file
    /// are told where such a url calls them.
    ///
    /// Inside a container 0.0.0.0 is right: there 127.0.0.1 is not reached from outside.
    ///
    /// ## Example
    /// ```json bad .mcp.json
    /// {
    ///   "mcpServers": {
    ///     "docs": {
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--host", "0.0.0.0", "--port", "3101"]
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
    ///       "command": "uvx",
    ///       "args": ["docs-mcp", "--transport", "http", "--host", "127.0.0.1", "--port", "3101"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ## Fix
    /// Writes 127.0.0.1. Unsafe: other machines may be meant to call the server.
    ///
    /// ## Sources
    /// - <https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#security-warning>
    ///   (2026-11-25)
    /// - <https://docs.docker.com/engine/network/packet-filtering-firewalls/> (2026-11-25)
    /// - danny-avila/LibreChat#3971 (2026-11-23)
    "bind-all-interfaces", Exposure, Warning, Unsafe, Check::Workspace(check)
}

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let registry = Registry::of(context.workspace);
    for subject in context.subjects() {
        if subject.entry.status == Status::Disabled {
            continue;
        }
        let Some(line) = subject.line() else {
            continue;
        };
        match Docker::started(&line) {
            Some(docker) => published(&subject, &line, &docker, &registry, out),
            None => told(&subject, &line, out),
        }
    }
    for (project, service) in Compose::of(context.workspace).services() {
        let means = |caller: &PortUse| {
            let entry = context.workspace.entry(caller.entry);
            project.is_meant(service, context.workspace, entry)
        };
        for mapping in &service.ports {
            out.extend(composed(context, service, mapping, &registry, means));
        }
    }
}

/// A port of a Compose file that a url of this machine calls.
fn composed(
    context: &Context<'_>,
    service: &Service,
    mapping: &Mapping,
    registry: &Registry,
    means: impl Fn(&PortUse) -> bool,
) -> Option<Diagnostic> {
    let varies = mapping
        .host_ip
        .as_ref()
        .is_some_and(|part| part.value.is_none() || part.varies);
    if !mapping.is_tcp() || mapping.address().is_some() || varies || service.on_host_network() {
        return None;
    }
    let ports = mapping.host_ports()?;
    let near = |caller: &PortUse| {
        registry
            .services_near(caller.number, context.workspace.file(caller.file))
            .any(|near| near.file == mapping.file)
    };
    let caller = registry
        .calls_to(ports)
        .into_iter()
        .find(|caller| means(caller) && near(caller))?;
    let document = &context.workspace.file(mapping.file).document;
    let node = document.node(mapping.node);
    let edit = match &mapping.host_ip {
        Some(part) => Edit::splice(part.node, part.range.clone()?, "127.0.0.1"),
        None if node.is_object() => Edit::insert(mapping.node, "host_ip", "127.0.0.1"),
        None => Edit::splice(mapping.node, 0..0, "127.0.0.1:"),
    };
    let possible = document.lower(std::slice::from_ref(&edit)).is_ok();
    let fix = possible.then(|| Fix::r#unsafe("publish it on 127.0.0.1", mapping.file, vec![edit]));
    let message = format!(
        "the service `{}` publishes port {} for the whole network",
        service.name, caller.number
    );
    let mut finding = RULE
        .finding(mapping.file, mapping.span, message)
        .about(caller.entry)
        .label("on every address of this machine")
        .related(caller.file, caller.span, "only called from this machine")
        .effect("whoever reaches this machine can call its tools, past its firewall");
    if fix.is_none() {
        finding = finding.help("write `127.0.0.1:` in front of it");
    }
    Some(finding.fix(fix))
}

/// A server on the machine itself.
fn told(subject: &Subject<'_>, line: &CommandLine<'_>, out: &mut Vec<Diagnostic>) {
    // What listens on 127.0.0.1 in WSL is not always reached from Windows.
    let speaks_stdio = line
        .option(&["--transport", "-t", "--mode"])
        .is_some_and(|option| option.value == "stdio")
        || line.has_flag(&["--stdio", "stdio"]);
    if speaks_stdio || line.wrappers.contains(&Wrapper::Wsl) {
        return;
    }
    let parts = subject.parts();
    let told_stdio = |name: &str, value: &str| name.contains("TRANSPORT") && value == "stdio";
    if (parts.env.iter()).any(|pair| told_stdio(&pair.name, &pair.value.text)) {
        return;
    }
    let bridge = subject.bridge();
    // A bridge that speaks stdio listens nowhere, whatever it is told.
    if bridge
        .as_ref()
        .is_some_and(|bridge| bridge.serves.is_empty())
    {
        return;
    }
    let mut binds = binds::in_words(line.own_arguments());
    if bridge.is_none() {
        binds.extend(parts.env.iter().filter_map(|pair| {
            binds::in_variable(&pair.name, &pair.value.text, pair.value.node, Some(0))
        }));
    }
    for bind in binds.iter().filter(|bind| bind.is_everything()) {
        out.push(finding(subject, bind));
    }
}

fn finding(subject: &Subject<'_>, bind: &Bind<'_>) -> Diagnostic {
    let span = subject.document().node(bind.node).span();
    let fix = bind.range.clone().map(|range| {
        let edit = Edit::splice(bind.node, range, "127.0.0.1");
        Fix::r#unsafe("write 127.0.0.1", subject.file_id(), vec![edit])
    });
    subject
        .finding(
            &RULE,
            span,
            format!(
                "{} is told by `{}` to listen on `{}`, for the whole network",
                subject.quoted(),
                bind.by,
                bind.address
            ),
        )
        .label("every address of this machine")
        .effect("whoever reaches this machine can call its tools")
        .fix(fix)
}

/// A port of a container that a url of this machine calls.
fn published(
    subject: &Subject<'_>,
    line: &CommandLine<'_>,
    docker: &Docker<'_>,
    registry: &Registry,
    out: &mut Vec<Diagnostic>,
) {
    if docker.verb != Verb::Run || docker.on_host_network() {
        return;
    }
    for (option, mapping) in docker.published() {
        if mapping
            .address
            .is_some_and(|address| !matches!(address, "0.0.0.0" | "::"))
        {
            continue;
        }
        let caller = mapping.host.parse().ok().and_then(|number| {
            registry
                .with_number(number)
                .find(|other| other.purpose == Purpose::Connects)
        });
        let (Some(caller), Some(word)) = (caller, line.words.get(option.value_word)) else {
            continue;
        };
        let span = subject.document().node(word.source.node).span();
        let fix = option.value.and_then(|value| {
            let start = word.text.len().checked_sub(value.len())?;
            let host = start + mapping.range.start;
            let edit = Edit::splice(word.source.node, start..host, "127.0.0.1:");
            let fix = Fix::r#unsafe("publish it on 127.0.0.1", subject.file_id(), vec![edit]);
            word.whole.then_some(fix)
        });
        let mut finding = subject
            .finding(
                &RULE,
                span,
                format!(
                    "{} publishes port {} for the whole network",
                    subject.quoted(),
                    mapping.host
                ),
            )
            .label("on every address of this machine")
            .related(caller.file, caller.span, "only called from this machine")
            .effect("whoever reaches this machine can call its tools, past its firewall");
        if fix.is_none() {
            finding = finding.help(format!(
                "publish it with `-p 127.0.0.1:{}:{}`",
                mapping.host, mapping.container
            ));
        }
        out.push(finding.fix(fix));
    }
}
