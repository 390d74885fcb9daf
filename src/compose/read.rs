//! From the tree of a Compose file to services, and from several files to one.

use std::collections::BTreeMap;

use super::interpolate::Expanded;
use super::ports::{Mapping, Part};
use super::{Line, Network, Service, Variable};
use crate::document::{Key, NodeKind, NodeRef};
use crate::interpret::Text;
use crate::model::Role;
use crate::workspace::{File, FileId};

/// Keys whose value is read, so that one that cannot be looked into leaves something unknown.
const READ: &[&str] = &[
    "image",
    "container_name",
    "ports",
    "expose",
    "network_mode",
    "entrypoint",
    "command",
    "environment",
    "stdin_open",
    "profiles",
];

/// The services of one file, in the order of the text; whether that is all that the file says.
pub(super) fn services(id: FileId, file: &File) -> (Vec<Service>, bool) {
    let document = &file.document;
    // Compose refuses a file that does not parse, and what is left of it may mislead.
    let root = document.root().filter(|_| document.errors.is_empty());
    let Some(root) = root else {
        return (Vec::new(), false);
    };
    let all = root.get("services");
    let services = all
        .into_iter()
        .flat_map(NodeRef::entries)
        .filter(|(key, _)| key.text != "<<" && !key.text.starts_with("x-"))
        .map(|(key, node)| service(id, key, node))
        .collect();
    let merged = all.is_some_and(|all| all.get("<<").is_some());
    let complete = root.get("include").is_none() && !merged;
    (services, complete)
}

fn service(file: FileId, key: &Key, node: NodeRef<'_>) -> Service {
    let text = |name: &str| node.get(name).and_then(Part::of);
    let mut complete = node.is_object()
        && node.get("<<").is_none()
        && node.get("extends").is_none()
        && !READ.iter().any(|name| {
            node.get(name)
                .is_some_and(|value| matches!(value.kind(), NodeKind::Opaque { .. }))
        });
    let items = |name: &str| node.get(name).into_iter().flat_map(NodeRef::items);
    let mut ports = Vec::new();
    for item in items("ports") {
        match Mapping::read(file, item) {
            Some(mapping) => ports.push(mapping),
            None => complete = false,
        }
    }
    let environment = node
        .get("environment")
        .map_or((Vec::new(), true), |node| variables(file, node));
    complete &= environment.1;
    Service {
        name: key.text.clone(),
        name_span: key.span,
        file,
        declared: vec![(file, node.id())],
        image: text("image"),
        container_name: text("container_name"),
        ports,
        expose: items("expose").filter_map(Part::of).collect(),
        network: text("network_mode").map(|part| (network(&part), part, file)),
        entrypoint: node.get("entrypoint").and_then(|node| line(file, node)),
        command: node.get("command").and_then(|node| line(file, node)),
        environment: environment.0,
        stdin_open: node.get("stdin_open").and_then(NodeRef::as_bool),
        profiles: items("profiles")
            .filter_map(|item| Some(item.as_str()?.to_owned()))
            .collect(),
        complete,
    }
}

fn network(part: &Part) -> Network {
    match part.value.as_deref() {
        Some("host") => Network::Host,
        Some("none") => Network::None,
        Some(mode) => match mode.split_once(':') {
            Some(("service", name)) => Network::Service(name.to_owned()),
            Some(("container", name)) => Network::Container(name.to_owned()),
            _ => Network::Other,
        },
        None => Network::Unknown,
    }
}

/// A command: a list, or a string that Compose splits as a shell would.
fn line(file: FileId, node: NodeRef<'_>) -> Option<Line> {
    let text = |node: NodeRef<'_>, role| {
        let text = match node.kind() {
            NodeKind::String { text, .. } => text.clone(),
            NodeKind::Number(raw) => raw.clone(),
            NodeKind::Bool(value) => value.to_string(),
            _ => return None,
        };
        Some(Text {
            node: node.id(),
            text,
            role,
        })
    };
    if node.is_array() {
        let texts: Option<Vec<Text>> = node.items().map(|item| text(item, Role::Args)).collect();
        return Some(Line {
            file,
            node: node.id(),
            texts: texts?,
            is_list: true,
        });
    }
    Some(Line {
        file,
        node: node.id(),
        texts: vec![text(node, Role::CommandLine)?],
        is_list: false,
    })
}

/// The variables of a map or of a list of `NAME=value`; whether that is all of them.
fn variables(file: FileId, node: NodeRef<'_>) -> (Vec<Variable>, bool) {
    let mut complete = node.get("<<").is_none();
    let mut variables = Vec::new();
    for (key, value) in node.entries().filter(|(key, _)| key.text != "<<") {
        let part = match value.kind() {
            NodeKind::Bool(flag) => Some(Part {
                node: value.id(),
                span: value.span(),
                range: None,
                is_number: false,
                value: Some(flag.to_string()),
                varies: false,
            }),
            _ => Part::of(value),
        };
        complete &= part.is_some() || value.is_null();
        variables.push(Variable {
            file,
            name: key.text.clone(),
            name_span: key.span,
            value: part,
        });
    }
    for item in node.items() {
        let Some(text) = item.as_str() else {
            complete = false;
            continue;
        };
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let value = value.map(|value| {
            let expanded = Expanded::of(value);
            let all = 0..expanded.text.len();
            Part::in_text(item, &expanded, all, name.len() + 1)
        });
        variables.push(Variable {
            file,
            name: name.to_owned(),
            name_span: item.span(),
            value,
        });
    }
    (variables, complete)
}

/// Merges the services of a later file into those of the earlier ones, as Compose does: lists
/// append, commands and single values are replaced, variables are replaced by name.
pub(super) fn merge(services: &mut Vec<Service>, later: Vec<Service>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (at, service) in services.iter().enumerate() {
        places.entry(service.name.clone()).or_insert(at);
    }
    for service in later {
        match places.get(&service.name) {
            Some(&at) => merge_one(&mut services[at], service),
            None => {
                places.insert(service.name.clone(), services.len());
                services.push(service);
            }
        }
    }
}

fn merge_one(earlier: &mut Service, later: Service) {
    earlier.declared.extend(later.declared);
    earlier.image = later.image.or(earlier.image.take());
    earlier.container_name = later.container_name.or(earlier.container_name.take());
    for mapping in later.ports {
        if !earlier.ports.iter().any(|known| known.same_as(&mapping)) {
            earlier.ports.push(mapping);
        }
    }
    for port in later.expose {
        if !earlier.expose.iter().any(|known| known.value == port.value) {
            earlier.expose.push(port);
        }
    }
    earlier.network = later.network.or(earlier.network.take());
    earlier.entrypoint = later.entrypoint.or(earlier.entrypoint.take());
    earlier.command = later.command.or(earlier.command.take());
    for variable in later.environment {
        let known = earlier
            .environment
            .iter_mut()
            .find(|known| known.name == variable.name);
        match known {
            Some(known) => *known = variable,
            None => earlier.environment.push(variable),
        }
    }
    earlier.stdin_open = later.stdin_open.or(earlier.stdin_open);
    for profile in later.profiles {
        if !earlier.profiles.contains(&profile) {
            earlier.profiles.push(profile);
        }
    }
    earlier.complete &= later.complete;
}
