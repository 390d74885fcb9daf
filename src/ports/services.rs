//! The ports of this machine that Compose services open: published ones, and those of containers
//! on the host's network.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::read::{ADDRESS_OPTIONS, OPTIONS, VARIABLES};
use super::tables;
use crate::commandline::{self, Word};
use crate::compose::{Compose, Mapping, Part, Service};
use crate::discover;
use crate::document::{Document, Edit, NodeKind, Span};
use crate::model::Scope;
use crate::workspace::{File, FileId, Workspace};

/// A port, or a range of them, that a Compose service opens on this machine.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePort {
    /// The service.
    pub service: String,
    /// The name of its container, where that is set.
    pub container: Option<String>,
    /// Which of the projects of [`Compose`] it belongs to.
    pub project: usize,
    /// The folder of that project.
    pub folder: PathBuf,
    /// The file that says it.
    pub file: FileId,
    /// Where.
    pub span: Span,
    /// The first port of the host, or the only one; it may be too large for a port.
    pub first: u64,
    /// The last port of the host.
    pub last: u64,
    /// The ports of the container, first and last, where they are known.
    pub target: Option<(u64, u64)>,
    /// The one address that it is bound to, where that is told.
    pub address: Option<String>,
    /// Where it is said, for people: `ports`, `--port`, `PORT`.
    pub by: String,
    /// Whether a variable may make another port of it.
    pub varies: bool,
    /// The profiles of the service; without any it is always started.
    pub profiles: Vec<String>,
    /// Whether the service publishes nothing else that is not known.
    pub complete: bool,
    /// The port itself.
    part: Part,
}

impl ServicePort {
    /// Whether an entry of this name means the service: by its name or its container's.
    pub fn is_called(&self, name: &str) -> bool {
        let is = |own: &str| own.eq_ignore_ascii_case(name);
        is(&self.service) || self.container.as_deref().is_some_and(is)
    }

    /// Whether entries of `config` may mean the service: a user's always may, a project's where the
    /// Compose file lies above the config or below its project.
    pub fn is_near(&self, config: &File) -> bool {
        !matches!(config.scope, Scope::Project | Scope::Local)
            || config.path.starts_with(&self.folder)
            || discover::project_of(&config.path, config.kind)
                .is_some_and(|project| self.folder.starts_with(project))
    }

    /// Whether one start of Compose may start both services.
    pub fn starts_with(&self, other: &ServicePort) -> bool {
        self.project == other.project
            && (self.profiles.is_empty()
                || other.profiles.is_empty()
                || self
                    .profiles
                    .iter()
                    .any(|profile| other.profiles.contains(profile)))
    }

    /// Whether two services open a port of one address.
    pub fn meets(&self, other: &ServicePort) -> bool {
        self.first <= other.last
            && other.first <= self.last
            && meet(self.address.as_deref(), other.address.as_deref())
    }

    /// The edit that writes another port.
    pub(super) fn moved(&self, workspace: &Workspace, port: u16) -> Option<(FileId, Edit)> {
        let document = &workspace.file(self.file).document;
        Some((self.file, self.part.moved(document, port)?))
    }
}

/// Whether two listeners on one port get in each other's way: not when each has an address of its
/// own.
pub(super) fn meet(first: Option<&str>, second: Option<&str>) -> bool {
    let plain = |address: &str| match address {
        "localhost" => "127.0.0.1".to_owned(),
        other => other.trim_matches(['[', ']']).to_owned(),
    };
    match (first.map(plain), second.map(plain)) {
        (Some(first), Some(second)) => first == second,
        _ => true,
    }
}

/// All ports that services open, in the order of the projects; no place of a file twice.
pub fn of(compose: &Compose, workspace: &Workspace) -> Vec<ServicePort> {
    let mut ports = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, project) in compose.projects.iter().enumerate() {
        let place = &(index, project.folder.as_path());
        for service in &project.services {
            let mut opened = Vec::new();
            if service.on_host_network() {
                told(service, place, workspace, &mut opened);
            } else {
                let published = service.ports.iter().filter(|mapping| mapping.is_tcp());
                opened.extend(published.filter_map(|mapping| of_mapping(service, place, mapping)));
            }
            opened.retain(|port: &ServicePort| {
                seen.insert((port.file, port.span, port.first, port.address.clone()))
            });
            ports.append(&mut opened);
        }
    }
    ports
}

fn of_mapping(
    service: &Service,
    project: &(usize, &Path),
    mapping: &Mapping,
) -> Option<ServicePort> {
    let part = mapping.published.as_ref()?;
    let host = part.numbers()?;
    let target = mapping.container_ports();
    Some(ServicePort {
        target: target.map(|target| (*target.start(), *target.end())),
        address: mapping.address().map(str::to_owned),
        ..opened(
            service,
            project,
            mapping.file,
            (*host.start(), *host.end()),
            part,
            "ports",
        )
    })
}

fn opened(
    service: &Service,
    project: &(usize, &Path),
    file: FileId,
    (first, last): (u64, u64),
    part: &Part,
    by: &str,
) -> ServicePort {
    let container = service.container_name.as_ref();
    ServicePort {
        service: service.name.clone(),
        container: container.and_then(|name| name.value.clone()),
        project: project.0,
        folder: project.1.to_owned(),
        file,
        span: part.span,
        first,
        last,
        target: None,
        address: None,
        by: by.to_owned(),
        varies: part.varies,
        profiles: service.profiles.clone(),
        complete: service.complete
            && service
                .ports
                .iter()
                .all(|mapping| mapping.published.is_none() || mapping.host_ports().is_some()),
        part: part.clone(),
    }
}

/// The ports of a service on the host's network, as its command and its variables say.
fn told(
    service: &Service,
    project: &(usize, &Path),
    workspace: &Workspace,
    out: &mut Vec<ServicePort>,
) {
    let words = service.words();
    let plain: Vec<Word<'_>> = words.iter().map(|(_, word)| word.clone()).collect();
    let option = commandline::option(&plain, OPTIONS)
        .map(|option| (option.value, option))
        .or_else(|| {
            let option = commandline::option(&plain, ADDRESS_OPTIONS)?;
            Some((option.value.rsplit_once(':')?.1, option))
        });
    if let Some((digits, option)) = option {
        let file = words
            .iter()
            .find(|(_, word)| word.source.node == option.word.source.node)
            .map(|(file, _)| *file);
        if let Some(file) = file {
            let document = &workspace.file(file).document;
            if let Some(part) = in_word(document, option.word, digits)
                && let Some(number) = listener(&part)
            {
                let one = (number, number);
                out.push(opened(service, project, file, one, &part, option.name));
            }
        }
    }
    for variable in &service.environment {
        if !VARIABLES.contains(&variable.name.as_str()) {
            continue;
        }
        let Some(part) = &variable.value else {
            continue;
        };
        if let Some(number) = listener(part)
            && !out.iter().any(|known| known.first == number)
        {
            let one = (number, number);
            out.push(opened(
                service,
                project,
                variable.file,
                one,
                part,
                &variable.name,
            ));
        }
    }
}

/// The port that a server is told to listen on; 0 lets the system choose.
fn listener(part: &Part) -> Option<u64> {
    let number = part.number().filter(|number| *number != 0)?;
    let service = u16::try_from(number).is_ok_and(tables::is_service);
    (!service).then_some(number)
}

/// The digits at the end of a word, as a part of the string that holds it.
fn in_word(document: &Document, word: &Word<'_>, digits: &str) -> Option<Part> {
    let node = document.node(word.source.node);
    let range = if word.whole {
        let start = word.text.rfind(digits)?;
        Some(start..start + digits.len())
    } else {
        word.range_of(digits)
    };
    let is_number = matches!(node.kind(), NodeKind::Number(_));
    Some(Part {
        node: node.id(),
        span: node.span(),
        range: range.filter(|_| !is_number),
        is_number,
        value: Some(digits.to_owned()),
        varies: digits.contains('$'),
    })
}
