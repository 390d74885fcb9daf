//! What a url tells by itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::model::Transport;

/// A url, taken apart with the bytes of its parts, so that one part can be replaced. Nothing is
/// normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint<'t> {
    /// What stands before `://`, as written.
    pub scheme: &'t str,
    /// Name and password before `@`, without it.
    pub userinfo: Option<&'t str>,
    /// The host, without brackets.
    pub host: &'t str,
    /// The bytes of the host, brackets included.
    pub host_range: Range<usize>,
    /// The port as written, where there is one.
    pub port_text: Option<&'t str>,
    /// The bytes behind the host's colon; empty and behind the host when there is no port.
    pub port_range: Range<usize>,
    /// The path, from its `/` on; empty when there is none.
    pub path: &'t str,
    /// The bytes of the path.
    pub path_range: Range<usize>,
}

impl<'t> Endpoint<'t> {
    /// Takes `SCHEME://[USER@]HOST[:PORT][/PATH]…` apart.
    pub fn parse(text: &'t str) -> Option<Endpoint<'t>> {
        let (scheme, rest) = text.split_once("://")?;
        if scheme.is_empty()
            || !scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
        {
            return None;
        }
        let start = scheme.len() + 3;
        let end = rest
            .find(['/', '?', '#', '\\'])
            .map_or(text.len(), |at| start + at);
        let authority = &text[start..end];
        let (userinfo, host_start) = match authority.rfind('@') {
            Some(at) => (Some(&authority[..at]), start + at + 1),
            None => (None, start),
        };
        let place = &text[host_start..end];
        let host_length = match place.strip_prefix('[') {
            Some(inner) => inner.find(']')? + 2,
            None => place.rfind(':').unwrap_or(place.len()),
        };
        let host_range = host_start..host_start + host_length;
        let port_text = place[host_length..].strip_prefix(':');
        let port_range = match port_text {
            Some(_) => host_range.end + 1..end,
            None => host_range.end..host_range.end,
        };
        let path_end = text[end..]
            .find(['?', '#'])
            .map_or(text.len(), |at| end + at);
        Some(Endpoint {
            scheme,
            userinfo,
            host: text[host_range.clone()].trim_matches(['[', ']']),
            host_range,
            port_text,
            port_range,
            path: &text[end..path_end],
            path_range: end..path_end,
        })
    }

    /// Whether it is called over TLS.
    pub fn is_tls(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("https") || self.scheme.eq_ignore_ascii_case("wss")
    }

    /// The port that is called: the written one, or that of the scheme.
    pub fn port(&self) -> Option<u16> {
        match self.port_text {
            Some(text) if !text.is_empty() => text.parse().ok(),
            _ if self.is_tls() => Some(443),
            _ => Some(80),
        }
    }

    /// Whether the host is this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host)
    }
}

/// Whether `host`, without brackets, is this machine. `0.0.0.0` counts, since it is meant so.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host == "localhost" || host.ends_with(".localhost") {
        return true;
    }
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address == Ipv4Addr::UNSPECIFIED,
        Ok(IpAddr::V6(address)) => address.is_loopback() || address == Ipv6Addr::UNSPECIFIED,
        Err(_) => false,
    }
}

/// The transport that the path of a url speaks of: HTTP+SSE when its last segment is `sse`, else
/// streamable HTTP.
pub fn transport_by_path(url: &str) -> Transport {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    match path.trim_end().trim_end_matches('/').rsplit('/').next() {
        Some("sse") => Transport::Sse,
        _ => Transport::Http,
    }
}

/// The transport that the path of a url surely speaks of; `None` for paths that say nothing.
pub fn told_by_path(url: &str) -> Option<Transport> {
    let path = Endpoint::parse(url)?.path.trim_end_matches('/');
    match path.rsplit('/').next()? {
        "sse" => Some(Transport::Sse),
        "mcp" => Some(Transport::Http),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_url_are_found_with_their_bytes() {
        let text = "https://user:pw@[::1]:8443/v1/mcp?x=1#y";
        let endpoint = Endpoint::parse(text).unwrap();
        assert_eq!(endpoint.userinfo, Some("user:pw"));
        assert_eq!(endpoint.host, "::1");
        assert_eq!(&text[endpoint.host_range.clone()], "[::1]");
        assert_eq!(&text[endpoint.port_range.clone()], "8443");
        assert_eq!(endpoint.path, "/v1/mcp");
        assert_eq!(endpoint.port(), Some(8443));
        assert!(endpoint.is_loopback());

        let bare = Endpoint::parse("http://example.com").unwrap();
        assert_eq!((bare.port(), bare.path), (Some(80), ""));
        assert_eq!(bare.path_range, 18..18);
        assert_eq!(bare.port_range, 18..18);
        assert_eq!(Endpoint::parse("https://x").unwrap().port(), Some(443));
        assert_eq!(Endpoint::parse("http://x:99999").unwrap().port(), None);
        assert_eq!(Endpoint::parse("localhost:3000/mcp"), None);
    }

    #[test]
    fn loopback_is_told_from_other_hosts() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.9.9.9",
            "::1",
            "0.0.0.0",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "localhost.example.com",
            "10.0.0.1",
            "example.com",
            "127.0.0.1.nip.io",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(https?://)?[]\\[a-z0-9.:@/?#é ]{0,24}") {
            if let Some(endpoint) = Endpoint::parse(&text) {
                proptest::prop_assert_eq!(&text[endpoint.path_range.clone()], endpoint.path);
                let _ = (endpoint.port(), endpoint.is_loopback());
            }
        }
    }
}
