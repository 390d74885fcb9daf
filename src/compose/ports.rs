//! The ports of a service, in Compose's short and long syntax.

use std::ops::{Range, RangeInclusive};

use super::interpolate::Expanded;
use crate::document::{Document, Edit, NodeId, NodeKind, NodeRef, Span};
use crate::workspace::FileId;

/// A part of a value: the whole of a string or number, or some of a string.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The string or number that holds it.
    pub node: NodeId,
    /// Where that stands.
    pub span: Span,
    /// Its bytes in the decoded string; `None` for a number, and where variables hide it.
    pub range: Option<Range<usize>>,
    /// Whether it is written as a number.
    pub is_number: bool,
    /// What it says when no variable is set; `None` where that cannot be known.
    pub value: Option<String>,
    /// Whether a variable may make something else of it.
    pub varies: bool,
}

impl Part {
    /// All of a string or number; `None` for anything else.
    pub fn of(node: NodeRef<'_>) -> Option<Part> {
        match node.kind() {
            NodeKind::String { text, .. } => {
                let expanded = Expanded::of(text);
                let all = 0..expanded.text.len();
                Some(Part::in_text(node, &expanded, all, 0))
            }
            NodeKind::Number(raw) => Some(Part {
                node: node.id(),
                span: node.span(),
                range: None,
                is_number: true,
                value: Some(raw.clone()),
                varies: false,
            }),
            _ => None,
        }
    }

    /// What stands at `range` of `expanded`, which is the text of `node` from `skipped` on.
    pub(super) fn in_text(
        node: NodeRef<'_>,
        expanded: &Expanded,
        range: Range<usize>,
        skipped: usize,
    ) -> Part {
        let written = expanded.written(range.clone());
        Part {
            node: node.id(),
            span: node.span(),
            range: written.map(|range| range.start + skipped..range.end + skipped),
            is_number: false,
            value: expanded.known(range.clone()).map(str::to_owned),
            varies: expanded.varies(range),
        }
    }

    /// The numbers that it says, `3000` or `3000-3005`, be they ports or too large for one.
    pub fn numbers(&self) -> Option<RangeInclusive<u64>> {
        numbers(self.value.as_deref()?)
    }

    /// The one number that it says; `None` for a range.
    pub fn number(&self) -> Option<u64> {
        let numbers = self.numbers()?;
        (numbers.start() == numbers.end()).then_some(*numbers.start())
    }

    /// The edit that writes `port` in its place: only where one number is written as it is, and
    /// where the format's editor leaves everything else alone.
    pub fn moved(&self, document: &Document, port: u16) -> Option<Edit> {
        self.number()?;
        let edit = match &self.range {
            _ if self.varies => return None,
            _ if self.is_number => Edit::set(self.node, port),
            Some(range) => Edit::splice(self.node, range.clone(), port.to_string()),
            None => return None,
        };
        document
            .lower(std::slice::from_ref(&edit))
            .is_ok()
            .then_some(edit)
    }
}

fn numbers(text: &str) -> Option<RangeInclusive<u64>> {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number holds are surely no port.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    match text.split_once('-') {
        Some((first, last)) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(first..=last)
        }
        None => number(text).map(|one| one..=one),
    }
}

/// One item of `ports`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The file that holds it.
    pub file: FileId,
    /// The item.
    pub node: NodeId,
    /// Where it stands.
    pub span: Span,
    /// The address of the host that it is published on; all of them when absent.
    pub host_ip: Option<Part>,
    /// The host's port or ports; `None` where the engine chooses one.
    pub published: Option<Part>,
    /// The container's port or ports.
    pub target: Part,
    /// `tcp` unless another one is written.
    pub protocol: String,
}

impl Mapping {
    /// Reads one item of `ports`; `None` where it cannot be told what it says.
    pub fn read(file: FileId, node: NodeRef<'_>) -> Option<Mapping> {
        match node.kind() {
            NodeKind::Number(_) => Some(Mapping {
                file,
                node: node.id(),
                span: node.span(),
                host_ip: None,
                published: None,
                target: Part::of(node)?,
                protocol: "tcp".to_owned(),
            }),
            NodeKind::String { text, .. } => short(file, node, text),
            NodeKind::Object(_) => long(file, node),
            _ => None,
        }
    }

    /// Whether it publishes TCP, which MCP is spoken over.
    pub fn is_tcp(&self) -> bool {
        self.protocol.eq_ignore_ascii_case("tcp")
    }

    /// The ports of the host, where they are known.
    pub fn host_ports(&self) -> Option<RangeInclusive<u64>> {
        self.published.as_ref()?.numbers()
    }

    /// The ports of the container, where they are known.
    pub fn container_ports(&self) -> Option<RangeInclusive<u64>> {
        self.target.numbers()
    }

    /// The container's port behind `port` of the host, where it is known. Of several ports of the
    /// host in front of one of the container, any may be the one.
    pub fn container_port(&self, port: u64) -> Option<u64> {
        let (host, container) = (self.host_ports()?, self.container_ports()?);
        if !host.contains(&port) {
            return None;
        }
        if container.start() == container.end() {
            return Some(*container.start());
        }
        Some(container.start() + (port - host.start()))
    }

    /// The one address of the host that it is published on, without brackets; `None` for all of
    /// them.
    pub fn address(&self) -> Option<&str> {
        let address = self.host_ip.as_ref()?.value.as_deref()?;
        (!matches!(address, "0.0.0.0" | "::" | "")).then_some(address)
    }

    /// Whether two items are one to Compose, which drops repeated ones when it merges files.
    pub(super) fn same_as(&self, other: &Mapping) -> bool {
        let value = |part: &Option<Part>| part.as_ref().map(|part| part.value.clone());
        let known = |part: &Option<Part>| part.as_ref().is_none_or(|part| part.value.is_some());
        known(&self.published)
            && known(&self.host_ip)
            && self.target.value.is_some()
            && value(&self.published) == value(&other.published)
            && self.target.value == other.target.value
            && self.protocol == other.protocol
            && self.address() == other.address()
    }
}

/// `[[IP:][HOST]:]CONTAINER[/PROTOCOL]`
fn short(file: FileId, node: NodeRef<'_>, text: &str) -> Option<Mapping> {
    let expanded = Expanded::of(text);
    let all = expanded.text.as_str();
    let (end, protocol) = match all.rfind('/') {
        Some(slash) => (slash, expanded.known(slash + 1..all.len())?),
        None => (all.len(), "tcp"),
    };
    let part = |range: Range<usize>| Part::in_text(node, &expanded, range, 0);
    // What an unknown value says may be a number; anything else must be one.
    let port = |range: Range<usize>| {
        let part = part(range);
        (part.value.is_none() || part.numbers().is_some()).then_some(part)
    };
    let (published, target) = match all[..end].rfind(':') {
        Some(colon) => (Some(colon), port(colon + 1..end)?),
        // A variable by itself may hold all of it, colons included.
        None => (None, port(0..end).filter(|part| part.value.is_some())?),
    };
    let (host_ip, published) = match published {
        None => (None, None),
        Some(colon) => {
            let start = all[..colon].rfind(':').map_or(0, |at| at + 1);
            let published = (start < colon).then(|| port(start..colon));
            let published = match published {
                Some(part) => Some(part?),
                None => None,
            };
            let mut address = 0..start.saturating_sub(1);
            if all[address.clone()].starts_with('[') && all[address.clone()].ends_with(']') {
                address = address.start + 1..address.end - 1;
            }
            ((start > 0).then(|| part(address)), published)
        }
    };
    if let Some(address) = host_ip.as_ref().and_then(|part| part.value.as_deref())
        && !address.is_empty()
        && address.parse::<std::net::IpAddr>().is_err()
    {
        return None;
    }
    Some(Mapping {
        file,
        node: node.id(),
        span: node.span(),
        host_ip,
        published,
        target,
        protocol: protocol.to_owned(),
    })
}

/// `target`, `published`, `host_ip`, `protocol`.
fn long(file: FileId, node: NodeRef<'_>) -> Option<Mapping> {
    let part = |name: &str| node.get(name).map(Part::of);
    // A value that is neither text nor number makes the whole unknown.
    let optional = |name: &str| match part(name) {
        Some(part) => part.map(Some),
        None => Some(None),
    };
    // `mode: ingress` publishes too; both are the host's port.
    Some(Mapping {
        file,
        node: node.id(),
        span: node.span(),
        host_ip: optional("host_ip")?,
        published: optional("published")?.filter(|part| part.value.as_deref() != Some("")),
        target: part("target")??,
        protocol: match optional("protocol")? {
            Some(protocol) => protocol.value?,
            None => "tcp".to_owned(),
        },
    })
}
