//! Who is examined.

use std::path::PathBuf;

use url::Url;

use super::asked::Asked;
use crate::bridges::{Bridge, Runtime};
use crate::certificates::SOURCES;
use crate::commandline::CommandLine;
use crate::diagnostic::{Diagnostic, Severity};
use crate::discover::project_of;
use crate::environment::{Filling, Seen, seen};
use crate::host::Host;
use crate::interpret::{Parts, Status};
use crate::model::{Client, Inherits, Role, Transport, WindowsShim};
use crate::ports::{Purpose, Registry};
use crate::precedence::{Standings, State};
use crate::rules::tls::client_trusts_system;
use crate::search_path::{self, Paths};
use crate::workspace::{EntryId, Workspace};

/// A server as one client has it, or a url of the command line.
#[derive(Debug)]
pub struct Patient {
    /// Its name; the url itself where no config names it.
    pub name: String,
    /// The client that has it.
    pub client: Option<&'static Client>,
    /// The file that declares it, as it is shown.
    pub file: Option<String>,
    /// The entry.
    pub entry: Option<EntryId>,
    /// What becomes of it in that client.
    pub status: Status,
    /// What leads to it.
    pub target: Target,
    /// What the rules find wrong with the entry, the worst first.
    pub findings: Vec<Static>,
    /// The folder of the project whose it is; `None` for a user's.
    pub project: Option<PathBuf>,
    /// How the server on its port is started, where another entry or a Compose file tells that.
    pub starter: Option<String>,
    /// Whether what that names runs in a container.
    pub contained: bool,
}

/// What leads to a server.
#[derive(Clone, Debug)]
pub enum Target {
    /// It is started.
    Process(Launch),
    /// It is called.
    Remote(Remote),
    /// The entry names neither, or it cannot be said what.
    Unclear(String),
}

/// A server that is started, as its client starts it.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The program, filled in.
    pub program: String,
    /// Its arguments, filled in.
    pub args: Vec<String>,
    /// The variables that the entry sets, filled in.
    pub env: Vec<(String, String)>,
    /// The folder that the entry names.
    pub cwd: Option<PathBuf>,
    /// What of the environment the client hands on.
    pub inherits: Inherits,
    /// How the client starts batch files of Windows.
    pub windows_shim: WindowsShim,
    /// Whether it fetches a package before it starts that.
    pub fetches: bool,
    /// Where the command is searched and what the server gets for PATH; `None` where that cannot
    /// be told from here.
    pub paths: Option<Paths>,
    /// The server that it leads to, where it is a bridge.
    pub behind: Option<Remote>,
    /// What it asks a container engine for, where it does.
    pub asked: Option<Box<Asked>>,
}

/// A server that is called.
#[derive(Clone, Debug)]
pub struct Remote {
    /// Its url, filled in as the client does.
    pub url: Url,
    /// How the client speaks to it; `None` where it tries both.
    pub transport: Option<Transport>,
    /// Whether the client tries HTTP+SSE where streamable HTTP fails.
    pub falls_back: bool,
    /// The header fields that the client sends, filled in.
    pub headers: Vec<(String, String)>,
    /// Whether who calls it has a list of authorities of its own, and asks nobody for those that were
    /// added to this system's.
    pub own_store: bool,
    /// The variables that name files of authorities to who calls it, and those files.
    pub ca_files: Vec<(String, PathBuf)>,
}

/// A finding of a rule about the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Static {
    /// The rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it says.
    pub message: String,
    /// What else it says.
    pub help: Option<String>,
    /// What its fix does, where there is one that is taken without asking.
    pub fix: Option<String>,
}

/// Everything that `wanted` names: a server's name, a url, or all servers that a client would use.
///
/// A name is compared without regard to letter case. A url that an entry has is that entry.
pub fn patients(
    workspace: &Workspace,
    findings: &[Diagnostic],
    machine: Option<&dyn Host>,
    wanted: Option<&str>,
) -> Vec<Patient> {
    let standings = Standings::new(workspace, machine);
    let registry = Registry::of(workspace);
    let mut found: Vec<Patient> = workspace
        .entries()
        .filter(|(_, entry)| !entry.overridden)
        .filter(|(_, entry)| workspace.file(entry.file).not_read.is_none())
        // What another entry replaces is never used.
        .filter(|(id, _)| {
            wanted.is_some()
                || !matches!(standings.of(*id).state(), State::Shadowed | State::ShutOut)
        })
        .filter(|(_, entry)| wanted.is_some() || entry.status != Status::Disabled)
        .map(|(id, _)| of_entry(workspace, findings, machine, &registry, id))
        .collect();
    let Some(wanted) = wanted else {
        return found;
    };
    let url = Url::parse(wanted).ok().filter(|url| url.has_host());
    found.retain(|patient| match (&url, &patient.target) {
        (Some(url), Target::Remote(remote)) => remote.url == *url,
        (Some(_), _) => false,
        (None, _) => patient.name.eq_ignore_ascii_case(wanted),
    });
    if let (true, Some(url)) = (found.is_empty(), url) {
        found.push(of_url(url));
    }
    found
}

fn of_url(url: Url) -> Patient {
    Patient {
        name: url.to_string(),
        client: None,
        file: None,
        entry: None,
        status: Status::Loaded,
        target: Target::Remote(Remote {
            url,
            transport: None,
            falls_back: false,
            headers: Vec::new(),
            own_store: false,
            ca_files: Vec::new(),
        }),
        findings: Vec::new(),
        project: None,
        starter: None,
        contained: false,
    }
}

fn of_entry(
    workspace: &Workspace,
    findings: &[Diagnostic],
    machine: Option<&dyn Host>,
    registry: &Registry,
    id: EntryId,
) -> Patient {
    let entry = workspace.entry(id);
    let file = workspace.file(entry.file);
    let project = entry
        .project
        .as_ref()
        .map(std::path::PathBuf::from)
        .or_else(|| project_of(&file.path, file.kind));
    let filling = Filling {
        machine,
        client: file.client,
        variables: file.kind.variables,
        project: project.as_deref(),
    };
    let parts = &entry.interpretation.parts;
    let transport = entry.interpretation.transport;
    let remote = transport.is_some_and(Transport::is_remote);
    let rules = &file.kind.schema_at(entry.root).transport;
    let tries = transport == Some(Transport::Http) && rules.falls_back_to_sse;
    let target = match (&parts.url, &parts.command) {
        (Some(url), _) if remote => match filling.fill(url.text.trim(), Role::Url) {
            None => Target::Unclear("a variable in its url cannot be filled in here".to_owned()),
            Some(filled) => match Url::parse(&filled) {
                Ok(url) if url.has_host() => Target::Remote(Remote {
                    url,
                    transport,
                    falls_back: tries,
                    headers: parts
                        .headers
                        .iter()
                        .filter_map(|pair| {
                            let value = filling.fill(&pair.value.text, Role::Headers)?;
                            Some((pair.name.clone(), value))
                        })
                        .collect(),
                    own_store: client_trusts_system(file.client) == Some(false),
                    ca_files: ca_files(&filling),
                }),
                _ => Target::Unclear("its url is none".to_owned()),
            },
        },
        (_, Some(_)) => launch(parts, &filling, file.client),
        _ => Target::Unclear("it has neither a command nor a url".to_owned()),
    };
    let mut findings: Vec<Static> = findings
        .iter()
        .filter(|finding| finding.entry == Some(id))
        .map(|finding| Static {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            fix: crate::fix::chosen(finding, false).map(|fix| fix.title.clone()),
        })
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let starter = match &target {
        Target::Remote(remote) if remote.is_loopback() => starter(workspace, registry, remote),
        _ => None,
    };
    let (starter, contained) = starter.map_or((None, false), |(starter, contained)| {
        (Some(starter), contained)
    });
    Patient {
        starter,
        contained,
        project,
        name: entry.name.clone(),
        client: Some(file.client),
        file: Some(file.shown.clone()),
        entry: Some(id),
        status: entry.status,
        target,
        findings,
    }
}

/// Who starts what should listen on the port of a server on this machine, and whether that runs in
/// a container.
fn starter(workspace: &Workspace, registry: &Registry, remote: &Remote) -> Option<(String, bool)> {
    let port = u64::from(remote.port());
    if let Some(service) = registry.services_on(port).next() {
        let file = &workspace.file(service.file).shown;
        let says = format!(
            "the service `{0}` of {file} opens that port: `docker compose up -d {0}`",
            service.service
        );
        return Some((says, true));
    }
    let listener = registry
        .with_number(port)
        .find(|mention| mention.listens())?;
    let entry = workspace.entry(listener.entry);
    let file = workspace.file(entry.file);
    let says = format!(
        "`{}` of {} in {} starts what listens there: {} must run, and have it switched on",
        entry.name, file.client.name, file.shown, file.client.name
    );
    Some((says, listener.purpose == Purpose::Published))
}

/// The files of authorities that the client itself is started with, as far as that is sure.
fn ca_files(filling: &Filling<'_>) -> Vec<(String, PathBuf)> {
    let Some(machine) = filling.machine else {
        return Vec::new();
    };
    let client = filling.client;
    let file =
        |name: &&'static str| match seen(machine, client, filling.variables, filling.project, name)
        {
            Seen::Set(path) => Some(((*name).to_owned(), PathBuf::from(path))),
            _ => None,
        };
    client.remote.ca_variables.iter().filter_map(file).collect()
}

/// How the client starts an entry; unclear where something cannot be filled in.
fn launch(parts: &Parts, filling: &Filling<'_>, client: &'static Client) -> Target {
    let unclear =
        |what: &str| Target::Unclear(format!("a variable in its {what} cannot be filled in here"));
    let Some(program) = parts
        .command
        .as_ref()
        .and_then(|command| filling.fill(command.text.trim(), Role::Command))
    else {
        return unclear("command");
    };
    let args = parts
        .args
        .iter()
        .map(|arg| filling.fill(&arg.text, Role::Args));
    let Some(args) = args.collect::<Option<Vec<String>>>() else {
        return unclear("arguments");
    };
    let pairs = parts.env.iter().map(|pair| {
        let value = filling.fill(&pair.value.text, Role::Env)?;
        Some((pair.name.clone(), value))
    });
    let Some(env) = pairs.collect::<Option<Vec<(String, String)>>>() else {
        return unclear("`env`");
    };
    let cwd = match &parts.cwd {
        None => None,
        Some(cwd) => match filling.fill(&cwd.text, Role::Cwd) {
            Some(cwd) => Some(PathBuf::from(cwd)),
            None => return unclear("folder"),
        },
    };
    let path = env
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("PATH"));
    let paths = filling.machine.and_then(|machine| {
        search_path::of_entry(machine, client, path.map(|(_, value)| value.as_str()))
    });
    let behind = behind(parts, filling, &env);
    Target::Process(Launch {
        behind,
        asked: Asked::of(parts, filling).map(Box::new),
        program,
        args,
        env,
        cwd,
        inherits: client.process.inherits,
        windows_shim: client.process.windows_shim,
        fetches: CommandLine::of(parts).is_some_and(|line| line.package.is_some()),
        paths,
    })
}

/// The server that an entry leads to through a bridge.
fn behind(parts: &Parts, filling: &Filling<'_>, env: &[(String, String)]) -> Option<Remote> {
    let bridge = Bridge::started(parts)?;
    let written = bridge.url()?;
    let url = Url::parse(&filling.fill(written.text(), Role::Args)?).ok()?;
    let ca_files = env
        .iter()
        .filter(|(name, _)| SOURCES.contains(&name.as_str()))
        .map(|(name, path)| (name.clone(), PathBuf::from(path)));
    url.has_host().then(|| Remote {
        url,
        transport: match bridge.speaks {
            [only] => Some(*only),
            _ => None,
        },
        falls_back: false,
        headers: Vec::new(),
        own_store: matches!(bridge.is.runtime, Runtime::Node | Runtime::Httpx),
        ca_files: ca_files.collect(),
    })
}

impl Patient {
    /// The server that is called in the end, where one is.
    pub fn remote(&self) -> Option<&Remote> {
        match &self.target {
            Target::Remote(remote) => Some(remote),
            Target::Process(launch) => launch.behind.as_ref(),
            Target::Unclear(_) => None,
        }
    }
}

impl Remote {
    /// Its host, without brackets.
    pub fn host(&self) -> &str {
        self.url
            .host_str()
            .unwrap_or_default()
            .trim_matches(['[', ']'])
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(80)
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        crate::endpoint::is_loopback(self.host())
    }
}
