//! How far away the host of a url is.

use std::net::{IpAddr, Ipv4Addr};

use crate::endpoint::{self, Endpoint};

/// The parts of a url whose host is written out: `None` where a variable or a placeholder stands
/// for it, or where the text is no url.
pub fn literal(url: &str) -> Option<Endpoint<'_>> {
    let endpoint = Endpoint::parse(url.trim_end())?;
    let odd = |c: char| matches!(c, '$' | '{' | '}' | '<' | '>' | '%' | ' ');
    let written_out = !endpoint.host.is_empty() && !endpoint.host.contains(odd);
    written_out.then_some(endpoint)
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
    if endpoint::is_loopback(name) {
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
        IpAddr::V4(address)
            if address.is_private() || address.is_link_local() || shared(address) =>
        {
            Reach::Private
        }
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
    fn only_a_host_that_is_written_out_counts() {
        assert_eq!(
            literal("https://mcp.example.com/mcp").unwrap().host,
            "mcp.example.com"
        );
        assert_eq!(literal("http://[::1]:3000/").unwrap().host, "::1");
        assert_eq!(
            literal("http://localhost:${PORT}/").unwrap().host,
            "localhost"
        );
        for text in [
            "localhost:3000",
            "http://${HOST}:3000",
            "http://<host>/",
            "http://",
        ] {
            assert_eq!(literal(text), None, "{text}");
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
