//! Where the host of a url is, and the parts of a url in its text.

use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

/// The parts of a url, as bytes of the text that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'t> {
    /// `http`, `https`, `ws` …, as written.
    pub scheme: &'t str,
    /// Where the scheme stands.
    pub scheme_range: Range<usize>,
    /// The host, without the brackets of an IPv6 address.
    pub host: &'t str,
    /// The port, as written.
    pub port: Option<&'t str>,
    /// Where the port stands.
    pub port_range: Option<Range<usize>>,
    /// What follows host and port.
    pub path: &'t str,
    /// Whether there is something before an `@`.
    pub user_info: bool,
}

impl<'t> Address<'t> {
    /// Takes the url that `text` is apart; `None` when it is none, or when host or port hold a
    /// variable or a placeholder.
    pub fn parse(text: &'t str) -> Option<Address<'t>> {
        let lead = text.len() - text.trim_start().len();
        let colon = text.find("://")?;
        let scheme = text.get(lead..colon)?;
        if scheme.is_empty() || !scheme.chars().all(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        let start = colon + 3;
        let rest = text[start..].trim_end();
        let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = &rest[..length];
        let user = authority.rfind('@').map_or(0, |at| at + 1);
        let address = &authority[user..];
        let (host, port_at) = if let Some(inner) = address.strip_prefix('[') {
            let end = inner.find(']')?;
            let behind = &inner[end + 1..];
            let port = behind.starts_with(':').then_some(end + 3);
            (&inner[..end], port)
        } else {
            match address.rfind(':') {
                Some(at) => (&address[..at], Some(at + 1)),
                None => (address, None),
            }
        };
        let odd = |text: &str| {
            text.chars()
                .any(|c| matches!(c, '$' | '{' | '}' | '<' | '>' | '%' | ' ' | ':'))
        };
        let ip6 = address.starts_with('[');
        if host.is_empty() || (!ip6 && odd(host)) {
            return None;
        }
        let port_range = port_at.map(|at| start + user + at..start + length);
        let port = port_range.clone().map(|range| &text[range]);
        if port.is_some_and(|port| port.is_empty() || !port.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        Some(Address {
            scheme,
            scheme_range: lead..colon,
            host,
            port,
            port_range,
            path: &rest[length..],
            user_info: user > 0,
        })
    }

    /// Whether the scheme is `name`, in whatever case.
    pub fn speaks(&self, name: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(name)
    }
}

/// How far away a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This machine.
    Loopback,
    /// This machine as a container sees it.
    ContainerHost,
    /// A network that is not public, where certificates come from a private authority.
    Private,
    /// The internet.
    Public,
}

/// Endings of names that no public authority certifies.
const INTERNAL_SUFFIXES: &[&str] = &[
    ".internal",
    ".local",
    ".lan",
    ".corp",
    ".home.arpa",
    ".test",
    ".intranet",
    ".private",
    ".localdomain",
];

/// How far away `host` is; names that end in one of `internal` are private too.
pub fn reach(host: &str, internal: &[String]) -> Reach {
    let lower = host.to_ascii_lowercase();
    let name = lower.trim_end_matches('.');
    if matches!(
        name,
        "host.docker.internal"
            | "gateway.docker.internal"
            | "host.containers.internal"
            | "host-gateway"
    ) {
        return Reach::ContainerHost;
    }
    if name == "localhost" || name.ends_with(".localhost") {
        return Reach::Loopback;
    }
    if let Ok(address) = name.parse::<IpAddr>() {
        return of_address(address);
    }
    let internal = internal.iter().any(|suffix| {
        let suffix = suffix.to_ascii_lowercase();
        let bare = suffix.trim_start_matches(['*', '.']);
        name == bare
            || name
                .strip_suffix(bare)
                .is_some_and(|front| front.ends_with('.'))
    });
    let suffixed = INTERNAL_SUFFIXES
        .iter()
        .any(|suffix| name.ends_with(suffix));
    if internal || suffixed || !name.contains('.') {
        Reach::Private
    } else {
        Reach::Public
    }
}

fn of_address(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) if address.is_loopback() || address.is_unspecified() => Reach::Loopback,
        IpAddr::V4(address)
            if address.is_private() || address.is_link_local() || shared(address) =>
        {
            Reach::Private
        }
        IpAddr::V6(address) if address.is_loopback() || address.is_unspecified() => Reach::Loopback,
        IpAddr::V6(address) if address.is_unique_local() || address.is_unicast_link_local() => {
            Reach::Private
        }
        _ => Reach::Public,
    }
}

/// 100.64.0.0/10: what carriers, and Tailscale, hand out.
fn shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0b1100_0000 == 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart_in_its_place() {
        let text = " http://u:p@[::1]:3000/mcp?x ";
        let address = Address::parse(text).unwrap();
        assert_eq!((address.host, address.port), ("::1", Some("3000")));
        assert_eq!(&text[address.port_range.unwrap()], "3000");
        assert_eq!(&text[address.scheme_range], "http");
        assert_eq!((address.path, address.user_info), ("/mcp?x", true));
        let plain = Address::parse("https://mcp.example.com").unwrap();
        assert_eq!((plain.port, plain.path), (None, ""));
        for text in [
            "localhost:3000",
            "http://${HOST}:3000",
            "http://localhost:${PORT}/mcp",
            "http://<host>/",
            "http://",
            "http://localhost:/",
        ] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn hosts_are_placed() {
        let internal = [".example.corp".to_owned(), "*.acme.com".to_owned()];
        for (host, expected) in [
            ("localhost", Reach::Loopback),
            ("127.0.0.1", Reach::Loopback),
            ("::1", Reach::Loopback),
            ("0.0.0.0", Reach::Loopback),
            ("host.docker.internal", Reach::ContainerHost),
            ("10.1.2.3", Reach::Private),
            ("192.168.0.9", Reach::Private),
            ("100.100.1.1", Reach::Private),
            ("fd00::1", Reach::Private),
            ("gitlab", Reach::Private),
            ("gitlab.lan", Reach::Private),
            ("GIT.Example.Corp", Reach::Private),
            ("x.acme.com", Reach::Private),
            ("notacme.com", Reach::Public),
            ("8.8.8.8", Reach::Public),
            ("mcp.example.com", Reach::Public),
        ] {
            assert_eq!(reach(host, &internal), expected, "{host}");
        }
    }
}
