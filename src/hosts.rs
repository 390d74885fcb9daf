//! How far away the host of a url is.

use std::net::{IpAddr, Ipv4Addr};

use url::Host;

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
    /// A name in a network of Tailscale's: what goes there is encrypted on the way, whatever the
    /// url says, and its certificates come from a public authority.
    Tailnet,
    /// The internet.
    Public,
}

/// Endings of names that no public authority certifies: reserved, or delegated to nobody.
const INTERNAL_SUFFIXES: &[&str] = &[
    ".internal",
    ".local",
    ".lan",
    ".corp",
    ".home",
    ".home.arpa",
    ".test",
    ".intranet",
    ".private",
    ".localdomain",
];

/// How far away `host`, without brackets, is; names that end in one of `internal` are private
/// too. Nobody is asked: it is told by the name alone.
pub fn reach(host: &str, internal: &[String]) -> Reach {
    let name = plain(host);
    if matches!(
        name.as_str(),
        "host.docker.internal"
            | "gateway.docker.internal"
            | "host.containers.internal"
            | "host-gateway"
    ) {
        return Reach::ContainerHost;
    }
    if endpoint::is_loopback(&name) {
        return Reach::Loopback;
    }
    if let Ok(address) = name.parse::<IpAddr>() {
        return of_address(address);
    }
    let internal = internal.iter().any(|suffix| {
        let bare = plain(suffix.trim_start_matches(['*', '.']));
        !bare.is_empty()
            && name
                .strip_suffix(&bare)
                .is_some_and(|front| front.is_empty() || front.ends_with('.'))
    });
    let suffixed = INTERNAL_SUFFIXES
        .iter()
        .any(|suffix| name.ends_with(suffix));
    if internal || suffixed || !name.contains('.') {
        Reach::Private
    } else if name.ends_with(".ts.net") {
        Reach::Tailnet
    } else {
        Reach::Public
    }
}

/// A host as programs see it: in lower case and ASCII, without a dot at the end, an address in
/// its usual form. What is no host stays as it is.
fn plain(host: &str) -> String {
    let bracketed = host.contains(':').then(|| format!("[{host}]"));
    let host = bracketed.as_deref().unwrap_or(host);
    match Host::parse(host.trim_end_matches('.')) {
        Ok(Host::Ipv6(address)) => address
            .to_ipv4_mapped()
            .map_or_else(|| address.to_string(), |address| address.to_string()),
        Ok(host) => host.to_string(),
        Err(_) => host
            .trim_matches(['[', ']'])
            .trim_end_matches('.')
            .to_ascii_lowercase(),
    }
}

/// Whether `host` is an address that carriers hand out (100.64.0.0/10), and Tailscale, which
/// encrypts on the way.
pub fn may_be_tailnet(host: &str) -> bool {
    let shared = |address: Ipv4Addr| shared(address);
    plain(host).parse().is_ok_and(shared)
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
        let internal = [
            ".example.corp".to_owned(),
            "*.acme.com".to_owned(),
            "bücher.example".to_owned(),
            String::new(),
        ];
        for (host, expected) in [
            ("localhost", Reach::Loopback),
            ("127.0.0.1", Reach::Loopback),
            ("::1", Reach::Loopback),
            ("0.0.0.0", Reach::Loopback),
            ("[::1]", Reach::Loopback),
            ("::ffff:127.0.0.1", Reach::Loopback),
            ("LOCALHOST.", Reach::Loopback),
            ("app.localhost", Reach::Loopback),
            ("127.1", Reach::Loopback),
            ("0x7f000001", Reach::Loopback),
            ("host.docker.internal", Reach::ContainerHost),
            ("Host.Docker.Internal.", Reach::ContainerHost),
            ("10.1.2.3", Reach::Private),
            ("192.168.0.9", Reach::Private),
            ("172.16.0.1", Reach::Private),
            ("172.31.255.255", Reach::Private),
            ("172.32.0.1", Reach::Public),
            ("169.254.1.1", Reach::Private),
            ("100.64.0.0", Reach::Private),
            ("100.100.1.1", Reach::Private),
            ("100.127.255.255", Reach::Private),
            ("100.128.0.0", Reach::Public),
            ("100.63.255.255", Reach::Public),
            ("fd00::1", Reach::Private),
            ("FC00::1", Reach::Private),
            ("[fe80::1]", Reach::Private),
            ("::ffff:10.1.2.3", Reach::Private),
            ("::ffff:8.8.8.8", Reach::Public),
            ("2606:4700::1111", Reach::Public),
            ("gitlab", Reach::Private),
            ("gitlab.lan", Reach::Private),
            ("GIT.Example.Corp", Reach::Private),
            ("gitlab.lan.", Reach::Private),
            ("nas.home.arpa", Reach::Private),
            ("nas.home", Reach::Private),
            ("printer.local", Reach::Private),
            ("wiki.corp", Reach::Private),
            ("corp.example.com", Reach::Public),
            ("internal.example.com", Reach::Public),
            ("mein.büro.internal", Reach::Private),
            ("xn--bcher-kva.example", Reach::Private),
            ("xn--bcher-kva.test.example", Reach::Public),
            ("wiki.bücher.example", Reach::Private),
            ("wiki.xn--bcher-kva.example", Reach::Private),
            ("machine.tail1234.ts.net", Reach::Tailnet),
            ("ts.net", Reach::Public),
            ("under_score", Reach::Private),
            ("x.acme.com", Reach::Private),
            ("acme.com", Reach::Private),
            ("notacme.com", Reach::Public),
            ("8.8.8.8", Reach::Public),
            ("mcp.example.com", Reach::Public),
        ] {
            assert_eq!(reach(host, &internal), expected, "{host}");
        }
        assert!(may_be_tailnet("100.100.1.1") && !may_be_tailnet("10.0.0.1"));
    }
}
